//! Outages (« pannes signalées »): whom one concerns, and what its times may be (`tickets.md` § 6).

#[cfg(test)]
mod tests;

use super::ids::StructureId;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// How many days what is over is still shown to those whom it concerned.
pub const SHOWN_DAYS: i64 = 30;

/// Whom an outage concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Everybody who is at home in a structure of the group.
    Group,
    /// The people of these structures: one at least.
    Structures(BTreeSet<StructureId>),
}

impl Reach {
    /// The whole group, or those structures; `None` when it would concern nobody.
    pub fn of(whole_group: bool, structures: impl IntoIterator<Item = StructureId>) -> Option<Self> {
        if whole_group {
            return Some(Self::Group);
        }
        let structures: BTreeSet<_> = structures.into_iter().collect();
        (!structures.is_empty()).then_some(Self::Structures(structures))
    }

    /// Whether it concerns the people of a structure.
    pub fn concerns(&self, structure: StructureId) -> bool {
        match self {
            Self::Group => true,
            Self::Structures(structures) => structures.contains(&structure),
        }
    }

    /// The structures that it names; none when it is for all.
    pub fn structures(&self) -> impl Iterator<Item = StructureId> {
        let named = match self {
            Self::Group => None,
            Self::Structures(structures) => Some(structures),
        };
        named.into_iter().flatten().copied()
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
