//! What was repaired, or could not be, as the Open Repair Data Standard 0.3 tells it (`equipment.md` § 6,
//! <https://openrepair.org>): one record a repair, made from the log of a machine.

use super::chain::{Barrier, Event, EventKind};
use super::equipment::EquipmentKind;
use super::vocabulary;
use super::words::folded;
use chrono::{DateTime, Utc};

vocabulary! {
    /// What became of a repair; the words are those of the standard.
    pub enum RepairStatus {
        Fixed = "Fixed",
        Repairable = "Repairable",
        EndOfLife = "End of life",
    }
}

/// One repair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepairRecord {
    /// Of the event that ended it; of one that goes on, of the event that began it.
    pub seq: i64,
    pub at: DateTime<Utc>,
    pub status: RepairStatus,
    /// Of what ends; none when it was kept for its parts and goes no further yet.
    pub barrier: Option<Barrier>,
    /// What was wrong, as whoever repaired it wrote it: somebody reads it before it is published.
    pub problem: String,
}

/// The repairs in a log, the oldest first. A test that is passed without a repair before it tells of no repair.
pub fn records(log: &[Event]) -> Vec<RepairRecord> {
    let mut records: Vec<RepairRecord> = Vec::new();
    let mut open: Option<RepairRecord> = None;
    for event in log {
        let (seq, at) = (event.seq, event.by.at);
        let problem = |open: &Option<RepairRecord>| open.as_ref().map(|open| open.problem.clone()).unwrap_or_default();
        match &event.kind {
            EventKind::RepairOpen { diagnosis, .. } => {
                let problem = diagnosis.trim().to_owned();
                open = Some(RepairRecord { seq, at, status: RepairStatus::Repairable, barrier: None, problem });
            }
            EventKind::TestPass { .. } => {
                records.extend(open.take().map(|open| RepairRecord { seq, at, status: RepairStatus::Fixed, ..open }));
            }
            EventKind::Cannibalise {} => {
                let problem = problem(&open);
                open = None;
                records.push(RepairRecord { seq, at, status: RepairStatus::EndOfLife, barrier: None, problem });
            }
            EventKind::ToRecycle { barrier, .. } => {
                let problem = problem(&open);
                open = None;
                match records.last_mut() {
                    // What is left of one that was kept for its parts: the same end, and now why.
                    Some(last) if last.status == RepairStatus::EndOfLife && last.barrier.is_none() => last.barrier = Some(*barrier),
                    _ => records.push(RepairRecord { seq, at, status: RepairStatus::EndOfLife, barrier: Some(*barrier), problem }),
                }
            }
            _ => {}
        }
    }
    // Stopped, and still wanted.
    records.extend(open);
    records
}

/// Why something ends, in the words of the standard.
pub const fn barrier(of: Barrier) -> &'static str {
    match of {
        Barrier::PartsUnavailable => "Spare parts not available",
        Barrier::PartsTooExpensive => "Spare parts too expensive",
        Barrier::NoWayToOpen => "No way to open product",
        Barrier::NoRepairInformation => "Repair information not available",
        Barrier::LackOfEquipment => "Lack of equipment",
        Barrier::WornOut => "Too worn out",
    }
}

/// The number and the name of a category of the standard.
pub const fn category(of: EquipmentKind) -> (i64, &'static str) {
    match of {
        EquipmentKind::Laptop => (16, "Laptop"),
        EquipmentKind::Desktop | EquipmentKind::AllInOne => (4, "Desktop computer"),
        EquipmentKind::Screen => (8, "Flat screen"),
        EquipmentKind::Tablet => (30, "Tablet"),
        EquipmentKind::Smartphone => (19, "Mobile"),
        EquipmentKind::Printer | EquipmentKind::Multifunction | EquipmentKind::Scanner => (25, "Printer/scanner"),
        EquipmentKind::Projector => (26, "Projector"),
        EquipmentKind::Peripheral => (22, "PC accessory"),
        EquipmentKind::DeskPhone
        | EquipmentKind::Server
        | EquipmentKind::Nas
        | EquipmentKind::Router
        | EquipmentKind::Switch
        | EquipmentKind::AccessPoint
        | EquipmentKind::Firewall
        | EquipmentKind::Ups
        | EquipmentKind::Other => (18, "Misc"),
    }
}

