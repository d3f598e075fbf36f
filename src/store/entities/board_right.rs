use crate::domain::ids::{BoardRightId, PersonId};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "board_right")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BoardRightId,
    pub person_id: PersonId,
    pub until: NaiveDate,
    pub given_by: PersonId,
    pub given_at: DateTime<Utc>,
    pub ended_by: Option<PersonId>,
    pub ended_at: Option<DateTime<Utc>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::PersonId", to = "super::person::Column::Id")]
    Person,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::person::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Person.def()
    }
}
