//! Writes what was laid out: tagged, with its title and language, and nothing that changes from one time to the next.

use super::Document;
use super::font::face;
use super::labels::{self, Labels};
use super::layout::{Ink, Item, Kind, Node, Pages, pages};
use krilla::SerializeSettings;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag, TableHeaderScope, Tag, TagGroup, TagKind, TagTree};
use std::num::NonZeroU16;
use std::sync::Arc;

/// Why a document cannot be written: never because of what it says.
#[derive(Debug, thiserror::Error)]
#[error("a PDF: {0}")]
pub struct WriteError(String);

/// The document as PDF.
pub fn write(document: &Document) -> Result<Vec<u8>, WriteError> {
    let about = Metadata::new()
        .title(document.title.clone())
        .authors(vec![document.author.clone()])
        .description(document.kind.clone())
        .document_id(document.foot.clone());
    written(&pages(document), document.language, about)
}

/// Labels as PDF.
pub fn write_labels(labels: &Labels) -> Result<Vec<u8>, WriteError> {
    let about = Metadata::new().title(labels.title.clone()).authors(vec![labels.author.clone()]);
    written(&labels::pages(labels), labels.language, about)
}

fn written(laid: &Pages, language: &str, about: Metadata) -> Result<Vec<u8>, WriteError> {
    let mut pdf = krilla::Document::new_with(SerializeSettings { xmp_metadata: true, ..SerializeSettings::default() });
    let mut said: Vec<Vec<Identifier>> = vec![Vec::new(); laid.nodes.len()];
    for items in &laid.pages {
        let settings = PageSettings::from_wh(laid.size.0, laid.size.1).ok_or_else(|| WriteError("no size".into()))?;
        let mut page = pdf.start_page_with(settings);
        let mut surface = page.surface();
        for item in items {
            draw(&mut surface, item, &mut said);
        }
        surface.finish();
        page.finish();
    }
    pdf.set_tag_tree(tree(laid, said).with_lang(Some(language.into())));
    pdf.set_metadata(about.language(language.into()).creator("Parcommun".into()));
    pdf.finish().map_err(|error| WriteError(format!("{error:?}")))
}

fn draw(surface: &mut Surface<'_>, item: &Item, said: &mut [Vec<Identifier>]) {
    match item {
        Item::Text { x, y, size, weight, ink, text, node } => {
            let tag = if node.is_some() { ContentTag::Span(SpanTag::empty()) } else { artifact(ArtifactType::PaginationOther) };
            let id = surface.start_tagged(tag);
            surface.set_stroke(None);
            surface.set_fill(Some(fill(*ink)));
            let face = face(*weight);
            surface.draw_glyphs(Point::from_xy(*x, *y), &face.glyphs(text), face.font.clone(), text, *size, false);
            surface.end_tagged();
            if let Some(said) = node.and_then(|node| said.get_mut(node)) {
                said.push(id);
            }
        }
        Item::Rule { x, y, width, thick, ink } => shape(surface, (*x, *y, *width, *thick), Some(*ink), None),
        Item::Box { x, y, width, height, fill, edge } => shape(surface, (*x, *y, *width, *height), *fill, *edge),
        Item::Modules { x, y, module, runs } => {
            let mut path = PathBuilder::new();
            for (column, row, length) in runs {
                let at = |steps: usize| steps as f32 * module;
                if let Some(rect) = Rect::from_xywh(x + at(*column), y + at(*row), at(*length), *module) {
                    path.push_rect(rect);
                }
            }
            outlined(surface, path, Some(Ink::Black), None);
        }
        Item::Picture { x, y, width, height, jpeg, node } => {
            let (Ok(image), Some(size)) = (Image::from_jpeg(Arc::clone(jpeg).into(), true), Size::from_wh(*width, *height)) else {
                return;
            };
            let id = surface.start_tagged(ContentTag::Other);
            surface.push_transform(&Transform::from_translate(*x, *y));
            surface.draw_image(image, size);
            surface.pop();
            surface.end_tagged();
            if let Some(said) = said.get_mut(*node) {
                said.push(id);
            }
        }
    }
}

