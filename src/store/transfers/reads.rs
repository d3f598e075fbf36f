//! Transfers as pages read them, within the scope of who looks.

use super::{LineRecord, Manifest, Party, Record, Signature, from_of, next_life, to_of};
use crate::domain::chain::{Addressee, By, EventKind, Intent, Item, Refusal, Role, Stage, TransferStep};
use crate::domain::ids::{EquipmentId, OrgId, StructureId, TransferId};
use crate::store::access::{Scope, TransferActor, TransfersOf, Viewer, Workshop};
use crate::store::chain::Genuine;
use crate::store::entities::{
    equipment, organisation, stored_file, structure, transfer, transfer_line, transfer_paper, transfer_signature,
};
use crate::store::tickets::StoredFile;
use crate::store::workshops::handed_in;
use crate::store::{Db, DbErr, chain};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder, Select};
use std::collections::HashMap;

/// A transfer in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub id: TransferId,
    pub number: Option<(i64, i64)>,
    /// The name of the other side.
    pub other: String,
    /// Whether it goes out; else it comes in.
    pub goes_out: bool,
    pub intent: Intent,
    pub step: TransferStep,
    pub since: DateTime<Utc>,
    pub machines: u64,
}

/// The transfers of a structure, the newest first.
pub async fn of_structure(db: &Db, by: &TransfersOf) -> Result<Vec<Listed>, DbErr> {
    listed(db, Scope::from(by.viewer()).transfers(), by.structure().into()).await
}

/// The transfers of a workshop, the newest first.
pub async fn of_workshop(db: &Db, by: &Workshop) -> Result<Vec<Listed>, DbErr> {
    listed(db, Scope::from(by).transfers(), by.organisation()).await
}

async fn listed(db: &Db, within: Select<transfer::Entity>, own: OrgId) -> Result<Vec<Listed>, DbErr> {
    let of_it = transfer::Column::FromId.eq(own).or(transfer::Column::ToId.eq(own));
    let rows = within.filter(of_it).order_by_desc(transfer::Column::Id).all(&db.read).await?;
    let mut all = Vec::new();
    for row in rows {
        let goes_out = row.from_id == own;
        // The other side's draft is nobody's business yet.
        if !goes_out && row.step == TransferStep::Draft {
            continue;
        }
        let (other, kind) = if goes_out { to_of(&row) } else { from_of(&row) };
        let lines = transfer_line::Entity::find().filter(transfer_line::Column::TransferId.eq(row.id));
        all.push(Listed {
            id: row.id,
            number: row.year.zip(row.number),
            other: party_in(&db.read, other, kind).await?.name,
            goes_out,
            intent: row.intent,
            step: row.step,
            since: row.since,
            machines: lines.count(&db.read).await?,
        });
    }
    Ok(all)
}

/// One transfer within reach, and who the viewer is for it.
pub async fn find(db: &Db, viewer: &Viewer, id: TransferId, now: DateTime<Utc>) -> Result<Option<(TransferActor, Record)>, DbErr> {
    let Some(row) = within(db, viewer, id).await? else { return Ok(None) };
    let by = TransferActor::of(viewer, from_of(&row), to_of(&row));
    Ok(Some((by, record_of(db, row, now).await?)))
}

/// A transfer that was reached.
pub(super) async fn record_of(db: &Db, row: transfer::Model, now: DateTime<Utc>) -> Result<Record, DbErr> {
    let id = row.id;
    let lines = lines_of(db, &row, now).await?;
    let signatures = transfer_signature::Entity::find()
        .filter(transfer_signature::Column::TransferId.eq(id))
        .order_by_asc(transfer_signature::Column::SignedAt)
        .all(&db.read)
        .await?;
    let signature = |row: transfer_signature::Model| Signature {
        act: row.act,
        way: row.way,
        name: row.name,
        capacity: row.capacity,
        organisation: row.organisation,
        signed_at: row.signed_at,
        document: row.document,
        address: row.address,
        scan: row.scan,
    };
    let (paper, reached) = (super::paper::waiting(db, &row).await?, super::by_link::reached_in(&db.read, &row).await?);
    let (from, to) = (from_of(&row), to_of(&row));
    Ok(Record {
        id,
        number: row.year.zip(row.number),
        from,
        to,
        sender: party_in(&db.read, from.0, from.1).await?,
        receiver: party_in(&db.read, to.0, to.1).await?,
        intent: row.intent,
        step: row.step,
        since: row.since,
        wipe_mandate: row.wipe_mandate,
        hands_over: next_life::hands_over(&row),
        guarantee_until: row.guarantee_until,
        manifest: Manifest { carrier: row.carrier, boxes: row.boxes, grams: row.grams, seals: row.seals },
        reason: row.reason,
        version: row.version,
        lines,
        signatures: signatures.into_iter().map(signature).collect(),
        paper,
        reached,
    })
}

