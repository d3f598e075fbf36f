//! What is kept about somebody, as it is handed over to them (`security.md` § 3): who they are and what is theirs here, at once;
//! their requests and their work in parts, so that no number of them fills the memory. `docs/data.md` says the shape.
//!
//! It is their own: each read takes the viewer. Secrets are no part of it, hashes neither.

mod requests;
mod work;

use super::access::Viewer;
use super::entities::{
    absence, access_token, affected, board_right, calendar_feed, contract, draft_file, duty, equipment, gift, help_sheet,
    help_sheet_use, membership, outage, person, saved_view, session, sheet_question, signature, structure, ticket, ticket_affected,
};
use super::sessions::Way;
use super::{Db, DbErr};
use crate::domain::equipment::EquipmentKind;
use crate::domain::people::{Duty, Email, Language, Role, TokenRight};
use crate::domain::time::{Minutes, Month};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait, RelationTrait,
};
use serde::Serialize;

pub use requests::{AfterRequest, OwnEvent, OwnFile, OwnMessage, OwnRequest, OwnTime, OwnView, requests};
pub use work::{AfterLook, Decision, OwnIntervention, OwnLook, OwnVisit, decisions, interventions, looks, visits};

/// Who somebody is, and what is theirs here besides requests and work.
#[derive(Clone, Debug, Serialize)]
pub struct Own {
    pub person: OwnPerson,
    pub homes: Vec<OwnHome>,
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
    pub help_sheets_used: Vec<OwnHelpSheetUse>,
    /// Outages of which they said « moi aussi ».
    pub outages: Vec<OwnOutage>,
    /// Requests of others, by number, of which they said so.
    pub joined_requests: Vec<OwnJoined>,
    /// Hour sheets that they signed, and what they asked about some.
    pub signatures: Vec<OwnSignature>,
    pub sheet_questions: Vec<OwnQuestion>,
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
    let person = person(db, by).await?.ok_or_else(|| DbErr::RecordNotFound("the person".into()))?;
    Ok(Own {
        person,
        homes: homes(db, by).await?,
        duties: duties(db, by).await?,
        board_rights: board_rights(db, by).await?,
        contracts: contracts(db, by).await?,
        absences: absences(db, by).await?,
        sessions: sessions(db, by).await?,
        access_tokens: access_tokens(db, by).await?,
        calendars: calendars(db, by).await?,
        saved_views: saved_views(db, by).await?,
        draft_files: draft_files(db, by).await?,
        machines: machines(db, by).await?,
        help_sheets_used: help_sheets_used(db, by).await?,
        outages: outages(db, by).await?,
        joined_requests: joined_requests(db, by).await?,
        signatures: signatures(db, by).await?,
        sheet_questions: sheet_questions(db, by).await?,
        gifts: gifts(db, by).await?,
    })
}

async fn person(db: &Db, by: &Viewer) -> Result<Option<OwnPerson>, DbErr> {
    use person::Column as C;
    person::Entity::find_by_id(by.id())
        .select_only()
        .columns([C::Name, C::Email, C::Phone, C::Language, C::CreatedAt, C::HoursLetters])
        .expr_as(C::PasswordHash.is_not_null(), "has_password")
        .column_as(C::Keys, "keyboard_shortcuts")
        .into_model()
        .one(&db.read)
        .await
}

async fn homes(db: &Db, by: &Viewer) -> Result<Vec<OwnHome>, DbErr> {
    use membership::Column as C;
    membership::Entity::find()
        .select_only()
        .columns([C::Role, C::Since, C::EndedAt])
        .column_as(structure::Column::Name, "structure")
        .join(JoinType::InnerJoin, membership::Relation::Structure.def())
        .filter(C::PersonId.eq(by.id()))
        .order_by_asc(C::Since)
        .order_by_asc(C::Id)
        .into_model()
        .all(&db.read)
        .await
}

async fn duties(db: &Db, by: &Viewer) -> Result<Vec<OwnDuty>, DbErr> {
    use duty::Column as C;
    duty::Entity::find()
        .select_only()
        .columns([C::Since, C::EndedAt])
        .column_as(C::Kind, "duty")
        .filter(C::PersonId.eq(by.id()))
        .order_by_asc(C::Since)
        .order_by_asc(C::Id)
        .into_model()
        .all(&db.read)
        .await
}

