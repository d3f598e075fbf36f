use crate::domain::ids::GiftId;
use crate::domain::ids::PersonId;
use crate::domain::ids::StructureId;
use crate::domain::time::Minutes;
use crate::domain::time::Month;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "gift")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GiftId,
    pub period: Month,
    pub from_structure_id: StructureId,
    pub to_structure_id: StructureId,
    pub minutes: Minutes,
    pub words: String,
    pub proposed_by: PersonId,
    pub proposed_at: DateTime<Utc>,
    pub agreed_by: Option<PersonId>,
    pub agreed_at: Option<DateTime<Utc>>,
    pub refused_by: Option<PersonId>,
    pub refused_at: Option<DateTime<Utc>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
