//! Who may read who waits and who uses what: the technician and the coordinator of all, a referent of their own structures.

use super::{Coordinator, Scope, Technician, Viewer};
use crate::domain::ids::StructureId;
use crate::domain::people::Role;

/// Reads waits and shares, as far as [`FairnessReader::reads`].
#[derive(Clone, Debug)]
pub struct FairnessReader {
    viewer: Viewer,
    all: bool,
}

impl FairnessReader {
    /// The proof, or `None` when the viewer has no such role.
    pub fn of(viewer: &Viewer) -> Option<Self> {
        let all = Technician::of(viewer).is_some() || Coordinator::of(viewer).is_some();
        let referent = viewer.homes.iter().any(|home| home.role == Role::Referent);
        (all || referent).then(|| Self { viewer: viewer.clone(), all })
    }

    /// Whether the line of a structure is theirs to read.
    pub fn reads(&self, structure: StructureId) -> bool {
        self.all || self.viewer.homes.iter().any(|home| home.structure == structure && home.role == Role::Referent)
    }

    /// Whether they read the lines of all.
    pub fn reads_all(&self) -> bool {
        self.all
    }
}

impl From<&FairnessReader> for Scope {
    fn from(reader: &FairnessReader) -> Self {
        Self::from(&reader.viewer)
    }
}
