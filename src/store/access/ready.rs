//! To whom machines that are ready are shown: who may have one, who holds them, who shares them out.

use super::{ChainActor, Coordinator, GROUP, Referent, Scope, Technician, Viewer, Workshop};
use crate::domain::chain::{Role as Acts, Stage};
use crate::domain::ids::{OrgId, StructureId};
use crate::domain::people::Role;
use crate::store::entities::{equipment, equipment_state};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};

/// Somebody who looks for a machine that is ready, or shares them out: who answers for a structure, works in a workshop, the
/// technician, the coordinator.
#[derive(Clone, Debug)]
pub struct ReadyReader {
    viewer: Viewer,
    /// The structures for which they answer: they may have a machine.
    structures: Vec<StructureId>,
}

impl ReadyReader {
    /// The proof, or `None` when the viewer has no part in it.
    pub fn of(viewer: &Viewer) -> Option<Self> {
        let answered = viewer.homes.iter().filter(|home| home.role == Role::Referent).map(|home| home.structure);
        let structures: Vec<StructureId> = answered.collect();
        let may = viewer.technician || viewer.coordinator || !structures.is_empty() || !viewer.workplaces.is_empty();
        may.then(|| Self { viewer: viewer.clone(), structures })
    }

    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    /// Whether a machine that an organisation holds, reserved for another one or for nobody, is their business.
    pub(in crate::store) fn sees(&self, holder: OrgId, reserved_for: Option<OrgId>) -> bool {
        let own = |org: OrgId| self.structures.iter().any(|structure| OrgId::from(*structure) == org);
        // What is reserved for somebody else is out of reach: who it is, is nobody's business.
        let may_have = !self.structures.is_empty() && reserved_for.is_none_or(own);
        may_have || own(holder) || self.shares_out() || Workshop::of(&self.viewer, holder).is_some()
    }

    /// Whether they see everything that is ready.
    fn shares_out(&self) -> bool {
        Technician::of(&self.viewer).is_some() || Coordinator::of(&self.viewer).is_some()
    }

    /// Whether they say for whom a machine is reserved: who holds it, and the coordinator.
    pub fn gives(&self, holder: OrgId) -> bool {
        self.holds(holder) || Coordinator::of(&self.viewer).is_some()
    }

    /// Whether they answer for the organisation that holds it, and hand it over.
    pub fn holds(&self, holder: OrgId) -> bool {
        self.hands(holder).is_some()
    }

    /// Whether they answer for who waits for it.
    pub fn awaits(&self, reserved_for: Option<OrgId>) -> bool {
        reserved_for.is_some_and(|org| self.structures.iter().any(|structure| OrgId::from(*structure) == org))
    }

    /// As whom they act for who holds it.
    fn hands(&self, holder: OrgId) -> Option<(Acts, OrgId)> {
        let works = Workshop::of(&self.viewer, holder).map(|_| (Acts::Workshop, holder));
        works.or_else(|| Referent::of(&self.viewer, StructureId(holder.0)).map(|_| (Acts::Referent, holder)))
    }

    /// The structures that may have a machine through them.
    pub(in crate::store) fn structures(&self) -> &[StructureId] {
        &self.structures
    }

    /// As whom they act on a machine of a register that an organisation holds.
    pub(in crate::store) fn actor(&self, register: StructureId, holder: OrgId) -> ChainActor {
        let coordinates = Coordinator::of(&self.viewer).map(|_| (Acts::Coordinator, GROUP));
        let mut roles: Vec<(Acts, OrgId)> = self.hands(holder).into_iter().chain(coordinates).collect();
        roles.extend(self.structures.iter().map(|structure| (Acts::Beneficiary, OrgId::from(*structure))));
        ChainActor::for_ready(&self.viewer, register, roles)
    }
}

impl From<&ReadyReader> for Scope {
    fn from(by: &ReadyReader) -> Self {
        Self::from(&by.viewer)
    }
}

impl Scope {
    /// Machines that are ready, wherever they are; what is seen of each [`ReadyReader::sees`] says. Nobody's for who answers for
    /// nothing.
    pub(in crate::store) fn ready(&self) -> Select<equipment::Entity> {
        let ready = Query::select()
            .column(equipment_state::Column::EquipmentId)
            .from(equipment_state::Entity)
            .and_where(equipment_state::Column::Stage.is_in([Stage::Ready, Stage::Reserved]))
            .to_owned();
        let select = equipment::Entity::find().filter(equipment::Column::Id.in_subquery(ready));
        let within = &self.0;
        if within.technician || within.coordinator || !within.answers_for.is_empty() {
            return select;
        }
        select.filter(self.is_handed())
    }
}
