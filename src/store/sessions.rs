//! Sessions: rows that can be revoked. The cookie holds 32 random bytes, the row their hash.

use super::access::{Home, Viewer};
use super::entities::{duty, membership, person, session, structure};
use super::secrets::Secret;
use super::{Db, DbErr};
use crate::domain::ids::{PersonId, SessionId, StructureId};
use crate::domain::people::{Duty, Role};
use crate::domain::vocabulary;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait, Set,
};

vocabulary! {
    /// How somebody came in.
    pub enum Way {
        Link = "link",
        Code = "code",
        Password = "password",
        SetUp = "set_up",
    }
}

/// A device on which one is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    pub session: SessionId,
    /// Browser and system, as far as they say; may be empty.
    pub device: String,
    pub since: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub way: Way,
}

/// How long a session lasts (`security.md` §1).
struct Lifetime {
    idle: TimeDelta,
    whole: TimeDelta,
}

impl Lifetime {
    const fn of(on_duty: bool) -> Self {
        if on_duty {
            Self { idle: TimeDelta::hours(12), whole: TimeDelta::days(30) }
        } else {
            Self { idle: TimeDelta::days(14), whole: TimeDelta::days(180) }
        }
    }
}

/// Writing the hour of use down at each request would be a write at each request.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(10);

/// Opens a session with a new secret: an old cookie never becomes a signed-in one.
pub(super) async fn open_in(
    tx: &impl ConnectionTrait,
    person: PersonId,
    way: Way,
    device: &str,
    now: DateTime<Utc>,
) -> Result<Secret, DbErr> {
    let on_duty = !duties_in(tx, person).await?.is_empty();
    let secret = Secret::random();
    let row = session::Model {
        id: SessionId::new(now),
        token_hash: secret.hash(),
        person_id: person,
        way,
        device: device.chars().take(120).collect(),
        created_at: now,
        seen_at: now,
        expires_at: now + Lifetime::of(on_duty).whole,
        ended_at: None,
    };
    session::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(secret)
}

/// Opens a session for somebody who has just proved who they are.
pub async fn open(db: &Db, person: PersonId, way: Way, device: &str, now: DateTime<Utc>) -> Result<Secret, DbErr> {
    let tx = db.begin_write().await?;
    let secret = open_in(&tx, person, way, device, now).await?;
    tx.commit().await?;
    Ok(secret)
}

async fn duties_in(db: &impl ConnectionTrait, person: PersonId) -> Result<Vec<Duty>, DbErr> {
    duty::Entity::find()
        .select_only()
        .column(duty::Column::Kind)
        .filter(duty::Column::PersonId.eq(person).and(duty::Column::EndedAt.is_null()))
        .into_tuple()
        .all(db)
        .await
}

/// Who is behind a cookie, with what they may do as it stands now; `None` when the session has ended.
pub async fn viewer(db: &Db, secret: &Secret, now: DateTime<Utc>) -> Result<Option<Viewer>, DbErr> {
    let found = session::Entity::find()
        .filter(session::Column::TokenHash.eq(secret.hash()))
        .filter(session::Column::EndedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now))
        .find_also_related(person::Entity)
        .one(&db.read)
        .await?;
    let Some((session, Some(person))) = found else { return Ok(None) };
    let duties = duties_in(&db.read, person.id).await?;
    if now - session.seen_at > Lifetime::of(!duties.is_empty()).idle {
        return Ok(None);
    }
    if now - session.seen_at > SEEN_EVERY {
        touch(db, session.id, now).await?;
    }
    Ok(Some(Viewer {
        homes: homes(db, person.id).await?,
        technician: duties.contains(&Duty::Technician),
        coordinator: duties.contains(&Duty::Coordinator),
        person: person.id,
        session: session.id,
        name: person.name,
        email: person.email,
        language: person.language,
        has_password: person.password_hash.is_some(),
    }))
}

async fn homes(db: &Db, person: PersonId) -> Result<Vec<Home>, DbErr> {
    let rows: Vec<(StructureId, Role, String)> = membership::Entity::find()
        .select_only()
        .columns([membership::Column::StructureId, membership::Column::Role])
        .column(structure::Column::Name)
        .join(JoinType::InnerJoin, membership::Relation::Structure.def())
        .filter(membership::Column::PersonId.eq(person))
        .filter(membership::Column::EndedAt.is_null())
        .order_by_asc(structure::Column::Name)
        .into_tuple()
        .all(&db.read)
        .await?;
    Ok(rows.into_iter().map(|(structure, role, name)| Home { structure, role, name }).collect())
}

async fn touch(db: &Db, session: SessionId, now: DateTime<Utc>) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    session::Entity::update_many()
        .set(session::ActiveModel { seen_at: Set(now), ..Default::default() })
        .filter(session::Column::Id.eq(session))
        .exec(&tx)
        .await?;
    tx.commit().await
}

/// The devices on which the viewer is signed in, the last used first.
pub async fn devices(db: &Db, of: &Viewer, now: DateTime<Utc>) -> Result<Vec<Device>, DbErr> {
    let rows = session::Entity::find()
        .filter(session::Column::PersonId.eq(of.id()))
        .filter(session::Column::EndedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now))
        .order_by_desc(session::Column::SeenAt)
        .all(&db.read)
        .await?;
    let device =
        |s: session::Model| Device { session: s.id, device: s.device, since: s.created_at, seen_at: s.seen_at, way: s.way };
    Ok(rows.into_iter().map(device).collect())
}

/// Ends one of the viewer's own sessions; `false` when there is none such.
pub async fn end(db: &Db, by: &Viewer, session: SessionId, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let tx = db.begin_write().await?;
    let ended = session::Entity::update_many()
        .set(session::ActiveModel { ended_at: Set(Some(now)), ..Default::default() })
        .filter(session::Column::Id.eq(session))
        .filter(session::Column::PersonId.eq(by.id()))
        .filter(session::Column::EndedAt.is_null())
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(ended.rows_affected > 0)
}

/// Ends every session of a person, but one.
pub(super) async fn end_all_in(
    tx: &impl ConnectionTrait,
    person: PersonId,
    but: Option<SessionId>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let mut ending = session::Entity::update_many()
        .set(session::ActiveModel { ended_at: Set(Some(now)), ..Default::default() })
        .filter(session::Column::PersonId.eq(person))
        .filter(session::Column::EndedAt.is_null());
    if let Some(kept) = but {
        ending = ending.filter(session::Column::Id.ne(kept));
    }
    ending.exec(tx).await.map(drop)
}
