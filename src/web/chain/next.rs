//! What may be done next with a machine, at each stage the most likely first.

use super::deed;
use super::deeds::Deed;
use super::{dismantling, fitting, recycling, testing};
use crate::domain::chain::{Barrier, EventKind, Stage};
use crate::domain::ids::{EquipmentId, OrgId, PartId};
use crate::store::chain::State;
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

/// A step in the life of a machine, as its page offers it: a short form, or a page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    Deed(Deed),
    Fit,
    Test,
    Dismantle,
    Recycle,
    Recycled,
    /// Reserved for somebody, from the page of machines that are ready.
    Reserve,
    HandOver,
}

/// Possible wherever a machine is.
const ALWAYS: [Next; 3] = [Next::Deed(Deed::Hold), Next::Deed(Deed::Clear), Next::Deed(Deed::Lose)];

impl Next {
    /// Its word in text keys.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Deed(deed) => deed.key(),
            Self::Fit => "fitting",
            Self::Test => "test",
            Self::Dismantle => "dismantling",
            Self::Recycle => "recycling",
            Self::Recycled => "recycled",
            Self::Reserve => "reservation",
            Self::HandOver => "handover",
        }
    }

    pub fn href(self, id: EquipmentId) -> String {
        match self {
            Self::Deed(deed) => deed::href(id, deed),
            Self::Fit => fitting::href(id),
            Self::Test => testing::href(id),
            Self::Dismantle => dismantling::href(id),
            Self::Recycle => recycling::href(id),
            Self::Recycled => recycling::end_href(id),
            Self::Reserve | Self::HandOver => crate::web::ready::href(id),
        }
    }

    /// One press does it.
    pub const fn is_direct(self) -> bool {
        matches!(self, Self::Deed(deed) if deed.is_direct())
    }

    /// What a stage is there for, rather than what is possible too: a machine that is ready may be tested again.
    pub fn is_own(self, stage: Stage) -> bool {
        !ALWAYS.contains(&self) && (stage != Stage::Ready || self == Self::Reserve)
    }

    /// As its form would ask for it, to know whether it may be done at all.
    pub fn sample(self, state: &State, today: NaiveDate) -> EventKind {
        match self {
            Self::Deed(deed) => deed.sample(state, today),
            Self::Fit => EventKind::PartFitted { part: PartId(Uuid::nil()), origin: "-".into() },
            Self::Test => testing::sample(),
            Self::Dismantle => EventKind::HarvestClose { parts: Vec::new(), carcass_grams: 1 },
            Self::Recycle => recycling::ordered(Barrier::WornOut, state, Some("-".into())),
            Self::Reserve => EventKind::Reserve { beneficiary: OrgId(Uuid::nil()), expires_at: DateTime::<Utc>::MAX_UTC },
            Self::HandOver => EventKind::Release { reason: "-".into() },
            Self::Recycled => recycling::sample(OrgId(Uuid::nil()), state, today),
        }
    }
}

/// What may come next at a stage (`equipment.md` § 2.4). The technician mends, the referent decides; the coordinator has a list of
/// their own (`holds.rs`).
pub fn in_order(stage: Stage, technician: bool, for_wiping: bool) -> Vec<Next> {
    use Deed::{
        Cannibalise, Decommission, Find, Maintain, MaintenanceEnd, NothingToSanitise, Recommission, Repair, RequestPart,
        SanitiseStart, TestStart,
    };
    let deeds = |of: &[Deed]| of.iter().copied().map(Next::Deed).collect::<Vec<_>>();
    let mut all = match stage {
        Stage::InService if technician => deeds(&[Maintain, Decommission]),
        Stage::InService => deeds(&[Decommission, Maintain]),
        Stage::InMaintenance => deeds(&[MaintenanceEnd]),
        Stage::Decommissioned => [deeds(&[Recommission]), vec![Next::Recycle]].concat(),
        Stage::Triaged => [deeds(&[SanitiseStart, NothingToSanitise, Repair, Cannibalise]), vec![Next::Recycle]].concat(),
        Stage::Sanitised => [deeds(&[Repair, TestStart, Cannibalise]), vec![Next::Recycle]].concat(),
        Stage::InRepair => {
            let first = if for_wiping { SanitiseStart } else { TestStart };
            [deeds(&[first]), vec![Next::Fit], deeds(&[RequestPart, Cannibalise]), vec![Next::Recycle]].concat()
        }
        Stage::AwaitingParts => vec![Next::Fit],
        Stage::Testing => [vec![Next::Test], deeds(&[Cannibalise]), vec![Next::Recycle]].concat(),
        Stage::Ready => [vec![Next::Reserve], deeds(&[Recommission, TestStart])].concat(),
        Stage::Reserved => vec![Next::HandOver],
        Stage::PartsDonor => vec![Next::Dismantle],
        Stage::Dismantled => vec![Next::Recycle],
        Stage::AwaitingRecycling => vec![Next::Recycled],
        Stage::Lost | Stage::Stolen => deeds(&[Find]),
        _ => Vec::new(),
    };
    all.extend(ALWAYS);
    all
}
