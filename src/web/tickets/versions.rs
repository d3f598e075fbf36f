//! What a message was before it was corrected.

use crate::domain::ids::MessageId;
use crate::store::Db;
use crate::store::access::Technician;
use crate::store::tickets;
use crate::web::errors::Error;
use crate::web::layout::{Layout, Page};
use rocket::{Route, State, get, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index]
}

#[derive(Serialize)]
struct VersionsPage {
    back_href: String,
    body: String,
    before: Vec<BeforeLine>,
}

#[derive(Serialize)]
struct BeforeLine {
    until: String,
    body: String,
}

/// The address of the page.
pub fn href(id: MessageId) -> String {
    uri!(index(id)).to_string()
}

#[get("/messages/<id>/versions")]
async fn index(technician: Technician, layout: Layout<'_>, id: MessageId, db: &State<Db>) -> Result<Page, Error> {
    let said = tickets::said(db, technician.viewer(), id).await?.ok_or(Error::NotFound)?;
    let before = tickets::versions(db, &technician, &said).await?;
    let line = |before: tickets::Before| BeforeLine { until: layout.moment(before.until), body: before.body };
    let page =
        VersionsPage { back_href: super::href(said.ticket), body: said.body, before: before.into_iter().map(line).collect() };
    layout.page("tickets/versions", layout.text("message-versions-title")?, &page)
}
