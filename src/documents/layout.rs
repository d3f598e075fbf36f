//! Where everything stands: blocks become pages of text, lines and boxes at places. Points, from the top left corner.

use super::font::{Weight, face};
use super::{Block, Chart, Document, Picture, table};
use std::sync::Arc;

/// 15 mm.
pub const MARGIN: f32 = 42.52;
pub const A4: (f32, f32) = (595.28, 841.89);
/// Room for the foot of a page.
const FOOT: f32 = 22.0;
pub const LEADING: f32 = 1.36;
pub const BODY: f32 = 9.2;
pub const SMALL: f32 = 7.8;
const HEADING: f32 = 11.5;
const TITLE: f32 = 19.0;
/// A heading is never the last thing on a page: this much must follow it.
const AFTER_HEADING: f32 = 46.0;

/// Shades, from black to paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    Black,
    Mute,
    Line,
    Hair,
    Accent,
    Tint,
}

/// What a piece of text is to who cannot see the page; a line or a box is nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Title,
    Heading,
    Paragraph,
    Table,
    Caption,
    Head,
    Body,
    Foot,
    Row,
    HeadCell,
    RowHeadCell,
    Cell,
    Figure,
    Picture,
}

/// A node of the document's structure, and the one above it.
#[derive(Clone, Debug)]
pub struct Node {
    pub kind: Kind,
    pub parent: Option<usize>,
    /// What a picture shows; empty of all else.
    pub alt: String,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// `y` is the base line. Without a node it is not read aloud: what is repeated on each page.
    Text {
        x: f32,
        y: f32,
        size: f32,
        weight: Weight,
        ink: Ink,
        text: String,
        node: Option<usize>,
    },
    Rule {
        x: f32,
        y: f32,
        width: f32,
        thick: f32,
        ink: Ink,
    },
    Box {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        fill: Option<Ink>,
        edge: Option<Ink>,
    },
    Picture {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        jpeg: Arc<Vec<u8>>,
        node: usize,
    },
    /// The dark modules of a QR code, each run with its column, its row and its length; who listens hears its address as text.
    Modules {
        x: f32,
        y: f32,
        module: f32,
        runs: Vec<(usize, usize, usize)>,
    },
}

/// The document, laid out.
#[derive(Debug)]
pub struct Pages {
    pub size: (f32, f32),
    pub pages: Vec<Vec<Item>>,
    pub nodes: Vec<Node>,
}

/// The page that is being filled.
pub struct Sheet {
    pub pages: Vec<Vec<Item>>,
    pub nodes: Vec<Node>,
    pub left: f32,
    pub width: f32,
    /// Where the next thing stands.
    pub y: f32,
    top: f32,
    bottom: f32,
}

/// Lays a document out; a little smaller where that saves a page.
pub fn pages(document: &Document) -> Pages {
    let whole = at_scale(document, 1.0);
    let smaller = || [0.95, 0.9].into_iter().map(|scale| at_scale(document, scale));
    let fewer = if whole.pages.len() > 1 { smaller().find(|pages| pages.pages.len() < whole.pages.len()) } else { None };
    fewer.unwrap_or(whole)
}

/// Lays a document out on larger paper, and makes that as small as the true one.
fn at_scale(document: &Document, scale: f32) -> Pages {
    let size = if document.landscape { (A4.1, A4.0) } else { A4 };
    let (width, height, margin) = (size.0 / scale, size.1 / scale, MARGIN / scale);
    let mut sheet = Sheet {
        pages: vec![Vec::new()],
        nodes: Vec::new(),
        left: margin,
        width: width - 2.0 * margin,
        y: margin,
        top: margin,
        bottom: height - margin - FOOT,
    };
    sheet.head(document);
    sheet.blocks(&document.blocks);
    sheet.feet(document, height - margin);
    let pages = sheet.pages.into_iter().map(|items| items.into_iter().map(|item| item.scaled(scale)).collect()).collect();
    Pages { size, pages, nodes: sheet.nodes }
}

impl Item {
    fn scaled(mut self, scale: f32) -> Self {
        match &mut self {
            Self::Text { x, y, size, .. } => [x, y, size].into_iter().for_each(|length| *length *= scale),
            Self::Modules { x, y, module, .. } => [x, y, module].into_iter().for_each(|length| *length *= scale),
            Self::Rule { x, y, width, .. } => [x, y, width].into_iter().for_each(|length| *length *= scale),
            Self::Box { x, y, width, height, .. } | Self::Picture { x, y, width, height, .. } => {
                [x, y, width, height].into_iter().for_each(|length| *length *= scale)
            }
        }
        self
    }
}

