//! All that was said and done in a ticket, for a conversation of which the ticket's page shows the newest alone.

use super::thread::{self, ThreadLine};
use crate::domain::ids::TicketId;
use crate::store::Db;
use crate::store::access::Viewer;
use crate::store::tickets;
use crate::web::errors::Error;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page};
use fluent_bundle::FluentValue;
use rocket::{Route, State, get, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index]
}

/// The address of the page.
pub fn href(id: TicketId) -> String {
    uri!(index(id)).to_string()
}

#[derive(Serialize)]
struct MessagesPage {
    back_href: String,
    back: String,
    title: String,
    lines: Vec<ThreadLine>,
}

#[get("/tickets/<id>/messages")]
async fn index(viewer: &Viewer, layout: Layout<'_>, id: TicketId, db: &State<Db>, now: Now) -> Result<Page, Error> {
    let ticket = tickets::find(db, viewer, id).await?.ok_or(Error::NotFound)?;
    // Who reads it here has seen it.
    tickets::mark_seen(db, viewer, &ticket, layout.today(), now.at).await?;
    let page = MessagesPage {
        back_href: super::href(ticket.id),
        back: layout.text_with("ticket-number", [("number", FluentValue::from(ticket.number.to_string()))])?,
        lines: thread::in_words(viewer, &layout, &ticket, tickets::conversation(db, viewer, &ticket).await?)?,
        title: ticket.title,
    };
    layout.page("tickets/messages", layout.text("ticket-messages-title")?, &page)
}
