//! Tables for spreadsheets: semicolons and a byte-order mark, so that a French Excel opens them by a double click.

use super::download::Download;
pub use super::download::Download as Csv;
use super::errors::Error;
use crate::domain::time::Minutes;
use crate::store::access::Viewer;
use crate::store::{Db, attempts};
use chrono::{DateTime, NaiveDate, Utc};
use rocket::http::ContentType;

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words, never a formula: see [`harmless`].
    Text(String),
    /// A whole number (minutes, cents, a count), as a number.
    Number(i64),
    /// `2026-03-12`: spreadsheets of any language read it as a day.
    Day(NaiveDate),
    /// A duration as people read it: `3:15`; in a workbook a true time, which can be summed.
    Time(Minutes),
    Empty,
}

impl Cell {
    /// Words.
    pub fn text(words: impl Into<String>) -> Self {
        Self::Text(words.into())
    }

    fn written(self) -> String {
        match self {
            Self::Text(words) => harmless(words),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => day.to_string(),
            Self::Time(minutes) => clock(minutes),
            Self::Empty => String::new(),
        }
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<NaiveDate> for Cell {
    fn from(day: NaiveDate) -> Self {
        Self::Day(day)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(cell: Option<T>) -> Self {
        cell.map_or(Self::Empty, Into::into)
    }
}

/// « 3:15 », « −0:30 » with a plain minus sign.
fn clock(minutes: Minutes) -> String {
    let sign = if minutes.0 < 0 { "-" } else { "" };
    format!("{sign}{}:{:02}", minutes.0.unsigned_abs() / 60, minutes.0.unsigned_abs() % 60)
}

/// Text that a spreadsheet would run as a formula gets an apostrophe before it; nothing of it is lost.
/// The signs are those of OWASP's "CSV Injection", full-width ones included.
pub(super) fn harmless(words: String) -> String {
    let runs = words.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if runs { format!("'{words}") } else { words }
}

/// Writes a table: its header, then its rows, which have as many cells.
pub fn file(name: &str, header: Vec<String>, rows: impl IntoIterator<Item = Vec<Cell>>) -> Result<Csv, Error> {
    let body = table(header, rows).map_err(|error| Error::Other(format!("a table for spreadsheets: {error}")))?;
    Ok(Download::new(name, "csv", ContentType::new("text", "csv").with_params(("charset", "utf-8")), body))
}

/// The same as bytes.
pub(super) fn table(header: Vec<String>, rows: impl IntoIterator<Item = Vec<Cell>>) -> Result<Vec<u8>, ::csv::Error> {
    let mut body = "\u{feff}".as_bytes().to_vec();
    let mut writer = ::csv::WriterBuilder::new().delimiter(b';').terminator(::csv::Terminator::CRLF).from_writer(&mut body);
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(row.into_iter().map(Cell::written))?;
    }
    writer.flush()?;
    drop(writer);
    Ok(body)
}

/// Counts one export of a person; too many in an hour are refused, 429 (`security.md` §1).
pub async fn count(db: &Db, by: &Viewer, now: DateTime<Utc>) -> Result<(), Error> {
    if attempts::allow(db, attempts::EXPORTS, &by.id().to_string(), now).await? { Ok(()) } else { Err(Error::TooOften) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(cells: Vec<Cell>) -> String {
        let header = vec!["a".to_owned(); cells.len()];
        let body = String::from_utf8(table(header, [cells]).expect("a table")).expect("UTF-8");
        body.strip_prefix('\u{feff}').expect("a byte-order mark").lines().skip(1).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn no_cell_runs_as_a_formula_and_none_loses_its_words() {
        for words in ["=1+1", "+33 6 39", "-5", "@SUM(A1)", "＝1+1"] {
            assert_eq!(lines(vec![Cell::text(words)]), format!("'{words}"));
        }
        assert_eq!(lines(vec![Cell::text("\t=1")]), "'\t=1");
        assert_eq!(lines(vec![Cell::text("\r=1")]), "\"'\r=1\"");
        assert_eq!(lines(vec![Cell::text("3-2=1")]), "3-2=1");
    }

    #[test]
    fn numbers_stay_numbers_and_semicolons_stay_inside() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 12).expect("a day");
        let cells = vec![Cell::from(-90), day.into(), Cell::text("a;b \"c\""), None::<i64>.into()];
        assert_eq!(lines(cells), "-90;2026-03-12;\"a;b \"\"c\"\"\";");
    }
}
