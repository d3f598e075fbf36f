//! Stickers: codes that are printed, stand on a machine, are lost and replaced. A code is never used again.

use super::access::{RegisterOf, Scope, Technician, Viewer};
use super::entities::{equipment, sticker, structure};
use super::{Db, DbErr, secrets};
use crate::domain::ids::{EquipmentId, PersonId};
use crate::domain::stickers::StickerCode;
use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set};
use std::collections::HashMap;

/// As many as are made at once.
pub const MOST: usize = 60;

/// A sticker to print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sticker {
    pub code: StickerCode,
    /// The machine that it is for; none: blank.
    pub machine: Option<String>,
}

/// The codes that stand on the machines of a structure.
pub async fn of_structure(db: &Db, by: &RegisterOf) -> Result<HashMap<EquipmentId, StickerCode>, DbErr> {
    let own = Scope::from(by).equipment().filter(equipment::Column::StructureId.eq(by.structure()));
    let own = own.select_only().column(equipment::Column::Id).into_query();
    let rows = sticker::Entity::find()
        .filter(sticker::Column::EquipmentId.in_subquery(own))
        .filter(sticker::Column::ReplacedAt.is_null())
        .all(&db.read)
        .await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.equipment_id?, row.code))).collect())
}

/// Sees to it that each of these machines of the structure has a code: its own, or one that is made now. A machine of another
/// structure has none.
pub async fn make(db: &Db, by: &RegisterOf, machines: &[EquipmentId], now: DateTime<Utc>) -> Result<Vec<StickerCode>, DbErr> {
    let tx = db.begin_write().await?;
    let own = Scope::from(by)
        .equipment()
        .filter(equipment::Column::StructureId.eq(by.structure()))
        .filter(equipment::Column::Id.is_in(machines.iter().copied()))
        .filter(equipment::Column::MemoryOf.is_null())
        .order_by_asc(equipment::Column::Name)
        .order_by_asc(equipment::Column::Id)
        // Who makes one for the same machine meanwhile waits here, on PostgreSQL.
        .lock_exclusive()
        .all(&tx)
        .await?;
    let mut codes = Vec::new();
    for machine in own {
        codes.push(match current_in(&tx, machine.id).await? {
            Some(known) => known.code,
            None => insert_in(&tx, by.viewer().id(), Some(machine.id), now).await?,
        });
    }
    tx.commit().await?;
    Ok(codes)
}

/// Makes another code for a machine of the structure: the one that is `lost` opens nothing any more. Done again it is done: the
/// code that took its place is given. `None` when it is no machine of the structure, or never had that code.
pub async fn replace(
    db: &Db,
    by: &RegisterOf,
    machine: EquipmentId,
    lost: &StickerCode,
    now: DateTime<Utc>,
) -> Result<Option<StickerCode>, DbErr> {
    let tx = db.begin_write().await?;
    let own = Scope::from(by).equipment().filter(equipment::Column::Id.eq(machine)).filter(equipment::Column::MemoryOf.is_null());
    if own.filter(equipment::Column::StructureId.eq(by.structure())).lock_exclusive().one(&tx).await?.is_none() {
        return Ok(None);
    }
    let had = sticker::Entity::find_by_id(lost.clone()).filter(sticker::Column::EquipmentId.eq(machine)).one(&tx).await?;
    match had {
        None => return Ok(None),
        Some(had) if had.replaced_at.is_some() => return Ok(current_in(&tx, machine).await?.map(|known| known.code)),
        Some(_) => {}
    }
    retire_in(&tx, machine, now).await?;
    let code = insert_in(&tx, by.viewer().id(), Some(machine), now).await?;
    tx.commit().await?;
    Ok(Some(code))
}

/// Makes blank ones, to be printed before anybody knows for which machines.
pub async fn make_blank(db: &Db, by: &Technician, count: usize, now: DateTime<Utc>) -> Result<Vec<StickerCode>, DbErr> {
    let tx = db.begin_write().await?;
    let mut codes = Vec::new();
    for _ in 0..count.min(MOST) {
        codes.push(insert_in(&tx, by.viewer().id(), None, now).await?);
    }
    tx.commit().await?;
    Ok(codes)
}

/// Those among these codes that a reader may print: of machines whose register they keep; blank ones for a technician.
pub async fn printable(db: &Db, by: &Viewer, codes: &[StickerCode]) -> Result<Vec<Sticker>, DbErr> {
    let rows = sticker::Entity::find()
        .filter(sticker::Column::Code.is_in(codes.iter().cloned()))
        .filter(sticker::Column::ReplacedAt.is_null())
        .find_also_related(equipment::Entity)
        .order_by_asc(equipment::Column::Name)
        .order_by_asc(sticker::Column::Code)
        .all(&db.read)
        .await?;
    let keeps = |machine: &equipment::Model| RegisterOf::of(by, machine.structure_id).is_some();
    let sticker = |(row, machine): (sticker::Model, Option<equipment::Model>)| match machine {
        Some(machine) => keeps(&machine).then_some(Sticker { code: row.code, machine: Some(machine.name) }),
        None => Technician::of(by).map(|_| Sticker { code: row.code, machine: None }),
    };
    Ok(rows.into_iter().filter_map(sticker).collect())
}

