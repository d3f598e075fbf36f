//! A machine goes on to another structure's register. What the former one wrote of it stays there, under a row that remembers; the
//! machine itself begins clean: no name, no request, no note of its former life follows it.

use crate::domain::ids::{EquipmentId, StructureId};
use crate::domain::inventories::EvidenceKind;
use crate::store::DbErr;
use crate::store::entities::{
    component, equipment, equipment_change, equipment_photo, identity_evidence, intervention, inventory, inventory_candidate,
    inventory_field, late_arrival, medium, merge_equipment, outage_equipment, series_equipment, ticket, ticket_equipment,
};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set,
};

/// In whose register a machine stands from now on, and what is known of how it came.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub structure: StructureId,
    /// Who handed it over.
    pub from: String,
    pub guarantee_until: Option<NaiveDate>,
    /// In the group's calendar.
    pub day: NaiveDate,
    pub at: DateTime<Utc>,
}

/// Makes the rows of another table hang on the memory.
macro_rules! stay {
    ($tx:ident, $from:expr, $to:expr; $($table:ident),+) => { $(
        $table::Entity::update_many()
            .set($table::ActiveModel { equipment_id: Set($to.into()), ..Default::default() })
            .filter($table::Column::EquipmentId.eq($from))
            .exec($tx)
            .await?;
    )+ };
}

/// Moves a machine that is held into the register of who has it now; in its own it stays.
pub(in crate::store) async fn hand_on_in(
    tx: &DatabaseTransaction,
    machine: &equipment::Model,
    arrival: Arrival,
) -> Result<(), DbErr> {
    if machine.structure_id == arrival.structure {
        return Ok(());
    }
    let at = arrival.at;
    let memory = equipment::Model {
        id: EquipmentId::new(at),
        memory_of: Some(machine.id),
        retired_at: machine.retired_at.or(Some(at)),
        changed_at: Some(at),
        // Nobody uses it, wherever it is.
        user_id: None,
        ..machine.clone()
    };
    let (from, to) = (machine.id, memory.id);
    equipment::Entity::insert(memory.into_active_model()).exec_without_returning(tx).await?;
    stay!(tx, from, to; equipment_change, equipment_photo, intervention, inventory, inventory_candidate, inventory_field,
        late_arrival, merge_equipment, outage_equipment, series_equipment, ticket, ticket_equipment);
    // Its disk was erased, and with it the agent that spoke for it.
    identity_evidence::Entity::delete_many()
        .filter(identity_evidence::Column::EquipmentId.eq(from))
        .filter(identity_evidence::Column::Kind.eq(EvidenceKind::Agent))
        .exec(tx)
        .await?;
    component::Entity::update_many()
        .set(component::ActiveModel { structure_id: Set(arrival.structure), note: Set(String::new()), ..Default::default() })
        .filter(component::Column::EquipmentId.eq(from))
        .exec(tx)
        .await?;
    medium::Entity::update_many()
        .set(medium::ActiveModel { structure_id: Set(arrival.structure), note: Set(String::new()), ..Default::default() })
        .filter(medium::Column::EquipmentId.eq(from))
        .exec(tx)
        .await?;
    let clean = equipment::ActiveModel {
        structure_id: Set(arrival.structure),
        name: Set(called(machine)),
        user_id: Set(None),
        place: Set(String::new()),
        site_id: Set(None),
        note: Set(String::new()),
        acquired_on: Set(Some(arrival.day)),
        retired_at: Set(None),
        purchased_on: Set(None),
        price: Set(None),
        supplier: Set(arrival.from),
        invoice_number: Set(String::new()),
        warranty_until: Set(arrival.guarantee_until),
        version: Set(machine.version + 1),
        changed_at: Set(Some(at)),
        ..machine.clone().into_active_model()
    };
    clean.update(tx).await.map(drop)
}

/// What it is, until somebody gives it a name.
fn called(machine: &equipment::Model) -> String {
    let product = [machine.brand.trim(), machine.model.trim()];
    let said: Vec<&str> = product.into_iter().chain([machine.serial.trim()]).filter(|said| !said.is_empty()).take(2).collect();
    if said.is_empty() { machine.kind.to_string() } else { said.join(" ") }
}

/// The part of a machine's life that its register may tell: from when it came there, until it went on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lived {
    /// Of whose log it is a part.
    pub machine: EquipmentId,
    pub from: Option<DateTime<Utc>>,
    pub until: Option<DateTime<Utc>>,
}

impl Lived {
    /// Whether an instant is in it: the moment at which it went on is in both.
    pub fn holds(&self, at: DateTime<Utc>) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at <= until)
    }

    /// Whether it is all of its life so far.
    pub fn is_whole(&self) -> bool {
        self.from.is_none() && self.until.is_none()
    }
}

/// What the register in which a row stands may tell of its machine.
pub(in crate::store) async fn lived_in(db: &impl ConnectionTrait, row: &equipment::Model) -> Result<Lived, DbErr> {
    let machine = row.memory_of.unwrap_or(row.id);
    let until = row.memory_of.and(row.changed_at);
    let mut before = equipment::Entity::find().filter(equipment::Column::MemoryOf.eq(machine));
    if let Some(until) = until {
        before = before.filter(equipment::Column::ChangedAt.lt(until));
    }
    let last = before.order_by_desc(equipment::Column::ChangedAt).one(db).await?;
    Ok(Lived { machine, from: last.and_then(|last| last.changed_at), until })
}
