//! The month's report of the whole group: a row a structure, a total that answers to the interventions themselves. The
//! coordinator reads every month, the board those that are closed.

mod chart;
mod files;
mod kinds;
mod prevention;
mod satisfaction;
mod sharing;
pub mod table;
mod year;

use super::errors::Error;
use super::forms::Form;
use super::layout::{Layout, Page};
use crate::domain::time::{Minutes, Month};
use crate::store::access::ReportReader;
use crate::store::hours::{self, Counted, PoolMonth, Row};
use crate::store::{Db, chain, fairness};
pub use chart::{Chart, of_months, per_cent};
use fluent_bundle::FluentValue;
pub use prevention::{Prevention, of as prevention};
use rocket::{Route, State, get, routes, uri};
pub use satisfaction::line as satisfaction_line;
use serde::Serialize;
use std::sync::Arc;
use table::Table;

pub fn routes() -> Vec<Route> {
    routes![show, files::export, files::workbook, files::pdf, year::show, year::pdf, sharing::show, kinds::show]
}

#[derive(Serialize)]
struct ReportPage {
    over: String,
    heading: String,
    /// No structure was a member in the month: one sentence and the next act.
    nothing: bool,
    lead: String,
    previous: Option<Link>,
    next: Option<Link>,
    months: Form,
    href: String,
    csv_href: String,
    /// What the coordinator alone reads beside it.
    beside: Option<Beside>,
    xlsx_href: String,
    pdf_href: String,
    year_href: String,
    sharing_href: String,
    lifetimes_href: String,
    year: String,
    table: Table,
    /// Why the table has no column of answers.
    few_answers: Option<String>,
    verdict: Verdict,
    kinds: Option<kinds::Whole>,
    prevention: Option<Prevention>,
    chart: Option<Chart>,
    /// What the days of the month were anchored with: who kept the letters compares.
    anchors: Vec<AnchorLine>,
}

#[derive(Serialize)]
struct AnchorLine {
    day: String,
    anchor: String,
}

#[derive(Serialize)]
struct Beside {
    costs_href: String,
    fairness_href: String,
    structures_href: &'static str,
    holds_href: String,
    ready_href: String,
}

#[derive(Serialize)]
struct Link {
    href: String,
    label: String,
}

/// Whether the figures answer to the interventions, in words.
#[derive(Serialize)]
pub struct Verdict {
    agrees: bool,
    counted: String,
    /// What the rows say instead, when they differ.
    gap: Option<String>,
    identity: String,
}

/// The address of a month's report.
pub fn href(month: Month) -> String {
    uri!(show(Some(month.to_string()))).to_string()
}

/// The address of the last year's report that may be read.
pub fn present_year_href() -> String {
    year::present_href()
}

/// The address of what the last closed quarter came to.
pub fn sharing_href() -> String {
    sharing::href()
}

/// The address of the last month's report that may be read: the present month's for the coordinator.
pub fn present_href() -> String {
    uri!(show(None::<String>)).to_string()
}

/// Months that may be read, and the one that is asked for.
struct Asked {
    first: Month,
    month: Month,
    last: Month,
    present: Month,
}

#[get("/report?<month>")]
async fn show(by: ReportReader, layout: Layout<'_>, month: Option<String>, db: &State<Db>) -> Result<Page, Error> {
    let Some(Asked { first, month, last, present }) = asked(&by, &layout, db, month.as_deref()).await? else {
        return none_yet(&layout);
    };
    let (pool, counted) = read(db, &by, month).await?;
    let said = fairness::satisfaction(db, &by, month, layout.zone()).await?;
    let anchors = chain::in_month(db, &by, month).await?;
    let to = |month: Month| Link { href: href(month), label: layout.month(month) };
    let page = ReportPage {
        over: standing(&layout, &pool, present)?,
        heading: capital(layout.month(month)),
        nothing: pool.rows.is_empty(),
        lead: lead(&layout, &pool)?,
        previous: (month > first).then(|| to(month.previous())),
        next: (month < last).then(|| to(month.next())),
        months: months(&layout, first, month, last),
        href: uri!(show(None::<String>)).to_string(),
        csv_href: files::csv_href(month),
        beside: by.coordinator().map(|_| Beside {
            costs_href: super::costs::href(month),
            fairness_href: super::fairness::href(),
            structures_href: "/structures",
            holds_href: super::chain::holds_href(),
            ready_href: super::ready::index_href(),
        }),
        xlsx_href: files::workbook_href(month),
        pdf_href: files::pdf_href(month),
        year_href: year::href(month.year()),
        sharing_href: sharing::href(),
        lifetimes_href: super::lifetimes::href(),
        year: layout.text_with("report-year-link", [("year", FluentValue::from(month.year().to_string()))])?,
        table: table::of(&layout, &by, &pool, &said)?,
        few_answers: (!said.tells()).then(|| satisfaction_line(&layout, None)).transpose()?,
        verdict: verdict(&layout, &pool, &counted)?,
        kinds: kinds::whole(&layout, &pool, &counted)?,
        prevention: prevention(&layout, hours::prevention(db, &by, std::slice::from_ref(&pool)).await?)?,
        chart: chart::of(&layout, chart::of_structures(&pool), "")?,
        anchors: anchors.into_iter().map(|of| AnchorLine { day: layout.day(of.day), anchor: of.anchor }).collect(),
    };
    layout.page("report/show", page.heading.clone(), &page)
}

