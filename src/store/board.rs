//! The board's right to read closed months: given to a person by the coordinator until a day, renewed, taken back.

use super::access::Coordinator;
use super::entities::{board_right, person};
use super::journal::{self, Line, LineKind};
use super::people::{NewPerson, create_in};
use super::{Db, DbErr, group, outbox, sessions, sign_in};
use crate::domain::ids::{BoardRightId, PersonId};
use crate::domain::people::Email;
use crate::domain::time::Month;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set};

/// A right that was not taken back, as the coordinator sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardRight {
    pub id: BoardRightId,
    pub person: PersonId,
    pub name: String,
    pub email: Email,
    /// The last day on which it holds; one that is over can be renewed.
    pub until: NaiveDate,
}

/// Why a right cannot be given.
#[derive(Debug, thiserror::Error)]
pub enum BoardError {
    /// They have it already: it is renewed, not given twice.
    #[error("given already")]
    AlreadyGiven,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// When a right is given or renewed: the moment, and the group's day.
#[derive(Clone, Copy, Debug)]
pub struct Giving {
    pub until: NaiveDate,
    pub today: NaiveDate,
    pub now: DateTime<Utc>,
}

/// The rights that were not taken back, those that are over among them, by the name of who has them.
pub async fn rights(db: &Db, _by: &Coordinator) -> Result<Vec<BoardRight>, DbErr> {
    let rows = board_right::Entity::find()
        .filter(board_right::Column::EndedAt.is_null())
        .find_also_related(person::Entity)
        .order_by_asc(person::Column::Name)
        .all(&db.read)
        .await?;
    let right = |(row, person): (board_right::Model, Option<person::Model>)| {
        person.map(|p| BoardRight { id: row.id, person: p.id, name: p.name, email: p.email, until: row.until })
    };
    Ok(rows.into_iter().filter_map(right).collect())
}

/// Gives somebody, known or new, the right until a day, and writes the letter that lets them in. One that is over is
/// renewed. Their sessions end: what they may do is another thing.
pub async fn give(db: &Db, by: &Coordinator, new: NewPerson, giving: Giving) -> Result<PersonId, BoardError> {
    let tx = db.begin_write().await?;
    // Whoever gives it to the same person meanwhile waits here.
    group::pool_moved_in(&tx).await?;
    let person = create_in(&tx, PersonId::new(giving.now), new, giving.now).await?;
    let of_person = standing().filter(board_right::Column::PersonId.eq(person));
    match of_person.one(&tx).await? {
        Some(right) if right.until >= giving.today => return Err(BoardError::AlreadyGiven),
        Some(right) => renew_in(&tx, by, &right, giving).await?,
        None => give_in(&tx, by.viewer().id(), BoardRightId::new(giving.now), person, giving).await?,
    }
    sessions::end_all_in(&tx, person, Some(by.viewer().session()), giving.now).await?;
    welcome_in(&tx, by, person, giving).await?;
    tx.commit().await?;
    Ok(person)
}

fn standing() -> sea_orm::Select<board_right::Entity> {
    board_right::Entity::find().filter(board_right::Column::EndedAt.is_null())
}

/// Writes a right and its row of the journal.
pub(super) async fn give_in(
    tx: &impl ConnectionTrait,
    by: PersonId,
    id: BoardRightId,
    person: PersonId,
    giving: Giving,
) -> Result<(), DbErr> {
    let row = board_right::Model {
        id,
        person_id: person,
        until: giving.until,
        given_by: by,
        given_at: giving.now,
        ended_by: None,
        ended_at: None,
    };
    board_right::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    write_down_in(tx, LineKind::BoardGiven, by, id, giving).await
}

/// The journal says who, when, which right, and the day of it; never a name.
async fn write_down_in(
    tx: &impl ConnectionTrait,
    kind: LineKind,
    by: PersonId,
    id: BoardRightId,
    giving: Giving,
) -> Result<(), DbErr> {
    let line = Line::decision(kind, Month::of(giving.today), by, format!("board:{id}")).because(giving.until.to_string());
    journal::append_in(tx, vec![line], giving.now).await.map(drop)
}

async fn renew_in(tx: &impl ConnectionTrait, by: &Coordinator, right: &board_right::Model, giving: Giving) -> Result<(), DbErr> {
    board_right::Entity::update_many()
        .set(board_right::ActiveModel { until: Set(giving.until), ..Default::default() })
        .filter(board_right::Column::Id.eq(right.id))
        .exec(tx)
        .await?;
    write_down_in(tx, LineKind::BoardRenewed, by.viewer().id(), right.id, giving).await
}

/// Says another last day, and tells the person; said already is done already. `false` when there is no such right.
pub async fn renew(db: &Db, by: &Coordinator, id: BoardRightId, giving: Giving) -> Result<bool, DbErr> {
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    let Some(right) = standing().filter(board_right::Column::Id.eq(id)).one(&tx).await? else { return Ok(false) };
    if right.until != giving.until {
        renew_in(&tx, by, &right, giving).await?;
        welcome_in(&tx, by, right.person_id, giving).await?;
        tx.commit().await?;
    }
    Ok(true)
}

/// Takes a right back: it is shut from the next request on. `false` when there is none such.
pub async fn take_back(db: &Db, by: &Coordinator, id: BoardRightId, today: NaiveDate, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    let Some(right) = standing().filter(board_right::Column::Id.eq(id)).lock_exclusive().one(&tx).await? else {
        return Ok(false);
    };
    end_right_in(&tx, &right, by.viewer().id(), today, now).await?;
    sessions::end_all_in(&tx, right.person_id, Some(by.viewer().session()), now).await?;
    tx.commit().await?;
    Ok(true)
}

/// Takes back the right of somebody who goes for good, if they have one.
pub(super) async fn end_in(
    tx: &impl ConnectionTrait,
    of: PersonId,
    by: PersonId,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let of_person = standing().filter(board_right::Column::PersonId.eq(of));
    let Some(right) = of_person.lock_exclusive().one(tx).await? else { return Ok(()) };
    end_right_in(tx, &right, by, today, now).await
}

async fn end_right_in(
    tx: &impl ConnectionTrait,
    right: &board_right::Model,
    by: PersonId,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    board_right::Entity::update_many()
        .set(board_right::ActiveModel { ended_by: Set(Some(by)), ended_at: Set(Some(now)), ..Default::default() })
        .filter(board_right::Column::Id.eq(right.id))
        .exec(tx)
        .await?;
    write_down_in(tx, LineKind::BoardTakenBack, by, right.id, Giving { until: right.until, today, now }).await
}

async fn welcome_in(tx: &impl ConnectionTrait, by: &Coordinator, person: PersonId, giving: Giving) -> Result<(), DbErr> {
    let Some(known) = person::Entity::find_by_id(person).one(tx).await? else { return Ok(()) };
    let group = group::find_in(tx).await?.map(|group| group.name).unwrap_or_default();
    let invitation = sign_in::invite_in(tx, person, giving.now).await?;
    let letter = outbox::Letter::BoardInvited {
        inviter: by.viewer().name().to_owned(),
        at: group,
        until: giving.until,
        token: invitation.as_str().to_owned(),
    };
    outbox::write_in(tx, &outbox::to(&known.email, known.language), &letter, giving.now).await
}
