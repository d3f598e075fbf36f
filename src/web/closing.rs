//! « Clôturer octobre »: what needs a look, the table that reconciles, each sheet, then the closing; at the month's end.

pub mod findings;
mod late;
mod sheets;

use super::errors::Error;
use super::guards::Now;
use super::layout::{Layout, Page, Submitted};
use super::params::{MOST_WORDS, Words};
use super::report::{self, Verdict, table};
use super::small_form::SmallForm;
use crate::domain::ids::QuestionId;
use crate::domain::time::Month;
use crate::store::Db;
use crate::store::access::Coordinator;
use crate::store::fairness::Satisfaction;
use crate::store::hours::{self, CloseError, ClosedNow, SheetState, SignError};
use fluent_bundle::FluentValue;
pub use late::{LateLine, lines as late_lines};
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;
use sheets::{QuestionView, SheetView};
pub use sheets::{state as sheet_state, until_of};

pub fn routes() -> Vec<Route> {
    let mut all = routes![show, create, remind, answer];
    all.extend(late::routes());
    all
}

#[derive(Serialize)]
struct ClosingPage {
    heading: String,
    lead: String,
    /// Months that have ended before and after this one, still to be closed.
    others: Vec<Link>,
    findings: Vec<findings::FindingLine>,
    /// Whether one of them reminds of the law.
    law: bool,
    questions: Vec<QuestionView>,
    late: Vec<LateLine>,
    table: table::Table,
    verdict: Verdict,
    sheets: Vec<SheetView>,
    signed: String,
    blocked: Option<String>,
    closing: Option<Act>,
    effect: String,
    report_href: String,
}

#[derive(Serialize)]
struct Link {
    href: String,
    label: String,
}

/// A button that sends a month.
#[derive(Serialize)]
struct Act {
    href: String,
    month: String,
    label: String,
}

#[derive(Serialize)]
struct NothingPage {
    sentence: String,
    report_href: String,
}

/// The address of the page that closes a month.
pub fn href(month: Option<Month>) -> String {
    uri!(show(month)).to_string()
}

/// The month that is asked for, if it has ended and is open; without one, the oldest such.
#[get("/closing?<month>")]
async fn show(by: Coordinator, layout: Layout<'_>, month: Option<Month>, db: &State<Db>) -> Result<Page, Error> {
    let ended = hours::ended_months(db, &by, Month::of(layout.today())).await?;
    let Some(month) = month.filter(|month| ended.contains(month)).or(ended.first().copied()) else {
        return nothing(&layout);
    };
    page(&by, &layout, db, month, &ended).await
}

fn nothing(layout: &Layout<'_>) -> Result<Page, Error> {
    let present = Month::of(layout.today());
    let values = [("month", FluentValue::from(layout.month(present))), ("day", layout.day(present.next().first_day()).into())];
    let page = NothingPage { sentence: layout.text_with("closing-nothing", values)?, report_href: report::present_href() };
    layout.page("closing/nothing", layout.text("closing-title")?, &page)
}

async fn page(by: &Coordinator, layout: &Layout<'_>, db: &Db, month: Month, ended: &[Month]) -> Result<Page, Error> {
    let (pool, counted) = report::read(db, &by.into(), month).await?;
    let sheets = sheets::of(by, layout, db, &pool).await?;
    let questions = sheets::questions(by, layout, db, month).await?;
    let named = || [("month", FluentValue::from(layout.month(month)))];
    let first = ended.first().copied().unwrap_or(month);
    let waiting = sheets.iter().filter(|sheet| sheet.waits).count();
    let blocked = blocked(layout, db, month, first, &questions, waiting).await?;
    let n = |count: usize| FluentValue::from(i64::try_from(count).unwrap_or(i64::MAX));
    let act = |href: String, label: String| Act { href, month: month.to_string(), label };
    let silent = sheets.iter().filter(|sheet| sheet.silent).count();
    let signed = sheets.iter().filter(|sheet| sheet.signed).count();
    let findings = findings::lines(by, layout, db, month).await?;
    let page = ClosingPage {
        heading: layout.text_with("closing-heading", named())?,
        lead: layout.text_with("closing-lead", named())?,
        others: ended.iter().filter(|m| **m != month).map(|m| Link { href: href(Some(*m)), label: layout.month(*m) }).collect(),
        law: findings.iter().any(|line| line.of_law),
        findings,
        late: late::of_group(by, layout, db).await?,
        table: table::of(layout, &by.into(), &pool, &Satisfaction::default())?,
        verdict: report::verdict(layout, &pool, &counted)?,
        signed: layout.text_with("closing-signed", [("signed", n(signed)), ("n", n(sheets.len()))])?,
        closing: match blocked {
            Some(_) => None,
            None => Some(act(uri!(create).to_string(), layout.text_with("closing-close", named())?)),
        },
        blocked,
        effect: layout.text_with("closing-effect", [("n", n(sheets.len())), ("silent", n(silent))])?,
        report_href: report::href(month),
        questions,
        sheets,
    };
    layout.page("closing/show", page.heading.clone(), &page)
}

