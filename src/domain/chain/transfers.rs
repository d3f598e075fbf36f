//! A transfer (« remise ») from one organisation to another, with its lines (`equipment.md` § 2.6).

use super::LineOutcome;
use crate::domain::ids::{EquipmentId, OrgId};
use crate::domain::vocabulary;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeMap;

vocabulary! {
    /// Where a transfer is.
    pub enum TransferStep {
        Draft = "draft",
        Proposed = "proposed",
        Accepted = "accepted",
        Declined = "declined",
        Expired = "expired",
        Cancelled = "cancelled",
        Dispatched = "dispatched",
        Received = "received",
        ReceivedWithDiscrepancy = "received_with_discrepancy",
        RefusedAtDoor = "refused_at_door",
        Closed = "closed",
    }
}

/// An unanswered proposal expires.
const EXPIRES: TimeDelta = TimeDelta::days(14);
/// A sender who says nothing has acknowledged.
const CLOSES: TimeDelta = TimeDelta::days(7);

/// One machine of a batch, and what became of it at the door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub grams: i64,
    pub outcome: Option<LineOutcome>,
    pub reason: String,
}

/// Why a step of a transfer cannot be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransferRefusal {
    Step(TransferStep),
    NotASide,
    Empty,
    NoSuchLine,
    /// These lines are neither received, nor missing with a reason, nor refused.
    Open(Vec<EquipmentId>),
    NeedsReason,
    /// Out is in ± what was taken out: it is not.
    Weight {
        sent: i64,
        arrived: i64,
        harvested: i64,
    },
}

/// A batch on its way. Its lines are frozen once it is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    pub from: OrgId,
    pub to: OrgId,
    pub step: TransferStep,
    pub lines: BTreeMap<EquipmentId, Line>,
    /// Machines that came without being on the list: each is registered with the hold PROVENANCE.
    pub extra: Vec<EquipmentId>,
    pub since: DateTime<Utc>,
}

impl Transfer {
    pub fn draft(from: OrgId, to: OrgId, at: DateTime<Utc>) -> Self {
        Self { from, to, step: TransferStep::Draft, lines: BTreeMap::new(), extra: Vec::new(), since: at }
    }

    fn at(&self, step: TransferStep) -> Result<(), TransferRefusal> {
        if self.step == step { Ok(()) } else { Err(TransferRefusal::Step(self.step)) }
    }

    fn side(of: OrgId, by: OrgId) -> Result<(), TransferRefusal> {
        if of == by { Ok(()) } else { Err(TransferRefusal::NotASide) }
    }

    fn go(&mut self, step: TransferStep, at: DateTime<Utc>) -> Result<(), TransferRefusal> {
        (self.step, self.since) = (step, at);
        Ok(())
    }

    /// Puts a machine on the list, of which its weight is known.
    pub fn add(&mut self, machine: EquipmentId, grams: i64) -> Result<(), TransferRefusal> {
        self.at(TransferStep::Draft)?;
        self.lines.insert(machine, Line { grams, outcome: None, reason: String::new() });
        Ok(())
    }

    pub fn propose(&mut self, by: OrgId, at: DateTime<Utc>) -> Result<(), TransferRefusal> {
        self.at(TransferStep::Draft)?;
        Self::side(self.from, by)?;
        if self.lines.is_empty() { Err(TransferRefusal::Empty) } else { self.go(TransferStep::Proposed, at) }
    }

    pub fn accept(&mut self, by: OrgId, at: DateTime<Utc>) -> Result<(), TransferRefusal> {
        self.expire(at);
        self.at(TransferStep::Proposed)?;
        Self::side(self.to, by)?;
        self.go(TransferStep::Accepted, at)
    }

    pub fn decline(&mut self, by: OrgId, at: DateTime<Utc>) -> Result<(), TransferRefusal> {
        self.expire(at);
        self.at(TransferStep::Proposed)?;
        Self::side(self.to, by)?;
        self.go(TransferStep::Declined, at)
    }

