//! A machine that is kept for its parts is taken apart: what came out, what is left.

use super::asking::{Asking, asking, refused};
use super::fitting::called;
use super::next::Next;
use crate::domain::equipment::ComponentKind;
use crate::domain::ids::{ComponentId, EquipmentId};
use crate::domain::weights::Grams;
use crate::store::Db;
use crate::store::access::Viewer;
use crate::store::chain::{self, FitError, Harvested};
use crate::web::errors::Error;
use crate::web::forms::{Field, Form as View};
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Line, Maybe};
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State as Managed, get, post, routes, uri};
use serde::Serialize;
use uuid::Uuid;

pub fn routes() -> Vec<Route> {
    routes![show, create]
}

/// The address of the form.
pub fn href(id: EquipmentId) -> String {
    uri!(show(id)).to_string()
}

/// The fields of each part. More than eight do not come out of one machine that is worth it.
const ROWS: [[&str; 4]; 8] = [
    ["parts[0].kind", "parts[0].model", "parts[0].serial", "parts[0].weight"],
    ["parts[1].kind", "parts[1].model", "parts[1].serial", "parts[1].weight"],
    ["parts[2].kind", "parts[2].model", "parts[2].serial", "parts[2].weight"],
    ["parts[3].kind", "parts[3].model", "parts[3].serial", "parts[3].weight"],
    ["parts[4].kind", "parts[4].model", "parts[4].serial", "parts[4].weight"],
    ["parts[5].kind", "parts[5].model", "parts[5].serial", "parts[5].weight"],
    ["parts[6].kind", "parts[6].model", "parts[6].serial", "parts[6].weight"],
    ["parts[7].kind", "parts[7].model", "parts[7].serial", "parts[7].weight"],
];
/// As many stand open.
const OPEN: usize = 3;

fn names() -> Vec<&'static str> {
    std::iter::once("carcass").chain(ROWS.into_iter().flatten()).collect()
}

#[derive(Serialize)]
struct DismantlingPage<'f> {
    back_href: String,
    name: String,
    heading: String,
    lead: String,
    href: String,
    seq: i64,
    /// The id of the first part; the others count from it.
    first: String,
    rows: Vec<Row>,
    more: Vec<Row>,
    /// Something stands in one of them.
    more_open: bool,
    form: &'f View,
    refused: Option<String>,
}

#[derive(Serialize)]
struct Row {
    number: usize,
    kind: Field,
    model: Field,
    serial: Field,
    weight: Field,
}

fn page(
    layout: &Layout<'_>,
    of: &Asking,
    (first, mut form): (String, View),
    refused: Option<String>,
    again: bool,
) -> Result<Page, Error> {
    let kind = |kind: &ComponentKind| Ok((kind.to_string(), layout.text(&format!("component-kind-{kind}"))?, None));
    let kinds = ComponentKind::ALL.iter().map(kind).collect::<Result<Vec<_>, Error>>()?;
    let none = (String::new(), layout.text("dismantling-none")?, None);
    let kinds: Vec<_> = std::iter::once(none).chain(kinds).collect();
    let mut rows = Vec::new();
    for (index, [kind, model, serial, weight]) in ROWS.into_iter().enumerate() {
        form = form.offering(kind, kinds.clone());
        let field = |name: &str| form.field(name).cloned().unwrap_or_default();
        rows.push(Row { number: index + 1, kind: field(kind), model: field(model), serial: field(serial), weight: field(weight) });
    }
    let more = rows.split_off(OPEN);
    let said = |field: &Field| !field.value.is_empty() || field.error.is_some();
    let heading = layout.text("chain-do-dismantling")?;
    let page = DismantlingPage {
        back_href: of.back_href.clone(),
        name: of.name.clone(),
        heading: heading.clone(),
        lead: layout.text("chain-lead-dismantling")?,
        href: href(of.id),
        seq: of.state.seq(),
        first,
        more_open: more.iter().any(|row| [&row.kind, &row.model, &row.serial, &row.weight].into_iter().any(said)),
        rows,
        more,
        form: &form,
        refused,
    };
    if again { layout.refuse("chain/dismantling", heading, &page) } else { layout.page("chain/dismantling", heading, &page) }
}

#[get("/equipment/<id>/dismantling")]
async fn show(viewer: &Viewer, layout: Layout<'_>, id: EquipmentId, db: &Managed<Db>) -> Result<Page, Error> {
    let of = asking(viewer, &layout, db, id).await?.by_its_page()?;
    let stands = of.stands(&layout, &Next::Dismantle.sample(&of.state, layout.today()))?;
    let first = ComponentId::new(layout.now).to_string();
    page(&layout, &of, (first, View::blank(&names())), stands, false)
}

#[derive(FromForm)]
struct Written {
    seq: i64,
    first: ComponentId,
    parts: Vec<Part>,
    carcass: Grams,
}

#[derive(FromForm)]
struct Part {
    kind: Maybe<ComponentKind>,
    model: Maybe<Line<80>>,
    serial: Maybe<Line<60>>,
    weight: Maybe<Grams>,
}

#[post("/equipment/<id>/dismantling", data = "<form>")]
async fn create(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: EquipmentId,
    form: Form<Contextual<'_, Written>>,
    db: &Managed<Db>,
) -> Result<Submitted, Error> {
    let of = asking(viewer, &layout, db, id).await?.by_its_page()?;
    let mut again = layout.again(&names(), &form.context)?;
    let first = form.context.field_value("first").unwrap_or_default().to_owned();
    let parts = match &form.value {
        Some(written) => parts(&layout, written, &mut again)?.map(|parts| (parts, written)),
        None => None,
    };
    let Some((parts, written)) = parts else {
        return Ok(Submitted::Refused(page(&layout, &of, (first, again), None, true)?));
    };
    match chain::dismantle(db, &of.by, id, written.seq, (parts, written.carcass.0), layout.now).await {
        Ok(()) => Ok(Submitted::accepted(of.back_href, "chain-done-dismantling")),
        Err(FitError::NoPart) => {
            let why = layout.text("mistake-form-used")?;
            Ok(Submitted::Refused(page(&layout, &of, (first, again), Some(why), true)?))
        }
        Err(FitError::Chain(error)) => {
            let (why, of) = refused(&layout, error, of)?;
            Ok(Submitted::Refused(page(&layout, &of, (first, again), Some(why), true)?))
        }
    }
}

/// What came out; a row of which nothing is said is none.
fn parts(layout: &Layout<'_>, written: &Written, again: &mut View) -> Result<Option<Vec<Harvested>>, Error> {
    let mut parts = Vec::new();
    for (index, (part, [kind_field, _, _, weight_field])) in written.parts.iter().zip(ROWS).enumerate() {
        let (model, serial) = (part.model.clone().or_empty(), part.serial.clone().or_empty());
        if part.kind.0.is_none() && part.weight.0.is_none() && model.is_empty() && serial.is_empty() {
            continue;
        }
        if part.kind.0.is_none() {
            again.mistake(kind_field, layout.text("fitting-missing-kind")?);
        }
        if part.weight.0.is_none() {
            again.mistake(weight_field, layout.text("dismantling-missing-weight")?);
        }
        let (Some(kind), Some(weight)) = (part.kind.0, part.weight.0) else { continue };
        let id = ComponentId(Uuid::from_u128(written.first.0.as_u128().wrapping_add(index as u128)));
        let name = called(layout, kind, &model, &serial)?;
        parts.push(Harvested { id, kind, model, serial, grams: weight.0, name });
    }
    Ok(again.errors.is_empty().then_some(parts))
}
