//! The month's report as files: for a spreadsheet every column, in minutes; for paper the page itself.

use super::{Layout, asked, capital, chart, lead, read, standing, table, verdict};
use crate::documents::{Block, Document};
use crate::domain::time::Month;
use crate::store::access::Coordinator;
use crate::store::{Db, hours};
use crate::web::csv::{self, Cell, Csv};
use crate::web::download::Download;
use crate::web::errors::Error;
use crate::web::guards::Now;
use crate::web::xlsx;
use fluent_bundle::FluentValue;
use rocket::{State, get, uri};

/// A table: the name of its file, its header, its rows.
struct Table {
    name: String,
    header: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

#[get("/report.csv?<month>")]
pub async fn export(by: Coordinator, layout: Layout<'_>, month: Option<String>, db: &State<Db>, now: Now) -> Result<Csv, Error> {
    let table = rows(&by, &layout, month, false, db, now).await?;
    csv::file(&table.name, table.header, table.rows)
}

/// With each duration once more, as a time that a spreadsheet sums.
#[get("/report.xlsx?<month>")]
pub async fn workbook(
    by: Coordinator,
    layout: Layout<'_>,
    month: Option<String>,
    db: &State<Db>,
    now: Now,
) -> Result<Download, Error> {
    let table = rows(&by, &layout, month, true, db, now).await?;
    xlsx::file(&table.name, &table.name, table.header, table.rows)
}

async fn rows(
    by: &Coordinator,
    layout: &Layout<'_>,
    month: Option<String>,
    times: bool,
    db: &Db,
    now: Now,
) -> Result<Table, Error> {
    let (_, month, _) = asked(by, layout, db, month.as_deref()).await?;
    csv::count(db, by.viewer(), now.at).await?;
    let pool = hours::month(db, by, month).await?;
    let mut header =
        vec![layout.text("report-csv-code")?, layout.text("report-structure")?, layout.text("report-csv-interventions")?];
    for (unit, shown) in [("report-csv-minutes", true), ("report-csv-time", times)] {
        for column in table::COLUMNS.iter().filter(|_| shown) {
            header.push(layout.text_with(unit, [("column", FluentValue::from(column.label(layout, pool.closed)?))])?);
        }
    }
    let row = |row: &hours::Row| {
        let mut cells = vec![Cell::text(row.code.to_string()), Cell::text(row.name.clone()), row.interventions.into()];
        cells.extend(table::COLUMNS.iter().map(|column| Cell::Number((column.of)(row).0)));
        cells.extend(table::COLUMNS.iter().filter(|_| times).map(|column| Cell::Time((column.of)(row))));
        cells
    };
    let rows = pool.rows.iter().map(row).collect();
    Ok(Table { name: format!("{}-{month}", layout.text("report-csv-file")?), header, rows })
}

/// The report on paper.
#[get("/report.pdf?<month>")]
pub async fn pdf(by: Coordinator, layout: Layout<'_>, month: Option<String>, db: &State<Db>) -> Result<Download, Error> {
    let (_, month, present) = asked(&by, &layout, db, month.as_deref()).await?;
    let (pool, counted) = read(db, &by, month).await?;
    let verdict = verdict(&layout, &pool, &counted)?;
    let heading = layout.text(if verdict.agrees { "report-agrees" } else { "report-differs" })?;
    let lines = [Some(verdict.counted), verdict.gap, Some(verdict.identity)].into_iter().flatten().collect();
    let mut blocks = vec![Block::Table(table::paper(&layout, &pool)?), Block::Notice { heading, lines }];
    if let Some(drawn) = chart::paper(&layout, chart::of_structures(&pool), "")? {
        blocks.extend([Block::Heading(layout.text("report-where")?), Block::Chart(drawn)]);
    }
    let group = layout.group().map_or_else(String::new, |group| group.name.clone());
    let document = Document {
        language: layout.language.as_str(),
        kind: layout.text("report-paper")?,
        title: capital(layout.month(month)),
        facts: vec![standing(&layout, &pool, present)?],
        lead: lead(&layout, &pool)?,
        foot: layout.text_with(
            "report-paper-foot",
            [("group", FluentValue::from(group.clone())), ("period", layout.month(month).into())],
        )?,
        author: group,
        blocks,
        page: layout.text("statements-page")?,
        landscape: true,
    };
    Download::pdf(&format!("{}-{month}", layout.text("report-csv-file")?), &document)
}

pub fn csv_href(month: Month) -> String {
    uri!(export(Some(month.to_string()))).to_string()
}

pub fn workbook_href(month: Month) -> String {
    uri!(workbook(Some(month.to_string()))).to_string()
}

pub fn pdf_href(month: Month) -> String {
    uri!(pdf(Some(month.to_string()))).to_string()
}
