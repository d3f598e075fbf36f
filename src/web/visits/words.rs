//! « Samira passe jeudi 3 décembre à 14 h »: the sentences about visits, one place.

use super::wall;
use crate::domain::interventions::Absence;
use crate::domain::time::Minutes;
use crate::domain::visits::{VisitTime, Wall};
use crate::store::Db;
use crate::store::access::VisitsOf;
use crate::store::visits::{self, Away, Visit};
use crate::texts::format;
use crate::web::errors::Error;
use crate::web::layout::Layout;
use crate::web::tickets::first_name;
use chrono::{Days, NaiveDate};
use fluent_bundle::FluentValue;
use serde::Serialize;

/// As long as a first visit that is only possible.
const POSSIBLE: Minutes = Minutes(60);

/// The line of a home page.
#[derive(Serialize)]
pub struct NextVisit {
    text: String,
    href: String,
}

/// « 14 h ».
pub fn hour(layout: &Layout<'_>, minute: u32) -> String {
    format::hour(layout.language, minute)
}

/// « aujourd'hui », « demain », « jeudi 3 décembre ».
pub fn day(layout: &Layout<'_>, day: NaiveDate) -> Result<String, Error> {
    let today = layout.today();
    match day {
        day if day == today => layout.text("visits-today"),
        day if Some(day) == today.checked_add_days(Days::new(1)) => layout.text("visits-tomorrow"),
        day => Ok(layout.day(day)),
    }
}

/// « jeudi 3 décembre à 14 h ».
pub fn at(layout: &Layout<'_>, time: &VisitTime) -> Result<String, Error> {
    let values = [("day", FluentValue::from(day(layout, time.day())?)), ("hour", FluentValue::from(hour(layout, time.from())))];
    layout.text_with("visits-at", values)
}

/// « de 14 h à 15 h 30 ».
pub fn span(layout: &Layout<'_>, time: &VisitTime) -> Result<String, Error> {
    let values = [("from", FluentValue::from(hour(layout, time.from()))), ("to", FluentValue::from(hour(layout, time.to())))];
    layout.text_with("visits-span", values)
}

/// « Samira passe jeudi 3 décembre à 14 h ».
pub fn comes(layout: &Layout<'_>, visit: &Visit) -> Result<String, Error> {
    let values = [
        ("name", FluentValue::from(first_name(&visit.technician_name).to_owned())),
        ("at", FluentValue::from(at(layout, &visit.time)?)),
    ];
    layout.text_with("visits-comes", values)
}

/// « Samira passe jeudi 3 décembre à 14 h : ce sera peut-être l'occasion. »: for another reason, so nothing is promised.
pub fn comes_anyway(layout: &Layout<'_>, visit: &Visit) -> Result<String, Error> {
    layout.text_with("visits-comes-anyway", [("comes", FluentValue::from(comes(layout, visit)?))])
}

/// The next visit to the structure, for who may know.
pub async fn next_of(of: Option<&VisitsOf>, layout: &Layout<'_>, db: &Db) -> Result<Option<NextVisit>, Error> {
    let Some(of) = of else { return Ok(None) };
    let Some(next) = visits::next(db, of, wall(layout)).await? else { return Ok(None) };
    Ok(Some(NextVisit { text: comes(layout, &next)?, href: super::of_structure_href(of.structure()) }))
}

/// « Une visite serait possible à partir de jeudi 3 décembre à 9 h »: from tomorrow on, nothing is promised.
pub async fn possible(of: &VisitsOf, layout: &Layout<'_>, db: &Db) -> Result<Option<String>, Error> {
    let tomorrow = layout.today().checked_add_days(Days::new(1)).unwrap_or_else(|| layout.today());
    let free = visits::next_free(db, of, Wall { day: tomorrow, minute: 0 }, POSSIBLE).await?;
    let said = |free: VisitTime| {
        let at = at(layout, &free)?;
        layout.text_with("visits-possible", [("at", FluentValue::from(at))])
    };
    free.map(said).transpose()
}

/// « Karim n'est pas là du 7 au 8 avril. Samira répond à sa place. »
pub fn away(layout: &Layout<'_>, of: &Away) -> Result<String, Error> {
    let Absence { first, last, half } = of.days;
    let name = |name: &str| FluentValue::from(first_name(name).to_owned());
    let key = match (first == last, half) {
        (true, false) => "visits-away-day",
        (true, true) => "visits-away-half",
        (false, false) => "visits-away-days",
        (false, true) => "visits-away-halves",
    };
    let days = [("name", name(&of.name)), ("first", layout.day(first).into()), ("last", layout.day(last).into())];
    let mut said = layout.text_with(key, days)?;
    if let Some(cover) = &of.cover {
        said.push(' ');
        said.push_str(&layout.text_with("visits-cover", [("name", name(cover))])?);
    }
    Ok(said)
}
