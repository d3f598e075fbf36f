//! A funder's report on paper: the page, then the assigned hours with the signatures of each sheet, then where to sign.

use super::figures::Report;
use super::{facts, lead, methods, over};
use crate::documents::{Block, Column, Document, Row, Table};
use crate::domain::ids::StructureId;
use crate::domain::time::{Minutes, Month};
use crate::store::hours::SheetState;
use crate::web::errors::Error;
use crate::web::grid;
use crate::web::layout::Layout;
use fluent_bundle::FluentValue;
use std::collections::{BTreeMap, BTreeSet};

pub fn document(layout: &Layout<'_>, report: &Report) -> Result<Document, Error> {
    let terms = report.terms();
    let mut blocks = vec![grid::beside(report.figures(layout)?), Block::Heading(layout.text("subsidies-report-agreement")?)];
    for said in facts(layout, report)? {
        blocks.push(Block::Paragraph(
            layout.text_with("subsidies-report-fact", [("label", FluentValue::from(said.label)), ("value", said.figure.into())])?,
        ));
    }
    blocks.push(Block::Table(report.by_month(layout)?.paper()));
    if !report.read.work.is_empty() {
        blocks.push(Block::Table(report.by_kind(layout)?.paper()));
        blocks.push(Block::Table(report.by_structure(layout)?.paper()));
        blocks.push(Block::Heading(layout.text("subsidies-report-signatures")?));
        blocks.push(Block::Table(signatures(layout, report)?));
        blocks.push(Block::Boxes(boxes(layout, report)?));
    }
    blocks.push(Block::Heading(layout.text("subsidies-report-how")?));
    for said in methods(layout)? {
        blocks.push(Block::Small(
            layout.text_with("subsidies-report-fact", [("label", FluentValue::from(said.label)), ("value", said.figure.into())])?,
        ));
    }
    let group = layout.group().map_or_else(String::new, |group| group.name.clone());
    let period = super::super::period(layout, terms)?;
    let foot = [("group", FluentValue::from(group.clone())), ("period", period.into())];
    Ok(Document {
        language: layout.language.as_str(),
        kind: layout.text("subsidies-report-title")?,
        title: terms.funder.clone(),
        facts: vec![terms.action.clone(), over(layout, report)?],
        lead: lead(layout, report)?,
        foot: layout.text_with("report-paper-foot", foot)?,
        author: group,
        blocks,
        page: layout.text("statements-page")?,
        landscape: false,
    })
}

/// A row a month, structure and technician: the hours, and how the structure agreed to its sheet.
fn signatures(layout: &Layout<'_>, report: &Report) -> Result<Table, Error> {
    let mut hours: BTreeMap<(Month, &str, &str), (StructureId, Minutes)> = BTreeMap::new();
    for row in &report.read.work {
        let entry = hours.entry((row.month, &row.structure_name, &row.worker_name)).or_insert((row.structure, Minutes::ZERO));
        entry.1 += row.minutes;
    }
    let mut rows = Vec::new();
    for ((month, structure, worker), (id, minutes)) in hours {
        let agreed = match report.sheet(month, id) {
            Some(SheetState::Signed { name, at }) => {
                let args = [("name", FluentValue::from(name.clone())), ("day", layout.whole_day_of(*at).into())];
                layout.text_with("subsidies-report-signed-by", args)?
            }
            _ => layout.text("subsidies-report-tacit")?,
        };
        rows.push(Row::from([layout.month(month), structure.to_owned(), worker.to_owned(), agreed, layout.duration(minutes)]));
    }
    let words = |key: &str| layout.text(&format!("subsidies-report-{key}")).map(Column::words);
    Ok(Table {
        caption: layout.text("subsidies-report-caption-signatures")?,
        columns: vec![
            words("month")?,
            words("structure")?,
            words("worker")?,
            words("sheet")?,
            Column::figures(layout.text("subsidies-report-hours")?),
        ],
        foot: Some(Row::from([
            layout.text("subsidies-report-total")?,
            String::new(),
            String::new(),
            String::new(),
            layout.duration(report.minutes()),
        ])),
        rows,
        dense: true,
    })
}

/// The technicians who worked, then the group.
fn boxes(layout: &Layout<'_>, report: &Report) -> Result<Vec<(String, String)>, Error> {
    let what = layout.text("subsidies-report-box")?;
    let workers: BTreeSet<&str> = report.read.work.iter().map(|row| row.worker_name.as_str()).collect();
    let group = layout.text("subsidies-report-box-group")?;
    Ok(workers.into_iter().map(str::to_owned).chain([group]).map(|who| (who, what.clone())).collect())
}
