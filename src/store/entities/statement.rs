use crate::domain::ids::StructureId;
use crate::domain::time::Minutes;
use crate::domain::time::Month;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "statement")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub period: Month,
    #[sea_orm(primary_key, auto_increment = false)]
    pub structure_id: StructureId,
    pub allotted: Minutes,
    pub repaid: Minutes,
    pub carried_in: Minutes,
    pub given: Minutes,
    pub received: Minutes,
    pub interventions: i64,
    pub real_minutes: Minutes,
    pub charged: Minutes,
    pub from_lots: Minutes,
    pub from_pot: Minutes,
    pub borrowed: Minutes,
    pub sold: Minutes,
    pub expired: Minutes,
    pub trimmed: Minutes,
    pub carried: Minutes,
    pub debt: Minutes,
    pub used_minutes_ever: Minutes,
    pub granted: Minutes,
    pub undone: Minutes,
    pub left_to_pot: Minutes,
    pub debt_sold: Minutes,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::structure::Entity", from = "Column::StructureId", to = "super::structure::Column::Id")]
    Structure,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::structure::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Structure.def()
    }
}
