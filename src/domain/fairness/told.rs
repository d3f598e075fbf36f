//! What may be told of figures that few stand behind, so that neither a figure nor the difference of two tells of one request
//! (`tickets.md` § 4 and § 11, `security.md`, test 6).

use super::FEWEST_ANSWERS;
use crate::domain::ids::StructureId;
use std::collections::BTreeMap;
use std::ops::Add;

/// How many said yes to « C'est réglé ? », of how many who answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    pub yes: i64,
    pub all: i64,
}

impl Add for Answers {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { yes: self.yes + other.yes, all: self.all + other.all }
    }
}

impl Answers {
    /// How many said no.
    pub fn no(self) -> i64 {
        self.all - self.yes
    }

    /// The answers, from [`FEWEST_ANSWERS`] on.
    pub fn told(self) -> Option<Self> {
        (self.all >= FEWEST_ANSWERS as i64).then_some(self)
    }
}

/// Answers of several structures, or of several months, together. Those that are not told alone are in it when together they
/// are enough, else they stay out: the sum less what is told beside it is nothing, or enough.
pub fn told_together(parts: impl IntoIterator<Item = Answers>) -> Option<Answers> {
    let (mut told, mut few) = (Answers::default(), Answers::default());
    for part in parts {
        match part.told() {
            Some(part) => told = told + part,
            None => few = few + part,
        }
    }
    (told + few.told().unwrap_or_default()).told()
}

/// Requests of structures about one thing.
pub type ByStructure = BTreeMap<StructureId, i64>;

/// Behind a figure of the whole group stand at least so many structures …
pub const FEWEST_STRUCTURES: usize = 3;
/// … and so many requests.
pub const FEWEST_TICKETS: i64 = 5;

/// What the whole group asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told<S> {
    /// Most first.
    pub subjects: Vec<(S, i64)>,
    /// Everything else.
    pub other: i64,
}

/// Tells what a whole group asks for. What too few stand behind goes to « autre », with what is « autre » already (no subject);
/// the smallest that could be told join it until enough stand behind it too. So the figures always sum to all, and none of
/// them, nor what is left of a known sum, is of fewer. With too few in all, nothing is told.
pub fn told_of_group<S>(counted: Vec<(Option<S>, ByStructure)>) -> Option<Told<S>> {
    let mut other = ByStructure::new();
    let mut told: Vec<(S, ByStructure)> = Vec::new();
    for (subject, of) in counted {
        match subject {
            Some(subject) if is_broad(&of) => told.push((subject, of)),
            _ => join(&mut other, of),
        }
    }
    told.sort_by_key(|(_, of)| std::cmp::Reverse(of.values().sum::<i64>()));
    while !other.is_empty() && !is_broad(&other) {
        join(&mut other, told.pop()?.1);
    }
    let subjects: Vec<(S, i64)> = told.into_iter().map(|(subject, of)| (subject, of.values().sum())).collect();
    let other = other.values().sum();
    (!subjects.is_empty() || other > 0).then_some(Told { subjects, other })
}

fn is_broad(of: &ByStructure) -> bool {
    of.values().filter(|count| **count > 0).count() >= FEWEST_STRUCTURES && of.values().sum::<i64>() >= FEWEST_TICKETS
}

