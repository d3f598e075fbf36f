//! Member structures, their agreements and amendments.

use super::access::{Coordinator, Scope, structure_within};
use super::entities::{agreement, amendment, closing, statement, structure};
use super::journal::{self, Line, LineKind};
use super::{Db, DbErr, group};
use crate::domain::hours::Code;
use crate::domain::ids::{AgreementId, AmendmentId, StructureId};
use crate::domain::time::{Minutes, Month};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set, SqlErr};
use std::collections::HashMap;
use std::sync::Arc;

/// A member structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Structure {
    pub id: StructureId,
    pub code: Code,
    pub name: String,
    pub city: String,
    pub address: String,
    pub phone: String,
}

/// From its first month to its last, what a structure buys each month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    pub first_month: Month,
    pub last_month: Option<Month>,
    /// In order of month; the first is the agreement itself.
    pub amendments: Vec<Amendment>,
}

/// Monthly minutes from a month on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amendment {
    pub from_month: Month,
    pub monthly: Minutes,
    pub note: String,
}

impl Agreement {
    /// Whether the structure is a member in that month.
    pub fn covers(&self, month: Month) -> bool {
        self.first_month <= month && self.last_month.is_none_or(|last| month <= last)
    }

    /// Minutes allotted in that month; none outside the agreement.
    pub fn monthly(&self, month: Month) -> Minutes {
        if !self.covers(month) {
            return Minutes(0);
        }
        let standing = self.amendments.iter().rev().find(|amendment| amendment.from_month <= month);
        standing.map_or(Minutes(0), |amendment| amendment.monthly)
    }
}

/// What is typed of a structure.
#[derive(Clone, Debug)]
pub struct Particulars {
    pub code: Code,
    pub name: String,
    pub city: String,
    pub address: String,
    pub phone: String,
}

/// Why a structure or its agreement cannot be written so.
#[derive(Debug, thiserror::Error)]
pub enum StructureError {
    #[error("another structure has this code")]
    CodeTaken,
    /// Statements bear it.
    #[error("the code stays once a month is closed")]
    CodeStated,
    /// A closed month is never touched: an amendment starts after it.
    #[error("that month is closed")]
    MonthClosed,
    #[error("outside the agreement")]
    OutsideAgreement,
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl From<structure::Model> for Structure {
    fn from(row: structure::Model) -> Self {
        Self { id: row.id, code: row.code, name: row.name, city: row.city, address: row.address, phone: row.phone }
    }
}

/// The structures within reach, by name, with their agreements.
pub async fn all(db: &Db, within: impl Into<Scope>) -> Result<Vec<(Structure, Option<Agreement>)>, DbErr> {
    let rows = within.into().structures().order_by_asc(structure::Column::Name).all(&db.read).await?;
    let mut agreements = agreements_in(&db.read).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).map(|(id, row)| (row.into(), agreements.remove(&id))).collect())
}

/// The agreements of structures within reach, read once for a version of the pool.
pub async fn agreements(db: &Db, within: impl Into<Scope>) -> Result<Arc<HashMap<StructureId, Agreement>>, DbErr> {
    let within = within.into();
    let version = within.pool_version();
    let all = match db.computed.agreements.get(&(), version) {
        Some(known) => known,
        None => db.computed.agreements.keep((), version, agreements_in(&db.read).await?),
    };
    if within.sees_hours_of_all() {
        return Ok(all);
    }
    let reached = reached_in(&db.read, &within).await?.into_iter();
    Ok(Arc::new(reached.filter_map(|id| Some((id, all.get(&id)?.clone()))).collect()))
}

/// The structures within reach.
pub(super) async fn reached_in(db: &impl ConnectionTrait, within: &Scope) -> Result<Vec<StructureId>, DbErr> {
    within.structures().select_only().column(structure::Column::Id).into_tuple().all(db).await
}

/// One structure within reach.
pub async fn find(db: &Db, within: impl Into<Scope>, id: StructureId) -> Result<Option<(Structure, Option<Agreement>)>, DbErr> {
    let Some(row) = structure_within(db, &within.into(), id).await? else { return Ok(None) };
    let agreement = agreements_in(&db.read).await?.remove(&id);
    Ok(Some((row.into(), agreement)))
}

/// The name of every structure, for rows that speak of them; the caller's scope has reached those rows.
pub(super) async fn names_in(db: &impl ConnectionTrait) -> Result<HashMap<StructureId, String>, DbErr> {
    let rows = structure::Entity::find().select_only().columns([structure::Column::Id, structure::Column::Name]);
    Ok(rows.into_tuple::<(StructureId, String)>().all(db).await?.into_iter().collect())
}

/// The code and the name of every structure, under the same condition.
pub(super) async fn codes_in(db: &impl ConnectionTrait) -> Result<HashMap<StructureId, (Code, String)>, DbErr> {
    Ok(structure::Entity::find().all(db).await?.into_iter().map(|row| (row.id, (row.code, row.name))).collect())
}

