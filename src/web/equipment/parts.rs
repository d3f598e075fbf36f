//! Components and media: what is in no machine, one of them, adding one, putting it into another machine or taking it out.

mod correction;
mod form;

use super::words::{MachineLink, PartLine, part_line, part_name, size_told};
use crate::domain::ids::{ComponentId, EquipmentId, MediumId, StructureId};
use crate::store::Db;
use crate::store::access::{RegisterOf, Viewer};
use crate::store::equipment::{self, Made, Part, PartError, PartId};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::Maybe;
use rocket::form::{self as fields, Contextual, Form, FromForm, FromFormField, ValueField};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub use form::{new_component_href, new_medium_href};

pub fn routes() -> Vec<Route> {
    let mut all = routes![index, show_component, show_medium, place_component, place_medium];
    all.extend(form::routes());
    all.extend(correction::routes());
    all
}

#[derive(Serialize)]
struct PartsPage {
    back_href: String,
    structure: String,
    media: Vec<PartLine>,
    components: Vec<PartLine>,
    new_component_href: String,
    new_medium_href: String,
}

/// « Supports sans machine », then components.
#[get("/structures/<_>/parts")]
async fn index(of: RegisterOf, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let structure = super::structure_name(db, &of).await?;
    let parts = equipment::without_machine(db, &of).await?;
    let (media, components): (Vec<Part>, Vec<Part>) = parts.into_iter().partition(|part| matches!(part.made, Made::Medium { .. }));
    let lines = |parts: Vec<Part>| parts.iter().map(|part| part_line(&layout, part)).collect::<Result<Vec<_>, Error>>();
    let page = PartsPage {
        back_href: super::of_structure_href(of.structure()),
        structure,
        media: lines(media)?,
        components: lines(components)?,
        new_component_href: form::new_href(of.structure(), false),
        new_medium_href: form::new_href(of.structure(), true),
    };
    layout.page("equipment/parts", layout.text("parts-title")?, &page)
}

#[derive(Serialize)]
struct PartPage {
    back_href: String,
    back: String,
    name: String,
    /// Labels and what is said.
    said: Vec<(String, String)>,
    note: String,
    machine: Option<MachineLink>,
    /// It may hold data: that is said where it is moved.
    data: bool,
    href: String,
    form: View,
    /// A medium is looked at again: what it is may be said better.
    correct_href: Option<String>,
}

const PLACE: [&str; 1] = ["machine"];

#[get("/components/<id>")]
async fn show_component(viewer: &Viewer, layout: Layout<'_>, id: ComponentId, db: &State<Db>) -> Result<Page, Error> {
    page(viewer, &layout, db, PartId::Component(id), None).await
}

#[get("/media/<id>")]
async fn show_medium(viewer: &Viewer, layout: Layout<'_>, id: MediumId, db: &State<Db>) -> Result<Page, Error> {
    page(viewer, &layout, db, PartId::Medium(id), None).await
}

async fn page(viewer: &Viewer, layout: &Layout<'_>, db: &Db, id: PartId, form: Option<View>) -> Result<Page, Error> {
    let (of, part) = keeper(viewer, db, id).await?;
    let machines = equipment::of_structure(db, &of).await?;
    let stands = part.machine.map(|machine| machine.to_string()).unwrap_or_default();
    let form = form.unwrap_or_else(|| View::blank(&PLACE).with("machine", stands.as_str()));
    let mut offered = vec![(String::new(), layout.text("part-no-machine")?, None)];
    let usable = machines.iter().filter(|machine| machine.retired_at.is_none() || Some(machine.id) == part.machine);
    offered.extend(usable.map(|machine| (machine.id.to_string(), machine.particulars.name.clone(), None)));
    let named = |id: EquipmentId| machines.iter().find(|machine| machine.id == id).map(|machine| machine.particulars.name.clone());
    let line = part_line(layout, &part)?;
    let page = PartPage {
        back_href: part.machine.map_or_else(|| of_structure_href(of.structure()), super::href),
        back: part.machine_name.clone().map_or_else(|| layout.text("parts-title"), Ok)?,
        name: part_name(layout, &part)?,
        said: said(layout, &part, named)?,
        note: part.note.clone(),
        machine: part.machine.zip(part.machine_name.clone()).map(|(id, name)| MachineLink::new(id, name)),
        data: line.data,
        href: place_href(id),
        correct_href: match id {
            PartId::Medium(id) if line.data => Some(correction::href(id)),
            _ => None,
        },
        form: form.offering("machine", offered),
    };
    layout.page_of_form("equipment/part", page.name.clone(), &page.form, &page)
}

