//! What stands in the way of a deed: data, so that a page can say it in words.

use super::{Check, DataBlock, Hold, MediumKind, Method, Role, Stage};

/// Why a record of an erasure does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordRefusal {
    NotASuccess,
    Errors(i64),
    NoDuration,
    NoTool,
    SerialUnmatched,
    /// Neither a log nor a validator who is somebody else than the operator.
    NoProof,
    NotEnough {
        method: Method,
        medium: MediumKind,
    },
    NoPass,
    NotVerified,
    NeedsWaiver(MediumKind),
    AccountStillThere,
    HiddenArea,
    /// Not checked: a validator decides.
    HiddenAreaUnknown,
}

impl RecordRefusal {
    /// The word of its sentence: `record-refusal-<word>`.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::NotASuccess => "success",
            Self::Errors(_) => "errors",
            Self::NoDuration => "duration",
            Self::NoTool => "tool",
            Self::SerialUnmatched => "serial",
            Self::NoProof => "proof",
            Self::NotEnough { .. } => "not-enough",
            Self::NoPass => "pass",
            Self::NotVerified => "verified",
            Self::NeedsWaiver(_) => "waiver",
            Self::AccountStillThere => "account",
            Self::HiddenArea => "hidden",
            Self::HiddenAreaUnknown => "hidden-unknown",
        }
    }
}

/// Why a deed cannot be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is at another stage than this deed starts from.
    Stage(Option<Stage>),
    /// Nothing more happens to it.
    Terminal(Stage),
    Role(Role),
    /// Who asks does not hold it.
    NotTheCustodian,
    /// It left the hands of its owner.
    NotInOwnCustody,
    Holds(Vec<Hold>),
    NotClear(Vec<DataBlock>),
    NeedsReason,
    NeedsIdentity,
    OwnerUnconfirmed,
    /// Data was not saved: the referent has not confirmed that it may go.
    DataLossUnconfirmed,
    NoSuchMedium,
    NoSuchHold,
    NoSuchEvent,
    NothingListed,
    Record(RecordRefusal),
    NeedsWitness,
    NoTransfer,
    TransferNotAccepted,
    NotTheAddressee,
    NeedsManifest,
    /// A transfer is under way already.
    TransferUnderWay,
    /// Only what wiping needs may be repaired before.
    RepairBeforeWipe,
    NoChecklist,
    Checks(Vec<Check>),
    Grades,
    BatteryNotMeasured,
    SystemUnsaid,
    TesterRepaired,
    TooManyFailures,
    NotReserved,
    Expired,
    GuaranteeOver,
    NoCommitment,
    NeedsRecord,
    Unsigned,
    InFuture,
}

impl Refusal {
    /// The word of its sentence: `chain-refusal-<word>`.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Stage(_) => "stage",
            Self::Terminal(_) => "terminal",
            Self::Role(_) => "role",
            Self::NotTheCustodian => "custodian",
            Self::NotInOwnCustody => "own-custody",
            Self::Holds(_) => "holds",
            Self::NotClear(_) => "not-clear",
            Self::NeedsReason => "reason",
            Self::NeedsIdentity => "identity",
            Self::OwnerUnconfirmed => "owner",
            Self::DataLossUnconfirmed => "data-loss",
            Self::NoSuchMedium => "medium",
            Self::NoSuchHold => "hold",
            Self::NoSuchEvent => "event",
            Self::NothingListed => "nothing-listed",
            Self::Record(_) => "record",
            Self::NeedsWitness => "witness",
            Self::NoTransfer => "transfer",
            Self::TransferNotAccepted => "not-accepted",
            Self::NotTheAddressee => "addressee",
            Self::NeedsManifest => "manifest",
            Self::TransferUnderWay => "under-way",
            Self::RepairBeforeWipe => "repair-before-wipe",
            Self::NoChecklist => "checklist",
            Self::Checks(_) => "checks",
            Self::Grades => "grades",
            Self::BatteryNotMeasured => "battery",
            Self::SystemUnsaid => "system",
            Self::TesterRepaired => "tester",
            Self::TooManyFailures => "failures",
            Self::NotReserved => "not-reserved",
            Self::Expired => "expired",
            Self::GuaranteeOver => "guarantee",
            Self::NoCommitment => "commitment",
            Self::NeedsRecord => "record-missing",
            Self::Unsigned => "unsigned",
            Self::InFuture => "future",
        }
    }
}
