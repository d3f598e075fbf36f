use crate::domain::ids::EntryId;
use crate::domain::ids::EquipmentId;
use crate::domain::ids::InterventionId;
use crate::domain::ids::PersonId;
use crate::domain::ids::StructureId;
use crate::domain::ids::TicketId;
use crate::domain::interventions::Kind;
use crate::domain::interventions::NotCharged;
use crate::domain::time::Minutes;
use crate::domain::time::Month;
use chrono::NaiveDate;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "intervention")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InterventionId,
    pub entry_id: EntryId,
    pub version: i64,
    pub structure_id: StructureId,
    pub worker_id: PersonId,
    pub author_id: PersonId,
    pub ticket_id: Option<TicketId>,
    pub equipment_id: Option<EquipmentId>,
    pub day: NaiveDate,
    pub period: Month,
    pub start_minute: Option<i64>,
    pub minutes: Minutes,
    pub kind: Kind,
    pub not_charged: Option<NotCharged>,
    pub note: String,
    pub withdrawn: bool,
    pub created_at: DateTime<Utc>,
    pub superseded_at: Option<DateTime<Utc>>,
    pub counted: bool,
    pub merged_from: Option<TicketId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::structure::Entity", from = "Column::StructureId", to = "super::structure::Column::Id")]
    Structure,
    #[sea_orm(belongs_to = "super::ticket::Entity", from = "Column::TicketId", to = "super::ticket::Column::Id")]
    Ticket,
    #[sea_orm(belongs_to = "super::equipment::Entity", from = "Column::EquipmentId", to = "super::equipment::Column::Id")]
    Equipment,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::WorkerId", to = "super::person::Column::Id")]
    Worker,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::structure::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Structure.def()
    }
}

impl Related<super::ticket::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Ticket.def()
    }
}

impl Related<super::equipment::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Equipment.def()
    }
}
