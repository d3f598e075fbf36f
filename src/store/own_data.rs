//! What is kept about somebody, as it is handed over to them (`security.md` § 3): who they are and what is theirs here, at once;
//! their requests and their work in parts, so that no number of them fills the memory. `docs/data.md` says the shape.
//!
//! It is their own: each read takes the viewer. Secrets are no part of it, hashes neither.

mod reads;
mod requests;
mod work;

use super::access::Viewer;
use super::sessions::Way;
use super::{Db, DbErr};
use crate::domain::chain::SignedAct;
use crate::domain::equipment::EquipmentKind;
use crate::domain::facts::FactKind;
use crate::domain::people::{Duty, Email, Language, Role, TokenRight};
use crate::domain::time::{Minutes, Month};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::FromQueryResult;
use serde::Serialize;

pub use requests::{AfterRequest, OwnEvent, OwnFile, OwnMessage, OwnRequest, OwnTime, OwnView, requests};
pub use work::{AfterLook, Decision, OwnIntervention, OwnLook, OwnVisit, decisions, interventions, looks, visits};

/// Who somebody is, and what is theirs here besides requests and work.
#[derive(Clone, Debug, Serialize)]
pub struct Own {
    pub person: OwnPerson,
    pub homes: Vec<OwnHome>,
    /// Workshops in which they work.
    pub workshops: Vec<OwnWorkshop>,
    pub duties: Vec<OwnDuty>,
    pub board_rights: Vec<OwnBoardRight>,
    pub contracts: Vec<OwnContract>,
    pub absences: Vec<OwnAbsence>,
    /// Devices on which they signed in.
    pub sessions: Vec<OwnSession>,
    pub access_tokens: Vec<OwnToken>,
    pub calendars: Vec<OwnCalendar>,
    pub saved_views: Vec<OwnSavedView>,
    /// Files that wait for a form to be sent.
    pub draft_files: Vec<OwnDraft>,
    /// Machines that they use.
    pub machines: Vec<OwnMachine>,
    /// Pages of networks that name them.
    pub network_pages: Vec<OwnFact>,
    pub help_sheets_used: Vec<OwnHelpSheetUse>,
    /// Outages of which they said « moi aussi ».
    pub outages: Vec<OwnOutage>,
    /// Requests of others, by number, of which they said so.
    pub joined_requests: Vec<OwnJoined>,
    /// Hour sheets that they signed, and what they asked about some.
    pub signatures: Vec<OwnSignature>,
    pub sheet_questions: Vec<OwnQuestion>,
    /// Documents of transfers that they signed.
    pub transfer_signatures: Vec<OwnTransferSignature>,
    /// Hours that they offered another structure.
    pub gifts: Vec<OwnGift>,
}

#[derive(Clone, Debug, Serialize, FromQueryResult)]
pub struct OwnPerson {
    pub name: String,
    pub email: Email,
    pub phone: String,
    pub language: Language,
    pub has_password: bool,
    pub created_at: DateTime<Utc>,
    pub hours_letters: bool,
    pub keyboard_shortcuts: bool,
}

#[derive(Clone, Debug, Serialize, FromQueryResult)]
pub struct OwnHome {
    pub structure: String,
    pub role: Role,
    pub since: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug, Serialize, FromQueryResult)]
pub struct OwnWorkshop {
    pub workshop: String,
    pub since: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug, Serialize, FromQueryResult)]
pub struct OwnDuty {
    pub duty: Duty,
    pub since: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug, Serialize, FromQueryResult)]
pub struct OwnBoardRight {
    pub until: NaiveDate,
    pub given_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug, Serialize, FromQueryResult)]
pub struct OwnContract {
    pub from_month: Month,
    pub weekly_minutes: Minutes,
}

#[derive(Clone, Debug, Serialize, FromQueryResult)]
pub struct OwnAbsence {
    pub first_day: NaiveDate,
    pub last_day: NaiveDate,
    pub half: bool,
    pub label: String,
    pub withdrawn_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug, Serialize, FromQueryResult)]