fn shape(surface: &mut Surface<'_>, (x, y, width, height): (f32, f32, f32, f32), inside: Option<Ink>, edge: Option<Ink>) {
    let Some(rect) = Rect::from_xywh(x, y, width, height) else { return };
    let mut path = PathBuilder::new();
    path.push_rect(rect);
    outlined(surface, path, inside, edge);
}

fn outlined(surface: &mut Surface<'_>, path: PathBuilder, inside: Option<Ink>, edge: Option<Ink>) {
    let Some(path) = path.finish() else { return };
    surface.start_tagged(artifact(ArtifactType::Layout));
    surface.set_fill(inside.map(fill));
    surface.set_stroke(edge.map(|ink| Stroke { paint: color(ink).into(), width: 0.7, ..Stroke::default() }));
    surface.draw_path(&path);
    surface.end_tagged();
}

fn artifact(kind: ArtifactType) -> ContentTag<'static> {
    ContentTag::Artifact(Artifact::with_kind(kind))
}

fn fill(ink: Ink) -> Fill {
    Fill { paint: color(ink).into(), opacity: NormalizedF32::ONE, ..Fill::default() }
}

/// The colours of the pages' light theme; all but the accent print as greys.
fn color(ink: Ink) -> rgb::Color {
    match ink {
        Ink::Black => rgb::Color::new(0x1b, 0x1b, 0x2b),
        Ink::Mute => rgb::Color::new(0x4f, 0x4d, 0x5e),
        Ink::Line => rgb::Color::new(0x6f, 0x6c, 0x80),
        Ink::Hair => rgb::Color::new(0xcf, 0xca, 0xc0),
        Ink::Accent => rgb::Color::new(0x5b, 0x2a, 0x86),
        Ink::Tint => rgb::Color::new(0xe6, 0xda, 0xf3),
    }
}

/// The structure: nodes under their parents, in the order in which they were made.
fn tree(laid: &Pages, said: Vec<Vec<Identifier>>) -> TagTree {
    let mut groups: Vec<Option<TagGroup>> = laid.nodes.iter().map(|node| Some(TagGroup::new(tag(node)))).collect();
    for (group, said) in groups.iter_mut().zip(said) {
        if let Some(group) = group {
            said.into_iter().for_each(|id| group.push(id));
        }
    }
    // A node comes after its parent: from the last to the first, each is whole when it is put into its own.
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); laid.nodes.len()];
    let mut roots = Vec::new();
    for (nth, node) in laid.nodes.iter().enumerate() {
        match node.parent {
            Some(parent) => children[parent].push(nth),
            None => roots.push(nth),
        }
    }
    for nth in (0..laid.nodes.len()).rev() {
        for child in &children[nth] {
            if let (Some(child), Some(group)) = (groups[*child].take(), groups[nth].as_mut()) {
                group.push(child);
            }
        }
    }
    let mut tree = TagTree::new();
    roots.into_iter().filter_map(|root| groups[root].take()).for_each(|group| tree.push(group));
    tree
}

fn tag(node: &Node) -> TagKind {
    let heading = |level: u16| Tag::Hn(NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN), None).into();
    match node.kind {
        Kind::Title => heading(1),
        Kind::Heading => heading(2),
        // A chart's words and figures are text: it needs no other.
        Kind::Paragraph | Kind::Figure => Tag::P.into(),
        Kind::Table => Tag::Table.into(),
        Kind::Caption => Tag::Caption.into(),
        Kind::Head => Tag::THead.into(),
        Kind::Body => Tag::TBody.into(),
        Kind::Foot => Tag::TFoot.into(),
        Kind::Row => Tag::TR.into(),
        Kind::HeadCell => Tag::TH(TableHeaderScope::Column).into(),
        Kind::RowHeadCell => Tag::TH(TableHeaderScope::Row).into(),
        Kind::Cell => Tag::TD.into(),
        Kind::Picture => Tag::Figure(Some(node.alt.clone())).into(),
    }
}
