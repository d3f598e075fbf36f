//! Files joined to a message: stored once under their digest, kept for a day as drafts until a message takes them, reached
//! through their ticket alone.

use super::commands::TicketError;
use super::corrections::shown_in;
use crate::domain::ids::{AttachmentId, DraftFileId, MessageId, PersonId, TicketId};
use crate::domain::tickets::files::FileKind;
use crate::store::access::{Scope, Viewer};
use crate::store::entities::{
    attachment, draft_file, equipment_photo, evidence_file, message, sanitisation, stored_file, transfer_line, transfer_paper,
    transfer_signature,
};
use crate::store::{Db, DbErr, secrets};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, OnConflict, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QuerySelect};

/// How long a file waits for its message.
const KEPT: TimeDelta = TimeDelta::hours(24);

/// A file as it came: a picture that was decoded and encoded again, or anything else as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// The given name, for display alone.
    name: String,
    kind: FileKind,
    /// Of a picture; of anything else zero.
    sides: (u32, u32),
    sha256: String,
    bytes: Vec<u8>,
}

impl NewFile {
    /// A picture of ours, with its sides.
    pub fn picture(name: String, sides: (u32, u32), jpeg: Vec<u8>) -> Self {
        Self { name, kind: FileKind::Picture, sides, sha256: secrets::digest_bytes(&jpeg), bytes: jpeg }
    }

    /// Anything else, as it came. Slow with large ones, as its digest is made here.
    pub fn other(name: String, bytes: Vec<u8>) -> Self {
        Self { name, kind: FileKind::of(&bytes), sides: (0, 0), sha256: secrets::digest_bytes(&bytes), bytes }
    }

    /// Whether it is one of our pictures.
    pub fn is_picture(&self) -> bool {
        self.kind == FileKind::Picture
    }

    /// What it holds.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The given name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The digest of its content, in hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// How heavy it is, in bytes.
    pub fn weight(&self) -> i64 {
        i64::try_from(self.bytes.len()).unwrap_or(i64::MAX)
    }

    /// The sides of a picture, in pixels; of anything else zero.
    pub(in crate::store) fn sides(&self) -> (u32, u32) {
        self.sides
    }

    /// Stores its content, once; the digest under which it stands.
    pub(in crate::store) async fn store_in(self, tx: &impl ConnectionTrait) -> Result<String, DbErr> {
        let content = stored_file::Model { sha256: self.sha256.clone(), content: self.bytes };
        stored_file::Entity::insert(content.into_active_model())
            // Writing it anew holds the row: the round that forgets files waits, and finds it in use.
            .on_conflict(OnConflict::column(stored_file::Column::Sha256).update_column(stored_file::Column::Sha256).to_owned())
            .exec_without_returning(tx)
            .await?;
        Ok(self.sha256)
    }
}

/// A file that waits for its message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftFile {
    pub id: DraftFileId,
    pub name: String,
    pub kind: FileKind,
    pub bytes: i64,
    /// When it is forgotten, unless a message took it.
    pub until: DateTime<Utc>,
}

/// A file as it is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    pub name: String,
    pub kind: FileKind,
    pub media_type: String,
    pub bytes: Vec<u8>,
}

impl StoredFile {
    /// A picture of ours.
    pub(in crate::store) fn picture(name: String, bytes: Vec<u8>) -> Self {
        Self { name, kind: FileKind::Picture, media_type: "image/jpeg".to_owned(), bytes }
    }

    /// Anything else under its name: to be saved, never shown.
    pub(in crate::store) fn other(name: String, bytes: Vec<u8>) -> Self {
        Self { kind: FileKind::of(&bytes), name, media_type: "application/octet-stream".to_owned(), bytes }
    }
}

/// Keeps files for who sent them, until a message takes them or a day has passed.
pub async fn keep(db: &Db, by: &Viewer, files: Vec<NewFile>, now: DateTime<Utc>) -> Result<Vec<DraftFile>, DbErr> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let tx = db.begin_write().await?;
    let kept = keep_in(&tx, by.id(), files, now).await?;
    tx.commit().await?;
    Ok(kept)
}

/// The same for somebody who is made in the same transaction.
pub(super) async fn keep_in(
    tx: &impl ConnectionTrait,
    person_id: PersonId,
    files: Vec<NewFile>,
    now: DateTime<Utc>,
) -> Result<Vec<DraftFile>, DbErr> {
    let mut kept = Vec::new();
    for file in files {
        let row = draft_file::Model {
            id: DraftFileId::new(now),
            person_id,
            sha256: file.sha256.clone(),
            name: file.name.clone(),
            kind: file.kind,
            width: i64::from(file.sides.0),
            height: i64::from(file.sides.1),
            bytes: file.weight(),
            created_at: now,
        };
        file.store_in(tx).await?;
        kept.push(shown(&row));
        draft_file::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    }
    Ok(kept)
}

fn shown(row: &draft_file::Model) -> DraftFile {
    DraftFile { id: row.id, name: row.name.clone(), kind: row.kind, bytes: row.bytes, until: row.created_at + KEPT }
}

/// Those of the files that wait for a message of this person; of others' there are none.
pub async fn kept(db: &Db, by: &Viewer, ids: &[DraftFileId]) -> Result<Vec<DraftFile>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(drafts_in(&db.read, by.id(), ids).await?.iter().map(shown).collect())
}

