//! What happens to a machine: one variant a type of event, with what it says. Integers only, so that all programs write a
//! number alike; instants in UTC. A deed is the event that it asks for.

use super::{
    ActorRef, Addressee, Barrier, BatteryMeasure, Census, CensusTaken, CheckResult, DataSaved, DataStatus, HiddenArea, Hold,
    Intent, Letter, LineOutcome, MediumKind, Method, Stage, TriageOutcome, Verification,
};
use crate::domain::equipment::EquipmentKind;
use crate::domain::ids::{MediumId, OrgId, PartId, TicketId, TransferId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// The version of the payloads that this program writes.
pub const SCHEMA_VERSION: i64 = 1;

/// A medium as an event names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediumSeen {
    pub medium: MediumId,
    pub kind: MediumKind,
    pub serial_number: String,
    /// What the register knows of its data, when it does: a medium that was erased elsewhere stays erased. No form says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_status: Option<DataStatus>,
}

/// How a machine came to be known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    pub kind: EquipmentKind,
    pub serial_number: String,
    pub asset_tag: String,
    /// SHA-256 of a photograph, when neither number can be read.
    pub photo: Option<String>,
    pub owner: OrgId,
}

/// What somebody found when looking at a machine for the first time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Triage {
    pub appearance: Letter,
    pub powers_on: bool,
    pub census: CensusTaken,
    /// A firmware password, an account, or remote management locks it.
    pub locked: bool,
    pub battery_safe: bool,
    pub outcome: TriageOutcome,
}

/// What is known of one erasure of one medium.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SanitisationRecord {
    pub medium: MediumId,
    /// As the tool read it.
    pub serial_read: String,
    /// Who matched the medium by eye, when the tool read no serial number or another one.
    pub matched_by: Option<ActorRef>,
    /// As the tool says. A warning is no success.
    pub success: bool,
    pub errors: i64,
    pub started_at: DateTime<Utc>,
    pub ended_at: DateTime<Utc>,
    pub method: Method,
    pub passes: i64,
    pub verification: Verification,
    pub hidden_area: HiddenArea,
    pub tool: String,
    pub tool_version: String,
    pub operator: ActorRef,
    /// Who answers for it: for a record without a log, and for a hidden area that was not checked.
    pub validator: Option<ActorRef>,
    /// SHA-256 of the log of the tool.
    pub log_sha256: Option<String>,
    /// The donor accepts that an overwritten SSD keeps its spare area.
    pub clear_accepted_by_donor: bool,
    /// The account of a telephone or tablet is gone from it.
    pub account_lock_gone: bool,
}

/// A part that was taken out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HarvestedPart {
    pub part: PartId,
    pub name: String,
    pub grams: i64,
}

/// What an operator of waste says when a machine ends there (`equipment.md` § 2.9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndOfLife {
    pub recycler: OrgId,
    pub on: NaiveDate,
    pub grams: i64,
    pub category: String,
    /// The number of the « bon d'enlèvement ».
    pub reference: String,
    /// The number of the BSD, when hazardous: the register of waste is Trackdéchets.
    pub bsd: String,
    /// SHA-256 of the paper.
    pub document: String,
    pub media_destroyed: bool,
}

/// One side's signature under a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedBy {
    pub org: OrgId,
    pub by: ActorRef,
}

