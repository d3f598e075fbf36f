use super::*;
use crate::domain::time::minute_of_day;
use chrono::TimeZone;
use chrono_tz::{
    America::{New_York, Sao_Paulo, St_Johns},
    Antarctica::Troll,
    Australia::Lord_Howe,
    Europe::Paris,
    Pacific::{Apia, Auckland},
};
use proptest::{collection::vec, prelude::*, sample::select};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of a test")
}

/// « 2026-04-03 16:30 » on the wall in Paris; the earlier when it comes twice.
fn at(wall: &str) -> DateTime<Utc> {
    at_in(Paris, wall)
}

fn at_in(zone: Tz, wall: &str) -> DateTime<Utc> {
    let wall = chrono::NaiveDateTime::parse_from_str(wall, "%Y-%m-%d %H:%M").expect("a time of a test");
    zone.from_local_datetime(&wall).earliest().expect("a time that exists").with_timezone(&Utc)
}

fn every_day(zone: Tz, spans: &[OpenSpan]) -> Calendar {
    Calendar::new(zone, std::array::from_fn(|_| spans.to_vec()), Holidays::None).expect("hours of a test")
}

fn never_closed(zone: Tz) -> Calendar {
    every_day(zone, &[OpenSpan::new(0, 1440)])
}

#[test]
fn hours_that_make_no_sense_are_refused() {
    let refused = [
        (vec![OpenSpan::new(600, 540)], CalendarError::Empty),
        (vec![OpenSpan::new(600, 600)], CalendarError::Empty),
        (vec![OpenSpan::new(600, 1441)], CalendarError::BeyondMidnight),
        (vec![OpenSpan::new(540, 720), OpenSpan::new(719, 800)], CalendarError::Unordered),
        (vec![OpenSpan::new(800, 900), OpenSpan::new(540, 720)], CalendarError::Unordered),
        (vec![], CalendarError::NeverOpen),
    ];
    for (spans, error) in refused {
        let week = std::array::from_fn(|_| spans.clone());
        assert_eq!(Calendar::new(Paris, week, Holidays::None), Err(error), "{spans:?}");
        if error != CalendarError::NeverOpen {
            assert_eq!(Calendar::usual(Paris).with_exception(day(2026, 4, 1), spans), Err(error));
        }
    }
    let touching = [OpenSpan::new(0, 720), OpenSpan::new(720, 1440)];
    assert_eq!(every_day(Paris, &touching).opening_day_minutes(), Minutes(1440));
}

#[test]
fn time_is_counted_within_opening_hours_only() {
    let usual = Calendar::usual(Paris);
    for (from, to, minutes, why) in [
        ("2026-04-01 09:00", "2026-04-01 17:30", 450, "a day"),
        ("2026-04-01 12:00", "2026-04-01 14:00", 60, "lunch is a gap"),
        ("2026-04-01 12:30", "2026-04-01 13:30", 0, "lunch alone"),
        ("2026-03-27 17:00", "2026-03-30 09:15", 45, "Friday evening to Monday, with a change of clocks between"),
        ("2026-04-03 17:00", "2026-04-07 09:15", 45, "Easter Monday is closed"),
        ("2008-04-30 17:00", "2008-05-02 09:15", 45, "Ascension and Labour Day are one closed day"),
        ("2026-04-01 17:30", "2026-04-01 09:00", 0, "reversed"),
        ("2026-04-01 10:00", "2026-04-01 10:00", 0, "no time at all"),
        ("2026-01-01 00:00", "2027-01-01 00:00", 252 * 450, "261 weekdays of 2026, less 9 holidays"),
    ] {
        assert_eq!(usual.between(at(from), at(to)), Minutes(minutes), "{why}");
    }
    let seconds = TimeDelta::seconds(59);
    assert_eq!(usual.between(at("2026-04-01 10:00"), at("2026-04-01 10:01") + seconds), Minutes(1));
}

