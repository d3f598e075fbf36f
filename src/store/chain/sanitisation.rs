//! Erasures and destructions of media, as somebody shows them: what counts by itself is written to the log at once, the rest waits
//! for a second person (`equipment.md` §§ 2.2, 5).

use super::{Act, ChainError, Evidence, State, actors, append_in, judged_for, state_in};
use super::{certificate, evidence};
use crate::domain::chain::{
    ActorRef, Declared, EventKind, LogRefusal, Medium, Need, RecordRefusal, Refusal, Role, SanitisationRecord,
    SanitisationStanding, Way, declared, from_log, nwipe,
};
use crate::domain::ids::{EquipmentId, MediumId, SanitisationId};
use crate::store::access::{ChainActor, Scope, Viewer};
use crate::store::entities::{equipment, sanitisation, stored_file};
use crate::store::equipment::lived_in;
use crate::store::outbox::{self, Letter};
use crate::store::tickets::{NewFile, StoredFile};
use crate::store::{Db, DbErr, group, people};
use chrono::{DateTime, NaiveDateTime, SubsecRound, TimeZone, Utc};
use chrono_tz::Tz;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set};
use serde::{Deserialize, Serialize};

/// What somebody shows.
#[derive(Clone, Debug)]
pub enum Shown {
    Log(NewFile),
    Declared(Declared),
    Destroyed { method: String, photo: NewFile },
}

/// What was told of a medium.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Told {
    Erased(Box<SanitisationRecord>),
    Destroyed { method: String },
}

/// An erasure or a destruction as pages show it.
#[derive(Clone, Debug)]
pub struct Sanitisation {
    pub id: SanitisationId,
    pub machine: EquipmentId,
    pub medium: MediumId,
    pub way: Way,
    pub standing: SanitisationStanding,
    pub told: Told,
    pub needs: Vec<Need>,
    pub has_file: bool,
    /// Whoever told it.
    pub operator: String,
    pub is_own: bool,
    pub made_at: DateTime<Utc>,
}

