use crate::domain::ids::AgreementId;
use crate::domain::ids::AmendmentId;
use crate::domain::time::Minutes;
use crate::domain::time::Month;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "amendment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AmendmentId,
    pub agreement_id: AgreementId,
    pub from_month: Month,
    pub monthly_minutes: Minutes,
    pub note: String,
    pub created_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::agreement::Entity", from = "Column::AgreementId", to = "super::agreement::Column::Id")]
    Agreement,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::agreement::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Agreement.def()
    }
}
