//! Calendars to follow: one makes, lists and revokes secret addresses; programs read them.

mod feed;
mod program;

pub use program::ENDING;

use super::errors::Error;
use super::forms::Form as View;
use super::guards::Now;
use super::layout::{Layout, Page, Submitted};
use crate::domain::ids::{CalendarFeedId, StructureId};
use crate::store::Db;
use crate::store::access::{MemberOf, Technician, Viewer};
use crate::store::calendar_feeds::{self, CalendarFeed};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index, create, revoke, feed::show]
}

#[derive(Serialize)]
struct CalendarsPage {
    account_href: &'static str,
    form: View,
    href: String,
    /// The address of the calendar just made: shown this once.
    made: Option<String>,
    calendars: Vec<CalendarRow>,
}

#[derive(Serialize)]
struct CalendarRow {
    name: String,
    made_on: String,
    seen: String,
    revoke_href: String,
}

const NAMES: [&str; 1] = ["of"];

/// A technician's own visits, in the form.
const OWN: &str = "own";

/// The address of one's own calendars.
pub fn href() -> String {
    uri!(index).to_string()
}

/// Whether somebody has visits to follow.
pub fn may_follow(viewer: &Viewer) -> bool {
    Technician::of(viewer).is_some() || !viewer.homes().is_empty()
}

#[get("/calendars")]
async fn index(viewer: &Viewer, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    page(viewer, &layout, db, View::blank(&NAMES)).await
}

async fn page(viewer: &Viewer, layout: &Layout<'_>, db: &Db, form: View) -> Result<Page, Error> {
    if !may_follow(viewer) {
        return Err(Error::Forbidden);
    }
    let mut choices = Vec::new();
    if Technician::of(viewer).is_some() {
        choices.push((OWN.to_owned(), layout.text("calendars-own")?, None));
    }
    choices.extend(viewer.homes().iter().map(|home| (home.structure.to_string(), home.name.clone(), None)));
    let first = choices.first().map(|(value, ..)| value.clone()).unwrap_or_default();
    let calendars = calendar_feeds::all(db, viewer).await?;
    let page = CalendarsPage {
        account_href: "/account",
        form: form.preset("of", first).offering("of", choices),
        href: uri!(create).to_string(),
        made: layout.handed_over().map(|secret| layout.whole_address(&feed::href(&secret))),
        calendars: calendars.into_iter().map(|calendar| row(layout, calendar)).collect::<Result<_, _>>()?,
    };
    layout.page_of_form("calendars/index", layout.text("calendars-title")?, &page.form, &page)
}

fn row(layout: &Layout<'_>, of: CalendarFeed) -> Result<CalendarRow, Error> {
    Ok(CalendarRow {
        name: of.structure.map_or_else(|| layout.text("calendars-own"), Ok)?,
        made_on: layout.day(of.created_at.with_timezone(&layout.zone()).date_naive()),
        seen: match of.seen_on {
            Some(day) => layout.text_with("calendars-seen", [("day", FluentValue::from(layout.day(day)))])?,
            None => layout.text("calendars-never-seen")?,
        },
        revoke_href: uri!(revoke(of.id)).to_string(),
    })
}

#[derive(FromForm)]
struct NewCalendar<'f> {
    of: &'f str,
}

/// Makes a calendar; its address is shown on the next page, once.
#[post("/calendars", data = "<form>")]
async fn create(
    viewer: &Viewer,
    layout: Layout<'_>,
    form: Form<Contextual<'_, NewCalendar<'_>>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&NAMES, &form.context)?;
    if let Some(new) = &form.value {
        let own = Technician::of(viewer).filter(|_| new.of == OWN);
        let structure: Option<StructureId> = new.of.parse().ok();
        let made = match (own, structure.and_then(|id| MemberOf::of(viewer, id))) {
            (Some(technician), _) => Some(calendar_feeds::make_own(db, &technician, now.at).await?),
            (None, Some(member)) => Some(calendar_feeds::make_of_structure(db, &member, now.at).await?),
            (None, None) => None,
        };
        match made {
            Some(Some(secret)) => return Ok(Submitted::handed_over(uri!(index), &secret)),
            Some(None) => again.mistake("of", layout.text("calendars-mistake-many")?),
            None => again.mistake("of", layout.text("mistake-choice")?),
        }
    }
    Ok(Submitted::Refused(page(viewer, &layout, db, again).await?))
}

/// Revokes a calendar.
#[post("/calendars/<calendar>/ending")]
async fn revoke(viewer: &Viewer, calendar: CalendarFeedId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    if !calendar_feeds::revoke(db, viewer, calendar, now.at).await? {
        return Err(Error::NotFound);
    }
    Ok(Submitted::accepted(uri!(index), "calendars-revoked"))
}
