//! When the group is there to answer: opening hours, days of their own, promised delays.

use super::errors::Error;
use super::forms::{Form as View, Mistake};
use super::layout::{Layout, Page, Submitted};
use super::params::{Day, Line, Maybe};
use crate::domain::calendar::{DayHours, Holidays};
use crate::domain::tickets::Priority;
use crate::domain::tickets::delays::{Target, Targets, Timer};
use crate::domain::time::Minutes;
use crate::store::Db;
use crate::store::access::Coordinator;
use crate::store::calendar::{self, CalendarRefused, SpecialDay};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show, update, set_targets, create_day, destroy_day]
}

#[derive(Serialize)]
struct CalendarPage {
    back_href: String,
    errors: Vec<Mistake>,
    week: View,
    week_href: String,
    days: Vec<DayLine>,
    day: View,
    day_href: String,
    targets: View,
    targets_href: String,
}

/// A day with hours of its own.
#[derive(Serialize)]
struct DayLine {
    day: String,
    hours: String,
    note: String,
    removal_href: String,
}

const WEEK: [&str; 8] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "holidays"];
const DAY: [&str; 3] = ["day", "hours", "note"];
/// By priority, the first answer then the settlement.
const TARGETS: [(&str, Priority, Timer); 6] = [
    ("blocks_answer", Priority::Blocks, Timer::FirstAnswer),
    ("blocks_settled", Priority::Blocks, Timer::Settlement),
    ("hinders_answer", Priority::Hinders, Timer::FirstAnswer),
    ("hinders_settled", Priority::Hinders, Timer::Settlement),
    ("can_wait_answer", Priority::CanWait, Timer::FirstAnswer),
    ("can_wait_settled", Priority::CanWait, Timer::Settlement),
];
const TARGET_NAMES: [&str; 6] = [TARGETS[0].0, TARGETS[1].0, TARGETS[2].0, TARGETS[3].0, TARGETS[4].0, TARGETS[5].0];

/// A form of the page that came back, as it was typed.
enum Again {
    Nothing,
    Week(View),
    Day(View),
    Targets(View),
}

/// The address of the page.
pub fn href() -> String {
    uri!(show).to_string()
}

#[get("/calendar")]
async fn show(by: Coordinator, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    page(&by, &layout, db, Again::Nothing).await
}

async fn page(by: &Coordinator, layout: &Layout<'_>, db: &Db, again: Again) -> Result<Page, Error> {
    let promised = calendar::promised(db, by).await?;
    let mut week = View::blank(&WEEK).with("holidays", promised.calendar.holidays().as_str());
    for (name, spans) in WEEK.into_iter().zip(promised.calendar.week()) {
        week = week.with(name, DayHours::of(spans).to_string());
    }
    let mut targets = View::blank(&TARGET_NAMES);
    for (name, priority, timer) in TARGETS {
        targets = targets.with(name, typed(layout, promised.targets.of(priority, timer))?);
    }
    let mut day = View::blank(&DAY);
    match again {
        Again::Nothing => {}
        Again::Week(form) => week = form,
        Again::Day(form) => day = form,
        Again::Targets(form) => targets = form,
    }
    let errors: Vec<_> = [&week, &day, &targets].into_iter().flat_map(|form| form.errors.clone()).collect();
    let mut holidays = Vec::new();
    for choice in Holidays::ALL {
        holidays.push((choice.to_string(), layout.text(&format!("calendar-holidays-{choice}"))?, None));
    }
    let page = CalendarPage {
        back_href: super::rules::href(),
        week: week.offering("holidays", holidays),
        week_href: uri!(update).to_string(),
        days: days(by, layout, db).await?,
        day,
        day_href: uri!(create_day).to_string(),
        targets,
        targets_href: uri!(set_targets).to_string(),
        errors,
    };
    match page.errors.is_empty() {
        true => layout.page("calendar/show", layout.text("calendar-title")?, &page),
        false => layout.refuse("calendar/show", layout.text("calendar-title")?, &page),
    }
}

/// « 2 h », « 5 jours », as it can be typed again.
fn typed(layout: &Layout<'_>, target: Target) -> Result<String, Error> {
    let said = match target {
        Target::Minutes(minutes) => layout.duration(Minutes(minutes)),
        Target::Days(days) => layout.text_with("calendar-days", [("n", FluentValue::from(days))])?,
    };
    Ok(said.replace(char::is_whitespace, " "))
}

