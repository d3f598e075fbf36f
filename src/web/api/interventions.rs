//! Time that a technician writes down without an answer, and their own of a month.

use super::body::Body;
use super::door::{ApiReader, ApiWriter};
use super::fields::{Mistakes, Sent, Unknown};
use super::problem::{Problem, Told};
use super::records::Named;
use super::requests::Made;
use crate::domain::ids::{EntryId, EquipmentId, StructureId};
use crate::domain::interventions::{Kind, NotCharged};
use crate::domain::time::{Minutes, Month};
use crate::store::access::Technician;
use crate::store::interventions::{self, Intervention, Late, Logged, Work};
use crate::store::{Db, equipment, structures, tickets};
use crate::texts::format;
use crate::web::params::{Day, Line, TimeOfDay};
use chrono::NaiveDate;
use rocket::http::Status;
use rocket::request::{FromRequest, Outcome, Request};
use rocket::serde::json::Json;
use rocket::{State, get, put};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A piece of work, as a program sends it.
#[derive(Deserialize, ToSchema)]
pub struct NewIntervention {
    /// The id of a structure; with a request, it is that of the request.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    structure: Sent<StructureId>,
    /// The number of the request that it was for.
    #[serde(default)]
    #[schema(value_type = Option<i64>)]
    ticket: Sent<i64>,
    /// The id of a machine of that structure.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    machine: Sent<EquipmentId>,
    /// `2026-03-24`; today when nothing is said.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    day: Sent<Day>,
    /// When it began, by the clock of the group: `14:30`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    start: Sent<TimeOfDay>,
    /// From 1 to 1440.
    #[serde(default)]
    #[schema(value_type = i64, required = true)]
    minutes: Sent<i64>,
    /// `remote` (when nothing is said), `on_site`, `travel`, `maintenance` or `training`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    kind: Sent<Kind>,
    /// What was done, in one line of 500 characters at most.
    #[serde(default)]
    #[schema(value_type = String, required = true)]
    note: Sent<Line<500>>,
    /// Why it is not charged: `goodwill`, `mistake` or `warranty`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    not_charged: Sent<NotCharged>,
    #[serde(flatten)]
    #[schema(ignore)]
    unknown: Unknown,
}

/// A piece of one's own work.
#[derive(Serialize, ToSchema)]
pub struct InterventionRecord {
    id: String,
    structure: Named,
    /// The number of the request that it was for.
    ticket: Option<i64>,
    machine: Option<Named>,
    #[schema(value_type = String, format = Date)]
    day: NaiveDate,
    /// When it began, by the clock of the group: `14:30`.
    start: Option<String>,
    /// Real minutes.
    minutes: i64,
    /// `remote`, `on_site`, `travel`, `maintenance`, `training`, `coordination` or `absence`.
    #[schema(value_type = String)]
    kind: &'static str,
    note: String,
    /// Why it is not charged: `goodwill`, `mistake` or `warranty`.
    #[schema(value_type = Option<String>)]
    not_charged: Option<&'static str>,
    /// The month that counts it: `2026-03`; `null` while it waits for review, because the month of its day was closed already.
    counted_in: Option<String>,
}

/// What the record names beside the work itself.
struct Names {
    structure: String,
    ticket: Option<i64>,
    machine: Option<String>,
}

impl InterventionRecord {
    fn new(entry: EntryId, work: Work, names: Names, counted_in: Option<Month>) -> Self {
        Self {
            id: entry.to_string(),
            structure: Named::new(work.structure, names.structure),
            ticket: names.ticket,
            machine: work.equipment.zip(names.machine).map(|(id, name)| Named::new(id, name)),
            day: work.day,
            start: work.start.map(format::time_value),
            minutes: work.minutes.0,
            kind: work.kind.as_str(),
            note: work.note,
            not_charged: work.not_charged.map(NotCharged::as_str),
            counted_in: counted_in.map(|month| month.to_string()),
        }
    }
}

