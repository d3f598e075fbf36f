//! The lines of an hour sheet: one for each day, ticket and kind, as the rules charge them.

use crate::domain::ids::TicketId;
use crate::domain::interventions::{Kind, NotCharged};
use crate::domain::time::Minutes;
use crate::store::interventions::Sheet;
use crate::web::errors::Error;
use crate::web::layout::Layout;
use chrono::NaiveDate;
use fluent_bundle::FluentValue;
use serde::Serialize;

/// What a line says, before it is put into words.
pub struct Fact {
    pub day: NaiveDate,
    pub kind: Kind,
    pub ticket: Option<TicketId>,
    pub number: Option<i64>,
    pub real: Minutes,
    pub charged: Minutes,
    pub not_charged: Minutes,
    pub reasons: Vec<NotCharged>,
    /// Empty for those who may not read words.
    pub notes: Vec<String>,
}

/// A line as the page shows it.
#[derive(Serialize)]
pub struct SheetLine {
    day: String,
    kind: String,
    notes: String,
    not_charged: Option<String>,
    ticket: Option<String>,
    ticket_href: Option<String>,
    real: String,
    charged: String,
}

/// The lines of a sheet, in order of day.
pub fn facts(sheet: &Sheet) -> Vec<Fact> {
    let fact = |line: &crate::domain::interventions::Line| {
        let ticket = line.ticket.map(TicketId);
        let behind = || {
            let same =
                move |work: &crate::store::interventions::Work| (work.day, work.kind, work.ticket) == (line.day, line.kind, ticket);
            sheet.interventions.iter().filter(move |intervention| same(&intervention.work))
        };
        let mut reasons: Vec<NotCharged> = behind().filter_map(|i| i.work.not_charged).collect();
        reasons.sort_unstable();
        reasons.dedup();
        let mut notes: Vec<String> = behind().map(|i| i.work.note.trim().to_owned()).filter(|note| !note.is_empty()).collect();
        notes.dedup();
        Fact {
            day: line.day,
            kind: line.kind,
            ticket,
            number: behind().find_map(|i| i.ticket_number),
            real: line.real,
            charged: line.charged,
            not_charged: line.not_charged,
            reasons,
            notes,
        }
    };
    let mut facts: Vec<Fact> = sheet.charge.lines.iter().map(fact).collect();
    facts.sort_by_key(|fact| (fact.day, fact.number, fact.kind));
    facts
}

/// The lines in words.
pub fn of(layout: &Layout<'_>, sheet: &Sheet) -> Result<Vec<SheetLine>, Error> {
    facts(sheet).into_iter().map(|fact| line(layout, fact, sheet.with_words)).collect()
}

fn line(layout: &Layout<'_>, fact: Fact, with_words: bool) -> Result<SheetLine, Error> {
    let ticket = fact.number.map(|n| layout.text_with("hours-ticket", [("n", FluentValue::from(n.to_string()))])).transpose()?;
    Ok(SheetLine {
        day: layout.day(fact.day),
        kind: layout.text(&format!("hours-kind-{}", fact.kind))?,
        notes: fact.notes.join(" · "),
        not_charged: not_charged(layout, fact.not_charged, &fact.reasons)?,
        ticket_href: fact.ticket.filter(|_| with_words).map(crate::web::tickets::href),
        ticket,
        real: layout.duration(fact.real),
        charged: layout.duration(fact.charged),
    })
}

/// « 20 min non comptées : notre erreur ».
pub fn not_charged(layout: &Layout<'_>, minutes: Minutes, reasons: &[NotCharged]) -> Result<Option<String>, Error> {
    if minutes.is_zero() {
        return Ok(None);
    }
    let reasons: Result<Vec<String>, Error> = reasons.iter().map(|why| layout.text(&format!("hours-not-charged-{why}"))).collect();
    let args = [("minutes", FluentValue::from(layout.duration(minutes))), ("reasons", reasons?.join(", ").into())];
    Ok(Some(layout.text_with("hours-not-charged", args)?))
}
