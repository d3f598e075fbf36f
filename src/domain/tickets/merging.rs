//! Two tickets that are one need: what the one that lives on is then, and who newly reads it (`tickets.md` § 7).

use super::{Impact, Part, Priority, State};
use crate::domain::ids::PersonId;
use std::collections::BTreeMap;

/// What a ticket brings into a merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Side {
    pub state: State,
    pub assignee: Option<PersonId>,
    pub impact: Impact,
    pub priority: Priority,
    pub confidential: bool,
}

/// The ticket that lives on, once the other is merged into it: open when either is, waiting for its requesters only when
/// nothing of it waits for a technician, in the hands of who has it, with the other's priority when that is more urgent,
/// confidential when either is.
pub fn united(lives_on: Side, other: Side) -> Side {
    let assignee = lives_on.assignee.or(other.assignee);
    let either = |state| lives_on.state == state || other.state == state;
    let state = match assignee {
        Some(_) if either(State::InHand) || either(State::Received) => State::InHand,
        None if either(State::InHand) || either(State::Received) => State::Received,
        _ if either(State::Waiting) => State::Waiting,
        _ => State::Settled,
    };
    let rank = |side: &Side| side.priority.queue_rank(side.impact);
    let first = if other.state != State::Settled && rank(&other) < rank(&lives_on) { other } else { lives_on };
    let confidential = lives_on.confidential || other.confidential;
    Side { state, assignee, impact: first.impact, priority: first.priority, confidential }
}

/// The people of a ticket.
pub type Parts = BTreeMap<PersonId, Part>;

/// Who comes into a ticket from another that is merged into it: with the part that they have from then on, and the one that
/// they had before, if any. Nobody loses a right: who asks in either asks in both.
pub fn newcomers(here: &Parts, from: &Parts) -> Vec<(PersonId, Part, Option<Part>)> {
    let comes = |(person, part): (&PersonId, &Part)| match here.get(person) {
        None => Some((*person, *part, None)),
        Some(Part::Watcher) if *part == Part::Requester => Some((*person, Part::Requester, Some(Part::Watcher))),
        Some(_) => None,
    };
    from.iter().filter_map(comes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::select;

    fn person(n: u128) -> PersonId {
        PersonId(uuid::Uuid::from_u128(n))
    }

    prop_compose! {
        fn sides()(state in select(State::ALL), assignee in proptest::option::of(1u128..4), impact in select(Impact::ALL),
                   priority in select(Priority::ALL), confidential: bool) -> Side {
            Side { state, assignee: assignee.map(person), impact, priority, confidential }
        }
    }

    proptest! {
        #[test]
        fn the_union_is_open_urgent_and_confidential_as_soon_as_one_is(one in sides(), other in sides()) {
            let both = united(one, other);
            let open = one.state != State::Settled || other.state != State::Settled;
            prop_assert_eq!(both.state != State::Settled, open);
            prop_assert_eq!(both.confidential, one.confidential || other.confidential);
            prop_assert!(both.assignee.is_some() || (one.assignee.is_none() && other.assignee.is_none()));
            prop_assert!(both.priority.queue_rank(both.impact) <= one.priority.queue_rank(one.impact));
            prop_assert!(both.state != State::Received || both.assignee.is_none());
            let waits_for_us = [one, other].iter().any(|side| matches!(side.state, State::Received | State::InHand));
            prop_assert_eq!(both.state == State::Waiting, !waits_for_us && open);
        }

        #[test]
        fn nobody_loses_sight_and_nobody_loses_a_right(
            here in proptest::collection::btree_map(1u128..9, select(Part::ALL), 0..6),
            from in proptest::collection::btree_map(1u128..9, select(Part::ALL), 0..6),
        ) {
            let parts = |map: BTreeMap<u128, Part>| map.into_iter().map(|(n, part)| (person(n), part)).collect::<Parts>();
            let (here, from) = (parts(here), parts(from));
            let mut after = here.clone();
            for (person, part, before) in newcomers(&here, &from) {
                prop_assert_eq!(after.insert(person, part), before);
            }
            for (person, part) in here.iter().chain(&from) {
                let known = after.get(person);
                prop_assert!(known == Some(part) || known == Some(&Part::Requester));
            }
        }
    }
}
