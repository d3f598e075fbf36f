use super::*;
use chrono_tz::Europe::Paris;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day of a test")
}

/// « 2026-03-02 08:30 90 »; without an hour « 2026-03-02 - 90 ».
fn spell(text: &str) -> Spell {
    let parts: Vec<&str> = text.split(' ').collect();
    let start = parts[1]
        .split_once(':')
        .map(|(hour, minute)| hour.parse::<u32>().expect("an hour") * 60 + minute.parse::<u32>().expect("a minute"));
    Spell { day: day(parts[0]), start, minutes: Minutes(parts[2].parse().expect("minutes")), written: Some(day(parts[0])) }
}

fn seen(spells: &[&str]) -> Vec<(String, Rule, i64)> {
    let spells: Vec<Spell> = spells.iter().map(|text| spell(text)).collect();
    let all = findings(&spells, Paris, day("2026-01-01"), day("2026-12-31"));
    all.into_iter().map(|finding| (finding.day.to_string(), finding.rule, finding.found)).collect()
}

fn one(day: &str, rule: Rule, found: i64) -> Vec<(String, Rule, i64)> {
    vec![(day.to_owned(), rule, found)]
}

#[test]
fn ten_hours_a_day_are_allowed_and_a_minute_more_is_said() {
    assert_eq!(seen(&["2026-03-02 - 300", "2026-03-02 - 300"]), []);
    assert_eq!(seen(&["2026-03-02 - 300", "2026-03-02 - 301"]), one("2026-03-02", Rule::LongDay, 601));
    assert_eq!(seen(&["2026-03-02 08:00 300", "2026-03-02 14:00 301"]), one("2026-03-02", Rule::LongDay, 601));
}

#[test]
fn work_through_midnight_belongs_to_two_days() {
    assert_eq!(seen(&["2026-03-02 - 540", "2026-03-02 23:00 120"]), []);
    assert_eq!(seen(&["2026-03-02 - 541", "2026-03-02 23:00 120"]), one("2026-03-02", Rule::LongDay, 601));
}

#[test]
fn six_hours_without_twenty_minutes() {
    assert_eq!(seen(&["2026-03-02 08:00 360"]), []);
    assert_eq!(seen(&["2026-03-02 08:00 361"]), one("2026-03-02", Rule::NoPause, 361));
    assert_eq!(seen(&["2026-03-02 08:00 180", "2026-03-02 11:20 200"]), [], "twenty minutes are a pause");
    assert_eq!(seen(&["2026-03-02 08:00 180", "2026-03-02 11:19 200"]), one("2026-03-02", Rule::NoPause, 380));
    assert_eq!(seen(&["2026-03-02 08:00 361", "2026-03-02 - 30"]), one("2026-03-02", Rule::NoPause, 361));
    assert_eq!(seen(&["2026-03-02 08:00 200", "2026-03-02 09:00 100"]), [], "what overlaps is not worked twice");
}

#[test]
fn eleven_hours_between_two_days() {
    assert_eq!(seen(&["2026-03-02 18:00 120", "2026-03-03 07:00 60"]), []);
    assert_eq!(seen(&["2026-03-02 18:00 120", "2026-03-03 06:59 60"]), one("2026-03-03", Rule::ShortNight, 659));
    assert_eq!(seen(&["2026-03-02 08:00 120", "2026-03-02 19:00 60"]), [], "a gap within a day is no night");
    assert_eq!(seen(&["2026-03-02 18:00 120", "2026-03-03 - 60"]), [], "without an hour nothing is sure");
    // The night in which the clocks go forward is an hour shorter than they show.
    assert_eq!(
        seen(&["2026-03-28 20:00 30", "2026-03-29 07:30 60"]),
        [("2026-03-29".to_owned(), Rule::ShortNight, 600), ("2026-03-29".to_owned(), Rule::Sunday, 60),]
    );
}

#[test]
fn forty_eight_hours_a_week() {
    let days = ["2026-03-02 - 576", "2026-03-03 - 576", "2026-03-04 - 576", "2026-03-05 - 576", "2026-03-06 - 576"];
    assert_eq!(seen(&days), []);
    let mut more = days.to_vec();
    more.push("2026-03-07 - 1");
    assert_eq!(seen(&more), one("2026-03-02", Rule::LongWeek, 2881));
}

#[test]
fn forty_four_hours_on_average_over_twelve_weeks() {
    let weeks = |minutes: i64, weeks: i64| -> Vec<Spell> {
        let monday = day("2026-01-05");
        let days = (0..weeks).flat_map(|week| (0..5).map(move |weekday| monday + TimeDelta::days(week * 7 + weekday)));
        let part = |day: NaiveDate| if day.weekday() == Weekday::Mon { minutes - 4 * (minutes / 5) } else { minutes / 5 };
        days.map(|day| Spell { day, start: None, minutes: Minutes(part(day)), written: Some(day) }).collect()
    };
    let of = |spells: &[Spell]| findings(spells, Paris, day("2026-01-01"), day("2026-05-31"));
    assert_eq!(of(&weeks(2640, 12)), []);
    assert_eq!(of(&weeks(2660, 11)), [], "eleven weeks at that pace are not twelve");
    let said = of(&weeks(2641, 12));
    assert_eq!(said, [Finding::new(day("2026-03-23"), Rule::LongWeeks, Minutes(2641))]);
    let mut barely = weeks(2640, 12);
    barely[3].minutes += Minutes(1);
    assert_eq!(of(&barely)[0].found, 2641, "rounded up: never as much as the limit");
}

