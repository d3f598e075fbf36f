//! The register of machines of a structure, and the page of one machine.

mod form;
mod page;

use super::errors::Error;
use super::forms::Form as View;
use super::guards::Now;
use super::layout::{Layout, Page, Submitted};
use crate::domain::ids::{EquipmentId, SiteId, StructureId};
use crate::store::access::{RegisterOf, Viewer};
use crate::store::equipment::{self, Machine, Particulars, RegisterError};
use crate::store::sites::{self, Site};
use crate::store::{Db, inventories, structures};
use form::Written;
pub use page::LATEST;
use rocket::form::{Contextual, Form};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;
use std::collections::BTreeMap;

pub fn routes() -> Vec<Route> {
    routes![index, new, create, show, edit, update]
}

#[derive(Serialize)]
struct RegisterPage {
    structure: String,
    in_use: Vec<MachineRow>,
    retired: Vec<MachineRow>,
    /// The machines of one site, when there are several.
    sites: Vec<SiteTab>,
    sites_href: String,
    in_use_count: usize,
    unused_count: usize,
    new_href: String,
    stickers_href: String,
    inventories_href: String,
    /// How many inventories wait for a person.
    inventories_waiting: u64,
}

#[derive(Serialize)]
struct SiteTab {
    href: String,
    label: String,
    current: bool,
}

#[derive(Serialize)]
struct MachineRow {
    href: String,
    name: String,
    kind: String,
    serial: String,
    user: String,
    place: String,
}

/// The register; of one site alone when `site` names one of the structure.
#[get("/structures/<_>/equipment?<site>")]
pub async fn index(of: RegisterOf, layout: Layout<'_>, site: Option<SiteId>, db: &State<Db>) -> Result<Page, Error> {
    let structure = structure_name(db, &of).await?;
    let mut machines = equipment::of_structure(db, &of).await?;
    let sites = sites::of_structure(db, &of).await?;
    let site = site.filter(|wanted| sites.iter().any(|site| site.id == *wanted));
    let tabs = tabs(&layout, of.structure(), &sites, &machines, site)?;
    machines.retain(|machine| site.is_none() || machine.particulars.site == site);
    let names: BTreeMap<SiteId, &str> = sites.iter().map(|site| (site.id, site.particulars.name.as_str())).collect();
    let (retired, in_use): (Vec<&Machine>, Vec<&Machine>) = machines.iter().partition(|machine| machine.retired_at.is_some());
    let rows =
        |machines: &[&Machine]| machines.iter().map(|machine| row(&layout, machine, &names)).collect::<Result<Vec<_>, Error>>();
    let page = RegisterPage {
        structure,
        sites: tabs,
        sites_href: super::sites::of_structure_href(of.structure()),
        in_use_count: in_use.len(),
        unused_count: in_use.iter().filter(|machine| is_nobodys(machine)).count(),
        in_use: rows(&in_use)?,
        retired: rows(&retired)?,
        new_href: uri!(new(of.structure())).to_string(),
        stickers_href: super::stickers::of_structure_href(of.structure()),
        inventories_href: super::inventories::of_structure_href(of.structure()),
        inventories_waiting: inventories::waiting_count(db, &of).await?,
    };
    layout.page("equipment/index", layout.text("equipment-title")?, &page)
}

/// A machine for one person that nobody uses.
pub fn is_nobodys(machine: &Machine) -> bool {
    machine.particulars.user.is_none() && !machine.particulars.kind.is_shared()
}