#[test]
fn opening_time_added_ends_within_opening_hours() {
    let usual = Calendar::usual(Paris);
    for (from, minutes, reached, why) in [
        ("2026-04-01 09:00", 120, "2026-04-01 11:00", "a morning"),
        ("2026-04-01 12:00", 60, "2026-04-01 14:00", "over lunch"),
        ("2026-04-01 12:00", 30, "2026-04-01 12:30", "at the instant of closing"),
        ("2026-04-01 09:00", 450, "2026-04-01 17:30", "a day ends on that day"),
        ("2026-04-01 09:00", 451, "2026-04-02 09:01", "a day and a minute"),
        ("2026-03-27 17:00", 60, "2026-03-30 09:30", "Friday evening to Monday"),
        ("2026-04-03 17:00", 60, "2026-04-07 09:30", "over Easter"),
        ("2026-04-04 11:00", 0, "2026-04-07 09:00", "nothing from a closed moment is the next opening"),
        ("2026-04-01 12:30", 0, "2026-04-01 13:30", "the instant of closing is closed"),
        ("2026-04-01 10:07", 0, "2026-04-01 10:07", "nothing from an open moment is that moment"),
        ("2026-04-01 10:07", -5, "2026-04-01 10:07", "less than nothing counts as nothing"),
    ] {
        assert_eq!(usual.add(at(from), Minutes(minutes)), Some(at(reached)), "{why}");
    }
    assert_eq!(usual.next_opening(at("2026-04-01 12:45")), Some(at("2026-04-01 13:30")));
    assert_eq!(usual.next_opening(at("2026-04-01 13:45")), Some(at("2026-04-01 13:45")));
    assert!(usual.is_open(at("2026-04-01 09:00")) && !usual.is_open(at("2026-04-01 17:30")));
}

#[test]
fn the_day_without_an_hour_and_the_day_with_one_more_are_as_long_as_they_last() {
    let always = never_closed(Paris);
    let (spring, autumn) = (("2026-03-29 00:00", "2026-03-30 00:00"), ("2026-10-25 00:00", "2026-10-26 00:00"));
    assert_eq!(always.between(at(spring.0), at(spring.1)), Minutes(23 * 60));
    assert_eq!(always.between(at(autumn.0), at(autumn.1)), Minutes(25 * 60));
    assert_eq!(always.add(at(spring.0), Minutes(120)), Some(at("2026-03-29 03:00")));
    assert_eq!(always.add(at(autumn.0), Minutes(240)), Some(at("2026-10-25 03:00")));
    let days = every_day(Paris, &[OpenSpan::new(9 * 60, 17 * 60)]);
    for (from, to) in [spring, autumn] {
        assert_eq!(days.between(at(from), at(to)), Minutes(8 * 60), "the night changes nothing in the day");
    }
}

#[test]
fn a_span_that_meets_the_changing_hour_opens_and_closes_once() {
    // In spring 2:00 to 3:00 is skipped; in autumn it comes twice.
    for (opens, closes, spring, autumn) in [
        (90, 180, 30, 150),
        (120, 180, 0, 120),
        (135, 150, 0, 15),
        (135, 240, 60, 165),
        (60, 150, 60, 90),
        (150, 240, 60, 150),
        (180, 240, 60, 60),
    ] {
        let night = every_day(Paris, &[OpenSpan::new(opens, closes)]);
        assert_eq!(night.between(at("2026-03-29 00:00"), at("2026-03-29 12:00")), Minutes(spring), "{opens}-{closes}");
        assert_eq!(night.between(at("2026-10-25 00:00"), at("2026-10-25 12:00")), Minutes(autumn), "{opens}-{closes}");
    }
    let skipped = every_day(Paris, &[OpenSpan::new(135, 150)]);
    assert_eq!(skipped.next_opening(at("2026-03-28 12:00")), Some(at("2026-03-30 02:15")));
}

