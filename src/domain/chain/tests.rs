//! A machine on its way, by people and by chance.

mod life;
mod media;
mod properties;
mod transfers;

use super::*;
use crate::domain::equipment::EquipmentKind;
use crate::domain::ids::{MediumId, OrgId, PartId, TransferId};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

pub const OWNER: OrgId = OrgId(Uuid::from_u128(1));
pub const NEIGHBOUR: OrgId = OrgId(Uuid::from_u128(2));
pub const WORKSHOP: OrgId = OrgId(Uuid::from_u128(3));
pub const ELSEWHERE: OrgId = OrgId(Uuid::from_u128(4));
pub const SCHOOL: OrgId = OrgId(Uuid::from_u128(5));
pub const RECYCLER: OrgId = OrgId(Uuid::from_u128(6));
pub const GROUP: OrgId = OrgId(Uuid::from_u128(7));
pub const DISK: MediumId = MediumId(Uuid::from_u128(21));
pub const STICK: MediumId = MediumId(Uuid::from_u128(22));
pub const TRANSFER: TransferId = TransferId(Uuid::from_u128(31));

pub fn morning() -> DateTime<Utc> {
    "2026-11-30T09:00:00Z".parse().expect("an instant")
}

pub fn today() -> NaiveDate {
    morning().date_naive()
}

pub fn by(role: Role, org: OrgId, name: &str) -> By {
    By { role, author: ActorRef(name.to_owned()), performed_by: None, org, at: morning() }
}

/// Everybody of the little world, each with one role somewhere.
pub fn everybody() -> Vec<By> {
    vec![
        by(Role::Referent, OWNER, "rachida"),
        by(Role::Referent, NEIGHBOUR, "noel"),
        by(Role::Technician, GROUP, "theo"),
        by(Role::Workshop, WORKSHOP, "wanda"),
        by(Role::Workshop, WORKSHOP, "wilfried"),
        by(Role::Workshop, ELSEWHERE, "esther"),
        by(Role::Coordinator, GROUP, "chloe"),
        by(Role::Beneficiary, SCHOOL, "basile"),
        by(Role::Recycler, RECYCLER, "xavier"),
        by(Role::System, GROUP, "system"),
    ]
}

pub fn registration() -> Registration {
    Registration {
        kind: EquipmentKind::Screen,
        serial_number: "C02XK1".into(),
        asset_tag: String::new(),
        photo: None,
        owner: OWNER,
    }
}

pub fn seen(medium: MediumId) -> MediumSeen {
    MediumSeen { medium, kind: MediumKind::Hdd, serial_number: format!("S-{}", medium.0.as_u128()), data_status: None }
}

pub fn counted(count: i64) -> CensusTaken {
    CensusTaken { how: Census::Counted, count, reason: String::new(), photo: None }
}

pub fn record(medium: MediumId) -> SanitisationRecord {
    SanitisationRecord {
        medium,
        serial_read: seen(medium).serial_number,
        matched_by: None,
        success: true,
        errors: 0,
        started_at: morning() - TimeDelta::hours(2),
        ended_at: morning(),
        method: Method::Overwrite,
        passes: 1,
        verification: Verification::LastPass,
        hidden_area: HiddenArea::None,
        tool: "nwipe".into(),
        tool_version: "0.34".into(),
        operator: ActorRef("wanda".into()),
        validator: None,
        log_sha256: Some("ab".repeat(32)),
        clear_accepted_by_donor: false,
        account_lock_gone: false,
    }
}

pub fn triage(count: i64) -> EventKind {
    EventKind::Triage(Triage {
        appearance: Letter::B,
        powers_on: true,
        census: counted(count),
        locked: false,
        battery_safe: true,
        outcome: TriageOutcome::Refurbish,
    })
}

pub fn all_checks() -> Vec<CheckResult> {
    let result = |check: &Check| CheckResult { check: *check, found: Found::Pass, reason: String::new() };
    checklist(EquipmentKind::Screen, 1).expect("a checklist").checks.iter().map(result).collect()
}

pub fn test_pass() -> EventKind {
    EventKind::TestPass {
        checks: all_checks(),
        functionality: Letter::B,
        appearance: Letter::B,
        battery: None,
        system: "none".into(),
        licence_note: "none".into(),
    }
}

pub fn decommission() -> EventKind {
    EventKind::Decommission { reason: "too slow".into(), data_saved: DataSaved::Yes, owner_confirmed: true }
}

pub fn dispatch() -> EventKind {
    EventKind::Dispatch {
        transfer: TRANSFER,
        carrier: "van".into(),
        count: 1,
        grams: 2_000,
        seals: "12".into(),
        guarantee_until: Some(today() + TimeDelta::days(90)),
    }
}

pub fn receive(outcome: LineOutcome) -> EventKind {
    EventKind::Receive { transfer: TRANSFER, outcome, reason: "seen at the door".into(), photo: Some("cd".repeat(32)) }
}

/// A machine and its log.
#[derive(Default)]
pub struct Walk {
    pub item: Item,
    pub log: Vec<Event>,
}

impl Walk {
    pub fn does(&mut self, deed: EventKind, by: &By) -> Result<(), Refusal> {
        for event in self.item.may(&deed, by)? {
            self.item.apply(&event);
            self.log.push(event);
        }
        Ok(())
    }

    #[track_caller]
    pub fn must(&mut self, deed: EventKind, by: &By) -> &mut Self {
        let word = deed.word();
        if let Err(refusal) = self.does(deed, by) {
            panic!("{word} at {:?} is refused: {refusal:?}", self.item.stage);
        }
        self
    }

    #[track_caller]
    pub fn refused(&mut self, deed: EventKind, by: &By) -> Refusal {
        self.does(deed, by).expect_err("a refusal")
    }
}
