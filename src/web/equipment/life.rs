//! The life-book of a machine: everything that happened to it, the latest first, page by page.

use super::words::{LifeLine, line};
use crate::domain::ids::EquipmentId;
use crate::store::Db;
use crate::store::access::Viewer;
use crate::store::equipment::{self, Mark};
use crate::web::errors::Error;
use crate::web::layout::{Layout, Page};
use rocket::{State, get, uri};
use serde::Serialize;

/// How much a page shows.
const PAGE: usize = 30;

#[derive(Serialize)]
struct LifePage {
    back_href: String,
    name: String,
    structure: String,
    lines: Vec<LifeLine>,
    older_href: Option<String>,
    /// On a page after the first.
    latest_href: Option<String>,
}

#[get("/equipment/<id>/life?<before>")]
pub async fn show(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: EquipmentId,
    before: Option<&str>,
    db: &State<Db>,
) -> Result<Page, Error> {
    let (of, machine) = super::keeper(viewer, db, id).await?;
    let mark = before.map(str::parse::<Mark>).transpose().map_err(|_| Error::Misunderstood)?;
    let (events, next) = equipment::life(db, &of, id, mark, PAGE).await?;
    let page = LifePage {
        back_href: super::href(id),
        name: machine.particulars.name,
        structure: super::structure_name(db, &of).await?,
        lines: events.into_iter().map(|event| line(&layout, event)).collect::<Result<_, _>>()?,
        older_href: next.map(|mark| older_href(id, &mark.to_string())),
        latest_href: mark.map(|_| href(id)),
    };
    layout.page("equipment/life", layout.text("life-title")?, &page)
}

fn older_href(id: EquipmentId, mark: &str) -> String {
    uri!(show(id, Some(mark))).to_string()
}

/// The address of the life-book of a machine.
pub fn href(id: EquipmentId) -> String {
    uri!(show(id, None::<&str>)).to_string()
}
