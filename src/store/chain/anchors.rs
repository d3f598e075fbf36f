//! Anchors: once a UTC day is over, one hash over all its events and the anchor before. It is mailed to all structures: who
//! would rewrite the past needs all of them.

use super::entry::{BEGINNING, bytes_of};
use super::merkle;
use crate::domain::people::Duty;
use crate::domain::time::Month;
use crate::store::entities::{equipment_anchor, equipment_event};
use crate::store::outbox::{self, Letter};
use crate::store::secrets::digest_bytes;
use crate::store::{Db, DbErr, people};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use std::collections::HashSet;

/// After midnight: what was being written then is there.
const SETTLES: TimeDelta = TimeDelta::minutes(10);

/// The anchor of a day.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Anchor {
    pub day: NaiveDate,
    /// How many events it holds.
    pub events: i64,
    pub root: String,
    pub previous: String,
    pub anchor: String,
}

impl From<equipment_anchor::Model> for Anchor {
    fn from(row: equipment_anchor::Model) -> Self {
        Self { day: row.day, events: row.events, root: row.root, previous: row.previous, anchor: row.anchor }
    }
}

impl Anchor {
    /// The anchor of a day with these event hashes, in the order of the events' ids; `None` when one is no hash.
    pub(super) fn over(day: NaiveDate, hashes: &[String], previous: &str) -> Option<Self> {
        let leaves: Vec<merkle::Hash> = hashes.iter().map(|hash| bytes_of(hash)).collect::<Option<_>>()?;
        let root = merkle::root(&leaves);
        let anchor = digest(previous, day, &root)?;
        let root = root.iter().map(|byte| format!("{byte:02x}")).collect();
        let events = i64::try_from(leaves.len()).ok()?;
        Some(Self { day, events, root, previous: previous.to_owned(), anchor })
    }

    /// Whether its hash is that of its day, its root, and the anchor that it names.
    pub fn holds(&self) -> bool {
        bytes_of(&self.root).and_then(|root| digest(&self.previous, self.day, &root)).is_some_and(|hash| hash == self.anchor)
    }
}

fn digest(previous: &str, day: NaiveDate, root: &merkle::Hash) -> Option<String> {
    let day = day.format("%Y-%m-%d").to_string();
    let bytes = [b"eqan1\n".as_slice(), &bytes_of(previous)?, day.as_bytes(), root].concat();
    Some(digest_bytes(&bytes))
}

/// The first and the last instant of a day in UTC; the last is of the day after.
pub(super) fn span(day: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
    let from = day.and_time(NaiveTime::MIN).and_utc();
    (from, from + TimeDelta::days(1))
}

/// Hashes of the events that were recorded on a day, in the order of their ids.
pub(super) async fn hashes_of(db: &impl ConnectionTrait, day: NaiveDate) -> Result<Vec<String>, DbErr> {
    use sea_orm::QuerySelect;
    let (from, to) = span(day);
    equipment_event::Entity::find()
        .select_only()
        .column(equipment_event::Column::Hash)
        .filter(equipment_event::Column::RecordedAt.gte(from))
        .filter(equipment_event::Column::RecordedAt.lt(to))
        .order_by_asc(equipment_event::Column::Id)
        .into_tuple()
        .all(db)
        .await
}

/// Makes the anchors of days that are over and had events; each once, whoever else goes round. Says how many.
pub async fn make_due(db: &Db, now: DateTime<Utc>) -> Result<usize, DbErr> {
    let mut made = 0;
    loop {
        let last = equipment_anchor::Entity::find().order_by_desc(equipment_anchor::Column::Day).one(&db.read).await?;
        let mut next = equipment_event::Entity::find().order_by_asc(equipment_event::Column::RecordedAt);
        if let Some(last) = &last {
            next = next.filter(equipment_event::Column::RecordedAt.gte(span(last.day).1));
        }
        let Some(first) = next.one(&db.read).await? else { return Ok(made) };
        let day = first.recorded_at.date_naive();
        if now < span(day).1 + SETTLES {
            return Ok(made);
        }
        let previous = last.map_or_else(|| BEGINNING.to_owned(), |last| last.anchor);
        made += usize::from(make(db, day, &previous, now).await?);
    }
}

/// Makes one. Whether it was this instance that did.
async fn make(db: &Db, day: NaiveDate, previous: &str, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let tx = db.begin_write().await?;
    let hashes = hashes_of(&tx, day).await?;
    let anchor = Anchor::over(day, &hashes, previous).ok_or_else(|| DbErr::Custom(format!("a hash of {day} is none")))?;
    let row = equipment_anchor::Model {
        day,
        events: anchor.events,
        root: anchor.root.clone(),
        previous: anchor.previous.clone(),
        anchor: anchor.anchor.clone(),
        made_at: now,
    };
    // No column is named: two instances make the same row at once, and PostgreSQL may meet it by its hash before its day.
    let written = equipment_anchor::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(&tx)
        .await?;
    if written == 0 {
        return Ok(false);
    }
    let letter = Letter::ChainAnchored { day, events: anchor.events, anchor: anchor.anchor };
    let mut told = HashSet::new();
    let referents = people::referents_in(&tx, None).await?.into_iter().map(|(_, person)| person);
    for person in people::on_duty_in(&tx, Duty::Coordinator).await?.into_iter().chain(referents) {
        if told.insert(person.id) {
            outbox::write_in(&tx, &outbox::to(&person.email, person.language), &letter, now).await?;
        }
    }
    tx.commit().await?;
    Ok(true)
}

/// The anchors of a month's days, for its report.
pub async fn in_month(db: &Db, _by: &crate::store::access::ReportReader, month: Month) -> Result<Vec<Anchor>, DbErr> {
    let rows = equipment_anchor::Entity::find()
        .filter(equipment_anchor::Column::Day.gte(month.first_day()))
        .filter(equipment_anchor::Column::Day.lte(month.last_day()))
        .order_by_asc(equipment_anchor::Column::Day)
        .all(&db.read)
        .await?;
    Ok(rows.into_iter().map(Anchor::from).collect())
}
