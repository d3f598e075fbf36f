//! Every row of the table of stages with its guards (`equipment.md` § 2.4): a deed is the event that it asks for.

use super::guards::{Allowed, reason, role};
use super::{By, Census, Event, EventKind, Hold, Intent, Item, LineOutcome, Refusal, Role, Stage, checklist, judge};
use std::collections::VecDeque;

use Role::{Beneficiary as B, Coordinator as C, Recycler as X, Referent as R, System as S, Technician as T, Workshop as W};

impl Item {
    /// All the events that follow from a deed, in their order: its own, then what the system writes.
    ///
    /// # Errors
    /// What blocks; the machine is as it was.
    pub fn may(&self, deed: &EventKind, by: &By) -> Result<Vec<Event>, Refusal> {
        self.not_over(deed)?;
        self.allows(deed, by)?;
        let mut events = Vec::new();
        let mut state = self.clone();
        let mut waiting = VecDeque::from([(deed.clone(), by.clone())]);
        while let Some((kind, by)) = waiting.pop_front() {
            let before = state.clone();
            let event = Event { seq: state.seq + 1, kind, by };
            state.apply(&event);
            let system = By { role: S, performed_by: None, ..event.by.clone() };
            let follows = state.follows(&event.kind, &before);
            // One that follows from two events is written once.
            let new: Vec<EventKind> = follows.into_iter().filter(|kind| !waiting.iter().any(|(known, _)| known == kind)).collect();
            waiting.extend(new.into_iter().map(|kind| (kind, system.clone())));
            events.push(event);
        }
        Ok(events)
    }

    fn allows(&self, deed: &EventKind, by: &By) -> Allowed {
        match deed {
            EventKind::Register(what) => self.may_register(what, by, &[R, T, W, S]),
            EventKind::InventorySeen(what) => self.may_register(what, by, &[R, T, W, S]),
            EventKind::TakenOver { stage, .. } => {
                role(by, &[S])?;
                let kept = matches!(stage, Stage::InService | Stage::Decommissioned);
                if self.stage.is_none() && kept { Ok(()) } else { Err(Refusal::Stage(self.stage)) }
            }
            EventKind::PutInService {} => self.simple(by, &[R, T], &[Stage::Registered]),
            EventKind::MaintenanceOpen { reason: words, .. } => {
                self.simple(by, &[R, T], &[Stage::InService])?;
                reason(words)
            }
            EventKind::MaintenanceClose {} => {
                role(by, &[R, T])?;
                self.at(&[Stage::InMaintenance])?;
                self.in_own_custody()?;
                self.held(by)
            }
            EventKind::Decommission { reason: words, owner_confirmed, .. } => {
                self.simple(by, &[R], &[Stage::Registered, Stage::InService])?;
                reason(words)?;
                if *owner_confirmed { Ok(()) } else { Err(Refusal::OwnerUnconfirmed) }
            }
            EventKind::DataLossConfirmed {} => {
                role(by, &[R])?;
                // The referent of the owner, wherever the machine is by now.
                if self.owner == Some(by.org) { Ok(()) } else { Err(Refusal::NotTheCustodian) }
            }
            EventKind::Recommission {} => {
                // Made ready on its owner's premises, it may serve there again.
                self.simple(by, &[R], &[Stage::Decommissioned, Stage::Ready])?;
                self.in_own_custody()
            }
            _ => self.allows_anywhere(deed, by),
        }
    }

    /// What has no stage of its own.
    fn allows_anywhere(&self, deed: &EventKind, by: &By) -> Allowed {
        match deed {
            EventKind::TitleMoved { to, document, signatures } => {
                let signed = |org| signatures.iter().any(|signature| org == Some(signature.org));
                let both = !document.is_empty() && self.owner != Some(*to) && signed(self.owner) && signed(Some(*to));
                role(by, &[R, W, B, C])?;
                if both { Ok(()) } else { Err(Refusal::Unsigned) }
            }
            EventKind::Correction { of_seq, words } => {
                reason(words)?;
                if (1..=self.seq).contains(of_seq) { Ok(()) } else { Err(Refusal::NoSuchEvent) }
            }
            EventKind::DocumentAdded { document, .. } => {
                if self.seq == 0 || document.is_empty() {
                    Err(Refusal::NeedsRecord)
                } else {
                    Ok(())
                }
            }
            EventKind::HoldSet { reason: words, .. } => {
                self.exists()?;
                reason(words)
            }
            EventKind::HoldCleared { hold, reason: words } => self.may_clear(*hold, words, by),
            EventKind::ReportLoss { on, circumstances, .. } => self.may_report_loss(*on, circumstances, by),
            EventKind::Found { circumstances } => {
                self.at(&[Stage::Lost, Stage::Stolen])?;
                if by.role != C {
                    self.held(by)?;
                }
                reason(circumstances)
            }
            _ => self.allows_travel(deed, by),
        }
    }

