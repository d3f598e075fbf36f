use super::*;
use chrono_tz::{Asia::Kolkata, Europe::Paris};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day of a test")
}

fn visit(on: &str, from: u32, to: u32) -> Event {
    Event {
        uid: "0190@parcommun".into(),
        sequence: 0,
        changed_at: "2026-03-24T09:00:00Z".parse().expect("a moment"),
        start: local(day(on), from),
        end: local(day(on), to),
        summary: "Passage de Samira".into(),
        location: String::new(),
        description: String::new(),
        cancelled: false,
    }
}

/// Lines put together again, each as its name, its parameters and its text.
fn read(text: &str) -> Vec<(String, String)> {
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']), "CR LF alone ends a line");
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
    }
    let whole = text.replace("\r\n ", "");
    let line = |line: &str| {
        let (name, value) = line.split_once(':').unwrap_or_else(|| panic!("no value: {line:?}"));
        let mut plain = String::new();
        let mut letters = value.chars();
        while let Some(letter) = letters.next() {
            match (letter, letter == '\\') {
                (_, true) => {
                    plain.push(letters.next().map_or('\\', |next| if next.eq_ignore_ascii_case(&'n') { '\n' } else { next }))
                }
                (letter, false) => plain.push(letter),
            }
        }
        (name.to_owned(), plain)
    };
    whole.split("\r\n").filter(|line| !line.is_empty()).map(line).collect()
}

fn value<'a>(lines: &'a [(String, String)], name: &str) -> &'a str {
    &lines.iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("{name} in {lines:?}")).1
}

/// In the night of 28 to 29 March 2026 the clocks of Paris go from 2:00 to 3:00.
#[test]
fn a_visit_across_the_change_of_clocks_is_this_text() {
    let visit = Event {
        sequence: 2,
        location: "Théâtre de la Passe-Écluse".into(),
        description: "Apportez la clé ; merci, à dimanche.\nSamira".into(),
        ..visit("2026-03-29", 90, 210)
    };
    let lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Parcommun//Passages//FR",
        "CALSCALE:GREGORIAN",
        "NAME:Passages",
        "X-WR-CALNAME:Passages",
        "X-WR-TIMEZONE:Europe/Paris",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Paris",
        "BEGIN:STANDARD",
        "DTSTART:20260101T010000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0100",
        "TZNAME:CET",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:20260329T020000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "TZNAME:CEST",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:20261025T030000",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "TZNAME:CET",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:20270328T020000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "TZNAME:CEST",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "DESCRIPTION:Apportez la clé \\; merci\\, à dimanche.\\nSamira",
        "DTEND;TZID=Europe/Paris:20260329T033000",
        "DTSTAMP:20260324T090000Z",
        "DTSTART;TZID=Europe/Paris:20260329T013000",
        "LAST-MODIFIED:20260324T090000Z",
        "LOCATION:Théâtre de la Passe-Écluse",
        "SEQUENCE:2",
        "STATUS:CONFIRMED",
        "SUMMARY:Passage de Samira",
        "UID:0190@parcommun",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ];
    assert_eq!(calendar("Passages", Paris, &[visit]).as_deref(), Ok(lines.join("\r\n").as_str()));
}

#[test]
fn a_long_line_is_cut_between_letters_at_seventy_five_octets() {
    let summary = format!("{}{}", "é".repeat(40), "a".repeat(100));
    let text = calendar("P", Paris, &[Event { summary: summary.clone(), ..visit("2026-12-03", 840, 930) }]).expect("a calendar");
    let lines: Vec<usize> = text.split("\r\n").filter(|line| line.contains('é') || line.contains("aaa")).map(str::len).collect();
    assert_eq!(lines, [74, 75, 41], "what goes on starts with a space");
    assert_eq!(value(&read(&text), "SUMMARY"), summary);
}

#[test]
fn what_was_cancelled_says_so_and_stays_itself() {
    let text = calendar("Passages", Paris, &[Event { cancelled: true, sequence: 1, ..visit("2026-12-03", 840, 930) }]);
    let lines = read(&text.expect("a calendar"));
    assert_eq!((value(&lines, "STATUS"), value(&lines, "SEQUENCE")), ("CANCELLED", "1"));
    assert_eq!(value(&lines, "UID"), "0190@parcommun");
}

#[test]
fn a_calendar_without_events_and_a_zone_without_changes_are_fine() {
    let empty = read(&calendar("Rien", Paris, &[]).expect("a calendar"));
    assert_eq!(empty.first().zip(empty.last()).map(|(a, b)| (a.0.as_str(), b.0.as_str())), Some(("BEGIN", "END")));
    let lines = read(&calendar("Inde", Kolkata, &[visit("2026-12-03", 840, 1440)]).expect("a calendar"));
    assert_eq!(lines.iter().filter(|(name, _)| name == "TZOFFSETTO").count(), 1);
    assert_eq!(value(&lines, "TZOFFSETTO"), "+0530");
    assert_eq!(value(&lines, "DTEND;TZID=Asia/Kolkata"), "20261204T000000", "midnight is that of the next day");
}

proptest! {
    /// Accents, emoji, quotes, commas, control characters: what is read is what was written, on lines of 75 octets at most.
    #[test]
    fn any_words_come_out_as_they_went_in(summary in "\\PC{0,200}", description in "(\\PC|\n|\r\n|\t|é|😀|,|;|\\\\){0,200}", name in ".{0,120}") {
        let text = calendar(&name, Paris, &[Event { summary: summary.clone(), description: description.clone(), ..visit("2026-12-03", 840, 900) }]);
        let lines = read(&text.expect("a calendar"));
        prop_assert_eq!(value(&lines, "SUMMARY"), summary);
        let wanted = description.replace("\r\n", "\n").replace('\t', " ");
        if !wanted.is_empty() {
            prop_assert_eq!(value(&lines, "DESCRIPTION"), wanted);
        }
        prop_assert_eq!(lines.iter().filter(|(name, _)| name == "BEGIN").count(), 8, "nothing typed begins a part");
    }
}
