//! How dates, durations and numbers are written, in French and in English.

use crate::domain::money::Cents;
use crate::domain::people::Language;
use crate::domain::time::{Minutes, Month};
use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use chrono_tz::Tz;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A no-break space: « 3 h 15 » never parts.
const NBSP: char = '\u{a0}';

const MONTHS: [[&str; 12]; 2] = [
    ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
];
const DAYS: [[&str; 7]; 2] = [
    ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
];

const fn column(language: Language) -> usize {
    match language {
        Language::French => 0,
        Language::English => 1,
    }
}

/// « 3 h 15 », « 3 h », « 50 min », « 0 min »; negative with a true minus sign.
pub fn duration(minutes: Minutes) -> String {
    let sign = if minutes.0 < 0 { "\u{2212}" } else { "" };
    let (hours, rest) = (minutes.0.unsigned_abs() / 60, minutes.0.unsigned_abs() % 60);
    match (hours, rest) {
        (0, rest) => format!("{sign}{rest}{NBSP}min"),
        (hours, 0) => format!("{sign}{hours}{NBSP}h"),
        (hours, rest) => format!("{sign}{hours}{NBSP}h{NBSP}{rest:02}"),
    }
}

/// « mars 2026 », “March 2026”.
pub fn month(language: Language, month: Month) -> String {
    format!("{}{NBSP}{}", month_name(language, month), month.year())
}

/// « mars », “March”.
pub fn month_name(language: Language, month: Month) -> &'static str {
    let index = usize::try_from(month.month()).unwrap_or(1) - 1;
    MONTHS[column(language)][index % 12]
}

/// « jeudi 12 mars », “Thursday 12 March”, with the year when it is not that of `today`.
pub fn day(language: Language, day: NaiveDate, today: NaiveDate) -> String {
    let weekday = DAYS[column(language)][day.weekday().num_days_from_monday() as usize];
    let name = MONTHS[column(language)][day.month0() as usize];
    let number = match (language, day.day()) {
        (Language::French, 1) => "1er".to_owned(),
        (_, number) => number.to_string(),
    };
    let year = if day.year() == today.year() { String::new() } else { format!("{NBSP}{}", day.year()) };
    format!("{weekday} {number}{NBSP}{name}{year}")
}

/// « jeudi 12 mars 2026 », whatever the year is now.
pub fn whole_day(language: Language, on: NaiveDate) -> String {
    day(language, on, NaiveDate::MIN)
}

/// « 240 ko », « 1,2 Mo », “1.2 MB”: how heavy a file is.
pub fn size(language: Language, bytes: i64) -> String {
    let letter = if language == Language::French { 'o' } else { 'B' };
    match bytes {
        0..1024 => format!("{bytes}{NBSP}{letter}"),
        1024..1_048_576 => format!("{}{NBSP}k{letter}", (bytes + 1023) / 1024),
        _ => {
            let tenths = bytes * 10 / 1_048_576;
            let number = if tenths % 10 == 0 { format!("{}", tenths / 10) } else { format!("{}.{}", tenths / 10, tenths % 10) };
            format!("{}{NBSP}M{letter}", decimal(language, &number))
        }
    }
}

/// A decimal number written with a point, as the language writes it.
pub fn decimal(language: Language, number: &str) -> String {
    match language {
        Language::French => number.replace('.', ","),
        Language::English => number.to_owned(),
    }
}

/// « 14 h 30 », “14:30”, from minutes after midnight.
pub fn clock(language: Language, minute_of_day: u32) -> String {
    let (hours, minutes) = (minute_of_day / 60, minute_of_day % 60);
    match language {
        Language::French => format!("{hours}{NBSP}h{NBSP}{minutes:02}"),
        Language::English => format!("{hours}:{minutes:02}"),
    }
}

/// « 14 h », « 14 h 30 », “14:00”: an hour that was agreed upon.
pub fn hour(language: Language, minute_of_day: u32) -> String {
    match (language, minute_of_day % 60) {
        (Language::French, 0) => format!("{}{NBSP}h", minute_of_day / 60),
        _ => clock(language, minute_of_day),
    }
}

/// « aujourd'hui à 10 h 12 » comes from texts; this gives the local day and the clock of an instant.
pub fn local(at: DateTime<Utc>, zone: Tz) -> (NaiveDate, u32) {
    let local = at.with_timezone(&zone);
    (local.date_naive(), local.hour() * 60 + local.minute())
}

