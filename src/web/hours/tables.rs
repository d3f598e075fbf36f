//! The sheet as a table: the same lines, for a spreadsheet, as CSV and as a workbook.

use super::{lines, sheet_of};
use crate::domain::ids::StructureId;
use crate::domain::time::Month;
use crate::store::access::HoursOf;
use crate::store::{Db, interventions};
use crate::web::csv::{self, Cell, Csv};
use crate::web::download::Download;
use crate::web::errors::Error;
use crate::web::guards::Now;
use crate::web::layout::Layout;
use crate::web::xlsx;
use rocket::{State, get, uri};

/// A table: the name of its file, its header, its rows.
struct Table {
    name: String,
    header: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

#[get("/structures/<_>/hours.csv?<month>")]
pub async fn export(of: HoursOf, layout: Layout<'_>, month: Option<Month>, db: &State<Db>, now: Now) -> Result<Csv, Error> {
    let table = table(&of, &layout, month, false, db, now).await?;
    csv::file(&table.name, table.header, table.rows)
}

/// With each duration once more, as a time that a spreadsheet sums.
#[get("/structures/<_>/hours.xlsx?<month>")]
pub async fn workbook(of: HoursOf, layout: Layout<'_>, month: Option<Month>, db: &State<Db>, now: Now) -> Result<Download, Error> {
    let table = table(&of, &layout, month, true, db, now).await?;
    xlsx::file(&table.name, &table.name, table.header, table.rows)
}

async fn table(of: &HoursOf, layout: &Layout<'_>, month: Option<Month>, times: bool, db: &Db, now: Now) -> Result<Table, Error> {
    let (structure, _, month) = sheet_of(of, layout, month, db).await?;
    csv::count(db, of.viewer(), now.at).await?;
    let sheet = interventions::sheet(db, of, month).await?;
    let mut columns = vec!["day", "kind", "ticket", "real", "charged"];
    if times {
        columns.extend(["real-time", "charged-time"]);
    }
    if sheet.with_words {
        columns.push("note");
    }
    let header = columns.iter().map(|column| layout.text(&format!("hours-csv-{column}"))).collect::<Result<_, _>>()?;
    let mut rows = Vec::new();
    for line in lines::facts(&sheet) {
        let kind = Cell::text(layout.text(&format!("hours-kind-{}", line.kind))?);
        let mut row = vec![line.day.into(), kind, line.number.into(), line.real.0.into(), line.charged.0.into()];
        if times {
            row.extend([Cell::Time(line.real), Cell::Time(line.charged)]);
        }
        if sheet.with_words {
            row.push(Cell::text(line.notes.join(" · ")));
        }
        rows.push(row);
    }
    Ok(Table { name: format!("{}-{month}-{}", layout.text("hours-csv-file")?, structure.code), header, rows })
}

pub fn csv_href(structure: StructureId, month: Month) -> String {
    uri!(export(structure, Some(month))).to_string()
}

pub fn workbook_href(structure: StructureId, month: Month) -> String {
    uri!(workbook(structure, Some(month))).to_string()
}
