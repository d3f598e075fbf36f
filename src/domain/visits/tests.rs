use super::*;
use crate::domain::calendar::{Calendar, Holidays, OpenSpan};
use crate::domain::interventions::working_time::monday_of;
use crate::domain::time::{Month, elapsed};
use chrono::{Days, TimeDelta};
use chrono_tz::Europe::Paris;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day of a test")
}

fn wall(text: &str, minute: u32) -> Wall {
    Wall { day: day(text), minute }
}

fn visit(text: &str, from: u32, to: u32) -> VisitTime {
    VisitTime::new(day(text), from, to).expect("a time of a test")
}

fn free(calendar: &Calendar) -> Availability<'_> {
    Availability { calendar, weekly: BTreeMap::new(), absences: Vec::new(), visits: Vec::new() }
}

/// « 2026-12-03 9:00–10:00 ».
fn said(slots: impl Iterator<Item = VisitTime>, most: usize) -> Vec<String> {
    let clock = |minute: u32| format!("{}:{:02}", minute / 60, minute % 60);
    slots.take(most).map(|slot| format!("{} {}–{}", slot.day(), clock(slot.from()), clock(slot.to()))).collect()
}

#[test]
fn a_visit_ends_after_it_starts_and_on_its_day() {
    let on = day("2026-12-03");
    assert_eq!(VisitTime::new(on, 600, 600), Err(VisitTimeError::Empty));
    assert_eq!(VisitTime::new(on, 1380, 1441), Err(VisitTimeError::BeyondMidnight));
    assert_eq!(VisitTime::lasting(on, 1380, Minutes(60)).map(|time| time.to()), Ok(1440));
    assert_eq!(VisitTime::lasting(on, 600, Minutes(-5)), Err(VisitTimeError::Empty));
    assert_eq!(VisitTime::lasting(on, 600, Minutes(i64::MAX)), Err(VisitTimeError::Empty));
}

#[test]
fn visits_that_touch_do_not_overlap() {
    let morning = visit("2026-12-03", 540, 600);
    assert!(!morning.overlaps(&visit("2026-12-03", 600, 660)));
    assert!(morning.overlaps(&visit("2026-12-03", 599, 660)));
    assert!(!morning.overlaps(&visit("2026-12-04", 540, 600)));
}

#[test]
fn nobody_comes_when_it_is_over_or_when_they_are_away() {
    let away = |half| [Absence { first: day("2026-12-03"), last: day("2026-12-04"), half }];
    let thursday = visit("2026-12-03", 540, 600);
    assert_eq!(thursday.require_available(wall("2026-12-03", 600), &[]), Err(Unavailable::Past));
    assert_eq!(thursday.require_available(wall("2026-12-03", 599), &[]), Ok(()), "it is going on");
    assert_eq!(thursday.require_available(wall("2026-12-01", 0), &away(false)), Err(Unavailable::Away));
    assert_eq!(thursday.require_available(wall("2026-12-01", 0), &away(true)), Ok(()), "which half is not known");
}

#[test]
fn the_first_room_of_each_half_day_is_offered() {
    let calendar = Calendar::usual(Paris);
    // A Thursday at 10:05; a visit at 14:00.
    let mut technician = free(&calendar);
    technician.visits = vec![visit("2026-12-03", 840, 930)];
    let slots = said(technician.free_slots(wall("2026-12-03", 605), Minutes(60), 14), 4);
    assert_eq!(slots, ["2026-12-03 10:15–11:15", "2026-12-03 15:30–16:30", "2026-12-04 9:00–10:00", "2026-12-04 13:30–14:30"]);
    let long = said(technician.free_slots(wall("2026-12-03", 605), Minutes(210), 14), 2);
    assert_eq!(long, ["2026-12-04 9:00–12:30", "2026-12-04 13:30–17:00"], "neither over lunch nor over the visit");
}

#[test]
fn absences_public_holidays_and_week_ends_are_left_out() {
    let calendar = Calendar::usual(Paris);
    let mut technician = free(&calendar);
    technician.absences = vec![Absence { first: day("2026-12-23"), last: day("2026-12-24"), half: true }];
    // From Wednesday 23 December: two days of absence, Christmas, a week-end.
    let slots = said(technician.free_slots(wall("2026-12-23", 0), Minutes(30), 14), 1);
    assert_eq!(slots, ["2026-12-28 9:00–9:30"]);
}

