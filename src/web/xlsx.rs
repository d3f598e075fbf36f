//! The same tables as workbooks: numbers as numbers, days as days, durations as times that can be summed. What is text stays
//! text: nothing in a workbook written here is a formula.

use super::csv::Cell;
use super::download::Download;
use super::errors::Error;
use chrono::Datelike;
use rocket::http::ContentType;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

/// Writes a table: its header, then its rows, which have as many cells.
pub fn file(name: &str, sheet: &str, header: Vec<String>, rows: Vec<Vec<Cell>>) -> Result<Download, Error> {
    let kind = ContentType::new("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    let body = workbook(sheet, &header, rows).map_err(|error| Error::Other(format!("a workbook: {error}")))?;
    Ok(Download::new(name, "xlsx", kind, body))
}

fn workbook(name: &str, header: &[String], rows: Vec<Vec<Cell>>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same table is the same bytes: no time of writing in it.
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2026, 1, 1)?));
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheet_name(name))?;
    sheet.set_freeze_panes(1, 1)?;
    let bold = Format::new().set_bold().set_text_wrap();
    let mut widths: Vec<usize> = header.iter().map(|head| head.chars().count().min(18)).collect();
    for (column, head) in (0_u16..).zip(header) {
        sheet.write_string_with_format(0, column, head, &bold)?;
    }
    let formats = Formats { day: Format::new().set_num_format("yyyy-mm-dd"), time: Format::new().set_num_format("[h]:mm;-[h]:mm") };
    for (row, cells) in (1_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            if let (Cell::Text(words), Some(width)) = (&cell, widths.get_mut(usize::from(column))) {
                *width = (*width).max(words.chars().count());
            }
            formats.write(sheet, row, column, cell)?;
        }
    }
    for (column, width) in (0_u16..).zip(widths) {
        sheet.set_column_width(column, u16::try_from(width.clamp(9, 48)).map_or(48.0, f64::from) + 2.0)?;
    }
    workbook.save_to_buffer()
}

/// How days and durations are shown.
struct Formats {
    day: Format,
    time: Format,
}

impl Formats {
    fn write(&self, sheet: &mut Worksheet, row: u32, column: u16, cell: Cell) -> Result<(), XlsxError> {
        match cell {
            Cell::Text(words) => {
                // A cell holds 32,767 characters: the rest of a very long note stays on the page.
                let words: String = words.chars().take(32_000).collect();
                sheet.write_string(row, column, words)?;
            }
            Cell::Number(number) => {
                sheet.write_number(row, column, number as f64)?;
            }
            Cell::Day(day) => {
                let parts = (u16::try_from(day.year()), u8::try_from(day.month()), u8::try_from(day.day()));
                match parts {
                    (Ok(year), Ok(month), Ok(of_month)) if year >= 1900 => {
                        sheet.write_datetime_with_format(
                            row,
                            column,
                            &ExcelDateTime::from_ymd(year, month, of_month)?,
                            &self.day,
                        )?;
                    }
                    _ => {
                        sheet.write_string(row, column, day.to_string())?;
                    }
                }
            }
            // A day is 1: excel counts time so.
            Cell::Time(minutes) => {
                sheet.write_number_with_format(row, column, minutes.0 as f64 / 1440.0, &self.time)?;
            }
            Cell::Empty => {}
        }
        Ok(())
    }
}

/// At most 31 characters, none of those that a workbook refuses.
fn sheet_name(name: &str) -> String {
    let name: String = name.chars().filter(|c| !"[]:*?/\\'".contains(*c) && !c.is_control()).take(31).collect();
    if name.trim().is_empty() { "1".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Minutes;
    use chrono::NaiveDate;

    fn cells() -> Vec<Vec<Cell>> {
        let day = NaiveDate::from_ymd_opt(2026, 3, 12).expect("a day");
        vec![vec![Cell::text("=1+1"), Cell::Number(-90), Cell::Day(day), Cell::Time(Minutes(195)), Cell::Empty]]
    }

    fn header() -> Vec<String> {
        ["a", "b", "c", "d", "e"].map(String::from).to_vec()
    }

    #[test]
    fn a_workbook_is_a_zip_and_the_same_twice() {
        let one = workbook("mars [2026]", &header(), cells()).expect("a workbook");
        assert!(one.starts_with(b"PK\x03\x04"));
        assert_eq!(one, workbook("mars [2026]", &header(), cells()).expect("a workbook"));
    }

    #[test]
    fn names_of_sheets_are_such_that_a_workbook_takes() {
        for name in ["", "Régie : l'année 2026 / tout ce qui fut compté, et davantage", "[]", "'a'"] {
            assert!(workbook(name, &header(), cells()).is_ok(), "{name:?}");
        }
        assert!(workbook("m", &header(), vec![vec![Cell::text("x".repeat(40_000))]]).is_ok());
    }
}
