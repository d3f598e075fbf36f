//! Who keeps the list of what tickets are about.

use super::{Coordinator, Technician, Viewer};

/// Keeps the categories: a technician, who sets them, and the coordinator, who reads their counts.
#[derive(Clone, Debug)]
pub struct CategoryKeeper(Viewer);

impl CategoryKeeper {
    /// The proof, or `None` when the viewer is neither.
    pub fn of(viewer: &Viewer) -> Option<Self> {
        let may = Technician::of(viewer).is_some() || Coordinator::of(viewer).is_some();
        may.then(|| Self(viewer.clone()))
    }

    pub fn viewer(&self) -> &Viewer {
        &self.0
    }
}

impl From<&Technician> for CategoryKeeper {
    fn from(technician: &Technician) -> Self {
        Self(technician.viewer().clone())
    }
}
