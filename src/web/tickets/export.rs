//! The lists as tables for spreadsheets: the same scope, the same filter, and the hours that each request took.

use super::filters::AskedList;
use super::labels::Labels;
use crate::domain::ids::{StructureId, TicketId};
use crate::domain::tickets::filter::{Stage, TicketFilter};
use crate::domain::time::Minutes;
use crate::store::access::{Technician, Viewer, WordsOf};
use crate::store::tickets::{self, Exported, NamedMachine};
use crate::store::{Db, interventions, structures};
use crate::web::csv::{self, Cell, Csv};
use crate::web::download::Download;
use crate::web::errors::Error;
use crate::web::guards::Now;
use crate::web::layout::Layout;
use crate::web::xlsx;
use chrono::{DateTime, Utc};
use rocket::{Route, State, get, routes, uri};
use std::collections::HashMap;

pub fn routes() -> Vec<Route> {
    routes![of_queue, workbook_of_queue, of_structure, workbook_of_structure]
}

/// A table: the name of its file, its header, its rows.
struct Table {
    name: String,
    header: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

/// A technician's list; anybody else's own requests.
#[get("/tickets.csv")]
async fn of_queue(viewer: &Viewer, layout: Layout<'_>, asked: AskedList, db: &State<Db>, now: Now) -> Result<Csv, Error> {
    let table = queue(viewer, &layout, &asked, db, now).await?;
    csv::file(&table.name, table.header, table.rows)
}

#[get("/tickets.xlsx")]
async fn workbook_of_queue(
    viewer: &Viewer,
    layout: Layout<'_>,
    asked: AskedList,
    db: &State<Db>,
    now: Now,
) -> Result<Download, Error> {
    let table = queue(viewer, &layout, &asked, db, now).await?;
    xlsx::file(&table.name, &table.name, table.header, table.rows)
}

#[get("/structures/<_>/tickets.csv")]
async fn of_structure(of: WordsOf, layout: Layout<'_>, asked: AskedList, db: &State<Db>, now: Now) -> Result<Csv, Error> {
    let table = structure(&of, &layout, &asked, db, now).await?;
    csv::file(&table.name, table.header, table.rows)
}

#[get("/structures/<_>/tickets.xlsx")]
async fn workbook_of_structure(
    of: WordsOf,
    layout: Layout<'_>,
    asked: AskedList,
    db: &State<Db>,
    now: Now,
) -> Result<Download, Error> {
    let table = structure(&of, &layout, &asked, db, now).await?;
    xlsx::file(&table.name, &table.name, table.header, table.rows)
}

async fn queue(viewer: &Viewer, layout: &Layout<'_>, asked: &AskedList, db: &Db, now: Now) -> Result<Table, Error> {
    csv::count(db, viewer, now.at).await?;
    let name = format!("{}-{}", layout.text("lists-file")?, now.today);
    let Some(by) = Technician::of(viewer) else {
        let found = tickets::export_own(db, viewer).await?;
        let spent = interventions::spent_on(db, viewer, found.iter().map(|one| one.row.id)).await?;
        // Of requests whose referent hides time there is none.
        let spent = Some(&spent).filter(|spent| !spent.is_empty());
        return table(layout, name, &found, &machines_of(db, &found).await?, spent);
    };
    let found = tickets::export_queue(db, &by, asked.asking(layout, Stage::Open, 0)).await?;
    let spent = interventions::spent_on(db, &by, found.iter().map(|one| one.row.id)).await?;
    table(layout, name, &found, &machines_of(db, &found).await?, Some(&spent))
}

async fn structure(of: &WordsOf, layout: &Layout<'_>, asked: &AskedList, db: &Db, now: Now) -> Result<Table, Error> {
    asked.plain()?;
    let (known, _) = structures::find(db, of.viewer(), of.structure()).await?.ok_or(Error::NotFound)?;
    csv::count(db, of.viewer(), now.at).await?;
    let name = format!("{}-{}-{}", layout.text("lists-file")?, now.today, known.code);
    let found = tickets::export_of_structure(db, of, asked.asking(layout, Stage::All, 0)).await?;
    let spent = interventions::spent_on(db, of, found.iter().map(|one| one.row.id)).await?;
    table(layout, name, &found, &machines_of(db, &found).await?, Some(&spent))
}

const COLUMNS: [&str; 15] = [
    "number",
    "title",
    "structure",
    "requester",
    "state",
    "outcome",
    "priority",
    "channel",
    "category",
    "machines",
    "site",
    "assignee",
    "received",
    "answered",
    "settled",
];

type Spent = HashMap<TicketId, (Minutes, Minutes)>;
type Machines = HashMap<TicketId, Vec<NamedMachine>>;

async fn machines_of(db: &Db, found: &[Exported]) -> Result<Machines, Error> {
    Ok(tickets::machines_of(db, found.iter().filter(|one| !one.row.covered).map(|one| one.row.id)).await?)
}

fn table(
    layout: &Layout<'_>,
    name: String,
    found: &[Exported],
    machines: &Machines,
    spent: Option<&Spent>,
) -> Result<Table, Error> {
    let times: &[&str] = if spent.is_some() { &["real", "charged"] } else { &[] };
    let header =
        COLUMNS.iter().chain(times).map(|column| layout.text(&format!("lists-column-{column}"))).collect::<Result<_, _>>()?;
    let rows = found.iter().map(|one| cells(layout, one, machines, spent)).collect::<Result<_, _>>()?;
    Ok(Table { name, header, rows })
}

/// Of a confidential request that the reader may not read, the words and who asked are empty.
fn cells(layout: &Layout<'_>, of: &Exported, machines: &Machines, spent: Option<&Spent>) -> Result<Vec<Cell>, Error> {
    let row = &of.row;
    let label = |key: &str, word: &str| Ok::<_, Error>(Cell::text(layout.text(&format!("{key}-{word}"))?));
    let moment = |at: Option<DateTime<Utc>>| match at {
        None => Cell::Empty,
        Some(at) => Cell::text(at.with_timezone(&layout.zone()).format("%Y-%m-%d %H:%M").to_string()),
    };
    let mut cells = vec![
        row.number.into(),
        Cell::text(row.title.clone()),
        Cell::text(row.structure_name.clone()),
        Cell::text(row.requester_name.clone()),
        label("lists-choose-state", row.state.as_str())?,
        of.outcome.map_or(Ok(Cell::Empty), |outcome| label("lists-outcome", outcome.as_str()))?,
        Cell::text(Labels { layout }.priority(row.priority)?.text),
        label("lists-channel", of.channel.as_str())?,
        of.category.clone().filter(|_| !row.covered).map_or(Cell::Empty, Cell::text),
        machines.get(&row.id).map_or(Cell::Empty, |its| Cell::text(names(its))),
        of.site.clone().filter(|_| !row.covered).map_or(Cell::Empty, Cell::text),
        row.assignee_name.clone().map_or(Cell::Empty, Cell::text),
        moment(Some(row.received_at)),
        moment(of.answered_at),
        moment(of.settled_at),
    ];
    if let Some(spent) = spent {
        match spent.get(&row.id) {
            Some((real, charged)) => cells.extend([real.0.into(), charged.0.into()]),
            None => cells.extend([Cell::Empty, Cell::Empty]),
        }
    }
    Ok(cells)
}

fn names(machines: &[NamedMachine]) -> String {
    machines.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ")
}

/// The tables of a list as it is shown: CSV, then workbook.
pub fn hrefs(filter: &TicketFilter) -> (String, String) {
    let of = |file: String| super::filters::address(&file, filter, None);
    (of(uri!(of_queue).to_string()), of(uri!(workbook_of_queue).to_string()))
}

/// The same of the list of a structure.
pub fn hrefs_of_structure(id: StructureId, filter: &TicketFilter) -> (String, String) {
    let of = |file: String| super::filters::address(&file, filter, None);
    (of(uri!(of_structure(id)).to_string()), of(uri!(workbook_of_structure(id)).to_string()))
}
