//! A file as text, and a text as rows: whatever a spreadsheet in France or elsewhere saves as CSV.

use super::{MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Unreadable};
use csv::{Position, ReaderBuilder, StringRecord, StringRecordsIntoIter};
use encoding_rs::{Encoding, WINDOWS_1252};

/// A list: its headings, and its rows with as many cells at least.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub headings: Vec<String>,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line of the file on which it begins; the first is 1.
    pub line: u64,
    pub cells: Vec<String>,
}

impl Row {
    /// What stands in a column, trimmed.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// What separates cells, as spreadsheets write them.
const SEPARATORS: [u8; 3] = *b";,\t";
/// How many rows are looked at to find out.
const SAMPLE: usize = 20;

/// The text of a file: UTF-8 or UTF-16 by its mark, UTF-8 without one, else Windows-1252, in which any byte is a letter.
pub fn text_of(bytes: &[u8]) -> Result<String, Unreadable> {
    if bytes.len() > MOST_BYTES {
        return Err(Unreadable::Heavy);
    }
    // A zip archive, as workbooks are since 2007; the compound file that they were before.
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(Unreadable::Workbook);
    }
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned(),
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
        },
    };
    if text.contains('\0') {
        return Err(Unreadable::Binary);
    }
    if text.trim().is_empty() { Err(Unreadable::Empty) } else { Ok(text) }
}

/// The rows of a text. Lines without a word are none; columns without a heading nor a word are left out.
pub fn table_of(text: &str) -> Result<Table, Unreadable> {
    let mut records = records(text, separator(text));
    let line = |record: &StringRecord| record.position().map_or(0, |start| line_of(text, start));
    let headings = records.next().ok_or(Unreadable::Empty)?.map_err(|_| Unreadable::Binary)?;
    let headings: Vec<String> = headings.iter().map(|heading| heading.trim().to_owned()).collect();
    let mut rows = Vec::new();
    for record in records {
        let record = record.map_err(|_| Unreadable::Binary)?;
        let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
        if cells.iter().all(String::is_empty) {
            continue;
        }
        if rows.len() == MOST_ROWS {
            return Err(Unreadable::ManyRows);
        }
        rows.push(Row { line: line(&record), cells });
    }
    if rows.is_empty() {
        return Err(Unreadable::NoRows);
    }
    let table = without_empty_ends(Table { headings, rows });
    if table.headings.len() > MOST_COLUMNS { Err(Unreadable::ManyColumns) } else { Ok(table) }
}

/// The line on which a record begins: empty lines before it count, though no record is made of them.
fn line_of(text: &str, start: &Position) -> u64 {
    let rest = usize::try_from(start.byte()).ok().and_then(|byte| text.as_bytes().get(byte..)).unwrap_or_default();
    let empty = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n').count();
    start.line() + u64::try_from(empty).unwrap_or(0)
}

/// GLPI ends each line with a separator: a last column that is none.
fn without_empty_ends(mut table: Table) -> Table {
    while table.headings.len() > 1 && table.headings.last().is_some_and(String::is_empty) {
        let last = table.headings.len() - 1;
        if table.rows.iter().any(|row| !row.cell(last).is_empty()) {
            break;
        }
        table.headings.pop();
        table.rows.iter_mut().filter(|row| row.cells.len() > last).for_each(|row| drop(row.cells.remove(last)));
    }
    table
}

fn records(text: &str, separator: u8) -> StringRecordsIntoIter<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes()).into_records()
}

/// The separator with which most of the first rows have as many cells as the headings, and more than one.
fn separator(text: &str) -> u8 {
    let fits = |separator: &u8| {
        let widths: Vec<usize> =
            records(text, *separator).take(SAMPLE).flatten().map(|record: StringRecord| record.len()).collect();
        let first = widths.first().copied().unwrap_or(0);
        let alike = widths.iter().filter(|width| **width == first).count();
        (first > 1, alike * first)
    };
    // Of equals the last is taken: semicolons are what a French spreadsheet writes.
    SEPARATORS.into_iter().rev().max_by_key(fits).unwrap_or(b';')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Table {
        table_of(text).expect("a list")
    }

    #[test]
    fn a_list_is_the_same_however_a_spreadsheet_saved_it() {
        let text = "Nom;Marque;Lieu\r\nPoste d'accueil;Dell;Accueil à l'étage\r\n";
        let expected = table(text);
        assert_eq!(expected.headings, ["Nom", "Marque", "Lieu"]);
        assert_eq!((expected.rows[0].line, expected.rows[0].cell(2)), (2, "Accueil à l'étage"));
        let (ansi, _, _) = WINDOWS_1252.encode(text);
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        for bytes in [text.as_bytes().to_vec(), ansi.into_owned(), utf16, marked] {
            assert_eq!(table(&text_of(&bytes).expect("text")), expected);
        }
        for separator in [",", "\t"] {
            assert_eq!(table(&text.replace(';', separator)), expected, "{separator:?}");
        }
    }

    #[test]
    fn commas_in_prices_and_semicolons_in_words_separate_nothing() {
        let french = table("Nom;Prix\nA;1,50\nB;2,50\nC;3,50\n");
        assert_eq!((french.headings.len(), french.rows[0].cell(1)), (2, "1,50"));
        let english = table("Name,Notes,Cost\nA,\"a; b; c\",1.50\n");
        assert_eq!((english.headings.len(), english.rows[0].cell(1)), (3, "a; b; c"));
        assert_eq!(table("Nom\nA\nB, du fond\n").headings, ["Nom"]);
    }

    #[test]
    fn a_row_says_on_which_line_it_begins() {
        let table = table("Nom;Note\nA;\"deux\nlignes\"\n\nB;x\n;\n");
        let lines: Vec<u64> = table.rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [2, 5], "a line without a word is no row");
    }

    #[test]
    fn a_separator_at_the_end_makes_no_column() {
        let glpi = table("\"Nom\";\"Lieu\";\n\"A\";\"B\";\n");
        assert_eq!((glpi.headings.len(), glpi.rows[0].cells.len()), (2, 2));
        let filled = table("Nom;Lieu;\nA;B;C\n");
        assert_eq!(filled.headings.len(), 3, "somebody wrote there");
    }

    #[test]
    fn what_is_no_list_is_said() {
        let reading = |bytes: &[u8]| text_of(bytes).and_then(|text| table_of(&text)).expect_err("no list");
        assert_eq!(reading(b""), Unreadable::Empty);
        assert_eq!(reading(b" \r\n\r\n"), Unreadable::Empty);
        assert_eq!(reading(b"PK\x03\x04rest"), Unreadable::Workbook);
        assert_eq!(reading(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1]), Unreadable::Workbook);
        assert_eq!(reading(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Unreadable::Binary);
        assert_eq!(reading(b"Nom;Lieu\n"), Unreadable::NoRows);
        assert_eq!(reading(&vec![b'a'; MOST_BYTES + 1]), Unreadable::Heavy);
        assert_eq!(reading(format!("Nom\n{}", "A\n".repeat(MOST_ROWS + 1)).as_bytes()), Unreadable::ManyRows);
        assert_eq!(reading(format!("{0}\n{0}\n", "a;".repeat(MOST_COLUMNS) + "b").as_bytes()), Unreadable::ManyColumns);
        let most = format!("Nom\n{}", "A\n".repeat(MOST_ROWS));
        assert_eq!(table(&most).rows.len(), MOST_ROWS, "the limit itself is within");
    }
}
