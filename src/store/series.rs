//! Series: preventive work that comes again, and what became of each of its dates (`tickets.md` § 9).

mod commands;
mod making;
mod reads;

pub use commands::{SeriesError, change, make, start_again, stop};
pub use making::{Made, make_due};
pub(super) use making::{Preparing, prepare_in, record_in};
pub use reads::{Occurrence, OfTicket, all, find, occurrences, of_structure, of_ticket};

use super::entities::series;
use crate::domain::calendar::Calendar;
use crate::domain::ids::{EquipmentId, PersonId, SeriesId, StructureId};
use crate::domain::series::{Rule, steps, visit_day};
use chrono::{DateTime, NaiveDate, Utc};

/// What comes again, as it is planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub title: String,
    /// What there is to do; may be empty.
    pub words: String,
    pub steps: Vec<String>,
    pub rule: Rule,
    /// The day from which the rule counts.
    pub starts_on: NaiveDate,
    /// How many days before its day an occurrence becomes a ticket.
    pub days_ahead: i64,
    /// For whom it is done.
    pub requester: PersonId,
    /// Who does it.
    pub technician: PersonId,
    pub machines: Vec<EquipmentId>,
}

/// A series with the names that its pages show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    pub id: SeriesId,
    pub structure: StructureId,
    pub structure_name: String,
    pub requester_name: String,
    pub technician_name: String,
    /// In the order of `plan.machines`.
    pub machine_names: Vec<String>,
    pub plan: Plan,
    /// Earlier dates are not due.
    pub due_from: NaiveDate,
    pub stopped_at: Option<DateTime<Utc>>,
}

/// A date of a rule, and the day on which somebody comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    pub on: NaiveDate,
    pub visit_on: NaiveDate,
}

impl Series {
    /// The first dates from today on; none of a series that is stopped.
    pub fn next(&self, calendar: &Calendar, today: NaiveDate, most: usize) -> Vec<Date> {
        if self.stopped_at.is_some() {
            return Vec::new();
        }
        self.plan.next(calendar, today.max(self.due_from), most)
    }
}

impl Plan {
    /// The first dates from a day on.
    pub fn next(&self, calendar: &Calendar, from: NaiveDate, most: usize) -> Vec<Date> {
        let before = from.pred_opt().unwrap_or(from);
        let dates = self.rule.next(self.starts_on, before, most).into_iter();
        dates.map(|on| Date { on, visit_on: visit_day(calendar, on) }).collect()
    }
}

fn plan_of(row: series::Model, machines: Vec<EquipmentId>) -> Plan {
    Plan {
        title: row.title,
        words: row.words,
        steps: steps(&row.steps),
        rule: row.rule,
        starts_on: row.starts_on,
        days_ahead: row.days_ahead,
        requester: row.requester_id,
        technician: row.technician_id,
        machines,
    }
}
