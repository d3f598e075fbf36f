//! What a closed quarter came to for the whole group: who bought and used which share of the hours, and what people asked for.
//! Quarters do not overlap: the difference of two tells nothing.

use super::begin_of;
use super::subjects::{Subject, counted_in};
use crate::domain::fairness::{ByStructure, Told, shares, told_of_group};
use crate::domain::ids::StructureId;
use crate::domain::time::{Minutes, Month};
use crate::store::access::ReportReader;
use crate::store::entities::ticket;
use crate::store::{Db, DbErr, hours};
use chrono_tz::Tz;
use sea_orm::{ColumnTrait, Condition};
use std::collections::HashMap;

/// A structure's part of the quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareLine {
    pub structure: StructureId,
    pub name: String,
    pub bought: Minutes,
    pub used: Minutes,
    /// Of the hours that the group bought, per mille.
    pub bought_share: i64,
    /// Of the hours that were charged, per mille.
    pub used_share: i64,
}

/// A closed quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sharing {
    /// By name.
    pub lines: Vec<ShareLine>,
    /// What people asked for, as far as enough stand behind it. A confidential request is « autre », whoever reads.
    pub asked: Option<Told<Subject>>,
}

/// The quarter that begins with a month; `None` unless it does, and each of its months is closed and within reach.
pub async fn sharing(db: &Db, by: &ReportReader, quarter: Month, zone: Tz) -> Result<Option<Sharing>, DbErr> {
    let last = quarter.plus(2);
    let closed = hours::last_closed(db, by).await?.is_some_and(|closed| last <= closed);
    if !is_quarter(quarter) || !closed {
        return Ok(None);
    }
    let mut lines: Vec<ShareLine> = Vec::new();
    for month in (0..3).map(|nth| quarter.plus(nth)) {
        for row in &hours::month(db, by, month).await?.rows {
            let nth = lines.iter().position(|line| line.structure == row.structure).unwrap_or_else(|| {
                lines.push(ShareLine {
                    structure: row.structure,
                    name: row.name.clone(),
                    bought: Minutes(0),
                    used: Minutes(0),
                    bought_share: 0,
                    used_share: 0,
                });
                lines.len() - 1
            });
            lines[nth].bought += row.allotted;
            lines[nth].used += row.charged;
        }
    }
    let bought = shares(&lines.iter().map(|line| line.bought).collect::<Vec<_>>());
    let used = shares(&lines.iter().map(|line| line.used).collect::<Vec<_>>());
    for (line, (bought, used)) in lines.iter_mut().zip(bought.into_iter().zip(used)) {
        (line.bought_share, line.used_share) = (bought, used);
    }
    Ok(Some(Sharing { lines, asked: asked(db, quarter, zone).await? }))
}

/// Whether a quarter of the year begins with the month.
pub fn is_quarter(month: Month) -> bool {
    month.month() % 3 == 1
}

async fn asked(db: &Db, quarter: Month, zone: Tz) -> Result<Option<Told<Subject>>, DbErr> {
    let received = Condition::all()
        .add(ticket::Column::ReceivedAt.gte(begin_of(quarter, zone)))
        .add(ticket::Column::ReceivedAt.lt(begin_of(quarter.plus(3), zone)));
    let mut subjects: HashMap<Subject, ByStructure> = HashMap::new();
    for (subject, structure, count) in counted_in(db, received).await? {
        *subjects.entry(subject).or_default().entry(structure).or_default() += count;
    }
    // In an order of its own: what is told of two that are equal is the same each time.
    let mut counted: Vec<(Subject, ByStructure)> = subjects.into_iter().collect();
    counted.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(told_of_group(counted.into_iter().map(|(subject, of)| ((subject != Subject::Other).then_some(subject), of)).collect()))
}
