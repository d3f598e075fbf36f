//! Who knows what is kept beside the machines: parts, media, photographs, what was changed, facts of the network. Those who
//! keep the register of the structure, nobody else.

use super::Scope;
use crate::store::entities::{component, equipment, fact, machine_import, medium};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};

impl Scope {
    /// Machines whose register one keeps: of a structure one answers for; all for the technician.
    pub(in crate::store) fn kept_equipment(&self) -> Select<equipment::Entity> {
        let select = equipment::Entity::find();
        if self.0.technician {
            return select;
        }
        select.filter(equipment::Column::StructureId.is_in(self.0.answers_for.iter().copied()))
    }

    /// Components, within the same reach.
    pub(in crate::store) fn components(&self) -> Select<component::Entity> {
        let select = component::Entity::find();
        if self.0.technician {
            return select;
        }
        select.filter(component::Column::StructureId.is_in(self.0.answers_for.iter().copied()))
    }

    /// Media, within the same reach.
    pub(in crate::store) fn media(&self) -> Select<medium::Entity> {
        let select = medium::Entity::find();
        if self.0.technician {
            return select;
        }
        select.filter(medium::Column::StructureId.is_in(self.0.answers_for.iter().copied()))
    }

    /// Facts, within the same reach.
    pub(in crate::store) fn facts(&self) -> Select<fact::Entity> {
        let select = fact::Entity::find();
        if self.0.technician {
            return select;
        }
        select.filter(fact::Column::StructureId.is_in(self.0.answers_for.iter().copied()))
    }

    /// Lists that one sent oneself, within the same reach.
    pub(in crate::store) fn imports(&self) -> Select<machine_import::Entity> {
        let own = machine_import::Entity::find().filter(machine_import::Column::PersonId.eq(self.0.person));
        if self.0.technician {
            return own;
        }
        own.filter(machine_import::Column::StructureId.is_in(self.0.answers_for.iter().copied()))
    }
}
