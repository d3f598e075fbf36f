//! What a second life of a machine avoids (`equipment.md` § 7): low and high, by two sources, over hypotheses that are shown; never one
//! proud number. Masses are grams of CO₂ equivalent.

mod factors;
mod lives;

pub use factors::{Confidence, Factor, electricity, factor, factor_by_id, medium_factor, part_factor, usual_months};
pub use lives::{Life, lives};

/// Between what two sources say, grams.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    pub low: i64,
    pub high: i64,
}

impl Range {
    pub const fn of(low: i64, high: i64) -> Self {
        Self { low, high }
    }

    /// One sure figure.
    pub const fn exactly(grams: i64) -> Self {
        Self { low: grams, high: grams }
    }

    pub const fn plus(self, other: Self) -> Self {
        Self { low: self.low.saturating_add(other.low), high: self.high.saturating_add(other.high) }
    }

    /// What a figure a year comes to in so many days.
    pub fn over(self, days: i64) -> Self {
        Self { low: scaled(self.low, days, DAYS_A_YEAR), high: scaled(self.high, days, DAYS_A_YEAR) }
    }
}

const DAYS_A_YEAR: i64 = 365;
const MONTHS_A_YEAR: i64 = 12;
const MILLE: i64 = 1_000;
const WH_A_KWH: i64 = 1_000;

/// `of × by ÷ whole`, half rounded up.
fn scaled(of: i64, by: i64, whole: i64) -> i64 {
    let (of, by, whole) = (i128::from(of), i128::from(by), i128::from(whole.max(1)));
    i64::try_from((of * by * 2 + whole).div_euclid(whole * 2)).unwrap_or(i64::MAX)
}

/// What nobody measures for each machine: the group says it, and it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hypotheses {
    /// How often a new machine would have been bought, per mille.
    pub substitution: i64,
    /// How long a second life lasts: over so long the work of the workshop and new parts are spread.
    pub second_life_months: i64,
    /// Of carrying one machine to the workshop and on.
    pub transport_grams: i64,
    /// What the workshop uses for one machine.
    pub workshop_wh: i64,
}

impl Default for Hypotheses {
    /// A new one would have been bought every second time (`equipment.md` § 7); three years; what nobody has measured counts for nothing.
    fn default() -> Self {
        Self { substitution: 500, second_life_months: 36, transport_grams: 0, workshop_wh: 0 }
    }
}

/// What making a machine serve again has cost: new parts, the way, the workshop's electricity at `milligrams_a_kwh`.
pub fn refurbishing(parts: impl IntoIterator<Item = Range>, by: &Hypotheses, milligrams_a_kwh: i64) -> Range {
    let electricity = scaled(by.workshop_wh, milligrams_a_kwh, WH_A_KWH * MILLE);
    let own = Range::exactly(by.transport_grams.saturating_add(electricity));
    parts.into_iter().fold(own, Range::plus)
}

