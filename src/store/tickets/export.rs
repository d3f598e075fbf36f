//! Lists of tickets as tables: what a filter shows, with what stands on no page of a list. Bounded, never counted.

use super::lists::{Asking, chosen};
use super::reads::{QueueRow, taken_part_in, with_names};
use crate::domain::tickets::filter::TicketFilter;
use crate::domain::tickets::{Channel, Outcome};
use crate::store::access::{Scope, Technician, Viewer, WordsOf};
use crate::store::entities::{category, site, ticket};
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use sea_orm::{FromQueryResult, JoinType, QuerySelect, RelationTrait, Select};

/// How many rows a table holds at most: more is asked for in parts, by month for example.
pub const MOST_EXPORTED: u64 = 5000;

/// A row of a table.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Exported {
    #[sea_orm(nested)]
    pub row: QueueRow,
    pub channel: Channel,
    pub outcome: Option<Outcome>,
    pub answered_at: Option<DateTime<Utc>>,
    pub settled_at: Option<DateTime<Utc>>,
    /// What it is about.
    pub category: Option<String>,
    /// Where.
    pub site: Option<String>,
}

/// What a technician's list shows.
pub async fn export_queue(db: &Db, by: &Technician, asking: Asking<'_>) -> Result<Vec<Exported>, DbErr> {
    let within = Scope::from(by);
    exported(db, chosen(&within, asking), &within).await
}

/// What the list of a structure shows.
pub async fn export_of_structure(db: &Db, by: &WordsOf, asking: Asking<'_>) -> Result<Vec<Exported>, DbErr> {
    let within = Scope::from(by);
    let filter = TicketFilter { structure: Some(by.structure()), ..*asking.filter };
    exported(db, chosen(&within, Asking { filter: &filter, ..asking }), &within).await
}

/// The requests that the viewer takes part in.
pub async fn export_own(db: &Db, viewer: &Viewer) -> Result<Vec<Exported>, DbErr> {
    exported(db, taken_part_in(viewer), &Scope::from(viewer)).await
}

async fn exported(db: &Db, select: Select<ticket::Entity>, within: &Scope) -> Result<Vec<Exported>, DbErr> {
    with_names(select, within)
        .join(JoinType::LeftJoin, ticket::Relation::Category.def())
        .join(JoinType::LeftJoin, ticket::Relation::Site.def())
        .column_as(category::Column::Name, "category")
        .column_as(site::Column::Name, "site")
        .columns([ticket::Column::Channel, ticket::Column::Outcome, ticket::Column::AnsweredAt, ticket::Column::SettledAt])
        .limit(MOST_EXPORTED)
        .into_model()
        .all(&db.read)
        .await
}