#[test]
fn the_days_that_zones_cut_double_or_leave_out_are_survived() {
    for (zone, from, to, minutes, why) in [
        (Sao_Paulo, "2018-11-03 00:00", "2018-11-05 00:00", 47 * 60, "no midnight"),
        (Sao_Paulo, "2018-02-17 00:00", "2018-02-19 00:00", 49 * 60, "the hour before midnight comes twice"),
        (St_Johns, "2006-10-28 00:00", "2006-10-30 00:00", 49 * 60, "a minute after midnight, yesterday again"),
        (Apia, "2011-12-29 00:00", "2011-12-31 00:00", 24 * 60, "the 30th never was"),
        (Lord_Howe, "2026-04-04 12:00", "2026-04-05 12:00", 24 * 60 + 30, "half an hour comes twice"),
        (Troll, "2026-03-28 12:00", "2026-03-29 12:00", 22 * 60, "two hours are skipped at once"),
    ] {
        let open = never_closed(zone).between(at_in(zone, from), at_in(zone, to));
        assert_eq!(open, Minutes(minutes), "{zone} {why}");
    }
}

#[test]
fn yesterday_shown_again_after_midnight_is_part_of_today() {
    // St John's, 29 October 2006: at 0:01 the clocks went back to 23:01 of the 28th.
    let midnight = at_in(St_Johns, "2006-10-29 00:00");
    let (from, to) = (midnight + TimeDelta::minutes(20), midnight + TimeDelta::minutes(40));
    assert_eq!(day_of(from, St_Johns), day(2006, 10, 28));
    let sundays = never_closed(St_Johns).with_exception(day(2006, 10, 28), vec![]).expect("a closure");
    assert!(sundays.is_open(from));
    assert_eq!(sundays.between(from, to), Minutes(20));
    assert_eq!(sundays.add(from, Minutes(20)), Some(to));
}

#[test]
fn holidays_are_those_that_the_group_keeps() {
    let week: [Vec<OpenSpan>; 7] = std::array::from_fn(|_| vec![OpenSpan::new(540, 1020)]);
    let closed = |holidays, day| Calendar::new(Paris, week.clone(), holidays).expect("a week").spans_of(day).is_empty();
    for (date, france, alsace, why) in [
        (day(2026, 4, 6), true, true, "Easter Monday"),
        (day(2008, 5, 1), true, true, "Ascension and Labour Day"),
        (day(2026, 4, 3), false, true, "Good Friday"),
        (day(2027, 3, 26), false, true, "Good Friday of another year"),
        (day(2026, 12, 26), false, true, "the day after Christmas"),
        (day(2026, 4, 4), false, false, "the Saturday between"),
        (day(2026, 12, 27), false, false, "two days after Christmas"),
    ] {
        let seen = [Holidays::None, Holidays::France, Holidays::AlsaceMoselle].map(|holidays| closed(holidays, date));
        assert_eq!(seen, [false, france, alsace], "{why}");
    }
    assert_eq!("alsace_moselle".parse(), Ok(Holidays::AlsaceMoselle));
}

#[test]
fn an_exception_counts_before_the_holiday_and_the_week() {
    let calendar = Calendar::usual(Paris)
        .with_exception(day(2026, 4, 6), vec![OpenSpan::new(600, 660)])
        .and_then(|calendar| calendar.with_exception(day(2026, 4, 7), vec![]))
        .and_then(|calendar| calendar.with_exception(day(2026, 4, 11), vec![OpenSpan::new(540, 600)]))
        .expect("exceptions of a test");
    assert_eq!(calendar.between(at("2026-04-06 00:00"), at("2026-04-07 00:00")), Minutes(60), "open on Easter Monday");
    assert_eq!(calendar.add(at("2026-04-06 10:30"), Minutes(60)), Some(at("2026-04-08 09:30")), "closed on Tuesday");
    assert_eq!(calendar.next_opening(at("2026-04-10 18:00")), Some(at("2026-04-11 09:00")), "open on a Saturday");
    assert_eq!(calendar.exceptions().len(), 3);
}

