//! At the door, on the screen of who hands over: the receiver takes the batch, with their name under what they agree to.

use super::{document, found, words};
use crate::domain::chain::{Addressee, SignedAct, TransferStep};
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

const NAMES: [&str; 4] = ["mandate", "name", "capacity", "version"];

/// The address of the form.
pub fn href(id: TransferId) -> String {
    uri!(new(id)).to_string()
}

#[derive(Serialize)]
struct DoorPage<'f> {
    back_href: String,
    title: String,
    receiver: String,
    machines: Vec<String>,
    /// A mandate to erase makes sense for who erases or destroys.
    mandate: bool,
    document_href: String,
    form: &'f View,
    href: String,
    version: i64,
    refused: Option<String>,
}

/// Who hands over in person; for everybody else there is no such page.
async fn host(viewer: &Viewer, layout: &Layout<'_>, db: &Db, id: TransferId) -> Result<(TransferActor, Record), Error> {
    let (by, record) = found(viewer, layout, db, id).await?;
    if by.hosts() && record.step != TransferStep::Draft { Ok((by, record)) } else { Err(Error::NotFound) }
}

#[get("/transfers/<id>/door")]
async fn new(viewer: &Viewer, layout: Layout<'_>, id: TransferId, db: &State<Db>) -> Result<Page, Error> {
    let (by, record) = host(viewer, &layout, db, id).await?;
    page(&by, &layout, &record, View::blank(&NAMES), None)
}

fn page(by: &TransferActor, layout: &Layout<'_>, of: &Record, form: View, refused: Option<String>) -> Result<Page, Error> {
    let mandate = [("true".to_owned(), layout.text("transfer-mandate")?, None)];
    let form = form.offering("mandate", mandate);
    let machine = |line: &transfers::LineRecord| crate::web::workshop::name_of(layout, &line.machine);
    let page = DoorPage {
        back_href: super::href(of.id),
        title: words::title(layout, of.number)?,
        receiver: of.receiver.name.clone(),
        machines: of.lines.iter().map(machine).collect::<Result<_, _>>()?,
        mandate: matches!(of.to.1, Addressee::Workshop | Addressee::Recycler) && by.hosts(),
        document_href: document::href(of.id),
        form: &form,
        href: uri!(create(of.id)).to_string(),
        version: of.version,
        refused: refused.clone(),
    };
    let heading = layout.text("transfer-door-title")?;
    let wrong = refused.is_some() || !form.errors.is_empty();
    if wrong { layout.refuse("transfers/door", heading, &page) } else { layout.page("transfers/door", heading, &page) }
}

#[derive(FromForm)]
struct Written {
    version: Whole<1, 1_000_000>,
    mandate: Maybe<bool>,
    name: Line<80>,
    capacity: Line<80>,
}

#[post("/transfers/<id>/door", data = "<form>")]
async fn create(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: TransferId,
    form: Form<Contextual<'_, Written>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let (by, record) = host(viewer, &layout, db, id).await?;
    let again = layout.again(&NAMES, &form.context)?;
    let Some(written) = &form.value else { return Ok(Submitted::Refused(page(&by, &layout, &record, again, None)?)) };
    let wipe_mandate = written.mandate.0 == Some(true);
    let as_signed = Record { wipe_mandate, ..record.clone() };
    let text = document::signed_text(&layout, &as_signed, SignedAct::Acceptance)?;
    let signing = Signing { name: written.name.0.clone(), capacity: written.capacity.0.clone(), document: text };
    let step = Step::Accept { wipe_mandate, signing: Some(signing) };
    match transfers::take(db, &by, id, written.version.0, step, layout.now).await {
        Ok(()) => Ok(Submitted::accepted(super::href(id), "transfer-done-accepted")),
        Err(error) => {
            let why = words::refused(&layout, by.knows_names(), &record, error)?;
            let (by, record) = host(viewer, &layout, db, id).await?;
            Ok(Submitted::Refused(page(&by, &layout, &record, again, Some(why))?))
        }
    }
}
