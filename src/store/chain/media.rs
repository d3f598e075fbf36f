//! What the register and inventories know of a machine's media, told to its log; and what the log tells, written back to the
//! register. A machine without a log has no event of its media: its log begins with those that the register knows.

use super::{Act, ChainError, State, actors, append_in, is_begun_in, state_in};
use crate::domain::chain::{
    ActorRef, By, Census, CensusTaken, Event, EventKind, Item, MediumSeen, Registration, Role, Stage, Whereabouts,
};
use crate::domain::ids::{EquipmentId, MediumId, OrgId};
use crate::domain::inventories::{Disks, Document};
use crate::store::DbErr;
use crate::store::access::{ChainActor, GROUP, RegisterOf};
use crate::store::entities::{equipment, inventory, medium};
use chrono::{DateTime, SubsecRound, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};

/// What the register says when a log begins: where the machine is, the media in it, and whether an inventory shows all of them.
pub(super) async fn beginning_in(db: &impl ConnectionTrait, machine: &equipment::Model) -> Result<Vec<Event>, DbErr> {
    let (stage, since) = match machine.retired_at {
        Some(at) => (Stage::Decommissioned, at),
        None => (Stage::InService, machine.created_at),
    };
    let what = Registration {
        kind: machine.kind,
        serial_number: machine.serial.clone(),
        asset_tag: String::new(),
        photo: None,
        owner: machine.structure_id.into(),
    };
    let media = attached_in(db, machine.id).await?;
    let mut kinds = vec![EventKind::TakenOver { what, stage, since: since.trunc_subsecs(6) }];
    kinds.extend(media.iter().map(|row| EventKind::MediumSeen(named(row))));
    if shows_all(latest_in(db, machine.id).await?.as_ref(), &media) {
        kinds.push(EventKind::MediaCounted(inventoried(media.len())));
    }
    let by = By { role: Role::System, author: actors::system(), performed_by: None, org: GROUP, at: since };
    Ok(kinds.into_iter().zip(1..).map(|(kind, seq)| Event { seq, kind, by: by.clone() }).collect())
}

fn named(row: &medium::Model) -> MediumSeen {
    MediumSeen { medium: row.id, kind: row.kind, serial_number: row.serial.clone(), data_status: Some(row.data_status) }
}

fn inventoried(count: usize) -> CensusTaken {
    CensusTaken { how: Census::Inventoried, count: i64::try_from(count).unwrap_or(i64::MAX), reason: String::new(), photo: None }
}

/// Whether a whole inventory shows disks, each of which is known.
fn shows_all(document: Option<&Document>, media: &[medium::Model]) -> bool {
    let Some(disks) = document.map(Disks::of) else { return false };
    let is_known = |serial: &str| media.iter().any(|row| row.serial.trim().eq_ignore_ascii_case(serial));
    !disks.nameless && !disks.named.is_empty() && disks.named.iter().all(|disk| !disk.not_seen && is_known(&disk.serial_number))
}

async fn attached_in(db: &impl ConnectionTrait, machine: EquipmentId) -> Result<Vec<medium::Model>, DbErr> {
    let rows = medium::Entity::find().filter(medium::Column::EquipmentId.eq(machine));
    rows.order_by_asc(medium::Column::Id).all(db).await
}

/// What the machine's agent said last; over a partial one stands what a whole one said.
async fn latest_in(db: &impl ConnectionTrait, machine: EquipmentId) -> Result<Option<Document>, DbErr> {
    let text = inventory::Entity::find()
        .select_only()
        .column(inventory::Column::Document)
        .filter(inventory::Column::EquipmentId.eq(machine))
        .order_by_desc(inventory::Column::ReceivedAt)
        .order_by_desc(inventory::Column::Id)
        .limit(1)
        .into_tuple::<String>()
        .one(db)
        .await?;
    Ok(text.map(|text| serde_json::from_str(&text).unwrap_or_default()))
}

/// Who tells it.
pub(in crate::store) enum Teller<'a> {
    Keeper(&'a RegisterOf),
    Program,
}

