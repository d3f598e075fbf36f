use crate::domain::ids::PersonId;
use crate::domain::ids::TaskId;
use crate::domain::ids::TicketId;
use chrono::NaiveDate;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "task")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TaskId,
    pub ticket_id: TicketId,
    pub words: String,
    pub assignee_id: PersonId,
    pub day: NaiveDate,
    pub author_id: PersonId,
    pub created_at: DateTime<Utc>,
    pub done_by: Option<PersonId>,
    pub done_at: Option<DateTime<Utc>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::ticket::Entity", from = "Column::TicketId", to = "super::ticket::Column::Id")]
    Ticket,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::AssigneeId", to = "super::person::Column::Id")]
    Assignee,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::ticket::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Ticket.def()
    }
}

impl Related<super::person::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Assignee.def()
    }
}
