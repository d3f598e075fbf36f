use crate::domain::money::Cents;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "money_settings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub sol_cap_cents: Option<Cents>,
    pub reminders_most: i64,
    pub reminder_days: i64,
    pub members_account: String,
    pub share_account: String,
    pub overage_account: String,
    pub bank_account: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
