//! The form of a site: a name is enough. What two people write at once stands side by side, and the second chooses.

use super::{error, keeper, structure_name};
use crate::domain::ids::{SiteId, StructureId};
use crate::store::Db;
use crate::store::access::{RegisterOf, Viewer};
use crate::store::sites::{self, Particulars, Site, SiteError};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Line, Maybe, Whole, Words};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![new, create, edit, update]
}

const NAMES: [&str; 5] = ["name", "address", "access", "contacts", "opening"];

/// The longest name and the longest address, in characters.
const MOST_NAME: usize = 80;
const MOST_ADDRESS: usize = 160;

#[derive(Serialize)]
struct FormPage<'f> {
    back_href: String,
    back: String,
    heading: String,
    form: &'f View,
    href: String,
    hidden: (&'static str, String),
    is_new: bool,
    other: Option<Other>,
}

/// What somebody else has written meanwhile: each field's name and value, where it differs from what was typed.
#[derive(Serialize)]
struct Other {
    href: String,
    fields: Vec<(String, String)>,
}

/// Which site a form is about.
enum Target {
    New { structure: StructureId, id: SiteId },
    Known { id: SiteId, name: String, version: i64 },
}

/// The address of an empty form.
pub fn new_href(structure: StructureId) -> String {
    uri!(new(structure)).to_string()
}

pub fn edit_href(id: SiteId) -> String {
    uri!(edit(id)).to_string()
}

fn page(layout: &Layout<'_>, target: &Target, form: &View, other: Option<&Site>) -> Result<Page, Error> {
    let (heading, back_href, back, href, hidden) = match target {
        Target::New { structure, id } => (
            layout.text("site-new-title")?,
            super::of_structure_href(*structure),
            layout.text("sites-title")?,
            uri!(create(*structure)).to_string(),
            ("site", id.to_string()),
        ),
        Target::Known { id, name, version } => (
            layout.text("site-edit-title")?,
            super::href(*id),
            name.clone(),
            uri!(update(*id)).to_string(),
            ("version", version.to_string()),
        ),
    };
    let is_new = matches!(target, Target::New { .. });
    let other = other.map(|other| beside(layout, form, other)).transpose()?;
    let page = FormPage { back_href, back, heading: heading.clone(), form, href, hidden, is_new, other };
    layout.page_of_form("sites/form", heading, form, &page)
}

fn beside(layout: &Layout<'_>, typed: &View, other: &Site) -> Result<Other, Error> {
    let mut fields = Vec::new();
    for (name, value) in values(&other.particulars) {
        if typed.value(name).trim().replace("\r\n", "\n") != *value {
            fields.push((layout.text(&format!("site-{name}"))?, value.clone()));
        }
    }
    Ok(Other { href: super::href(other.id), fields })
}

fn values(of: &Particulars) -> [(&'static str, &String); 5] {
    [("name", &of.name), ("address", &of.address), ("access", &of.access), ("contacts", &of.contacts), ("opening", &of.opening)]
}

fn filled(of: &Particulars) -> View {
    values(of).into_iter().fold(View::blank(&NAMES), |form, (name, value)| form.with(name, value))
}

#[get("/structures/<_>/sites/new")]
async fn new(of: RegisterOf, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    structure_name(db, &of).await?;
    let target = Target::New { structure: of.structure(), id: SiteId::new(layout.now) };
    page(&layout, &target, &View::blank(&NAMES), None)
}

/// What both forms hold.
#[derive(FromForm)]
struct Written {
    /// Made with the form of a new site.
    site: Maybe<SiteId>,
    /// Of a known one, as it was shown.
    version: Maybe<Whole<1, 1_000_000>>,
    name: Line<MOST_NAME>,
    address: Maybe<Line<MOST_ADDRESS>>,
    access: Maybe<Words>,
    contacts: Maybe<Words>,
    opening: Maybe<Words>,
}

impl From<&Written> for Particulars {
    fn from(written: &Written) -> Self {
        Self {
            name: written.name.0.clone(),
            address: written.address.clone().or_empty(),
            access: written.access.clone().or_empty(),
            contacts: written.contacts.clone().or_empty(),
            opening: written.opening.clone().or_empty(),
        }
    }
}

#[post("/structures/<_>/sites", data = "<form>")]
async fn create(
    of: RegisterOf,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Written>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    structure_name(db, &of).await?;
    let mut again = layout.again(&NAMES, &form.context)?;
    let typed = form.context.field_value("site").and_then(|id| id.parse().ok());
    let mut id = typed.unwrap_or_else(|| SiteId::new(now.at));
    if let Some(written) = &form.value {
        id = written.site.0.unwrap_or(id);
        match sites::add(db, &of, id, written.into(), now.at).await {
            Ok(()) => return Ok(Submitted::accepted(uri!(super::show(id)), "site-added")),
            Err(SiteError::NameTaken) => again.mistake("name", layout.text("site-mistake-name")?),
            Err(SiteError::KeyTaken) => {
                again.mistake("name", layout.text("mistake-form-used")?);
                id = SiteId::new(now.at);
            }
            Err(refused) => return Err(error(refused)),
        }
    }
    Ok(Submitted::Refused(page(&layout, &Target::New { structure: of.structure(), id }, &again, None)?))
}

#[get("/sites/<id>/edit")]
async fn edit(viewer: &Viewer, layout: Layout<'_>, id: SiteId, db: &State<Db>) -> Result<Page, Error> {
    let (_, site, _) = keeper(viewer, db, id).await?;
    let form = filled(&site.particulars);
    page(&layout, &Target::Known { id, name: site.particulars.name, version: site.version }, &form, None)
}

#[post("/sites/<id>", data = "<form>")]
async fn update(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: SiteId,
    form: Form<Contextual<'_, Written>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let (of, site, _) = keeper(viewer, db, id).await?;
    let mut again = layout.again(&NAMES, &form.context)?;
    let seen = form.context.field_value("version").and_then(|number| number.parse().ok()).unwrap_or(site.version);
    let mut target = Target::Known { id, name: site.particulars.name, version: seen };
    let mut other = None;
    if let Some(written) = &form.value {
        match sites::change(db, &of, id, written.version.0.as_ref().map_or(seen, |seen| seen.0), written.into(), now.at).await {
            Ok(()) => return Ok(Submitted::accepted(uri!(super::show(id)), "site-saved")),
            Err(SiteError::NameTaken) => again.mistake("name", layout.text("site-mistake-name")?),
            Err(SiteError::Overtaken(now)) => {
                let at = FluentValue::from(layout.moment(now.changed_at));
                again.mistake("name", layout.text_with("site-mistake-overtaken", [("at", at)])?);
                // Sent once more, it is their choice.
                target = Target::Known { id, name: now.particulars.name.clone(), version: now.version };
                other = Some(*now);
            }
            Err(refused) => return Err(error(refused)),
        }
    }
    Ok(Submitted::Refused(page(&layout, &target, &again, other.as_ref())?))
}
