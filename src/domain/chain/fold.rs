//! The fold: what each event makes of a machine. It judges nothing: what was written has happened.

use super::{
    Addressee, Event, EventKind, Grades, Hold, Intent, Item, LegalFlow, LineOutcome, MediumSeen, Registration, Reservation, Role,
    Stage, Transit, Whereabouts, judge,
};
use super::{BatteryMeasure, CensusTaken, DataSaved, DataStatus};
use crate::domain::ids::{MediumId, OrgId, TransferId};

impl Item {
    /// The state that a log tells, from its first event on.
    pub fn of<'e>(events: impl IntoIterator<Item = &'e Event>) -> Self {
        let mut item = Self::default();
        for event in events {
            item.apply(event);
        }
        item
    }

    /// Takes in the next event.
    pub fn apply(&mut self, event: &Event) {
        self.seq = event.seq;
        // The technician and the program register what stands at its owner's.
        let on_premises = |what: &Registration| match event.by.role {
            Role::Technician | Role::System => what.owner,
            _ => event.by.org,
        };
        match &event.kind {
            EventKind::Register(what) | EventKind::InventorySeen(what) => {
                self.registered(what, on_premises(what), Stage::Registered);
            }
            EventKind::TakenOver { what, stage, .. } => self.registered(what, what.owner, *stage),
            EventKind::PutInService {} => self.in_service(),
            EventKind::MaintenanceOpen { .. } => self.stage = Some(Stage::InMaintenance),
            EventKind::MaintenanceClose {} | EventKind::Recommission {} => self.in_service(),
            EventKind::Decommission { data_saved, .. } => self.decommissioned(*data_saved),
            EventKind::DataLossConfirmed {} => self.loss_confirmed = true,
            EventKind::Triage(triage) => {
                self.stage = Some(Stage::Triaged);
                self.counted(&triage.census);
            }
            EventKind::MediaCounted(census) => self.counted(census),
            EventKind::MediumSeen(seen) => self.media.see(seen),
            EventKind::MediumNotSeen { .. } | EventKind::DocumentAdded { .. } | EventKind::Correction { .. } => {}
            EventKind::MediumMissing { medium } => self.moved(*medium, Whereabouts::Missing),
            EventKind::MediaRemoved { medium, holder } => self.moved(*medium, Whereabouts::HeldBy(*holder)),
            EventKind::MediaDestroyed { medium, .. } => self.destroyed(*medium),
            _ => self.apply_sanitising(event),
        }
    }

    /// What becomes of its data, and of the machine when it is gone.
    fn apply_sanitising(&mut self, event: &Event) {
        match &event.kind {
            EventKind::WipeStart { .. } => self.stage = Some(Stage::Sanitising),
            EventKind::WipeOk(record) => {
                if let Some(medium) = self.media.seen.get_mut(&record.medium)
                    && let Ok(status) = judge(record, medium)
                {
                    medium.status = status;
                }
            }
            EventKind::WipeFailed { .. } => self.stage = Some(Stage::Triaged),
            EventKind::Sanitised {} | EventKind::NothingToWipe {} => self.stage = Some(Stage::Sanitised),
            EventKind::ReportLoss { stolen, .. } => self.lost(*stolen, event),
            EventKind::Found { .. } => {
                self.stage = self.before_loss.take();
                self.breach_since = None;
            }
            EventKind::HoldSet { hold, .. } => drop(self.holds.insert(*hold)),
            EventKind::HoldCleared { hold, .. } => drop(self.holds.remove(hold)),
            EventKind::TitleMoved { to, .. } => self.owner = Some(*to),
            _ => self.apply_travel(event),
        }
    }

    /// What moves it between organisations.
    fn apply_travel(&mut self, event: &Event) {
        match &event.kind {
            EventKind::Offer { transfer, addressee, kind, intent } => {
                self.proposed(*transfer, *addressee, *kind, *intent);
                self.stage = Some(Stage::Offered);
            }
            EventKind::Propose { transfer, addressee, kind, intent } => self.proposed(*transfer, *addressee, *kind, *intent),
            EventKind::Accept { wipe_mandate, .. } => {
                if let Some(transit) = &mut self.transit {
                    transit.accepted = true;
                    transit.wipe_mandate = *wipe_mandate;
                }
            }
            EventKind::Withdraw { .. } | EventKind::Decline { .. } => {
                let before = self.transit.take().map(|transit| transit.from_stage);
                if self.stage == Some(Stage::Offered) {
                    self.stage = before.or(Some(Stage::Decommissioned));
                }
            }
            EventKind::Dispatch { guarantee_until, .. } => {
                self.stage = Some(Stage::InTransit);
                self.guarantee_until = *guarantee_until;
            }
            EventKind::Return { .. } => self.stage = Some(Stage::InTransit),
            EventKind::Receive { outcome, .. } => self.arrived(*outcome, event.by.org),
            EventKind::ReturnNonconforming { .. } => {
                self.stage = Some(Stage::Received);
                self.custodian = Some(event.by.org);
                self.transit = None;
            }
            EventKind::RecycleReceive(end) => {
                self.stage = Some(Stage::Recycled);
                self.custodian = Some(end.recycler);
                self.transit = None;
                if end.media_destroyed {
                    let attached: Vec<MediumId> = self.media.attached().map(|(id, _)| id).collect();
                    attached.into_iter().for_each(|medium| self.destroyed(medium));
                }
            }
            _ => self.apply_workshop(event),
        }
    }

    /// What a workshop does with it.
    fn apply_workshop(&mut self, event: &Event) {
        match &event.kind {
            EventKind::RepairOpen { only_for_wiping, .. } => {
                self.stage = Some(Stage::InRepair);
                self.repair_for_wiping = *only_for_wiping;
                self.repairers.insert(event.by.performer().clone());
            }
            EventKind::PartRequested { .. } => self.stage = Some(Stage::AwaitingParts),
            EventKind::PartFitted { .. } => {
                self.stage = Some(Stage::InRepair);
                self.repairers.insert(event.by.performer().clone());
            }
            EventKind::TestStart { checklist } => {
                self.stage = Some(Stage::Testing);
                self.checklist = Some(*checklist);
                self.tested = false;
                self.repair_for_wiping = false;
            }
            EventKind::TestPass { functionality, appearance, battery, .. } => {
                self.stage = Some(Stage::Ready);
                self.tested = true;
                let battery_health = battery.and_then(BatteryMeasure::health);
                self.grades = Some(Grades { functionality: *functionality, appearance: *appearance, battery_health });
            }
            EventKind::TestFail { .. } => {
                self.stage = Some(Stage::InRepair);
                self.failed_tests += 1;
            }
            EventKind::TesterWaived { .. } => self.tester_waived = true,
            EventKind::ReadyWithdrawn {} => {
                self.stage = Some(Stage::Testing);
                self.tested = false;
                self.reservation = None;
                self.transit = None;
            }
            EventKind::Reserve { beneficiary, expires_at } => {
                self.stage = Some(Stage::Reserved);
                self.reservation = Some(Reservation { beneficiary: *beneficiary, expires_at: *expires_at });
            }
            EventKind::Release { .. } | EventKind::ReservationExpired {} => {
                self.stage = Some(Stage::Ready);
                self.reservation = None;
                self.transit = None;
            }
            EventKind::Cannibalise {} => self.stage = Some(Stage::PartsDonor),
            EventKind::HarvestClose { parts, carcass_grams } => {
                self.stage = Some(Stage::Dismantled);
                self.harvested_grams = parts.iter().map(|part| part.grams).sum::<i64>() + carcass_grams;
            }
            EventKind::ToRecycle { destruction_ordered, .. } => {
                self.stage = Some(Stage::AwaitingRecycling);
                self.legal_flow = Some(LegalFlow::Waste);
                self.destruction_ordered = *destruction_ordered;
                self.transit = None;
            }
            _ => {}
        }
    }

    fn registered(&mut self, what: &Registration, holder: OrgId, stage: Stage) {
        self.stage = Some(stage);
        self.kind = Some(what.kind);
        self.owner = Some(what.owner);
        self.custodian = Some(holder);
        self.legal_flow = Some(LegalFlow::Product);
    }

    fn in_service(&mut self) {
        self.stage = Some(Stage::InService);
        self.media.put_in_service();
        self.data_saved = None;
        self.loss_confirmed = false;
        self.repairers.clear();
        self.tester_waived = false;
        self.failed_tests = 0;
        self.transit = None;
        self.reservation = None;
    }

    fn decommissioned(&mut self, data_saved: DataSaved) {
        self.stage = Some(Stage::Decommissioned);
        self.data_saved = Some(data_saved);
        self.loss_confirmed = false;
    }

    fn counted(&mut self, census: &CensusTaken) {
        self.media.census = census.clone();
    }

    fn moved(&mut self, medium: MediumId, to: Whereabouts) {
        if let Some(medium) = self.media.seen.get_mut(&medium) {
            medium.whereabouts = to;
        }
        // One less than was counted: what is left was counted too.
        self.media.census.count = i64::try_from(self.media.attached().count()).unwrap_or(i64::MAX);
    }

    fn destroyed(&mut self, medium: MediumId) {
        if let Some(medium) = self.media.seen.get_mut(&medium) {
            medium.status = DataStatus::Destroyed;
        }
        self.moved(medium, Whereabouts::Destroyed);
    }

    fn lost(&mut self, stolen: bool, event: &Event) {
        self.before_loss = self.stage;
        self.stage = Some(if stolen { Stage::Stolen } else { Stage::Lost });
        self.breach_since = (!self.is_data_clear()).then_some(event.by.at);
    }

    fn proposed(&mut self, transfer: TransferId, addressee: OrgId, kind: Addressee, intent: Intent) {
        let from_stage = self.stage.unwrap_or(Stage::Registered);
        let arrives = match (from_stage, intent) {
            (Stage::InMaintenance, _) => Stage::InMaintenance,
            (Stage::Reserved, _) => Stage::InService,
            // Nothing else happens to it there (`equipment.md` § 2.9).
            _ if kind == Addressee::Recycler => Stage::AwaitingRecycling,
            (_, Intent::Return) => Stage::Decommissioned,
            _ => Stage::Received,
        };
        let accepted = false;
        self.transit = Some(Transit { transfer, addressee, kind, intent, accepted, wipe_mandate: false, from_stage, arrives });
    }

    fn arrived(&mut self, outcome: LineOutcome, receiver: OrgId) {
        let Some(transit) = self.transit.take() else { return };
        match outcome {
            LineOutcome::Received | LineOutcome::Damaged => {
                self.custodian = Some(receiver);
                if transit.arrives == Stage::AwaitingRecycling {
                    self.legal_flow = Some(LegalFlow::Waste);
                    // What was still on board the recycler has taken on to destroy.
                    self.destruction_ordered = transit.wipe_mandate && !self.is_data_clear();
                }
                if transit.arrives == Stage::InService {
                    self.cycle += 1;
                    self.in_service();
                } else {
                    self.stage = Some(transit.arrives);
                }
            }
            LineOutcome::Missing | LineOutcome::Refused => self.stage = Some(transit.from_stage),
        }
    }
}

