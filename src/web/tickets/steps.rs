//! A ticket that a series made: the day of the visit, and its steps to tick.

use crate::domain::ids::TicketId;
use crate::domain::tickets::Channel;
use crate::store::Db;
use crate::store::access::Technician;
use crate::store::series;
use crate::store::tickets::{self, Step, Ticket};
use crate::web::errors::Error;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Submitted};
use fluent_bundle::FluentValue;
use rocket::form::{Form, FromForm};
use rocket::{Route, State, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![update]
}

/// Where the ticket comes from, as its technician's page shows it.
#[derive(Serialize)]
pub struct Upkeep {
    visit: String,
    series: String,
    series_href: String,
    steps: Vec<StepLine>,
    done: String,
    href: String,
}

#[derive(Serialize)]
struct StepLine {
    name: &'static str,
    value: i64,
    label: String,
    hint: Option<String>,
    checked: bool,
}

/// What is shown of a series on the technician's page of its ticket.
pub async fn of(_by: &Technician, layout: &Layout<'_>, db: &Db, of: &Ticket) -> Result<Option<Upkeep>, Error> {
    let Some(made) = made(db, of).await? else { return Ok(None) };
    let steps = tickets::steps(db, of).await?;
    let done = steps.iter().filter(|step| step.done_at.is_some()).count();
    let counts = [("done", FluentValue::from(done)), ("n", FluentValue::from(steps.len()))];
    Ok(Some(Upkeep {
        visit: said(layout, made.date)?,
        series: made.title,
        series_href: crate::web::series::href_of(made.series),
        done: layout.text_with("series-steps-done", counts)?,
        steps: steps.into_iter().map(|step| line(layout, step)).collect::<Result<_, _>>()?,
        href: uri!(update(of.id)).to_string(),
    }))
}

/// What a series made of the ticket: nothing is asked of those that people sent.
async fn made(db: &Db, of: &Ticket) -> Result<Option<series::OfTicket>, Error> {
    match of.channel {
        Channel::Series => Ok(series::of_ticket(db, of).await?),
        _ => Ok(None),
    }
}

fn line(layout: &Layout<'_>, step: Step) -> Result<StepLine, Error> {
    let hint = step.done_at.map(|at| layout.text_with("series-step-done", [("at", FluentValue::from(layout.moment(at)))]));
    let checked = step.done_at.is_some();
    Ok(StepLine { name: "done", value: step.position, label: step.words, hint: hint.transpose()?, checked })
}

/// When somebody comes, for the requester's side; `None` when nobody planned this ticket.
pub async fn visit(layout: &Layout<'_>, db: &Db, of: &Ticket) -> Result<Option<String>, Error> {
    let made = made(db, of).await?.filter(|_| of.settled_at.is_none());
    made.map(|made| said(layout, made.date)).transpose()
}

fn said(layout: &Layout<'_>, date: series::Date) -> Result<String, Error> {
    layout.text_with("series-visit", [("day", FluentValue::from(layout.day(date.visit_on)))])
}

#[derive(FromForm)]
struct Ticking {
    done: Vec<i64>,
}

/// Says which steps are done.
#[post("/tickets/<id>/steps", data = "<form>")]
async fn update(by: Technician, id: TicketId, form: Form<Ticking>, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    match tickets::tick(db, &by, id, &form.done, now.at).await {
        Ok(()) => Ok(Submitted::accepted(super::href(id), "series-steps-kept")),
        Err(refused) => Err(super::moves::error(refused)),
    }
}
