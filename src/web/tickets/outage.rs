//! A ticket and the outage that it is tied to: chosen among those that concern its structure, or made from it.

use crate::domain::ids::{OutageId, TicketId};
use crate::store::access::{Technician, Viewer};
use crate::store::tickets::{self, Ticket, TicketError};
use crate::store::{Db, outages};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::outages as pages;
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![edit, update, end]
}

/// What a ticket's page says of outages.
#[derive(Serialize)]
pub struct TicketOutage {
    /// What it is tied to, as far as the reader may read it.
    tied: Option<Tied>,
    /// For technicians: where it is tied and untied.
    tie_href: Option<String>,
    /// « 3 autres personnes sont touchées », for technicians.
    affected: Option<String>,
}

#[derive(Serialize)]
struct Tied {
    href: String,
    title: String,
}

/// Of a ticket that was found within reach.
pub async fn of(viewer: &Viewer, layout: &Layout<'_>, db: &Db, of: &Ticket) -> Result<TicketOutage, Error> {
    let technician = Technician::of(viewer).is_some();
    let affected = (technician && of.affected > 0)
        .then(|| layout.text_with("ticket-affected", [("n", FluentValue::from(of.affected))]))
        .transpose()?;
    let open = of.state != crate::domain::tickets::State::Settled;
    Ok(TicketOutage {
        tied: tied(viewer, db, of).await?,
        tie_href: (technician && (open || of.outage.is_some())).then(|| uri!(edit(of.id)).to_string()),
        affected,
    })
}

async fn tied(viewer: &Viewer, db: &Db, of: &Ticket) -> Result<Option<Tied>, Error> {
    let Some(id) = of.outage else { return Ok(None) };
    let found = outages::find(db, viewer, id).await?;
    Ok(found.map(|outage| Tied { href: pages::href(outage.id), title: outage.title }))
}

#[derive(Serialize)]
struct TyingPage {
    back_href: String,
    back: String,
    title: String,
    form: View,
    offers: bool,
    href: String,
    tied: Option<Tied>,
    untie_href: String,
    /// Of a confidential request no word goes into a notice.
    make_href: Option<String>,
}

const NAMES: [&str; 1] = ["outage"];

#[get("/tickets/<id>/outage")]
async fn edit(technician: Technician, layout: Layout<'_>, id: TicketId, db: &State<Db>) -> Result<Page, Error> {
    let ticket = tickets::find(db, &technician, id).await?.ok_or(Error::NotFound)?;
    page(&technician, &layout, db, &ticket, View::blank(&NAMES)).await
}

async fn page(by: &Technician, layout: &Layout<'_>, db: &Db, of: &Ticket, form: View) -> Result<Page, Error> {
    let open = outages::open_for(db, by, of.structure).await?;
    let others = open.into_iter().filter(|(id, _)| Some(*id) != of.outage).map(|(id, title)| (id.to_string(), title, None));
    let form = form.offering("outage", others);
    let settled = of.state == crate::domain::tickets::State::Settled;
    let page = TyingPage {
        back_href: super::href(of.id),
        back: layout.text_with("ticket-number", [("number", FluentValue::from(of.number.to_string()))])?,
        title: of.title.clone(),
        offers: !settled && form.has_choices("outage"),
        form,
        href: uri!(update(of.id)).to_string(),
        tied: tied(by.viewer(), db, of).await?,
        untie_href: uri!(end(of.id)).to_string(),
        make_href: (!settled && !of.confidential).then(|| pages::of_ticket_href(of.id)),
    };
    layout.page_of_form("tickets/outage", layout.text("outage-tie")?, &page.form, &page)
}

#[derive(FromForm)]
struct Tying {
    outage: OutageId,
}

/// Ties the ticket to an outage.
#[post("/tickets/<id>/outage", data = "<form>")]
async fn update(
    technician: Technician,
    layout: Layout<'_>,
    id: TicketId,
    form: Form<Contextual<'_, Tying>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let ticket = tickets::find(db, &technician, id).await?.ok_or(Error::NotFound)?;
    let mut again = layout.again(&NAMES, &form.context)?;
    if let Some(tying) = &form.value {
        match outages::tie(db, &technician, id, tying.outage, now.at).await {
            Err(TicketError::Foreign) => again.mistake("outage", layout.text("mistake-choice")?),
            done => return super::moves::answer(id, done, "outage-tied-done"),
        }
    }
    Ok(Submitted::Refused(page(&technician, &layout, db, &ticket, again).await?))
}

/// Unties it.
#[post("/tickets/<id>/outage/ending")]
async fn end(technician: Technician, id: TicketId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    super::moves::answer(id, outages::untie(db, &technician, id, now.at).await, "outage-untied-done")
}
