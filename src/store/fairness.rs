//! Waiting times and hours per structure against its share (`tickets.md` § 11). Dates of tickets alone, not a word of one.

mod subjects;

use super::access::{FairnessReader, Scope};
use super::entities::ticket;
use super::hours::whole_month;
use super::tickets::answers_in;
use super::tickets::guests::is_unconfirmed;
use super::tickets::reads::is_open;
use super::{Db, DbErr, calendar};
use crate::domain::fairness::{FEWEST_ANSWERS, median, shares};
use crate::domain::ids::StructureId;
use crate::domain::tickets::Channel;
use crate::domain::time::{Minutes, Month};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashMap;

pub use super::tickets::Answers;
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
    /// What its people answered to « C'est réglé ? »; `None` with fewer than five.
    pub satisfaction: Option<Answers>,
}

/// The lines that may be read, by name, and the median of the whole group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fairness {
    pub lines: Vec<Line>,
    pub median: Option<Minutes>,
}

/// The figures of some months, the first of which begins at `since`.
pub async fn fairness(db: &Db, by: &FairnessReader, months: &[Month], since: DateTime<Utc>) -> Result<Fairness, DbErr> {
    let within = Scope::from(by);
    let waits = waits(db, &within, since).await?;
    let oldest = oldest(db).await?;
    let answers = answers_in(&db.read, since).await?;
    let mut hours: Vec<(StructureId, String, Minutes, Minutes)> = Vec::new();
    for month in months {
        for row in &whole_month(db, &within, *month).await?.rows {
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
            satisfaction: answers.get(&structure).copied().filter(|answers| answers.all >= FEWEST_ANSWERS as i64),
            structure,
            name,
            bought,
            used,
        }
    };
    let lines = hours.into_iter().zip(bought.into_iter().zip(used)).map(line).filter(|line| by.reads(line.structure));
    Ok(Fairness { lines: lines.collect(), median: median_of_all })
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
