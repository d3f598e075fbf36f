//! The register of machines: what a thing is, what it is made of, what carries data (`equipment.md` §§ 1, 2.2).

pub mod watching;

use super::ids::PersonId;
use super::vocabulary;
use chrono::{Datelike, NaiveDate};

vocabulary! {
    /// What a machine is, in the words of those who use it.
    pub enum EquipmentKind {
        Laptop = "laptop",
        Desktop = "desktop",
        AllInOne = "all_in_one",
        Screen = "screen",
        Tablet = "tablet",
        Smartphone = "smartphone",
        DeskPhone = "desk_phone",
        Printer = "printer",
        /// Prints, copies, scans.
        Multifunction = "multifunction",
        Scanner = "scanner",
        Projector = "projector",
        Server = "server",
        Nas = "nas",
        Router = "router",
        Switch = "switch",
        AccessPoint = "access_point",
        Firewall = "firewall",
        Ups = "ups",
        Peripheral = "peripheral",
        Other = "other",
    }
}

impl EquipmentKind {
    /// Whether it serves the whole structure rather than one person: offered to everybody who asks for help.
    pub const fn is_shared(self) -> bool {
        matches!(
            self,
            Self::Printer
                | Self::Multifunction
                | Self::Scanner
                | Self::Projector
                | Self::Server
                | Self::Nas
                | Self::Router
                | Self::Switch
                | Self::AccessPoint
                | Self::Firewall
                | Self::Ups
        )
    }
}

/// Whether somebody of its structure may ask about a machine: their own, nobody's, or one that serves everybody there.
pub fn is_askable(kind: EquipmentKind, user: Option<PersonId>, by: PersonId) -> bool {
    kind.is_shared() || user.is_none_or(|user| user == by)
}

/// How many days before its end a warranty is said to end soon.
pub const SOON_DAYS: i64 = 60;

/// How a warranty stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warranty {
    Runs,
    /// Within [`SOON_DAYS`], its last day included.
    EndsSoon,
    Over,
}

impl Warranty {
    /// Of a warranty whose last day is `until`.
    pub fn on(until: NaiveDate, today: NaiveDate) -> Self {
        match (until - today).num_days() {
            ..0 => Self::Over,
            0..=SOON_DAYS => Self::EndsSoon,
            _ => Self::Runs,
        }
    }
}

/// The first year in which a machine of a register was made.
const FIRST_YEAR: i64 = 1970;

/// Whether a machine may have been made in this year: not in one that has not begun.
pub fn is_year_of_manufacture(year: i64, today: NaiveDate) -> bool {
    (FIRST_YEAR..=i64::from(today.year())).contains(&year)
}

vocabulary! {
    /// A part that has a life of its own.
    pub enum ComponentKind {
        Memory = "memory",
        Battery = "battery",
        Charger = "charger",
        Dock = "dock",
        Panel = "panel",
        Board = "board",
        Other = "other",
    }
}

vocabulary! {
    /// Where a component comes from.
    pub enum Origin {
        New = "new",
        /// Taken out of a machine.
        Harvested = "harvested",
    }
}

vocabulary! {
    /// What carries data.
    pub enum MediumKind {
        Hdd = "hdd",
        SsdSata = "ssd_sata",
        Nvme = "nvme",
        Emmc = "emmc",
        Sd = "sd",
        UsbStick = "usb_stick",
        /// Soldered in a printer, a router.
        Embedded = "embedded",
        PhoneFlash = "phone_flash",
    }
}

vocabulary! {
    /// What is known of the data on a medium. Nothing typed in a form moves it: only service and the chain do.
    pub enum DataStatus {
        Unknown = "unknown",
        DataBearing = "data_bearing",
        SanitisedClear = "sanitised_clear",
        SanitisedPurge = "sanitised_purge",
        Destroyed = "destroyed",
    }
}

impl DataStatus {
    /// Of a medium that is in a machine which serves: somebody writes on it. What is destroyed is so for ever.
    pub const fn once_in_service(self) -> Self {
        match self {
            Self::Destroyed => Self::Destroyed,
            _ => Self::DataBearing,
        }
    }

    /// Whether nothing can be read from it any more.
    pub const fn is_clear(self) -> bool {
        !self.may_hold_data()
    }

    /// Whether it counts as holding data: what is not known does.
    pub const fn may_hold_data(self) -> bool {
        matches!(self, Self::Unknown | Self::DataBearing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn a_warranty_ends_with_its_last_day() {
        let today = day("2026-03-24");
        for (until, stands) in [
            ("2026-03-23", Warranty::Over),
            ("2026-03-24", Warranty::EndsSoon),
            ("2026-05-23", Warranty::EndsSoon),
            ("2026-05-24", Warranty::Runs),
        ] {
            assert_eq!(Warranty::on(day(until), today), stands, "{until}");
        }
    }

    #[test]
    fn a_machine_is_not_made_tomorrow() {
        let today = day("2026-03-24");
        assert!(is_year_of_manufacture(2026, today) && is_year_of_manufacture(1970, today));
        assert!(!is_year_of_manufacture(2027, today) && !is_year_of_manufacture(1969, today));
    }

    #[test]
    fn service_makes_a_medium_hold_data_and_destroys_no_proof_of_destruction() {
        for status in DataStatus::ALL.iter().copied().filter(|status| *status != DataStatus::Destroyed) {
            assert_eq!(status.once_in_service(), DataStatus::DataBearing);
        }
        assert_eq!(DataStatus::Destroyed.once_in_service(), DataStatus::Destroyed);
        assert!(DataStatus::Unknown.may_hold_data(), "not known is not clean");
    }
}
