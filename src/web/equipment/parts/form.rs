//! The forms of a new component and of a new medium.

use super::error;
use crate::domain::equipment::{ComponentKind, DataStatus, MediumKind, Origin};
use crate::domain::ids::{ComponentId, EquipmentId, MediumId, StructureId};
use crate::store::Db;
use crate::store::access::RegisterOf;
use crate::store::equipment::{self, Made, NewPart, PartError, PartId};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Line, Maybe, Whole, Words};
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![new_component, create_component, new_medium, create_medium]
}

const COMPONENT: [&str; 7] = ["kind", "model", "serial", "origin", "harvested_from", "machine", "note"];
const MEDIUM: [&str; 7] = ["kind", "model", "serial", "size_gb", "interface", "machine", "note"];

#[derive(Serialize)]
struct FormPage {
    back_href: String,
    back: String,
    heading: String,
    form: View,
    href: String,
    is_medium: bool,
    /// Made with the form.
    part: String,
}

/// The address of an empty form.
pub fn new_href(structure: StructureId, is_medium: bool) -> String {
    match is_medium {
        true => uri!(new_medium(structure, None::<EquipmentId>)).to_string(),
        false => uri!(new_component(structure, None::<EquipmentId>)).to_string(),
    }
}

/// The address of the form of a component of a machine.
pub fn new_component_href(structure: StructureId, machine: EquipmentId) -> String {
    uri!(new_component(structure, Some(machine))).to_string()
}

/// The address of the form of a medium of a machine.
pub fn new_medium_href(structure: StructureId, machine: EquipmentId) -> String {
    uri!(new_medium(structure, Some(machine))).to_string()
}

async fn page(of: &RegisterOf, layout: &Layout<'_>, db: &Db, is_medium: bool, part: String, form: View) -> Result<Page, Error> {
    super::super::structure_name(db, of).await?;
    let machines = equipment::of_structure(db, of).await?;
    let asked = form.value("machine").to_owned();
    let choices = |none: String, retired: bool| {
        // One that leaves use is asked for by its own page.
        let asked = asked.clone();
        let offered =
            machines.iter().filter(move |machine| retired || machine.retired_at.is_none() || machine.id.to_string() == asked);
        let named = offered.map(|machine| (machine.id.to_string(), machine.particulars.name.clone(), None));
        std::iter::once((String::new(), none, None)).chain(named).collect::<Vec<_>>()
    };
    let prefix = if is_medium { "medium" } else { "component" };
    let kinds: Vec<&str> = match is_medium {
        true => MediumKind::ALL.iter().map(|kind| kind.as_str()).collect(),
        false => ComponentKind::ALL.iter().map(|kind| kind.as_str()).collect(),
    };
    let kind = |kind: &str| Ok((kind.to_owned(), layout.text(&format!("{prefix}-kind-{kind}"))?, None));
    let kinds: Result<Vec<_>, Error> = kinds.into_iter().map(kind).collect();
    let origin = |origin: &Origin| Ok((origin.to_string(), layout.text(&format!("component-origin-{origin}"))?, None));
    let origins: Result<Vec<_>, Error> = Origin::ALL.iter().map(origin).collect();
    let mut form = form.offering("kind", kinds?).offering("machine", choices(layout.text("part-no-machine")?, false));
    if !is_medium {
        form = form.preset("origin", Origin::New.as_str()).offering("origin", origins?);
        form = form.offering("harvested_from", choices(layout.text("component-from-unknown")?, true));
    }
    let machine = machines.iter().find(|machine| machine.id.to_string() == form.value("machine"));
    let page = FormPage {
        back_href: machine.map_or_else(|| super::of_structure_href(of.structure()), |machine| super::super::href(machine.id)),
        back: machine.map_or_else(|| layout.text("parts-title"), |machine| Ok(machine.particulars.name.clone()))?,
        heading: layout.text(&format!("{prefix}-new-title"))?,
        href: match is_medium {
            true => uri!(create_medium(of.structure())).to_string(),
            false => uri!(create_component(of.structure())).to_string(),
        },
        form,
        is_medium,
        part,
    };
    layout.page_of_form("equipment/part_form", page.heading.clone(), &page.form, &page)
}

#[get("/structures/<_>/components/new?<machine>")]
async fn new_component(of: RegisterOf, layout: Layout<'_>, machine: Option<EquipmentId>, db: &State<Db>) -> Result<Page, Error> {
    let form = View::blank(&COMPONENT).with("machine", machine.map(|id| id.to_string()).unwrap_or_default());
    page(&of, &layout, db, false, ComponentId::new(layout.now).to_string(), form).await
}

