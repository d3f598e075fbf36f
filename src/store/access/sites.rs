//! Who knows the sites of a structure.

use super::Scope;
use crate::store::entities::site;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};

impl Scope {
    /// Sites of a structure one is at home in; all for the technician. A coordinator has none.
    pub(in crate::store) fn sites(&self) -> Select<site::Entity> {
        let select = site::Entity::find();
        if self.0.technician {
            return select;
        }
        select.filter(site::Column::StructureId.is_in(self.0.homes.iter().copied()))
    }
}
