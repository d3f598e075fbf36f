//! Two tables: who pays what, a row a structure; and line by line, to the cent, a column a structure.

use super::line_name;
use crate::domain::money::Cents;
use crate::store::costs::{CostRow, MonthCosts};
use crate::web::errors::Error;
use crate::web::layout::Layout;
use fluent_bundle::FluentValue;
use serde::Serialize;

/// More columns than these do not fit on a page: the next structures have a table of their own.
const MOST_COLUMNS: usize = 10;

/// A table: its rows have a name, which may lead somewhere, and a cell a column.
#[derive(Serialize)]
pub(super) struct Table {
    caption: String,
    first: String,
    heads: Vec<Head>,
    rows: Vec<Row>,
    totals: Row,
}

/// A column: its short name, and the whole one where that is another.
#[derive(Serialize)]
struct Head {
    short: String,
    whole: Option<String>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    href: Option<String>,
    /// A structure's, which the second table names its columns by.
    code: Option<String>,
    cells: Vec<Cell>,
}

#[derive(Serialize)]
struct Cell {
    label: String,
    text: String,
    class: &'static str,
}

impl Cell {
    fn of(layout: &Layout<'_>, label: &str, cents: Cents) -> Self {
        Self { label: label.to_owned(), text: layout.amount(cents), class: if cents.is_zero() { "num zero" } else { "num" } }
    }
}

/// A column of the first table; it stays out while it is nothing, the last excepted.
type Part = (&'static str, Of);
type Of = fn(&CostRow) -> Cents;
const PARTS: [Part; 4] = [
    ("costs-share", |row| row.share),
    ("costs-overage", |row| row.overage),
    ("costs-refund", |row| -row.refund),
    ("costs-due", CostRow::due),
];

/// Who pays what.
pub(super) fn of(layout: &Layout<'_>, costs: &MonthCosts) -> Result<Table, Error> {
    let is_something = |(key, of): &Part| *key == "costs-due" || costs.rows.iter().any(|row| !of(row).is_zero());
    let mut parts: Vec<(String, Of)> = Vec::new();
    for (key, of) in PARTS.into_iter().filter(is_something) {
        parts.push((layout.text(key)?, of));
    }
    let n = i64::try_from(costs.rows.len()).unwrap_or(i64::MAX);
    let row = |row: &CostRow| Row {
        name: row.name.clone(),
        href: Some(crate::web::money::dues_href(row.structure)),
        code: Some(row.code.to_string()),
        cells: parts.iter().map(|(label, of)| Cell::of(layout, label, of(row))).collect(),
    };
    let total = |(label, of): &(String, Of)| Cell::of(layout, label, costs.rows.iter().map(of).sum());
    Ok(Table {
        caption: layout.text_with("costs-caption", [("month", FluentValue::from(layout.month(costs.month)))])?,
        first: layout.text("costs-structure")?,
        heads: parts.iter().map(|(label, _)| Head { short: label.clone(), whole: None }).collect(),
        rows: costs.rows.iter().map(row).collect(),
        totals: Row {
            name: layout.text_with("costs-total", [("n", FluentValue::from(n))])?,
            href: None,
            code: None,
            cells: parts.iter().map(total).collect(),
        },
    })
}

/// Line by line: each sums to its amount, each column to a share. As many tables as the structures need.
pub(super) fn line_by_line(layout: &Layout<'_>, costs: &MonthCosts) -> Result<Vec<Table>, Error> {
    let members: Vec<&CostRow> = costs.rows.iter().filter(|row| row.weight.member).collect();
    let count = members.len().div_ceil(MOST_COLUMNS).max(1);
    let each = members.len().div_ceil(count).max(1);
    members.chunks(each).map(|some| lines_of(layout, costs, some)).collect()
}

fn lines_of(layout: &Layout<'_>, costs: &MonthCosts, members: &[&CostRow]) -> Result<Table, Error> {
    let whole = layout.text("costs-line-amount")?;
    let cells = |of: &dyn Fn(&CostRow) -> Cents, amount: Cents| {
        let each = members.iter().map(|row| Cell::of(layout, row.code.as_str(), of(row)));
        std::iter::once(Cell::of(layout, &whole, amount)).chain(each).collect()
    };
    let mut rows = Vec::new();
    for (number, line) in costs.lines.iter().enumerate() {
        let of = |row: &CostRow| row.cells.get(number).copied().unwrap_or_default();
        rows.push(Row { name: line_name(layout, line.kind, &line.label)?, href: None, code: None, cells: cells(&of, line.cents) });
    }
    let head = |row: &&CostRow| Head { short: row.code.to_string(), whole: Some(row.name.clone()) };
    Ok(Table {
        caption: layout.text("costs-lines-caption")?,
        first: layout.text("costs-line")?,
        heads: std::iter::once(Head { short: whole.clone(), whole: None }).chain(members.iter().map(head)).collect(),
        rows,
        totals: Row { name: layout.text("costs-share")?, href: None, code: None, cells: cells(&|row| row.share, costs.net) },
    })
}