    fn allows_travel(&self, deed: &EventKind, by: &By) -> Allowed {
        match deed {
            EventKind::Offer { addressee, intent, .. } => {
                role(by, &[R, C])?;
                // Erased on its owner's premises, it may go as well as before.
                self.at(&[Stage::Decommissioned, Stage::Sanitised])?;
                self.in_own_custody()?;
                self.held(by)?;
                self.none_under_way(*addressee)?;
                if *intent == Intent::Return { Err(Refusal::NoTransfer) } else { Ok(()) }
            }
            EventKind::Propose { addressee, kind, intent, .. } => self.may_propose(*addressee, *kind, *intent, by),
            EventKind::Accept { transfer, .. } => {
                let transit = self.on(*transfer)?;
                if self.stage == Some(Stage::InTransit) {
                    return Err(Refusal::Stage(self.stage));
                }
                if transit.addressee == by.org && !transit.accepted { Ok(()) } else { Err(Refusal::NotTheAddressee) }
            }
            EventKind::Withdraw { reason: words } => {
                // What did not arrive stands where it was offered, with no transfer any more: it is taken back too.
                if self.stage != Some(Stage::Offered) || self.transit.is_some() {
                    self.on_any()?;
                }
                role(by, &[R, C, W, T, S])?;
                self.held(by)?;
                reason(words)
            }
            EventKind::Decline { reason: words } => {
                let transit = self.on_any()?;
                if transit.addressee != by.org {
                    return Err(Refusal::NotTheAddressee);
                }
                reason(words)
            }
            _ => self.allows_journey(deed, by),
        }
    }

    /// It leaves, it arrives.
    fn allows_journey(&self, deed: &EventKind, by: &By) -> Allowed {
        match deed {
            EventKind::Dispatch { transfer, carrier, count, grams, .. } => {
                self.at(&[Stage::Offered, Stage::Reserved, Stage::InMaintenance])?;
                role(
                    by,
                    match self.stage {
                        Some(Stage::Reserved) => &[R, W, T],
                        // What was lent for repair comes home.
                        Some(Stage::InMaintenance) => &[R, T, W],
                        _ => &[R, T],
                    },
                )?;
                self.held(by)?;
                let transit = self.on_accepted(*transfer)?;
                if carrier.trim().is_empty() || *count < 1 || *grams < 1 {
                    return Err(Refusal::NeedsManifest);
                }
                self.may_leave(transit)
            }
            EventKind::Return { transfer, carrier } => {
                self.at(&[Stage::Received, Stage::Triaged])?;
                role(by, &[W])?;
                self.held(by)?;
                let transit = self.on_accepted(*transfer)?;
                if transit.intent != Intent::Return || carrier.trim().is_empty() {
                    return Err(Refusal::NeedsManifest);
                }
                self.may_leave(transit)
            }
            EventKind::Receive { transfer, outcome, reason: words, photo } => {
                self.at(&[Stage::InTransit])?;
                let transit = self.on(*transfer)?;
                if transit.addressee != by.org {
                    return Err(Refusal::NotTheAddressee);
                }
                role(by, &[R, W, B, X])?;
                match outcome {
                    LineOutcome::Received => Ok(()),
                    LineOutcome::Damaged if photo.is_none() => Err(Refusal::NeedsRecord),
                    _ => reason(words),
                }
            }
            EventKind::ReturnNonconforming { transfer, reason: words } => self.may_return_nonconforming(*transfer, words, by),
            _ => self.allows_media(deed, by),
        }
    }

