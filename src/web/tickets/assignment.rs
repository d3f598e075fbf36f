//! Who has a ticket in hand: given to a colleague, or back to the queue, with a reason.

use crate::domain::ids::{PersonId, TicketId};
use crate::store::Db;
use crate::store::access::Technician;
use crate::store::tickets::{self, Ticket, TicketError};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Line, Maybe};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![edit, update]
}

#[derive(Serialize)]
struct AssignmentPage {
    back_href: String,
    back: String,
    title: String,
    form: View,
    href: String,
}

const NAMES: [&str; 2] = ["to", "reason"];

/// The address of the page.
pub fn href(id: TicketId) -> String {
    uri!(edit(id)).to_string()
}

#[get("/tickets/<id>/assignment")]
async fn edit(technician: Technician, layout: Layout<'_>, id: TicketId, db: &State<Db>) -> Result<Page, Error> {
    let ticket = tickets::find(db, &technician, id).await?.ok_or(Error::NotFound)?;
    page(&technician, &layout, db, &ticket, View::blank(&NAMES)).await
}

async fn page(by: &Technician, layout: &Layout<'_>, db: &Db, of: &Ticket, form: View) -> Result<Page, Error> {
    let mut choices = vec![(String::new(), layout.text("ticket-assign-queue")?, None)];
    let colleagues = tickets::technicians(db, by).await?.into_iter().filter(|(person, _)| Some(*person) != of.assignee);
    choices.extend(colleagues.map(|(person, name)| (person.to_string(), name, None)));
    let page = AssignmentPage {
        back_href: super::href(of.id),
        back: layout.text_with("ticket-number", [("number", FluentValue::from(of.number.to_string()))])?,
        title: of.title.clone(),
        form: form.offering("to", choices),
        href: uri!(update(of.id)).to_string(),
    };
    layout.page_of_form("tickets/assignment", layout.text("ticket-pass-on")?, &page.form, &page)
}

#[derive(FromForm)]
struct Assigning {
    /// Nobody: the queue.
    to: Maybe<PersonId>,
    reason: Maybe<Line<200>>,
}

/// Gives the ticket to a colleague, or back to the queue.
#[post("/tickets/<id>/assignment", data = "<form>")]
async fn update(
    technician: Technician,
    layout: Layout<'_>,
    id: TicketId,
    form: Form<Contextual<'_, Assigning>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let ticket = tickets::find(db, &technician, id).await?.ok_or(Error::NotFound)?;
    let mut again = layout.again(&NAMES, &form.context)?;
    if let Some(assigning) = &form.value {
        let reason = assigning.reason.clone().or_empty();
        let said = if assigning.to.0.is_some() { "ticket-assigned" } else { "ticket-passed-on" };
        match tickets::assign(db, &technician, id, assigning.to.0, &reason, now.at).await {
            Err(TicketError::Foreign) => again.mistake("to", layout.text("mistake-choice")?),
            done => return super::moves::answer(id, done, said),
        }
    }
    Ok(Submitted::Refused(page(&technician, &layout, db, &ticket, again).await?))
}
