//! A made-up group of any size, to measure with: never loaded into a database that holds another group.

mod rows;

use super::entities::{
    self, agreement, amendment, attachment, group_settings, intervention, inventory_token, letter, message, participation,
    stored_file, ticket, ticket_equipment, ticket_event, ticket_pause,
};
use super::group::{self, Group};
use super::interventions::recount_in;
use super::outbox::LetterState;
use super::people::{self, NewPerson};
use super::secrets::{Secret, digest};
use super::sessions::{self, Way};
use super::structures::{self, Particulars};
use super::{Db, DbErr, chain, equipment, hours, inventories, tickets};
use crate::domain::chain::{By, EventKind, Role as ChainRole, Stage};
use crate::domain::equipment::EquipmentKind;
use crate::domain::ids::{AgreementId, AmendmentId, EquipmentId, InventoryTokenId, MembershipId, PersonId, StructureId, TicketId};
use crate::domain::people::{Duty, Language, Role};
use crate::domain::time::{Minutes, Month};
use crate::store::access::{Coordinator, GROUP};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rows::House;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseBackend, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Set,
};
use std::time::{Duration, Instant};

/// How much of everything.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    pub structures: usize,
    /// The last of them is the present one, and open.
    pub months: i32,
    pub tickets: usize,
    pub interventions: usize,
    /// What is said in all, answers included: two a ticket at least.
    pub messages: usize,
    /// Pictures in all.
    pub pictures: usize,
    /// At home in each structure.
    pub people: usize,
    /// Tickets of each structure that are still open.
    pub open: usize,
    /// Who answers; `None`: as many as the work asks for.
    pub technicians: Option<usize>,
    /// Of each structure: ten at least, which requests name.
    pub machines: usize,
    /// In the log of each machine, its beginning included.
    pub events: usize,
}

impl Scale {
    /// As many technicians as ten pieces of work on each of 21 days a month ask for, four at least, when their number is not given.
    pub fn technicians(&self) -> usize {
        if let Some(given) = self.technicians {
            return given.max(1);
        }
        self.interventions.div_ceil(usize::try_from(self.months).unwrap_or(1).max(1) * 21 * 10).max(4)
    }
}

/// What a measurement asks for: addresses, and a session for each role.
pub struct Loaded {
    /// Whether it was loaded now, or found.
    pub fresh: bool,
    pub structure: StructureId,
    pub ticket: TicketId,
    /// One of the same structure with the longest conversation and fifty pictures, and one with five messages.
    pub long: TicketId,
    pub short: TicketId,
    /// Where the last page of all tickets starts, as the address of a list says it.
    pub deep: String,
    pub technician: Secret,
    pub coordinator: Secret,
    pub referent: Secret,
    pub employee: Secret,
    /// A machine in the middle of the structure's register, and its serial number.
    pub machine: EquipmentId,
    pub serial: String,
    /// An address of agents for each structure, the first ones.
    pub agents: Vec<String>,
    /// How long the closing of the last past month took, signatures, journal, statements and letters included.
    pub closing: Option<Duration>,
}

const NAME: &str = "Groupement de mesure";
/// Which requests name.
const MACHINES: usize = 10;
/// Rows of one statement: below what either engine takes as parameters.
const BATCH: usize = 500;

