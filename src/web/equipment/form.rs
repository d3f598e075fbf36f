//! The form of a machine: a name is enough, the rest can wait.

use crate::domain::equipment::EquipmentKind;
use crate::domain::ids::{EquipmentId, PersonId, SiteId};
use crate::store::access::RegisterOf;
use crate::store::equipment::{Machine, Particulars};
use crate::store::{Db, people, sites};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::layout::{Layout, Page};
use crate::web::params::{Day, Line, Maybe, Words};
use rocket::form::{Contextual, FromForm};
use rocket::uri;
use serde::Serialize;

pub const NAMES: [&str; 10] = ["name", "kind", "user", "site", "place", "brand", "model", "serial", "acquired_on", "note"];

#[derive(FromForm)]
pub struct Written {
    /// Made with the form of a new machine.
    pub machine: Maybe<EquipmentId>,
    name: Line<80>,
    kind: EquipmentKind,
    user: Maybe<PersonId>,
    site: Maybe<SiteId>,
    place: Maybe<Line<80>>,
    brand: Maybe<Line<60>>,
    model: Maybe<Line<60>>,
    serial: Maybe<Line<60>>,
    acquired_on: Maybe<Day>,
    note: Maybe<Words>,
}

impl From<&Written> for Particulars {
    fn from(written: &Written) -> Self {
        Self {
            kind: written.kind,
            name: written.name.0.clone(),
            brand: written.brand.clone().or_empty(),
            model: written.model.clone().or_empty(),
            serial: written.serial.clone().or_empty(),
            user: written.user.0,
            site: written.site.0,
            place: written.place.clone().or_empty(),
            note: written.note.clone().or_empty(),
            acquired_on: written.acquired_on.0.map(|day| day.0),
        }
    }
}

/// What was written, unless something is wrong with it: then the form says what.
pub fn accepted<'f>(
    form: &'f Contextual<'_, Written>,
    again: &mut View,
    layout: &Layout<'_>,
) -> Result<Option<&'f Written>, Error> {
    let Some(written) = &form.value else { return Ok(None) };
    if written.acquired_on.0.is_some_and(|day| day.0 > layout.today()) {
        again.mistake("acquired_on", layout.text("equipment-mistake-acquired")?);
        return Ok(None);
    }
    Ok(Some(written))
}

/// The form of a new machine.
pub fn blank() -> View {
    View::blank(&NAMES).with("kind", EquipmentKind::Laptop.as_str())
}

/// The form of a machine that is known.
pub fn filled(machine: &Machine) -> View {
    let of = &machine.particulars;
    View::blank(&NAMES)
        .with("name", &of.name)
        .with("kind", of.kind.as_str())
        .with("user", of.user.map(|user| user.to_string()).unwrap_or_default())
        .with("site", of.site.map(|site| site.to_string()).unwrap_or_default())
        .with("place", &of.place)
        .with("brand", &of.brand)
        .with("model", &of.model)
        .with("serial", &of.serial)
        .with("acquired_on", of.acquired_on.map(|day| day.to_string()).unwrap_or_default())
        .with("note", &of.note)
}

#[derive(Serialize)]
struct FormPage {
    heading: String,
    form: View,
    href: String,
    back_href: String,
    back: String,
    is_new: bool,
    /// The id that the new machine will have.
    machine: Option<String>,
    today: String,
}

/// The page on which a machine is added.
pub async fn blank_page(of: &RegisterOf, layout: &Layout<'_>, db: &Db, form: View) -> Result<Page, Error> {
    super::structure_name(db, of).await?;
    let page = FormPage {
        heading: layout.text("equipment-new-title")?,
        form: offering(of, layout, db, form, None).await?,
        href: uri!(super::create(of.structure())).to_string(),
        back_href: super::of_structure_href(of.structure()),
        back: layout.text("equipment-title")?,
        is_new: true,
        machine: Some(EquipmentId::new(layout.now).to_string()),
        today: layout.today().to_string(),
    };
    layout.page_of_form("equipment/form", page.heading.clone(), &page.form, &page)
}

/// The page on which a machine is described anew.
pub async fn machine_page(of: &RegisterOf, layout: &Layout<'_>, db: &Db, form: View, machine: &Machine) -> Result<Page, Error> {
    let page = FormPage {
        heading: layout.text("equipment-edit-title")?,
        form: offering(of, layout, db, form, machine.particulars.site).await?,
        href: uri!(super::update(machine.id)).to_string(),
        back_href: uri!(super::show(machine.id)).to_string(),
        back: machine.particulars.name.clone(),
        is_new: false,
        machine: None,
        today: layout.today().to_string(),
    };
    layout.page_of_form("equipment/form", page.heading.clone(), &page.form, &page)
}

/// The kinds, the people of the structure, its sites when there are several; `stands` is where it stands already.
async fn offering(of: &RegisterOf, layout: &Layout<'_>, db: &Db, mut form: View, stands: Option<SiteId>) -> Result<View, Error> {
    let kind = |kind: &EquipmentKind| Ok((kind.to_string(), layout.text(&format!("equipment-kind-{kind}"))?, None));
    let kinds: Result<Vec<_>, Error> = EquipmentKind::ALL.iter().map(kind).collect();
    let mut users = vec![(String::new(), layout.text("equipment-user-nobody")?, None)];
    let members = people::of_structure(db, of, of.structure()).await?;
    users.extend(members.into_iter().map(|member| (member.person.to_string(), member.name, None)));
    let mut sites = sites::of_structure(db, of).await?;
    sites.retain(|site| site.archived_at.is_none() || stands == Some(site.id));
    if sites.len() > 1 || stands.is_some() || form.is_wrong("site") {
        let mut offered = vec![(String::new(), layout.text("equipment-site-none")?, None)];
        offered.extend(sites.into_iter().map(|site| (site.id.to_string(), site.particulars.name, None)));
        form = form.offering("site", offered);
    }
    Ok(form.offering("kind", kinds?).offering("user", users))
}
