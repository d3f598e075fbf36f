//! A technician's time: this month's interventions, writing one down, correcting one of an open month.

mod entry;
mod sight;
mod warnings;

pub use crate::domain::interventions::working_time::monday_of;
pub use sight::{Foreseen, Foresight, Left, WorkLine, foresee, kinds, mistake, place_of_mistake, reasons, work_lines};
pub use warnings::{amount, said_after};

use super::closing::{LateLine, late_lines};
use super::errors::Error;
use super::layout::{Layout, Page};
use super::params::{Day, Maybe, TimeOfDay};
use crate::domain::ids::{EntryId, StructureId, TicketId};
use crate::domain::interventions::working_time::Finding;
use crate::domain::interventions::{Kind, NotCharged};
use crate::domain::time::Minutes;
use crate::store::access::Technician;
use crate::store::interventions::{self, Intervention, Work};
use crate::store::{Db, hours, structures};
use chrono::{Datelike, NaiveDate, TimeDelta};
use fluent_bundle::FluentValue;
use rocket::serde::json::Json;
use rocket::{FromForm, Route, State, get, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    let mut all = routes![index, foreseen];
    all.extend(entry::routes());
    all
}

#[derive(Serialize)]
struct TimePage {
    week: String,
    summary: String,
    /// What the law says of the week; of a day, beside the day. Empty when it says nothing.
    law: String,
    new_href: String,
    days: Vec<DayOfWork>,
    previous_href: String,
    next_href: Option<String>,
    late: Vec<LateLine>,
}

#[derive(Serialize)]
struct DayOfWork {
    day: String,
    total: String,
    law: String,
    lines: Vec<WorkLine>,
}

/// A technician's own interventions of a week, by day, the latest first. `week` is any day of it; this week otherwise.
#[get("/interventions?<week>")]
async fn index(technician: Technician, layout: Layout<'_>, week: Option<&str>, db: &State<Db>) -> Result<Page, Error> {
    let this_week = monday_of(layout.today());
    let asked = week.and_then(|day| day.parse::<NaiveDate>().ok()).filter(|day| (2000..2200).contains(&day.year()));
    let monday = monday_of(asked.unwrap_or(this_week)).min(this_week);
    let sunday = monday + TimeDelta::days(6);
    let work = interventions::of_worker(db, &technician, monday, sunday).await?;
    let real: Minutes = work.iter().map(|i| i.work.minutes).sum();
    let values = [
        ("n", FluentValue::from(i64::try_from(work.len()).unwrap_or(i64::MAX))),
        ("real", FluentValue::from(layout.duration(real))),
    ];
    let found = hours::findings_of_worker(db, &technician, monday, sunday).await?;
    let page = TimePage {
        week: layout.text_with("time-week", [("day", FluentValue::from(layout.day(monday)))])?,
        summary: layout.text_with("time-summary", values)?,
        law: warnings::note(&layout, found.iter().filter(|finding| finding.rule.is_of_week()))?,
        new_href: new_href(),
        days: by_day(&layout, &work, &found)?,
        previous_href: week_href(monday - TimeDelta::days(7)),
        late: late_lines(&layout, &interventions::late_of_worker(db, &technician).await?)?,
        next_href: (monday < this_week).then(|| week_href(monday + TimeDelta::days(7))),
    };
    layout.page("interventions/index", layout.text("time-title")?, &page)
}

/// What the time being typed will leave, asked by the form while one types.
#[derive(FromForm)]
struct Look {
    structure: Maybe<StructureId>,
    ticket: Maybe<TicketId>,
    entry: Maybe<EntryId>,
    day: Maybe<Day>,
    start: Maybe<TimeOfDay>,
    minutes: Maybe<Minutes>,
    kind: Maybe<Kind>,
    not_charged: Maybe<NotCharged>,
}

/// JSON for the page's module: the sentences of [`Foreseen`], or null where nothing can be said.
#[get("/interventions/foreseen?<look..>")]
async fn foreseen(
    technician: Technician,
    layout: Layout<'_>,
    look: Result<Look, rocket::form::Errors<'_>>,
    db: &State<Db>,
) -> Result<Json<Option<Foreseen>>, Error> {
    // While one types, a field may hold what does not read yet: nothing is said of it.
    let Ok(look) = look else { return Ok(Json(None)) };
    let (Some(structure), Some(minutes)) = (look.structure.0, look.minutes.0.filter(|minutes| minutes.0 > 0)) else {
        return Ok(Json(None));
    };
    let Some((known, _)) = structures::find(db, &technician, structure).await? else { return Ok(Json(None)) };
    let work = Work {
        structure,
        ticket: look.ticket.0,
        equipment: None,
        day: look.day.0.map_or_else(|| layout.today(), |day| day.0),
        start: look.start.0.map(|start| start.0),
        minutes,
        kind: look.kind.0.unwrap_or(Kind::Remote),
        not_charged: look.not_charged.0,
        note: String::new(),
    };
    Ok(Json(foresee(&technician, &layout, db, look.entry.0, &work, &known.name).await?))
}

/// The address of the week that a day is in.
fn week_href(day: NaiveDate) -> String {
    let day = monday_of(day).to_string();
    uri!(index(Some(day.as_str()))).to_string()
}

/// The address that a form asks while one types.
pub fn foreseen_href() -> String {
    "/interventions/foreseen".to_owned()
}

fn by_day(layout: &Layout<'_>, work: &[Intervention], found: &[Finding]) -> Result<Vec<DayOfWork>, Error> {
    let mut days = Vec::new();
    for together in work.chunk_by(|a, b| a.work.day == b.work.day) {
        let Some(first) = together.first() else { continue };
        let total: Minutes = together.iter().map(|i| i.work.minutes).sum();
        let of_day = found.iter().filter(|finding| finding.day == first.work.day && !finding.rule.is_of_week());
        days.push(DayOfWork {
            day: layout.day(first.work.day),
            total: layout.duration(total),
            law: warnings::note(layout, of_day)?,
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
    uri!(index(None::<&str>)).to_string()
}