/// A word for ids: small letters and digits alone, of any name.
pub fn slug(name: &str) -> String {
    let words: String = folded(name).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let slug = words.split_whitespace().collect::<Vec<_>>().join("-");
    if slug.is_empty() { "parcommun".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::chain::{ActorRef, By, Letter, Role};
    use crate::domain::ids::OrgId;
    use uuid::Uuid;

    fn log(kinds: Vec<EventKind>) -> Vec<Event> {
        let by = |at| By { role: Role::Workshop, author: ActorRef("w".into()), performed_by: None, org: OrgId(Uuid::nil()), at };
        let at = |n: i64| DateTime::from_timestamp(n * 86_400, 0).expect("a day");
        (1..).zip(kinds).map(|(seq, kind)| Event { seq, kind, by: by(at(seq)) }).collect()
    }

    fn repair(words: &str) -> EventKind {
        EventKind::RepairOpen { diagnosis: words.into(), parts: vec![], only_for_wiping: false }
    }

    fn pass() -> EventKind {
        EventKind::TestPass {
            checks: vec![],
            functionality: Letter::A,
            appearance: Letter::A,
            battery: None,
            system: "-".into(),
            licence_note: "-".into(),
        }
    }

    fn recycle() -> EventKind {
        EventKind::ToRecycle { barrier: Barrier::WornOut, destruction_ordered: false, commitment: None }
    }

    fn told(kinds: Vec<EventKind>) -> Vec<(i64, RepairStatus, Option<Barrier>, String)> {
        records(&log(kinds)).into_iter().map(|one| (one.seq, one.status, one.barrier, one.problem)).collect()
    }

    #[test]
    fn a_repair_is_told_once_whatever_became_of_it() {
        use RepairStatus::{EndOfLife, Fixed, Repairable};
        assert_eq!(told(vec![pass()]), [], "nothing was repaired");
        assert_eq!(told(vec![repair(" Fan. "), EventKind::TestFail { checks: vec![] }, pass()]), [(3, Fixed, None, "Fan.".into())]);
        assert_eq!(told(vec![repair("Fan.")]), [(1, Repairable, None, "Fan.".into())], "stopped, and still wanted");
        assert_eq!(told(vec![repair("Board."), recycle()]), [(2, EndOfLife, Some(Barrier::WornOut), "Board.".into())]);
        let parts = vec![repair("Board."), EventKind::Cannibalise {}, recycle()];
        assert_eq!(told(parts), [(2, EndOfLife, Some(Barrier::WornOut), "Board.".into())], "one end, however it is told");
        let lives = vec![repair("Fan."), pass(), repair("Screen."), pass()];
        assert_eq!(told(lives), [(2, Fixed, None, "Fan.".into()), (4, Fixed, None, "Screen.".into())]);
    }

    #[test]
    fn words_and_numbers_are_those_of_the_standard() {
        assert_eq!(category(EquipmentKind::Laptop), (16, "Laptop"));
        assert_eq!(category(EquipmentKind::Nas), (18, "Misc"));
        let barriers: Vec<&str> = Barrier::ALL.iter().map(|of| barrier(*of)).collect();
        assert_eq!(
            barriers,
            [
                "Spare parts not available",
                "Spare parts too expensive",
                "No way to open product",
                "Repair information not available",
                "Lack of equipment",
                "Too worn out"
            ]
        );
        assert_eq!(slug("Groupement d'employeurs Autan Partagé"), "groupement-d-employeurs-autan-partage");
        assert_eq!(slug("日本"), "parcommun");
    }
}
