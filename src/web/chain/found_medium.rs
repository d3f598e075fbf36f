//! A medium that a workshop finds in a machine and that no register knew.

use super::asking::{Asking, asking, refused};
use crate::domain::chain::{EventKind, MediumKind, MediumSeen};
use crate::domain::ids::{EquipmentId, MediumId};
use crate::store::Db;
use crate::store::access::Viewer;
use crate::store::chain::{self, FindError, FoundMedium};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Line, Maybe, Whole};
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State as Managed, get, post, routes, uri};
use serde::Serialize;
use uuid::Uuid;

pub fn routes() -> Vec<Route> {
    routes![new, create]
}

/// The address of the form.
pub fn href(id: EquipmentId) -> String {
    uri!(new(id)).to_string()
}

const NAMES: [&str; 4] = ["kind", "model", "serial", "size_gb"];

#[derive(Serialize)]
struct FoundPage<'f> {
    back_href: String,
    name: String,
    heading: String,
    href: String,
    seq: i64,
    medium: String,
    form: &'f View,
    refused: Option<String>,
}

fn page(
    layout: &Layout<'_>,
    of: &Asking,
    (medium, form): (String, View),
    refused: Option<String>,
    again: bool,
) -> Result<Page, Error> {
    let kind = |kind: &MediumKind| Ok((kind.to_string(), super::words::medium_kind(layout, *kind)?, None));
    let form = form.offering("kind", MediumKind::ALL.iter().map(kind).collect::<Result<Vec<_>, Error>>()?);
    let heading = layout.text("medium-new-title")?;
    let page = FoundPage {
        back_href: super::sanitising::href(of.id),
        name: of.name.clone(),
        heading: heading.clone(),
        href: uri!(create(of.id)).to_string(),
        seq: of.state.seq(),
        medium,
        form: &form,
        refused,
    };
    if again { layout.refuse("chain/found_medium", heading, &page) } else { layout.page("chain/found_medium", heading, &page) }
}

/// Who holds it; who keeps its register enters media there.
async fn found(viewer: &Viewer, layout: &Layout<'_>, db: &Db, id: EquipmentId) -> Result<Asking, Error> {
    let of = asking(viewer, layout, db, id).await?;
    if of.by.workshop().is_some() { Ok(of) } else { Err(Error::NotFound) }
}

#[get("/equipment/<id>/media/new")]
async fn new(viewer: &Viewer, layout: Layout<'_>, id: EquipmentId, db: &Managed<Db>) -> Result<Page, Error> {
    let of = found(viewer, &layout, db, id).await?;
    let kind = MediumKind::Hdd;
    let sample = MediumSeen { medium: MediumId(Uuid::nil()), kind, serial_number: String::new(), data_status: None };
    let stands = of.stands(&layout, &EventKind::MediumSeen(sample))?;
    page(&layout, &of, (MediumId::new(layout.now).to_string(), View::blank(&NAMES)), stands, false)
}

#[derive(FromForm)]
struct Written {
    seq: i64,
    medium: MediumId,
    kind: MediumKind,
    model: Maybe<Line<80>>,
    serial: Line<60>,
    /// As disks are sold: decimal gigabytes.
    size_gb: Maybe<Whole<1, 1_000_000>>,
}

#[post("/equipment/<id>/media", data = "<form>")]
async fn create(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: EquipmentId,
    form: Form<Contextual<'_, Written>>,
    db: &Managed<Db>,
) -> Result<Submitted, Error> {
    let of = found(viewer, &layout, db, id).await?;
    let mut again = layout.again(&NAMES, &form.context)?;
    let medium = form.context.field_value("medium").unwrap_or_default().to_owned();
    let Some(written) = &form.value else { return Ok(Submitted::Refused(page(&layout, &of, (medium, again), None, true)?)) };
    let seen = FoundMedium {
        id: written.medium,
        kind: written.kind,
        model: written.model.clone().or_empty(),
        serial: written.serial.0.clone(),
        size_mb: written.size_gb.0.as_ref().map(|size| size.0 * 1_000),
    };
    let (why, of) = match chain::find_medium(db, &of.by, id, written.seq, seen, layout.now).await {
        Ok(()) => return Ok(Submitted::accepted(super::sanitising::href(id), "part-added")),
        Err(FindError::Known) => {
            again.mistake("serial", layout.text("found-medium-known")?);
            (None, of)
        }
        Err(FindError::KeyTaken) => (Some(layout.text("mistake-form-used")?), of),
        Err(FindError::Chain(error)) => {
            let (why, of) = refused(&layout, error, of)?;
            (Some(why), of)
        }
    };
    Ok(Submitted::Refused(page(&layout, &of, (medium, again), why, true)?))
}