async fn days(by: &Coordinator, layout: &Layout<'_>, db: &Db) -> Result<Vec<DayLine>, Error> {
    let mut lines = Vec::new();
    for SpecialDay { day, hours, note } in calendar::special_days(db, by, layout.today()).await? {
        let closed = hours.spans().is_empty();
        lines.push(DayLine {
            day: layout.whole_day(day),
            hours: if closed { layout.text("calendar-closed")? } else { hours.to_string() },
            note,
            removal_href: uri!(destroy_day(Day(day))).to_string(),
        });
    }
    Ok(lines)
}

#[derive(Clone, FromForm)]
struct Week {
    monday: DayHours,
    tuesday: DayHours,
    wednesday: DayHours,
    thursday: DayHours,
    friday: DayHours,
    saturday: DayHours,
    sunday: DayHours,
    holidays: Holidays,
}

/// Sets the hours of the week, and the public holidays.
#[post("/calendar", data = "<form>")]
async fn update(by: Coordinator, layout: Layout<'_>, form: Form<Contextual<'_, Week>>, db: &State<Db>) -> Result<Submitted, Error> {
    let mut again = layout.again(&WEEK, &form.context)?;
    if let Some(week) = form.value.clone() {
        let days = [week.monday, week.tuesday, week.wednesday, week.thursday, week.friday, week.saturday, week.sunday];
        match calendar::set_week(db, &by, days, week.holidays).await {
            Ok(()) => return Ok(Submitted::accepted(uri!(show), "calendar-saved")),
            Err(CalendarRefused::NeverOpen) => again.mistake("monday", layout.text("mistake-never-open")?),
            Err(CalendarRefused::Database(error)) => return Err(error.into()),
        }
    }
    Ok(Submitted::Refused(page(&by, &layout, db, Again::Week(again)).await?))
}

#[derive(Clone, FromForm)]
struct NewDay {
    day: Day,
    hours: DayHours,
    note: Maybe<Line<120>>,
}

/// Closes a day, or gives it hours of its own.
#[post("/calendar/days", data = "<form>")]
async fn create_day(
    by: Coordinator,
    layout: Layout<'_>,
    form: Form<Contextual<'_, NewDay>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let again = layout.again(&DAY, &form.context)?;
    let Some(new) = form.value.clone() else {
        return Ok(Submitted::Refused(page(&by, &layout, db, Again::Day(again)).await?));
    };
    calendar::set_special_day(db, &by, SpecialDay { day: new.day.0, hours: new.hours, note: new.note.or_empty() }).await?;
    Ok(Submitted::accepted(uri!(show), "calendar-day-added"))
}

/// Gives a day the hours of its weekday back.
#[post("/calendar/days/<day>/removal")]
async fn destroy_day(by: Coordinator, day: Day, db: &State<Db>) -> Result<Submitted, Error> {
    calendar::remove_special_day(db, &by, day.0).await?;
    Ok(Submitted::accepted(uri!(show), "calendar-day-removed"))
}

#[derive(FromForm)]
struct Promises {
    blocks_answer: Target,
    blocks_settled: Target,
    hinders_answer: Target,
    hinders_settled: Target,
    can_wait_answer: Target,
    can_wait_settled: Target,
}

/// Sets the delays that are promised.
#[post("/calendar/targets", data = "<form>")]
async fn set_targets(
    by: Coordinator,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Promises>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let again = layout.again(&TARGET_NAMES, &form.context)?;
    let Some(new) = &form.value else {
        return Ok(Submitted::Refused(page(&by, &layout, db, Again::Targets(again)).await?));
    };
    let said =
        [new.blocks_answer, new.blocks_settled, new.hinders_answer, new.hinders_settled, new.can_wait_answer, new.can_wait_settled];
    let mut targets = Targets::default();
    for ((_, priority, timer), target) in TARGETS.into_iter().zip(said) {
        targets.set(priority, timer, target);
    }
    calendar::set_targets(db, &by, targets).await?;
    Ok(Submitted::accepted(uri!(show), "calendar-targets-saved"))
}