impl Teller<'_> {
    /// As whom they may, the nearest to the machine first.
    fn roles(&self) -> Vec<(Role, OrgId)> {
        match self {
            Self::Program => vec![(Role::System, GROUP)],
            Self::Keeper(by) => {
                ChainActor::of(by.viewer(), by.structure()).map(|actor| actor.roles().collect()).unwrap_or_default()
            }
        }
    }

    async fn author_in(&self, tx: &impl ConnectionTrait) -> Result<ActorRef, DbErr> {
        match self {
            Self::Program => Ok(actors::system()),
            Self::Keeper(by) => actors::of_in(tx, by.viewer().id()).await,
        }
    }
}

/// Tells the log of a machine that is held.
async fn tell_in(
    tx: &DatabaseTransaction,
    machine: &equipment::Model,
    by: &Teller<'_>,
    deed: EventKind,
    now: DateTime<Utc>,
) -> Result<(), ChainError> {
    let now = now.trunc_subsecs(6);
    let state = state_in(tx, machine).await?;
    let author = by.author_in(tx).await?;
    let events = super::judged(&state.item, by.roles().into_iter(), &author, &deed, now)
        .map_err(|refusal| ChainError::Refused(Box::new(refusal)))?;
    append_in(tx, machine, state, events, &Act::new(0, deed), now).await?;
    Ok(())
}

/// A medium is in a machine from now on: of one that has no log yet the register tells it.
pub(in crate::store) async fn seen_in(
    tx: &DatabaseTransaction,
    machine: &equipment::Model,
    by: &Teller<'_>,
    row: &medium::Model,
    now: DateTime<Utc>,
) -> Result<(), ChainError> {
    if !is_begun_in(tx, machine.id).await? {
        return Ok(());
    }
    tell_in(tx, machine, by, EventKind::MediumSeen(named(row)), now).await
}

/// A medium leaves a machine, before the register says so: whoever asks what became of it is told, hence a log begins with it.
pub(in crate::store) async fn removed_in(
    tx: &DatabaseTransaction,
    machine: &equipment::Model,
    by: &RegisterOf,
    medium: MediumId,
    now: DateTime<Utc>,
) -> Result<(), ChainError> {
    let state = state_in(tx, machine).await?;
    // One that the log accounts for otherwise is where it says.
    if state.item.media.attached().all(|(id, _)| id != medium) {
        return Ok(());
    }
    let holder = state.item.custodian.unwrap_or(machine.structure_id.into());
    tell_in(tx, machine, &Teller::Keeper(by), EventKind::MediaRemoved { medium, holder }, now).await
}

/// What an inventory says of the disks of its machine (I3, I4): those that nobody knew enter the register, those that are missed
/// are said to be, and once all are known the machine's media are.
pub(in crate::store) async fn inventoried_in(
    tx: &DatabaseTransaction,
    machine: &equipment::Model,
    (before, after): (Option<&Document>, &Document),
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let disks = Disks::of(after);
    let begun = is_begun_in(tx, machine.id).await?;
    for disk in disks.named.iter().filter(|disk| !disk.not_seen) {
        let row = match of_serial_in(tx, machine, &disk.serial_number).await? {
            Some(row) if row.equipment_id == Some(machine.id) => continue,
            // In the register it is elsewhere: a person says where it is. What the machine may hold is said at once.
            Some(row) => row,
            None => entered_in(tx, machine, disk, now).await?,
        };
        if begun && !is_attached_in(tx, machine, row.id).await? {
            told_by_program(tx, machine, EventKind::MediumSeen(MediumSeen { data_status: None, ..named(&row) }), now).await?;
        }
    }
    if !begun {
        return Ok(());
    }
    let known = before.map(Disks::of).unwrap_or_default();
    for disk in disks.missed_since(&known) {
        if let Some(row) = of_serial_in(tx, machine, &disk.serial_number).await?
            && is_attached_in(tx, machine, row.id).await?
        {
            told_by_program(tx, machine, EventKind::MediumNotSeen { medium: row.id }, now).await?;
        }
    }
    let media = attached_in(tx, machine.id).await?;
    let state = state_in(tx, machine).await?;
    if state.item.media.census.how == Census::Unknown && shows_all(Some(after), &media) {
        told_by_program(tx, machine, EventKind::MediaCounted(inventoried(media.len())), now).await?;
    }
    Ok(())
}

