//! The form of an organisation. What two people write at once stands side by side, and the second chooses.

use super::{error, found, href, kind_name, one_href};
use crate::domain::ids::OrgId;
use crate::domain::organisations::{OrganisationKind, RegistrationNumber};
use crate::domain::people::Email;
use crate::store::Db;
use crate::store::access::{Coordinator, OrganisationReader};
use crate::store::organisations::{self, Organisation, OrganisationError, Particulars};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Line, Maybe, Phone, Whole};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![new, create, edit, update]
}

const NAMES: [&str; 7] = ["name", "kind", "legal_form", "registration", "address", "email", "phone"];

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

/// Which organisation a form is about.
enum Target {
    New(OrgId),
    Known { id: OrgId, name: String, version: i64 },
}

/// The address of an empty form.
pub fn new_href() -> String {
    uri!(new).to_string()
}

pub fn edit_href(id: OrgId) -> String {
    uri!(edit(id)).to_string()
}

fn page(layout: &Layout<'_>, target: &Target, form: View, other: Option<&Organisation>) -> Result<Page, Error> {
    let (heading, back_href, back, address, hidden) = match target {
        Target::New(id) => (
            layout.text("organisation-new-title")?,
            href(),
            layout.text("organisations-title")?,
            uri!(create).to_string(),
            ("organisation", id.to_string()),
        ),
        Target::Known { id, name, version } => (
            layout.text("organisation-edit-title")?,
            one_href(*id),
            name.clone(),
            uri!(update(*id)).to_string(),
            ("version", version.to_string()),
        ),
    };
    let mut kinds = Vec::new();
    for kind in OrganisationKind::ALL {
        let hint = layout.text(&format!("organisation-kind-{kind}-hint"))?;
        kinds.push((kind.to_string(), kind_name(layout, *kind)?, Some(hint)));
    }
    let form = form.offering("kind", kinds);
    let other = other.map(|other| beside(layout, &form, other)).transpose()?;
    let is_new = matches!(target, Target::New(_));
    let page = FormPage { back_href, back, heading: heading.clone(), form: &form, href: address, hidden, is_new, other };
    layout.page_of_form("organisations/form", heading, &form, &page)
}

fn beside(layout: &Layout<'_>, typed: &View, other: &Organisation) -> Result<Other, Error> {
    let mut fields = Vec::new();
    for (name, value) in values(&other.particulars) {
        if typed.value(name).trim() != value {
            fields.push((layout.text(&format!("organisation-{}", name.replace('_', "-")))?, value));
        }
    }
    Ok(Other { href: one_href(other.id), fields })
}

fn values(of: &Particulars) -> [(&'static str, String); 6] {
    [
        ("name", of.name.clone()),
        ("legal_form", of.legal_form.clone()),
        ("registration", of.registration.clone()),
        ("address", of.address.clone()),
        ("email", of.email.as_ref().map(Email::to_string).unwrap_or_default()),
        ("phone", of.phone.clone()),
    ]
}

#[get("/organisations/new")]
async fn new(_by: Coordinator, layout: Layout<'_>) -> Result<Page, Error> {
    let form = View::blank(&NAMES).with("kind", OrganisationKind::Workshop.as_str());
    page(&layout, &Target::New(OrgId::new(layout.now)), form, None)
}

/// What both forms hold.
#[derive(FromForm)]
struct Written {
    /// Made with the form of a new organisation.
    organisation: Maybe<OrgId>,
    /// Of a known one, as it was shown.
    version: Maybe<Whole<1, 1_000_000>>,
    /// Of a new one.
    kind: Maybe<OrganisationKind>,
    name: Line<120>,
    legal_form: Maybe<Line<80>>,
    registration: Maybe<RegistrationNumber>,
    address: Maybe<Line<160>>,
    email: Maybe<Email>,
    phone: Maybe<Phone>,
}

impl From<&Written> for Particulars {
    fn from(written: &Written) -> Self {
        Self {
            name: written.name.0.clone(),
            legal_form: written.legal_form.clone().or_empty(),
            registration: written.registration.0.as_ref().map(RegistrationNumber::to_string).unwrap_or_default(),
            address: written.address.clone().or_empty(),
            email: written.email.0.clone(),
            phone: written.phone.0.as_ref().map(|phone| phone.0.clone()).unwrap_or_default(),
        }
    }
}

#[post("/organisations", data = "<form>")]
async fn create(
    by: Coordinator,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Written>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&NAMES, &form.context)?;
    let typed = form.context.field_value("organisation").and_then(|id| id.parse().ok());
    let mut id = typed.unwrap_or_else(|| OrgId::new(now.at));
    match &form.value {
        Some(written) if written.kind.0.is_none() => again.mistake("kind", layout.text("mistake-choice")?),
        Some(written) => {
            id = written.organisation.0.unwrap_or(id);
            let kind = written.kind.0.unwrap_or(OrganisationKind::Workshop);
            match organisations::add(db, &by, id, kind, written.into(), now.at).await {
                Ok(()) => return Ok(Submitted::accepted(one_href(id), "organisation-added")),
                Err(OrganisationError::NameTaken) => again.mistake("name", layout.text("organisation-mistake-name")?),
                Err(OrganisationError::KeyTaken) => {
                    again.mistake("name", layout.text("mistake-form-used")?);
                    id = OrgId::new(now.at);
                }
                Err(refused) => return Err(error(refused)),
            }
        }
        None => {}
    }
    Ok(Submitted::Refused(page(&layout, &Target::New(id), again, None)?))
}

#[get("/organisations/<id>/edit")]
async fn edit(by: Coordinator, layout: Layout<'_>, id: OrgId, db: &State<Db>) -> Result<Page, Error> {
    let known = found(db, &OrganisationReader::from(&by), id).await?;
    let form = values(&known.particulars).into_iter().fold(View::blank(&NAMES), |form, (name, value)| form.with(name, value));
    page(&layout, &Target::Known { id, name: known.particulars.name, version: known.version }, form, None)
}

#[post("/organisations/<id>", data = "<form>")]
async fn update(
    by: Coordinator,
    layout: Layout<'_>,
    id: OrgId,
    form: Form<Contextual<'_, Written>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let known = found(db, &OrganisationReader::from(&by), id).await?;
    let mut again = layout.again(&NAMES, &form.context)?;
    let seen = form.context.field_value("version").and_then(|number| number.parse().ok()).unwrap_or(known.version);
    let mut target = Target::Known { id, name: known.particulars.name, version: seen };
    let mut other = None;
    if let Some(written) = &form.value {
        let seen = written.version.0.as_ref().map_or(seen, |seen| seen.0);
        match organisations::change(db, &by, id, seen, written.into(), now.at).await {
            Ok(()) => return Ok(Submitted::accepted(one_href(id), "organisation-saved")),
            Err(OrganisationError::NameTaken) => again.mistake("name", layout.text("organisation-mistake-name")?),
            Err(OrganisationError::Overtaken(now)) => {
                let at = FluentValue::from(layout.moment(now.changed_at));
                again.mistake("name", layout.text_with("organisation-mistake-overtaken", [("at", at)])?);
                // Sent once more, it is their choice.
                target = Target::Known { id, name: now.particulars.name.clone(), version: now.version };
                other = Some(*now);
            }
            Err(refused) => return Err(error(refused)),
        }
    }
    Ok(Submitted::Refused(page(&layout, &target, again, other.as_ref())?))
}
