//! Who acts on a machine, and as whom: for its structure, or for the workshop that holds it.

use super::{Coordinator, Referent, Scope, Technician, Viewer, Workshop};
use crate::domain::chain::{Role, Stage};
use crate::domain::ids::{OrgId, StructureId};
use crate::store::entities::{equipment, equipment_state};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, Select};
use uuid::Uuid;

/// The group itself, where an event names an organisation: its technicians, its coordinators, the program.
pub const GROUP: OrgId = OrgId(Uuid::nil());

/// Somebody with a part in the life of machines of one structure's register: its referent, the technician, the coordinator; or who
/// works in the workshop that holds one.
#[derive(Clone, Debug)]
pub struct ChainActor {
    viewer: Viewer,
    structure: StructureId,
    /// The workshop for which they act, when it is not the structure.
    workshop: Option<OrgId>,
    /// As whom they may act, the nearest to the machine first, with the organisation for which they do.
    roles: Vec<(Role, OrgId)>,
    /// Acts on machines that are ready, wherever they are, and on no others.
    on_ready: bool,
}

impl ChainActor {
    /// The proof, or `None` when the viewer has no part in it.
    pub fn of(viewer: &Viewer, structure: StructureId) -> Option<Self> {
        let mut roles = Vec::new();
        roles.extend(Referent::of(viewer, structure).map(|_| (Role::Referent, structure.into())));
        roles.extend(Technician::of(viewer).map(|_| (Role::Technician, GROUP)));
        roles.extend(Coordinator::of(viewer).map(|_| (Role::Coordinator, GROUP)));
        (!roles.is_empty()).then(|| Self { viewer: viewer.clone(), structure, workshop: None, roles, on_ready: false })
    }

    /// Who keeps a machine that is ready, or lets it go, in these roles.
    pub(super) fn for_ready(viewer: &Viewer, structure: StructureId, roles: Vec<(Role, OrgId)>) -> Self {
        Self { viewer: viewer.clone(), structure, workshop: None, roles, on_ready: true }
    }

    /// Who works where a machine of that register is held. Whether it is held there each deed asks again.
    pub(in crate::store) fn in_workshop(of: &Workshop, structure: StructureId) -> Self {
        let workshop = of.organisation();
        let roles = vec![(Role::Workshop, workshop)];
        Self { viewer: of.viewer().clone(), structure, workshop: Some(workshop), roles, on_ready: false }
    }

    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    /// In whose register the machines stand.
    pub fn structure(&self) -> StructureId {
        self.structure
    }

    /// Whether they may act as one of these.
    pub fn is_any(&self, roles: &[Role]) -> bool {
        self.roles.iter().any(|(role, _)| roles.contains(role))
    }

    /// The workshop for which they act, when it is not the structure.
    pub fn workshop(&self) -> Option<Workshop> {
        self.workshop.and_then(|workshop| Workshop::of(&self.viewer, workshop))
    }

    /// As whom they may act, the nearest to the machine first, with the organisation for which they do.
    pub(in crate::store) fn roles(&self) -> impl Iterator<Item = (Role, OrgId)> + '_ {
        self.roles.iter().copied()
    }

    /// The machines on whose life they act.
    pub(in crate::store) fn reach(&self) -> Select<equipment::Entity> {
        let scope = Scope::from(self);
        if self.on_ready { scope.ready() } else { scope.chained() }
    }
}

impl From<&ChainActor> for Scope {
    fn from(by: &ChainActor) -> Self {
        match by.workshop() {
            Some(workshop) => Self::from(&workshop),
            None => Self::from(&by.viewer),
        }
    }
}

impl Scope {
    /// Machines on whose life one acts: those within reach, those in the hands of one's workshop; for a coordinator those that a
    /// hold blocks, and those that are tested: who repaired one may be let test it.
    pub(in crate::store) fn chained(&self) -> Select<equipment::Entity> {
        // Of a machine that serves elsewhere now, a register has but the memory: nothing is done with that.
        let select = equipment::Entity::find().filter(equipment::Column::MemoryOf.is_null());
        if self.0.technician {
            return select;
        }
        let own = equipment::Column::StructureId.is_in(self.0.homes.iter().copied());
        let mut reach = Condition::any().add(own);
        if !self.0.workshops.is_empty() {
            reach = reach.add(self.is_handed());
        }
        if self.0.coordinator {
            let held = Query::select()
                .column(equipment_state::Column::EquipmentId)
                .from(equipment_state::Entity)
                .cond_where(
                    Condition::any()
                        .add(equipment_state::Column::Held.eq(true))
                        .add(equipment_state::Column::Stage.eq(Stage::Testing)),
                )
                .to_owned();
            reach = reach.add(equipment::Column::Id.in_subquery(held));
        }
        select.filter(reach)
    }
}
