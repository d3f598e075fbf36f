//! Sessions: rows that can be revoked. The cookie holds 32 random bytes, the row their hash.

use super::access::{Home, Viewer, Workplace};
use super::entities::{board_right, duty, group_settings, membership, organisation, person, session, structure, workshop_member};
use super::group::{self, Group};
use super::secrets::Secret;
use super::{Db, DbErr};
use crate::domain::ids::{OrgId, PersonId, SessionId, StructureId};
use crate::domain::people::{Duty, Email, Language, Role};
use crate::domain::time::day_of;
use crate::domain::vocabulary;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, IntoActiveModel, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait, Select, Set,
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

/// A row of what stands behind a cookie.
#[derive(FromQueryResult)]
struct SessionRow {
    session_id: SessionId,
    seen_at: DateTime<Utc>,
    #[sea_orm(nested)]
    standing: Standing,
}

/// What a person may do as it stands now: a row for each duty in each home and workshop, at least one.
#[derive(FromQueryResult)]
pub(super) struct Standing {
    person_id: PersonId,
    name: String,
    email: Email,
    language: Language,
    password_hash: Option<String>,
    keys: bool,
    duty: Option<Duty>,
    home: Option<StructureId>,
    role: Option<Role>,
    board_until: Option<NaiveDate>,
    home_name: Option<String>,
    workplace: Option<OrgId>,
    workplace_name: Option<String>,
    group_name: String,
    group_phone: String,
    group_email: String,
    time_zone: String,
    pool_version: i64,
}

/// Everything at once: each further query costs a request two switches of thread on SQLite (`docs/performance.md`).
fn standing(secret: &Secret, now: DateTime<Utc>) -> Select<session::Entity> {
    let session = session::Entity::find()
        .select_only()
        .column_as(session::Column::Id, "session_id")
        .column(session::Column::SeenAt)
        .join(JoinType::InnerJoin, session::Relation::Person.def())
        .filter(session::Column::TokenHash.eq(secret.hash()))
        .filter(session::Column::EndedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now));
    with_standing(session)
}

/// Adds to rows that are joined with a person what [`Standing`] reads.
pub(super) fn with_standing<E: EntityTrait>(of_person: Select<E>) -> Select<E> {
    let mut select = of_person
        .column_as(person::Column::Id, "person_id")
        .columns([
            person::Column::Name,
            person::Column::Email,
            person::Column::Language,
            person::Column::PasswordHash,
            person::Column::Keys,
        ])
        .column_as(duty::Column::Kind, "duty")
        .column_as(membership::Column::StructureId, "home")
        .column(membership::Column::Role)
        .column_as(board_right::Column::Until, "board_until")
        .column_as(structure::Column::Name, "home_name")
        .column_as(workshop_member::Column::OrganisationId, "workplace")
        .column_as(organisation::Column::Name, "workplace_name")
        .column_as(group_settings::Column::Name, "group_name")
        .column_as(group_settings::Column::Phone, "group_phone")
        .column_as(group_settings::Column::Email, "group_email")
        .columns([group_settings::Column::TimeZone, group_settings::Column::PoolVersion]);
    let of_person = |column: Expr| Expr::col((person::Entity, person::Column::Id)).eq(column);
    let duties = of_person(Expr::col((duty::Entity, duty::Column::PersonId))).and(duty::Column::EndedAt.is_null());
    let homes = of_person(Expr::col((membership::Entity, membership::Column::PersonId))).and(membership::Column::EndedAt.is_null());
    // One at most: it is unique.
    let board = of_person(Expr::col((board_right::Entity, board_right::Column::PersonId)))
        .and(Expr::col((board_right::Entity, board_right::Column::EndedAt)).is_null());
    let names = Expr::col((structure::Entity, structure::Column::Id)).equals((membership::Entity, membership::Column::StructureId));
    let works = of_person(Expr::col((workshop_member::Entity, workshop_member::Column::PersonId)))
        .and(Expr::col((workshop_member::Entity, workshop_member::Column::EndedAt)).is_null());
    let places = Expr::col((organisation::Entity, organisation::Column::Id))
        .equals((workshop_member::Entity, workshop_member::Column::OrganisationId));
    QuerySelect::query(&mut select)
        .join(
            JoinType::InnerJoin,
            group_settings::Entity,
            Expr::col((group_settings::Entity, group_settings::Column::Id)).eq(group::ONLY),
        )
        .join(JoinType::LeftJoin, duty::Entity, duties)
        .join(JoinType::LeftJoin, board_right::Entity, board)
        .join(JoinType::LeftJoin, membership::Entity, homes)
        .join(JoinType::LeftJoin, structure::Entity, names)
        .join(JoinType::LeftJoin, workshop_member::Entity, works)
        .join(JoinType::LeftJoin, organisation::Entity, places);
    select
}