impl Sheet {
    pub fn push(&mut self, item: Item) {
        if let Some(page) = self.pages.last_mut() {
            page.push(item);
        }
    }

    pub fn node(&mut self, kind: Kind, parent: Option<usize>) -> usize {
        self.nodes.push(Node { kind, parent, alt: String::new() });
        self.nodes.len() - 1
    }

    /// How much a page holds.
    pub fn whole_page(&self) -> f32 {
        self.bottom - self.top
    }

    /// Goes on to the next page unless so much room is left; whether it did.
    pub fn need(&mut self, room: f32) -> bool {
        if self.y + room <= self.bottom || self.y <= self.top {
            return false;
        }
        self.pages.push(Vec::new());
        self.y = self.top;
        true
    }

    /// Lines of text from the present place on, each on a page that has room for it.
    fn text(&mut self, text: &str, size: f32, weight: Weight, ink: Ink, node: usize) {
        let face = face(weight);
        for line in face.lines(text, size, self.width) {
            self.need(size * LEADING);
            self.line(self.left, line, size, weight, ink, Some(node));
            self.y += size * LEADING;
        }
    }

    /// One line whose top is the present place.
    pub fn line(&mut self, x: f32, text: String, size: f32, weight: Weight, ink: Ink, node: Option<usize>) {
        let y = self.y + size * 1.04;
        self.push(Item::Text { x, y, size, weight, ink, text, node });
    }

    fn head(&mut self, document: &Document) {
        self.push(Item::Rule { x: self.left, y: self.y, width: self.width, thick: 2.2, ink: Ink::Accent });
        self.y += 10.0;
        let kind = face(Weight::Regular).width(&document.kind, BODY);
        let node = self.node(Kind::Paragraph, None);
        let room = self.width - kind - 16.0;
        let author = face(Weight::Bold).lines(&document.author, BODY, room.max(80.0));
        let under = kind > self.width / 2.0;
        for (nth, line) in author.into_iter().enumerate() {
            self.line(self.left, line, BODY, Weight::Bold, Ink::Black, Some(node));
            if nth == 0 && !under {
                let right = self.left + self.width - kind;
                self.line(right, document.kind.clone(), BODY, Weight::Regular, Ink::Mute, Some(node));
            }
            self.y += BODY * LEADING;
        }
        if under {
            self.text(&document.kind, BODY, Weight::Regular, Ink::Mute, node);
        }
        self.y += 12.0;
        let title = self.node(Kind::Title, None);
        self.text(&document.title, TITLE, Weight::Bold, Ink::Black, title);
        self.y += 2.0;
        if !document.facts.is_empty() {
            let facts = self.node(Kind::Paragraph, None);
            self.text(&document.facts.join(" · "), SMALL, Weight::Regular, Ink::Mute, facts);
        }
        if !document.lead.is_empty() {
            self.y += 5.0;
            let lead = self.node(Kind::Paragraph, None);
            self.text(&document.lead, 10.6, Weight::Regular, Ink::Black, lead);
        }
        self.y += 10.0;
    }

    pub fn blocks(&mut self, blocks: &[Block]) {
        for (nth, block) in blocks.iter().enumerate() {
            match block {
                Block::Heading(text) => {
                    self.need(HEADING * LEADING + 8.0 + self.whole(&blocks[nth + 1..]).max(AFTER_HEADING));
                    self.y += 5.0;
                    let node = self.node(Kind::Heading, None);
                    self.text(text, HEADING, Weight::Bold, Ink::Black, node);
                    self.y += 3.0;
                }
                Block::Paragraph(text) => self.paragraph(text, BODY, Ink::Black),
                Block::Small(text) => self.paragraph(text, SMALL, Ink::Mute),
                Block::Notice { heading, lines } => self.notice(heading, lines),
                Block::Table(table) => {
                    table::lay(self, table);
                    self.y += 9.0;
                }
                Block::Beside(one, other) => self.beside(one, other),
                Block::Chart(chart) => self.chart(chart),
                Block::Boxes(boxes) => self.boxes(boxes),
                Block::Picture(picture) => self.picture(picture),
            }
        }
    }

