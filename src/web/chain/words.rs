//! What the chain says, in words: stages, holds, events, and what stands in the way.

use crate::domain::chain::nwipe::NwipeRefusal;
use crate::domain::chain::{DataBlock, Hold, LogRefusal, MediumKind, Method, RecordRefusal, Refusal, Stage};
use crate::store::chain::TellError;
use crate::web::errors::Error;
use crate::web::layout::Layout;
use fluent_bundle::FluentValue;

pub fn stage(layout: &Layout<'_>, stage: Stage) -> Result<String, Error> {
    layout.text(&format!("chain-stage-{stage}"))
}

pub fn hold(layout: &Layout<'_>, hold: Hold) -> Result<String, Error> {
    layout.text(&format!("chain-hold-{hold}"))
}

/// Why a machine is not clear of data, one sentence each.
pub fn data_block(layout: &Layout<'_>, block: &DataBlock) -> Result<String, Error> {
    match block {
        DataBlock::SetUnknown => layout.text("chain-data-unknown"),
        DataBlock::Bears { serial_number, .. } => of_medium(layout, "chain-data-bears", serial_number),
        DataBlock::Unaccounted { serial_number, .. } => of_medium(layout, "chain-data-unaccounted", serial_number),
    }
}

fn of_medium(layout: &Layout<'_>, key: &str, serial_number: &str) -> Result<String, Error> {
    layout.text_with(key, [("serial", FluentValue::from(serial_number.to_owned()))])
}

/// What stands in the way of a deed.
pub fn refusal(layout: &Layout<'_>, refused: &Refusal) -> Result<String, Error> {
    match refused {
        Refusal::Stage(Some(at)) | Refusal::Terminal(at) => {
            let at = stage(layout, *at)?;
            layout.text_with(&format!("chain-refusal-{}", refused.word()), [("stage", FluentValue::from(at))])
        }
        Refusal::Holds(holds) => {
            let names = holds.iter().map(|of| hold(layout, *of)).collect::<Result<Vec<_>, _>>()?.join(", ");
            layout.text_with("chain-refusal-holds", [("holds", FluentValue::from(names))])
        }
        Refusal::NotClear(blocks) => {
            let said = blocks.iter().map(|block| data_block(layout, block)).collect::<Result<Vec<_>, _>>()?;
            Ok(said.join(" "))
        }
        Refusal::Record(refused) => record_refusal(layout, refused),
        Refusal::Stage(None) => layout.text("chain-refusal-event"),
        other => layout.text(&format!("chain-refusal-{}", other.word())),
    }
}

/// Why what was told of an erasure does not count.
pub fn record_refusal(layout: &Layout<'_>, refused: &RecordRefusal) -> Result<String, Error> {
    let key = format!("record-refusal-{}", refused.word());
    match refused {
        RecordRefusal::Errors(errors) => layout.text_with(&key, [("n", FluentValue::from(*errors))]),
        RecordRefusal::NotEnough { method, medium } => {
            let (method, kind) = (self::method(layout, *method)?, medium_kind(layout, *medium)?);
            layout.text_with(&key, [("method", FluentValue::from(method)), ("kind", FluentValue::from(kind))])
        }
        _ => layout.text(&key),
    }
}

/// Why a log of nwipe proves nothing for a medium.
pub fn log_refusal(layout: &Layout<'_>, refused: &LogRefusal) -> Result<String, Error> {
    let drive = match refused {
        LogRefusal::NoLog => return layout.text("nwipe-refusal-no-log"),
        LogRefusal::NoSuchDrive => return layout.text("nwipe-refusal-no-drive"),
        LogRefusal::Record(refused) => return record_refusal(layout, refused),
        LogRefusal::Drive(drive) => drive,
    };
    let key = format!("nwipe-refusal-{}", drive.word());
    match drive {
        NwipeRefusal::Status(told) | NwipeRefusal::SerialDiffers(told) => {
            layout.text_with(&key, [("told", FluentValue::from(told.clone()))])
        }
        NwipeRefusal::ChecksOnly(method) | NwipeRefusal::UnknownMethod(method) => {
            layout.text_with(&key, [("method", FluentValue::from(method.clone()))])
        }
        NwipeRefusal::Errors(errors) => layout.text_with(&key, [("n", FluentValue::from(*errors))]),
        NwipeRefusal::PartialWrite { written, size } => {
            let told = [("written", FluentValue::from(layout.size(*written))), ("size", FluentValue::from(layout.size(*size)))];
            layout.text_with(&key, told)
        }
        NwipeRefusal::NotEnough(kind) => layout.text_with(&key, [("kind", FluentValue::from(medium_kind(layout, *kind)?))]),
        _ => layout.text(&key),
    }
}

/// Why what was shown of a medium does not count.
pub fn tell_refusal(layout: &Layout<'_>, refused: &TellError) -> Result<String, Error> {
    match refused {
        TellError::Log(refused) => log_refusal(layout, refused),
        TellError::Record(refused) => record_refusal(layout, refused),
        TellError::Refused(refused) => refusal(layout, refused),
        TellError::Awaiting => layout.text("sanitising-refusal-awaiting"),
        TellError::Alone => layout.text("sanitising-refusal-alone"),
        TellError::NeedsReferent => layout.text("sanitising-refusal-referent"),
        TellError::Decided => layout.text("sanitising-refusal-decided"),
        TellError::NotFound => Err(Error::NotFound),
        TellError::Database(fault) => Err(Error::Other(fault.to_string())),
    }
}

pub fn method(layout: &Layout<'_>, of: Method) -> Result<String, Error> {
    layout.text(&format!("sanitising-method-{of}"))
}

pub fn medium_kind(layout: &Layout<'_>, of: MediumKind) -> Result<String, Error> {
    layout.text(&format!("medium-kind-{of}"))
}

#[cfg(test)]
mod tests {
    use crate::domain::chain::{EventKind, Hold, Role, Stage};
    use crate::texts::Texts;

    #[test]
    fn every_stage_hold_role_and_event_has_its_words() {
        let texts = Texts::load().expect("the texts read");
        let stages = Stage::ALL.iter().map(|stage| format!("chain-stage-{stage}"));
        let holds = Hold::ALL.iter().map(|hold| format!("chain-hold-{hold}"));
        let roles = Role::ALL.iter().map(|role| format!("chain-role-{role}"));
        let events = EventKind::WORDS.iter().map(|word| format!("chain-event-{word}"));
        let missing: Vec<String> = stages.chain(holds).chain(roles).chain(events).filter(|key| !texts.has(key)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
