//! Machines that are ready go to whom they are reserved for: a batch from who holds them.

use super::TransferError;
use super::draft::create_in;
use super::next_life::is_given_in;
use crate::domain::chain::{Addressee, Intent};
use crate::domain::ids::{EquipmentId, OrgId, StructureId, TransferId};
use crate::store::access::{ReadyReader, Scope};
use crate::store::chain::{self, ReadyMachine};
use crate::store::entities::{organisation, structure, transfer};
use crate::store::{Db, DbErr};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, SqlErr};
use std::collections::BTreeSet;

/// A hand-over that is about to be.
#[derive(Clone, Debug)]
pub struct HandOver {
    /// Made with the form.
    pub id: TransferId,
    pub intent: Intent,
    /// A donation may be guaranteed, a sale is (C. conso. L217-7).
    pub guarantee_until: Option<NaiveDate>,
    pub machines: Vec<EquipmentId>,
}

/// The machines that one organisation holds and reserves for the same one, this one among them, and hands over when it wants to; none
/// for who does not answer for it.
pub async fn together(db: &Db, by: &ReadyReader, of: &ReadyMachine) -> Result<Vec<ReadyMachine>, DbErr> {
    let Some(reserved) = of.reserved.as_ref().filter(|_| by.holds(of.holder)) else { return Ok(Vec::new()) };
    let mut all = chain::ready(db, by).await?;
    all.retain(|one| {
        let same = one.holder == of.holder && one.reserved.as_ref().is_some_and(|other| other.org == reserved.org);
        same && one.machine.state.item.transit.is_none()
    });
    Ok(all)
}

/// Whether an organisation is a member structure.
async fn is_structure(db: &impl ConnectionTrait, org: OrgId) -> Result<bool, DbErr> {
    let row = structure::Entity::find_by_id(StructureId(org.0)).one(db).await?;
    Ok(row.is_some())
}

/// Puts the batch together; it is a draft until it is proposed. Sent twice, it is one.
pub async fn hand_over(
    db: &Db,
    by: &ReadyReader,
    of: &ReadyMachine,
    new: HandOver,
    now: DateTime<Utc>,
) -> Result<(), TransferError> {
    let own = Scope::from(by).transfers();
    let known = own.filter(transfer::Column::Id.eq(new.id)).one(&db.read).await?;
    if known.is_some_and(|row| row.from_id == of.holder) {
        return Ok(());
    }
    let Some(reserved) = of.reserved.clone() else { return Err(TransferError::NotThese) };
    let all = together(db, by, of).await?;
    let chosen: BTreeSet<EquipmentId> = new.machines.iter().copied().collect();
    let batch: Vec<&ReadyMachine> = all.iter().filter(|one| chosen.contains(&one.machine.id)).collect();
    if batch.is_empty() || batch.len() != chosen.len() {
        return Err(TransferError::NotThese);
    }
    if !matches!(new.intent, Intent::Donation | Intent::Sale) {
        return Err(TransferError::NotForThat);
    }
    // Nobody gives what is not theirs.
    for one in batch {
        let owner = one.machine.state.item.owner.unwrap_or(of.holder);
        if owner != of.holder && !is_given_in(&db.read, one.machine.id, owner, of.holder).await? {
            let name = structure::Entity::find_by_id(StructureId(owner.0)).one(&db.read).await?;
            return Err(TransferError::NotTheirs(name.map(|row| row.name).unwrap_or_default()));
        }
    }
    let tx = db.begin_write().await?;
    let from_kind = if is_structure(&tx, of.holder).await? { Addressee::Structure } else { Addressee::Workshop };
    let to_kind = match organisation::Entity::find_by_id(reserved.org).one(&tx).await? {
        Some(row) => row.kind.into(),
        None => Addressee::Structure,
    };
    let sides = ((of.holder, from_kind), (reserved.org, to_kind));
    let why = (new.intent, new.guarantee_until);
    match create_in(&tx, new.id, sides, why, chosen, (by.viewer().id(), now)).await {
        Ok(()) => Ok(tx.commit().await?),
        Err(refused) if matches!(refused.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            tx.rollback().await?;
            Err(TransferError::KeyTaken)
        }
        Err(fault) => Err(fault.into()),
    }
}
