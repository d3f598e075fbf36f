use crate::domain::equipment::EquipmentKind;
use crate::domain::ids::EquipmentId;
use crate::domain::ids::PersonId;
use crate::domain::ids::SiteId;
use crate::domain::ids::StructureId;
use crate::domain::money::Cents;
use chrono::NaiveDate;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "equipment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EquipmentId,
    pub structure_id: StructureId,
    pub kind: EquipmentKind,
    pub name: String,
    pub brand: String,
    pub model: String,
    pub serial: String,
    pub user_id: Option<PersonId>,
    pub place: String,
    pub site_id: Option<SiteId>,
    pub note: String,
    pub acquired_on: Option<NaiveDate>,
    pub created_at: DateTime<Utc>,
    pub retired_at: Option<DateTime<Utc>>,
    pub year_of_manufacture: Option<i64>,
    pub purchased_on: Option<NaiveDate>,
    pub price: Option<Cents>,
    pub supplier: String,
    pub invoice_number: String,
    pub warranty_until: Option<NaiveDate>,
    pub version: i64,
    pub changed_at: Option<DateTime<Utc>>,
    pub memory_of: Option<EquipmentId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::structure::Entity", from = "Column::StructureId", to = "super::structure::Column::Id")]
    Structure,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::UserId", to = "super::person::Column::Id")]
    Person,
    #[sea_orm(belongs_to = "super::site::Entity", from = "Column::SiteId", to = "super::site::Column::Id")]
    Site,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::structure::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Structure.def()
    }
}

impl Related<super::person::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Person.def()
    }
}
