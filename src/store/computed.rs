//! What was computed of the pool and is kept in memory, each under the pool's version: stale once that has moved.

use super::calendar::Promised;
use super::hours::{Counted, Past, PoolMonth, Week};
use crate::domain::agreements::Agreements;
use crate::domain::hours::open::Effect;
use crate::domain::ids::{PersonId, StructureId};
use crate::domain::interventions::Prevention;
use crate::domain::time::{Minutes, Month};
use chrono::NaiveDate;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, RwLock};

/// Everything that is kept. Whatever one of these is computed from, its writers call `group::pool_moved_in`.
#[derive(Debug, Default)]
pub(super) struct Computations {
    /// Months of the pool as last computed.
    pub pool_months: Computed<Month, PoolMonth, 24>,
    /// Months as last counted anew from their interventions.
    pub counted_months: Computed<Month, Counted, 24>,
    /// What the work of some months was for.
    pub preventions: Computed<Vec<Month>, Prevention, 24>,
    /// The group's history until a month, as last loaded.
    pub pool_pasts: Computed<Month, Past, 24>,
    /// A technician's work around the week of a Monday.
    pub weeks: Computed<(PersonId, NaiveDate), Week, 128>,
    /// What more minutes of a structure's month would take, where the whole pool has to be closed to say so.
    pub effects: Computed<(Month, StructureId, Minutes), Effect, 256>,
    /// Opening hours and promised delays.
    pub promised: Computed<(), Promised, 1>,
    /// The agreements of every structure.
    pub agreements: Computed<(), HashMap<StructureId, Agreements>, 1>,
}

/// Computed values of one kind, at most `MOST` of them: a few are asked again and again, the others when they are asked.
#[derive(Debug)]
pub(super) struct Computed<K, T, const MOST: usize>(RwLock<Kept<K, T>>);

type Kept<K, T> = HashMap<K, (i64, Arc<T>)>;

impl<K, T, const MOST: usize> Default for Computed<K, T, MOST> {
    fn default() -> Self {
        Self(RwLock::new(HashMap::new()))
    }
}

impl<K: Eq + Hash, T, const MOST: usize> Computed<K, T, MOST> {
    /// What was computed under this version.
    pub fn get(&self, key: &K, version: i64) -> Option<Arc<T>> {
        let known = self.0.read().ok()?;
        known.get(key).filter(|(of, _)| *of == version).map(|(_, value)| value.clone())
    }

    /// Keeps what was computed under this version.
    pub fn keep(&self, key: K, version: i64, computed: T) -> Arc<T> {
        let computed = Arc::new(computed);
        if let Ok(mut known) = self.0.write() {
            if known.len() >= MOST && !known.contains_key(&key) {
                known.clear();
            }
            known.insert(key, (version, computed.clone()));
        }
        computed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_is_given_for_its_version_alone_and_room_is_made() {
        let kept = Computed::<u8, &str, 2>::default();
        kept.keep(1, 7, "one");
        assert_eq!(kept.get(&1, 7).as_deref(), Some(&"one"));
        assert_eq!(kept.get(&1, 8), None, "the pool has moved");
        kept.keep(2, 8, "two");
        kept.keep(1, 8, "one again");
        assert_eq!((kept.get(&1, 8).as_deref(), kept.get(&2, 8).as_deref()), (Some(&"one again"), Some(&"two")));
        kept.keep(3, 8, "three");
        assert_eq!((kept.get(&3, 8).as_deref(), kept.get(&2, 8)), (Some(&"three"), None), "no more than two");
    }
}
