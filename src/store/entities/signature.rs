use crate::domain::ids::PersonId;
use crate::domain::ids::SignatureId;
use crate::domain::ids::StructureId;
use crate::domain::time::Minutes;
use crate::domain::time::Month;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signature")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SignatureId,
    pub period: Month,
    pub structure_id: StructureId,
    pub person_id: Option<PersonId>,
    pub interventions: i64,
    pub real_minutes: Minutes,
    pub charged_minutes: Minutes,
    pub signed_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
