//! How often one person, or one token, may ask for what costs much. Counted in memory, each instance for itself: nothing is protected by it
//! but the machine, and a question is not to cost a row written.

use chrono::{DateTime, Utc};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use uuid::Uuid;

/// How long it counts, seconds.
pub const WINDOW: i64 = 60;

/// Counts what each of them asks within a minute.
pub struct Pace {
    most: u32,
    asked: Mutex<Asked>,
}

#[derive(Default)]
struct Asked {
    minute: i64,
    by: HashMap<Uuid, u32>,
}

impl Pace {
    /// `most` times a minute.
    pub fn new(most: u32) -> Self {
        Self { most, asked: Mutex::default() }
    }

    /// Counts once more for somebody, and says whether they keep the pace. What was counted is forgotten with its minute.
    pub fn allows(&self, who: Uuid, now: DateTime<Utc>) -> bool {
        let minute = now.timestamp().div_euclid(WINDOW);
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if asked.minute != minute {
            *asked = Asked { minute, by: HashMap::new() };
        }
        let times = asked.by.entry(who).or_default();
        *times = times.saturating_add(1);
        *times <= self.most
    }
}
