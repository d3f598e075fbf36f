//! The time, as a value in managed state: the product reads it here, tests set it.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use std::sync::{Arc, RwLock};

/// The system's clock, one that goes as fast and shows another time, or a moment that a test has set.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    ahead: TimeDelta,
    fixed: Arc<RwLock<Option<DateTime<Utc>>>>,
}

impl Clock {
    /// A clock that stands still at `moment` until it is set again.
    pub fn fixed(moment: DateTime<Utc>) -> Self {
        Self { fixed: Arc::new(RwLock::new(Some(moment))), ..Self::default() }
    }

    /// A clock that shows `moment` now, and goes on.
    pub fn starting_at(moment: DateTime<Utc>) -> Self {
        Self { ahead: moment - Utc::now(), ..Self::default() }
    }

    /// Now, to the microsecond: PostgreSQL keeps no more, and an instant must equal itself after a round trip.
    pub fn now(&self) -> DateTime<Utc> {
        let set = self.fixed.read().map_or_else(|poisoned| *poisoned.into_inner(), |moment| *moment);
        set.unwrap_or_else(|| Utc::now() + self.ahead).trunc_subsecs(6)
    }

    /// Sets the moment that `now` answers.
    pub fn set(&self, moment: DateTime<Utc>) {
        match self.fixed.write() {
            Ok(mut set) => *set = Some(moment),
            Err(poisoned) => *poisoned.into_inner() = Some(moment),
        }
    }
}