fn said(layout: &Layout<'_>, part: &Part, named: impl Fn(EquipmentId) -> Option<String>) -> Result<Vec<(String, String)>, Error> {
    let mut said = Vec::new();
    let mut say = |key: &str, value: String| -> Result<(), Error> {
        if !value.is_empty() {
            said.push((layout.text(key)?, value));
        }
        Ok(())
    };
    say("equipment-serial", part.serial.clone())?;
    match &part.made {
        Made::Component { origin, harvested_from, .. } => {
            say("component-origin", layout.text(&format!("component-origin-{origin}"))?)?;
            say("component-from", harvested_from.and_then(named).unwrap_or_default())?;
        }
        Made::Medium { size_mb, interface, data_status, .. } => {
            say("medium-size", size_mb.map(|size| size_told(layout, size)).transpose()?.unwrap_or_default())?;
            say("medium-interface", interface.clone())?;
            say("medium-data", layout.text(&format!("medium-data-{data_status}"))?)?;
        }
    }
    Ok(said)
}

/// Where a part goes: a machine of the structure, or none when the field is empty. A form without the field moves nothing.
struct Place(Option<EquipmentId>);

impl<'v> FromFormField<'v> for Place {
    fn from_value(field: ValueField<'v>) -> fields::Result<'v, Self> {
        Maybe::from_value(field).map(|machine| Self(machine.0))
    }
}

#[derive(FromForm)]
struct Placed {
    machine: Place,
}

#[post("/components/<id>/place", data = "<form>")]
async fn place_component(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: ComponentId,
    form: Form<Contextual<'_, Placed>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    place(viewer, &layout, db, PartId::Component(id), form, now).await
}

#[post("/media/<id>/place", data = "<form>")]
async fn place_medium(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: MediumId,
    form: Form<Contextual<'_, Placed>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    place(viewer, &layout, db, PartId::Medium(id), form, now).await
}

async fn place(
    viewer: &Viewer,
    layout: &Layout<'_>,
    db: &Db,
    id: PartId,
    form: Form<Contextual<'_, Placed>>,
    now: Now,
) -> Result<Submitted, Error> {
    let (of, _) = keeper(viewer, db, id).await?;
    let mut again = layout.again(&PLACE, &form.context)?;
    if let Some(placed) = &form.value {
        match equipment::move_part(db, &of, id, placed.machine.0, now.at).await {
            Ok(()) => return Ok(Submitted::accepted(uri(id), "part-moved")),
            Err(PartError::NoMachine) => again.mistake("machine", layout.text("mistake-choice")?),
            Err(PartError::Refused(refusal)) => again.mistake("machine", crate::web::chain::refusal(layout, &refusal)?),
            Err(PartError::Moved) => again.mistake("machine", layout.text("part-mistake-moved")?),
            Err(PartError::Destroyed) => again.mistake("machine", layout.text("part-mistake-destroyed")?),
            Err(refused) => return Err(error(refused)),
        }
    }
    Ok(Submitted::Refused(page(viewer, layout, db, id, Some(again)).await?))
}

/// A refusal that no form of a page can cause is an absence.
fn error(refused: PartError) -> Error {
    match refused {
        PartError::Database(error) => error.into(),
        _ => Error::NotFound,
    }
}

/// A part, for those who keep the register of its structure; for everybody else it is not there.
async fn keeper(viewer: &Viewer, db: &Db, id: PartId) -> Result<(RegisterOf, Part), Error> {
    let part = equipment::find_part(db, viewer, id).await?.ok_or(Error::NotFound)?;
    let of = RegisterOf::of(viewer, part.structure).ok_or(Error::NotFound)?;
    Ok((of, part))
}

fn uri(id: PartId) -> rocket::http::uri::Origin<'static> {
    match id {
        PartId::Component(id) => uri!(show_component(id)),
        PartId::Medium(id) => uri!(show_medium(id)),
    }
}

fn place_href(id: PartId) -> String {
    match id {
        PartId::Component(id) => uri!(place_component(id)).to_string(),
        PartId::Medium(id) => uri!(place_medium(id)).to_string(),
    }
}

/// The address of a part.
pub fn href(id: PartId) -> String {
    uri(id).to_string()
}

/// The address of what is in no machine of a structure.
pub fn of_structure_href(id: StructureId) -> String {
    uri!(index(id)).to_string()
}
