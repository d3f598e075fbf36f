//! Who writes help sheets, and who reads which.

use super::{Reach, Scope, Technician, Viewer};
use crate::domain::help_sheets;
use crate::domain::ids::StructureId;
use crate::domain::people::Role;
use crate::store::entities::help_sheet;
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};

/// Writes help sheets: the technician for everybody, a referent for their own structures.
#[derive(Clone, Debug)]
pub struct HelpSheetAuthor {
    viewer: Viewer,
    /// Where a referent answers for the structure.
    structures: Vec<StructureId>,
}

impl HelpSheetAuthor {
    /// The proof, or `None` for who is neither.
    pub fn of(viewer: &Viewer) -> Option<Self> {
        let answers_for = viewer.homes.iter().filter(|home| home.role == Role::Referent);
        let structures: Vec<_> = answers_for.map(|home| home.structure).collect();
        (viewer.technician || !structures.is_empty()).then(|| Self { viewer: viewer.clone(), structures })
    }

    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    /// Whether this author serves every structure.
    pub fn technician(&self) -> Option<Technician> {
        Technician::of(&self.viewer)
    }

    /// Whether a sheet may be written for these readers. That a structure exists is the store's to find out.
    pub fn may_write_for(&self, reach: help_sheets::Reach) -> bool {
        match reach {
            help_sheets::Reach::One(structure) => self.viewer.technician || self.structures.contains(&structure),
            help_sheets::Reach::All | help_sheets::Reach::Public => self.viewer.technician,
        }
    }
}

/// What its author reads.
impl From<&HelpSheetAuthor> for Scope {
    fn from(author: &HelpSheetAuthor) -> Self {
        Self::from(&author.viewer)
    }
}

impl Scope {
    /// Help sheets in use: those for all and of one's own structures; all for the technician; without an account those
    /// that are public.
    pub(in crate::store) fn help_sheets(&self) -> Select<help_sheet::Entity> {
        let in_use = help_sheet::Entity::find().filter(help_sheet::Column::RetiredAt.is_null());
        if self.0.technician {
            return in_use;
        }
        if is_nobody(&self.0) {
            return in_use.filter(help_sheet::Column::Public.eq(true));
        }
        in_use.filter(
            Condition::any()
                .add(help_sheet::Column::StructureId.is_null())
                .add(help_sheet::Column::StructureId.is_in(self.0.homes.iter().copied())),
        )
    }

    /// Help sheets that one may change, in use or put away: of a structure that one answers for; all for the technician.
    pub(in crate::store) fn kept_help_sheets(&self) -> Select<help_sheet::Entity> {
        let select = help_sheet::Entity::find();
        if self.0.technician {
            return select;
        }
        select.filter(help_sheet::Column::StructureId.is_in(self.0.answers_for.iter().copied()))
    }
}

/// Through a link, or without an account.
fn is_nobody(reach: &Reach) -> bool {
    reach.person.0.is_nil()
}
