//! The parts of an inventory, as each agent spells them, to what is kept of them.

use super::tree::Tree;
use crate::domain::inventories::{
    Battery, Controller, Document, Drive, Inventory, Medium, Memory, Monitor, Network, Oddity, OperatingSystem, Printer, Processor,
    Protection, System, Video, Warning, is_junk_serial, is_pseudo_disk,
};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Parts that agents send and nobody keeps: people, programs, secrets, other tasks, the agent itself.
const LEFT_OUT: [&str; 39] = [
    "accesslog",
    "accountinfo",
    "archive",
    "cameras",
    "databases_services",
    "download",
    "envs",
    "firmwares",
    "inputs",
    "javainfos",
    "jvmpolicies",
    "licenseinfos",
    "local_groups",
    "local_users",
    "logical_volumes",
    "memory",
    "modems",
    "physical_volumes",
    "ports",
    "power_supplies",
    "powersupplies",
    "processes",
    "registry",
    "remote_mgmt",
    "repositories",
    "repository",
    "rudder",
    "simcards",
    "slots",
    "softwares",
    "sounds",
    "usbdevices",
    "users",
    "versionclient",
    "versionprovider",
    "virtualmachines",
    "volume_groups",
    "sites",
    "netports",
];

const KEPT: [&str; 16] = [
    "antivirus",
    "batteries",
    "bios",
    "controllers",
    "cpus",
    "drives",
    "firewall",
    "firewalls",
    "hardware",
    "memories",
    "monitors",
    "networks",
    "operatingsystem",
    "printers",
    "storages",
    "videos",
];

/// The longest list of oddities that is told.
const MOST_WARNINGS: usize = 50;

/// Reads an inventory from what holds its `content`.
pub fn inventory(root: &Tree, device_id: &str) -> Inventory {
    let content: Vec<&Tree> = root.all("content").collect();
    let mut reader = Reader { content, warnings: BTreeSet::new() };
    reader.look_for_unknown();
    let document = reader.document();
    let program = reader.content.iter().map(|content| content.text(&["versionclient"])).find(|text| !text.is_empty());
    Inventory {
        document,
        partial: matches!(root.text(&["partial"]).to_lowercase().as_str(), "true" | "1" | "yes"),
        program: program.unwrap_or_default().chars().take(120).collect(),
        device_id: device_id.to_owned(),
        warnings: reader.warnings.into_iter().take(MOST_WARNINGS).collect(),
    }
}

struct Reader<'t> {
    content: Vec<&'t Tree>,
    warnings: BTreeSet<Warning>,
}

/// One part of the inventory: the same name several times is one list; of what is one thing, the filled value wins.
struct Part<'t, 'r> {
    name: &'static str,
    things: Vec<&'t Tree>,
    warnings: &'r mut BTreeSet<Warning>,
}

