//! An inventory comes in: whose machine it is, what is new in it, what waits for a person.

use super::super::access::InventoryAgent;
use super::super::chain::media;
use super::super::entities::{equipment, inventory, inventory_candidate};
use super::super::secrets::digest;
use super::super::{Db, DbErr};
use super::matching::Junk;
use super::{fields, hold_in, matching};
use crate::domain::ids::{EquipmentId, InventoryId, PersonId, StructureId};
use crate::domain::inventories::{Agent, Answer, Document, Evidence, EvidenceKind, Inventory, Standing, fingerprint, merged};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set,
};
use std::collections::BTreeSet;

/// What came, and who sent it as far as it says.
#[derive(Clone, Debug)]
pub struct Received {
    pub inventory: Inventory,
    /// The header `GLPI-Agent-ID`.
    pub agent_id: Option<String>,
}

/// How many inventories of one machine are kept, and how many of a structure may wait for a person: beyond, those that were not
/// seen for longest go.
const MOST_OF_MACHINE: u64 = 12;
const MOST_WAITING: usize = 300;

/// Takes an inventory in. The structure is the address's own: nothing in the message moves a machine.
pub async fn take_in(db: &Db, by: &InventoryAgent, received: &Received, now: DateTime<Utc>) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    take_in_to(&tx, by.structure(), received, now).await?;
    tx.commit().await
}

pub(in crate::store) async fn take_in_to(
    tx: &DatabaseTransaction,
    structure: StructureId,
    received: &Received,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    // Two messages about one machine, by two instances, wait for one another here.
    hold_in(tx, structure).await?;
    let Inventory { document, device_id, .. } = &received.inventory;
    let agent = Agent { device_id, agent_id: received.agent_id.as_deref() };
    let junk = Junk::of_in(tx, structure).await?;
    let identity = junk.leaves(document, agent);
    let waits = same_waiting_in(tx, structure, &identity.evidence, &junk).await?;
    match matching::judged_in(tx, structure, &identity, &junk).await? {
        Answer::One(machine) => {
            if let Some(waits) = waits {
                remove_in(tx, &[waits.id]).await?;
            }
            let coming = Coming { structure, received, evidence: &identity.evidence, said_by: None };
            coming.attach_in(tx, machine, now).await
        }
        Answer::None => wait_in(tx, structure, received, waits, BTreeSet::new(), now).await.map(drop),
        Answer::Unclear(machines) => wait_in(tx, structure, received, waits, machines, now).await.map(drop),
    }
}

/// An inventory of a known machine on its way in.
pub(super) struct Coming<'a> {
    pub structure: StructureId,
    pub received: &'a Received,
    pub evidence: &'a [Evidence],
    /// Who said that it is of this machine; nobody when its identity says so.
    pub said_by: Option<PersonId>,
}

impl Coming<'_> {
    /// Adds it to what its machine said before. The same again only moves when it was last seen.
    pub async fn attach_in(&self, tx: &DatabaseTransaction, machine: EquipmentId, now: DateTime<Utc>) -> Result<(), DbErr> {
        let latest = latest_in(tx, machine).await?;
        let before = latest.as_ref().map(|row| read(&row.document));
        let row = self.row(machine, InventoryId::new(now), latest.as_ref(), now, now)?;
        match latest.filter(|latest| latest.fingerprint == row.fingerprint) {
            Some(same) => seen_again_in(tx, same, &row).await?,
            None => insert_in(tx, &row).await?,
        }
        self.follow_in(tx, machine, (before.as_ref(), &read(&row.document)), now).await
    }

    /// The same for what waited, under the id that it had, whatever the machine said before.
    pub async fn attach_as_in(
        &self,
        tx: &DatabaseTransaction,
        id: InventoryId,
        seen_at: DateTime<Utc>,
        machine: EquipmentId,
        now: DateTime<Utc>,
    ) -> Result<(), DbErr> {
        let latest = latest_in(tx, machine).await?;
        let before = latest.as_ref().map(|row| read(&row.document));
        let row = self.row(machine, id, latest.as_ref(), seen_at, now)?;
        insert_in(tx, &row).await?;
        self.follow_in(tx, machine, (before.as_ref(), &read(&row.document)), now).await
    }

    async fn follow_in(
        &self,
        tx: &DatabaseTransaction,
        machine: EquipmentId,
        (before, known): (Option<&Document>, &Document),
        now: DateTime<Utc>,
    ) -> Result<(), DbErr> {
        prune_in(tx, machine).await?;
        matching::remember_in(tx, machine, self.evidence, self.said_by.is_some(), now).await?;
        let Some(row) = fields::follow_in(tx, machine, known, now).await? else { return Ok(()) };
        media::inventoried_in(tx, &row, (before, known), now).await
    }

    fn row(
        &self,
        machine: EquipmentId,
        id: InventoryId,
        latest: Option<&inventory::Model>,
        seen_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<inventory::Model, DbErr> {
        let Received { inventory: told, agent_id } = self.received;
        let before = latest.map(|row| read(&row.document));
        let after = before.map_or_else(|| told.document.clone(), |before| merged(&before, &told.document, told.partial));
        Ok(inventory::Model {
            id,
            structure_id: self.structure,
            standing: Standing::Attached,
            equipment_id: Some(machine),
            program: told.program.clone(),
            device_id: told.device_id.clone(),
            agent_id: agent_id.clone(),
            partial: told.partial,
            document: written(&after)?,
            warnings: written(&told.warnings)?,
            fingerprint: digest(&fingerprint(&after)),
            version: 1,
            // After what it said before, even at the same moment.
            received_at: latest.map_or(now, |latest| now.max(latest.received_at + TimeDelta::microseconds(1))),
            seen_at,
            decided_by: self.said_by,
            decided_at: self.said_by.map(|_| now),
        })
    }
}