fn join(other: &mut ByStructure, of: ByStructure) {
    for (structure, count) in of.into_iter().filter(|(_, count)| *count > 0) {
        *other.entry(structure).or_default() += count;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn answers(yes: i64, no: i64) -> Answers {
        Answers { yes, all: yes + no }
    }

    fn of(counts: &[i64]) -> ByStructure {
        (1u128..).zip(counts).map(|(nth, count)| (StructureId(Uuid::from_u128(nth)), *count)).collect()
    }

    #[test]
    fn answers_are_told_from_five_on_and_few_ones_only_with_others() {
        assert_eq!(answers(4, 0).told(), None);
        assert_eq!(answers(3, 2).told(), Some(answers(3, 2)));
        let cases = [
            (vec![answers(6, 0), answers(2, 0)], Some(answers(6, 0))),
            (vec![answers(6, 0), answers(2, 0), answers(1, 2)], Some(answers(9, 2))),
            (vec![answers(4, 0), answers(0, 1)], Some(answers(4, 1))),
            (vec![answers(4, 0)], None),
            (vec![], None),
        ];
        for (parts, told) in cases {
            assert_eq!(told_together(parts.clone()), told, "{parts:?}");
        }
    }

    #[test]
    fn a_category_is_told_from_three_structures_and_five_requests_on() {
        let told = |subjects: &[(&'static str, i64)], other| Some(Told { subjects: subjects.to_vec(), other });
        let broad = || (Some("broad"), of(&[4, 3, 2]));
        let cases = [
            ("at the border", vec![(Some("a"), of(&[3, 1, 1]))], told(&[("a", 5)], 0)),
            ("four requests", vec![(Some("a"), of(&[2, 1, 1]))], None),
            ("two structures", vec![(Some("a"), of(&[4, 4]))], None),
            ("confidential alone", vec![(None, of(&[3, 1, 1])), broad()], told(&[("broad", 9)], 5)),
            ("one hidden takes another with it", vec![(Some("a"), of(&[2, 1, 1])), broad()], told(&[], 13)),
            ("the smallest goes", vec![(Some("a"), of(&[1])), (Some("big"), of(&[9, 9, 9])), broad()], told(&[("big", 27)], 10)),
            (
                "two hidden are enough",
                vec![(Some("a"), of(&[2, 2])), (Some("b"), of(&[0, 0, 1])), broad()],
                told(&[("broad", 9)], 5),
            ),
            ("hidden and confidential", vec![(Some("a"), of(&[3])), (None, of(&[0, 1, 1])), broad()], told(&[("broad", 9)], 5)),
            ("nothing at all", vec![(Some("a"), of(&[0, 0])), (None, of(&[]))], None),
        ];
        for (what, counted, expected) in cases {
            assert_eq!(told_of_group(counted), expected, "{what}");
        }
    }

    proptest! {
        #[test]
        fn a_sum_of_answers_less_what_is_told_beside_it_is_nothing_or_enough(
            parts in prop::collection::vec((0i64..9, 0i64..9), 0..9),
        ) {
            let parts: Vec<Answers> = parts.into_iter().map(|(yes, no)| answers(yes, no)).collect();
            let beside = parts.iter().filter_map(|part| part.told()).fold(Answers::default(), Answers::add);
            match told_together(parts.iter().copied()) {
                Some(all) => {
                    let rest = Answers { yes: all.yes - beside.yes, all: all.all - beside.all };
                    prop_assert!(rest == Answers::default() || rest.told().is_some(), "{rest:?}");
                }
                None => prop_assert_eq!(beside, Answers::default()),
            }
        }

        /// Of all that was asked, whatever somebody subtracts from it: each part is of enough requests and structures.
        #[test]
        fn figures_of_the_group_sum_to_all_and_enough_stand_behind_each(
            counted in prop::collection::vec((any::<bool>(), prop::collection::vec(0i64..5, 0..6)), 0..8),
        ) {
            let known: Vec<(Option<usize>, ByStructure)> =
                counted.iter().enumerate().map(|(nth, (usual, counts))| (usual.then_some(nth), of(counts))).collect();
            let mut all = ByStructure::new();
            known.iter().for_each(|(_, of)| join(&mut all, of.clone()));
            let Some(told) = told_of_group(known.clone()) else { return Ok(()) };
            prop_assert_eq!(told.subjects.iter().map(|(_, count)| count).sum::<i64>() + told.other, all.values().sum::<i64>());
            let mut rest = ByStructure::new();
            for (subject, of) in known {
                match subject.filter(|subject| told.subjects.iter().any(|(known, _)| known == subject)) {
                    Some(_) => prop_assert!(is_broad(&of)),
                    None => join(&mut rest, of),
                }
            }
            prop_assert!(rest.is_empty() || is_broad(&rest));
            prop_assert_eq!(rest.values().sum::<i64>(), told.other);
        }
    }
}
