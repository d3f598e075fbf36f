//! The time, as a value in managed state: the product reads it here, tests set it.

use chrono::{DateTime, SubsecRound, Utc};
use std::sync::{Arc, RwLock};

/// The system's clock, or a moment that a test has set.
#[derive(Clone, Debug, Default)]
pub struct Clock(Arc<RwLock<Option<DateTime<Utc>>>>);

impl Clock {
    /// A clock that stands still at `moment` until it is set again.
    pub fn fixed(moment: DateTime<Utc>) -> Self {
        Self(Arc::new(RwLock::new(Some(moment))))
    }

    /// Now, to the microsecond: PostgreSQL keeps no more, and an instant must equal itself after a round trip.
    pub fn now(&self) -> DateTime<Utc> {
        let set = self.0.read().map_or_else(|poisoned| *poisoned.into_inner(), |moment| *moment);
        set.unwrap_or_else(Utc::now).trunc_subsecs(6)
    }

    /// Sets the moment that `now` answers.
    pub fn set(&self, moment: DateTime<Utc>) {
        match self.0.write() {
            Ok(mut set) => *set = Some(moment),
            Err(poisoned) => *poisoned.into_inner() = Some(moment),
        }
    }
}
