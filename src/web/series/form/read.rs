//! What was typed into the form of a series, read as a plan.

use crate::domain::ids::{EquipmentId, PersonId};
use crate::domain::series::{Days, End, Frequency, MOST_DAYS_AHEAD, MOST_STEPS, Refusal, Rule, steps};
use crate::domain::vocabulary;
use crate::store::series::Plan;
use crate::web::params::{Day, Line, Maybe, Whole, Words, mistake};
use chrono::{Datelike, Weekday};
use rocket::form::{self, FromForm, FromFormField, ValueField};

vocabulary! {
    /// Which day of the month.
    pub enum By {
        /// That of the first date.
        Start = "start",
        Day = "day",
        Last = "last",
        Nth = "nth",
    }
}

impl<'v> FromFormField<'v> for By {
    fn from_value(field: ValueField<'v>) -> form::Result<'v, Self> {
        field.value.trim().parse().map_err(|_| mistake("mistake-choice"))
    }
}

/// The most characters that a step may have: it is a line of a list.
const MOST_OF_STEP: usize = 200;

#[derive(FromForm)]
pub struct Typed {
    title: Line<80>,
    words: Maybe<Words>,
    steps: Maybe<Words>,
    interval: Whole<1, 999>,
    frequency: Frequency,
    weekdays: Vec<Whole<1, 7>>,
    by: Maybe<By>,
    day: Maybe<Whole<1, 31>>,
    nth: Maybe<Whole<-1, 5>>,
    weekday: Maybe<Whole<1, 7>>,
    months: Vec<Whole<1, 12>>,
    until: Maybe<Day>,
    times: Maybe<Whole<1, 999>>,
    starts_on: Day,
    days_ahead: Whole<0, MOST_DAYS_AHEAD>,
    requester: PersonId,
    technician: PersonId,
    machines: Vec<EquipmentId>,
}

/// A field, and the key of what is wrong with it.
type Mistaken = (&'static str, &'static str);

impl Typed {
    /// The plan, or what is wrong with it.
    pub fn plan(&self) -> Result<Plan, Mistaken> {
        let rule = self.rule()?.starting(self.starts_on.0).map_err(place)?;
        let mut machines = self.machines.clone();
        machines.sort_unstable();
        machines.dedup();
        Ok(Plan {
            title: self.title.0.clone(),
            words: self.words.clone().or_empty(),
            steps: self.steps()?,
            rule,
            starts_on: self.starts_on.0,
            days_ahead: self.days_ahead.0,
            requester: self.requester,
            technician: self.technician,
            machines,
        })
    }

    fn steps(&self) -> Result<Vec<String>, Mistaken> {
        let steps = steps(&self.steps.clone().or_empty());
        if steps.len() > MOST_STEPS {
            return Err(("steps", "series-mistake-steps"));
        }
        if steps.iter().any(|step| step.chars().count() > MOST_OF_STEP) {
            return Err(("steps", "mistake-too-long"));
        }
        Ok(steps)
    }

    fn rule(&self) -> Result<Rule, Mistaken> {
        let end = match (self.until.0, self.times.0) {
            (None, None) => End::Never,
            (Some(day), None) => End::Until(day.0),
            (None, Some(times)) => End::Times(small(times.0)),
            (Some(_), Some(_)) => return Err(("times", "series-mistake-ends")),
        };
        let days = match self.frequency {
            Frequency::Daily | Frequency::Weekly => self.weekdays(),
            Frequency::Monthly | Frequency::Yearly => self.day_of_month()?,
        };
        let mut months: Vec<u8> = self.months.iter().map(|month| small(month.0)).collect();
        // Once a year is in one month: that in which it starts.
        if self.frequency == Frequency::Yearly && months.is_empty() && days != Days::AsStarted {
            months.push(small(i64::from(self.starts_on.0.month())));
        }
        Rule::new(self.frequency, small(self.interval.0), days, months, end).map_err(place)
    }

    fn weekdays(&self) -> Days {
        let days: Vec<Weekday> = self.weekdays.iter().filter_map(|day| weekday(day.0)).collect();
        if days.is_empty() { Days::AsStarted } else { Days::Weekdays(days) }
    }

    fn day_of_month(&self) -> Result<Days, Mistaken> {
        match self.by.0.unwrap_or(By::Start) {
            By::Start => Ok(Days::AsStarted),
            By::Last => Ok(Days::OfMonth(-1)),
            By::Day => self.day.0.map(|day| Days::OfMonth(small(day.0))).ok_or(("day", "mistake-required")),
            By::Nth => {
                let nth = self.nth.0.ok_or(("nth", "mistake-choice"))?;
                let day = self.weekday.0.and_then(|day| weekday(day.0)).ok_or(("weekday", "mistake-choice"))?;
                if nth.0 == 0 { Err(("nth", "mistake-choice")) } else { Ok(Days::Nth(small(nth.0), day)) }
            }
        }
    }
}

/// The field of a rule that does not hold, and the key of why.
pub fn place(why: Refusal) -> Mistaken {
    match why {
        Refusal::Interval => ("interval", "mistake-number"),
        Refusal::Times => ("times", "mistake-number"),
        Refusal::DaysOfAnother => ("frequency", "mistake-choice"),
        Refusal::NoMonth => ("months", "mistake-choice"),
        Refusal::NoSuchDay => ("day", "series-mistake-day"),
        Refusal::Never => ("interval", "series-mistake-never"),
    }
}

/// Bounded by its field already.
fn small<T: TryFrom<i64> + Default>(number: i64) -> T {
    T::try_from(number).unwrap_or_default()
}

/// 1 is Monday.
fn weekday(number: i64) -> Option<Weekday> {
    u8::try_from(number - 1).ok().and_then(|number| Weekday::try_from(number).ok())
}