pub struct OwnSession {
    pub device: String,
    pub way: Way,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug, Serialize, FromQueryResult)]
pub struct OwnToken {
    pub name: String,
    pub most: TokenRight,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
    pub seen_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, Serialize, FromQueryResult)]
pub struct OwnCalendar {
    /// None: the visits of a technician.
    pub structure: Option<String>,
    pub created_at: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
    pub seen_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, Serialize, FromQueryResult)]
pub struct OwnSavedView {
    pub name: String,
    pub filter: String,
    pub shared: bool,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize, FromQueryResult)]
pub struct OwnDraft {
    pub name: String,
    pub bytes: i64,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize, FromQueryResult)]
pub struct OwnMachine {
    pub name: String,
    pub kind: EquipmentKind,
    pub structure: String,
}

/// A page of a structure's network that names them: an account that they own, a key that they keep.
#[derive(Clone, Debug, Serialize)]
pub struct OwnFact {
    pub name: String,
    pub kind: FactKind,
    pub structure: String,
    /// The fields that name them.
    pub parts: Vec<&'static str>,
}

#[derive(Clone, Debug, Serialize, FromQueryResult)]
pub struct OwnHelpSheetUse {
    pub title: String,
    pub day: NaiveDate,
}

#[derive(Clone, Debug, Serialize, FromQueryResult)]
pub struct OwnOutage {
    pub title: String,
    pub at: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize, FromQueryResult)]
pub struct OwnJoined {
    pub number: i64,
    pub at: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize, FromQueryResult)]
pub struct OwnSignature {
    pub month: Month,
    pub structure: String,
    pub signed_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize, FromQueryResult)]
pub struct OwnTransferSignature {
    pub act: SignedAct,
    pub name: String,
    pub capacity: String,
    pub organisation: String,
    pub signed_at: DateTime<Utc>,
    /// SHA-256 of the document.
    pub document: String,
}

#[derive(Clone, Debug, Serialize, FromQueryResult)]
pub struct OwnQuestion {
    pub month: Month,
    pub structure: String,
    pub asked_at: DateTime<Utc>,
    pub words: String,
    pub answer: String,
}

#[derive(Clone, Debug, Serialize, FromQueryResult)]
pub struct OwnGift {
    pub month: Month,
    pub minutes: Minutes,
    pub words: String,
    pub proposed_at: DateTime<Utc>,
}

/// Everything but requests and work.
pub async fn own(db: &Db, by: &Viewer) -> Result<Own, DbErr> {
    let person = reads::person(db, by).await?.ok_or_else(|| DbErr::RecordNotFound("the person".into()))?;
    Ok(Own {
        person,
        homes: reads::homes(db, by).await?,
        workshops: reads::workshops(db, by).await?,
        duties: reads::duties(db, by).await?,
        board_rights: reads::board_rights(db, by).await?,
        contracts: reads::contracts(db, by).await?,
        absences: reads::absences(db, by).await?,
        sessions: reads::sessions(db, by).await?,
        access_tokens: reads::access_tokens(db, by).await?,
        calendars: reads::calendars(db, by).await?,
        saved_views: reads::saved_views(db, by).await?,
        draft_files: reads::draft_files(db, by).await?,
        machines: reads::machines(db, by).await?,
        network_pages: super::facts::naming(db, by).await?,
        help_sheets_used: reads::help_sheets_used(db, by).await?,
        outages: reads::outages(db, by).await?,
        joined_requests: reads::joined_requests(db, by).await?,
        signatures: reads::signatures(db, by).await?,
        sheet_questions: reads::sheet_questions(db, by).await?,
        transfer_signatures: reads::transfer_signatures(db, by).await?,
        gifts: reads::gifts(db, by).await?,
    })
}
