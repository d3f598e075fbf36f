use crate::domain::ids::EquipmentId;
use crate::domain::ids::TicketId;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ticket_equipment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub ticket_id: TicketId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub equipment_id: EquipmentId,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::equipment::Entity", from = "Column::EquipmentId", to = "super::equipment::Column::Id")]
    Equipment,
}

impl ActiveModelBehavior for ActiveModel {}
