//! The conversation of a request, and what a program says in it: an answer, a note.

use super::body::Body;
use super::door::{ApiReader, ApiWriter};
use super::fields::{Files, FromJson, Mistakes, Sent, Unknown};
use super::files;
use super::problem::{Problem, Told};
use super::records::{MessageList, MessageRecord};
use super::requests::Made;
use super::tickets::{Given, TicketNumber, found, href, looked_at};
use crate::domain::ids::{EntryId, MessageId, TicketId};
use crate::domain::interventions::{Kind, NotCharged};
use crate::domain::tickets::{Channel, Outcome};
use crate::domain::time::Minutes;
use crate::store::Db;
use crate::store::access::Viewer;
use crate::store::tickets::{self, Answer, Asked, Next, Ticket, Time, Written};
use crate::web::params::{Day, TimeOfDay, Words};
use crate::web::tickets::SETTLED_BY_TECHNICIANS;
use chrono::NaiveDate;
use rocket::response::Redirect;
use rocket::serde::json::Json;
use rocket::{State, get, put};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// What was said in a request, the first first. Notes are there for technicians alone.
#[utoipa::path(
    tag = "messages",
    params(("number" = i64, Path, description = "The number of the request")),
    responses(
        (status = 200, description = "What was said", body = MessageList),
        (status = 308, description = "The request was merged: `Location` is that of the one in which it lives on"),
        (status = 404, description = "Not there, or not for the reader", body = Told, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
#[get("/api/v1/tickets/<number>/messages")]
pub async fn index(reader: ApiReader<'_>, number: TicketNumber, db: &State<Db>) -> Result<Given<MessageList>, Problem> {
    let ticket = looked_at(&reader, number, db).await?;
    if ticket.number != number.0 {
        return Ok(Given::Elsewhere(Box::new(Redirect::permanent(format!("{}/messages", href(ticket.number))))));
    }
    Ok(Given::Here(Json(MessageList { messages: all(reader.viewer(), &ticket, db).await? })))
}

async fn all(viewer: &Viewer, of: &Ticket, db: &Db) -> Result<Vec<MessageRecord>, Problem> {
    let lines = tickets::conversation(db, viewer, of).await?;
    Ok(lines.into_iter().filter_map(|line| MessageRecord::of(viewer, of, line)).collect())
}

/// What a program says. Beside `words`, `files` and `anyway`, the fields are for technicians.
#[derive(Deserialize, ToSchema)]
pub struct NewMessage {
    /// What is said; 10,000 characters at most.
    #[serde(default)]
    #[schema(value_type = String, required = true)]
    words: Sent<Words>,
    /// A note, read by technicians alone: the request stays as it is.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    internal: Sent<bool>,
    /// What the answer does: `in_hand` (when nothing is said), `waiting` or `settled`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    next: Sent<Next>,
    /// How it is settled: `fixed` (when nothing is said), `advice` or `not_ours`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    outcome: Sent<Outcome>,
    /// Time to note with it: for tokens that may.
    #[serde(default)]
    #[schema(value_type = Option<NewTime>)]
    time: Sent<NewTime>,
    /// Ids of files that were kept for it: ten, and 50 MB, at most.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    files: Sent<Files>,
    /// Sends words in which something looks like a password or the number of an account.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    anyway: Sent<bool>,
    #[serde(flatten)]
    #[schema(ignore)]
    unknown: Unknown,
}

/// Time that a technician spent.
#[derive(Deserialize, ToSchema)]
pub struct NewTime {
    /// From 1 to 1440.
    #[serde(default)]
    #[schema(value_type = i64, required = true)]
    minutes: Sent<i64>,
    /// `remote` (when nothing is said), `on_site`, `travel`, `maintenance`, `training`, `coordination` or `absence`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    kind: Sent<Kind>,
    /// `2026-03-24`; today when nothing is said.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    day: Sent<Day>,
    /// When it began, by the clock of the group: `14:30`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    start: Sent<TimeOfDay>,
    /// Why it is not charged: `goodwill`, `mistake` or `warranty`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    not_charged: Sent<NotCharged>,
    #[serde(flatten)]
    #[schema(ignore)]
    unknown: Unknown,
}

impl FromJson for NewTime {
    fn from_json(value: &Value) -> Result<Self, String> {
        let object = value.is_object().then(|| serde_json::from_value(value.clone()));
        object.and_then(Result::ok).ok_or_else(|| "api-mistake-object".to_owned())
    }
}

/// Says something in a request, once: the same id again is the same message. In a request that was merged it is said where that
/// lives on. What who asked writes to a request that was settled too long ago asks anew: `Location` is that of the new request.
#[utoipa::path(
    tag = "messages",
    params(
        ("number" = i64, Path, description = "The number of the request"),
        ("id" = String, Path, description = "A UUID that was drawn for this message"),
    ),
    request_body = NewMessage,
    responses(
        (status = 201, description = "It was said, or asks anew: `Location` and `number` say where", body = MessageRecord),
        (status = 200, description = "It was said before", body = MessageRecord),
        (status = 403, description = "The token may not", body = Told, content_type = "application/problem+json"),
        (status = 404, description = "Not there, or not for the reader", body = Told, content_type = "application/problem+json"),
        (status = 409, description = "The id is used for something else, or there is no such move from its state", body = Told, content_type = "application/problem+json"),
        (status = 422, description = "What is wrong with which field", body = Told, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
#[put("/api/v1/tickets/<number>/messages/<id>", data = "<body>")]
pub async fn create(
    writer: ApiWriter<'_>,
    number: TicketNumber,
    id: MessageId,
    body: Result<Body<NewMessage>, Problem>,
    db: &State<Db>,
) -> Result<Made<MessageRecord>, Problem> {
    let (viewer, now, today) = (writer.0.viewer(), writer.0.now, writer.0.today());
    let ticket = found(&writer.0, number, db).await?;
    let Body(sent) = body?;
    if !matches!(sent.time, Sent::Absent) {
        writer.may_note_time()?;
    }
    let technician = writer.0.technician();
    let heavy = files::weigh_too_much(db, viewer, &sent.files).await?;
    let answer = read(id, sent, technician.is_some(), heavy, today)?;
    match &technician {
        Some(technician) => {
            let said = tickets::answer_once(db, technician, ticket.id, answer, today, now).await?;
            in_place(viewer, ticket.id, id, said, db).await
        }
        None => {
            let asked = Asked { message: id, words: answer.words, files: answer.files, outside: Vec::new() };
            match tickets::write(db, viewer, &ticket, asked, Channel::Api, now).await? {
                (Written::Said, said) => in_place(viewer, ticket.id, id, said, db).await,
                (Written::Anew(new), made) => anew(viewer, new, made, db).await,
            }
        }
    }
}

/// What was said, where it stands.
async fn in_place(viewer: &Viewer, of: TicketId, id: MessageId, said: bool, db: &Db) -> Result<Made<MessageRecord>, Problem> {
    let ticket = tickets::find(db, viewer, of).await?.ok_or_else(Problem::not_found)?;
    let message = all(viewer, &ticket, db).await?.into_iter().find(|message| message.id == id.to_string());
    let at = format!("{}/messages", href(ticket.number));
    Ok(Made::new(said, at, message.ok_or_else(Problem::not_found)?))
}

/// What asks anew: where the new request is, and what it begins with.
async fn anew(viewer: &Viewer, new: TicketId, made: bool, db: &Db) -> Result<Made<MessageRecord>, Problem> {
    let ticket = tickets::find(db, viewer, new).await?.ok_or_else(Problem::not_found)?;
    let first = all(viewer, &ticket, db).await?.into_iter().next();
    Ok(Made::new(made, href(ticket.number), first.ok_or_else(Problem::not_found)?))
}

/// What is said; of who is no technician, words and files alone.
fn read(id: MessageId, sent: NewMessage, technician: bool, heavy: bool, today: NaiveDate) -> Result<Answer, Problem> {
    let mut wrong = Mistakes::of(&sent.unknown);
    if id.0.is_nil() {
        wrong.say("id", "api-mistake-uuid");
    }
    let words = wrong.must("words", sent.words);
    let anyway = wrong.may("anyway", sent.anyway);
    wrong.point_out(words.as_ref(), anyway);
    let internal = wrong.may("internal", sent.internal);
    let (next, outcome) = (wrong.may("next", sent.next), wrong.may("outcome", sent.outcome));
    let files = wrong.may("files", sent.files).unwrap_or_default().0;
    if heavy {
        wrong.say("files", "mistake-files-many");
    }
    let time = wrong.may("time", sent.time).and_then(|time| read_time(id, time, &mut wrong, today));
    if !technician {
        let given = [("internal", internal == Some(true)), ("next", next.is_some()), ("outcome", outcome.is_some())];
        given.into_iter().filter(|(_, given)| *given).for_each(|(field, _)| wrong.say(field, "api-mistake-technician"));
    }
    if outcome.is_some_and(|outcome| !SETTLED_BY_TECHNICIANS.contains(&outcome)) {
        wrong.say("outcome", "mistake-choice");
    }
    let words = wrong.unless_any(words)?.0;
    let next = match next.unwrap_or(Next::InHand) {
        Next::Settled(usual) => Next::Settled(outcome.unwrap_or(usual)),
        next => next,
    };
    Ok(Answer { message: id, words, internal: internal == Some(true), next, time, files, outside: Vec::new() })
}

/// The key of the message is that of its time: both are written once.
fn read_time(id: MessageId, sent: NewTime, wrong: &mut Mistakes, today: NaiveDate) -> Option<Time> {
    let mut its = Mistakes::of(&sent.unknown);
    let minutes = its.must("minutes", sent.minutes);
    if minutes.is_some_and(|minutes| !(1..=1440).contains(&minutes)) {
        its.say("minutes", "api-mistake-minutes");
    }
    let (kind, day) = (its.may("kind", sent.kind), its.may("day", sent.day));
    let (start, not_charged) = (its.may("start", sent.start), its.may("not_charged", sent.not_charged));
    wrong.within("time", its);
    Some(Time {
        entry: EntryId(id.0),
        day: day.map_or(today, |day| day.0),
        start: start.map(|start| start.0),
        minutes: Minutes(minutes?),
        kind: kind.unwrap_or(Kind::Remote),
        not_charged,
    })
}
