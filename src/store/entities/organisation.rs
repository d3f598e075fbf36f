use crate::domain::ids::OrgId;
use crate::domain::organisations::OrganisationKind;
use crate::domain::people::Email;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrgId,
    pub kind: OrganisationKind,
    pub name: String,
    pub legal_form: String,
    pub registration: String,
    pub address: String,
    pub email: Option<Email>,
    pub phone: String,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub archived_at: Option<DateTime<Utc>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