    /// The sender takes it back: possible until it is dispatched.
    pub fn cancel(&mut self, by: OrgId, at: DateTime<Utc>) -> Result<(), TransferRefusal> {
        Self::side(self.from, by)?;
        match self.step {
            TransferStep::Draft | TransferStep::Proposed | TransferStep::Accepted => self.go(TransferStep::Cancelled, at),
            step => Err(TransferRefusal::Step(step)),
        }
    }

    /// The sender signs and sends.
    pub fn dispatch(&mut self, by: OrgId, at: DateTime<Utc>) -> Result<(), TransferRefusal> {
        self.at(TransferStep::Accepted)?;
        Self::side(self.from, by)?;
        self.go(TransferStep::Dispatched, at)
    }

    /// The receiver says of one line what became of it.
    pub fn acknowledge(
        &mut self,
        by: OrgId,
        machine: EquipmentId,
        outcome: LineOutcome,
        reason: &str,
    ) -> Result<(), TransferRefusal> {
        self.at(TransferStep::Dispatched)?;
        Self::side(self.to, by)?;
        let line = self.lines.get_mut(&machine).ok_or(TransferRefusal::NoSuchLine)?;
        if outcome != LineOutcome::Received && reason.trim().is_empty() {
            return Err(TransferRefusal::NeedsReason);
        }
        line.outcome = Some(outcome);
        line.reason = reason.to_owned();
        Ok(())
    }

    /// The receiver found a machine that is not on the list.
    pub fn found(&mut self, by: OrgId, machine: EquipmentId) -> Result<(), TransferRefusal> {
        self.at(TransferStep::Dispatched)?;
        Self::side(self.to, by)?;
        self.extra.push(machine);
        Ok(())
    }

    /// The receiver signs: every line has its outcome (I7).
    pub fn receive(&mut self, by: OrgId, at: DateTime<Utc>) -> Result<(), TransferRefusal> {
        self.at(TransferStep::Dispatched)?;
        Self::side(self.to, by)?;
        let open: Vec<EquipmentId> = self.lines.iter().filter(|(_, line)| line.outcome.is_none()).map(|(id, _)| *id).collect();
        if !open.is_empty() {
            return Err(TransferRefusal::Open(open));
        }
        let outcomes = || self.lines.values().filter_map(|line| line.outcome);
        let step = if outcomes().all(|outcome| outcome == LineOutcome::Refused) && self.extra.is_empty() {
            TransferStep::RefusedAtDoor
        } else if outcomes().all(|outcome| outcome == LineOutcome::Received) && self.extra.is_empty() {
            TransferStep::Received
        } else {
            TransferStep::ReceivedWithDiscrepancy
        };
        self.go(step, at)
    }

    /// The sender acknowledges what the receiver said.
    pub fn close(&mut self, by: OrgId, at: DateTime<Utc>) -> Result<(), TransferRefusal> {
        Self::side(self.from, by)?;
        if self.is_answered() { self.go(TransferStep::Closed, at) } else { Err(TransferRefusal::Step(self.step)) }
    }

    /// Whether its receiver has said of every line what became of it.
    pub fn is_answered(&self) -> bool {
        use TransferStep::{Received, ReceivedWithDiscrepancy, RefusedAtDoor};
        matches!(self.step, Received | ReceivedWithDiscrepancy | RefusedAtDoor)
    }

    /// What happens by itself: an unanswered proposal expires after 14 days, a received transfer closes after 7.
    pub fn expire(&mut self, now: DateTime<Utc>) {
        if self.step == TransferStep::Proposed && now >= self.since + EXPIRES {
            self.step = TransferStep::Expired;
        } else if self.is_answered() && now >= self.since + CLOSES {
            self.step = TransferStep::Closed;
        }
    }

    /// I8: what arrived weighs what was sent, without what was taken out on the way.
    pub fn weighs(&self, arrived: i64, harvested: i64) -> Result<(), TransferRefusal> {
        let lost = |line: &&Line| !matches!(line.outcome, Some(LineOutcome::Missing | LineOutcome::Refused));
        let sent: i64 = self.lines.values().filter(lost).map(|line| line.grams).sum();
        if sent == arrived + harvested { Ok(()) } else { Err(TransferRefusal::Weight { sent, arrived, harvested }) }
    }
}
