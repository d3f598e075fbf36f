//! Links to look: a referent makes, lists and revokes them; whoever has one reads the hours of that structure, no more.

mod page;

use super::errors::Error;
use super::forms::Form as View;
use super::guards::Now;
use super::layout::{Layout, Page, Submitted};
use super::params::{Line, Whole};
use crate::domain::ids::{LookLinkId, StructureId};
use crate::store::access::{Onlooker, Referent};
use crate::store::{Db, looking, structures};
use fluent_bundle::FluentValue;
use page::LookPage;
use rocket::form::{Contextual, Form, FromForm};
use rocket::http::Header;
use rocket::{Responder, Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index, create, revoke, look]
}

#[derive(Serialize)]
struct LinksPage {
    structure: String,
    structure_href: String,
    form: View,
    href: String,
    /// The address of the link just made: shown this once.
    made: Option<String>,
    links: Vec<LinkRow>,
}

#[derive(Serialize)]
struct LinkRow {
    label: String,
    made_on: String,
    until: String,
    seen: String,
    revoke_href: String,
}

const NAMES: [&str; 2] = ["label", "days"];

/// How long a link may work, days.
const LIVES: [i64; 4] = [7, 30, 90, 365];

/// The address of a structure's links.
pub fn href(structure: StructureId) -> String {
    uri!(index(structure)).to_string()
}

#[get("/structures/<_>/looking")]
async fn index(by: Referent, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    page(&by, &layout, db, View::blank(&NAMES).with("days", "30")).await
}

async fn page(by: &Referent, layout: &Layout<'_>, db: &Db, form: View) -> Result<Page, Error> {
    let id = by.structure();
    let (structure, _) = structures::find(db, by, id).await?.ok_or(Error::NotFound)?;
    let zone = layout.zone();
    let mut links = Vec::new();
    for link in looking::links(db, by, layout.now).await? {
        links.push(LinkRow {
            label: link.label,
            made_on: layout.day(link.created_at.with_timezone(&zone).date_naive()),
            until: layout.day(link.expires_at.with_timezone(&zone).date_naive()),
            seen: match link.seen_on {
                Some(day) => layout.text_with("looking-seen", [("day", FluentValue::from(layout.day(day)))])?,
                None => layout.text("looking-never-seen")?,
            },
            revoke_href: uri!(revoke(id, link.id)).to_string(),
        });
    }
    let mut lives = Vec::new();
    for days in LIVES {
        lives.push((days.to_string(), layout.text(&format!("looking-days-{days}"))?, None));
    }
    let page = LinksPage {
        structure: structure.name,
        structure_href: super::structures::href(id),
        form: form.offering("days", lives),
        href: uri!(create(id)).to_string(),
        made: layout.handed_over().map(|secret| layout.whole_address(&uri!(look(secret.as_str())).to_string())),
        links,
    };
    layout.page_of_form("looking/index", layout.text("looking-title")?, &page.form, &page)
}

#[derive(FromForm)]
struct NewLink {
    label: Line<60>,
    days: Whole<1, 365>,
}

#[post("/structures/<_>/looking", data = "<form>")]
async fn create(
    by: Referent,
    layout: Layout<'_>,
    form: Form<Contextual<'_, NewLink>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&NAMES, &form.context)?;
    let Some(new) = form.value.as_ref().filter(|new| LIVES.contains(&new.days.0)) else {
        if again.errors.is_empty() {
            again.mistake("days", layout.text("mistake-choice")?);
        }
        return Ok(Submitted::Refused(page(&by, &layout, db, again).await?));
    };
    match looking::make(db, &by, new.label.0.clone(), new.days.0, now.at).await? {
        Some(secret) => Ok(Submitted::handed_over(uri!(index(by.structure())), &secret)),
        None => {
            again.mistake("label", layout.text("looking-mistake-many")?);
            Ok(Submitted::Refused(page(&by, &layout, db, again).await?))
        }
    }
}

#[post("/structures/<_>/looking/<link>/ending")]
async fn revoke(by: Referent, link: LookLinkId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    if !looking::revoke(db, &by, link, now.at).await? {
        return Err(Error::NotFound);
    }
    Ok(Submitted::accepted(uri!(index(by.structure())), "looking-revoked"))
}

/// A page whose address is a secret: no engine keeps it, no other page learns it.
#[derive(Responder)]
struct Discreet {
    page: Page,
    robots: Header<'static>,
    referrer: Header<'static>,
}

#[get("/look/<_>")]
async fn look(by: Onlooker, layout: Layout<'_>, db: &State<Db>) -> Result<Discreet, Error> {
    let page = LookPage::of(&by, &layout, db).await?;
    Ok(Discreet {
        page: layout.page("looking/show", page.title.clone(), &page)?,
        robots: Header::new("x-robots-tag", "noindex, nofollow"),
        referrer: Header::new("referrer-policy", "no-referrer"),
    })
}
