//! Who may know when the technician comes: the people of a structure, the technician, a program that follows for one of them.

use super::{MemberOf, Scope, Technician, Viewer};
use crate::domain::ids::{CalendarFeedId, PersonId, StructureId};
use crate::domain::people::Language;
use crate::domain::time::Month;
use crate::store::entities::{agreement, calendar_feed, membership, person, visit};
use crate::store::secrets::Secret;
use crate::store::{Db, DbErr, contracts};
use chrono::NaiveDate;
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};

/// Reads when the technician comes to one structure: who is at home there, the technician.
#[derive(Clone, Debug)]
pub struct VisitsOf {
    viewer: Viewer,
    structure: StructureId,
}

impl VisitsOf {
    /// The proof, or `None` when the viewer is neither.
    pub fn of(viewer: &Viewer, structure: StructureId) -> Option<Self> {
        let may = Technician::of(viewer).is_some() || MemberOf::of(viewer, structure).is_some();
        may.then(|| Self { viewer: viewer.clone(), structure })
    }

    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    pub fn structure(&self) -> StructureId {
        self.structure
    }
}

impl From<&VisitsOf> for Scope {
    fn from(of: &VisitsOf) -> Self {
        let mut reach = Self::from(&of.viewer).0;
        reach.homes.retain(|home| *home == of.structure);
        reach.answers_for.retain(|home| *home == of.structure);
        Self(reach)
    }
}

impl Scope {
    /// Visits to a structure one is at home in; all for the technician. A coordinator has none: their note may speak of what
    /// somebody asked.
    pub(in crate::store) fn visits(&self) -> Select<visit::Entity> {
        let select = visit::Entity::find();
        if self.0.technician {
            return select;
        }
        select.filter(visit::Column::StructureId.is_in(self.0.homes.iter().copied()))
    }
}

/// Whose visits a calendar shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Follows {
    /// The person's own, as a technician.
    Own,
    /// Those to a structure in which the person is at home.
    Structure(StructureId),
}

/// A program with the secret address of a calendar, for the person who made it: reads visits and nothing else.
#[derive(Clone, Debug)]
pub struct Subscriber {
    feed: CalendarFeedId,
    person: PersonId,
    language: Language,
    follows: Follows,
    seen_on: Option<NaiveDate>,
}

impl Subscriber {
    /// The proof, or `None` when the address is unknown or revoked, or when its person may not read that any more: left the
    /// structure, is no technician any more, the structure is no member any more. Nobody learns which.
    pub(in crate::store) async fn by_address(db: &Db, address: &Secret, today: NaiveDate) -> Result<Option<Self>, DbErr> {
        let found = calendar_feed::Entity::find()
            .filter(calendar_feed::Column::TokenHash.eq(address.hash()))
            .filter(calendar_feed::Column::RevokedAt.is_null())
            .find_also_related(person::Entity)
            .one(&db.read)
            .await?;
        let Some((feed, Some(person))) = found else { return Ok(None) };
        let follows = feed.structure_id.map_or(Follows::Own, Follows::Structure);
        let may = match follows {
            Follows::Own => contracts::is_technician_in(&db.read, person.id).await?,
            Follows::Structure(structure) => lives_at(db, person.id, structure, today).await?,
        };
        let subscriber = Self { feed: feed.id, person: person.id, language: person.language, follows, seen_on: feed.seen_on };
        Ok(may.then_some(subscriber))
    }

    pub fn language(&self) -> Language {
        self.language
    }

    pub fn follows(&self) -> Follows {
        self.follows
    }

    pub(in crate::store) fn feed(&self) -> CalendarFeedId {
        self.feed
    }

    pub(in crate::store) fn seen_on(&self) -> Option<NaiveDate> {
        self.seen_on
    }

    /// What the calendar may show.
    pub(in crate::store) fn visits(&self) -> Select<visit::Entity> {
        match self.follows {
            Follows::Own => visit::Entity::find().filter(visit::Column::TechnicianId.eq(self.person)),
            Follows::Structure(structure) => visit::Entity::find().filter(visit::Column::StructureId.eq(structure)),
        }
    }
}

async fn lives_at(db: &Db, person: PersonId, structure: StructureId, today: NaiveDate) -> Result<bool, DbErr> {
    let standing = membership::Entity::find()
        .filter(membership::Column::PersonId.eq(person))
        .filter(membership::Column::StructureId.eq(structure))
        .filter(membership::Column::EndedAt.is_null());
    if standing.one(&db.read).await?.is_none() {
        return Ok(false);
    }
    is_member(db, structure, today).await
}

/// Whether a structure is a member of the group on a day.
pub(super) async fn is_member(db: &Db, structure: StructureId, today: NaiveDate) -> Result<bool, DbErr> {
    let still =
        Condition::any().add(agreement::Column::LastMonth.is_null()).add(agreement::Column::LastMonth.gte(Month::of(today)));
    let member = agreement::Entity::find().filter(agreement::Column::StructureId.eq(structure)).filter(still);
    Ok(member.one(&db.read).await?.is_some())
}
