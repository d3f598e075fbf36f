//! What the chain says, in words: stages, holds, events, and what stands in the way.

use crate::domain::chain::{DataBlock, Hold, Refusal, Stage};
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
        Refusal::Stage(None) => layout.text("chain-refusal-event"),
        other => layout.text(&format!("chain-refusal-{}", other.word())),
    }
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
