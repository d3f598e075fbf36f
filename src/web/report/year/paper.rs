//! The year's report on paper.

use super::figures::Year;
use super::{bars, lead, over, title};
use crate::documents::{Block, Document};
use crate::web::errors::Error;
use crate::web::grid;
use crate::web::layout::Layout;
use crate::web::report::chart;
use fluent_bundle::FluentValue;

pub fn document(layout: &Layout<'_>, read: &Year) -> Result<Document, Error> {
    let mut blocks = vec![grid::beside(read.figures(layout)?)];
    if let Some(drawn) = chart::paper(layout, bars(layout, read), "-year")? {
        blocks.extend([Block::Heading(layout.text("report-year-where")?), Block::Chart(drawn)]);
    }
    blocks.push(Block::Table(read.by_month(layout)?.paper()));
    blocks.push(Block::Table(read.by_structure(layout)?.paper()));
    blocks.push(Block::Heading(layout.text("report-year-how")?));
    for key in ["fte", "pot", "closed"] {
        blocks.push(Block::Small(layout.text(&format!("report-year-how-{key}"))?));
    }
    let group = layout.group().map_or_else(String::new, |group| group.name.clone());
    let foot = [("group", FluentValue::from(group.clone())), ("period", read.year.to_string().into())];
    Ok(Document {
        language: layout.language.as_str(),
        kind: layout.text("report-year-paper")?,
        title: title(layout, read.year)?,
        facts: vec![over(layout, read)?],
        lead: lead(layout, read)?,
        foot: layout.text_with("report-paper-foot", foot)?,
        author: group,
        blocks,
        page: layout.text("statements-page")?,
        landscape: false,
    })
}
