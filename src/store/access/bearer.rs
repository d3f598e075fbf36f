//! A program that somebody let in with a token of theirs.

use super::Viewer;
use crate::domain::ids::{AccessTokenId, SessionId};
use crate::domain::people::TokenRight;
use crate::store::entities::access_token;
use crate::store::group::Group;
use crate::store::secrets::Secret;
use crate::store::sessions::{Standing, viewer_of, with_standing};
use crate::store::{Db, DbErr};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, RelationTrait};
use uuid::Uuid;

/// A program with the token of a person: may what that person may at this very moment, and no more than its token says.
#[derive(Clone, Debug)]
pub struct Bearer {
    token: AccessTokenId,
    most: TokenRight,
    seen_on: Option<NaiveDate>,
    viewer: Viewer,
    group: Group,
}

#[derive(FromQueryResult)]
struct TokenRow {
    token_id: AccessTokenId,
    most: TokenRight,
    seen_on: Option<NaiveDate>,
    #[sea_orm(nested)]
    standing: Standing,
}

impl Bearer {
    /// The proof, or `None` when the token is unknown, revoked or over, or when its person is at home nowhere and has no duty
    /// any more. Nobody learns which.
    pub(in crate::store) async fn by_secret(db: &Db, secret: &Secret, now: DateTime<Utc>) -> Result<Option<Self>, DbErr> {
        let token = access_token::Entity::find()
            .select_only()
            .column_as(access_token::Column::Id, "token_id")
            .columns([access_token::Column::Most, access_token::Column::SeenOn])
            .join(JoinType::InnerJoin, access_token::Relation::Person.def())
            .filter(access_token::Column::TokenHash.eq(secret.hash()))
            .filter(access_token::Column::RevokedAt.is_null())
            .filter(access_token::Column::ExpiresAt.gt(now));
        let rows: Vec<TokenRow> = with_standing(token).into_model().all(&db.read).await?;
        let Some((token, most, seen_on)) = rows.first().map(|row| (row.token_id, row.most, row.seen_on)) else { return Ok(None) };
        // A token is no session: what ends sessions names none of it.
        let found = viewer_of(rows.into_iter().map(|row| row.standing).collect(), SessionId(Uuid::nil()), now)?;
        let still = |viewer: &Viewer| viewer.technician || viewer.coordinator || !viewer.homes.is_empty();
        Ok(found.filter(|(viewer, _)| still(viewer)).map(|(viewer, group)| Self { token, most, seen_on, viewer, group }))
    }

    /// Which token: what limits are counted for.
    pub fn token(&self) -> AccessTokenId {
        self.token
    }

    /// Whether its person let it do that much.
    pub fn may(&self, right: TokenRight) -> bool {
        right <= self.most
    }

    /// For whom it asks. What this opens is to be asked of [`Self::may`] first.
    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    pub fn group(&self) -> &Group {
        &self.group
    }

    pub(in crate::store) fn seen_on(&self) -> Option<NaiveDate> {
        self.seen_on
    }
}
