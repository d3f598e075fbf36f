//! The board's first page: what the last closed month came to, and the way to the others.

use crate::domain::time::Month;
use crate::store::access::{Board, ReportReader};
use crate::store::{Db, hours};
use crate::web::errors::Error;
use crate::web::layout::{Layout, Page};
use crate::web::report::{self, Prevention};
use fluent_bundle::FluentValue;
use serde::Serialize;

#[derive(Serialize)]
struct HomePage {
    until: String,
    month: Option<LastMonth>,
    report_href: String,
    year_href: String,
    sharing_href: String,
}

/// The last closed month.
#[derive(Serialize)]
struct LastMonth {
    title: String,
    lead: String,
    prevention: Option<Prevention>,
}

pub async fn home(board: &Board, layout: &Layout<'_>, db: &Db) -> Result<Page, Error> {
    let by = ReportReader::Board(board.clone());
    let readable = hours::readable_months(db, &by, Month::of(layout.today())).await?;
    let month = match readable {
        Some(months) => Some(last_month(&by, layout, db, *months.end()).await?),
        None => None,
    };
    let page = HomePage {
        until: layout.text_with("board-home-until", [("day", FluentValue::from(layout.whole_day(board.until())))])?,
        month,
        report_href: report::present_href(),
        year_href: report::present_year_href(),
        sharing_href: report::sharing_href(),
    };
    layout.page("home/board", layout.text("board-title")?, &page)
}

async fn last_month(by: &ReportReader, layout: &Layout<'_>, db: &Db, month: Month) -> Result<LastMonth, Error> {
    let pool = hours::month(db, by, month).await?;
    Ok(LastMonth {
        title: report::capital(layout.month(month)),
        lead: report::lead(layout, &pool)?,
        prevention: report::prevention(layout, hours::prevention(db, by, std::slice::from_ref(&pool)).await?)?,
    })
}
