//! The answers that technicians keep ready, shared by all of them.

use super::access::Technician;
use super::entities::canned_answer;
use super::{Db, DbErr};
use crate::domain::ids::CannedAnswerId;
use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set};

/// An answer that is kept ready.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CannedAnswer {
    pub id: CannedAnswerId,
    pub title: String,
    /// With its blanks (`domain::canned_answers`).
    pub words: String,
    pub version: i64,
}

/// Why an answer cannot be kept so.
#[derive(Debug, thiserror::Error)]
pub enum CannedAnswerError {
    #[error("no such answer")]
    NotFound,
    /// Somebody has changed it since the form was opened: here is what they wrote.
    #[error("somebody else has written meanwhile")]
    Overtaken(CannedAnswer),
    #[error(transparent)]
    Database(#[from] DbErr),
}

fn read(row: canned_answer::Model) -> CannedAnswer {
    CannedAnswer { id: row.id, title: row.title, words: row.words, version: row.version }
}

/// Those in use, by title.
pub async fn all(db: &Db, _by: &Technician) -> Result<Vec<CannedAnswer>, DbErr> {
    let rows = canned_answer::Entity::find()
        .filter(canned_answer::Column::RetiredAt.is_null())
        .order_by_asc(canned_answer::Column::Title)
        .order_by_asc(canned_answer::Column::Id)
        .all(&db.read)
        .await?;
    Ok(rows.into_iter().map(read).collect())
}

/// One in use.
pub async fn find(db: &Db, _by: &Technician, id: CannedAnswerId) -> Result<Option<CannedAnswer>, DbErr> {
    let row = canned_answer::Entity::find_by_id(id).filter(canned_answer::Column::RetiredAt.is_null()).one(&db.read).await?;
    Ok(row.map(read))
}

/// Keeps a new one; sent twice, it is kept once.
pub async fn keep(
    db: &Db,
    by: &Technician,
    id: CannedAnswerId,
    title: String,
    words: String,
    now: DateTime<Utc>,
) -> Result<(), CannedAnswerError> {
    let tx = db.begin_write().await?;
    let written_by = by.viewer().id();
    let row = canned_answer::Model { id, title, words, version: 1, written_by, changed_at: now, retired_at: None };
    let written = canned_answer::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::column(canned_answer::Column::Id).do_nothing().to_owned())
        .exec_without_returning(&tx)
        .await?;
    if written == 0 {
        let known = canned_answer::Entity::find_by_id(id).one(&tx).await?;
        known.filter(|known| known.written_by == written_by).ok_or(CannedAnswerError::NotFound)?;
    }
    Ok(tx.commit().await?)
}

/// Changes one, over the version that was seen. The same again is done already.
pub async fn change(db: &Db, by: &Technician, seen: &CannedAnswer, now: DateTime<Utc>) -> Result<(), CannedAnswerError> {
    let tx = db.begin_write().await?;
    let found = canned_answer::Entity::find_by_id(seen.id)
        .filter(canned_answer::Column::RetiredAt.is_null())
        .lock_exclusive()
        .one(&tx)
        .await?;
    let row = found.ok_or(CannedAnswerError::NotFound)?;
    if (&row.title, &row.words) == (&seen.title, &seen.words) {
        return Ok(());
    }
    if row.version != seen.version {
        return Err(CannedAnswerError::Overtaken(read(row)));
    }
    let change = canned_answer::ActiveModel {
        title: Set(seen.title.clone()),
        words: Set(seen.words.clone()),
        version: Set(seen.version + 1),
        written_by: Set(by.viewer().id()),
        changed_at: Set(now),
        ..Default::default()
    };
    canned_answer::Entity::update_many().set(change).filter(canned_answer::Column::Id.eq(seen.id)).exec(&tx).await?;
    Ok(tx.commit().await?)
}

/// Puts one away: it is offered no more.
pub async fn retire(db: &Db, _by: &Technician, id: CannedAnswerId, now: DateTime<Utc>) -> Result<(), CannedAnswerError> {
    let tx = db.begin_write().await?;
    let change = canned_answer::ActiveModel { retired_at: Set(Some(now)), ..Default::default() };
    let of_it = canned_answer::Entity::update_many().set(change).filter(canned_answer::Column::Id.eq(id));
    let known = canned_answer::Entity::find_by_id(id).one(&tx).await?;
    known.ok_or(CannedAnswerError::NotFound)?;
    of_it.filter(canned_answer::Column::RetiredAt.is_null()).exec(&tx).await?;
    Ok(tx.commit().await?)
}
