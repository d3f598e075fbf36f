//! The group that this installation serves: its name, where to reach it, its time zone.

use super::access::{Coordinator, Technician, Viewer};
use super::entities::{duty, group_settings};
use super::{Db, DbErr, people, sign_in};
use crate::domain::calendar::Holidays;
use crate::domain::ids::{DutyId, PersonId};
use crate::domain::people::{Duty, Email, Language};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, Set};

/// The group, as every page names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub name: String,
    /// Shown beside « ça bloque tout »; may be empty.
    pub phone: String,
    /// Where « Dire ce qui ne va pas » writes to.
    pub email: String,
    pub time_zone: Tz,
}

impl Group {
    pub(super) fn read(name: String, phone: String, email: String, time_zone: &str) -> Result<Self, DbErr> {
        let time_zone = time_zone.parse().map_err(|_| DbErr::Custom(format!("time zone {time_zone:?}")))?;
        Ok(Self { name, phone, email, time_zone })
    }

    /// The local day of an instant.
    pub fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.time_zone).date_naive()
    }
}

/// The id of the one row of settings.
pub(super) const ONLY: i64 = 1;

/// The group, or `None` before the first set-up.
pub async fn find(db: &Db) -> Result<Option<Group>, DbErr> {
    find_in(&db.read).await
}

pub(super) async fn find_in(db: &impl ConnectionTrait) -> Result<Option<Group>, DbErr> {
    let Some(row) = group_settings::Entity::find_by_id(ONLY).one(db).await? else { return Ok(None) };
    Group::read(row.name, row.phone, row.email, &row.time_zone).map(Some)
}

/// What the first coordinator says of the group and of themself.
#[derive(Clone, Debug)]
pub struct SetUp {
    pub group: Group,
    pub coordinator_name: String,
    pub coordinator_email: Email,
    pub language: Language,
}

/// Names the group and its first coordinator; the link is used up in the same transaction.
///
/// `None` when the link is not, or no longer, good: nothing is written.
pub async fn set_up(db: &Db, link: &super::secrets::Secret, new: SetUp, now: DateTime<Utc>) -> Result<Option<PersonId>, DbErr> {
    let tx = db.begin_write().await?;
    if !sign_in::use_set_up_link(&tx, link, now).await? || find_in(&tx).await?.is_some() {
        return Ok(None);
    }
    create_in(&tx, &new.group, now).await?;
    let person = people::NewPerson {
        name: new.coordinator_name,
        email: new.coordinator_email,
        phone: String::new(),
        language: new.language,
    };
    let id = people::create_in(&tx, PersonId::new(now), person, now).await?;
    give_duty_in(&tx, id, Duty::Coordinator, now).await?;
    tx.commit().await?;
    Ok(Some(id))
}

pub(super) async fn create_in(tx: &impl ConnectionTrait, group: &Group, now: DateTime<Utc>) -> Result<(), DbErr> {
    let row = group_settings::Model {
        id: ONLY,
        name: group.name.clone(),
        phone: group.phone.clone(),
        email: group.email.clone(),
        time_zone: group.time_zone.name().to_owned(),
        next_ticket_number: 1,
        pool_version: 1,
        set_up_at: now,
        signing_days: 7,
        allows_gifts: true,
        allows_grants: true,
        holidays: Holidays::France,
    };
    group_settings::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}

/// Changes what pages and letters say of the group.
pub async fn rename(db: &Db, _by: &Coordinator, group: Group) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    // Days are told in the group's time zone, those of work written down too.
    pool_moved_in(&tx).await?;
    group_settings::Entity::update_many()
        .set(group_settings::ActiveModel {
            name: Set(group.name),
            phone: Set(group.phone),
            email: Set(group.email),
            time_zone: Set(group.time_zone.name().to_owned()),
            ..Default::default()
        })
        .exec(&tx)
        .await?;
    tx.commit().await
}

/// The group's time zone.
pub(super) async fn zone_in(db: &impl ConnectionTrait) -> Result<Tz, DbErr> {
    Ok(find_in(db).await?.map_or(chrono_tz::Europe::Paris, |group| group.time_zone))
}

/// Takes the next ticket number: from 1, never reused. The row is locked until the transaction ends.
pub(super) async fn next_ticket_number(tx: &impl ConnectionTrait) -> Result<i64, DbErr> {
    let rows = group_settings::Entity::update_many()
        .col_expr(group_settings::Column::NextTicketNumber, Expr::col(group_settings::Column::NextTicketNumber).add(1))
        .exec_with_returning(tx)
        .await?;
    rows.first().map(|row| row.next_ticket_number - 1).ok_or_else(|| DbErr::RecordNotFound("the group".into()))
}

/// Gives a duty for the whole group; already given is given.
pub(super) async fn give_duty_in(tx: &impl ConnectionTrait, person: PersonId, kind: Duty, now: DateTime<Utc>) -> Result<(), DbErr> {
    let standing = duty::Entity::find()
        .filter(duty::Column::PersonId.eq(person).and(duty::Column::Kind.eq(kind)).and(duty::Column::EndedAt.is_null()))
        .one(tx)
        .await?;
    if standing.is_none() {
        let row = duty::Model { id: DutyId::new(now), person_id: person, kind, since: now, ended_at: None };
        duty::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Whether the viewer serves the whole group: what pages of the group ask.
pub fn serves_group(viewer: &Viewer) -> bool {
    Technician::of(viewer).is_some() || Coordinator::of(viewer).is_some()
}

/// Says that what the pool is computed from has changed. Writers of the pool queue on this row until they commit.
pub(super) async fn pool_moved_in(tx: &impl ConnectionTrait) -> Result<(), DbErr> {
    group_settings::Entity::update_many()
        .col_expr(group_settings::Column::PoolVersion, Expr::col(group_settings::Column::PoolVersion).add(1))
        .exec(tx)
        .await
        .map(drop)
}
