//! « Qui a vu ma demande »: each day on which somebody who takes no part in it looked at it. And « C'est réglé ? ».

use crate::domain::ids::TicketId;
use crate::store::Db;
use crate::store::access::Viewer;
use crate::store::tickets::{self, Seen};
use crate::web::errors::Error;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use fluent_bundle::FluentValue;
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index, satisfied]
}

/// The address of the page.
pub fn href(id: TicketId) -> String {
    uri!(index(id)).to_string()
}

/// The address that says that it is settled indeed.
pub fn satisfaction_href(id: TicketId) -> String {
    uri!(satisfied(id)).to_string()
}

#[derive(Serialize)]
struct ViewsPage {
    back_href: String,
    back: String,
    title: String,
    lines: Vec<SeenLine>,
}

#[derive(Serialize)]
struct SeenLine {
    name: String,
    days: String,
    reason: Option<String>,
}

#[get("/tickets/<id>/views")]
async fn index(viewer: &Viewer, layout: Layout<'_>, id: TicketId, db: &State<Db>) -> Result<Page, Error> {
    let ticket = tickets::find(db, viewer, id).await?.ok_or(Error::NotFound)?;
    let line = |seen: Seen| SeenLine {
        days: seen.days.into_iter().map(|day| layout.day(day)).collect::<Vec<_>>().join(", "),
        name: seen.name,
        reason: seen.reason,
    };
    let page = ViewsPage {
        back_href: super::href(ticket.id),
        back: layout.text_with("ticket-number", [("number", FluentValue::from(ticket.number.to_string()))])?,
        lines: tickets::views(db, &ticket).await?.into_iter().map(line).collect(),
        title: ticket.title,
    };
    layout.page("tickets/views", layout.text("ticket-views-title")?, &page)
}

/// « Oui, merci. »
#[post("/tickets/<id>/satisfaction")]
async fn satisfied(viewer: &Viewer, id: TicketId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    super::moves::answer(id, tickets::satisfied(db, viewer, id, now.at).await, "ticket-satisfied")
}
