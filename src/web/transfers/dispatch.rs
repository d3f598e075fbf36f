//! It leaves: how it travels, and the sender's name under the document.

use super::{document, found, words};
use crate::domain::chain::{SignedAct, TransferStep};
use crate::domain::ids::TransferId;
use crate::domain::weights::Grams;
use crate::store::Db;
use crate::store::access::{TransferActor, Viewer};
use crate::store::transfers::{self, Manifest, Record, Signing, Step};
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

const NAMES: [&str; 7] = ["carrier", "boxes", "weight", "seals", "name", "capacity", "version"];

/// The address of the form.
pub fn href(id: TransferId) -> String {
    uri!(new(id)).to_string()
}

#[derive(Serialize)]
struct DispatchPage<'f> {
    back_href: String,
    title: String,
    form: &'f View,
    href: String,
    version: i64,
    refused: Option<String>,
    document_href: String,
}

/// Who may let it leave; for everybody else there is no such page.
async fn sender(viewer: &Viewer, layout: &Layout<'_>, db: &Db, id: TransferId) -> Result<(TransferActor, Record), Error> {
    let (by, record) = found(viewer, layout, db, id).await?;
    if by.dispatches() && record.step != TransferStep::Draft { Ok((by, record)) } else { Err(Error::NotFound) }
}

#[get("/transfers/<id>/dispatch")]
async fn new(viewer: &Viewer, layout: Layout<'_>, id: TransferId, db: &State<Db>) -> Result<Page, Error> {
    let (_, record) = sender(viewer, &layout, db, id).await?;
    let form = View::blank(&NAMES).with("name", viewer.name()).with("boxes", "1");
    page(&layout, &record, form, None)
}

fn page(layout: &Layout<'_>, of: &Record, form: View, refused: Option<String>) -> Result<Page, Error> {
    let title = words::title(layout, of.number)?;
    let page = DispatchPage {
        back_href: super::href(of.id),
        title,
        form: &form,
        href: uri!(create(of.id)).to_string(),
        version: of.version,
        refused: refused.clone(),
        document_href: document::href(of.id),
    };
    let heading = layout.text("transfer-do-dispatch")?;
    let wrong = refused.is_some() || !form.errors.is_empty();
    if wrong { layout.refuse("transfers/dispatch", heading, &page) } else { layout.page("transfers/dispatch", heading, &page) }
}

#[derive(FromForm)]
struct Written {
    version: Whole<1, 1_000_000>,
    carrier: Line<120>,
    boxes: Whole<1, 1_000>,
    weight: Grams,
    seals: Maybe<Line<200>>,
    name: Line<80>,
    capacity: Line<80>,
}

#[post("/transfers/<id>/dispatch", data = "<form>")]
async fn create(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: TransferId,
    form: Form<Contextual<'_, Written>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let (by, record) = sender(viewer, &layout, db, id).await?;
    let again = layout.again(&NAMES, &form.context)?;
    let Some(written) = &form.value else { return Ok(Submitted::Refused(page(&layout, &record, again, None)?)) };
    let manifest = Manifest {
        carrier: written.carrier.0.clone(),
        boxes: written.boxes.0,
        grams: written.weight.0,
        seals: written.seals.clone().or_empty(),
    };
    let text = document::signed_text(&layout, &Record { manifest: manifest.clone(), ..record.clone() }, SignedAct::Dispatch)?;
    let signing = Signing { name: written.name.0.clone(), capacity: written.capacity.0.clone(), document: text };
    match transfers::take(db, &by, id, written.version.0, Step::Dispatch { manifest, signing }, layout.now).await {
        Ok(()) => Ok(Submitted::accepted(super::href(id), "transfer-done-dispatched")),
        Err(error) => {
            let why = words::refused(&layout, by.knows_names(), &record, error)?;
            let (_, record) = sender(viewer, &layout, db, id).await?;
            Ok(Submitted::Refused(page(&layout, &record, again, Some(why))?))
        }
    }
}
