use crate::domain::ids::LetterId;
use crate::domain::people::Email;
use crate::domain::people::Language;
use crate::store::outbox::LetterState;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "letter")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LetterId,
    pub event: String,
    pub recipient: Email,
    pub language: Language,
    pub body: String,
    pub message_id: String,
    pub state: LetterState,
    pub tries: i64,
    pub created_at: DateTime<Utc>,
    pub send_after: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub leased_until: Option<DateTime<Utc>>,
    pub sent_at: Option<DateTime<Utc>>,
    pub refusal: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
