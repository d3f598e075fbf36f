//! What the shared post costs: the month's table, the lines of an open month, the sharing key.

mod departure;
mod keys;
mod lines;
mod month;
mod table;

use super::errors::Error;
use super::layout::Layout;
use crate::domain::costs::{Key, LineKind};
use crate::domain::ids::StructureId;
use crate::domain::time::Month;
use crate::store::access::Coordinator;
use crate::store::{Db, agreements};
use rocket::http::uri::Origin;
use rocket::{Route, routes, uri};

pub fn routes() -> Vec<Route> {
    routes![
        month::show,
        month::export,
        lines::index,
        lines::create,
        lines::amounts,
        lines::copy,
        lines::edit,
        lines::update,
        lines::raise,
        lines::remove,
        keys::index,
        keys::create,
    ]
}

/// The group's first month, the month that is asked for, and the present one. Others are not there.
async fn asked(by: &Coordinator, layout: &Layout<'_>, db: &Db, month: Option<Month>) -> Result<(Month, Month, Month), Error> {
    let present = Month::of(layout.today());
    let first = agreements::first_month(db, by).await?.unwrap_or(present).min(present);
    let month = month.unwrap_or(present);
    if (first..=present).contains(&month) { Ok((first, month, present)) } else { Err(Error::NotFound) }
}

/// What a line is called: its own words, or those of its kind.
fn line_name(layout: &Layout<'_>, kind: LineKind, label: &str) -> Result<String, Error> {
    if label.is_empty() { layout.text(&format!("costs-kind-{kind}")) } else { Ok(label.to_owned()) }
}

/// « selon les heures souscrites ».
pub fn by_key(layout: &Layout<'_>, key: Key) -> Result<String, Error> {
    layout.text(&format!("costs-by-{key}"))
}

/// Where a month's costs are.
fn uri_of(month: Month) -> Origin<'static> {
    uri!(month::show(Some(month), None::<StructureId>))
}

/// The address of a month's costs.
pub fn href(month: Month) -> String {
    uri_of(month).to_string()
}

/// The address of the present month's costs.
pub fn present_href() -> String {
    uri!(month::show(None::<Month>, None::<StructureId>)).to_string()
}