async fn latest_in(tx: &impl ConnectionTrait, machine: EquipmentId) -> Result<Option<inventory::Model>, DbErr> {
    inventory::Entity::find()
        .filter(inventory::Column::EquipmentId.eq(machine))
        .order_by_desc(inventory::Column::ReceivedAt)
        .order_by_desc(inventory::Column::Id)
        .limit(1)
        .one(tx)
        .await
}

async fn insert_in(tx: &impl ConnectionTrait, row: &inventory::Model) -> Result<(), DbErr> {
    inventory::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await.map(drop)
}

async fn seen_again_in(tx: &impl ConnectionTrait, same: inventory::Model, new: &inventory::Model) -> Result<(), DbErr> {
    let change = inventory::ActiveModel {
        program: Set(new.program.clone()),
        device_id: Set(new.device_id.clone()),
        agent_id: Set(new.agent_id.clone()),
        partial: Set(new.partial),
        document: Set(new.document.clone()),
        warnings: Set(new.warnings.clone()),
        seen_at: Set(new.seen_at),
        ..Default::default()
    };
    inventory::Entity::update_many().set(change).filter(inventory::Column::Id.eq(same.id)).exec(tx).await.map(drop)
}

async fn prune_in(tx: &impl ConnectionTrait, machine: EquipmentId) -> Result<(), DbErr> {
    let old: Vec<InventoryId> = inventory::Entity::find()
        .select_only()
        .column(inventory::Column::Id)
        .filter(inventory::Column::EquipmentId.eq(machine))
        .order_by_desc(inventory::Column::ReceivedAt)
        .order_by_desc(inventory::Column::Id)
        .offset(MOST_OF_MACHINE)
        .limit(1_000)
        .into_tuple()
        .all(tx)
        .await?;
    remove_in(tx, &old).await
}

/// Forgets inventories and what they point at.
pub(super) async fn remove_in(tx: &impl ConnectionTrait, ids: &[InventoryId]) -> Result<(), DbErr> {
    if ids.is_empty() {
        return Ok(());
    }
    let of_them = inventory_candidate::Column::InventoryId.is_in(ids.iter().copied());
    inventory_candidate::Entity::delete_many().filter(of_them).exec(tx).await?;
    inventory::Entity::delete_many().filter(inventory::Column::Id.is_in(ids.iter().copied())).exec(tx).await.map(drop)
}

