use crate::domain::ids::AttachmentId;
use crate::domain::ids::MessageId;
use crate::domain::ids::TicketId;
use crate::domain::tickets::files::FileKind;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attachment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AttachmentId,
    pub ticket_id: TicketId,
    pub message_id: MessageId,
    pub sha256: String,
    pub name: String,
    pub media_type: String,
    pub width: i64,
    pub height: i64,
    pub created_at: DateTime<Utc>,
    pub kind: FileKind,
    pub bytes: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::ticket::Entity", from = "Column::TicketId", to = "super::ticket::Column::Id")]
    Ticket,
    #[sea_orm(belongs_to = "super::message::Entity", from = "Column::MessageId", to = "super::message::Column::Id")]
    Message,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::ticket::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Ticket.def()
    }
}

impl Related<super::message::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Message.def()
    }
}
