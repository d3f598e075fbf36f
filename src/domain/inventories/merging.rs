//! What is known of a machine once another inventory came. A partial one changes what it tells; a full one tells all, and what it
//! misses of media is said, never removed (`equipment.md` § 2.5, I3).

use super::{Battery, Controller, Document, Drive, Medium, Memory, Monitor, Network, Printer, Processor, Protection, Video};

/// What is known after `new`, over what was known `before`.
pub fn merged(before: &Document, new: &Document, partial: bool) -> Document {
    if !partial {
        return Document { media: media_after_all(&before.media, &new.media), ..new.clone() };
    }
    Document {
        system: system(before, new),
        operating_system: if new.operating_system == Default::default() { &before.operating_system } else { &new.operating_system }
            .clone(),
        processors: over(&before.processors, &new.processors, |one: &Processor| one.name.clone()),
        memories: over(&before.memories, &new.memories, |one: &Memory| format!("{} {}", one.slot, one.serial_number)),
        media: over(&before.media, &new.media, medium_key),
        drives: over(&before.drives, &new.drives, |one: &Drive| one.mount.clone()),
        batteries: over(&before.batteries, &new.batteries, |one: &Battery| format!("{} {}", one.name, one.serial_number)),
        videos: over(&before.videos, &new.videos, |one: &Video| one.name.clone()),
        monitors: over(&before.monitors, &new.monitors, |one: &Monitor| format!("{} {}", one.caption, one.serial_number)),
        networks: over(&before.networks, &new.networks, |one: &Network| format!("{} {}", one.name, one.mac)),
        printers: over(&before.printers, &new.printers, |one: &Printer| one.name.clone()),
        controllers: over(&before.controllers, &new.controllers, |one: &Controller| one.name.clone()),
        antivirus: over(&before.antivirus, &new.antivirus, |one: &Protection| one.name.clone()),
        firewalls: over(&before.firewalls, &new.firewalls, |one: &Protection| one.name.clone()),
    }
}

/// A medium is known by its serial number, else by where it is.
fn medium_key(of: &Medium) -> String {
    if of.serial_number.is_empty() { format!("at {}", of.name) } else { of.serial_number.to_lowercase() }
}

/// What the new one tells in its place, what it does not tell as it was.
fn over<T: Clone>(before: &[T], new: &[T], key: impl Fn(&T) -> String) -> Vec<T> {
    let mut all = before.to_vec();
    let mut taken = vec![false; before.len()];
    for one in new {
        match (0..before.len()).find(|at| !taken[*at] && key(&before[*at]) == key(one)) {
            Some(at) => (all[at], taken[at]) = (one.clone(), true),
            None => all.push(one.clone()),
        }
    }
    all
}

fn media_after_all(before: &[Medium], new: &[Medium]) -> Vec<Medium> {
    let told: Vec<String> = new.iter().map(medium_key).collect();
    let missed = before.iter().filter(|one| !told.contains(&medium_key(one))).map(|one| Medium { not_seen: true, ..one.clone() });
    new.iter().cloned().chain(missed).collect()
}

fn system(before: &Document, new: &Document) -> super::System {
    let (was, is) = (&before.system, &new.system);
    let text = |was: &String, is: &String| if is.is_empty() { was.clone() } else { is.clone() };
    super::System {
        manufacturer: text(&was.manufacturer, &is.manufacturer),
        model: text(&was.model, &is.model),
        serial_number: text(&was.serial_number, &is.serial_number),
        asset_tag: text(&was.asset_tag, &is.asset_tag),
        sku: text(&was.sku, &is.sku),
        uuid: text(&was.uuid, &is.uuid),
        chassis: text(&was.chassis, &is.chassis),
        host_name: text(&was.host_name, &is.host_name),
        virtual_machine: text(&was.virtual_machine, &is.virtual_machine),
        bios_version: text(&was.bios_version, &is.bios_version),
        bios_date: is.bios_date.or(was.bios_date),
        memory_mb: is.memory_mb.or(was.memory_mb),
    }
}

/// The document without what changes from hour to hour, as text: two that are the same here are the same inventory.
pub fn fingerprint(of: &Document) -> String {
    let mut still = of.clone();
    for drive in &mut still.drives {
        drive.free_mb = None;
    }
    serde_json::to_string(&still).unwrap_or_default()
}
