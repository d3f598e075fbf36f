//! The form of a machine: a name is enough, the rest can wait.

use super::words;
use crate::domain::equipment::{EquipmentKind, is_year_of_manufacture};
use crate::domain::ids::{EquipmentId, PersonId, SiteId};
use crate::domain::money::Cents;
use crate::store::access::RegisterOf;
use crate::store::equipment::{Machine, Particulars, Purchase};
use crate::store::{Db, people, sites};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::layout::{Layout, Page};
use crate::web::params::{Day, Line, Maybe, Whole, Words};
use rocket::form::{Context, Contextual, FromForm};
use rocket::uri;
use serde::Serialize;

pub const NAMES: [&str; 16] = [
    "name",
    "kind",
    "user",
    "site",
    "place",
    "brand",
    "model",
    "serial",
    "year",
    "acquired_on",
    "purchased_on",
    "price",
    "supplier",
    "invoice_number",
    "warranty_until",
    "note",
];

#[derive(FromForm)]
pub struct Written {
    /// Made with the form of a new machine.
    pub machine: Maybe<EquipmentId>,
    /// Of a known one, as it was shown; read from what was typed, so that it stays when the form comes back.
    #[allow(dead_code, reason = "a number that is none is a mistake")]
    version: Maybe<Whole<1, 1_000_000>>,
    name: Line<80>,
    kind: EquipmentKind,
    user: Maybe<PersonId>,
    site: Maybe<SiteId>,
    place: Maybe<Line<80>>,
    brand: Maybe<Line<60>>,
    model: Maybe<Line<60>>,
    serial: Maybe<Line<60>>,
    year: Maybe<Whole<0, 9999>>,
    acquired_on: Maybe<Day>,
    purchased_on: Maybe<Day>,
    price: Maybe<Cents>,
    supplier: Maybe<Line<80>>,
    invoice_number: Maybe<Line<60>>,
    warranty_until: Maybe<Day>,
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
            year_of_manufacture: written.year.0.map(|year| year.0),
            purchase: Purchase {
                on: written.purchased_on.0.map(|day| day.0),
                price: written.price.0,
                supplier: written.supplier.clone().or_empty(),
                invoice_number: written.invoice_number.clone().or_empty(),
            },
            warranty_until: written.warranty_until.0.map(|day| day.0),
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
    let to_come = |day: &Maybe<Day>| day.0.is_some_and(|day| day.0 > layout.today());
    if to_come(&written.acquired_on) {
        again.mistake("acquired_on", layout.text("equipment-mistake-acquired")?);
    }
    if to_come(&written.purchased_on) {
        again.mistake("purchased_on", layout.text("equipment-mistake-acquired")?);
    }
    if written.year.0.is_some_and(|year| !is_year_of_manufacture(year.0, layout.today())) {
        again.mistake("year", layout.text("equipment-mistake-year")?);
    }
    if written.price.0.is_some_and(|price| price < Cents::ZERO) {
        again.mistake("price", layout.text("mistake-amount")?);
    }
    Ok(again.errors.is_empty().then_some(written))
}

/// What was written, over what `stands`: what was not asked stays as it was.
pub fn kept(written: &Written, typed: &Context<'_>, stands: &Particulars) -> Particulars {
    let asked = |name: &str| typed.field_value(name).is_some();
    let (mut new, was) = (Particulars::from(written), stands.clone());
    new.site = if asked("site") { new.site } else { was.site };
    new.year_of_manufacture = if asked("year") { new.year_of_manufacture } else { was.year_of_manufacture };
    new.purchase.on = if asked("purchased_on") { new.purchase.on } else { was.purchase.on };
    new.purchase.price = if asked("price") { new.purchase.price } else { was.purchase.price };
    new.purchase.supplier = if asked("supplier") { new.purchase.supplier } else { was.purchase.supplier };
    new.purchase.invoice_number = if asked("invoice_number") { new.purchase.invoice_number } else { was.purchase.invoice_number };
    new.warranty_until = if asked("warranty_until") { new.warranty_until } else { was.warranty_until };
    new
}

/// The form of a new machine.
pub fn blank() -> View {
    View::blank(&NAMES).with("kind", EquipmentKind::Laptop.as_str())
}

/// The form of a machine that is known.
pub fn filled(layout: &Layout<'_>, machine: &Machine) -> View {
    let form = machine.particulars.values().into_iter().fold(View::blank(&NAMES), |form, (name, value)| form.with(name, value));
    form.with("price", machine.particulars.purchase.price.map(|price| layout.typed_amount(price)).unwrap_or_default())
}

