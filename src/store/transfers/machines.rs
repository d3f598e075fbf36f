//! What a step of a transfer does with each machine on it.

use super::TransferError;
use super::steps::Hand;
use crate::domain::chain::{By, EventKind, Item, Refusal};
use crate::domain::ids::EquipmentId;
use crate::store::chain;
use crate::store::entities::equipment;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// The machines, held until the end of the transaction, always in the same order: two transfers never wait for each other.
pub(super) async fn held_in(
    tx: &DatabaseTransaction,
    ids: impl IntoIterator<Item = EquipmentId>,
) -> Result<Vec<equipment::Model>, TransferError> {
    let rows = equipment::Entity::find()
        .filter(equipment::Column::Id.is_in(ids))
        .order_by_asc(equipment::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    Ok(rows)
}

/// Does with one of them what the step asks for, as the first of these roles that may; nothing when it asks for nothing.
///
/// # Errors
/// What blocks it.
pub(super) async fn act_in(
    tx: &DatabaseTransaction,
    machine: &equipment::Model,
    hand: &Hand,
    deed: &(impl Fn(EquipmentId, &Item) -> Option<EventKind> + Sync),
) -> Result<(), TransferError> {
    let state = chain::state_in(tx, machine).await?;
    let Some(deed) = deed(machine.id, &state.item) else { return Ok(()) };
    let mut refused: Option<Refusal> = None;
    for (role, org) in &hand.roles {
        let by = By { role: *role, author: hand.author.clone(), performed_by: None, org: *org, at: hand.at };
        match state.item.may(&deed, &by) {
            Ok(events) => {
                let act = chain::Act::new(state.seq(), deed);
                chain::append_in(tx, machine, state, events, &act, hand.at).await?;
                return Ok(());
            }
            // What blocks says more than that another role is wanted.
            Err(refusal) if !matches!(refusal, Refusal::Role(_)) => refused = Some(refusal),
            Err(refusal) => drop(refused.get_or_insert(refusal)),
        }
    }
    Err(TransferError::Blocked(machine.id, Box::new(refused.unwrap_or(Refusal::NotTheCustodian))))
}
