//! Filters of the technicians' list that somebody gave a name: one's own, and those that colleagues share.

use super::access::Technician;
use super::entities::{duty, person, saved_view};
use super::{Db, DbErr};
use crate::domain::ids::{PersonId, SavedViewId};
use crate::domain::people::Duty;
use crate::domain::tickets::filter::{TicketFilter, UnknownFilter};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, OnConflict};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, IntoActiveModel, JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, RelationTrait, Set,
};

/// How many views a person keeps at most: they are links above a list.
pub const MOST: u64 = 20;

/// A view that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    pub id: SavedViewId,
    pub name: String,
    /// What it shows, read anew at each use: what is no filter any more is said, never obeyed.
    pub filter: Result<TicketFilter, UnknownFilter>,
    pub shared: bool,
    pub owner: PersonId,
    pub owner_name: String,
}

/// Why a view cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum SavedViewError {
    #[error("no such view")]
    NotFound,
    #[error("as many as there may be")]
    TooMany,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// What stands beside a technician's list: the technicians on duty, and the views that the reader sees.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    pub technicians: Vec<(PersonId, String)>,
    pub views: Vec<SavedView>,
}

#[derive(FromQueryResult)]
struct Row {
    person_id: PersonId,
    person_name: String,
    view_id: Option<SavedViewId>,
    view_name: Option<String>,
    filter: Option<String>,
    shared: Option<bool>,
}

/// One's own views before those that technicians on duty share, with the names of all of these when they are wanted: one
/// question for a page that asks few. Who is on duty no more shares nothing any more.
pub async fn beside(db: &Db, by: &Technician, technicians: bool) -> Result<Beside, DbErr> {
    let me = by.viewer().id();
    let seen = Condition::all()
        .add(Expr::col((saved_view::Entity, saved_view::Column::OwnerId)).equals((duty::Entity, duty::Column::PersonId)))
        .add(saved_view::Column::OwnerId.eq(me).or(saved_view::Column::Shared.eq(true)));
    let mut select = duty::Entity::find()
        .select_only()
        .column(duty::Column::PersonId)
        .column_as(person::Column::Name, "person_name")
        .column_as(saved_view::Column::Id, "view_id")
        .column_as(saved_view::Column::Name, "view_name")
        .column(saved_view::Column::Filter)
        .column(saved_view::Column::Shared)
        .join(JoinType::InnerJoin, duty::Relation::Person.def())
        .filter(duty::Column::Kind.eq(Duty::Technician))
        .filter(duty::Column::EndedAt.is_null());
    QueryTrait::query(&mut select).join(JoinType::LeftJoin, saved_view::Entity, seen);
    if !technicians {
        select = select.filter(saved_view::Column::Id.is_not_null());
    }
    let rows: Vec<Row> = select
        .order_by_asc(person::Column::Name)
        .order_by_asc(duty::Column::PersonId)
        .order_by_asc(saved_view::Column::CreatedAt)
        .order_by_asc(saved_view::Column::Id)
        .into_model()
        .all(&db.read)
        .await?;
    let mut beside = Beside::default();
    for row in rows {
        if beside.technicians.last().is_none_or(|(last, _)| *last != row.person_id) {
            beside.technicians.push((row.person_id, row.person_name.clone()));
        }
        if let (Some(id), Some(name), Some(filter), Some(shared)) = (row.view_id, row.view_name, row.filter, row.shared) {
            let filter = TicketFilter::of_text(&filter);
            beside.views.push(SavedView { id, name, filter, shared, owner: row.person_id, owner_name: row.person_name });
        }
    }
    beside.views.sort_by_key(|view| view.owner != me);
    Ok(beside)
}

/// Keeps a filter under a name; sent twice, it is kept once.
pub async fn keep(
    db: &Db,
    by: &Technician,
    id: SavedViewId,
    (name, shared): (String, bool),
    filter: &TicketFilter,
    now: DateTime<Utc>,
) -> Result<(), SavedViewError> {
    let tx = db.begin_write().await?;
    let owner_id = by.viewer().id();
    // The owner's row guards the number of views: two who write at once count one after the other.
    person::Entity::find_by_id(owner_id).lock_exclusive().one(&tx).await?;
    if let Some(known) = saved_view::Entity::find_by_id(id).one(&tx).await? {
        return if known.owner_id == owner_id { Ok(()) } else { Err(SavedViewError::NotFound) };
    }
    if saved_view::Entity::find().filter(saved_view::Column::OwnerId.eq(owner_id)).count(&tx).await? >= MOST {
        return Err(SavedViewError::TooMany);
    }
    let row = saved_view::Model { id, owner_id, name, filter: filter.written(), shared, created_at: now };
    let written = saved_view::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::column(saved_view::Column::Id).do_nothing().to_owned())
        .exec_without_returning(&tx)
        .await?;
    if written == 0 {
        return Err(SavedViewError::NotFound);
    }
    Ok(tx.commit().await?)
}

/// Gives one's own view another name, shares it or keeps it to oneself.
pub async fn rename(db: &Db, by: &Technician, id: SavedViewId, name: String, shared: bool) -> Result<(), SavedViewError> {
    let tx = db.begin_write().await?;
    let change = saved_view::ActiveModel { name: Set(name), shared: Set(shared), ..Default::default() };
    let done = saved_view::Entity::update_many()
        .set(change)
        .filter(saved_view::Column::Id.eq(id))
        .filter(saved_view::Column::OwnerId.eq(by.viewer().id()))
        .exec(&tx)
        .await?;
    if done.rows_affected == 0 {
        return Err(SavedViewError::NotFound);
    }
    Ok(tx.commit().await?)
}

/// Removes one's own view.
pub async fn remove(db: &Db, by: &Technician, id: SavedViewId) -> Result<(), SavedViewError> {
    let tx = db.begin_write().await?;
    let done = saved_view::Entity::delete_many()
        .filter(saved_view::Column::Id.eq(id))
        .filter(saved_view::Column::OwnerId.eq(by.viewer().id()))
        .exec(&tx)
        .await?;
    if done.rows_affected == 0 {
        return Err(SavedViewError::NotFound);
    }
    Ok(tx.commit().await?)
}
