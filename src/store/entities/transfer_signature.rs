use crate::domain::chain::{SignedAct, SigningWay};
use crate::domain::ids::{OrgId, PersonId, TransferId, TransferSignatureId};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "transfer_signature")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TransferSignatureId,
    pub transfer_id: TransferId,
    pub act: SignedAct,
    pub org_id: OrgId,
    pub way: SigningWay,
    pub name: String,
    pub capacity: String,
    pub organisation: String,
    pub signed_at: DateTime<Utc>,
    pub document: String,
    pub person_id: Option<PersonId>,
    pub address: String,
    pub scan: Option<String>,
    pub entered_by: Option<PersonId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
