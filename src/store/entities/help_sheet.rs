use crate::domain::ids::HelpSheetId;
use crate::domain::ids::PersonId;
use crate::domain::ids::StructureId;
use crate::domain::ids::TicketId;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "help_sheet")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: HelpSheetId,
    pub title: String,
    pub structure_id: Option<StructureId>,
    pub public: bool,
    pub version: i64,
    pub title_terms: String,
    pub words_terms: String,
    pub whole_words: String,
    pub ticket_id: Option<TicketId>,
    pub created_by: PersonId,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub retired_at: Option<DateTime<Utc>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::structure::Entity", from = "Column::StructureId", to = "super::structure::Column::Id")]
    Structure,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::structure::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Structure.def()
    }
}
