//! Links to look: a referent shows the hours of its structure to a board that needs no account.

use super::access::{Onlooker, Referent};
use super::entities::{look_link, structure};
use super::secrets::Secret;
use super::{Db, DbErr};
use crate::domain::ids::LookLinkId;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set};

/// A link as its list shows it: never the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookLink {
    pub id: LookLinkId,
    /// For whom it was made.
    pub label: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub seen_on: Option<NaiveDate>,
}

/// Links of one structure that work at the same time.
pub const MOST: u64 = 20;

/// Makes a link that works for so many days; its secret is told this once. `None` when there are as many as there may be.
pub async fn make(db: &Db, by: &Referent, label: String, days: i64, now: DateTime<Utc>) -> Result<Option<Secret>, DbErr> {
    let secret = Secret::random();
    let row = look_link::Model {
        id: LookLinkId::new(now),
        structure_id: by.structure(),
        token_hash: secret.hash(),
        label,
        author_id: by.viewer().id(),
        created_at: now,
        expires_at: now + TimeDelta::days(days),
        revoked_at: None,
        seen_on: None,
    };
    let tx = db.begin_write().await?;
    // Whoever makes another meanwhile waits here, on PostgreSQL.
    structure::Entity::find_by_id(by.structure()).lock_exclusive().one(&tx).await?;
    if working(by, now).count(&tx).await? >= MOST {
        return Ok(None);
    }
    look_link::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    tx.commit().await?;
    Ok(Some(secret))
}

fn working(by: &Referent, now: DateTime<Utc>) -> sea_orm::Select<look_link::Entity> {
    look_link::Entity::find()
        .filter(look_link::Column::StructureId.eq(by.structure()))
        .filter(look_link::Column::RevokedAt.is_null())
        .filter(look_link::Column::ExpiresAt.gt(now))
}

/// The links of the structure that work, the latest first.
pub async fn links(db: &Db, by: &Referent, now: DateTime<Utc>) -> Result<Vec<LookLink>, DbErr> {
    let rows = working(by, now).order_by_desc(look_link::Column::Id).all(&db.read).await?;
    let link = |row: look_link::Model| LookLink {
        id: row.id,
        label: row.label,
        created_at: row.created_at,
        expires_at: row.expires_at,
        seen_on: row.seen_on,
    };
    Ok(rows.into_iter().map(link).collect())
}

/// Revokes a link: from the next look on it is as if it had never been. `false` when the structure has none such.
pub async fn revoke(db: &Db, by: &Referent, id: LookLinkId, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let tx = db.begin_write().await?;
    let revoked = look_link::Entity::update_many()
        .set(look_link::ActiveModel { revoked_at: Set(Some(now)), ..Default::default() })
        .filter(look_link::Column::Id.eq(id))
        .filter(look_link::Column::StructureId.eq(by.structure()))
        .filter(look_link::Column::RevokedAt.is_null())
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(revoked.rows_affected > 0)
}

/// Opens the door of a link, and notes the day on which it was used.
pub async fn enter(db: &Db, link: &Secret, today: NaiveDate, now: DateTime<Utc>) -> Result<Option<Onlooker>, DbErr> {
    let Some(onlooker) = Onlooker::by_link(db, link, now).await? else { return Ok(None) };
    if onlooker.seen_on() != Some(today) {
        let tx = db.begin_write().await?;
        look_link::Entity::update_many()
            .set(look_link::ActiveModel { seen_on: Set(Some(today)), ..Default::default() })
            .filter(look_link::Column::Id.eq(onlooker.link()))
            .exec(&tx)
            .await?;
        tx.commit().await?;
    }
    Ok(Some(onlooker))
}
