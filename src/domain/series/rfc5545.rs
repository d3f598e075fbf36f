//! A rule as RFC 5545 writes it, without `RRULE:`; what is outside the subset is refused, never read as something else.

use super::rule::{Days, End, Frequency, Refusal, Rule};
use chrono::{NaiveDate, Weekday};
use std::collections::BTreeMap;
use std::fmt::{Display, Formatter};
use std::str::FromStr;

/// Why a text is no rule of the subset.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("not name=value: {0:?}")]
    NotAPart(String),
    #[error("said twice: {0}")]
    Twice(String),
    /// Of the standard, not of ours: hours, weeks of the year, positions.
    #[error("outside the subset: {0}")]
    Outside(String),
    #[error("no frequency")]
    NoFrequency,
    #[error("both UNTIL and COUNT")]
    TwoEnds,
    #[error(transparent)]
    Refused(#[from] Refusal),
}

/// As the standard names them, Monday first.
const WEEKDAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Mon),
    ("TU", Weekday::Tue),
    ("WE", Weekday::Wed),
    ("TH", Weekday::Thu),
    ("FR", Weekday::Fri),
    ("SA", Weekday::Sat),
    ("SU", Weekday::Sun),
];

/// A day without hours: DTSTART is one too.
const DAY: &str = "%Y%m%d";

fn code(day: Weekday) -> &'static str {
    WEEKDAYS[day.num_days_from_monday() as usize].0
}

impl Display for Rule {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "FREQ={}", self.frequency().as_str().to_uppercase())?;
        if self.interval() != 1 {
            write!(f, ";INTERVAL={}", self.interval())?;
        }
        match self.days() {
            Days::AsStarted => {}
            Days::Weekdays(days) => {
                write!(f, ";BYDAY={}", days.iter().map(|day| code(*day)).collect::<Vec<_>>().join(","))?;
            }
            Days::OfMonth(number) => write!(f, ";BYMONTHDAY={number}")?,
            Days::Nth(nth, day) => write!(f, ";BYDAY={nth}{}", code(*day))?,
        }
        if !self.months().is_empty() {
            write!(f, ";BYMONTH={}", self.months().iter().map(ToString::to_string).collect::<Vec<_>>().join(","))?;
        }
        match self.end() {
            End::Never => Ok(()),
            End::Until(day) => write!(f, ";UNTIL={}", day.format(DAY)),
            End::Times(times) => write!(f, ";COUNT={times}"),
        }
    }
}

impl FromStr for Rule {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Rule, Unreadable> {
        let mut parts: BTreeMap<&str, &str> = BTreeMap::new();
        for part in text.split(';') {
            let (name, value) = part.split_once('=').ok_or_else(|| Unreadable::NotAPart(part.to_owned()))?;
            if parts.insert(name, value).is_some() {
                return Err(Unreadable::Twice(name.to_owned()));
            }
        }
        let frequency = frequency(parts.remove("FREQ").ok_or(Unreadable::NoFrequency)?)?;
        let interval = parts.remove("INTERVAL").map_or(Ok(1), number)?;
        let days = days(parts.remove("BYDAY"), parts.remove("BYMONTHDAY"))?;
        let months = parts.remove("BYMONTH").map_or(Ok(Vec::new()), |months| months.split(',').map(number).collect())?;
        let end = end(parts.remove("UNTIL"), parts.remove("COUNT"))?;
        if let Some((name, value)) = parts.pop_first() {
            return Err(Unreadable::Outside(format!("{name}={value}")));
        }
        Ok(Rule::new(frequency, interval, days, months, end)?)
    }
}

fn outside(text: &str) -> Unreadable {
    Unreadable::Outside(text.to_owned())
}

fn number<T: FromStr>(text: &str) -> Result<T, Unreadable> {
    text.parse().map_err(|_| outside(text))
}

fn frequency(text: &str) -> Result<Frequency, Unreadable> {
    let known = Frequency::ALL.iter().copied().find(|frequency| frequency.as_str().to_uppercase() == text);
    known.ok_or_else(|| outside(text))
}

fn weekday(text: &str) -> Result<Weekday, Unreadable> {
    let known = WEEKDAYS.iter().find(|(code, _)| *code == text);
    known.map(|(_, day)| *day).ok_or_else(|| outside(text))
}

fn days(by_day: Option<&str>, by_month_day: Option<&str>) -> Result<Days, Unreadable> {
    match (by_day, by_month_day) {
        (None, None) => Ok(Days::AsStarted),
        (None, Some(day)) => number(day).map(Days::OfMonth),
        (Some(days), None) => match days.split_at_checked(days.len().saturating_sub(2)) {
            Some((nth, day)) if !nth.is_empty() && !days.contains(',') => Ok(Days::Nth(number(nth)?, weekday(day)?)),
            _ => days.split(',').map(weekday).collect::<Result<_, _>>().map(Days::Weekdays),
        },
        (Some(days), Some(day)) => Err(Unreadable::Outside(format!("BYDAY={days};BYMONTHDAY={day}"))),
    }
}

fn end(until: Option<&str>, count: Option<&str>) -> Result<End, Unreadable> {
    match (until, count) {
        (None, None) => Ok(End::Never),
        (Some(day), None) => NaiveDate::parse_from_str(day, DAY).map(End::Until).map_err(|_| outside(day)),
        (None, Some(times)) => number(times).map(End::Times),
        (Some(_), Some(_)) => Err(Unreadable::TwoEnds),
    }
}