/// Loads the group, or finds it; `None` in a database that holds another.
pub async fn fill(db: &Db, scale: Scale, now: DateTime<Utc>, said: impl Fn(String)) -> anyhow::Result<Option<Loaded>> {
    let fresh = match group::find(db).await? {
        None => true,
        Some(group) if group.name == NAME => false,
        Some(_) => return Ok(None),
    };
    let closing = if fresh { load(db, scale, now, said).await? } else { None };
    let structure = StructureId(rows::id("structure", 0));
    let of_it = ticket::Entity::find().filter(ticket::Column::StructureId.eq(structure));
    let latest = of_it.order_by_desc(ticket::Column::Number).limit(3).all(&db.read).await?;
    let [ticket, long, short] = &latest[..] else { anyhow::bail!("three tickets a structure at least") };
    let all = ticket::Entity::find().order_by_asc(ticket::Column::ReceivedAt).order_by_asc(ticket::Column::Id);
    let deep = all.offset(51).one(&db.read).await?.unwrap_or_else(|| ticket.clone());
    let session = async |who: PersonId| sessions::open(db, who, Way::Link, "load", now).await;
    Ok(Some(Loaded {
        fresh,
        structure,
        ticket: ticket.id,
        long: long.id,
        short: short.id,
        deep: format!("{}_{}_{}", deep.queue_rank, deep.received_at.timestamp_micros(), deep.id),
        referent: session(rows::member(0, 0)).await?,
        technician: session(rows::technician(0)).await?,
        coordinator: session(coordinator()).await?,
        employee: session(rows::member(0, 1)).await?,
        machine: rows::machine(0, scale.machines / 2),
        serial: rows::serial(0, scale.machines / 2),
        agents: agents(db, scale.structures, now).await?,
        closing,
    }))
}

fn coordinator() -> PersonId {
    PersonId(rows::id("coordinator", 0))
}

async fn load(db: &Db, scale: Scale, now: DateTime<Utc>, said: impl Fn(String)) -> anyhow::Result<Option<Duration>> {
    let today = now.with_timezone(&chrono_tz::Europe::Paris).date_naive();
    let present = Month::of(today);
    let first = present.plus(1 - scale.months);
    let beginning = noon(first.first_day());
    if db.write.get_database_backend() == DatabaseBackend::Sqlite {
        // Structure after structure is not the order of the keys: pages that leave memory in between are read again and again.
        db.write.execute_unprepared("PRAGMA cache_size = -2000000").await?;
    }
    let tx = db.begin_write().await?;
    let group = Group { name: NAME.into(), phone: String::new(), email: String::new(), time_zone: chrono_tz::Europe::Paris };
    group::create_in(&tx, &group, beginning).await?;
    hire(&tx, coordinator(), "coordinator", Some(Duty::Coordinator), beginning).await?;
    for number in 0..scale.technicians() {
        hire(&tx, rows::technician(number), &format!("technician{number}"), Some(Duty::Technician), beginning).await?;
    }
    tx.commit().await?;
    for number in 0..scale.structures {
        let tx = db.begin_write().await?;
        welcome(&tx, (number, scale), first, beginning).await?;
        write(&tx, &House { number, scale, first, today }).await?;
        for month in (0..scale.months).map(|past| first.plus(past)) {
            recount_in(&tx, StructureId(rows::id("structure", number)), month).await?;
        }
        tx.commit().await?;
        said(format!("structure {} of {}", number + 1, scale.structures));
    }
    let tx = db.begin_write().await?;
    let next = i64::try_from(scale.tickets)? + 1;
    group_settings::Entity::update_many()
        .set(group_settings::ActiveModel { next_ticket_number: Set(next), ..Default::default() })
        .exec(&tx)
        .await?;
    for month in (0..scale.months - 2).map(|past| first.plus(past)) {
        hours::close_in(&tx, month, None, noon(month.next().first_day())).await?;
    }
    tx.commit().await?;
    tickets::index_missing(db).await?;
    if scale.months < 2 {
        return Ok(None);
    }
    close_last(db, present.previous(), now).await.map(Some)
}

/// Closes the last past month as its coordinator does, three weeks after its end, and says how long it took.
async fn close_last(db: &Db, month: Month, now: DateTime<Utc>) -> anyhow::Result<Duration> {
    let secret = sessions::open(db, coordinator(), Way::Link, "load", now).await?;
    let viewer = sessions::viewer(db, &secret, now).await?;
    let by = viewer.as_ref().and_then(|(viewer, _)| Coordinator::of(viewer)).ok_or_else(|| anyhow::anyhow!("no coordinator"))?;
    let day = month.last_day() + chrono::TimeDelta::days(21);
    let began = Instant::now();
    hours::close(db, &by, month, day, noon(day)).await?;
    let took = began.elapsed();
    // Nothing is to be sent while pages are measured.
    let sent = letter::ActiveModel { state: Set(LetterState::Sent), sent_at: Set(Some(now)), ..Default::default() };
    letter::Entity::update_many().set(sent).exec(&db.write).await?;
    Ok(took)
}

