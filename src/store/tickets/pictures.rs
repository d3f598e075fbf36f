//! Pictures joined to a message: already made harmless by the web, stored once under their digest.

use crate::domain::ids::{AttachmentId, MessageId, TicketId};
use crate::store::access::Scope;
use crate::store::entities::{attachment, stored_file, ticket};
use crate::store::{Db, DbErr, secrets};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};

/// A picture that was decoded and encoded again: no metadata, a known type, bounded sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The given name, for display alone.
    pub name: String,
    /// What we encoded it as.
    pub media_type: &'static str,
    pub width: u32,
    pub height: u32,
    pub bytes: Vec<u8>,
}

/// A picture as it is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPicture {
    pub media_type: String,
    pub bytes: Vec<u8>,
}

pub(super) async fn store_in(
    tx: &impl ConnectionTrait,
    ticket: TicketId,
    message: MessageId,
    pictures: Vec<Picture>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    for picture in pictures {
        let sha256 = secrets::digest_bytes(&picture.bytes);
        let file = stored_file::Model { sha256: sha256.clone(), content: picture.bytes };
        stored_file::Entity::insert(file.into_active_model())
            .on_conflict(OnConflict::column(stored_file::Column::Sha256).do_nothing().to_owned())
            .exec_without_returning(tx)
            .await?;
        let row = attachment::Model {
            id: AttachmentId::new(now),
            ticket_id: ticket,
            message_id: message,
            sha256,
            name: picture.name.chars().take(120).collect(),
            media_type: picture.media_type.to_owned(),
            width: i64::from(picture.width),
            height: i64::from(picture.height),
            created_at: now,
        };
        attachment::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// A picture of a ticket within reach: by the id of the attachment, through the ticket, never by digest.
pub async fn picture(db: &Db, within: impl Into<Scope>, id: AttachmentId) -> Result<Option<StoredPicture>, DbErr> {
    let Some(row) = attachment::Entity::find_by_id(id).one(&db.read).await? else { return Ok(None) };
    let within = within.into();
    let reached = |id| within.tickets().filter(ticket::Column::Id.eq(id)).one(&db.read);
    if reached(row.ticket_id).await?.is_none() {
        // Who takes part in the ticket in which it lives on sees what came with it.
        let of = ticket::Entity::find_by_id(row.ticket_id).one(&db.read).await?;
        let Some(lives_on) = of.and_then(|of| of.merged_into) else { return Ok(None) };
        if reached(lives_on).await?.is_none() {
            return Ok(None);
        }
    }
    let file = stored_file::Entity::find_by_id(row.sha256).one(&db.read).await?;
    Ok(file.map(|file| StoredPicture { media_type: row.media_type, bytes: file.content }))
}