async fn board_rights(db: &Db, by: &Viewer) -> Result<Vec<OwnBoardRight>, DbErr> {
    use board_right::Column as C;
    board_right::Entity::find()
        .select_only()
        .columns([C::Until, C::GivenAt, C::EndedAt])
        .filter(C::PersonId.eq(by.id()))
        .order_by_asc(C::GivenAt)
        .into_model()
        .all(&db.read)
        .await
}

async fn contracts(db: &Db, by: &Viewer) -> Result<Vec<OwnContract>, DbErr> {
    use contract::Column as C;
    contract::Entity::find()
        .select_only()
        .columns([C::FromMonth, C::WeeklyMinutes])
        .filter(C::PersonId.eq(by.id()))
        .order_by_asc(C::FromMonth)
        .into_model()
        .all(&db.read)
        .await
}

async fn absences(db: &Db, by: &Viewer) -> Result<Vec<OwnAbsence>, DbErr> {
    use absence::Column as C;
    absence::Entity::find()
        .select_only()
        .columns([C::FirstDay, C::LastDay, C::Half, C::Label, C::WithdrawnAt])
        .filter(C::PersonId.eq(by.id()))
        .order_by_asc(C::FirstDay)
        .into_model()
        .all(&db.read)
        .await
}

async fn sessions(db: &Db, by: &Viewer) -> Result<Vec<OwnSession>, DbErr> {
    use session::Column as C;
    session::Entity::find()
        .select_only()
        .columns([C::Device, C::Way, C::CreatedAt, C::SeenAt, C::ExpiresAt, C::EndedAt])
        .filter(C::PersonId.eq(by.id()))
        .order_by_desc(C::SeenAt)
        .into_model()
        .all(&db.read)
        .await
}

async fn access_tokens(db: &Db, by: &Viewer) -> Result<Vec<OwnToken>, DbErr> {
    use access_token::Column as C;
    access_token::Entity::find()
        .select_only()
        .columns([C::Name, C::Most, C::CreatedAt, C::ExpiresAt, C::RevokedAt, C::SeenOn])
        .filter(C::PersonId.eq(by.id()))
        .order_by_asc(C::CreatedAt)
        .into_model()
        .all(&db.read)
        .await
}

async fn calendars(db: &Db, by: &Viewer) -> Result<Vec<OwnCalendar>, DbErr> {
    use calendar_feed::Column as C;
    let of = Expr::col((structure::Entity, structure::Column::Id)).equals((calendar_feed::Entity, C::StructureId));
    let mut select = calendar_feed::Entity::find()
        .select_only()
        .columns([C::CreatedAt, C::RevokedAt, C::SeenOn])
        .column_as(structure::Column::Name, "structure")
        .filter(C::PersonId.eq(by.id()))
        .order_by_asc(C::CreatedAt);
    QueryTrait::query(&mut select).join(JoinType::LeftJoin, structure::Entity, of);
    select.into_model().all(&db.read).await
}

async fn saved_views(db: &Db, by: &Viewer) -> Result<Vec<OwnSavedView>, DbErr> {
    use saved_view::Column as C;
    saved_view::Entity::find()
        .select_only()
        .columns([C::Name, C::Filter, C::Shared, C::CreatedAt])
        .filter(C::OwnerId.eq(by.id()))
        .order_by_asc(C::CreatedAt)
        .into_model()
        .all(&db.read)
        .await
}

async fn draft_files(db: &Db, by: &Viewer) -> Result<Vec<OwnDraft>, DbErr> {
    use draft_file::Column as C;
    draft_file::Entity::find()
        .select_only()
        .columns([C::Name, C::Bytes, C::CreatedAt])
        .filter(C::PersonId.eq(by.id()))
        .order_by_asc(C::CreatedAt)
        .into_model()
        .all(&db.read)
        .await
}

