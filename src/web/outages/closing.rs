//! « C'est terminé »: a page that says what it will do, and asks what happened.

use crate::domain::ids::OutageId;
use crate::store::Db;
use crate::store::access::Technician;
use crate::store::outages::{self, Outage, OutageError};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::Words;
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![new, create]
}

#[derive(Serialize)]
struct ClosingPage<'f> {
    back_href: String,
    title: String,
    form: &'f View,
    href: String,
    effects: Vec<String>,
}

const NAMES: [&str; 1] = ["words"];

/// The address of the page.
pub fn href(id: OutageId) -> String {
    uri!(new(id)).to_string()
}

#[get("/outages/<id>/closing")]
async fn new(technician: Technician, layout: Layout<'_>, id: OutageId, db: &State<Db>) -> Result<Page, Error> {
    let outage = lasting(&technician, db, id).await?;
    page(&technician, &layout, db, &outage, View::blank(&NAMES)).await
}

/// One that is not over.
async fn lasting(by: &Technician, db: &Db, id: OutageId) -> Result<Outage, Error> {
    outages::find(db, by, id).await?.filter(|outage| outage.closed_at.is_none()).ok_or(Error::NotFound)
}

async fn page(by: &Technician, layout: &Layout<'_>, db: &Db, of: &Outage, form: View) -> Result<Page, Error> {
    let ending = outages::ending(db, by, of.id).await?;
    let tickets = i64::try_from(ending.tickets).unwrap_or(i64::MAX);
    let page = ClosingPage {
        back_href: super::href(of.id),
        title: of.title.clone(),
        form: &form,
        href: uri!(create(of.id)).to_string(),
        effects: vec![
            layout.text_with("outage-closing-tickets", [("n", FluentValue::from(tickets))])?,
            layout.text_with("outage-closing-told", [("n", FluentValue::from(of.affected))])?,
        ],
    };
    layout.page_of_form("outages/closing", layout.text("outage-closing-title")?, &form, &page)
}

#[derive(FromForm)]
struct Closing {
    words: Words,
}

#[post("/outages/<id>/closing", data = "<form>")]
async fn create(
    technician: Technician,
    layout: Layout<'_>,
    id: OutageId,
    form: Form<Contextual<'_, Closing>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let outage = outages::find(db, &technician, id).await?.ok_or(Error::NotFound)?;
    let again = layout.again(&NAMES, &form.context)?;
    let Some(closing) = &form.value else {
        return Ok(Submitted::Refused(page(&technician, &layout, db, &outage, again).await?));
    };
    match outages::close(db, &technician, id, closing.words.0.clone(), now.at).await {
        Ok(()) => Ok(Submitted::accepted(super::href(id), "outage-closed")),
        Err(OutageError::Over) => Ok(Submitted::warned(super::href(id), "mistake-outage-over")),
        Err(refused) => Err(super::error(refused)),
    }
}
