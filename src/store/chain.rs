//! The life of machines as a log that nothing edits (`equipment.md` § 3): a deed is written with all that follows from it, or
//! refused with what blocks. What lists read is computed from the log.
//!
//! A machine that was registered before its log began gets it with its first deed: what the register said is its first event.

mod actors;
mod anchors;
mod certificate;
pub(super) mod check;
mod entry;
mod evidence;
mod fitting;
mod found_medium;
mod life_book;
pub(super) mod media;
mod merkle;
mod ready;
mod sanitisation;
mod states;

use super::access::{ChainActor, RegisterOf, Scope, Viewer, Workshop};
use super::entities::{equipment, equipment_event, equipment_state, structure};
use super::tickets::NewFile;
use super::{Db, DbErr, organisations};
use crate::domain::chain::{ActorRef, By, Event, EventKind, Item, Refusal, Role, SCHEMA_VERSION, Stage, Subject};
use crate::domain::ids::{ChainEventId, EquipmentId, MediumId, OrgId, PersonId, TicketId};
use chrono::{DateTime, SubsecRound, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set,
};

pub use actors::SYSTEM;
pub(super) use actors::{by_link as link_ref, forget_in, of_in as actor_ref_in, system, unknown as nobody};
pub use anchors::{Anchor, in_month, make_due};
pub use certificate::{
    Certificate, CertificateBody, Genuine, certificate, certificate_by, certificate_made_by, certificate_of, certificates_of,
    genuine,
};
pub(super) use entry::BEGINNING;
pub use entry::{Entry, Evidence, Fault};
pub(super) use evidence::hold_in as hold_evidence_in;
pub use evidence::{evidence_file, evidence_kept};
pub(super) use fitting::opened_by;
pub use fitting::{FitError, Fitting, Harvested, LoosePart, Source, dismantle, fit, harvested, loose_parts};
pub use found_medium::{FindError, FoundMedium, find_medium};
pub(super) use life_book::before_in;
pub use life_book::{LifeBook, Verified, export, life, verify};
pub use ready::{ReadyError, ReadyMachine, ReservedFor, Taker, expire, find_ready, may_on_ready, ready, release, reserve, takers};
pub use sanitisation::{
    Sanitisation, Shown, TellError, Told, answer, awaiting, dismiss, find_sanitisation, of_medium, shown_file, tell,
};
pub(super) use states::{log_of, states_in};

/// Where a machine is in its life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    pub item: Item,
    /// Of its last event; empty when it has no log yet.
    pub hash: String,
}

impl State {
    /// The number that a form carries: 0 as long as there is no log.
    pub fn seq(&self) -> i64 {
        if self.hash.is_empty() { 0 } else { self.item.seq }
    }

    pub fn stage(&self) -> Stage {
        self.item.stage.unwrap_or(Stage::Registered)
    }
}

/// A deed as a form asks for it.
#[derive(Clone, Debug)]
pub struct Act {
    /// The number of the last event that its form saw.
    pub seen: i64,
    pub deed: EventKind,
    pub evidence: Vec<Evidence>,
    /// Files that prove it: they become its evidence.
    pub files: Vec<NewFile>,
    pub ticket: Option<TicketId>,
    /// Who did it with their hands, when it is not who writes it down: somebody of the same workshop.
    pub performed_by: Option<PersonId>,
}

impl Act {
    pub fn new(seen: i64, deed: EventKind) -> Self {
        Self { seen, deed, evidence: Vec::new(), files: Vec::new(), ticket: None, performed_by: None }
    }
}

