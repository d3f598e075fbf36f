//! Looking through a link: the hours of one structure, and nothing else.

use super::{Reach, Scope};
use crate::domain::ids::{LookLinkId, PersonId, StructureId};
use crate::store::entities::{group_settings, look_link};
use crate::store::secrets::Secret;
use crate::store::{Db, DbErr};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

/// Somebody with a link to look, whoever they are: reads one structure's hours and nothing else, writes nothing.
#[derive(Clone, Debug)]
pub struct Onlooker {
    link: LookLinkId,
    structure: StructureId,
    expires_at: DateTime<Utc>,
    seen_on: Option<NaiveDate>,
    pool_version: i64,
}

impl Onlooker {
    /// The proof, or `None` when the link is unknown, revoked or over: nobody learns which.
    pub(in crate::store) async fn by_link(db: &Db, link: &Secret, now: DateTime<Utc>) -> Result<Option<Self>, DbErr> {
        let found = look_link::Entity::find()
            .filter(look_link::Column::TokenHash.eq(link.hash()))
            .filter(look_link::Column::RevokedAt.is_null())
            .filter(look_link::Column::ExpiresAt.gt(now))
            .one(&db.read)
            .await?;
        let Some(link) = found else { return Ok(None) };
        let group = group_settings::Entity::find().one(&db.read).await?;
        Ok(Some(Self {
            link: link.id,
            structure: link.structure_id,
            expires_at: link.expires_at,
            seen_on: link.seen_on,
            pool_version: group.map_or(0, |group| group.pool_version),
        }))
    }

    pub fn structure(&self) -> StructureId {
        self.structure
    }

    /// Until when the link works.
    pub fn expires_at(&self) -> DateTime<Utc> {
        self.expires_at
    }

    pub(in crate::store) fn link(&self) -> LookLinkId {
        self.link
    }

    pub(in crate::store) fn seen_on(&self) -> Option<NaiveDate> {
        self.seen_on
    }
}

/// At home nowhere, hence no ticket, no machine, no person, no intervention: totals of one structure alone.
impl From<&Onlooker> for Scope {
    fn from(onlooker: &Onlooker) -> Self {
        Self(Reach {
            looks_at: Some(onlooker.structure),
            pool_version: onlooker.pool_version,
            ..Reach::nowhere(PersonId(Uuid::nil()))
        })
    }
}
