//! Month by month, member by member: what would have been, and what was where that differs.

use super::compared::{self, Lens, Pair, Sums, pair};
use super::form::{self, Tried};
use crate::domain::hours::Code;
use crate::domain::hours::simulation::Replayed;
use crate::domain::time::{Minutes, Month};
use crate::store::hours::Past;
use crate::texts::format;
use crate::web::errors::Error;
use crate::web::layout::Layout;
use crate::web::report::capital;
use fluent_bundle::FluentValue;
use serde::Serialize;

/// Members in the table; beyond, those whose hours change most.
const MOST_MEMBERS: usize = 20;

struct Column {
    key: &'static str,
    of: fn(&Sums) -> Minutes,
}

const COLUMNS: [Column; 5] = [
    Column { key: "simulation-column-sold", of: |sums| sums.sold },
    Column { key: "simulation-column-from-pot", of: |sums| sums.from_pot },
    Column { key: "simulation-column-borrowed", of: |sums| sums.borrowed },
    Column { key: "simulation-column-lost", of: |sums| sums.lost },
    Column { key: "simulation-column-left", of: |sums| sums.left },
];

/// Only rows that say something: where all stays as it was, a sentence says so.
#[derive(Serialize)]
pub struct Table {
    caption: String,
    heads: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    href: Option<String>,
    cells: Vec<Cell>,
}

#[derive(Serialize)]
struct Cell {
    label: String,
    #[serde(flatten)]
    pair: Pair,
    zero: bool,
}

/// A year of months.
#[derive(Serialize)]
pub struct Months {
    /// `None` when no month of the year differs or went beyond.
    table: Option<Table>,
    years: Vec<Year>,
    /// The months of the table: what the chart draws.
    #[serde(skip)]
    pub shown: Vec<Month>,
}

#[derive(Serialize)]
struct Year {
    href: String,
    label: String,
    current: bool,
}

#[derive(Serialize)]
pub struct Members {
    table: Table,
    /// Whose hours stay as they were; or that only the greatest changes are shown.
    others: Option<String>,
}

type Line = (String, Option<String>, Sums, Sums);

/// Columns that are nothing everywhere stay out.
fn table(layout: &Layout<'_>, caption: String, lines: Vec<Line>) -> Result<Table, Error> {
    let used = |column: &&Column| lines.iter().any(|(_, _, was, would)| (column.of)(was).0 != 0 || (column.of)(would).0 != 0);
    let columns: Vec<&Column> = COLUMNS.iter().filter(used).collect();
    let heads: Vec<String> = columns.iter().map(|column| layout.text(column.key)).collect::<Result<_, _>>()?;
    let mut rows = Vec::new();
    for (name, href, was, would) in lines {
        let mut cells = Vec::new();
        for (column, label) in columns.iter().zip(&heads) {
            let (before, after) = ((column.of)(&was), (column.of)(&would));
            let zero = before.is_zero() && after.is_zero();
            cells.push(Cell { label: label.clone(), pair: pair(layout, before, after)?, zero });
        }
        rows.push(Row { name, href, cells });
    }
    Ok(Table { caption, heads, rows })
}

/// The months of the year asked, or of the last.
pub fn months(layout: &Layout<'_>, was: &Replayed, would: &Replayed, lens: Lens<'_>, tried: &Tried) -> Result<Months, Error> {
    let mut years: Vec<i32> = was.months.iter().map(|month| month.month.year()).collect();
    years.dedup();
    let last = years.last().copied().unwrap_or_default();
    let year = tried.year.filter(|year| years.contains(year)).unwrap_or(last);
    let both = was.months.iter().zip(&would.months).filter(|(was, _)| was.month.year() == year);
    let shown = both.clone().map(|(was, _)| was.month).collect();
    let lines = both.map(|(was, would)| {
        let name = capital(format::month_name(layout.language, was.month).to_owned());
        (name, None, compared::month(was, lens), compared::month(would, lens))
    });
    let lines: Vec<Line> = lines.filter(|(_, _, was, would)| was != would || was.beyond().0 > 0).collect();
    let caption = layout.text_with("simulation-months-caption", [("year", FluentValue::from(year.to_string()))])?;
    let link = |of: i32| Year { href: form::href(tried, tried.of.as_ref(), Some(of)), label: of.to_string(), current: of == year };
    let links = if years.len() > 1 { years.iter().copied().map(link).collect() } else { Vec::new() };
    let table = if lines.is_empty() { None } else { Some(table(layout, caption, lines)?) };
    Ok(Months { table, years: links, shown })
}

/// Every member whose hours change, or those whose hours change most.
pub fn members(layout: &Layout<'_>, past: &Past, would: &Replayed, tried: &Tried) -> Result<Option<Members>, Error> {
    let changed = past.structures.iter().filter(|(code, _)| compared::differs(&past.was, would, Lens::Member(code)));
    let line = |(code, (_, name)): (&Code, &(_, String))| {
        let lens = Lens::Member(code);
        let href = form::href(tried, Some(code), tried.year);
        (name.clone(), Some(href), compared::total(&past.was, lens), compared::total(would, lens))
    };
    let mut lines: Vec<Line> = changed.map(line).collect();
    if lines.is_empty() {
        return Ok(None);
    }
    let n = |count: usize| [("n", FluentValue::from(i64::try_from(count).unwrap_or(i64::MAX)))];
    let others = match past.structures.len() - lines.len() {
        _ if lines.len() > MOST_MEMBERS => Some(layout.text_with("simulation-members-some", n(MOST_MEMBERS))?),
        0 => None,
        others => Some(layout.text_with("simulation-members-others", n(others))?),
    };
    if lines.len() > MOST_MEMBERS {
        lines.sort_by_key(|(_, _, was, would)| std::cmp::Reverse(change(was, would)));
        lines.truncate(MOST_MEMBERS);
    }
    lines.sort_by_cached_key(|(name, ..)| format::alphabetical(name));
    Ok(Some(Members { table: table(layout, layout.text("simulation-members-caption")?, lines)?, others }))
}

fn change(was: &Sums, would: &Sums) -> i64 {
    COLUMNS.iter().map(|column| ((column.of)(would) - (column.of)(was)).0.abs()).sum()
}
