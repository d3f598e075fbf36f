//! It arrives: what became of each machine, and the receiver's name under the document.

use super::{document, found, line, words};
use crate::domain::chain::{LineOutcome, SignedAct, TransferStep};
use crate::domain::ids::TransferId;
use crate::store::Db;
use crate::store::access::{TransferActor, Viewer};
use crate::store::transfers::{self, Record, Signing, Step};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Line, Maybe, Whole};
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![new, create]
}

const NAMES: [&str; 4] = ["rest", "name", "capacity", "version"];

/// The address of the form.
pub fn href(id: TransferId) -> String {
    uri!(new(id)).to_string()
}

#[derive(Serialize)]
struct ReceptionPage<'f> {
    back_href: String,
    title: String,
    carrier: String,
    boxes: i64,
    weight: String,
    seals: String,
    lines: Vec<MachineLine>,
    /// As many of which nothing is said yet.
    open: usize,
    form: &'f View,
    href: String,
    version: i64,
    refused: Option<String>,
    /// To whom the screen is handed.
    at_door: Option<String>,
}

#[derive(Serialize)]
struct MachineLine {
    name: String,
    serial: String,
    outcome: Option<String>,
    reason: String,
    href: String,
}

/// Who answers for the receiver, or hands over in person; for everybody else there is no such page.
pub async fn receiver(viewer: &Viewer, layout: &Layout<'_>, db: &Db, id: TransferId) -> Result<(TransferActor, Record), Error> {
    let (by, record) = found(viewer, layout, db, id).await?;
    if by.receives() || by.hosts() { Ok((by, record)) } else { Err(Error::NotFound) }
}

#[get("/transfers/<id>/reception")]
async fn new(viewer: &Viewer, layout: Layout<'_>, id: TransferId, db: &State<Db>) -> Result<Page, Error> {
    let (by, record) = receiver(viewer, &layout, db, id).await?;
    // On the screen of who hands over, the receiver writes their own.
    let name = if by.receives() { viewer.name() } else { "" };
    page(&by, &layout, &record, View::blank(&NAMES).with("name", name), None)
}

fn page(by: &TransferActor, layout: &Layout<'_>, of: &Record, form: View, refused: Option<String>) -> Result<Page, Error> {
    let mut lines = Vec::new();
    for one in &of.lines {
        lines.push(MachineLine {
            // As it is, not as its structure calls it: who receives reads along.
            name: crate::web::workshop::name_of(layout, &one.machine)?,
            serial: one.machine.serial.clone(),
            outcome: one.outcome.map(|outcome| words::outcome(layout, outcome)).transpose()?,
            reason: one.reason.clone(),
            href: line::href(of.id, one.machine.id),
        });
    }
    let page = ReceptionPage {
        back_href: super::href(of.id),
        title: words::title(layout, of.number)?,
        carrier: of.manifest.carrier.clone(),
        boxes: of.manifest.boxes,
        weight: document::weight(of.manifest.grams),
        seals: of.manifest.seals.clone(),
        open: if of.step == TransferStep::Dispatched { lines.iter().filter(|line| line.outcome.is_none()).count() } else { 0 },
        lines,
        form: &form,
        href: uri!(create(of.id)).to_string(),
        version: of.version,
        refused: refused.clone(),
        at_door: by.hosts().then(|| of.receiver.name.clone()),
    };
    let heading = layout.text("transfer-do-receive")?;
    let wrong = refused.is_some() || !form.errors.is_empty();
    if wrong { layout.refuse("transfers/reception", heading, &page) } else { layout.page("transfers/reception", heading, &page) }
}

#[derive(FromForm)]
struct Written {
    version: Whole<1, 1_000_000>,
    /// All of which nothing was said arrived.
    rest: Maybe<bool>,
    name: Line<80>,
    capacity: Line<80>,
}

#[post("/transfers/<id>/reception", data = "<form>")]
async fn create(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: TransferId,
    form: Form<Contextual<'_, Written>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let (by, record) = receiver(viewer, &layout, db, id).await?;
    let again = layout.again(&NAMES, &form.context)?;
    let Some(written) = &form.value else { return Ok(Submitted::Refused(page(&by, &layout, &record, again, None)?)) };
    let rest = written.rest.0 == Some(true);
    let mut as_signed = record.clone();
    for line in as_signed.lines.iter_mut().filter(|line| rest && line.outcome.is_none()) {
        line.outcome = Some(LineOutcome::Received);
    }
    let text = document::signed_text(&layout, &as_signed, SignedAct::Reception)?;
    let signing = Signing { name: written.name.0.clone(), capacity: written.capacity.0.clone(), document: text };
    match transfers::take(db, &by, id, written.version.0, Step::Receive { rest, signing }, layout.now).await {
        Ok(()) => Ok(Submitted::accepted(super::href(id), "transfer-done-received")),
        Err(error) => {
            let why = words::refused(&layout, &by, &record, error)?;
            let (by, record) = receiver(viewer, &layout, db, id).await?;
            Ok(Submitted::Refused(page(&by, &layout, &record, again, Some(why))?))
        }
    }
}
