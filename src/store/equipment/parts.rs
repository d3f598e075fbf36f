//! What has a life of its own: components, and media, which carry data. Each is in a machine of its structure or in none, and
//! each move is written down. What is known of the data on a medium is moved by service and by the chain, by no form
//! (`equipment.md` §§ 1, 2.2).

use super::RegisterError;
use crate::domain::chain::Refusal;
use crate::domain::equipment::{ComponentKind, DataStatus, MediumKind, Origin};
use crate::domain::ids::{ComponentId, EquipmentId, MediumId, PartMoveId, PersonId, StructureId};
use crate::store::access::{RegisterOf, Scope};
use crate::store::chain::ChainError;
use crate::store::chain::media::{Teller, removed_in, seen_in};
use crate::store::entities::{component, equipment, medium, part_move};
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Select, Set, SqlErr,
};

/// Which part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartId {
    Component(ComponentId),
    Medium(MediumId),
}

/// What a part is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Made {
    Component {
        kind: ComponentKind,
        origin: Origin,
        harvested_from: Option<EquipmentId>,
    },
    /// `size_mb` is in decimal megabytes.
    Medium {
        kind: MediumKind,
        size_mb: Option<i64>,
        interface: String,
        data_status: DataStatus,
    },
}

/// A part as pages show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub id: PartId,
    pub structure: StructureId,
    /// In which machine it is.
    pub machine: Option<EquipmentId>,
    pub machine_name: Option<String>,
    pub made: Made,
    pub model: String,
    pub serial: String,
    pub note: String,
}

/// What is typed of a new part. The data status of a medium is not: it begins as its machine says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPart {
    pub id: PartId,
    pub machine: Option<EquipmentId>,
    pub made: Made,
    pub model: String,
    pub serial: String,
    pub note: String,
}

/// What is said of a medium, when somebody looks at it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediumSaid {
    pub kind: MediumKind,
    pub model: String,
    pub serial: String,
    /// Decimal megabytes.
    pub size_mb: Option<i64>,
    pub interface: String,
    pub note: String,
}

