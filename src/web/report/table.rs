//! The table of the report: columns that are zero everywhere stay out.

use super::satisfaction::words;
use super::{Layout, sum};
use crate::documents;
use crate::domain::fairness::Answers;
use crate::domain::time::Minutes;
use crate::store::access::ReportReader;
use crate::store::fairness::Satisfaction;
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
    heads: Vec<Head>,
    rows: Vec<Line>,
    total: String,
    totals: Vec<Cell>,
}

#[derive(Serialize)]
struct Head {
    text: String,
    class: &'static str,
}

#[derive(Serialize)]
struct Line {
    name: String,
    /// For who may open the hours of one structure.
    href: Option<String>,
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

/// What people answered, as the last cell of a row.
fn said(layout: &Layout<'_>, label: &str, answers: Option<Answers>) -> Result<Cell, Error> {
    let class = if answers.is_some() { "" } else { "zero" };
    Ok(Cell { label: label.to_owned(), text: words(layout, answers)?, class })
}

/// The head of the answers' column, when there are any to tell.
fn satisfied(layout: &Layout<'_>, answers: &Satisfaction) -> Result<Option<String>, Error> {
    answers.tells().then(|| layout.text("fairness-satisfied-column")).transpose()
}

/// The same on paper.
pub fn paper(layout: &Layout<'_>, pool: &PoolMonth, answers: &Satisfaction) -> Result<documents::Table, Error> {
    let columns = shown(layout, pool)?;
    let satisfied = satisfied(layout, answers)?;
    let row = |name: String, of: &dyn Fn(&Column) -> Minutes, answers: Option<Answers>| {
        let mut cells: Vec<documents::Cell> = vec![name.into()];
        cells.extend(columns.iter().map(|(column, _)| layout.duration(of(column)).into()));
        if satisfied.is_some() {
            cells.push(words(layout, answers)?.into());
        }
        Ok::<_, Error>(documents::Row { cells })
    };
    let rows = pool.rows.iter().map(|line| row(line.name.clone(), &|column| (column.of)(line), answers.of(line.structure)));
    Ok(documents::Table {
        caption: String::new(),
        rows: rows.collect::<Result<_, _>>()?,
        foot: Some(row(total(layout, pool)?, &|column| sum(pool, column.of), answers.all)?),
        columns: [documents::Column::words(layout.text("report-structure")?)]
            .into_iter()
            .chain(columns.iter().map(|(_, head)| documents::Column::figures(head.clone())))
            .chain(satisfied.iter().map(|head| documents::Column::words(head.clone())))
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

/// What people answered stands last, when there is any of it to tell.
pub fn of(layout: &Layout<'_>, by: &ReportReader, pool: &PoolMonth, answers: &Satisfaction) -> Result<Table, Error> {
    let columns = shown(layout, pool)?;
    let satisfied = satisfied(layout, answers)?;
    let cells = |of: &dyn Fn(&Column) -> Minutes, answers: Option<Answers>| {
        let figures = columns.iter().map(|(column, label)| Ok(column.cell(layout, label, of(column))));
        let said = satisfied.iter().map(|label| said(layout, label, answers));
        figures.chain(said).collect::<Result<Vec<Cell>, Error>>()
    };
    let line = |row: &Row| {
        Ok(Line {
            name: row.name.clone(),
            href: by.coordinator().map(|_| crate::web::hours::href(row.structure, Some(pool.month))),
            cells: cells(&|column| (column.of)(row), answers.of(row.structure))?,
        })
    };
    let heads = columns.iter().map(|(_, label)| Head { text: label.clone(), class: "num" });
    Ok(Table {
        caption: layout.text_with("report-caption", [("month", FluentValue::from(layout.month(pool.month)))])?,
        rows: pool.rows.iter().map(line).collect::<Result<_, Error>>()?,
        total: total(layout, pool)?,
        totals: cells(&|column| sum(pool, column.of), answers.all)?,
        heads: heads.chain(satisfied.iter().map(|label| Head { text: label.clone(), class: "" })).collect(),
    })
}
