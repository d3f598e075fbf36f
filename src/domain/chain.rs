//! The reconditioning chain: what may become of a machine, who may do it, and what stands in the way (`equipment.md` § 2).
//!
//! An [`Item`] is what its events say ([`Item::apply`]). A deed is the event that it asks for: [`Item::may`] gives all the
//! events that follow from it, or the [`Refusal`] that says what blocks. Nothing here knows a clock or a connection.

mod deeds;
mod event;
mod fold;
mod grades;
mod guards;
mod item;
mod media;
pub mod nwipe;
mod policy;
mod refusal;
mod sanitising;
mod signing;
mod single;
#[cfg(test)]
mod tests;
mod transfer_events;
mod transfers;
mod vocabulary;

pub use crate::domain::equipment::{DataStatus, MediumKind};
pub use event::*;
pub use grades::{BatteryMeasure, Check, CheckResult, Checklist, Found, Grades, Letter, checklist, incomplete};
pub use item::{Item, Reservation, Transit};
pub use media::{CensusTaken, DataBlock, Media, Medium, Whereabouts};
pub use policy::{POLICY, Policy, Rule, judge};
pub use refusal::{RecordRefusal, Refusal};
pub use sanitising::{Declared, LogRefusal, Need, SanitisationStanding, Way, declared, from_log};
pub use signing::{ReservationDeed, SignedAct, SigningWay, TransferDeed};
pub use transfer_events::{LineSent, Proposal, TransferEvent};
pub use transfers::{Line, Transfer, TransferRefusal, TransferStep};
pub use vocabulary::*;

/// Somebody in an event: a salted commitment, which tells whether two events are of one person and names nobody.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct ActorRef(pub String);

impl std::fmt::Display for ActorRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for ActorRef {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

/// Who asks for a deed, for whom, when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    pub role: Role,
    /// Who records it.
    pub author: ActorRef,
    /// Who did it, when that is somebody else.
    pub performed_by: Option<ActorRef>,
    pub org: crate::domain::ids::OrgId,
    pub at: chrono::DateTime<chrono::Utc>,
}

impl By {
    /// Who did it.
    pub fn performer(&self) -> &ActorRef {
        self.performed_by.as_ref().unwrap_or(&self.author)
    }
}
