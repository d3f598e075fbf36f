//! What may be read of tickets: the queue, lists, one ticket.

use super::affected::affected_count;
use super::guests::{is_unconfirmed, of_guest};
use super::lists::{PageKey, in_order};
use super::machines::{self, NamedMachine};
use super::satisfaction::answered_by;
use super::views::last_seen_by;
use crate::domain::ids::{CategoryId, EquipmentId, OutageId, PersonId, SiteId, StructureId, TicketId};
use crate::domain::tickets::delays::Threshold;
use crate::domain::tickets::filter::Order;
use crate::domain::tickets::{Channel, Impact, Outcome, Part, Priority, Standing, State, Urgency, usual};
use crate::store::access::{Referent, RegisterOf, Scope, Technician, Viewer};
use crate::store::entities::{
    attachment, category, delay_notice, equipment, membership, participation, person, site, structure, task, ticket,
    ticket_equipment, ticket_link, ticket_pause, visit_ticket,
};
use crate::store::{Db, DbErr, calendar};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::sea_query::{Alias, CaseStatement, Condition, Expr, ExprTrait as _, Func, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    RelationTrait, Select,
};

/// A row of the queue or of a list.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct QueueRow {
    pub id: TicketId,
    pub number: i64,
    pub title: String,
    pub priority: Priority,
    pub impact: Impact,
    pub state: State,
    pub queue_rank: i64,
    pub received_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub structure_id: StructureId,
    pub structure_name: String,
    pub requester_id: PersonId,
    pub requester_name: String,
    pub assignee_id: Option<PersonId>,
    pub assignee_name: Option<String>,
    /// A delay was told to be over.
    pub over: bool,
    /// Confidential, and kept from the reader: title and requester are empty.
    pub covered: bool,
    /// Asked without an account, and nobody knows yet that they are who they say.
    pub unconfirmed: bool,
}

/// What is read of each row: words as far as the reader's scope goes.
pub(in crate::store) fn with_names(select: Select<ticket::Entity>, within: &Scope) -> Select<ticket::Entity> {
    let requester = Alias::new("requester");
    let assignee = Alias::new("assignee");
    let readable = |words: Expr| CaseStatement::new().case(within.reads_words(), words).finally("");
    let title = Expr::col((ticket::Entity, ticket::Column::Title));
    select
        // What was merged is listed where it lives on.
        .filter(ticket::Column::MergedInto.is_null())
        .select_only()
        .columns([
            ticket::Column::Id,
            ticket::Column::Number,
            ticket::Column::Priority,
            ticket::Column::Impact,
            ticket::Column::State,
            ticket::Column::QueueRank,
            ticket::Column::ReceivedAt,
            ticket::Column::ChangedAt,
            ticket::Column::StructureId,
            ticket::Column::RequesterId,
            ticket::Column::AssigneeId,
        ])
        .join(JoinType::InnerJoin, ticket::Relation::Structure.def())
        .join_as(JoinType::InnerJoin, ticket::Relation::Requester.def(), requester.clone())
        .join_as(JoinType::LeftJoin, ticket::Relation::Assignee.def(), assignee.clone())
        .column_as(structure::Column::Name, "structure_name")
        .expr_as(readable(title), "title")
        .expr_as(readable(Expr::col((requester, person::Column::Name))), "requester_name")
        .expr_as(Expr::col((assignee, person::Column::Name)), "assignee_name")
        .expr_as(Expr::exists(told_over()), "over")
        .expr_as(CaseStatement::new().case(within.reads_words(), false).finally(true), "covered")
        .expr_as(is_unconfirmed(), "unconfirmed")
}

/// That one of the ticket's delays was told to be over.
pub(super) fn told_over() -> SelectStatement {
    let row = |column| Expr::col((delay_notice::Entity, column));
    Query::select()
        .expr(Expr::value(1))
        .from(delay_notice::Entity)
        .and_where(row(delay_notice::Column::TicketId).equals((ticket::Entity, ticket::Column::Id)))
        .and_where(row(delay_notice::Column::Threshold).eq(Threshold::Over))
        .to_owned()
}

