//! The requests that somebody asked or follows, some at a time in the order in which they came: the words that they could read,
//! and of their own requests the internal notes too.

use crate::domain::ids::{AttachmentId, MessageId, PersonId, StructureId, TicketId};
use crate::domain::interventions::Kind;
use crate::domain::tickets::{Channel, EventKind, Part, State};
use crate::domain::time::Minutes;
use crate::store::access::{Scope, Viewer};
use crate::store::entities::{
    attachment, category, disclosure, intervention, message, participation, person, satisfaction, structure, ticket, ticket_event,
    ticket_view,
};
use crate::store::tickets::{NamedMachine, machines_of};
use crate::store::{Db, DbErr};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait, RelationTrait,
};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// How many are read at once.
const AT_ONCE: u64 = 50;

/// Where the next ones begin.
#[derive(Clone, Copy, Debug)]
pub struct AfterRequest(DateTime<Utc>, TicketId);

/// A request.
#[derive(Clone, Debug, Serialize)]
pub struct OwnRequest {
    pub number: i64,
    /// None when they left the structure of a request that somebody else asked.
    pub title: Option<String>,
    pub structure: String,
    pub part: Part,
    pub state: State,
    pub channel: Channel,
    pub category: Option<String>,
    /// The names of the machines that it is about.
    pub machines: Vec<String>,
    pub confidential: bool,
    pub received_at: DateTime<Utc>,
    pub answered_at: Option<DateTime<Utc>>,
    pub settled_at: Option<DateTime<Utc>>,
    /// Whoever hands them over says where their files are read.
    #[serde(skip)]
    pub messages: Vec<OwnMessage>,
    pub history: Vec<OwnEvent>,
    /// Time that was spent on it, unless the structure keeps that to its referents.
    pub time: Vec<OwnTime>,
    /// « C'est réglé ? »: what they answered.
    pub answers: Vec<OwnAnswer>,
    /// Who looked at it without taking part.
    pub seen_by: Vec<OwnView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct OwnMessage {
    pub at: DateTime<Utc>,
    pub by: String,
    /// A note that technicians kept among themselves.
    pub internal: bool,
    pub words: String,
    #[serde(skip)]
    pub files: Vec<OwnFile>,
}

#[derive(Clone, Debug)]
pub struct OwnFile {
    pub id: AttachmentId,
    pub name: String,
    pub bytes: i64,
}

#[derive(Clone, Debug, Serialize)]
pub struct OwnEvent {
    pub at: DateTime<Utc>,
    pub by: String,
    pub kind: EventKind,
}

#[derive(Clone, Debug, Serialize)]
pub struct OwnTime {
    pub day: NaiveDate,
    pub minutes: Minutes,
    pub kind: Kind,
}

#[derive(Clone, Debug, Serialize)]
pub struct OwnAnswer {
    pub settled: bool,
    pub said_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize)]
pub struct OwnView {
    pub day: NaiveDate,
    pub by: String,
    /// Said by who read a confidential request without having it in hand.
    pub reason: Option<String>,
}

#[derive(FromQueryResult)]
struct Row {
    id: TicketId,
    number: i64,
    title: String,
    structure_id: StructureId,
    structure: String,
    part: Part,
    state: State,
    channel: Channel,
    category: Option<String>,
    confidential: bool,
    requester_id: PersonId,
    received_at: DateTime<Utc>,
    answered_at: Option<DateTime<Utc>>,
    settled_at: Option<DateTime<Utc>>,
    taken_part_at: DateTime<Utc>,
}

/// The next requests, those of structures that one has left among them, and where to go on; `None` when these were the last.
pub async fn requests(db: &Db, by: &Viewer, after: Option<AfterRequest>) -> Result<(Vec<OwnRequest>, Option<AfterRequest>), DbErr> {
    let rows = rows(db, by, after).await?;
    let next = rows.last().filter(|_| rows.len() as u64 == AT_ONCE).map(|row| AfterRequest(row.taken_part_at, row.id));
    let beside = Beside::read(db, by, &rows).await?;
    Ok((beside.join(by, rows), next))
}

async fn rows(db: &Db, by: &Viewer, after: Option<AfterRequest>) -> Result<Vec<Row>, DbErr> {
    use ticket::Column as C;
    let mut select = participation::Entity::find()
        .select_only()
        .column(participation::Column::Part)
        .column_as(participation::Column::ReceivedAt, "taken_part_at")
        .columns([C::Id, C::Number, C::Title, C::StructureId, C::State, C::Channel, C::Confidential])
        .columns([C::RequesterId, C::ReceivedAt, C::AnsweredAt, C::SettledAt])
        .column_as(structure::Column::Name, "structure")
        .column_as(category::Column::Name, "category")
        .join(JoinType::InnerJoin, participation::Relation::Ticket.def())
        .join(JoinType::InnerJoin, ticket::Relation::Structure.def())
        .join(JoinType::LeftJoin, ticket::Relation::Category.def())
        .filter(participation::Column::PersonId.eq(by.id()))
        .order_by_asc(participation::Column::ReceivedAt)
        .order_by_asc(participation::Column::TicketId)
        .limit(AT_ONCE);
    if let Some(AfterRequest(at, id)) = after {
        let same = participation::Column::ReceivedAt.eq(at).and(participation::Column::TicketId.gt(id));
        select = select.filter(Condition::any().add(participation::Column::ReceivedAt.gt(at)).add(same));
    }
    select.into_model().all(&db.read).await
}