    /// How high the next block is, if it is one that stays in one piece and a page has room for it.
    fn whole(&self, next: &[Block]) -> f32 {
        match next.first() {
            Some(Block::Chart(_) | Block::Picture(_) | Block::Beside(..) | Block::Notice { .. } | Block::Boxes(_)) => {
                let height = self.height(&next[..1], self.width);
                if height < self.whole_page() - 40.0 { height } else { 0.0 }
            }
            _ => 0.0,
        }
    }

    fn paragraph(&mut self, text: &str, size: f32, ink: Ink) {
        let node = self.node(Kind::Paragraph, None);
        self.text(text, size, Weight::Regular, ink, node);
        self.y += 4.0;
    }

    fn notice(&mut self, heading: &str, lines: &[String]) {
        const PAD: f32 = 8.0;
        let (left, width) = (self.left, self.width);
        (self.left, self.width) = (left + PAD + 3.0, width - 2.0 * PAD - 3.0);
        let rows = |text: &str, weight| face(weight).lines(text, BODY, self.width).len() as f32 * BODY * LEADING;
        let height =
            rows(heading, Weight::Bold) + lines.iter().map(|line| rows(line, Weight::Regular) + 2.0).sum::<f32>() + 2.0 * PAD;
        self.need(height);
        let y = self.y;
        self.push(Item::Box { x: left, y, width, height, fill: None, edge: Some(Ink::Hair) });
        self.push(Item::Box { x: left, y, width: 3.0, height, fill: Some(Ink::Accent), edge: None });
        self.y += PAD;
        let node = self.node(Kind::Paragraph, None);
        self.text(heading, BODY, Weight::Bold, Ink::Black, node);
        for line in lines {
            self.y += 2.0;
            let node = self.node(Kind::Paragraph, None);
            self.text(line, BODY, Weight::Regular, Ink::Black, node);
        }
        (self.left, self.width, self.y) = (left, width, y + height + 9.0);
    }

    /// How high blocks are in a width, found by laying them out on a sheet without end.
    fn height(&self, blocks: &[Block], width: f32) -> f32 {
        let mut trial =
            Sheet { pages: vec![Vec::new()], nodes: Vec::new(), left: 0.0, width, y: 1.0, top: 0.0, bottom: f32::INFINITY };
        trial.blocks(blocks);
        trial.y - 1.0
    }

    fn beside(&mut self, one: &[Block], other: &[Block]) {
        const GAP: f32 = 24.0;
        let half = (self.width - GAP) / 2.0;
        let height = self.height(one, half).max(self.height(other, half));
        if self.y + height > self.bottom && height > self.whole_page() {
            // Too high for any page: one after the other.
            self.blocks(one);
            return self.blocks(other);
        }
        self.need(height);
        let (left, width, y) = (self.left, self.width, self.y);
        self.width = half;
        self.blocks(one);
        (self.left, self.y) = (left + half + GAP, y);
        self.blocks(other);
        (self.left, self.width, self.y) = (left, width, y + height);
    }

    fn chart(&mut self, chart: &Chart) {
        const ROW: f32 = 14.0;
        let plain = face(Weight::Regular);
        let widest = |of: fn(&super::Bar) -> &str| chart.bars.iter().map(|bar| plain.width(of(bar), SMALL)).fold(0.0, f32::max);
        let labels = widest(|bar| &bar.label).min(self.width * 0.35) + 8.0;
        let figures = widest(|bar| &bar.figure) + 8.0;
        let room = self.width - labels - figures;
        let node = self.node(Kind::Figure, None);
        // In one piece where a page is long enough.
        let height = BODY * LEADING * 2.0 + ROW * (chart.bars.len() as f32 + 1.0);
        self.need(if height < self.whole_page() { height } else { ROW * 3.0 + BODY * LEADING * 2.0 });
        self.text(&chart.sentence, BODY, Weight::Regular, Ink::Black, node);
        self.y += 4.0;
        for bar in &chart.bars {
            self.need(ROW);
            let label = plain.lines(&bar.label, SMALL, labels - 8.0).into_iter().next().unwrap_or_default();
            self.line(self.left, label, SMALL, Weight::Regular, Ink::Black, Some(node));
            let mut x = self.left + labels;
            for (nth, part) in bar.parts.iter().enumerate().filter(|(_, part)| **part > 0) {
                let width = room * f32::from(*part) / 1000.0;
                self.push(part_of(nth, x, self.y + 1.5, width, ROW - 5.5));
                x += width;
            }
            let right = self.left + self.width - plain.width(&bar.figure, SMALL);
            self.line(right, bar.figure.clone(), SMALL, Weight::Regular, Ink::Black, Some(node));
            self.y += ROW;
        }
        self.key(&chart.key, node);
        self.y += 9.0;
    }

