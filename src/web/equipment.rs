//! The register of machines of a structure, and the page of one machine.

mod form;
mod life;
mod list;
mod page;
pub mod parts;
mod photos;
mod watching;
mod words;

use super::errors::Error;
use super::forms::Form as View;
use super::guards::Now;
use super::layout::{Layout, Page, Submitted};
use crate::domain::ids::{EquipmentId, SiteId, StructureId};
use crate::store::access::{RegisterOf, Viewer};
use crate::store::equipment::{self, Machine, RegisterError};
use crate::store::{Db, structures};
use fluent_bundle::FluentValue;
use form::Written;
pub use page::LATEST;
use rocket::form::{Contextual, Form};
use rocket::{Route, State, get, post, routes, uri};
pub use words::{part_line, size_told, told as told_field};

pub fn routes() -> Vec<Route> {
    let mut all = routes![list::index, new, create, show, edit, update, life::show];
    all.extend(photos::routes());
    all.extend(parts::routes());
    all.extend(watching::routes());
    all
}

/// A machine for one person that nobody uses.
pub fn is_nobodys(machine: &Machine) -> bool {
    machine.particulars.user.is_none() && !machine.particulars.kind.is_shared()
}

/// Who uses a machine: somebody, everybody, nobody.
pub fn user(layout: &Layout<'_>, machine: &Machine) -> Result<String, Error> {
    match &machine.user_name {
        Some(name) => Ok(name.clone()),
        None if machine.particulars.kind.is_shared() => layout.text("equipment-everybody"),
        None => layout.text("equipment-nobody"),
    }
}

#[get("/structures/<_>/equipment/new")]
async fn new(of: RegisterOf, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    form::blank_page(&of, &layout, db, form::blank()).await
}

#[post("/structures/<_>/equipment", data = "<form>")]
async fn create(
    of: RegisterOf,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Written>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    structure_name(db, &of).await?;
    let mut again = layout.again(&form::NAMES, &form.context)?;
    let Some(written) = form::accepted(&form, &mut again, &layout)? else {
        return Ok(Submitted::Refused(form::blank_page(&of, &layout, db, again).await?));
    };
    let id = written.machine.0.unwrap_or_else(|| EquipmentId::new(now.at));
    match equipment::register(db, &of, id, written.into(), now.at).await {
        Ok(()) => Ok(Submitted::accepted(uri!(show(id)), "equipment-added")),
        Err(refused) => {
            refuse(refused, &mut again, &layout)?;
            Ok(Submitted::Refused(form::blank_page(&of, &layout, db, again).await?))
        }
    }
}

#[get("/equipment/<id>")]
async fn show(viewer: &Viewer, layout: Layout<'_>, id: EquipmentId, db: &State<Db>) -> Result<Page, Error> {
    let (machine, structure) = equipment::find(db, viewer, id).await?.ok_or(Error::NotFound)?;
    page::of(viewer, &layout, db, machine, structure).await
}

#[get("/equipment/<id>/edit")]
async fn edit(viewer: &Viewer, layout: Layout<'_>, id: EquipmentId, db: &State<Db>) -> Result<Page, Error> {
    let (of, machine) = writer(viewer, db, id).await?;
    let form = form::filled(&layout, &machine);
    form::machine_page(&of, &layout, db, form, form::Target::of(&machine), None).await
}

#[post("/equipment/<id>", data = "<form>")]
async fn update(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: EquipmentId,
    form: Form<Contextual<'_, Written>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let (of, machine) = writer(viewer, db, id).await?;
    let mut again = layout.again(&form::NAMES, &form.context)?;
    let mut target = form::Target::of(&machine);
    if let Some(seen) = form.context.field_value("version").and_then(|number| number.parse().ok()) {
        target.version = seen;
    }
    let Some(written) = form::accepted(&form, &mut again, &layout)? else {
        return Ok(Submitted::Refused(form::machine_page(&of, &layout, db, again, target, None).await?));
    };
    let particulars = form::kept(written, &form.context, &machine.particulars);
    match equipment::describe(db, &of, id, target.version, particulars, now.at).await {
        Ok(()) => Ok(Submitted::accepted(uri!(show(id)), "equipment-saved")),
        Err(RegisterError::Overtaken(other)) => {
            let at = FluentValue::from(layout.moment(other.changed_at));
            again.mistake("name", layout.text_with("equipment-mistake-overtaken", [("at", at)])?);
            // Sent once more, it is their choice.
            target.version = other.version;
            Ok(Submitted::Refused(form::machine_page(&of, &layout, db, again, target, Some(&other)).await?))
        }
        Err(refused) => {
            refuse(refused, &mut again, &layout)?;
            Ok(Submitted::Refused(form::machine_page(&of, &layout, db, again, target, None).await?))
        }
    }
}

/// The mistake that the store found, beside its field.
fn refuse(refused: RegisterError, again: &mut View, layout: &Layout<'_>) -> Result<(), Error> {
    match refused {
        RegisterError::UserElsewhere => again.mistake("user", layout.text("equipment-mistake-user")?),
        RegisterError::NoSite => again.mistake("site", layout.text("mistake-choice")?),
        RegisterError::KeyTaken => again.mistake("name", layout.text("mistake-form-used")?),
        other => return Err(error(other)),
    }
    Ok(())
}

/// A refusal that no form of a page can cause is an absence.
fn error(refused: RegisterError) -> Error {
    match refused {
        RegisterError::Database(error) => error.into(),
        _ => Error::NotFound,
    }
}

/// A machine, for those who keep the register that it stands in; for everybody else it is not there.
async fn keeper(viewer: &Viewer, db: &Db, id: EquipmentId) -> Result<(RegisterOf, Machine), Error> {
    let (machine, _) = equipment::find(db, viewer, id).await?.ok_or(Error::NotFound)?;
    let of = RegisterOf::of(viewer, machine.structure).ok_or(Error::NotFound)?;
    Ok((of, machine))
}

/// The same, of a machine that stands in the register: what that only remembers is written no more.
async fn writer(viewer: &Viewer, db: &Db, id: EquipmentId) -> Result<(RegisterOf, Machine), Error> {
    let (of, machine) = keeper(viewer, db, id).await?;
    if machine.is_memory { Err(Error::NotFound) } else { Ok((of, machine)) }
}

/// The name of the structure; 404 when there is none: a technician may ask for any id.
async fn structure_name(db: &Db, of: &RegisterOf) -> Result<String, Error> {
    let (structure, _) = structures::find(db, of, of.structure()).await?.ok_or(Error::NotFound)?;
    Ok(structure.name)
}

/// The address of a machine's page.
pub fn href(id: EquipmentId) -> String {
    uri!(show(id)).to_string()
}

/// The same, to go on to.
pub fn address(id: EquipmentId) -> rocket::http::uri::Origin<'static> {
    uri!(show(id))
}

/// The address of the register of a structure.
pub fn of_structure_href(id: StructureId) -> String {
    list::href(id, None)
}

/// The address of the machines of one of its sites.
pub fn of_site_href(id: StructureId, site: SiteId) -> String {
    list::href(id, Some(site))
}
