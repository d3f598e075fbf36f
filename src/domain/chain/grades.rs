//! Grades and checklists (`equipment.md` § 2.7). A checklist is data: what a version asked for never changes.

use crate::domain::equipment::EquipmentKind;
use crate::domain::vocabulary;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// A grade. Functionality takes A to D; appearance Z (new) and A to E (essential parts missing); a battery A to E.
    pub enum Letter {
        Z = "Z",
        A = "A",
        B = "B",
        C = "C",
        D = "D",
        E = "E",
    }
}

vocabulary! {
    /// One thing to look at.
    pub enum Check {
        Screen = "screen",
        Keys = "keys",
        Pointer = "pointer",
        Wifi = "wifi",
        Bluetooth = "bluetooth",
        Sound = "sound",
        Microphone = "microphone",
        Camera = "camera",
        Ports = "ports",
        Hinge = "hinge",
        Charge = "charge",
        Battery = "battery",
        Smart = "smart",
        Memory = "memory",
        FirmwareUnlocked = "firmware_unlocked",
        System = "system",
    }
}

vocabulary! {
    /// What a check came to.
    pub enum Found {
        Pass = "pass",
        Fail = "fail",
        NotApplicable = "not_applicable",
    }
}

/// The answer to one check; « not applicable » says why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckResult {
    pub check: Check,
    pub found: Found,
    pub reason: String,
}

/// What a battery holds, in mWh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatteryMeasure {
    pub design_capacity_mwh: i64,
    pub full_capacity_mwh: i64,
}

impl BatteryMeasure {
    /// A from 90 % of the design capacity on, B from 80, C from 65, D from 50, E below. None when it was not measured.
    pub fn health(self) -> Option<Letter> {
        if self.design_capacity_mwh <= 0 || self.full_capacity_mwh < 0 {
            return None;
        }
        let full = self.full_capacity_mwh.saturating_mul(100);
        let reaches = |percent: i64| full >= self.design_capacity_mwh.saturating_mul(percent);
        let steps = [(90, Letter::A), (80, Letter::B), (65, Letter::C), (50, Letter::D)];
        Some(steps.into_iter().find(|(percent, _)| reaches(*percent)).map_or(Letter::E, |(_, letter)| letter))
    }
}

/// What the last test that was passed says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grades {
    pub functionality: Letter,
    pub appearance: Letter,
    pub battery_health: Option<Letter>,
}

impl Grades {
    /// Whether a machine so graded may be handed on: functionality A to C, appearance Z to D.
    pub fn is_ready(&self) -> bool {
        matches!(self.functionality, Letter::A | Letter::B | Letter::C) && self.appearance != Letter::E
    }
}

/// What has to be looked at of a kind of machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checklist {
    pub version: i64,
    pub checks: &'static [Check],
}

const LAPTOP: &[Check] = Check::ALL;
const DESKTOP: &[Check] = &[Check::Ports, Check::Sound, Check::Smart, Check::Memory, Check::FirmwareUnlocked, Check::System];
const ALL_IN_ONE: &[Check] = &[
    Check::Screen,
    Check::Wifi,
    Check::Sound,
    Check::Microphone,
    Check::Camera,
    Check::Ports,
    Check::Smart,
    Check::Memory,
    Check::FirmwareUnlocked,
    Check::System,
];
const HANDHELD: &[Check] = &[
    Check::Screen,
    Check::Pointer,
    Check::Wifi,
    Check::Sound,
    Check::Microphone,
    Check::Camera,
    Check::Ports,
    Check::Charge,
    Check::Battery,
    Check::FirmwareUnlocked,
    Check::System,
];
const SCREEN: &[Check] = &[Check::Screen, Check::Ports];
const OTHER: &[Check] = &[Check::Ports, Check::FirmwareUnlocked, Check::System];

/// The checklist of a kind, by its version; `None`: there is no such one.
pub fn checklist(kind: EquipmentKind, version: i64) -> Option<Checklist> {
    let checks = match kind {
        EquipmentKind::Laptop => LAPTOP,
        EquipmentKind::Desktop | EquipmentKind::Server | EquipmentKind::Nas => DESKTOP,
        EquipmentKind::AllInOne => ALL_IN_ONE,
        EquipmentKind::Tablet | EquipmentKind::Smartphone => HANDHELD,
        EquipmentKind::Screen => SCREEN,
        _ => OTHER,
    };
    (version == 1).then_some(Checklist { version, checks })
}

/// The checks that are missing, failed, or not applicable without a reason: a test passes when there are none.
pub fn incomplete(list: &Checklist, results: &[CheckResult]) -> Vec<Check> {
    let passes = |check: &Check| {
        let mut of_it = results.iter().filter(|result| result.check == *check).peekable();
        of_it.peek().is_some()
            && of_it.all(|result| match result.found {
                Found::Pass => true,
                Found::NotApplicable => !result.reason.trim().is_empty(),
                Found::Fail => false,
            })
    };
    list.checks.iter().copied().filter(|check| !passes(check)).collect()
}
