//! Saying better what a medium is: its kind decides how it is to be erased, and agents rarely say it.

use super::super::words::part_name;
use super::keeper;
use crate::domain::equipment::MediumKind;
use crate::domain::ids::MediumId;
use crate::store::Db;
use crate::store::access::Viewer;
use crate::store::equipment::{self, Made, MediumSaid, Part, PartError, PartId};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Line, Maybe, Whole, Words};
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![edit, update]
}

const NAMES: [&str; 6] = ["kind", "model", "serial", "size_gb", "interface", "note"];

/// The address of the form.
pub fn href(id: MediumId) -> String {
    uri!(edit(id)).to_string()
}

#[derive(Serialize)]
struct CorrectionPage {
    back_href: String,
    back: String,
    form: View,
    href: String,
}

fn page(layout: &Layout<'_>, id: MediumId, part: &Part, form: View) -> Result<Page, Error> {
    let kind = |kind: &MediumKind| Ok((kind.to_string(), layout.text(&format!("medium-kind-{kind}"))?, None));
    let kinds: Result<Vec<_>, Error> = MediumKind::ALL.iter().map(kind).collect();
    let page = CorrectionPage {
        back_href: super::href(PartId::Medium(id)),
        back: part_name(layout, part)?,
        form: form.offering("kind", kinds?),
        href: uri!(update(id)).to_string(),
    };
    layout.page_of_form("equipment/medium_correction", layout.text("medium-correct-title")?, &page.form, &page)
}

#[get("/media/<id>/edit")]
async fn edit(viewer: &Viewer, layout: Layout<'_>, id: MediumId, db: &State<Db>) -> Result<Page, Error> {
    let (_, part) = keeper(viewer, db, PartId::Medium(id)).await?;
    let Made::Medium { kind, size_mb, interface, .. } = &part.made else { return Err(Error::NotFound) };
    let form = View::blank(&NAMES)
        .with("kind", kind.as_str())
        .with("model", part.model.as_str())
        .with("serial", part.serial.as_str())
        .with("size_gb", size_mb.map(|size| ((size + 500) / 1_000).to_string()).unwrap_or_default())
        .with("interface", interface.as_str())
        .with("note", part.note.as_str());
    page(&layout, id, &part, form)
}

#[derive(FromForm)]
struct Said {
    kind: MediumKind,
    model: Maybe<Line<80>>,
    serial: Maybe<Line<60>>,
    size_gb: Maybe<Whole<1, 1_000_000>>,
    interface: Maybe<Line<40>>,
    note: Maybe<Words>,
}

#[post("/media/<id>", data = "<form>")]
async fn update(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: MediumId,
    form: Form<Contextual<'_, Said>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let (of, part) = keeper(viewer, db, PartId::Medium(id)).await?;
    let mut again = layout.again(&NAMES, &form.context)?;
    if let Some(said) = &form.value {
        let said = MediumSaid {
            kind: said.kind,
            model: said.model.clone().or_empty(),
            serial: said.serial.clone().or_empty(),
            size_mb: said.size_gb.0.as_ref().map(|size| size.0 * 1_000),
            interface: said.interface.clone().or_empty(),
            note: said.note.clone().or_empty(),
        };
        match equipment::correct_medium(db, &of, id, said, now.at).await {
            Ok(()) => return Ok(Submitted::accepted(super::uri(PartId::Medium(id)), "medium-corrected")),
            Err(PartError::Certified) => again.mistake("kind", layout.text("medium-mistake-certified")?),
            Err(PartError::Refused(refusal)) => again.mistake("kind", crate::web::chain::refusal(&layout, &refusal)?),
            Err(refused) => return Err(super::error(refused)),
        }
    }
    Ok(Submitted::Refused(page(&layout, id, &part, again)?))
}
