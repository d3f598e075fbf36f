//! The table of the report: columns that are zero everywhere stay out.

use super::{Layout, sum};
use crate::documents;
use crate::domain::time::Minutes;
use crate::store::hours::{PoolMonth, Row};
use crate::web::errors::Error;
use fluent_bundle::FluentValue;
use serde::Serialize;

/// A column: its text is `report-<key>`, in a closed month `report-<key>-closed` where that says something else.
pub struct Column {
    key: &'static str,
    pub of: fn(&Row) -> Minutes,
    /// Shown even when it is zero everywhere.
    always: bool,
    /// A figure that somebody should look at.
    worry: bool,
    says_other_when_closed: bool,
}

const fn column(key: &'static str, of: fn(&Row) -> Minutes) -> Column {
    Column { key, of, always: false, worry: false, says_other_when_closed: false }
}

const fn always(column: Column) -> Column {
    Column { always: true, ..column }
}

const fn worry(column: Column) -> Column {
    Column { worry: true, ..column }
}

const fn says_other_when_closed(column: Column) -> Column {
    Column { says_other_when_closed: true, ..column }
}

/// In the order of the account: what one had, what was used, whence, what is left.
pub const COLUMNS: [Column; 13] = [
    always(column("allotted", |row| row.allotted)),
    column("carried-in", |row| row.carried_in),
    column("repaid", |row| row.repaid),
    column("given", |row| row.given),
    column("received", |row| row.received),
    always(column("real", |row| row.real)),
    always(column("charged", |row| row.charged)),
    column("from-pot", |row| row.from_pot),
    column("borrowed", |row| row.borrowed),
    worry(column("sold", |row| row.sold)),
    says_other_when_closed(always(column("left", |row| row.left))),
    says_other_when_closed(column("expiring", |row| row.expiring)),
    column("debt", |row| row.debt),
];

impl Column {
    pub fn label(&self, layout: &Layout<'_>, closed: bool) -> Result<String, Error> {
        let other = if closed && self.says_other_when_closed { "-closed" } else { "" };
        layout.text(&format!("report-{}{other}", self.key))
    }

    fn cell(&self, layout: &Layout<'_>, label: &str, minutes: Minutes) -> Cell {
        let class = match minutes {
            Minutes(0) => "num zero",
            _ if self.worry => "num bad",
            _ => "num",
        };
        Cell { label: label.to_owned(), text: layout.duration(minutes), class }
    }
}

#[derive(Serialize)]
pub struct Table {
    caption: String,
    heads: Vec<String>,
    rows: Vec<Line>,
    total: String,
    totals: Vec<Cell>,
}

#[derive(Serialize)]
struct Line {
    name: String,
    href: String,
    cells: Vec<Cell>,
}

#[derive(Clone, Serialize)]
struct Cell {
    label: String,
    text: String,
    class: &'static str,
}

/// The columns that say something this month, with their heads.
fn shown(layout: &Layout<'_>, pool: &PoolMonth) -> Result<Vec<(&'static Column, String)>, Error> {
    let says = |column: &&Column| column.always || pool.rows.iter().any(|row| (column.of)(row) != Minutes(0));
    COLUMNS.iter().filter(says).map(|column| Ok((column, column.label(layout, pool.closed)?))).collect()
}

/// The same on paper.
pub fn paper(layout: &Layout<'_>, pool: &PoolMonth) -> Result<documents::Table, Error> {
    let columns = shown(layout, pool)?;
    let row = |name: String, of: &dyn Fn(&Column) -> Minutes| documents::Row {
        cells: [name.into()].into_iter().chain(columns.iter().map(|(column, _)| layout.duration(of(column)).into())).collect(),
    };
    let total = total(layout, pool)?;
    Ok(documents::Table {
        caption: String::new(),
        rows: pool.rows.iter().map(|line| row(line.name.clone(), &|column| (column.of)(line))).collect(),
        foot: Some(row(total, &|column| sum(pool, column.of))),
        columns: [documents::Column::words(layout.text("report-structure")?)]
            .into_iter()
            .chain(columns.iter().map(|(_, head)| documents::Column::figures(head.clone())))
            .collect(),
        dense: true,
    })
}

/// « 9 structures, 42 interventions ».
fn total(layout: &Layout<'_>, pool: &PoolMonth) -> Result<String, Error> {
    let structures = i64::try_from(pool.rows.len()).unwrap_or(i64::MAX);
    let interventions = pool.rows.iter().map(|row| row.interventions).sum::<i64>();
    layout.text_with("report-total", [("n", structures.into()), ("interventions", interventions.into())])
}

pub fn of(layout: &Layout<'_>, pool: &PoolMonth) -> Result<Table, Error> {
    let columns = shown(layout, pool)?;
    let line = |row: &Row| Line {
        name: row.name.clone(),
        href: crate::web::hours::href(row.structure, Some(pool.month)),
        cells: columns.iter().map(|(column, label)| column.cell(layout, label, (column.of)(row))).collect(),
    };
    Ok(Table {
        caption: layout.text_with("report-caption", [("month", FluentValue::from(layout.month(pool.month)))])?,
        rows: pool.rows.iter().map(line).collect(),
        total: total(layout, pool)?,
        totals: columns.iter().map(|(column, label)| column.cell(layout, label, sum(pool, column.of))).collect(),
        heads: columns.into_iter().map(|(_, label)| label).collect(),
    })
}
