use super::*;
use crate::domain::calendar::Calendar;
use chrono::{Datelike, Days as Later, NaiveDate, Weekday};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day of a test")
}

fn rule(text: &str) -> Rule {
    text.parse().unwrap_or_else(|why| panic!("{text}: {why}"))
}

fn dates(text: &str, start: &str, most: usize) -> Vec<String> {
    rule(text).dates(day(start)).take(most).map(|date| date.to_string()).collect()
}

#[test]
fn what_people_say_falls_on_the_days_that_they_mean() {
    for (text, start, expected) in [
        ("FREQ=MONTHLY;BYDAY=1TU", "2026-03-10", &["2026-04-07", "2026-05-05", "2026-06-02"][..]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2028-01-31", &["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]),
        ("FREQ=MONTHLY;BYDAY=5FR", "2026-01-01", &["2026-01-30", "2026-05-29", "2026-07-31", "2026-10-30"]),
        ("FREQ=YEARLY;BYMONTHDAY=29;BYMONTH=2", "2026-01-01", &["2028-02-29", "2032-02-29"]),
        ("FREQ=YEARLY", "2024-02-29", &["2024-02-29", "2028-02-29"]),
        ("FREQ=MONTHLY;INTERVAL=6;BYDAY=-1FR", "2026-03-01", &["2026-03-27", "2026-09-25", "2027-03-26"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "2026-03-02", &["2026-03-02", "2026-03-05", "2026-03-16", "2026-03-19"]),
        ("FREQ=MONTHLY", "2026-01-31", &["2026-01-31", "2026-03-31", "2026-05-31"]),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;BYMONTH=7", "2026-03-02", &["2026-07-01", "2026-07-02", "2026-07-03", "2026-07-06"]),
        ("FREQ=YEARLY;BYDAY=3SU;BYMONTH=4,10", "2026-01-01", &["2026-04-19", "2026-10-18", "2027-04-18"]),
    ] {
        assert_eq!(dates(text, start, expected.len()), expected, "{text}");
    }
}

#[test]
fn an_end_is_an_end() {
    assert_eq!(dates("FREQ=DAILY;COUNT=3", "2026-03-30", 9), ["2026-03-30", "2026-03-31", "2026-04-01"]);
    assert_eq!(dates("FREQ=DAILY;UNTIL=20260331", "2026-03-30", 9), ["2026-03-30", "2026-03-31"], "the last day is one");
    assert!(dates("FREQ=DAILY;UNTIL=20260329", "2026-03-30", 9).is_empty());
}

/// In the nights in which clocks change, a day is a day.
#[test]
fn no_clock_change_moves_a_date() {
    let all = dates("FREQ=DAILY", "2026-03-27", 5);
    assert_eq!(all, ["2026-03-27", "2026-03-28", "2026-03-29", "2026-03-30", "2026-03-31"]);
    assert_eq!(dates("FREQ=WEEKLY;BYDAY=SU", "2026-10-18", 3), ["2026-10-18", "2026-10-25", "2026-11-01"]);
}

#[test]
fn what_is_outside_the_subset_is_refused_by_its_name() {
    use Unreadable::{NoFrequency, NotAPart, Outside, Refused, Twice, TwoEnds};
    for (text, why) in [
        ("", NotAPart("".into())),
        ("monthly", NotAPart("monthly".into())),
        ("INTERVAL=2", NoFrequency),
        ("FREQ=DAILY;FREQ=DAILY", Twice("FREQ".into())),
        ("FREQ=HOURLY", Outside("HOURLY".into())),
        ("FREQ=daily", Outside("daily".into())),
        ("FREQ=DAILY;BYHOUR=9", Outside("BYHOUR=9".into())),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1", Outside("BYSETPOS=1".into())),
        ("FREQ=MONTHLY;BYDAY=1MO,3MO", Outside("1MO".into())),
        ("FREQ=MONTHLY;BYDAY=XX", Outside("XX".into())),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", Outside("1,15".into())),
        ("FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=1", Outside("BYDAY=1MO;BYMONTHDAY=1".into())),
        ("FREQ=DAILY;UNTIL=20260331T000000Z", Outside("20260331T000000Z".into())),
        ("FREQ=DAILY;COUNT=2;UNTIL=20260331", TwoEnds),
        ("FREQ=DAILY;INTERVAL=0", Refused(Refusal::Interval)),
        ("FREQ=DAILY;COUNT=0", Refused(Refusal::Times)),
        ("FREQ=MONTHLY;BYDAY=MO", Refused(Refusal::DaysOfAnother)),
        ("FREQ=WEEKLY;BYDAY=1MO", Refused(Refusal::DaysOfAnother)),
        ("FREQ=DAILY;BYMONTHDAY=3", Refused(Refusal::DaysOfAnother)),
        ("FREQ=YEARLY;BYMONTHDAY=3", Refused(Refusal::NoMonth)),
        ("FREQ=MONTHLY;BYMONTHDAY=32", Refused(Refusal::NoSuchDay)),
        ("FREQ=MONTHLY;BYMONTHDAY=-2", Refused(Refusal::NoSuchDay)),
        ("FREQ=YEARLY;BYMONTHDAY=30;BYMONTH=2", Refused(Refusal::NoSuchDay)),
        ("FREQ=MONTHLY;BYDAY=6MO", Refused(Refusal::NoSuchDay)),
        ("FREQ=DAILY;BYMONTH=13", Refused(Refusal::NoSuchDay)),
    ] {
        assert_eq!(text.parse::<Rule>(), Err(why), "{text}");
    }
}

