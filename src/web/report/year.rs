//! The year's report, for the board and the general assembly: closed months only, structures and hours, no person. What it
//! cost is for the coordinator, who says it there.

mod figures;
mod paper;

use super::chart::{self, Chart};
use super::{Layout, Link, Prevention, capital};
use crate::domain::time::Month;
use crate::store::Db;
use crate::store::access::{Coordinator, ReportReader};
use crate::store::{costs, hours};
use crate::web::download::Download;
use crate::web::errors::Error;
use crate::web::grid::{Grid, Said};
use crate::web::layout::Page;
use figures::{Costs, Year};
use fluent_bundle::FluentValue;
use rocket::{State, get, uri};
use serde::Serialize;

#[derive(Serialize)]
struct YearPage {
    over: String,
    heading: String,
    /// No month of the year is closed.
    nothing: Option<String>,
    /// Whether there is a month to see in its stead.
    open_months: bool,
    /// Whether costs are told, hence how they are counted.
    costs: bool,
    lead: String,
    present_href: String,
    previous: Option<Link>,
    next: Option<Link>,
    pdf_href: String,
    figures: Vec<Said>,
    prevention: Option<Prevention>,
    chart: Option<Chart>,
    months: Option<Grid>,
    structures: Option<Grid>,
}

#[get("/report/year?<year>")]
pub async fn show(by: ReportReader, layout: Layout<'_>, year: Option<i32>, db: &State<Db>) -> Result<Page, Error> {
    let (first, year, last) = asked(&by, &layout, db, year).await?;
    let read = read(db, &by, year).await?;
    let to = |year: i32| Link { href: href(year), label: year.to_string() };
    let page = YearPage {
        over: over(&layout, &read)?,
        heading: title(&layout, year)?,
        nothing: nothing(&layout, &read)?,
        open_months: by.coordinator().is_some(),
        costs: read.costs.is_some(),
        lead: lead(&layout, &read)?,
        present_href: super::present_href(),
        previous: (year > first).then(|| to(year - 1)),
        next: (year < last).then(|| to(year + 1)),
        pdf_href: uri!(pdf(Some(year))).to_string(),
        figures: read.figures(&layout)?,
        prevention: super::prevention(&layout, read.prevention)?,
        chart: chart::of(&layout, bars(&layout, &read), "-year")?,
        months: (!read.months.is_empty()).then(|| read.by_month(&layout)).transpose()?,
        structures: (!read.months.is_empty()).then(|| read.by_structure(&layout)).transpose()?,
    };
    layout.page("report/year", page.heading.clone(), &page)
}

/// The report on paper; a year without a closed month has none.
#[get("/report/year.pdf?<year>")]
pub async fn pdf(by: ReportReader, layout: Layout<'_>, year: Option<i32>, db: &State<Db>) -> Result<Download, Error> {
    let (_, year, _) = asked(&by, &layout, db, year).await?;
    let read = read(db, &by, year).await?;
    if read.months.is_empty() {
        return Err(Error::NotFound);
    }
    Download::pdf(&format!("{}-{year}", layout.text("report-year-file")?), &paper::document(&layout, &read)?)
}

/// The first year that may be read, the year that is asked for, and the last. Others are not there.
async fn asked(by: &ReportReader, layout: &Layout<'_>, db: &Db, year: Option<i32>) -> Result<(i32, i32, i32), Error> {
    let present = Month::of(layout.today()).year();
    let readable = hours::readable_months(db, by, Month::of(layout.today())).await?;
    let (first, last) = readable.map_or((present, present), |months| (months.start().year(), months.end().year()));
    let year = year.unwrap_or(last);
    if (first..=last).contains(&year) { Ok((first, year, last)) } else { Err(Error::NotFound) }
}

async fn read(db: &Db, by: &ReportReader, year: i32) -> Result<Year, Error> {
    let last = hours::last_closed(db, by).await?;
    let mut months = Vec::new();
    for month in (1..=12).filter_map(|month| Month::new(year, month)) {
        if last.is_some_and(|last| month <= last) {
            let pool = hours::month(db, by, month).await?;
            if pool.closed && !pool.rows.is_empty() {
                months.push(pool);
            }
        }
    }
    let prevention = hours::prevention(db, by, &months).await?;
    let costs = match by.coordinator() {
        Some(coordinator) => costs_of(db, coordinator, year).await?,
        None => None,
    };
    Ok(Year { year, months, costs, prevention })
}

async fn costs_of(db: &Db, by: &Coordinator, year: i32) -> Result<Option<Costs>, Error> {
    let spent = costs::year(db, by, year, None).await?;
    let regularised = spent.recorded.as_ref().map(|_| spent.lines.iter().map(|line| line.cents).sum());
    Ok((!spent.months.is_empty()).then_some(Costs { net: spent.net, regularised }))
}

fn bars(layout: &Layout<'_>, read: &Year) -> Vec<chart::Charged> {
    let name = |month: Month| crate::texts::format::month_name(layout.language, month).to_owned();
    read.months.iter().map(|pool| chart::of_month(name(pool.month), pool)).collect()
}

fn title(layout: &Layout<'_>, year: i32) -> Result<String, Error> {
    layout.text_with("report-year-title", [("year", FluentValue::from(year.to_string()))])
}

fn over(layout: &Layout<'_>, read: &Year) -> Result<String, Error> {
    let count = i64::try_from(read.months.len()).unwrap_or(12);
    layout.text_with("report-year-over", [("n", FluentValue::from(count))])
}

fn nothing(layout: &Layout<'_>, read: &Year) -> Result<Option<String>, Error> {
    let year = || [("year", FluentValue::from(read.year.to_string()))];
    read.months.is_empty().then(|| layout.text_with("report-year-nothing", year())).transpose()
}

fn lead(layout: &Layout<'_>, read: &Year) -> Result<String, Error> {
    let (Some(first), Some(last)) = (read.months.first(), read.months.last()) else { return Ok(String::new()) };
    let name = |month: Month| FluentValue::from(crate::texts::format::month_name(layout.language, month));
    let args = [
        ("n", FluentValue::from(read.members())),
        ("charged", layout.duration(read.sum(|row| row.charged)).into()),
        ("from", name(first.month)),
        ("to", name(last.month)),
    ];
    layout.text_with(if first.month == last.month { "report-year-lead-one" } else { "report-year-lead" }, args)
}

/// The address of the year's report that may be read last.
pub fn present_href() -> String {
    uri!(show(None::<i32>)).to_string()
}

/// The address of a year's report.
pub fn href(year: i32) -> String {
    uri!(show(Some(year))).to_string()
}
