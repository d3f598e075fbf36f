use crate::domain::chain::Stage;
use crate::domain::ids::{EquipmentId, OrgId};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "equipment_state")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub equipment_id: EquipmentId,
    pub seq: i64,
    pub stage: Stage,
    pub custodian_id: OrgId,
    pub held: bool,
    pub state: String,
    pub hash: String,
    pub changed_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::equipment::Entity", from = "Column::EquipmentId", to = "super::equipment::Column::Id")]
    Equipment,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::equipment::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Equipment.def()
    }
}
