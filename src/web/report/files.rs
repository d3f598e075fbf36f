//! The month's report as files: for a spreadsheet every column, in minutes; for paper the page itself.

use super::{Asked, Layout, asked, capital, chart, kinds, lead, read, satisfaction, standing, table, verdict};
use crate::documents::{Block, Document};
use crate::domain::time::Month;
use crate::store::access::ReportReader;
use crate::store::{Db, fairness, hours};
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
pub async fn export(by: ReportReader, layout: Layout<'_>, month: Option<String>, db: &State<Db>, now: Now) -> Result<Csv, Error> {
    let table = rows(&by, &layout, month, false, db, now).await?;
    csv::file(&table.name, table.header, table.rows)
}

/// With each duration once more, as a time that a spreadsheet sums.
#[get("/report.xlsx?<month>")]
pub async fn workbook(
    by: ReportReader,
    layout: Layout<'_>,
    month: Option<String>,
    db: &State<Db>,
    now: Now,
) -> Result<Download, Error> {
    let table = rows(&by, &layout, month, true, db, now).await?;
    xlsx::file(&table.name, &table.name, table.header, table.rows)
}

async fn rows(
    by: &ReportReader,
    layout: &Layout<'_>,
    month: Option<String>,
    times: bool,
    db: &Db,
    now: Now,
) -> Result<Table, Error> {
    let Asked { month, .. } = asked(by, layout, db, month.as_deref()).await?.ok_or(Error::NotFound)?;
    csv::count(db, by.viewer(), now.at).await?;
    let (pool, counted) = read(db, by, month).await?;
    let said = fairness::satisfaction(db, by, month, layout.zone()).await?;
    let mut header =
        vec![layout.text("report-csv-code")?, layout.text("report-structure")?, layout.text("report-csv-interventions")?];
    for (unit, shown) in [("report-csv-minutes", true), ("report-csv-time", times)] {
        for column in table::COLUMNS.iter().filter(|_| shown) {
            header.push(layout.text_with(unit, [("column", FluentValue::from(column.label(layout, pool.closed)?))])?);
        }
    }
    for (unit, shown) in [("report-csv-minutes", true), ("report-csv-time", times)] {
        for column in kinds::all().filter(|_| shown) {
            let kind = layout.text_with("report-csv-kind", [("kind", FluentValue::from(column.label(layout)?))])?;
            header.push(layout.text_with(unit, [("column", FluentValue::from(kind))])?);
        }
    }
    header.extend([layout.text("report-csv-satisfied-yes")?, layout.text("report-csv-satisfied-no")?]);
    let row = |row: &hours::Row| {
        let mut cells = vec![Cell::text(row.code.to_string()), Cell::text(row.name.clone()), row.interventions.into()];
        cells.extend(table::COLUMNS.iter().map(|column| Cell::Number((column.of)(row).0)));
        cells.extend(table::COLUMNS.iter().filter(|_| times).map(|column| Cell::Time((column.of)(row))));
        cells.extend(kinds::all().map(|column| Cell::Number(column.of(&counted, row).0)));
        cells.extend(kinds::all().filter(|_| times).map(|column| Cell::Time(column.of(&counted, row))));
        cells.extend(satisfaction::cells(layout, said.of(row.structure))?);
        Ok(cells)
    };
    let rows = pool.rows.iter().map(row).collect::<Result<_, Error>>()?;
    Ok(Table { name: format!("{}-{month}", layout.text("report-csv-file")?), header, rows })
}

/// The report on paper.
#[get("/report.pdf?<month>")]
pub async fn pdf(by: ReportReader, layout: Layout<'_>, month: Option<String>, db: &State<Db>) -> Result<Download, Error> {
    let Asked { month, present, .. } = asked(&by, &layout, db, month.as_deref()).await?.ok_or(Error::NotFound)?;
    let (pool, counted) = read(db, &by, month).await?;
    let said = fairness::satisfaction(db, &by, month, layout.zone()).await?;
    let verdict = verdict(&layout, &pool, &counted)?;
    let heading = layout.text(if verdict.agrees { "report-agrees" } else { "report-differs" })?;
    let lines = [Some(verdict.counted), verdict.gap, Some(verdict.identity)].into_iter().flatten().collect();
    let mut blocks = vec![Block::Table(table::paper(&layout, &pool, &said)?)];
    if !said.tells() {
        blocks.push(Block::Small(satisfaction::line(&layout, None)?));
    }
    blocks.push(Block::Notice { heading, lines });
    if let Some(grid) = kinds::grid(&layout, &pool, &counted)? {
        blocks.push(Block::Table(grid.paper()));
    }
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
