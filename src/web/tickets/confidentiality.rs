//! Confidential tickets: the page that stands before their words, and the three small forms about it.

use super::labels::{Badge, Labels};
use crate::domain::ids::TicketId;
use crate::store::Db;
use crate::store::access::{Technician, Viewer};
use crate::store::tickets::{self, Covered};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::Line;
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![create, destroy, disclose]
}

/// The address that makes a ticket confidential.
pub fn href(id: TicketId) -> String {
    uri!(create(id)).to_string()
}

/// The address that makes it a ticket like any other.
pub fn ending_href(id: TicketId) -> String {
    uri!(destroy(id)).to_string()
}

#[derive(Serialize)]
struct CoveredPage {
    back_href: String,
    number: i64,
    heading: String,
    structure: String,
    state: Badge,
    priority: Badge,
    received: String,
    explanation: String,
    /// Nobody has it in hand: a technician may take it.
    taking_href: Option<String>,
    /// A colleague has it in hand: another technician says why they read it.
    disclosure_href: Option<String>,
    form: View,
}

const NAMES: [&str; 1] = ["reason"];

/// What stands before the words of a confidential ticket: for a technician with the way to them.
pub async fn page(viewer: &Viewer, layout: &Layout<'_>, of: Covered, form: Option<View>) -> Result<Page, Error> {
    let labels = Labels { layout };
    let technician = Technician::of(viewer).is_some();
    let free = of.assignee_id.is_none();
    let heading = layout.text("ticket-covered-title")?;
    let page = CoveredPage {
        back_href: super::list_href(viewer, of.structure_id),
        number: of.number,
        state: labels.covered_state(of.state, of.assignee_name.as_deref())?,
        priority: labels.priority(of.priority)?,
        received: layout.text_with("ticket-covered-received", [("at", FluentValue::from(layout.moment(of.received_at)))])?,
        explanation: layout.text(match (technician, free) {
            (false, _) => "ticket-covered-referent",
            (true, true) => "ticket-covered-free",
            (true, false) => "ticket-covered-taken",
        })?,
        taking_href: (technician && free).then(|| super::moves::taking_href(of.id)),
        disclosure_href: (technician && !free).then(|| uri!(disclose(of.id)).to_string()),
        structure: of.structure_name,
        form: form.unwrap_or_else(|| View::blank(&NAMES)),
        heading: heading.clone(),
    };
    layout.page_of_form("tickets/covered", heading, &page.form, &page)
}

/// Makes it confidential.
#[post("/tickets/<id>/confidentiality")]
async fn create(viewer: &Viewer, id: TicketId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    super::moves::answer(id, tickets::cover(db, viewer, id, now.at).await, "ticket-covered")
}

/// Makes it a request like any other.
#[post("/tickets/<id>/confidentiality/ending")]
async fn destroy(viewer: &Viewer, id: TicketId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    super::moves::answer(id, tickets::uncover(db, viewer, id, now.at).await, "ticket-uncovered")
}

#[derive(FromForm)]
struct Disclosing {
    reason: Line<200>,
}

/// A technician says why they read it.
#[post("/tickets/<id>/disclosures", data = "<form>")]
async fn disclose(
    technician: Technician,
    layout: Layout<'_>,
    id: TicketId,
    form: Form<Contextual<'_, Disclosing>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let covered = tickets::covered(db, &technician, id).await?.ok_or(Error::NotFound)?;
    let Some(disclosing) = &form.value else {
        let again = layout.again(&NAMES, &form.context)?;
        return Ok(Submitted::Refused(page(technician.viewer(), &layout, covered, Some(again)).await?));
    };
    super::moves::answer(id, tickets::disclose(db, &technician, id, &disclosing.reason.0, now.at).await, "ticket-disclosed")
}
