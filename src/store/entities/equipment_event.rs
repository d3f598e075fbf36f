use crate::domain::chain::{ActorRef, Role, Subject};
use crate::domain::ids::{ChainEventId, InterventionId, OrgId, TicketId};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "equipment_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ChainEventId,
    pub subject_kind: Subject,
    pub subject_id: Uuid,
    pub seq: i64,
    #[sea_orm(column_name = "type")]
    pub kind: String,
    pub schema_version: i64,
    pub occurred_at: DateTime<Utc>,
    pub recorded_at: DateTime<Utc>,
    pub actor_ref: ActorRef,
    pub actor_role: Role,
    pub actor_org: OrgId,
    pub on_behalf_of_org: Option<OrgId>,
    pub performed_by_ref: Option<ActorRef>,
    pub payload: String,
    pub evidence: String,
    pub ticket_id: Option<TicketId>,
    pub intervention_id: Option<InterventionId>,
    pub prev_hash: String,
    #[sea_orm(unique)]
    pub hash: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
