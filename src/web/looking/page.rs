//! What a link shows: what is left and until when, what was used, the last months. No request, no person, no machine.

use crate::domain::time::{Minutes, Month};
use crate::store::access::{Onlooker, Scope};
use crate::store::hours::{self, Row};
use crate::store::{Db, structures};
use crate::web::errors::Error;
use crate::web::hours::{Account, LotRow, account, forecast, lots, words};
use crate::web::layout::Layout;
use crate::web::report::{Chart, of_months};
use fluent_bundle::FluentValue;
use serde::Serialize;

/// How many months the page looks back on, the present one included.
const MONTHS: i32 = 6;

#[derive(Serialize)]
pub struct LookPage {
    pub title: String,
    structure: String,
    over: String,
    until: String,
    present: Option<Present>,
    chart: Option<Chart>,
    months: Vec<MonthRow>,
}

/// The month so far.
#[derive(Serialize)]
struct Present {
    left: String,
    of: String,
    over: bool,
    used_width: String,
    forecast: String,
    notes: Vec<String>,
    account: Account,
    lots: Vec<LotRow>,
}

#[derive(Serialize)]
struct MonthRow {
    month: String,
    allotted: String,
    charged: String,
    beyond: String,
    left: String,
}

impl LookPage {
    pub async fn of(by: &Onlooker, layout: &Layout<'_>, db: &Db) -> Result<Self, Error> {
        let (structure, agreements) = structures::find(db, by, by.structure()).await?.ok_or(Error::NotFound)?;
        let month = Month::of(layout.today());
        let past = past(by, db, month).await?;
        let present = match past.last().filter(|(of, _)| *of == month) {
            Some((_, row)) => {
                let forecast = forecast::sentence(by, layout, db, row, agreements.as_ref()).await?;
                Some(present(layout, row, month, forecast)?)
            }
            None => None,
        };
        let ends_on = by.expires_at().with_timezone(&layout.zone()).date_naive();
        let sentence = layout.text("looking-chart")?;
        Ok(Self {
            title: layout.text_with("looking-page-title", [("structure", FluentValue::from(structure.name.clone()))])?,
            structure: structure.name,
            over: layout.text_with("looking-over", [("month", FluentValue::from(layout.month(month)))])?,
            until: layout.text_with("looking-until", [("day", FluentValue::from(layout.day(ends_on)))])?,
            present,
            chart: of_months(layout, &past, sentence),
            months: past.iter().rev().map(|(month, row)| month_row(layout, *month, row)).collect(),
        })
    }
}

/// The last months in order; those without an agreement are absent.
async fn past(by: &Onlooker, db: &Db, month: Month) -> Result<Vec<(Month, Row)>, Error> {
    let mut past = Vec::new();
    for back in (0..MONTHS).rev() {
        let pool = hours::month(db, Scope::from(by), month.plus(-back)).await?;
        past.extend(pool.rows.iter().find(|row| row.structure == by.structure()).map(|row| (pool.month, row.clone())));
    }
    Ok(past)
}

fn present(layout: &Layout<'_>, row: &Row, month: Month, forecast: String) -> Result<Present, Error> {
    let own = row.from_lots + row.left;
    let percent = if own > Minutes::ZERO { row.from_lots.0 * 100 / own.0 } else { 0 };
    Ok(Present {
        left: layout.duration(row.left),
        of: layout.text_with("home-referent-of", [("own", FluentValue::from(layout.duration(own)))])?,
        over: row.is_over(),
        used_width: format!("{percent}%"),
        forecast,
        notes: words::notes(layout, row, month, false)?,
        account: account(layout, row, month, false)?,
        lots: lots(layout, row),
    })
}

fn month_row(layout: &Layout<'_>, month: Month, row: &Row) -> MonthRow {
    MonthRow {
        month: crate::web::report::capital(layout.month(month)),
        allotted: layout.duration(row.allotted),
        charged: layout.duration(row.charged),
        beyond: layout.duration(row.charged - row.from_lots),
        left: layout.duration(row.left),
    }
}
