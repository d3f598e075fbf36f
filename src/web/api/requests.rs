//! A request that a program makes.

use super::body::Body;
use super::door::ApiWriter;
use super::fields::{Files, Mistakes, Sent, Unknown};
use super::files;
use super::problem::{Problem, Told};
use super::records::TicketRecord;
use super::tickets::href;
use crate::domain::ids::{EquipmentId, SiteId, StructureId, TicketId};
use crate::domain::tickets::{Impact, Urgency};
use crate::store::access::{MemberOf, Viewer};
use crate::store::tickets::{self, NewTicket};
use crate::store::{Db, equipment, sites};
use crate::web::params::Words;
use crate::web::tickets::machines_of_form;
use rocket::http::{Header, Status};
use rocket::serde::json::Json;
use rocket::{Responder, State, put};
use serde::Deserialize;
use utoipa::ToSchema;

/// A request as a program sends it: one sentence is enough.
#[derive(Deserialize, ToSchema)]
pub struct NewRequest {
    /// What does not work, as somebody would say it; 10,000 characters at most.
    #[serde(default)]
    #[schema(value_type = String, required = true)]
    words: Sent<Words>,
    /// The id of a structure in which one is at home: needed with several of them.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    structure: Sent<StructureId>,
    /// Whether one can still work: `yes`, `hardly` (when nothing is said) or `no`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    urgency: Sent<Urgency>,
    /// How many it stops: `me` (when nothing is said), `several` or `all`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    impact: Sent<Impact>,
    /// The id of a machine of that structure.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    machine: Sent<EquipmentId>,
    /// The ids of several of them, twenty at most.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    machines: Sent<Vec<EquipmentId>>,
    /// The id of a site of that structure; when nothing is said, as the machines tell.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    site: Sent<SiteId>,
    /// Read by who asks and who has it in hand alone.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    confidential: Sent<bool>,
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

/// What was made, and where it is; or that it was made before.
#[derive(Responder)]
pub struct Made<T> {
    body: (Status, Json<T>),
    location: Header<'static>,
}

impl<T> Made<T> {
    pub fn new(now: bool, at: String, record: T) -> Self {
        let status = if now { Status::Created } else { Status::Ok };
        Self { body: (status, Json(record)), location: Header::new("location", at) }
    }
}

/// Makes a request, once: the same id again is the same request. The id is drawn by who asks.
#[utoipa::path(
    tag = "tickets",
    params(("id" = String, Path, description = "A UUID that was drawn for this request")),
    request_body = NewRequest,
    responses(
        (status = 201, description = "The request was made", body = TicketRecord),
        (status = 200, description = "It was made before", body = TicketRecord),
        (status = 403, description = "The token may not, or its person is at home nowhere", body = Told, content_type = "application/problem+json"),
        (status = 409, description = "The id is used for something else", body = Told, content_type = "application/problem+json"),
        (status = 413, description = "More than 256 KiB", body = Told, content_type = "application/problem+json"),
        (status = 422, description = "What is wrong with which field", body = Told, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
#[put("/api/v1/tickets/<id>", data = "<body>")]
pub async fn create(
    writer: ApiWriter<'_>,
    id: TicketId,
    body: Result<Body<NewRequest>, Problem>,
    db: &State<Db>,
) -> Result<Made<TicketRecord>, Problem> {
    let ApiWriter(reader) = writer;
    let viewer = reader.viewer();
    if viewer.homes().is_empty() {
        return Err(Problem::of(Status::Forbidden));
    }
    let Body(sent) = body?;
    let (member, new) = read(viewer, id, sent, db).await?;
    let (id, now) = tickets::submit_by_program(db, &member, new, reader.now).await?;
    let ticket = tickets::find(db, viewer, id).await?.ok_or_else(Problem::not_found)?;
    Ok(Made::new(now, href(ticket.number), TicketRecord::of(db, viewer, ticket).await?))
}

async fn read(viewer: &Viewer, id: TicketId, sent: NewRequest, db: &Db) -> Result<(MemberOf, NewTicket), Problem> {
    let mut wrong = Mistakes::of(&sent.unknown);
    if files::weigh_too_much(db, viewer, &sent.files).await? {
        wrong.say("files", "mistake-files-many");
    }
    if id.0.is_nil() {
        wrong.say("id", "api-mistake-uuid");
    }
    let words = wrong.must("words", sent.words);
    let structure = wrong.may("structure", sent.structure);
    let (urgency, impact) = (wrong.may("urgency", sent.urgency), wrong.may("impact", sent.impact));
    let machine = wrong.may("machine", sent.machine);
    let machines = wrong.may("machines", sent.machines).unwrap_or_default();
    let site = wrong.may("site", sent.site);
    let confidential = wrong.may("confidential", sent.confidential).unwrap_or(false);
    let files = wrong.may("files", sent.files).unwrap_or_default().0;
    let anyway = wrong.may("anyway", sent.anyway);
    wrong.point_out(words.as_ref(), anyway);
    let member = home(viewer, structure);
    match &member {
        None => wrong.say("structure", "api-mistake-structure"),
        Some(member) => {
            if let Some(machine) = machine
                && !is_of(db, member, machine).await?
            {
                wrong.say("machine", "api-mistake-machine");
            }
            for machine in &machines {
                if !is_of(db, member, *machine).await? {
                    wrong.say("machines", "api-mistake-machine");
                }
            }
            if let Some(site) = site
                && !sites::in_use(db, member, member.structure()).await?.iter().any(|(known, _)| *known == site)
            {
                wrong.say("site", "api-mistake-site");
            }
        }
    }
    let (words, member) = wrong.unless_any(words.zip(member))?;
    let new = NewTicket {
        id,
        words: words.0,
        // Unanswered counts as on the page: « oui, mais c'est difficile », for oneself.
        urgency: urgency.unwrap_or(Urgency::Hardly),
        impact: impact.unwrap_or(Impact::Me),
        machines: machines_of_form(machine, &machines),
        site,
        confidential,
        files,
    };
    Ok((member, new))
}

/// The one that is named, or the only one.
fn home(viewer: &Viewer, named: Option<StructureId>) -> Option<MemberOf> {
    match (named, viewer.homes()) {
        (Some(structure), _) => MemberOf::of(viewer, structure),
        (None, [only]) => MemberOf::of(viewer, only.structure),
        (None, _) => None,
    }
}

async fn is_of(db: &Db, member: &MemberOf, machine: EquipmentId) -> Result<bool, Problem> {
    let found = equipment::find(db, member, machine).await?;
    Ok(found.is_some_and(|(machine, _)| machine.structure == member.structure()))
}