impl From<Intervention> for InterventionRecord {
    fn from(of: Intervention) -> Self {
        let names = Names { structure: of.structure_name, ticket: of.ticket_number, machine: of.equipment_name };
        Self::new(of.entry, of.work, names, Some(of.period))
    }
}

impl InterventionRecord {
    /// Of work that waits for review, with what its request and its machine are called.
    async fn of_late(by: &Technician, late: Late, db: &Db) -> Result<Self, Problem> {
        let ticket = match late.work.ticket {
            Some(id) => tickets::find(db, by, id).await?.map(|ticket| ticket.number),
            None => None,
        };
        let machine = match late.work.equipment {
            Some(id) => equipment::find(db, by, id).await?.map(|(machine, _)| machine.particulars.name),
            None => None,
        };
        let names = Names { structure: late.structure_name, ticket, machine };
        Ok(Self::new(late.entry, late.work, names, None))
    }
}

/// A month of one's own work.
#[derive(Serialize, ToSchema)]
pub struct InterventionList {
    /// `2026-03`.
    month: String,
    /// The latest day first.
    interventions: Vec<InterventionRecord>,
}

/// Which month is asked for: the query `month`, and no other; the present one without it.
pub struct AskedMonth(Option<Month>);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for AskedMonth {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let pairs: Vec<(&str, &str)> = request.uri().query().map(|query| query.segments().collect()).unwrap_or_default();
        match pairs.as_slice() {
            [] => Outcome::Success(Self(None)),
            [("month", text)] => match text.parse() {
                Ok(month) => Outcome::Success(Self(Some(month))),
                Err(_) => Outcome::Error((Status::BadRequest, ())),
            },
            _ => Outcome::Error((Status::BadRequest, ())),
        }
    }
}

