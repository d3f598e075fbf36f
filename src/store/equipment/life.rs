//! The life-book of a machine: its requests, the work on it, parts that came and went, what was changed of it, the sealed
//! events of its life; the latest first, page by page.

use super::{Lived, lived_in};
use crate::domain::ids::{EquipmentId, PersonId, SiteId, TicketId};
use crate::store::access::{RegisterOf, Scope};
use crate::store::chain::{self, Entry};
use crate::store::entities::{component, equipment, equipment_change, medium, part_move, person, site};
use crate::store::interventions::{self, Intervention};
use crate::store::tickets::{self, PageKey, QueueRow};
use crate::store::{Db, DbErr, people};
use chrono::{DateTime, NaiveTime, Utc};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{HashMap, HashSet};
use std::str::FromStr;
use uuid::Uuid;

/// Where a page ends: the next begins after it. Written `microseconds.id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    pub at: DateTime<Utc>,
    pub id: Uuid,
}

impl std::fmt::Display for Mark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.at.timestamp_micros(), self.id)
    }
}

/// What was typed is no end of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the end of a page")]
pub struct NoMark;

impl FromStr for Mark {
    type Err = NoMark;

    fn from_str(text: &str) -> Result<Self, NoMark> {
        let (at, id) = text.split_once('.').ok_or(NoMark)?;
        let at = at.parse().ok().and_then(DateTime::from_timestamp_micros).ok_or(NoMark)?;
        Ok(Self { at, id: id.parse().map_err(|_| NoMark)? })
    }
}

