//! Calendars that people follow in a program of theirs: secret addresses, made, listed, revoked, read.

use super::access::{Follows, MemberOf, Subscriber, Technician, Viewer};
use super::entities::{calendar_feed, person, structure, visit};
use super::secrets::Secret;
use super::visits::{Purpose, Visit, all_of, purposes_in};
use super::{Db, DbErr};
use crate::domain::ids::{CalendarFeedId, StructureId, VisitId};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select, Set};
use std::collections::HashMap;

/// A calendar as its list shows it: never the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarFeed {
    pub id: CalendarFeedId,
    /// Whose visits; none: the person's own.
    pub structure: Option<String>,
    pub created_at: DateTime<Utc>,
    pub seen_on: Option<NaiveDate>,
}

/// Calendars of one person that work at the same time: a telephone, a computer, a few structures.
pub const MOST: u64 = 10;

/// How long past visits and cancelled ones stay in a calendar, days.
const PAST_DAYS: u64 = 90;
const CANCELLED_DAYS: i64 = 30;

/// Makes a calendar of a technician's own visits; its secret is told this once. `None` when there are as many as there may be.
pub async fn make_own(db: &Db, by: &Technician, now: DateTime<Utc>) -> Result<Option<Secret>, DbErr> {
    make(db, by.viewer(), None, now).await
}

/// Makes a calendar of the visits to a structure, in the same way.
pub async fn make_of_structure(db: &Db, by: &MemberOf, now: DateTime<Utc>) -> Result<Option<Secret>, DbErr> {
    make(db, by.viewer(), Some(by.structure()), now).await
}

async fn make(db: &Db, by: &Viewer, structure: Option<StructureId>, now: DateTime<Utc>) -> Result<Option<Secret>, DbErr> {
    let secret = Secret::random();
    let row = calendar_feed::Model {
        id: CalendarFeedId::new(now),
        person_id: by.id(),
        structure_id: structure,
        token_hash: secret.hash(),
        created_at: now,
        revoked_at: None,
        seen_on: None,
    };
    let tx = db.begin_write().await?;
    // Who makes another meanwhile waits here, on PostgreSQL.
    person::Entity::find_by_id(by.id()).lock_exclusive().one(&tx).await?;
    if working(by).count(&tx).await? >= MOST {
        return Ok(None);
    }
    calendar_feed::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    tx.commit().await?;
    Ok(Some(secret))
}

fn working(by: &Viewer) -> Select<calendar_feed::Entity> {
    calendar_feed::Entity::find()
        .filter(calendar_feed::Column::PersonId.eq(by.id()))
        .filter(calendar_feed::Column::RevokedAt.is_null())
}

/// One's own calendars, the latest first.
pub async fn all(db: &Db, by: &Viewer) -> Result<Vec<CalendarFeed>, DbErr> {
    let rows = working(by).order_by_desc(calendar_feed::Column::Id).all(&db.read).await?;
    let places: Vec<StructureId> = rows.iter().filter_map(|row| row.structure_id).collect();
    // Named by who made the calendar, when they were at home there.
    let names = structure::Entity::find().filter(structure::Column::Id.is_in(places)).all(&db.read).await?;
    let names: HashMap<StructureId, String> = names.into_iter().map(|row| (row.id, row.name)).collect();
    let feed = |row: calendar_feed::Model| CalendarFeed {
        id: row.id,
        structure: row.structure_id.map(|id| names.get(&id).cloned().unwrap_or_default()),
        created_at: row.created_at,
        seen_on: row.seen_on,
    };
    Ok(rows.into_iter().map(feed).collect())
}

/// Revokes one's own calendar: from the next reading on it is as if it had never been. `false` when one has none such.
pub async fn revoke(db: &Db, by: &Viewer, id: CalendarFeedId, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let tx = db.begin_write().await?;
    let revoked = calendar_feed::Entity::update_many()
        .set(calendar_feed::ActiveModel { revoked_at: Set(Some(now)), ..Default::default() })
        .filter(calendar_feed::Column::Id.eq(id))
        .filter(calendar_feed::Column::PersonId.eq(by.id()))
        .filter(calendar_feed::Column::RevokedAt.is_null())
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(revoked.rows_affected > 0)
}

/// Opens the door of an address, and notes the day on which it was used.
pub async fn enter(db: &Db, address: &Secret, today: NaiveDate) -> Result<Option<Subscriber>, DbErr> {
    let Some(subscriber) = Subscriber::by_address(db, address, today).await? else { return Ok(None) };
    if subscriber.seen_on() != Some(today) {
        let tx = db.begin_write().await?;
        calendar_feed::Entity::update_many()
            .set(calendar_feed::ActiveModel { seen_on: Set(Some(today)), ..Default::default() })
            .filter(calendar_feed::Column::Id.eq(subscriber.feed()))
            .exec(&tx)
            .await?;
        tx.commit().await?;
    }
    Ok(Some(subscriber))
}

/// The visits of a calendar: those of the last three months, all that are ahead, and for a month what was cancelled.
pub async fn visits(db: &Db, of: &Subscriber, today: NaiveDate, now: DateTime<Utc>) -> Result<Vec<Visit>, DbErr> {
    let since = today.checked_sub_days(Days::new(PAST_DAYS)).unwrap_or(today);
    let shown = Condition::any()
        .add(visit::Column::CancelledAt.is_null())
        .add(visit::Column::CancelledAt.gt(now - TimeDelta::days(CANCELLED_DAYS)));
    all_of(&db.read, of.visits().filter(visit::Column::Day.gte(since)).filter(shown)).await
}

/// What a technician's own visits are for. Nothing for a calendar of a structure: it holds no word and no number of a request.
pub async fn purposes(db: &Db, of: &Subscriber, visits: &[Visit]) -> Result<HashMap<VisitId, Vec<Purpose>>, DbErr> {
    match of.follows() {
        Follows::Own => purposes_in(&db.read, visits.iter().map(|visit| visit.id)).await,
        Follows::Structure(_) => Ok(HashMap::new()),
    }
}

/// The structure whose visits a calendar shows; none for a technician's own.
pub async fn name(db: &Db, of: &Subscriber) -> Result<Option<String>, DbErr> {
    let Follows::Structure(id) = of.follows() else { return Ok(None) };
    Ok(structure::Entity::find_by_id(id).one(&db.read).await?.map(|row| row.name))
}
