//! The hour sheet of one structure: what it had, what was done for it, what is left.

mod account;
mod corrections;
pub mod forecast;
pub mod lines;
mod signing;
mod tables;
pub mod words;

use super::errors::Error;
use super::layout::{Layout, Page};
use crate::domain::agreements::Agreements;
use crate::domain::ids::StructureId;
use crate::domain::time::{Minutes, Month};
use crate::store::access::{Coordinator, HoursOf, Referent, Technician};
use crate::store::hours::{self, Row};
use crate::store::structures::{self, Structure};
use crate::store::{Db, fairness, interventions};
use crate::texts::format;
pub use account::{Account, AccountLine, of as account};
use chrono::NaiveDate;
use fluent_bundle::FluentValue;
use lines::SheetLine;
use rocket::{Route, State, get, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    let mut all = routes![show, tables::export, tables::workbook];
    all.extend(signing::routes());
    all
}

#[derive(Serialize)]
struct SheetPage {
    back: Option<Link>,
    number: String,
    made_on: String,
    closed: bool,
    heading: String,
    lead: String,
    csv_href: String,
    xlsx_href: String,
    /// Of a closed month its statement, else those of the months before it.
    statement: Link,
    present_href: String,
    previous: Option<Link>,
    next: Option<Link>,
    /// No agreement and no work that month.
    nothing: bool,
    caption: String,
    lines: Vec<SheetLine>,
    interventions: i64,
    real: String,
    charged: String,
    account: Account,
    lots: Vec<LotRow>,
    notes: Vec<String>,
    /// What the structure's people answered to « C'est réglé ? ».
    satisfaction: String,
    without_words: bool,
    gifts_href: Option<String>,
    corrections: Vec<corrections::CorrectionLine>,
    signing: Option<signing::Signing>,
}

#[derive(Serialize)]
struct Link {
    href: String,
    label: String,
}

/// Hours that are left, and until when.
#[derive(Serialize)]
pub struct LotRow {
    minutes: String,
    origin: String,
    until: String,
}

#[get("/structures/<_>/hours?<month>")]
pub async fn show(of: HoursOf, layout: Layout<'_>, month: Option<Month>, db: &State<Db>) -> Result<Page, Error> {
    let (structure, agreements, month) = sheet_of(&of, &layout, month, db).await?;
    let pool = hours::month(db, &of, month).await?;
    let row = pool.rows.iter().find(|row| row.structure == structure.id);
    let sheet = interventions::sheet(db, &of, month).await?;
    let first_month = agreements.as_ref().map_or(month, Agreements::first_month);
    let to = |month: Month| Link { href: uri!(show(structure.id, Some(month))).to_string(), label: layout.month(month) };
    let page = SheetPage {
        back: back(&of, &layout, month, &structure)?,
        number: format!("{month}-{}", structure.code),
        // A paper is kept: the year belongs to its date.
        made_on: format::day(layout.language, layout.today(), NaiveDate::MIN),
        closed: pool.closed,
        heading: heading(&layout, &structure, month)?,
        lead: lead(&layout, row, pool.closed)?,
        csv_href: tables::csv_href(structure.id, month),
        xlsx_href: tables::workbook_href(structure.id, month),
        statement: statement(&layout, pool.closed, structure.id, row.is_some(), month)?,
        present_href: uri!(show(structure.id, None::<Month>)).to_string(),
        previous: (month > first_month).then(|| to(month.previous())),
        next: (month < Month::of(layout.today())).then(|| to(month.next())),
        nothing: row.is_none() && sheet.interventions.is_empty(),
        caption: caption(&layout, hours::rules(db, month).await?.charge.unit)?,
        interventions: i64::try_from(sheet.interventions.len()).unwrap_or(i64::MAX),
        real: layout.duration(sheet.charge.real),
        charged: layout.duration(sheet.charge.charged),
        account: match row {
            Some(row) => account(&layout, row, month, pool.closed)?,
            None => Account::default(),
        },
        lots: row.map(|row| lots(&layout, row)).unwrap_or_default(),
        notes: match row {
            Some(row) => words::notes(&layout, row, month, pool.closed)?,
            None => Vec::new(),
        },
        satisfaction: super::report::satisfaction_line(&layout, fairness::satisfaction_of(db, &of, month, layout.zone()).await?)?,
        without_words: !sheet.with_words,
        gifts_href: Referent::of(of.viewer(), of.structure()).map(|referent| super::gifts::href(referent.structure())),
        lines: lines::of(&layout, &sheet)?,
        corrections: corrections::of(&of, &layout, db, month).await?,
        signing: signing::of(&of, &layout, db, month).await?,
    };
    layout.page("hours/show", page.heading.clone(), &page)
}

