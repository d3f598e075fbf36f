//! Who asked without an account, and follows that one request by a link.

use super::{Scope, Viewer};
use crate::domain::ids::{PersonId, SessionId, TicketId};
use crate::store::entities::{group_settings, guest, guest_link, person, ticket};
use crate::store::secrets::Secret;
use crate::store::{Db, DbErr};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

/// How long the link works once the request is settled, days (`tickets.md` § 1).
pub const FOLLOWED_DAYS: i64 = 30;

/// Somebody with the link of their own request: reads that one and answers there, and nothing else.
#[derive(Clone)]
pub struct Guest {
    link: Secret,
    /// At home nowhere: what is done for a guest is done as anybody does it, within the one request.
    viewer: Viewer,
    ticket: TicketId,
    mailed: bool,
    confirmed: bool,
    has_email: bool,
}

impl Guest {
    /// The proof, or `None` when the link is unknown or revoked, when the request was merged into another, or was settled
    /// thirty days ago: nobody learns which.
    pub async fn by_link(db: &Db, link: &Secret, now: DateTime<Utc>) -> Result<Option<Self>, DbErr> {
        let secret = link.clone();
        let found = guest_link::Entity::find_by_id(link.hash()).find_also_related(guest::Entity).one(&db.read).await?;
        let Some((link, Some(guest))) = found else { return Ok(None) };
        let still = Condition::any()
            .add(ticket::Column::SettledAt.is_null())
            .add(ticket::Column::SettledAt.gt(now - TimeDelta::days(FOLLOWED_DAYS)));
        let open = ticket::Entity::find_by_id(guest.ticket_id).filter(ticket::Column::MergedInto.is_null()).filter(still);
        if guest.watches || guest.revoked_at.is_some() || open.one(&db.read).await?.is_none() {
            return Ok(None);
        }
        let Some(person) = person::Entity::find_by_id(guest.person_id).one(&db.read).await? else { return Ok(None) };
        let group = group_settings::Entity::find().one(&db.read).await?;
        let viewer = Viewer {
            person: person.id,
            session: SessionId(Uuid::nil()),
            name: person.name,
            email: person.email,
            language: person.language,
            has_password: false,
            keys: false,
            homes: Vec::new(),
            workplaces: Vec::new(),
            technician: false,
            coordinator: false,
            board_until: None,
            guest_of: Some(guest.ticket_id),
            pool_version: group.map_or(0, |group| group.pool_version),
        };
        Ok(Some(Self {
            link: secret,
            viewer,
            ticket: guest.ticket_id,
            mailed: link.mailed,
            confirmed: guest.confirmed_at.is_some(),
            has_email: guest.email.is_some(),
        }))
    }

    /// The link that was brought: pages lead back to themselves with it.
    pub fn link(&self) -> &Secret {
        &self.link
    }

    /// The one request.
    pub fn ticket(&self) -> TicketId {
        self.ticket
    }

    /// Who asked.
    pub fn person(&self) -> PersonId {
        self.viewer.person
    }

    /// Whether it is known that they are who they say.
    pub fn is_confirmed(&self) -> bool {
        self.confirmed
    }

    /// Whether this very link came by mail: who has it reads what is sent to the address.
    pub fn was_mailed(&self) -> bool {
        self.mailed
    }

    /// Whether they gave an address to write to.
    pub fn has_email(&self) -> bool {
        self.has_email
    }

    /// Never out of the store: pages must not take a guest for somebody who is signed in.
    pub(in crate::store) fn viewer(&self) -> &Viewer {
        &self.viewer
    }
}

/// One request; at home nowhere, hence no machine, no person, no hours.
impl From<&Guest> for Scope {
    fn from(guest: &Guest) -> Self {
        Self::from(&guest.viewer)
    }
}