    /// What the parts of a bar are; nothing to say of a single one.
    fn key(&mut self, key: &[String], node: usize) {
        if key.len() < 2 {
            return;
        }
        self.need(SMALL * LEADING);
        let mut x = self.left;
        for (nth, words) in key.iter().enumerate() {
            self.push(part_of(nth, x, self.y + 1.5, 12.0, 7.0));
            self.line(x + 16.0, words.clone(), SMALL, Weight::Regular, Ink::Mute, Some(node));
            x += 16.0 + face(Weight::Regular).width(words, SMALL) + 16.0;
        }
        self.y += SMALL * LEADING;
    }

    /// Half a point a pixel, within the page and never so high that nothing stands beside it.
    fn picture(&mut self, picture: &Picture) {
        const HIGHEST: f32 = 260.0;
        let (wide, high) = (picture.size.0 as f32 / 2.0, picture.size.1 as f32 / 2.0);
        let scale = (self.width / wide).min(HIGHEST / high).min(1.0);
        let (width, height) = (wide * scale, high * scale);
        self.need(height + 6.0);
        let node = self.node(Kind::Picture, None);
        if let Some(node) = self.nodes.get_mut(node) {
            node.alt.clone_from(&picture.alt);
        }
        self.push(Item::Picture { x: self.left, y: self.y, width, height, jpeg: Arc::clone(&picture.jpeg), node });
        self.y += height + 6.0;
    }

    fn boxes(&mut self, boxes: &[(String, String)]) {
        const HEIGHT: f32 = 74.0;
        const GAP: f32 = 16.0;
        self.need(HEIGHT + 8.0);
        let count = boxes.len().max(1) as f32;
        let width = (self.width - GAP * (count - 1.0)) / count;
        let (y, mut x) = (self.y + 4.0, self.left);
        for (who, what) in boxes {
            self.push(Item::Box { x, y, width, height: HEIGHT, fill: None, edge: Some(Ink::Line) });
            let node = self.node(Kind::Paragraph, None);
            self.y = y + 6.0;
            self.line(x + 8.0, who.clone(), SMALL, Weight::Bold, Ink::Black, Some(node));
            self.y += SMALL * LEADING;
            self.line(x + 8.0, what.clone(), SMALL, Weight::Regular, Ink::Mute, Some(node));
            x += width + GAP;
        }
        self.y = y + HEIGHT + 9.0;
    }

    /// Number of the document and of the page, on every page; who listens hears them nowhere.
    fn feet(&mut self, document: &Document, bottom: f32) {
        let (count, plain) = (self.pages.len(), face(Weight::Regular));
        let y = bottom - 2.0;
        for (nth, page) in self.pages.iter_mut().enumerate() {
            let number = format!("{}\u{a0}{}\u{a0}/\u{a0}{count}", document.page, nth + 1);
            let right = self.left + self.width - plain.width(&number, SMALL);
            page.push(Item::Rule { x: self.left, y: y - 12.0, width: self.width, thick: 0.5, ink: Ink::Hair });
            for (x, text) in [(self.left, document.foot.clone()), (right, number)] {
                page.push(Item::Text { x, y, size: SMALL, weight: Weight::Regular, ink: Ink::Mute, text, node: None });
            }
        }
    }
}

/// The look of a part of a bar: full, outlined, light; told apart without colour.
fn part_of(nth: usize, x: f32, y: f32, width: f32, height: f32) -> Item {
    let (fill, edge) = match nth {
        0 => (Some(Ink::Accent), None),
        1 => (Some(Ink::Tint), Some(Ink::Accent)),
        2 => (None, Some(Ink::Black)),
        _ => (Some(Ink::Black), None),
    };
    Item::Box { x, y, width, height, fill, edge }
}
