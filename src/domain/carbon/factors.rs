//! The tables of `data/`, row by row: what making a machine emits and how long it usually lasts, with where each figure comes from and
//! from when on it holds (`equipment.md` § 7).

use super::Range;
use crate::domain::equipment::{ComponentKind, EquipmentKind, MediumKind};
use chrono::NaiveDate;
use csv::ReaderBuilder;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Deserialize;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../../data/carbon_factors.csv");
const ELECTRICITY: &str = include_str!("../../../data/electricity_factors.csv");

/// How far a figure is to be trusted, as its source says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    High,
    Medium,
    Low,
}

/// A row of the table. A changed figure is another row.
#[derive(Clone, Debug, Deserialize)]
pub struct Factor {
    id: String,
    category: String,
    valid_from: NaiveDate,
    valid_until: Option<NaiveDate>,
    version: String,
    manufacture_kgco2e: Option<Decimal>,
    distribution_kgco2e: Option<Decimal>,
    cross_check_low_kgco2e: Option<Decimal>,
    cross_check_high_kgco2e: Option<Decimal>,
    lifetime_years: Option<Decimal>,
    electricity_kwh_per_year: Option<Decimal>,
    refurbished_avoided_kgco2e_per_year: Option<Decimal>,
    confidence: Confidence,
    source: String,
    cross_check_source: String,
    refurbished_source: String,
}

impl Factor {
    /// What an estimate keeps of it.
    pub fn id(&self) -> &str {
        &self.id
    }

    pub fn version(&self) -> &str {
        &self.version
    }

    pub fn confidence(&self) -> Confidence {
        self.confidence
    }

    pub fn source(&self) -> &str {
        &self.source
    }

    /// Empty when no second source was found.
    pub fn cross_check_source(&self) -> &str {
        &self.cross_check_source
    }

    /// Of [`Factor::ademe_grams_a_year`]; empty without it.
    pub fn refurbished_source(&self) -> &str {
        &self.refurbished_source
    }

    /// Making and distributing a new one, between the two sources.
    pub fn new_grams(&self) -> Option<Range> {
        let first = grams(self.manufacture_kgco2e? + self.distribution_kgco2e.unwrap_or_default())?;
        let others = [self.cross_check_low_kgco2e, self.cross_check_high_kgco2e].into_iter().flatten().filter_map(grams);
        Some(others.fold(Range::exactly(first), |range, other| Range::of(range.low.min(other), range.high.max(other))))
    }

    /// How long a new one usually serves.
    pub fn life_months(&self) -> Option<i64> {
        (self.lifetime_years? * Decimal::from(12)).round().to_i64().filter(|months| *months > 0)
    }

    /// What it uses in a year.
    pub fn watt_hours_a_year(&self) -> Option<i64> {
        grams(self.electricity_kwh_per_year?)
    }

    /// What ADEME itself says that a refurbished one avoids in a year of use.
    pub fn ademe_grams_a_year(&self) -> Option<i64> {
        grams(self.refurbished_avoided_kgco2e_per_year?)
    }
}

/// Thousandths: grams of kilograms, watt-hours of kilowatt-hours.
fn grams(of: Decimal) -> Option<i64> {
    (of * Decimal::from(1_000)).round().to_i64()
}

static FACTORS: LazyLock<Vec<Factor>> =
    LazyLock::new(|| ReaderBuilder::new().from_reader(TABLE.as_bytes()).into_deserialize().flatten().collect());

/// What electricity emits where the workshops are.
#[derive(Clone, Debug, Deserialize)]
pub struct Electricity {
    kgco2e_per_kwh: Decimal,
    smoothed_over: String,
    source: String,
}

impl Electricity {
    pub fn milligrams_a_kwh(&self) -> i64 {
        (self.kgco2e_per_kwh * Decimal::from(1_000_000)).round().to_i64().unwrap_or_default()
    }

    /// The years of which it is the mean.
    pub fn smoothed_over(&self) -> &str {
        &self.smoothed_over
    }

    pub fn source(&self) -> &str {
        &self.source
    }
}

static FRENCH: LazyLock<Electricity> = LazyLock::new(|| {
    let read = ReaderBuilder::new().from_reader(ELECTRICITY.as_bytes()).into_deserialize().flatten().next();
    read.expect("the table of the program has its row")
});

/// The French consumption mix, what comes before the plug included.
pub fn electricity() -> &'static Electricity {
    &FRENCH
}

/// The category of the table for a kind of machine; none for what nobody has measured, or too many things at once.
const fn category(kind: EquipmentKind) -> Option<&'static str> {
    Some(match kind {
        EquipmentKind::Laptop => "laptop",
        EquipmentKind::Desktop => "desktop_office",
        EquipmentKind::Screen => "monitor",
        EquipmentKind::Tablet => "tablet",
        EquipmentKind::Smartphone => "smartphone",
        EquipmentKind::Printer => "printer",
        EquipmentKind::Server => "server",
        EquipmentKind::Router => "internet_box",
        EquipmentKind::Switch => "switch",
        EquipmentKind::Firewall => "firewall",
        _ => return None,
    })
}

fn holding(category: &str, day: NaiveDate) -> Option<&'static Factor> {
    let holds = |row: &&Factor| row.valid_from <= day && row.valid_until.is_none_or(|until| day <= until);
    FACTORS.iter().filter(|row| row.category == category).filter(holds).max_by_key(|row| row.valid_from)
}

/// The figures of a kind of machine, as they were known on a day; none when nobody has measured it.
pub fn factor(kind: EquipmentKind, day: NaiveDate) -> Option<&'static Factor> {
    holding(category(kind)?, day)
}

/// The row that an estimate kept.
pub fn factor_by_id(id: &str) -> Option<&'static Factor> {
    FACTORS.iter().find(|row| row.id == id)
}

/// The figures of a new part; of most parts nobody has any.
pub fn part_factor(kind: ComponentKind, day: NaiveDate) -> Option<&'static Factor> {
    match kind {
        ComponentKind::Charger => holding("laptop_charger", day),
        _ => None,
    }
}

/// The figures of a new disk: those of an external one, the nearest that were found.
pub fn medium_factor(kind: MediumKind, day: NaiveDate) -> Option<&'static Factor> {
    match kind {
        MediumKind::SsdSata | MediumKind::Nvme => holding("external_ssd", day),
        MediumKind::Hdd => holding("external_hdd", day),
        MediumKind::UsbStick => holding("usb_stick", day),
        _ => None,
    }
}

/// How long a machine of this kind usually serves, in months, as was known on a day; none when nobody has measured it.
pub fn usual_months(kind: EquipmentKind, day: NaiveDate) -> Option<i64> {
    factor(kind, day)?.life_months()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        assert_eq!(FACTORS.len(), TABLE.lines().count() - 1, "a row that cannot be read is missing");
        let known = |kind: &EquipmentKind| category(*kind).is_none_or(|name| FACTORS.iter().any(|row| row.category == name));
        assert!(EquipmentKind::ALL.iter().all(known));
    }

    #[test]
    fn a_usual_life_is_in_months() {
        let usual = |kind| usual_months(kind, "2026-03-24".parse().expect("a day"));
        assert_eq!((usual(EquipmentKind::Laptop), usual(EquipmentKind::Smartphone)), (Some(60), Some(30)));
        assert_eq!(usual(EquipmentKind::Projector), None, "nobody has measured it");
        assert_eq!(usual_months(EquipmentKind::Laptop, "2019-01-01".parse().expect("a day")), None, "before it held");
    }
}
