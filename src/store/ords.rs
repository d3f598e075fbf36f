//! Repairs of all machines, for the Open Repair Data that the group publishes. The technician reads them: what was written is theirs
//! or a workshop's, and may name somebody.

use super::access::{Scope, Technician};
use super::chain::Entry;
use super::entities::{equipment, equipment_event};
use super::{Db, DbErr};
use crate::domain::chain::Subject;
use crate::domain::equipment::EquipmentKind;
use crate::domain::ids::{ChainEventId, EquipmentId};
use crate::domain::ords::{RepairRecord, records};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;

/// A repair of one machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// Of the event that tells it: forms name it.
    pub id: ChainEventId,
    /// Its number in everything that was ever repaired: it never changes.
    pub number: i64,
    pub kind: EquipmentKind,
    /// May be empty.
    pub brand: String,
    pub year: Option<i64>,
    pub record: RepairRecord,
}

/// Every repair, the oldest first.
pub async fn repairs(db: &Db, by: &Technician) -> Result<Vec<Repair>, DbErr> {
    let machines: HashMap<EquipmentId, equipment::Model> =
        Scope::from(by).chained().all(&db.read).await?.into_iter().map(|row| (row.id, row)).collect();
    let told = ["repair_open", "test_pass", "cannibalise", "to_recycle"];
    let rows = equipment_event::Entity::find()
        .filter(equipment_event::Column::SubjectKind.eq(Subject::Equipment))
        .filter(equipment_event::Column::Kind.is_in(told))
        .order_by_asc(equipment_event::Column::SubjectId)
        .order_by_asc(equipment_event::Column::Seq)
        .all(&db.read)
        .await?;
    let mut logs: HashMap<EquipmentId, Vec<Entry>> = HashMap::new();
    for entry in rows.into_iter().filter_map(|row| Entry::read(row).ok()) {
        logs.entry(EquipmentId(entry.subject_id)).or_default().push(entry);
    }
    let mut repairs = Vec::new();
    for (id, log) in logs {
        let Some(machine) = machines.get(&id) else { continue };
        let events: Vec<_> = log.iter().filter_map(|entry| entry.event().ok()).collect();
        for record in records(&events) {
            let Some(entry) = log.iter().find(|entry| entry.seq == record.seq) else { continue };
            repairs.push(Repair {
                id: entry.id,
                number: 0,
                kind: machine.kind,
                brand: machine.brand.clone(),
                year: machine.year_of_manufacture,
                record,
            });
        }
    }
    // In the order in which they were written: what comes later has a larger number.
    repairs.sort_by_key(|repair| repair.id);
    for (number, repair) in (1..).zip(&mut repairs) {
        repair.number = number;
    }
    Ok(repairs)
}
