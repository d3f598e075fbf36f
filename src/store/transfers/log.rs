//! The log of a transfer: sealed events like those of machines, and what they tell.

use super::{TransferError, from_of, to_of};
use crate::domain::chain::{ActorRef, Role, SCHEMA_VERSION, Subject, Transfer, TransferEvent};
use crate::domain::ids::{ChainEventId, EquipmentId, OrgId};
use crate::store::chain::{BEGINNING, Entry, Evidence};
use crate::store::check::{CheckError, wrong};
use crate::store::entities::{equipment_event, transfer, transfer_line};
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set};
use std::collections::BTreeMap;

/// Who writes an event, as whom, when.
#[derive(Clone, Debug)]
pub struct Writer {
    pub author: ActorRef,
    pub role: Role,
    pub org: OrgId,
    pub at: DateTime<Utc>,
    /// Files that prove it.
    pub evidence: Vec<Evidence>,
}

fn json(error: impl std::fmt::Display) -> DbErr {
    DbErr::Json(error.to_string())
}

/// Seals one more event: the row knows its number and its hash from then on.
pub(super) async fn seal_in(
    tx: &DatabaseTransaction,
    row: &mut transfer::Model,
    event: &TransferEvent,
    by: &Writer,
) -> Result<(), DbErr> {
    let mut written = serde_json::to_value(event).map_err(json)?;
    let entry = Entry {
        id: ChainEventId::new(by.at),
        subject_kind: Subject::Transfer,
        subject_id: row.id.0,
        seq: row.seq + 1,
        kind: event.word(),
        schema_version: SCHEMA_VERSION,
        occurred_at: by.at,
        recorded_at: by.at,
        actor_ref: by.author.clone(),
        actor_role: by.role,
        actor_org: by.org,
        on_behalf_of_org: (by.role == Role::Technician).then_some(row.from_id),
        performed_by_ref: None,
        payload: written.get_mut("payload").map(serde_json::Value::take).unwrap_or_default(),
        evidence: by.evidence.clone(),
        ticket_id: None,
        intervention_id: None,
        prev_hash: if row.hash.is_empty() { BEGINNING.to_owned() } else { row.hash.clone() },
        hash: String::new(),
    }
    .sealed()?;
    (row.seq, row.hash) = (entry.seq, entry.hash.clone());
    equipment_event::Entity::insert(entry.row()?.into_active_model()).exec_without_returning(tx).await.map(drop)
}

/// What the rows tell, as the rules read it.
pub(super) fn transfer_of(row: &transfer::Model, lines: &[transfer_line::Model]) -> Transfer {
    let mut transfer = Transfer::draft(row.from_id, row.to_id, row.since);
    let on_list = lines.iter().filter(|line| !line.extra);
    transfer.lines = on_list.map(|line| (line.equipment_id, line_of(line))).collect();
    transfer.extra = lines.iter().filter(|line| line.extra).map(|line| line.equipment_id).collect();
    transfer.step = row.step;
    transfer
}

fn line_of(line: &transfer_line::Model) -> crate::domain::chain::Line {
    crate::domain::chain::Line { grams: line.grams, outcome: line.outcome, reason: line.reason.clone() }
}

/// Writes what a step came to.
pub(super) async fn project_in(tx: &impl ConnectionTrait, row: transfer::Model) -> Result<(), DbErr> {
    let id = row.id;
    let change = transfer::ActiveModel {
        year: Set(row.year),
        number: Set(row.number),
        step: Set(row.step),
        since: Set(row.since),
        wipe_mandate: Set(row.wipe_mandate),
        carrier: Set(row.carrier),
        boxes: Set(row.boxes),
        grams: Set(row.grams),
        seals: Set(row.seals),
        reason: Set(row.reason),
        version: Set(row.version + 1),
        seq: Set(row.seq),
        hash: Set(row.hash),
        ..Default::default()
    };
    transfer::Entity::update_many().set(change).filter(transfer::Column::Id.eq(id)).exec(tx).await.map(drop)
}

