//! People who have left: at home nowhere, in no workshop, without a duty or a right. They cannot sign in any more to ask for it themselves: the
//! coordinator erases their data when they ask, under the same rules.

use super::{AT_FIRST, ErasureError, Hindrance, Marks, Reach, advance, hindrances_in, person, reach_of};
use crate::domain::ids::PersonId;
use crate::domain::people::Email;
use crate::store::access::{Coordinator, Scope};
use crate::store::entities::{board_right, duty, membership, person as people, workshop_member};
use crate::store::{Db, DbErr};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use std::collections::HashMap;

/// Somebody who has left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departed {
    pub person: PersonId,
    pub name: String,
    pub email: Email,
    /// When they left the last structure in which they were at home; `None` when they never were.
    pub left_at: Option<DateTime<Utc>>,
}

/// Those who have left, by name; who is gone with their data is none of them any more.
pub async fn departed(db: &Db, by: &Coordinator) -> Result<Vec<Departed>, DbErr> {
    let rows = standing_nowhere(by).order_by_asc(people::Column::Name).order_by_asc(people::Column::Id).all(&db.read).await?;
    read(db, rows).await
}

/// One of them.
pub async fn find_departed(db: &Db, by: &Coordinator, person: PersonId) -> Result<Option<Departed>, DbErr> {
    let rows = standing_nowhere(by).filter(people::Column::Id.eq(person)).all(&db.read).await?;
    Ok(read(db, rows).await?.pop())
}

/// What an erasure of the data of one of them would reach.
pub async fn reach_of_departed(db: &Db, _by: &Coordinator, of: &Departed) -> Result<Reach, DbErr> {
    reach_of(db, of.person).await
}

/// What stands in its way.
pub async fn hindrances_of_departed(db: &Db, _by: &Coordinator, of: &Departed, today: NaiveDate) -> Result<Vec<Hindrance>, DbErr> {
    hindrances_in(&db.read, of.person, today).await
}

/// Erases the data of somebody who has left and asked for it; the journal says who did.
pub async fn erase_departed(
    db: &Db,
    by: &Coordinator,
    person: PersonId,
    marks: Marks<'_>,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), ErasureError> {
    let of = find_departed(db, by, person).await?.ok_or(ErasureError::NotFound)?;
    person::go_in(db, of.person, by.viewer().id(), marks, today, now).await?;
    Ok(advance(db, of.person, now, AT_FIRST).await.map(drop)?)
}

fn standing_nowhere(by: &Coordinator) -> Select<people::Entity> {
    let at_home = Query::select()
        .column(membership::Column::PersonId)
        .from(membership::Entity)
        .and_where(membership::Column::EndedAt.is_null())
        .to_owned();
    let on_duty =
        Query::select().column(duty::Column::PersonId).from(duty::Entity).and_where(duty::Column::EndedAt.is_null()).to_owned();
    let on_board = Query::select()
        .column(board_right::Column::PersonId)
        .from(board_right::Entity)
        .and_where(board_right::Column::EndedAt.is_null())
        .to_owned();
    let in_workshop = Query::select()
        .column(workshop_member::Column::PersonId)
        .from(workshop_member::Entity)
        .and_where(workshop_member::Column::EndedAt.is_null())
        .to_owned();
    Scope::from(by)
        .people()
        .filter(people::Column::Id.not_in_subquery(at_home))
        .filter(people::Column::Id.not_in_subquery(on_duty))
        .filter(people::Column::Id.not_in_subquery(on_board))
        .filter(people::Column::Id.not_in_subquery(in_workshop))
}

async fn read(db: &Db, rows: Vec<people::Model>) -> Result<Vec<Departed>, DbErr> {
    let left: HashMap<PersonId, Option<DateTime<Utc>>> = membership::Entity::find()
        .select_only()
        .column(membership::Column::PersonId)
        .column_as(membership::Column::EndedAt.max(), "left_at")
        .filter(membership::Column::PersonId.is_in(rows.iter().map(|row| row.id)))
        .group_by(membership::Column::PersonId)
        .into_tuple()
        .all(&db.read)
        .await?
        .into_iter()
        .collect();
    let departed = |row: people::Model| Departed {
        left_at: left.get(&row.id).copied().flatten(),
        person: row.id,
        name: row.name,
        email: row.email,
    };
    Ok(rows.into_iter().map(departed).collect())
}
