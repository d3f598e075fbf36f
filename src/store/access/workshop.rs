//! Who works in a workshop: the machines that are proposed to it or in its hands, and nothing else of anybody.

use super::transfers::UNDER_WAY;
use super::{Reach, Scope, Viewer};
use crate::domain::ids::OrgId;
use crate::store::entities::{equipment, equipment_state, transfer, transfer_line};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};

/// A workshop in which the viewer works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workplace {
    pub organisation: OrgId,
    pub name: String,
}

/// Works in one workshop: reaches the machines that were proposed or handed to it.
#[derive(Clone, Debug)]
pub struct Workshop {
    viewer: Viewer,
    place: Workplace,
}

impl Workshop {
    /// The proof, or `None` when the viewer does not work there.
    pub fn of(viewer: &Viewer, organisation: OrgId) -> Option<Self> {
        let place = viewer.workplaces.iter().find(|place| place.organisation == organisation)?;
        Some(Self { viewer: viewer.clone(), place: place.clone() })
    }

    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    pub fn organisation(&self) -> OrgId {
        self.place.organisation
    }

    pub fn name(&self) -> &str {
        &self.place.name
    }
}

/// At home nowhere, whatever else its person does: the machines of this workshop alone.
impl From<&Workshop> for Scope {
    fn from(of: &Workshop) -> Self {
        Self(Reach {
            workshops: vec![of.place.organisation],
            pool_version: of.viewer.pool_version,
            ..Reach::nowhere(of.viewer.person)
        })
    }
}

impl Scope {
    /// Machines that are proposed to a workshop in which one works, on their way there, or in its hands.
    pub(in crate::store) fn handed(&self) -> Select<equipment::Entity> {
        equipment::Entity::find().filter(self.is_handed())
    }

    pub(super) fn is_handed(&self) -> Condition {
        let held = Query::select()
            .column(equipment_state::Column::EquipmentId)
            .from(equipment_state::Entity)
            .and_where(equipment_state::Column::CustodianId.is_in(self.0.workshops.iter().copied()))
            .to_owned();
        let proposed = Query::select()
            .column((transfer_line::Entity, transfer_line::Column::EquipmentId))
            .from(transfer_line::Entity)
            .inner_join(
                transfer::Entity,
                Expr::col((transfer::Entity, transfer::Column::Id))
                    .equals((transfer_line::Entity, transfer_line::Column::TransferId)),
            )
            .and_where(transfer::Column::ToId.is_in(self.0.workshops.iter().copied()))
            .and_where(transfer::Column::Step.is_in(UNDER_WAY))
            .to_owned();
        Condition::any().add(equipment::Column::Id.in_subquery(held)).add(equipment::Column::Id.in_subquery(proposed))
    }
}
