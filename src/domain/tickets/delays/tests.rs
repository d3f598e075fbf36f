use super::*;
use crate::domain::calendar::tests::{calendars, instants};
use chrono::{NaiveDateTime, TimeZone};
use chrono_tz::Europe::Paris;
use proptest::{collection::vec, prelude::*};

/// « 2026-04-03 16:30 » on the wall in Paris.
fn at(wall: &str) -> DateTime<Utc> {
    let wall = NaiveDateTime::parse_from_str(wall, "%Y-%m-%d %H:%M").expect("a time of a test");
    Paris.from_local_datetime(&wall).earliest().expect("a time that exists").with_timezone(&Utc)
}

fn clock(received: &str, stopped: Option<&str>, pauses: &[(&str, Option<&str>)]) -> Clock {
    let pauses = pauses.iter().map(|(from, to)| Pause { from: at(from), to: to.map(at) }).collect();
    Clock { received: at(received), stopped: stopped.map(at), pauses }
}

fn usual() -> Calendar {
    Calendar::usual(Paris)
}

#[test]
fn the_usual_targets_are_hours_for_the_blocked_and_days_for_the_others() {
    let minutes = |priority, timer| Targets::default().of(priority, timer).minutes(&usual()).0;
    let promised: Vec<_> = Priority::ALL.iter().map(|p| Timer::ALL.iter().map(|t| minutes(*p, *t)).collect::<Vec<_>>()).collect();
    assert_eq!(promised, [[120, 450], [240, 5 * 450], [2 * 450, 20 * 450]]);
    assert_eq!(Timer::ALL.iter().map(|timer| timer.as_str()).collect::<Vec<_>>(), ["first_answer", "settlement"]);
}

#[test]
fn what_was_spent_leaves_out_closed_hours_and_pauses() {
    let now = at("2026-04-02 10:00");
    for (clock, minutes, why) in [
        (clock("2026-04-01 16:30", None, &[]), 120, "it still runs"),
        (clock("2026-04-01 16:30", Some("2026-04-01 17:00"), &[]), 30, "it was stopped"),
        (clock("2026-04-01 20:00", None, &[]), 60, "received in the evening"),
        (clock("2026-04-03 09:00", None, &[]), 0, "received later than now"),
        (clock("2026-04-01 09:00", None, &[("2026-04-01 10:00", None)]), 60, "paused since"),
        (clock("2026-04-01 09:00", None, &[("2026-04-01 10:00", Some("2026-04-02 09:30"))]), 90, "paused over the night"),
        (clock("2026-04-01 09:00", Some("2026-04-01 11:00"), &[("2026-04-01 10:30", None)]), 90, "stopped while paused"),
        (clock("2026-04-02 09:00", None, &[("2026-04-01 10:00", Some("2026-04-02 09:30"))]), 30, "paused before receipt"),
        (clock("2026-04-02 09:00", None, &[("2026-04-02 09:50", Some("2026-04-02 09:20"))]), 60, "a pause reversed is none"),
        (clock("2026-04-02 09:00", None, &[("2026-04-02 11:00", Some("2026-04-02 12:00"))]), 60, "paused later than now"),
        (
            clock(
                "2026-04-02 09:00",
                None,
                &[("2026-04-02 09:10", Some("2026-04-02 09:30")), ("2026-04-02 09:20", Some("2026-04-02 09:40"))],
            ),
            30,
            "pauses that overlap count once",
        ),
        (
            clock(
                "2026-04-02 09:00",
                None,
                &[("2026-04-02 09:10", Some("2026-04-02 09:40")), ("2026-04-02 09:20", Some("2026-04-02 09:30"))],
            ),
            30,
            "one pause within another counts for nothing",
        ),
    ] {
        assert_eq!(spent(&usual(), &clock, now), Minutes(minutes), "{why}");
    }
}

