//! Who knows the organisations to which machines go.

use super::{Coordinator, Technician, Viewer};

/// Reads the list of organisations: the coordinator, who keeps it, and the technician.
#[derive(Clone, Debug)]
pub struct OrganisationReader(Viewer);

impl OrganisationReader {
    /// The proof, or `None` when the viewer is neither.
    pub fn of(viewer: &Viewer) -> Option<Self> {
        let may = Technician::of(viewer).is_some() || Coordinator::of(viewer).is_some();
        may.then(|| Self(viewer.clone()))
    }

    pub fn viewer(&self) -> &Viewer {
        &self.0
    }

    /// Who may change what stands there.
    pub fn coordinator(&self) -> Option<Coordinator> {
        Coordinator::of(&self.0)
    }
}

impl From<&Coordinator> for OrganisationReader {
    fn from(coordinator: &Coordinator) -> Self {
        Self(coordinator.viewer().clone())
    }
}