    fn allows_media(&self, deed: &EventKind, by: &By) -> Allowed {
        match deed {
            EventKind::Triage(triage) => {
                self.in_workshop(by)?;
                self.at(&[Stage::Received, Stage::Decommissioned])?;
                if self.stage == Some(Stage::Decommissioned) {
                    self.in_own_custody()?;
                }
                Self::census(&triage.census)
            }
            EventKind::MediaCounted(census) => {
                // The program counts what a whole inventory shows, as long as nobody did.
                let by_inventory = census.how == Census::Inventoried && self.media.census.how == Census::Unknown;
                role(by, if by_inventory { &[R, T, W, S] } else { &[R, T, W] })?;
                self.exists()?;
                self.held(by)?;
                Self::census(census)
            }
            EventKind::MediumSeen(_) => role(by, &[R, T, W, S]).and(self.exists()),
            EventKind::MediumNotSeen { medium } => self.known(*medium),
            EventKind::MediumMissing { medium } => {
                role(by, &[R, T, W])?;
                self.held(by)?;
                self.attached(*medium)
            }
            EventKind::WipeStart { media } => self.may_start_wipe(media, by),
            EventKind::WipeOk(record) => {
                // Who answers for what somebody else did may be the referent.
                let validates = record.validator.as_ref() == Some(&by.author);
                role(by, if validates { &[R, W, T, S] } else { &[W, T, S] })?;
                if !self.on_shelf_of(record.medium, by) {
                    self.at(&[Stage::Sanitising])?;
                    self.held(by)?;
                    self.attached(record.medium)?;
                }
                let medium = self.media.seen.get(&record.medium).ok_or(Refusal::NoSuchMedium)?;
                judge(record, medium).map(drop).map_err(Refusal::Record)
            }
            EventKind::WipeFailed { medium, reason: words, .. } => {
                role(by, &[W, T, S])?;
                self.at(&[Stage::Sanitising])?;
                self.held(by)?;
                self.known(*medium)?;
                reason(words)
            }
            _ => self.allows_without_wiping(deed, by),
        }
    }

    /// A medium leaves the machine, or there is none to wipe.
    fn allows_without_wiping(&self, deed: &EventKind, by: &By) -> Allowed {
        match deed {
            EventKind::MediaRemoved { medium, holder } => {
                use Stage::{Decommissioned, InMaintenance, InRepair, InService, Registered, Sanitising, Triaged};
                // Where it is used, who keeps the register says so too.
                let used = [Registered, InService, InMaintenance, Decommissioned];
                let at_home = self.stage.is_some_and(|stage| used.contains(&stage));
                role(by, if at_home { &[R, T, W] } else { &[T, W] })?;
                self.held(by)?;
                self.at(&[Registered, InService, InMaintenance, Decommissioned, Triaged, Sanitising, InRepair])?;
                self.attached(*medium)?;
                // Custody of what is pulled stays where the machine is; it moves by a transfer of its own.
                if self.custodian == Some(*holder) { Ok(()) } else { Err(Refusal::NotTheCustodian) }
            }
            EventKind::MediaDestroyed { medium, method, photo, witness } => {
                let saw_it = *witness == by.author;
                role(by, if saw_it { &[R, W, T] } else { &[W, T] })?;
                if !self.on_shelf_of(*medium, by) {
                    self.held(by)?;
                    self.at(&[Stage::Triaged, Stage::Sanitising, Stage::InRepair])?;
                    self.known(*medium)?;
                }
                let seen = !method.trim().is_empty() && !photo.is_empty() && witness != by.performer();
                if seen { Ok(()) } else { Err(Refusal::NeedsWitness) }
            }
            // Only what an erasure, a removal or a destruction brings about.
            EventKind::Sanitised {} | EventKind::ReadyWithdrawn {} => Err(Refusal::Role(by.role)),
            EventKind::NothingToWipe {} => {
                role(by, &[S, W, T])?;
                self.at(&[Stage::Triaged])?;
                self.held(by)?;
                self.clear()
            }
            _ => self.allows_workshop(deed, by),
        }
    }

    fn allows_workshop(&self, deed: &EventKind, by: &By) -> Allowed {
        match deed {
            EventKind::RepairOpen { diagnosis, only_for_wiping, .. } => {
                self.in_workshop(by)?;
                self.at(&[Stage::Sanitised, Stage::Triaged])?;
                reason(diagnosis)?;
                let before_wipe = self.stage == Some(Stage::Triaged);
                let blocked = before_wipe && !(self.holds.contains(&Hold::Data) && *only_for_wiping);
                if blocked { Err(Refusal::RepairBeforeWipe) } else { Ok(()) }
            }
            EventKind::PartRequested { part } => {
                self.in_workshop(by)?;
                self.at(&[Stage::InRepair])?;
                reason(part)
            }
            EventKind::PartFitted { origin, .. } => {
                self.in_workshop(by)?;
                self.at(&[Stage::InRepair, Stage::AwaitingParts])?;
                reason(origin)
            }
            EventKind::TestStart { checklist: version } => {
                self.in_workshop(by)?;
                self.at(&[Stage::Sanitised, Stage::InRepair, Stage::Ready])?;
                self.clear()?;
                if self.failed_tests >= 3 {
                    return Err(Refusal::TooManyFailures);
                }
                let known = self.kind.and_then(|kind| checklist(kind, *version));
                known.map(drop).ok_or(Refusal::NoChecklist)
            }
            EventKind::TestPass { .. } => self.may_pass(deed, by),
            EventKind::TestFail { checks } => {
                self.in_workshop(by)?;
                self.at(&[Stage::Testing])?;
                let failed = checks.iter().any(|result| result.found == super::Found::Fail);
                if failed { Ok(()) } else { Err(Refusal::NothingListed) }
            }
            EventKind::TesterWaived { reason: words } => {
                role(by, &[C])?;
                self.at(&[Stage::InRepair, Stage::Testing])?;
                reason(words)
            }
            _ => self.allows_reservation(deed, by),
        }
    }

