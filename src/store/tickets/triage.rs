//! What a technician says a ticket is, over what they saw of it.

use super::commands::TicketError;
use super::deed::Deed;
use super::words;
use crate::domain::ids::{CategoryId, EquipmentId, TicketId};
use crate::domain::tickets::triage::{Field, Particular, field};
use crate::domain::tickets::{EventKind, Priority};
use crate::store::access::{Scope, Technician};
use crate::store::entities::{equipment, person, ticket, ticket_event};
use crate::store::{Db, DbErr, categories};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Set};

/// What a ticket is said to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Triage {
    pub title: String,
    pub category: Option<CategoryId>,
    pub priority: Priority,
    pub equipment: Option<EquipmentId>,
}

impl Triage {
    fn of(row: &ticket::Model) -> Self {
        Self { title: row.title.clone(), category: row.category_id, priority: row.priority, equipment: row.equipment_id }
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
    let stands = Triage::of(&deed.ticket);
    let title = field(&seen.title, wanted.title, &stands.title);
    let category = field(&seen.category, wanted.category, &stands.category);
    let priority = field(&seen.priority, wanted.priority, &stands.priority);
    let machine = field(&seen.equipment, wanted.equipment, &stands.equipment);
    let both = [
        (Particular::Title, title == Field::Disputed),
        (Particular::Category, category == Field::Disputed),
        (Particular::Priority, priority == Field::Disputed),
        (Particular::Equipment, machine == Field::Disputed),
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
    if let Field::Becomes(machine) = machine {
        said.push((EventKind::Concerned, machine_name(&deed, by, machine).await?));
        change.equipment_id = Set(machine);
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

async fn machine_name(deed: &Deed, by: &Technician, wanted: Option<EquipmentId>) -> Result<String, TriageError> {
    let Some(id) = wanted else { return Ok(String::new()) };
    let of_structure = Scope::from(by)
        .equipment()
        .filter(equipment::Column::Id.eq(id))
        .filter(equipment::Column::StructureId.eq(deed.ticket.structure_id));
    Ok(of_structure.one(&deed.tx).await?.ok_or(TriageError::NoMachine)?.name)
}

/// Who changed what it is last.
async fn last_hand(deed: &Deed) -> Result<String, DbErr> {
    let kinds = [EventKind::Renamed, EventKind::Categorised, EventKind::Prioritised, EventKind::Concerned];
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
