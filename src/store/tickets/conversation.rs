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
use sea_orm::sea_query::Query;
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

/// What was said, with who said it; once for each file that came with it.
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
    file: Option<AttachmentId>,
    file_name: Option<String>,
    kind: Option<FileKind>,
    bytes: Option<i64>,
    width: Option<i64>,
    height: Option<i64>,
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

async fn said(db: &Db, viewer: &Viewer, of: TicketId, origins: &Origins) -> Result<Vec<Line>, DbErr> {
    let mut select = message::Entity::find()
        .filter(message::Column::TicketId.is_in(origins.keys().copied().chain([of])))
        .join(JoinType::InnerJoin, message::Relation::Person.def())
        .join_rev(JoinType::LeftJoin, attachment::Relation::Message.def())
        .column_as(person::Column::Name, "author_name")
        .column_as(attachment::Column::Id, "file")
        .column_as(attachment::Column::Name, "file_name")
        .columns([attachment::Column::Kind, attachment::Column::Bytes, attachment::Column::Width, attachment::Column::Height])
        .order_by_asc(message::Column::CreatedAt)
        .order_by_asc(message::Column::Id)
        .order_by_asc(attachment::Column::Id);
    if Technician::of(viewer).is_none() {
        select = select.filter(message::Column::Internal.eq(false));
    }
    let mut lines: Vec<Line> = Vec::new();
    for row in select.into_model::<SaidRow>().all(&db.read).await? {
        let file = row.file.zip(row.kind).map(|(id, kind)| Shown {
            id,
            name: row.file_name.unwrap_or_default(),
            kind,
            bytes: row.bytes.unwrap_or_default(),
            width: row.width.unwrap_or_default(),
            height: row.height.unwrap_or_default(),
        });
        match lines.last_mut().map(|line| &mut line.kind) {
            Some(LineKind::Message { id, files, .. }) if *id == row.id => files.extend(file),
            _ => lines.push(Line {
                at: row.created_at,
                origin: origins.get(&row.ticket_id).copied(),
                author: row.author_id,
                author_name: row.author_name,
                kind: LineKind::Message {
                    id: row.id,
                    body: row.body,
                    internal: row.internal,
                    corrected: row.corrected_at.is_some(),
                    files: file.into_iter().collect(),
                },
            }),
        }
    }
    Ok(lines)
}

async fn done(db: &Db, of: TicketId, origins: &Origins) -> Result<Vec<Line>, DbErr> {
    let rows: Vec<(DateTime<Utc>, PersonId, EventKind, String, String, TicketId)> = ticket_event::Entity::find()
        .select_only()
        .columns([ticket_event::Column::At])
        .column(ticket_event::Column::ActorId)
        .columns([ticket_event::Column::Kind, ticket_event::Column::Detail])
        .column(person::Column::Name)
        .column(ticket_event::Column::TicketId)
        .join(JoinType::InnerJoin, ticket_event::Relation::Person.def())
        .filter(ticket_event::Column::TicketId.is_in(origins.keys().copied().chain([of])))
        .order_by_asc(ticket_event::Column::Id)
        .into_tuple()
        .all(&db.read)
        .await?;
    // Who came and who left is kept by id: a name changes, and is erased in its time.
    let person = |kind: EventKind, detail: &str| match kind {
        EventKind::Joined | EventKind::Left | EventKind::SentOutside | EventKind::Given => {
            detail.split(' ').next()?.parse::<PersonId>().ok()
        }
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

/// The conversation of a ticket that was found within reach. Internal notes are there for technicians alone.
pub async fn conversation(db: &Db, viewer: &Viewer, of: &Ticket) -> Result<Vec<Line>, DbErr> {
    let origins: Origins = group_of(db, of).await?.into_iter().collect();
    let mut lines = said(db, viewer, of.id, &origins).await?;
    lines.extend(done(db, of.id, &origins).await?);
    // At one instant what was said comes before what it did.
    lines.sort_by_key(|line| (line.at, matches!(line.kind, LineKind::Event { .. })));
    Ok(lines)
}
