//! Outages (« pannes signalées »): whom one concerns, and what its times may be (`tickets.md` § 6).

#[cfg(test)]
mod tests;

use super::ids::{EquipmentId, SiteId, StructureId};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// How many days what is over is still shown to those whom it concerned.
pub const SHOWN_DAYS: i64 = 30;

/// Whom an outage concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Everybody who is at home in a structure of the group.
    Group,
    /// The people of these places: one at least.
    Places(Places),
}

/// Where an outage is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// It concerns everybody there.
    pub structures: BTreeSet<StructureId>,
    /// Everybody of the structure: who works where is not known.
    pub sites: BTreeSet<SiteId>,
    /// Who may ask about one of them, and who answers for its structure.
    pub machines: BTreeSet<EquipmentId>,
}

impl Reach {
    /// The whole group, or those places; `None` when it would concern nobody.
    pub fn of(whole_group: bool, places: Places) -> Option<Self> {
        if whole_group {
            return Some(Self::Group);
        }
        let nobody = places.structures.is_empty() && places.sites.is_empty() && places.machines.is_empty();
        (!nobody).then_some(Self::Places(places))
    }
}

/// Why the times of an outage cannot be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimesRefused {
    /// What has not begun is no outage.
    #[error("it starts later")]
    StartsLater,
    /// News that were due are no promise.
    #[error("the next news are due already")]
    NewsAreDue,
}

/// Whether an outage may have begun then, with its next news then.
pub fn check_times(started_at: DateTime<Utc>, next_news_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<(), TimesRefused> {
    if started_at > now {
        return Err(TimesRefused::StartsLater);
    }
    if next_news_at.is_some_and(|at| at <= now) {
        return Err(TimesRefused::NewsAreDue);
    }
    Ok(())
}

/// When the next news come, as long as that is still a promise.
pub fn promised(next_news_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    next_news_at.filter(|at| *at > now)
}