/// Why what was shown does not count.
#[derive(Debug, thiserror::Error)]
pub enum TellError {
    #[error("no such medium within reach")]
    NotFound,
    #[error("the log proves nothing: {0:?}")]
    Log(LogRefusal),
    #[error("what is declared does not count: {0:?}")]
    Record(RecordRefusal),
    #[error("refused: {0:?}")]
    Refused(Box<Refusal>),
    /// Something of this medium waits for a second person already.
    #[error("something waits already")]
    Awaiting,
    /// Nobody answers for what they did themselves.
    #[error("a second person is wanted")]
    Alone,
    /// That an overwritten SSD leaves with its spare area is said by its owner's referent.
    #[error("the referent is wanted")]
    NeedsReferent,
    /// Somebody decided meanwhile.
    #[error("decided already")]
    Decided,
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl From<ChainError> for TellError {
    fn from(error: ChainError) -> Self {
        match error {
            ChainError::NotFound => Self::NotFound,
            ChainError::Overtaken(_) => Self::Decided,
            ChainError::Refused(refusal) => Self::Refused(refusal),
            ChainError::Database(fault) => Self::Database(fault),
        }
    }
}

/// A machine that is held with its state.
struct Held {
    machine: equipment::Model,
    state: State,
}

async fn held_in(tx: &DatabaseTransaction, by: &ChainActor, id: EquipmentId) -> Result<Held, TellError> {
    let own = Scope::from(by).chained().filter(equipment::Column::Id.eq(id));
    let own = own.filter(equipment::Column::StructureId.eq(by.structure()));
    let machine = own.lock_exclusive().one(tx).await?.ok_or(TellError::NotFound)?;
    let state = state_in(tx, &machine).await?;
    Ok(Held { machine, state })
}

/// Shows that a medium holds no data any more. Its id is made with the form: sent twice it is told once.
///
/// # Errors
/// What stands in the way; nothing is written then.
pub async fn tell(
    db: &Db,
    by: &ChainActor,
    (machine, medium): (EquipmentId, MediumId),
    id: SanitisationId,
    shown: Shown,
    now: DateTime<Utc>,
) -> Result<SanitisationStanding, TellError> {
    let now = now.trunc_subsecs(6);
    let tx = db.begin_write().await?;
    let held = held_in(&tx, by, machine).await?;
    if let Some(row) = sanitisation::Entity::find_by_id(id).one(&tx).await? {
        return if row.medium_id == medium { Ok(row.standing) } else { Err(TellError::NotFound) };
    }
    let known = held.state.item.media.seen.get(&medium).cloned().ok_or(TellError::NotFound)?;
    let waits = sanitisation::Entity::find()
        .filter(sanitisation::Column::MediumId.eq(medium))
        .filter(sanitisation::Column::Standing.eq(SanitisationStanding::Awaiting));
    if waits.one(&tx).await?.is_some() {
        return Err(TellError::Awaiting);
    }
    let operator = actors::of_in(&tx, by.viewer().id()).await?;
    let read = read(shown, (medium, &known), &operator, group::zone_in(&tx).await?)?;
    let second = ActorRef(format!("{operator}, somebody else"));
    let answered = if read.needs.is_empty() { operator.clone() } else { second };
    let deed = deed_of(&read.told, &read.needs, medium, &answered, read.file.as_ref().map(NewFile::sha256));
    // What nobody could answer for is refused before anybody is asked.
    let events = judged_for(&held.state.item, by.roles(), (&operator, None), &deed, now)
        .map_err(|refusal| TellError::Refused(Box::new(refusal)))?;
    let standing = if read.needs.is_empty() { SanitisationStanding::Accepted } else { SanitisationStanding::Awaiting };
    let row = sanitisation::Model {
        id,
        equipment_id: machine,
        medium_id: medium,
        way: read.way,
        standing,
        told: written(&read.told)?,
        needs: written(&read.needs)?,
        file_name: read.file.as_ref().map(|file| file.name().to_owned()).unwrap_or_default(),
        file_sha256: match read.file {
            Some(file) => Some(file.store_in(&tx).await?),
            None => None,
        },
        operator_id: by.viewer().id(),
        validator_id: None,
        made_at: now,
        decided_at: (standing == SanitisationStanding::Accepted).then_some(now),
    };
    sanitisation::Entity::insert(row.clone().into_active_model()).exec_without_returning(&tx).await?;
    if standing == SanitisationStanding::Accepted {
        let act = Act { evidence: evidence_in(&tx, &row, now).await?, ..Act::new(0, deed) };
        let state = append_in(&tx, &held.machine, held.state, events, &act, now).await?;
        certificate::make_in(&tx, &row, &held.machine, &state, now).await?;
    } else {
        ask_in(&tx, by, &row, &held.machine, now).await?;
    }
    tx.commit().await?;
    Ok(standing)
}

/// What was shown, once it is read.
struct Read {
    way: Way,
    told: Told,
    needs: Vec<Need>,
    file: Option<NewFile>,
}

fn read(shown: Shown, of: (MediumId, &Medium), operator: &ActorRef, zone: Tz) -> Result<Read, TellError> {
    match shown {
        Shown::Log(file) => {
            // The machine that ran nwipe is taken to have the group's clock; an hour that came twice is the first of both.
            let local = |at: NaiveDateTime| {
                zone.from_local_datetime(&at).earliest().map_or_else(|| at.and_utc(), |at| at.with_timezone(&Utc))
            };
            let drives = nwipe::read(file.bytes());
            let (record, needs) = from_log(&drives, of, operator, file.sha256().to_owned(), local).map_err(TellError::Log)?;
            Ok(Read { way: Way::Log, told: Told::Erased(Box::new(record)), needs, file: Some(file) })
        }
        Shown::Declared(what) => {
            let (record, needs) = declared(what, of, operator).map_err(TellError::Record)?;
            Ok(Read { way: Way::Declaration, told: Told::Erased(Box::new(record)), needs, file: None })
        }
        Shown::Destroyed { method, photo } => {
            Ok(Read { way: Way::Destruction, told: Told::Destroyed { method }, needs: vec![Need::Witness], file: Some(photo) })
        }
    }
}

/// The deed that it is once somebody has answered for what it needs.
fn deed_of(told: &Told, needs: &[Need], medium: MediumId, by: &ActorRef, file: Option<&str>) -> EventKind {
    match told {
        Told::Erased(record) => EventKind::WipeOk(record.answered(needs, by)),
        Told::Destroyed { method } => EventKind::MediaDestroyed {
            medium,
            method: method.clone(),
            photo: file.unwrap_or_default().to_owned(),
            witness: by.clone(),
        },
    }
}

/// Who answers for the structure is written to, unless they told it themselves.
async fn ask_in(
    tx: &DatabaseTransaction,
    by: &ChainActor,
    row: &sanitisation::Model,
    machine: &equipment::Model,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let letter = Letter::SanitisationAwaits { sanitisation: row.id, machine: machine.id, name: machine.name.clone() };
    for (_, person) in people::referents_in(tx, Some(&[machine.structure_id])).await? {
        if person.id != by.viewer().id() {
            outbox::write_in(tx, &outbox::to(&person.email, person.language), &letter, now).await?;
        }
    }
    Ok(())
}

/// A second person answers for it: it counts from now on. Done again it is done.
///
/// # Errors
/// What stands in the way; nothing is written then.
pub async fn answer(db: &Db, by: &ChainActor, id: SanitisationId, now: DateTime<Utc>) -> Result<EquipmentId, TellError> {
    let now = now.trunc_subsecs(6);
    let tx = db.begin_write().await?;
    let row = sanitisation::Entity::find_by_id(id).one(&tx).await?.ok_or(TellError::NotFound)?;
    let held = held_in(&tx, by, row.equipment_id).await?;
    // Whoever decided first was waited for above.
    let row = sanitisation::Entity::find_by_id(id).one(&tx).await?.ok_or(TellError::NotFound)?;
    match row.standing {
        SanitisationStanding::Awaiting => {}
        SanitisationStanding::Accepted if row.validator_id == Some(by.viewer().id()) => return Ok(row.equipment_id),
        _ => return Err(TellError::Decided),
    }
    if row.operator_id == by.viewer().id() {
        return Err(TellError::Alone);
    }
    let (told, needs): (Told, Vec<Need>) = (from_text(&row.told)?, from_text(&row.needs)?);
    let owns = by.roles().any(|(role, org)| role == Role::Referent && held.state.item.owner == Some(org));
    if needs.contains(&Need::Waiver) && !owns {
        return Err(TellError::NeedsReferent);
    }
    let (operator, validator) = (actors::of_in(&tx, row.operator_id).await?, actors::of_in(&tx, by.viewer().id()).await?);
    let deed = deed_of(&told, &needs, row.medium_id, &validator, row.file_sha256.as_deref());
    let events = judged_for(&held.state.item, by.roles(), (&validator, Some(&operator)), &deed, now)
        .map_err(|refusal| TellError::Refused(Box::new(refusal)))?;
    let change = sanitisation::ActiveModel {
        standing: Set(SanitisationStanding::Accepted),
        validator_id: Set(Some(by.viewer().id())),
        decided_at: Set(Some(now)),
        ..Default::default()
    };
    sanitisation::Entity::update_many().set(change).filter(sanitisation::Column::Id.eq(id)).exec(&tx).await?;
    let act = Act { evidence: evidence_in(&tx, &row, now).await?, ..Act::new(0, deed) };
    let state = append_in(&tx, &held.machine, held.state, events, &act, now).await?;
    let row = sanitisation::Model { validator_id: Some(by.viewer().id()), ..row };
    certificate::make_in(&tx, &row, &held.machine, &state, now).await?;
    tx.commit().await?;
    Ok(held.machine.id)
}

/// What was shown becomes the evidence of the event that it leads to.
async fn evidence_in(tx: &DatabaseTransaction, row: &sanitisation::Model, now: DateTime<Utc>) -> Result<Vec<Evidence>, DbErr> {
    let Some(sha256) = &row.file_sha256 else { return Ok(Vec::new()) };
    let file = stored_file::Entity::find_by_id(sha256).one(tx).await?;
    let size = file.map_or(0, |file| i64::try_from(file.content.len()).unwrap_or(i64::MAX));
    evidence::hold_in(tx, sha256, now).await?;
    let mime = if row.way == Way::Log { "application/octet-stream" } else { "image/jpeg" };
    Ok(vec![Evidence { sha256: sha256.clone(), mime: mime.to_owned(), size }])
}

/// Takes it back, or says that one does not answer for it: something else may be shown then. Done again it is done.
pub async fn dismiss(db: &Db, by: &ChainActor, id: SanitisationId, now: DateTime<Utc>) -> Result<EquipmentId, TellError> {
    let tx = db.begin_write().await?;
    let row = sanitisation::Entity::find_by_id(id).one(&tx).await?.ok_or(TellError::NotFound)?;
    let held = held_in(&tx, by, row.equipment_id).await?;
    let row = sanitisation::Entity::find_by_id(id).one(&tx).await?.ok_or(TellError::NotFound)?;
    match row.standing {
        SanitisationStanding::Awaiting => {}
        SanitisationStanding::Dismissed => return Ok(held.machine.id),
        SanitisationStanding::Accepted => return Err(TellError::Decided),
    }
    let change = sanitisation::ActiveModel {
        standing: Set(SanitisationStanding::Dismissed),
        decided_at: Set(Some(now)),
        ..Default::default()
    };
    sanitisation::Entity::update_many().set(change).filter(sanitisation::Column::Id.eq(id)).exec(&tx).await?;
    tx.commit().await?;
    Ok(held.machine.id)
}

/// One of them, of a machine on whose life the viewer acts.
pub async fn find_sanitisation(db: &Db, viewer: &Viewer, id: SanitisationId) -> Result<Option<Sanitisation>, DbErr> {
    let Some(row) = sanitisation::Entity::find_by_id(id).one(&db.read).await? else { return Ok(None) };
    let within = Scope::from(viewer).chained().filter(equipment::Column::Id.eq(row.equipment_id));
    if within.one(&db.read).await?.is_none() {
        return Ok(None);
    }
    Ok(shown(db, viewer, vec![row]).await?.pop())
}

/// What waits for a second person, of a machine.
pub async fn awaiting(db: &Db, by: &ChainActor, machine: EquipmentId) -> Result<Vec<Sanitisation>, DbErr> {
    let rows = sanitisation::Entity::find()
        .filter(sanitisation::Column::EquipmentId.eq(machine))
        .filter(sanitisation::Column::Standing.eq(SanitisationStanding::Awaiting));
    of_machine(db, by, machine, rows.order_by_asc(sanitisation::Column::Id).all(&db.read).await?).await
}

/// What was told of a medium of a machine, the latest first.
pub async fn of_medium(db: &Db, by: &ChainActor, machine: EquipmentId, medium: MediumId) -> Result<Vec<Sanitisation>, DbErr> {
    let rows = sanitisation::Entity::find()
        .filter(sanitisation::Column::EquipmentId.eq(machine))
        .filter(sanitisation::Column::MediumId.eq(medium));
    of_machine(db, by, machine, rows.order_by_desc(sanitisation::Column::Id).all(&db.read).await?).await
}

async fn of_machine(
    db: &Db,
    by: &ChainActor,
    machine: EquipmentId,
    rows: Vec<sanitisation::Model>,
) -> Result<Vec<Sanitisation>, DbErr> {
    let within = Scope::from(by).chained().filter(equipment::Column::Id.eq(machine));
    let Some(register) = within.one(&db.read).await? else { return Ok(Vec::new()) };
    // What was erased before it came into this register is told there, not here.
    let lived = lived_in(&db.read, &register).await?;
    shown(db, by.viewer(), rows.into_iter().filter(|row| lived.holds(row.made_at)).collect()).await
}

async fn shown(db: &Db, viewer: &Viewer, rows: Vec<sanitisation::Model>) -> Result<Vec<Sanitisation>, DbErr> {
    let names = people::names(&db.read, rows.iter().map(|row| row.operator_id)).await?;
    let one = |row: sanitisation::Model| {
        Ok(Sanitisation {
            id: row.id,
            machine: row.equipment_id,
            medium: row.medium_id,
            way: row.way,
            standing: row.standing,
            told: from_text(&row.told)?,
            needs: from_text(&row.needs)?,
            has_file: row.file_sha256.is_some(),
            operator: names.get(&row.operator_id).cloned().unwrap_or_default(),
            is_own: row.operator_id == viewer.id(),
            made_at: row.made_at,
        })
    };
    rows.into_iter().map(one).collect()
}

/// The log or the photograph that was shown.
pub async fn shown_file(db: &Db, viewer: &Viewer, id: SanitisationId) -> Result<Option<StoredFile>, DbErr> {
    let Some(row) = sanitisation::Entity::find_by_id(id).one(&db.read).await? else { return Ok(None) };
    let within = Scope::from(viewer).chained().filter(equipment::Column::Id.eq(row.equipment_id));
    let (Some(sha256), Some(_)) = (row.file_sha256, within.one(&db.read).await?) else { return Ok(None) };
    let file = stored_file::Entity::find_by_id(sha256).one(&db.read).await?;
    Ok(file.map(|file| match row.way {
        Way::Destruction => StoredFile::picture(row.file_name, file.content),
        _ => StoredFile::other(row.file_name, file.content),
    }))
}

fn written(of: &impl Serialize) -> Result<String, DbErr> {
    serde_json::to_string(of).map_err(|error| DbErr::Json(error.to_string()))
}

fn from_text<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, DbErr> {
    serde_json::from_str(text).map_err(|error| DbErr::Json(error.to_string()))
}
