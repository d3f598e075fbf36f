//! Guards of single deeds that need more than a line.

use super::guards::{Allowed, reason, role};
use super::{
    Addressee, BatteryMeasure, By, Check, DataSaved, EventKind, Found, Grades, Hold, Intent, Item, Refusal, Registration, Role,
    Stage, Transit, Whereabouts, checklist, incomplete,
};
use crate::domain::ids::{MediumId, OrgId, TransferId};
use Role::{Beneficiary as B, Coordinator as C, Referent as R, Technician as T, Workshop as W};

/// Guards of single deeds.
impl Item {
    pub(super) fn exists(&self) -> Allowed {
        if self.stage.is_some() { Ok(()) } else { Err(Refusal::Stage(None)) }
    }

    pub(super) fn simple(&self, by: &By, roles: &[Role], stages: &[Stage]) -> Allowed {
        role(by, roles)?;
        self.at(stages)?;
        self.held(by)
    }

    pub(super) fn known(&self, medium: MediumId) -> Allowed {
        self.media.seen.get(&medium).map(drop).ok_or(Refusal::NoSuchMedium)
    }

    pub(super) fn attached(&self, medium: MediumId) -> Allowed {
        let there = self.media.seen.get(&medium).is_some_and(|medium| medium.whereabouts == Whereabouts::Attached);
        if there { Ok(()) } else { Err(Refusal::NoSuchMedium) }
    }

    /// Whether a medium was pulled out and lies with who asks: its obligation stays there, whatever becomes of the machine
    /// (`equipment.md` § 2.8).
    pub(super) fn on_shelf_of(&self, medium: MediumId, by: &By) -> bool {
        let holder = match self.media.seen.get(&medium).map(|medium| medium.whereabouts) {
            Some(Whereabouts::HeldBy(holder)) => holder,
            _ => return false,
        };
        holder == by.org || (by.role == T && self.owner == Some(holder))
    }

    pub(super) fn on_any(&self) -> Result<&Transit, Refusal> {
        match (&self.transit, self.stage) {
            (Some(_), Some(Stage::InTransit)) => Err(Refusal::Stage(self.stage)),
            (Some(transit), _) => Ok(transit),
            (None, _) => Err(Refusal::NoTransfer),
        }
    }

    /// No transfer that it is part of.
    pub(super) fn not_on_its_way(&self) -> Allowed {
        if self.transit.is_some() { Err(Refusal::TransferUnderWay) } else { Ok(()) }
    }

    pub(super) fn none_under_way(&self, addressee: OrgId) -> Allowed {
        self.not_on_its_way()?;
        if self.custodian == Some(addressee) { Err(Refusal::NotTheAddressee) } else { Ok(()) }
    }

    pub(super) fn may_register(&self, what: &Registration, by: &By, roles: &[Role]) -> Allowed {
        role(by, roles)?;
        if self.stage.is_some() {
            return Err(Refusal::Stage(self.stage));
        }
        let identified = [&what.serial_number, &what.asset_tag].iter().any(|text| !text.trim().is_empty()) || what.photo.is_some();
        if identified { Ok(()) } else { Err(Refusal::NeedsIdentity) }
    }

    pub(super) fn may_clear(&self, hold: Hold, words: &str, by: &By) -> Allowed {
        if !self.holds.contains(&hold) {
            return Err(Refusal::NoSuchHold);
        }
        if by.role != C {
            role(by, hold.cleared_by())?;
            self.held(by)?;
        }
        reason(words)?;
        // Its reason is gone when the data is.
        if hold == Hold::Data { self.clear() } else { Ok(()) }
    }

    pub(super) fn may_report_loss(&self, on: chrono::NaiveDate, circumstances: &str, by: &By) -> Allowed {
        self.exists()?;
        if by.role != C && self.custodian != Some(by.org) {
            return Err(Refusal::NotTheCustodian);
        }
        reason(circumstances)?;
        // A day further at most: the day of another zone.
        let future = on > by.at.date_naive() + chrono::TimeDelta::days(1);
        if future { Err(Refusal::InFuture) } else { Ok(()) }
    }

