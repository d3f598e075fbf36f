//! In front of a machine with its sticker: whoever they are, they may ask for help about it, and learn nothing of it.

use super::visits::is_member;
use super::{MemberOf, Technician, Viewer};
use crate::domain::ids::{EquipmentId, StructureId};
use crate::domain::stickers::StickerCode;
use crate::store::entities::{equipment, sticker};
use crate::store::{Db, DbErr};
use chrono::NaiveDate;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Somebody with the code that stands on a machine.
#[derive(Clone, Debug)]
pub struct AtMachine {
    code: StickerCode,
    machine: EquipmentId,
    structure: StructureId,
}

impl AtMachine {
    /// The proof, or `None` when the code is unknown, free, or lost, or when the structure is no member any more: nobody
    /// learns which.
    pub async fn by_code(db: &Db, code: &StickerCode, today: NaiveDate) -> Result<Option<Self>, DbErr> {
        let found = sticker::Entity::find_by_id(code.clone())
            .filter(sticker::Column::ReplacedAt.is_null())
            .find_also_related(equipment::Entity)
            .one(&db.read)
            .await?;
        let Some((_, Some(machine))) = found else { return Ok(None) };
        let at = Self { code: code.clone(), machine: machine.id, structure: machine.structure_id };
        Ok(is_member(db, at.structure, today).await?.then_some(at))
    }

    pub fn code(&self) -> &StickerCode {
        &self.code
    }

    /// The machine, for who is at home where it stands: their own form has it filled in.
    pub fn at_home(&self, viewer: &Viewer) -> Option<(MemberOf, EquipmentId)> {
        MemberOf::of(viewer, self.structure).map(|member| (member, self.machine))
    }

    /// The machine, for the technician.
    pub fn machine_for(&self, _by: &Technician) -> EquipmentId {
        self.machine
    }

    pub(in crate::store) fn machine(&self) -> EquipmentId {
        self.machine
    }

    pub(in crate::store) fn structure(&self) -> StructureId {
        self.structure
    }
}
