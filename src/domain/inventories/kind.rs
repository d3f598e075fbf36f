//! What sort of machine an inventory tells, as a first guess that a person can change.

use super::Document;
use crate::domain::equipment::EquipmentKind;

/// From the case first, else from a battery, else from the system.
pub fn guess(document: &Document) -> EquipmentKind {
    let chassis = document.system.chassis.to_lowercase();
    let is = |words: &[&str]| words.iter().any(|word| chassis.contains(word));
    let system = document.operating_system.name.to_lowercase();
    if is(&["tablet", "detachable"]) {
        EquipmentKind::Tablet
    } else if is(&["laptop", "notebook", "portable", "convertible", "hand held"]) {
        EquipmentKind::Laptop
    } else if is(&["server", "rack mount", "blade"]) {
        EquipmentKind::Server
    } else if is(&["all in one", "all-in-one"]) {
        EquipmentKind::AllInOne
    } else if is(&["desktop", "tower", "space-saving", "mini pc", "stick pc", "pizza box"]) {
        EquipmentKind::Desktop
    } else if !document.batteries.is_empty() {
        EquipmentKind::Laptop
    } else if system.contains("server") {
        EquipmentKind::Server
    } else {
        EquipmentKind::Desktop
    }
}
