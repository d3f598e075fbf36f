//! The group's sharing key, versioned by the month from which it holds.

use super::{CostsError, open_in};
use crate::domain::costs::Key;
use crate::domain::time::Month;
use crate::store::access::Coordinator;
use crate::store::entities::sharing_key;
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

/// The key that holds in a month; subscribed minutes before any was chosen.
pub(in crate::store) async fn key_in(db: &impl ConnectionTrait, month: Month) -> Result<Key, DbErr> {
    let standing = sharing_key::Entity::find()
        .filter(sharing_key::Column::FromMonth.lte(month))
        .order_by_desc(sharing_key::Column::FromMonth)
        .one(db)
        .await?;
    Ok(standing.map_or(Key::Subscribed, |row| row.shared_by))
}

/// The key that holds in a month.
pub async fn key(db: &Db, _by: &Coordinator, month: Month) -> Result<Key, DbErr> {
    key_in(&db.read, month).await
}

/// Every version with the month from which it holds, the latest first.
pub async fn keys(db: &Db, _by: &Coordinator) -> Result<Vec<(Month, Key)>, DbErr> {
    let rows = sharing_key::Entity::find().order_by_desc(sharing_key::Column::FromMonth).all(&db.read).await?;
    Ok(rows.into_iter().map(|row| (row.from_month, row.shared_by)).collect())
}

/// Sets the key from an open month on; the same month again replaces what was said.
pub async fn set_key(db: &Db, _by: &Coordinator, from: Month, key: Key, now: DateTime<Utc>) -> Result<(), CostsError> {
    let tx = db.begin_write().await?;
    open_in(&tx, from).await?;
    sharing_key::Entity::delete_by_id(from).exec(&tx).await?;
    create_in(&tx, from, key, now).await?;
    Ok(tx.commit().await?)
}

pub(in crate::store) async fn create_in(
    tx: &impl ConnectionTrait,
    from_month: Month,
    shared_by: Key,
    created_at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = sharing_key::Model { from_month, shared_by, created_at };
    sharing_key::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}
