//! People: who they are, where they are at home, what they do for the group.

use super::access::{Coordinator, PeopleOf, Scope, Technician, Viewer};
use super::entities::{duty, membership, person, session, structure};
use super::{Db, DbErr, group, outbox, sign_in};
use crate::domain::ids::{MembershipId, PersonId, StructureId};
use crate::domain::people::{Duty, Email, Language, Role};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set, SqlErr};
use std::collections::HashMap;

/// Somebody who is about to be known.
#[derive(Clone, Debug)]
pub struct NewPerson {
    pub name: String,
    pub email: Email,
    /// May be empty.
    pub phone: String,
    pub language: Language,
}

/// A person of a structure, as its referent sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub membership: MembershipId,
    pub person: PersonId,
    pub name: String,
    pub email: Email,
    pub phone: String,
    pub role: Role,
    /// The last time that any session of theirs was used; `None` when they never signed in.
    pub seen_at: Option<DateTime<Utc>>,
}

/// A person with a duty for the whole group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnDuty {
    pub person: PersonId,
    pub name: String,
    pub email: Email,
    pub duties: Vec<Duty>,
}

/// Why somebody cannot be invited or removed.
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    /// They are at home in that structure already.
    #[error("already a member")]
    AlreadyThere,
    /// A structure keeps one referent, a group one coordinator: the last cannot go.
    #[error("the last of this role")]
    LastOne,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// The people of a structure, referents first, then by name.
pub async fn of_structure(db: &Db, within: impl Into<Scope>, structure: StructureId) -> Result<Vec<Member>, DbErr> {
    let within = within.into();
    let rows = within
        .memberships()
        .filter(membership::Column::StructureId.eq(structure))
        .find_also_related(person::Entity)
        .all(&db.read)
        .await?;
    let people: Vec<PersonId> = rows.iter().map(|(m, _)| m.person_id).collect();
    let seen: HashMap<PersonId, DateTime<Utc>> = session::Entity::find()
        .select_only()
        .column(session::Column::PersonId)
        .column_as(session::Column::SeenAt.max(), "seen_at")
        .filter(session::Column::PersonId.is_in(people))
        .group_by(session::Column::PersonId)
        .into_tuple()
        .all(&db.read)
        .await?
        .into_iter()
        .collect();
    let mut members: Vec<Member> = rows
        .into_iter()
        .filter_map(|(m, p)| p.map(|p| (m, p)))
        .map(|(m, p)| Member {
            membership: m.id,
            person: p.id,
            name: p.name,
            email: p.email,
            phone: p.phone,
            role: m.role,
            seen_at: seen.get(&m.person_id).copied(),
        })
        .collect();
    members.sort_by(|a, b| (a.role == Role::Employee, &a.name).cmp(&(b.role == Role::Employee, &b.name)));
    Ok(members)
}

/// The people who answer for these structures, or for every one: whom letters about a structure go to.
pub(super) async fn referents_in(
    db: &impl ConnectionTrait,
    of: Option<&[StructureId]>,
) -> Result<Vec<(StructureId, person::Model)>, DbErr> {
    let mut select = membership::Entity::find()
        .filter(membership::Column::Role.eq(Role::Referent))
        .filter(membership::Column::EndedAt.is_null())
        .order_by_asc(membership::Column::Id);
    if let Some(of) = of {
        select = select.filter(membership::Column::StructureId.is_in(of.iter().copied()));
    }
    let rows = select.find_also_related(person::Entity).all(db).await?;
    Ok(rows.into_iter().filter_map(|(row, person)| Some((row.structure_id, person?))).collect())
}

/// Who answers for which structure, among those within reach: names, in order.
pub async fn referents(db: &Db, within: impl Into<Scope>) -> Result<HashMap<StructureId, Vec<String>>, DbErr> {
    let rows = within
        .into()
        .memberships()
        .filter(membership::Column::Role.eq(Role::Referent))
        .find_also_related(person::Entity)
        .order_by_asc(person::Column::Name)
        .all(&db.read)
        .await?;
    let mut referents: HashMap<StructureId, Vec<String>> = HashMap::new();
    for (m, p) in rows.into_iter().filter_map(|(m, p)| p.map(|p| (m, p))) {
        referents.entry(m.structure_id).or_default().push(p.name);
    }
    Ok(referents)
}

