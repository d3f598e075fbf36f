use crate::domain::ids::PaymentId;
use crate::domain::ids::PersonId;
use crate::domain::ids::StructureId;
use crate::domain::money::Cents;
use crate::domain::payments::Means;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PaymentId,
    pub structure_id: StructureId,
    pub day: NaiveDate,
    pub cents: Cents,
    pub means: Means,
    pub reference: String,
    pub cancels: Option<PaymentId>,
    pub reason: String,
    pub recorded_by: PersonId,
    pub recorded_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