/// Why a deed is not done.
#[derive(Debug, thiserror::Error)]
pub enum ChainError {
    #[error("no such machine within reach")]
    NotFound,
    /// Something else happened since the form was opened: this is where the machine is now.
    #[error("somebody has done something meanwhile")]
    Overtaken(Box<State>),
    #[error("refused: {0:?}")]
    Refused(Box<Refusal>),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// The state of a machine within reach.
pub async fn state(db: &Db, within: impl Into<Scope>, id: EquipmentId) -> Result<Option<State>, DbErr> {
    let machine = within.into().chained().filter(equipment::Column::Id.eq(id)).one(&db.read).await?;
    match machine {
        Some(machine) => state_in(&db.read, &machine).await.map(Some),
        None => Ok(None),
    }
}

/// What stands in the way of a deed, asked before its form is shown; `None`: nothing.
pub fn blocked(state: &State, by: &ChainActor, deed: &EventKind, now: DateTime<Utc>) -> Option<Refusal> {
    // Who does it changes nothing of whether it may be done, but for who tests what they repaired.
    judged(&state.item, by.roles(), &actors::unknown(), deed, now).err()
}

/// Who the viewer is for the life of a machine: of the workshop that holds it, or of its structure. `None` when they have no part
/// in it, or when it is not there.
pub async fn actor(db: &Db, viewer: &Viewer, id: EquipmentId) -> Result<Option<ChainActor>, DbErr> {
    let Some(machine) = Scope::from(viewer).chained().filter(equipment::Column::Id.eq(id)).one(&db.read).await? else {
        return Ok(None);
    };
    if !viewer.workplaces().is_empty() {
        let custodian = state_in(&db.read, &machine).await?.item.custodian;
        if let Some(workshop) = custodian.and_then(|holder| Workshop::of(viewer, holder)) {
            return Ok(Some(ChainActor::in_workshop(&workshop, machine.structure_id)));
        }
    }
    Ok(ChainActor::of(viewer, machine.structure_id))
}

/// A machine about which the coordinator is asked: a hold blocks it, or its test waits for a second person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub machine: EquipmentId,
    pub name: String,
    pub structure: String,
    pub state: State,
}

/// The machines that holds block and those that are tested, by structure and name.
pub async fn held(db: &Db, by: &super::access::Coordinator) -> Result<Vec<Held>, DbErr> {
    let rows = Scope::from(by)
        .chained()
        .find_also_related(structure::Entity)
        .order_by_asc(equipment::Column::Name)
        .order_by_asc(equipment::Column::Id)
        .all(&db.read)
        .await?;
    let mut held = Vec::new();
    for (machine, home) in rows {
        let state = state_in(&db.read, &machine).await?;
        let structure = home.map(|home| home.name).unwrap_or_default();
        held.push(Held { machine: machine.id, name: machine.name, structure, state });
    }
    held.sort_by(|a, b| a.structure.cmp(&b.structure));
    Ok(held)
}

/// Does a deed with all that follows from it, once: the same deed of the same person over the same state is done already.
///
/// # Errors
/// What blocks, or what happened meanwhile; nothing is written then.
pub async fn act(db: &Db, by: &ChainActor, id: EquipmentId, act: Act, now: DateTime<Utc>) -> Result<State, ChainError> {
    let tx = db.begin_write().await?;
    let done = act_in(&tx, by, id, act, now).await?;
    tx.commit().await?;
    Ok(done.state)
}

/// What became of a deed.
struct Done {
    machine: equipment::Model,
    state: State,
    /// By this very request; else it was pressed twice, and nothing is written again.
    now: bool,
}

/// The same within a transaction, which writes more of it.
async fn act_in(
    tx: &DatabaseTransaction,
    by: &ChainActor,
    id: EquipmentId,
    mut act: Act,
    now: DateTime<Utc>,
) -> Result<Done, ChainError> {
    let now = now.trunc_subsecs(6);
    let held = by.reach().filter(equipment::Column::Id.eq(id)).filter(equipment::Column::StructureId.eq(by.structure()));
    // Whoever acts on the same machine meanwhile waits here, on PostgreSQL.
    let machine = held.lock_exclusive().one(tx).await?.ok_or(ChainError::NotFound)?;
    let state = state_in(tx, &machine).await?;
    let author = actors::of_in(tx, by.viewer().id()).await?;
    if state.seq() != act.seen {
        let done = is_done_in(tx, id, &act, &author).await?;
        return if done { Ok(Done { machine, state, now: false }) } else { Err(ChainError::Overtaken(Box::new(state))) };
    }
    let performer = match act.performed_by.filter(|person| *person != by.viewer().id()) {
        None => None,
        Some(person) => {
            let workshop = by.workshop().ok_or(ChainError::NotFound)?;
            if !organisations::works_in(tx, workshop.organisation(), person).await? {
                return Err(ChainError::NotFound);
            }
            Some(actors::of_in(tx, person).await?)
        }
    };
    let events = judged_for(&state.item, by.roles(), (&author, performer.as_ref()), &act.deed, now)
        .map_err(|refusal| ChainError::Refused(Box::new(refusal)))?;
    for file in std::mem::take(&mut act.files) {
        act.evidence.push(evidence::keep_in(tx, file, now).await?);
    }
    let state = append_in(tx, &machine, state, events, &act, now).await?;
    Ok(Done { machine, state, now: true })
}

