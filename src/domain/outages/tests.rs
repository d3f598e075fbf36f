//! Whom an outage concerns, and when.

use super::*;
use chrono::TimeDelta;
use uuid::Uuid;

fn structure(n: u128) -> StructureId {
    StructureId(Uuid::from_u128(n))
}

fn morning() -> DateTime<Utc> {
    "2026-03-24T09:00:00Z".parse().expect("a moment")
}

#[test]
fn it_concerns_the_whole_group_or_the_structures_that_it_names() {
    let all = Reach::of(true, [structure(1)]).expect("somebody");
    assert!(all.concerns(structure(1)) && all.concerns(structure(2)) && all.structures().next().is_none());
    let some = Reach::of(false, [structure(1), structure(1)]).expect("somebody");
    assert!(some.concerns(structure(1)) && !some.concerns(structure(2)));
    assert_eq!(some.structures().collect::<Vec<_>>(), [structure(1)]);
    assert_eq!(Reach::of(false, []), None, "it would concern nobody");
}

#[test]
fn it_has_begun_and_its_news_are_to_come() {
    let (minute, at) = (TimeDelta::minutes(1), morning());
    assert_eq!(check_times(at, None, at), Ok(()));
    assert_eq!(check_times(at - minute, Some(at + minute), at), Ok(()));
    assert_eq!(check_times(at + minute, None, at), Err(TimesRefused::StartsLater));
    assert_eq!(check_times(at, Some(at), at), Err(TimesRefused::NewsAreDue));
    assert_eq!(promised(Some(at + minute), at), Some(at + minute));
    assert_eq!(promised(Some(at), at), None, "a promise that was not kept is not said again");
}