impl Item {
    /// Events that follow from one by themselves, once it is taken in: what the system writes.
    pub(super) fn follows(&self, kind: &EventKind, before: &Self) -> Vec<EventKind> {
        let mut more = Vec::new();
        let mut hold = |hold: Hold, reason: &str| {
            if !before.holds.contains(&hold) {
                more.push(EventKind::HoldSet { hold, reason: reason.to_owned() });
            }
        };
        match kind {
            EventKind::MediumSeen(MediumSeen { medium, .. })
                if before.stage.is_some_and(Stage::is_past_sanitising) && !is_attached(before, *medium) =>
            {
                hold(Hold::Data, "medium_not_seen_before");
            }
            EventKind::WipeFailed { .. } => hold(Hold::Data, "wipe_failed"),
            EventKind::Receive { outcome: LineOutcome::Missing, .. } => hold(Hold::Dispute, "missing_on_arrival"),
            EventKind::Triage(triage) => {
                if triage.locked {
                    hold(Hold::Locked, "triage");
                }
                if !triage.battery_safe {
                    hold(Hold::BatterySafety, "triage");
                }
            }
            EventKind::WipeOk(_) | EventKind::MediaRemoved { .. } | EventKind::MediaDestroyed { .. }
                if self.stage == Some(Stage::Sanitising) && self.is_data_clear() =>
            {
                more.push(EventKind::Sanitised {});
            }
            _ => {}
        }
        let blocked = !self.holds.is_empty() || more.iter().any(|event| matches!(event, EventKind::HoldSet { .. }));
        if matches!(self.stage, Some(Stage::Ready | Stage::Reserved)) && (blocked || !self.is_data_clear()) {
            more.push(EventKind::ReadyWithdrawn {});
        }
        more
    }
}

fn is_attached(item: &Item, medium: MediumId) -> bool {
    item.media.seen.get(&medium).is_some_and(|known| known.whereabouts == Whereabouts::Attached)
}