#[test]
fn an_opening_is_looked_for_during_ten_years() {
    let closed_until = |until: NaiveDate| {
        let days = day(2026, 1, 1).iter_days().take_while(|day| *day < until);
        days.fold(Calendar::usual(Paris), |calendar, day| calendar.with_exception(day, vec![]).expect("a closure"))
    };
    let from = at("2026-01-01 12:00");
    assert_eq!(closed_until(day(2035, 6, 1)).next_opening(from), Some(at("2035-06-01 09:00")));
    assert_eq!(closed_until(day(2036, 6, 1)).next_opening(from), None);
    assert_eq!(Calendar::usual(Paris).add(from, Minutes(450 * 253 * 11)), None, "more than ten years hold");
    assert_eq!(Calendar::usual(Paris).add(from, Minutes(i64::MAX)), None);
}

#[test]
fn a_day_of_a_target_is_the_most_common_day() {
    let of = |minutes: [u32; 7]| {
        let week = minutes.map(|minutes| if minutes == 0 { vec![] } else { vec![OpenSpan::new(540, 540 + minutes)] });
        Calendar::new(Paris, week, Holidays::None).expect("a week").opening_day_minutes().0
    };
    assert_eq!(Calendar::usual(Paris).opening_day_minutes(), Minutes(450));
    assert_eq!(of([420, 420, 420, 420, 240, 0, 0]), 420, "a short Friday");
    assert_eq!(of([480, 240, 240, 480, 0, 0, 0]), 480, "equally frequent: the longest");
    assert_eq!(of([600, 240, 240, 0, 0, 0, 0]), 240, "frequent comes before long");
    assert_eq!(of([0, 0, 0, 0, 0, 180, 0]), 180, "closed days count for nothing");
}

pub(crate) fn zones() -> impl Strategy<Value = Tz> {
    select(vec![Paris, New_York, Auckland, Lord_Howe, Sao_Paulo, St_Johns, Apia, Troll])
}

/// Spans in order, from gaps and lengths; touching ones too.
fn spans() -> impl Strategy<Value = Vec<OpenSpan>> {
    vec((0u32..500, 1u32..600), 0..5).prop_map(|parts| {
        let ends = parts.into_iter().scan(0, |end, (gap, length)| {
            let opens = *end + gap;
            *end = opens + length;
            Some(OpenSpan::new(opens, *end))
        });
        ends.take_while(|span| span.closes <= END_OF_DAY).collect()
    })
}

/// Any week with any exceptions in the years of [`instants`].
pub(crate) fn calendars() -> impl Strategy<Value = Calendar> {
    let holidays = select(Holidays::ALL);
    let exceptions = vec((0i64..9000, spans()), 0..20);
    (zones(), prop::array::uniform7(spans()), holidays, exceptions).prop_filter_map("never open", |parts| {
        let (zone, week, holidays, exceptions) = parts;
        let calendar = Calendar::new(zone, week, holidays).ok()?;
        let mut exceptions = exceptions.into_iter().map(|(days, spans)| (day(2004, 1, 1) + TimeDelta::days(days), spans));
        exceptions.try_fold(calendar, |calendar, (day, spans)| calendar.with_exception(day, spans).ok())
    })
}

/// Seconds of the years 2004 to 2028: zones changed their minds in them.
pub(crate) fn instants() -> impl Strategy<Value = DateTime<Utc>> {
    (1_075_000_000i64..1_850_000_000).prop_map(|seconds| DateTime::from_timestamp(seconds, 0).expect("in range"))
}

fn whole_minute(at: DateTime<Utc>) -> DateTime<Utc> {
    at - TimeDelta::seconds(at.timestamp().rem_euclid(60))
}

