//! Requests as programs read them: the list of the page with its filters, and one whole.

use super::door::ApiReader;
use super::pages::ROWS;
use super::problem::{Problem, Told};
use super::records::{TicketLine, TicketList, TicketRecord};
use crate::domain::tickets::filter::Stage;
use crate::store::Db;
use crate::store::tickets::{self, Ticket};
use crate::web::tickets::{AskedList, cut, list_address};
use rocket::request::FromParam;
use rocket::response::Redirect;
use rocket::serde::json::Json;
use rocket::{Responder, State, get};
use std::convert::Infallible;

/// The number of a request in an address; what is no number is that of none.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TicketNumber(pub i64);

impl FromParam<'_> for TicketNumber {
    type Error = Infallible;

    fn from_param(text: &str) -> Result<Self, Infallible> {
        let plain = text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit());
        Ok(Self(text.parse().ok().filter(|_| plain).unwrap_or(0)))
    }
}

/// The address of a request.
pub fn href(number: i64) -> String {
    format!("{}/tickets/{number}", super::BASE)
}

/// What is given, or where it is since its request was merged into another.
#[derive(Responder)]
pub enum Given<T> {
    Here(Json<T>),
    Elsewhere(Box<Redirect>),
}

/// The requests that the reader sees: for technicians the open ones of all, for others theirs and those of the structure that
/// they answer for, as on the page. The filters are those of the page.
#[utoipa::path(
    tag = "tickets",
    params(
        ("state" = Option<String>, Query, description = "`open`, `received`, `in_hand`, `waiting`, `settled` or `all`"),
        ("structure" = Option<String>, Query, description = "The id of a structure"),
        ("since" = Option<String>, Query, description = "Received on that day or later: `2026-03-01`, `7d`, `this-month` or `last-month`"),
        ("until" = Option<String>, Query, description = "Received on that day or before"),
        ("late" = Option<String>, Query, description = "`true`: a delay is over"),
        ("machine" = Option<String>, Query, description = "The id of a machine"),
        ("sort" = Option<String>, Query, description = "`usual`, `oldest`, `newest` or `changed`"),
        ("assignee" = Option<String>, Query, description = "Technicians: `me`, `nobody` or the id of a person"),
        ("priority" = Option<String>, Query, description = "Technicians: `blocks`, `hinders` or `can_wait`"),
        ("channel" = Option<String>, Query, description = "Technicians: `web`, `phone`, `sticker`, `series` or `api`"),
        ("category" = Option<String>, Query, description = "Technicians: the id of a category"),
        ("after" = Option<String>, Query, description = "As `next` holds it"),
    ),
    responses(
        (status = 200, description = "Fifty at most, and the address of those that follow", body = TicketList),
        (status = 400, description = "A filter that is none", body = Told, content_type = "application/problem+json"),
        (status = 401, description = "No token that opens", body = Told, content_type = "application/problem+json"),
        (status = 429, description = "Asked too often", body = Told, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
#[get("/api/v1/tickets")]
pub async fn index(reader: ApiReader<'_>, asked: AskedList, db: &State<Db>) -> Result<Json<TicketList>, Problem> {
    let usually = match reader.technician() {
        Some(_) => Stage::Open,
        None => {
            asked.modest()?;
            Stage::All
        }
    };
    let asking = asked.asking_on(reader.today(), reader.zone(), usually, ROWS);
    let mut rows = tickets::in_sight(db, reader.viewer(), asking).await?;
    let next = cut(&mut rows, ROWS, asked.filter.order(usually));
    let list = format!("{}/tickets", super::BASE);
    Ok(Json(TicketList {
        tickets: rows.into_iter().map(TicketLine::of).collect(),
        next: next.map(|key| list_address(&list, &asked.filter, Some(&key))),
    }))
}

/// One request. That it was looked at is written down, as on its page.
#[utoipa::path(
    tag = "tickets",
    params(("number" = i64, Path, description = "Its number")),
    responses(
        (status = 200, description = "The request", body = TicketRecord),
        (status = 308, description = "It was merged: `Location` is that of the request in which it lives on"),
        (status = 401, description = "No token that opens", body = Told, content_type = "application/problem+json"),
        (status = 404, description = "Not there, or not for the reader", body = Told, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
#[get("/api/v1/tickets/<number>")]
pub async fn show(reader: ApiReader<'_>, number: TicketNumber, db: &State<Db>) -> Result<Given<TicketRecord>, Problem> {
    let ticket = looked_at(&reader, number, db).await?;
    if ticket.number != number.0 {
        return Ok(Given::Elsewhere(Box::new(Redirect::permanent(href(ticket.number)))));
    }
    Ok(Given::Here(Json(TicketRecord::of(db, reader.viewer(), ticket).await?)))
}

/// The request of a number, or the one in which it lives on; looking at it is written down as its page does.
pub async fn looked_at(reader: &ApiReader<'_>, number: TicketNumber, db: &Db) -> Result<Ticket, Problem> {
    let viewer = reader.viewer();
    let ticket = found(reader, number, db).await?;
    if ticket.number == number.0 && tickets::mark_seen(db, viewer, &ticket, reader.today(), reader.now).await? {
        return tickets::find(db, viewer, ticket.id).await?.ok_or_else(Problem::not_found);
    }
    Ok(ticket)
}

/// The request of a number, or the one in which it lives on.
pub async fn found(reader: &ApiReader<'_>, number: TicketNumber, db: &Db) -> Result<Ticket, Problem> {
    let id = tickets::numbered(db, reader.viewer(), number.0).await?.ok_or_else(Problem::not_found)?;
    tickets::find(db, reader.viewer(), id).await?.ok_or_else(Problem::not_found)
}