/// What goes with some requests, each asked once for all of them.
struct Beside {
    machines: HashMap<TicketId, Vec<NamedMachine>>,
    messages: HashMap<TicketId, Vec<(PersonId, MessageId, OwnMessage)>>,
    files: HashMap<MessageId, Vec<OwnFile>>,
    history: HashMap<TicketId, Vec<OwnEvent>>,
    time: HashMap<TicketId, Vec<OwnTime>>,
    answers: HashMap<TicketId, Vec<OwnAnswer>>,
    views: HashMap<TicketId, Vec<OwnView>>,
}

impl Beside {
    async fn read(db: &Db, by: &Viewer, rows: &[Row]) -> Result<Self, DbErr> {
        let ids: Vec<TicketId> = rows.iter().map(|row| row.id).collect();
        Ok(Self {
            machines: machines_of(db, ids.iter().copied()).await?,
            messages: messages(db, &ids).await?,
            files: files(db, &ids).await?,
            history: history(db, &ids).await?,
            time: time(db, by, &ids).await?,
            answers: answers(db, by, &ids).await?,
            views: views(db, &ids).await?,
        })
    }

    fn join(mut self, by: &Viewer, rows: Vec<Row>) -> Vec<OwnRequest> {
        let homes: HashSet<StructureId> = by.homes().iter().map(|home| home.structure).collect();
        let request = |row: Row| {
            let asked = row.requester_id == by.id();
            // Who left reads nothing more of others' requests, but what they wrote themselves.
            let reads = asked || homes.contains(&row.structure_id);
            let messages = self.messages.remove(&row.id).unwrap_or_default().into_iter();
            let theirs = messages.filter(|(author, _, message)| *author == by.id() || (reads && (asked || !message.internal)));
            let with_files =
                theirs.map(|(_, id, message)| OwnMessage { files: self.files.remove(&id).unwrap_or_default(), ..message });
            let machines = self.machines.remove(&row.id);
            OwnRequest {
                messages: with_files.collect(),
                history: self.history.remove(&row.id).filter(|_| reads).unwrap_or_default(),
                time: self.time.remove(&row.id).filter(|_| reads).unwrap_or_default(),
                answers: self.answers.remove(&row.id).unwrap_or_default(),
                seen_by: self.views.remove(&row.id).filter(|_| reads).unwrap_or_default(),
                number: row.number,
                title: Some(row.title).filter(|_| reads),
                structure: row.structure,
                part: row.part,
                state: row.state,
                channel: row.channel,
                category: row.category.filter(|_| reads),
                machines: machines.filter(|_| reads).into_iter().flatten().map(|(_, name)| name).collect(),
                confidential: row.confidential,
                received_at: row.received_at,
                answered_at: row.answered_at,
                settled_at: row.settled_at,
            }
        };
        rows.into_iter().map(request).collect()
    }
}

fn by_ticket<T>(rows: impl IntoIterator<Item = (TicketId, T)>) -> HashMap<TicketId, Vec<T>> {
    let mut grouped: HashMap<TicketId, Vec<T>> = HashMap::new();
    for (ticket, row) in rows {
        grouped.entry(ticket).or_default().push(row);
    }
    grouped
}

type Said = (PersonId, MessageId, OwnMessage);

async fn messages(db: &Db, ids: &[TicketId]) -> Result<HashMap<TicketId, Vec<Said>>, DbErr> {
    use message::Column as C;
    type Row = (TicketId, PersonId, MessageId, DateTime<Utc>, String, bool, String);
    let rows: Vec<Row> = message::Entity::find()
        .select_only()
        .columns([C::TicketId, C::AuthorId, C::Id, C::CreatedAt, C::Body, C::Internal])
        .column(person::Column::Name)
        .join(JoinType::InnerJoin, message::Relation::Person.def())
        .filter(C::TicketId.is_in(ids.iter().copied()))
        .order_by_asc(C::CreatedAt)
        .order_by_asc(C::Id)
        .into_tuple()
        .all(&db.read)
        .await?;
    let said = |(ticket, author, id, at, words, internal, by): Row| {
        (ticket, (author, id, OwnMessage { at, by, internal, words, files: Vec::new() }))
    };
    Ok(by_ticket(rows.into_iter().map(said)))
}

