//! Reminders: a letter to the referents of a structure, no more and no more often than the group decided.

use super::accounts::balance_in;
use super::settings::settings_in;
use crate::domain::ids::{ReminderId, StructureId};
use crate::domain::money::Cents;
use crate::store::access::{Coordinator, Scope};
use crate::store::entities::{payment, reminder, structure};
use crate::store::outbox::{self, Letter};
use crate::store::{Db, DbErr, group, people};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder};

/// Why nobody is reminded.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReminderError {
    #[error("nothing is due")]
    NothingDue,
    /// Not before then.
    #[error("too soon")]
    TooSoon(DateTime<Utc>),
    #[error("reminded as often as the group wants")]
    Enough,
    #[error("nobody answers for the structure")]
    NoReferent,
    #[error("not there")]
    NotThere,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// What a reminder would be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminding {
    pub due: Cents,
    /// How many went since the structure last paid.
    pub sent: i64,
}

/// Whether a structure may be reminded now.
pub async fn reminding(db: &Db, _by: &Coordinator, id: StructureId, now: DateTime<Utc>) -> Result<Reminding, ReminderError> {
    reminding_in(&db.read, id, now).await
}

async fn reminding_in(db: &impl ConnectionTrait, id: StructureId, now: DateTime<Utc>) -> Result<Reminding, ReminderError> {
    let settings = settings_in(db).await?;
    let due = balance_in(db, id).await?;
    if due <= Cents::ZERO {
        return Err(ReminderError::NothingDue);
    }
    let of_structure = reminder::Column::StructureId.eq(id);
    let last = reminder::Entity::find().filter(of_structure.clone()).order_by_desc(reminder::Column::SentAt).one(db).await?;
    if let Some(last) = last {
        let again = last.sent_at + TimeDelta::days(settings.reminder_days);
        if now < again {
            return Err(ReminderError::TooSoon(again));
        }
    }
    let sent = reminder::Entity::find().filter(of_structure);
    let sent = match paid_at(db, id).await? {
        Some(paid) => sent.filter(reminder::Column::SentAt.gt(paid)),
        None => sent,
    };
    let sent = i64::try_from(sent.count(db).await?).unwrap_or(i64::MAX);
    if sent >= settings.reminders_most {
        return Err(ReminderError::Enough);
    }
    Ok(Reminding { due, sent })
}

/// When a payment of a structure was last written down.
async fn paid_at(db: &impl ConnectionTrait, id: StructureId) -> Result<Option<DateTime<Utc>>, DbErr> {
    let last = payment::Entity::find()
        .filter(payment::Column::StructureId.eq(id))
        .filter(payment::Column::Cancels.is_null())
        .order_by_desc(payment::Column::RecordedAt)
        .one(db)
        .await?;
    Ok(last.map(|row| row.recorded_at))
}

/// Writes to each referent of the structure, in their language, and keeps that it was done.
pub async fn remind(db: &Db, by: &Coordinator, id: StructureId, now: DateTime<Utc>) -> Result<(), ReminderError> {
    let tx = db.begin_write().await?;
    // Pressed twice at once, it is sent once: writers queue here on PostgreSQL too.
    group::pool_moved_in(&tx).await?;
    let scope = Scope::from(by);
    let Some(of) = scope.structures().filter(structure::Column::Id.eq(id)).one(&tx).await? else {
        return Err(ReminderError::NotThere);
    };
    let Reminding { due, .. } = reminding_in(&tx, id, now).await?;
    let referents = people::referents_in(&tx, Some(&[id])).await?;
    if referents.is_empty() {
        return Err(ReminderError::NoReferent);
    }
    let reminder_id = ReminderId::new(now);
    let group = group::find_in(&tx).await?.map(|group| group.name).unwrap_or_default();
    let letter = Letter::DuesReminded { reminder: reminder_id, structure: id, name: of.name, group, due };
    for (_, person) in &referents {
        outbox::write_in(&tx, &outbox::to(&person.email, person.language), &letter, now).await?;
    }
    let letters = i64::try_from(referents.len()).unwrap_or(i64::MAX);
    let row = reminder::Model { id: reminder_id, structure_id: id, cents: due, letters, sent_by: by.viewer().id(), sent_at: now };
    reminder::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    Ok(tx.commit().await?)
}
