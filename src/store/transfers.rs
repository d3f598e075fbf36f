//! Transfers (« remises »): a batch of machines from one organisation to another (`equipment.md` § 2.6). The pure
//! [`Transfer`](crate::domain::chain::Transfer) decides; each step is one transaction with the events of every machine on it, and
//! sealed events of its own.

mod by_link;
mod draft;
mod giving_back;
mod handing_over;
mod letters;
mod log;
mod machines;
mod next_life;
mod paper;
mod reads;
mod round;
mod step;
mod steps;

use super::DbErr;
use super::entities::transfer;
use super::tickets::NewFile;
use super::workshops::Handed;
use crate::domain::chain::{Addressee, Intent, LineOutcome, Refusal, SignedAct, SigningWay, TransferRefusal, TransferStep};
use crate::domain::ids::{EquipmentId, OrgId, PersonId, TransferId};
use crate::domain::people::Email;
use chrono::{DateTime, NaiveDate, Utc};

pub use by_link::{read, send_again, sign};
pub(super) use draft::create_in;
pub use draft::{Addressed, NewTransfer, add, addressees, candidates};
pub use giving_back::{Returnable, give_back, returnable};
pub use handing_over::{HandOver, hand_over, together};
pub(super) use letters::people_in;
pub(super) use log::check;
pub use paper::{NewPaper, compare, enter, withdraw};
pub use reads::{Listed, document, find, genuine, of_structure, of_workshop, photo, scan};
pub use round::{Aged, age};
pub use step::Step;
pub use steps::take;
pub(super) use steps::tell_in;

/// One of the two organisations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Party {
    pub name: String,
    /// May be empty, as all that follows.
    pub legal_form: String,
    pub registration: String,
    pub address: String,
}

/// A transfer as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub id: TransferId,
    /// Year and number of its document, once it is proposed.
    pub number: Option<(i64, i64)>,
    pub from: (OrgId, Addressee),
    pub to: (OrgId, Addressee),
    pub sender: Party,
    pub receiver: Party,
    pub intent: Intent,
    pub step: TransferStep,
    pub since: DateTime<Utc>,
    pub wipe_mandate: bool,
    /// Machines that were made ready go to whom they were kept for.
    pub hands_over: bool,
    pub guarantee_until: Option<NaiveDate>,
    pub manifest: Manifest,
    /// Of who declined or cancelled.
    pub reason: String,
    /// What a form carries.
    pub version: i64,
    pub lines: Vec<LineRecord>,
    pub signatures: Vec<Signature>,
    /// What the receiver has signed on paper, until somebody else has compared it.
    pub paper: Option<Paper>,
    /// How a receiver without an account is reached.
    pub reached: Reached,
}

/// How the receiver learns of a transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reached {
    /// Somebody answers for them here.
    Accounts,
    /// A link goes to this address.
    Link(Email),
    /// Nobody has an account, and no address is known.
    Nowhere,
}

/// A document signed on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    pub act: SignedAct,
    pub name: String,
    pub capacity: String,
    pub wipe_mandate: bool,
    /// All of which nothing was said arrived.
    pub rest: bool,
    /// SHA-256 of the scan.
    pub scan: String,
    pub entered_by: PersonId,
    pub entered_by_name: String,
    pub entered_at: DateTime<Utc>,
    /// Of all that it says: whoever compares it says which one they saw.
    pub digest: String,
}

/// How it travels; empty before it leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    pub carrier: String,
    pub boxes: i64,
    pub grams: i64,
    /// Numbers of boxes or seals.
    pub seals: String,
}

/// One machine of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineRecord {
    pub machine: Handed,
    /// What its structure calls it: for who keeps its register alone.
    pub name: String,
    /// Where it stands in the sender's register, or what that remembers of it.
    pub register: Option<EquipmentId>,
    pub outcome: Option<LineOutcome>,
    pub reason: String,
    pub has_photo: bool,
    pub extra: bool,
    /// What keeps it from leaving; none: nothing.
    pub blocked: Option<Refusal>,
}

/// A name under the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    pub act: SignedAct,
    pub way: SigningWay,
    pub name: String,
    pub capacity: String,
    pub organisation: String,
    pub signed_at: DateTime<Utc>,
    /// SHA-256 of the very document.
    pub document: String,
    /// Where the link was sent; empty in any other way.
    pub address: String,
    /// SHA-256 of the paper, scanned.
    pub scan: Option<String>,
}

/// Somebody signs, with the very text that they saw.
#[derive(Clone, Debug)]
pub struct Signing {
    pub name: String,
    pub capacity: String,
    pub document: NewFile,
}

/// Why a step is not done.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    #[error("no such transfer within reach")]
    NotFound,
    /// The form's key is that of another one.
    #[error("the key is taken")]
    KeyTaken,
    /// No machine is chosen, or one that cannot be handed over.
    #[error("these machines cannot be handed over")]
    NotThese,
    #[error("nobody to hand them to")]
    NoAddressee,
    /// A recycler takes machines to recycle them, and nobody else does.
    #[error("a recycler recycles")]
    NotForThat,
    /// One of them belongs to somebody who entrusted it without giving it: this is who.
    #[error("it is {0}'s")]
    NotTheirs(String),
    /// Another one has put a paper in, which waits.
    #[error("a paper waits")]
    PaperWaits,
    /// It is another one than the form showed.
    #[error("the paper was replaced")]
    PaperReplaced,
    /// Whoever put a paper in does not compare it.
    #[error("a second person compares a paper")]
    SameHand,
    /// Something else happened since the form was opened: this is where it is now.
    #[error("somebody has done something meanwhile")]
    Overtaken(TransferStep),
    #[error("refused: {0:?}")]
    Refused(Box<TransferRefusal>),
    /// A machine on the list stands in the way.
    #[error("{0} is blocked: {1:?}")]
    Blocked(EquipmentId, Box<Refusal>),
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl From<TransferRefusal> for TransferError {
    fn from(refusal: TransferRefusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

/// « 2026-7 », as documents and letters bear it.
pub fn numbered(number: Option<(i64, i64)>) -> String {
    number.map(|(year, number)| format!("{year}-{number}")).unwrap_or_default()
}

fn from_of(row: &transfer::Model) -> (OrgId, Addressee) {
    (row.from_id, row.from_kind)
}

fn to_of(row: &transfer::Model) -> (OrgId, Addressee) {
    (row.to_id, row.to_kind)
}
