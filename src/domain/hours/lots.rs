//! Lots: minutes that remember the month they were allotted in and the month they expire in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::time::{Minutes, Month};

/// What is left of minutes allotted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// The month in which the minutes were allotted or granted.
    pub origin: Month,
    /// The month at whose close what is left goes to the pot. Fixed when the lot is born: a later change of the rules
    /// changes nothing that a structure already holds.
    pub expiry: Month,
    pub minutes: Minutes,
}

impl Lot {
    pub(super) fn key(&self) -> LotKey {
        LotKey { expiry: self.expiry, origin: self.origin }
    }
}

/// Oldest first means by expiry, then by origin: the derived order of these fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LotKey {
    pub expiry: Month,
    pub origin: Month,
}

/// The lots of one structure, oldest first, none of them empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lots(BTreeMap<LotKey, Minutes>);

impl Lots {
    pub fn total(&self) -> Minutes {
        self.0.values().sum()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = Lot> {
        self.0.iter().map(|(key, minutes)| Lot { origin: key.origin, expiry: key.expiry, minutes: *minutes })
    }

    /// What `minutes` would take, oldest lot first; less when the lots do not reach.
    pub fn oldest(&self, minutes: Minutes) -> Vec<Lot> {
        let mut missing = minutes;
        let mut taken = Vec::new();
        for lot in self.iter() {
            let part = lot.minutes.min(missing);
            if part <= Minutes::ZERO {
                break;
            }
            taken.push(Lot { minutes: part, ..lot });
            missing -= part;
        }
        taken
    }

    /// Whole lots that expire at the close of `month`.
    pub fn expiring_by(&self, month: Month) -> Vec<Lot> {
        self.iter().take_while(|lot| lot.expiry <= month).collect()
    }

    pub(super) fn change(&mut self, key: LotKey, by: Minutes) {
        let minutes = self.0.entry(key).or_default();
        *minutes += by;
        if minutes.is_zero() {
            self.0.remove(&key);
        }
    }
}

impl FromIterator<Lot> for Lots {
    fn from_iter<I: IntoIterator<Item = Lot>>(given: I) -> Lots {
        let mut lots = Lots::default();
        for lot in given {
            lots.change(lot.key(), lot.minutes);
        }
        lots
    }
}

/// The minutes of several lots together.
pub fn total(lots: &[Lot]) -> Minutes {
    lots.iter().map(|lot| lot.minutes).sum()
}
