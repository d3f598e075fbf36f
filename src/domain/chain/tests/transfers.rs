//! A batch on its way between two organisations.

use super::*;
use crate::domain::ids::EquipmentId;
use proptest::prelude::*;

const FIRST: EquipmentId = EquipmentId(Uuid::from_u128(41));
const SECOND: EquipmentId = EquipmentId(Uuid::from_u128(42));

fn dispatched() -> Transfer {
    let mut transfer = Transfer::draft(OWNER, WORKSHOP, morning());
    transfer.add(FIRST, 2_000).expect("a line");
    transfer.add(SECOND, 3_000).expect("a line");
    transfer.propose(OWNER, morning()).expect("proposed");
    transfer.accept(WORKSHOP, morning()).expect("accepted");
    transfer.dispatch(OWNER, morning()).expect("dispatched");
    transfer
}

#[test]
fn a_batch_is_frozen_once_it_is_offered_and_each_side_does_its_own() {
    let mut transfer = Transfer::draft(OWNER, WORKSHOP, morning());
    assert_eq!(transfer.propose(OWNER, morning()), Err(TransferRefusal::Empty));
    transfer.add(FIRST, 2_000).expect("a line");
    assert_eq!(transfer.propose(WORKSHOP, morning()), Err(TransferRefusal::NotASide));
    transfer.propose(OWNER, morning()).expect("proposed");
    assert_eq!(transfer.add(SECOND, 1), Err(TransferRefusal::Step(TransferStep::Proposed)));
    assert_eq!(transfer.accept(OWNER, morning()), Err(TransferRefusal::NotASide));
    let mut late = transfer.clone();
    assert_eq!(late.accept(WORKSHOP, morning() + TimeDelta::days(14)), Err(TransferRefusal::Step(TransferStep::Expired)));
    transfer.accept(WORKSHOP, morning() + TimeDelta::days(13)).expect("in time");
    transfer.dispatch(OWNER, morning()).expect("dispatched");
    assert_eq!(transfer.cancel(OWNER, morning()), Err(TransferRefusal::Step(TransferStep::Dispatched)));
}

#[test]
fn it_is_received_line_by_line_and_closes_by_itself() {
    let mut transfer = dispatched();
    transfer.acknowledge(WORKSHOP, FIRST, LineOutcome::Received, "").expect("received");
    assert_eq!(transfer.receive(WORKSHOP, morning()), Err(TransferRefusal::Open(vec![SECOND])));
    assert_eq!(transfer.acknowledge(WORKSHOP, SECOND, LineOutcome::Missing, " "), Err(TransferRefusal::NeedsReason));
    transfer.acknowledge(WORKSHOP, SECOND, LineOutcome::Missing, "not in the box").expect("missing");
    transfer.receive(WORKSHOP, morning()).expect("received");
    assert_eq!(transfer.step, TransferStep::ReceivedWithDiscrepancy);
    transfer.expire(morning() + TimeDelta::days(6));
    assert_eq!(transfer.step, TransferStep::ReceivedWithDiscrepancy);
    transfer.expire(morning() + TimeDelta::days(7));
    assert_eq!(transfer.step, TransferStep::Closed);
    assert_eq!(transfer.weighs(2_000, 0), Ok(()));
    assert_eq!(transfer.weighs(1_500, 500), Ok(()));
    assert!(transfer.weighs(1_500, 0).is_err());
}

proptest! {
    /// I7: whatever the two sides try, it closes only once every line has its outcome, with a reason when it did not arrive.
    #[test]
    fn a_batch_closes_only_when_every_line_has_its_outcome(tries in prop::collection::vec((0u8..9, any::<bool>(), 0u8..5), 1..60)) {
        let mut transfer = Transfer::draft(OWNER, WORKSHOP, morning());
        for (step, ours, pick) in tries {
            let org = if ours { OWNER } else { WORKSHOP };
            let line = if pick % 2 == 0 { FIRST } else { SECOND };
            let outcome = LineOutcome::ALL[usize::from(pick) % LineOutcome::ALL.len()];
            let before = transfer.clone();
            let done = match step {
                0 => transfer.add(line, 1_000),
                1 => transfer.propose(org, morning()),
                2 => transfer.accept(org, morning()),
                3 => transfer.dispatch(org, morning()),
                4 | 5 => transfer.acknowledge(org, line, outcome, if pick == 4 { "" } else { "said" }),
                6 => transfer.receive(org, morning()),
                7 => transfer.close(org, morning()),
                _ => transfer.cancel(org, morning()),
            };
            prop_assert!(done.is_ok() || transfer == before, "a refused step changes nothing");
            if transfer.step != TransferStep::Draft {
                prop_assert!(transfer.lines.len() == before.lines.len(), "frozen");
            }
            use TransferStep::{Closed, Received, ReceivedWithDiscrepancy, RefusedAtDoor};
            if matches!(transfer.step, Received | ReceivedWithDiscrepancy | RefusedAtDoor | Closed) {
                for line in transfer.lines.values() {
                    let arrived = matches!(line.outcome, Some(LineOutcome::Received));
                    prop_assert!(arrived || (line.outcome.is_some() && !line.reason.is_empty()));
                }
            }
        }
    }
}
