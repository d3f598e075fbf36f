use crate::domain::ids::TicketId;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ticket_pause")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub ticket_id: TicketId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub from_at: DateTime<Utc>,
    pub to_at: Option<DateTime<Utc>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::ticket::Entity", from = "Column::TicketId", to = "super::ticket::Column::Id")]
    Ticket,
}

impl ActiveModelBehavior for ActiveModel {}
