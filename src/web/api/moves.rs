//! The moves of a request, each a noun of its page. Asked twice, a move is made once.

use super::body::Body;
use super::door::ApiWriter;
use super::fields::{Mistakes, Sent, Unknown};
use super::problem::{Problem, Told};
use super::records::TicketRecord;
use super::tickets::{TicketNumber, found};
use crate::domain::ids::{MessageId, PersonId, TicketId};
use crate::store::Db;
use crate::store::tickets::{self, Asked, TicketError};
use crate::web::params::Line;
use rocket::http::Status;
use rocket::serde::json::Json;
use rocket::{State, put};
use serde::Deserialize;
use utoipa::ToSchema;

type Moved = Result<Json<TicketRecord>, Problem>;

/// The request as it stands after a move.
async fn moved(writer: &ApiWriter<'_>, id: TicketId, db: &Db) -> Moved {
    let ticket = tickets::find(db, writer.0.viewer(), id).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(TicketRecord::of(db, writer.0.viewer(), ticket).await?))
}

/// Says « C'est réglé »: for who asked. Technicians settle with a message.
#[utoipa::path(
    tag = "moves",
    params(("number" = i64, Path, description = "The number of the request")),
    responses(
        (status = 200, description = "It is settled", body = TicketRecord),
        (status = 403, description = "Only who asked may", body = Told, content_type = "application/problem+json"),
        (status = 404, description = "Not there, or not for the reader", body = Told, content_type = "application/problem+json"),
        (status = 409, description = "There is no such move from its state", body = Told, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
#[put("/api/v1/tickets/<number>/closure")]
pub async fn close(writer: ApiWriter<'_>, number: TicketNumber, db: &State<Db>) -> Moved {
    let ticket = found(&writer.0, number, db).await?;
    tickets::confirm(db, writer.0.viewer(), ticket.id, writer.0.now).await?;
    moved(&writer, ticket.id, db).await
}

/// Says « Ce n'est pas réglé »: for who asked, the referent, a technician.
#[utoipa::path(
    tag = "moves",
    params(("number" = i64, Path, description = "The number of the request")),
    responses(
        (status = 200, description = "It is open", body = TicketRecord),
        (status = 404, description = "Not there, or not for the reader", body = Told, content_type = "application/problem+json"),
        (status = 409, description = "It was settled too long ago", body = Told, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
#[put("/api/v1/tickets/<number>/reopening")]
pub async fn reopen(writer: ApiWriter<'_>, number: TicketNumber, db: &State<Db>) -> Moved {
    let ticket = found(&writer.0, number, db).await?;
    // Without a word: what is to be said is a message of its own.
    let asked = Asked { message: MessageId::new(writer.0.now), words: String::new(), files: Vec::new(), outside: Vec::new() };
    tickets::reopen(db, writer.0.viewer(), ticket.id, asked, writer.0.now).await?;
    moved(&writer, ticket.id, db).await
}

/// Takes the request back, while nobody has read it: for who asked.
#[utoipa::path(
    tag = "moves",
    params(("number" = i64, Path, description = "The number of the request")),
    responses(
        (status = 200, description = "It is taken back", body = TicketRecord),
        (status = 403, description = "Only who asked may", body = Told, content_type = "application/problem+json"),
        (status = 404, description = "Not there, or not for the reader", body = Told, content_type = "application/problem+json"),
        (status = 409, description = "Somebody has read it", body = Told, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
#[put("/api/v1/tickets/<number>/withdrawal")]
pub async fn withdraw(writer: ApiWriter<'_>, number: TicketNumber, db: &State<Db>) -> Moved {
    let ticket = found(&writer.0, number, db).await?;
    tickets::withdraw(db, writer.0.viewer(), ticket.id, writer.0.now).await?;
    moved(&writer, ticket.id, db).await
}

/// Who is to have a request in hand.
#[derive(Deserialize, ToSchema)]
pub struct NewAssignment {
    /// The id of a technician; without it, the request goes back to the queue.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    to: Sent<PersonId>,
    /// Why, in one line of 200 characters at most.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    reason: Sent<Line<200>>,
    #[serde(flatten)]
    #[schema(ignore)]
    unknown: Unknown,
}

/// Gives a request to a technician, or back to the queue: for technicians.
#[utoipa::path(
    tag = "moves",
    params(("number" = i64, Path, description = "The number of the request")),
    request_body = NewAssignment,
    responses(
        (status = 200, description = "It is given", body = TicketRecord),
        (status = 403, description = "Only technicians may", body = Told, content_type = "application/problem+json"),
        (status = 404, description = "Not there, or not for the reader", body = Told, content_type = "application/problem+json"),
        (status = 409, description = "There is no such move from its state", body = Told, content_type = "application/problem+json"),
        (status = 422, description = "What is wrong with which field", body = Told, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
#[put("/api/v1/tickets/<number>/assignment", data = "<body>")]
pub async fn assign(
    writer: ApiWriter<'_>,
    number: TicketNumber,
    body: Result<Body<NewAssignment>, Problem>,
    db: &State<Db>,
) -> Moved {
    let ticket = found(&writer.0, number, db).await?;
    let technician = writer.0.technician().ok_or_else(|| Problem::of(Status::Forbidden))?;
    let Body(sent) = body?;
    let mut wrong = Mistakes::of(&sent.unknown);
    let (to, reason) = (wrong.may("to", sent.to), wrong.may("reason", sent.reason));
    wrong.unless_any(Some(()))?;
    let reason = reason.map(|line| line.0).unwrap_or_default();
    match tickets::assign(db, &technician, ticket.id, to, &reason, writer.0.now).await {
        Err(TicketError::Foreign) => {
            let mut wrong = Mistakes::of(&Unknown::new());
            wrong.say("to", "mistake-choice");
            wrong.unless_any(None::<()>)?;
        }
        done => done?,
    }
    moved(&writer, ticket.id, db).await
}
