//! What an agent sent and nobody could read: kept sealed for thirty days, the last fifty of a structure, so that a later version
//! may read it.

use super::super::access::{InventoryAgent, RegisterOf, Scope};
use super::super::entities::unreadable_inventory;
use super::super::secrets::random_bytes;
use super::super::{Db, DbErr};
use super::hold_in;
use super::taking_in::{Received, take_in_to};
use crate::domain::ids::{StructureId, UnreadableId};
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use sha2::{Digest, Sha256};

const KEPT_DAYS: i64 = 30;
const MOST: usize = 50;
const NONCE: usize = 12;

/// Seals what is kept: AES-256-GCM under a key of its own, made from the secret of this installation.
#[derive(Clone)]
pub struct Seal(Aes256Gcm);

impl Seal {
    /// From the secret. Under another one, what was sealed before opens no more.
    pub fn new(secret: &[u8]) -> Self {
        let key = Sha256::new().chain_update(b"parcommun unreadable inventories 1\n").chain_update(secret).finalize();
        Self(Aes256Gcm::new(Key::<Aes256Gcm>::from_slice(&key)))
    }

    /// A nonce, then what is sealed; it opens for the same row alone.
    fn close(&self, plain: &[u8], row: UnreadableId) -> Option<Vec<u8>> {
        let nonce = random_bytes::<NONCE>();
        let sealed = self.0.encrypt(Nonce::from_slice(&nonce), Payload { msg: plain, aad: row.0.as_bytes() }).ok()?;
        Some([&nonce[..], &sealed].concat())
    }

    fn open(&self, sealed: &[u8], row: UnreadableId) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE)?;
        self.0.decrypt(Nonce::from_slice(nonce), Payload { msg: sealed, aad: row.0.as_bytes() }).ok()
    }
}

/// What could not be read, on its way into quarantine.
#[derive(Clone, Copy, Debug)]
pub struct Unread<'a> {
    pub bytes: &'a [u8],
    /// One word: why.
    pub reason: &'a str,
    /// How the agent names itself to servers.
    pub program: &'a str,
    pub agent_id: Option<&'a str>,
}

/// As the list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    pub id: UnreadableId,
    pub reason: String,
    pub program: String,
    pub agent_id: Option<String>,
    pub size: i64,
    pub received_at: DateTime<Utc>,
}

/// Keeps what could not be read, and lets what is beyond the last fifty go.
pub async fn set_aside(db: &Db, by: &InventoryAgent, seal: &Seal, of: Unread<'_>, now: DateTime<Utc>) -> Result<(), DbErr> {
    let id = UnreadableId::new(now);
    let Some(sealed) = seal.close(of.bytes, id) else { return Ok(()) };
    let row = unreadable_inventory::Model {
        id,
        structure_id: by.structure(),
        reason: of.reason.to_owned(),
        program: of.program.chars().filter(|c| !c.is_control()).take(120).collect(),
        agent_id: of.agent_id.map(str::to_owned),
        size: i64::try_from(of.bytes.len()).unwrap_or(i64::MAX),
        received_at: now,
        sealed,
    };
    let tx = db.begin_write().await?;
    unreadable_inventory::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    let all: Vec<UnreadableId> = unreadable_inventory::Entity::find()
        .select_only()
        .column(unreadable_inventory::Column::Id)
        .filter(unreadable_inventory::Column::StructureId.eq(by.structure()))
        .order_by_desc(unreadable_inventory::Column::ReceivedAt)
        .order_by_desc(unreadable_inventory::Column::Id)
        .into_tuple()
        .all(&tx)
        .await?;
    if let Some(old) = all.get(MOST..).filter(|old| !old.is_empty()) {
        let of_them = unreadable_inventory::Column::Id.is_in(old.iter().copied());
        unreadable_inventory::Entity::delete_many().filter(of_them).exec(&tx).await?;
    }
    tx.commit().await
}

