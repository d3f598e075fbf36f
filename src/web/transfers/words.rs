//! What transfers say, in words.

use crate::domain::chain::{Intent, LineOutcome, TransferRefusal, TransferStep};
use crate::store::transfers::{LineRecord, Record, TransferError, numbered};
use crate::web::chain as lives;
use crate::web::errors::Error;
use crate::web::layout::Layout;
use crate::web::workshop;
use fluent_bundle::FluentValue;

/// « Remise n° 2026-3 »; a draft has no number yet.
pub fn title(layout: &Layout<'_>, number: Option<(i64, i64)>) -> Result<String, Error> {
    if number.is_none() {
        return layout.text("transfer-draft-title");
    }
    layout.text_with("transfer-title", [("number", FluentValue::from(numbered(number)))])
}

pub fn step(layout: &Layout<'_>, step: TransferStep) -> Result<String, Error> {
    layout.text(&format!("transfer-step-{step}"))
}

pub fn intent(layout: &Layout<'_>, intent: Intent) -> Result<String, Error> {
    layout.text(&format!("transfer-intent-{intent}"))
}

pub fn outcome(layout: &Layout<'_>, outcome: LineOutcome) -> Result<String, Error> {
    layout.text(&format!("transfer-outcome-{outcome}"))
}

/// The colour of a step.
pub const fn badge(step: TransferStep) -> &'static str {
    match step {
        TransferStep::Draft | TransferStep::Proposed => "waiting",
        TransferStep::Accepted | TransferStep::Dispatched => "in_hand",
        TransferStep::Received | TransferStep::Closed => "settled",
        TransferStep::Declined
        | TransferStep::Expired
        | TransferStep::Cancelled
        | TransferStep::ReceivedWithDiscrepancy
        | TransferStep::RefusedAtDoor => "received",
    }
}

/// What a machine is called: by its own structure as the structure says, by anybody else as what it is.
pub fn machine(layout: &Layout<'_>, knows_names: bool, line: &LineRecord) -> Result<String, Error> {
    if knows_names && !line.name.is_empty() { Ok(line.name.clone()) } else { workshop::name_of(layout, &line.machine) }
}

/// Why a step was not done.
///
/// # Errors
/// That it is not there, or a fault of ours.
pub fn refused(layout: &Layout<'_>, knows_names: bool, of: &Record, error: TransferError) -> Result<String, Error> {
    match error {
        TransferError::NotFound
        | TransferError::KeyTaken
        | TransferError::NotForThat
        | TransferError::NotTheirs(_)
        | TransferError::NotThese => Err(Error::NotFound),
        TransferError::NoAddressee => layout.text("transfer-link-nowhere"),
        TransferError::PaperWaits => layout.text("transfer-paper-waits-already"),
        TransferError::PaperReplaced => layout.text("transfer-paper-replaced"),
        TransferError::SameHand => layout.text("transfer-paper-same-hand"),
        TransferError::Database(error) => Err(error.into()),
        TransferError::Overtaken(now) => {
            let step = step(layout, now)?;
            layout.text_with("transfer-overtaken", [("step", FluentValue::from(step))])
        }
        TransferError::Blocked(id, refusal) => {
            let why = lives::refusal(layout, &refusal)?;
            let name = match of.lines.iter().find(|line| line.machine.id == id) {
                Some(line) => machine(layout, knows_names, line)?,
                None => String::new(),
            };
            layout.text_with("transfer-blocked", [("name", FluentValue::from(name)), ("why", FluentValue::from(why))])
        }
        TransferError::Refused(refusal) => match *refusal {
            TransferRefusal::Step(now) => {
                let step = step(layout, now)?;
                layout.text_with("transfer-refusal-step", [("step", FluentValue::from(step))])
            }
            TransferRefusal::NotASide => layout.text("chain-refusal-role"),
            TransferRefusal::Empty => layout.text("transfer-mistake-machines"),
            TransferRefusal::NoSuchLine => layout.text("transfer-refusal-line"),
            TransferRefusal::Open(lines) => layout.text_with("transfer-refusal-open", [("n", FluentValue::from(lines.len()))]),
            TransferRefusal::NeedsReason => layout.text("chain-refusal-reason"),
            TransferRefusal::Weight { .. } => layout.text("chain-refusal-manifest"),
        },
    }
}
