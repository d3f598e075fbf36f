//! Whatever people try, in whatever order: the invariants hold (`equipment.md` § 2.5).

use super::*;
use crate::domain::ids::PartId;
use proptest::prelude::*;

/// Deeds of every kind, with what makes them go through, and some with what does not.
fn deeds() -> Vec<EventKind> {
    let transfer = TRANSFER;
    let mut deeds = vec![
        EventKind::Register(registration()),
        EventKind::Register(Registration { serial_number: String::new(), ..registration() }),
        EventKind::InventorySeen(registration()),
        EventKind::TakenOver { what: registration(), stage: Stage::InService, since: morning() },
        EventKind::PutInService {},
        EventKind::MaintenanceOpen { ticket: None, reason: "noise".into() },
        EventKind::MaintenanceClose {},
        decommission(),
        EventKind::Decommission { reason: "broken".into(), data_saved: DataSaved::No, owner_confirmed: true },
        EventKind::Decommission { reason: "broken".into(), data_saved: DataSaved::Yes, owner_confirmed: false },
        EventKind::DataLossConfirmed {},
        EventKind::Recommission {},
        EventKind::Withdraw { reason: "not yet".into() },
        EventKind::Decline { reason: "no room".into() },
        dispatch(),
        EventKind::Return { transfer, carrier: "van".into() },
        EventKind::ReturnNonconforming { transfer, reason: "dark again".into() },
        triage(0),
        triage(1),
        EventKind::MediaCounted(counted(0)),
        EventKind::MediaCounted(counted(1)),
        EventKind::MediaCounted(counted(2)),
        EventKind::WipeStart { media: vec![DISK] },
        EventKind::WipeStart { media: vec![DISK, STICK] },
        EventKind::WipeStart { media: vec![] },
        EventKind::Sanitised {},
        EventKind::ReadyWithdrawn {},
        EventKind::NothingToWipe {},
        EventKind::RepairOpen { diagnosis: "dark".into(), parts: vec![], only_for_wiping: false },
        EventKind::RepairOpen { diagnosis: "no power".into(), parts: vec![], only_for_wiping: true },
        EventKind::PartRequested { part: "lamp".into() },
        EventKind::PartFitted { part: PartId(Uuid::from_u128(51)), origin: "new".into() },
        EventKind::TestStart { checklist: 1 },
        EventKind::TestStart { checklist: 2 },
        test_pass(),
        EventKind::TestFail { checks: vec![CheckResult { check: Check::Screen, found: Found::Fail, reason: String::new() }] },
        EventKind::TesterWaived { reason: "alone".into() },
        EventKind::Reserve { beneficiary: SCHOOL, expires_at: morning() + TimeDelta::days(7) },
        EventKind::Release { reason: "no more".into() },
        EventKind::ReservationExpired {},
        EventKind::Cannibalise {},
        EventKind::HarvestClose { parts: vec![], carcass_grams: 1_500 },
        EventKind::ToRecycle { barrier: Barrier::WornOut, destruction_ordered: false, commitment: None },
        EventKind::ToRecycle { barrier: Barrier::WornOut, destruction_ordered: true, commitment: Some("ab".into()) },
        EventKind::ReportLoss { stolen: false, on: today(), circumstances: "gone".into() },
        EventKind::Found { circumstances: "under the stairs".into() },
        EventKind::DocumentAdded { document: "ab".into(), title: "invoice".into() },
        EventKind::Correction { of_seq: 2, words: "a slip".into() },
    ];
    for medium in [DISK, STICK] {
        deeds.extend([
            EventKind::MediumSeen(seen(medium)),
            EventKind::MediumNotSeen { medium },
            EventKind::MediumMissing { medium },
            EventKind::WipeOk(record(medium)),
            EventKind::WipeOk(SanitisationRecord { verification: Verification::None, ..record(medium) }),
            EventKind::WipeFailed { medium, reason: "bad sectors".into(), log_sha256: None },
            EventKind::MediaRemoved { medium, holder: OWNER },
            EventKind::MediaRemoved { medium, holder: WORKSHOP },
            EventKind::MediaDestroyed { medium, method: "drill".into(), photo: "ab".into(), witness: ActorRef("zoe".into()) },
        ]);
    }
    for hold in [Hold::Data, Hold::Legal, Hold::BatterySafety] {
        deeds.push(EventKind::HoldSet { hold, reason: "seen".into() });
        deeds.push(EventKind::HoldCleared { hold, reason: "gone".into() });
    }
    for outcome in LineOutcome::ALL {
        deeds.push(receive(*outcome));
    }
    for (addressee, kind) in [
        (WORKSHOP, Addressee::Workshop),
        (SCHOOL, Addressee::Beneficiary),
        (NEIGHBOUR, Addressee::Structure),
        (OWNER, Addressee::Structure),
    ] {
        for intent in [Intent::Donation, Intent::Repair, Intent::Return] {
            deeds.push(EventKind::Offer { transfer, addressee, kind, intent });
            deeds.push(EventKind::Propose { transfer, addressee, kind, intent });
        }
    }
    for wipe_mandate in [true, false] {
        deeds.push(EventKind::Accept { transfer, wipe_mandate });
    }
    for sides in [vec![OWNER, SCHOOL], vec![SCHOOL]] {
        let signatures = sides.into_iter().map(|org| SignedBy { org, by: ActorRef("signer".into()) }).collect();
        deeds.push(EventKind::TitleMoved { to: SCHOOL, document: "ab".into(), signatures });
    }
    for media_destroyed in [true, false] {
        deeds.push(EventKind::RecycleReceive(EndOfLife {
            recycler: RECYCLER,
            on: today(),
            grams: 1_000,
            category: "18".into(),
            reference: "BE-1".into(),
            bsd: String::new(),
            document: "ab".into(),
            media_destroyed,
        }));
    }
    deeds
}

