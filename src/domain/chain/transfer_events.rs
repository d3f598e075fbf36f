//! What happens to a transfer as its log holds it: the same log as that of machines, under a subject of its own. A log that breaks a
//! rule of [`Transfer`] is found out when it is read.

use super::{Addressee, Intent, LineOutcome, Transfer, TransferRefusal};
use crate::domain::ids::{EquipmentId, OrgId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One machine of the list, as it was proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineSent {
    pub machine: EquipmentId,
    pub grams: i64,
}

/// What is proposed to whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Of the group and the year: the number of its document.
    pub year: i64,
    pub number: i64,
    pub from: OrgId,
    pub to: OrgId,
    pub kind: Addressee,
    pub intent: Intent,
    pub lines: Vec<LineSent>,
}

/// What happened to a transfer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "payload", rename_all = "snake_case")]
pub enum TransferEvent {
    TransferProposed(Proposal),
    TransferAccepted {
        wipe_mandate: bool,
        /// SHA-256 of what was signed, by who has no account to accept by.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        document: Option<String>,
    },
    TransferDeclined {
        reason: String,
    },
    TransferCancelled {
        reason: String,
    },
    TransferExpired {},
    TransferDispatched {
        carrier: String,
        count: i64,
        grams: i64,
        seals: String,
        /// SHA-256 of the document that the sender signed.
        document: String,
    },
    LineAcknowledged {
        machine: EquipmentId,
        outcome: LineOutcome,
        reason: String,
        photo: Option<String>,
    },
    /// It came without being on the list.
    ExtraFound {
        machine: EquipmentId,
    },
    TransferReceived {
        /// SHA-256 of the document that the receiver signed.
        document: String,
    },
    /// The sender acknowledges what the receiver said; by itself after seven days.
    TransferClosed {},
}

impl TransferEvent {
    /// The word of its type.
    pub fn word(&self) -> String {
        let written = serde_json::to_value(self).ok();
        written.and_then(|value| value.get("type").and_then(|word| word.as_str().map(str::to_owned))).unwrap_or_default()
    }
}

impl Transfer {
    /// The transfer that a proposal begins.
    ///
    /// # Errors
    /// Nothing is on its list, or somebody else than its sender proposes it.
    pub fn proposed(of: &Proposal, by: OrgId, at: DateTime<Utc>) -> Result<Self, TransferRefusal> {
        let mut transfer = Self::draft(of.from, of.to, at);
        for line in &of.lines {
            transfer.add(line.machine, line.grams)?;
        }
        transfer.propose(by, at)?;
        Ok(transfer)
    }

    /// Takes in the next event by the rules under which it was written.
    ///
    /// # Errors
    /// The rule that it breaks; the transfer is as it was.
    pub fn take(&mut self, event: &TransferEvent, by: OrgId, at: DateTime<Utc>) -> Result<(), TransferRefusal> {
        match event {
            TransferEvent::TransferProposed(_) => Err(TransferRefusal::Step(self.step)),
            TransferEvent::TransferAccepted { .. } => self.accept(by, at),
            TransferEvent::TransferDeclined { .. } => self.decline(by, at),
            TransferEvent::TransferCancelled { .. } => self.cancel(by, at),
            TransferEvent::TransferDispatched { .. } => self.dispatch(by, at),
            TransferEvent::LineAcknowledged { machine, outcome, reason, .. } => self.acknowledge(by, *machine, *outcome, reason),
            TransferEvent::ExtraFound { machine } => self.found(by, *machine),
            TransferEvent::TransferReceived { .. } => self.receive(by, at),
            TransferEvent::TransferExpired {} | TransferEvent::TransferClosed {} => self.take_in_time(event, by, at),
        }
    }

    /// What time brings about, or the sender before it.
    fn take_in_time(&mut self, event: &TransferEvent, by: OrgId, at: DateTime<Utc>) -> Result<(), TransferRefusal> {
        let mut waited = self.clone();
        waited.expire(at);
        let by_itself = waited.step != self.step;
        match event {
            TransferEvent::TransferExpired {} if by_itself && !self.is_answered() => *self = Self { since: at, ..waited },
            TransferEvent::TransferClosed {} if by_itself && self.is_answered() => *self = Self { since: at, ..waited },
            TransferEvent::TransferClosed {} => return self.close(by, at),
            _ => return Err(TransferRefusal::Step(self.step)),
        }
        Ok(())
    }
}