#[test]
fn thirty_five_hours_of_rest_a_week() {
    let mut days: Vec<String> = (2..=8).map(|day| format!("2026-03-{day:02} 09:00 60")).collect();
    days.insert(0, "2026-03-01 18:00 60".to_owned());
    days.push("2026-03-09 09:00 60".to_owned());
    let rests = |days: &[String]| {
        let days: Vec<&str> = days.iter().map(String::as_str).collect();
        seen(&days).into_iter().filter(|(_, rule, _)| *rule == Rule::ShortWeekRest).collect::<Vec<_>>()
    };
    assert_eq!(rests(&days), one("2026-03-02", Rule::ShortWeekRest, 23 * 60));
    assert_eq!(rests(&days[1..8]), [], "what came before and comes after is not known");
    days.retain(|day| !day.starts_with("2026-03-08"));
    assert_eq!(rests(&days), []);
}

#[test]
fn sundays_and_public_holidays() {
    assert_eq!(seen(&["2026-03-08 - 30"]), one("2026-03-08", Rule::Sunday, 30));
    let spells = [spell("2026-05-14 10:00 30")];
    let said = findings(&spells, Paris, day("2026-05-01"), day("2026-05-31"));
    assert_eq!(
        said,
        [Finding { holiday: Some(PublicHoliday::Ascension), ..Finding::new(day("2026-05-14"), Rule::PublicHoliday, Minutes(30)) }]
    );
}

#[test]
fn what_is_written_eight_days_later() {
    let written = |on: Option<&str>| {
        let spell = Spell { written: on.map(day), ..spell("2026-03-02 - 30") };
        findings(&[spell], Paris, day("2026-03-01"), day("2026-03-31"))
    };
    assert_eq!(written(Some("2026-03-09")), []);
    assert_eq!(written(None), []);
    let late = Finding { day: day("2026-03-02"), rule: Rule::WrittenLate, found: 8, holiday: None };
    assert_eq!(written(Some("2026-03-10")), [late]);
}

#[test]
fn a_week_in_two_months_is_said_once_where_it_ends() {
    let spells: Vec<Spell> = (27..=30).map(|d| spell(&format!("2026-04-{d} - 590"))).chain([spell("2026-05-01 - 590")]).collect();
    let of_week = |first: &str, last: &str| {
        findings(&spells, Paris, day(first), day(last)).into_iter().filter(|finding| finding.rule.is_of_week()).count()
    };
    assert_eq!(of_week("2026-04-01", "2026-04-30"), 0);
    assert_eq!(of_week("2026-05-01", "2026-05-31"), 1);
}

prop_compose! {
    fn any_spell()(offset in 0i64..40, start in prop::option::of(0u32..1440), minutes in 1i64..600, late in 0i64..12) -> Spell {
        let day = day("2026-03-02") + TimeDelta::days(offset);
        Spell { day, start, minutes: Minutes(minutes), written: Some(day + TimeDelta::days(late)) }
    }
}

proptest! {
    #[test]
    fn order_does_not_matter_and_each_finding_is_beyond_its_limit(mut spells in prop::collection::vec(any_spell(), 0..40)) {
        let (first, last) = (day("2026-03-01"), day("2026-04-30"));
        let said = findings(&spells, Paris, first, last);
        for finding in &said {
            let limit = finding.rule.limit();
            let short = matches!(finding.rule, Rule::ShortNight | Rule::ShortWeekRest);
            prop_assert!(if short { finding.found < limit } else { finding.found > limit }, "{:?}", finding);
            prop_assert!((first - TimeDelta::days(6)..=last).contains(&finding.day));
        }
        spells.reverse();
        prop_assert_eq!(findings(&spells, Paris, first, last), said);
    }

    #[test]
    fn days_hold_every_minute(spells in prop::collection::vec(any_spell(), 0..40)) {
        let all: Minutes = spells.iter().map(|spell| spell.minutes).sum();
        prop_assert_eq!(minutes_by_day(&spells, Paris).values().sum::<Minutes>(), all);
    }

    #[test]
    fn short_days_with_their_hours_show_nothing(starts in prop::collection::vec(480u32..900, 5)) {
        let monday = day("2026-03-02");
        let spells: Vec<Spell> = starts
            .iter()
            .zip(0..)
            .map(|(_, offset)| monday + TimeDelta::days(offset))
            .zip(&starts)
            .map(|(day, start)| Spell { day, start: Some(*start), minutes: Minutes(200), written: Some(day) })
            .collect();
        prop_assert_eq!(findings(&spells, Paris, monday, monday + TimeDelta::days(6)), []);
    }
}
