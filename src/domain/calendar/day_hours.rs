//! The hours of a day as people type them, and as they are kept.

use super::{CalendarError, OpenSpan, check};
use std::fmt;
use std::str::FromStr;

/// When a group is open on a day; never when there is nothing in it. A value is proof that its spans are in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DayHours(Vec<OpenSpan>);

/// Why typed hours were refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DayHoursError {
    #[error("not hours of a day")]
    Unreadable,
    #[error(transparent)]
    Refused(#[from] CalendarError),
}

impl DayHours {
    /// The hours of a day of a calendar, whose spans are in order.
    pub fn of(spans: &[OpenSpan]) -> Self {
        Self(spans.to_vec())
    }

    pub fn spans(&self) -> &[OpenSpan] {
        &self.0
    }

    pub fn into_spans(self) -> Vec<OpenSpan> {
        self.0
    }
}

/// « 9h-12h30, 13h30-17h30 », « 9:00–12:30 13:30–17:30 », « 9 h 30 à 12 h »; nothing is closed.
impl FromStr for DayHours {
    type Err = DayHoursError;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        let plain = typed.to_lowercase().replace(['–', '—'], "-").replace('à', " - ").replace([',', ';', '/'], " , ");
        let spans = glued(&plain);
        let spans = spans.split(',').filter(|span| !span.is_empty()).map(span).collect::<Option<Vec<_>>>();
        let spans = spans.ok_or(DayHoursError::Unreadable)?;
        check(&spans)?;
        Ok(Self(spans))
    }
}

/// The words of a time or of a span put together, spans apart by a comma.
fn glued(text: &str) -> String {
    let mut glued = String::new();
    for word in text.split_whitespace() {
        let minutes = word.len() == 2 && word.chars().all(|c| c.is_ascii_digit()) && glued.ends_with('h');
        let goes_on = glued.ends_with(['-', ',']) || word.starts_with(['-', 'h', ',']) || minutes;
        if !glued.is_empty() && !goes_on {
            glued.push(',');
        }
        glued.push_str(word);
    }
    glued
}

fn span(text: &str) -> Option<OpenSpan> {
    let (opens, closes) = text.split_once('-')?;
    Some(OpenSpan::new(time(opens)?, time(closes)?))
}

/// Minutes after midnight; 24:00 is the end of the day.
fn time(text: &str) -> Option<u32> {
    let text = text.replace('h', ":");
    let (hours, minutes) = text.split_once(':').unwrap_or((&text, ""));
    let (hours, minutes) = (hours.parse::<u32>().ok()?, if minutes.is_empty() { 0 } else { minutes.parse::<u32>().ok()? });
    (hours <= 24 && minutes < 60).then_some(hours * 60 + minutes)
}

impl fmt::Display for DayHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, span) in self.0.iter().enumerate() {
            let before = if number == 0 { "" } else { ", " };
            let (opens, closes) = (span.opens, span.closes);
            write!(f, "{before}{}:{:02}–{}:{:02}", opens / 60, opens % 60, closes / 60, closes % 60)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_type_them_and_kept_in_one_way() {
        for typed in [
            "9:00–12:30, 13:30–17:30",
            "9h-12h30, 13h30-17h30",
            "9-12:30 13:30-17:30",
            "9 h - 12 h 30 / 13 h 30 à 17 h 30",
            " 9H00-12H30;13H30 - 17H30 ",
        ] {
            let hours: DayHours = typed.parse().unwrap_or_else(|error| panic!("{typed}: {error}"));
            assert_eq!(hours.to_string(), "9:00–12:30, 13:30–17:30", "{typed}");
        }
        assert_eq!("".parse::<DayHours>().expect("closed").to_string(), "");
        assert_eq!("0-24".parse::<DayHours>().expect("always").to_string(), "0:00–24:00");
    }

    #[test]
    fn what_is_no_hours_of_a_day_is_refused() {
        for typed in ["9", "9h", "12-9", "9-12 11-14", "9-25", "9:75-12", "matin", "9-12-14", "9-24:30"] {
            assert!(typed.parse::<DayHours>().is_err(), "{typed}");
        }
    }
}
