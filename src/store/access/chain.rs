//! Who acts on a machine of a structure, and as whom.

use super::{Coordinator, Referent, Scope, Technician, Viewer};
use crate::domain::chain::Role;
use crate::domain::ids::{OrgId, StructureId};
use crate::store::entities::{equipment, equipment_state};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, QueryFilter, Select};
use uuid::Uuid;

/// The group itself, where an event names an organisation: its technicians, its coordinators, the program.
pub const GROUP: OrgId = OrgId(Uuid::nil());

/// Somebody with a part in the life of the machines of one structure: its referent, the technician, the coordinator.
#[derive(Clone, Debug)]
pub struct ChainActor {
    viewer: Viewer,
    structure: StructureId,
    roles: Vec<Role>,
}

impl ChainActor {
    /// The proof, or `None` when the viewer has no part in it.
    pub fn of(viewer: &Viewer, structure: StructureId) -> Option<Self> {
        let mut roles = Vec::new();
        roles.extend(Referent::of(viewer, structure).map(|_| Role::Referent));
        roles.extend(Technician::of(viewer).map(|_| Role::Technician));
        roles.extend(Coordinator::of(viewer).map(|_| Role::Coordinator));
        (!roles.is_empty()).then(|| Self { viewer: viewer.clone(), structure, roles })
    }

    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    pub fn structure(&self) -> StructureId {
        self.structure
    }

    /// Whether they may act as one of these.
    pub fn is_any(&self, roles: &[Role]) -> bool {
        self.roles.iter().any(|role| roles.contains(role))
    }

    /// As whom they may act, the nearest to the machine first, with the organisation for which they do.
    pub(in crate::store) fn roles(&self) -> impl Iterator<Item = (Role, OrgId)> + '_ {
        self.roles.iter().map(|role| (*role, if *role == Role::Referent { self.structure.into() } else { GROUP }))
    }
}

impl From<&ChainActor> for Scope {
    fn from(by: &ChainActor) -> Self {
        Self::from(&by.viewer)
    }
}

impl Scope {
    /// Machines on whose life one acts: those within reach; for a coordinator those alone that a hold blocks.
    pub(in crate::store) fn chained(&self) -> Select<equipment::Entity> {
        use sea_orm::EntityTrait;
        if self.0.technician || !self.0.coordinator {
            return self.equipment();
        }
        let held = Query::select()
            .column(equipment_state::Column::EquipmentId)
            .from(equipment_state::Entity)
            .and_where(equipment_state::Column::Held.eq(true))
            .to_owned();
        let own = equipment::Column::StructureId.is_in(self.0.homes.iter().copied());
        let reach = sea_orm::Condition::any().add(own).add(equipment::Column::Id.in_subquery(held));
        equipment::Entity::find().filter(reach)
    }
}
