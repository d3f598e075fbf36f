//! « Partage et sujets »: what a closed quarter came to for the whole group, as the board reads it. No wait and no state of a
//! request; the coordinator sees here what the board sees.

use super::{Layout, Link, capital};
use crate::domain::fairness::Told;
use crate::domain::time::{Minutes, Month};
use crate::store::access::ReportReader;
use crate::store::fairness::{self, Sharing, Subject, is_quarter};
use crate::store::{Db, hours};
use crate::web::errors::Error;
use crate::web::grid::{Cell, Grid, Line};
use crate::web::layout::Page;
use fluent_bundle::FluentValue;
use rocket::{State, get, uri};
use serde::Serialize;

#[derive(Serialize)]
struct SharingPage {
    heading: String,
    previous: Option<Link>,
    next: Option<Link>,
    shares: Option<Grid>,
    asked: Option<Grid>,
}

/// The quarter that begins with a month, else the last that is closed whole.
#[get("/report/sharing?<quarter>")]
pub async fn show(by: ReportReader, layout: Layout<'_>, quarter: Option<String>, db: &State<Db>) -> Result<Page, Error> {
    let Some((first, quarter, last)) = asked(&by, &layout, db, quarter.as_deref()).await? else { return none_yet(&layout) };
    let found = fairness::sharing(db, &by, quarter, layout.zone()).await?.ok_or(Error::NotFound)?;
    let to = |quarter: Month| Ok::<_, Error>(Link { href: href_of(quarter), label: name(&layout, quarter)? });
    let page = SharingPage {
        heading: capital(name(&layout, quarter)?),
        previous: (quarter > first).then(|| to(quarter.plus(-3))).transpose()?,
        next: (quarter < last).then(|| to(quarter.plus(3))).transpose()?,
        shares: shares(&layout, quarter, &found)?,
        asked: found.asked.map(|told| subjects(&layout, quarter, told)).transpose()?,
    };
    layout.page("report/sharing", page.heading.clone(), &page)
}

#[derive(Serialize)]
struct NonePage {}

fn none_yet(layout: &Layout<'_>) -> Result<Page, Error> {
    layout.page("report/sharing_none", layout.text("sharing-title")?, &NonePage {})
}

/// The first quarter, the one that is asked for, the last; `None` when none is closed whole. Others are not there.
async fn asked(
    by: &ReportReader,
    layout: &Layout<'_>,
    db: &Db,
    quarter: Option<&str>,
) -> Result<Option<(Month, Month, Month)>, Error> {
    let asked: Option<Month> = quarter.filter(|text| !text.is_empty()).map(str::parse).transpose().map_err(|_| Error::NotFound)?;
    let present = Month::of(layout.today());
    let readable = hours::readable_months(db, by, present).await?;
    let closed = hours::last_closed(db, by).await?;
    let quarters = readable.zip(closed).map(|(months, closed)| (quarter_of(*months.start()), quarter_of(closed.plus(-2))));
    match (quarters.filter(|(first, last)| first <= last), asked) {
        (None, None) => Ok(None),
        (Some((first, last)), None) => Ok(Some((first, last, last))),
        (Some((first, last)), Some(quarter)) if is_quarter(quarter) && (first..=last).contains(&quarter) => {
            Ok(Some((first, quarter, last)))
        }
        _ => Err(Error::NotFound),
    }
}

/// The month with which the quarter of a month begins. Two months before the last closed one, it is the last quarter that is
/// closed whole.
fn quarter_of(month: Month) -> Month {
    let into = (month.month() - 1) % 3;
    (0..into).fold(month, |month, _| month.previous())
}

/// « octobre à décembre 2025 ».
fn name(layout: &Layout<'_>, quarter: Month) -> Result<String, Error> {
    let first = crate::texts::format::month_name(layout.language, quarter);
    layout.text_with("sharing-quarter", [("from", FluentValue::from(first)), ("to", layout.month(quarter.plus(2)).into())])
}

fn shares(layout: &Layout<'_>, quarter: Month, found: &Sharing) -> Result<Option<Grid>, Error> {
    if found.lines.is_empty() {
        return Ok(None);
    }
    let heads = ["report-structure", "report-allotted", "fairness-bought-column", "report-charged", "fairness-used-column"];
    let heads = heads.into_iter().map(|key| layout.text(key)).collect::<Result<Vec<_>, _>>()?;
    let line = |name: String, bought: (Minutes, i64), used: (Minutes, i64)| {
        let mut cells = Vec::new();
        for ((minutes, share), at) in [(bought, 1), (used, 3)] {
            cells.push(Cell::figure(&heads[at], layout.duration(minutes), minutes.is_zero()));
            cells.push(Cell::figure(&heads[at + 1], layout.percent(share)?, share == 0));
        }
        Ok::<_, Error>(Line { name, href: None, cells })
    };
    let rows = found.lines.iter().map(|of| line(of.name.clone(), (of.bought, of.bought_share), (of.used, of.used_share)));
    let whole = (found.lines.iter().map(|of| of.bought).sum::<Minutes>(), found.lines.iter().map(|of| of.used).sum::<Minutes>());
    let share = |of: Minutes| if of.is_zero() { 0 } else { 1000 };
    Ok(Some(Grid {
        caption: layout.text_with("sharing-caption", [("quarter", FluentValue::from(name(layout, quarter)?))])?,
        rows: rows.collect::<Result<_, _>>()?,
        total: line(layout.text("report-year-total")?, (whole.0, share(whole.0)), (whole.1, share(whole.1)))?,
        heads,
    }))
}

fn subjects(layout: &Layout<'_>, quarter: Month, told: Told<Subject>) -> Result<Grid, Error> {
    let count = layout.text("fairness-count-column")?;
    let line = |name: String, n: i64| Line { name, href: None, cells: vec![Cell::figure(&count, n.to_string(), n == 0)] };
    let all = told.subjects.iter().map(|(_, n)| n).sum::<i64>() + told.other;
    let mut rows = Vec::new();
    let (named, unsaid): (Vec<_>, Vec<_>) = told.subjects.into_iter().partition(|(subject, _)| *subject != Subject::Unsaid);
    for (subject, n) in named.into_iter().chain(unsaid) {
        let name = match subject {
            Subject::Category(name) => name,
            Subject::Unsaid => layout.text("fairness-no-category")?,
            Subject::Other => layout.text("sharing-other")?,
        };
        rows.push(line(name, n));
    }
    if told.other > 0 {
        rows.push(line(layout.text("sharing-other")?, told.other));
    }
    Ok(Grid {
        caption: layout.text_with("sharing-asked-caption", [("quarter", FluentValue::from(name(layout, quarter)?))])?,
        heads: vec![layout.text("fairness-category-column")?, count.clone()],
        rows,
        total: line(layout.text("report-year-total")?, all),
    })
}

/// The address of the last quarter.
pub fn href() -> String {
    uri!(show(None::<String>)).to_string()
}

fn href_of(quarter: Month) -> String {
    uri!(show(Some(quarter.to_string()))).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_is_the_last_closed_one_once_its_third_month_is() {
        let month = |text: &str| text.parse::<Month>().expect("a month of a test");
        for (closed, quarter) in [("2025-11", "2025-07"), ("2025-12", "2025-10"), ("2026-01", "2025-10"), ("2026-03", "2026-01")] {
            assert_eq!(quarter_of(month(closed).plus(-2)), month(quarter), "{closed}");
        }
    }
}