pub(super) async fn within(db: &Db, scope: impl Into<Scope>, id: TransferId) -> Result<Option<transfer::Model>, DbErr> {
    scope.into().transfers().filter(transfer::Column::Id.eq(id)).one(&db.read).await
}

async fn lines_of(db: &Db, of: &transfer::Model, now: DateTime<Utc>) -> Result<Vec<LineRecord>, DbErr> {
    let rows = transfer_line::Entity::find()
        .filter(transfer_line::Column::TransferId.eq(of.id))
        .order_by_asc(transfer_line::Column::EquipmentId)
        .all(&db.read)
        .await?;
    let machines = equipment::Entity::find()
        .filter(equipment::Column::Id.is_in(rows.iter().map(|row| row.equipment_id)))
        .order_by_asc(equipment::Column::Id)
        .all(&db.read)
        .await?;
    // What the sender calls it, or called it: never what its next structure does.
    let memories = equipment::Entity::find()
        .filter(equipment::Column::MemoryOf.is_in(rows.iter().map(|row| row.equipment_id)))
        .order_by_asc(equipment::Column::ChangedAt)
        .all(&db.read)
        .await?;
    let of_sender = |row: &&equipment::Model| OrgId::from(row.structure_id) == of.from_id;
    let known = |row: &equipment::Model| (row.memory_of.unwrap_or(row.id), (row.id, row.name.clone()));
    let mut names: HashMap<EquipmentId, (EquipmentId, String)> =
        memories.iter().chain(&machines).filter(of_sender).map(known).collect();
    let mut handed: HashMap<EquipmentId, _> =
        handed_in(&db.read, machines).await?.into_iter().map(|machine| (machine.id, machine)).collect();
    let line = |row: transfer_line::Model| {
        let machine = handed.remove(&row.equipment_id)?;
        let (register, name) = names.remove(&row.equipment_id).unzip();
        Some(LineRecord {
            blocked: blocked(of, &machine.state.item, now),
            name: name.unwrap_or_default(),
            register,
            machine,
            outcome: row.outcome,
            reason: row.reason,
            has_photo: row.photo.is_some(),
            extra: row.extra,
        })
    };
    Ok(rows.into_iter().filter_map(line).collect())
}

/// What keeps a machine from leaving: of a draft, from being proposed; then, from being sent, once it is accepted as it would be.
fn blocked(of: &transfer::Model, item: &Item, at: DateTime<Utc>) -> Option<Refusal> {
    let role = if of.from_kind == Addressee::Structure { Role::Referent } else { Role::Workshop };
    let by = By { role, author: chain::nobody(), performed_by: None, org: of.from_id, at };
    match of.step {
        TransferStep::Draft => {
            let deed = super::draft::proposing(of.id, to_of(of), of.intent, item.stage);
            item.may(&deed, &by).err()
        }
        TransferStep::Proposed | TransferStep::Accepted => {
            let mut accepted = item.clone();
            if let Some(transit) = accepted.transit.as_mut().filter(|_| of.step == TransferStep::Proposed) {
                transit.accepted = true;
                transit.wipe_mandate = matches!(of.to_kind, Addressee::Workshop | Addressee::Recycler);
            }
            let carrier = "-".to_owned();
            let deed = match item.stage {
                Some(Stage::Received | Stage::Triaged) => EventKind::Return { transfer: of.id, carrier },
                _ => EventKind::Dispatch {
                    transfer: of.id,
                    carrier,
                    count: 1,
                    grams: 1,
                    seals: String::new(),
                    guarantee_until: None,
                },
            };
            accepted.may(&deed, &by).err()
        }
        _ => None,
    }
}

