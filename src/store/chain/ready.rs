//! Machines that are ready to serve again: who may have one sees them, it is reserved for one of them until a day, and let go again
//! (`equipment.md` § 2.4).

use super::{Act, ChainError, act_in, append_in, state_in, system};
use crate::domain::chain::{Addressee, By, EventKind, ReservationDeed, Role, Stage};
use crate::domain::ids::{EquipmentId, OrgId, PersonId, StructureId};
use crate::domain::organisations::OrganisationKind;
use crate::domain::people::Duty;
use crate::domain::time::Month;
use crate::store::access::{GROUP, ReadyReader, Scope};
use crate::store::entities::{agreement, equipment, equipment_state, organisation, structure};
use crate::store::outbox::{self, Letter};
use crate::store::transfers::people_in;
use crate::store::workshops::{Handed, handed_in};
use crate::store::{Db, DbErr, group, people};
use chrono::{DateTime, NaiveDate, SubsecRound, TimeDelta, Utc};
use chrono_tz::Tz;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{HashMap, HashSet};

/// A machine that is ready, as whoever may have it knows it: nothing of its former life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadyMachine {
    pub machine: Handed,
    pub holder: OrgId,
    pub holder_name: String,
    pub reserved: Option<ReservedFor>,
}

/// For whom a machine is reserved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReservedFor {
    pub org: OrgId,
    pub name: String,
    /// The first instant at which it is not any more.
    pub until: DateTime<Utc>,
}

impl ReservedFor {
    /// The last day on which it is reserved.
    pub fn last_day(&self, zone: Tz) -> NaiveDate {
        (self.until - TimeDelta::seconds(1)).with_timezone(&zone).date_naive()
    }
}

/// Somebody for whom a machine may be reserved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taker {
    pub org: OrgId,
    pub name: String,
    /// A member structure, or a beneficiary outside of the group.
    pub kind: Addressee,
}

