//! What people do with a machine by one short form each, and what each asks for.

use crate::domain::chain::{DataSaved, EventKind, Hold as HoldKind};
use crate::store::chain::State;
use chrono::NaiveDate;
use rocket::request::FromParam;

/// A deed whose form asks for a reason, or for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Decommission,
    Recommission,
    Maintain,
    MaintenanceEnd,
    Hold,
    Clear,
    Lose,
    Find,
    /// What was not saved will be gone.
    ConfirmLoss,
    SanitiseStart,
    NothingToSanitise,
    /// What is wrong with it, and which parts it wants.
    Repair,
    RequestPart,
    TestStart,
    /// The coordinator lets who repaired test.
    WaiveTester,
    /// It is kept for its parts.
    Cannibalise,
}

/// The checklist of today's tests (`equipment.md` § 2.7).
const CHECKLIST: i64 = 1;

impl Deed {
    const ALL: [Self; 16] = [
        Self::Decommission,
        Self::Recommission,
        Self::Maintain,
        Self::MaintenanceEnd,
        Self::Hold,
        Self::Clear,
        Self::Lose,
        Self::Find,
        Self::ConfirmLoss,
        Self::SanitiseStart,
        Self::NothingToSanitise,
        Self::Repair,
        Self::RequestPart,
        Self::TestStart,
        Self::WaiveTester,
        Self::Cannibalise,
    ];

    /// Its word in addresses and text keys.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Decommission => "decommissioning",
            Self::Recommission => "recommissioning",
            Self::Maintain => "maintenance",
            Self::MaintenanceEnd => "maintenance-end",
            Self::Hold => "hold",
            Self::Clear => "hold-clearance",
            Self::Lose => "loss",
            Self::Find => "find",
            Self::ConfirmLoss => "data-loss",
            Self::SanitiseStart => "sanitising-start",
            Self::NothingToSanitise => "nothing-to-sanitise",
            Self::Repair => "repair",
            Self::RequestPart => "part-request",
            Self::TestStart => "test-start",
            Self::WaiveTester => "tester-waiver",
            Self::Cannibalise => "parts-donor",
        }
    }

    pub const fn asks_nothing(self) -> bool {
        self.is_direct() || matches!(self, Self::Cannibalise)
    }

    /// One press does it, over what was seen; what cannot be undone is asked once more on its page.
    pub const fn is_direct(self) -> bool {
        matches!(
            self,
            Self::Recommission
                | Self::MaintenanceEnd
                | Self::ConfirmLoss
                | Self::SanitiseStart
                | Self::NothingToSanitise
                | Self::TestStart
        )
    }

    /// The fields of its form.
    pub const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Decommission => &["reason", "data_saved", "owner"],
            Self::Repair => &["reason", "parts", "performer"],
            Self::Hold | Self::Clear => &["hold", "reason"],
            Self::Lose => &["how", "on", "reason"],
            Self::Maintain | Self::Find | Self::RequestPart | Self::WaiveTester => &["reason"],
            _ => &["seq"],
        }
    }

    /// The text keys of what its form asks first, and of the hint to it.
    pub const fn asks(self) -> (&'static str, &'static str) {
        match self {
            Self::Repair => ("chain-ask-diagnosis", "chain-ask-diagnosis-hint"),
            Self::RequestPart => ("chain-ask-part", "chain-ask-part-hint"),
            _ => ("chain-ask-reason", "chain-ask-reason-hint"),
        }
    }

    /// The deed as its form would ask for it, to know whether it may be done at all.
    pub fn sample(self, state: &State, today: NaiveDate) -> EventKind {
        let hold = state.item.holds.first().copied().unwrap_or(HoldKind::Data);
        let reason = String::from("-");
        let asked = Asked { reason, data_saved: DataSaved::Yes, owner: true, hold, stolen: false, on: today, parts: Vec::new() };
        self.event(asked, state)
    }

    pub fn event(self, asked: Asked, state: &State) -> EventKind {
        let Asked { reason, data_saved, owner, hold, stolen, on, parts } = asked;
        match self {
            Self::Decommission => EventKind::Decommission { reason, data_saved, owner_confirmed: owner },
            Self::Recommission => EventKind::Recommission {},
            Self::Maintain => EventKind::MaintenanceOpen { ticket: None, reason },
            Self::MaintenanceEnd => EventKind::MaintenanceClose {},
            Self::Hold => EventKind::HoldSet { hold, reason },
            Self::Clear => EventKind::HoldCleared { hold, reason },
            Self::Lose => EventKind::ReportLoss { stolen, on, circumstances: reason },
            Self::Find => EventKind::Found { circumstances: reason },
            Self::ConfirmLoss => EventKind::DataLossConfirmed {},
            Self::SanitiseStart => EventKind::WipeStart { media: state.item.media.attached().map(|(id, _)| id).collect() },
            Self::NothingToSanitise => EventKind::NothingToWipe {},
            // Before its data are gone, only what erasing needs is repaired.
            Self::Repair => EventKind::RepairOpen { diagnosis: reason, parts, only_for_wiping: !state.item.is_data_clear() },
            Self::RequestPart => EventKind::PartRequested { part: reason },
            Self::TestStart => EventKind::TestStart { checklist: CHECKLIST },
            Self::WaiveTester => EventKind::TesterWaived { reason },
            Self::Cannibalise => EventKind::Cannibalise {},
        }
    }
}

impl<'a> FromParam<'a> for Deed {
    type Error = ();

    fn from_param(param: &'a str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|deed| deed.key() == param).ok_or(())
    }
}

/// What a form asks for, once it is read.
pub struct Asked {
    pub reason: String,
    pub data_saved: DataSaved,
    pub owner: bool,
    pub hold: HoldKind,
    pub stolen: bool,
    pub on: NaiveDate,
    pub parts: Vec<String>,
}