/// A machine that a free code may be bound to, with the name of its structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bindable {
    pub machine: EquipmentId,
    pub name: String,
    pub structure: String,
    /// Has a code already: it would be replaced.
    pub has_code: bool,
}

/// Whether a code was made and stands on no machine yet: for who may bind it.
pub async fn is_free(db: &Db, by: &Viewer, code: &StickerCode) -> Result<bool, DbErr> {
    let free = sticker::Entity::find_by_id(code.clone())
        .filter(sticker::Column::EquipmentId.is_null())
        .filter(sticker::Column::ReplacedAt.is_null());
    Ok(keeps_any(by) && free.one(&db.read).await?.is_some())
}

fn keeps_any(by: &Viewer) -> bool {
    Technician::of(by).is_some() || by.homes().iter().any(|home| RegisterOf::of(by, home.structure).is_some())
}

/// The machines in use whose register one keeps, by structure and name.
pub async fn bindable(db: &Db, by: &Viewer) -> Result<Vec<Bindable>, DbErr> {
    let rows = Scope::from(by)
        .equipment()
        .filter(equipment::Column::RetiredAt.is_null())
        .find_also_related(structure::Entity)
        .order_by_asc(structure::Column::Name)
        .order_by_asc(equipment::Column::Name)
        .order_by_asc(equipment::Column::Id)
        .all(&db.read)
        .await?;
    let standing = sticker::Entity::find()
        .filter(sticker::Column::EquipmentId.is_not_null())
        .filter(sticker::Column::ReplacedAt.is_null())
        .all(&db.read)
        .await?;
    let coded: std::collections::HashSet<EquipmentId> = standing.into_iter().filter_map(|row| row.equipment_id).collect();
    let kept = rows.into_iter().filter(|(machine, _)| RegisterOf::of(by, machine.structure_id).is_some());
    Ok(kept
        .map(|(machine, structure)| Bindable {
            has_code: coded.contains(&machine.id),
            machine: machine.id,
            name: machine.name,
            structure: structure.map(|row| row.name).unwrap_or_default(),
        })
        .collect())
}

/// Puts a free code on a machine of the structure; one that it has is replaced. Done again by the same person it is done.
/// `false` when the code is not free, or the machine is not there.
pub async fn bind(db: &Db, by: &RegisterOf, code: &StickerCode, machine: EquipmentId, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let tx = db.begin_write().await?;
    let own = Scope::from(by).equipment().filter(equipment::Column::Id.eq(machine)).filter(equipment::Column::MemoryOf.is_null());
    if own.filter(equipment::Column::StructureId.eq(by.structure())).lock_exclusive().one(&tx).await?.is_none() {
        return Ok(false);
    }
    let found = sticker::Entity::find_by_id(code.clone()).lock_exclusive().one(&tx).await?;
    match found.filter(|row| row.replaced_at.is_none()).map(|row| row.equipment_id) {
        Some(Some(bound)) => return Ok(bound == machine),
        Some(None) => {}
        None => return Ok(false),
    }
    retire_in(&tx, machine, now).await?;
    let change = sticker::ActiveModel {
        equipment_id: Set(Some(machine)),
        bound_by: Set(Some(by.viewer().id())),
        bound_at: Set(Some(now)),
        ..Default::default()
    };
    sticker::Entity::update_many().set(change).filter(sticker::Column::Code.eq(code.clone())).exec(&tx).await?;
    tx.commit().await?;
    Ok(true)
}

async fn current_in(tx: &impl ConnectionTrait, machine: EquipmentId) -> Result<Option<sticker::Model>, DbErr> {
    sticker::Entity::find()
        .filter(sticker::Column::EquipmentId.eq(machine))
        .filter(sticker::Column::ReplacedAt.is_null())
        .one(tx)
        .await
}

async fn retire_in(tx: &impl ConnectionTrait, machine: EquipmentId, now: DateTime<Utc>) -> Result<(), DbErr> {
    sticker::Entity::update_many()
        .col_expr(sticker::Column::ReplacedAt, Expr::value(now))
        .filter(sticker::Column::EquipmentId.eq(machine))
        .filter(sticker::Column::ReplacedAt.is_null())
        .exec(tx)
        .await
        .map(drop)
}

/// Draws until the code is nobody's: one in thirty-four milliard is.
async fn insert_in(
    tx: &impl ConnectionTrait,
    by: PersonId,
    machine: Option<EquipmentId>,
    now: DateTime<Utc>,
) -> Result<StickerCode, DbErr> {
    loop {
        let code = StickerCode::of(secrets::random_bytes());
        if sticker::Entity::find_by_id(code.clone()).one(tx).await?.is_none() {
            write_in(tx, code.clone(), by, machine, now).await?;
            return Ok(code);
        }
    }
}

pub(super) async fn write_in(
    tx: &impl ConnectionTrait,
    code: StickerCode,
    by: PersonId,
    machine: Option<EquipmentId>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = sticker::Model {
        code,
        equipment_id: machine,
        made_by: by,
        made_at: now,
        bound_by: machine.map(|_| by),
        bound_at: machine.map(|_| now),
        replaced_at: None,
    };
    sticker::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}
