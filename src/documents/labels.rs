//! Labels with their QR codes, for sheets of A4 cut into 3 × 7 labels of 63.5 × 38.1 mm, the commonest paper there is.

use super::font::{Weight, face};
use super::layout::{A4, Ink, Item, Kind, LEADING, MARGIN, Node, Pages};

/// Points of a millimetre.
const MM: f32 = 72.0 / 25.4;
const COLUMNS: usize = 3;
const ROWS: usize = 7;
const LABEL: (f32, f32) = (63.5 * MM, 38.1 * MM);
/// From one label to the next on its right; those above one another touch.
const STEP: f32 = 66.04 * MM;
const FIRST: (f32, f32) = (7.21 * MM, 15.15 * MM);
const CODE: f32 = 30.0 * MM;
const INSET: f32 = 2.0 * MM;

/// The labels of one print.
#[derive(Clone, Debug)]
pub struct Labels {
    /// `fr` or `en`.
    pub language: &'static str,
    pub title: String,
    /// Whose they are: on each label.
    pub author: String,
    /// What to do: on each label.
    pub slogan: String,
    pub labels: Vec<Label>,
    /// Above the list of which label goes where, on a page of its own.
    pub list: String,
}

#[derive(Clone, Debug)]
pub struct Label {
    /// As people read it.
    pub code: String,
    pub qr: Modules,
    /// Where it goes; nothing of it stands on the label.
    pub place: Option<String>,
}

/// The dark modules of a QR code: runs of them, each with its column, its row and its length.
#[derive(Clone, Debug)]
pub struct Modules {
    /// Of the code, its quiet zone included.
    pub side: usize,
    pub runs: Vec<(usize, usize, usize)>,
}

/// Lays the labels out, then the list.
pub(super) fn pages(labels: &Labels) -> Pages {
    let mut laid = Pages { size: A4, pages: Vec::new(), nodes: Vec::new() };
    for page in labels.labels.chunks(COLUMNS * ROWS) {
        let mut items = Vec::new();
        for (nth, label) in page.iter().enumerate() {
            let (column, row) = ((nth % COLUMNS) as f32, (nth / COLUMNS) as f32);
            let node = paragraph(&mut laid.nodes);
            put(&mut items, labels, label, (FIRST.0 + column * STEP, FIRST.1 + row * LABEL.1), node);
        }
        laid.pages.push(items);
    }
    list(&mut laid, labels);
    laid
}

fn paragraph(nodes: &mut Vec<Node>) -> usize {
    nodes.push(Node { kind: Kind::Paragraph, parent: None, alt: String::new() });
    nodes.len() - 1
}

fn put(items: &mut Vec<Item>, labels: &Labels, label: &Label, (x, y): (f32, f32), node: usize) {
    let top = y + (LABEL.1 - CODE) / 2.0;
    let module = CODE / label.qr.side as f32;
    items.push(Item::Modules { x: x + INSET, y: top, module, runs: label.qr.runs.clone() });
    let left = x + INSET + CODE + INSET / 2.0;
    let width = LABEL.0 - CODE - 2.5 * INSET;
    let lines = [
        (&labels.author, 7.0, Weight::Regular, 3),
        (&label.code, 11.5, Weight::Bold, 2),
        (&labels.slogan, 7.0, Weight::Regular, 2),
    ]
    .into_iter()
    .flat_map(|(text, size, weight, most)| {
        face(weight).lines(text, size, width).into_iter().take(most).map(move |line| (line, size, weight))
    })
    .collect::<Vec<_>>();
    let height: f32 = lines.iter().map(|(_, size, _)| size * LEADING).sum();
    let mut y = y + (LABEL.1 - height) / 2.0;
    for (text, size, weight) in lines {
        items.push(Item::Text { x: left, y: y + size * 1.04, size, weight, ink: Ink::Black, text, node: Some(node) });
        y += size * LEADING;
    }
}

/// Which label goes where, in two columns: last, on ordinary paper.
fn list(laid: &mut Pages, labels: &Labels) {
    const SIZE: f32 = 9.2;
    const ROOM: f32 = 60.0;
    let placed: Vec<(&String, &String)> =
        labels.labels.iter().filter_map(|label| Some((&label.code, label.place.as_ref()?))).collect();
    let per_page = ((A4.1 - 2.0 * MARGIN - ROOM) / (SIZE * 1.6)) as usize;
    for page in placed.chunks(per_page) {
        let mut items = Vec::new();
        let heading = paragraph(&mut laid.nodes);
        laid.nodes[heading].kind = Kind::Title;
        let mut y = MARGIN + 18.0;
        items.push(Item::Text {
            x: MARGIN,
            y,
            size: 15.0,
            weight: Weight::Bold,
            ink: Ink::Black,
            text: labels.list.clone(),
            node: Some(heading),
        });
        y += 16.0;
        for (code, place) in page {
            y += SIZE * 1.6;
            let node = paragraph(&mut laid.nodes);
            let place =
                face(Weight::Regular).lines(place, SIZE, A4.0 - 2.0 * MARGIN - ROOM - 20.0).into_iter().next().unwrap_or_default();
            for (x, weight, text) in [(MARGIN, Weight::Bold, (*code).clone()), (MARGIN + ROOM + 20.0, Weight::Regular, place)] {
                items.push(Item::Text { x, y, size: SIZE, weight, ink: Ink::Black, text, node: Some(node) });
            }
        }
        laid.pages.push(items);
    }
}
