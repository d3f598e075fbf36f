use crate::domain::ids::PersonId;
use crate::domain::ids::TicketId;
use crate::domain::tickets::LinkKind;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ticket_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub ticket_id: TicketId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub other_id: TicketId,
    pub kind: LinkKind,
    pub linked_by: PersonId,
    pub linked_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
