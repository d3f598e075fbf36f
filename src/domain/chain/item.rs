//! The state of one machine: what its events say, and nothing else.

use super::{ActorRef, Addressee, DataBlock, DataSaved, Grades, Hold, Intent, LegalFlow, Media, Stage};
use crate::domain::equipment::EquipmentKind;
use crate::domain::ids::{OrgId, TransferId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A transfer that a machine is part of, from its proposal to the acknowledgement of its receiver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transit {
    pub transfer: TransferId,
    pub addressee: OrgId,
    pub kind: Addressee,
    pub intent: Intent,
    pub accepted: bool,
    /// The addressee signed to erase (GDPR art. 28): a machine with data on board may go to them.
    pub wipe_mandate: bool,
    /// The stage before the offer: where it is again when it is withdrawn, refused, or does not arrive.
    pub from_stage: Stage,
    /// The stage that the arrival gives.
    pub arrives: Stage,
}

/// Kept for somebody, until an instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reservation {
    pub beneficiary: OrgId,
    pub expires_at: DateTime<Utc>,
}

/// One machine, as its events tell it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The number of its last event; 0 before the first.
    pub seq: i64,
    /// None before the first event.
    pub stage: Option<Stage>,
    pub kind: Option<EquipmentKind>,
    /// Who owns it. It moves with a signed document alone.
    pub owner: Option<OrgId>,
    /// Who holds it: exactly one, and it moves when the receiver acknowledges.
    pub custodian: Option<OrgId>,
    /// How many lives it has had before this one.
    pub cycle: i64,
    pub holds: BTreeSet<Hold>,
    pub media: Media,
    pub data_saved: Option<DataSaved>,
    /// A referent knows that what was not saved will be gone.
    pub loss_confirmed: bool,
    pub transit: Option<Transit>,
    pub reservation: Option<Reservation>,
    /// Opened before it was clear: only what wiping needs.
    pub repair_for_wiping: bool,
    /// Who repaired it in this life: they do not test it.
    pub repairers: BTreeSet<ActorRef>,
    pub tester_waived: bool,
    /// The checklist of the test that runs.
    pub checklist: Option<i64>,
    /// Tests that failed in this life.
    pub failed_tests: i64,
    pub grades: Option<Grades>,
    /// Whether the last test that was passed was complete.
    pub tested: bool,
    pub guarantee_until: Option<NaiveDate>,
    pub legal_flow: Option<LegalFlow>,
    pub destruction_ordered: bool,
    /// What came out of it, in grams: parts, then the carcass.
    pub harvested_grams: i64,
    /// The stage before it was lost.
    pub before_loss: Option<Stage>,
    /// When it was told that it is lost with data on board: a supervisory authority is told within 72 hours.
    pub breach_since: Option<DateTime<Utc>>,
}

impl Item {
    /// What stands between the machine and `data_clear`.
    pub fn data_blocks(&self) -> Vec<DataBlock> {
        self.media.blocks()
    }

    pub fn is_data_clear(&self) -> bool {
        self.media.is_clear()
    }

    /// Whether its owner holds it.
    pub fn is_in_own_custody(&self) -> bool {
        self.owner.is_some() && self.owner == self.custodian
    }

    /// Whether an organisation holds it, or is the addressee of a transfer that it is part of.
    pub fn concerns(&self, org: OrgId) -> bool {
        self.custodian == Some(org) || self.transit.as_ref().is_some_and(|transit| transit.addressee == org)
    }

    /// Until when a supervisory authority is to be told of a loss with data on board (GDPR art. 33): 72 hours after it was known.
    pub fn breach_told_by(&self) -> Option<DateTime<Utc>> {
        self.breach_since.map(|since| since + chrono::TimeDelta::hours(72))
    }
}