async fn files(db: &Db, ids: &[TicketId]) -> Result<HashMap<MessageId, Vec<OwnFile>>, DbErr> {
    use attachment::Column as C;
    let rows: Vec<(MessageId, AttachmentId, String, i64)> = attachment::Entity::find()
        .select_only()
        .columns([C::MessageId, C::Id, C::Name, C::Bytes])
        .filter(C::TicketId.is_in(ids.iter().copied()))
        .order_by_asc(C::Id)
        .into_tuple()
        .all(&db.read)
        .await?;
    let mut files: HashMap<MessageId, Vec<OwnFile>> = HashMap::new();
    for (message, id, name, bytes) in rows {
        files.entry(message).or_default().push(OwnFile { id, name, bytes });
    }
    Ok(files)
}

async fn history(db: &Db, ids: &[TicketId]) -> Result<HashMap<TicketId, Vec<OwnEvent>>, DbErr> {
    use ticket_event::Column as C;
    let rows: Vec<(TicketId, DateTime<Utc>, EventKind, String)> = ticket_event::Entity::find()
        .select_only()
        .columns([C::TicketId, C::At, C::Kind])
        .column(person::Column::Name)
        .join(JoinType::InnerJoin, ticket_event::Relation::Person.def())
        .filter(C::TicketId.is_in(ids.iter().copied()))
        .order_by_asc(C::At)
        .order_by_asc(C::Id)
        .into_tuple()
        .all(&db.read)
        .await?;
    Ok(by_ticket(rows.into_iter().map(|(ticket, at, kind, by)| (ticket, OwnEvent { at, by, kind }))))
}

/// The time of those whose time may be read: a referent may hide it.
async fn time(db: &Db, by: &Viewer, ids: &[TicketId]) -> Result<HashMap<TicketId, Vec<OwnTime>>, DbErr> {
    use intervention::Column as C;
    let told = ticket::Entity::find()
        .select_only()
        .column(ticket::Column::Id)
        .filter(ticket::Column::Id.is_in(ids.iter().copied()))
        .filter(Scope::from(by).reads_time())
        .into_query();
    let rows: Vec<(Option<TicketId>, NaiveDate, Minutes, Kind)> = intervention::Entity::find()
        .select_only()
        .columns([C::TicketId, C::Day, C::Minutes, C::Kind])
        .filter(C::TicketId.in_subquery(told))
        .filter(C::SupersededAt.is_null())
        .filter(C::Withdrawn.eq(false))
        .order_by_asc(C::Day)
        .order_by_asc(C::Id)
        .into_tuple()
        .all(&db.read)
        .await?;
    let spent = rows.into_iter().filter_map(|(ticket, day, minutes, kind)| Some((ticket?, OwnTime { day, minutes, kind })));
    Ok(by_ticket(spent))
}

async fn answers(db: &Db, by: &Viewer, ids: &[TicketId]) -> Result<HashMap<TicketId, Vec<OwnAnswer>>, DbErr> {
    use satisfaction::Column as C;
    let rows: Vec<(TicketId, bool, DateTime<Utc>)> = satisfaction::Entity::find()
        .select_only()
        .columns([C::TicketId, C::Settled, C::SaidAt])
        .filter(C::TicketId.is_in(ids.iter().copied()))
        .filter(C::PersonId.eq(by.id()))
        .order_by_asc(C::SaidAt)
        .into_tuple()
        .all(&db.read)
        .await?;
    Ok(by_ticket(rows.into_iter().map(|(ticket, settled, said_at)| (ticket, OwnAnswer { settled, said_at }))))
}

async fn views(db: &Db, ids: &[TicketId]) -> Result<HashMap<TicketId, Vec<OwnView>>, DbErr> {
    use ticket_view::Column as C;
    let said = Expr::col((disclosure::Entity, disclosure::Column::TicketId))
        .equals((ticket_view::Entity, C::TicketId))
        .and(Expr::col((disclosure::Entity, disclosure::Column::PersonId)).equals((ticket_view::Entity, C::PersonId)));
    let mut select = ticket_view::Entity::find()
        .select_only()
        .columns([C::TicketId, C::Day])
        .column(person::Column::Name)
        .column(disclosure::Column::Reason)
        .join(JoinType::InnerJoin, ticket_view::Relation::Person.def())
        .filter(C::TicketId.is_in(ids.iter().copied()))
        .order_by_asc(C::SeenAt);
    QueryTrait::query(&mut select).join(JoinType::LeftJoin, disclosure::Entity, said);
    let rows: Vec<(TicketId, NaiveDate, String, Option<String>)> = select.into_tuple().all(&db.read).await?;
    let mut told: HashSet<(TicketId, String)> = HashSet::new();
    let view = |(ticket, day, by, reason): (TicketId, NaiveDate, String, Option<String>)| {
        let first = told.insert((ticket, by.clone()));
        (ticket, OwnView { day, by, reason: reason.filter(|_| first) })
    };
    Ok(by_ticket(rows.into_iter().map(view).collect::<Vec<_>>()))
}
