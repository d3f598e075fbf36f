//! What a machine says of itself: what is kept of it, what identifies it, which machine of the register it is
//! (`equipment.md` §§ 1, 4). How agents write it is read by [`crate::inventory`].

mod disks;
mod identity;
mod kept;
mod kind;
mod matching;
mod merging;
#[cfg(test)]
mod tests;

pub use disks::{Disk, Disks};
pub use identity::{Agent, Evidence, is_junk_serial, manufacturer_and_serial, physical_mac};
pub use kept::{
    Battery, Controller, Document, Drive, Medium, Memory, Monitor, Network, OperatingSystem, Printer, Processor, Protection,
    System, Video, is_pseudo_disk,
};
pub use kind::guess;
pub use matching::{Answer, Known, Registered, judge};
pub use merging::{fingerprint, merged};

use super::vocabulary;

vocabulary! {
    /// What a value identifies a machine by, the strongest first.
    pub enum EvidenceKind {
        /// The serial number with its manufacturer.
        Serial = "serial",
        /// The identifier that the firmware gives the system.
        Uuid = "uuid",
        /// The address of a physical network interface.
        Mac = "mac",
        /// The installation of an agent, once a person adopted it.
        Agent = "agent",
    }
}

vocabulary! {
    /// What has become of an inventory.
    pub enum Standing {
        /// It is of a machine of the register.
        Attached = "attached",
        /// No machine of the register is known by what it says.
        Adopt = "adopt",
        /// Several are, or what it says contradicts what is known: a person decides.
        Reconcile = "reconcile",
    }
}

vocabulary! {
    /// Who said a value.
    pub enum Source {
        Agent = "agent",
        Human = "human",
    }
}

vocabulary! {
    /// What of a machine's description an agent says too.
    pub enum Field {
        Brand = "brand",
        Model = "model",
        Serial = "serial",
    }
}

vocabulary! {
    /// What was odd about an inventory, and kept nothing back.
    pub enum Oddity {
        /// A text was longer than 4 KiB, and was cut.
        TextCut = "text-cut",
        /// A part that no agent known to us sends.
        UnknownPart = "unknown-part",
        /// A part is neither a list nor one thing.
        WrongShape = "wrong-shape",
        /// What should be a number is none.
        NotANumber = "not-a-number",
        /// What should be a day is none.
        NotADay = "not-a-day",
    }
}

/// One oddity, and where: `storages/disksize`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Warning {
    pub oddity: Oddity,
    pub place: String,
}

/// An inventory as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inventory {
    pub document: Document,
    /// What is absent says nothing.
    pub partial: bool,
    /// Program and version: `GLPI-Agent_v1.12`.
    pub program: String,
    /// What the agent calls itself. Anybody can say anything there: it opens nothing.
    pub device_id: String,
    pub warnings: Vec<Warning>,
}
