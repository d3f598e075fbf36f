//! Files that events name by their digest: kept as long as the events, read by who reads them.

use super::entry::{Entry, Evidence};
use crate::domain::chain::Subject;
use crate::domain::ids::EquipmentId;
use crate::store::access::{ChainActor, RegisterOf};
use crate::store::entities::{equipment, equipment_event, evidence_file, stored_file};
use crate::store::equipment::{Lived, lived_in};
use crate::store::tickets::{NewFile, StoredFile};
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};

const PICTURE: &str = "image/jpeg";

/// Keeps a file with the event that names it.
pub(super) async fn keep_in(tx: &impl ConnectionTrait, file: NewFile, now: DateTime<Utc>) -> Result<Evidence, DbErr> {
    let mime = if file.is_picture() { PICTURE } else { "application/octet-stream" };
    let size = file.weight();
    let sha256 = file.store_in(tx).await?;
    hold_in(tx, &sha256, now).await?;
    Ok(Evidence { sha256, mime: mime.to_owned(), size })
}

/// A stored file is evidence from now on.
pub(in crate::store) async fn hold_in(tx: &impl ConnectionTrait, sha256: &str, now: DateTime<Utc>) -> Result<(), DbErr> {
    let row = evidence_file::Model { sha256: sha256.to_owned(), kept_at: now };
    evidence_file::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::column(evidence_file::Column::Sha256).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await
        .map(drop)
}

/// A file that an event of a machine names, for who acts on its life.
pub async fn evidence_file(db: &Db, by: &ChainActor, id: EquipmentId, sha256: &str) -> Result<Option<StoredFile>, DbErr> {
    let Some(machine) = by.reach().filter(equipment::Column::Id.eq(id)).one(&db.read).await? else { return Ok(None) };
    named(db, &lived_in(&db.read, &machine).await?, sha256).await
}

/// The same, for who keeps the register in which that part of its life stands.
pub async fn evidence_kept(db: &Db, by: &RegisterOf, id: EquipmentId, sha256: &str) -> Result<Option<StoredFile>, DbErr> {
    let Some(machine) = super::kept(db, by, id).await? else { return Ok(None) };
    named(db, &lived_in(&db.read, &machine).await?, sha256).await
}

async fn named(db: &Db, lived: &Lived, sha256: &str) -> Result<Option<StoredFile>, DbErr> {
    let rows = equipment_event::Entity::find()
        .filter(equipment_event::Column::SubjectKind.eq(Subject::Equipment))
        .filter(equipment_event::Column::SubjectId.eq(lived.machine.0))
        .filter(equipment_event::Column::Evidence.ne("[]"))
        .all(&db.read)
        .await?;
    let told = |entry: &Entry| lived.holds(entry.recorded_at);
    let entries = rows.into_iter().filter_map(|row| Entry::read(row).ok()).filter(told);
    let Some(named) = entries.flat_map(|entry| entry.evidence).find(|evidence| evidence.sha256 == sha256) else { return Ok(None) };
    let file = stored_file::Entity::find_by_id(named.sha256).one(&db.read).await?;
    Ok(file.map(|file| {
        let name = sha256.get(..12).unwrap_or(sha256).to_owned();
        if named.mime == PICTURE { StoredFile::picture(name, file.content) } else { StoredFile::other(name, file.content) }
    }))
}
