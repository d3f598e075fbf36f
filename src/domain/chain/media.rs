//! The media of a machine, and whether it may leave: `data_clear` (`equipment.md` § 2.2).

use super::{Census, DataStatus, MediumKind, MediumSeen};
use crate::domain::ids::{MediumId, OrgId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where a medium is that was seen in a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whereabouts {
    Attached,
    /// Pulled, and in somebody's custody: its obligation stays with it.
    HeldBy(OrgId),
    Destroyed,
    /// Nobody knows.
    Missing,
}

/// A medium as its machine knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Medium {
    pub kind: MediumKind,
    pub serial_number: String,
    pub status: DataStatus,
    pub whereabouts: Whereabouts,
}

/// How the media were counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CensusTaken {
    pub how: Census,
    /// How many are in the machine.
    pub count: i64,
    /// Why it can hold none.
    pub reason: String,
    /// SHA-256 of the photograph that shows it.
    pub photo: Option<String>,
}

/// All the media that were seen in a machine since it was last clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    pub census: CensusTaken,
    pub seen: BTreeMap<MediumId, Medium>,
}

/// Why a machine is not clear of data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DataBlock {
    /// Nobody counted its media, or something else than was counted was seen.
    SetUnknown,
    /// This one may hold data.
    Bears { medium: MediumId, serial_number: String },
    /// Nobody knows where this one is.
    Unaccounted { medium: MediumId, serial_number: String },
}

impl Default for Media {
    fn default() -> Self {
        Self { census: CensusTaken::UNKNOWN, seen: BTreeMap::new() }
    }
}

impl Media {
    /// Those that are in the machine.
    pub fn attached(&self) -> impl Iterator<Item = (MediumId, &Medium)> {
        self.seen.iter().filter(|(_, medium)| medium.whereabouts == Whereabouts::Attached).map(|(id, medium)| (*id, medium))
    }

    /// (a): inventoried, counted by hand, or attested to be none. A count that what was seen contradicts is none.
    pub fn is_known(&self) -> bool {
        let attached = self.attached().count();
        match self.census.how {
            Census::Unknown => false,
            Census::Inventoried => true,
            Census::Counted => usize::try_from(self.census.count).is_ok_and(|count| count == attached),
            Census::NoStorageAttested => attached == 0 && !self.census.reason.trim().is_empty() && self.census.photo.is_some(),
        }
    }

    /// What stands between the machine and `data_clear`; nothing: it is clear.
    pub fn blocks(&self) -> Vec<DataBlock> {
        let mut blocks = Vec::new();
        if !self.is_known() {
            blocks.push(DataBlock::SetUnknown);
        }
        for (id, medium) in &self.seen {
            let serial_number = medium.serial_number.clone();
            match medium.whereabouts {
                Whereabouts::Attached if !medium.status.is_clear() => {
                    blocks.push(DataBlock::Bears { medium: *id, serial_number });
                }
                Whereabouts::Missing => blocks.push(DataBlock::Unaccounted { medium: *id, serial_number }),
                _ => {}
            }
        }
        blocks
    }

    pub fn is_clear(&self) -> bool {
        self.blocks().is_empty()
    }

    /// A medium is seen in the machine: new, or back.
    pub(super) fn see(&mut self, seen: &MediumSeen) {
        let known = self.seen.entry(seen.medium).or_insert_with(|| Medium {
            kind: seen.kind,
            serial_number: seen.serial_number.clone(),
            status: seen.data_status.unwrap_or(DataStatus::Unknown),
            whereabouts: Whereabouts::Attached,
        });
        // Who looked last says what it is.
        (known.kind, known.serial_number) = (seen.kind, seen.serial_number.clone());
        // One that was out of sight may come back with anything on it, unless the register followed it.
        if known.whereabouts != Whereabouts::Attached {
            known.whereabouts = Whereabouts::Attached;
            known.status = seen.data_status.unwrap_or(DataStatus::Unknown);
        }
    }

    /// The machine goes into service: its media bear data from now on, and those that left it clear are its own no more.
    pub(super) fn put_in_service(&mut self) {
        if self.is_clear() {
            self.seen.retain(|_, medium| medium.whereabouts == Whereabouts::Attached);
        }
        for medium in self.seen.values_mut().filter(|medium| medium.whereabouts == Whereabouts::Attached) {
            medium.status = DataStatus::DataBearing;
        }
    }
}
