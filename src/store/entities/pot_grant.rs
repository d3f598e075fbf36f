use crate::domain::ids::GrantId;
use crate::domain::ids::PersonId;
use crate::domain::ids::StructureId;
use crate::domain::time::Minutes;
use crate::domain::time::Month;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pot_grant")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GrantId,
    pub period: Month,
    pub structure_id: StructureId,
    pub minutes: Minutes,
    pub reason: String,
    pub granted_by: PersonId,
    pub granted_at: DateTime<Utc>,
    pub withdrawn_by: Option<PersonId>,
    pub withdrawn_at: Option<DateTime<Utc>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
