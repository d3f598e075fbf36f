//! It arrives: what became of each machine, and the receiver's name under the document.

use super::desk::Desk;
use super::{document, found, words};
use crate::domain::chain::{LineOutcome, SignedAct, TransferStep};
use crate::domain::ids::TransferId;
use crate::store::Db;
use crate::store::access::{TransferActor, Viewer};
use crate::store::transfers::{Record, Signing, Step};
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
pub async fn new(viewer: &Viewer, layout: Layout<'_>, id: TransferId, db: &State<Db>) -> Result<Page, Error> {
    let (by, record) = receiver(viewer, &layout, db, id).await?;
    // On the screen of who hands over, the receiver writes their own.
    let name = if by.receives() { viewer.name() } else { "" };
    blank(&Desk::Account(&by), &layout, &record, name)
}

/// The page, with the name of who signs when it is known.
pub fn blank(desk: &Desk<'_>, layout: &Layout<'_>, of: &Record, name: &str) -> Result<Page, Error> {
    page(desk, layout, of, View::blank(&NAMES).with("name", name), None)
}

fn page(desk: &Desk<'_>, layout: &Layout<'_>, of: &Record, form: View, refused: Option<String>) -> Result<Page, Error> {
    // Its words count the machines: the template has them.
    let form = form.offering("rest", [("true".to_owned(), String::new(), None)]);
    let mut lines = Vec::new();
    for one in &of.lines {
        lines.push(MachineLine {
            // As it is, not as its structure calls it: who receives reads along.
            name: crate::web::workshop::name_of(layout, &one.machine)?,
            serial: one.machine.serial.clone(),
            outcome: one.outcome.map(|outcome| words::outcome(layout, outcome)).transpose()?,
            reason: one.reason.clone(),
            href: desk.line(of.id, one.machine.id),
        });
    }
    let page = ReceptionPage {
        back_href: desk.transfer(of.id),
        title: words::title(layout, of.number)?,
        carrier: of.manifest.carrier.clone(),
        boxes: of.manifest.boxes,
        weight: document::weight(of.manifest.grams),
        seals: of.manifest.seals.clone(),
        open: if of.step == TransferStep::Dispatched { lines.iter().filter(|line| line.outcome.is_none()).count() } else { 0 },
        lines,
        form: &form,
        href: desk.reception(of.id),
        version: of.version,
        refused: refused.clone(),
        at_door: desk.is_at_the_door().then(|| of.receiver.name.clone()),
    };
    let heading = layout.text("transfer-do-receive")?;
    let wrong = refused.is_some() || !form.errors.is_empty();
    if wrong { layout.refuse("transfers/reception", heading, &page) } else { layout.page("transfers/reception", heading, &page) }
}

#[derive(FromForm)]
pub struct Written {
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
    submitted(&Desk::Account(&by), &layout, db, &record, form).await
}

/// The receiver signs, from their account or by their link.
pub async fn submitted(
    desk: &Desk<'_>,
    layout: &Layout<'_>,
    db: &Db,
    of: &Record,
    form: Form<Contextual<'_, Written>>,
) -> Result<Submitted, Error> {
    let again = layout.again(&NAMES, &form.context)?;
    let Some(written) = &form.value else { return Ok(Submitted::Refused(page(desk, layout, of, again, None)?)) };
    let rest = written.rest.0 == Some(true);
    let text = document::signed_text(layout, &arrived(of, rest), SignedAct::Reception)?;
    let signing = Signing { name: written.name.0.clone(), capacity: written.capacity.0.clone(), document: text };
    match desk.take(db, of.id, written.version.0, Step::Receive { rest, signing }, layout.now).await {
        Ok(()) => Ok(Submitted::accepted(desk.transfer(of.id), "transfer-done-received")),
        Err(error) => {
            let why = words::refused(layout, desk.knows_names(), of, error)?;
            let of = desk.read(layout, db, of.id).await?;
            Ok(Submitted::Refused(page(desk, layout, &of, again, Some(why))?))
        }
    }
}

/// The same, with the `rest` of which nothing was said received.
pub fn arrived(of: &Record, rest: bool) -> Record {
    let mut arrived = of.clone();
    for line in arrived.lines.iter_mut().filter(|line| rest && line.outcome.is_none()) {
        line.outcome = Some(LineOutcome::Received);
    }
    arrived
}
