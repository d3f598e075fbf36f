use crate::domain::ids::EquipmentId;
use crate::domain::ids::PersonId;
use crate::domain::inventories::Field;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inventory_field")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub equipment_id: EquipmentId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub field: Field,
    pub heard: String,
    pub taken: bool,
    pub decided_by: Option<PersonId>,
    pub decided_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
