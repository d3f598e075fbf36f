use crate::domain::chain::SignedAct;
use crate::domain::ids::{PersonId, TransferId};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "transfer_paper")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub transfer_id: TransferId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub act: SignedAct,
    pub name: String,
    pub capacity: String,
    pub wipe_mandate: bool,
    pub rest: bool,
    pub scan: String,
    pub entered_by: PersonId,
    pub entered_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