/// The condition of the queue's index, to the letter: a value that is only bound is none of it.
pub fn is_open() -> Expr {
    Expr::col((ticket::Entity, ticket::Column::State)).ne(Expr::Constant(State::Settled.into()))
}

/// The requests that the viewer takes part in, the latest received first.
pub fn taken_part_in(viewer: &Viewer) -> Select<ticket::Entity> {
    Scope::from(viewer)
        .tickets()
        .join_rev(JoinType::InnerJoin, participation::Relation::Ticket.def())
        .filter(participation::Column::PersonId.eq(viewer.id()))
        .order_by_desc(participation::Column::ReceivedAt)
        .order_by_desc(participation::Column::TicketId)
}

/// The requests that the viewer takes part in: those that wait for them first, then the open ones, then the latest settled.
pub async fn of_viewer(db: &Db, viewer: &Viewer, most: u64) -> Result<Vec<QueueRow>, DbErr> {
    let mut rows: Vec<QueueRow> =
        with_names(taken_part_in(viewer), &Scope::from(viewer)).limit(most).into_model().all(&db.read).await?;
    rows.sort_by_key(|row| match row.state {
        State::Waiting => 0,
        State::Received | State::InHand => 1,
        State::Settled => 2,
    });
    Ok(rows)
}

/// The open tickets of a structure: those that wait for its people first, then the latest received; the last fifty.
pub async fn open_of_structure(db: &Db, by: &Referent) -> Result<Vec<QueueRow>, DbErr> {
    let within = Scope::from(by);
    let of_it = within.tickets_in_sight().filter(ticket::Column::StructureId.eq(by.structure())).filter(is_open());
    let mut rows: Vec<QueueRow> =
        with_names(in_order(of_it, Order::Newest, None), &within).limit(50).into_model().all(&db.read).await?;
    rows.sort_by_key(|row| row.state != State::Waiting);
    Ok(rows)
}

/// The tickets about one machine, the latest received first.
pub async fn of_equipment(db: &Db, by: &RegisterOf, machine: EquipmentId) -> Result<Vec<QueueRow>, DbErr> {
    let within = Scope::from(by);
    let is_about = machines::is_about(ticket_equipment::Column::EquipmentId.eq(machine));
    let about = within.tickets().filter(ticket::Column::StructureId.eq(by.structure())).filter(is_about);
    with_names(in_order(about, Order::Newest, None), &within).limit(50).into_model().all(&db.read).await
}

/// The same after the given row of the list, `limit` at most.
pub(in crate::store) async fn of_equipment_after(
    db: &Db,
    by: &RegisterOf,
    machine: EquipmentId,
    after: Option<PageKey>,
    limit: u64,
) -> Result<Vec<QueueRow>, DbErr> {
    let within = Scope::from(by);
    let is_about = machines::is_about(ticket_equipment::Column::EquipmentId.eq(machine));
    let about = within.tickets().filter(ticket::Column::StructureId.eq(by.structure())).filter(is_about);
    with_names(in_order(about, Order::Newest, after), &within).limit(limit).into_model().all(&db.read).await
}

/// How many open tickets are counted at most: beyond, a technician is told « plus de 500 ».
pub const COUNTED: i64 = 500;

/// How many tickets are open, and how many of them block somebody: what a technician's home says in words. Both are
/// counted up to one more than [`COUNTED`], blocked people first.
pub async fn open_count(db: &Db, by: &Technician) -> Result<(i64, i64), DbErr> {
    // By rank rather than by priority: the queue's index alone answers, and no further than needed.
    let first = Scope::from(by)
        .tickets_in_sight()
        .select_only()
        .column(ticket::Column::QueueRank)
        .filter(is_open())
        .order_by_asc(ticket::Column::QueueRank)
        .limit(COUNTED as u64 + 1)
        .into_query();
    let counts = Query::select()
        .column(ticket::Column::QueueRank)
        .expr_as(Func::count(Expr::col(ticket::Column::QueueRank)), "tickets")
        .from_subquery(first, "first")
        .group_by_col(ticket::Column::QueueRank)
        .to_owned();
    let (mut all, mut blocked) = (0, 0);
    for row in db.read.query_all(&counts).await? {
        let (rank, tickets): (i64, i64) = (row.try_get("", "queue_rank")?, row.try_get("", "tickets")?);
        all += tickets;
        blocked += if Priority::blocks_at(rank) { tickets } else { 0 };
    }
    Ok((all, blocked))
}

