//! What a person decides about an inventory that waits: a new machine, one of the register, or not the same as those.

use super::super::access::{RegisterOf, Scope};
use super::super::chain::media;
use super::super::entities::{equipment, identity_evidence, identity_junk, inventory, inventory_candidate};
use super::super::equipment::{Particulars, Purchase, create_in};
use super::super::{Db, DbErr};
use super::fields::heard;
use super::matching::Junk;
use super::taking_in::{Coming, Received, agent_of, point_at_in, read, remove_in};
use super::{fields, hold_in, matching};
use crate::domain::equipment::EquipmentKind;
use crate::domain::ids::{EquipmentId, InventoryId};
use crate::domain::inventories::{Answer, Evidence, Field, Inventory, Standing, manufacturer_and_serial};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, Set};
use std::collections::BTreeSet;

/// A machine that enters the register with what it says of itself.
#[derive(Clone, Debug)]
pub struct Adoption {
    /// Made with the form: sent twice, the machine is entered once.
    pub machine: EquipmentId,
    pub kind: EquipmentKind,
    pub name: String,
}

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum DecisionError {
    #[error("no such inventory within reach")]
    NotFound,
    /// Somebody else decided meanwhile; or the agent spoke again.
    #[error("not as it was seen")]
    Overtaken,
    /// The machine is no machine of the structure.
    #[error("no such machine in the structure")]
    NoMachine,
    /// The form's key is that of another machine.
    #[error("the key is taken")]
    KeyTaken,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Holds an inventory that waits, as it was seen. `Ok(None)`: it was given to this very machine already.
async fn held_in(
    tx: &DatabaseTransaction,
    by: &RegisterOf,
    id: InventoryId,
    seen: i64,
    machine: Option<EquipmentId>,
) -> Result<Option<inventory::Model>, DecisionError> {
    hold_in(tx, by.structure()).await?;
    let own = Scope::from(by).inventories().filter(inventory::Column::Id.eq(id));
    let row = own.filter(inventory::Column::StructureId.eq(by.structure())).one(tx).await?;
    let row = row.ok_or(DecisionError::NotFound)?;
    if row.standing == Standing::Attached {
        return if machine.is_some() && row.equipment_id == machine { Ok(None) } else { Err(DecisionError::Overtaken) };
    }
    if row.version == seen { Ok(Some(row)) } else { Err(DecisionError::Overtaken) }
}

/// Enters a new machine into the register, which the inventory is of.
pub async fn adopt(
    db: &Db,
    by: &RegisterOf,
    id: InventoryId,
    seen: i64,
    new: Adoption,
    now: DateTime<Utc>,
) -> Result<(), DecisionError> {
    let tx = db.begin_write().await?;
    let Some(row) = held_in(&tx, by, id, seen, Some(new.machine)).await? else { return Ok(()) };
    if equipment::Entity::find_by_id(new.machine).one(&tx).await?.is_some() {
        return Err(DecisionError::KeyTaken);
    }
    let document = read(&row.document);
    let particulars = Particulars {
        kind: new.kind,
        name: new.name,
        brand: heard(&document, Field::Brand),
        model: heard(&document, Field::Model),
        serial: heard(&document, Field::Serial),
        user: None,
        site: None,
        place: String::new(),
        note: String::new(),
        acquired_on: None,
        year_of_manufacture: None,
        purchase: Purchase::default(),
        warranty_until: None,
    };
    create_in(&tx, new.machine, by.structure(), particulars, now).await?;
    for field in Field::ALL.iter().copied() {
        let told = heard(&document, field);
        if !told.is_empty() {
            fields::note_in(&tx, new.machine, field, told, true, Some(by.viewer().id()), now).await?;
        }
    }
    let entered = equipment::Entity::find_by_id(new.machine).one(&tx).await?.ok_or(DecisionError::NoMachine)?;
    media::adopted_in(&tx, &entered, by, now).await?;
    give_in(&tx, by, row, new.machine, now).await?;
    Ok(tx.commit().await?)
}

/// Says that the inventory is of a machine of the register.
pub async fn attach(
    db: &Db,
    by: &RegisterOf,
    id: InventoryId,
    seen: i64,
    machine: EquipmentId,
    now: DateTime<Utc>,
) -> Result<(), DecisionError> {
    let tx = db.begin_write().await?;
    let Some(row) = held_in(&tx, by, id, seen, Some(machine)).await? else { return Ok(()) };
    let own = Scope::from(by).equipment().filter(equipment::Column::Id.eq(machine)).filter(equipment::Column::MemoryOf.is_null());
    if own.filter(equipment::Column::StructureId.eq(by.structure())).one(&tx).await?.is_none() {
        return Err(DecisionError::NoMachine);
    }
    // Of this machine, hence of none of the others that it was taken for.
    let mut others = candidates_in(&tx, id).await?;
    others.retain(|other| *other != machine);
    let identity = Junk::of_in(&tx, by.structure()).await?.leaves(&read(&row.document), agent_of(&row));
    let shared = shared_in(&tx, &identity, &others).await?;
    junk_in(&tx, by, shared, now).await?;
    give_in(&tx, by, row, machine, now).await?;
    Ok(tx.commit().await?)
}

/// The waiting row becomes the machine's own, over what the machine said before. It keeps its id, so that a page that is still open
/// finds what became of it.
async fn give_in(
    tx: &DatabaseTransaction,
    by: &RegisterOf,
    row: inventory::Model,
    machine: EquipmentId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let identity = Junk::of_in(tx, by.structure()).await?.leaves(&read(&row.document), agent_of(&row));
    let received = Received {
        inventory: Inventory {
            document: read(&row.document),
            partial: row.partial,
            program: row.program.clone(),
            device_id: row.device_id.clone(),
            warnings: serde_json::from_str(&row.warnings).unwrap_or_default(),
        },
        agent_id: row.agent_id.clone(),
    };
    remove_in(tx, &[row.id]).await?;
    let said_by = Some(by.viewer().id());
    let coming = Coming { structure: by.structure(), received: &received, evidence: &identity.evidence, said_by };
    coming.attach_as_in(tx, row.id, row.seen_at, machine, now).await
}

/// Says that the inventory is of none of the machines that it was taken for: what it shares with them identifies nothing any more.
pub async fn tell_apart(db: &Db, by: &RegisterOf, id: InventoryId, seen: i64, now: DateTime<Utc>) -> Result<(), DecisionError> {
    let tx = db.begin_write().await?;
    hold_in(&tx, by.structure()).await?;
    let own = Scope::from(by).inventories().filter(inventory::Column::Id.eq(id));
    let row = own.filter(inventory::Column::StructureId.eq(by.structure())).one(&tx).await?.ok_or(DecisionError::NotFound)?;
    match row.standing {
        // Pressed twice, or two people at once: they are told apart.
        Standing::Adopt => return Ok(()),
        Standing::Reconcile if row.version == seen => {}
        _ => return Err(DecisionError::Overtaken),
    }
    let document = read(&row.document);
    let identity = Junk::of_in(&tx, by.structure()).await?.leaves(&document, agent_of(&row));
    let shared = shared_in(&tx, &identity, &candidates_in(&tx, id).await?).await?;
    junk_in(&tx, by, shared, now).await?;
    let junk = Junk::of_in(&tx, by.structure()).await?;
    let identity = junk.leaves(&document, agent_of(&row));
    // What is left may still point elsewhere.
    let still = match matching::judged_in(&tx, by.structure(), &identity, &junk).await? {
        Answer::None => BTreeSet::new(),
        Answer::One(machine) => BTreeSet::from([machine]),
        Answer::Unclear(machines) => machines,
    };
    let standing = if still.is_empty() { Standing::Adopt } else { Standing::Reconcile };
    let change = inventory::ActiveModel { standing: Set(standing), version: Set(row.version + 1), ..Default::default() };
    inventory_candidate::Entity::delete_many().filter(inventory_candidate::Column::InventoryId.eq(id)).exec(&tx).await?;
    inventory::Entity::update_many().set(change).filter(inventory::Column::Id.eq(id)).exec(&tx).await?;
    point_at_in(&tx, id, &still).await?;
    Ok(tx.commit().await?)
}

async fn candidates_in(tx: &impl ConnectionTrait, id: InventoryId) -> Result<Vec<EquipmentId>, DbErr> {
    let rows = inventory_candidate::Entity::find().filter(inventory_candidate::Column::InventoryId.eq(id)).all(tx).await?;
    Ok(rows.into_iter().map(|row| row.equipment_id).collect())
}

async fn shared_in(
    tx: &impl ConnectionTrait,
    of: &matching::Identity,
    machines: &[EquipmentId],
) -> Result<BTreeSet<Evidence>, DbErr> {
    let known = identity_evidence::Entity::find()
        .filter(identity_evidence::Column::EquipmentId.is_in(machines.iter().copied()))
        .all(tx)
        .await?;
    let known = known.into_iter().map(|row| Evidence { kind: row.kind, value: row.value });
    let mut shared: BTreeSet<Evidence> = known.filter(|one| of.evidence.contains(one)).collect();
    let written = equipment::Entity::find().filter(equipment::Column::Id.is_in(machines.iter().copied())).all(tx).await?;
    for machine in written {
        let bare = matching::bare(&of.serial);
        if !of.serial.is_empty() && bare == matching::bare(&machine.serial) {
            let both = manufacturer_and_serial(&machine.brand, &machine.serial);
            shared.extend(both.map(|value| Evidence { kind: bare.kind, value }));
            shared.insert(bare);
        }
    }
    Ok(shared)
}

async fn junk_in(tx: &impl ConnectionTrait, by: &RegisterOf, shared: BTreeSet<Evidence>, now: DateTime<Utc>) -> Result<(), DbErr> {
    let rows: Vec<_> = shared
        .into_iter()
        .map(|one| {
            let row = identity_junk::Model {
                structure_id: by.structure(),
                kind: one.kind,
                value: one.value,
                said_by: by.viewer().id(),
                said_at: now,
            };
            row.into_active_model()
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    use identity_junk::Column::{Kind, StructureId, Value};
    let once = OnConflict::columns([StructureId, Kind, Value]).do_nothing().to_owned();
    identity_junk::Entity::insert_many(rows).on_conflict(once).exec_without_returning(tx).await.map(drop)
}
