use crate::domain::ids::ComponentId;
use crate::domain::ids::EquipmentId;
use crate::domain::ids::MediumId;
use crate::domain::ids::PartMoveId;
use crate::domain::ids::PersonId;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "part_move")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PartMoveId,
    pub component_id: Option<ComponentId>,
    pub medium_id: Option<MediumId>,
    pub from_equipment_id: Option<EquipmentId>,
    pub to_equipment_id: Option<EquipmentId>,
    pub person_id: PersonId,
    pub moved_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::component::Entity", from = "Column::ComponentId", to = "super::component::Column::Id")]
    Component,
    #[sea_orm(belongs_to = "super::medium::Entity", from = "Column::MediumId", to = "super::medium::Column::Id")]
    Medium,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::PersonId", to = "super::person::Column::Id")]
    Person,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::component::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Component.def()
    }
}

impl Related<super::medium::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Medium.def()
    }
}

impl Related<super::person::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Person.def()
    }
}
