//! Payments: recorded, never deleted; a line with a reason cancels one.

use super::settings::settings_in;
use crate::domain::ids::{PaymentId, PersonId, StructureId};
use crate::domain::money::Cents;
use crate::domain::payments::{Means, PaymentRefused, check};
use crate::domain::time::Month;
use crate::store::access::{Coordinator, Scope};
use crate::store::entities::{payment, structure};
use crate::store::{Db, DbErr, group};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, SqlErr};

/// A payment, or the line that cancels one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    pub id: PaymentId,
    pub structure: StructureId,
    pub day: NaiveDate,
    pub cents: Cents,
    pub means: Means,
    pub reference: String,
    /// The payment that this line cancels.
    pub cancels: Option<PaymentId>,
    pub reason: String,
    pub cancelled: bool,
}

/// A payment as it is typed.
#[derive(Clone, Debug)]
pub struct NewPayment {
    pub structure: StructureId,
    pub day: NaiveDate,
    pub cents: Cents,
    pub means: Means,
    pub reference: String,
}

/// Why a payment cannot be written so.
#[derive(Debug, thiserror::Error)]
pub enum PaymentError {
    #[error(transparent)]
    Refused(#[from] PaymentRefused),
    #[error("not there")]
    NotThere,
    #[error("cancelled already")]
    Cancelled,
    /// The form has recorded another payment already.
    #[error("the form was used already")]
    KeyTaken,
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl NewPayment {
    fn is(&self, row: &payment::Model) -> bool {
        let new = (self.structure, self.day, self.cents, self.means, &self.reference, None);
        new == (row.structure_id, row.day, row.cents, row.means, &row.reference, row.cancels)
    }
}

impl From<payment::Model> for Payment {
    fn from(row: payment::Model) -> Self {
        Self {
            id: row.id,
            structure: row.structure_id,
            day: row.day,
            cents: row.cents,
            means: row.means,
            reference: row.reference,
            cancels: row.cancels,
            reason: row.reason,
            cancelled: false,
        }
    }
}

/// Records a payment of a structure within reach, once: `id` is made with the form. Notes taken at once by two people stay
/// within the cap: writers queue.
pub async fn record(db: &Db, by: &Coordinator, id: PaymentId, new: NewPayment, now: DateTime<Utc>) -> Result<(), PaymentError> {
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    if let Some(known) = payment::Entity::find_by_id(id).one(&tx).await? {
        return if new.is(&known) { Ok(()) } else { Err(PaymentError::KeyTaken) };
    }
    let known = Scope::from(by).structures().filter(structure::Column::Id.eq(new.structure)).one(&tx).await?;
    if known.is_none() {
        return Err(PaymentError::NotThere);
    }
    let taken = sols_in(&tx, Month::of(new.day)).await?;
    check(new.means, new.cents, taken, settings_in(&tx).await?.sol_cap)?;
    insert_in(&tx, id, new, by.viewer().id(), now).await?;
    Ok(tx.commit().await?)
}

pub(in crate::store) async fn insert_in(
    tx: &impl ConnectionTrait,
    id: PaymentId,
    new: NewPayment,
    recorded_by: PersonId,
    recorded_at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = payment::Model {
        id,
        structure_id: new.structure,
        day: new.day,
        cents: new.cents,
        means: new.means,
        reference: new.reference,
        cancels: None,
        reason: String::new(),
        recorded_by,
        recorded_at,
    };
    payment::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}

/// Sols on paper taken in a month: what came, less what was cancelled or given back.
pub async fn sols_of_month(db: &Db, _by: &Coordinator, month: Month) -> Result<Cents, DbErr> {
    sols_in(&db.read, month).await
}

async fn sols_in(db: &impl ConnectionTrait, month: Month) -> Result<Cents, DbErr> {
    let amounts: Vec<Cents> = payment::Entity::find()
        .select_only()
        .column(payment::Column::Cents)
        .filter(payment::Column::Means.eq(Means::SolPaper))
        .filter(payment::Column::Day.between(month.first_day(), month.last_day()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(amounts.into_iter().sum())
}

/// One payment, with whether it was cancelled.
pub async fn find(db: &Db, _by: &Coordinator, id: PaymentId) -> Result<Option<Payment>, DbErr> {
    let Some(row) = payment::Entity::find_by_id(id).one(&db.read).await? else { return Ok(None) };
    let cancelled = payment::Entity::find().filter(payment::Column::Cancels.eq(id)).one(&db.read).await?.is_some();
    Ok(Some(Payment { cancelled, ..row.into() }))
}

/// Cancels a payment by a line of its day with the other sign; a line that cancels is not cancelled in turn.
pub async fn cancel(db: &Db, by: &Coordinator, id: PaymentId, reason: String, now: DateTime<Utc>) -> Result<(), PaymentError> {
    let tx = db.begin_write().await?;
    let Some(row) = payment::Entity::find_by_id(id).one(&tx).await? else { return Err(PaymentError::NotThere) };
    if row.cancels.is_some() {
        return Err(PaymentError::Cancelled);
    }
    let line = payment::Model {
        id: PaymentId::new(now),
        cents: -row.cents,
        cancels: Some(id),
        reason,
        recorded_by: by.viewer().id(),
        recorded_at: now,
        ..row
    };
    match payment::Entity::insert(line.into_active_model()).exec_without_returning(&tx).await {
        Err(refused) if matches!(refused.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            return Err(PaymentError::Cancelled);
        }
        done => done.map(drop)?,
    }
    Ok(tx.commit().await?)
}
