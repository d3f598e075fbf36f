use crate::domain::chain::{Addressee, Intent, TransferStep};
use crate::domain::ids::{OrgId, PersonId, TransferId};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "transfer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TransferId,
    pub year: Option<i64>,
    pub number: Option<i64>,
    pub from_id: OrgId,
    pub from_kind: Addressee,
    pub to_id: OrgId,
    pub to_kind: Addressee,
    pub intent: Intent,
    pub step: TransferStep,
    pub since: DateTime<Utc>,
    pub wipe_mandate: bool,
    pub carrier: String,
    pub boxes: i64,
    pub grams: i64,
    pub seals: String,
    pub reason: String,
    pub version: i64,
    pub seq: i64,
    pub hash: String,
    pub guarantee_until: Option<NaiveDate>,
    pub created_by: PersonId,
    pub created_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
