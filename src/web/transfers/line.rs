//! What became of one machine at the door: received, damaged with a photograph, missing or refused with a reason.

use super::desk::Desk;
use super::reception::receiver;
use super::words;
use crate::domain::chain::LineOutcome;
use crate::domain::ids::{EquipmentId, TransferId};
use crate::store::Db;
use crate::store::access::Viewer;
use crate::store::transfers::{self, LineRecord, Record, Step};
use crate::web::attachments::{self, Shown};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Maybe, Whole, Words};
use rocket::form::{Contextual, Form, FromForm};
use rocket::fs::TempFile;
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show, create, photo]
}

const NAMES: [&str; 4] = ["outcome", "reason", "photo", "version"];

/// The address of a line's photograph.
pub fn photo_href(id: TransferId, machine: EquipmentId) -> String {
    uri!(photo(id, machine)).to_string()
}

#[derive(Serialize)]
struct LinePage<'f> {
    back_href: String,
    title: String,
    name: String,
    serial: String,
    form: &'f View,
    href: String,
    version: i64,
    refused: Option<String>,
}

/// The line of a machine on the list.
fn on_list(of: &Record, machine: EquipmentId) -> Result<&LineRecord, Error> {
    of.lines.iter().find(|line| line.machine.id == machine && !line.extra).ok_or(Error::NotFound)
}

#[get("/transfers/<id>/lines/<machine>")]
pub async fn show(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: TransferId,
    machine: EquipmentId,
    db: &State<Db>,
) -> Result<Page, Error> {
    let (by, record) = receiver(viewer, &layout, db, id).await?;
    blank(&Desk::Account(&by), &layout, &record, machine)
}

/// The page, as what was said of the machine stands.
pub fn blank(desk: &Desk<'_>, layout: &Layout<'_>, of: &Record, machine: EquipmentId) -> Result<Page, Error> {
    let line = on_list(of, machine)?;
    let stands = line.outcome.unwrap_or(LineOutcome::Received);
    let form = View::blank(&NAMES).with("outcome", stands.as_str()).with("reason", line.reason.clone());
    page(desk, layout, (of, line), form, None)
}

fn page(
    desk: &Desk<'_>,
    layout: &Layout<'_>,
    (of, line): (&Record, &LineRecord),
    form: View,
    refused: Option<String>,
) -> Result<Page, Error> {
    let mut outcomes = Vec::new();
    for outcome in LineOutcome::ALL {
        let hint = layout.text(&format!("transfer-outcome-{outcome}-hint"))?;
        outcomes.push((outcome.to_string(), words::outcome(layout, *outcome)?, Some(hint)));
    }
    let form = form.offering("outcome", outcomes);
    let name = crate::web::workshop::name_of(layout, &line.machine)?;
    let page = LinePage {
        back_href: desk.reception(of.id),
        title: words::title(layout, of.number)?,
        name: name.clone(),
        serial: line.machine.serial.clone(),
        form: &form,
        href: desk.line(of.id, line.machine.id),
        version: of.version,
        refused: refused.clone(),
    };
    let wrong = refused.is_some() || !form.errors.is_empty();
    if wrong { layout.refuse("transfers/line", name, &page) } else { layout.page("transfers/line", name, &page) }
}

#[derive(FromForm)]
pub struct Written<'f> {
    version: Whole<1, 1_000_000>,
    outcome: LineOutcome,
    reason: Maybe<Words>,
    photo: Vec<TempFile<'f>>,
}

#[post("/transfers/<id>/lines/<machine>", data = "<form>")]
async fn create(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: TransferId,
    machine: EquipmentId,
    form: Form<Contextual<'_, Written<'_>>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let (by, record) = receiver(viewer, &layout, db, id).await?;
    submitted(&Desk::Account(&by), &layout, db, (&record, machine), form).await
}

/// The receiver says what became of a machine, from their account or by their link.
pub async fn submitted(
    desk: &Desk<'_>,
    layout: &Layout<'_>,
    db: &Db,
    (of, machine): (&Record, EquipmentId),
    form: Form<Contextual<'_, Written<'_>>>,
) -> Result<Submitted, Error> {
    let line = on_list(of, machine)?;
    let mut again = layout.again(&NAMES, &form.context)?;
    let Some(written) = &form.value else {
        return Ok(Submitted::Refused(page(desk, layout, (of, line), again, None)?));
    };
    let photo = match attachments::pictures(&written.photo).await {
        Ok(pictures) => pictures.into_iter().next(),
        Err(key) => {
            again.mistake("photo", layout.text(key)?);
            None
        }
    };
    if written.outcome != LineOutcome::Received && written.reason.0.is_none() {
        again.mistake("reason", layout.text("mistake-words")?);
    }
    if written.outcome == LineOutcome::Damaged && photo.is_none() && !again.is_wrong("photo") {
        again.mistake("photo", layout.text("transfer-mistake-photo")?);
    }
    if !again.errors.is_empty() {
        return Ok(Submitted::Refused(page(desk, layout, (of, line), again, None)?));
    }
    let reason = written.reason.clone().or_empty();
    let step = Step::Acknowledge { machine, outcome: written.outcome, reason, photo };
    match desk.take(db, of.id, written.version.0, step, layout.now).await {
        Ok(()) => Ok(Submitted::accepted(desk.reception(of.id), "transfer-done-line")),
        Err(error) => {
            let why = words::refused(layout, desk.knows_names(), of, error)?;
            let of = desk.read(layout, db, of.id).await?;
            Ok(Submitted::Refused(page(desk, layout, (&of, on_list(&of, machine)?), again, Some(why))?))
        }
    }
}

#[get("/transfers/<id>/lines/<machine>/photo")]
async fn photo(viewer: &Viewer, id: TransferId, machine: EquipmentId, db: &State<Db>) -> Result<Shown, Error> {
    Ok(Shown::of(transfers::photo(db, viewer, id, machine).await?.ok_or(Error::NotFound)?))
}
