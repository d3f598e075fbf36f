//! Transfers (« remises »): the list of a structure or a workshop, the page of one, and its steps.

pub mod desk;
mod dispatch;
pub mod document;
mod door;
mod draft;
mod giving_back;
pub mod line;
mod paper;
pub mod reception;
mod show;
pub mod words;

pub use draft::new_href;
pub use words::intent;

use super::errors::Error;
use super::layout::{Layout, Page};
use crate::domain::ids::{OrgId, StructureId, TransferId};
use crate::store::access::{SenderOf, TransferActor, TransfersOf, Viewer, Workshop};
use crate::store::transfers::{self, Listed, Record};
use crate::store::{Db, structures};
use fluent_bundle::FluentValue;
use rocket::{Route, State, get, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    let mut all = routes![of_structure, of_workshop];
    all.extend(draft::routes());
    all.extend(giving_back::routes());
    all.extend(show::routes());
    all.extend(dispatch::routes());
    all.extend(door::routes());
    all.extend(reception::routes());
    all.extend(line::routes());
    all.extend(paper::routes());
    all.extend(document::routes());
    all
}

#[derive(Serialize)]
struct ListPage {
    back_href: String,
    back: String,
    lead: String,
    new_href: Option<String>,
    new: String,
    transfers: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    href: String,
    title: String,
    badge: &'static str,
    step: String,
    small: Vec<String>,
}

#[get("/structures/<_>/transfers")]
async fn of_structure(by: TransfersOf, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let (structure, _) = structures::find(db, &by, by.structure()).await?.ok_or(Error::NotFound)?;
    let page = ListPage {
        back_href: super::structures::href(structure.id),
        back: structure.name,
        lead: layout.text("transfers-lead-structure")?,
        new_href: SenderOf::of(by.viewer(), by.structure()).map(|by| draft::new_href(by.structure())),
        new: layout.text("transfer-new-title")?,
        transfers: lines(&layout, transfers::of_structure(db, &by).await?)?,
    };
    layout.page("transfers/index", layout.text("transfers-title")?, &page)
}

#[get("/workshops/<_>/transfers")]
async fn of_workshop(by: Workshop, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let page = ListPage {
        back_href: super::workshop::href(by.organisation()),
        back: by.name().to_owned(),
        lead: layout.text("transfers-lead-workshop")?,
        new_href: Some(giving_back::new_href(by.organisation())),
        new: layout.text("transfer-return-title")?,
        transfers: lines(&layout, transfers::of_workshop(db, &by).await?)?,
    };
    layout.page("transfers/index", layout.text("transfers-title")?, &page)
}

fn lines(layout: &Layout<'_>, all: Vec<Listed>) -> Result<Vec<Line>, Error> {
    let line = |one: Listed| {
        let other = [("other", FluentValue::from(one.other.clone()))];
        let way = layout.text_with(if one.goes_out { "transfers-to" } else { "transfers-from" }, other)?;
        let machines = [("n", FluentValue::from(one.machines))];
        Ok(Line {
            href: href(one.id),
            title: words::title(layout, one.number)?,
            badge: words::badge(one.step),
            step: words::step(layout, one.step)?,
            small: vec![
                way,
                words::intent(layout, one.intent)?,
                layout.text_with("transfers-machines", machines)?,
                layout.moment(one.since),
            ],
        })
    };
    all.into_iter().map(line).collect()
}

/// A transfer within reach, and who the viewer is for it; for everybody else it is not there.
async fn found(viewer: &Viewer, layout: &Layout<'_>, db: &Db, id: TransferId) -> Result<(TransferActor, Record), Error> {
    transfers::find(db, viewer, id, layout.now).await?.ok_or(Error::NotFound)
}

/// The address of a transfer.
pub fn href(id: TransferId) -> String {
    uri!(show::show(id)).to_string()
}

/// The address of a structure's transfers.
pub fn of_structure_href(id: StructureId) -> String {
    uri!(of_structure(id)).to_string()
}

/// The address of a workshop's transfers.
pub fn of_workshop_href(id: OrgId) -> String {
    uri!(of_workshop(id)).to_string()
}