proptest! {
    #[test]
    fn what_was_added_is_what_lies_between(calendar in calendars(), from in instants(), minutes in 0i64..40_000) {
        let Some(reached) = calendar.add(from, Minutes(minutes)) else {
            let almost_ten_years = calendar.between(from, from + TimeDelta::days(3650));
            prop_assert!(almost_ten_years < Minutes(minutes), "ten years hold it");
            return Ok(());
        };
        prop_assert_eq!(calendar.between(from, reached), Minutes(minutes));
        prop_assert_eq!(calendar.time_between(from, reached), TimeDelta::minutes(minutes));
        let before = reached - TimeDelta::seconds(1);
        prop_assert!(calendar.is_open(reached) || calendar.is_open(before), "never outside opening hours");
        let first = minutes == 0 || calendar.between(from, before) < Minutes(minutes);
        prop_assert!(first, "no earlier instant would do");
    }

    #[test]
    fn adding_more_or_later_never_ends_sooner(
        calendar in calendars(), from in instants(), later in 0i64..2_000_000, minutes in 0i64..20_000, more in 0i64..20_000,
    ) {
        let reached = calendar.add(from, Minutes(minutes));
        if let Some(with_more) = calendar.add(from, Minutes(minutes + more)) {
            prop_assert!(reached.is_some_and(|reached| reached <= with_more));
        }
        if let (Some(reached), Some(of_later)) = (reached, calendar.add(from + TimeDelta::seconds(later), Minutes(minutes))) {
            prop_assert!(reached <= of_later);
        }
    }

    #[test]
    fn what_lies_between_adds_up(calendar in calendars(), from in instants(), first in 0i64..60_000, second in 0i64..60_000) {
        let a = whole_minute(from);
        let b = a + TimeDelta::minutes(first);
        let c = b + TimeDelta::minutes(second);
        prop_assert_eq!(calendar.between(a, b) + calendar.between(b, c), calendar.between(a, c));
        prop_assert_eq!(calendar.between(c, a), if a == c { calendar.between(a, c) } else { Minutes(0) });
    }

    #[test]
    fn between_counts_the_open_minutes(calendar in calendars(), from in instants(), minutes in 0i64..1_000) {
        let from = whole_minute(from);
        let open = (0..minutes).filter(|minute| calendar.is_open(from + TimeDelta::minutes(*minute))).count();
        prop_assert_eq!(calendar.between(from, from + TimeDelta::minutes(minutes)).0, open as i64);
    }

    #[test]
    fn far_from_a_change_of_clocks_the_wall_says_what_is_open(calendar in calendars(), at in instants()) {
        let offset = |hours| (at + TimeDelta::hours(hours)).with_timezone(&calendar.zone()).naive_local()
            - (at + TimeDelta::hours(hours)).naive_utc();
        prop_assume!(offset(-26) == offset(0) && offset(0) == offset(26));
        let minute = minute_of_day(at, calendar.zone());
        let spans = calendar.spans_of(day_of(at, calendar.zone()));
        prop_assert_eq!(calendar.is_open(at), spans.iter().any(|span| (span.opens..span.closes).contains(&minute)));
    }

    #[test]
    fn a_calendar_that_never_closes_counts_what_elapses(zone in zones(), from in instants(), minutes in 0i64..100_000) {
        let to = from + TimeDelta::minutes(minutes);
        prop_assert_eq!(never_closed(zone).between(from, to), Minutes(minutes));
        prop_assert_eq!(never_closed(zone).add(from, Minutes(minutes)), Some(to));
    }

    #[test]
    fn the_clock_on_the_wall_never_turns_spans_around(zone in zones(), at in instants(), first in 0u32..1440, more in 0u32..200) {
        let day = day_of(at, zone);
        prop_assert!(start_of(day, first, zone) <= start_of(day, (first + more).min(END_OF_DAY), zone));
    }
}
