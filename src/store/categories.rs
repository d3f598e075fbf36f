//! What tickets are about, in the group's own words: kept by technician and coordinator, set by the technician, asked of nobody.

use super::access::CategoryKeeper;
use super::entities::category;
use super::{Db, DbErr};
use crate::domain::ids::CategoryId;
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set};

/// What tickets are about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    pub id: CategoryId,
    pub name: String,
    /// Offered no more; what it was given to keeps it.
    pub retired: bool,
}

/// Why a category cannot be kept so.
#[derive(Debug, thiserror::Error)]
pub enum CategoryError {
    #[error("no such category")]
    NotFound,
    /// Another one has this name.
    #[error("the name is taken")]
    NameTaken,
    #[error(transparent)]
    Database(#[from] DbErr),
}

fn read(row: category::Model) -> Category {
    Category { id: row.id, name: row.name, retired: row.retired_at.is_some() }
}

/// All of them by name, those in use first.
pub async fn all(db: &Db, _by: &CategoryKeeper) -> Result<Vec<Category>, DbErr> {
    let rows =
        category::Entity::find().order_by_asc(category::Column::Name).order_by_asc(category::Column::Id).all(&db.read).await?;
    let mut all: Vec<Category> = rows.into_iter().map(read).collect();
    all.sort_by_key(|one| one.retired);
    Ok(all)
}

/// Keeps new ones; what was sent twice, or has its name already, is there once.
pub async fn keep(db: &Db, by: &CategoryKeeper, names: &[(CategoryId, String)], now: DateTime<Utc>) -> Result<(), CategoryError> {
    let tx = db.begin_write().await?;
    for (id, name) in names {
        match named(&tx, name).await? {
            Some(known) if known.id != *id && names.len() == 1 => return Err(CategoryError::NameTaken),
            Some(_) => continue,
            None => {}
        }
        if category::Entity::find_by_id(*id).one(&tx).await?.is_some() {
            return Err(CategoryError::NotFound);
        }
        let row = category::Model { id: *id, name: name.clone(), made_by: by.viewer().id(), made_at: now, retired_at: None };
        category::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await.map_err(taken)?;
    }
    Ok(tx.commit().await?)
}

/// Whatever the case of its letters.
async fn named(tx: &impl ConnectionTrait, name: &str) -> Result<Option<category::Model>, DbErr> {
    let in_use = category::Entity::find().filter(category::Column::RetiredAt.is_null()).all(tx).await?;
    let wanted = name.to_lowercase();
    Ok(in_use.into_iter().find(|row| row.name.to_lowercase() == wanted))
}

/// Two people may give one name at once.
fn taken(error: DbErr) -> CategoryError {
    match error.sql_err() {
        Some(sea_orm::SqlErr::UniqueConstraintViolation(_)) => CategoryError::NameTaken,
        _ => CategoryError::Database(error),
    }
}

/// Gives one another name.
pub async fn rename(db: &Db, _by: &CategoryKeeper, id: CategoryId, name: String) -> Result<(), CategoryError> {
    let tx = db.begin_write().await?;
    category::Entity::find_by_id(id).one(&tx).await?.ok_or(CategoryError::NotFound)?;
    if named(&tx, &name).await?.is_some_and(|known| known.id != id) {
        return Err(CategoryError::NameTaken);
    }
    let change = category::ActiveModel { name: Set(name), ..Default::default() };
    category::Entity::update_many().set(change).filter(category::Column::Id.eq(id)).exec(&tx).await.map_err(taken)?;
    Ok(tx.commit().await?)
}

/// Offers one no more, or again.
pub async fn retire(db: &Db, _by: &CategoryKeeper, id: CategoryId, retired: bool, now: DateTime<Utc>) -> Result<(), CategoryError> {
    let tx = db.begin_write().await?;
    let known = category::Entity::find_by_id(id).one(&tx).await?.ok_or(CategoryError::NotFound)?;
    if known.retired_at.is_some() == retired {
        return Ok(());
    }
    if !retired && named(&tx, &known.name).await?.is_some() {
        return Err(CategoryError::NameTaken);
    }
    let change = category::ActiveModel { retired_at: Set(retired.then_some(now)), ..Default::default() };
    category::Entity::update_many().set(change).filter(category::Column::Id.eq(id)).exec(&tx).await.map_err(taken)?;
    Ok(tx.commit().await?)
}

/// One that may be given to a ticket: in use, or its own already.
pub(super) async fn given_in(
    tx: &impl ConnectionTrait,
    id: CategoryId,
    has_it: Option<CategoryId>,
) -> Result<Option<category::Model>, DbErr> {
    let found = category::Entity::find_by_id(id).one(tx).await?;
    Ok(found.filter(|row| row.retired_at.is_none() || has_it == Some(id)))
}
