//! The conversation of a ticket: what was said and what was done, in order of time.

use super::reads::Ticket;
use crate::domain::ids::{AttachmentId, MessageId, PersonId, TicketId};
use crate::domain::people::Duty;
use crate::domain::tickets::EventKind;
use crate::domain::tickets::files::FileKind;
use crate::store::access::{Technician, Viewer};
use crate::store::entities::{attachment, duty, message, person, ticket, ticket_event};
use crate::store::{Db, DbErr, people};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Asterisk, Expr, ExprTrait as _, IntoIden, Query, SelectStatement, UnionType, Value};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, Order, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Select,
};
use std::collections::HashMap;
use uuid::Uuid;

/// One line of a conversation, in order of time.
#[derive(Clone, Debug)]
pub struct Line {
    pub at: DateTime<Utc>,
    /// The number of the merged ticket that it came with.
    pub origin: Option<i64>,
    pub author: PersonId,
    pub author_name: String,
    pub kind: LineKind,
}

/// What somebody said, or what was done.
#[derive(Clone, Debug)]
pub enum LineKind {
    Message { id: MessageId, body: String, internal: bool, corrected: bool, files: Vec<Shown> },
    Event { kind: EventKind, detail: String },
}

/// A file as the conversation shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub id: AttachmentId,
    pub name: String,
    pub kind: FileKind,
    pub bytes: i64,
    /// Of a picture.
    pub width: i64,
    pub height: i64,
}

/// What was said, or what was done, with who did.
#[derive(FromQueryResult)]
struct Row {
    at: DateTime<Utc>,
    id: Uuid,
    ticket_id: TicketId,
    author_id: PersonId,
    author_name: String,
    /// The message, or the detail of what was done.
    words: String,
    internal: bool,
    corrected: bool,
    /// Of what was done.
    kind: Option<EventKind>,
}

/// A file, with what it came with.
#[derive(FromQueryResult)]
struct FileRow {
    id: AttachmentId,
    message_id: MessageId,
    name: String,
    kind: FileKind,
    bytes: i64,
    width: i64,
    height: i64,
}

/// How many messages are shown of a long conversation, besides the one that it began with.
const SHOWN: u64 = 30;
/// How much of what was done is looked through for it.
const LOOKED_THROUGH: u64 = 400;

/// What is shown of a conversation.
#[derive(Clone, Debug)]
pub struct Conversation {
    /// In order of time.
    pub lines: Vec<Line>,
    /// After how many of the lines older messages are left out.
    pub cut_after: Option<usize>,
}

/// Numbers of merged tickets.
type Origins = HashMap<TicketId, i64>;
/// Files by what they came with.
type Files = HashMap<MessageId, Vec<Shown>>;

/// The tickets that were merged into one that was found within reach: their messages, their time and their tasks are its own.
pub(in crate::store) async fn group_of(db: &Db, of: &Ticket) -> Result<Vec<(TicketId, i64)>, DbErr> {
    if !of.beside.united {
        return Ok(Vec::new());
    }
    ticket::Entity::find()
        .select_only()
        .columns([ticket::Column::Id])
        .column(ticket::Column::Number)
        .filter(ticket::Column::MergedInto.eq(of.id))
        .order_by_asc(ticket::Column::Number)
        .into_tuple()
        .all(&db.read)
        .await
}

/// The tickets of a conversation: the one that was found, and those merged into it.
fn tickets_of(of: TicketId, origins: &Origins) -> impl Iterator<Item = TicketId> {
    origins.keys().copied().chain([of])
}

/// A column of either half of a conversation.
fn column_of(of: impl IntoIden, column: impl IntoIden) -> Expr {
    Expr::col((of, column))
}

/// What is said in a conversation, as far as the viewer reads it, in an order.
fn said(viewer: &Viewer, of: TicketId, origins: &Origins, order: Order) -> SelectStatement {
    let row = |column| column_of(message::Entity, column);
    let mut select = Query::select();
    select
        .expr_as(row(message::Column::CreatedAt), "at")
        .expr_as(row(message::Column::Id), "id")
        .expr_as(row(message::Column::TicketId), "ticket_id")
        .expr_as(row(message::Column::AuthorId), "author_id")
        .expr_as(column_of(person::Entity, person::Column::Name), "author_name")
        .expr_as(row(message::Column::Body), "words")
        .expr_as(row(message::Column::Internal), "internal")
        .expr_as(row(message::Column::CorrectedAt).is_not_null(), "corrected")
        .expr_as(Expr::Constant(Value::String(None)), "kind")
        .from(message::Entity)
        .inner_join(
            person::Entity,
            column_of(person::Entity, person::Column::Id).equals((message::Entity, message::Column::AuthorId)),
        )
        .and_where(row(message::Column::TicketId).is_in(tickets_of(of, origins)))
        .order_by_expr(row(message::Column::CreatedAt), order.clone())
        .order_by_expr(row(message::Column::Id), order);
    if Technician::of(viewer).is_none() {
        select.and_where(row(message::Column::Internal).eq(false));
    }
    select
}