/// What the program tells of a machine whose life is over is not written: it says nothing that anybody waits for.
async fn told_by_program(
    tx: &DatabaseTransaction,
    machine: &equipment::Model,
    deed: EventKind,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    match tell_in(tx, machine, &Teller::Program, deed, now).await {
        Ok(()) | Err(ChainError::Refused(_) | ChainError::NotFound | ChainError::Overtaken(_)) => Ok(()),
        Err(ChainError::Database(fault)) => Err(fault),
    }
}

async fn is_attached_in(tx: &impl ConnectionTrait, machine: &equipment::Model, medium: MediumId) -> Result<bool, DbErr> {
    Ok(state_in(tx, machine).await?.item.media.attached().any(|(id, _)| id == medium))
}

/// The medium of that serial number in the machine's structure: in the machine, else elsewhere.
async fn of_serial_in(tx: &impl ConnectionTrait, machine: &equipment::Model, serial: &str) -> Result<Option<medium::Model>, DbErr> {
    let rows = medium::Entity::find()
        .filter(medium::Column::StructureId.eq(machine.structure_id))
        .filter(medium::Column::Serial.eq(serial))
        .order_by_asc(medium::Column::Id)
        .all(tx)
        .await?;
    let here = rows.iter().find(|row| row.equipment_id == Some(machine.id)).cloned();
    Ok(here.or_else(|| rows.into_iter().next()))
}

async fn entered_in(
    tx: &impl ConnectionTrait,
    machine: &equipment::Model,
    disk: &crate::domain::inventories::Disk,
    now: DateTime<Utc>,
) -> Result<medium::Model, DbErr> {
    let unknown = crate::domain::equipment::DataStatus::Unknown;
    let row = medium::Model {
        id: MediumId::new(now),
        structure_id: machine.structure_id,
        equipment_id: Some(machine.id),
        kind: disk.kind,
        model: disk.model.clone(),
        serial: disk.serial_number.clone(),
        size_mb: disk.size_mb,
        interface: disk.interface.clone(),
        data_status: if machine.retired_at.is_none() { unknown.once_in_service() } else { unknown },
        note: String::new(),
        created_at: now,
    };
    let new = sea_orm::IntoActiveModel::into_active_model(row.clone());
    medium::Entity::insert(new).exec_without_returning(tx).await?;
    Ok(row)
}

/// A machine that a person enters with what it says of itself: its log begins there, and it is in use.
pub(in crate::store) async fn adopted_in(
    tx: &DatabaseTransaction,
    machine: &equipment::Model,
    by: &RegisterOf,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let what = Registration {
        kind: machine.kind,
        serial_number: machine.serial.clone(),
        asset_tag: String::new(),
        photo: None,
        owner: machine.structure_id.into(),
    };
    let now = now.trunc_subsecs(6);
    let author = actors::of_in(tx, by.viewer().id()).await?;
    let mut state = State { item: Item::default(), hash: String::new() };
    for deed in [EventKind::InventorySeen(what), EventKind::PutInService {}] {
        let judged = super::judged(&state.item, Teller::Keeper(by).roles().into_iter(), &author, &deed, now);
        // Without anything to know it by, the register alone tells of it until its first deed.
        let Ok(events) = judged else { return Ok(()) };
        state = append_in(tx, machine, state, events, &Act::new(0, deed), now).await?;
    }
    Ok(())
}

/// What the log tells of media, in the register: what is known of their data, and that they are in the machine no more.
pub(super) async fn project_in(tx: &impl ConnectionTrait, machine: EquipmentId, item: &Item) -> Result<(), DbErr> {
    let rows = medium::Entity::find().filter(medium::Column::Id.is_in(item.media.seen.keys().copied())).all(tx).await?;
    for row in rows {
        let Some(known) = item.media.seen.get(&row.id) else { continue };
        // Elsewhere by now: another log tells of it.
        if row.equipment_id.is_some_and(|elsewhere| elsewhere != machine) {
            continue;
        }
        let gone = known.whereabouts != Whereabouts::Attached;
        let equipment_id = if gone { None } else { row.equipment_id };
        if (row.data_status, row.equipment_id) != (known.status, equipment_id) {
            let change =
                medium::ActiveModel { data_status: Set(known.status), equipment_id: Set(equipment_id), ..Default::default() };
            medium::Entity::update_many().set(change).filter(medium::Column::Id.eq(row.id)).exec(tx).await?;
        }
    }
    Ok(())
}
