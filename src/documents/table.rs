//! Tables: columns as wide as they need, a head on every page, rows that are never broken, the sum beside the last of them.

use super::font::{Weight, face};
use super::layout::{BODY, Ink, Item, Kind, LEADING, SMALL, Sheet};
use super::{Cell, Row, Table};

/// How a table is set.
struct Setting<'a> {
    table: &'a Table,
    size: f32,
    under: f32,
    /// Between a cell's edge and its words.
    pad: (f32, f32),
    widths: Vec<f32>,
}

/// What kind of row is laid.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Head,
    /// The head again, on a further page: said once.
    HeadAgain,
    Body,
    Foot,
}

/// Lays a table out.
pub fn lay(sheet: &mut Sheet, table: &Table) {
    let (size, under, pad) = if table.dense { (SMALL, 6.8, (3.5, 2.2)) } else { (BODY - 0.4, SMALL - 0.4, (5.0, 3.0)) };
    let widths = widths(table, size, pad.0, sheet.width);
    let setting = Setting { table, size, under, pad, widths };
    let node = sheet.node(Kind::Table, None);
    let head = Row { cells: table.columns.iter().map(|column| Cell::from(column.head.clone())).collect() };
    let head_height = if table.has_head() { setting.height(&head, Place::Head) } else { 0.0 };
    let heights: Vec<f32> = table.rows.iter().map(|row| setting.height(row, Place::Body)).collect();
    let foot_height = table.foot.as_ref().map_or(0.0, |foot| setting.height(foot, Place::Foot));
    // A short table is not broken; of a long one, a few rows stand under its head.
    let whole: f32 = heights.iter().sum::<f32>() + foot_height;
    let first = if whole < sheet.whole_page() * 0.4 { whole } else { heights.iter().take(3).sum() };
    setting.caption(sheet, node, head_height + first);
    if table.has_head() {
        setting.row(sheet, &head, Place::Head, Some(node));
    }
    let body = sheet.node(Kind::Body, Some(node));
    for (nth, (row, height)) in table.rows.iter().zip(&heights).enumerate() {
        let with = if nth + 1 == table.rows.len() { foot_height } else { 0.0 };
        if sheet.need(height + with) && table.has_head() {
            setting.row(sheet, &head, Place::HeadAgain, None);
        }
        setting.row(sheet, row, Place::Body, Some(body));
    }
    if let Some(foot) = &table.foot {
        setting.row(sheet, foot, Place::Foot, Some(node));
    }
}