#[test]
fn seconds_are_not_lost_at_each_pause() {
    let start = at("2026-04-01 09:00");
    let after = |seconds| start + TimeDelta::seconds(seconds);
    let pauses = vec![Pause { from: after(90), to: Some(after(100)) }, Pause { from: after(190), to: Some(after(200)) }];
    let clock = Clock { received: start, stopped: None, pauses };
    assert_eq!(spent(&usual(), &clock, after(260)), Minutes(4), "90 and 90 and 60 seconds");
    assert_eq!(due(&usual(), &clock, Minutes(4), after(260)), Some(after(260)));
}

#[test]
fn a_target_is_due_within_opening_hours() {
    let now = at("2026-04-08 12:00");
    let pause = |from, to| [(from, Some(to))];
    for (clock, minutes, reached, why) in [
        (clock("2026-04-03 16:30", None, &[]), 120, Some("2026-04-07 10:00"), "over Easter"),
        (clock("2026-04-03 22:00", None, &[]), 120, Some("2026-04-07 11:00"), "received at night"),
        (clock("2026-04-01 09:00", None, &[]), 450, Some("2026-04-01 17:30"), "at the instant of closing"),
        (clock("2026-04-01 09:00", None, &pause("2026-04-01 10:00", "2026-04-01 15:00")), 120, Some("2026-04-01 16:00"), "paused"),
        (
            clock("2026-04-01 09:00", None, &pause("2026-04-01 10:00", "2026-04-04 15:00")),
            120,
            Some("2026-04-07 10:00"),
            "till Saturday",
        ),
        (
            clock("2026-04-01 09:00", None, &pause("2026-04-01 14:00", "2026-04-01 15:00")),
            120,
            Some("2026-04-01 11:00"),
            "before the pause",
        ),
        (
            clock("2026-04-01 09:00", None, &pause("2026-04-01 11:00", "2026-04-01 15:00")),
            120,
            Some("2026-04-01 11:00"),
            "as it begins",
        ),
        (clock("2026-04-01 09:00", None, &[("2026-04-08 11:00", None)]), 120, None, "still paused"),
        (clock("2026-04-01 09:00", None, &[("2026-04-08 13:00", None)]), 120, Some("2026-04-01 11:00"), "a pause still to come"),
        (clock("2026-04-01 09:00", Some("2026-04-01 10:00"), &[]), 120, None, "stopped"),
        (
            clock("2026-04-08 11:00", None, &pause("2026-04-08 14:00", "2026-04-08 15:00")),
            240,
            Some("2026-04-08 16:00"),
            "paused later",
        ),
        (
            clock(
                "2026-04-01 20:00",
                None,
                &[("2026-04-01 20:00", Some("2026-04-02 10:00")), ("2026-04-02 10:00", Some("2026-04-02 11:00"))],
            ),
            0,
            Some("2026-04-02 11:00"),
            "nothing, once the pauses that touch have ended",
        ),
        (clock("2026-04-01 20:00", None, &[]), 0, Some("2026-04-02 09:00"), "nothing is due at the next opening"),
        (clock("2026-04-01 20:00", None, &[]), i64::MAX, None, "more than any calendar holds"),
    ] {
        assert_eq!(due(&usual(), &clock, Minutes(minutes), now), reached.map(at), "{why}");
    }
}

#[test]
fn thresholds_are_reached_at_three_quarters_and_at_the_whole() {
    for (spent, target, reached) in [
        (0, 120, None),
        (89, 120, None),
        (90, 120, Some(Threshold::Warned)),
        (119, 120, Some(Threshold::Warned)),
        (120, 120, Some(Threshold::Over)),
        (5000, 120, Some(Threshold::Over)),
        (7, 10, None),
        (8, 10, Some(Threshold::Warned)),
        (0, 0, Some(Threshold::Over)),
        (i64::MAX - 1, i64::MAX, Some(Threshold::Warned)),
    ] {
        assert_eq!(threshold(Minutes(spent), Minutes(target)), reached, "{spent} of {target}");
    }
}

