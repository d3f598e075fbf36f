//! What is kept of an inventory. What has no field here is never stored: no account, no process, no environment, no software.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The machine in its parts. Texts are empty, numbers absent where the agent says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Document {
    pub system: System,
    pub operating_system: OperatingSystem,
    pub processors: Vec<Processor>,
    pub memories: Vec<Memory>,
    pub media: Vec<Medium>,
    pub drives: Vec<Drive>,
    pub batteries: Vec<Battery>,
    pub videos: Vec<Video>,
    pub monitors: Vec<Monitor>,
    pub networks: Vec<Network>,
    pub printers: Vec<Printer>,
    pub controllers: Vec<Controller>,
    pub antivirus: Vec<Protection>,
    pub firewalls: Vec<Protection>,
}

/// Firmware and case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct System {
    pub manufacturer: String,
    pub model: String,
    pub serial_number: String,
    pub asset_tag: String,
    pub sku: String,
    pub uuid: String,
    pub chassis: String,
    pub host_name: String,
    /// `QEMU`, `Physical`… as the agent says it.
    pub virtual_machine: String,
    pub bios_version: String,
    pub bios_date: Option<NaiveDate>,
    pub memory_mb: Option<i64>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OperatingSystem {
    pub name: String,
    pub version: String,
    pub kernel: String,
    pub architecture: String,
    pub installed_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Processor {
    pub name: String,
    pub manufacturer: String,
    pub cores: Option<i64>,
    pub threads: Option<i64>,
    pub speed_mhz: Option<i64>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    pub slot: String,
    pub kind: String,
    pub manufacturer: String,
    pub serial_number: String,
    pub capacity_mb: Option<i64>,
    pub speed_mhz: Option<i64>,
}

/// What carries data. Capacities are decimal megabytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Medium {
    pub name: String,
    pub manufacturer: String,
    pub model: String,
    pub serial_number: String,
    pub interface: String,
    /// As the agent says it: `disk`, `SSD`, `HDD`.
    pub kind: String,
    pub size_mb: Option<i64>,
    /// An earlier inventory had it, the last full one has not. Nothing is removed: a person confirms.
    pub not_seen: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Drive {
    pub mount: String,
    pub file_system: String,
    pub total_mb: Option<i64>,
    pub free_mb: Option<i64>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Battery {
    pub name: String,
    pub manufacturer: String,
    pub serial_number: String,
    pub chemistry: String,
    pub design_capacity_mwh: Option<i64>,
    pub full_capacity_mwh: Option<i64>,
    pub cycle_count: Option<i64>,
}

impl Battery {
    /// What is left of the capacity that it was made with, per mille: never more than all of it.
    pub fn health_permille(&self) -> Option<i64> {
        let (design, full) = (self.design_capacity_mwh.filter(|design| *design > 0)?, self.full_capacity_mwh?);
        full.max(0).checked_mul(1000).map(|full| (full / design).min(1000))
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Video {
    pub name: String,
    pub memory_mb: Option<i64>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Monitor {
    pub manufacturer: String,
    pub caption: String,
    pub serial_number: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Network {
    pub name: String,
    pub mac: String,
    pub address: String,
    pub kind: String,
    pub is_virtual: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Printer {
    pub name: String,
    pub driver: String,
    pub port: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Controller {
    pub name: String,
    pub manufacturer: String,
    pub kind: String,
}

/// An antivirus, a firewall.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Protection {
    pub name: String,
    pub version: String,
    /// `on`, `off`, `1`… as the agent says it.
    pub status: String,
}

/// Whether a « disk » carries nothing of its own: memory, a file, an array of others, a reader of discs.
pub fn is_pseudo_disk(name: &str, kind: &str) -> bool {
    let name = name.trim().to_lowercase();
    let name = name.rsplit('/').next().unwrap_or_default();
    let numbered = |prefix: &str| {
        name.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_digit() || c == '_'))
    };
    let kind = kind.to_lowercase();
    let words: Vec<&str> = kind.split(|c: char| !c.is_alphanumeric()).collect();
    name.starts_with("dm-")
        || ["zram", "loop", "md", "sr", "ram"].into_iter().any(numbered)
        || ["cd", "dvd", "cdrom", "rom"].into_iter().any(|reader| words.contains(&reader))
}