#[derive(Serialize)]
struct NonePage {}

/// Before the first closing the board has nothing to read.
fn none_yet(layout: &Layout<'_>) -> Result<Page, Error> {
    layout.page("report/none", layout.text("board-title")?, &NonePage {})
}

/// The month that is asked for, else the last that may be read; `None` when there is none yet. Others are not there.
async fn asked(by: &ReportReader, layout: &Layout<'_>, db: &Db, month: Option<&str>) -> Result<Option<Asked>, Error> {
    let present = Month::of(layout.today());
    let readable = hours::readable_months(db, by, present).await?;
    let month = match month {
        None | Some("") => readable.as_ref().map(|months| *months.end()),
        Some(text) => Some(text.parse().map_err(|_| Error::NotFound)?),
    };
    match (readable, month) {
        (_, None) => Ok(None),
        (Some(months), Some(month)) if months.contains(&month) => {
            Ok(Some(Asked { first: *months.start(), month, last: *months.end(), present }))
        }
        _ => Err(Error::NotFound),
    }
}

/// The rows and what they must add up to. Time that is written down between the two reads is no gap: both are read again.
pub async fn read(db: &Db, by: &ReportReader, month: Month) -> Result<(Arc<PoolMonth>, Arc<Counted>), Error> {
    let (pool, counted) = (hours::month(db, by, month).await?, hours::reconcile(db, by, month).await?);
    if agree(&pool, &counted) {
        return Ok((pool, counted));
    }
    Ok((hours::month(db, by, month).await?, hours::reconcile(db, by, month).await?))
}

fn sum(pool: &PoolMonth, of: impl Fn(&Row) -> Minutes) -> Minutes {
    pool.rows.iter().map(of).sum()
}

fn agree(pool: &PoolMonth, counted: &Counted) -> bool {
    let rows = (pool.rows.iter().map(|row| row.interventions).sum(), sum(pool, |row| row.real), sum(pool, |row| row.charged));
    rows == (counted.interventions, counted.real, counted.charged)
}

pub fn verdict(layout: &Layout<'_>, pool: &PoolMonth, counted: &Counted) -> Result<Verdict, Error> {
    let minutes = |minutes: Minutes| FluentValue::from(layout.duration(minutes));
    let (real, charged) = (sum(pool, |row| row.real), sum(pool, |row| row.charged));
    let said = [("n", counted.interventions.into()), ("real", minutes(counted.real)), ("charged", minutes(counted.charged))];
    let identity = counted.identity;
    let gap = (!agree(pool, counted)).then(|| {
        let rows: i64 = pool.rows.iter().map(|row| row.interventions).sum();
        let args = [
            ("n", (rows - counted.interventions).into()),
            ("real", minutes(real - counted.real)),
            ("charged", minutes(charged - counted.charged)),
        ];
        layout.text_with("report-gap", args)
    });
    let parts = [
        ("sold", minutes(identity.sold)),
        ("used", minutes(identity.used)),
        ("lots", minutes(identity.lots)),
        ("pot", minutes(identity.pot)),
        ("debts", minutes(identity.debts)),
        ("gap", minutes(identity.sold - (identity.used + identity.lots + identity.pot - identity.debts))),
    ];
    let key = if identity.holds() { "report-identity" } else { "report-identity-gap" };
    Ok(Verdict {
        agrees: gap.is_none() && identity.holds(),
        counted: layout.text_with(if gap.is_none() { "report-counted" } else { "report-counted-gap" }, said)?,
        gap: gap.transpose()?,
        identity: layout.text_with(key, parts)?,
    })
}

/// Open, ended, or closed; and when this was computed.
fn standing(layout: &Layout<'_>, pool: &PoolMonth, present: Month) -> Result<String, Error> {
    let key = match (pool.closed, pool.month == present) {
        (true, _) => "report-closed",
        (false, true) => "report-open",
        (false, false) => "report-ended",
    };
    let at = [("day", FluentValue::from(layout.day(layout.today()))), ("time", layout.moment(layout.now).into())];
    layout.text_with(key, at)
}

/// How many structures used how much of what they have, and how many are over it.
pub fn lead(layout: &Layout<'_>, pool: &PoolMonth) -> Result<String, Error> {
    let n = |count: usize| FluentValue::from(i64::try_from(count).unwrap_or(i64::MAX));
    let args = [
        ("n", n(pool.rows.len())),
        ("used", FluentValue::from(layout.duration(sum(pool, |row| row.charged)))),
        ("allotted", FluentValue::from(layout.duration(sum(pool, |row| row.allotted)))),
    ];
    let over = pool.rows.iter().filter(|row| row.is_over()).count();
    let second = match over {
        0 => layout.text("report-lead-none-over")?,
        over => layout.text_with("report-lead-over", [("n", n(over))])?,
    };
    Ok(format!("{} {second}", layout.text_with("report-lead", args)?))
}

/// Every month that may be read, the latest first.
fn months(layout: &Layout<'_>, first: Month, month: Month, last: Month) -> Form {
    let all = (0..=last.months_since(first)).map(|back| last.plus(-back));
    let choices = all.map(|month| (month.to_string(), layout.month(month), None));
    Form::blank(&["month"]).with("month", month.to_string()).offering("month", choices)
}

/// A month at the beginning of a line.
pub fn capital(text: String) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
