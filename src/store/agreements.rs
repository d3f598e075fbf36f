//! Agreements of structures and their amendments: what each buys, from which month to which.

use super::access::{Coordinator, Scope};
use super::entities::{agreement, amendment};
use super::journal::{self, Line, LineKind};
use super::structures::{StructureError, reached_in};
use super::{Db, DbErr, group, hours};
use crate::domain::agreements::{Agreement, Agreements, Amendment};
use crate::domain::ids::{AgreementId, AmendmentId, StructureId};
use crate::domain::time::{Minutes, Month};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set};
use std::collections::HashMap;
use std::sync::Arc;

/// The agreements of structures within reach, read once for a version of the pool.
pub async fn all(db: &Db, within: impl Into<Scope>) -> Result<Arc<HashMap<StructureId, Agreements>>, DbErr> {
    let within = within.into();
    let version = within.pool_version();
    let all = match db.computed.agreements.get(&(), version) {
        Some(known) => known,
        None => db.computed.agreements.keep((), version, all_in(&db.read).await?),
    };
    if within.sees_hours_of_all() {
        return Ok(all);
    }
    let reached = reached_in(&db.read, &within).await?.into_iter();
    Ok(Arc::new(reached.filter_map(|id| Some((id, all.get(&id)?.clone()))).collect()))
}

/// The first month of the group: that of the first agreement within reach.
pub async fn first_month(db: &Db, within: impl Into<Scope>) -> Result<Option<Month>, DbErr> {
    Ok(all(db, within).await?.values().map(Agreements::first_month).min())
}

/// The agreements of every structure with their amendments: as many rows as members and changes, read at once.
pub(super) async fn all_in(db: &impl ConnectionTrait) -> Result<HashMap<StructureId, Agreements>, DbErr> {
    let mut terms: HashMap<AgreementId, Vec<Amendment>> = HashMap::new();
    for row in amendment::Entity::find().order_by_asc(amendment::Column::FromMonth).all(db).await? {
        let amendment = Amendment { from_month: row.from_month, monthly: row.monthly_minutes, note: row.note };
        terms.entry(row.agreement_id).or_default().push(amendment);
    }
    let mut agreements: HashMap<StructureId, Vec<Agreement>> = HashMap::new();
    for row in agreement::Entity::find().all(db).await? {
        let amendments = terms.remove(&row.id).unwrap_or_default();
        let agreement = Agreement { first_month: row.first_month, last_month: row.last_month, amendments };
        agreements.entry(row.structure_id).or_default().push(agreement);
    }
    Ok(agreements.into_iter().filter_map(|(structure, all)| Some((structure, Agreements::of(all)?))).collect())
}

async fn refuse_closed(tx: &impl ConnectionTrait, month: Month) -> Result<(), StructureError> {
    match hours::last_closed_in(tx).await? {
        Some(closed) if month <= closed => Err(StructureError::MonthClosed),
        _ => Ok(()),
    }
}

/// The agreement of a structure that was made last, locked until the transaction ends.
async fn latest_in(tx: &impl ConnectionTrait, structure: StructureId) -> Result<Option<agreement::Model>, DbErr> {
    agreement::Entity::find()
        .filter(agreement::Column::StructureId.eq(structure))
        .order_by_desc(agreement::Column::FirstMonth)
        .lock_exclusive()
        .one(tx)
        .await
}

/// What a new agreement is made of.
#[derive(Clone, Debug)]
pub struct NewAgreement {
    pub first_month: Month,
    pub monthly: Minutes,
    pub note: String,
}

pub(super) async fn make_in(
    tx: &impl ConnectionTrait,
    by: &Coordinator,
    structure: StructureId,
    new: NewAgreement,
    now: DateTime<Utc>,
) -> Result<(), StructureError> {
    refuse_closed(tx, new.first_month).await?;
    let NewAgreement { first_month, monthly, note } = new;
    let id = AgreementId::new(now);
    let row = agreement::Model { id, structure_id: structure, first_month, last_month: None };
    agreement::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    let said = format!("structure:{structure} minutes:{}", monthly.0);
    let made = Line::decision(LineKind::AgreementMade, first_month, by.viewer().id(), said).because(note.clone());
    amend_in(tx, id, first_month, monthly, note, now).await?;
    journal::append_in(tx, vec![made], now).await?;
    Ok(())
}