/// What is done in a conversation, the newest first.
fn done(of: TicketId, origins: &Origins) -> SelectStatement {
    let row = |column| column_of(ticket_event::Entity, column);
    let no = || Expr::Constant(false.into());
    let mut select = Query::select();
    select
        .expr_as(row(ticket_event::Column::At), "at")
        .expr_as(row(ticket_event::Column::Id), "id")
        .expr_as(row(ticket_event::Column::TicketId), "ticket_id")
        .expr_as(row(ticket_event::Column::ActorId), "author_id")
        .expr_as(column_of(person::Entity, person::Column::Name), "author_name")
        .expr_as(row(ticket_event::Column::Detail), "words")
        .expr_as(no(), "internal")
        .expr_as(no(), "corrected")
        .expr_as(row(ticket_event::Column::Kind), "kind")
        .from(ticket_event::Entity)
        .inner_join(
            person::Entity,
            column_of(person::Entity, person::Column::Id).equals((ticket_event::Entity, ticket_event::Column::ActorId)),
        )
        .and_where(row(ticket_event::Column::TicketId).is_in(tickets_of(of, origins)))
        .order_by_expr(row(ticket_event::Column::At), Order::Desc)
        .order_by_expr(row(ticket_event::Column::Id), Order::Desc);
    select
}

/// What was said and what was done, asked in one question; of each no more than `most`. In order of time: at one instant what
/// was said comes before what it did.
async fn rows(db: &Db, viewer: &Viewer, of: TicketId, origins: &Origins, most: Option<(u64, u64)>) -> Result<Vec<Row>, DbErr> {
    let (mut said, mut done) = (said(viewer, of, origins, Order::Desc), done(of, origins));
    if let Some((messages, events)) = most {
        said.limit(messages);
        done.limit(events);
    }
    let half = |select, name: &'static str| Query::select().column(Asterisk).from_subquery(select, name).to_owned();
    let both = half(said, "said").union(UnionType::All, half(done, "done")).to_owned();
    let mut rows = Row::find_by_statement(db.backend().build(&both)).all(&db.read).await?;
    rows.sort_by_key(|row| (row.at, row.kind.is_some(), row.id));
    Ok(rows)
}

/// The files of what is shown, in the order in which they were sent; of a conversation that is cut those of its first message
/// and of what was said since.
async fn files(db: &Db, of: &Ticket, origins: &Origins, cut: Option<(Uuid, DateTime<Utc>)>) -> Result<Files, DbErr> {
    let mut files = Files::new();
    if !of.beside.files && origins.is_empty() {
        return Ok(files);
    }
    let mut select = attachment::Entity::find().filter(attachment::Column::TicketId.is_in(tickets_of(of.id, origins)));
    if let Some((first, since)) = cut {
        select = select
            .join(JoinType::InnerJoin, attachment::Relation::Message.def())
            .filter(message::Column::CreatedAt.gte(since).or(message::Column::Id.eq(first)));
    }
    for row in select.order_by_asc(attachment::Column::Id).into_model::<FileRow>().all(&db.read).await? {
        let FileRow { id, message_id, name, kind, bytes, width, height } = row;
        files.entry(message_id).or_default().push(Shown { id, name, kind, bytes, width, height });
    }
    Ok(files)
}

/// Who came and who left is kept by id: a name changes, and is erased in its time.
fn told_of(row: &Row) -> Option<PersonId> {
    match row.kind? {
        EventKind::Joined | EventKind::Left | EventKind::SentOutside | EventKind::Given => {
            row.words.split(' ').next()?.parse().ok()
        }
        _ => None,
    }
}

