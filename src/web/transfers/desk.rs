//! Where somebody receives: behind their account, or those of who hands over; or by the link that came to their organisation.

use super::{found, line, reception};
use crate::domain::ids::{EquipmentId, TransferId};
use crate::store::Db;
use crate::store::access::{Signatory, TransferActor};
use crate::store::transfers::{self, Record, Step, TransferError};
use crate::web::errors::Error;
use crate::web::layout::Layout;
use crate::web::signing;
use chrono::{DateTime, Utc};
use rocket::uri;

/// The same pages, each at its own address.
pub enum Desk<'d> {
    Account(&'d TransferActor),
    Link(&'d Signatory),
}

impl Desk<'_> {
    /// The address of the transfer.
    pub fn transfer(&self, id: TransferId) -> String {
        match self {
            Self::Account(_) => super::href(id),
            Self::Link(by) => signing::href(by),
        }
    }

    /// The address at which all that arrived is signed for.
    pub fn reception(&self, id: TransferId) -> String {
        match self {
            Self::Account(_) => reception::href(id),
            Self::Link(by) => signing::reception_href(by),
        }
    }

    /// The address of what is said of one machine.
    pub fn line(&self, id: TransferId, machine: EquipmentId) -> String {
        match self {
            Self::Account(_) => uri!(line::show(id, machine)).to_string(),
            Self::Link(by) => signing::line_href(by, machine),
        }
    }

    /// Whether the receiver signs on the screen of who hands over.
    pub fn is_at_the_door(&self) -> bool {
        matches!(self, Self::Account(by) if by.hosts())
    }

    /// Whether they keep the register of the sender.
    pub fn knows_names(&self) -> bool {
        matches!(self, Self::Account(by) if by.knows_names())
    }

    /// Takes a step of the receiver.
    ///
    /// # Errors
    /// Those of [`transfers::take`] and [`transfers::sign`].
    pub async fn take(&self, db: &Db, id: TransferId, seen: i64, step: Step, now: DateTime<Utc>) -> Result<(), TransferError> {
        match self {
            Self::Account(by) => transfers::take(db, by, id, seen, step, now).await,
            Self::Link(by) => transfers::sign(db, by, seen, step, now).await,
        }
    }

    /// The transfer as it is now.
    pub async fn read(&self, layout: &Layout<'_>, db: &Db, id: TransferId) -> Result<Record, Error> {
        match self {
            Self::Account(by) => found(by.viewer(), layout, db, id).await.map(|(_, record)| record),
            Self::Link(by) => transfers::read(db, by, layout.now).await?.ok_or(Error::NotFound),
        }
    }
}
