//! The visits of a structure, for its people and for technicians: what is ahead, who is away, what was.

use super::{wall, words};
use crate::domain::ids::StructureId;
use crate::domain::time::Month;
use crate::store::access::{MemberOf, Technician, VisitsOf};
use crate::store::visits::{self, Visit};
use crate::store::{Db, structures};
use crate::web::errors::Error;
use crate::web::layout::{Layout, Page};
use crate::web::tickets::{self, first_name};
use crate::web::{calendars, report};
use fluent_bundle::FluentValue;
use rocket::{Route, State, get, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index]
}

#[derive(Serialize)]
struct VisitsPage {
    structure: String,
    structure_href: String,
    ahead: Vec<AheadLine>,
    /// Nothing is ahead: when somebody could come.
    possible: Option<String>,
    away: Vec<String>,
    past: Vec<PastMonth>,
    /// For technicians.
    plan_href: Option<String>,
    /// For the people of the structure.
    ask_href: Option<String>,
    follow_href: Option<String>,
}

#[derive(Serialize)]
struct AheadLine {
    text: String,
    detail: String,
    edit_href: Option<String>,
}

/// A month in which somebody came.
#[derive(Serialize)]
struct PastMonth {
    month: String,
    count: usize,
    lines: Vec<String>,
}

/// How far ahead absences are told, days, and how far back visits, months.
const DAYS_AWAY: u64 = 28;
const MONTHS_PAST: i32 = 12;

/// The address of a structure's visits.
pub fn href(structure: StructureId) -> String {
    uri!(index(structure)).to_string()
}

#[get("/structures/<_>/visits")]
async fn index(of: VisitsOf, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let id = of.structure();
    let (structure, _) = structures::find(db, &of, id).await?.ok_or(Error::NotFound)?;
    let technician = Technician::of(of.viewer());
    let member = MemberOf::of(of.viewer(), id);
    let ahead = visits::upcoming(db, &of, wall(&layout)).await?;
    let since = Month::of(layout.today()).plus(-MONTHS_PAST).first_day();
    let away = visits::away(db, &of, layout.today(), DAYS_AWAY).await?;
    let page = VisitsPage {
        structure: structure.name,
        structure_href: crate::web::structures::href(id),
        possible: if ahead.is_empty() { words::possible(&of, &layout, db).await? } else { None },
        ahead: ahead.iter().map(|visit| ahead_line(&layout, visit, technician.is_some())).collect::<Result<_, _>>()?,
        away: away.iter().map(|away| words::away(&layout, away)).collect::<Result<_, _>>()?,
        past: past_months(&layout, visits::past(db, &of, since, wall(&layout)).await?)?,
        plan_href: technician.is_some().then(|| super::new_href(Some(id), None)),
        ask_href: member.as_ref().map(|_| tickets::href_of_new(id, None)),
        follow_href: member.map(|_| calendars::href()),
    };
    layout.page("visits/index", layout.text("visits-title")?, &page)
}

fn ahead_line(layout: &Layout<'_>, visit: &Visit, may_change: bool) -> Result<AheadLine, Error> {
    let span = words::span(layout, &visit.time)?;
    Ok(AheadLine {
        text: words::comes(layout, visit)?,
        detail: if visit.note.is_empty() { span } else { format!("{span} · {}", visit.note) },
        edit_href: may_change.then(|| super::edit_href(visit.id)),
    })
}

/// The latest month first.
fn past_months(layout: &Layout<'_>, past: Vec<Visit>) -> Result<Vec<PastMonth>, Error> {
    let mut months = Vec::new();
    for together in past.chunk_by(|a, b| Month::of(a.time.day()) == Month::of(b.time.day())) {
        let Some(first) = together.first() else { continue };
        months.push(PastMonth {
            month: report::capital(layout.month(Month::of(first.time.day()))),
            count: together.len(),
            lines: together.iter().rev().map(|visit| past_line(layout, visit)).collect::<Result<_, _>>()?,
        });
    }
    months.reverse();
    Ok(months)
}

/// « Mardi 10 mars, de 14 h à 15 h 30 : Samira ».
fn past_line(layout: &Layout<'_>, visit: &Visit) -> Result<String, Error> {
    let values = [
        ("day", FluentValue::from(report::capital(layout.day(visit.time.day())))),
        ("span", FluentValue::from(words::span(layout, &visit.time)?)),
        ("name", FluentValue::from(first_name(&visit.technician_name).to_owned())),
    ];
    layout.text_with("visits-past-line", values)
}