/// Whether an agreement is this one.
async fn is_made_in(tx: &impl ConnectionTrait, agreement: &agreement::Model, new: &NewAgreement) -> Result<bool, DbErr> {
    let same = amendment::Entity::find()
        .filter(amendment::Column::AgreementId.eq(agreement.id))
        .filter(amendment::Column::FromMonth.eq(new.first_month))
        .filter(amendment::Column::MonthlyMinutes.eq(new.monthly))
        .filter(amendment::Column::Note.eq(&*new.note));
    Ok(agreement.first_month == new.first_month && agreement.last_month.is_none() && same.one(tx).await?.is_some())
}

/// Welcomes back a structure whose agreement ended: a new agreement, in an open month after that end. Said twice, it is
/// made once.
pub async fn renew(
    db: &Db,
    by: &Coordinator,
    structure: StructureId,
    new: NewAgreement,
    now: DateTime<Utc>,
) -> Result<(), StructureError> {
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    let latest = latest_in(&tx, structure).await?.ok_or(StructureError::OutsideAgreement)?;
    if is_made_in(&tx, &latest, &new).await? {
        return Ok(());
    }
    if latest.last_month.is_none_or(|last| new.first_month <= last) {
        return Err(StructureError::StillMember);
    }
    make_in(&tx, by, structure, new, now).await?;
    Ok(tx.commit().await?)
}

/// Amends an agreement from an open month on; amending the same month again replaces what was said.
pub async fn amend(
    db: &Db,
    by: &Coordinator,
    structure: StructureId,
    new: Amendment,
    now: DateTime<Utc>,
) -> Result<(), StructureError> {
    let tx = db.begin_write().await?;
    // First of all: whoever closes a month meanwhile waits here, or is waited for, on PostgreSQL.
    group::pool_moved_in(&tx).await?;
    refuse_closed(&tx, new.from_month).await?;
    let standing = agreement::Entity::find()
        .filter(agreement::Column::StructureId.eq(structure))
        .filter(agreement::Column::FirstMonth.lte(new.from_month))
        .filter(agreement::Column::LastMonth.is_null().or(agreement::Column::LastMonth.gte(new.from_month)))
        .lock_exclusive();
    let agreement = standing.one(&tx).await?.ok_or(StructureError::OutsideAgreement)?;
    amendment::Entity::delete_many()
        .filter(amendment::Column::AgreementId.eq(agreement.id))
        .filter(amendment::Column::FromMonth.eq(new.from_month))
        .exec(&tx)
        .await?;
    let said = format!("structure:{structure} minutes:{}", new.monthly.0);
    let line = Line::decision(LineKind::AgreementAmended, new.from_month, by.viewer().id(), said).because(new.note.clone());
    amend_in(&tx, agreement.id, new.from_month, new.monthly, new.note, now).await?;
    journal::append_in(&tx, vec![line], now).await?;
    Ok(tx.commit().await?)
}

async fn amend_in(
    tx: &impl ConnectionTrait,
    agreement_id: AgreementId,
    from_month: Month,
    monthly_minutes: Minutes,
    note: String,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = amendment::Model { id: AmendmentId::new(now), agreement_id, from_month, monthly_minutes, note, created_at: now };
    amendment::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}

/// Sets the last month of an agreement, an open one; `None` takes the end back.
pub async fn set_end(
    db: &Db,
    by: &Coordinator,
    structure: StructureId,
    last_month: Option<Month>,
    now: DateTime<Utc>,
) -> Result<(), StructureError> {
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    if let Some(last) = last_month {
        refuse_closed(&tx, last).await?;
    }
    let agreement = latest_in(&tx, structure).await?.ok_or(StructureError::OutsideAgreement)?;
    let ended_already = match agreement.last_month {
        Some(last) => refuse_closed(&tx, last).await.is_err(),
        None => false,
    };
    if ended_already || last_month.is_some_and(|last| last < agreement.first_month) {
        return Err(StructureError::OutsideAgreement);
    }
    agreement::Entity::update_many()
        .set(agreement::ActiveModel { last_month: Set(last_month), ..Default::default() })
        .filter(agreement::Column::Id.eq(agreement.id))
        .exec(&tx)
        .await?;
    // Taken back, it is about the month that was the last.
    let about = last_month.or(agreement.last_month).unwrap_or(agreement.first_month);
    let said = format!("structure:{structure} last_month:{}", last_month.map_or("none".to_owned(), |last| last.to_string()));
    journal::append_in(&tx, vec![Line::decision(LineKind::AgreementEnded, about, by.viewer().id(), said)], now).await?;
    Ok(tx.commit().await?)
}
