use crate::domain::ids::PersonId;
use crate::domain::ids::TicketBatchId;
use crate::domain::tickets::batches::Act;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ticket_batch")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TicketBatchId,
    pub made_by: PersonId,
    pub act: Act,
    pub given_to: Option<PersonId>,
    pub made_at: DateTime<Utc>,
    pub undone_at: Option<DateTime<Utc>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
