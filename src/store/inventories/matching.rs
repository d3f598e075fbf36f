//! What the rules of [`crate::domain::inventories::judge`] need to know, read inside one structure.

use super::super::DbErr;
use super::super::entities::{equipment, identity_evidence, identity_junk};
use crate::domain::ids::{EquipmentId, StructureId};
use crate::domain::inventories::{
    Agent, Answer, Document, Evidence, EvidenceKind, Known, Registered, Source, judge, manufacturer_and_serial,
};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{OnConflict, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use std::collections::BTreeSet;

/// What identifies the machine of an inventory in its structure.
pub struct Identity {
    /// Without what two machines there share.
    pub evidence: Vec<Evidence>,
    /// The bare serial number, as it is compared with what people wrote; empty when it says nothing.
    pub serial: String,
}

/// What two machines of a structure share, as people said.
pub struct Junk(BTreeSet<Evidence>);

impl Junk {
    pub async fn of_in(tx: &impl ConnectionTrait, structure: StructureId) -> Result<Self, DbErr> {
        let rows = identity_junk::Entity::find().filter(identity_junk::Column::StructureId.eq(structure)).all(tx).await?;
        Ok(Self(rows.into_iter().map(|row| Evidence { kind: row.kind, value: row.value }).collect()))
    }

    /// Whether a value identifies nothing. A serial number that two machines share is one whatever their makers are called.
    fn holds(&self, one: &Evidence) -> bool {
        let alone = one.value.split_once(" / ").filter(|_| one.kind == EvidenceKind::Serial).map(|(_, serial)| bare(serial));
        self.0.contains(one) || alone.is_some_and(|alone| self.0.contains(&alone))
    }

    /// What identifies the machine of an inventory all the same.
    pub fn leaves(&self, document: &Document, agent: Agent<'_>) -> Identity {
        let mut evidence = Evidence::of(document, agent);
        evidence.retain(|one| !self.holds(one));
        let serial = &document.system.serial_number;
        let serial = if self.0.contains(&bare(serial)) { String::new() } else { serial.clone() };
        Identity { evidence, serial }
    }
}

/// A bare serial number as it is kept among what identifies nothing.
pub fn bare(serial: &str) -> Evidence {
    let value = serial.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    Evidence { kind: EvidenceKind::Serial, value }
}

/// Which machine of the structure it is.
pub async fn judged_in(tx: &impl ConnectionTrait, structure: StructureId, of: &Identity, junk: &Junk) -> Result<Answer, DbErr> {
    let machines = equipment::Entity::find()
        .select_only()
        .columns([equipment::Column::Id, equipment::Column::Brand, equipment::Column::Serial])
        .filter(equipment::Column::StructureId.eq(structure))
        .filter(equipment::Column::MemoryOf.is_null())
        .into_tuple::<(EquipmentId, String, String)>()
        .all(tx)
        .await?;
    let mut registered: Vec<Registered> =
        machines.into_iter().map(|(machine, brand, serial)| Registered { machine, brand, serial }).collect();
    for written in &mut registered {
        let both = manufacturer_and_serial(&written.brand, &written.serial);
        let is_junk = |value: &str| junk.0.contains(&Evidence { kind: EvidenceKind::Serial, value: value.to_owned() });
        if both.is_some_and(|both| is_junk(&both)) || junk.0.contains(&bare(&written.serial)) {
            written.serial = String::new();
        }
    }
    let known = known_in(tx, structure, of, junk).await?;
    Ok(judge(&of.evidence, &of.serial, &known, &registered))
}

/// Everything by which those machines of the structure are known that share a value with it.
async fn known_in(tx: &impl ConnectionTrait, structure: StructureId, of: &Identity, junk: &Junk) -> Result<Vec<Known>, DbErr> {
    let values: Vec<&str> = of.evidence.iter().map(|one| one.value.as_str()).collect();
    let of_it = Query::select()
        .column(equipment::Column::Id)
        .from(equipment::Entity)
        .and_where(equipment::Column::StructureId.eq(structure))
        .to_owned();
    let sharing = identity_evidence::Entity::find()
        .filter(identity_evidence::Column::Value.is_in(values))
        .filter(identity_evidence::Column::EquipmentId.in_subquery(of_it))
        .all(tx)
        .await?;
    let machines: BTreeSet<EquipmentId> = sharing
        .into_iter()
        .filter(|row| of.evidence.iter().any(|one| one.kind == row.kind && one.value == row.value))
        .map(|row| row.equipment_id)
        .collect();
    let all = identity_evidence::Entity::find().filter(identity_evidence::Column::EquipmentId.is_in(machines)).all(tx).await?;
    let known =
        all.into_iter().map(|row| Known { machine: row.equipment_id, evidence: Evidence { kind: row.kind, value: row.value } });
    Ok(known.filter(|one| !junk.holds(&one.evidence)).collect())
}

/// Remembers by what a machine is known. An agent's own name only once a person said that it speaks for this machine.
pub async fn remember_in(
    tx: &impl ConnectionTrait,
    machine: EquipmentId,
    evidence: &[Evidence],
    a_person_said_so: bool,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let told = evidence.iter().filter(|one| one.kind != EvidenceKind::Agent || a_person_said_so);
    let rows: Vec<_> = told
        .map(|one| {
            let row = identity_evidence::Model {
                equipment_id: machine,
                kind: one.kind,
                value: one.value.clone(),
                source: Source::Agent,
                first_seen_at: now,
                last_seen_at: now,
            };
            row.into_active_model()
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    use identity_evidence::Column::{EquipmentId as Machine, Kind, LastSeenAt, Value};
    let seen_again = OnConflict::columns([Machine, Kind, Value]).update_column(LastSeenAt).to_owned();
    identity_evidence::Entity::insert_many(rows).on_conflict(seen_again).exec_without_returning(tx).await.map(drop)
}