async fn machines(db: &Db, by: &Viewer) -> Result<Vec<OwnMachine>, DbErr> {
    use equipment::Column as C;
    equipment::Entity::find()
        .select_only()
        .columns([C::Name, C::Kind])
        .column_as(structure::Column::Name, "structure")
        .join(JoinType::InnerJoin, equipment::Relation::Structure.def())
        .filter(C::UserId.eq(by.id()))
        .order_by_asc(C::Name)
        .into_model()
        .all(&db.read)
        .await
}

async fn help_sheets_used(db: &Db, by: &Viewer) -> Result<Vec<OwnHelpSheetUse>, DbErr> {
    use help_sheet_use::Column as C;
    let of = Expr::col((help_sheet::Entity, help_sheet::Column::Id)).equals((help_sheet_use::Entity, C::HelpSheetId));
    let mut select = help_sheet_use::Entity::find()
        .select_only()
        .column(C::Day)
        .column(help_sheet::Column::Title)
        .filter(C::PersonId.eq(by.id()))
        .order_by_asc(C::At);
    QueryTrait::query(&mut select).join(JoinType::InnerJoin, help_sheet::Entity, of);
    select.into_model().all(&db.read).await
}

async fn outages(db: &Db, by: &Viewer) -> Result<Vec<OwnOutage>, DbErr> {
    use affected::Column as C;
    let of = Expr::col((outage::Entity, outage::Column::Id)).equals((affected::Entity, C::OutageId));
    let mut select = affected::Entity::find()
        .select_only()
        .column(C::At)
        .column(outage::Column::Title)
        .filter(C::PersonId.eq(by.id()))
        .order_by_asc(C::At);
    QueryTrait::query(&mut select).join(JoinType::InnerJoin, outage::Entity, of);
    select.into_model().all(&db.read).await
}

async fn joined_requests(db: &Db, by: &Viewer) -> Result<Vec<OwnJoined>, DbErr> {
    use ticket_affected::Column as C;
    let of = Expr::col((ticket::Entity, ticket::Column::Id)).equals((ticket_affected::Entity, C::TicketId));
    let mut select = ticket_affected::Entity::find()
        .select_only()
        .column(C::At)
        .column(ticket::Column::Number)
        .filter(C::PersonId.eq(by.id()))
        .order_by_asc(C::At);
    QueryTrait::query(&mut select).join(JoinType::InnerJoin, ticket::Entity, of);
    select.into_model().all(&db.read).await
}

async fn signatures(db: &Db, by: &Viewer) -> Result<Vec<OwnSignature>, DbErr> {
    use signature::Column as C;
    let of = Expr::col((structure::Entity, structure::Column::Id)).equals((signature::Entity, C::StructureId));
    let mut select = signature::Entity::find()
        .select_only()
        .column(C::SignedAt)
        .column_as(C::Period, "month")
        .column_as(structure::Column::Name, "structure")
        .filter(C::PersonId.eq(by.id()))
        .order_by_asc(C::SignedAt);
    QueryTrait::query(&mut select).join(JoinType::InnerJoin, structure::Entity, of);
    select.into_model().all(&db.read).await
}

async fn sheet_questions(db: &Db, by: &Viewer) -> Result<Vec<OwnQuestion>, DbErr> {
    use sheet_question::Column as C;
    let of = Expr::col((structure::Entity, structure::Column::Id)).equals((sheet_question::Entity, C::StructureId));
    let mut select = sheet_question::Entity::find()
        .select_only()
        .columns([C::AskedAt, C::Words, C::Answer])
        .column_as(C::Period, "month")
        .column_as(structure::Column::Name, "structure")
        .filter(C::AskedBy.eq(by.id()))
        .order_by_asc(C::AskedAt);
    QueryTrait::query(&mut select).join(JoinType::InnerJoin, structure::Entity, of);
    select.into_model().all(&db.read).await
}

async fn gifts(db: &Db, by: &Viewer) -> Result<Vec<OwnGift>, DbErr> {
    use gift::Column as C;
    gift::Entity::find()
        .select_only()
        .columns([C::Minutes, C::Words, C::ProposedAt])
        .column_as(C::Period, "month")
        .filter(C::ProposedBy.eq(by.id()))
        .order_by_asc(C::ProposedAt)
        .into_model()
        .all(&db.read)
        .await
}