/// Pauses in order that have all ended, from gaps and lengths in seconds.
fn pauses(after: DateTime<Utc>, parts: &[(i64, i64)]) -> Vec<Pause> {
    let ends = parts.iter().scan(after, |end, (gap, length)| {
        let from = *end + TimeDelta::seconds(*gap);
        *end = from + TimeDelta::seconds(*length);
        Some(Pause { from, to: Some(*end) })
    });
    ends.collect()
}

fn parts() -> impl Strategy<Value = Vec<(i64, i64)>> {
    vec((0i64..200_000, 0i64..200_000), 0..6)
}

fn last_end(clock: &Clock) -> DateTime<Utc> {
    clock.pauses.last().and_then(|pause| pause.to).unwrap_or(clock.received)
}

proptest! {
    #[test]
    fn at_the_instant_when_it_is_due_the_target_is_spent(
        calendar in calendars(), received in instants(), parts in parts(), target in 0i64..20_000,
    ) {
        let clock = Clock { received, stopped: None, pauses: pauses(received, &parts) };
        let now = last_end(&clock);
        prop_assume!(calendar.between(now, now + TimeDelta::days(3650)) >= Minutes(target), "ten years hold it");
        let at = due(&calendar, &clock, Minutes(target), now).expect("within ten years");
        prop_assert_eq!(spent(&calendar, &clock, at), Minutes(target));
        prop_assert!(calendar.is_open(at) || calendar.is_open(at - TimeDelta::seconds(1)), "never outside opening hours");
        let before = spent(&calendar, &clock, at - TimeDelta::seconds(1));
        prop_assert!(target == 0 || before < Minutes(target), "no earlier instant would do");
    }

    #[test]
    fn how_pauses_are_split_changes_nothing(
        calendar in calendars(), received in instants(), parts in parts(), cuts in vec(0i64..100, 6),
        target in 0i64..20_000, waited in 0i64..2_000_000,
    ) {
        let whole = Clock { received, stopped: None, pauses: pauses(received, &parts) };
        let halves = whole.pauses.iter().zip(cuts).flat_map(|(pause, hundredths)| {
            let to = pause.to.expect("an end");
            let cut = pause.from + TimeDelta::seconds((to - pause.from).num_seconds() * hundredths / 100);
            [Pause { from: pause.from, to: Some(cut) }, Pause { from: cut, to: Some(to) }]
        });
        let split = Clock { pauses: halves.collect(), ..whole.clone() };
        let now = received + TimeDelta::seconds(waited);
        prop_assert_eq!(spent(&calendar, &whole, now), spent(&calendar, &split, now));
        let now = last_end(&whole);
        prop_assert_eq!(due(&calendar, &whole, Minutes(target), now), due(&calendar, &split, Minutes(target), now));
    }

    #[test]
    fn what_runs_and_what_is_paused_make_the_whole(calendar in calendars(), received in instants(), parts in parts()) {
        let clock = Clock { received, stopped: None, pauses: pauses(received, &parts) };
        let end = last_end(&clock) + TimeDelta::days(1);
        let paused: TimeDelta = clock.pauses.iter().map(|p| calendar.time_between(p.from, p.to.expect("an end"))).sum();
        let ran = calendar.time_between(received, end) - paused;
        prop_assert_eq!(spent(&calendar, &clock, end), Minutes(ran.num_minutes()));
    }

    #[test]
    fn a_clock_never_runs_backwards(
        calendar in calendars(), received in instants(), parts in parts(), first in 0i64..900_000, more in 0i64..900_000,
    ) {
        let clock = Clock { received, stopped: None, pauses: pauses(received, &parts) };
        let now = received + TimeDelta::seconds(first);
        prop_assert!(spent(&calendar, &clock, now) <= spent(&calendar, &clock, now + TimeDelta::seconds(more)));
    }
}