#[get("/structures/<_>/media/new?<machine>")]
async fn new_medium(of: RegisterOf, layout: Layout<'_>, machine: Option<EquipmentId>, db: &State<Db>) -> Result<Page, Error> {
    let form = View::blank(&MEDIUM).with("machine", machine.map(|id| id.to_string()).unwrap_or_default());
    page(&of, &layout, db, true, MediumId::new(layout.now).to_string(), form).await
}

#[derive(FromForm)]
struct NewComponent {
    /// Made with the form.
    part: Maybe<ComponentId>,
    kind: ComponentKind,
    model: Maybe<Line<80>>,
    serial: Maybe<Line<60>>,
    origin: Origin,
    harvested_from: Maybe<EquipmentId>,
    machine: Maybe<EquipmentId>,
    note: Maybe<Words>,
}

#[post("/structures/<_>/components", data = "<form>")]
async fn create_component(
    of: RegisterOf,
    layout: Layout<'_>,
    form: Form<Contextual<'_, NewComponent>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    super::super::structure_name(db, &of).await?;
    let mut again = layout.again(&COMPONENT, &form.context)?;
    let mut key = ComponentId::new(now.at);
    if let Some(new) = &form.value {
        key = new.part.0.unwrap_or(key);
        let part = NewPart {
            id: PartId::Component(key),
            machine: new.machine.0,
            made: Made::Component { kind: new.kind, origin: new.origin, harvested_from: new.harvested_from.0 },
            model: new.model.clone().or_empty(),
            serial: new.serial.clone().or_empty(),
            note: new.note.clone().or_empty(),
        };
        if let Some(done) = add(&of, &layout, db, part, &mut again, now).await? {
            return Ok(done);
        }
    }
    Ok(Submitted::Refused(page(&of, &layout, db, false, key.to_string(), again).await?))
}

#[derive(FromForm)]
struct NewMedium {
    /// Made with the form.
    part: Maybe<MediumId>,
    kind: MediumKind,
    model: Maybe<Line<80>>,
    serial: Maybe<Line<60>>,
    /// As disks are sold: decimal gigabytes.
    size_gb: Maybe<Whole<1, 1_000_000>>,
    interface: Maybe<Line<40>>,
    machine: Maybe<EquipmentId>,
    note: Maybe<Words>,
}

#[post("/structures/<_>/media", data = "<form>")]
async fn create_medium(
    of: RegisterOf,
    layout: Layout<'_>,
    form: Form<Contextual<'_, NewMedium>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    super::super::structure_name(db, &of).await?;
    let mut again = layout.again(&MEDIUM, &form.context)?;
    let mut key = MediumId::new(now.at);
    if let Some(new) = &form.value {
        key = new.part.0.unwrap_or(key);
        let part = NewPart {
            id: PartId::Medium(key),
            machine: new.machine.0,
            made: Made::Medium {
                kind: new.kind,
                size_mb: new.size_gb.0.map(|size| size.0 * 1_000),
                interface: new.interface.clone().or_empty(),
                data_status: DataStatus::Unknown,
            },
            model: new.model.clone().or_empty(),
            serial: new.serial.clone().or_empty(),
            note: new.note.clone().or_empty(),
        };
        if let Some(done) = add(&of, &layout, db, part, &mut again, now).await? {
            return Ok(done);
        }
    }
    Ok(Submitted::Refused(page(&of, &layout, db, true, key.to_string(), again).await?))
}

/// Adds the part, or says beside its field why it cannot be.
async fn add(
    of: &RegisterOf,
    layout: &Layout<'_>,
    db: &Db,
    part: NewPart,
    again: &mut View,
    now: Now,
) -> Result<Option<Submitted>, Error> {
    let id = part.id;
    match equipment::add_part(db, of, part, now.at).await {
        Ok(()) => return Ok(Some(Submitted::accepted(super::uri(id), "part-added"))),
        Err(PartError::NoMachine) => again.mistake("machine", layout.text("mistake-choice")?),
        Err(PartError::NoOrigin) => again.mistake("harvested_from", layout.text("mistake-choice")?),
        Err(PartError::KeyTaken) => again.mistake("kind", layout.text("mistake-form-used")?),
        Err(PartError::Refused(refusal)) => again.mistake("machine", crate::web::chain::refusal(layout, &refusal)?),
        Err(refused) => return Err(error(refused)),
    }
    Ok(None)
}
