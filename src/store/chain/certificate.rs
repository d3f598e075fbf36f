//! Certificates of erased and destroyed media: numbered by the year, frozen as they are made, recognised by their digest
//! (`equipment.md` § 9).

use super::sanitisation::Told;
use super::{State, actors};
use crate::domain::chain::{ActorRef, DataStatus, HiddenArea, MediumKind, Method, Need, POLICY, Subject, Verification, Way};
use crate::domain::equipment::EquipmentKind;
use crate::domain::ids::{CertificateId, EquipmentId, MediumId};
use crate::store::access::{RegisterOf, Scope, Viewer, Workshop};
use crate::store::entities::{certificate, equipment, equipment_event, group_settings, medium, sanitisation, structure};
use crate::store::equipment::lived_in;
use crate::store::secrets::{digest, random_bytes};
use crate::store::{Db, DbErr, group, organisations};
use chrono::{DateTime, Datelike, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde::{Deserialize, Serialize};

/// All that a certificate says, as it was when it was made. What is destroyed has neither tool nor method of erasing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateBody {
    pub year: i64,
    pub number: i64,
    pub made_at: DateTime<Utc>,
    pub group: String,
    /// The structure that owns the machine.
    pub structure: String,
    pub machine: MachineOf,
    pub medium: MediumOf,
    pub way: Way,
    pub erasure: Option<ErasureOf>,
    /// How it was destroyed.
    pub destruction: Option<String>,
    pub result: DataStatus,
    pub policy: String,
    /// What somebody else than the operator answered for.
    pub answered: Vec<Need>,
    /// Commitments, as in events: nobody is named in what is kept for ever.
    pub operator: ActorRef,
    pub validator: Option<ActorRef>,
    /// SHA-256 of the log, of the photograph.
    pub file_sha256: Option<String>,
    /// The event that seals it: its number in the life of the machine, its hash.
    pub event: i64,
    pub event_hash: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MachineOf {
    pub kind: EquipmentKind,
    pub name: String,
    pub manufacturer: String,
    pub model: String,
    pub serial_number: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediumOf {
    pub kind: MediumKind,
    pub model: String,
    pub serial_number: String,
    /// Decimal megabytes.
    pub size_mb: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureOf {
    pub method: Method,
    pub tool: String,
    pub tool_version: String,
    pub passes: i64,
    pub verification: Verification,
    pub hidden_area: HiddenArea,
    pub errors: i64,
    pub started_at: DateTime<Utc>,
    pub ended_at: DateTime<Utc>,
}

/// A certificate as pages show it.
#[derive(Clone, Debug)]
pub struct Certificate {
    pub id: CertificateId,
    pub machine: EquipmentId,
    pub medium: MediumId,
    pub code: String,
    pub body: CertificateBody,
    /// The very text that the digest is of.
    pub text: String,
    pub sha256: String,
    /// The names behind the commitments, as far as anybody still stands behind them.
    pub operator: Option<String>,
    pub validator: Option<String>,
    /// The machine in which the medium is by now.
    pub now_in: Option<String>,
}

/// What anybody who holds a certificate may know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Genuine {
    pub year: i64,
    pub number: i64,
    pub made_at: DateTime<Utc>,
    pub sha256: String,
}

/// Makes the certificate of what has just been accepted: its last event is the one that says so, or what follows from it.
pub(super) async fn make_in(
    tx: &DatabaseTransaction,
    of: &sanitisation::Model,
    machine: &equipment::Model,
    state: &State,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let absent = |what: &str| DbErr::RecordNotFound(what.to_owned());
    // Two that are made at once take two numbers: the group's row is held.
    let group = group_settings::Entity::find().lock_exclusive().one(tx).await?.ok_or_else(|| absent("the group"))?;
    let year = i64::from(now.with_timezone(&group::zone_in(tx).await?).year());
    let number = next_number_in(tx, year).await?;
    let disk = medium::Entity::find_by_id(of.medium_id).one(tx).await?.ok_or_else(|| absent("the medium"))?;
    let known = state.item.media.seen.get(&of.medium_id).ok_or_else(|| absent("the medium in its machine"))?;
    let home = structure::Entity::find_by_id(machine.structure_id).one(tx).await?.ok_or_else(|| absent("the structure"))?;
    let told: Told = serde_json::from_str(&of.told).map_err(|error| DbErr::Json(error.to_string()))?;
    let validator = match of.validator_id {
        Some(id) => Some(actors::of_in(tx, id).await?),
        None => None,
    };
    let body = CertificateBody {
        year,
        number,
        made_at: now,
        group: group.name,
        structure: home.name,
        machine: MachineOf {
            kind: machine.kind,
            name: machine.name.clone(),
            manufacturer: machine.brand.clone(),
            model: machine.model.clone(),
            serial_number: machine.serial.clone(),
        },
        medium: MediumOf { kind: known.kind, model: disk.model, serial_number: known.serial_number.clone(), size_mb: disk.size_mb },
        way: of.way,
        erasure: erasure(&told),
        destruction: match told {
            Told::Destroyed { method } => Some(method),
            Told::Erased(_) => None,
        },
        result: known.status,
        policy: POLICY.version.to_owned(),
        answered: serde_json::from_str(&of.needs).map_err(|error| DbErr::Json(error.to_string()))?,
        operator: actors::of_in(tx, of.operator_id).await?,
        validator,
        file_sha256: of.file_sha256.clone(),
        event: state.item.seq,
        event_hash: state.hash.clone(),
    };
    let text = serde_json::to_string(&body).map_err(|error| DbErr::Json(error.to_string()))?;
    let row = certificate::Model {
        id: CertificateId::new(now),
        sanitisation_id: of.id,
        medium_id: of.medium_id,
        equipment_id: machine.id,
        year,
        number,
        code: random_bytes::<16>().iter().map(|byte| format!("{byte:02x}")).collect(),
        sha256: digest(&text),
        body: text,
        made_at: now,
    };
    certificate::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}

async fn next_number_in(tx: &impl ConnectionTrait, year: i64) -> Result<i64, DbErr> {
    let last = certificate::Entity::find()
        .filter(certificate::Column::Year.eq(year))
        .order_by_desc(certificate::Column::Number)
        .one(tx)
        .await?;
    Ok(last.map_or(1, |last| last.number + 1))
}

fn erasure(told: &Told) -> Option<ErasureOf> {
    let Told::Erased(record) = told else { return None };
    Some(ErasureOf {
        method: record.method,
        tool: record.tool.clone(),
        tool_version: record.tool_version.clone(),
        passes: record.passes,
        verification: record.verification,
        hidden_area: record.hidden_area,
        errors: record.errors,
        started_at: record.started_at,
        ended_at: record.ended_at,
    })
}

/// A certificate, for who keeps the register in which its machine stands: it names a structure and people.
pub async fn certificate(db: &Db, viewer: &Viewer, id: CertificateId) -> Result<Option<Certificate>, DbErr> {
    let Some(row) = certificate::Entity::find_by_id(id).one(&db.read).await? else { return Ok(None) };
    let its =
        Condition::any().add(equipment::Column::Id.eq(row.equipment_id)).add(equipment::Column::MemoryOf.eq(row.equipment_id));
    // Whose machine it was when it was erased; never who has it since.
    for register in Scope::from(viewer).kept_equipment().filter(its).all(&db.read).await? {
        if lived_in(&db.read, &register).await?.holds(row.made_at) {
            return shown(db, row).await.map(Some);
        }
    }
    Ok(None)
}

/// The certificates of a machine of the register, with the year and the number of each: what proves that its data are gone, wherever
/// the machine is by now.
pub async fn certificates_of(db: &Db, by: &RegisterOf, id: EquipmentId) -> Result<Vec<(CertificateId, i64, i64)>, DbErr> {
    let Some(row) = super::kept(db, by, id).await? else { return Ok(Vec::new()) };
    let lived = lived_in(&db.read, &row).await?;
    let rows = certificate::Entity::find().filter(certificate::Column::EquipmentId.eq(lived.machine));
    let rows = rows.order_by_asc(certificate::Column::Id).all(&db.read).await?;
    Ok(rows.into_iter().filter(|row| lived.holds(row.made_at)).map(|row| (row.id, row.year, row.number)).collect())
}

/// The last certificate of a medium of the register.
pub async fn certificate_of(db: &Db, by: &RegisterOf, id: MediumId) -> Result<Option<CertificateId>, DbErr> {
    let own = Scope::from(by).media().filter(medium::Column::Id.eq(id));
    let Some(disk) = own.filter(medium::Column::StructureId.eq(by.structure())).one(&db.read).await? else { return Ok(None) };
    let mut rows = certificate::Entity::find().filter(certificate::Column::MediumId.eq(id));
    // Of what was in it before it came here nothing is told.
    let machine = match disk.equipment_id {
        Some(machine) => equipment::Entity::find_by_id(machine).one(&db.read).await?,
        None => None,
    };
    if let Some(machine) = machine
        && let Some(from) = lived_in(&db.read, &machine).await?.from
    {
        rows = rows.filter(certificate::Column::MadeAt.gte(from));
    }
    let last = rows.order_by_desc(certificate::Column::MadeAt).order_by_desc(certificate::Column::Id).one(&db.read).await?;
    Ok(last.map(|row| row.id))
}

/// A certificate of what a workshop erased or destroyed, for who works there: of people it names theirs alone.
pub async fn certificate_by(db: &Db, by: &Workshop, id: CertificateId) -> Result<Option<Certificate>, DbErr> {
    let Some(row) = certificate::Entity::find_by_id(id).one(&db.read).await? else { return Ok(None) };
    if !is_made_by(db, by, &row).await? {
        return Ok(None);
    }
    let colleagues = organisations::colleagues(db, by).await?;
    let theirs = actors::refs_of(db, colleagues.into_iter().map(|(id, _)| id)).await?;
    let mut of = shown(db, row).await?;
    of.operator = of.operator.filter(|_| theirs.contains(&of.body.operator));
    of.validator = of.validator.filter(|_| of.body.validator.as_ref().is_some_and(|validator| theirs.contains(validator)));
    Ok(Some(Certificate { now_in: None, ..of }))
}

/// The last certificate of a medium, when the workshop made it.
pub async fn certificate_made_by(db: &Db, by: &Workshop, id: MediumId) -> Result<Option<CertificateId>, DbErr> {
    let rows = certificate::Entity::find().filter(certificate::Column::MediumId.eq(id));
    let last = rows.order_by_desc(certificate::Column::MadeAt).order_by_desc(certificate::Column::Id).one(&db.read).await?;
    match last {
        Some(row) if is_made_by(db, by, &row).await? => Ok(Some(row.id)),
        _ => Ok(None),
    }
}

/// The event that seals it says for whom it was done.
async fn is_made_by(db: &Db, by: &Workshop, row: &certificate::Model) -> Result<bool, DbErr> {
    let body: CertificateBody = serde_json::from_str(&row.body).map_err(|error| DbErr::Json(error.to_string()))?;
    let event = equipment_event::Entity::find()
        .filter(equipment_event::Column::SubjectKind.eq(Subject::Equipment))
        .filter(equipment_event::Column::SubjectId.eq(row.equipment_id.0))
        .filter(equipment_event::Column::Seq.eq(body.event))
        .filter(equipment_event::Column::ActorOrg.eq(by.organisation()));
    Ok(event.one(&db.read).await?.is_some())
}

async fn shown(db: &Db, row: certificate::Model) -> Result<Certificate, DbErr> {
    let disk = medium::Entity::find_by_id(row.medium_id).find_also_related(equipment::Entity).one(&db.read).await?;
    let body: CertificateBody = serde_json::from_str(&row.body).map_err(|error| DbErr::Json(error.to_string()))?;
    let mut names = actors::names(db, [Some(body.operator.clone()), body.validator.clone()].into_iter().flatten()).await?;
    Ok(Certificate {
        operator: names.get(&body.operator).cloned(),
        validator: body.validator.as_ref().and_then(|validator| names.remove(validator)),
        id: row.id,
        machine: row.equipment_id,
        medium: row.medium_id,
        code: row.code,
        body,
        text: row.body,
        sha256: row.sha256,
        now_in: disk.and_then(|(_, machine)| machine).map(|machine| machine.name),
    })
}

/// Whether a printed certificate is one of ours; its code is known to whoever holds it.
pub async fn genuine(db: &Db, code: &str) -> Result<Option<Genuine>, DbErr> {
    // What has not the shape of a code is none: an engine may refuse to look for it.
    if !code.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(None);
    }
    let row = certificate::Entity::find().filter(certificate::Column::Code.eq(code)).one(&db.read).await?;
    Ok(row.map(|row| Genuine { year: row.year, number: row.number, made_at: row.made_at, sha256: row.sha256 }))
}
