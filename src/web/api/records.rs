//! What programs read: a request as a line and whole, a message. Times are RFC 3339 in UTC, durations whole minutes, ids text.

use crate::domain::ids::MessageId;
use crate::domain::tickets::files::FileKind;
use crate::store::access::Viewer;
use crate::store::tickets::{DraftFile, Line, LineKind, QueueRow, Shown, Ticket};
use crate::store::{Db, DbErr, interventions};
use crate::web::tickets::first_name;
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

/// Something with its id.
#[derive(Serialize, ToSchema)]
pub struct Named {
    id: String,
    name: String,
}

impl Named {
    pub fn new(id: impl ToString, name: impl Into<String>) -> Self {
        Self { id: id.to_string(), name: name.into() }
    }
}

/// A request as a list tells of it.
#[derive(Serialize, ToSchema)]
pub struct TicketLine {
    pub number: i64,
    id: String,
    /// `null` when it is confidential and kept from the reader.
    title: Option<String>,
    /// `received`, `in_hand`, `waiting` or `settled`.
    #[schema(value_type = String)]
    state: &'static str,
    /// `blocks`, `hinders` or `can_wait`; `null` when it is kept from the reader.
    #[schema(value_type = Option<String>)]
    priority: Option<&'static str>,
    structure: Named,
    /// Who asked; `null` when it is kept from the reader.
    requester: Option<String>,
    /// The first name of who has it in hand.
    assignee: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    received_at: DateTime<Utc>,
    #[schema(value_type = String, format = DateTime)]
    changed_at: DateTime<Utc>,
    /// It is confidential, and its words are kept from the reader: it has no address of its own.
    covered: bool,
}

impl TicketLine {
    pub fn of(row: QueueRow) -> Self {
        let shown = |words: String| (!row.covered).then_some(words);
        Self {
            number: row.number,
            id: row.id.to_string(),
            title: shown(row.title),
            state: row.state.as_str(),
            priority: (!row.covered).then(|| row.priority.as_str()),
            structure: Named::new(row.structure_id, row.structure_name),
            requester: shown(row.requester_name),
            assignee: row.assignee_name.map(|name| first_name(&name).to_owned()),
            received_at: row.received_at,
            changed_at: row.changed_at,
            covered: row.covered,
        }
    }
}

/// Requests, fifty at most.
#[derive(Serialize, ToSchema)]
pub struct TicketList {
    pub tickets: Vec<TicketLine>,
    /// The address of those that follow; `null` after the last.
    pub next: Option<String>,
}

/// Time spent, in whole minutes.
#[derive(Serialize, ToSchema)]
pub struct Spent {
    /// As it was.
    real: i64,
    /// As the structure's hours count it.
    charged: i64,
}

/// A request whose words the reader may read.
#[derive(Serialize, ToSchema)]
pub struct TicketRecord {
    pub number: i64,
    id: String,
    title: String,
    /// `received`, `in_hand`, `waiting` or `settled`.
    #[schema(value_type = String)]
    state: &'static str,
    /// How it was settled: `fixed`, `advice`, `not_ours` or `withdrawn`.
    #[schema(value_type = Option<String>)]
    outcome: Option<&'static str>,
    /// `blocks`, `hinders` or `can_wait`.
    #[schema(value_type = String)]
    priority: &'static str,
    /// Whether who asked can still work: `yes`, `hardly` or `no`.
    #[schema(value_type = String)]
    urgency: &'static str,
    /// How many it stops: `me`, `several` or `all`.
    #[schema(value_type = String)]
    impact: &'static str,
    /// How it came: `web`, `phone`, `sticker`, `series` or `api`.
    #[schema(value_type = String)]
    channel: &'static str,
    structure: Named,
    requester: String,
    /// Who wrote it down.
    author: String,
    /// The first name of who has it in hand.
    assignee: Option<String>,
    /// The machine that was named first.
    machine: Option<Named>,
    /// All that it is about.
    machines: Vec<Named>,
    /// Where, when that is known.
    site: Option<Named>,
    category: Option<String>,
    confidential: bool,
    #[schema(value_type = String, format = DateTime)]
    received_at: DateTime<Utc>,
    #[schema(value_type = Option<String>, format = DateTime)]
    read_at: Option<DateTime<Utc>>,
    #[schema(value_type = Option<String>, format = DateTime)]
    answered_at: Option<DateTime<Utc>>,
    #[schema(value_type = Option<String>, format = DateTime)]
    settled_at: Option<DateTime<Utc>>,
    /// What it took; `null` when there is none, or it is kept from the reader.
    minutes: Option<Spent>,
}