/// As many events as a log begins with at most: where the machine is, each of its media, that they were counted.
const MOST_AT_BEGINNING: u64 = 64;

/// A deed by the first role that may do it.
fn judged(
    item: &Item,
    roles: impl Iterator<Item = (Role, OrgId)>,
    author: &ActorRef,
    deed: &EventKind,
    now: DateTime<Utc>,
) -> Result<Vec<Event>, Refusal> {
    judged_for(item, roles, (author, None), deed, now)
}

/// The same, of what somebody else did.
fn judged_for(
    item: &Item,
    roles: impl Iterator<Item = (Role, OrgId)>,
    (author, performed_by): (&ActorRef, Option<&ActorRef>),
    deed: &EventKind,
    now: DateTime<Utc>,
) -> Result<Vec<Event>, Refusal> {
    let mut refused: Option<Refusal> = None;
    for (role, org) in roles {
        match item.may(deed, &By { role, author: author.clone(), performed_by: performed_by.cloned(), org, at: now }) {
            Ok(events) => return Ok(events),
            // What blocks says more than that another role is wanted.
            Err(refusal) if !matches!(refusal, Refusal::Role(_)) => refused = Some(refusal),
            Err(refusal) => drop(refused.get_or_insert(refusal)),
        }
    }
    Err(refused.unwrap_or(Refusal::NotTheCustodian))
}

/// Whether the deed was written over the state that its form saw, by the same person: pressed twice.
async fn is_done_in(tx: &impl ConnectionTrait, id: EquipmentId, act: &Act, author: &ActorRef) -> Result<bool, DbErr> {
    let next = equipment_event::Entity::find()
        .filter(equipment_event::Column::SubjectKind.eq(Subject::Equipment))
        .filter(equipment_event::Column::SubjectId.eq(id.0))
        .filter(equipment_event::Column::Seq.gt(act.seen))
        .order_by_asc(equipment_event::Column::Seq)
        // The first deed of a machine without a log comes after what the register said.
        .limit(if act.seen == 0 { MOST_AT_BEGINNING } else { 1 })
        .all(tx)
        .await?;
    let read = |row: equipment_event::Model| Entry::read(row).ok().and_then(|entry| entry.event().ok());
    let mut next = next.into_iter().filter_map(read).skip_while(|event| act.seen == 0 && event.by.author.0 == SYSTEM);
    Ok(next.next().is_some_and(|event| event.kind == act.deed && event.by.author == *author))
}

/// The state as the projection holds it; of a machine without a log as the register tells it.
pub(super) async fn state_in(db: &impl ConnectionTrait, machine: &equipment::Model) -> Result<State, DbErr> {
    match equipment_state::Entity::find_by_id(machine.id).one(db).await? {
        Some(row) => {
            let item = serde_json::from_str(&row.state).map_err(|error| DbErr::Json(error.to_string()))?;
            Ok(State { item, hash: row.hash })
        }
        None => Ok(State { item: Item::of(&media::beginning_in(db, machine).await?), hash: String::new() }),
    }
}

/// Whether a machine has a log.
async fn is_begun_in(db: &impl ConnectionTrait, id: EquipmentId) -> Result<bool, DbErr> {
    let rows = equipment_state::Entity::find_by_id(id).select_only().column(equipment_state::Column::Seq);
    Ok(rows.into_tuple::<i64>().one(db).await?.is_some())
}

/// Appends events to the log of a machine that is held, and writes what it tells anew.
pub(super) async fn append_in(
    tx: &DatabaseTransaction,
    machine: &equipment::Model,
    mut state: State,
    events: Vec<Event>,
    act: &Act,
    now: DateTime<Utc>,
) -> Result<State, DbErr> {
    // One that has its first event here has no beginning of another kind.
    let first = if state.hash.is_empty() && state.item.seq > 0 { media::beginning_in(tx, machine).await? } else { Vec::new() };
    let before = state.item.custodian;
    let mut head = if state.hash.is_empty() { entry::BEGINNING.to_owned() } else { state.hash.clone() };
    let mut rows = Vec::new();
    for (index, event) in first.iter().chain(&events).enumerate() {
        let asked = index == first.len();
        let entry = Entry {
            id: ChainEventId::new(now),
            subject_kind: Subject::Equipment,
            subject_id: machine.id.0,
            seq: event.seq,
            kind: event.kind.word(),
            schema_version: SCHEMA_VERSION,
            occurred_at: event.by.at.trunc_subsecs(6),
            recorded_at: now,
            actor_ref: event.by.author.clone(),
            actor_role: event.by.role,
            actor_org: event.by.org,
            on_behalf_of_org: (event.by.role == Role::Technician).then_some(before).flatten(),
            performed_by_ref: event.by.performed_by.clone(),
            payload: entry::payload_of(&event.kind)?,
            evidence: if asked { act.evidence.clone() } else { Vec::new() },
            ticket_id: if asked { act.ticket } else { None },
            intervention_id: None,
            prev_hash: head,
            hash: String::new(),
        }
        .sealed()?;
        head = entry.hash.clone();
        rows.push(entry.row()?.into_active_model());
    }
    for event in &events {
        state.item.apply(event);
    }
    state.hash = head;
    equipment_event::Entity::insert_many(rows).exec_without_returning(tx).await?;
    project_in(tx, machine, &state, now).await?;
    Ok(state)
}

