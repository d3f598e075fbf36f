//! The secret addresses at which the agents of a structure report: made, listed, revoked, entered.

use super::super::access::{InventoryAgent, RegisterOf, Scope};
use super::super::entities::inventory_token;
use super::super::secrets::{Secret, digest};
use super::super::{Db, DbErr};
use super::hold_in;
use crate::domain::ids::InventoryTokenId;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, Set};

/// An address as its list shows it: never the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub id: InventoryTokenId,
    /// What it is for, as people say it.
    pub label: String,
    pub made_at: DateTime<Utc>,
    pub seen_at: Option<DateTime<Utc>>,
}

/// Addresses of one structure that work at the same time.
pub const MOST_TOKENS: u64 = 10;

/// Of a secret, the hexadecimal digits that stand in the address: 160 bits.
const LENGTH: usize = 40;

/// How exactly the last use is told: a fleet that reports at nine writes no row each time.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(10);

/// Why an address cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// There are as many as there may be.
    #[error("too many")]
    TooMany,
    /// The form made another address already, or this one was revoked since.
    #[error("the form was used")]
    Used,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// The part of the address that a secret stands for.
pub fn address_of(secret: &Secret) -> &str {
    &secret.as_str()[..LENGTH]
}

/// Makes an address. Its secret is made with the form: sent twice, it is one.
pub async fn make(db: &Db, by: &RegisterOf, secret: &Secret, label: &str, now: DateTime<Utc>) -> Result<(), TokenError> {
    let row = inventory_token::Model {
        id: InventoryTokenId::new(now),
        structure_id: by.structure(),
        label: label.to_owned(),
        token_hash: digest(address_of(secret)),
        made_by: by.viewer().id(),
        made_at: now,
        seen_at: None,
        revoked_by: None,
        revoked_at: None,
    };
    let tx = db.begin_write().await?;
    // Who makes another meanwhile waits here, on PostgreSQL.
    hold_in(&tx, by.structure()).await?;
    let known = inventory_token::Entity::find().filter(inventory_token::Column::TokenHash.eq(&row.token_hash)).one(&tx).await?;
    if let Some(known) = known {
        let same = known.structure_id == by.structure() && known.revoked_at.is_none() && known.label == label;
        return if same { Ok(()) } else { Err(TokenError::Used) };
    }
    let working = inventory_token::Entity::find()
        .filter(inventory_token::Column::StructureId.eq(by.structure()))
        .filter(inventory_token::Column::RevokedAt.is_null());
    if working.count(&tx).await? >= MOST_TOKENS {
        return Err(TokenError::TooMany);
    }
    inventory_token::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    Ok(tx.commit().await?)
}

/// The addresses of a structure that work, the latest first.
pub async fn tokens(db: &Db, by: &RegisterOf) -> Result<Vec<Token>, DbErr> {
    let rows = Scope::from(by)
        .inventory_tokens()
        .filter(inventory_token::Column::StructureId.eq(by.structure()))
        .filter(inventory_token::Column::RevokedAt.is_null())
        .order_by_desc(inventory_token::Column::Id)
        .all(&db.read)
        .await?;
    let token = |row: inventory_token::Model| Token { id: row.id, label: row.label, made_at: row.made_at, seen_at: row.seen_at };
    Ok(rows.into_iter().map(token).collect())
}

/// Revokes an address of the structure: from the next message on it opens nothing. `false` when there is none such.
pub async fn revoke(db: &Db, by: &RegisterOf, id: InventoryTokenId, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let tx = db.begin_write().await?;
    let change =
        inventory_token::ActiveModel { revoked_by: Set(Some(by.viewer().id())), revoked_at: Set(Some(now)), ..Default::default() };
    let revoked = inventory_token::Entity::update_many()
        .set(change)
        .filter(inventory_token::Column::Id.eq(id))
        .filter(inventory_token::Column::StructureId.eq(by.structure()))
        .filter(inventory_token::Column::RevokedAt.is_null())
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(revoked.rows_affected > 0)
}

/// Opens the door of an address, and notes when it was used.
pub async fn enter(db: &Db, address: &str, now: DateTime<Utc>) -> Result<Option<InventoryAgent>, DbErr> {
    let shaped = address.len() == LENGTH && address.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    if !shaped {
        return Ok(None);
    }
    let Some(agent) = InventoryAgent::by_hash(db, &digest(address)).await? else { return Ok(None) };
    if agent.seen_at().is_none_or(|seen| now - seen >= SEEN_EVERY) {
        let tx = db.begin_write().await?;
        let change = inventory_token::ActiveModel { seen_at: Set(Some(now)), ..Default::default() };
        let of_it = inventory_token::Column::Id.eq(agent.token());
        inventory_token::Entity::update_many().set(change).filter(of_it).exec(&tx).await?;
        tx.commit().await?;
    }
    Ok(Some(agent))
}
