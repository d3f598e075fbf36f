//! Correcting work of a closed month (`hours.md` § 4, After): the month stays as it was closed, the difference is posted
//! in the present one.

use super::commands::{Version, insert_in, supersede_in};
use super::{LogError, Work, piece_of};
use crate::domain::ids::{CorrectionId, EntryId, PersonId, StructureId};
use crate::domain::interventions::{self, Piece};
use crate::domain::time::{Minutes, Month};
use crate::store::access::HoursOf;
use crate::store::entities::{correction, intervention};
use crate::store::journal::{self, Line, LineKind};
use crate::store::{Db, DbErr, hours, people};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

/// Writes the new version down beside the one that its month was closed with, and what the difference charges.
pub(super) async fn correct_closed_in(
    tx: &impl ConnectionTrait,
    old: &intervention::Model,
    version: Version,
    work: &Work,
    reason: &str,
    (today, now): (NaiveDate, DateTime<Utc>),
) -> Result<(), LogError> {
    if reason.trim().is_empty() {
        return Err(LogError::NoReason);
    }
    if work.structure != old.structure_id || Month::of(work.day) != Month::of(old.day) {
        return Err(LogError::Elsewhere);
    }
    let (before, after) = charges(tx, old, work, version.withdrawn).await?;
    let real = if version.withdrawn { Minutes(0) } else { work.minutes } - old.minutes;
    let (number, author) = (version.number, version.author);
    supersede_in(tx, old, true, now).await?;
    insert_in(tx, version, work, now).await?;
    let last_closed = hours::last_closed_in(tx).await?;
    let period = last_closed.map_or(Month::of(today), |closed| closed.next().max(Month::of(today)));
    let charged = after - before;
    let mut parts = parts(tx, old.structure_id, old.period, charged).await?;
    if parts.is_empty() {
        parts.push((old.period, Minutes(0)));
    }
    let mut lines = Vec::new();
    for (nth, (of_period, charged)) in parts.into_iter().enumerate() {
        let row = correction::Model {
            id: CorrectionId::new(now),
            period,
            of_period,
            structure_id: old.structure_id,
            entry_id: old.entry_id,
            version: number,
            // The clock's minutes belong to the day of the work, once.
            real_minutes: if nth == 0 { real } else { Minutes(0) },
            charged_minutes: charged,
            reason: reason.trim().to_owned(),
            corrected_by: author,
            corrected_at: now,
        };
        let line = Line::decision(LineKind::CorrectionMade, period, author, format!("correction:{}", row.id));
        lines.push(line.because(row.reason.clone()));
        correction::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    }
    journal::append_in(tx, lines, now).await?;
    Ok(hours::use_changed_in(tx, old.structure_id, period, now).await?)
}

/// What the structure's month charges with the version that stood, and with the new one, by the rules of that month.
async fn charges(
    tx: &impl ConnectionTrait,
    old: &intervention::Model,
    work: &Work,
    withdrawn: bool,
) -> Result<(Minutes, Minutes), DbErr> {
    let standing = intervention::Entity::find()
        .filter(intervention::Column::StructureId.eq(old.structure_id))
        .filter(intervention::Column::Period.eq(old.period))
        .filter(intervention::Column::SupersededAt.is_null())
        .filter(intervention::Column::Withdrawn.eq(false))
        .all(tx)
        .await?;
    let rules = hours::rules_in(tx, old.period).await?.charge;
    let before: Vec<Piece> = standing.iter().map(piece_of).collect();
    let mut after: Vec<Piece> = standing.iter().filter(|row| row.id != old.id).map(piece_of).collect();
    if !withdrawn {
        after.push(work.piece());
    }
    let charged = |pieces: &[Piece]| interventions::charge(pieces, &rules).charged;
    Ok((charged(&before), charged(&after)))
}

/// Which closed months a difference is posted against. More is one posting; less undoes what still covers the month, then
/// what its earlier corrections charged in months closed since, the latest first.
async fn parts(
    tx: &impl ConnectionTrait,
    structure: StructureId,
    of: Month,
    charged: Minutes,
) -> Result<Vec<(Month, Minutes)>, DbErr> {
    if charged.0 >= 0 {
        return Ok(vec![(of, charged)]);
    }
    let mut missing = -charged;
    let mut parts = Vec::new();
    let mut take = |month: Month, available: Minutes| {
        let part = missing.min(available);
        missing -= part;
        if part.0 > 0 {
            parts.push((month, -part));
        }
    };
    let last_closed = hours::last_closed_in(tx).await?;
    let rows = correction::Entity::find()
        .filter(correction::Column::StructureId.eq(structure))
        .order_by_desc(correction::Column::Period)
        .all(tx)
        .await?;
    let is_open = |month: Month| last_closed.is_none_or(|closed| month > closed);
    let sum = |rows: &mut dyn Iterator<Item = &correction::Model>| rows.map(|row| row.charged_minutes).sum::<Minutes>();
    // What open months already post against a closed one is not yet taken off its cover.
    let pending = |month: Month| sum(&mut rows.iter().filter(|row| row.of_period == month && is_open(row.period)));
    take(of, Minutes((hours::cover_in(tx, structure, of).await?.total() + pending(of)).0.max(0)));
    let mut months: Vec<Month> =
        rows.iter().filter(|row| row.of_period == of && !is_open(row.period)).map(|row| row.period).collect();
    months.dedup();
    for month in months {
        let charged_there = sum(&mut rows.iter().filter(|row| row.of_period == of && row.period == month));
        let covered = hours::cover_in(tx, structure, month).await?.total() + pending(month);
        take(month, Minutes(charged_there.min(covered).0.max(0)));
    }
    if missing.0 > 0 {
        return Err(DbErr::Custom(format!("{of}: {} minutes that nothing covers cannot be given back", missing.0)));
    }
    Ok(parts)
}

/// A correction as the member concerned reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Corrected {
    pub entry: EntryId,
    pub version: i64,
    /// The closed month that it is about, and the month in which it is posted.
    pub of: Month,
    pub period: Month,
    pub real: Minutes,
    pub charged: Minutes,
    pub reason: String,
    pub by: PersonId,
    pub by_name: String,
    pub at: DateTime<Utc>,
}

/// The corrections that a structure's month posts, or that were made to it since it was closed, in order of time.
pub async fn corrected(db: &Db, by: &HoursOf, month: Month) -> Result<Vec<Corrected>, DbErr> {
    let rows = correction::Entity::find()
        .filter(correction::Column::StructureId.eq(by.structure()))
        .filter(Condition::any().add(correction::Column::Period.eq(month)).add(correction::Column::OfPeriod.eq(month)))
        .order_by_asc(correction::Column::CorrectedAt)
        .order_by_asc(correction::Column::Id)
        .all(&db.read)
        .await?;
    let names = people::names(&db.read, rows.iter().map(|row| row.corrected_by)).await?;
    let corrected = |row: correction::Model| Corrected {
        entry: row.entry_id,
        version: row.version,
        of: row.of_period,
        period: row.period,
        real: row.real_minutes,
        charged: row.charged_minutes,
        reason: row.reason,
        by_name: names.get(&row.corrected_by).cloned().unwrap_or_default(),
        by: row.corrected_by,
        at: row.corrected_at,
    };
    Ok(rows.into_iter().map(corrected).collect())
}