/// A ticket as its page shows it.
#[derive(Clone, Debug)]
pub struct Ticket {
    pub id: TicketId,
    pub number: i64,
    pub structure: StructureId,
    pub structure_name: String,
    pub title: String,
    pub channel: Channel,
    pub urgency: Urgency,
    pub impact: Impact,
    pub priority: Priority,
    pub state: State,
    pub outcome: Option<Outcome>,
    /// What the reader has to do with it.
    pub part: Option<Part>,
    pub requester: PersonId,
    pub requester_name: String,
    /// For technicians alone; may be empty.
    pub requester_phone: String,
    pub author: PersonId,
    pub author_name: String,
    pub assignee: Option<PersonId>,
    pub assignee_name: Option<String>,
    /// What it is about: the machine that was named first, the others by name.
    pub machines: Vec<NamedMachine>,
    /// Where, when somebody said it or its machines tell.
    pub site: Option<(SiteId, String)>,
    pub category: Option<CategoryId>,
    pub category_name: Option<String>,
    pub received_at: DateTime<Utc>,
    pub read_at: Option<DateTime<Utc>>,
    pub answered_at: Option<DateTime<Utc>>,
    pub settled_at: Option<DateTime<Utc>>,
    /// Read by who takes part and who has it in hand alone.
    pub confidential: bool,
    /// Whether the reader may know how much time it took.
    pub time_is_told: bool,
    /// What it is tied to: to be found within the reader's reach.
    pub outage: Option<OutageId>,
    /// How many others said « moi aussi ».
    pub affected: i64,
    pub beside: Beside,
}

/// What most tickets have none of: found with the ticket, so that its page asks only for what there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Beside {
    /// It is about more machines than the first.
    pub more_machines: bool,
    /// More people take part than who asked first.
    pub shared: bool,
    /// Its requester was waited for.
    pub paused: bool,
    /// A task is still to do.
    pub to_do: bool,
    /// A visit was planned for it.
    pub visited: bool,
    /// Other tickets were merged into it.
    pub united: bool,
    /// It is linked with others.
    pub linked: bool,
    /// A file came with one of its own messages.
    pub files: bool,
    /// The last day on which the reader, who takes no part, looked at it.
    pub seen_on: Option<NaiveDate>,
    /// The reader has said that it is settled indeed.
    pub answered: bool,
    /// Who asked has no account.
    pub guest: bool,
    /// And nobody knows yet that they are who they say.
    pub unconfirmed: bool,
}

impl Ticket {
    /// The names of its machines, the first named first.
    pub fn machine_names(&self) -> Vec<&str> {
        self.machines.iter().map(|(_, name)| name.as_str()).collect()
    }

    /// What the rules of moves look at.
    pub fn standing(&self) -> Standing {
        Standing {
            state: self.state,
            has_assignee: self.assignee.is_some(),
            was_read: self.read_at.is_some(),
            settled_at: self.settled_at,
        }
    }
}

/// One ticket within reach, with the names that its page shows; of one that was merged, that in which it lives on.
pub async fn find(db: &Db, within: impl Into<Scope>, id: TicketId) -> Result<Option<Ticket>, DbErr> {
    let within = within.into();
    let mut found = find_row(db, &within, id).await?;
    if let Some(lives_on) = found.as_ref().and_then(|found| found.row.merged_into) {
        found = find_row(db, &within, lives_on).await?;
    }
    let Some(mut found) = found.map(|found| ticket(found, &within)) else { return Ok(None) };
    if found.beside.more_machines {
        let all = machines::machines_of(db, [found.id]).await?.remove(&found.id).unwrap_or_default();
        let first = found.machines.first().map(|(id, _)| *id);
        found.machines.extend(all.into_iter().filter(|(id, _)| Some(*id) != first));
    }
    Ok(Some(found))
}

