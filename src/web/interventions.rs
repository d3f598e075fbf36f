//! A technician's time: this month's interventions, writing one down, correcting one of an open month.

mod entry;
mod sight;

pub use sight::{Foreseen, Left, WorkLine, foresee, kinds, mistake, reasons, work_lines};

use super::errors::Error;
use super::layout::{Layout, Page};
use super::params::MonthParam;
use crate::domain::ids::EntryId;
use crate::domain::time::{Minutes, Month};
use crate::store::Db;
use crate::store::access::Technician;
use crate::store::interventions::{self, Intervention};
use chrono::{Datelike, NaiveDate, TimeDelta};
use fluent_bundle::FluentValue;
use rocket::{Route, State, get, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    let mut all = routes![index];
    all.extend(entry::routes());
    all
}

#[derive(Serialize)]
struct TimePage {
    month: String,
    summary: String,
    new_href: String,
    days: Vec<DayOfWork>,
    previous_href: String,
    previous: String,
    next_href: Option<String>,
    next: String,
}

#[derive(Serialize)]
struct DayOfWork {
    day: String,
    total: String,
    lines: Vec<WorkLine>,
}

/// A technician's own interventions of a month, by day, the latest first.
#[get("/interventions?<month>")]
async fn index(technician: Technician, layout: Layout<'_>, month: Option<MonthParam>, db: &State<Db>) -> Result<Page, Error> {
    let current = Month::of(layout.today());
    let month = month.map_or(current, |asked| asked.0).min(current);
    let work = interventions::of_worker(db, &technician, month).await?;
    let real: Minutes = work.iter().map(|i| i.work.minutes).sum();
    let week = interventions::worked(db, &technician, monday_of(layout.today()), layout.today()).await?;
    let values = [
        ("n", FluentValue::from(i64::try_from(work.len()).unwrap_or(i64::MAX))),
        ("real", FluentValue::from(layout.duration(real))),
        ("week", FluentValue::from(layout.duration(week))),
    ];
    let page = TimePage {
        month: layout.month(month),
        summary: layout.text_with(if month == current { "time-summary" } else { "time-summary-past" }, values)?,
        new_href: new_href(),
        days: by_day(&layout, &work)?,
        previous_href: uri!(index(Some(month.previous()))).to_string(),
        previous: layout.month(month.previous()),
        next_href: (month < current).then(|| uri!(index(Some(month.next()))).to_string()),
        next: layout.month(month.next()),
    };
    layout.page("interventions/index", layout.text("time-title")?, &page)
}

/// The Monday of a day's week.
pub fn monday_of(day: NaiveDate) -> NaiveDate {
    day - TimeDelta::days(i64::from(day.weekday().num_days_from_monday()))
}

fn by_day(layout: &Layout<'_>, work: &[Intervention]) -> Result<Vec<DayOfWork>, Error> {
    let mut days = Vec::new();
    for together in work.chunk_by(|a, b| a.work.day == b.work.day) {
        let Some(first) = together.first() else { continue };
        let total: Minutes = together.iter().map(|i| i.work.minutes).sum();
        days.push(DayOfWork {
            day: layout.day(first.work.day),
            total: layout.duration(total),
            lines: work_lines(layout, together)?,
        });
    }
    Ok(days)
}

/// The address of the page that writes time down.
pub fn new_href() -> String {
    entry::new_href()
}

/// The address of the page that corrects an intervention.
pub fn edit_href(entry: EntryId) -> String {
    entry::edit_href(entry)
}

/// The address of a technician's own time.
pub fn index_href() -> String {
    uri!(index(None::<Month>)).to_string()
}