/// The last event, when it is by the same one: what they pressed twice.
pub(super) async fn last_by_in(
    tx: &impl ConnectionTrait,
    row: &transfer::Model,
    author: &ActorRef,
) -> Result<Option<TransferEvent>, TransferError> {
    let last = equipment_event::Entity::find()
        .filter(equipment_event::Column::SubjectKind.eq(Subject::Transfer))
        .filter(equipment_event::Column::SubjectId.eq(row.id.0))
        .filter(equipment_event::Column::Seq.eq(row.seq))
        .one(tx)
        .await?;
    let Some(last) = last.filter(|last| last.actor_ref == *author) else { return Ok(None) };
    Ok(Some(Entry::read(last).and_then(|entry| entry.transfer_event()).map_err(json)?))
}

/// `parcommun check`: every transfer is what its log gives by the rules, and every log has its transfer. Hashes are checked with
/// those of machines.
pub(in crate::store) async fn check(db: &Db) -> Result<usize, CheckError> {
    let rows = transfer::Entity::find().order_by_asc(transfer::Column::Id).all(&db.read).await?;
    let mut lines: BTreeMap<_, Vec<transfer_line::Model>> = BTreeMap::new();
    for line in transfer_line::Entity::find().order_by_asc(transfer_line::Column::EquipmentId).all(&db.read).await? {
        lines.entry(line.transfer_id).or_default().push(line);
    }
    for row in &rows {
        let place = format!("transfer {}", row.id);
        let lines = lines.remove(&row.id).unwrap_or_default();
        let (told, seq, hash) = replayed(db, row, &place).await?;
        let Some(told) = told else {
            if row.seq != 0 {
                return wrong(place, "its log is missing");
            }
            continue;
        };
        let mut stands = transfer_of(row, &lines);
        // In the order in which they were found, which no row keeps.
        stands.extra.sort_unstable();
        let told = Transfer { extra: sorted(told.extra), ..told };
        if stands != told || (row.seq, row.hash.as_str()) != (seq, hash.as_str()) {
            return wrong(place, format!("it is not what event {seq} gives"));
        }
    }
    Ok(rows.len())
}

fn sorted(mut ids: Vec<EquipmentId>) -> Vec<EquipmentId> {
    ids.sort_unstable();
    ids
}

async fn replayed(db: &Db, row: &transfer::Model, place: &str) -> Result<(Option<Transfer>, i64, String), CheckError> {
    let rows = equipment_event::Entity::find()
        .filter(equipment_event::Column::SubjectKind.eq(Subject::Transfer))
        .filter(equipment_event::Column::SubjectId.eq(row.id.0))
        .order_by_asc(equipment_event::Column::Seq)
        .all(&db.read)
        .await?;
    let (mut told, mut seq, mut hash) = (None::<Transfer>, 0, String::new());
    for entry in rows {
        let here = format!("event {} of {place}", entry.seq);
        let entry = Entry::read(entry).or_else(|fault| wrong(&here, fault.to_string()))?;
        let event = entry.transfer_event().or_else(|fault| wrong(&here, fault.to_string()))?;
        // The technician and the coordinator act for the sender.
        let by = match entry.actor_role {
            Role::Technician | Role::Coordinator => row.from_id,
            _ => entry.actor_org,
        };
        let done = match (&mut told, &event) {
            (None, TransferEvent::TransferProposed(of)) if (of.from, of.to) == (from_of(row).0, to_of(row).0) => {
                Transfer::proposed(of, by, entry.occurred_at).map(|transfer| told = Some(transfer))
            }
            (Some(transfer), event) => transfer.take(event, by, entry.occurred_at),
            (None, _) => return wrong(here, "it is not a proposal of this transfer"),
        };
        if let Err(refusal) = done {
            return wrong(here, format!("it breaks a rule: {refusal:?}"));
        }
        (seq, hash) = (entry.seq, entry.hash);
    }
    Ok((told, seq, hash))
}