/// Something that happened to a machine.
#[derive(Clone, Debug)]
pub struct Event {
    /// When, and its place among what happened at once. Of work it is its day, at midnight.
    pub mark: Mark,
    pub what: Happening,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Happening {
    Request(Box<QueueRow>),
    Work(Box<Intervention>),
    /// A part came or went. `kind` is the word of a component or of a medium, `is_medium` says which.
    Moved {
        kind: String,
        is_medium: bool,
        model: String,
        from: Option<String>,
        to: Option<String>,
        came: bool,
        by: String,
    },
    /// One field was changed. People, sites are told by their names.
    Changed {
        field: String,
        was: String,
        became: String,
        by: String,
    },
    /// A sealed event, with the name of who stands behind it.
    Sealed(Box<Entry>, Option<String>),
}

/// A page of the life-book: at most `most` events after `before`, and where the next page begins when there is more.
pub async fn life(
    db: &Db,
    by: &RegisterOf,
    machine: EquipmentId,
    before: Option<Mark>,
    most: usize,
) -> Result<(Vec<Event>, Option<Mark>), DbErr> {
    let own = Scope::from(by).kept_equipment().filter(equipment::Column::Id.eq(machine));
    let Some(row) = own.filter(equipment::Column::StructureId.eq(by.structure())).one(&db.read).await? else {
        return Ok((Vec::new(), None));
    };
    let lived = lived_in(&db.read, &row).await?;
    let limit = most as u64 + 1;
    let mut events = requests(db, by, machine, before, limit).await?;
    events.extend(work(db, by, machine, before, limit).await?);
    events.extend(moves(db, &lived, before, limit).await?);
    events.extend(changes(db, machine, before, limit).await?);
    events.extend(sealed(db, &lived, before, limit).await?);
    events.sort_by_key(|event| std::cmp::Reverse(event.mark));
    let more = events.len() > most;
    events.truncate(most);
    let next = events.last().filter(|_| more).map(|event| event.mark);
    Ok((events, next))
}

async fn requests(db: &Db, by: &RegisterOf, machine: EquipmentId, before: Option<Mark>, limit: u64) -> Result<Vec<Event>, DbErr> {
    let after = before.map(|mark| PageKey { queue_rank: 0, at: mark.at, id: TicketId(mark.id) });
    let rows = tickets::of_equipment_after(db, by, machine, after, limit).await?;
    let event = |row: QueueRow| Event { mark: Mark { at: row.received_at, id: row.id.0 }, what: Happening::Request(Box::new(row)) };
    Ok(rows.into_iter().map(event).collect())
}

async fn work(db: &Db, by: &RegisterOf, machine: EquipmentId, before: Option<Mark>, limit: u64) -> Result<Vec<Event>, DbErr> {
    // Of a day that began before the mark all is earlier; of one that begins with it, what has a smaller id.
    let before = before.map(|mark| {
        let day = mark.at.date_naive();
        if mark.at > day.and_time(NaiveTime::MIN).and_utc() { (day, None) } else { (day, Some(mark.id)) }
    });
    let rows = interventions::of_equipment_before(db, by, machine, before, limit).await?;
    let event = |row: Intervention| {
        let mark = Mark { at: row.work.day.and_time(NaiveTime::MIN).and_utc(), id: row.entry.0 };
        Event { mark, what: Happening::Work(Box::new(row)) }
    };
    Ok(rows.into_iter().map(event).collect())
}

async fn moves(db: &Db, lived: &Lived, before: Option<Mark>, limit: u64) -> Result<Vec<Event>, DbErr> {
    use part_move::Column as C;
    let machine = lived.machine;
    let touches = Condition::any().add(C::FromEquipmentId.eq(machine)).add(C::ToEquipmentId.eq(machine));
    let mut select = part_move::Entity::find().filter(touches);
    if let Some(from) = lived.from {
        select = select.filter(C::MovedAt.gte(from));
    }
    if let Some(until) = lived.until {
        select = select.filter(C::MovedAt.lte(until));
    }
    if let Some(mark) = before {
        let same = Condition::all().add(C::MovedAt.eq(mark.at)).add(C::Id.lt(mark.id));
        select = select.filter(Condition::any().add(C::MovedAt.lt(mark.at)).add(same));
    }
    let rows = select.order_by_desc(C::MovedAt).order_by_desc(C::Id).limit(limit).all(&db.read).await?;
    let ids: HashSet<_> = rows.iter().flat_map(|row| [row.from_equipment_id, row.to_equipment_id]).flatten().collect();
    let names: HashMap<EquipmentId, String> = equipment::Entity::find()
        .select_only()
        .columns([equipment::Column::Id, equipment::Column::Name])
        .filter(equipment::Column::Id.is_in(ids))
        .into_tuple::<(EquipmentId, String)>()
        .all(&db.read)
        .await?
        .into_iter()
        .collect();
    let mut people = people::names(&db.read, rows.iter().map(|row| row.person_id)).await?;
    let components = component::Entity::find().filter(component::Column::Id.is_in(rows.iter().filter_map(|row| row.component_id)));
    let components: HashMap<_, _> = components.all(&db.read).await?.into_iter().map(|row| (row.id, row)).collect();
    let media = medium::Entity::find().filter(medium::Column::Id.is_in(rows.iter().filter_map(|row| row.medium_id)));
    let media: HashMap<_, _> = media.all(&db.read).await?.into_iter().map(|row| (row.id, row)).collect();
    let mut events = Vec::new();
    for row in rows {
        let component = row.component_id.and_then(|id| components.get(&id)).map(|row| (row.kind.to_string(), row.model.clone()));
        let medium = row.medium_id.and_then(|id| media.get(&id)).map(|row| (row.kind.to_string(), row.model.clone()));
        let is_medium = medium.is_some();
        let Some((kind, model)) = medium.or(component) else { continue };
        let name = |id: Option<EquipmentId>| id.and_then(|id| names.get(&id).cloned());
        let what = Happening::Moved {
            kind,
            is_medium,
            model,
            from: name(row.from_equipment_id),
            to: name(row.to_equipment_id),
            came: row.to_equipment_id == Some(machine),
            by: people.entry(row.person_id).or_default().clone(),
        };
        events.push(Event { mark: Mark { at: row.moved_at, id: row.id.0 }, what });
    }
    Ok(events)
}

async fn changes(db: &Db, machine: EquipmentId, before: Option<Mark>, limit: u64) -> Result<Vec<Event>, DbErr> {
    use equipment_change::Column as C;
    let mut select = equipment_change::Entity::find().filter(C::EquipmentId.eq(machine));
    if let Some(mark) = before {
        let same = Condition::all().add(C::ChangedAt.eq(mark.at)).add(C::Id.lt(mark.id));
        select = select.filter(Condition::any().add(C::ChangedAt.lt(mark.at)).add(same));
    }
    let rows = select.order_by_desc(C::ChangedAt).order_by_desc(C::Id).limit(limit).all(&db.read).await?;
    let named = Named::of(db, &rows).await?;
    let event = |row: equipment_change::Model| {
        let by = named.person(&row.person_id.to_string());
        let (was, became) = (named.told(&row.field, row.was), named.told(&row.field, row.became));
        let mark = Mark { at: row.changed_at, id: row.id.0 };
        Event { mark, what: Happening::Changed { field: row.field, was, became, by } }
    };
    Ok(rows.into_iter().map(event).collect())
}

async fn sealed(db: &Db, lived: &Lived, before: Option<Mark>, limit: u64) -> Result<Vec<Event>, DbErr> {
    let rows = chain::before_in(db, lived, before.map(|mark| (mark.at, mark.id)), limit).await?;
    let event = |(entry, name): (Entry, Option<String>)| Event {
        mark: Mark { at: entry.recorded_at, id: entry.id.0 },
        what: Happening::Sealed(Box::new(entry), name),
    };
    Ok(rows.into_iter().map(event).collect())
}

/// The names behind the ids of a history.
struct Named {
    people: HashMap<String, String>,
    sites: HashMap<String, String>,
}

impl Named {
    async fn of(db: &Db, rows: &[equipment_change::Model]) -> Result<Self, DbErr> {
        let told = |field: &str| {
            let of_field: Vec<&equipment_change::Model> = rows.iter().filter(|row| row.field == field).collect();
            of_field.into_iter().flat_map(|row| [row.was.clone(), row.became.clone()]).collect::<Vec<_>>()
        };
        let users = told("user").into_iter().filter_map(|id| id.parse().ok());
        let ids: Vec<PersonId> = rows.iter().map(|row| row.person_id).chain(users).collect();
        let people = person::Entity::find().filter(person::Column::Id.is_in(ids)).all(&db.read).await?;
        let ids: Vec<SiteId> = told("site").into_iter().filter_map(|id| id.parse().ok()).collect();
        let sites = site::Entity::find().filter(site::Column::Id.is_in(ids)).all(&db.read).await?;
        Ok(Self {
            people: people.into_iter().map(|row| (row.id.to_string(), row.name)).collect(),
            sites: sites.into_iter().map(|row| (row.id.to_string(), row.name)).collect(),
        })
    }

    fn person(&self, id: &str) -> String {
        self.people.get(id).cloned().unwrap_or_default()
    }

    fn told(&self, field: &str, value: String) -> String {
        match field {
            "user" => self.person(&value),
            "site" => self.sites.get(&value).cloned().unwrap_or_default(),
            _ => value,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_page_is_read_as_it_is_written() {
        let at = DateTime::from_timestamp_micros(1_774_342_800_123_456).expect("an instant");
        let mark = Mark { at, id: Uuid::from_u128(7) };
        assert_eq!(mark.to_string().parse(), Ok(mark));
        for typed in ["", "12", "12.x", "x.00000000-0000-0000-0000-000000000007", "9999999999999999999.0"] {
            assert_eq!(typed.parse::<Mark>(), Err(NoMark), "{typed:?}");
        }
    }
}