/// How many files wait for a message of this person, and how heavy they are together, in bytes.
pub async fn waiting_files(db: &Db, by: &Viewer) -> Result<(i64, i64), DbErr> {
    let found: Option<(i64, Option<i64>)> = draft_file::Entity::find()
        .select_only()
        .column_as(draft_file::Column::Id.count(), "files")
        .column_as(draft_file::Column::Bytes.sum().cast_as("bigint"), "bytes")
        .filter(draft_file::Column::PersonId.eq(by.id()))
        .into_tuple()
        .one(&db.read)
        .await?;
    Ok(found.map_or((0, 0), |(files, bytes)| (files, bytes.unwrap_or(0))))
}

async fn drafts_in(db: &impl ConnectionTrait, of: PersonId, ids: &[DraftFileId]) -> Result<Vec<draft_file::Model>, DbErr> {
    let mut rows = draft_file::Entity::find()
        .filter(draft_file::Column::Id.is_in(ids.iter().copied()))
        .filter(draft_file::Column::PersonId.eq(of))
        .all(db)
        .await?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    Ok(rows)
}

/// Gives a message the files that its author has kept for it: all of them, or it is refused.
pub(super) async fn join_in(
    tx: &impl ConnectionTrait,
    by: PersonId,
    (ticket, message): (TicketId, MessageId),
    files: &[DraftFileId],
    now: DateTime<Utc>,
) -> Result<(), TicketError> {
    if files.is_empty() {
        return Ok(());
    }
    let rows = drafts_in(tx, by, files).await?;
    if rows.len() != files.len() {
        return Err(TicketError::FileGone);
    }
    // Their ids sort as the files were chosen.
    for (row, place) in rows.into_iter().zip(0_i64..) {
        let picture = row.kind == FileKind::Picture;
        let joined = attachment::Model {
            id: AttachmentId::new(now + TimeDelta::milliseconds(place)),
            ticket_id: ticket,
            message_id: message,
            sha256: row.sha256,
            name: row.name,
            media_type: if picture { "image/jpeg" } else { "application/octet-stream" }.to_owned(),
            width: row.width,
            height: row.height,
            created_at: now,
            kind: row.kind,
            bytes: row.bytes,
        };
        attachment::Entity::insert(joined.into_active_model()).exec_without_returning(tx).await?;
    }
    draft_file::Entity::delete_many().filter(draft_file::Column::Id.is_in(files.iter().copied())).exec(tx).await?;
    Ok(())
}

/// A file of a ticket within reach: by the id of the attachment, through the ticket, never by digest. What came with an
/// internal note is for technicians.
pub async fn attachment(db: &Db, within: impl Into<Scope>, id: AttachmentId) -> Result<Option<StoredFile>, DbErr> {
    let Some((row, said)) = attachment::Entity::find_by_id(id).find_also_related(message::Entity).one(&db.read).await? else {
        return Ok(None);
    };
    let within = within.into();
    if said.is_none_or(|said| said.internal) && !within.is_technician() {
        return Ok(None);
    }
    // Who takes part in the ticket in which it lives on sees what came with it.
    if shown_in(&db.read, &within, row.ticket_id).await?.is_none() {
        return Ok(None);
    }
    let file = stored_file::Entity::find_by_id(row.sha256).one(&db.read).await?;
    Ok(file.map(|file| StoredFile { name: row.name, kind: row.kind, media_type: row.media_type, bytes: file.content }))
}

/// Forgets the files that no message took within a day, and what is stored for nobody. Says how many were kept in vain.
pub async fn forget_drafts(db: &Db, now: DateTime<Utc>) -> Result<u64, DbErr> {
    let tx = db.begin_write().await?;
    let gone = draft_file::Entity::delete_many().filter(draft_file::Column::CreatedAt.lt(now - KEPT)).exec(&tx).await?;
    let kept_by = |table: SelectStatement| Expr::exists(table).not();
    stored_file::Entity::delete_many()
        .filter(kept_by(holding(attachment::Entity, attachment::Column::Sha256)))
        .filter(kept_by(holding(draft_file::Entity, draft_file::Column::Sha256)))
        .filter(kept_by(holding(equipment_photo::Entity, equipment_photo::Column::Sha256)))
        .filter(kept_by(holding(sanitisation::Entity, sanitisation::Column::FileSha256)))
        .filter(kept_by(holding(evidence_file::Entity, evidence_file::Column::Sha256)))
        .filter(kept_by(holding(transfer_line::Entity, transfer_line::Column::Photo)))
        .filter(kept_by(holding(transfer_signature::Entity, transfer_signature::Column::Document)))
        .filter(kept_by(holding(transfer_signature::Entity, transfer_signature::Column::Scan)))
        .filter(kept_by(holding(transfer_paper::Entity, transfer_paper::Column::Scan)))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(gone.rows_affected)
}

/// The rows of a table that refer to the stored file.
fn holding<E: EntityTrait>(table: E, digest: E::Column) -> SelectStatement {
    let of_file = Expr::col((stored_file::Entity, stored_file::Column::Sha256));
    Query::select().expr(Expr::value(1)).from(table).and_where(Expr::col((table, digest)).eq(of_file)).to_owned()
}