/// Those who serve the whole group, by name.
pub async fn on_duty(db: &Db, _by: &Coordinator) -> Result<Vec<OnDuty>, DbErr> {
    let rows = duty::Entity::find().filter(duty::Column::EndedAt.is_null()).find_also_related(person::Entity).all(&db.read).await?;
    let mut people: Vec<OnDuty> = Vec::new();
    for (d, p) in rows.into_iter().filter_map(|(d, p)| p.map(|p| (d, p))) {
        match people.iter_mut().find(|known| known.person == p.id) {
            Some(known) => known.duties.push(d.kind),
            None => people.push(OnDuty { person: p.id, name: p.name, email: p.email, duties: vec![d.kind] }),
        }
    }
    people.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(people)
}

/// Writes a person. Somebody known by that address already stays as they are.
pub(super) async fn create_in(
    tx: &impl ConnectionTrait,
    id: PersonId,
    new: NewPerson,
    now: DateTime<Utc>,
) -> Result<PersonId, DbErr> {
    if let Some(known) = by_email_in(tx, &new.email).await? {
        return Ok(known.id);
    }
    let email = new.email.clone();
    let row = person::Model {
        id,
        name: new.name,
        email: new.email,
        phone: new.phone,
        language: new.language,
        password_hash: None,
        created_at: now,
        hours_letters: true,
        keys: true,
    };
    // Somebody may be writing the same person at this moment: on PostgreSQL this waits for them, then finds whom they wrote.
    let unless_known = OnConflict::column(person::Column::Email).do_nothing().to_owned();
    let written = person::Entity::insert(row.into_active_model()).on_conflict(unless_known).exec_without_returning(tx).await?;
    match written {
        0 => by_email_in(tx, &email).await?.map(|known| known.id).ok_or_else(|| DbErr::RecordNotFound("the person".into())),
        _ => Ok(id),
    }
}

pub(super) async fn by_email_in(db: &impl ConnectionTrait, email: &Email) -> Result<Option<person::Model>, DbErr> {
    person::Entity::find().filter(person::Column::Email.eq(email.clone())).one(db).await
}

/// Makes a person at home in a structure and writes the letter that lets them in.
pub async fn invite(db: &Db, by: &PeopleOf, new: NewPerson, role: Role, now: DateTime<Utc>) -> Result<PersonId, PeopleError> {
    let tx = db.begin_write().await?;
    let person = create_in(&tx, PersonId::new(now), new, now).await?;
    join_in(&tx, MembershipId::new(now), person, by.structure(), role, now).await?;
    let at = structure::Entity::find_by_id(by.structure()).one(&tx).await?.map(|s| s.name).unwrap_or_default();
    welcome_in(&tx, person, by.viewer(), &at, now).await?;
    tx.commit().await?;
    Ok(person)
}

/// Gives somebody a duty for the group and writes the letter that lets them in. Their sessions end: those of people on
/// duty are shorter.
pub async fn appoint(db: &Db, by: &Coordinator, new: NewPerson, kind: Duty, now: DateTime<Utc>) -> Result<PersonId, PeopleError> {
    let tx = db.begin_write().await?;
    let person = create_in(&tx, PersonId::new(now), new, now).await?;
    let standing = duties_in(&tx, kind).await?;
    if standing.iter().any(|d| d.person_id == person) {
        return Err(PeopleError::AlreadyThere);
    }
    group::give_duty_in(&tx, person, kind, now).await?;
    super::sessions::end_all_in(&tx, person, Some(by.viewer().session()), now).await?;
    let at = group::find_in(&tx).await?.map(|g| g.name).unwrap_or_default();
    welcome_in(&tx, person, by.viewer(), &at, now).await?;
    tx.commit().await?;
    Ok(person)
}

/// Those who have a duty, locked until the transaction ends.
async fn duties_in(tx: &impl ConnectionTrait, kind: Duty) -> Result<Vec<duty::Model>, DbErr> {
    let standing = duty::Entity::find().filter(duty::Column::Kind.eq(kind)).filter(duty::Column::EndedAt.is_null());
    standing.order_by_asc(duty::Column::Id).lock_exclusive().all(tx).await
}