async fn find_row(db: &Db, within: &Scope, id: TicketId) -> Result<Option<Named>, DbErr> {
    let [requester, author, assignee] = ["requester", "author", "assignee"].map(Alias::new);
    let name_of = |person: &Alias| Expr::col((person.clone(), person::Column::Name));
    within
        .tickets()
        .filter(ticket::Column::Id.eq(id))
        .join(JoinType::InnerJoin, ticket::Relation::Structure.def())
        .join(JoinType::LeftJoin, ticket::Relation::Equipment.def())
        .join(JoinType::LeftJoin, ticket::Relation::Site.def())
        .join(JoinType::LeftJoin, ticket::Relation::Category.def())
        .join_as(JoinType::InnerJoin, ticket::Relation::Requester.def(), requester.clone())
        .join_as(JoinType::InnerJoin, ticket::Relation::Author.def(), author.clone())
        .join_as(JoinType::LeftJoin, ticket::Relation::Assignee.def(), assignee.clone())
        .column_as(structure::Column::Name, "structure_name")
        .column_as(equipment::Column::Name, "equipment_name")
        .column_as(site::Column::Name, "site_name")
        .column_as(category::Column::Name, "category_name")
        .expr_as(name_of(&requester), "requester_name")
        .expr_as(Expr::col((requester, person::Column::Phone)), "requester_phone")
        .expr_as(name_of(&author), "author_name")
        .expr_as(name_of(&assignee), "assignee_name")
        .expr_as(part_of(within.person()), "part")
        .expr_as(machines::has_more(), "more_machines")
        .expr_as(others_take_part(), "shared")
        .expr_as(of_row(ticket_pause::Entity, ticket_pause::Column::TicketId, None), "paused")
        .expr_as(of_row(task::Entity, task::Column::TicketId, Some(task::Column::DoneAt.is_null())), "to_do")
        .expr_as(of_row(visit_ticket::Entity, visit_ticket::Column::TicketId, None), "visited")
        .expr_as(merged_here(), "united")
        .expr_as(linked(), "linked")
        .expr_as(of_row(attachment::Entity, attachment::Column::TicketId, None), "files")
        .expr_as(last_seen_by(within.person()), "seen_on")
        .expr_as(answered_by(within.person()), "answered")
        .expr_as(affected_count(), "affected")
        .expr_as(of_guest(), "guest")
        .expr_as(is_unconfirmed(), "unconfirmed")
        .expr_as(CaseStatement::new().case(within.reads_time(), true).finally(false), "time_is_told")
        .into_model::<Named>()
        .one(&db.read)
        .await
}

/// That the ticket of the row has one of these rows.
fn of_row<E: EntityTrait>(of: E, its_ticket: E::Column, which: Option<Expr>) -> Expr {
    let mut rows = Query::select();
    rows.expr(Expr::value(1)).from(of).and_where(its_ticket.into_expr().equals((ticket::Entity, ticket::Column::Id)));
    if let Some(which) = which {
        rows.and_where(which);
    }
    Expr::exists(rows.to_owned())
}

fn merged_here() -> Expr {
    let merged = Alias::new("merged");
    let rows = Query::select()
        .expr(Expr::value(1))
        .from_as(ticket::Entity, merged.clone())
        .and_where(Expr::col((merged, ticket::Column::MergedInto)).equals((ticket::Entity, ticket::Column::Id)))
        .to_owned();
    Expr::exists(rows)
}

fn linked() -> Expr {
    let says = of_row(ticket_link::Entity, ticket_link::Column::TicketId, None);
    says.or(of_row(ticket_link::Entity, ticket_link::Column::OtherId, None))
}

fn others_take_part() -> Expr {
    let person = Expr::col((participation::Entity, participation::Column::PersonId));
    let another = person.ne(Expr::col((ticket::Entity, ticket::Column::RequesterId)));
    of_row(participation::Entity, participation::Column::TicketId, Some(another))
}

