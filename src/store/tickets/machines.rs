//! What a ticket is about: none, one or several machines of its structure. All of them are rows of `ticket_equipment`; the
//! first stands on the ticket too, so that a ticket about one machine is read with its row alone.

use super::commands::TicketError;
use crate::domain::ids::{EquipmentId, StructureId, TicketId};
use crate::store::entities::{equipment, merge_equipment, ticket, ticket_equipment, ticket_merge};
use crate::store::{Db, DbErr};
use sea_orm::sea_query::{Expr, ExprTrait as _, IntoCondition, OnConflict, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Set,
};
use std::collections::{BTreeSet, HashMap};

/// A machine with its name.
pub type NamedMachine = (EquipmentId, String);

/// That the row's ticket is about a machine of these.
pub(in crate::store) fn is_about(which: impl IntoCondition) -> Expr {
    let tickets = Query::select()
        .column(ticket_equipment::Column::TicketId)
        .from(ticket_equipment::Entity)
        .cond_where(which.into_condition())
        .to_owned();
    ticket::Column::Id.in_subquery(tickets)
}

/// That the row's ticket is about more machines than the first.
pub(super) fn has_more() -> Expr {
    let column = |column| Expr::col((ticket_equipment::Entity, column));
    let others = Query::select()
        .expr(Expr::value(1))
        .from(ticket_equipment::Entity)
        .and_where(column(ticket_equipment::Column::TicketId).equals((ticket::Entity, ticket::Column::Id)))
        .and_where(column(ticket_equipment::Column::EquipmentId).ne(Expr::col((ticket::Entity, ticket::Column::EquipmentId))))
        .to_owned();
    Expr::exists(others)
}

/// The machines of tickets that were found within reach, by name.
pub async fn machines_of(
    db: &Db,
    tickets: impl IntoIterator<Item = TicketId>,
) -> Result<HashMap<TicketId, Vec<NamedMachine>>, DbErr> {
    let tickets: Vec<TicketId> = tickets.into_iter().collect();
    let mut machines: HashMap<TicketId, Vec<NamedMachine>> = HashMap::new();
    // An engine binds so many values at once.
    for some in tickets.chunks(500) {
        let rows: Vec<(TicketId, EquipmentId, String)> = ticket_equipment::Entity::find()
            .select_only()
            .columns([ticket_equipment::Column::TicketId, ticket_equipment::Column::EquipmentId])
            .column(equipment::Column::Name)
            .join(JoinType::InnerJoin, ticket_equipment::Relation::Equipment.def())
            .filter(ticket_equipment::Column::TicketId.is_in(some.iter().copied()))
            .order_by_asc(equipment::Column::Name)
            .order_by_asc(equipment::Column::Id)
            .into_tuple()
            .all(&db.read)
            .await?;
        for (ticket, id, name) in rows {
            machines.entry(ticket).or_default().push((id, name));
        }
    }
    Ok(machines)
}

/// Machines come from a form: each is looked up in the structure of the ticket. In the order in which they are named, once each.
pub(super) async fn of_structure_in(
    tx: &impl ConnectionTrait,
    structure: StructureId,
    named: &[EquipmentId],
) -> Result<Vec<equipment::Model>, TicketError> {
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let wanted: BTreeSet<EquipmentId> = named.iter().copied().collect();
    let mut found = equipment::Entity::find()
        .filter(equipment::Column::Id.is_in(wanted.iter().copied()))
        .filter(equipment::Column::StructureId.eq(structure))
        .all(tx)
        .await?;
    if found.len() != wanted.len() {
        return Err(TicketError::Foreign);
    }
    found.sort_by_key(|row| named.iter().position(|id| *id == row.id));
    Ok(found)
}

/// The machines of a ticket, by name.
pub(super) async fn of_ticket_in(tx: &impl ConnectionTrait, id: TicketId) -> Result<Vec<equipment::Model>, DbErr> {
    let its = Query::select()
        .column(ticket_equipment::Column::EquipmentId)
        .from(ticket_equipment::Entity)
        .and_where(ticket_equipment::Column::TicketId.eq(id))
        .to_owned();
    equipment::Entity::find()
        .filter(equipment::Column::Id.in_subquery(its))
        .order_by_asc(equipment::Column::Name)
        .order_by_asc(equipment::Column::Id)
        .all(tx)
        .await
}

/// The same by id alone.
pub(super) async fn ids_in(tx: &impl ConnectionTrait, id: TicketId) -> Result<BTreeSet<EquipmentId>, DbErr> {
    let rows = ticket_equipment::Entity::find().filter(ticket_equipment::Column::TicketId.eq(id)).all(tx).await?;
    Ok(rows.into_iter().map(|row| row.equipment_id).collect())
}

/// Writes machines of a ticket that are not written yet. Which is the first is the row's business.
pub(in crate::store) async fn join_in(
    tx: &impl ConnectionTrait,
    ticket_id: TicketId,
    machines: impl IntoIterator<Item = EquipmentId>,
) -> Result<(), DbErr> {
    let row = |equipment_id| ticket_equipment::Model { ticket_id, equipment_id }.into_active_model();
    let rows: Vec<_> = machines.into_iter().map(row).collect();
    if rows.is_empty() {
        return Ok(());
    }
    ticket_equipment::Entity::insert_many(rows).exec_without_returning(tx).await.map(drop)
}

