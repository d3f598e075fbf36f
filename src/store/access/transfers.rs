//! Who has a part in a transfer: who sends, who receives, who reads it for the group.

use super::{Coordinator, GROUP, Referent, Scope, Technician, Viewer, Workshop};
use crate::domain::chain::{Addressee, Role, SigningWay, TransferStep};
use crate::domain::ids::{OrgId, StructureId};
use crate::store::entities::transfer;
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, Select};

/// Somebody with a part in one transfer, between the two organisations that it names.
#[derive(Clone, Debug)]
pub struct TransferActor {
    viewer: Viewer,
    /// As whom they act for the sender, the nearest first.
    sends: Vec<(Role, OrgId)>,
    receives: Vec<(Role, OrgId)>,
    /// As whom the receiver signs on the screen of who hands over.
    door: (Role, OrgId),
}

impl TransferActor {
    /// Of a transfer that the viewer's scope has reached: who reads it for the group has no side.
    pub(in crate::store) fn of(viewer: &Viewer, from: (OrgId, Addressee), to: (OrgId, Addressee)) -> Self {
        let mut sends = sides(viewer, from);
        if from.1 == Addressee::Structure {
            sends.extend(Technician::of(viewer).map(|_| (Role::Technician, GROUP)));
            sends.extend(Coordinator::of(viewer).map(|_| (Role::Coordinator, GROUP)));
        }
        Self { viewer: viewer.clone(), sends, receives: sides(viewer, to), door: (receiver_role(to.1), to.0) }
    }

    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    /// Whether they may propose it, or take it back: the referent, the coordinator, a workshop.
    pub fn proposes(&self) -> bool {
        self.sends.iter().any(|(role, _)| matches!(role, Role::Referent | Role::Coordinator | Role::Workshop))
    }

    /// Whether they may let it leave: the referent, the technician on their behalf, a workshop.
    pub fn dispatches(&self) -> bool {
        self.sends.iter().any(|(role, _)| matches!(role, Role::Referent | Role::Technician | Role::Workshop))
    }

    /// Whether they answer for the receiver.
    pub fn receives(&self) -> bool {
        !self.receives.is_empty()
    }

    /// Whether they hand machines over in person, and the receiver signs on their screen (`equipment.md` § 2.6).
    pub fn hosts(&self) -> bool {
        self.dispatches() && !self.receives()
    }

    /// Whether they may put in what the receiver signed on paper, or compare it: who lets it leave, who reads it for the group.
    pub fn handles_papers(&self) -> bool {
        !self.receives() && (self.dispatches() || Technician::of(&self.viewer).is_some() || Coordinator::of(&self.viewer).is_some())
    }

    /// As whom the receiver signs, on paper or on somebody else's screen.
    pub(in crate::store) fn receiver(&self) -> (Role, OrgId) {
        self.door
    }

    /// Whether they keep the register of the sender: a structure tells its own names of machines to nobody else.
    pub fn knows_names(&self) -> bool {
        self.sends.iter().any(|(role, _)| matches!(role, Role::Referent | Role::Technician))
    }

    pub(in crate::store) fn sending(&self) -> &[(Role, OrgId)] {
        &self.sends
    }

    /// As whom a step of the receiver is taken, and in which way it is signed.
    pub(in crate::store) fn receiving(&self) -> (Vec<(Role, OrgId)>, SigningWay) {
        if self.hosts() { (vec![self.door], SigningWay::Door) } else { (self.receives.clone(), SigningWay::Account) }
    }
}

/// As whom an organisation receives.
pub(super) const fn receiver_role(kind: Addressee) -> Role {
    match kind {
        Addressee::Structure => Role::Referent,
        Addressee::Workshop => Role::Workshop,
        Addressee::Recycler => Role::Recycler,
        Addressee::Beneficiary => Role::Beneficiary,
    }
}

fn sides(viewer: &Viewer, (org, kind): (OrgId, Addressee)) -> Vec<(Role, OrgId)> {
    let role = match kind {
        Addressee::Structure => Referent::of(viewer, StructureId(org.0)).map(|_| Role::Referent),
        Addressee::Workshop => Workshop::of(viewer, org).map(|_| Role::Workshop),
        Addressee::Recycler | Addressee::Beneficiary => None,
    };
    role.map(|role| (role, org)).into_iter().collect()
}

/// Steps at which a receiver knows of a transfer.
pub(super) const UNDER_WAY: [TransferStep; 3] = [TransferStep::Proposed, TransferStep::Accepted, TransferStep::Dispatched];

impl Scope {
    /// Transfers of an organisation for which one answers: those that it sends, drafts too, and those that were proposed to it. All
    /// for the technician and the coordinator; the one that a link was sent for.
    pub(in crate::store) fn transfers(&self) -> Select<transfer::Entity> {
        let select = transfer::Entity::find();
        if let Some(id) = self.0.signs_for {
            return select.filter(transfer::Column::Id.eq(id)).filter(transfer::Column::Step.ne(TransferStep::Draft));
        }
        if self.0.technician || self.0.coordinator {
            return select;
        }
        let own: Vec<OrgId> = self.0.answers_for.iter().map(|id| OrgId(id.0)).chain(self.0.workshops.iter().copied()).collect();
        let received = transfer::Column::ToId.is_in(own.clone()).and(transfer::Column::Step.ne(TransferStep::Draft));
        select.filter(Condition::any().add(transfer::Column::FromId.is_in(own)).add(received))
    }
}
