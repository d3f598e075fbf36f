//! What somebody did for the group: time, visits, what they looked at, what they decided. Some at a time.

use crate::domain::ids::{InterventionId, PersonId, TicketId, VisitId};
use crate::domain::interventions::Kind;
use crate::domain::time::{Minutes, Month};
use crate::store::access::Viewer;
use crate::store::entities::{intervention, journal, structure, ticket, ticket_view, visit};
use crate::store::journal::LineKind;
use crate::store::{Db, DbErr};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait, RelationTrait,
};
use serde::Serialize;

/// How many rows are read at once.
const AT_ONCE: u64 = 500;

/// Time that they spent, as it stands.
#[derive(Clone, Debug, Serialize, FromQueryResult)]
pub struct OwnIntervention {
    #[serde(skip)]
    pub id: InterventionId,
    pub day: NaiveDate,
    pub structure: String,
    pub number: Option<i64>,
    pub minutes: Minutes,
    pub kind: Kind,
    pub note: String,
}

/// A visit of theirs as a technician.
#[derive(Clone, Debug, Serialize, FromQueryResult)]
pub struct OwnVisit {
    #[serde(skip)]
    pub id: VisitId,
    pub day: NaiveDate,
    pub from_minute: i64,
    pub to_minute: i64,
    pub structure: String,
    pub note: String,
    pub cancelled_at: Option<DateTime<Utc>>,
}

/// A request that they looked at without taking part.
#[derive(Clone, Debug, Serialize, FromQueryResult)]
pub struct OwnLook {
    #[serde(skip)]
    pub ticket_id: TicketId,
    pub number: i64,
    pub day: NaiveDate,
    pub seen_at: DateTime<Utc>,
}

/// A line of the journal that they caused.
#[derive(Clone, Debug, Serialize, FromQueryResult)]
pub struct Decision {
    pub seq: i64,
    pub at: DateTime<Utc>,
    pub month: Option<Month>,
    pub kind: LineKind,
    pub reason: String,
}

/// Where the next looks begin.
pub type AfterLook = (TicketId, NaiveDate);

fn full<T>(rows: &[T]) -> Option<&T> {
    rows.last().filter(|_| rows.len() as u64 == AT_ONCE)
}

/// The next interventions, and where to go on.
pub async fn interventions(
    db: &Db,
    by: &Viewer,
    after: Option<InterventionId>,
) -> Result<(Vec<OwnIntervention>, Option<InterventionId>), DbErr> {
    use intervention::Column as C;
    let mut select = intervention::Entity::find()
        .select_only()
        .columns([C::Id, C::Day, C::Minutes, C::Kind, C::Note])
        .column_as(structure::Column::Name, "structure")
        .column(ticket::Column::Number)
        .join(JoinType::InnerJoin, intervention::Relation::Structure.def())
        .join(JoinType::LeftJoin, intervention::Relation::Ticket.def())
        .filter(C::WorkerId.eq(by.id()))
        .filter(C::SupersededAt.is_null())
        .filter(C::Withdrawn.eq(false))
        .order_by_asc(C::Id)
        .limit(AT_ONCE);
    if let Some(id) = after {
        select = select.filter(C::Id.gt(id));
    }
    let rows: Vec<OwnIntervention> = select.into_model().all(&db.read).await?;
    let next = full(&rows).map(|row| row.id);
    Ok((rows, next))
}

/// The next visits, and where to go on.
pub async fn visits(db: &Db, by: &Viewer, after: Option<VisitId>) -> Result<(Vec<OwnVisit>, Option<VisitId>), DbErr> {
    use visit::Column as C;
    let mut select = visit::Entity::find()
        .select_only()
        .columns([C::Id, C::Day, C::FromMinute, C::ToMinute, C::Note, C::CancelledAt])
        .column_as(structure::Column::Name, "structure")
        .join(JoinType::InnerJoin, visit::Relation::Structure.def())
        .filter(C::TechnicianId.eq(by.id()))
        .order_by_asc(C::Id)
        .limit(AT_ONCE);
    if let Some(id) = after {
        select = select.filter(C::Id.gt(id));
    }
    let rows: Vec<OwnVisit> = select.into_model().all(&db.read).await?;
    let next = full(&rows).map(|row| row.id);
    Ok((rows, next))
}

/// The next requests that they looked at, and where to go on.
pub async fn looks(db: &Db, by: &Viewer, after: Option<AfterLook>) -> Result<(Vec<OwnLook>, Option<AfterLook>), DbErr> {
    use ticket_view::Column as C;
    let of = Expr::col((ticket::Entity, ticket::Column::Id)).equals((ticket_view::Entity, C::TicketId));
    let mut select = ticket_view::Entity::find()
        .select_only()
        .columns([C::TicketId, C::Day, C::SeenAt])
        .column(ticket::Column::Number)
        .filter(C::PersonId.eq(by.id()))
        .order_by_asc(C::TicketId)
        .order_by_asc(C::Day)
        .limit(AT_ONCE);
    QueryTrait::query(&mut select).join(JoinType::InnerJoin, ticket::Entity, of);
    if let Some((id, day)) = after {
        let same = C::TicketId.eq(id).and(C::Day.gt(day));
        select = select.filter(Condition::any().add(C::TicketId.gt(id)).add(same));
    }
    let rows: Vec<OwnLook> = select.into_model().all(&db.read).await?;
    let next = full(&rows).map(|row| (row.ticket_id, row.day));
    Ok((rows, next))
}

/// The next lines of the journal that they caused, and where to go on.
pub async fn decisions(db: &Db, by: &Viewer, after: Option<i64>) -> Result<(Vec<Decision>, Option<i64>), DbErr> {
    use journal::Column as C;
    let me: PersonId = by.id();
    let mut select = journal::Entity::find()
        .select_only()
        .columns([C::Seq, C::At, C::Kind, C::Reason])
        .column_as(C::Period, "month")
        .filter(C::ActorId.eq(me))
        .order_by_asc(C::Seq)
        .limit(AT_ONCE);
    if let Some(seq) = after {
        select = select.filter(C::Seq.gt(seq));
    }
    let rows: Vec<Decision> = select.into_model().all(&db.read).await?;
    let next = full(&rows).map(|row| row.seq);
    Ok((rows, next))
}
