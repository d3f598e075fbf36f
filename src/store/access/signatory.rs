//! Who signs for an organisation without an account, by a link that came to its address (`equipment.md` § 2.6).

use super::transfers::receiver_role;
use super::{Reach, Scope};
use crate::domain::chain::{Role, SignedAct, TransferStep};
use crate::domain::ids::{OrgId, PersonId, TransferId};
use crate::store::entities::{transfer, transfer_link};
use crate::store::secrets::Secret;
use crate::store::{Db, DbErr};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::EntityTrait;
use uuid::Uuid;

/// How long a link still shows the transfer once nothing more happens to it, days: as that of a request (`tickets.md` § 1).
pub const SHOWN_DAYS: i64 = 30;

/// Somebody with a link: reads this one transfer, and signs there once for its receiver.
#[derive(Clone)]
pub struct Signatory {
    link: Secret,
    transfer: TransferId,
    signs: Option<SignedAct>,
    receiver: (Role, OrgId),
}

impl Signatory {
    /// The proof, or `None` when the link is unknown or another one took its place, or when nothing has happened to the transfer
    /// for thirty days: nobody learns which.
    pub async fn by_link(db: &Db, link: &Secret, now: DateTime<Utc>) -> Result<Option<Self>, DbErr> {
        let secret = link.clone();
        let found = transfer_link::Entity::find_by_id(link.hash()).find_also_related(transfer::Entity).one(&db.read).await?;
        let Some((link, Some(row))) = found else { return Ok(None) };
        let over = !matches!(row.step, TransferStep::Proposed | TransferStep::Accepted | TransferStep::Dispatched);
        if row.step == TransferStep::Draft || (over && row.since <= now - TimeDelta::days(SHOWN_DAYS)) {
            return Ok(None);
        }
        let signs = link.act.filter(|_| link.spent_at.is_none());
        Ok(Some(Self { link: secret, transfer: row.id, signs, receiver: (receiver_role(row.to_kind), row.to_id) }))
    }

    /// The link that was brought: pages lead back to themselves with it.
    pub fn link(&self) -> &Secret {
        &self.link
    }

    /// The one transfer.
    pub fn transfer(&self) -> TransferId {
        self.transfer
    }

    /// What this link still signs.
    pub fn signs(&self) -> Option<SignedAct> {
        self.signs
    }

    pub(in crate::store) fn receiver(&self) -> (Role, OrgId) {
        self.receiver
    }
}

/// One transfer; at home nowhere.
impl From<&Signatory> for Scope {
    fn from(by: &Signatory) -> Self {
        Self(Reach { signs_for: Some(by.transfer), ..Reach::nowhere(PersonId(Uuid::nil())) })
    }
}