impl<'t> Reader<'t> {
    fn look_for_unknown(&mut self) {
        for (name, inside) in self.content.iter().flat_map(|content| content.parts()) {
            let known = KEPT.contains(&name.as_str()) || LEFT_OUT.contains(&name.as_str());
            if !known {
                let place = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '-').take(40).collect();
                self.warnings.insert(Warning { oddity: Oddity::UnknownPart, place });
            } else if KEPT.contains(&name.as_str()) && matches!(inside, Tree::Text(text) if !text.trim().is_empty()) {
                self.warnings.insert(Warning { oddity: Oddity::WrongShape, place: name.clone() });
            }
        }
    }

    fn things(&self, name: &'static str) -> Vec<&'t Tree> {
        self.content.iter().flat_map(|content| content.all(name)).collect()
    }

    /// All things of a part taken as one.
    fn one(&mut self, name: &'static str) -> Part<'t, '_> {
        Part { name, things: self.things(name), warnings: &mut self.warnings }
    }

    /// Each thing of a list; what says nothing at all is none.
    fn each<T: Default + PartialEq>(&mut self, name: &'static str, read: impl Fn(&mut Part<'t, '_>) -> T) -> Vec<T> {
        let mut all = Vec::new();
        for thing in self.things(name) {
            let read = read(&mut Part { name, things: vec![thing], warnings: &mut self.warnings });
            if read != T::default() {
                all.push(read);
            }
        }
        all
    }

    fn document(&mut self) -> Document {
        let mut firewalls = self.each("firewalls", protection);
        firewalls.extend(self.each("firewall", protection));
        let media = self.each("storages", medium);
        Document {
            system: self.system(),
            operating_system: self.operating_system(),
            processors: self.each("cpus", processor),
            memories: self.each("memories", memory),
            media: media.into_iter().filter(|one| !is_pseudo_disk(&one.name, &one.kind)).collect(),
            drives: self.each("drives", drive),
            batteries: self.each("batteries", battery),
            videos: self.each("videos", video),
            monitors: self.each("monitors", monitor),
            networks: self.each("networks", network),
            printers: self.each("printers", printer),
            controllers: self.each("controllers", controller),
            antivirus: self.each("antivirus", protection),
            firewalls,
        }
    }

    fn system(&mut self) -> System {
        let mut bios = self.one("bios");
        let system = System {
            manufacturer: bios.told(&["smanufacturer", "mmanufacturer"]),
            model: bios.told(&["smodel", "mmodel"]),
            serial_number: bios.told(&["ssn", "serial", "serialnumber"]),
            asset_tag: bios.told(&["assettag", "asset_tag"]),
            sku: bios.told(&["skunumber", "sku"]),
            bios_version: bios.text(&["bversion"]),
            bios_date: bios.day(&["bdate"]),
            chassis: bios.told(&["type", "chassis_type"]),
            ..System::default()
        };
        let mut hardware = self.one("hardware");
        let chassis = hardware.told(&["chassis_type"]);
        System {
            uuid: hardware.text(&["uuid"]),
            chassis: if chassis.is_empty() { system.chassis } else { chassis },
            host_name: hardware.text(&["name"]),
            virtual_machine: hardware.text(&["vmsystem"]),
            memory_mb: hardware.number(&["memory"]),
            ..system
        }
    }

    fn operating_system(&mut self) -> OperatingSystem {
        let mut hardware = self.one("hardware");
        let (name, version) = (hardware.text(&["osname"]), hardware.text(&["osversion"]));
        let installed = hardware.day(&["installdate"]);
        let mut own = self.one("operatingsystem");
        let first = |text: String, other: String| if text.is_empty() { other } else { text };
        OperatingSystem {
            name: first(own.text(&["full_name", "name"]), name),
            version: own.text(&["version"]),
            kernel: first(own.text(&["kernel_version"]), version),
            architecture: own.text(&["arch"]),
            installed_on: own.day(&["install_date"]).or(installed),
        }
    }
}

fn processor(of: &mut Part<'_, '_>) -> Processor {
    Processor {
        name: of.text(&["name", "type"]),
        manufacturer: of.text(&["manufacturer"]),
        cores: of.number(&["core", "cores"]),
        threads: of.number(&["thread", "threads"]),
        speed_mhz: of.number(&["speed"]),
    }
}

fn memory(of: &mut Part<'_, '_>) -> Memory {
    let memory = Memory {
        slot: of.text(&["numslots", "caption"]),
        kind: of.text(&["type"]),
        manufacturer: of.told(&["manufacturer"]),
        serial_number: of.told(&["serialnumber", "serial"]),
        capacity_mb: of.number(&["capacity"]).filter(|capacity| *capacity > 0),
        speed_mhz: of.number(&["speed"]),
    };
    // An empty slot is no memory.
    if memory.capacity_mb.is_none() { Memory::default() } else { memory }
}

fn medium(of: &mut Part<'_, '_>) -> Medium {
    Medium {
        name: of.text(&["name"]),
        manufacturer: of.told(&["manufacturer"]),
        model: of.text(&["model"]),
        serial_number: of.told(&["serialnumber", "serial"]),
        interface: of.text(&["interface", "description"]),
        kind: of.text(&["type"]),
        size_mb: of.number(&["disksize"]),
        not_seen: false,
    }
}

fn drive(of: &mut Part<'_, '_>) -> Drive {
    Drive {
        mount: first_of(of.text(&["type"]), of.text(&["letter", "volumn"])),
        file_system: of.text(&["filesystem"]),
        total_mb: of.number(&["total"]),
        free_mb: of.number(&["free"]),
    }
}

fn first_of(text: String, other: String) -> String {
    if text.is_empty() { other } else { text }
}

fn battery(of: &mut Part<'_, '_>) -> Battery {
    Battery {
        name: of.text(&["name"]),
        manufacturer: of.told(&["manufacturer"]),
        serial_number: of.told(&["serial", "serialnumber"]),
        chemistry: of.text(&["chemistry"]),
        design_capacity_mwh: of.number(&["capacity"]),
        full_capacity_mwh: of.number(&["real_capacity"]),
        cycle_count: of.number(&["cycles", "cycle_count"]),
    }
}

fn video(of: &mut Part<'_, '_>) -> Video {
    Video { name: of.text(&["name", "chipset"]), memory_mb: of.number(&["memory"]) }
}

