//! Who takes part in a ticket: shown beside the conversation, added, taken out.

use crate::domain::ids::{PersonId, TicketId};
use crate::domain::tickets::Part;
use crate::store::Db;
use crate::store::access::{Technician, Viewer};
use crate::store::tickets::{self, Participant, Ticket, TicketError};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![create, destroy]
}

/// « Qui suit cette demande ».
#[derive(Serialize)]
pub struct People {
    lines: Vec<PersonLine>,
    /// Nobody is left to add, or the reader may not: no form.
    form: Option<View>,
    href: String,
    open: bool,
}

#[derive(Serialize)]
struct PersonLine {
    name: String,
    part: String,
    leaving_href: Option<String>,
    leaving: String,
}

const NAMES: [&str; 2] = ["person", "part"];

/// The people of a ticket as the reader sees them; `again` holds the form as it was typed.
pub async fn of(viewer: &Viewer, layout: &Layout<'_>, db: &Db, of: &Ticket, again: Option<View>) -> Result<People, Error> {
    let hand = tickets::hand_of(viewer, of.structure, of.part);
    let mut lines = Vec::new();
    let participants = tickets::participants(db, of).await?;
    let addable = tickets::addable(db, viewer, of, &participants).await?;
    for Participant { person, name, part } in participants {
        let oneself = person == viewer.id();
        let may = hand.may_take_out(part, oneself, person == of.requester);
        lines.push(PersonLine {
            name,
            part: layout.text(&format!("ticket-part-{part}"))?,
            leaving_href: may.then(|| uri!(destroy(of.id, person)).to_string()),
            leaving: layout.text(if oneself { "ticket-part-leave" } else { "ticket-part-take-out" })?,
        });
    }
    let open = again.as_ref().is_some_and(|form| !form.errors.is_empty());
    let form = (!addable.is_empty() || open).then(|| again.unwrap_or_else(|| View::blank(&NAMES)));
    let mut parts = Vec::new();
    for part in [Part::Watcher, Part::Requester].into_iter().filter(|part| hand.may_add(*part)) {
        let hint = layout.text(&format!("ticket-part-{part}-hint"))?;
        parts.push((part.to_string(), layout.text(&format!("ticket-part-as-{part}"))?, Some(hint)));
    }
    let choose = [(String::new(), layout.text("ticket-part-choose")?, None)];
    let people = choose.into_iter().chain(addable.into_iter().map(|(id, name)| (id.to_string(), name, None)));
    let form = form.map(|form| {
        form.preset("part", Part::Watcher.as_str()).offering("person", people.collect::<Vec<_>>()).offering("part", parts)
    });
    Ok(People { lines, form, href: uri!(create(of.id)).to_string(), open })
}

#[derive(FromForm)]
struct Adding {
    person: PersonId,
    part: Part,
}

/// Adds a colleague, who follows or asks too.
#[post("/tickets/<id>/participations", data = "<form>")]
async fn create(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: TicketId,
    form: Form<Contextual<'_, Adding>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let ticket = tickets::find(db, viewer, id).await?.ok_or(Error::NotFound)?;
    let mut again = layout.again(&NAMES, &form.context)?;
    if let Some(adding) = &form.value {
        match tickets::add(db, viewer, id, adding.person, adding.part, now.at).await {
            Ok(()) => return Ok(Submitted::accepted(super::href(id), "ticket-part-added")),
            Err(TicketError::Foreign) => again.mistake("person", layout.text("mistake-choice")?),
            Err(refused) => return Err(super::moves::error(refused)),
        }
    }
    Ok(Submitted::Refused(page(viewer, &layout, db, &ticket, again).await?))
}

async fn page(viewer: &Viewer, layout: &Layout<'_>, db: &Db, of: &Ticket, again: View) -> Result<Page, Error> {
    match Technician::of(viewer) {
        Some(technician) => super::answer::page(&technician, layout, db, of, super::answer::Again::People(again)).await,
        None => super::thread::page(viewer, layout, db, of, super::thread::Again::People(again)).await,
    }
}

/// Takes somebody out, or leaves.
#[post("/tickets/<id>/participations/<person>/ending")]
async fn destroy(viewer: &Viewer, id: TicketId, person: PersonId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    match tickets::take_out(db, viewer, id, person, now.at).await {
        // Who leaves may read it no more.
        Ok(()) if tickets::find(db, viewer, id).await?.is_none() => {
            Ok(Submitted::accepted(super::index_href(), "ticket-part-left"))
        }
        Ok(()) => Ok(Submitted::accepted(super::href(id), "ticket-part-taken-out")),
        Err(refused) => Err(super::moves::error(refused)),
    }
}