/// The structure, and the month that is asked for: the present one unless another is; no month that has not begun.
async fn sheet_of(
    of: &HoursOf,
    layout: &Layout<'_>,
    month: Option<Month>,
    db: &Db,
) -> Result<(Structure, Option<Agreements>, Month), Error> {
    let present = Month::of(layout.today());
    let month = month.unwrap_or(present);
    if month > present {
        return Err(Error::NotFound);
    }
    let (structure, agreements) = structures::find(db, of, of.structure()).await?.ok_or(Error::NotFound)?;
    Ok((structure, agreements, month))
}

fn heading(layout: &Layout<'_>, structure: &Structure, month: Month) -> Result<String, Error> {
    let args = [("structure", FluentValue::from(structure.name.clone())), ("month", layout.month(month).into())];
    layout.text_with("hours-title", args)
}

fn lead(layout: &Layout<'_>, row: Option<&Row>, closed: bool) -> Result<String, Error> {
    let Some(row) = row else { return layout.text("hours-lead-nothing") };
    let key = match (closed, row.is_over()) {
        (_, true) => "hours-lead-over",
        (true, false) => "hours-lead-closed",
        (false, false) => "hours-lead-open",
    };
    let own = row.from_lots;
    let args = [("charged", row.charged), ("left", row.left), ("own", own), ("beyond", row.charged - own)];
    layout.text_with(key, args.map(|(name, minutes)| (name, FluentValue::from(layout.duration(minutes)))))
}

fn caption(layout: &Layout<'_>, unit: Minutes) -> Result<String, Error> {
    match unit {
        Minutes(..=1) => layout.text("hours-caption"),
        unit => layout.text_with("hours-caption-unit", [("unit", FluentValue::from(layout.duration(unit)))]),
    }
}

/// The lots behind what is left, oldest first.
pub fn lots(layout: &Layout<'_>, row: &Row) -> Vec<LotRow> {
    let lot = |lot: &crate::domain::hours::Lot| LotRow {
        minutes: layout.duration(lot.minutes),
        origin: layout.month(lot.origin),
        until: layout.day(lot.expiry.last_day()),
    };
    row.lots.iter().map(lot).collect()
}

/// The way to the statement, or to all of them.
fn statement(layout: &Layout<'_>, closed: bool, structure: StructureId, member: bool, month: Month) -> Result<Link, Error> {
    Ok(if closed && member {
        Link { href: super::statements::href(structure, month), label: layout.text("statements-see")? }
    } else {
        Link { href: super::statements::index_href(structure), label: layout.text("statements-link")? }
    })
}

/// Whence the coordinator and the technician come; a referent has the navigation.
fn back(of: &HoursOf, layout: &Layout<'_>, month: Month, structure: &Structure) -> Result<Option<Link>, Error> {
    Ok(if Technician::of(of.viewer()).is_some() {
        Some(Link { href: super::structures::href(structure.id), label: structure.name.clone() })
    } else if Coordinator::of(of.viewer()).is_some() {
        let label = layout.text_with("hours-back-report", [("month", FluentValue::from(layout.month(month)))])?;
        Some(Link { href: super::report::href(month), label })
    } else {
        None
    })
}

/// The address of a structure's hour sheet; this month's without one.
pub fn href(structure: StructureId, month: Option<Month>) -> String {
    uri!(show(structure, month)).to_string()
}