#[derive(FromQueryResult)]
struct Named {
    #[sea_orm(nested)]
    row: ticket::Model,
    #[sea_orm(nested)]
    names: Names,
    #[sea_orm(nested)]
    beside: Beside,
}

#[derive(FromQueryResult)]
struct Names {
    structure_name: String,
    equipment_name: Option<String>,
    site_name: Option<String>,
    category_name: Option<String>,
    requester_name: String,
    requester_phone: String,
    author_name: String,
    assignee_name: Option<String>,
    part: Option<Part>,
    affected: i64,
    time_is_told: bool,
}

/// What a person has to do with the ticket of the row.
fn part_of(person: PersonId) -> Expr {
    let row = |column| Expr::col((participation::Entity, column));
    let part = Query::select()
        .column(participation::Column::Part)
        .from(participation::Entity)
        .and_where(row(participation::Column::TicketId).equals((ticket::Entity, ticket::Column::Id)))
        .and_where(row(participation::Column::PersonId).eq(person))
        .to_owned();
    Expr::SubQuery(None, Box::new(part.into()))
}

fn ticket(Named { row, names, beside }: Named, within: &Scope) -> Ticket {
    let with_phone = within.is_technician();
    Ticket {
        id: row.id,
        number: row.number,
        structure: row.structure_id,
        structure_name: names.structure_name,
        title: row.title,
        channel: row.channel,
        urgency: row.urgency,
        impact: row.impact,
        priority: row.priority,
        state: row.state,
        outcome: row.outcome,
        part: names.part,
        requester: row.requester_id,
        requester_name: names.requester_name,
        requester_phone: if with_phone { names.requester_phone } else { String::new() },
        author: row.author_id,
        author_name: names.author_name,
        assignee: row.assignee_id,
        assignee_name: names.assignee_name,
        machines: row.equipment_id.zip(names.equipment_name).into_iter().collect(),
        site: row.site_id.zip(names.site_name),
        category: row.category_id,
        category_name: names.category_name,
        received_at: row.received_at,
        read_at: row.read_at,
        answered_at: row.answered_at,
        settled_at: row.settled_at,
        confidential: row.confidential,
        time_is_told: names.time_is_told,
        beside,
        outage: row.outage_id,
        affected: names.affected,
    }
}

/// The people of a structure for whom a technician may note a call, by name.
pub async fn requesters_of(db: &Db, by: &Technician, structure: StructureId) -> Result<Vec<(PersonId, String)>, DbErr> {
    Scope::from(by)
        .people()
        .select_only()
        .columns([person::Column::Id, person::Column::Name])
        .filter(
            person::Column::Id.in_subquery(
                Query::select()
                    .column(membership::Column::PersonId)
                    .from(membership::Entity)
                    .cond_where(
                        Condition::all()
                            .add(membership::Column::StructureId.eq(structure))
                            .add(membership::Column::EndedAt.is_null()),
                    )
                    .to_owned(),
            ),
        )
        .order_by_asc(person::Column::Name)
        .into_tuple()
        .all(&db.read)
        .await
}

/// The median first answer of the last 60 days, in minutes of opening hours; `None` with fewer than ten requests.
///
/// It is a figure of the whole group that names nobody: anyone who asks for help may read it.
pub async fn usual_delay(db: &Db, reader: impl Into<Scope>, now: DateTime<Utc>) -> Result<Option<i64>, DbErr> {
    let rows: Vec<(DateTime<Utc>, DateTime<Utc>)> = ticket::Entity::find()
        .select_only()
        .columns([ticket::Column::ReceivedAt, ticket::Column::AnsweredAt])
        .filter(ticket::Column::AnsweredAt.gt(now - TimeDelta::days(60)))
        // Nobody asked: it is not answered but done on its day.
        .filter(ticket::Column::Channel.ne(Channel::Series))
        .order_by_desc(ticket::Column::AnsweredAt)
        .limit(200)
        .into_tuple()
        .all(&db.read)
        .await?;
    Ok(usual::median_minutes(&rows, &calendar::promised(db, reader).await?.calendar))
}