/// The first of a ticket's machines: the one that was, as long as it is one of them.
pub(super) fn first(was: Option<EquipmentId>, machines: &BTreeSet<EquipmentId>) -> Option<EquipmentId> {
    was.filter(|was| machines.contains(was)).or_else(|| machines.first().copied())
}

/// Makes these the machines of a ticket; its row is the caller's to change.
pub(super) async fn replace_in(
    tx: &impl ConnectionTrait,
    ticket_id: TicketId,
    (before, now): (&BTreeSet<EquipmentId>, &BTreeSet<EquipmentId>),
) -> Result<(), DbErr> {
    remove_in(tx, ticket_id, before.difference(now).copied().collect()).await?;
    join_in(tx, ticket_id, now.difference(before).copied()).await
}

async fn remove_in(tx: &impl ConnectionTrait, ticket_id: TicketId, machines: BTreeSet<EquipmentId>) -> Result<(), DbErr> {
    if machines.is_empty() {
        return Ok(());
    }
    ticket_equipment::Entity::delete_many()
        .filter(ticket_equipment::Column::TicketId.eq(ticket_id))
        .filter(ticket_equipment::Column::EquipmentId.is_in(machines))
        .exec(tx)
        .await
        .map(drop)
}

/// The machines of a ticket are those of the one in which it lives on too; which came with it is remembered. The first of them
/// all.
pub(super) async fn bring_in(
    tx: &impl ConnectionTrait,
    merge: &ticket_merge::Model,
    lives_on: &ticket::Model,
) -> Result<Option<EquipmentId>, DbErr> {
    let (here, from) = (ids_in(tx, merge.into_id).await?, ids_in(tx, merge.ticket_id).await?);
    let newcomers: Vec<EquipmentId> = from.difference(&here).copied().collect();
    join_in(tx, merge.into_id, newcomers.iter().copied()).await?;
    for equipment_id in newcomers {
        let row = merge_equipment::Model { merge_id: merge.id, equipment_id };
        merge_equipment::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    }
    Ok(lives_on.equipment_id.or_else(|| from.first().copied()))
}

/// The two are taken apart again: what came with the merge goes with it, unless another that still lives on here has it too.
pub(super) async fn take_back_in(
    tx: &impl ConnectionTrait,
    merge: &ticket_merge::Model,
    lives_on: &ticket::Model,
) -> Result<(), DbErr> {
    let rows = merge_equipment::Entity::find().filter(merge_equipment::Column::MergeId.eq(merge.id)).all(tx).await?;
    let mut gone: BTreeSet<EquipmentId> = rows.into_iter().map(|row| row.equipment_id).collect();
    let mut site = lives_on.site_id.filter(|site| Some(*site) != merge.site_id);
    let goes = site != lives_on.site_id;
    if gone.is_empty() && !goes {
        return Ok(());
    }
    for (other, row) in standing_in(tx, lives_on.id).await? {
        for equipment_id in ids_in(tx, other.ticket_id).await? {
            if gone.remove(&equipment_id) {
                let row = merge_equipment::Model { merge_id: other.id, equipment_id };
                merge_equipment::Entity::insert(row.into_active_model())
                    .on_conflict(OnConflict::new().do_nothing().to_owned())
                    .exec_without_returning(tx)
                    .await?;
            }
        }
        if goes && site.is_none() && row.site_id.is_some() {
            site = row.site_id;
            let change = ticket_merge::ActiveModel { site_id: Set(site), ..Default::default() };
            ticket_merge::Entity::update_many().set(change).filter(ticket_merge::Column::Id.eq(other.id)).exec(tx).await?;
        }
    }
    remove_in(tx, lives_on.id, gone).await?;
    let left = ids_in(tx, lives_on.id).await?;
    let change =
        ticket::ActiveModel { equipment_id: Set(first(lives_on.equipment_id, &left)), site_id: Set(site), ..Default::default() };
    ticket::Entity::update_many().set(change).filter(ticket::Column::Id.eq(lives_on.id)).exec(tx).await.map(drop)
}

/// The merges into a ticket that stand, the first first, each with the ticket that was merged.
async fn standing_in(tx: &impl ConnectionTrait, into: TicketId) -> Result<Vec<(ticket_merge::Model, ticket::Model)>, DbErr> {
    let merges = ticket_merge::Entity::find()
        .filter(ticket_merge::Column::IntoId.eq(into))
        .filter(ticket_merge::Column::SeparatedAt.is_null())
        .order_by_asc(ticket_merge::Column::MergedAt)
        .order_by_asc(ticket_merge::Column::Id)
        .all(tx)
        .await?;
    let rows = ticket::Entity::find().filter(ticket::Column::Id.is_in(merges.iter().map(|merge| merge.ticket_id))).all(tx).await?;
    let mut rows: HashMap<TicketId, ticket::Model> = rows.into_iter().map(|row| (row.id, row)).collect();
    Ok(merges.into_iter().filter_map(|merge| rows.remove(&merge.ticket_id).map(|row| (merge, row))).collect())
}
