//! Who reads what second lives avoid, in the whole group: figures of machines, about no person.

use super::{Board, Coordinator, Technician, Viewer};
use crate::domain::chain::{Addressee, Intent, TransferStep};
use crate::store::entities::transfer;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};

/// The technician, the coordinator, and the board as long as its right lasts.
#[derive(Clone, Debug)]
pub struct LifetimesReader {
    viewer: Viewer,
}

impl LifetimesReader {
    /// The proof, or `None` when the viewer is none of them.
    pub fn of(viewer: &Viewer) -> Option<Self> {
        let may = Technician::of(viewer).is_some() || Coordinator::of(viewer).is_some() || Board::of(viewer).is_some();
        may.then(|| Self { viewer: viewer.clone() })
    }

    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    /// Of every structure and workshop.
    pub(in crate::store) fn handed_over(&self) -> Select<transfer::Entity> {
        handed_over()
    }
}

/// The batches of machines that were made ready and went to who uses them now.
pub(in crate::store) fn handed_over() -> Select<transfer::Entity> {
    use TransferStep::{Closed, Received, ReceivedWithDiscrepancy};
    transfer::Entity::find()
        .filter(transfer::Column::ToKind.is_in([Addressee::Structure, Addressee::Beneficiary]))
        .filter(transfer::Column::Intent.is_in([Intent::Donation, Intent::Sale, Intent::Loan]))
        .filter(transfer::Column::Step.is_in([Received, ReceivedWithDiscrepancy, Closed]))
}
