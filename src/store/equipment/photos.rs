//! Photographs of a machine: decoded and encoded again before they come here, stored once under their digest, reached through
//! their machine alone.

use super::RegisterError;
use super::commands::locked_in;
use crate::domain::ids::{EquipmentId, PhotoId};
use crate::store::access::{RegisterOf, Scope};
use crate::store::entities::{equipment, equipment_photo, stored_file};
use crate::store::tickets::{NewFile, StoredFile};
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, SqlErr};

/// A photograph as the page of its machine shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    pub id: PhotoId,
    /// Pixels.
    pub width: i64,
    pub height: i64,
}

/// As many as a machine may have.
pub const MOST_PHOTOS: u64 = 12;

/// The photographs of a machine, the first taken first.
pub async fn photos_of(db: &Db, by: &RegisterOf, machine: EquipmentId) -> Result<Vec<Photo>, DbErr> {
    let own = Scope::from(by).kept_equipment().filter(equipment::Column::Id.eq(machine));
    if own.filter(equipment::Column::StructureId.eq(by.structure())).one(&db.read).await?.is_none() {
        return Ok(Vec::new());
    }
    let rows = equipment_photo::Entity::find()
        .filter(equipment_photo::Column::EquipmentId.eq(machine))
        .order_by_asc(equipment_photo::Column::Id)
        .all(&db.read)
        .await?;
    Ok(rows.into_iter().map(|row| Photo { id: row.id, width: row.width, height: row.height }).collect())
}

/// Adds a photograph; its id is made with the form. `false` when the machine has [`MOST_PHOTOS`] already.
pub async fn add_photo(
    db: &Db,
    by: &RegisterOf,
    machine: EquipmentId,
    id: PhotoId,
    file: NewFile,
    now: DateTime<Utc>,
) -> Result<bool, RegisterError> {
    let tx = db.begin_write().await?;
    locked_in(&tx, by, machine).await?;
    let of_it = equipment_photo::Entity::find().filter(equipment_photo::Column::EquipmentId.eq(machine));
    if of_it.clone().filter(equipment_photo::Column::Id.eq(id)).one(&tx).await?.is_some() {
        return Ok(true);
    }
    if of_it.count(&tx).await? >= MOST_PHOTOS {
        return Ok(false);
    }
    let ((width, height), bytes) = (file.sides(), file.weight());
    let row = equipment_photo::Model {
        id,
        equipment_id: machine,
        person_id: by.viewer().id(),
        sha256: file.store_in(&tx).await?,
        width: i64::from(width),
        height: i64::from(height),
        bytes,
        created_at: now,
    };
    match equipment_photo::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(true)
        }
        Err(refused) if matches!(refused.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => Err(RegisterError::KeyTaken),
        Err(fault) => Err(fault.into()),
    }
}

/// A photograph with the machine that it shows, for who keeps the register there.
async fn found(db: &Db, within: &Scope, id: PhotoId) -> Result<Option<(equipment_photo::Model, equipment::Model)>, DbErr> {
    let Some(row) = equipment_photo::Entity::find_by_id(id).one(&db.read).await? else { return Ok(None) };
    let machine = within.kept_equipment().filter(equipment::Column::Id.eq(row.equipment_id)).one(&db.read).await?;
    Ok(machine.map(|machine| (row, machine)))
}

/// A photograph as it is served.
pub async fn photo(db: &Db, within: impl Into<Scope>, id: PhotoId) -> Result<Option<StoredFile>, DbErr> {
    let Some((row, machine)) = found(db, &within.into(), id).await? else { return Ok(None) };
    let file = stored_file::Entity::find_by_id(row.sha256).one(&db.read).await?;
    Ok(file.map(|file| StoredFile::picture(machine.name, file.content)))
}

/// Takes a photograph away; the round forgets its content. Says of which machine it was.
pub async fn remove_photo(db: &Db, within: impl Into<Scope>, id: PhotoId) -> Result<Option<EquipmentId>, DbErr> {
    let Some((row, _)) = found(db, &within.into(), id).await? else { return Ok(None) };
    let tx = db.begin_write().await?;
    equipment_photo::Entity::delete_many().filter(equipment_photo::Column::Id.eq(id)).exec(&tx).await?;
    tx.commit().await?;
    Ok(Some(row.equipment_id))
}
