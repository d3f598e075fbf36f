//! From what was done to what is charged (`hours.md` § 2): kinds of work, the group's rules, and the guards of § 7 that
//! need no database.
//!
//! **Real** minutes are what the clock says, the legal record of working time; **charged** minutes leave the pool.

mod capacity;
mod charging;
mod guards;
mod prevention;
mod public_holidays;
mod visits;
pub mod working_time;

use std::collections::BTreeMap;

use super::{time::Minutes, vocabulary};

pub use capacity::{Absence, Capacity, Contract, capacity, working_days};
pub use charging::{Charge, Line, Piece, charge};
pub use guards::{Interval, IntervalError, first_overlap, overlaps, require_open};
pub use prevention::{Prevention, prevention};
pub use public_holidays::{PublicHoliday, easter, public_holiday};
pub use visits::{TourSplit, share_tour, share_work};

vocabulary! {
    /// What kind of time was spent.
    pub enum Kind {
        Remote = "remote",
        OnSite = "on_site",
        Travel = "travel",
        Maintenance = "maintenance",
        Training = "training",
        /// Internal to the shared post: real minutes, no member charged.
        Coordination = "coordination",
        /// Leave or illness: internal too.
        Absence = "absence",
    }
}

vocabulary! {
    /// Why time that was really spent is not charged.
    pub enum NotCharged {
        Goodwill = "goodwill",
        Mistake = "mistake",
        Warranty = "warranty",
    }
}

impl Kind {
    /// Whether this kind leaves a member's hours.
    pub fn is_charged(self) -> bool {
        !matches!(self, Kind::Coordination | Kind::Absence)
    }
}

/// How a group turns real minutes into charged ones. Versioned by month by whoever stores it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChargeRules {
    /// A day's sum is raised to a multiple of this (`charge_unit_minutes`); one minute or less changes nothing.
    pub unit: Minutes,
    /// A day's sum is raised to at least this (`minimum_charge_minutes`).
    pub minimum: Minutes,
    /// The multiplier of each kind, per mille; a kind that is absent counts 1000.
    pub permille: BTreeMap<Kind, i64>,
    /// The multiplier outside opening hours, per mille; 1000 means that the group has no such rule.
    pub after_hours_permille: i64,
    /// Opening hours in minutes after local midnight, half-open: work at `closes` is after hours.
    pub opens: u32,
    pub closes: u32,
}

impl Default for ChargeRules {
    fn default() -> ChargeRules {
        ChargeRules {
            unit: Minutes(1),
            minimum: Minutes::ZERO,
            permille: BTreeMap::new(),
            after_hours_permille: 1000,
            opens: 8 * 60 + 30,
            closes: 18 * 60 + 30,
        }
    }
}

impl ChargeRules {
    /// The multiplier of a kind within opening hours, per mille.
    pub fn permille_of(&self, kind: Kind) -> i64 {
        self.permille.get(&kind).copied().unwrap_or(1000)
    }

    /// The multiplier of a kind outside opening hours, per mille: of the two that apply, the higher.
    ///
    /// Without an after-hours rule (1000) only the kind applies, or travel at half price would cost full price at night.
    pub fn after_hours_permille_of(&self, kind: Kind) -> i64 {
        match self.after_hours_permille {
            1000 => self.permille_of(kind),
            after_hours => after_hours.max(self.permille_of(kind)),
        }
    }
}