/// Why a machine is not reserved, or not let go.
#[derive(Debug, thiserror::Error)]
pub enum ReadyError {
    /// Nobody for whom it may be reserved.
    #[error("nobody to reserve it for")]
    NoTaker,
    #[error(transparent)]
    Chain(#[from] ChainError),
}

impl From<DbErr> for ReadyError {
    fn from(error: DbErr) -> Self {
        Self::Chain(error.into())
    }
}

/// What is ready, and is their business: first what is free.
pub async fn ready(db: &Db, by: &ReadyReader) -> Result<Vec<ReadyMachine>, DbErr> {
    let rows = Scope::from(by).ready().order_by_asc(equipment::Column::Id).all(&db.read).await?;
    let mut all = seen_by(db, by, rows).await?;
    all.sort_by_key(|one| one.reserved.is_some());
    Ok(all)
}

/// One of them.
pub async fn find_ready(db: &Db, by: &ReadyReader, id: EquipmentId) -> Result<Option<ReadyMachine>, DbErr> {
    let rows = Scope::from(by).ready().filter(equipment::Column::Id.eq(id)).all(&db.read).await?;
    Ok(seen_by(db, by, rows).await?.pop())
}

async fn seen_by(db: &Db, by: &ReadyReader, rows: Vec<equipment::Model>) -> Result<Vec<ReadyMachine>, DbErr> {
    let names = names_in(&db.read).await?;
    let named = |org: OrgId| names.get(&org).cloned().unwrap_or_default();
    let one = |machine: Handed| {
        let item = &machine.state.item;
        let holder = item.custodian?;
        let reserved = item.reservation.as_ref();
        let seen = by.sees(holder, reserved.map(|reserved| reserved.beneficiary));
        let reserved = reserved.map(|reserved| ReservedFor {
            org: reserved.beneficiary,
            name: named(reserved.beneficiary),
            until: reserved.expires_at,
        });
        seen.then(|| ReadyMachine { holder, holder_name: named(holder), reserved, machine })
    };
    Ok(handed_in(&db.read, rows).await?.into_iter().filter_map(one).collect())
}

/// What every organisation is called, members and others.
async fn names_in(db: &impl ConnectionTrait) -> Result<HashMap<OrgId, String>, DbErr> {
    let structures = structure::Entity::find().all(db).await?.into_iter().map(|row| (row.id.into(), row.name));
    let others = organisation::Entity::find().all(db).await?.into_iter().map(|row| (row.id, row.name));
    Ok(structures.chain(others).collect())
}

/// For whom they may reserve a machine, by name: their own structures; for who holds it and the coordinator all members of today, and
/// the beneficiaries outside.
pub async fn takers(db: &Db, by: &ReadyReader, of: &ReadyMachine, now: DateTime<Utc>) -> Result<Vec<Taker>, DbErr> {
    takers_in(&db.read, by, of.holder, now).await
}

async fn takers_in(db: &impl ConnectionTrait, by: &ReadyReader, holder: OrgId, now: DateTime<Utc>) -> Result<Vec<Taker>, DbErr> {
    let gives = by.gives(holder);
    let month = Month::of(now.date_naive());
    let last = agreement::Column::LastMonth;
    let current: Vec<StructureId> = agreement::Entity::find()
        .select_only()
        .column(agreement::Column::StructureId)
        .filter(Condition::any().add(last.is_null()).add(last.gte(month)))
        .into_tuple()
        .all(db)
        .await?;
    let members = structure::Entity::find()
        .filter(structure::Column::Id.is_in(current))
        .order_by_asc(structure::Column::Name)
        .all(db)
        .await?;
    let member = |row: structure::Model| Taker { org: row.id.into(), name: row.name, kind: Addressee::Structure };
    let members = members.into_iter().filter(|row| gives || by.structures().contains(&row.id)).map(member);
    let outside = organisation::Entity::find()
        .filter(organisation::Column::Kind.eq(OrganisationKind::Beneficiary))
        .filter(organisation::Column::ArchivedAt.is_null())
        .order_by_asc(organisation::Column::Name)
        .all(db)
        .await?;
    let outside = outside.into_iter().filter(|_| gives);
    let outside = outside.map(|row| Taker { org: row.id, name: row.name, kind: Addressee::Beneficiary });
    Ok(members.chain(outside).filter(|taker| taker.org != holder).collect())
}

/// Whether they may do this with a machine that is ready, as they see it.
pub fn may_on_ready(by: &ReadyReader, of: &ReadyMachine, deed: &EventKind, now: DateTime<Utc>) -> bool {
    let actor = by.actor(of.machine.structure, of.holder);
    super::blocked(&of.machine.state, &actor, deed, now).is_none()
}

/// Reserves a machine for somebody until an instant, over what was seen; once, however often it is sent.
///
/// # Errors
/// What blocks, or what happened meanwhile; nothing is written then.
pub async fn reserve(
    db: &Db,
    by: &ReadyReader,
    (of, seen): (&ReadyMachine, i64),
    (org, until): (OrgId, DateTime<Utc>),
    now: DateTime<Utc>,
) -> Result<(), ReadyError> {
    let taker = takers(db, by, of, now).await?.into_iter().find(|taker| taker.org == org).ok_or(ReadyError::NoTaker)?;
    let deed = EventKind::Reserve { beneficiary: taker.org, expires_at: until.trunc_subsecs(6) };
    let reserved = ReservedFor { org: taker.org, name: taker.name, until };
    done(db, by, of, Act::new(seen, deed), (ReservationDeed::Reserved, &reserved, ""), now).await
}

/// Lets a machine go that was reserved, with the reason.
///
/// # Errors
/// As [`reserve`].
pub async fn release(
    db: &Db,
    by: &ReadyReader,
    (of, seen): (&ReadyMachine, i64),
    reason: String,
    now: DateTime<Utc>,
) -> Result<(), ReadyError> {
    let deed = EventKind::Release { reason: reason.clone() };
    // ReservedFor for nobody: it was let go already, and the rules say so.
    let nobody = ReservedFor { org: GROUP, name: String::new(), until: now };
    let reserved = of.reserved.clone().unwrap_or(nobody);
    done(db, by, of, Act::new(seen, deed), (ReservationDeed::Released, &reserved, &reason), now).await
}

async fn done(
    db: &Db,
    by: &ReadyReader,
    of: &ReadyMachine,
    act: Act,
    (deed, reserved, words): (ReservationDeed, &ReservedFor, &str),
    now: DateTime<Utc>,
) -> Result<(), ReadyError> {
    let tx = db.begin_write().await?;
    let done = act_in(&tx, &by.actor(of.machine.structure, of.holder), of.machine.id, act, now).await?;
    if done.now {
        let event = format!("reservation:{}:{}", of.machine.id, done.state.seq());
        let told = Told { machine: &of.machine, holder: of.holder, reserved, deed, words, event };
        tell_in(&tx, &told, Some(by.viewer().id()), now).await?;
    }
    Ok(tx.commit().await?)
}

/// What a letter says of a reservation.
struct Told<'t> {
    machine: &'t Handed,
    holder: OrgId,
    reserved: &'t ReservedFor,
    deed: ReservationDeed,
    words: &'t str,
    event: String,
}

