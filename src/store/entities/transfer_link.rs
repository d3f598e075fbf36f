use crate::domain::chain::SignedAct;
use crate::domain::ids::TransferId;
use crate::domain::people::Email;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "transfer_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: String,
    pub transfer_id: TransferId,
    pub act: Option<SignedAct>,
    pub email: Email,
    pub sent_at: DateTime<Utc>,
    pub spent_at: Option<DateTime<Utc>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::transfer::Entity", from = "Column::TransferId", to = "super::transfer::Column::Id")]
    Transfer,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::transfer::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Transfer.def()
    }
}
