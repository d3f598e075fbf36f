//! The statement on paper.

use super::content::Content;
use super::moves::Moved;
use crate::documents::{Block, Cell, Column, Document, Row, Table};
use crate::web::errors::Error;
use crate::web::layout::Layout;
use fluent_bundle::FluentValue;

pub fn document(layout: &Layout<'_>, content: &Content) -> Result<Document, Error> {
    let mut blocks = vec![worked(layout, content)?, Block::Beside(account(layout, content)?, lots(layout, content)?)];
    if !content.money.is_empty() {
        blocks.push(Block::Heading(layout.text("statements-money")?));
        let lines = content.money.iter().map(|line| (line.label.clone(), line.amount.clone()));
        let mut lines: Vec<_> = lines.collect();
        let due = lines.pop();
        blocks.push(Block::Table(Table::sums(lines, due)));
    }
    for (key, moved) in [("statements-posted", &content.posted), ("statements-since", &content.since)] {
        if !moved.is_empty() {
            blocks.push(corrections(layout, key, moved)?);
        }
    }
    blocks.push(Block::Heading(layout.text("statements-rules")?));
    let rules = content.rules.iter().map(|rule| Row::from([rule.label.clone(), rule.says.clone()])).collect();
    let columns = vec![Column::words(""), Column::words("")];
    blocks.push(Block::Table(Table { columns, rows: rules, dense: true, ..Table::default() }));
    blocks.push(Block::Notice { heading: layout.text("statements-identity-title")?, lines: vec![content.identity.clone()] });
    blocks.push(Block::Small(format!("{} {}", layout.text("statements-not-invoice")?, layout.text("statements-no-words")?)));
    Ok(Document {
        language: layout.language.as_str(),
        author: content.group.clone(),
        kind: content.numbered.clone(),
        title: content.title.clone(),
        facts: vec![content.closed.clone(), content.signed.clone()],
        lead: content.lead.clone(),
        blocks,
        foot: content.numbered.clone(),
        page: layout.text("statements-page")?,
        landscape: false,
    })
}

fn worked(layout: &Layout<'_>, content: &Content) -> Result<Block, Error> {
    if content.lines.is_empty() {
        return Ok(Block::Paragraph(layout.text("hours-no-lines")?));
    }
    let none = layout.text("hours-no-ticket")?;
    let rows = content.lines.iter().map(|line| Row {
        cells: vec![
            line.day.clone().into(),
            Cell { text: line.kind.clone(), under: line.not_charged.iter().cloned().collect() },
            line.ticket.clone().unwrap_or_else(|| none.clone()).into(),
            line.real.clone().into(),
            line.charged.clone().into(),
        ],
    });
    let sum = layout.text_with("hours-interventions", [("n", FluentValue::from(content.interventions))])?;
    Ok(Block::Table(Table {
        caption: content.caption.clone(),
        columns: vec![
            Column::words(layout.text("hours-day")?),
            Column::words(layout.text("hours-kind")?),
            Column::words(layout.text("hours-ticket-column")?),
            Column::figures(layout.text("hours-real")?),
            Column::figures(layout.text("hours-charged")?),
        ],
        rows: rows.collect(),
        foot: Some(Row::from([sum, String::new(), String::new(), content.real.clone(), content.charged.clone()])),
        dense: content.lines.len() > 14,
    }))
}

fn account(layout: &Layout<'_>, content: &Content) -> Result<Vec<Block>, Error> {
    let line = |line: &crate::web::hours::AccountLine| (line.label.clone(), line.minutes.clone());
    let lines = content.account.lines.iter().map(line).collect();
    let mut blocks =
        vec![Block::Heading(layout.text("hours-account")?), Block::Table(Table::sums(lines, Some(line(&content.account.sum))))];
    blocks.extend(content.notes.iter().cloned().map(Block::Small));
    Ok(blocks)
}

fn lots(layout: &Layout<'_>, content: &Content) -> Result<Vec<Block>, Error> {
    if content.lots.is_empty() {
        return Ok(Vec::new());
    }
    let row = |lot: &super::content::Lot| {
        let until = layout.text_with("statements-lot-until", [("until", FluentValue::from(lot.until.clone()))])?;
        let origin = Cell { text: lot.origin.clone(), under: vec![until] };
        Ok(Row { cells: vec![origin, lot.used.clone().into(), lot.carried.clone().into()] })
    };
    let table = Table {
        columns: vec![
            Column::words(layout.text("statements-lot")?),
            Column::figures(layout.text("statements-lot-used")?),
            Column::figures(layout.text("statements-lot-carried")?),
        ],
        rows: content.lots.iter().map(row).collect::<Result<_, Error>>()?,
        ..Table::default()
    };
    Ok(vec![Block::Heading(layout.text("statements-lots")?), Block::Table(table)])
}

fn corrections(layout: &Layout<'_>, key: &str, moved: &[Moved]) -> Result<Block, Error> {
    let row = |moved: &Moved| Row::from([moved.words.clone(), moved.real.clone(), moved.charged.clone()]);
    Ok(Block::Table(Table {
        columns: vec![
            Column::words(layout.text(key)?),
            Column::figures(layout.text("hours-real")?),
            Column::figures(layout.text("hours-charged")?),
        ],
        rows: moved.iter().map(row).collect(),
        dense: true,
        ..Table::default()
    }))
}
