//! Series: what comes again, for whom, by which rule in plain words, and when next.

mod form;
mod page;
mod words;

use super::errors::Error;
use super::layout::{Layout, Page};
use crate::domain::calendar::Calendar;
use crate::domain::ids::{SeriesId, StructureId};
use crate::store::Db;
use crate::store::access::{Technician, Viewer, WordsOf};
use crate::store::calendar;
use crate::store::series::{self, Date, Series};
use chrono::NaiveDate;
use fluent_bundle::FluentValue;
use rocket::{Route, State, get, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index, form::new, form::create, page::show, form::edit, form::update, page::stop, page::start_again]
}

#[derive(Serialize)]
struct SeriesPage {
    lines: Vec<SeriesLine>,
    stopped: Vec<SeriesLine>,
    new_href: String,
}

/// A series in a list.
#[derive(Serialize)]
pub struct SeriesLine {
    /// For technicians.
    href: Option<String>,
    title: String,
    structure: String,
    rule: String,
    next: Option<DateLine>,
}

/// A date in words.
#[derive(Serialize)]
pub struct DateLine {
    day: String,
    /// The group is closed on that day: when the visit is.
    moved: Option<String>,
}

impl DateLine {
    fn of(layout: &Layout<'_>, date: Date) -> Result<Self, Error> {
        let moved = (date.visit_on != date.on)
            .then(|| layout.text_with("series-moved", [("day", FluentValue::from(layout.day(date.visit_on)))]));
        Ok(Self { day: layout.day(date.on), moved: moved.transpose()? })
    }
}

/// How many of the next dates are shown beside a rule.
const SHOWN: usize = 5;

/// The address of the list.
pub fn href() -> String {
    uri!(index).to_string()
}

/// The address of a series.
pub fn href_of(id: SeriesId) -> String {
    uri!(page::show(id)).to_string()
}

/// Every series, the next date first.
#[get("/series")]
async fn index(by: Technician, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let all = series::all(db, &by).await?;
    let calendar = calendar::promised(db, &by).await?;
    let (stopped, running): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.stopped_at.is_some());
    let lines = |all: &[Series]| lines(&layout, &calendar.calendar, all, true);
    let page = SeriesPage { lines: lines(&running)?, stopped: lines(&stopped)?, new_href: form::new_href(None) };
    layout.page("series/index", layout.text("series-title")?, &page)
}

/// By next date; those that are over come last.
fn lines(layout: &Layout<'_>, calendar: &Calendar, all: &[Series], linked: bool) -> Result<Vec<SeriesLine>, Error> {
    let mut dated: Vec<(Option<Date>, &Series)> =
        all.iter().map(|one| (one.next(calendar, layout.today(), 1).pop(), one)).collect();
    dated.sort_by_key(|(next, _)| next.map_or(NaiveDate::MAX, |next| next.on));
    let line = |(next, one): (Option<Date>, &Series)| {
        Ok(SeriesLine {
            href: linked.then(|| href_of(one.id)),
            title: one.plan.title.clone(),
            structure: one.structure_name.clone(),
            rule: words::said(layout, &one.plan.rule, one.plan.starts_on)?,
            next: next.map(|next| DateLine::of(layout, next)).transpose()?,
        })
    };
    dated.into_iter().map(line).collect()
}

/// What comes again in a structure, on its page.
#[derive(Serialize)]
pub struct OfStructure {
    lines: Vec<SeriesLine>,
    /// For technicians.
    new_href: Option<String>,
}

/// The series of a structure that run, for its referent and the technicians; `None` when there is nothing to show or to do.
pub async fn of_structure(viewer: &Viewer, layout: &Layout<'_>, db: &Db, id: StructureId) -> Result<Option<OfStructure>, Error> {
    let Some(words) = WordsOf::of(viewer, id) else { return Ok(None) };
    let technician = Technician::of(viewer).is_some();
    let mut all = series::of_structure(db, &words).await?;
    all.retain(|one| one.stopped_at.is_none());
    if all.is_empty() && !technician {
        return Ok(None);
    }
    let calendar = calendar::promised(db, viewer).await?;
    let lines = lines(layout, &calendar.calendar, &all, technician)?;
    Ok(Some(OfStructure { lines, new_href: technician.then(|| form::new_href(Some(id))) }))
}
