//! A workshop gives machines back to who owns them: what was lent for repair, what it does not keep.

use super::TransferError;
use super::draft::{create_in, proposing};
use crate::domain::chain::{Addressee, By, Intent, Role};
use crate::domain::ids::{EquipmentId, OrgId, TransferId};
use crate::store::access::{Scope, Workshop};
use crate::store::entities::{structure, transfer};
use crate::store::workshops::{self, Handed};
use crate::store::{Db, DbErr, chain};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, SqlErr};
use std::collections::{BTreeSet, HashMap};

/// A machine that may be given back, and to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returnable {
    pub machine: Handed,
    pub owner: OrgId,
    pub owner_name: String,
}

/// The machines of the workshop that may be given back now.
pub async fn returnable(db: &Db, by: &Workshop, now: DateTime<Utc>) -> Result<Vec<Returnable>, DbErr> {
    let names: HashMap<OrgId, String> =
        structure::Entity::find().all(&db.read).await?.into_iter().map(|row| (row.id.into(), row.name)).collect();
    let may = |machine: &Handed, owner: OrgId| {
        let hand = By { role: Role::Workshop, author: chain::nobody(), performed_by: None, org: by.organisation(), at: now };
        let deed =
            proposing(TransferId(uuid::Uuid::nil()), (owner, Addressee::Structure), Intent::Return, machine.state.item.stage);
        machine.state.item.may(&deed, &hand).is_ok()
    };
    let all = workshops::machines(db, by).await?.into_iter().filter_map(|machine| {
        let owner = machine.state.item.owner?;
        let owner_name = names.get(&owner)?.clone();
        may(&machine, owner).then_some(Returnable { machine, owner, owner_name })
    });
    Ok(all.collect())
}

/// Puts a batch together that goes back to the one owner of its machines. Sent twice, it is one.
pub async fn give_back(
    db: &Db,
    by: &Workshop,
    id: TransferId,
    machines: Vec<EquipmentId>,
    now: DateTime<Utc>,
) -> Result<(), TransferError> {
    let chosen: BTreeSet<EquipmentId> = machines.into_iter().collect();
    let own = Scope::from(by).transfers().filter(transfer::Column::FromId.eq(by.organisation()));
    if own.filter(transfer::Column::Id.eq(id)).one(&db.read).await?.is_some() {
        return Ok(());
    }
    let may = returnable(db, by, now).await?;
    let owners: BTreeSet<Option<OrgId>> =
        chosen.iter().map(|id| may.iter().find(|one| one.machine.id == *id).map(|one| one.owner)).collect();
    // All of them may go back, and to the same owner.
    let (Some(Some(owner)), 1) = (owners.first().copied(), owners.len()) else { return Err(TransferError::NotThese) };
    let tx = db.begin_write().await?;
    let sides = ((by.organisation(), Addressee::Workshop), (owner, Addressee::Structure));
    match create_in(&tx, id, sides, (Intent::Return, None), chosen, (by.viewer().id(), now)).await {
        Ok(()) => Ok(tx.commit().await?),
        Err(refused) if matches!(refused.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            tx.rollback().await?;
            let known = transfer::Entity::find_by_id(id).one(&db.read).await?;
            let same = known.is_some_and(|row| row.from_id == by.organisation());
            if same { Ok(()) } else { Err(TransferError::KeyTaken) }
        }
        Err(fault) => Err(fault.into()),
    }
}
