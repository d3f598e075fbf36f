//! A part is fitted into a machine that is being repaired: one that was harvested, or a new one.

use super::asking::{Asking, asking, refused};
use super::next::Next;
use crate::domain::equipment::ComponentKind;
use crate::domain::ids::{ComponentId, EquipmentId, PersonId};
use crate::store::Db;
use crate::store::access::Viewer;
use crate::store::chain::{self, FitError, Fitting, LoosePart, Source};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Line, Maybe};
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State as Managed, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show, create]
}

/// The address of the form.
pub fn href(id: EquipmentId) -> String {
    uri!(show(id)).to_string()
}

const NAMES: [&str; 6] = ["loose", "kind", "model", "serial", "from", "performer"];

#[derive(Serialize)]
struct FittingPage<'f> {
    back_href: String,
    name: String,
    heading: String,
    lead: String,
    href: String,
    seq: i64,
    /// Made with the form: sent twice, it is one part.
    part: String,
    has_loose: bool,
    form: &'f View,
    refused: Option<String>,
}

async fn page(
    layout: &Layout<'_>,
    db: &Db,
    (of, loose): (&Asking, &[LoosePart]),
    (part, form): (String, View),
    refused: Option<String>,
    again: bool,
) -> Result<Page, Error> {
    let kind = |kind: &ComponentKind| Ok((kind.to_string(), layout.text(&format!("component-kind-{kind}"))?, None));
    let kinds = ComponentKind::ALL.iter().map(kind).collect::<Result<Vec<_>, Error>>()?;
    let bought = (String::new(), layout.text("fitting-bought")?, None);
    let known = loose.iter().map(|part| Ok((part.id.to_string(), called(layout, part.kind, &part.model, &part.serial)?, None)));
    let known = known.collect::<Result<Vec<_>, Error>>()?;
    let form = form.offering("kind", kinds).offering("loose", std::iter::once(bought).chain(known));
    let form = of.performers(db, form).await?;
    let heading = layout.text("chain-do-fitting")?;
    let page = FittingPage {
        back_href: of.back_href.clone(),
        name: of.name.clone(),
        heading: heading.clone(),
        lead: layout.text("chain-lead-fitting")?,
        href: href(of.id),
        seq: of.state.seq(),
        part,
        has_loose: !loose.is_empty(),
        form: &form,
        refused,
    };
    if again { layout.refuse("chain/fitting", heading, &page) } else { layout.page("chain/fitting", heading, &page) }
}

/// A part in one line: « Mémoire DDR4 8 Go, A1B2 ».
pub fn called(layout: &Layout<'_>, kind: ComponentKind, model: &str, serial: &str) -> Result<String, Error> {
    let kind = layout.text(&format!("component-kind-{kind}"))?;
    let named = [kind.as_str(), model].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    Ok(if serial.is_empty() { named } else { format!("{named}, {serial}") })
}

#[get("/equipment/<id>/fitting")]
async fn show(viewer: &Viewer, layout: Layout<'_>, id: EquipmentId, db: &Managed<Db>) -> Result<Page, Error> {
    let of = asking(viewer, &layout, db, id).await?.by_its_page()?;
    let loose = chain::loose_parts(db, &of.by).await?;
    let stands = of.stands(&layout, &Next::Fit.sample(&of.state, layout.today()))?;
    let part = ComponentId::new(layout.now).to_string();
    page(&layout, db, (&of, &loose), (part, View::blank(&NAMES)), stands, false).await
}

#[derive(FromForm)]
struct Written {
    seq: i64,
    part: ComponentId,
    /// Empty: a new one.
    loose: Maybe<ComponentId>,
    kind: Maybe<ComponentKind>,
    model: Maybe<Line<80>>,
    serial: Maybe<Line<60>>,
    from: Maybe<Line<120>>,
    performer: Maybe<PersonId>,
}

#[post("/equipment/<id>/fitting", data = "<form>")]
async fn create(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: EquipmentId,
    form: Form<Contextual<'_, Written>>,
    db: &Managed<Db>,
) -> Result<Submitted, Error> {
    let of = asking(viewer, &layout, db, id).await?.by_its_page()?;
    let loose = chain::loose_parts(db, &of.by).await?;
    let mut again = layout.again(&NAMES, &form.context)?;
    let part = form.context.field_value("part").unwrap_or_default().to_owned();
    let fitting = match &form.value {
        Some(written) => asked(&layout, written, &loose, &mut again)?.map(|fitting| (fitting, written.seq)),
        None => None,
    };
    let Some((fitting, seen)) = fitting else {
        return Ok(Submitted::Refused(page(&layout, db, (&of, &loose), (part, again), None, true).await?));
    };
    match chain::fit(db, &of.by, id, seen, fitting, layout.now).await {
        Ok(()) => Ok(Submitted::accepted(of.back_href, "chain-done-fitting")),
        Err(FitError::NoPart) => {
            again.mistake("loose", layout.text("fitting-mistake-gone")?);
            Ok(Submitted::Refused(page(&layout, db, (&of, &loose), (part, again), None, true).await?))
        }
        Err(FitError::Chain(error)) => {
            let (why, of) = refused(&layout, error, of)?;
            Ok(Submitted::Refused(page(&layout, db, (&of, &loose), (part, again), Some(why), true).await?))
        }
    }
}

/// What the form says, each mistake beside its field. A part that was fitted elsewhere meanwhile is still asked for: the store knows.
fn asked(layout: &Layout<'_>, written: &Written, loose: &[LoosePart], again: &mut View) -> Result<Option<Fitting>, Error> {
    let performed_by = written.performer.0;
    if let Some(id) = written.loose.0 {
        let known = loose.iter().find(|part| part.id == id);
        let named = known.map(|part| called(layout, part.kind, &part.model, &part.serial)).transpose()?.unwrap_or_default();
        let origin = format!("{named} — {}", layout.text("component-origin-harvested")?);
        return Ok(again.errors.is_empty().then_some(Fitting { source: Source::Loose(id), origin, performed_by }));
    }
    let from = written.from.clone().or_empty();
    if written.kind.0.is_none() && !again.is_wrong("kind") {
        again.mistake("kind", layout.text("fitting-missing-kind")?);
    }
    if from.is_empty() && !again.is_wrong("from") {
        again.mistake("from", layout.text("fitting-missing-from")?);
    }
    let (Some(kind), true) = (written.kind.0, again.errors.is_empty()) else { return Ok(None) };
    let (model, serial) = (written.model.clone().or_empty(), written.serial.clone().or_empty());
    let origin = format!("{} — {from}", called(layout, kind, &model, &serial)?);
    Ok(Some(Fitting { source: Source::New { id: written.part, kind, model, serial }, origin, performed_by }))
}