/// Ends a duty: what it opened is shut from the next request on. `false` when they do not have it.
pub async fn relieve(db: &Db, _by: &Coordinator, person: PersonId, kind: Duty, now: DateTime<Utc>) -> Result<bool, PeopleError> {
    let tx = db.begin_write().await?;
    let standing = duties_in(&tx, kind).await?;
    let Some(ending) = standing.iter().find(|d| d.person_id == person) else { return Ok(false) };
    if kind == Duty::Coordinator && standing.len() == 1 {
        return Err(PeopleError::LastOne);
    }
    duty::Entity::update_many()
        .set(duty::ActiveModel { ended_at: Set(Some(now)), ..Default::default() })
        .filter(duty::Column::Id.eq(ending.id))
        .exec(&tx)
        .await?;
    super::sessions::end_all_in(&tx, person, None, now).await?;
    super::access_tokens::end_if_gone_in(&tx, person, now).await?;
    tx.commit().await?;
    Ok(true)
}

/// The letter that lets somebody in.
pub(super) async fn welcome_in(
    tx: &impl ConnectionTrait,
    person: PersonId,
    by: &Viewer,
    at: &str,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let Some(known) = person::Entity::find_by_id(person).one(tx).await? else { return Ok(()) };
    let invitation = sign_in::invite_in(tx, person, now).await?;
    let letter =
        outbox::Letter::Invitation { inviter: by.name().to_owned(), at: at.to_owned(), token: invitation.as_str().to_owned() };
    outbox::write_in(tx, &outbox::to(&known.email, known.language), &letter, now).await
}

pub(super) async fn join_in(
    tx: &impl ConnectionTrait,
    id: MembershipId,
    person: PersonId,
    structure: StructureId,
    role: Role,
    now: DateTime<Utc>,
) -> Result<(), PeopleError> {
    let row = membership::Model { id, person_id: person, structure_id: structure, role, since: now, ended_at: None };
    match membership::Entity::insert(row.into_active_model()).exec_without_returning(tx).await {
        Err(refused) if matches!(refused.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => Err(PeopleError::AlreadyThere),
        done => Ok(done.map(drop)?),
    }
}

/// Finds a membership of the structure, for the page that ends it or changes its role.
pub async fn membership(db: &Db, by: &PeopleOf, id: MembershipId) -> Result<Option<Member>, DbErr> {
    Ok(of_structure(db, by, by.structure()).await?.into_iter().find(|member| member.membership == id))
}

/// The memberships of the structure, locked until the transaction ends: two referents leaving at once leave one.
async fn standing_in(tx: &impl ConnectionTrait, by: &PeopleOf) -> Result<Vec<membership::Model>, DbErr> {
    let standing = Scope::from(by).memberships().filter(membership::Column::StructureId.eq(by.structure()));
    standing.order_by_asc(membership::Column::Id).lock_exclusive().all(tx).await
}

fn is_last_referent(standing: &[membership::Model], of: &membership::Model) -> bool {
    of.role == Role::Referent && standing.iter().filter(|m| m.role == Role::Referent).count() == 1
}

/// Ends a membership: access ends with it, from the next request on. What the person wrote stays. `false` when there is
/// none such in the structure.
pub async fn leave(db: &Db, by: &PeopleOf, id: MembershipId, now: DateTime<Utc>) -> Result<bool, PeopleError> {
    let tx = db.begin_write().await?;
    let standing = standing_in(&tx, by).await?;
    let Some(leaving) = standing.iter().find(|m| m.id == id) else { return Ok(false) };
    if is_last_referent(&standing, leaving) {
        return Err(PeopleError::LastOne);
    }
    let end = membership::ActiveModel { ended_at: Set(Some(now)), ..Default::default() };
    membership::Entity::update_many().set(end).filter(membership::Column::Id.eq(id)).exec(&tx).await?;
    super::sessions::end_all_in(&tx, leaving.person_id, None, now).await?;
    super::access_tokens::end_if_gone_in(&tx, leaving.person_id, now).await?;
    tx.commit().await?;
    Ok(true)
}

/// Changes what a person is in the structure; their sessions end, but the one that says so. `false` when there is no such
/// membership in the structure.
pub async fn set_role(db: &Db, by: &PeopleOf, id: MembershipId, role: Role, now: DateTime<Utc>) -> Result<bool, PeopleError> {
    let tx = db.begin_write().await?;
    let standing = standing_in(&tx, by).await?;
    let Some(member) = standing.iter().find(|m| m.id == id) else { return Ok(false) };
    if member.role == role {
        return Ok(true);
    }
    if is_last_referent(&standing, member) {
        return Err(PeopleError::LastOne);
    }
    let change = membership::ActiveModel { role: Set(role), ..Default::default() };
    membership::Entity::update_many().set(change).filter(membership::Column::Id.eq(id)).exec(&tx).await?;
    super::sessions::end_all_in(&tx, member.person_id, Some(by.viewer().session()), now).await?;
    tx.commit().await?;
    Ok(true)
}

/// Changes one's own name, telephone and language.
pub async fn introduce(db: &Db, by: &Viewer, name: String, phone: String, language: Language) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    person::Entity::update_many()
        .set(person::ActiveModel { name: Set(name), phone: Set(phone), language: Set(language), ..Default::default() })
        .filter(person::Column::Id.eq(by.id()))
        .exec(&tx)
        .await?;
    tx.commit().await
}

