//! A medium that somebody finds in a machine which is in their hands, and that no register knew (`equipment.md` § 2.2): it stands
//! in the register of the machine from then on, and nothing is known of its data.

use super::{Act, ChainError, act_in};
use crate::domain::chain::{EventKind, MediumSeen};
use crate::domain::equipment::{DataStatus, MediumKind};
use crate::domain::ids::{EquipmentId, MediumId};
use crate::store::Db;
use crate::store::access::ChainActor;
use crate::store::entities::medium;
use crate::store::equipment::{Made, NewPart, PartId, add_part_in};
use chrono::{DateTime, Utc};
use sea_orm::EntityTrait;

/// What is read on it. Its id is made with the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundMedium {
    pub id: MediumId,
    pub kind: MediumKind,
    pub model: String,
    pub serial: String,
    /// Decimal megabytes.
    pub size_mb: Option<i64>,
}

/// Why a medium is not entered.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    /// One of this serial number is in the machine already.
    #[error("it is known in this machine")]
    Known,
    #[error("the key is taken")]
    KeyTaken,
    #[error(transparent)]
    Chain(#[from] ChainError),
}

/// Enters a medium in the machine that it was found in, once.
///
/// # Errors
/// What blocks, what happened meanwhile, or that the medium is known there; nothing is written then.
pub async fn find_medium(
    db: &Db,
    by: &ChainActor,
    id: EquipmentId,
    seen: i64,
    found: FoundMedium,
    now: DateTime<Utc>,
) -> Result<(), FindError> {
    let FoundMedium { id: medium, kind, model, serial, size_mb } = found;
    let told = MediumSeen { medium, kind, serial_number: serial.clone(), data_status: None };
    let tx = db.begin_write().await.map_err(ChainError::from)?;
    let done = act_in(&tx, by, id, Act::new(seen, EventKind::MediumSeen(told)), now).await?;
    if !done.now {
        return Ok(());
    }
    let there = done.state.item.media.attached().filter(|(known, _)| *known != medium);
    if !serial.is_empty() && there.into_iter().any(|(_, known)| known.serial_number.trim().eq_ignore_ascii_case(serial.trim())) {
        return Err(FindError::Known);
    }
    if medium::Entity::find_by_id(medium).one(&tx).await.map_err(ChainError::from)?.is_some() {
        return Err(FindError::KeyTaken);
    }
    let made = Made::Medium { kind, size_mb, interface: String::new(), data_status: DataStatus::Unknown };
    let new = NewPart { id: PartId::Medium(medium), machine: Some(id), made, model, serial, note: String::new() };
    add_part_in(&tx, done.machine.structure_id, by.viewer().id(), new, now).await.map_err(ChainError::from)?;
    tx.commit().await.map_err(|fault| ChainError::from(fault).into())
}
