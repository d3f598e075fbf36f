use crate::domain::ids::CategoryId;
use crate::domain::ids::PersonId;
use crate::domain::ids::TicketBatchId;
use crate::domain::ids::TicketId;
use crate::domain::tickets::State;
use crate::domain::tickets::batches::Fate;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ticket_batch_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub batch_id: TicketBatchId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub fate: Fate,
    pub ticket_id: Option<TicketId>,
    pub state_before: Option<State>,
    pub assignee_before: Option<PersonId>,
    pub version_after: Option<i64>,
    pub category_before: Option<CategoryId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
