//! Who works in a workshop: invited by the coordinator, by the letter that lets people of structures in.

use super::{OrganisationError, is_taken};
use crate::domain::ids::{MembershipId, OrgId, PersonId};
use crate::domain::organisations::OrganisationKind;
use crate::domain::people::Email;
use crate::store::access::{Coordinator, OrganisationReader, Workshop};
use crate::store::entities::{organisation, person, workshop_member};
use crate::store::people::{NewPerson, create_in, welcome_in};
use crate::store::{Db, DbErr, access_tokens, sessions};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set};

/// Somebody who works in a workshop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worker {
    pub membership: MembershipId,
    pub name: String,
    pub email: Email,
    pub phone: String,
}

/// Who works in a workshop now, by name.
pub async fn workers(db: &Db, _by: &OrganisationReader, id: OrgId) -> Result<Vec<Worker>, DbErr> {
    let rows = workshop_member::Entity::find()
        .filter(workshop_member::Column::OrganisationId.eq(id))
        .filter(workshop_member::Column::EndedAt.is_null())
        .find_also_related(person::Entity)
        .order_by_asc(person::Column::Name)
        .all(&db.read)
        .await?;
    let worker = |(row, person): (workshop_member::Model, Option<person::Model>)| {
        person.map(|person| Worker { membership: row.id, name: person.name, email: person.email, phone: person.phone })
    };
    Ok(rows.into_iter().filter_map(worker).collect())
}

/// The people of a workshop as they know each other: who repaired, who tested.
pub async fn colleagues(db: &Db, by: &Workshop) -> Result<Vec<(PersonId, String)>, DbErr> {
    let rows = workshop_member::Entity::find()
        .filter(workshop_member::Column::OrganisationId.eq(by.organisation()))
        .filter(workshop_member::Column::EndedAt.is_null())
        .find_also_related(person::Entity)
        .order_by_asc(person::Column::Name)
        .all(&db.read)
        .await?;
    Ok(rows.into_iter().filter_map(|(_, person)| person.map(|person| (person.id, person.name))).collect())
}

/// Whether somebody works in a workshop now.
pub(in crate::store) async fn works_in(tx: &impl ConnectionTrait, workshop: OrgId, person: PersonId) -> Result<bool, DbErr> {
    let standing = workshop_member::Entity::find()
        .filter(workshop_member::Column::OrganisationId.eq(workshop))
        .filter(workshop_member::Column::PersonId.eq(person))
        .filter(workshop_member::Column::EndedAt.is_null());
    Ok(standing.one(tx).await?.is_some())
}

/// Lets somebody, known or new, work in a workshop, and writes the letter that lets them in.
pub async fn invite(
    db: &Db,
    by: &Coordinator,
    id: OrgId,
    new: NewPerson,
    now: DateTime<Utc>,
) -> Result<PersonId, OrganisationError> {
    let tx = db.begin_write().await?;
    let workshop = organisation::Entity::find_by_id(id).filter(organisation::Column::Kind.eq(OrganisationKind::Workshop));
    let workshop = workshop.one(&tx).await?.ok_or(OrganisationError::NotFound)?;
    let person = create_in(&tx, PersonId::new(now), new, now).await?;
    join_in(&tx, MembershipId::new(now), person, id, now).await?;
    welcome_in(&tx, person, by.viewer(), &workshop.name, now).await?;
    tx.commit().await?;
    Ok(person)
}

pub(in crate::store) async fn join_in(
    tx: &impl ConnectionTrait,
    id: MembershipId,
    person_id: PersonId,
    organisation_id: OrgId,
    since: DateTime<Utc>,
) -> Result<(), OrganisationError> {
    let row = workshop_member::Model { id, person_id, organisation_id, since, ended_at: None };
    match workshop_member::Entity::insert(row.into_active_model()).exec_without_returning(tx).await {
        Err(refused) if is_taken(&refused) => Err(OrganisationError::AlreadyThere),
        done => Ok(done.map(drop)?),
    }
}

/// Ends somebody's work in a workshop: access ends with it, from the next request on. `false` when there is none such.
pub async fn leave(db: &Db, _by: &Coordinator, of: OrgId, id: MembershipId, now: DateTime<Utc>) -> Result<bool, OrganisationError> {
    let tx = db.begin_write().await?;
    let standing = workshop_member::Entity::find_by_id(id)
        .filter(workshop_member::Column::OrganisationId.eq(of))
        .filter(workshop_member::Column::EndedAt.is_null());
    let Some(leaving) = standing.one(&tx).await? else { return Ok(false) };
    workshop_member::Entity::update_many()
        .set(workshop_member::ActiveModel { ended_at: Set(Some(now)), ..Default::default() })
        .filter(workshop_member::Column::Id.eq(id))
        .exec(&tx)
        .await?;
    sessions::end_all_in(&tx, leaving.person_id, None, now).await?;
    access_tokens::end_if_gone_in(&tx, leaving.person_id, now).await?;
    tx.commit().await?;
    Ok(true)
}

/// Ends all that somebody does in workshops.
pub(in crate::store) async fn end_all_in(tx: &impl ConnectionTrait, of: PersonId, now: DateTime<Utc>) -> Result<(), DbErr> {
    workshop_member::Entity::update_many()
        .set(workshop_member::ActiveModel { ended_at: Set(Some(now)), ..Default::default() })
        .filter(workshop_member::Column::PersonId.eq(of))
        .filter(workshop_member::Column::EndedAt.is_null())
        .exec(tx)
        .await
        .map(drop)
}