/// What each event may change, said anew and apart from the rules.
fn holds_true(before: &Item, event: &Event, after: &Item) -> Result<(), TestCaseError> {
    prop_assert_eq!(after.seq, before.seq + 1);
    // I1.
    if let EventKind::Dispatch { .. } = event.kind {
        let Some(transit) = &before.transit else { return Err(TestCaseError::fail("it left without a transfer")) };
        let mandated = transit.wipe_mandate && matches!(transit.kind, Addressee::Workshop | Addressee::Recycler);
        let repair = before.stage == Some(Stage::InMaintenance) && transit.intent == Intent::Repair;
        let home = Some(transit.addressee) == before.owner;
        prop_assert!(transit.accepted && (before.is_data_clear() || mandated || repair || home), "I1");
        let other = before.holds.iter().any(|hold| *hold != Hold::Data);
        prop_assert!(!other, "a hold forbids dispatch");
    }
    // I2, I9.
    let arrives = matches!(
        event.kind,
        EventKind::Receive { outcome: LineOutcome::Received | LineOutcome::Damaged, .. }
            | EventKind::ReturnNonconforming { .. }
            | EventKind::RecycleReceive(_)
    );
    prop_assert!(after.custodian.is_some() && after.owner.is_some(), "I2");
    if before.stage.is_some() {
        prop_assert!(after.custodian == before.custodian || arrives, "I2: custody moves at the receiver's acknowledgement");
        let signed = matches!(&event.kind, EventKind::TitleMoved { signatures, .. } if signatures.len() == 2);
        prop_assert!(after.owner == before.owner || signed, "I9");
    }
    // I3.
    if let EventKind::MediumNotSeen { .. } = event.kind {
        prop_assert_eq!(&after.media, &before.media, "I3");
    }
    // I6.
    if before.stage.is_some_and(Stage::is_terminal) {
        let still = matches!(event.kind, EventKind::Correction { .. } | EventKind::DocumentAdded { .. } | EventKind::Found { .. });
        prop_assert!(still, "I6");
    }
    // Nothing ends as waste with data on board.
    if after.stage == Some(Stage::Recycled) {
        prop_assert!(after.media.attached().all(|(_, medium)| medium.status.is_clear()) || !after.media.is_known());
    }
    Ok(())
}

