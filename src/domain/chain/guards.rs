//! The guards that several deeds share.

use super::{By, CensusTaken, EventKind, Hold, Intent, Item, Refusal, Role, Stage, Transit};
use crate::domain::ids::TransferId;

pub(super) type Allowed = Result<(), Refusal>;

/// Words that somebody must have written.
pub(super) fn reason(words: &str) -> Allowed {
    if words.trim().is_empty() { Err(Refusal::NeedsReason) } else { Ok(()) }
}

/// One of these roles.
pub(super) fn role(by: &By, allowed: &[Role]) -> Allowed {
    if allowed.contains(&by.role) { Ok(()) } else { Err(Refusal::Role(by.role)) }
}

impl Item {
    /// At one of these stages.
    pub(super) fn at(&self, stages: &[Stage]) -> Allowed {
        if self.stage.is_some_and(|stage| stages.contains(&stage)) { Ok(()) } else { Err(Refusal::Stage(self.stage)) }
    }

    /// Held by the organisation of who asks; the technician serves every structure on its premises.
    pub(super) fn held(&self, by: &By) -> Allowed {
        match by.role {
            Role::Technician => self.in_own_custody(),
            Role::Coordinator | Role::System => Ok(()),
            _ if self.custodian == Some(by.org) => Ok(()),
            _ => Err(Refusal::NotTheCustodian),
        }
    }

    /// Still where its owner holds it.
    pub(super) fn in_own_custody(&self) -> Allowed {
        if self.is_in_own_custody() { Ok(()) } else { Err(Refusal::NotInOwnCustody) }
    }

    /// A workshop that holds it, or the technician on its owner's premises.
    pub(super) fn in_workshop(&self, by: &By) -> Allowed {
        role(by, &[Role::Workshop, Role::Technician])?;
        self.held(by)
    }

    pub(super) fn clear(&self) -> Allowed {
        let blocks = self.data_blocks();
        if blocks.is_empty() { Ok(()) } else { Err(Refusal::NotClear(blocks)) }
    }

    /// No hold but these.
    pub(super) fn no_hold_but(&self, allowed: &[Hold]) -> Allowed {
        let stand: Vec<Hold> = self.holds.iter().copied().filter(|hold| !allowed.contains(hold)).collect();
        if stand.is_empty() { Ok(()) } else { Err(Refusal::Holds(stand)) }
    }

    /// The transfer that the deed names is under way.
    pub(super) fn on(&self, transfer: TransferId) -> Result<&Transit, Refusal> {
        self.transit.as_ref().filter(|transit| transit.transfer == transfer).ok_or(Refusal::NoTransfer)
    }

    /// The same, accepted by its addressee.
    pub(super) fn on_accepted(&self, transfer: TransferId) -> Result<&Transit, Refusal> {
        let transit = self.on(transfer)?;
        if transit.accepted { Ok(transit) } else { Err(Refusal::TransferNotAccepted) }
    }

    /// I1: it leaves only clear of data; to a workshop or recycler with a signed wipe mandate, for repair, or back to its owner, as it
    /// is. The hold DATA stands in the way of none of these three.
    pub(super) fn may_leave(&self, transit: &Transit) -> Allowed {
        let mandated = transit.wipe_mandate && matches!(transit.kind, super::Addressee::Workshop | super::Addressee::Recycler);
        let comes_back = transit.intent == Intent::Repair && transit.from_stage == Stage::InMaintenance;
        let goes_home = transit.intent == Intent::Return && self.owner == Some(transit.addressee);
        if mandated || comes_back || goes_home {
            return self.no_hold_but(&[Hold::Data]);
        }
        self.no_hold_but(&[])?;
        self.clear()
    }

    /// What is said to be known of its media can be so.
    pub(super) fn census(census: &CensusTaken) -> Allowed {
        if census.count < 0 {
            return Err(Refusal::NothingListed);
        }
        match census.how {
            super::Census::NoStorageAttested if census.photo.is_none() || census.reason.trim().is_empty() => {
                Err(Refusal::NeedsReason)
            }
            _ => Ok(()),
        }
    }

    /// I6: a terminal stage accepts a correction, a document, that it is found.
    pub(super) fn not_over(&self, kind: &EventKind) -> Allowed {
        let still = matches!(kind, EventKind::Correction { .. } | EventKind::DocumentAdded { .. } | EventKind::Found { .. });
        match self.stage {
            Some(stage) if stage.is_terminal() && !still => Err(Refusal::Terminal(stage)),
            _ => Ok(()),
        }
    }
}