/// Each part fits, and yet no date ever comes: it is said, not looked for in vain.
#[test]
fn a_rule_without_a_date_is_refused_where_it_starts() {
    for (text, start) in [("FREQ=MONTHLY;INTERVAL=12;BYMONTH=6", "2026-03-10"), ("FREQ=DAILY;UNTIL=20260101", "2026-03-10")] {
        assert_eq!(rule(text).starting(day(start)), Err(Refusal::Never), "{text}");
    }
    assert!(rule("FREQ=MONTHLY;INTERVAL=12;BYMONTH=3").starting(day("2026-03-10")).is_ok());
}

#[test]
fn after_a_stop_only_the_latest_missed_date_is_made() {
    let weekly = rule("FREQ=WEEKLY;BYDAY=MO");
    let (start, last) = (day("2026-03-02"), Some(day("2026-03-02")));
    let after = due(&weekly, start, start, last, day("2026-03-26"), 0);
    assert_eq!(after.made, [day("2026-03-23")]);
    assert_eq!(after.skipped, [day("2026-03-09"), day("2026-03-16")]);
    let ahead = due(&weekly, start, start, last, day("2026-03-26"), 7);
    assert_eq!(ahead.made, [day("2026-03-23"), day("2026-03-30")], "the one to come too");
    assert_eq!(due(&weekly, start, start, Some(day("2026-03-30")), day("2026-03-26"), 7), Due::default());
    let started_again = due(&weekly, start, day("2026-03-24"), last, day("2026-03-26"), 7);
    assert_eq!(started_again, Due { made: vec![day("2026-03-30")], skipped: vec![] }, "what it was stopped for is not due");
}

#[test]
fn a_visit_waits_for_the_next_day_on_which_the_group_is_open() {
    let usual = Calendar::usual(chrono_tz::Europe::Paris);
    for (date, visit) in [
        ("2026-03-24", "2026-03-24"),
        ("2026-03-28", "2026-03-30"),
        // Easter Monday.
        ("2026-04-05", "2026-04-07"),
        ("2026-05-01", "2026-05-04"),
    ] {
        assert_eq!(visit_day(&usual, day(date)), day(visit), "{date}");
    }
}

#[test]
fn a_checklist_is_one_step_a_line() {
    assert_eq!(steps(" - Sauvegarder\r\n\n• Redémarrer \n*Noter"), ["Sauvegarder", "Redémarrer", "Noter"]);
    assert!(steps(" \n - ").is_empty());
}

fn a_weekday() -> impl Strategy<Value = Weekday> {
    (0u8..7).prop_map(|number| Weekday::try_from(number).expect("one of seven"))
}

fn any_rule() -> impl Strategy<Value = Rule> {
    let frequency = prop::sample::select(Frequency::ALL.to_vec());
    let days = prop_oneof![
        Just(Days::AsStarted),
        prop::collection::vec(a_weekday(), 1..4).prop_map(Days::Weekdays),
        prop_oneof![Just(-1), 1i8..=31].prop_map(Days::OfMonth),
        (prop_oneof![Just(-1), 1i8..=5], a_weekday()).prop_map(|(nth, day)| Days::Nth(nth, day)),
    ];
    let months = prop::collection::vec(1u8..=12, 0..4);
    let end = prop_oneof![
        Just(End::Never),
        (0u64..2000).prop_map(|days| End::Until(day("2026-01-01") + Later::new(days))),
        (1u32..40).prop_map(End::Times),
    ];
    let parts = (frequency, 1u16..15, days, months, end);
    parts.prop_filter_map("of the subset", |(f, i, d, m, e)| Rule::new(f, i, d, m, e).ok())
}

