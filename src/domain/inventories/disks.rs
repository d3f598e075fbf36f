//! The disks that an inventory tells of, as media of the register: those that belong to the machine and can be told apart.

use super::identity::is_junk_serial;
use super::{Document, Medium};
use crate::domain::equipment::MediumKind;

/// A disk of a machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disk {
    pub kind: MediumKind,
    pub serial_number: String,
    pub model: String,
    /// Decimal megabytes.
    pub size_mb: Option<i64>,
    pub interface: String,
    /// An earlier inventory had it, the last full one has not.
    pub not_seen: bool,
}

/// What an inventory says of the disks of its machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Disks {
    /// Those that have a serial number of their own.
    pub named: Vec<Disk>,
    /// Whether there are others, which nobody can tell apart.
    pub nameless: bool,
}

impl Disks {
    /// What is plugged in for a while is no disk of the machine.
    pub fn of(document: &Document) -> Self {
        let mut disks = Self::default();
        for medium in document.media.iter().filter(|medium| !is_plugged_in(medium)) {
            if is_junk_serial(&medium.serial_number) {
                disks.nameless |= !medium.not_seen;
                continue;
            }
            let told = |text: &String| text.trim().to_owned();
            disks.named.push(Disk {
                kind: kind_of(medium),
                serial_number: told(&medium.serial_number),
                model: if medium.model.trim().is_empty() { told(&medium.name) } else { told(&medium.model) },
                size_mb: medium.size_mb.filter(|size| *size > 0),
                interface: told(&medium.interface),
                not_seen: medium.not_seen,
            });
        }
        disks
    }

    /// Those that the last whole inventory misses, and the one before did not.
    pub fn missed_since<'d>(&'d self, before: &'d Self) -> impl Iterator<Item = &'d Disk> {
        let was_seen = |disk: &&Disk| {
            before.named.iter().any(|known| !known.not_seen && known.serial_number.eq_ignore_ascii_case(&disk.serial_number))
        };
        self.named.iter().filter(|disk| disk.not_seen).filter(was_seen)
    }
}

fn is_plugged_in(medium: &Medium) -> bool {
    medium.interface.to_lowercase().contains("usb")
}

/// Agents rarely say whether a disk turns. What they do not say is taken for a SSD, of which more is asked before it leaves
/// (`equipment.md` § 2.2); a person who looks at it says better.
fn kind_of(medium: &Medium) -> MediumKind {
    let said = [&medium.interface, &medium.name, &medium.model, &medium.kind].map(|text| text.to_lowercase());
    let says = |word: &str| said.iter().any(|text| text.contains(word));
    if says("nvme") {
        MediumKind::Nvme
    } else if says("mmc") {
        MediumKind::Emmc
    } else if says("hdd") || says("rotational") {
        MediumKind::Hdd
    } else {
        MediumKind::SsdSata
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn medium(name: &str, interface: &str, kind: &str, serial: &str) -> Medium {
        Medium {
            name: name.into(),
            interface: interface.into(),
            kind: kind.into(),
            serial_number: serial.into(),
            ..Medium::default()
        }
    }

    fn told(media: Vec<Medium>) -> Disks {
        Disks::of(&Document { media, ..Document::default() })
    }

    #[test]
    fn what_is_not_said_to_turn_is_taken_for_a_ssd() {
        let disks = told(vec![
            medium("nvme0n1", "", "disk", "S5GXNF0R"),
            medium("sda", "SATA", "disk", "2037E4AB"),
            medium("sdb", "SATA", "HDD", "WD-WCC7"),
            medium("mmcblk0", "", "disk", "0x1f2e"),
        ]);
        let kinds: Vec<_> = disks.named.iter().map(|disk| disk.kind).collect();
        assert_eq!(kinds, [MediumKind::Nvme, MediumKind::SsdSata, MediumKind::Hdd, MediumKind::Emmc]);
        assert!(!disks.nameless);
    }

    #[test]
    fn a_stick_that_is_plugged_in_is_no_disk_of_the_machine_and_a_nameless_one_is_said() {
        let disks = told(vec![medium("sdc", "USB", "disk", "4C53"), medium("vda", "", "disk", "QM00001")]);
        assert_eq!(disks, Disks { named: vec![], nameless: true });
    }

    #[test]
    fn a_disk_is_missed_once() {
        let seen = told(vec![medium("sda", "SATA", "disk", "2037E4AB")]);
        let mut gone = seen.clone();
        gone.named[0].not_seen = true;
        assert_eq!(gone.missed_since(&seen).count(), 1);
        assert_eq!(gone.missed_since(&gone).count(), 0, "it was said already");
        assert_eq!(seen.missed_since(&gone).count(), 0, "it is back");
    }
}