    fn allows_reservation(&self, deed: &EventKind, by: &By) -> Allowed {
        match deed {
            EventKind::Reserve { beneficiary, expires_at } => {
                role(by, &[C, R, W, B])?;
                self.at(&[Stage::Ready])?;
                match by.role {
                    // Who holds it says for whom; a beneficiary, for themselves.
                    R | W => self.held(by)?,
                    B if *beneficiary != by.org => return Err(Refusal::NotReserved),
                    _ => {}
                }
                if self.custodian == Some(*beneficiary) {
                    return Err(Refusal::NotTheAddressee);
                }
                if *expires_at > by.at { Ok(()) } else { Err(Refusal::Expired) }
            }
            EventKind::Release { reason: words } => {
                role(by, &[C, R, W, B])?;
                self.at(&[Stage::Reserved])?;
                self.not_on_its_way()?;
                let its_own = self.reservation.as_ref().is_some_and(|kept| kept.beneficiary == by.org);
                if !(its_own || by.role == C || self.custodian == Some(by.org)) {
                    return Err(Refusal::NotReserved);
                }
                reason(words)
            }
            EventKind::ReservationExpired {} => {
                role(by, &[S])?;
                self.at(&[Stage::Reserved])?;
                // Whoever proposed to hand it over waits for an answer, not for the day.
                self.not_on_its_way()?;
                let over = self.reservation.as_ref().is_some_and(|kept| kept.expires_at <= by.at);
                if over { Ok(()) } else { Err(Refusal::NotReserved) }
            }
            _ => self.allows_end(deed, by),
        }
    }

    fn allows_end(&self, deed: &EventKind, by: &By) -> Allowed {
        match deed {
            EventKind::Cannibalise {} => {
                role(by, &[W])?;
                self.held(by)?;
                self.at(&[Stage::Triaged, Stage::Sanitised, Stage::InRepair, Stage::Testing])?;
                self.clear()
            }
            EventKind::HarvestClose { parts, carcass_grams } => {
                role(by, &[W])?;
                self.held(by)?;
                self.at(&[Stage::PartsDonor])?;
                let weighed = *carcass_grams > 0 && parts.iter().all(|part| part.grams > 0);
                if weighed { Ok(()) } else { Err(Refusal::NeedsManifest) }
            }
            EventKind::ToRecycle { destruction_ordered, commitment, .. } => {
                use Stage::{Decommissioned, Dismantled, InRepair, Sanitised, Testing, Triaged};
                role(by, &[R, W])?;
                self.held(by)?;
                self.at(&[Decommissioned, Triaged, Sanitised, InRepair, Testing, Dismantled])?;
                if *destruction_ordered {
                    return if commitment.is_some() { Ok(()) } else { Err(Refusal::NoCommitment) };
                }
                self.clear()
            }
            EventKind::RecycleReceive(end) => {
                // Who brought it there holds the recycler's paper: the workshop, or the structure that owns it.
                role(by, &[X, W, R])?;
                self.at(&[Stage::AwaitingRecycling])?;
                if by.role != X && self.owner != Some(by.org) {
                    self.held(by)?;
                }
                self.no_hold_but(&[Hold::Data])?;
                let said = end.grams > 0 && !end.reference.trim().is_empty() && !end.document.is_empty();
                if !said || (by.role == X && end.recycler != by.org) {
                    return Err(Refusal::NeedsRecord);
                }
                // What was to be destroyed is said to be; nothing else ends with data on board.
                if self.destruction_ordered && end.media_destroyed { Ok(()) } else { self.clear() }
            }
            _ => Err(Refusal::Stage(self.stage)),
        }
    }
}