/// Why a part cannot be written so.
#[derive(Debug, thiserror::Error)]
pub enum PartError {
    #[error("no such part within reach")]
    NotFound,
    /// The machine is not of the structure.
    #[error("no such machine in the structure")]
    NoMachine,
    /// The machine that it was taken from is not of the structure.
    #[error("no such machine of origin in the structure")]
    NoOrigin,
    /// What is destroyed goes into no machine.
    #[error("it is destroyed")]
    Destroyed,
    #[error("the key is taken")]
    KeyTaken,
    /// Somebody else moved it meanwhile.
    #[error("moved meanwhile")]
    Moved,
    /// A certificate says what it is.
    #[error("it is certified")]
    Certified,
    /// What the life of the machine stands in the way of.
    #[error("refused: {0:?}")]
    Refused(Box<Refusal>),
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl From<ChainError> for PartError {
    fn from(error: ChainError) -> Self {
        match error {
            ChainError::Refused(refusal) => Self::Refused(refusal),
            ChainError::Database(fault) => Self::Database(fault),
            ChainError::NotFound | ChainError::Overtaken(_) => Self::NoMachine,
        }
    }
}

fn component_part(row: component::Model, machine: Option<equipment::Model>) -> Part {
    Part {
        id: PartId::Component(row.id),
        structure: row.structure_id,
        machine: row.equipment_id,
        machine_name: machine.map(|machine| machine.name),
        made: Made::Component { kind: row.kind, origin: row.origin, harvested_from: row.harvested_from },
        model: row.model,
        serial: row.serial,
        note: row.note,
    }
}

fn medium_part(row: medium::Model, machine: Option<equipment::Model>) -> Part {
    Part {
        id: PartId::Medium(row.id),
        structure: row.structure_id,
        machine: row.equipment_id,
        machine_name: machine.map(|machine| machine.name),
        made: Made::Medium { kind: row.kind, size_mb: row.size_mb, interface: row.interface, data_status: row.data_status },
        model: row.model,
        serial: row.serial,
        note: row.note,
    }
}

async fn together(db: &Db, components: Select<component::Entity>, media: Select<medium::Entity>) -> Result<Vec<Part>, DbErr> {
    let media = media.find_also_related(equipment::Entity).order_by_asc(medium::Column::Id).all(&db.read).await?;
    let components = components.find_also_related(equipment::Entity).order_by_asc(component::Column::Id).all(&db.read).await?;
    let media = media.into_iter().map(|(row, machine)| medium_part(row, machine));
    Ok(media.chain(components.into_iter().map(|(row, machine)| component_part(row, machine))).collect())
}

/// What is in a machine: media first, then components, in the order in which they were entered.
pub async fn parts_of(db: &Db, by: &RegisterOf, machine: EquipmentId) -> Result<Vec<Part>, DbErr> {
    let (components, media) = of_structure(by);
    let components = components.filter(component::Column::EquipmentId.eq(machine));
    together(db, components, media.filter(medium::Column::EquipmentId.eq(machine))).await
}

/// What is in no machine of the structure: « Supports sans machine » first, then components.
pub async fn without_machine(db: &Db, by: &RegisterOf) -> Result<Vec<Part>, DbErr> {
    let (components, media) = of_structure(by);
    let components = components.filter(component::Column::EquipmentId.is_null());
    together(db, components, media.filter(medium::Column::EquipmentId.is_null())).await
}

fn of_structure(by: &RegisterOf) -> (Select<component::Entity>, Select<medium::Entity>) {
    let within = Scope::from(by);
    let components = within.components().filter(component::Column::StructureId.eq(by.structure()));
    (components, within.media().filter(medium::Column::StructureId.eq(by.structure())))
}

/// One part within reach.
pub async fn find_part(db: &Db, within: impl Into<Scope>, id: PartId) -> Result<Option<Part>, DbErr> {
    let within = within.into();
    Ok(match id {
        PartId::Component(id) => {
            let found = within.components().filter(component::Column::Id.eq(id));
            found.find_also_related(equipment::Entity).one(&db.read).await?.map(|(row, machine)| component_part(row, machine))
        }
        PartId::Medium(id) => {
            let found = within.media().filter(medium::Column::Id.eq(id));
            found.find_also_related(equipment::Entity).one(&db.read).await?.map(|(row, machine)| medium_part(row, machine))
        }
    })
}

/// A machine comes from a form: it is looked up in the structure.
async fn machine_in(
    tx: &DatabaseTransaction,
    by: &RegisterOf,
    machine: Option<EquipmentId>,
) -> Result<Option<equipment::Model>, PartError> {
    let Some(machine) = machine else { return Ok(None) };
    match super::commands::locked_in(tx, by, machine).await {
        Ok(row) => Ok(Some(row)),
        Err(RegisterError::Database(fault)) => Err(fault.into()),
        Err(_) => Err(PartError::NoMachine),
    }
}

/// Adds a part to a machine of the structure, or to none. Its id is made with the form.
pub async fn add_part(db: &Db, by: &RegisterOf, mut new: NewPart, now: DateTime<Utc>) -> Result<(), PartError> {
    let tx = db.begin_write().await?;
    let machine = machine_in(&tx, by, new.machine).await?;
    if let Made::Component { harvested_from: Some(from), .. } = new.made {
        machine_in(&tx, by, Some(from)).await.map_err(|refused| match refused {
            PartError::NoMachine => PartError::NoOrigin,
            other => other,
        })?;
    }
    if let Made::Medium { data_status, .. } = &mut new.made {
        let serves = machine.as_ref().is_some_and(|machine| machine.retired_at.is_none());
        *data_status = if serves { DataStatus::Unknown.once_in_service() } else { DataStatus::Unknown };
    }
    let id = new.id;
    match add_in(&tx, by.structure(), by.viewer().id(), new, now).await {
        Ok(()) => {
            if let (Some(machine), PartId::Medium(id)) = (&machine, id)
                && let Some(row) = medium::Entity::find_by_id(id).one(&tx).await?
            {
                seen_in(&tx, machine, &Teller::Keeper(by), &row, now).await?;
            }
            Ok(tx.commit().await?)
        }
        Err(refused) if matches!(refused.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            tx.rollback().await?;
            find_part(db, by, id).await?.filter(|known| known.structure == by.structure()).map(drop).ok_or(PartError::KeyTaken)
        }
        Err(fault) => Err(fault.into()),
    }
}

/// Writes a part and, when it is in a machine, that it went there.
pub(in crate::store) async fn add_in(
    tx: &impl ConnectionTrait,
    structure_id: StructureId,
    by: PersonId,
    new: NewPart,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let NewPart { id, machine, made, model, serial, note } = new;
    match (id, made) {
        (PartId::Component(id), Made::Component { kind, origin, harvested_from }) => {
            let harvested_from = harvested_from.filter(|_| origin == Origin::Harvested);
            let row = component::Model {
                id,
                structure_id,
                equipment_id: machine,
                kind,
                model,
                serial,
                origin,
                harvested_from,
                note,
                created_at: now,
            };
            component::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
        }
        (PartId::Medium(id), Made::Medium { kind, size_mb, interface, data_status }) => {
            let row = medium::Model {
                id,
                structure_id,
                equipment_id: machine,
                kind,
                model,
                serial,
                size_mb,
                interface,
                data_status,
                note,
                created_at: now,
            };
            medium::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
        }
        _ => return Err(DbErr::Custom(String::from("a part is not what its key says"))),
    }
    if machine.is_some() { note_move_in(tx, by, id, (None, machine), now).await } else { Ok(()) }
}

/// Puts a part into another machine of the structure, or takes it out. Where it is already it stays. A medium that comes into a
/// machine which serves holds data from then on.
pub async fn move_part(db: &Db, by: &RegisterOf, id: PartId, to: Option<EquipmentId>, now: DateTime<Utc>) -> Result<(), PartError> {
    let tx = db.begin_write().await?;
    // Two people who move two media between two machines hold the machines in one order.
    let from = find_part_in(&tx, by, id).await?;
    let mut machines = Vec::new();
    for machine in std::collections::BTreeSet::from([from, to]).into_iter().flatten() {
        machines.extend(machine_in(&tx, by, Some(machine)).await?);
    }
    let of = |id: Option<EquipmentId>| machines.iter().find(|machine| Some(machine.id) == id);
    let (components, media) = of_structure(by);
    let was = match id {
        PartId::Component(id) => {
            let found = components.filter(component::Column::Id.eq(id)).lock_exclusive().one(&tx).await?;
            let row = found.ok_or(PartError::NotFound)?;
            let change = component::ActiveModel { equipment_id: Set(to), ..Default::default() };
            component::Entity::update_many().set(change).filter(component::Column::Id.eq(id)).exec(&tx).await?;
            row.equipment_id
        }
        PartId::Medium(id) => {
            let found = media.filter(medium::Column::Id.eq(id)).lock_exclusive().one(&tx).await?;
            let row = found.ok_or(PartError::NotFound)?;
            if row.equipment_id != from {
                return Err(PartError::Moved);
            }
            if from != to {
                move_medium_in(&tx, by, row, (of(from), of(to)), now).await?;
            }
            from
        }
    };
    if was != to {
        note_move_in(&tx, by.viewer().id(), id, (was, to), now).await?;
    }
    Ok(tx.commit().await?)
}

/// In which machine a part is, before anything is held.
async fn find_part_in(tx: &impl ConnectionTrait, by: &RegisterOf, id: PartId) -> Result<Option<EquipmentId>, PartError> {
    let (components, media) = of_structure(by);
    let place = match id {
        PartId::Component(id) => components.filter(component::Column::Id.eq(id)).one(tx).await?.map(|row| row.equipment_id),
        PartId::Medium(id) => media.filter(medium::Column::Id.eq(id)).one(tx).await?.map(|row| row.equipment_id),
    };
    place.ok_or(PartError::NotFound)
}

/// A medium goes, in the logs of both machines and in the register.
async fn move_medium_in(
    tx: &DatabaseTransaction,
    by: &RegisterOf,
    row: medium::Model,
    (from, to): (Option<&equipment::Model>, Option<&equipment::Model>),
    now: DateTime<Utc>,
) -> Result<(), PartError> {
    if row.data_status == DataStatus::Destroyed && to.is_some() {
        return Err(PartError::Destroyed);
    }
    if let Some(from) = from {
        removed_in(tx, from, by, row.id, now).await?;
    }
    let serves = to.is_some_and(|machine| machine.retired_at.is_none());
    let data_status = if serves { row.data_status.once_in_service() } else { row.data_status };
    let equipment_id = to.map(|machine| machine.id);
    let change = medium::ActiveModel { equipment_id: Set(equipment_id), data_status: Set(data_status), ..Default::default() };
    medium::Entity::update_many().set(change).filter(medium::Column::Id.eq(row.id)).exec(tx).await?;
    if let Some(to) = to {
        seen_in(tx, to, &Teller::Keeper(by), &medium::Model { equipment_id, data_status, ..row }, now).await?;
    }
    Ok(())
}

/// Says better what a medium is; the life of its machine tells it too. What is certified stays as it is.
pub async fn correct_medium(db: &Db, by: &RegisterOf, id: MediumId, said: MediumSaid, now: DateTime<Utc>) -> Result<(), PartError> {
    let tx = db.begin_write().await?;
    let machine = machine_in(&tx, by, find_part_in(&tx, by, PartId::Medium(id)).await?).await?;
    let (_, media) = of_structure(by);
    let row = media.filter(medium::Column::Id.eq(id)).lock_exclusive().one(&tx).await?.ok_or(PartError::NotFound)?;
    if row.data_status.is_clear() {
        return Err(PartError::Certified);
    }
    let MediumSaid { kind, model, serial, size_mb, interface, note } = said;
    let is_another = (row.kind, &row.serial) != (kind, &serial);
    let row = medium::Model { kind, model, serial, size_mb, interface, note, ..row };
    medium::Entity::update(row.clone().into_active_model().reset_all()).exec(&tx).await?;
    if let Some(machine) = machine.filter(|machine| is_another && row.equipment_id == Some(machine.id)) {
        seen_in(&tx, &machine, &Teller::Keeper(by), &row, now).await?;
    }
    Ok(tx.commit().await?)
}

async fn note_move_in(
    tx: &impl ConnectionTrait,
    person_id: PersonId,
    id: PartId,
    (from, to): (Option<EquipmentId>, Option<EquipmentId>),
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let (component_id, medium_id) = match id {
        PartId::Component(id) => (Some(id), None),
        PartId::Medium(id) => (None, Some(id)),
    };
    let row = part_move::Model {
        id: PartMoveId::new(now),
        component_id,
        medium_id,
        from_equipment_id: from,
        to_equipment_id: to,
        person_id,
        moved_at: now,
    };
    part_move::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}