/// What could not be read in a structure, the latest first; the bytes stay where they are.
pub async fn unreadable(db: &Db, by: &RegisterOf) -> Result<Vec<Unreadable>, DbErr> {
    use unreadable_inventory::Column::{AgentId, Id, Program, Reason, ReceivedAt, Size};
    type Row = (UnreadableId, String, String, Option<String>, i64, DateTime<Utc>);
    let rows: Vec<Row> = Scope::from(by)
        .unreadable_inventories()
        .select_only()
        .columns([Id, Reason, Program, AgentId, Size, ReceivedAt])
        .filter(unreadable_inventory::Column::StructureId.eq(by.structure()))
        .order_by_desc(ReceivedAt)
        .order_by_desc(Id)
        .into_tuple()
        .all(&db.read)
        .await?;
    let line = |(id, reason, program, agent_id, size, received_at)| Unreadable { id, reason, program, agent_id, size, received_at };
    Ok(rows.into_iter().map(line).collect())
}

/// One of them with its bytes, none when the seal does not open: the secret of the installation changed.
pub async fn find_unreadable(
    db: &Db,
    by: &RegisterOf,
    seal: &Seal,
    id: UnreadableId,
) -> Result<Option<(Unreadable, Option<Vec<u8>>)>, DbErr> {
    let own = Scope::from(by).unreadable_inventories().filter(unreadable_inventory::Column::Id.eq(id));
    let found = own.filter(unreadable_inventory::Column::StructureId.eq(by.structure())).one(&db.read).await?;
    Ok(found.map(|row| {
        let bytes = seal.open(&row.sealed, row.id);
        let line = Unreadable {
            id: row.id,
            reason: row.reason,
            program: row.program,
            agent_id: row.agent_id,
            size: row.size,
            received_at: row.received_at,
        };
        (line, bytes)
    }))
}

/// It can be read now: what it says is taken in, when it is an inventory, and the bytes go, in one transaction. Pressed twice, it is
/// taken in once; `false` the second time.
pub async fn done_with(
    db: &Db,
    by: &RegisterOf,
    id: UnreadableId,
    received: Option<&Received>,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let tx = db.begin_write().await?;
    hold_in(&tx, by.structure()).await?;
    if !remove_in(&tx, by.structure(), id).await? {
        return Ok(false);
    }
    if let Some(received) = received {
        take_in_to(&tx, by.structure(), received, now).await?;
    }
    tx.commit().await?;
    Ok(true)
}

async fn remove_in(tx: &impl ConnectionTrait, structure: StructureId, id: UnreadableId) -> Result<bool, DbErr> {
    let gone = unreadable_inventory::Entity::delete_many()
        .filter(unreadable_inventory::Column::Id.eq(id))
        .filter(unreadable_inventory::Column::StructureId.eq(structure))
        .exec(tx)
        .await?;
    Ok(gone.rows_affected > 0)
}

/// Forgets what is older than thirty days. How many went.
pub async fn forget_old(db: &Db, now: DateTime<Utc>) -> Result<u64, DbErr> {
    let tx = db.begin_write().await?;
    let before = now - TimeDelta::days(KEPT_DAYS);
    let old = unreadable_inventory::Entity::delete_many().filter(unreadable_inventory::Column::ReceivedAt.lt(before));
    let gone = old.exec(&tx).await?.rows_affected;
    tx.commit().await?;
    Ok(gone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_seal_opens_for_its_own_row_under_its_own_secret_alone() {
        let (seal, row) = (Seal::new(b"one"), UnreadableId(Uuid::from_u128(1)));
        let sealed = seal.close(b"<REQUEST>", row).expect("sealed");
        assert!(!sealed.windows(7).any(|part| part == b"REQUEST"));
        assert_eq!(seal.open(&sealed, row).as_deref(), Some(&b"<REQUEST>"[..]));
        assert_eq!(seal.open(&sealed, UnreadableId(Uuid::from_u128(2))), None);
        assert_eq!(Seal::new(b"two").open(&sealed, row), None);
        assert_eq!(seal.open(&sealed[..5], row), None);
        assert_ne!(seal.close(b"<REQUEST>", row), Some(sealed), "never the same twice");
    }
}