/// One's own work of a month, by the day on which it was done: for technicians.
#[utoipa::path(
    tag = "interventions",
    params(("month" = Option<String>, Query, description = "`2026-03`; the present one when nothing is said")),
    responses(
        (status = 200, description = "All of it", body = InterventionList),
        (status = 400, description = "No month", body = Told, content_type = "application/problem+json"),
        (status = 403, description = "Only technicians may", body = Told, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
#[get("/api/v1/interventions")]
pub async fn index(reader: ApiReader<'_>, asked: AskedMonth, db: &State<Db>) -> Result<Json<InterventionList>, Problem> {
    let by = reader.technician().ok_or_else(|| Problem::of(Status::Forbidden))?;
    let month = asked.0.unwrap_or(Month::of(reader.today()));
    let work = interventions::of_worker(db, &by, month.first_day(), month.last_day()).await?;
    let mut records: Vec<InterventionRecord> = work.into_iter().map(InterventionRecord::from).collect();
    for late in interventions::late_of_worker(db, &by).await? {
        if Month::of(late.work.day) == month {
            records.push(InterventionRecord::of_late(&by, late, db).await?);
        }
    }
    records.sort_by_key(|record| std::cmp::Reverse(record.day));
    Ok(Json(InterventionList { month: month.to_string(), interventions: records }))
}

/// Writes time down, once: the same id again is the same piece of work. Work of a month that is closed waits for review. For
/// technicians whose token may note time.
#[utoipa::path(
    tag = "interventions",
    params(("id" = String, Path, description = "A UUID that was drawn for this piece of work")),
    request_body = NewIntervention,
    responses(
        (status = 201, description = "It is written down", body = InterventionRecord),
        (status = 200, description = "It was before", body = InterventionRecord),
        (status = 403, description = "The token may not, or only technicians may", body = Told, content_type = "application/problem+json"),
        (status = 409, description = "The id is used for something else", body = Told, content_type = "application/problem+json"),
        (status = 422, description = "What is wrong with which field", body = Told, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
#[put("/api/v1/interventions/<id>", data = "<body>")]
pub async fn create(
    writer: ApiWriter<'_>,
    id: EntryId,
    body: Result<Body<NewIntervention>, Problem>,
    db: &State<Db>,
) -> Result<Made<InterventionRecord>, Problem> {
    writer.may_note_time()?;
    let by = writer.0.technician().ok_or_else(|| Problem::of(Status::Forbidden))?;
    let Body(sent) = body?;
    let (today, now) = (writer.0.today(), writer.0.now);
    let work = read(&by, id, sent, today, db).await?;
    let month = Month::of(work.day);
    let refused = |refused| Problem::of_time(&refused, "");
    let (logged, made) = interventions::log_once(db, &by, id, work, today, now).await.map_err(refused)?;
    let record = match logged {
        Logged::Counted => interventions::find(db, &by, id).await?.map(InterventionRecord::from),
        Logged::Late => match interventions::late_of_worker(db, &by).await?.into_iter().find(|late| late.entry == id) {
            Some(late) => Some(InterventionRecord::of_late(&by, late, db).await?),
            None => None,
        },
    };
    let at = format!("{}/interventions?month={month}", super::BASE);
    // Nothing is there under an id whose late work was decided not to count.
    Ok(Made::new(made, at, record.ok_or_else(|| Problem::saying(Status::Conflict, "api-detail-taken"))?))
}

async fn read(by: &Technician, id: EntryId, sent: NewIntervention, today: NaiveDate, db: &Db) -> Result<Work, Problem> {
    let mut wrong = Mistakes::of(&sent.unknown);
    if id.0.is_nil() {
        wrong.say("id", "api-mistake-uuid");
    }
    let ticket = match wrong.may("ticket", sent.ticket) {
        Some(number) => found(by, number, db, &mut wrong).await?,
        None => None,
    };
    let structure = wrong.may("structure", sent.structure).or(ticket.as_ref().map(|ticket| ticket.structure));
    let machine = wrong.may("machine", sent.machine);
    let day = wrong.may("day", sent.day).map_or(today, |day| day.0);
    let start = wrong.may("start", sent.start).map(|start| start.0);
    let minutes = wrong.must("minutes", sent.minutes);
    if minutes.is_some_and(|minutes| !(1..=1440).contains(&minutes)) {
        wrong.say("minutes", "api-mistake-minutes");
    }
    let kind = wrong.may("kind", sent.kind).unwrap_or(Kind::Remote);
    if !kind.is_charged() {
        wrong.say("kind", "mistake-choice");
    }
    let (note, not_charged) = (wrong.must("note", sent.note), wrong.may("not_charged", sent.not_charged));
    let known = match structure {
        Some(structure) => structures::find(db, by, structure).await?.is_some(),
        None => false,
    };
    if !known {
        wrong.say("structure", "mistake-choice");
    }
    if ticket.as_ref().is_some_and(|ticket| structure.is_some_and(|structure| ticket.structure != structure)) {
        wrong.say("ticket", "mistake-choice");
    }
    if let Some((machine, structure)) = machine.zip(structure) {
        let found = equipment::find(db, by, machine).await?;
        if found.is_none_or(|(machine, _)| machine.structure != structure) {
            wrong.say("machine", "api-mistake-machine");
        }
    }
    let (structure, (minutes, note)) = wrong.unless_any(structure.zip(minutes.zip(note)))?;
    let (ticket, minutes) = (ticket.map(|ticket| ticket.id), Minutes(minutes));
    Ok(Work { structure, ticket, equipment: machine, day, start, minutes, kind, not_charged, note: note.0 })
}

/// The request of a number, or the one in which it lives on.
async fn found(by: &Technician, number: i64, db: &Db, wrong: &mut Mistakes) -> Result<Option<tickets::Ticket>, Problem> {
    let found = match tickets::numbered(db, by, number).await? {
        Some(id) => tickets::find(db, by, id).await?,
        None => None,
    };
    if found.is_none() {
        wrong.say("ticket", "mistake-choice");
    }
    Ok(found)
}