#[test]
fn a_week_whose_hours_are_planned_is_full() {
    let calendar = Calendar::usual(Paris);
    let mut technician = free(&calendar);
    technician.weekly = BTreeMap::from([(Month::of(day("2026-01-01")), Minutes(120))]);
    technician.visits = vec![visit("2026-12-01", 540, 630)];
    let from = wall("2026-11-30", 0);
    assert_eq!(said(technician.free_slots(from, Minutes(30), 14), 1), ["2026-11-30 9:00–9:30"]);
    assert_eq!(said(technician.free_slots(from, Minutes(45), 14), 1), ["2026-12-07 9:00–9:45"]);
    assert_eq!(said(technician.free_slots(from, Minutes(121), 60), 1), [""; 0], "more than a week has");
}

#[test]
fn the_nights_in_which_the_clocks_change_are_told_by_the_wall_clock() {
    let night = || vec![OpenSpan::new(60, 5 * 60)];
    let calendar = Calendar::new(Paris, std::array::from_fn(|_| night()), Holidays::None).expect("hours");
    // 29 March 2026: from 2:00 to 3:00 nothing is shown. 25 October 2026: it is shown twice.
    let mut technician = free(&calendar);
    technician.visits = vec![visit("2026-03-29", 60, 90), visit("2026-10-25", 60, 90)];
    assert_eq!(said(technician.free_slots(wall("2026-03-29", 0), Minutes(60), 1), 1), ["2026-03-29 1:30–3:30"]);
    technician.visits = vec![visit("2026-03-29", 60, 130)];
    assert_eq!(said(technician.free_slots(wall("2026-03-29", 0), Minutes(60), 1), 1), ["2026-03-29 3:00–4:00"]);
    let autumn = visit("2026-10-25", 90, 210);
    let (start, end) = autumn.instants(Paris).expect("instants");
    assert_eq!((autumn.length(), elapsed(start, end)), (Minutes(120), Minutes(180)));
}

fn some_visits(first: NaiveDate) -> impl Strategy<Value = Vec<VisitTime>> {
    let one = (0u64..16, 0u32..1380, 1u32..240).prop_map(move |(after, from, length)| {
        VisitTime::new(first + Days::new(after), from, (from + length).min(1440)).expect("a time")
    });
    proptest::collection::vec(one, 0..12)
}

fn some_calendar() -> impl Strategy<Value = Calendar> {
    let span = (0u32..1300, 15u32..700).prop_map(|(opens, length)| vec![OpenSpan::new(opens, (opens + length).min(1440))]);
    proptest::collection::vec(span, 7).prop_map(|week| {
        let week: [Vec<OpenSpan>; 7] = week.try_into().expect("seven days");
        Calendar::new(Paris, week, Holidays::France).expect("hours in order")
    })
}

proptest! {
    #[test]
    fn a_free_slot_is_open_long_enough_and_over_nothing(
        calendar in some_calendar(),
        spring in any::<bool>(),
        at in 0u32..1440,
        length in 1i64..300,
        visits in some_visits(day("2026-03-23")),
        autumn_visits in some_visits(day("2026-10-19")),
        away in 0u64..16,
        weekly in 60i64..900,
    ) {
        let (first, visits) = if spring { (day("2026-03-23"), visits) } else { (day("2026-10-19"), autumn_visits) };
        let absence = Absence { first: first + Days::new(away), last: first + Days::new(away), half: false };
        let technician = Availability {
            calendar: &calendar,
            weekly: BTreeMap::from([(Month::of(first), Minutes(weekly))]),
            absences: vec![absence],
            visits: visits.clone(),
        };
        let from = Wall { day: first, minute: at };
        let slots: Vec<VisitTime> = technician.free_slots(from, Minutes(length), 16).collect();
        prop_assert!(slots.windows(2).all(|pair| pair[0] < pair[1]), "in order");
        for slot in slots {
            let (start, end) = slot.instants(Paris).expect("instants");
            prop_assert!((slot.day(), slot.from()) >= (from.day, from.minute));
            prop_assert_eq!(calendar.between(start, end), elapsed(start, end), "all of it is opening time");
            prop_assert!(elapsed(start, end).0 >= length);
            prop_assert!(end - start < TimeDelta::hours(24));
            prop_assert!(slot.day() != absence.first);
            let (mut planned, monday) = (slot.length().min(Minutes(length)), monday_of(slot.day()));
            for visit in &visits {
                let (other_start, other_end) = visit.instants(Paris).expect("instants");
                prop_assert!(!slot.overlaps(visit));
                prop_assert!(other_end <= start || end <= other_start, "by elapsed time neither");
                if monday_of(visit.day()) == monday {
                    planned += visit.length();
                }
            }
            prop_assert!(planned <= Minutes(weekly));
        }
    }
}
