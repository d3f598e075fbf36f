//! What is written of help sheets. Each change is a version; what was written before stays.

use super::reads::{self, HelpSheet};
use crate::domain::help_sheets::{Index, Reach};
use crate::domain::ids::{HelpSheetId, PersonId, TicketId};
use crate::store::access::{HelpSheetAuthor, Scope, Viewer, structure_within};
use crate::store::entities::{help_sheet, help_sheet_use, help_sheet_version};
use crate::store::{Db, DbErr, tickets};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    Set, SqlErr,
};

/// What is typed of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub title: String,
    /// Markdown.
    pub words: String,
    pub reach: Reach,
}

/// Why a sheet cannot be written so.
#[derive(Debug, thiserror::Error)]
pub enum HelpSheetError {
    #[error("no such sheet within reach")]
    NotFound,
    /// The author does not write for these readers, or there is no such structure.
    #[error("not for these readers")]
    NotForThem,
    /// The form's key is that of another sheet.
    #[error("the key is taken")]
    KeyTaken,
    /// Somebody else has written since the form was opened: here is what.
    #[error("somebody else has written meanwhile")]
    Overtaken(Box<HelpSheet>),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Writes a sheet, from a request when one is named. Its id is made with the form: sent twice, it is written once.
pub async fn write(
    db: &Db,
    by: &HelpSheetAuthor,
    id: HelpSheetId,
    new: Written,
    ticket: Option<TicketId>,
    now: DateTime<Utc>,
) -> Result<(), HelpSheetError> {
    refuse_readers(db, by, new.reach).await?;
    let ticket = from_ticket(db, by, ticket).await?;
    let tx = db.begin_write().await?;
    match write_in(&tx, id, &new, ticket, by.viewer().id(), now).await {
        Ok(()) => Ok(tx.commit().await?),
        Err(refused) if matches!(refused.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            tx.rollback().await?;
            let known = help_sheet::Entity::find_by_id(id).one(&db.read).await?;
            known.filter(|row| row.created_by == by.viewer().id()).map(drop).ok_or(HelpSheetError::KeyTaken)
        }
        Err(fault) => Err(fault.into()),
    }
}

async fn refuse_readers(db: &Db, by: &HelpSheetAuthor, reach: Reach) -> Result<(), HelpSheetError> {
    if !by.may_write_for(reach) {
        return Err(HelpSheetError::NotForThem);
    }
    match reach.structure() {
        None => Ok(()),
        Some(id) => structure_within(db, &Scope::from(by), id).await?.map(drop).ok_or(HelpSheetError::NotForThem),
    }
}

/// A technician's ticket within reach, and not a confidential one; anybody else makes a sheet from none.
async fn from_ticket(db: &Db, by: &HelpSheetAuthor, ticket: Option<TicketId>) -> Result<Option<TicketId>, DbErr> {
    match (by.technician(), ticket) {
        (Some(technician), Some(id)) => {
            let found = tickets::find(db, &technician, id).await?;
            Ok(found.filter(|found| !found.confidential).map(|found| found.id))
        }
        _ => Ok(None),
    }
}

/// Writes the sheet and its first version.
pub(in crate::store) async fn write_in(
    tx: &DatabaseTransaction,
    id: HelpSheetId,
    new: &Written,
    ticket: Option<TicketId>,
    by: PersonId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let index = Index::of(&new.title, &new.words);
    let row = help_sheet::Model {
        id,
        title: new.title.clone(),
        structure_id: new.reach.structure(),
        public: new.reach == Reach::Public,
        version: 1,
        title_terms: index.title,
        words_terms: index.words,
        whole_words: index.whole,
        ticket_id: ticket,
        created_by: by,
        created_at: now,
        changed_at: now,
        retired_at: None,
    };
    help_sheet::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    keep_version_in(tx, id, 1, new, by, now).await
}

async fn keep_version_in(
    tx: &impl ConnectionTrait,
    id: HelpSheetId,
    number: i64,
    new: &Written,
    by: PersonId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = help_sheet_version::Model {
        help_sheet_id: id,
        number,
        title: new.title.clone(),
        words: new.words.clone(),
        structure_id: new.reach.structure(),
        public: new.reach == Reach::Public,
        written_by: by,
        written_at: now,
    };
    help_sheet_version::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}

/// Writes the next version over the one that was seen. The same again is done already; over another one it is refused, with
/// what somebody else has written.
pub async fn change(
    db: &Db,
    by: &HelpSheetAuthor,
    id: HelpSheetId,
    seen: i64,
    new: Written,
    now: DateTime<Utc>,
) -> Result<(), HelpSheetError> {
    refuse_readers(db, by, new.reach).await?;
    let tx = db.begin_write().await?;
    let row = locked_in(&tx, by, id).await?;
    let latest = help_sheet_version::Entity::find_by_id((id, row.version)).one(&tx).await?.ok_or(HelpSheetError::NotFound)?;
    let reach = Reach::of(latest.structure_id, latest.public);
    if (&latest.title, &latest.words, reach) == (&new.title, &new.words, new.reach) {
        return Ok(());
    }
    if row.version != seen {
        tx.rollback().await?;
        let other = reads::find_kept(db, by, id).await?.ok_or(HelpSheetError::NotFound)?;
        return Err(HelpSheetError::Overtaken(Box::new(other)));
    }
    change_in(&tx, row, &new, by.viewer().id(), now).await?;
    Ok(tx.commit().await?)
}

/// The sheet of who may change it, held until the end of the transaction.
async fn locked_in(tx: &DatabaseTransaction, by: &HelpSheetAuthor, id: HelpSheetId) -> Result<help_sheet::Model, HelpSheetError> {
    let kept = Scope::from(by).kept_help_sheets().filter(help_sheet::Column::Id.eq(id));
    kept.lock_exclusive().one(tx).await?.ok_or(HelpSheetError::NotFound)
}

/// Writes the next version of a sheet.
pub(in crate::store) async fn change_in(
    tx: &DatabaseTransaction,
    row: help_sheet::Model,
    new: &Written,
    by: PersonId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let (id, number) = (row.id, row.version + 1);
    let index = Index::of(&new.title, &new.words);
    let change = help_sheet::ActiveModel {
        title: Set(new.title.clone()),
        structure_id: Set(new.reach.structure()),
        public: Set(new.reach == Reach::Public),
        version: Set(number),
        title_terms: Set(index.title),
        words_terms: Set(index.words),
        whole_words: Set(index.whole),
        changed_at: Set(now),
        ..row.into_active_model()
    };
    change.update(tx).await?;
    keep_version_in(tx, id, number, new, by, now).await
}

/// Puts a sheet away: no longer listed nor suggested. Done again, it stays as it was.
pub async fn retire(db: &Db, by: &HelpSheetAuthor, id: HelpSheetId, now: DateTime<Utc>) -> Result<(), HelpSheetError> {
    set_retired(db, by, id, Some(now)).await
}

/// Brings a sheet back.
pub async fn bring_back(db: &Db, by: &HelpSheetAuthor, id: HelpSheetId) -> Result<(), HelpSheetError> {
    set_retired(db, by, id, None).await
}

async fn set_retired(db: &Db, by: &HelpSheetAuthor, id: HelpSheetId, at: Option<DateTime<Utc>>) -> Result<(), HelpSheetError> {
    let tx = db.begin_write().await?;
    let row = locked_in(&tx, by, id).await?;
    if row.retired_at.is_some() != at.is_some() {
        let change = help_sheet::ActiveModel { retired_at: Set(at), ..row.into_active_model() };
        change.update(&tx).await?;
    }
    Ok(tx.commit().await?)
}

/// Says that a sheet within reach settled the person's trouble: counted once a day.
pub async fn helped(db: &Db, by: &Viewer, id: HelpSheetId, day: NaiveDate, now: DateTime<Utc>) -> Result<(), HelpSheetError> {
    reads::find(db, by, id).await?.ok_or(HelpSheetError::NotFound)?;
    let tx = db.begin_write().await?;
    helped_in(&tx, id, by.id(), day, now).await?;
    Ok(tx.commit().await?)
}

/// Writes that a sheet settled somebody's trouble.
pub(in crate::store) async fn helped_in(
    tx: &impl ConnectionTrait,
    help_sheet_id: HelpSheetId,
    person_id: PersonId,
    day: NaiveDate,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = help_sheet_use::Model { help_sheet_id, person_id, day, at };
    help_sheet_use::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx)
        .await
        .map(drop)
}
