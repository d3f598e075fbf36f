//! A rule in plain words: « tous les premiers mardis du mois ».

use crate::domain::series::{Days, End, Frequency, Rule};
use crate::domain::time::Month;
use crate::texts::format;
use crate::web::errors::Error;
use crate::web::layout::Layout;
use chrono::{Datelike, NaiveDate, Weekday};
use fluent_bundle::FluentValue;

/// The rule as people say it; what it takes from its first day is said too.
pub fn said(layout: &Layout<'_>, rule: &Rule, starts_on: NaiveDate) -> Result<String, Error> {
    let mut parts = vec![days(layout, rule, starts_on)?];
    let said_already = rule.frequency() == Frequency::Yearly && matches!(explicit(rule, starts_on), Days::OfMonth(_));
    let months = months(layout, rule, starts_on)?;
    if !(months.is_empty() || said_already) {
        parts.push(layout.text_with("series-in-months", [("months", FluentValue::from(months))])?);
    }
    match rule.end() {
        End::Never => {}
        End::Until(day) => parts.push(layout.text_with("series-until", [("day", FluentValue::from(layout.whole_day(day)))])?),
        End::Times(times) => parts.push(layout.text_with("series-times", [("n", FluentValue::from(times))])?),
    }
    Ok(parts.join(", "))
}

/// How often, and on which days.
fn days(layout: &Layout<'_>, rule: &Rule, starts_on: NaiveDate) -> Result<String, Error> {
    let every = || layout.text_with(&format!("series-every-{}", rule.frequency()), [("n", FluentValue::from(rule.interval()))]);
    let once = rule.interval() == 1;
    match (rule.frequency(), explicit(rule, starts_on)) {
        (Frequency::Daily, Days::AsStarted) => every(),
        // Every week: « tous les lundis et jeudis »; days of weeks between which others lie: « le lundi et le jeudi ».
        (Frequency::Weekly, Days::Weekdays(days)) if once => {
            let days = listed(layout, &names(layout, "series-plural", &days)?)?;
            layout.text_with("series-every-weekdays", [("days", FluentValue::from(days))])
        }
        (_, Days::Weekdays(days)) => {
            let days = listed(layout, &names(layout, "series-on", &days)?)?;
            Ok(format!("{}, {days}", every()?))
        }
        (Frequency::Monthly, Days::Nth(nth, day)) if once => layout
            .text(&format!("series-plural-{}", name(day)))
            .and_then(|day| layout.text_with(&format!("series-every-nth-{}", number(nth)), [("day", FluentValue::from(day))])),
        (_, Days::Nth(nth, day)) => {
            let day = layout.text(&format!("series-day-{}", name(day)))?;
            let nth = layout.text_with(&format!("series-nth-{}", number(nth)), [("day", FluentValue::from(day))])?;
            Ok(format!("{}, {nth}", every()?))
        }
        (Frequency::Yearly, Days::OfMonth(day)) => {
            let months = FluentValue::from(months(layout, rule, starts_on)?);
            let on = match day {
                -1 => layout.text_with("series-last-day-of", [("months", months)])?,
                day => layout.text_with("series-day-of", [("n", FluentValue::from(day)), ("months", months)])?,
            };
            Ok(format!("{}, {on}", every()?))
        }
        (_, Days::OfMonth(-1)) => Ok(format!("{}, {}", every()?, layout.text("series-last-day")?)),
        (_, Days::OfMonth(day)) => {
            Ok(format!("{}, {}", every()?, layout.text_with("series-day-of-month", [("n", FluentValue::from(day))])?))
        }
        (_, Days::AsStarted) => every(),
    }
}

/// What a rule takes from its first day, said.
fn explicit(rule: &Rule, starts_on: NaiveDate) -> Days {
    match (rule.days(), rule.frequency()) {
        (Days::AsStarted, Frequency::Weekly) => Days::Weekdays(vec![starts_on.weekday()]),
        (Days::AsStarted, Frequency::Monthly | Frequency::Yearly) => Days::OfMonth(i8::try_from(starts_on.day()).unwrap_or(1)),
        (days, _) => days.clone(),
    }
}

/// « mars et octobre »; nothing when every month is meant.
fn months(layout: &Layout<'_>, rule: &Rule, starts_on: NaiveDate) -> Result<String, Error> {
    let mut months: Vec<u32> = rule.months().iter().copied().map(u32::from).collect();
    if months.is_empty() && rule.frequency() == Frequency::Yearly {
        months.push(starts_on.month());
    }
    let named = months.iter().filter_map(|month| Month::new(starts_on.year(), *month));
    let named: Vec<String> = named.map(|month| format::month_name(layout.language, month).to_owned()).collect();
    listed(layout, &named)
}

fn names(layout: &Layout<'_>, key: &str, days: &[Weekday]) -> Result<Vec<String>, Error> {
    days.iter().map(|day| layout.text(&format!("{key}-{}", name(*day)))).collect()
}

/// « a, b et c ».
fn listed(layout: &Layout<'_>, all: &[String]) -> Result<String, Error> {
    match all {
        [] => Ok(String::new()),
        [one] => Ok(one.clone()),
        [first @ .., last] => {
            let args = [("first", FluentValue::from(first.join(", "))), ("last", FluentValue::from(last.clone()))];
            layout.text_with("series-and", args)
        }
    }
}

/// As the keys of texts name a weekday.
pub fn name(day: Weekday) -> &'static str {
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"][day.num_days_from_monday() as usize]
}

/// As the keys of texts number a weekday of the month.
pub fn number(nth: i8) -> String {
    if nth == -1 { "last".to_owned() } else { nth.to_string() }
}
