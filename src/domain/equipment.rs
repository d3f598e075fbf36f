//! The register of machines: what a thing is.

use super::ids::PersonId;
use super::vocabulary;

vocabulary! {
    /// What a machine is, in the words of those who use it.
    pub enum EquipmentKind {
        Laptop = "laptop",
        Desktop = "desktop",
        Screen = "screen",
        Printer = "printer",
        Phone = "phone",
        Tablet = "tablet",
        Server = "server",
        Storage = "storage",
        Router = "router",
        Switch = "switch",
        Wifi = "wifi",
        Other = "other",
    }
}

impl EquipmentKind {
    /// Whether it serves the whole structure rather than one person: offered to everybody who asks for help.
    pub const fn is_shared(self) -> bool {
        matches!(self, Self::Printer | Self::Server | Self::Storage | Self::Router | Self::Switch | Self::Wifi)
    }
}

/// Whether somebody of its structure may ask about a machine: their own, nobody's, or one that serves everybody there.
pub fn is_askable(kind: EquipmentKind, user: Option<PersonId>, by: PersonId) -> bool {
    kind.is_shared() || user.is_none_or(|user| user == by)
}