/// Who an organisation is; empty when it is not there.
pub(super) async fn party_in(db: &impl ConnectionTrait, id: OrgId, kind: Addressee) -> Result<Party, DbErr> {
    if kind == Addressee::Structure {
        let row = structure::Entity::find_by_id(StructureId(id.0)).one(db).await?;
        let party = |row: structure::Model| Party { name: row.name, address: row.address, ..Party::default() };
        return Ok(row.map(party).unwrap_or_default());
    }
    let row = organisation::Entity::find_by_id(id).one(db).await?;
    let party = |row: organisation::Model| Party {
        name: row.name,
        legal_form: row.legal_form,
        registration: row.registration,
        address: row.address,
    };
    Ok(row.map(party).unwrap_or_default())
}

/// The photograph of a line, for who reads the transfer.
pub async fn photo(db: &Db, viewer: &Viewer, id: TransferId, machine: EquipmentId) -> Result<Option<StoredFile>, DbErr> {
    if within(db, viewer, id).await?.is_none() {
        return Ok(None);
    }
    let Some(sha) = transfer_line::Entity::find_by_id((id, machine)).one(&db.read).await?.and_then(|line| line.photo) else {
        return Ok(None);
    };
    let file = stored_file::Entity::find_by_id(sha).one(&db.read).await?;
    Ok(file.map(|file| StoredFile::picture(String::new(), file.content)))
}

/// The very document that was signed, by its SHA-256, for who reads the transfer.
pub async fn document(db: &Db, scope: impl Into<Scope>, id: TransferId, sha256: &str) -> Result<Option<Vec<u8>>, DbErr> {
    // What has not the shape of a digest is none: an engine may refuse to look for it.
    if !sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(None);
    }
    if within(db, scope, id).await?.is_none() {
        return Ok(None);
    }
    let signed = transfer_signature::Entity::find()
        .filter(transfer_signature::Column::TransferId.eq(id))
        .filter(transfer_signature::Column::Document.eq(sha256))
        .one(&db.read)
        .await?;
    let Some(signed) = signed else { return Ok(None) };
    Ok(stored_file::Entity::find_by_id(signed.document).one(&db.read).await?.map(|file| file.content))
}

/// What was signed on paper, scanned, by its SHA-256, for who reads the transfer: as it was put in, before it is compared and after.
pub async fn scan(db: &Db, viewer: &Viewer, id: TransferId, sha256: &str) -> Result<Option<StoredFile>, DbErr> {
    if !sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) || within(db, viewer, id).await?.is_none() {
        return Ok(None);
    }
    let waiting = transfer_paper::Entity::find()
        .filter(transfer_paper::Column::TransferId.eq(id))
        .filter(transfer_paper::Column::Scan.eq(sha256))
        .one(&db.read)
        .await?;
    let signed = transfer_signature::Entity::find()
        .filter(transfer_signature::Column::TransferId.eq(id))
        .filter(transfer_signature::Column::Scan.eq(sha256))
        .one(&db.read)
        .await?;
    let Some(scan) = waiting.map(|row| row.scan).or(signed.and_then(|row| row.scan)) else { return Ok(None) };
    let file = stored_file::Entity::find_by_id(scan).one(&db.read).await?;
    Ok(file.map(|file| super::paper::shown(file.content)))
}

/// Whether a printed document is one under which a transfer was signed, by its SHA-256: whoever holds it knows that.
pub async fn genuine(db: &Db, sha256: &str) -> Result<Option<Genuine>, DbErr> {
    if sha256.len() != DIGEST || !sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(None);
    }
    let signed = transfer_signature::Entity::find().filter(transfer_signature::Column::Document.eq(sha256)).one(&db.read).await?;
    let Some(signed) = signed else { return Ok(None) };
    let of = transfer::Entity::find_by_id(signed.transfer_id).one(&db.read).await?;
    let Some((year, number)) = of.and_then(|row| row.year.zip(row.number)) else { return Ok(None) };
    Ok(Some(Genuine { year, number, made_at: signed.signed_at, sha256: signed.document }))
}

/// Hexadecimal digits of a SHA-256.
const DIGEST: usize = 64;
