//! What somebody does with a transfer, or time.

use super::{Manifest, Signing};
use crate::domain::chain::{LineOutcome, TransferDeed, TransferEvent};
use crate::domain::ids::EquipmentId;
use crate::store::tickets::NewFile;

/// What somebody does with a transfer.
#[derive(Clone, Debug)]
pub enum Step {
    /// In a year of the group's calendar: the document is numbered.
    Propose {
        year: i64,
    },
    /// The addressee takes it; with a mandate to erase what is on board (GDPR art. 28), or without.
    Accept {
        wipe_mandate: bool,
        /// By who has no account here.
        signing: Option<Signing>,
    },
    Decline {
        reason: String,
    },
    Cancel {
        reason: String,
    },
    Dispatch {
        manifest: Manifest,
        signing: Signing,
    },
    /// What became of one machine at the door.
    Acknowledge {
        machine: EquipmentId,
        outcome: LineOutcome,
        reason: String,
        photo: Option<NewFile>,
    },
    /// The receiver signs; of lines that nobody spoke of, `rest` says that they arrived.
    Receive {
        rest: bool,
        signing: Signing,
    },
    Close,
    /// Nobody answered in time.
    Expire,
}

impl Step {
    /// The event that ends it.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Propose { .. } => "transfer_proposed",
            Self::Accept { .. } => "transfer_accepted",
            Self::Decline { .. } => "transfer_declined",
            Self::Cancel { .. } => "transfer_cancelled",
            Self::Dispatch { .. } => "transfer_dispatched",
            Self::Acknowledge { .. } => "line_acknowledged",
            Self::Receive { .. } => "transfer_received",
            Self::Close => "transfer_closed",
            Self::Expire => "transfer_expired",
        }
    }

    /// Whether this event of the log tells of it: of a line, of the same one with the same words.
    pub(super) fn is_told_by(&self, event: &TransferEvent) -> bool {
        match (self, event) {
            (
                Self::Acknowledge { machine, outcome, reason, .. },
                TransferEvent::LineAcknowledged { machine: told, outcome: came, reason: why, .. },
            ) => (machine, outcome, reason) == (told, came, why),
            _ => event.word() == self.word(),
        }
    }

    /// Whether it is the receiver's.
    pub(super) const fn is_receivers(&self) -> bool {
        matches!(self, Self::Accept { .. } | Self::Decline { .. } | Self::Acknowledge { .. } | Self::Receive { .. })
    }

    /// Whether the receiver may do it on the screen of who hands over: under their name, or of a line which they then sign for.
    pub(super) const fn is_for_the_door(&self) -> bool {
        matches!(self, Self::Accept { signing: Some(_), .. } | Self::Acknowledge { .. } | Self::Receive { .. })
    }

    /// What letters tell of it.
    pub(super) const fn told(&self) -> Option<TransferDeed> {
        Some(match self {
            Self::Propose { .. } => TransferDeed::Proposed,
            Self::Accept { .. } => TransferDeed::Accepted,
            Self::Decline { .. } => TransferDeed::Declined,
            Self::Cancel { .. } => TransferDeed::Cancelled,
            Self::Dispatch { .. } => TransferDeed::Dispatched,
            Self::Acknowledge { .. } => return None,
            Self::Receive { .. } => TransferDeed::Received,
            Self::Close => TransferDeed::Closed,
            Self::Expire => TransferDeed::Expired,
        })
    }
}
