//! What referents are told of their hours before it is too late: each threshold once, in the transaction that claims it.

use super::months::compute;
use crate::domain::hours::notices::{self, Threshold};
use crate::domain::ids::StructureId;
use crate::domain::time::{Minutes, Month};
use crate::store::entities::{hours_notice, month_use};
use crate::store::outbox::{self, Letter, Recipient};
use crate::store::{Db, DbErr, group, people};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};
use std::collections::HashSet;

/// Tells the referents of a structure when what was just written has used four fifths, or all, of a month's own hours.
pub(in crate::store) async fn use_changed_in(
    tx: &impl ConnectionTrait,
    structure: StructureId,
    month: Month,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let told = hours_notice::Entity::find_by_id((structure, month, Threshold::Used100)).one(tx).await?;
    let used = month_use::Entity::find_by_id((structure, month)).one(tx).await?;
    if told.is_some() || used.is_none_or(|used| used.charged_minutes.is_zero()) {
        return Ok(());
    }
    let pool = compute(tx, month).await?;
    let Some(row) = pool.rows.iter().find(|row| row.structure == structure) else { return Ok(()) };
    let own = row.from_lots + row.left;
    let crossed = notices::crossed_by_use(row.charged, own);
    if !claim_in(tx, structure, month, crossed, now).await? {
        return Ok(());
    }
    let letter = Letter::HoursUsed {
        structure,
        name: row.name.clone(),
        month,
        charged: row.charged,
        own,
        left: row.left,
        all: crossed.first() == Some(&Threshold::Used100),
    };
    write_in(tx, structure, &letter, now).await
}

/// Tells of hours that are lost within thirty days, then within seven. Run again, or by another instance, it tells nobody
/// twice. Says how many structures were told.
pub async fn tell_expiring(db: &Db, now: DateTime<Utc>) -> Result<usize, DbErr> {
    let Some(group) = group::find(db).await? else { return Ok(0) };
    let today = group.day(now);
    let pool = compute(&db.read, Month::of(today)).await?;
    let told = hours_notice::Entity::find().filter(hours_notice::Column::Period.gte(Month::of(today))).all(&db.read).await?;
    let told: HashSet<(StructureId, Month, Threshold)> =
        told.into_iter().map(|row| (row.structure_id, row.period, row.threshold)).collect();
    let mut count = 0;
    for row in &pool.rows {
        for soon in notices::expiring(&row.lots, today) {
            if soon.thresholds.first().is_none_or(|nearest| told.contains(&(row.structure, soon.month, *nearest))) {
                continue;
            }
            let tx = db.begin_write().await?;
            if claim_in(&tx, row.structure, soon.month, soon.thresholds, now).await? {
                let letter = Letter::HoursExpiring {
                    structure: row.structure,
                    name: row.name.clone(),
                    month: soon.month,
                    minutes: soon.minutes,
                    soon: soon.thresholds.first() == Some(&Threshold::Expiring7),
                };
                write_in(&tx, row.structure, &letter, now).await?;
                count += 1;
            }
            tx.commit().await?;
        }
    }
    Ok(count)
}

/// Writes down that these thresholds are told. Only who writes the first of them tells: the others of them are then past.
async fn claim_in(
    tx: &impl ConnectionTrait,
    structure: StructureId,
    period: Month,
    thresholds: &[Threshold],
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let mut first = None;
    for threshold in thresholds {
        let row = hours_notice::Model { structure_id: structure, period, threshold: *threshold, told_at: now };
        let key = [hours_notice::Column::StructureId, hours_notice::Column::Period, hours_notice::Column::Threshold];
        let written = hours_notice::Entity::insert(row.into_active_model())
            .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
            .exec_without_returning(tx)
            .await?;
        first.get_or_insert(written > 0);
    }
    Ok(first.unwrap_or(false))
}

/// One letter to each referent who wants them.
async fn write_in(tx: &impl ConnectionTrait, structure: StructureId, letter: &Letter, now: DateTime<Utc>) -> Result<(), DbErr> {
    for to in wanting_in(tx, structure).await? {
        outbox::write_in(tx, &to, letter, now).await?;
    }
    Ok(())
}

async fn wanting_in(tx: &impl ConnectionTrait, structure: StructureId) -> Result<Vec<Recipient>, DbErr> {
    let referents = people::referents_in(tx, Some(&[structure])).await?;
    let wanting = referents.into_iter().map(|(_, person)| person).filter(|person| person.hours_letters);
    Ok(wanting.map(|person| outbox::to(&person.email, person.language)).collect())
}

/// Whether minutes left are less than a fifth of an allotment.
pub fn is_low(left: Minutes, allotted: Minutes) -> bool {
    allotted > Minutes::ZERO && left.0.saturating_mul(5) < allotted.0
}
