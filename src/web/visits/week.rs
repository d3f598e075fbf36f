//! A technician's week on the road: their own visits by day, with addresses, and who is away.

use super::words;
use crate::domain::interventions::working_time::monday_of;
use crate::store::Db;
use crate::store::access::Technician;
use crate::store::visits::{self, Purpose, Visit};
use crate::web::calendars;
use crate::web::errors::Error;
use crate::web::layout::{Layout, Page};
use chrono::{Datelike, Days, NaiveDate};
use fluent_bundle::FluentValue;
use rocket::{Route, State, get, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index]
}

#[derive(Serialize)]
struct WeekPage {
    week: String,
    new_href: String,
    follow_href: String,
    away: Vec<String>,
    days: Vec<DayOfVisits>,
    previous_href: String,
    next_href: String,
}

#[derive(Serialize)]
struct DayOfVisits {
    day: String,
    lines: Vec<VisitLine>,
}

/// A visit as its technician sees it.
#[derive(Serialize)]
pub struct VisitLine {
    hours: String,
    structure: String,
    address: String,
    /// « N° 1042, N° 1051 ».
    tickets: String,
    note: String,
    href: String,
}

/// The address of the week that a day is in; this week without one.
pub fn href(day: Option<NaiveDate>) -> String {
    let monday = day.map(|day| monday_of(day).to_string());
    uri!(index(monday.as_deref())).to_string()
}

/// A technician's own visits of a week. `week` is any day of it; this week otherwise.
#[get("/visits?<week>")]
async fn index(technician: Technician, layout: Layout<'_>, week: Option<&str>, db: &State<Db>) -> Result<Page, Error> {
    let asked = week.and_then(|day| day.parse::<NaiveDate>().ok()).filter(|day| (2000..2200).contains(&day.year()));
    let monday = monday_of(asked.unwrap_or_else(|| layout.today()));
    let all = lines(&technician, &layout, db, monday, monday + Days::new(6)).await?;
    let away = visits::away_in_week(db, &technician, monday).await?;
    let page = WeekPage {
        week: layout.text_with("visits-week", [("day", FluentValue::from(layout.day(monday)))])?,
        new_href: super::new_href(None, None),
        follow_href: calendars::href(),
        away: away.iter().map(|away| words::away(&layout, away)).collect::<Result<_, _>>()?,
        days: by_day(&layout, all)?,
        previous_href: href(monday.checked_sub_days(Days::new(7))),
        next_href: href(monday.checked_add_days(Days::new(7))),
    };
    layout.page("visits/week", layout.text("visits-week-title")?, &page)
}

/// The visits of today, by hour.
pub async fn today(by: &Technician, layout: &Layout<'_>, db: &Db) -> Result<Vec<VisitLine>, Error> {
    let today = lines(by, layout, db, layout.today(), layout.today()).await?;
    Ok(today.into_iter().map(|(_, line)| line).collect())
}

async fn lines(
    by: &Technician,
    layout: &Layout<'_>,
    db: &Db,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<(NaiveDate, VisitLine)>, Error> {
    let own = visits::own(db, by, first, last).await?;
    let purposes = visits::purposes(db, by, &own).await?;
    own.iter()
        .map(|visit| {
            let tickets = purposes.get(&visit.id).map_or(&[][..], Vec::as_slice);
            Ok((visit.time.day(), line(layout, visit, tickets)?))
        })
        .collect()
}

fn line(layout: &Layout<'_>, visit: &Visit, tickets: &[Purpose]) -> Result<VisitLine, Error> {
    Ok(VisitLine {
        hours: words::span(layout, &visit.time)?,
        structure: visit.structure_name.clone(),
        address: visit.structure_address.clone(),
        tickets: numbers(layout, tickets)?,
        note: visit.note.clone(),
        href: super::edit_href(visit.id),
    })
}

fn numbers(layout: &Layout<'_>, tickets: &[Purpose]) -> Result<String, Error> {
    let number = |of: &Purpose| layout.text_with("ticket-number", [("number", FluentValue::from(of.number.to_string()))]);
    Ok(tickets.iter().map(number).collect::<Result<Vec<_>, _>>()?.join(", "))
}

fn by_day(layout: &Layout<'_>, all: Vec<(NaiveDate, VisitLine)>) -> Result<Vec<DayOfVisits>, Error> {
    let mut days: Vec<(NaiveDate, DayOfVisits)> = Vec::new();
    for (day, line) in all {
        match days.last_mut() {
            Some((known, of)) if *known == day => of.lines.push(line),
            _ => {
                let said = crate::web::report::capital(words::day(layout, day)?);
                days.push((day, DayOfVisits { day: said, lines: vec![line] }));
            }
        }
    }
    Ok(days.into_iter().map(|(_, day)| day).collect())
}
