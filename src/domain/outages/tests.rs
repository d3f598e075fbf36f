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
fn it_concerns_the_whole_group_or_somebody_at_least() {
    let somewhere = || Places { structures: [structure(1)].into(), ..Places::default() };
    assert_eq!(Reach::of(true, somewhere()), Some(Reach::Group), "all are more than some");
    assert_eq!(Reach::of(false, somewhere()), Some(Reach::Places(somewhere())));
    let site = Places { sites: [SiteId(Uuid::from_u128(1))].into(), ..Places::default() };
    let machine = Places { machines: [EquipmentId(Uuid::from_u128(1))].into(), ..Places::default() };
    assert!(Reach::of(false, site).is_some() && Reach::of(false, machine).is_some());
    assert_eq!(Reach::of(false, Places::default()), None, "it would concern nobody");
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
