use crate::domain::chain::{SanitisationStanding, Way};
use crate::domain::ids::{EquipmentId, MediumId, PersonId, SanitisationId};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sanitisation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SanitisationId,
    pub equipment_id: EquipmentId,
    pub medium_id: MediumId,
    pub way: Way,
    pub standing: SanitisationStanding,
    pub told: String,
    pub needs: String,
    pub file_sha256: Option<String>,
    pub file_name: String,
    pub operator_id: PersonId,
    pub validator_id: Option<PersonId>,
    pub made_at: DateTime<Utc>,
    pub decided_at: Option<DateTime<Utc>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
