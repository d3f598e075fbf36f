//! The work of a workshop: which machines are where on its way, and what comes next for each.

use super::chain::Stage;
use super::vocabulary;

vocabulary! {
    /// A list of a workshop's home page, in the order of its work.
    pub enum Bench {
        Receive = "receive",
        Erase = "erase",
        Repair = "repair",
        Test = "test",
        Ready = "ready",
        /// Taken apart, or going to be recycled.
        Ending = "ending",
    }
}

impl Bench {
    /// Where a machine of this stage is worked on; none: nothing is to be done with it in a workshop.
    pub const fn of(stage: Stage) -> Option<Self> {
        Some(match stage {
            Stage::InTransit => Self::Receive,
            Stage::Received | Stage::Triaged | Stage::Sanitising => Self::Erase,
            Stage::Sanitised | Stage::InRepair | Stage::AwaitingParts | Stage::InMaintenance => Self::Repair,
            Stage::Testing => Self::Test,
            Stage::Ready | Stage::Reserved => Self::Ready,
            Stage::PartsDonor | Stage::Dismantled | Stage::AwaitingRecycling => Self::Ending,
            Stage::Registered
            | Stage::InService
            | Stage::Decommissioned
            | Stage::Offered
            | Stage::Recycled
            | Stage::Lost
            | Stage::Stolen => return None,
        })
    }
}
