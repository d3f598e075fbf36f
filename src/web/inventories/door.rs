//! The door of inventory agents: a secret address, at which they report and learn nothing. What they are told is theirs to the byte
//! (`equipment.md` § 4); the address is checked and counted before a byte of the message is read.

use crate::clock::Clock;
use crate::domain::people::Language;
use crate::inventory::{
    self, Format, JSON_DONE, MOST_RECEIVED, Message, Packing, Report, Unreadable, XML_SEND, answer_to_contact, json_error, packed,
    xml_error,
};
use crate::store::access::InventoryAgent;
use crate::store::inventories::{self, Received, Seal, Unread};
use crate::store::{Db, DbErr, attempts};
use crate::texts::Texts;
use crate::web::errors::Error;
use crate::web::guards::Network;
use crate::web::layout::{Layout, Page};
use crate::web::pace::Pace;
use fluent_bundle::FluentArgs;
use rocket::data::{Data, ToByteUnit};
use rocket::http::{ContentType, Header, Status};
use rocket::request::{FromRequest, Outcome, Request};
use rocket::response::{Responder, Response, Result as Answer};
use rocket::tokio::task::spawn_blocking;
use rocket::{Catcher, Route, State, catch, catchers, get, post, routes, uri};
use serde::Serialize;
use std::io::Cursor;
use std::sync::Arc;

pub fn routes() -> Vec<Route> {
    routes![greet, report]
}

pub fn catchers() -> Vec<Catcher> {
    catchers![refused]
}

/// How often each address is used: 60 messages a minute.
pub struct AgentPace(Pace);

impl Default for AgentPace {
    fn default() -> Self {
        Self(Pace::new(60))
    }
}

/// The address for agents that a secret stands for, without the host.
pub fn href(address: &str) -> String {
    uri!(report(address)).to_string()
}

/// Why nobody is let in.
enum Closed {
    Stranger,
    TooOften,
    Fault,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for InventoryAgent {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        match enter(request).await {
            Ok(agent) => Outcome::Success(agent),
            Err(Closed::Stranger) => Outcome::Error((Status::Forbidden, ())),
            Err(Closed::TooOften) => Outcome::Error((Status::TooManyRequests, ())),
            Err(Closed::Fault) => Outcome::Error((Status::InternalServerError, ())),
        }
    }
}

async fn enter(request: &Request<'_>) -> Result<InventoryAgent, Closed> {
    let rocket = request.rocket();
    let (Some(db), Some(clock), Some(pace)) = (rocket.state::<Db>(), rocket.state::<Clock>(), rocket.state::<AgentPace>()) else {
        return Err(Closed::Fault);
    };
    let fault = |error: DbErr| {
        tracing::error!(%error, "an address of agents cannot be read");
        Closed::Fault
    };
    let now = clock.now();
    let address = request.param::<&str>(1).and_then(Result::ok).unwrap_or_default();
    match inventories::enter(db, address, now).await.map_err(fault)? {
        Some(agent) if pace.0.allows(agent.token().0, now) => Ok(agent),
        Some(_) => Err(Closed::TooOften),
        None => {
            let network = Network(request.client_ip().map(|ip| ip.to_string()).unwrap_or_default());
            let within = attempts::allow(db, attempts::AGENT_STRANGERS, &network.0, now).await.map_err(fault)?;
            Err(if within { Closed::Stranger } else { Closed::TooOften })
        }
    }
}

/// What an agent says of itself in the head of its message. None of it opens anything.
pub struct Says<'r> {
    /// Only GLPI-Agent has it, and reads JSON when it has.
    agent_id: Option<&'r str>,
    request_id: Option<&'r str>,
    program: &'r str,
    language: Language,
}

impl<'r> Says<'r> {
    fn of(request: &'r Request<'_>) -> Self {
        let header = |name| request.headers().get_one(name).map(str::trim).filter(|said| (1..=64).contains(&said.len()));
        Self {
            agent_id: header("glpi-agent-id"),
            request_id: header("glpi-request-id"),
            program: request.headers().get_one("user-agent").unwrap_or_default(),
            language: crate::web::layout::language_asked(request),
        }
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Says<'r> {
    type Error = std::convert::Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        Outcome::Success(Self::of(request))
    }
}

/// What an agent is told.
pub struct ToAgent {
    status: Status,
    kind: &'static str,
    body: Vec<u8>,
    request_id: Option<String>,
}

impl ToAgent {
    fn json(says: &Says<'_>, body: String) -> Self {
        let request_id = says.request_id.map(str::to_owned);
        Self { status: Status::Ok, kind: "application/json", body: body.into_bytes(), request_id }
    }

    fn xml(says: &Says<'_>, came: Packing) -> Self {
        let (kind, body) = packed(XML_SEND, came);
        Self { status: Status::Ok, kind, body, request_id: says.request_id.map(str::to_owned) }
    }

