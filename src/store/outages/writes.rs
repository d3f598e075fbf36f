//! What technicians write of an outage: each change is a line of its news, and what was told before stays.

use super::reach::{keep_in, reach_in, resolved_in};
use super::reads::{self, Outage};
use super::ties::tie_in;
use crate::domain::ids::{OutageId, PersonId, TicketId};
use crate::domain::outages::{Reach, TimesRefused, check_times};
use crate::store::access::{Scope, Technician};
use crate::store::entities::{outage, outage_news};
use crate::store::tickets::TicketError;
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    Set, SqlErr,
};

/// What is typed of an outage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub title: String,
    pub words: String,
    pub reach: Reach,
    /// Read without an account too.
    pub public: bool,
    pub started_at: DateTime<Utc>,
    pub next_news_at: Option<DateTime<Utc>>,
}

/// Why something cannot be done with an outage.
#[derive(Debug, thiserror::Error)]
pub enum OutageError {
    #[error("no such outage within reach")]
    NotFound,
    #[error("no such structure")]
    NoStructure,
    #[error("no such site")]
    NoSite,
    #[error("no such machine")]
    NoMachine,
    #[error(transparent)]
    Times(#[from] TimesRefused),
    /// The form's key is that of another outage.
    #[error("the key is taken")]
    KeyTaken,
    /// It is over: nothing more is told of it, nobody joins.
    #[error("it is over")]
    Over,
    /// Somebody else has written since the form was opened: here is what.
    #[error("somebody else has written meanwhile")]
    Overtaken(Box<Outage>),
    /// The request that it was to be made from cannot be tied to it.
    #[error(transparent)]
    Ticket(#[from] TicketError),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Tells of an outage, made from a request when one is named: that request is tied to it. Its id is made with the form:
/// sent twice, it is told once.
pub async fn write(
    db: &Db,
    by: &Technician,
    id: OutageId,
    new: Written,
    ticket: Option<TicketId>,
    now: DateTime<Utc>,
) -> Result<(), OutageError> {
    check_times(new.started_at, new.next_news_at, now)?;
    let tx = db.begin_write().await?;
    let new = Written { reach: resolved_in(&tx, by, new.reach).await?, ..new };
    match write_in(&tx, id, &new, by.viewer().id(), now).await {
        Ok(()) => {}
        Err(refused) if matches!(refused.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            tx.rollback().await?;
            let known = outage::Entity::find_by_id(id).one(&db.read).await?;
            return known.filter(|row| row.created_by == by.viewer().id()).map(drop).ok_or(OutageError::KeyTaken);
        }
        Err(fault) => return Err(fault.into()),
    }
    match ticket {
        None => tx.commit().await?,
        Some(ticket) => tie_in(tx, by, ticket, id, now).await?.done().await?,
    }
    Ok(())
}

/// Writes an outage with its first news.
pub(in crate::store) async fn write_in(
    tx: &impl ConnectionTrait,
    id: OutageId,
    new: &Written,
    by: PersonId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = outage::Model {
        id,
        title: new.title.clone(),
        words: new.words.clone(),
        whole_group: new.reach == Reach::Group,
        public: new.public,
        started_at: new.started_at,
        next_news_at: new.next_news_at,
        version: 1,
        created_by: by,
        created_at: now,
        changed_at: now,
        closed_at: None,
        closed_by: None,
        learnt: None,
    };
    outage::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    keep_in(tx, id, &new.reach).await?;
    keep_news_in(tx, id, 1, new, by, now).await
}

async fn keep_news_in(
    tx: &impl ConnectionTrait,
    outage_id: OutageId,
    number: i64,
    new: &Written,
    written_by: PersonId,
    written_at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = outage_news::Model {
        outage_id,
        number,
        title: new.title.clone(),
        words: new.words.clone(),
        next_news_at: new.next_news_at,
        written_by,
        written_at,
    };
    outage_news::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}

/// Tells the news of an outage over those that were seen. The same again is done already; over others it is refused, with
/// what somebody else has written.
pub async fn change(
    db: &Db,
    by: &Technician,
    id: OutageId,
    seen: i64,
    new: Written,
    now: DateTime<Utc>,
) -> Result<(), OutageError> {
    let tx = db.begin_write().await?;
    let row = locked_in(&tx, by, id).await?;
    if row.closed_at.is_some() {
        return Err(OutageError::Over);
    }
    let new = Written { reach: resolved_in(&tx, by, new.reach).await?, ..new };
    if written(&tx, &row).await?.as_ref() == Some(&new) {
        return Ok(());
    }
    check_times(new.started_at, new.next_news_at, now)?;
    if row.version != seen {
        tx.rollback().await?;
        let other = reads::find(db, by, id).await?.ok_or(OutageError::NotFound)?;
        return Err(OutageError::Overtaken(Box::new(other)));
    }
    change_in(&tx, row, &new, by.viewer().id(), now).await?;
    Ok(tx.commit().await?)
}

/// The outage as it was typed last.
async fn written(tx: &impl ConnectionTrait, row: &outage::Model) -> Result<Option<Written>, DbErr> {
    let reach = reach_in(tx, row).await?;
    Ok(reach.map(|reach| Written {
        title: row.title.clone(),
        words: row.words.clone(),
        reach,
        public: row.public,
        started_at: row.started_at,
        next_news_at: row.next_news_at,
    }))
}

/// The outage, held until the end of the transaction.
pub(super) async fn locked_in(tx: &DatabaseTransaction, by: &Technician, id: OutageId) -> Result<outage::Model, OutageError> {
    let found = Scope::from(by).outages().filter(outage::Column::Id.eq(id)).lock_exclusive().one(tx).await?;
    found.ok_or(OutageError::NotFound)
}

/// Writes the next news of an outage, and whom it concerns.
pub(in crate::store) async fn change_in(
    tx: &impl ConnectionTrait,
    row: outage::Model,
    new: &Written,
    by: PersonId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let (id, number) = (row.id, row.version + 1);
    keep_in(tx, id, &new.reach).await?;
    let change = outage::ActiveModel {
        title: Set(new.title.clone()),
        words: Set(new.words.clone()),
        whole_group: Set(new.reach == Reach::Group),
        public: Set(new.public),
        started_at: Set(new.started_at),
        next_news_at: Set(new.next_news_at),
        version: Set(number),
        changed_at: Set(now),
        ..row.into_active_model()
    };
    change.update(tx).await?;
    keep_news_in(tx, id, number, new, by, now).await
}