/// Who is behind a cookie, with what they may do as it stands now, and the group they work for; `None` when the session
/// has ended.
pub async fn viewer(db: &Db, secret: &Secret, now: DateTime<Utc>) -> Result<Option<(Viewer, Group)>, DbErr> {
    let rows: Vec<SessionRow> = standing(secret, now).into_model().all(&db.read).await?;
    let Some((session, seen_at)) = rows.first().map(|row| (row.session_id, row.seen_at)) else { return Ok(None) };
    let found = viewer_of(rows.into_iter().map(|row| row.standing).collect(), session, now)?;
    let Some((viewer, group)) = found else { return Ok(None) };
    if now - seen_at > Lifetime::of(viewer.technician || viewer.coordinator).idle {
        return Ok(None);
    }
    if now - seen_at > SEEN_EVERY {
        touch(db, session, now).await?;
    }
    Ok(Some((viewer, group)))
}

/// Somebody with what they may do now, and the group; `None` of nobody.
pub(super) fn viewer_of(rows: Vec<Standing>, session: SessionId, now: DateTime<Utc>) -> Result<Option<(Viewer, Group)>, DbErr> {
    let duties: Vec<Duty> = rows.iter().filter_map(|row| row.duty).collect();
    let (homes, workplaces) = (homes(&rows), workplaces(&rows));
    let Some(row) = rows.into_iter().next() else { return Ok(None) };
    let group = Group::read(row.group_name, row.group_phone, row.group_email, &row.time_zone)?;
    let today = day_of(now, group.time_zone);
    let viewer = Viewer {
        homes,
        workplaces,
        board_until: row.board_until.filter(|until| today <= *until),
        technician: duties.contains(&Duty::Technician),
        coordinator: duties.contains(&Duty::Coordinator),
        guest_of: None,
        person: row.person_id,
        session,
        name: row.name,
        email: row.email,
        language: row.language,
        has_password: row.password_hash.is_some(),
        keys: row.keys,
        pool_version: row.pool_version,
    };
    Ok(Some((viewer, group)))
}

/// By name; each once, however many duties there are.
fn homes(rows: &[Standing]) -> Vec<Home> {
    let home = |row: &Standing| Some(Home { structure: row.home?, role: row.role?, name: row.home_name.clone()? });
    let mut homes: Vec<Home> = rows.iter().filter_map(home).collect();
    homes.sort_by(|a, b| (&a.name, a.structure).cmp(&(&b.name, b.structure)));
    homes.dedup_by_key(|home| home.structure);
    homes
}

/// The same of workshops.
fn workplaces(rows: &[Standing]) -> Vec<Workplace> {
    let place = |row: &Standing| Some(Workplace { organisation: row.workplace?, name: row.workplace_name.clone()? });
    let mut places: Vec<Workplace> = rows.iter().filter_map(place).collect();
    places.sort_by(|a, b| (&a.name, a.organisation).cmp(&(&b.name, b.organisation)));
    places.dedup();
    places
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
