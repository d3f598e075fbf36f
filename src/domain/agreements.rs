//! What a structure buys of the pool, and from which month to which (`hours.md` § 4).

use super::time::{Minutes, Month};

/// From its first month to its last, what a structure buys each month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    pub first_month: Month,
    pub last_month: Option<Month>,
    /// In order of month; the first is the agreement itself.
    pub amendments: Vec<Amendment>,
}

/// Monthly minutes from a month on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amendment {
    pub from_month: Month,
    pub monthly: Minutes,
    pub note: String,
}

impl Agreement {
    /// Whether the structure is a member in that month.
    pub fn covers(&self, month: Month) -> bool {
        self.first_month <= month && self.last_month.is_none_or(|last| month <= last)
    }

    /// Minutes allotted in that month; none outside the agreement.
    pub fn monthly(&self, month: Month) -> Minutes {
        if !self.covers(month) {
            return Minutes(0);
        }
        let standing = self.amendments.iter().rev().find(|amendment| amendment.from_month <= month);
        standing.map_or(Minutes(0), |amendment| amendment.monthly)
    }
}

/// The agreements of one structure, one after the other: several when it left and came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreements {
    first: Agreement,
    /// In order of month; no month is in two agreements.
    later: Vec<Agreement>,
}

impl Agreements {
    /// Agreements in any order; `None` when there are none.
    pub fn of(mut all: Vec<Agreement>) -> Option<Self> {
        all.sort_by_key(|agreement| agreement.first_month);
        let mut all = all.into_iter();
        Some(Self { first: all.next()?, later: all.collect() })
    }

    /// The first first.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &Agreement> {
        std::iter::once(&self.first).chain(&self.later)
    }

    /// The first month of the first agreement.
    pub fn first_month(&self) -> Month {
        self.first.first_month
    }

    /// The last one made: the one that can be ended, and after whose end the structure can come back.
    pub fn latest(&self) -> &Agreement {
        self.later.last().unwrap_or(&self.first)
    }

    /// The agreement that holds in a month.
    pub fn standing(&self, month: Month) -> Option<&Agreement> {
        self.all().find(|agreement| agreement.covers(month))
    }

    /// Whether the structure is a member in that month.
    pub fn covers(&self, month: Month) -> bool {
        self.standing(month).is_some()
    }

    /// Minutes allotted in that month; none when the structure is no member.
    pub fn monthly(&self, month: Month) -> Minutes {
        self.standing(month).map_or(Minutes(0), |agreement| agreement.monthly(month))
    }

    /// Whether the structure leaves at the end of that month.
    pub fn end_with(&self, month: Month) -> bool {
        self.all().any(|agreement| agreement.last_month == Some(month))
    }

    /// The last month of the agreement that ended before a month, if one did.
    pub fn ended_before(&self, month: Month) -> Option<Month> {
        self.all().rev().filter_map(|agreement| agreement.last_month).find(|last| *last < month)
    }

    /// The first month of the agreement that starts after a month, if one does.
    pub fn start_after(&self, month: Month) -> Option<Month> {
        self.all().map(|agreement| agreement.first_month).find(|first| *first > month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().expect("a month")
    }

    fn agreement(first: &str, last: Option<&str>, monthly: &[(&str, i64)]) -> Agreement {
        let amendment =
            |&(from, minutes): &(&str, i64)| Amendment { from_month: month(from), monthly: Minutes(minutes), note: String::new() };
        Agreement { first_month: month(first), last_month: last.map(month), amendments: monthly.iter().map(amendment).collect() }
    }

    #[test]
    fn a_structure_that_left_and_came_back_is_a_member_in_both_times_and_not_between() {
        let came_back = agreement("2026-05", None, &[("2026-05", 240), ("2026-08", 180)]);
        let left = agreement("2025-09", Some("2026-01"), &[("2025-09", 600), ("2025-12", 300)]);
        let both = Agreements::of(vec![came_back, left]).expect("two");
        let monthly =
            ["2025-08", "2025-11", "2026-01", "2026-02", "2026-04", "2026-05", "2026-09"].map(|m| both.monthly(month(m)).0);
        assert_eq!(monthly, [0, 600, 300, 0, 0, 240, 180]);
        assert_eq!(both.first_month(), month("2025-09"));
        assert_eq!(both.latest().first_month, month("2026-05"));
        assert!(both.end_with(month("2026-01")) && !both.end_with(month("2026-02")));
        assert_eq!((both.ended_before(month("2026-01")), both.ended_before(month("2026-03"))), (None, Some(month("2026-01"))));
        assert_eq!((both.start_after(month("2026-03")), both.start_after(month("2026-05"))), (Some(month("2026-05")), None));
        assert_eq!(Agreements::of(Vec::new()), None);
    }
}
