//! What may be read of outages: lists, one of them, its news. Of people a number alone; of structures nothing, but to
//! technicians.

use crate::domain::ids::{OutageId, PersonId};
use crate::domain::tickets::Part;
use crate::store::access::Scope;
use crate::store::entities::{affected, guest, outage, outage_news, participation, person, ticket};
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Alias, CaseStatement, Expr, Func, Query, SelectStatement, UnionType};
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Select,
};

/// An outage as its reader sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outage {
    pub id: OutageId,
    pub title: String,
    pub words: String,
    /// Read without an account too.
    pub public: bool,
    pub started_at: DateTime<Utc>,
    pub next_news_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub changed_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    /// What happened, once it is over.
    pub learnt: Option<String>,
    /// How many people said « moi aussi », or asked for help with it.
    pub affected: i64,
    /// Whether the reader said « moi aussi ».
    pub mine: bool,
    /// Whether it concerns the reader where they are at home.
    pub concerns: bool,
}

#[derive(FromQueryResult)]
struct Counted {
    #[sea_orm(nested)]
    row: outage::Model,
    #[sea_orm(nested)]
    counts: Counts,
}

#[derive(FromQueryResult)]
struct Counts {
    affected: i64,
    mine: bool,
    concerns: bool,
}

impl From<Counted> for Outage {
    fn from(Counted { row, counts }: Counted) -> Self {
        Self {
            id: row.id,
            title: row.title,
            words: row.words,
            public: row.public,
            started_at: row.started_at,
            next_news_at: row.next_news_at,
            version: row.version,
            changed_at: row.changed_at,
            closed_at: row.closed_at,
            learnt: row.learnt,
            affected: counts.affected,
            mine: counts.mine,
            concerns: counts.concerns,
        }
    }
}

fn of_row<C: ColumnTrait>(column: C) -> Expr {
    Expr::col(column.as_column_ref()).equals((outage::Entity, outage::Column::Id))
}

/// Who said « moi aussi », and who asks in a request that is tied to it: a person counts once.
fn affected_count() -> SelectStatement {
    // A stranger counts as nobody.
    let guests = Query::select().column(guest::Column::PersonId).from(guest::Entity).to_owned();
    let asked = Query::select()
        .column((participation::Entity, participation::Column::PersonId))
        .from(participation::Entity)
        .inner_join(
            ticket::Entity,
            Expr::col((ticket::Entity, ticket::Column::Id)).equals((participation::Entity, participation::Column::TicketId)),
        )
        .and_where(of_row(ticket::Column::OutageId))
        .and_where(participation::Column::Part.eq(Part::Requester))
        .and_where(participation::Column::PersonId.not_in_subquery(guests))
        .to_owned();
    let touched = Query::select()
        .column((affected::Entity, affected::Column::PersonId))
        .from(affected::Entity)
        .and_where(of_row(affected::Column::OutageId))
        .union(UnionType::Distinct, asked)
        .to_owned();
    let person = Expr::col((Alias::new("touched"), Alias::new("person_id")));
    Query::select().expr(Func::count(person)).from_subquery(touched, "touched").to_owned()
}

fn said_by(person: PersonId) -> SelectStatement {
    Query::select()
        .expr(Expr::value(1))
        .from(affected::Entity)
        .and_where(of_row(affected::Column::OutageId))
        .and_where(affected::Column::PersonId.eq(person))
        .to_owned()
}

async fn counted(db: &Db, select: Select<outage::Entity>, within: &Scope) -> Result<Vec<Outage>, DbErr> {
    let rows: Vec<Counted> = select
        .expr_as(Expr::SubQuery(None, Box::new(affected_count().into())), "affected")
        .expr_as(Expr::exists(said_by(within.person())), "mine")
        .expr_as(CaseStatement::new().case(within.concern(), true).finally(false), "concerns")
        .into_model()
        .all(&db.read)
        .await?;
    Ok(rows.into_iter().map(Outage::from).collect())
}

/// As many open outages as anybody reads.
const MOST_OPEN: u64 = 50;

/// The open outages that a reader's list shows, the latest first.
pub async fn open(db: &Db, within: impl Into<Scope>) -> Result<Vec<Outage>, DbErr> {
    let within = within.into();
    open_of(db, within.listed_outages(), &within).await
}

/// The open outages that concern the reader where they are at home, the latest first.
pub async fn open_concerning(db: &Db, within: impl Into<Scope>) -> Result<Vec<Outage>, DbErr> {
    let within = within.into();
    open_of(db, within.concerning_outages(), &within).await
}

async fn open_of(db: &Db, select: Select<outage::Entity>, within: &Scope) -> Result<Vec<Outage>, DbErr> {
    let open = select.filter(outage::Column::ClosedAt.is_null());
    let latest = open.order_by_desc(outage::Column::StartedAt).order_by_desc(outage::Column::Id).limit(MOST_OPEN);
    counted(db, latest, within).await
}

/// Where a page of outages that are over starts: after this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastKey {
    pub closed_at: DateTime<Utc>,
    pub id: OutageId,
}

/// The outages that are over since an instant, as a reader's list shows them, the latest first.
pub async fn past(
    db: &Db,
    within: impl Into<Scope>,
    since: Option<DateTime<Utc>>,
    after: Option<PastKey>,
    most: u64,
) -> Result<Vec<Outage>, DbErr> {
    let within = within.into();
    let mut over = within.listed_outages().filter(outage::Column::ClosedAt.is_not_null());
    if let Some(since) = since {
        over = over.filter(outage::Column::ClosedAt.gte(since));
    }
    if let Some(key) = after {
        let row =
            Expr::tuple([Expr::col((outage::Entity, outage::Column::ClosedAt)), Expr::col((outage::Entity, outage::Column::Id))]);
        over = over.filter(row.lt(Expr::tuple([Expr::value(key.closed_at), Expr::value(key.id)])));
    }
    let latest = over.order_by_desc(outage::Column::ClosedAt).order_by_desc(outage::Column::Id).limit(most);
    counted(db, latest, &within).await
}

/// One outage within reach.
pub async fn find(db: &Db, within: impl Into<Scope>, id: OutageId) -> Result<Option<Outage>, DbErr> {
    let within = within.into();
    Ok(counted(db, within.outages().filter(outage::Column::Id.eq(id)), &within).await?.pop())
}

/// What was told of an outage at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    pub number: i64,
    pub title: String,
    pub words: String,
    pub written_at: DateTime<Utc>,
    /// For technicians alone.
    pub author_name: Option<String>,
}

/// What was told of an outage that was found within reach, the latest first.
pub async fn news(db: &Db, within: impl Into<Scope>, of: &Outage) -> Result<Vec<News>, DbErr> {
    let names = within.into().is_technician();
    let rows: Vec<(i64, String, String, DateTime<Utc>, String)> = outage_news::Entity::find()
        .select_only()
        .columns([outage_news::Column::Number, outage_news::Column::Title, outage_news::Column::Words])
        .column(outage_news::Column::WrittenAt)
        .column(person::Column::Name)
        .join(JoinType::InnerJoin, outage_news::Relation::Person.def())
        .filter(outage_news::Column::OutageId.eq(of.id))
        .order_by_desc(outage_news::Column::Number)
        .into_tuple()
        .all(&db.read)
        .await?;
    let read = |(number, title, words, written_at, name)| News {
        number,
        title,
        words,
        written_at,
        author_name: Some(name).filter(|_| names),
    };
    Ok(rows.into_iter().map(read).collect())
}