/// Which machine a form is about, and over which version it is sent.
pub struct Target {
    id: EquipmentId,
    name: String,
    stands: Option<SiteId>,
    pub version: i64,
}

impl Target {
    pub fn of(machine: &Machine) -> Self {
        Self { id: machine.id, name: machine.particulars.name.clone(), stands: machine.particulars.site, version: machine.version }
    }
}

/// What somebody else has written meanwhile: each field's label and value, where it differs from what was typed.
#[derive(Serialize)]
struct Other {
    href: String,
    fields: Vec<(String, String)>,
}

#[derive(Serialize)]
struct FormPage {
    heading: String,
    form: View,
    href: String,
    back_href: String,
    back: String,
    is_new: bool,
    /// What goes along unseen: the id that the new machine will have, or the version that was seen.
    hidden: (&'static str, String),
    today: String,
    /// What is folded away: it opens when something in it is wrong or said.
    more_open: bool,
    purchase_open: bool,
    other: Option<Other>,
}

/// The fields that a form folds away: how a machine is recognised, how it was bought.
const MORE: [&str; 6] = ["brand", "model", "serial", "year", "acquired_on", "note"];
const PURCHASE: [&str; 5] = ["purchased_on", "price", "supplier", "invoice_number", "warranty_until"];

fn is_open(form: &View, names: &[&str]) -> bool {
    names.iter().any(|name| form.is_wrong(name) || !form.value(name).is_empty())
}

/// The page on which a machine is added.
pub async fn blank_page(of: &RegisterOf, layout: &Layout<'_>, db: &Db, form: View) -> Result<Page, Error> {
    super::structure_name(db, of).await?;
    let page = FormPage {
        heading: layout.text("equipment-new-title")?,
        href: uri!(super::create(of.structure())).to_string(),
        back_href: super::of_structure_href(of.structure()),
        back: layout.text("equipment-title")?,
        is_new: true,
        hidden: ("machine", EquipmentId::new(layout.now).to_string()),
        today: layout.today().to_string(),
        more_open: is_open(&form, &MORE),
        purchase_open: is_open(&form, &PURCHASE),
        form: offering(of, layout, db, form, None).await?,
        other: None,
    };
    layout.page_of_form("equipment/form", page.heading.clone(), &page.form, &page)
}

/// The page on which a machine is described anew; `other` is what somebody else has written meanwhile.
pub async fn machine_page(
    of: &RegisterOf,
    layout: &Layout<'_>,
    db: &Db,
    form: View,
    target: Target,
    other: Option<&Machine>,
) -> Result<Page, Error> {
    let other = match other {
        Some(other) => Some(beside(of, layout, db, &form, other).await?),
        None => None,
    };
    let page = FormPage {
        heading: layout.text("equipment-edit-title")?,
        href: uri!(super::update(target.id)).to_string(),
        back_href: uri!(super::show(target.id)).to_string(),
        back: target.name,
        is_new: false,
        hidden: ("version", target.version.to_string()),
        today: layout.today().to_string(),
        more_open: is_open(&form, &MORE),
        purchase_open: is_open(&form, &PURCHASE),
        form: offering(of, layout, db, form, target.stands).await?,
        other,
    };
    layout.page_of_form("equipment/form", page.heading.clone(), &page.form, &page)
}

async fn beside(of: &RegisterOf, layout: &Layout<'_>, db: &Db, typed: &View, other: &Machine) -> Result<Other, Error> {
    let members = people::of_structure(db, of, of.structure()).await?;
    let sites = sites::of_structure(db, of).await?;
    let stands = filled(layout, other);
    let mut fields = Vec::new();
    for (name, value) in other.particulars.values() {
        if typed.value(name).trim().replace("\r\n", "\n") == stands.value(name) {
            continue;
        }
        let value = match name {
            "user" => members.iter().find(|member| member.person.to_string() == value).map(|member| member.name.clone()),
            "site" => sites.iter().find(|site| site.id.to_string() == value).map(|site| site.particulars.name.clone()),
            _ => Some(words::told(layout, name, &value)?),
        };
        fields.push((layout.text(&format!("equipment-field-{name}"))?, value.unwrap_or_default()));
    }
    Ok(Other { href: super::href(other.id), fields })
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
