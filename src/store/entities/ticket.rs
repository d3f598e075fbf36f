use crate::domain::ids::CategoryId;
use crate::domain::ids::EquipmentId;
use crate::domain::ids::OutageId;
use crate::domain::ids::PersonId;
use crate::domain::ids::SiteId;
use crate::domain::ids::StructureId;
use crate::domain::ids::TicketId;
use crate::domain::tickets::Channel;
use crate::domain::tickets::Impact;
use crate::domain::tickets::Outcome;
use crate::domain::tickets::Priority;
use crate::domain::tickets::State;
use crate::domain::tickets::Urgency;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ticket")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TicketId,
    pub number: i64,
    pub structure_id: StructureId,
    pub title: String,
    pub channel: Channel,
    pub urgency: Urgency,
    pub impact: Impact,
    pub priority: Priority,
    pub queue_rank: i64,
    pub state: State,
    pub outcome: Option<Outcome>,
    pub assignee_id: Option<PersonId>,
    pub author_id: PersonId,
    pub requester_id: PersonId,
    pub equipment_id: Option<EquipmentId>,
    pub site_id: Option<SiteId>,
    pub version: i64,
    pub received_at: DateTime<Utc>,
    pub read_at: Option<DateTime<Utc>>,
    pub answered_at: Option<DateTime<Utc>>,
    pub settled_at: Option<DateTime<Utc>>,
    pub changed_at: DateTime<Utc>,
    pub confidential: bool,
    pub merged_into: Option<TicketId>,
    pub outage_id: Option<OutageId>,
    pub category_id: Option<CategoryId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::structure::Entity", from = "Column::StructureId", to = "super::structure::Column::Id")]
    Structure,
    #[sea_orm(belongs_to = "super::equipment::Entity", from = "Column::EquipmentId", to = "super::equipment::Column::Id")]
    Equipment,
    #[sea_orm(belongs_to = "super::site::Entity", from = "Column::SiteId", to = "super::site::Column::Id")]
    Site,
    #[sea_orm(belongs_to = "super::category::Entity", from = "Column::CategoryId", to = "super::category::Column::Id")]
    Category,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::AssigneeId", to = "super::person::Column::Id")]
    Assignee,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::RequesterId", to = "super::person::Column::Id")]
    Requester,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::AuthorId", to = "super::person::Column::Id")]
    Author,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::structure::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Structure.def()
    }
}

impl Related<super::equipment::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Equipment.def()
    }
}
