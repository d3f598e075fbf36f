//! Documents for paper, as PDF. Pages hand over what they say, block by block; here it is laid out ([`layout`]) and written
//! ([`pdf`]). Nothing in here knows the store, a form or a sentence. The same input gives the same bytes.
//!
//! Letters are set one after the other, from left to right: enough for French and English, not for Arabic.

mod font;
mod labels;
mod layout;
mod pdf;
mod table;
#[cfg(test)]
mod tests;

pub use labels::{Label, Labels, Modules};
pub use pdf::{write, write_labels};

use std::sync::Arc;

/// What is written: a title block, then blocks one under the other.
#[derive(Clone, Debug)]
pub struct Document {
    /// `fr` or `en`.
    pub language: &'static str,
    /// Who issues it: the first line, and the author in the file's properties.
    pub author: String,
    /// What kind of document it is, with its number: right of the author.
    pub kind: String,
    pub title: String,
    /// Small, under the title: dates, states.
    pub facts: Vec<String>,
    /// The one sentence that says it all; may be empty.
    pub lead: String,
    pub blocks: Vec<Block>,
    /// Left at the foot of every page: the document's number.
    pub foot: String,
    /// The word before « 1 / 2 ».
    pub page: String,
    /// Wide tables want the long side.
    pub landscape: bool,
}

/// A part of a document.
#[derive(Clone, Debug)]
pub enum Block {
    Heading(String),
    Paragraph(String),
    /// Smaller and lighter: how things are counted, what this is not.
    Small(String),
    /// A framed word, with a heading of its own.
    Notice {
        heading: String,
        lines: Vec<String>,
    },
    Table(Table),
    /// Two columns, each a document of its own; they stay on one page.
    Beside(Vec<Block>, Vec<Block>),
    Chart(Chart),
    /// Boxes in which somebody signs: who, and what to write.
    Boxes(Vec<(String, String)>),
    Picture(Picture),
}

/// A table: its head is repeated on every page, a row is never broken.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Above the table, small; may be empty.
    pub caption: String,
    /// No heads: a list of labels and values.
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// The sum: it stays with the last row.
    pub foot: Option<Row>,
    /// Many columns: smaller figures, closer lines.
    pub dense: bool,
}

#[derive(Clone, Debug)]
pub struct Column {
    pub head: String,
    /// Figures stand to the right.
    pub figures: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Row {
    pub cells: Vec<Cell>,
}

/// What stands in a cell, and in smaller letters under it.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    pub text: String,
    pub under: Vec<String>,
}

/// A photograph, and what it shows to who cannot see it.
#[derive(Clone, Debug)]
pub struct Picture {
    /// As it was encoded by us.
    pub jpeg: Arc<Vec<u8>>,
    /// In pixels, both more than none.
    pub size: (u32, u32),
    pub alt: String,
}

/// Bars one under the other, each with its label and its figure.
#[derive(Clone, Debug)]
pub struct Chart {
    pub sentence: String,
    pub bars: Vec<Bar>,
    /// What each part of a bar is, in their order.
    pub key: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Bar {
    pub label: String,
    pub figure: String,
    /// Thousandths of the whole width, in the order of the key.
    pub parts: Vec<u16>,
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text, under: Vec::new() }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl<const N: usize> From<[String; N]> for Row {
    fn from(cells: [String; N]) -> Self {
        Self { cells: cells.into_iter().map(Cell::from).collect() }
    }
}

impl Column {
    pub fn words(head: impl Into<String>) -> Self {
        Self { head: head.into(), figures: false }
    }

    pub fn figures(head: impl Into<String>) -> Self {
        Self { head: head.into(), figures: true }
    }
}

impl Table {
    /// Labels and figures, with their sum.
    pub fn sums(lines: Vec<(String, String)>, sum: Option<(String, String)>) -> Self {
        let row = |(label, figure): (String, String)| Row::from([label, figure]);
        Self {
            columns: vec![Column::words(""), Column::figures("")],
            rows: lines.into_iter().map(row).collect(),
            foot: sum.map(row),
            ..Self::default()
        }
    }

    fn has_head(&self) -> bool {
        self.columns.iter().any(|column| !column.head.is_empty())
    }
}