fn noon(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc() + chrono::TimeDelta::hours(12)
}

async fn hire(tx: &impl ConnectionTrait, id: PersonId, name: &str, duty: Option<Duty>, since: DateTime<Utc>) -> anyhow::Result<()> {
    let email = format!("{name}@load.example").parse()?;
    let new = NewPerson { name: name.to_owned(), email, phone: String::new(), language: Language::French };
    people::create_in(tx, id, new, since).await?;
    if let Some(duty) = duty {
        group::give_duty_in(tx, id, duty, since).await?;
    }
    Ok(())
}

/// A structure with its agreement, its people and its machines.
async fn welcome(
    tx: &DatabaseTransaction,
    (number, scale): (usize, Scale),
    first: Month,
    since: DateTime<Utc>,
) -> anyhow::Result<()> {
    let id = StructureId(rows::id("structure", number));
    let particulars = Particulars {
        code: format!("S{number:03}").into(),
        name: format!("Structure {number:03}"),
        city: "Toulouse".into(),
        address: "1 rue de la Mesure, 31000 Toulouse".into(),
        phone: String::new(),
    };
    structures::create_in(tx, id, particulars, since).await?;
    let agreement_id = AgreementId(rows::id("agreement", number));
    let agreement = agreement::Model { id: agreement_id, structure_id: id, first_month: first, last_month: None };
    insert::<agreement::Entity, _>(tx, std::iter::once(agreement)).await?;
    let amendment = amendment::Model {
        id: AmendmentId(rows::id("amendment", number)),
        agreement_id,
        from_month: first,
        monthly_minutes: Minutes(60 * i64::try_from(20 + number % 40)?),
        note: String::new(),
        created_at: since,
    };
    insert::<amendment::Entity, _>(tx, std::iter::once(amendment)).await?;
    for who in 0..scale.people {
        let person = rows::member(number, who);
        hire(tx, person, &format!("member{number}-{who}"), None, since).await?;
        let role = if who == 0 { Role::Referent } else { Role::Employee };
        let membership = MembershipId(rows::id("membership", number * rows::MOST_PEOPLE + who));
        people::join_in(tx, membership, person, id, role, since).await?;
    }
    for machine in 0..scale.machines {
        let kind = if machine == 0 { EquipmentKind::Printer } else { EquipmentKind::Laptop };
        let particulars = equipment::Particulars {
            kind,
            name: format!("{number:03}-{machine:02}"),
            brand: "Dell".into(),
            model: "Latitude 5490".into(),
            serial: rows::serial(number, machine),
            user: None,
            site: None,
            place: String::new(),
            note: String::new(),
            acquired_on: None,
            year_of_manufacture: None,
            purchase: equipment::Purchase::default(),
            warranty_until: None,
        };
        let machine = rows::machine(number, machine);
        equipment::create_in(tx, machine, id, particulars, since).await?;
        if scale.events > 0 {
            live(tx, machine, scale.events, since).await?;
        }
    }
    Ok(())
}