impl Setting<'_> {
    fn caption(&self, sheet: &mut Sheet, node: usize, follows: f32) {
        if self.table.caption.is_empty() {
            sheet.need(follows);
            return;
        }
        let lines = face(Weight::Regular).lines(&self.table.caption, SMALL, sheet.width);
        sheet.need(lines.len() as f32 * SMALL * LEADING + 3.0 + follows);
        let caption = sheet.node(Kind::Caption, Some(node));
        for line in lines {
            sheet.line(sheet.left, line, SMALL, Weight::Regular, Ink::Mute, Some(caption));
            sheet.y += SMALL * LEADING;
        }
        sheet.y += 3.0;
    }

    fn weight(place: Place) -> Weight {
        if place == Place::Body { Weight::Regular } else { Weight::Bold }
    }

    /// The lines of a cell, with their sizes.
    fn lines(&self, nth: usize, cell: &Cell, place: Place) -> Vec<(String, f32)> {
        let room = self.widths.get(nth).copied().unwrap_or(0.0) - 2.0 * self.pad.0 + 0.01;
        let size = if place == Place::Body || place == Place::Foot { self.size } else { self.under.max(self.size - 1.2) };
        let mut lines: Vec<(String, f32)> =
            face(Self::weight(place)).lines(&cell.text, size, room).into_iter().map(|line| (line, size)).collect();
        for under in &cell.under {
            lines.extend(face(Weight::Regular).lines(under, self.under, room).into_iter().map(|line| (line, self.under)));
        }
        lines
    }

    fn height(&self, row: &Row, place: Place) -> f32 {
        let cell = |(nth, cell)| self.lines(nth, cell, place).iter().map(|(_, size)| size * LEADING).sum::<f32>();
        row.cells.iter().enumerate().map(cell).fold(0.0, f32::max) + 2.0 * self.pad.1
    }

    fn row(&self, sheet: &mut Sheet, row: &Row, place: Place, parent: Option<usize>) {
        let height = self.height(row, place);
        let (top, weight) = (sheet.y, Self::weight(place));
        let group = match place {
            Place::Head => Some(sheet.node(Kind::Head, parent)),
            Place::Foot => Some(sheet.node(Kind::Foot, parent)),
            _ => parent,
        };
        let node = (place != Place::HeadAgain).then(|| sheet.node(Kind::Row, group));
        if place == Place::Foot {
            sheet.push(Item::Rule { x: sheet.left, y: top, width: sheet.width, thick: 1.0, ink: Ink::Line });
        }
        let mut x = sheet.left;
        for (nth, cell) in row.cells.iter().enumerate() {
            let width = self.widths.get(nth).copied().unwrap_or(0.0);
            let kind = match place {
                Place::Head | Place::HeadAgain => Kind::HeadCell,
                _ if nth == 0 => Kind::RowHeadCell,
                _ => Kind::Cell,
            };
            let node = node.map(|row| sheet.node(kind, Some(row)));
            let lines = self.lines(nth, cell, place);
            // Heads stand on the line under them, figures beside the first line of their row.
            let used: f32 = lines.iter().map(|(_, size)| size * LEADING).sum();
            let down = if matches!(place, Place::Head | Place::HeadAgain) { height - 2.0 * self.pad.1 - used } else { 0.0 };
            sheet.y = top + self.pad.1 + down;
            for (line, size) in lines {
                let (weight, ink) =
                    if size < self.size && place == Place::Body { (Weight::Regular, Ink::Mute) } else { (weight, Ink::Black) };
                let right = self.table.columns.get(nth).is_some_and(|column| column.figures);
                let inset = if right { width - self.end(nth) - face(weight).width(&line, size) } else { self.inset(nth) };
                sheet.line(x + inset, line, size, weight, ink, node);
                sheet.y += size * LEADING;
            }
            x += width;
        }
        sheet.y = top + height;
        let (thick, ink) = if place == Place::Body { (0.4, Ink::Hair) } else { (1.0, Ink::Line) };
        if place != Place::Foot {
            sheet.push(Item::Rule { x: sheet.left, y: sheet.y, width: sheet.width, thick, ink });
        }
    }

    /// The last column ends where the page's text ends.
    fn end(&self, nth: usize) -> f32 {
        if nth + 1 == self.widths.len() { 0.0 } else { self.pad.0 }
    }

    /// The first column begins where the page's text begins.
    fn inset(&self, nth: usize) -> f32 {
        if nth == 0 { 0.0 } else { self.pad.0 }
    }
}

/// What each column gets of a width: figures all that they need, words what is left, by what they would like.
fn widths(table: &Table, size: f32, pad: f32, width: f32) -> Vec<f32> {
    let rows = || table.rows.iter().map(|row| (row, Weight::Regular)).chain(table.foot.iter().map(|row| (row, Weight::Bold)));
    let widest_word = |text: &str, weight, size| text.split(' ').map(|word| face(weight).width(word, size)).fold(0.0, f32::max);
    let of = |nth: usize, whole: bool| {
        let cells = rows().filter_map(|(row, weight)| row.cells.get(nth).map(|cell| (cell, weight)));
        let cell = |(cell, weight): (&Cell, Weight)| match whole {
            true => cell
                .under
                .iter()
                .map(|line| face(Weight::Regular).width(line, size - 1.0))
                .fold(face(weight).width(&cell.text, size), f32::max),
            false => widest_word(&cell.text, weight, size),
        };
        let head = widest_word(&table.columns[nth].head, Weight::Bold, size - 0.8);
        cells.map(cell).fold(head, f32::max) + 2.0 * pad
    };
    let columns = 0..table.columns.len();
    let numbers = columns.clone().filter(|nth| table.columns[*nth].figures).count();
    let least_figures: f32 = columns.clone().filter(|nth| table.columns[*nth].figures).map(|nth| of(nth, true)).sum();
    let words: Vec<usize> = columns.clone().filter(|nth| !table.columns[*nth].figures).collect();
    let (wish, least): (f32, f32) = (words.iter().map(|nth| of(*nth, true)).sum(), words.iter().map(|nth| of(*nth, false)).sum());
    // Figures breathe before words do.
    let air = ((width - least_figures - wish) / (2 * numbers.max(1)) as f32).clamp(0.0, 18.0);
    let room = width - least_figures - air * numbers as f32;
    let word = |nth: usize| {
        if room >= wish {
            // All fits: what is left over goes to words, by what they have.
            of(nth, true) + (room - wish) * of(nth, true) / wish.max(1.0)
        } else if wish > least && room > least {
            of(nth, false) + (room - least) * (of(nth, true) - of(nth, false)) / (wish - least)
        } else {
            room.max(0.0) * of(nth, false) / least.max(1.0)
        }
    };
    columns.map(|nth| if table.columns[nth].figures { of(nth, true) + air } else { word(nth) }).collect()
}