/// Writes what the log tells: the row for lists, and since when the register says that the machine is not used.
async fn project_in(tx: &DatabaseTransaction, machine: &equipment::Model, state: &State, now: DateTime<Utc>) -> Result<(), DbErr> {
    let item = &state.item;
    let row = equipment_state::Model {
        equipment_id: machine.id,
        seq: item.seq,
        stage: state.stage(),
        custodian_id: item.custodian.unwrap_or(OrgId(machine.structure_id.0)),
        held: !item.holds.is_empty(),
        state: serde_json::to_string(item).map_err(|error| DbErr::Json(error.to_string()))?,
        hash: state.hash.clone(),
        changed_at: now,
    };
    use equipment_state::Column::{ChangedAt, CustodianId, Hash, Held, Seq, Stage as StageColumn, State as StateColumn};
    let again = OnConflict::column(equipment_state::Column::EquipmentId)
        .update_columns([Seq, StageColumn, CustodianId, Held, StateColumn, Hash, ChangedAt])
        .to_owned();
    equipment_state::Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(tx).await?;
    media::project_in(tx, machine.id, item).await?;
    let home = item.custodian.is_none_or(|holder| holder == machine.structure_id.into());
    let used = match state.stage() {
        Stage::Registered | Stage::InMaintenance => true,
        // In service with somebody else, it is not used here any more.
        Stage::InService => home,
        _ => false,
    };
    let retired_at = if used { None } else { machine.retired_at.or(Some(now)) };
    if retired_at != machine.retired_at {
        equipment::Entity::update_many()
            .set(equipment::ActiveModel { retired_at: Set(retired_at), ..Default::default() })
            .filter(equipment::Column::Id.eq(machine.id))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// A machine of the named world does something at a time of its own, by somebody.
pub(super) async fn tell_in(
    tx: &DatabaseTransaction,
    id: EquipmentId,
    by: (PersonId, Role, OrgId),
    deed: EventKind,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let at = at.trunc_subsecs(6);
    let machine = equipment::Entity::find_by_id(id).one(tx).await?;
    let machine = machine.ok_or_else(|| DbErr::RecordNotFound(format!("equipment {id}")))?;
    let state = state_in(tx, &machine).await?;
    let author = actors::of_in(tx, by.0).await?;
    let by = By { role: by.1, author, performed_by: None, org: by.2, at };
    let events = state.item.may(&deed, &by).map_err(|refusal| DbErr::Custom(format!("{}: {refusal:?}", deed.word())))?;
    append_in(tx, &machine, state, events, &Act::new(0, deed), at).await.map(drop)
}

/// The media that are in a machine of the named world.
pub(super) async fn media_in(tx: &DatabaseTransaction, id: EquipmentId) -> Result<Vec<MediumId>, DbErr> {
    let machine = equipment::Entity::find_by_id(id).one(tx).await?;
    let machine = machine.ok_or_else(|| DbErr::RecordNotFound(format!("equipment {id}")))?;
    Ok(state_in(tx, &machine).await?.item.media.attached().map(|(id, _)| id).collect())
}

/// The machine of the structure, for who keeps its register.
async fn kept(db: &Db, by: &RegisterOf, id: EquipmentId) -> Result<Option<equipment::Model>, DbErr> {
    let of_it = Scope::from(by).equipment().filter(equipment::Column::Id.eq(id));
    of_it.filter(equipment::Column::StructureId.eq(by.structure())).one(&db.read).await
}
