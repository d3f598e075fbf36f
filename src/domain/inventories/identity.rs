//! What identifies a machine, and what only seems to: makers leave the same « serial number » on thousands of them.

use super::{Document, EvidenceKind};
use std::collections::BTreeSet;

/// A value that tells one machine from another, in one spelling.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Evidence {
    pub kind: EvidenceKind,
    pub value: String,
}

/// The installation that sent an inventory, as it calls itself. Never trusted: it identifies once a person said so.
#[derive(Clone, Copy, Debug, Default)]
pub struct Agent<'a> {
    /// `DEVICEID`.
    pub device_id: &'a str,
    /// The header `GLPI-Agent-ID`.
    pub agent_id: Option<&'a str>,
}

/// How many addresses of interfaces are taken from one machine.
const MOST_MACS: usize = 32;

impl Evidence {
    /// All that an inventory identifies its machine by, the strongest first.
    pub fn of(document: &Document, agent: Agent<'_>) -> Vec<Self> {
        let system = &document.system;
        let serial = manufacturer_and_serial(&system.manufacturer, &system.serial_number);
        let macs: BTreeSet<String> = document
            .networks
            .iter()
            .filter(|network| !network.is_virtual && !network.kind.eq_ignore_ascii_case("loopback"))
            .filter_map(|network| physical_mac(&network.mac))
            .take(MOST_MACS)
            .collect();
        let device = Some(agent.device_id.trim()).filter(|id| !id.is_empty()).map(|id| format!("device {id}"));
        let agent_id = agent.agent_id.map(str::trim).filter(|id| !id.is_empty()).map(|id| format!("agent {}", id.to_lowercase()));
        let of = |kind| move |value| Self { kind, value };
        let agents = [device, agent_id].into_iter().flatten();
        serial
            .into_iter()
            .map(of(EvidenceKind::Serial))
            .chain(system_uuid(&system.uuid).into_iter().map(of(EvidenceKind::Uuid)))
            .chain(macs.into_iter().map(of(EvidenceKind::Mac)))
            .chain(agents.map(of(EvidenceKind::Agent)))
            .collect()
    }
}

/// Serial number and manufacturer in one spelling: « lenovo / pf1abcde ». None without either.
pub fn manufacturer_and_serial(manufacturer: &str, serial: &str) -> Option<String> {
    let told = |text: &str| Some(folded(text)).filter(|text| !is_junk_serial(text));
    Some(format!("{} / {}", told(manufacturer)?, told(serial)?))
}

/// Trimmed, in small letters, white space as single spaces.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether a serial number is one that makers leave everywhere, or none at all.
pub fn is_junk_serial(text: &str) -> bool {
    const KNOWN: [&str; 26] = [
        "to be filled by o.e.m.",
        "to be filled by o.e.m",
        "to be filled by oem",
        "default string",
        "system serial number",
        "system manufacturer",
        "system product name",
        "chassis serial number",
        "base board serial number",
        "serial number",
        "not specified",
        "not applicable",
        "not available",
        "not defined",
        "unknown",
        "undefined",
        "invalid",
        "empty",
        "none",
        "null",
        "oem",
        "o.e.m.",
        "n/a",
        "0123456789",
        "123456789",
        "1234567890",
    ];
    let text = folded(text);
    let mut letters = text.chars().filter(|c| c.is_alphanumeric());
    let Some(first) = letters.next() else { return true };
    let repeated = letters.all(|c| c == first);
    // What QEMU numbers its disks with, on every machine anew.
    let emulated = text.strip_prefix("qm").is_some_and(|rest| rest.len() == 5 && rest.bytes().all(|b| b.is_ascii_digit()));
    repeated || emulated || KNOWN.contains(&text.as_str())
}

fn system_uuid(text: &str) -> Option<String> {
    const LEFT_EVERYWHERE: &str = "03000200-0400-0500-0006-000700080009";
    let uuid = uuid::Uuid::parse_str(text.trim()).ok()?;
    let digits = uuid.as_bytes();
    let repeated = digits.iter().all(|byte| *byte == digits[0]);
    let text = uuid.as_hyphenated().to_string();
    (!repeated && text != LEFT_EVERYWHERE).then_some(text)
}

/// An address that a maker burnt into an interface, in small letters with colons. None for those that software makes up:
/// locally administered, of virtual machines, of dialled connections.
pub fn physical_mac(text: &str) -> Option<String> {
    const OF_VIRTUAL_MACHINES: [[u8; 3]; 8] = [
        [0x00, 0x05, 0x69],
        [0x00, 0x0c, 0x29],
        [0x00, 0x1c, 0x14],
        [0x00, 0x50, 0x56],
        [0x08, 0x00, 0x27],
        [0x00, 0x15, 0x5d],
        [0x00, 0x16, 0x3e],
        [0x00, 0x1c, 0x42],
    ];
    const OF_DIALLED_CONNECTIONS: [[u8; 6]; 3] =
        [[0x20, 0x41, 0x53, 0x59, 0x4e, 0xff], [0x50, 0x50, 0x54, 0x50, 0x30, 0x30], [0x33, 0x50, 0x6f, 0x45, 0x30, 0x30]];
    let digits: String = text.trim().chars().filter(|c| !matches!(c, ':' | '-' | '.')).collect();
    if digits.len() != 12 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0_u8; 6];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).ok()?;
    }
    let made_up = bytes[0] & 0b11 != 0 || bytes.iter().all(|byte| *byte == bytes[0]);
    let prefix = [bytes[0], bytes[1], bytes[2]];
    if made_up || OF_VIRTUAL_MACHINES.contains(&prefix) || OF_DIALLED_CONNECTIONS.contains(&bytes) {
        return None;
    }
    Some(bytes.map(|byte| format!("{byte:02x}")).join(":"))
}