/// Chooses a password (its hash), or goes back to having none; every other session ends.
pub async fn choose_password(db: &Db, by: &Viewer, hash: Option<String>, now: DateTime<Utc>) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    person::Entity::update_many()
        .set(person::ActiveModel { password_hash: Set(hash), ..Default::default() })
        .filter(person::Column::Id.eq(by.id()))
        .exec(&tx)
        .await?;
    super::sessions::end_all_in(&tx, by.id(), Some(by.session()), now).await?;
    tx.commit().await
}

/// Whether one wants letters about the hours of a structure that one answers for.
pub async fn wants_hours_letters(db: &Db, by: &Viewer) -> Result<bool, DbErr> {
    Ok(person::Entity::find_by_id(by.id()).one(&db.read).await?.is_some_and(|person| person.hours_letters))
}

/// Says so.
pub async fn want_hours_letters(db: &Db, by: &Viewer, wanted: bool) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    person::Entity::update_many()
        .set(person::ActiveModel { hours_letters: Set(wanted), ..Default::default() })
        .filter(person::Column::Id.eq(by.id()))
        .exec(&tx)
        .await?;
    tx.commit().await
}

/// Says whether one wants keyboard shortcuts.
pub async fn want_keys(db: &Db, by: &Technician, wanted: bool) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    person::Entity::update_many()
        .set(person::ActiveModel { keys: Set(wanted), ..Default::default() })
        .filter(person::Column::Id.eq(by.viewer().id()))
        .exec(&tx)
        .await?;
    tx.commit().await
}

/// One's own telephone, for the account page.
pub async fn own_phone(db: &Db, by: &Viewer) -> Result<String, DbErr> {
    Ok(person::Entity::find_by_id(by.id()).one(&db.read).await?.map(|p| p.phone).unwrap_or_default())
}

/// Those who have a duty now.
pub(super) async fn on_duty_in(db: &impl ConnectionTrait, kind: Duty) -> Result<Vec<person::Model>, DbErr> {
    let rows = duty::Entity::find()
        .filter(duty::Column::Kind.eq(kind))
        .filter(duty::Column::EndedAt.is_null())
        .find_also_related(person::Entity)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(_, person)| person).collect())
}

/// The names of people that rows of the store speak of; the caller's scope has reached those rows.
pub(super) async fn names(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = PersonId>,
) -> Result<HashMap<PersonId, String>, DbErr> {
    let mut ids: Vec<PersonId> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(PersonId, String)> = person::Entity::find()
        .select_only()
        .columns([person::Column::Id, person::Column::Name])
        .filter(person::Column::Id.is_in(ids))
        .order_by_asc(person::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}