    pub(super) fn may_propose(&self, addressee: OrgId, kind: Addressee, intent: Intent, by: &By) -> Allowed {
        self.held(by)?;
        self.none_under_way(addressee)?;
        match (self.stage, intent) {
            (Some(Stage::InMaintenance), Intent::Repair) => {
                role(by, &[R, T])?;
                self.in_own_custody()
            }
            // What was lent for repair comes home the same way.
            (Some(Stage::InMaintenance | Stage::Received | Stage::Triaged), Intent::Return) => {
                role(by, &[W])?;
                if self.owner == Some(addressee) { Ok(()) } else { Err(Refusal::NotTheAddressee) }
            }
            (Some(Stage::InService), Intent::Return) => role(by, &[B]),
            (Some(Stage::Reserved), Intent::Donation | Intent::Sale | Intent::Loan) => {
                role(by, &[R, W, T])?;
                let its = self.reservation.as_ref().is_some_and(|kept| kept.beneficiary == addressee && kept.expires_at > by.at);
                if its && matches!(kind, Addressee::Beneficiary | Addressee::Structure) {
                    Ok(())
                } else {
                    Err(Refusal::NotReserved)
                }
            }
            _ => Err(Refusal::Stage(self.stage)),
        }
    }

    pub(super) fn may_return_nonconforming(&self, transfer: TransferId, words: &str, by: &By) -> Allowed {
        self.at(&[Stage::InService])?;
        role(by, &[W])?;
        let transit = self.on(transfer)?;
        if transit.addressee != by.org || transit.intent != Intent::Return {
            return Err(Refusal::NotTheAddressee);
        }
        reason(words)?;
        let within = self.guarantee_until.is_some_and(|until| by.at.date_naive() <= until);
        if within { Ok(()) } else { Err(Refusal::GuaranteeOver) }
    }

    pub(super) fn may_start_wipe(&self, media: &[MediumId], by: &By) -> Allowed {
        self.in_workshop(by)?;
        self.at(&[Stage::Triaged, Stage::InRepair])?;
        let mut attached = self.media.attached().peekable();
        let listed = attached.peek().is_some() && attached.all(|(id, _)| media.contains(&id));
        if !listed || !media.iter().all(|id| self.media.seen.contains_key(id)) {
            return Err(Refusal::NothingListed);
        }
        let lost = self.data_saved == Some(DataSaved::No) && !self.loss_confirmed;
        if lost { Err(Refusal::DataLossUnconfirmed) } else { Ok(()) }
    }

    pub(super) fn may_pass(&self, deed: &EventKind, by: &By) -> Allowed {
        let EventKind::TestPass { checks, functionality, appearance, battery, system, licence_note } = deed else {
            return Err(Refusal::Stage(self.stage));
        };
        self.in_workshop(by)?;
        self.at(&[Stage::Testing])?;
        let list = self.kind.zip(self.checklist).and_then(|(kind, version)| checklist(kind, version));
        let list = list.ok_or(Refusal::NoChecklist)?;
        let missing = incomplete(&list, checks);
        if !missing.is_empty() {
            return Err(Refusal::Checks(missing));
        }
        if self.repairers.contains(by.performer()) && !self.tester_waived {
            return Err(Refusal::TesterRepaired);
        }
        let has_battery = checks.iter().any(|result| result.check == Check::Battery && result.found == Found::Pass);
        let battery_health = battery.and_then(BatteryMeasure::health);
        if has_battery && battery_health.is_none() {
            return Err(Refusal::BatteryNotMeasured);
        }
        let grades = Grades { functionality: *functionality, appearance: *appearance, battery_health };
        if !grades.is_ready() {
            return Err(Refusal::Grades);
        }
        if system.trim().is_empty() || licence_note.trim().is_empty() {
            return Err(Refusal::SystemUnsaid);
        }
        self.no_hold_but(&[])?;
        self.clear()
    }
}
