//! Stickers on machines: what a scan opens, the labels to print, free codes that are bound.

mod binding;
mod labels;
mod request;

use super::errors::Error;
use super::guards::Now;
use super::layout::{Layout, Page};
use super::{equipment, tickets};
use crate::domain::stickers::StickerCode;
use crate::store::access::{AtMachine, Technician, Viewer};
use crate::store::{Db, stickers};
use rocket::http::Status;
use rocket::response::Redirect;
use rocket::{Responder, Route, State, get, routes, uri};
use serde::Serialize;

use request::Errand;

pub use labels::{of_structure_href, replacing_href, sheet_of_href};

pub fn routes() -> Vec<Route> {
    let mut all = routes![scan];
    all.extend(request::routes());
    all.extend(labels::routes());
    all.extend(binding::routes());
    all
}

/// What a scan opens.
#[derive(Responder)]
enum Scanned {
    Page(Box<Page>),
    Elsewhere(Box<Redirect>),
}

/// Whoever is at home where the machine stands gets their own form with the machine filled in, the technician the machine;
/// anybody else a form that says nothing of it. A free code can be bound by who keeps a register.
#[get("/e/<code>")]
async fn scan(viewer: Option<&Viewer>, layout: Layout<'_>, code: &str, db: &State<Db>, now: Now) -> Result<Scanned, Error> {
    let Ok(code) = code.parse::<StickerCode>() else { return Ok(Scanned::Page(Box::new(unknown(&layout)?))) };
    let elsewhere = |href: String| Ok(Scanned::Elsewhere(Box::new(Redirect::to(href))));
    if let Some(at) = AtMachine::by_code(db, &code, now.today).await? {
        return match viewer.and_then(|viewer| own_way(viewer, &at)) {
            Some(href) => elsewhere(href),
            None => Ok(Scanned::Page(Box::new(request::blank(&at, Errand::Asks, &layout, db).await?))),
        };
    }
    match viewer {
        Some(viewer) if stickers::is_free(db, viewer, &code).await? => elsewhere(binding::href(&code)),
        _ => Ok(Scanned::Page(Box::new(unknown(&layout)?))),
    }
}

fn own_way(viewer: &Viewer, at: &AtMachine) -> Option<String> {
    if let Some(technician) = Technician::of(viewer) {
        return Some(equipment::href(at.machine_for(&technician)));
    }
    at.at_home(viewer).map(|(member, machine)| tickets::href_of_new(member.structure(), Some(machine)))
}

#[derive(Serialize)]
struct UnknownPage {
    phone: Option<String>,
    phone_href: Option<String>,
}

/// A code that is unknown, free, or lost: one page, so that nobody learns which.
fn unknown(layout: &Layout<'_>) -> Result<Page, Error> {
    let phone = tickets::phone_of(layout);
    let page = UnknownPage { phone_href: phone.as_deref().map(tickets::tel), phone };
    layout.render(Status::NotFound, "stickers/unknown", layout.text("sticker-unknown-title")?, &page)
}

/// Where a sticker leads.
fn scan_href(code: &StickerCode) -> String {
    uri!(scan(code.as_str())).to_string()
}
