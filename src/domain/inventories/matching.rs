//! Which machine of the register an inventory is of. One answer with nothing against it, or a person decides.

use super::{Evidence, EvidenceKind, is_junk_serial, manufacturer_and_serial};
use crate::domain::ids::EquipmentId;
use std::collections::{BTreeMap, BTreeSet};

/// A value by which a machine of the structure is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub machine: EquipmentId,
    pub evidence: Evidence,
}

/// What people wrote of a machine of the structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    pub machine: EquipmentId,
    pub brand: String,
    pub serial: String,
}

/// Which machine it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    One(EquipmentId),
    None,
    /// Several are known by what it says, or something stands against the only one.
    Unclear(BTreeSet<EquipmentId>),
}

/// Finds the machine of an inventory with this evidence and serial number. `known` holds all the values by which machines are
/// known that share one of them; `registered` what people wrote of machines. What two machines were said to share is no evidence
/// any more, and left out before.
pub fn judge(evidence: &[Evidence], serial: &str, known: &[Known], registered: &[Registered]) -> Answer {
    let shared: BTreeSet<EquipmentId> =
        known.iter().filter(|one| evidence.contains(&one.evidence)).map(|one| one.machine).collect();
    let mut found = shared;
    let mut doubtful = BTreeSet::new();
    let told = evidence.iter().find(|one| one.kind == EvidenceKind::Serial).map(|one| one.value.as_str());
    for written in registered.iter().filter(|written| same_serial(&written.serial, serial)) {
        // A serial number tells a machine together with its maker; alone it only points at one.
        match manufacturer_and_serial(&written.brand, &written.serial) {
            Some(both) if Some(both.as_str()) == told => _ = found.insert(written.machine),
            _ => _ = doubtful.insert(written.machine),
        }
    }
    doubtful.retain(|machine| !found.contains(machine));
    let sure = doubtful.is_empty();
    match found.first() {
        None if sure => Answer::None,
        Some(&machine) if sure && found.len() == 1 && !is_contradicted(evidence, serial, machine, known, registered) => {
            Answer::One(machine)
        }
        _ => Answer::Unclear(found.into_iter().chain(doubtful).collect()),
    }
}

fn same_serial(written: &str, told: &str) -> bool {
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    !is_junk_serial(told) && fold(written) == fold(told)
}

/// Whether the machine is known by another serial number, or another system: a disk went from one machine to another, say.
fn is_contradicted(evidence: &[Evidence], serial: &str, machine: EquipmentId, known: &[Known], registered: &[Registered]) -> bool {
    let mut by_kind: BTreeMap<EvidenceKind, Vec<&str>> = BTreeMap::new();
    for one in known.iter().filter(|one| one.machine == machine) {
        by_kind.entry(one.evidence.kind).or_default().push(&one.evidence.value);
    }
    let differs = |kind: EvidenceKind| {
        let told: Vec<&str> = evidence.iter().filter(|one| one.kind == kind).map(|one| one.value.as_str()).collect();
        let has = by_kind.get(&kind).map_or(&[][..], Vec::as_slice);
        !told.is_empty() && !has.is_empty() && !told.iter().any(|value| has.contains(value))
    };
    // Once a person has given an inventory with this number to the machine, what is written there stands against it no more.
    let told = evidence.iter().find(|one| one.kind == EvidenceKind::Serial).map(|one| one.value.as_str());
    let has = by_kind.get(&EvidenceKind::Serial).map_or(&[][..], Vec::as_slice);
    let is_new = told.is_some_and(|told| !has.contains(&told));
    let wrote = registered.iter().find(|written| written.machine == machine);
    let written_differs =
        is_new && wrote.is_some_and(|written| !is_junk_serial(&written.serial) && !same_serial(&written.serial, serial));
    differs(EvidenceKind::Serial) || differs(EvidenceKind::Uuid) || written_differs
}
