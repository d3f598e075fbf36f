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
use sea_orm::sea_query::{Condition, ExprTrait as _, Query};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Select};
use std::collections::HashMap;

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

/// What was said, with who said it.
#[derive(FromQueryResult)]
struct SaidRow {
    id: MessageId,
    ticket_id: TicketId,
    author_id: PersonId,
    body: String,
    internal: bool,
    created_at: DateTime<Utc>,
    author_name: String,
    corrected_at: Option<DateTime<Utc>>,
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

/// What is said in a conversation, as far as the viewer reads it.
fn readable(viewer: &Viewer, of: TicketId, origins: &Origins) -> Select<message::Entity> {
    let select = message::Entity::find()
        .filter(message::Column::TicketId.is_in(tickets_of(of, origins)))
        .join(JoinType::InnerJoin, message::Relation::Person.def())
        .column_as(person::Column::Name, "author_name");
    match Technician::of(viewer) {
        Some(_) => select,
        None => select.filter(message::Column::Internal.eq(false)),
    }
}

fn said(row: SaidRow, origins: &Origins, files: &mut HashMap<MessageId, Vec<Shown>>) -> Line {
    Line {
        at: row.created_at,
        origin: origins.get(&row.ticket_id).copied(),
        author: row.author_id,
        author_name: row.author_name,
        kind: LineKind::Message {
            id: row.id,
            body: row.body,
            internal: row.internal,
            corrected: row.corrected_at.is_some(),
            files: files.remove(&row.id).unwrap_or_default(),
        },
    }
}

/// The files of what is shown, in the order in which they were sent.
async fn files(db: &Db, of: &Ticket, origins: &Origins, which: Condition) -> Result<HashMap<MessageId, Vec<Shown>>, DbErr> {
    let mut files: HashMap<MessageId, Vec<Shown>> = HashMap::new();
    if !of.beside.files && origins.is_empty() {
        return Ok(files);
    }
    let rows = attachment::Entity::find()
        .join(JoinType::InnerJoin, attachment::Relation::Message.def())
        .filter(attachment::Column::TicketId.is_in(tickets_of(of.id, origins)))
        .filter(which)
        .order_by_asc(attachment::Column::Id)
        .into_model::<FileRow>()
        .all(&db.read)
        .await?;
    for row in rows {
        let FileRow { id, message_id, name, kind, bytes, width, height } = row;
        files.entry(message_id).or_default().push(Shown { id, name, kind, bytes, width, height });
    }
    Ok(files)
}

async fn done(db: &Db, of: TicketId, origins: &Origins, when: Condition) -> Result<Vec<Line>, DbErr> {
    let rows: Vec<(DateTime<Utc>, PersonId, EventKind, String, String, TicketId)> = ticket_event::Entity::find()
        .select_only()
        .columns([ticket_event::Column::At])
        .column(ticket_event::Column::ActorId)
        .columns([ticket_event::Column::Kind, ticket_event::Column::Detail])
        .column(person::Column::Name)
        .column(ticket_event::Column::TicketId)
        .join(JoinType::InnerJoin, ticket_event::Relation::Person.def())
        .filter(ticket_event::Column::TicketId.is_in(tickets_of(of, origins)))
        .filter(when)
        .order_by_asc(ticket_event::Column::Id)
        .into_tuple()
        .all(&db.read)
        .await?;
    // Who came and who left is kept by id: a name changes, and is erased in its time.
    let person = |kind: EventKind, detail: &str| match kind {
        EventKind::Joined | EventKind::Left | EventKind::Given => detail.split(' ').next()?.parse::<PersonId>().ok(),
        _ => None,
    };
    let named = people::names(&db.read, rows.iter().filter_map(|(_, _, kind, detail, ..)| person(*kind, detail))).await?;
    let line = |(at, author, kind, detail, author_name, ticket): (_, _, EventKind, String, _, TicketId)| {
        let detail = match person(kind, &detail) {
            Some(id) => {
                let name = named.get(&id).map_or("", String::as_str);
                detail.split_once(' ').map_or_else(|| name.to_owned(), |(_, why)| format!("{name}. {why}"))
            }
            None => detail,
        };
        let origin = origins.get(&ticket).copied();
        Line { at, origin, author, author_name, kind: LineKind::Event { kind, detail } }
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
    let rows = in_time(readable(viewer, of.id, &origins)).into_model::<SaidRow>().all(&db.read).await?;
    let mut files = files(db, of, &origins, Condition::all()).await?;
    let mut lines: Vec<Line> = rows.into_iter().map(|row| said(row, &origins, &mut files)).collect();
    lines.extend(done(db, of.id, &origins, Condition::all()).await?);
    Ok(sorted(lines))
}

/// The conversation as the ticket's page shows it: all of it, or of a long one what it began with and its newest thirty
/// messages, with what was done since.
pub async fn newest(db: &Db, viewer: &Viewer, of: &Ticket) -> Result<Conversation, DbErr> {
    let origins: Origins = group_of(db, of).await?.into_iter().collect();
    let mut rows = readable(viewer, of.id, &origins)
        .order_by_desc(message::Column::CreatedAt)
        .order_by_desc(message::Column::Id)
        .limit(SHOWN + 2)
        .into_model::<SaidRow>()
        .all(&db.read)
        .await?;
    rows.reverse();
    // One more than what it began with and thirty: some are left out.
    let cut = rows.len() as u64 == SHOWN + 2;
    let (mut which, mut when) = (Condition::all(), Condition::all());
    if cut {
        let first = in_time(readable(viewer, of.id, &origins)).into_model::<SaidRow>().one(&db.read).await?;
        rows.drain(..2);
        if let (Some(first), Some(oldest)) = (first, rows.first()) {
            let (began, since) = (first.created_at, oldest.created_at);
            which = which.add(message::Column::CreatedAt.gte(since).or(message::Column::Id.eq(first.id)));
            when = when.add(ticket_event::Column::At.gte(since).or(ticket_event::Column::At.lte(began)));
            rows.insert(0, first);
        }
    }
    let mut files = files(db, of, &origins, which).await?;
    let mut lines: Vec<Line> = rows.into_iter().map(|row| said(row, &origins, &mut files)).collect();
    lines.extend(done(db, of.id, &origins, when).await?);
    let lines = sorted(lines);
    let messages = lines.iter().enumerate().filter(|(_, line)| matches!(line.kind, LineKind::Message { .. }));
    let cut_after = messages.map(|(place, _)| place).nth(1).filter(|_| cut);
    Ok(Conversation { lines, cut_after })
}

fn in_time(select: Select<message::Entity>) -> Select<message::Entity> {
    select.order_by_asc(message::Column::CreatedAt).order_by_asc(message::Column::Id)
}

/// At one instant what was said comes before what it did.
fn sorted(mut lines: Vec<Line>) -> Vec<Line> {
    lines.sort_by_key(|line| (line.at, matches!(line.kind, LineKind::Event { .. })));
    lines
}
