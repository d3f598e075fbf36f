//! Figures as reports show them: single ones with their name, and tables with a sum. The same on the page and on paper.

use crate::documents;
use serde::Serialize;

/// A figure and what it is.
#[derive(Serialize)]
pub struct Said {
    pub label: String,
    pub figure: String,
}

/// A table: words first, then figures.
#[derive(Serialize)]
pub struct Grid {
    pub caption: String,
    pub heads: Vec<String>,
    pub rows: Vec<Line>,
    pub total: Line,
}

#[derive(Serialize)]
pub struct Line {
    pub name: String,
    pub href: Option<String>,
    pub cells: Vec<Cell>,
}

#[derive(Serialize)]
pub struct Cell {
    /// The head of its column: on a phone each figure stands beside it.
    pub label: String,
    pub text: String,
    pub class: &'static str,
}

impl Cell {
    /// A figure; nought is lighter.
    pub fn figure(label: &str, text: String, nought: bool) -> Self {
        Self { label: label.to_owned(), text, class: if nought { "num zero" } else { "num" } }
    }
}

impl Grid {
    /// The same on paper.
    pub fn paper(&self) -> documents::Table {
        let row = |line: &Line| documents::Row {
            cells: [line.name.as_str().into()].into_iter().chain(line.cells.iter().map(|cell| cell.text.as_str().into())).collect(),
        };
        let column = |(nth, head): (usize, &String)| documents::Column { head: head.clone(), figures: nth > 0 };
        documents::Table {
            caption: self.caption.clone(),
            columns: self.heads.iter().enumerate().map(column).collect(),
            rows: self.rows.iter().map(row).collect(),
            foot: Some(row(&self.total)),
            dense: true,
        }
    }
}

/// Single figures on paper, in two columns.
pub fn beside(figures: Vec<Said>) -> documents::Block {
    let half = figures.len().div_ceil(2);
    let mut lines: Vec<(String, String)> = figures.into_iter().map(|said| (said.label, said.figure)).collect();
    let others = lines.split_off(half);
    let sums = |lines| vec![documents::Block::Table(documents::Table::sums(lines, None))];
    documents::Block::Beside(sums(lines), sums(others))
}
