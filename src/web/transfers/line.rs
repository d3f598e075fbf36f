//! What became of one machine at the door: received, damaged with a photograph, missing or refused with a reason.

use super::reception::{self, receiver};
use super::words;
use crate::domain::chain::LineOutcome;
use crate::domain::ids::{EquipmentId, TransferId};
use crate::store::Db;
use crate::store::access::{TransferActor, Viewer};
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

/// The address of the form.
pub fn href(id: TransferId, machine: EquipmentId) -> String {
    uri!(show(id, machine)).to_string()
}

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

async fn on_list(
    viewer: &Viewer,
    layout: &Layout<'_>,
    db: &Db,
    (id, machine): (TransferId, EquipmentId),
) -> Result<(TransferActor, Record, LineRecord), Error> {
    let (by, record) = receiver(viewer, layout, db, id).await?;
    let line = record.lines.iter().find(|line| line.machine.id == machine && !line.extra).cloned().ok_or(Error::NotFound)?;
    Ok((by, record, line))
}

#[get("/transfers/<id>/lines/<machine>")]
async fn show(viewer: &Viewer, layout: Layout<'_>, id: TransferId, machine: EquipmentId, db: &State<Db>) -> Result<Page, Error> {
    let (_, record, line) = on_list(viewer, &layout, db, (id, machine)).await?;
    let stands = line.outcome.unwrap_or(LineOutcome::Received);
    let form = View::blank(&NAMES).with("outcome", stands.as_str()).with("reason", line.reason.clone());
    page(&layout, (&record, &line), form, None)
}

fn page(layout: &Layout<'_>, (of, line): (&Record, &LineRecord), form: View, refused: Option<String>) -> Result<Page, Error> {
    let mut outcomes = Vec::new();
    for outcome in LineOutcome::ALL {
        let hint = layout.text(&format!("transfer-outcome-{outcome}-hint"))?;
        outcomes.push((outcome.to_string(), words::outcome(layout, *outcome)?, Some(hint)));
    }
    let form = form.offering("outcome", outcomes);
    let name = crate::web::workshop::name_of(layout, &line.machine)?;
    let page = LinePage {
        back_href: reception::href(of.id),
        title: words::title(layout, of.number)?,
        name: name.clone(),
        serial: line.machine.serial.clone(),
        form: &form,
        href: uri!(create(of.id, line.machine.id)).to_string(),
        version: of.version,
        refused: refused.clone(),
    };
    let wrong = refused.is_some() || !form.errors.is_empty();
    if wrong { layout.refuse("transfers/line", name, &page) } else { layout.page("transfers/line", name, &page) }
}

#[derive(FromForm)]
struct Written<'f> {
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
    let (by, record, line) = on_list(viewer, &layout, db, (id, machine)).await?;
    let mut again = layout.again(&NAMES, &form.context)?;
    let Some(written) = &form.value else {
        return Ok(Submitted::Refused(page(&layout, (&record, &line), again, None)?));
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
        return Ok(Submitted::Refused(page(&layout, (&record, &line), again, None)?));
    }
    let reason = written.reason.clone().or_empty();
    let step = Step::Acknowledge { machine, outcome: written.outcome, reason, photo };
    match transfers::take(db, &by, id, written.version.0, step, layout.now).await {
        Ok(()) => Ok(Submitted::accepted(reception::href(id), "transfer-done-line")),
        Err(error) => {
            let why = words::refused(&layout, &by, &record, error)?;
            let (_, record, line) = on_list(viewer, &layout, db, (id, machine)).await?;
            Ok(Submitted::Refused(page(&layout, (&record, &line), again, Some(why))?))
        }
    }
}

#[get("/transfers/<id>/lines/<machine>/photo")]
async fn photo(viewer: &Viewer, id: TransferId, machine: EquipmentId, db: &State<Db>) -> Result<Shown, Error> {
    Ok(Shown::of(transfers::photo(db, viewer, id, machine).await?.ok_or(Error::NotFound)?))
}
