//! Waiting times and hours per structure against its share (`tickets.md` § 11). Dates of tickets alone, not a word of one.

mod satisfaction;
mod sharing;
mod subjects;

use super::access::{FairnessReader, Scope};
use super::entities::ticket;
use super::hours::whole_month;
use super::tickets::answers_in;
use super::tickets::guests::is_unconfirmed;
use super::tickets::reads::is_open;
use super::{Db, DbErr, calendar};
use crate::domain::fairness::{Answers, median, shares, told_together};
use crate::domain::ids::StructureId;
use crate::domain::tickets::Channel;
use crate::domain::time::{Minutes, Month, start_of};
use chrono::{DateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashMap;
use std::ops::RangeInclusive;

pub use satisfaction::{Satisfaction, satisfaction, satisfaction_of};
pub use sharing::{ShareLine, Sharing, is_quarter, sharing};
pub use subjects::{Subject, SubjectLine, subjects};

/// One structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub structure: StructureId,
    pub name: String,
    /// Requests that were answered.
    pub answered: usize,
    /// The median first answer in minutes of opening hours; `None` with fewer than five.
    pub wait: Option<Minutes>,
    /// Of the hours that the group bought, per mille.
    pub bought: i64,
    /// Of the hours that were charged, per mille.
    pub used: i64,
    /// Since when its oldest open request waits.
    pub oldest: Option<DateTime<Utc>>,
    /// What its people answered to « C'est réglé ? » in these months; `None` with fewer than five. A month of fewer than five
    /// counts with others alone, as its own page does not tell it.
    pub satisfaction: Option<Answers>,
}

/// The lines that may be read, by name, and the median of the whole group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fairness {
    pub lines: Vec<Line>,
    pub median: Option<Minutes>,
}

/// The figures of some months, one after the other.
pub async fn fairness(db: &Db, by: &FairnessReader, months: RangeInclusive<Month>, zone: Tz) -> Result<Fairness, DbErr> {
    let within = Scope::from(by);
    let waits = waits(db, &within, begin_of(*months.start(), zone)).await?;
    let oldest = oldest(db).await?;
    let mut answers: HashMap<StructureId, Vec<Answers>> = HashMap::new();
    for ((structure, _), of_month) in answers_in(&db.read, months.clone(), zone).await? {
        answers.entry(structure).or_default().push(of_month);
    }
    let mut hours: Vec<(StructureId, String, Minutes, Minutes)> = Vec::new();
    for month in (0..=months.end().months_since(*months.start())).map(|nth| months.start().plus(nth)) {
        for row in &whole_month(db, &within, month).await?.rows {
            match hours.iter_mut().find(|(known, ..)| *known == row.structure) {
                Some((_, _, bought, used)) => {
                    *bought += row.allotted;
                    *used += row.charged;
                }
                None => hours.push((row.structure, row.name.clone(), row.allotted, row.charged)),
            }
        }
    }
    let bought = shares(&hours.iter().map(|(_, _, bought, _)| *bought).collect::<Vec<_>>());
    let used = shares(&hours.iter().map(|(_, _, _, used)| *used).collect::<Vec<_>>());
    let median_of_all = median(waits.values().flatten().copied().collect());
    let line = |((structure, name, ..), (bought, used)): ((StructureId, String, Minutes, Minutes), (i64, i64))| {
        let delays = waits.get(&structure).cloned().unwrap_or_default();
        Line {
            answered: delays.len(),
            wait: median(delays),
            oldest: oldest.get(&structure).copied(),
            satisfaction: told_together(answers.get(&structure).into_iter().flatten().copied()),
            structure,
            name,
            bought,
            used,
        }
    };
    let lines = hours.into_iter().zip(bought.into_iter().zip(used)).map(line).filter(|line| by.reads(line.structure));
    Ok(Fairness { lines: lines.collect(), median: median_of_all })
}

/// When a month begins for the group.
fn begin_of(month: Month, zone: Tz) -> DateTime<Utc> {
    start_of(month.first_day(), 0, zone).unwrap_or_else(|| month.first_day().and_time(NaiveTime::MIN).and_utc())
}

/// The first answers since an instant, in minutes of opening hours; preventive work is answered on its day.
async fn waits(db: &Db, within: &Scope, since: DateTime<Utc>) -> Result<HashMap<StructureId, Vec<Minutes>>, DbErr> {
    let rows: Vec<(StructureId, DateTime<Utc>, DateTime<Utc>)> = ticket::Entity::find()
        .select_only()
        .columns([ticket::Column::StructureId])
        .column(ticket::Column::ReceivedAt)
        .column(ticket::Column::AnsweredAt)
        .filter(ticket::Column::AnsweredAt.gte(since))
        .filter(ticket::Column::Channel.ne(Channel::Series))
        .into_tuple()
        .all(&db.read)
        .await?;
    let promised = calendar::promised(db, within.clone()).await?;
    let mut waits: HashMap<StructureId, Vec<Minutes>> = HashMap::new();
    for (structure, received, answered) in rows {
        waits.entry(structure).or_default().push(promised.calendar.between(received, answered));
    }
    Ok(waits)
}

async fn oldest(db: &Db) -> Result<HashMap<StructureId, DateTime<Utc>>, DbErr> {
    let rows: Vec<(StructureId, DateTime<Utc>)> = ticket::Entity::find()
        .select_only()
        .columns([ticket::Column::StructureId])
        .column_as(ticket::Column::ReceivedAt.min(), "oldest")
        .filter(is_open())
        .filter(ticket::Column::Channel.ne(Channel::Series))
        // A stranger makes no structure wait.
        .filter(is_unconfirmed().not())
        .group_by(ticket::Column::StructureId)
        .into_tuple()
        .all(&db.read)
        .await?;
    Ok(rows.into_iter().collect())
}
