use crate::domain::ids::{CertificateId, EquipmentId, MediumId, SanitisationId};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CertificateId,
    #[sea_orm(unique)]
    pub sanitisation_id: SanitisationId,
    pub medium_id: MediumId,
    pub equipment_id: EquipmentId,
    pub year: i64,
    pub number: i64,
    #[sea_orm(unique)]
    pub code: String,
    pub body: String,
    pub sha256: String,
    pub made_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
