use crate::domain::ids::TicketId;
use crate::domain::tickets::delays::{Threshold, Timer};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delay_notice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub ticket_id: TicketId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub timer: Timer,
    #[sea_orm(primary_key, auto_increment = false)]
    pub threshold: Threshold,
    pub told_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::ticket::Entity", from = "Column::TicketId", to = "super::ticket::Column::Id")]
    Ticket,
}

impl ActiveModelBehavior for ActiveModel {}
