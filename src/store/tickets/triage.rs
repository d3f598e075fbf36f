//! What a technician says a ticket is, over what they saw of it.

use super::commands::TicketError;
use super::deed::Deed;
use super::{machines, words};
use crate::domain::ids::{CategoryId, EquipmentId, SiteId, TicketId};
use crate::domain::sites::{moved, told_by};
use crate::domain::tickets::triage::{Field, Particular, field};
use crate::domain::tickets::{EventKind, Priority};
use crate::store::access::Technician;
use crate::store::entities::{equipment, person, site, ticket, ticket_event};
use crate::store::{Db, DbErr, categories, sites};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Set};
use std::collections::BTreeSet;

/// What a ticket is said to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Triage {
    pub title: String,
    pub category: Option<CategoryId>,
    pub priority: Priority,
    pub machines: BTreeSet<EquipmentId>,
    pub site: Option<SiteId>,
}

impl Triage {
    fn of(row: &ticket::Model, machines: &[equipment::Model]) -> Self {
        Self {
            title: row.title.clone(),
            category: row.category_id,
            priority: row.priority,
            machines: machines.iter().map(|machine| machine.id).collect(),
            site: row.site_id,
        }
    }
}

/// Why a ticket is not said to be so.
#[derive(Debug, thiserror::Error)]
pub enum TriageError {
    /// Somebody changed the same since it was seen: what both changed, how all stands now, and who did it last. Nothing is changed.
    #[error("somebody else has changed it meanwhile")]
    Overtaken { disputed: Vec<Particular>, now: Triage, by: String },
    /// No category that is in use.
    #[error("no such category")]
    NoCategory,
    /// No machine of the ticket's structure.
    #[error("no such machine")]
    NoMachine,
    /// No site of the ticket's structure that may be chosen.
    #[error("no such site")]
    NoSite,
    #[error(transparent)]
    Ticket(#[from] TicketError),
}

impl From<DbErr> for TriageError {
    fn from(error: DbErr) -> Self {
        Self::Ticket(error.into())
    }
}

/// Says what a ticket is: what is `wanted` over what was `seen`. A priority is changed with a reason, which the requester reads.
/// What somebody else changed in between stays, unless both changed the same.
pub async fn sort_out(
    db: &Db,
    by: &Technician,
    id: TicketId,
    (seen, wanted): (&Triage, Triage),
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), TriageError> {
    let deed = Deed::start(db, by, id, by.viewer(), now).await?;
    let about = machines::of_ticket_in(&deed.tx, deed.ticket.id).await?;
    let stands = Triage::of(&deed.ticket, &about);
    let title = field(&seen.title, wanted.title, &stands.title);
    let category = field(&seen.category, wanted.category, &stands.category);
    let priority = field(&seen.priority, wanted.priority, &stands.priority);
    let its_machines = field(&seen.machines, wanted.machines, &stands.machines);
    let site = field(&seen.site, wanted.site, &stands.site);
    let both = [
        (Particular::Title, title == Field::Disputed),
        (Particular::Category, category == Field::Disputed),
        (Particular::Priority, priority == Field::Disputed),
        (Particular::Equipment, its_machines == Field::Disputed),
        (Particular::Site, site == Field::Disputed),
    ];
    let disputed: Vec<Particular> = both.into_iter().filter(|(_, disputed)| *disputed).map(|(what, _)| what).collect();
    if !disputed.is_empty() {
        return Err(TriageError::Overtaken { disputed, by: last_hand(&deed).await?, now: stands });
    }
    let mut change = ticket::ActiveModel::default();
    let mut said = Vec::new();
    if let Field::Becomes(title) = title {
        said.push((EventKind::Renamed, stands.title));
        change.title = Set(title);
    }
    if let Field::Becomes(category) = category {
        said.push((EventKind::Categorised, category_name(&deed, category).await?));
        change.category_id = Set(category);
    }
    if let Field::Becomes(priority) = priority {
        said.push((EventKind::Prioritised, reason.to_owned()));
        change.priority = Set(priority);
        change.queue_rank = Set(priority.queue_rank(deed.ticket.impact));
    }
    let mut place = deed.ticket.site_id;
    if let Field::Becomes(wanted) = its_machines {
        let now = of_structure(&deed, &wanted).await?;
        machines::replace_in(&deed.tx, deed.ticket.id, (&stands.machines, &wanted)).await?;
        said.push((EventKind::Concerned, turned(&names(&about), &names(&now))));
        change.equipment_id = Set(machines::first(deed.ticket.equipment_id, &wanted));
        place = moved(place, told_by(about.iter().map(|row| row.site_id)), told_by(now.iter().map(|row| row.site_id)));
    }
    if let Field::Becomes(site) = site {
        refuse_site_elsewhere(&deed, site).await?;
        place = site;
    }
    if place != deed.ticket.site_id {
        said.push((EventKind::Placed, turned(&site_name(&deed, stands.site).await?, &site_name(&deed, place).await?)));
        change.site_id = Set(place);
    }
    if said.is_empty() {
        return Ok(());
    }
    change.changed_at = Set(now);
    deed.change(change).await?;
    words::index_in(&deed.tx, deed.ticket.id).await?;
    for (kind, detail) in said {
        deed.record(kind, &detail).await?;
    }
    Ok(deed.done().await?)
}

/// Says what a ticket is about and nothing else; whether that changed anything.
pub async fn categorise(
    db: &Db,
    by: &Technician,
    id: TicketId,
    category: Option<CategoryId>,
    now: DateTime<Utc>,
) -> Result<bool, TriageError> {
    let deed = Deed::start(db, by, id, by.viewer(), now).await?;
    if deed.ticket.category_id == category {
        return Ok(false);
    }
    let name = category_name(&deed, category).await?;
    deed.change(ticket::ActiveModel { category_id: Set(category), changed_at: Set(now), ..Default::default() }).await?;
    deed.record(EventKind::Categorised, &name).await?;
    deed.done().await?;
    Ok(true)
}

async fn category_name(deed: &Deed, wanted: Option<CategoryId>) -> Result<String, TriageError> {
    let Some(id) = wanted else { return Ok(String::new()) };
    let row = categories::given_in(&deed.tx, id, deed.ticket.category_id).await?.ok_or(TriageError::NoCategory)?;
    Ok(row.name)
}

/// Machines come from a form: each is looked up in the structure of the ticket.
async fn of_structure(deed: &Deed, wanted: &BTreeSet<EquipmentId>) -> Result<Vec<equipment::Model>, TriageError> {
    let wanted: Vec<EquipmentId> = wanted.iter().copied().collect();
    let found = machines::of_structure_in(&deed.tx, deed.ticket.structure_id, &wanted).await;
    let mut found = found.map_err(|refused| match refused {
        TicketError::Foreign => TriageError::NoMachine,
        other => other.into(),
    })?;
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

fn names(of: &[equipment::Model]) -> String {
    of.iter().map(|row| row.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// What was, and what is now, as a history keeps both.
fn turned(before: &str, now: &str) -> String {
    format!("{before}\n{now}")
}

/// A site comes from a form: it is looked up in the structure of the ticket; one that was put away stays where it is.
async fn refuse_site_elsewhere(deed: &Deed, wanted: Option<SiteId>) -> Result<(), TriageError> {
    let Some(id) = wanted else { return Ok(()) };
    let given = sites::given_in(&deed.tx, deed.ticket.structure_id, id, deed.ticket.site_id).await?;
    given.map(drop).ok_or(TriageError::NoSite)
}

async fn site_name(deed: &Deed, of: Option<SiteId>) -> Result<String, DbErr> {
    let Some(id) = of else { return Ok(String::new()) };
    Ok(site::Entity::find_by_id(id).one(&deed.tx).await?.map(|row| row.name).unwrap_or_default())
}

/// Who changed what it is last.
async fn last_hand(deed: &Deed) -> Result<String, DbErr> {
    let kinds = [EventKind::Renamed, EventKind::Categorised, EventKind::Prioritised, EventKind::Concerned, EventKind::Placed];
    let name: Option<String> = ticket_event::Entity::find()
        .select_only()
        .column(person::Column::Name)
        .join(JoinType::InnerJoin, ticket_event::Relation::Person.def())
        .filter(ticket_event::Column::TicketId.eq(deed.ticket.id))
        .filter(ticket_event::Column::Kind.is_in(kinds))
        .order_by_desc(ticket_event::Column::At)
        .order_by_desc(ticket_event::Column::Id)
        .into_tuple()
        .one(&deed.tx)
        .await?;
    Ok(name.unwrap_or_default())
}
