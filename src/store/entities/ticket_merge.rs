use crate::domain::ids::MergeId;
use crate::domain::ids::PersonId;
use crate::domain::ids::SiteId;
use crate::domain::ids::TicketId;
use crate::domain::tickets::Outcome;
use crate::domain::tickets::State;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ticket_merge")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MergeId,
    pub ticket_id: TicketId,
    pub into_id: TicketId,
    pub state: State,
    pub outcome: Option<Outcome>,
    pub settled_at: Option<DateTime<Utc>>,
    pub merged_by: PersonId,
    pub merged_at: DateTime<Utc>,
    pub separated_by: Option<PersonId>,
    pub separated_at: Option<DateTime<Utc>>,
    pub site_id: Option<SiteId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::ticket::Entity", from = "Column::TicketId", to = "super::ticket::Column::Id")]
    Ticket,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::MergedBy", to = "super::person::Column::Id")]
    By,
}

impl ActiveModelBehavior for ActiveModel {}