impl TicketRecord {
    /// With the time that the page of the request shows.
    pub async fn of(db: &Db, reader: &Viewer, ticket: Ticket) -> Result<Self, DbErr> {
        let (real, charged) = interventions::spent(db, reader, &interventions::pieces_on(db, &ticket).await?).await?;
        Ok(Self {
            number: ticket.number,
            id: ticket.id.to_string(),
            title: ticket.title,
            state: ticket.state.as_str(),
            outcome: ticket.outcome.map(|outcome| outcome.as_str()),
            priority: ticket.priority.as_str(),
            urgency: ticket.urgency.as_str(),
            impact: ticket.impact.as_str(),
            channel: ticket.channel.as_str(),
            structure: Named::new(ticket.structure, ticket.structure_name),
            requester: ticket.requester_name,
            author: ticket.author_name,
            assignee: ticket.assignee_name.map(|name| first_name(&name).to_owned()),
            machine: ticket.machines.first().map(|(id, name)| Named::new(id, name)),
            machines: ticket.machines.iter().map(|(id, name)| Named::new(id, name)).collect(),
            site: ticket.site.map(|(id, name)| Named::new(id, name)),
            category: ticket.category_name,
            confidential: ticket.confidential,
            received_at: ticket.received_at,
            read_at: ticket.read_at,
            answered_at: ticket.answered_at,
            settled_at: ticket.settled_at,
            minutes: (real.0 > 0).then_some(Spent { real: real.0, charged: charged.0 }),
        })
    }
}

/// What somebody said in a request.
#[derive(Serialize, ToSchema)]
pub struct MessageRecord {
    pub id: String,
    author: String,
    /// Whether it is the reader who wrote it.
    mine: bool,
    words: String,
    /// A note, for technicians alone.
    internal: bool,
    /// Its author wrote it anew since.
    corrected: bool,
    #[schema(value_type = String, format = DateTime)]
    at: DateTime<Utc>,
    /// The number of the request that it came with, when that was merged into this one.
    origin: Option<i64>,
    /// The number of the request in which it stands: another than it was sent to, when that was merged into this one, or was
    /// settled too long ago and this one follows it.
    number: i64,
    /// The files that came with it.
    files: Vec<FileRecord>,
}

impl MessageRecord {
    /// Of a line of the conversation of a request, when somebody says it.
    pub fn of(reader: &Viewer, of: &Ticket, line: Line) -> Option<Self> {
        let LineKind::Message { id, body, internal, corrected, files } = line.kind else { return None };
        Some(Self {
            id: id.to_string(),
            author: line.author_name,
            mine: line.author == reader.id(),
            words: body,
            internal,
            corrected,
            at: line.at,
            origin: line.origin,
            number: of.number,
            files: files.into_iter().map(|file| FileRecord::of(id, file)).collect(),
        })
    }
}

/// What was said in a request, the first first.
#[derive(Serialize, ToSchema)]
pub struct MessageList {
    pub messages: Vec<MessageRecord>,
}

/// A file that came with a message.
#[derive(Serialize, ToSchema)]
pub struct FileRecord {
    id: String,
    /// The given name, for display alone; may be empty.
    name: String,
    /// What it is by its content: `picture`, `image`, `pdf`, `document`, `spreadsheet`, `slides`, `text`, `page`, `archive`,
    /// `sound`, `video`, `program` or `other`.
    #[schema(value_type = String)]
    kind: &'static str,
    /// Whether it is shown: a picture that was encoded anew. All else is saved.
    picture: bool,
    bytes: i64,
    /// The id of the message that it came with.
    message: String,
}

impl FileRecord {
    pub fn of(message: MessageId, file: Shown) -> Self {
        Self {
            id: file.id.to_string(),
            name: file.name,
            kind: file.kind.as_str(),
            picture: file.kind == FileKind::Picture,
            bytes: file.bytes,
            message: message.to_string(),
        }
    }
}

/// The files of a request, in the order in which they came.
#[derive(Serialize, ToSchema)]
pub struct FileList {
    pub files: Vec<FileRecord>,
}

/// A file that waits for the request or the message that takes it.
#[derive(Serialize, ToSchema)]
pub struct KeptFile {
    /// What `files` names it by. The file of the message has another.
    id: String,
    name: String,
    /// What it is by its content, as `FileRecord` says it.
    #[schema(value_type = String)]
    kind: &'static str,
    /// Whether it will be shown.
    picture: bool,
    /// Of a picture, as it was encoded anew.
    bytes: i64,
    /// When it is forgotten, unless something took it.
    #[schema(value_type = String, format = DateTime)]
    until: DateTime<Utc>,
}

impl From<DraftFile> for KeptFile {
    fn from(file: DraftFile) -> Self {
        Self {
            id: file.id.to_string(),
            name: file.name,
            kind: file.kind.as_str(),
            picture: file.kind == FileKind::Picture,
            bytes: file.bytes,
            until: file.until,
        }
    }
}