/// What happened. The word of its type is that of the specification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "payload", rename_all = "snake_case")]
pub enum EventKind {
    Register(Registration),
    InventorySeen(Registration),
    /// What the register said when the log of a machine began: it was in use, or was not any more.
    TakenOver {
        what: Registration,
        stage: Stage,
        since: DateTime<Utc>,
    },
    PutInService {},
    MaintenanceOpen {
        ticket: Option<TicketId>,
        reason: String,
    },
    MaintenanceClose {},
    Decommission {
        reason: String,
        data_saved: DataSaved,
        owner_confirmed: bool,
    },
    /// The referent knows that what was not saved will be gone.
    DataLossConfirmed {},
    Recommission {},
    Offer {
        transfer: TransferId,
        addressee: OrgId,
        kind: Addressee,
        intent: Intent,
    },
    /// A transfer that does not change the stage: a loan for repair, a return, a delivery.
    Propose {
        transfer: TransferId,
        addressee: OrgId,
        kind: Addressee,
        intent: Intent,
    },
    Accept {
        transfer: TransferId,
        wipe_mandate: bool,
    },
    Withdraw {
        reason: String,
    },
    Decline {
        reason: String,
    },
    Dispatch {
        transfer: TransferId,
        carrier: String,
        count: i64,
        grams: i64,
        seals: String,
        guarantee_until: Option<NaiveDate>,
    },
    Return {
        transfer: TransferId,
        carrier: String,
    },
    Receive {
        transfer: TransferId,
        outcome: LineOutcome,
        reason: String,
        photo: Option<String>,
    },
    Triage(Triage),
    MediaCounted(CensusTaken),
    MediumSeen(MediumSeen),
    /// A full inventory does not show it: a proposal, which changes nothing.
    MediumNotSeen {
        medium: MediumId,
    },
    /// A person looked: it is not there, and nobody knows where.
    MediumMissing {
        medium: MediumId,
    },
    WipeStart {
        media: Vec<MediumId>,
    },
    WipeOk(SanitisationRecord),
    WipeFailed {
        medium: MediumId,
        reason: String,
        log_sha256: Option<String>,
    },
    MediaRemoved {
        medium: MediumId,
        holder: OrgId,
    },
    MediaDestroyed {
        medium: MediumId,
        method: String,
        photo: String,
        witness: ActorRef,
    },
    /// All media are clear: the end of sanitising.
    Sanitised {},
    NothingToWipe {},
    RepairOpen {
        diagnosis: String,
        parts: Vec<String>,
        only_for_wiping: bool,
    },
    PartRequested {
        part: String,
    },
    PartFitted {
        part: PartId,
        origin: String,
    },
    TestStart {
        checklist: i64,
    },
    TestPass {
        checks: Vec<CheckResult>,
        functionality: Letter,
        appearance: Letter,
        battery: Option<BatteryMeasure>,
        system: String,
        licence_note: String,
    },
    TestFail {
        checks: Vec<CheckResult>,
    },
    /// The coordinator lets who repaired test.
    TesterWaived {
        reason: String,
    },
    /// What made it ready does not hold any more.
    ReadyWithdrawn {},
    Reserve {
        beneficiary: OrgId,
        expires_at: DateTime<Utc>,
    },
    Release {
        reason: String,
    },
    ReservationExpired {},
    ReturnNonconforming {
        transfer: TransferId,
        reason: String,
    },
    Cannibalise {},
    HarvestClose {
        parts: Vec<HarvestedPart>,
        carcass_grams: i64,
    },
    ToRecycle {
        barrier: Barrier,
        destruction_ordered: bool,
        commitment: Option<String>,
    },
    RecycleReceive(EndOfLife),
    ReportLoss {
        stolen: bool,
        on: NaiveDate,
        circumstances: String,
    },
    Found {
        circumstances: String,
    },
    HoldSet {
        hold: Hold,
        reason: String,
    },
    HoldCleared {
        hold: Hold,
        reason: String,
    },
    TitleMoved {
        to: OrgId,
        document: String,
        signatures: Vec<SignedBy>,
    },
    DocumentAdded {
        document: String,
        title: String,
    },
    Correction {
        of_seq: i64,
        words: String,
    },
}

impl EventKind {
    /// Every word of a type.
    pub const WORDS: &[&str] = &[
        "register",
        "inventory_seen",
        "taken_over",
        "put_in_service",
        "maintenance_open",
        "maintenance_close",
        "decommission",
        "data_loss_confirmed",
        "recommission",
        "offer",
        "propose",
        "accept",
        "withdraw",
        "decline",
        "dispatch",
        "return",
        "receive",
        "triage",
        "media_counted",
        "medium_seen",
        "medium_not_seen",
        "medium_missing",
        "wipe_start",
        "wipe_ok",
        "wipe_failed",
        "media_removed",
        "media_destroyed",
        "sanitised",
        "nothing_to_wipe",
        "repair_open",
        "part_requested",
        "part_fitted",
        "test_start",
        "test_pass",
        "test_fail",
        "tester_waived",
        "ready_withdrawn",
        "reserve",
        "release",
        "reservation_expired",
        "return_nonconforming",
        "cannibalise",
        "harvest_close",
        "to_recycle",
        "recycle_receive",
        "report_loss",
        "found",
        "hold_set",
        "hold_cleared",
        "title_moved",
        "document_added",
        "correction",
    ];

    /// The word of its type: `decommission`.
    pub fn word(&self) -> String {
        let written = serde_json::to_value(self).ok();
        written.and_then(|value| value.get("type").and_then(|word| word.as_str().map(str::to_owned))).unwrap_or_default()
    }
}

/// An event as the fold reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub seq: i64,
    pub kind: EventKind,
    pub by: super::By,
}

impl CensusTaken {
    /// Nobody looked yet.
    pub const UNKNOWN: Self = Self { how: Census::Unknown, count: 0, reason: String::new(), photo: None };
}
