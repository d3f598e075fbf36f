//! The moves of a ticket, each a small form: taking, passing on, closing, reopening, taking back, a better title.

use crate::domain::ids::{MessageId, TicketId};
use crate::domain::tickets::{Priority, Refusal};
use crate::store::Db;
use crate::store::access::{Technician, Viewer};
use crate::store::tickets::{self, Asked, TicketError};
use crate::web::errors::Error;
use crate::web::guards::Now;
use crate::web::layout::Submitted;
use crate::web::params::{Line, Maybe, Words};
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, post, routes, uri};

pub fn routes() -> Vec<Route> {
    routes![take, pass_on, rename, prioritise, close, reopen, withdraw]
}

/// A refusal that no form of the page can cause is an absence or a fault.
pub fn error(refused: TicketError) -> Error {
    match refused {
        TicketError::NotFound | TicketError::Foreign => Error::NotFound,
        TicketError::NotRequester => Error::Forbidden,
        TicketError::Database(error) => error.into(),
        other => Error::Other(other.to_string()),
    }
}

/// Back to the ticket: done, or in a sentence why not. A page that was open for long must not end in a fault.
fn answer(id: TicketId, done: Result<(), TicketError>, said: &str) -> Result<Submitted, Error> {
    let to = super::href(id);
    match done {
        Ok(()) => Ok(Submitted::accepted(to, said)),
        Err(TicketError::Refused(Refusal::AlreadyRead)) => Ok(Submitted::warned(to, "mistake-ticket-read")),
        Err(TicketError::Refused(Refusal::TooLate)) => Ok(Submitted::warned(to, "mistake-ticket-too-late")),
        Err(TicketError::Refused(Refusal::NotFromHere) | TicketError::Foreign) => Ok(Submitted::warned(to, "mistake-ticket-moved")),
        Err(other) => Err(error(other)),
    }
}

/// Back to the ticket of a form that cannot be read, if there is one.
async fn wrong_form(by: &Technician, id: TicketId, db: &Db, said: &str) -> Result<Submitted, Error> {
    tickets::find(db, by, id).await?.ok_or(Error::NotFound)?;
    Ok(Submitted::warned(super::href(id), said))
}

#[post("/tickets/<id>/taking")]
async fn take(technician: Technician, id: TicketId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    answer(id, tickets::take(db, &technician, id, now.at).await, "ticket-taken")
}

#[derive(FromForm)]
struct Passing {
    reason: Maybe<Line<200>>,
}

#[post("/tickets/<id>/passing", data = "<form>")]
async fn pass_on(technician: Technician, id: TicketId, form: Form<Passing>, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    let reason = form.reason.clone().or_empty();
    answer(id, tickets::pass_on(db, &technician, id, &reason, now.at).await, "ticket-passed-on")
}

#[derive(FromForm)]
struct Renaming {
    title: Line<120>,
}

#[post("/tickets/<id>/title", data = "<form>")]
async fn rename(
    technician: Technician,
    id: TicketId,
    form: Form<Contextual<'_, Renaming>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let Some(renaming) = &form.value else {
        return wrong_form(&technician, id, db, "mistake-ticket-title").await;
    };
    answer(id, tickets::rename(db, &technician, id, renaming.title.0.clone(), now.at).await, "ticket-renamed")
}

#[derive(FromForm)]
struct Prioritising {
    priority: Priority,
    reason: Line<200>,
}

#[post("/tickets/<id>/priority", data = "<form>")]
async fn prioritise(
    technician: Technician,
    id: TicketId,
    form: Form<Contextual<'_, Prioritising>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let Some(new) = &form.value else {
        return wrong_form(&technician, id, db, "mistake-ticket-reason").await;
    };
    answer(id, tickets::prioritise(db, &technician, id, new.priority, &new.reason.0, now.at).await, "ticket-prioritised")
}

#[post("/tickets/<id>/closure")]
async fn close(viewer: &Viewer, id: TicketId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    answer(id, tickets::confirm(db, viewer, id, now.at).await, "ticket-closed")
}

#[derive(FromForm)]
struct Reopening {
    message: Maybe<MessageId>,
    words: Maybe<Words>,
}

#[post("/tickets/<id>/reopening", data = "<form>")]
async fn reopen(viewer: &Viewer, id: TicketId, form: Form<Reopening>, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    let message = form.message.0.unwrap_or_else(|| MessageId::new(now.at));
    let asked = Asked { message, words: form.words.clone().or_empty(), pictures: Vec::new() };
    answer(id, tickets::reopen(db, viewer, id, asked, now.at).await, "ticket-reopened")
}

#[post("/tickets/<id>/withdrawal")]
async fn withdraw(viewer: &Viewer, id: TicketId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    answer(id, tickets::withdraw(db, viewer, id, now.at).await, "ticket-withdrawn")
}

pub fn taking_href(id: TicketId) -> String {
    uri!(take(id)).to_string()
}

pub fn passing_href(id: TicketId) -> String {
    uri!(pass_on(id)).to_string()
}

pub fn title_href(id: TicketId) -> String {
    uri!(rename(id)).to_string()
}

pub fn priority_href(id: TicketId) -> String {
    uri!(prioritise(id)).to_string()
}

pub fn closure_href(id: TicketId) -> String {
    uri!(close(id)).to_string()
}

pub fn reopening_href(id: TicketId) -> String {
    uri!(reopen(id)).to_string()
}

pub fn withdrawal_href(id: TicketId) -> String {
    uri!(withdraw(id)).to_string()
}