/// What each year of a second life avoids: what a new machine would have weighed in a year of its life, without what refurbishing
/// weighs in a year of the second one, as often as a new one would have been bought. Never less than nothing: a new disk can eat the
/// gain. `None` when nobody knows how long a machine of this kind lasts.
pub fn avoided_a_year(new: Range, life_months: Option<i64>, refurbishing: Range, by: &Hypotheses) -> Option<Range> {
    let life = life_months.filter(|months| *months > 0)?;
    let gain = |new: i64, refurbishing: i64| {
        let gain = scaled(new, MONTHS_A_YEAR, life) - scaled(refurbishing, MONTHS_A_YEAR, by.second_life_months);
        scaled(gain.max(0), by.substitution, MILLE)
    };
    Some(Range { low: gain(new.low, refurbishing.high), high: gain(new.high, refurbishing.low) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::equipment::{ComponentKind, EquipmentKind, MediumKind};
    use chrono::NaiveDate;

    fn day() -> NaiveDate {
        "2026-03-24".parse().expect("a day")
    }

    fn laptop() -> &'static Factor {
        factor(EquipmentKind::Laptop, day()).expect("it is in the table")
    }

    #[test]
    fn a_year_of_a_second_laptop_avoids_what_two_sources_say_of_a_new_one() {
        let of = laptop();
        assert_eq!(of.new_grams(), Some(Range::of(175_000, 182_300)), "182 kg; 175 to 181 by the other source");
        let avoided = avoided_a_year(of.new_grams().expect("known"), of.life_months(), Range::default(), &Hypotheses::default());
        // 175 000 ÷ 5 × 0.5 and 182 300 ÷ 5 × 0.5.
        assert_eq!(avoided, Some(Range::of(17_500, 18_230)));
        assert_eq!(avoided.expect("it is estimated").over(730), Range::of(35_000, 36_460), "in two years");
    }

    #[test]
    fn a_new_disk_eats_the_gain_and_a_harvested_one_does_not() {
        let of = laptop();
        let disk = medium_factor(MediumKind::SsdSata, day()).and_then(Factor::new_grams).expect("it is in the table");
        assert_eq!(disk, Range::of(109_000, 135_016));
        let cost = refurbishing([disk], &Hypotheses::default(), 0);
        let avoided = avoided_a_year(of.new_grams().expect("known"), of.life_months(), cost, &Hypotheses::default());
        assert_eq!(avoided, Some(Range::of(0, 64)), "182 300 ÷ 5 − 109 000 ÷ 3, half of it; at worst nothing");
        let charger = part_factor(ComponentKind::Charger, day()).and_then(Factor::new_grams).expect("it is in the table");
        assert_eq!(charger, Range::exactly(3_650));
        assert!(part_factor(ComponentKind::Panel, day()).is_none(), "nobody has measured it");
    }

    #[test]
    fn the_work_of_the_workshop_counts_by_the_french_consumption_mix() {
        let by = Hypotheses { transport_grams: 400, workshop_wh: 2_000, ..Hypotheses::default() };
        // 51.9 g a kWh.
        assert_eq!(electricity().milligrams_a_kwh(), 51_900);
        assert_eq!(refurbishing([], &by, electricity().milligrams_a_kwh()), Range::exactly(400 + 104));
    }

    #[test]
    fn a_substitution_of_nothing_avoids_nothing_and_low_is_never_above_high() {
        let of = laptop().new_grams().expect("known");
        let none = Hypotheses { substitution: 0, ..Hypotheses::default() };
        assert_eq!(avoided_a_year(of, Some(60), Range::default(), &none), Some(Range::default()));
        for parts in [0, 10_000, 100_000, 1_000_000] {
            for months in [1, 12, 36, 120] {
                let by = Hypotheses { second_life_months: months, ..Hypotheses::default() };
                let found = avoided_a_year(of, Some(60), Range::of(parts, parts * 2), &by).expect("a life");
                assert!(found.low <= found.high && found.low >= 0, "{parts} {months}: {found:?}");
            }
        }
        assert_eq!(avoided_a_year(of, None, Range::default(), &none), None, "nobody knows how long it lasts");
    }

    #[test]
    fn the_figures_of_the_design_are_those_of_the_table() {
        let rounded = |kind| {
            let new = factor(kind, day()).and_then(Factor::new_grams).expect("it is in the table");
            ((new.low + 500) / 1_000, (new.high + 500) / 1_000)
        };
        assert_eq!(rounded(EquipmentKind::Desktop), (205, 277));
        assert_eq!(rounded(EquipmentKind::Screen), (65, 66));
        assert_eq!(rounded(EquipmentKind::Smartphone), (79, 84));
        assert_eq!(rounded(EquipmentKind::Server), (748, 3_660));
        assert_eq!(laptop().ademe_grams_a_year(), Some(27_000));
        assert_eq!(factor(EquipmentKind::Server, day()).map(Factor::confidence), Some(Confidence::Low));
        assert!(factor(EquipmentKind::Projector, day()).is_none(), "not estimated");
        assert_eq!(factor_by_id(laptop().id()).map(Factor::id), Some("laptop/1"));
    }
}
