//! The moves of a ticket, each a small form: taking, closing, reopening, taking back, a better title.

use crate::domain::ids::{MessageId, TicketId};
use crate::domain::tickets::{Priority, Refusal};
use crate::store::Db;
use crate::store::access::{Technician, Viewer};
use crate::store::tickets::{self, Asked, TicketError};
use crate::web::errors::Error;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Submitted};
use crate::web::params::{Line, MOST_WORDS, Maybe, Words};
use crate::web::small_form::SmallForm;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, post, routes, uri};

pub fn routes() -> Vec<Route> {
    routes![take, rename, prioritise, close, reopen, withdraw]
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
pub fn answer(id: TicketId, done: Result<(), TicketError>, said: &str) -> Result<Submitted, Error> {
    let to = super::href(id);
    match done {
        Ok(()) => Ok(Submitted::accepted(to, said)),
        Err(TicketError::Refused(Refusal::AlreadyRead)) => Ok(Submitted::warned(to, "mistake-ticket-read")),
        Err(TicketError::Refused(Refusal::TooLate)) => Ok(Submitted::warned(to, "mistake-ticket-too-late")),
        Err(TicketError::Refused(Refusal::NotFromHere) | TicketError::Foreign) => Ok(Submitted::warned(to, "mistake-ticket-moved")),
        Err(other) => Err(error(other)),
    }
}

/// The longest reason and the longest title, in characters.
const MOST_REASON: usize = 200;
const MOST_TITLE: usize = 120;

/// A form that cannot be read comes back if there is a ticket that it is about.
async fn known(by: &Technician, id: TicketId, db: &Db) -> Result<(), Error> {
    tickets::find(db, by, id).await?.map(drop).ok_or(Error::NotFound)
}

#[post("/tickets/<id>/taking")]
async fn take(technician: Technician, id: TicketId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    answer(id, tickets::take(db, &technician, id, now.at).await, "ticket-taken")
}

#[derive(FromForm)]
struct Renaming {
    title: Line<MOST_TITLE>,
}

#[post("/tickets/<id>/title", data = "<form>")]
async fn rename(
    technician: Technician,
    id: TicketId,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Renaming>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let Some(renaming) = &form.value else {
        let small = SmallForm {
            href: title_href(id),
            back_href: super::href(id),
            name: "title",
            label: "ticket-title",
            button: "ticket-rename",
            most: MOST_TITLE,
            lines: false,
            hidden: &[],
        };
        known(&technician, id, db).await?;
        return small.again(&layout, &form.context);
    };
    answer(id, tickets::rename(db, &technician, id, renaming.title.0.clone(), now.at).await, "ticket-renamed")
}

#[derive(FromForm)]
struct Prioritising {
    priority: Priority,
    reason: Line<MOST_REASON>,
}

#[post("/tickets/<id>/priority", data = "<form>")]
async fn prioritise(
    technician: Technician,
    id: TicketId,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Prioritising>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let Some(new) = &form.value else {
        let small = SmallForm {
            href: priority_href(id),
            back_href: super::href(id),
            name: "reason",
            label: "ticket-reason",
            button: "ticket-prioritise",
            most: MOST_REASON,
            lines: false,
            hidden: &["priority"],
        };
        known(&technician, id, db).await?;
        return small.again(&layout, &form.context);
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
async fn reopen(
    viewer: &Viewer,
    id: TicketId,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Reopening>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let Some(reopening) = &form.value else {
        tickets::find(db, viewer, id).await?.ok_or(Error::NotFound)?;
        let small = SmallForm {
            href: reopening_href(id),
            back_href: super::href(id),
            name: "words",
            label: "ticket-reopen-words",
            button: "ticket-reopen",
            most: MOST_WORDS,
            lines: true,
            hidden: &["message"],
        };
        return small.again(&layout, &form.context);
    };
    let message = reopening.message.0.unwrap_or_else(|| MessageId::new(now.at));
    let asked = Asked { message, words: reopening.words.clone().or_empty(), files: Vec::new() };
    answer(id, tickets::reopen(db, viewer, id, asked, now.at).await, "ticket-reopened")
}

#[post("/tickets/<id>/withdrawal")]
async fn withdraw(viewer: &Viewer, id: TicketId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    answer(id, tickets::withdraw(db, viewer, id, now.at).await, "ticket-withdrawn")
}

pub fn taking_href(id: TicketId) -> String {
    uri!(take(id)).to_string()
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