/// Tells who holds the machine, for whom it was reserved, and the coordinators; never who did it.
async fn tell_in(tx: &DatabaseTransaction, told: &Told<'_>, but: Option<PersonId>, now: DateTime<Utc>) -> Result<(), DbErr> {
    let zone = group::find_in(tx).await?.map_or(chrono_tz::Europe::Paris, |group| group.time_zone);
    let letter = Letter::ReservationTold {
        machine: told.machine.id,
        product: told.machine.product.clone(),
        deed: told.deed,
        to: told.reserved.name.clone(),
        until: told.reserved.last_day(zone),
        words: told.words.to_owned(),
        event: told.event.clone(),
    };
    let mut people = people::on_duty_in(tx, Duty::Coordinator).await?;
    for org in [told.holder, told.reserved.org] {
        // Of the two tables in which an organisation may stand, it stands in one.
        people.extend(people_in(tx, (org, Addressee::Workshop)).await?);
        people.extend(people_in(tx, (org, Addressee::Structure)).await?);
    }
    let mut written = HashSet::new();
    for person in people {
        if Some(person.id) != but && written.insert(person.id) {
            outbox::write_in(tx, &outbox::to(&person.email, person.language), &letter, now).await?;
        }
    }
    Ok(())
}

/// Lets go what was reserved until now, each in a transaction of its own: once, whoever else goes round. Says how many.
pub async fn expire(db: &Db, now: DateTime<Utc>) -> Result<usize, DbErr> {
    let now = now.trunc_subsecs(6);
    let reserved: Vec<EquipmentId> = equipment_state::Entity::find()
        .select_only()
        .column(equipment_state::Column::EquipmentId)
        .filter(equipment_state::Column::Stage.eq(Stage::Reserved))
        .order_by_asc(equipment_state::Column::EquipmentId)
        .into_tuple()
        .all(&db.read)
        .await?;
    let mut over = 0;
    for id in reserved {
        over += usize::from(expire_one(db, id, now).await?);
    }
    Ok(over)
}

async fn expire_one(db: &Db, id: EquipmentId, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let tx = db.begin_write().await?;
    let Some(machine) = equipment::Entity::find_by_id(id).lock_exclusive().one(&tx).await? else { return Ok(false) };
    let state = state_in(&tx, &machine).await?;
    let by = By { role: Role::System, author: system(), performed_by: None, org: GROUP, at: now };
    let deed = EventKind::ReservationExpired {};
    let (Ok(events), Some(reserved), Some(holder)) =
        (state.item.may(&deed, &by), state.item.reservation.clone(), state.item.custodian)
    else {
        return Ok(false);
    };
    let after = append_in(&tx, &machine, state, events, &Act::new(0, deed), now).await?;
    let name = names_in(&tx).await?.remove(&reserved.beneficiary).unwrap_or_default();
    let reserved = ReservedFor { org: reserved.beneficiary, name, until: reserved.expires_at };
    if let Some(machine) = handed_in(&tx, vec![machine]).await?.pop() {
        let event = format!("reservation:{id}:{}", after.seq());
        let told = Told { machine: &machine, holder, reserved: &reserved, deed: ReservationDeed::Expired, words: "", event };
        tell_in(&tx, &told, None, now).await?;
    }
    tx.commit().await?;
    Ok(true)
}