/// Every agreement with its amendments: as many rows as members and changes, read at once.
pub(super) async fn agreements_in(db: &impl ConnectionTrait) -> Result<HashMap<StructureId, Agreement>, DbErr> {
    let mut terms: HashMap<AgreementId, Vec<Amendment>> = HashMap::new();
    for row in amendment::Entity::find().order_by_asc(amendment::Column::FromMonth).all(db).await? {
        let amendment = Amendment { from_month: row.from_month, monthly: row.monthly_minutes, note: row.note };
        terms.entry(row.agreement_id).or_default().push(amendment);
    }
    let mut agreements = HashMap::new();
    for row in agreement::Entity::find().all(db).await? {
        let amendments = terms.remove(&row.id).unwrap_or_default();
        agreements.insert(row.structure_id, Agreement { first_month: row.first_month, last_month: row.last_month, amendments });
    }
    Ok(agreements)
}

/// The first month that can still be changed; `None` when no month was ever closed.
pub async fn first_open_month(db: &Db, _by: &Coordinator) -> Result<Option<Month>, DbErr> {
    Ok(last_closed_in(&db.read).await?.map(Month::next))
}

/// The last month that is closed, if any.
pub(super) async fn last_closed_in(db: &impl ConnectionTrait) -> Result<Option<Month>, DbErr> {
    closing::Entity::find()
        .select_only()
        .column(closing::Column::Period)
        .order_by_desc(closing::Column::Period)
        .into_tuple()
        .one(db)
        .await
}

async fn refuse_closed(tx: &impl ConnectionTrait, month: Month) -> Result<(), StructureError> {
    match last_closed_in(tx).await? {
        Some(closed) if month <= closed => Err(StructureError::MonthClosed),
        _ => Ok(()),
    }
}

/// Welcomes a structure with its agreement.
pub async fn join(
    db: &Db,
    by: &Coordinator,
    new: Particulars,
    first_month: Month,
    monthly: Minutes,
    now: DateTime<Utc>,
) -> Result<StructureId, StructureError> {
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    refuse_closed(&tx, first_month).await?;
    let id = create_in(&tx, StructureId::new(now), new, now).await?;
    let agreement = agreement::Model { id: AgreementId::new(now), structure_id: id, first_month, last_month: None };
    let agreement_id = agreement.id;
    agreement::Entity::insert(agreement.into_active_model()).exec_without_returning(&tx).await?;
    amend_in(&tx, agreement_id, first_month, monthly, String::new(), now).await?;
    let made =
        Line::decision(LineKind::AgreementMade, first_month, by.viewer().id(), format!("structure:{id} minutes:{}", monthly.0));
    journal::append_in(&tx, vec![made], now).await?;
    tx.commit().await?;
    Ok(id)
}

pub(super) async fn create_in(
    tx: &impl ConnectionTrait,
    id: StructureId,
    new: Particulars,
    now: DateTime<Utc>,
) -> Result<StructureId, StructureError> {
    let row = structure::Model {
        id,
        code: new.code,
        name: new.name,
        city: new.city,
        address: new.address,
        phone: new.phone,
        created_at: now,
        shows_left: true,
    };
    match structure::Entity::insert(row.into_active_model()).exec_without_returning(tx).await {
        Err(refused) if matches!(refused.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => Err(StructureError::CodeTaken),
        done => Ok(done.map(|_| id)?),
    }
}

/// Changes what is said of a structure.
pub async fn describe(db: &Db, _by: &Coordinator, id: StructureId, new: Particulars) -> Result<(), StructureError> {
    let tx = db.begin_write().await?;
    // Accounts are named by the code: once a statement bears it, it stays.
    let stated = statement::Entity::find().filter(statement::Column::StructureId.eq(id)).one(&tx).await?.is_some();
    let known = structure::Entity::find_by_id(id).one(&tx).await?;
    if stated && known.is_some_and(|known| known.code != new.code) {
        return Err(StructureError::CodeStated);
    }
    let change = structure::ActiveModel {
        code: Set(new.code),
        name: Set(new.name),
        city: Set(new.city),
        address: Set(new.address),
        phone: Set(new.phone),
        ..Default::default()
    };
    match structure::Entity::update_many().set(change).filter(structure::Column::Id.eq(id)).exec(&tx).await {
        Err(refused) if matches!(refused.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            return Err(StructureError::CodeTaken);
        }
        done => done?,
    };
    // Computed months show names and order by code.
    group::pool_moved_in(&tx).await?;
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
    let agreement =
        agreement::Entity::find().filter(agreement::Column::StructureId.eq(structure)).lock_exclusive().one(&tx).await?;
    let Some(agreement) = agreement else { return Err(StructureError::OutsideAgreement) };
    let within = new.from_month >= agreement.first_month && agreement.last_month.is_none_or(|last| new.from_month <= last);
    if !within {
        return Err(StructureError::OutsideAgreement);
    }
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
    let agreement =
        agreement::Entity::find().filter(agreement::Column::StructureId.eq(structure)).lock_exclusive().one(&tx).await?;
    let Some(agreement) = agreement else { return Err(StructureError::OutsideAgreement) };
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