/// The machines of all sites, then of each that is in use or that machines stand at; nothing when there is nothing to tell apart.
fn tabs(
    layout: &Layout<'_>,
    structure: StructureId,
    sites: &[Site],
    machines: &[Machine],
    shown: Option<SiteId>,
) -> Result<Vec<SiteTab>, Error> {
    let stands = |site: &Site| machines.iter().any(|machine| machine.particulars.site == Some(site.id));
    let told: Vec<&Site> = sites.iter().filter(|site| site.archived_at.is_none() || stands(site)).collect();
    if told.len() < 2 {
        return Ok(Vec::new());
    }
    let tab =
        |site: Option<SiteId>, label| SiteTab { href: uri!(index(structure, site)).to_string(), label, current: site == shown };
    let mut tabs = vec![tab(None, layout.text("sites-all")?)];
    tabs.extend(told.into_iter().map(|site| tab(Some(site.id), site.particulars.name.clone())));
    Ok(tabs)
}

fn row(layout: &Layout<'_>, machine: &Machine, sites: &BTreeMap<SiteId, &str>) -> Result<MachineRow, Error> {
    let Machine { particulars, .. } = machine;
    Ok(MachineRow {
        href: uri!(show(machine.id)).to_string(),
        name: particulars.name.clone(),
        kind: layout.text(&format!("equipment-kind-{}", particulars.kind))?,
        serial: particulars.serial.clone(),
        user: user(layout, machine)?,
        place: place(particulars.site.and_then(|site| sites.get(&site).copied()), &particulars.place),
    })
}

/// « Boutique · Réserve »: the site, then the room.
fn place(site: Option<&str>, room: &str) -> String {
    site.into_iter().chain(Some(room).filter(|room| !room.is_empty())).collect::<Vec<_>>().join(" · ")
}

/// Who uses a machine: somebody, everybody, nobody.
fn user(layout: &Layout<'_>, machine: &Machine) -> Result<String, Error> {
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
    let (of, machine) = keeper(viewer, db, id).await?;
    form::machine_page(&of, &layout, db, form::filled(&machine), &machine).await
}

#[post("/equipment/<id>", data = "<form>")]
async fn update(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: EquipmentId,
    form: Form<Contextual<'_, Written>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let (of, machine) = keeper(viewer, db, id).await?;
    let mut again = layout.again(&form::NAMES, &form.context)?;
    let Some(written) = form::accepted(&form, &mut again, &layout)? else {
        return Ok(Submitted::Refused(form::machine_page(&of, &layout, db, again, &machine).await?));
    };
    let mut particulars = Particulars::from(written);
    // Not asked, it stays where it was.
    if form.context.field_value("site").is_none() {
        particulars.site = machine.particulars.site;
    }
    match equipment::describe(db, &of, id, particulars).await {
        Ok(()) => Ok(Submitted::accepted(uri!(show(id)), "equipment-saved")),
        Err(refused) => {
            refuse(refused, &mut again, &layout)?;
            Ok(Submitted::Refused(form::machine_page(&of, &layout, db, again, &machine).await?))
        }
    }
}

/// The mistake that the store found, beside its field.
fn refuse(refused: RegisterError, again: &mut View, layout: &Layout<'_>) -> Result<(), Error> {
    match refused {
        RegisterError::UserElsewhere => again.mistake("user", layout.text("equipment-mistake-user")?),
        RegisterError::NoSite => again.mistake("site", layout.text("mistake-choice")?),
        RegisterError::KeyTaken => again.mistake("name", layout.text("mistake-form-used")?),
        RegisterError::Database(error) => return Err(error.into()),
    }
    Ok(())
}

/// A machine, for those who keep the register that it stands in; for everybody else it is not there.
async fn keeper(viewer: &Viewer, db: &Db, id: EquipmentId) -> Result<(RegisterOf, Machine), Error> {
    let (machine, _) = equipment::find(db, viewer, id).await?.ok_or(Error::NotFound)?;
    let of = RegisterOf::of(viewer, machine.structure).ok_or(Error::NotFound)?;
    Ok((of, machine))
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
    uri!(index(id, None::<SiteId>)).to_string()
}

/// The address of the machines of one of its sites.
pub fn of_site_href(id: StructureId, site: SiteId) -> String {
    uri!(index(id, Some(site))).to_string()
}