    /// Each family is refused in its own words; none shows a page.
    fn refusal(says: &Says<'_>, texts: &Texts, status: Status) -> Result<Self, Status> {
        let known = [400, 403, 404, 429];
        let code = if known.contains(&status.code) { status.code } else { 500 };
        let message = texts.get(says.language, &format!("agent-refused-{code}"), &FluentArgs::new()).map_err(|_| status)?;
        let (kind, body) = match says.agent_id {
            Some(_) => ("application/json", json_error(&message)),
            None => ("application/xml", xml_error(&message)),
        };
        Ok(Self { status, kind, body: body.into_bytes(), request_id: says.request_id.map(str::to_owned) })
    }
}

impl<'r> Responder<'r, 'static> for ToAgent {
    fn respond_to(self, _: &'r Request<'_>) -> Answer<'static> {
        let mut answer = Response::build();
        answer.status(self.status).raw_header("content-type", self.kind).sized_body(self.body.len(), Cursor::new(self.body));
        if let Some(id) = self.request_id {
            answer.header(Header::new("glpi-request-id", id));
        }
        answer.ok()
    }
}

/// Whatever goes wrong at this door, said as an agent reads it.
#[catch(default)]
fn refused(status: Status, request: &Request<'_>) -> Result<ToAgent, Status> {
    let texts = request.rocket().state::<Arc<Texts>>().ok_or(status)?;
    ToAgent::refusal(&Says::of(request), texts, status)
}

#[derive(Serialize)]
struct DoorPage<'a> {
    structure: &'a str,
}

/// A question of an agent's other tasks, or a person who looks where the address leads.
#[derive(Responder)]
pub enum Greeting {
    Nothing((ContentType, &'static str)),
    Page(Box<Unlisted>),
}

/// A page that no engine lists: its address is a secret.
#[derive(Responder)]
pub struct Unlisted {
    page: Page,
    robots: Header<'static>,
}

impl Greeting {
    fn page(page: Page) -> Self {
        Self::Page(Box::new(Unlisted { page, robots: Header::new("x-robots-tag", "noindex, nofollow") }))
    }
}

#[get("/agent/<_>?<action>")]
async fn greet(agent: InventoryAgent, layout: Layout<'_>, action: Option<&str>) -> Result<Greeting, Error> {
    if action.is_some() {
        return Ok(Greeting::Nothing((ContentType::JSON, "{}")));
    }
    let page = DoorPage { structure: agent.structure_name() };
    Ok(Greeting::page(layout.page("inventories/door", layout.text("agent-title")?, &page)?))
}

/// A message of an agent.
#[post("/agent/<_>", data = "<body>")]
async fn report(
    agent: InventoryAgent,
    says: Says<'_>,
    body: Data<'_>,
    db: &State<Db>,
    clock: &State<Clock>,
    seal: &State<Seal>,
) -> Result<ToAgent, Status> {
    // One byte more than is taken tells that there are more.
    let read = body.open((MOST_RECEIVED + 1).bytes()).into_bytes().await.map_err(|_| Status::BadRequest)?;
    let bytes = Arc::new(read.into_inner());
    let parsed = spawn_blocking({
        let bytes = Arc::clone(&bytes);
        move || inventory::read(&bytes)
    });
    let fault = |error: &dyn std::fmt::Display| {
        tracing::error!(%error, "what an agent sent cannot be kept");
        Status::InternalServerError
    };
    let now = clock.now();
    match parsed.await.map_err(|error| fault(&error))? {
        Ok(report) => {
            let answer = answer(&says, &report);
            if let Message::Inventory(mut inventory) = report.message {
                // OCS names itself in the head of its message alone.
                if inventory.program.is_empty() {
                    inventory.program = says.program.chars().filter(|c| !c.is_control()).take(120).collect();
                }
                let received = Received { inventory: *inventory, agent_id: says.agent_id.map(str::to_owned) };
                inventories::take_in(db, &agent, &received, now).await.map_err(|error| fault(&error))?;
            }
            Ok(answer)
        }
        Err(Unreadable::Empty) => Err(Status::BadRequest),
        Err(reason) => {
            // What is too large is not kept: only that it came.
            let kept = if reason == Unreadable::TooLarge { &[][..] } else { &bytes[..] };
            let unread = Unread { bytes: kept, reason: reason.as_str(), program: says.program, agent_id: says.agent_id };
            inventories::set_aside(db, &agent, seal, unread, now).await.map_err(|error| fault(&error))?;
            Err(Status::BadRequest)
        }
    }
}

fn answer(says: &Says<'_>, to: &Report) -> ToAgent {
    match (&to.message, to.format) {
        (Message::Contact { enabled_tasks }, _) => ToAgent::json(says, answer_to_contact(enabled_tasks)),
        // Told so, GLPI-Agent goes on in JSON.
        (Message::Prolog, Format::Xml) if says.agent_id.is_some() => ToAgent::json(says, JSON_DONE.to_owned()),
        (_, Format::Xml) => ToAgent::xml(says, to.packing),
        (_, Format::Json) => ToAgent::json(says, JSON_DONE.to_owned()),
    }
}