fn a_day() -> impl Strategy<Value = NaiveDate> {
    (0u64..2500).prop_map(|days| day("2023-01-01") + Later::new(days))
}

/// That a date follows the rule, by the calendar alone.
fn follows(rule: &Rule, start: NaiveDate, date: NaiveDate) -> bool {
    let in_month = rule.months().is_empty() || rule.months().contains(&u8::try_from(date.month()).expect("a month"));
    let last = date.num_days_in_month();
    let days = match rule.days() {
        Days::AsStarted => match rule.frequency() {
            Frequency::Daily => true,
            Frequency::Weekly => date.weekday() == start.weekday(),
            Frequency::Monthly => date.day() == start.day(),
            Frequency::Yearly => date.day() == start.day() && (!rule.months().is_empty() || date.month() == start.month()),
        },
        Days::Weekdays(days) => days.contains(&date.weekday()),
        Days::OfMonth(-1) => date.day() == u32::from(last),
        Days::OfMonth(number) => date.day() == u32::try_from(*number).expect("positive"),
        Days::Nth(-1, weekday) => date.weekday() == *weekday && date.day() + 7 > u32::from(last),
        Days::Nth(nth, weekday) => date.weekday() == *weekday && i64::from((date.day() - 1) / 7 + 1) == i64::from(*nth),
    };
    let interval = i64::from(rule.interval());
    let monday = |day: NaiveDate| day - Later::new(u64::from(day.weekday().num_days_from_monday()));
    let between = match rule.frequency() {
        Frequency::Daily => (date - start).num_days(),
        Frequency::Weekly => (monday(date) - monday(start)).num_weeks(),
        Frequency::Monthly => i64::from((date.year() - start.year()) * 12) + i64::from(date.month()) - i64::from(start.month()),
        Frequency::Yearly => i64::from(date.year() - start.year()),
    };
    in_month && days && between % interval == 0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_written_is_read_back(rule in any_rule()) {
        prop_assert_eq!(rule.to_string().parse::<Rule>(), Ok(rule));
    }

    #[test]
    fn dates_increase_belong_to_the_rule_and_miss_none(rule in any_rule(), start in a_day()) {
        let horizon = start + Later::new(1200);
        let found: Vec<NaiveDate> = rule.dates(start).take_while(|date| *date <= horizon).collect();
        prop_assert!(found.windows(2).all(|pair| pair[0] < pair[1]));
        let days = start.iter_days().take_while(|day| *day <= horizon);
        let mut expected: Vec<NaiveDate> = days.filter(|date| follows(&rule, start, *date)).collect();
        match rule.end() {
            End::Never => {}
            End::Until(last) => expected.retain(|date| *date <= last),
            End::Times(times) => expected.truncate(times as usize),
        }
        prop_assert_eq!(found, expected, "{}", rule);
    }

    #[test]
    fn each_date_is_made_or_skipped_once_however_often_it_is_asked(
        rule in any_rule(), start in a_day(), rounds in prop::collection::vec(0u64..40, 1..12), ahead in 0i64..20,
    ) {
        let (mut today, mut last) = (start, None);
        let mut written: Vec<NaiveDate> = Vec::new();
        for pause in rounds {
            today = today + Later::new(pause);
            let now = due(&rule, start, start, last, today, ahead);
            prop_assert!(now.made.iter().filter(|date| **date <= today).count() <= 1, "one missed date at most");
            prop_assert!(now.skipped.iter().all(|date| *date <= today));
            written.extend(now.skipped.iter().chain(&now.made));
            last = written.iter().max().copied();
            prop_assert_eq!(due(&rule, start, start, last, today, ahead), Due::default(), "a replay makes nothing");
        }
        let horizon = today + Later::new(ahead.unsigned_abs());
        let all: Vec<NaiveDate> = rule.dates(start).take_while(|date| *date <= horizon).collect();
        prop_assert_eq!(written, all);
    }

    #[test]
    fn a_visit_is_never_before_its_date_nor_on_a_closed_day(date in a_day()) {
        let usual = Calendar::usual(chrono_tz::Europe::Paris);
        let visit = visit_day(&usual, date);
        prop_assert!(visit >= date && visit <= date + Later::new(4));
        prop_assert!(!usual.spans_of(visit).is_empty());
    }
}
