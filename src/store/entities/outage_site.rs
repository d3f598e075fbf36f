use crate::domain::ids::OutageId;
use crate::domain::ids::SiteId;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outage_site")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub outage_id: OutageId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub site_id: SiteId,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::site::Entity", from = "Column::SiteId", to = "super::site::Column::Id")]
    Site,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::site::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Site.def()
    }
}