/// Lines of rows, with the files that came with them.
async fn lines(db: &Db, rows: Vec<Row>, origins: &Origins, mut files: Files) -> Result<Vec<Line>, DbErr> {
    let named = people::names(&db.read, rows.iter().filter_map(told_of)).await?;
    let line = |row: Row| {
        let told = told_of(&row).map(|id| named.get(&id).map_or("", String::as_str));
        let kind = match (row.kind, told) {
            (None, _) => {
                let id = MessageId(row.id);
                let files = files.remove(&id).unwrap_or_default();
                LineKind::Message { id, body: row.words, internal: row.internal, corrected: row.corrected, files }
            }
            (Some(kind), None) => LineKind::Event { kind, detail: row.words },
            (Some(kind), Some(name)) => {
                let why = row.words.split_once(' ').map(|(_, why)| format!("{name}. {why}"));
                LineKind::Event { kind, detail: why.unwrap_or_else(|| name.to_owned()) }
            }
        };
        let origin = origins.get(&row.ticket_id).copied();
        Line { at: row.at, origin, author: row.author_id, author_name: row.author_name, kind }
    };
    Ok(rows.into_iter().map(line).collect())
}

/// What was said first in a ticket that was found within reach: the request itself.
pub async fn first_words(db: &Db, of: &Ticket) -> Result<String, DbErr> {
    let first = said_aloud(of).order_by_asc(message::Column::CreatedAt).order_by_asc(message::Column::Id).one(&db.read).await?;
    Ok(first.map(|row| row.body).unwrap_or_default())
}

/// What a technician answered last in a ticket that was found within reach; empty when none has. Never a note.
pub async fn last_answer(db: &Db, _by: &Technician, of: &Ticket) -> Result<String, DbErr> {
    // Who left the duty since has answered all the same.
    let technicians = Query::select()
        .column(duty::Column::PersonId)
        .from(duty::Entity)
        .and_where(duty::Column::Kind.eq(Duty::Technician))
        .to_owned();
    let last = said_aloud(of)
        .filter(message::Column::AuthorId.in_subquery(technicians))
        .order_by_desc(message::Column::CreatedAt)
        .order_by_desc(message::Column::Id)
        .one(&db.read)
        .await?;
    Ok(last.map(|row| row.body).unwrap_or_default())
}

/// What everybody who takes part may read.
fn said_aloud(of: &Ticket) -> Select<message::Entity> {
    message::Entity::find().filter(message::Column::TicketId.eq(of.id)).filter(message::Column::Internal.eq(false))
}

/// The whole conversation of a ticket that was found within reach. Internal notes are there for technicians alone.
pub async fn conversation(db: &Db, viewer: &Viewer, of: &Ticket) -> Result<Vec<Line>, DbErr> {
    let origins: Origins = group_of(db, of).await?.into_iter().collect();
    let rows = rows(db, viewer, of.id, &origins, None).await?;
    let files = files(db, of, &origins, None).await?;
    lines(db, rows, &origins, files).await
}

/// The conversation as the ticket's page shows it: all of it, or of a long one what it began with and its newest thirty
/// messages, with what was done since.
pub async fn newest(db: &Db, viewer: &Viewer, of: &Ticket) -> Result<Conversation, DbErr> {
    let origins: Origins = group_of(db, of).await?.into_iter().collect();
    let mut rows = rows(db, viewer, of.id, &origins, Some((SHOWN + 2, LOOKED_THROUGH))).await?;
    let messages: Vec<DateTime<Utc>> = rows.iter().filter(|row| row.kind.is_none()).map(|row| row.at).collect();
    // One more than what it began with and thirty: some are left out.
    let since = messages.get(2).copied().filter(|_| messages.len() as u64 == SHOWN + 2);
    let mut cut_after = None;
    if let Some(since) = since {
        let first = said(viewer, of.id, &origins, Order::Asc).limit(1).to_owned();
        let first = Row::find_by_statement(db.backend().build(&first)).one(&db.read).await?;
        let began = first.as_ref().map(|row| row.at);
        let mut older = 2;
        rows.retain(|row| match row.kind {
            None if older > 0 => {
                older -= 1;
                false
            }
            None => true,
            Some(_) => row.at >= since || began.is_some_and(|began| row.at <= began),
        });
        rows.splice(0..0, first);
        cut_after = rows.iter().enumerate().filter(|(_, row)| row.kind.is_none()).map(|(place, _)| place).nth(1);
    }
    let files = files(db, of, &origins, rows.iter().find(|row| row.kind.is_none()).map(|row| row.id).zip(since)).await?;
    Ok(Conversation { lines: lines(db, rows, &origins, files).await?, cut_after })
}
