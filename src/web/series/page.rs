//! The page of a series: what is done, when next, what became of the dates before.

use super::form::edit_href;
use super::{DateLine, SHOWN, words};
use crate::domain::ids::SeriesId;
use crate::store::access::Technician;
use crate::store::series::{self, Occurrence, Series, SeriesError};
use crate::store::{Db, calendar};
use crate::web::errors::Error;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::report::capital;
use crate::web::tickets::{Labels, href as ticket_href};
use fluent_bundle::FluentValue;
use rocket::{State, get, post, uri};
use serde::Serialize;

#[derive(Serialize)]
struct OnePage {
    back_href: String,
    structure: String,
    structure_href: String,
    title: String,
    rule: String,
    stopped: Option<String>,
    words: String,
    steps: Vec<String>,
    requester: String,
    technician: String,
    machines: String,
    ahead: String,
    dates: Vec<DateLine>,
    past: Vec<PastLine>,
    edit_href: String,
    stop_href: String,
    start_href: String,
}

/// What became of a date.
#[derive(Serialize)]
struct PastLine {
    day: String,
    href: Option<String>,
    outcome: String,
}

/// How many of the dates that something became of are shown.
const MOST_PAST: u64 = 12;

#[get("/series/<id>")]
pub async fn show(by: Technician, layout: Layout<'_>, id: SeriesId, db: &State<Db>) -> Result<Page, Error> {
    let one = series::find(db, &by, id).await?.ok_or(Error::NotFound)?;
    let calendar = calendar::promised(db, &by).await?;
    let dates = one.next(&calendar.calendar, layout.today(), SHOWN).into_iter();
    let past = series::occurrences(db, &one, MOST_PAST).await?.into_iter();
    let past = past.map(|past| past_line(&layout, &one.technician_name, past));
    let page = OnePage {
        back_href: super::href(),
        structure: one.structure_name.clone(),
        structure_href: crate::web::structures::href(one.structure),
        title: one.plan.title.clone(),
        rule: capital(words::said(&layout, &one.plan.rule, one.plan.starts_on)?),
        stopped: stopped(&layout, &one)?,
        words: one.plan.words.clone(),
        steps: one.plan.steps.clone(),
        requester: one.requester_name.clone(),
        technician: one.technician_name.clone(),
        machines: one.machine_names.join(", "),
        ahead: layout.text_with("series-ahead", [("n", FluentValue::from(one.plan.days_ahead))])?,
        dates: dates.map(|date| DateLine::of(&layout, date)).collect::<Result<_, _>>()?,
        past: past.collect::<Result<_, _>>()?,
        edit_href: edit_href(id),
        stop_href: uri!(stop(id)).to_string(),
        start_href: uri!(start_again(id)).to_string(),
    };
    layout.page("series/show", page.title.clone(), &page)
}

fn stopped(layout: &Layout<'_>, one: &Series) -> Result<Option<String>, Error> {
    let since = one.stopped_at.map(|at| layout.text_with("series-stopped-since", [("day", layout.whole_day_of(at).into())]));
    since.transpose()
}

fn past_line(layout: &Layout<'_>, technician: &str, past: Occurrence) -> Result<PastLine, Error> {
    let outcome = match (past.ticket, past.skipped) {
        (Some((_, number, state)), _) => {
            let state = Labels { layout }.state(state, Some(technician))?.text;
            let args = [("number", FluentValue::from(number.to_string())), ("state", state.into())];
            layout.text_with("series-became", args)?
        }
        (None, Some(skipped)) => layout.text(&format!("series-skipped-{skipped}"))?,
        (None, None) => String::new(),
    };
    Ok(PastLine { day: layout.day(past.date.on), href: past.ticket.map(|(id, ..)| ticket_href(id)), outcome })
}

/// Stops a series; the opposite button stands on its page.
#[post("/series/<id>/stop")]
pub async fn stop(by: Technician, id: SeriesId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    answer(id, series::stop(db, &by, id, now.at).await, "series-stopped")
}

/// Starts it again from today on.
#[post("/series/<id>/restart")]
pub async fn start_again(by: Technician, id: SeriesId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    answer(id, series::start_again(db, &by, id, now.today).await, "series-started")
}

fn answer(id: SeriesId, done: Result<(), SeriesError>, said: &str) -> Result<Submitted, Error> {
    match done {
        Ok(()) => Ok(Submitted::accepted(uri!(show(id)), said)),
        Err(SeriesError::Database(error)) => Err(error.into()),
        Err(_) => Err(Error::NotFound),
    }
}