/// What waits already of the same machine, as far as both say: they share something that tells machines, or come from one agent
/// and nothing tells them apart. Copies of one disk have one agent and several serial numbers.
async fn same_waiting_in(
    tx: &impl ConnectionTrait,
    structure: StructureId,
    evidence: &[Evidence],
    junk: &Junk,
) -> Result<Option<inventory::Model>, DbErr> {
    let rows = inventory::Entity::find()
        .filter(inventory::Column::StructureId.eq(structure))
        .filter(inventory::Column::Standing.ne(Standing::Attached))
        .order_by_desc(inventory::Column::SeenAt)
        .order_by_desc(inventory::Column::Id)
        .all(tx)
        .await?;
    for row in rows {
        let waits = junk.leaves(&read(&row.document), agent_of(&row)).evidence;
        if are_one(evidence, &waits) {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

pub(super) fn agent_of(row: &inventory::Model) -> Agent<'_> {
    Agent { device_id: &row.device_id, agent_id: row.agent_id.as_deref() }
}

fn are_one(one: &[Evidence], other: &[Evidence]) -> bool {
    let share = |kind| one.iter().any(|value| value.kind == kind && other.contains(value));
    let has = |all: &[Evidence], kind| all.iter().any(|value| value.kind == kind);
    let differ = |kind| has(one, kind) && has(other, kind) && !share(kind);
    let apart = differ(EvidenceKind::Serial) || differ(EvidenceKind::Uuid);
    !apart && EvidenceKind::ALL.iter().any(|kind| share(*kind))
}

/// Puts it where a person will look, over what waits of the same machine.
async fn wait_in(
    tx: &impl ConnectionTrait,
    structure: StructureId,
    received: &Received,
    waits: Option<inventory::Model>,
    candidates: BTreeSet<EquipmentId>,
    now: DateTime<Utc>,
) -> Result<InventoryId, DbErr> {
    let Received { inventory: told, agent_id } = received;
    let standing = if candidates.is_empty() { Standing::Adopt } else { Standing::Reconcile };
    let after = match &waits {
        Some(row) => merged(&read(&row.document), &told.document, told.partial),
        None => told.document.clone(),
    };
    let print = digest(&fingerprint(&after));
    let same = waits.as_ref().is_some_and(|row| row.fingerprint == print && row.standing == standing);
    let id = waits.as_ref().map_or_else(|| InventoryId::new(now), |row| row.id);
    let version = waits.as_ref().map_or(1, |row| if same { row.version } else { row.version + 1 });
    let received_at = waits.as_ref().filter(|_| same).map_or(now, |row| row.received_at);
    let row = inventory::Model {
        id,
        structure_id: structure,
        standing,
        equipment_id: None,
        program: told.program.clone(),
        device_id: told.device_id.clone(),
        agent_id: agent_id.clone().or_else(|| waits.as_ref().and_then(|row| row.agent_id.clone())),
        partial: told.partial,
        document: written(&after)?,
        warnings: written(&told.warnings)?,
        fingerprint: print,
        version,
        received_at,
        seen_at: now,
        decided_by: None,
        decided_at: None,
    };
    remove_in(tx, &[id]).await?;
    insert_in(tx, &row).await?;
    point_at_in(tx, id, &candidates).await?;
    drop_longest_unseen_in(tx, structure).await?;
    Ok(id)
}

pub(super) async fn point_at_in(
    tx: &impl ConnectionTrait,
    id: InventoryId,
    candidates: &BTreeSet<EquipmentId>,
) -> Result<(), DbErr> {
    let rows = candidates
        .iter()
        .map(|machine| inventory_candidate::Model { inventory_id: id, equipment_id: *machine }.into_active_model());
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return Ok(());
    }
    inventory_candidate::Entity::insert_many(rows).exec_without_returning(tx).await.map(drop)
}

async fn drop_longest_unseen_in(tx: &impl ConnectionTrait, structure: StructureId) -> Result<(), DbErr> {
    let all: Vec<InventoryId> = inventory::Entity::find()
        .select_only()
        .column(inventory::Column::Id)
        .filter(inventory::Column::StructureId.eq(structure))
        .filter(inventory::Column::Standing.ne(Standing::Attached))
        .order_by_desc(inventory::Column::SeenAt)
        .order_by_desc(inventory::Column::Id)
        .into_tuple()
        .all(tx)
        .await?;
    remove_in(tx, all.get(MOST_WAITING..).unwrap_or_default()).await
}

/// For the named world: what a machine of it said, as if a person had adopted it.
pub(in crate::store) async fn attach_named_in(
    tx: &DatabaseTransaction,
    machine: EquipmentId,
    said_by: PersonId,
    received: &Received,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let Some(of) = equipment::Entity::find_by_id(machine).one(tx).await? else { return Ok(()) };
    let agent = Agent { device_id: &received.inventory.device_id, agent_id: received.agent_id.as_deref() };
    let evidence = Evidence::of(&received.inventory.document, agent);
    let coming = Coming { structure: of.structure_id, received, evidence: &evidence, said_by: Some(said_by) };
    coming.attach_in(tx, machine, now).await
}

/// For the named world: what waits there, under an id of its name.
pub(in crate::store) async fn wait_named_in(
    tx: &DatabaseTransaction,
    structure: StructureId,
    id: InventoryId,
    received: &Received,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    take_in_to(tx, structure, received, now).await?;
    let came = inventory::Entity::find()
        .filter(inventory::Column::StructureId.eq(structure))
        .filter(inventory::Column::DeviceId.eq(&received.inventory.device_id));
    let Some(row) = came.one(tx).await? else { return Ok(()) };
    let pointed = inventory_candidate::Entity::find().filter(inventory_candidate::Column::InventoryId.eq(row.id)).all(tx).await?;
    remove_in(tx, &[row.id]).await?;
    insert_in(tx, &inventory::Model { id, ..row }).await?;
    point_at_in(tx, id, &pointed.into_iter().map(|row| row.equipment_id).collect()).await
}

/// What is kept, as it was written. Never a fault: what an older version wrote misses a part, no more.
pub(super) fn read(document: &str) -> Document {
    serde_json::from_str(document).unwrap_or_default()
}

fn written(of: &impl serde::Serialize) -> Result<String, DbErr> {
    serde_json::to_string(of).map_err(|error| DbErr::Custom(error.to_string()))
}
