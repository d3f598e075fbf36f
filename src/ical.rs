//! Calendars as programs read them: iCalendar, RFC 5545.
//!
//! The library writes events and escapes words. Time zones it does not: it would stamp them with a DTSTAMP and an id of chance.
//! These, and the frame, are written in `zone.rs` and here; lines are folded here too, since it gives what follows the first 75
//! octets and a space.

mod zone;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use icalendar::{CalendarDateTime, Component, EventLike, EventStatus};
use std::fmt;

/// An event, in local times of the calendar's zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The same for ever: what tells a program that it moved, not that there are two.
    pub uid: String,
    /// Raised by every change.
    pub sequence: i64,
    pub changed_at: DateTime<Utc>,
    pub start: NaiveDateTime,
    pub end: NaiveDateTime,
    pub summary: String,
    /// May be empty.
    pub location: String,
    /// May be empty, may have several lines.
    pub description: String,
    pub cancelled: bool,
}

/// A wall-clock time as programs read it; 1440 minutes are the midnight that ends the day.
pub fn local(day: NaiveDate, minute: u32) -> NaiveDateTime {
    NaiveDateTime::from(day) + TimeDelta::minutes(i64::from(minute))
}

/// The whole calendar, lines ended by CR LF. The same events give the same text.
pub fn calendar(name: &str, zone: Tz, events: &[Event]) -> Result<String, fmt::Error> {
    let mut text = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Parcommun//Passages//FR\r\nCALSCALE:GREGORIAN\r\n");
    let properties = [("NAME", name), ("X-WR-CALNAME", name), ("X-WR-TIMEZONE", zone.name())];
    for (key, value) in properties {
        // The library escapes a property on its way out of the type alone.
        text.push_str(&TryInto::<String>::try_into(icalendar::Property::new(key, one_line(value)))?);
    }
    let days = events.iter().map(|event| event.start.date());
    if let Some((first, last)) = days.clone().min().zip(days.max()) {
        text.push_str(&zone::definition(zone, first, last));
    }
    for event in events {
        text.push_str(&written(zone, event)?);
    }
    text.push_str("END:VCALENDAR\r\n");
    Ok(folded(&text))
}

/// The most octets of a line, without its end (§ 3.1).
const LONGEST: usize = 75;

/// Lines cut between letters, the space at the start of what goes on counted.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut length = 0;
    for letter in text.replace("\r\n ", "").chars() {
        let ends = matches!(letter, '\r' | '\n');
        if !ends && length + letter.len_utf8() > LONGEST {
            folded.push_str("\r\n ");
            length = 1;
        }
        folded.push(letter);
        length = if ends { 0 } else { length + letter.len_utf8() };
    }
    folded
}

fn written(zone: Tz, event: &Event) -> Result<String, fmt::Error> {
    let at = |date_time| CalendarDateTime::WithTimezone { date_time, tzid: zone.name().to_owned() };
    let mut said = icalendar::Event::new();
    said.uid(&event.uid).timestamp(event.changed_at).summary(&one_line(&event.summary));
    said.starts(at(event.start)).ends(at(event.end));
    said.add_property("SEQUENCE", event.sequence.to_string());
    said.add_property("LAST-MODIFIED", event.changed_at.format("%Y%m%dT%H%M%SZ").to_string());
    said.status(if event.cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed });
    for (key, text) in [("LOCATION", one_line(&event.location)), ("DESCRIPTION", lines(&event.description))] {
        if !text.is_empty() {
            said.add_property(key, text);
        }
    }
    said.done().try_into_string()
}

/// A CR alone, or any other control character, would end the line or be none that a program reads.
fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace(|c: char| c.is_control() && c != '\n', " ")
}

#[cfg(test)]
mod tests;
