//! Access tokens: what somebody gives a program of theirs so that it asks in their name. Made, listed, revoked, brought back.

use super::access::{Bearer, Viewer};
use super::entities::{access_token, duty, membership, person};
use super::outbox::{self, Letter};
use super::secrets::Secret;
use super::{Db, DbErr};
use crate::domain::ids::{AccessTokenId, PersonId};
use crate::domain::people::TokenRight;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select, Set,
};

/// A token as its list shows it: never the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessToken {
    pub id: AccessTokenId,
    /// What it is for, as its person says it.
    pub name: String,
    pub most: TokenRight,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub seen_on: Option<NaiveDate>,
}

/// A token that is about to be.
#[derive(Clone)]
pub struct NewToken {
    /// Made with the form: sent twice, it is one token.
    pub secret: Secret,
    pub name: String,
    pub most: TokenRight,
    /// The last day on which it works, and when that is over.
    pub until: NaiveDate,
    pub expires_at: DateTime<Utc>,
}

/// Tokens of one person that work at the same time.
pub const MOST: u64 = 10;

/// What every token begins with, so that whoever finds one knows what it is.
pub const PREFIX: &str = "pcm_";

/// Why a token cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// There are as many as there may be.
    #[error("too many")]
    TooMany,
    /// The form made another token already, or this one was revoked since.
    #[error("the form was used")]
    Used,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Makes a token, once: the same form again is the same token. A letter tells its person, should it be somebody else who made it.
pub async fn make(db: &Db, by: &Viewer, new: &NewToken, now: DateTime<Utc>) -> Result<(), TokenError> {
    let token = AccessTokenId::new(now);
    let row = access_token::Model {
        id: token,
        person_id: by.id(),
        name: new.name.clone(),
        most: new.most,
        token_hash: new.secret.hash(),
        created_at: now,
        expires_at: new.expires_at,
        revoked_at: None,
        seen_on: None,
    };
    let tx = db.begin_write().await?;
    // Who makes another meanwhile waits here, on PostgreSQL.
    person::Entity::find_by_id(by.id()).lock_exclusive().one(&tx).await?;
    let known = access_token::Entity::find().filter(access_token::Column::TokenHash.eq(new.secret.hash())).one(&tx).await?;
    if let Some(known) = known {
        let same = known.person_id == by.id() && known.revoked_at.is_none() && (&known.name, known.most) == (&new.name, new.most);
        return if same { Ok(()) } else { Err(TokenError::Used) };
    }
    if working(by, now).count(&tx).await? >= MOST {
        return Err(TokenError::TooMany);
    }
    access_token::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    let letter = Letter::TokenMade { token, name: new.name.clone(), most: new.most, until: new.until };
    outbox::write_in(&tx, &outbox::to(by.email(), by.language()), &letter, now).await?;
    Ok(tx.commit().await?)
}

fn working(by: &Viewer, now: DateTime<Utc>) -> Select<access_token::Entity> {
    access_token::Entity::find()
        .filter(access_token::Column::PersonId.eq(by.id()))
        .filter(access_token::Column::RevokedAt.is_null())
        .filter(access_token::Column::ExpiresAt.gt(now))
}

/// One's own tokens that work, the latest first.
pub async fn all(db: &Db, by: &Viewer, now: DateTime<Utc>) -> Result<Vec<AccessToken>, DbErr> {
    let rows = working(by, now).order_by_desc(access_token::Column::Id).all(&db.read).await?;
    let token = |row: access_token::Model| AccessToken {
        id: row.id,
        name: row.name,
        most: row.most,
        created_at: row.created_at,
        expires_at: row.expires_at,
        seen_on: row.seen_on,
    };
    Ok(rows.into_iter().map(token).collect())
}

/// Revokes one's own token: from the next request on it opens nothing. `false` when one has none such.
pub async fn revoke(db: &Db, by: &Viewer, id: AccessTokenId, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let tx = db.begin_write().await?;
    let revoked = access_token::Entity::update_many()
        .set(access_token::ActiveModel { revoked_at: Set(Some(now)), ..Default::default() })
        .filter(access_token::Column::Id.eq(id))
        .filter(access_token::Column::PersonId.eq(by.id()))
        .filter(access_token::Column::RevokedAt.is_null())
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(revoked.rows_affected > 0)
}

/// Revokes the tokens of who is at home nowhere and has no duty any more: should they come back, these stay shut.
pub(super) async fn end_if_gone_in(tx: &impl ConnectionTrait, gone: PersonId, now: DateTime<Utc>) -> Result<(), DbErr> {
    let homes =
        membership::Entity::find().filter(membership::Column::PersonId.eq(gone)).filter(membership::Column::EndedAt.is_null());
    let duties = duty::Entity::find().filter(duty::Column::PersonId.eq(gone)).filter(duty::Column::EndedAt.is_null());
    if homes.one(tx).await?.is_some() || duties.one(tx).await?.is_some() {
        return Ok(());
    }
    access_token::Entity::update_many()
        .set(access_token::ActiveModel { revoked_at: Set(Some(now)), ..Default::default() })
        .filter(access_token::Column::PersonId.eq(gone))
        .filter(access_token::Column::RevokedAt.is_null())
        .exec(tx)
        .await
        .map(drop)
}

/// Opens the door to a token that was brought back, and notes the day on which it was used.
pub async fn enter(db: &Db, token: &str, now: DateTime<Utc>) -> Result<Option<Bearer>, DbErr> {
    let Some(secret) = token.strip_prefix(PREFIX).and_then(Secret::brought_back) else { return Ok(None) };
    let Some(bearer) = Bearer::by_secret(db, &secret, now).await? else { return Ok(None) };
    let today = now.with_timezone(&bearer.group().time_zone).date_naive();
    if bearer.seen_on() != Some(today) {
        let tx = db.begin_write().await?;
        access_token::Entity::update_many()
            .set(access_token::ActiveModel { seen_on: Set(Some(today)), ..Default::default() })
            .filter(access_token::Column::Id.eq(bearer.token()))
            .exec(&tx)
            .await?;
        tx.commit().await?;
    }
    Ok(Some(bearer))
}
