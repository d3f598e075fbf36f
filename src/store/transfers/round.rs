//! What happens to a transfer by itself: a proposal that nobody answers expires, one that was received closes.

use super::TransferError;
use super::log::transfer_of;
use super::step::Step;
use super::steps::{Hand, step_in};
use crate::domain::chain::TransferStep;
use crate::domain::ids::TransferId;
use crate::store::entities::transfer;
use crate::store::{Db, DbErr};
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// How many transfers time has moved on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Aged {
    pub expired: usize,
    pub closed: usize,
}

/// What waits for somebody, and may move by itself.
const WAITING: [TransferStep; 4] =
    [TransferStep::Proposed, TransferStep::Received, TransferStep::ReceivedWithDiscrepancy, TransferStep::RefusedAtDoor];

/// Nothing moves earlier: the rules say when.
const AT_LEAST: TimeDelta = TimeDelta::days(7);

/// Moves on what has waited long enough, each in a transaction of its own that holds its row: once, whoever else goes round.
pub async fn age(db: &Db, now: DateTime<Utc>) -> Result<Aged, DbErr> {
    let now = now.trunc_subsecs(6);
    let waiting: Vec<TransferId> = transfer::Entity::find()
        .select_only()
        .column(transfer::Column::Id)
        .filter(transfer::Column::Step.is_in(WAITING))
        .filter(transfer::Column::Since.lte(now - AT_LEAST))
        .order_by_asc(transfer::Column::Id)
        .into_tuple()
        .all(&db.read)
        .await?;
    let mut aged = Aged::default();
    for id in waiting {
        match age_one(db, id, now).await {
            Ok(Some(Step::Expire)) => aged.expired += 1,
            Ok(Some(_)) => aged.closed += 1,
            Ok(None) => {}
            Err(TransferError::Database(error)) => return Err(error),
            // One that cannot move on keeps no other from it.
            Err(refused) => tracing::error!(transfer = %id, %refused, "a transfer could not move on by itself"),
        }
    }
    Ok(aged)
}

async fn age_one(db: &Db, id: TransferId, now: DateTime<Utc>) -> Result<Option<Step>, TransferError> {
    let tx = db.begin_write().await?;
    let Some(row) = transfer::Entity::find_by_id(id).lock_exclusive().one(&tx).await? else { return Ok(None) };
    let mut transfer = transfer_of(&row, &[]);
    transfer.expire(now);
    let step = match transfer.step {
        TransferStep::Expired if row.step != TransferStep::Expired => Step::Expire,
        TransferStep::Closed if row.step != TransferStep::Closed => Step::Close,
        _ => return Ok(None),
    };
    step_in(&tx, row, step.clone(), &Hand::system(now), true).await?;
    tx.commit().await?;
    Ok(Some(step))
}
