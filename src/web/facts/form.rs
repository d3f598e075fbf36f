//! The form of a fact, whatever its kind: its fields are those of the domain. What looks like a password is pointed out; what two
//! people write at once stands side by side.

use super::words::{Labels, Said, label};
use super::{error, keeper, structure_name};
use crate::domain::facts::{FactKind, Field, Shape, read};
use crate::domain::ids::{FactId, SiteId, StructureId};
use crate::domain::tickets::secrets_in_words::likely_secrets;
use crate::store::access::{RegisterOf, Viewer};
use crate::store::facts::{self, Fact, FactError, Words};
use crate::store::{Db, equipment, people, sites};
use crate::web::errors::Error;
use crate::web::forms::{Field as FieldView, Form as View};
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Line, Maybe, Whole};
use fluent_bundle::FluentValue;
use rocket::form::{Context, Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![new, create, edit, update]
}

/// What every kind asks; the fields of a kind are read by the domain.
#[derive(FromForm)]
struct Written {
    /// Made with the form of a new fact.
    fact: Maybe<FactId>,
    /// Of a known one, as it was shown.
    version: Maybe<Whole<1, 1_000_000>>,
    name: Line<120>,
    site: Maybe<SiteId>,
}

/// Which fact a form is about.
enum Target {
    New(FactId),
    Known { id: FactId, name: String, version: i64, site: Option<SiteId> },
}

/// One field of the page, with what draws it.
#[derive(Serialize)]
struct Asked {
    area: bool,
    choice: bool,
    day: bool,
    label: String,
    hint: Option<String>,
    optional: bool,
    field: FieldView,
}

#[derive(Serialize)]
struct FormPage<'f> {
    back_href: String,
    back: String,
    heading: String,
    lead: String,
    is_new: bool,
    form: &'f View,
    name: String,
    asked: Vec<Asked>,
    href: String,
    hidden: (&'static str, String),
    other: Option<Other>,
}

/// What somebody else has written meanwhile, where it differs from what was typed.
#[derive(Serialize)]
struct Other {
    href: String,
    said: Vec<Said>,
}

/// The address of an empty form.
pub fn new_href(structure: StructureId, kind: FactKind) -> String {
    uri!(new(structure, kind.as_str())).to_string()
}

pub fn edit_href(id: FactId) -> String {
    uri!(edit(id)).to_string()
}

/// A kind as it stands in an address; a word that is none leads nowhere.
fn known(kind: &str) -> Result<FactKind, Error> {
    kind.parse().map_err(|_| Error::NotFound)
}

fn names(kind: FactKind) -> Vec<&'static str> {
    ["name", "site", "anyway"].into_iter().chain(kind.fields().iter().map(|field| field.name)).collect()
}

#[get("/structures/<_>/network/<kind>/new")]
async fn new(of: RegisterOf, kind: &str, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let kind = known(kind)?;
    structure_name(db, &of).await?;
    page(&of, &layout, db, kind, View::blank(&names(kind)), &Target::New(FactId::new(layout.now)), None).await
}

#[post("/structures/<_>/network/<kind>", data = "<form>")]
async fn create(
    of: RegisterOf,
    kind: &str,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Written>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let kind = known(kind)?;
    structure_name(db, &of).await?;
    let typed = form.context.field_value("fact").and_then(|id| id.parse().ok());
    let mut id = typed.unwrap_or_else(|| FactId::new(now.at));
    let mut again = layout.again(&names(kind), &form.context)?;
    if let Some((written, words)) = accepted(kind, &form, &mut again, &layout)? {
        id = written.fact.0.unwrap_or(id);
        match facts::add(db, &of, id, kind, words, now.at).await {
            Ok(()) => return Ok(Submitted::accepted(uri!(super::show(id)), "fact-added")),
            Err(FactError::KeyTaken) => id = FactId::new(now.at),
            Err(refused) => refuse(refused, &mut again, &layout)?,
        }
        if again.errors.is_empty() {
            again.mistake("name", layout.text("mistake-form-used")?);
        }
    }
    Ok(Submitted::Refused(page(&of, &layout, db, kind, again, &Target::New(id), None).await?))
}

#[get("/facts/<id>/edit")]
async fn edit(viewer: &Viewer, layout: Layout<'_>, id: FactId, db: &State<Db>) -> Result<Page, Error> {
    let (of, fact, _) = keeper(viewer, db, id).await?;
    let target = Target::Known { id, name: fact.words.name.clone(), version: fact.version, site: fact.words.site };
    page(&of, &layout, db, fact.kind, filled(&fact), &target, None).await
}