/// What holds once a deed is done with all that follows from it.
fn settled(before: &Item, deed: &EventKind, after: &Item) -> Result<(), TestCaseError> {
    if let EventKind::MediumSeen(seen) = deed {
        let new = !before.media.seen.contains_key(&seen.medium);
        if new && before.stage.is_some_and(Stage::is_past_sanitising) {
            prop_assert!(after.holds.contains(&Hold::Data), "I4");
        }
    }
    if after.stage == Some(Stage::Ready) {
        let complete = after.tested && after.grades.is_some_and(|grades| grades.is_ready());
        prop_assert!(after.is_data_clear() && after.holds.is_empty() && complete, "I10");
    }
    Ok(())
}

/// The deeds that bring a machine further; the others are tried now and then.
fn moves(deeds: &[EventKind]) -> Vec<EventKind> {
    use EventKind as E;
    let aside = |deed: &&EventKind| {
        !matches!(
            deed,
            E::HoldSet { .. }
                | E::Correction { .. }
                | E::DocumentAdded { .. }
                | E::TitleMoved { .. }
                | E::MediumNotSeen { .. }
                | E::MediumMissing { .. }
                | E::MediaCounted(_)
                | E::ReportLoss { .. }
                | E::Withdraw { .. }
                | E::Decline { .. }
                | E::Release { .. }
                | E::WipeFailed { .. }
                | E::MediumSeen(MediumSeen { medium: STICK, .. })
                | E::Recommission {}
        )
    };
    deeds.iter().filter(aside).cloned().collect()
}

/// One of the deeds that somebody may do now: the first from a place that chance gives.
fn allowed<'d>(item: &Item, deeds: &'d [EventKind], people: &'d [By], from: usize) -> Option<(&'d EventKind, &'d By)> {
    let turned = |n: usize, from: usize| (0..n).map(move |i| (i + from) % n);
    turned(deeds.len(), from)
        .flat_map(|deed| turned(people.len(), from).map(move |by| (deed, by)))
        .map(|(deed, by)| (&deeds[deed], &people[by]))
        .find(|(deed, by)| item.may(deed, by).is_ok())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]
    #[test]
    fn whatever_people_try_the_invariants_hold(tries in prop::collection::vec((0u8..8, any::<u16>(), any::<u16>()), 1..80)) {
        let (deeds, people) = (deeds(), everybody());
        let moves = moves(&deeds);
        let mut walk = Walk::default();
        for (how, pick, who) in tries {
            // Anything by anybody; or something that may be done, most often what brings the machine further.
            let chosen = match how {
                0 => Some((&deeds[usize::from(pick) % deeds.len()], &people[usize::from(who) % people.len()])),
                1 => allowed(&walk.item, &deeds, &people, usize::from(pick)),
                _ => allowed(&walk.item, &moves, &people, usize::from(pick)),
            };
            let Some((deed, by)) = chosen else { continue };
            let before = walk.item.clone();
            match walk.item.may(deed, by) {
                Err(_) => prop_assert_eq!(&walk.item, &before, "a refused deed changes nothing"),
                Ok(events) => {
                    prop_assert!(!events.is_empty() && events[0].kind == *deed);
                    for event in events {
                        let stands = walk.item.clone();
                        walk.item.apply(&event);
                        holds_true(&stands, &event, &walk.item)?;
                        if let EventKind::Correction { of_seq, .. } = event.kind {
                            prop_assert!(of_seq < event.seq, "I5: it names an event that stands");
                        }
                        walk.log.push(event);
                    }
                    settled(&before, deed, &walk.item)?;
                }
            }
        }
        prop_assert_eq!(&Item::of(&walk.log), &walk.item, "the log tells the state");
    }
}

#[test]
fn every_type_of_event_has_its_word() {
    for deed in deeds() {
        assert!(EventKind::WORDS.contains(&deed.word().as_str()), "{}", deed.word());
    }
}