/// Why the month cannot be closed now, in a sentence that says when it can.
async fn blocked(
    layout: &Layout<'_>,
    db: &Db,
    month: Month,
    first: Month,
    questions: &[QuestionView],
    waiting: usize,
) -> Result<Option<String>, Error> {
    let n = |count: usize| FluentValue::from(i64::try_from(count).unwrap_or(i64::MAX));
    if first != month {
        return Ok(Some(layout.text_with("closing-blocked-order", [("month", FluentValue::from(layout.month(first)))])?));
    }
    if !questions.is_empty() {
        return Ok(Some(layout.text_with("closing-blocked-asked", [("n", n(questions.len()))])?));
    }
    if waiting > 0 {
        let until = hours::signing_until(month, hours::allowed(db).await?.signing_days);
        let values = [("n", n(waiting)), ("day", FluentValue::from(layout.day(until)))];
        return Ok(Some(layout.text_with("closing-blocked-waiting", values)?));
    }
    Ok(None)
}

#[derive(FromForm)]
struct OfMonth {
    month: Month,
}

/// Closes the month, for ever. Pressed twice, it is closed once.
#[post("/closing", data = "<form>")]
async fn create(by: Coordinator, form: Form<OfMonth>, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    let again = href(Some(form.month));
    match hours::close(db, &by, form.month, now.today, now.at).await {
        Ok(ClosedNow::Closed) => Ok(Submitted::accepted(report::href(form.month), "closing-done")),
        Ok(ClosedNow::Already) => Ok(Submitted::accepted(report::href(form.month), "closing-done-before")),
        Err(CloseError::Database(error)) => Err(error.into()),
        Err(CloseError::NotEnded) => Ok(Submitted::warned(again, "closing-mistake-not-ended")),
        Err(CloseError::NotNext(_)) => Ok(Submitted::warned(again, "closing-mistake-order")),
        Err(CloseError::Unsigned { .. } | CloseError::Asked(_)) => Ok(Submitted::warned(again, "closing-mistake-unsigned")),
    }
}

/// Writes to the referents whose sheet is waited for: once a day at most.
#[post("/closing/reminders", data = "<form>")]
async fn remind(by: Coordinator, form: Form<OfMonth>, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    hours::remind(db, &by, form.month, now.today, now.at).await?;
    Ok(Submitted::accepted(href(Some(form.month)), "closing-reminded"))
}

#[derive(FromForm)]
struct Answer {
    words: Words,
}

/// Answers a referent's question about a sheet.
#[post("/closing/questions/<id>/answer", data = "<form>")]
async fn answer(
    by: Coordinator,
    id: QuestionId,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Answer>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let month = hours::month_of_question(db, &by, id).await?.ok_or(Error::NotFound)?;
    let small = SmallForm {
        href: answer_href(id),
        back_href: href(Some(month)),
        name: "words",
        label: "closing-answer",
        button: "closing-answer-send",
        most: MOST_WORDS,
        lines: true,
        hidden: &[],
    };
    let Some(answer) = &form.value else { return small.again(&layout, &form.context) };
    match hours::answer(db, &by, id, &answer.words.0, now.at).await {
        Ok(month) => Ok(Submitted::accepted(href(Some(month)), "closing-answered")),
        Err(SignError::Answered) => small.refused(&layout, &form.context, "closing-mistake-answered"),
        Err(SignError::Database(error)) => Err(error.into()),
        Err(_) => Err(Error::NotFound),
    }
}

fn reminders_href() -> String {
    uri!(remind).to_string()
}

fn answer_href(id: QuestionId) -> String {
    uri!(answer(id)).to_string()
}

/// Whether a sheet still waits for its referent.
fn waits(state: &SheetState) -> bool {
    matches!(state, SheetState::Waiting { .. } | SheetState::Changed { .. })
}
