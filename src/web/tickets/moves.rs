//! The moves of a ticket, each a small form: taking, closing, reopening, taking back.

use super::sending::{self, WithFiles};
use super::thread;
use crate::domain::ids::{MessageId, TicketId};
use crate::domain::tickets::Refusal;
use crate::store::Db;
use crate::store::access::{Technician, Viewer};
use crate::store::tickets::{self, Asked, TicketError};
use crate::web::errors::Error;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Submitted};
use crate::web::params::{Maybe, Words};
use rocket::form::{Form, FromForm};
use rocket::{Route, State, post, routes, uri};

pub fn routes() -> Vec<Route> {
    routes![take, close, reopen, withdraw]
}

/// A refusal that no form of the page can cause is an absence or a fault.
pub fn error(refused: TicketError) -> Error {
    match refused {
        TicketError::NotFound | TicketError::Foreign | TicketError::NoSite => Error::NotFound,
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

#[post("/tickets/<id>/taking")]
async fn take(technician: Technician, id: TicketId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    answer(id, tickets::take(db, &technician, id, now.at).await, "ticket-taken")
}

#[post("/tickets/<id>/closure")]
async fn close(viewer: &Viewer, id: TicketId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    answer(id, tickets::confirm(db, viewer, id, now.at).await, "ticket-closed")
}

#[derive(FromForm)]
struct Reopening<'f> {
    message: Maybe<MessageId>,
    words: Maybe<Words>,
    anyway: Option<&'f str>,
}

/// « Ce n'est pas réglé », with words and files if they like.
#[post("/tickets/<id>/reopening", data = "<form>")]
async fn reopen(
    viewer: &Viewer,
    id: TicketId,
    layout: Layout<'_>,
    form: Form<WithFiles<'_, Reopening<'_>>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let ticket = tickets::find(db, viewer, id).await?.ok_or(Error::NotFound)?;
    let files = form.files.keep(viewer, &layout, db).await?;
    let mut again = files.given_back(&layout, layout.again(&thread::NAMES, &form.typed.context)?)?;
    let Some(said) = form.typed.value.as_ref().filter(|_| files.are_well()) else {
        return Ok(Submitted::Refused(thread::page(viewer, &layout, db, &ticket, Some(again)).await?));
    };
    let words = said.words.clone().or_empty();
    if said.anyway.is_none() && sending::points_out(&layout, &mut again, &words, "send")? {
        return Ok(Submitted::Refused(thread::page(viewer, &layout, db, &ticket, Some(again)).await?));
    }
    let message = said.message.0.unwrap_or_else(|| MessageId::new(now.at));
    let (field, key) = match words.is_empty() && !files.ids.is_empty() {
        // A file goes with a message.
        true => ("words", "mistake-words"),
        false => {
            let asked = Asked { message, words, files: files.ids, outside: Vec::new() };
            match tickets::reopen(db, viewer, id, asked, now.at).await {
                Err(TicketError::FileGone) => (sending::FILES, "mistake-file-gone"),
                done => return answer(id, done, "ticket-reopened"),
            }
        }
    };
    again.mistake(field, layout.text(key)?);
    Ok(Submitted::Refused(thread::page(viewer, &layout, db, &ticket, Some(again)).await?))
}

#[post("/tickets/<id>/withdrawal")]
async fn withdraw(viewer: &Viewer, id: TicketId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    answer(id, tickets::withdraw(db, viewer, id, now.at).await, "ticket-withdrawn")
}

pub fn taking_href(id: TicketId) -> String {
    uri!(take(id)).to_string()
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