fn monitor(of: &mut Part<'_, '_>) -> Monitor {
    Monitor {
        manufacturer: of.told(&["manufacturer"]),
        caption: of.text(&["caption", "description", "name"]),
        serial_number: of.told(&["serial", "altserial"]),
    }
}

fn network(of: &mut Part<'_, '_>) -> Network {
    Network {
        name: of.text(&["description"]),
        mac: of.text(&["macaddr", "mac"]).to_lowercase(),
        address: first_of(of.text(&["ipaddress"]), of.text(&["ipaddress6"])),
        kind: of.text(&["type"]),
        is_virtual: matches!(of.text(&["virtualdev"]).to_lowercase().as_str(), "1" | "true" | "yes"),
    }
}

fn printer(of: &mut Part<'_, '_>) -> Printer {
    Printer { name: of.text(&["name"]), driver: of.text(&["driver"]), port: of.text(&["port"]) }
}

fn controller(of: &mut Part<'_, '_>) -> Controller {
    Controller { name: of.text(&["caption", "name"]), manufacturer: of.text(&["manufacturer"]), kind: of.text(&["type"]) }
}

fn protection(of: &mut Part<'_, '_>) -> Protection {
    Protection {
        name: of.text(&["name", "description", "company"]),
        version: of.text(&["version"]),
        status: of.text(&["status", "enabled"]),
    }
}

impl Part<'_, '_> {
    fn warn(&mut self, oddity: Oddity, field: &str) {
        self.warnings.insert(Warning { oddity, place: format!("{}/{field}", self.name) });
    }

    /// The first value that is not empty, under any of the names. What cannot be seen or would turn a line round is left out.
    fn text(&mut self, names: &[&'static str]) -> String {
        for name in names {
            let values: Vec<&Tree> = self.things.iter().flat_map(|thing| thing.all(name)).collect();
            if values.iter().any(|value| matches!(value, Tree::Cut(_))) {
                self.warn(Oddity::TextCut, name);
            }
            let found = values.iter().map(|value| value.own_text()).find(|text| !text.is_empty());
            if let Some(found) = found {
                return found.chars().filter(|c| !c.is_control() && !is_unseen(*c)).collect();
            }
        }
        String::new()
    }

    /// A text, unless it is one of those that makers leave everywhere.
    fn told(&mut self, names: &[&'static str]) -> String {
        let text = self.text(names);
        if is_junk_serial(&text) { String::new() } else { text }
    }

    /// A whole number; what follows a decimal point is dropped.
    fn number(&mut self, names: &[&'static str]) -> Option<i64> {
        let text = self.text(names);
        if text.is_empty() {
            return None;
        }
        let figure = text.split(' ').next().unwrap_or_default();
        let (whole, part) = figure.split_once('.').unwrap_or((figure, ""));
        let digits = part.bytes().all(|b| b.is_ascii_digit());
        let number = whole.parse::<i64>().ok().filter(|number| digits && (0..=1_000_000_000_000).contains(number));
        if number.is_none() {
            self.warn(Oddity::NotANumber, names[0]);
        }
        number
    }

    /// A day in any of the spellings of agents. The first day of 1970 is how a machine says that it does not know.
    fn day(&mut self, names: &[&'static str]) -> Option<NaiveDate> {
        let text = self.text(names);
        if text.is_empty() {
            return None;
        }
        match day(&text) {
            Ok(day) => day,
            Err(()) => {
                self.warn(Oddity::NotADay, names[0]);
                None
            }
        }
    }
}

fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// `MM/DD/YYYY`, `YYYY-MM-DD`, with or without a time. `Tue May 20 00:00:00` has no year, `1970-00-01` is no day: known to be
/// nothing.
pub(super) fn day(text: &str) -> Result<Option<NaiveDate>, ()> {
    let first = text.split(' ').next().unwrap_or_default();
    // The time after a day, as ISO 8601 writes it.
    let first = if first.starts_with(|c: char| c.is_ascii_digit()) { first.split('T').next().unwrap_or(first) } else { first };
    if first.starts_with("1970-") {
        return Ok(None);
    }
    let weekday = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].contains(&first);
    if weekday {
        return Ok(None);
    }
    let read = ["%m/%d/%Y", "%Y-%m-%d", "%Y/%m/%d"].iter().find_map(|form| NaiveDate::parse_from_str(first, form).ok());
    let epoch = NaiveDate::from_ymd_opt(1970, 1, 1);
    read.map(|day| Some(day).filter(|day| Some(*day) != epoch)).ok_or(())
}