/// An instant as people say it: the hour alone when it is today, else the day and the hour.
pub fn moment(language: Language, at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> String {
    let (on, minute) = local(at, zone);
    let today = local(now, zone).0;
    let hour = clock(language, minute);
    if on == today {
        return hour;
    }
    let joint = match language {
        Language::French => "à",
        Language::English => "at",
    };
    format!("{} {joint} {hour}", day(language, on, today))
}

/// An instant as a document says it, for ever: « jeudi 15 janvier 2026 à 8 h 30 ».
pub fn whole_moment(language: Language, at: DateTime<Utc>, zone: Tz) -> String {
    let (on, minute) = local(at, zone);
    let joint = match language {
        Language::French => "à",
        Language::English => "at",
    };
    format!("{} {joint} {}", whole_day(language, on), clock(language, minute))
}

/// What a list of names is ordered by: accents and capitals do not count, so that « Épicerie » comes before « Régie ».
pub fn alphabetical(name: &str) -> String {
    name.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// The value of `<input type="time">`.
pub fn time_value(minute_of_day: u32) -> String {
    format!("{:02}:{:02}", minute_of_day / 60, minute_of_day % 60)
}

/// « 1 250 », “1,250”.
pub fn number(language: Language, value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let separator = match language {
        Language::French => '\u{202f}',
        Language::English => ',',
    };
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    if value < 0 { format!("\u{2212}{text}") } else { text }
}

/// « 1 234,56 € », “€1,234.56”.
pub fn money(language: Language, cents: Cents) -> String {
    let plain = amount(language, cents);
    match (language, plain.strip_prefix('\u{2212}')) {
        (Language::French, _) => format!("{plain}{NBSP}€"),
        (Language::English, Some(rest)) => format!("\u{2212}€{rest}"),
        (Language::English, None) => format!("€{plain}"),
    }
}

/// « 1 234,56 », “1,234.56”: money without its sign, as cells of a table and fields hold it.
pub fn amount(language: Language, cents: Cents) -> String {
    let (euros, rest) = (cents.0.unsigned_abs() / 100, cents.0.unsigned_abs() % 100);
    let sign = if cents.0 < 0 { "\u{2212}" } else { "" };
    let point = match language {
        Language::French => ',',
        Language::English => '.',
    };
    format!("{sign}{}{point}{rest:02}", number(language, i64::try_from(euros).unwrap_or(i64::MAX)))
}

/// « 1 234,56 », “1234.56”: an amount in a field, read back as it was; a comma between thousands would not be.
pub fn typed_amount(language: Language, cents: Cents) -> String {
    match language {
        Language::French => amount(language, cents),
        Language::English => amount(language, cents).replace(',', ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        text.replace(['\u{a0}', '\u{202f}'], " ")
    }

    #[test]
    fn a_file_weighs_what_people_are_told_elsewhere() {
        for (bytes, text) in
            [(0, "0 o"), (1023, "1023 o"), (1024, "1 ko"), (245_001, "240 ko"), (1_258_292, "1,2 Mo"), (26_214_400, "25 Mo")]
        {
            assert_eq!(plain(&size(Language::French, bytes)), text);
        }
        assert_eq!(plain(&size(Language::English, 1_258_292)), "1.2 MB");
    }

    #[test]
    fn durations_read_as_people_say_them() {
        for (minutes, text) in [(0, "0 min"), (50, "50 min"), (60, "1 h"), (195, "3 h 15"), (605, "10 h 05"), (-90, "−1 h 30")] {
            assert_eq!(plain(&duration(Minutes(minutes))), text);
        }
    }

    #[test]
    fn money_reads_as_people_write_it() {
        for (cents, french, english) in [
            (0, "0,00 €", "€0.00"),
            (5, "0,05 €", "€0.05"),
            (123_456, "1 234,56 €", "€1,234.56"),
            (-73_785, "−737,85 €", "−€737.85"),
        ] {
            assert_eq!(plain(&money(Language::French, Cents(cents))), french);
            assert_eq!(money(Language::English, Cents(cents)), english);
        }
        for language in [Language::French, Language::English] {
            assert_eq!(typed_amount(language, Cents(-123_456_789)).parse(), Ok(Cents(-123_456_789)));
        }
        assert_eq!(plain(&amount(Language::French, Cents(-100_000_000))), "−1 000 000,00");
    }

    #[test]
    fn names_are_ordered_as_a_dictionary_orders_them() {
        let mut names = ["Théâtre", "Épicerie", "École", "radio", "Régie", "Ressourcerie"];
        names.sort_by_key(|name| alphabetical(name));
        assert_eq!(names, ["École", "Épicerie", "radio", "Régie", "Ressourcerie", "Théâtre"]);
    }

    #[test]
    fn dates_read_as_people_say_them() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 20).expect("a day");
        let first = NaiveDate::from_ymd_opt(2026, 3, 1).expect("a day");
        let past = NaiveDate::from_ymd_opt(2025, 8, 12).expect("a day");
        assert_eq!(plain(&day(Language::French, first, today)), "dimanche 1er mars");
        assert_eq!(plain(&day(Language::French, past, today)), "mardi 12 août 2025");
        assert_eq!(plain(&day(Language::English, first, today)), "Sunday 1 March");
        assert_eq!(plain(&clock(Language::French, 870)), "14 h 30");
        assert_eq!(clock(Language::English, 545), "9:05");
        assert_eq!(plain(&hour(Language::French, 840)), "14 h");
        assert_eq!(plain(&hour(Language::French, 545)), "9 h 05");
        assert_eq!(hour(Language::English, 840), "14:00");
        assert_eq!(plain(&number(Language::French, 1_234_567)), "1 234 567");
        assert_eq!(number(Language::English, -1250), "−1,250");
    }
}