/// The structure's tickets with their words and history, and the time spent on them, in batches.
async fn write(tx: &DatabaseTransaction, house: &House) -> Result<(), DbErr> {
    let tickets: Vec<ticket::Model> = house.tickets().collect();
    for batch in tickets.chunks(BATCH) {
        insert::<ticket::Entity, _>(tx, batch.iter().cloned()).await?;
        let machines = batch.iter().filter_map(|row| Some((row.id, row.equipment_id?)));
        insert::<ticket_equipment::Entity, _>(
            tx,
            machines.map(|(ticket_id, equipment_id)| ticket_equipment::Model { ticket_id, equipment_id }),
        )
        .await?;
        insert::<participation::Entity, _>(tx, batch.iter().map(rows::participation)).await?;
        insert::<ticket_pause::Entity, _>(tx, batch.iter().filter_map(rows::pause)).await?;
        let said: Vec<Vec<message::Model>> = batch.iter().map(|ticket| house.messages(ticket)).collect();
        for part in said.concat().chunks(BATCH) {
            insert::<message::Entity, _>(tx, part.iter().cloned()).await?;
        }
        let shown: Vec<_> = said.iter().flat_map(|conversation| house.pictures(conversation)).collect();
        for part in shown.chunks(BATCH) {
            insert::<stored_file::Entity, _>(tx, part.iter().map(|(file, _)| file.clone())).await?;
            insert::<attachment::Entity, _>(tx, part.iter().map(|(_, row)| row.clone())).await?;
        }
        insert::<ticket_event::Entity, _>(tx, batch.iter().flat_map(rows::events)).await?;
    }
    let worked: Vec<intervention::Model> = house.interventions(&tickets).collect();
    for batch in worked.chunks(BATCH) {
        insert::<intervention::Entity, _>(tx, batch.iter().cloned()).await?;
    }
    Ok(())
}

async fn insert<E, M>(tx: &DatabaseTransaction, rows: impl Iterator<Item = M>) -> Result<(), DbErr>
where
    E: EntityTrait<Model = M>,
    M: IntoActiveModel<E::ActiveModel>,
{
    E::insert_many(rows.map(IntoActiveModel::into_active_model)).exec_without_returning(tx).await.map(drop)
}

/// A machine goes into maintenance and comes back, until its log has so many events.
async fn live(tx: &DatabaseTransaction, id: EquipmentId, events: usize, since: DateTime<Utc>) -> anyhow::Result<()> {
    let machine = entities::equipment::Entity::find_by_id(id).one(tx).await?;
    let machine = machine.ok_or_else(|| anyhow::anyhow!("a machine that was just made"))?;
    let author = chain::actor_ref_in(tx, rows::technician(0)).await?;
    let state = chain::state_in(tx, &machine).await?;
    let (mut item, mut told) = (state.item.clone(), Vec::new());
    for number in item.seq.unsigned_abs()..events as u64 {
        let deed = match item.stage {
            Some(Stage::InMaintenance) => EventKind::MaintenanceClose {},
            _ => EventKind::MaintenanceOpen { ticket: None, reason: "Contrôle".to_owned() },
        };
        let at = since + chrono::TimeDelta::days(i64::try_from(number)?);
        let by = By { role: ChainRole::Technician, author: author.clone(), performed_by: None, org: GROUP, at };
        let done = item.may(&deed, &by).map_err(|refusal| anyhow::anyhow!("a made-up life breaks a rule: {refusal:?}"))?;
        done.iter().for_each(|event| item.apply(event));
        told.extend(done);
    }
    let act = chain::Act::new(state.seq(), EventKind::MaintenanceClose {});
    chain::append_in(tx, &machine, state, told, &act, since).await?;
    Ok(())
}

/// Makes an address of agents for each structure, a hundred at most.
async fn agents(db: &Db, structures: usize, now: DateTime<Utc>) -> anyhow::Result<Vec<String>> {
    let tx = db.begin_write().await?;
    let mut addresses = Vec::new();
    for number in 0..structures.min(100) {
        let secret = Secret::random();
        let address = inventories::address_of(&secret).to_owned();
        let row = inventory_token::Model {
            id: InventoryTokenId::new(now),
            structure_id: StructureId(rows::id("structure", number)),
            label: "Mesure".to_owned(),
            token_hash: digest(&address),
            made_by: rows::member(number, 0),
            made_at: now,
            seen_at: None,
            revoked_by: None,
            revoked_at: None,
        };
        insert::<inventory_token::Entity, _>(&tx, std::iter::once(row)).await?;
        addresses.push(address);
    }
    tx.commit().await?;
    Ok(addresses)
}
