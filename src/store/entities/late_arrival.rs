use crate::domain::ids::EntryId;
use crate::domain::ids::EquipmentId;
use crate::domain::ids::PersonId;
use crate::domain::ids::StructureId;
use crate::domain::ids::TicketId;
use crate::domain::interventions::Kind;
use crate::domain::interventions::NotCharged;
use crate::domain::time::Minutes;
use crate::domain::time::Month;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "late_arrival")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub entry_id: EntryId,
    pub structure_id: StructureId,
    pub worker_id: PersonId,
    pub ticket_id: Option<TicketId>,
    pub equipment_id: Option<EquipmentId>,
    pub day: NaiveDate,
    pub start_minute: Option<i64>,
    pub minutes: Minutes,
    pub kind: Kind,
    pub not_charged: Option<NotCharged>,
    pub note: String,
    pub arrived_at: DateTime<Utc>,
    pub decided_by: Option<PersonId>,
    pub decided_at: Option<DateTime<Utc>>,
    pub counted_in: Option<Month>,
    pub reason: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
