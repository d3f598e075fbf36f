//! Messages that are another need, taken to a ticket of their own.

use crate::domain::ids::{MessageId, TicketId};
use crate::store::Db;
use crate::store::access::Technician;
use crate::store::tickets::{self, NewSplit, Ticket, TicketError};
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
    routes![new, create]
}

/// The address of the page.
pub fn href(id: TicketId) -> String {
    uri!(new(id)).to_string()
}

#[derive(Serialize)]
struct SplitPage {
    back_href: String,
    back: String,
    title: String,
    form: View,
    some: bool,
    ticket: String,
    href: String,
}

const NAMES: [&str; 2] = ["messages", "title"];

#[get("/tickets/<id>/splits/new")]
async fn new(by: Technician, layout: Layout<'_>, id: TicketId, db: &State<Db>, now: Now) -> Result<Page, Error> {
    let ticket = tickets::find(db, &by, id).await?.ok_or(Error::NotFound)?;
    // All that was said stands there.
    tickets::mark_seen(db, by.viewer(), &ticket, layout.today(), now.at).await?;
    page(&by, &layout, db, &ticket, (View::blank(&NAMES), Vec::new()), TicketId::new(layout.now)).await
}

async fn page(
    by: &Technician,
    layout: &Layout<'_>,
    db: &Db,
    of: &Ticket,
    (form, ticked): (View, Vec<String>),
    new: TicketId,
) -> Result<Page, Error> {
    let messages = tickets::splittable(db, by, of.id).await?;
    let choices = messages.into_iter().map(|(id, words)| (id.to_string(), words, None));
    let form = form.offering_several("messages", choices, &ticked);
    let page = SplitPage {
        back_href: super::links::href(of.id),
        back: layout.text_with("ticket-number", [("number", FluentValue::from(of.number.to_string()))])?,
        title: of.title.clone(),
        some: form.has_choices("messages"),
        form,
        ticket: new.to_string(),
        href: uri!(create(of.id)).to_string(),
    };
    layout.page_of_form("tickets/split", layout.text("ticket-split-title")?, &page.form, &page)
}

#[derive(FromForm)]
struct Splitting {
    ticket: TicketId,
    messages: Vec<MessageId>,
    title: Maybe<Line>,
}

/// Takes them there.
#[post("/tickets/<id>/splits", data = "<form>")]
async fn create(
    by: Technician,
    layout: Layout<'_>,
    id: TicketId,
    form: Form<Contextual<'_, Splitting>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let ticket = tickets::find(db, &by, id).await?.ok_or(Error::NotFound)?;
    let mut again = layout.again(&NAMES, &form.context)?;
    let ticked: Vec<String> = form.context.field_values("messages").map(str::to_owned).collect();
    let typed = form.context.field_value("ticket").and_then(|id| id.parse().ok()).unwrap_or_else(|| TicketId::new(now.at));
    if let Some(splitting) = &form.value {
        let title = splitting.title.clone().0.map(|line| line.0);
        let new = NewSplit { id: splitting.ticket, messages: splitting.messages.clone(), title };
        if new.messages.is_empty() {
            again.mistake("messages", layout.text("mistake-split-none")?);
        } else {
            match tickets::split(db, &by, ticket.id, new, now.at).await {
                Ok(id) => return Ok(Submitted::accepted(super::href(id), "ticket-splitted")),
                Err(TicketError::Foreign) => again.mistake("messages", layout.text("mistake-form-used")?),
                Err(refused) => return Err(super::moves::error(refused)),
            }
        }
    }
    Ok(Submitted::Refused(page(&by, &layout, db, &ticket, (again, ticked), typed).await?))
}