#[post("/facts/<id>", data = "<form>")]
async fn update(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: FactId,
    form: Form<Contextual<'_, Written>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let (of, fact, _) = keeper(viewer, db, id).await?;
    let mut seen = form.context.field_value("version").and_then(|number| number.parse().ok()).unwrap_or(fact.version);
    let mut again = layout.again(&names(fact.kind), &form.context)?;
    let mut other = None;
    if let Some((written, mut words)) = accepted(fact.kind, &form, &mut again, &layout)? {
        seen = written.version.0.as_ref().map_or(seen, |seen| seen.0);
        // Not asked, it stays where it was.
        if form.context.field_value("site").is_none() {
            words.site = fact.words.site;
        }
        match facts::change(db, &of, id, seen, words, now.at).await {
            Ok(()) => return Ok(Submitted::accepted(uri!(super::show(id)), "fact-saved")),
            Err(FactError::Overtaken(now)) => {
                let at = FluentValue::from(layout.moment(now.changed_at));
                again.mistake("name", layout.text_with("fact-mistake-overtaken", [("at", at)])?);
                // Sent once more, it is their choice.
                seen = now.version;
                other = Some(*now);
            }
            Err(refused) => refuse(refused, &mut again, &layout)?,
        }
    }
    let target = Target::Known { id, name: fact.words.name, version: seen, site: fact.words.site };
    Ok(Submitted::Refused(page(&of, &layout, db, fact.kind, again, &target, other).await?))
}

/// What was written, unless something is wrong with it: then the form says what.
fn accepted<'f>(
    kind: FactKind,
    form: &'f Contextual<'_, Written>,
    again: &mut View,
    layout: &Layout<'_>,
) -> Result<Option<(&'f Written, Words)>, Error> {
    let typed: &Context<'_> = &form.context;
    let details = read(kind, |name| typed.field_value(name), layout.today());
    if let Err(mistakes) = &details {
        for (field, key) in mistakes {
            again.mistake(field, layout.text(key)?);
        }
    }
    if typed.field_value("anyway").is_none() {
        point_out(kind, again, layout)?;
    }
    match (&form.value, details) {
        (Some(written), Ok(details)) if again.errors.is_empty() => {
            let site = written.site.0.filter(|_| kind.has_site());
            Ok(Some((written, Words { name: written.name.0.clone(), site, details })))
        }
        _ => Ok(None),
    }
}

/// Says once what looks like a secret, beside its field, and offers to keep it all the same.
fn point_out(kind: FactKind, again: &mut View, layout: &Layout<'_>) -> Result<(), Error> {
    let typed = |field: &Field| matches!(field.shape, Shape::Line | Shape::Words | Shape::Markdown);
    let fields = std::iter::once("name").chain(kind.fields().iter().filter(|field| typed(field)).map(|field| field.name));
    for name in fields {
        let mut said = Vec::new();
        for secret in likely_secrets(again.value(name)) {
            let quote = [("quote", FluentValue::from(secret.quote))];
            said.push(layout.text_with(&format!("secret-{}", secret.kind), quote)?);
        }
        if !said.is_empty() {
            said.push(layout.text("fact-secret-then")?);
            again.mistake(name, said.join(" "));
            *again = std::mem::take(again).with("anyway", "true");
        }
    }
    Ok(())
}

/// The mistake that the store found, beside its field.
fn refuse(refused: FactError, again: &mut View, layout: &Layout<'_>) -> Result<(), Error> {
    match refused {
        FactError::NoSite => again.mistake("site", layout.text("mistake-choice")?),
        FactError::Elsewhere(field) => again.mistake(field, layout.text("mistake-choice")?),
        other => return Err(error(other)),
    }
    Ok(())
}

fn filled(fact: &Fact) -> View {
    let form = View::blank(&names(fact.kind))
        .with("name", &fact.words.name)
        .with("site", fact.words.site.map(|site| site.to_string()).unwrap_or_default());
    fact.kind.fields().iter().fold(form, |form, field| form.with(field.name, fact.words.details.get(field.name)))
}

async fn page(
    of: &RegisterOf,
    layout: &Layout<'_>,
    db: &Db,
    kind: FactKind,
    form: View,
    target: &Target,
    other: Option<Fact>,
) -> Result<Page, Error> {
    let (back_href, back, href, hidden, stands) = match target {
        Target::New(id) => (
            super::of_structure_href(of.structure()),
            layout.text("network-title")?,
            uri!(create(of.structure(), kind.as_str())).to_string(),
            ("fact", id.to_string()),
            None,
        ),
        Target::Known { id, name, version, site } => {
            (super::href(*id), name.clone(), uri!(update(*id)).to_string(), ("version", version.to_string()), *site)
        }
    };
    let is_new = matches!(target, Target::New(_));
    let form = offering(of, layout, db, kind, form, stands).await?;
    let other = match other {
        Some(other) => Some(beside(of, layout, db, &form, other).await?),
        None => None,
    };
    let heading = layout.text(&format!("fact-{kind}-{}", if is_new { "new" } else { "edit" }))?;
    let page = FormPage {
        back_href,
        back,
        heading: heading.clone(),
        lead: layout.text("facts-never-a-password")?,
        is_new,
        name: label(layout, kind, "name")?,
        asked: asked(layout, kind, &form)?,
        form: &form,
        href,
        hidden,
        other,
    };
    layout.page_of_form("facts/form", heading, &form, &page)
}

/// The fields of a kind as the page draws them.
fn asked(layout: &Layout<'_>, kind: FactKind, form: &View) -> Result<Vec<Asked>, Error> {
    let mut asked = Vec::new();
    for field in kind.fields() {
        let hint = format!("fact-{kind}-{}-hint", field.name);
        asked.push(Asked {
            area: matches!(field.shape, Shape::Words | Shape::Markdown),
            choice: matches!(field.shape, Shape::Person | Shape::Machine | Shape::Choice(_)),
            day: matches!(field.shape, Shape::Day | Shape::PastDay),
            label: label(layout, kind, field.name)?,
            hint: if layout.texts.has(&hint) { Some(layout.text(&hint)?) } else { None },
            optional: !field.required,
            field: form.field(field.name).cloned().unwrap_or_default(),
        });
    }
    Ok(asked)
}

/// The sites when there are several or one is said; people, machines, words for the fields that choose.
async fn offering(
    of: &RegisterOf,
    layout: &Layout<'_>,
    db: &Db,
    kind: FactKind,
    mut form: View,
    stands: Option<SiteId>,
) -> Result<View, Error> {
    let none = || layout.text("fact-choice-none");
    if kind.has_site() {
        let mut sites = sites::of_structure(db, of).await?;
        sites.retain(|site| site.archived_at.is_none() || stands == Some(site.id));
        if sites.len() > 1 || stands.is_some() || form.is_wrong("site") {
            let mut offered = vec![(String::new(), layout.text("equipment-site-none")?, None)];
            offered.extend(sites.into_iter().map(|site| (site.id.to_string(), site.particulars.name, None)));
            form = form.offering("site", offered);
        }
    }
    let shapes = |shape: Shape| kind.fields().iter().filter(move |field| field.shape == shape).map(|field| field.name);
    if shapes(Shape::Person).next().is_some() {
        let members = people::of_structure(db, of, of.structure()).await?;
        for name in shapes(Shape::Person) {
            let named = members.iter().map(|member| (member.person.to_string(), member.name.clone(), None));
            let mut offered = vec![(String::new(), none()?, None)];
            offered.extend(named);
            form = keep_chosen(of, db, form, name, offered).await?;
        }
    }
    if shapes(Shape::Machine).next().is_some() {
        let machines = equipment::of_structure(db, of).await?;
        for name in shapes(Shape::Machine) {
            let stands = form.value(name).to_owned();
            let usable = machines.iter().filter(|machine| machine.retired_at.is_none() || machine.id.to_string() == stands);
            let mut offered = vec![(String::new(), none()?, None)];
            offered.extend(usable.map(|machine| (machine.id.to_string(), machine.particulars.name.clone(), None)));
            form = form.offering(name, offered);
        }
    }
    for field in kind.fields() {
        if let Shape::Choice(words) = field.shape {
            let mut offered = vec![(String::new(), none()?, None)];
            for word in words {
                offered.push(((*word).to_owned(), layout.text(&format!("fact-{}-{word}", field.name))?, None));
            }
            form = form.offering(field.name, offered);
        }
    }
    Ok(form)
}

/// Who has left the structure stays chosen where they were: nothing that is said goes by itself.
async fn keep_chosen(
    of: &RegisterOf,
    db: &Db,
    form: View,
    name: &'static str,
    mut offered: Vec<(String, String, Option<String>)>,
) -> Result<View, Error> {
    let chosen = form.value(name);
    if !chosen.is_empty() && offered.iter().all(|(id, ..)| id != chosen) {
        let of_structure = facts::of_structure(db, of).await?;
        let stands = of_structure.iter().any(|fact| fact.words.details.get(name) == chosen);
        if stands && let Some(known) = facts::named(db, of, &of_structure).await?.remove(chosen) {
            offered.push((chosen.to_owned(), known, None));
        }
    }
    Ok(form.offering(name, offered))
}

async fn beside(of: &RegisterOf, layout: &Layout<'_>, db: &Db, typed: &View, other: Fact) -> Result<Other, Error> {
    let all = [other];
    let labels = Labels::of(of, layout, db, &all).await?;
    let [other] = &all;
    let mut said = Vec::new();
    if typed.value("name").trim() != other.words.name {
        said.push(Said { label: label(layout, other.kind, "name")?, value: other.words.name.clone(), href: None });
    }
    for field in other.kind.fields() {
        let stored = other.words.details.get(field.name);
        if typed.value(field.name).trim().replace("\r\n", "\n") != stored {
            let value = labels.told(field.shape, field.name, stored)?;
            said.push(Said { label: label(layout, other.kind, field.name)?, value, href: None });
        }
    }
    Ok(Other { href: super::href(other.id), said })
}
