//! One machine, from its register to its second life and its end.

use super::*;

fn people() -> [By; 6] {
    [
        by(Role::Referent, OWNER, "rachida"),
        by(Role::Technician, GROUP, "theo"),
        by(Role::Workshop, WORKSHOP, "wanda"),
        by(Role::Workshop, WORKSHOP, "wilfried"),
        by(Role::Coordinator, GROUP, "chloe"),
        by(Role::Beneficiary, SCHOOL, "basile"),
    ]
}

/// In use, with one disk.
fn in_service() -> Walk {
    let [rachida, ..] = people();
    let mut walk = Walk::default();
    walk.must(EventKind::Register(registration()), &rachida)
        .must(EventKind::MediumSeen(seen(DISK)), &rachida)
        .must(EventKind::MediaCounted(counted(1)), &rachida)
        .must(EventKind::PutInService {}, &rachida);
    walk
}

/// On the table of a workshop that signed to erase it.
fn triaged() -> Walk {
    let [rachida, _, wanda, ..] = people();
    let mut walk = in_service();
    let offer = EventKind::Offer { transfer: TRANSFER, addressee: WORKSHOP, kind: Addressee::Workshop, intent: Intent::Donation };
    walk.must(decommission(), &rachida)
        .must(offer, &rachida)
        .must(EventKind::Accept { transfer: TRANSFER, wipe_mandate: true }, &wanda)
        .must(dispatch(), &rachida)
        .must(receive(LineOutcome::Received), &wanda)
        .must(triage(1), &wanda);
    walk
}

fn sanitised() -> Walk {
    let [_, _, wanda, ..] = people();
    let mut walk = triaged();
    walk.must(EventKind::WipeStart { media: vec![DISK] }, &wanda).must(EventKind::WipeOk(record(DISK)), &wanda);
    walk
}

#[test]
fn a_machine_goes_all_the_way_to_a_second_life() {
    let [_, _, wanda, wilfried, chloe, basile] = people();
    let mut walk = sanitised();
    assert_eq!(walk.item.stage, Some(Stage::Sanitised), "the last medium was the end of it");
    let repair = EventKind::RepairOpen { diagnosis: "dark".into(), parts: vec![], only_for_wiping: false };
    walk.must(repair, &wanda).must(EventKind::TestStart { checklist: 1 }, &wanda);
    assert_eq!(walk.refused(test_pass(), &wanda), Refusal::TesterRepaired);
    walk.must(test_pass(), &wilfried);
    assert_eq!(walk.item.stage, Some(Stage::Ready));
    let propose =
        EventKind::Propose { transfer: TRANSFER, addressee: SCHOOL, kind: Addressee::Beneficiary, intent: Intent::Donation };
    assert_eq!(walk.refused(propose.clone(), &wanda), Refusal::Stage(Some(Stage::Ready)), "first it is kept for them");
    walk.must(EventKind::Reserve { beneficiary: SCHOOL, expires_at: morning() + TimeDelta::days(7) }, &chloe)
        .must(propose, &wanda)
        .must(EventKind::Accept { transfer: TRANSFER, wipe_mandate: false }, &basile)
        .must(dispatch(), &wanda)
        .must(receive(LineOutcome::Received), &basile);
    assert_eq!((walk.item.stage, walk.item.cycle, walk.item.custodian), (Some(Stage::InService), 1, Some(SCHOOL)));
    assert_eq!(walk.item.owner, Some(OWNER), "title moves with a document alone");
    assert!(!walk.item.is_data_clear(), "in use again, its disk bears data again");
    let signed = |orgs: &[OrgId]| EventKind::TitleMoved {
        to: SCHOOL,
        document: "ef".repeat(32),
        signatures: orgs.iter().map(|org| SignedBy { org: *org, by: ActorRef("somebody".into()) }).collect(),
    };
    assert_eq!(walk.refused(signed(&[SCHOOL]), &basile), Refusal::Unsigned);
    walk.must(signed(&[OWNER, SCHOOL]), &basile);
    assert_eq!(walk.item.owner, Some(SCHOOL));
    assert_eq!(Item::of(&walk.log), walk.item);
}

/// The figures of lifetimes read the same log (`equipment.md` § 7).
#[test]
fn a_further_life_counts_the_days_in_service_and_what_was_put_in_while_it_was_open() {
    use crate::domain::carbon::lives;
    let [_, _, wanda, wilfried, chloe, basile] = people();
    let later = |by: &By, days| By { at: morning() + TimeDelta::days(days), ..by.clone() };
    let mut walk = sanitised();
    let (part, disk) = (PartId(Uuid::from_u128(77)), MediumId(Uuid::from_u128(78)));
    assert_eq!(lives(&walk.log, morning() + TimeDelta::days(900)), vec![], "its first life is no further one");
    walk.must(EventKind::RepairOpen { diagnosis: "slow".into(), parts: vec![], only_for_wiping: false }, &wanda)
        .must(EventKind::PartFitted { part, origin: "new".into() }, &wanda)
        .must(EventKind::MediumSeen(MediumSeen { data_status: Some(DataStatus::SanitisedPurge), ..seen(disk) }), &wanda)
        .must(EventKind::MediaCounted(counted(2)), &wanda)
        .must(EventKind::HoldCleared { hold: Hold::Data, reason: "a new one".into() }, &wanda)
        .must(EventKind::TestStart { checklist: 1 }, &wanda)
        .must(test_pass(), &wilfried)
        .must(EventKind::Reserve { beneficiary: SCHOOL, expires_at: morning() + TimeDelta::days(7) }, &chloe)
        .must(
            EventKind::Propose { transfer: TRANSFER, addressee: SCHOOL, kind: Addressee::Beneficiary, intent: Intent::Donation },
            &wanda,
        )
        .must(EventKind::Accept { transfer: TRANSFER, wipe_mandate: false }, &basile)
        .must(dispatch(), &wanda)
        .must(receive(LineOutcome::Received), &later(&basile, 10));
    let [life] = &lives(&walk.log, morning() + TimeDelta::days(110))[..] else { panic!("one") };
    assert_eq!((life.cycle, life.served, life.serves), (1, TimeDelta::days(100), true));
    let kinds: Vec<MediumId> = life.media.iter().map(|(medium, _)| *medium).collect();
    assert_eq!((&life.parts[..], &kinds[..]), (&[part][..], &[disk][..]), "the disk that was there before is not new");
    // Lost for a month, found again: what it does not serve does not count.
    let lost = EventKind::ReportLoss { on: today(), circumstances: "moved".into(), stolen: false };
    walk.must(lost, &later(&chloe, 60)).must(EventKind::Found { circumstances: "there".into() }, &later(&chloe, 90));
    let [life] = &lives(&walk.log, morning() + TimeDelta::days(110))[..] else { panic!("one") };
    assert_eq!((life.served, life.serves), (TimeDelta::days(70), true));
}

#[test]
fn a_coordinator_may_let_who_repaired_test() {
    let [_, _, wanda, _, chloe, _] = people();
    let mut walk = sanitised();
    walk.must(EventKind::RepairOpen { diagnosis: "dark".into(), parts: vec![], only_for_wiping: false }, &wanda)
        .must(EventKind::TestStart { checklist: 1 }, &wanda);
    assert_eq!(walk.refused(EventKind::TesterWaived { reason: "alone".into() }, &wanda), Refusal::Role(Role::Workshop));
    walk.must(EventKind::TesterWaived { reason: "alone that week".into() }, &chloe).must(test_pass(), &wanda);
    assert_eq!(walk.item.stage, Some(Stage::Ready));
}

#[test]
fn nothing_with_data_leaves_without_a_mandate() {
    let [rachida, _, wanda, ..] = people();
    let mut walk = in_service();
    let offer = EventKind::Offer { transfer: TRANSFER, addressee: WORKSHOP, kind: Addressee::Workshop, intent: Intent::Donation };
    walk.must(decommission(), &rachida).must(offer, &rachida);
    assert_eq!(walk.refused(dispatch(), &rachida), Refusal::TransferNotAccepted);
    walk.must(EventKind::Accept { transfer: TRANSFER, wipe_mandate: false }, &wanda);
    let Refusal::NotClear(blocks) = walk.refused(dispatch(), &rachida) else { panic!("it says what blocks") };
    assert_eq!(blocks, [DataBlock::Bears { medium: DISK, serial_number: "S-21".into() }]);
    // To a workshop that signed to erase it, it may go, with the hold DATA or without; with another hold it stays.
    walk.must(EventKind::Withdraw { reason: "a mandate is wanted".into() }, &rachida);
    let offer = EventKind::Offer { transfer: TRANSFER, addressee: WORKSHOP, kind: Addressee::Workshop, intent: Intent::Donation };
    walk.must(offer, &rachida)
        .must(EventKind::Accept { transfer: TRANSFER, wipe_mandate: true }, &wanda)
        .must(EventKind::HoldSet { hold: Hold::Data, reason: "not wiped".into() }, &rachida)
        .must(EventKind::HoldSet { hold: Hold::Legal, reason: "a court asks".into() }, &rachida);
    assert_eq!(walk.refused(dispatch(), &rachida), Refusal::Holds(vec![Hold::Legal]));
    assert_eq!(
        walk.refused(EventKind::HoldCleared { hold: Hold::Legal, reason: "over".into() }, &rachida),
        Refusal::Role(Role::Referent)
    );
    walk.must(EventKind::HoldCleared { hold: Hold::Legal, reason: "over".into() }, &by(Role::Coordinator, GROUP, "chloe"));
    walk.must(dispatch(), &rachida);
    assert_eq!(walk.item.custodian, Some(OWNER), "until the receiver acknowledges");
}

#[test]
fn what_is_missing_on_arrival_stays_with_its_sender() {
    let [rachida, _, wanda, ..] = people();
    let mut walk = in_service();
    let offer = EventKind::Offer { transfer: TRANSFER, addressee: WORKSHOP, kind: Addressee::Workshop, intent: Intent::Donation };
    walk.must(decommission(), &rachida)
        .must(offer, &rachida)
        .must(EventKind::Accept { transfer: TRANSFER, wipe_mandate: true }, &wanda)
        .must(dispatch(), &rachida)
        .must(receive(LineOutcome::Missing), &wanda);
    assert_eq!((walk.item.stage, walk.item.custodian), (Some(Stage::Decommissioned), Some(OWNER)), "it may be offered again");
    assert_eq!(walk.item.holds.iter().copied().collect::<Vec<_>>(), [Hold::Dispute]);
}

#[test]
fn what_was_not_saved_is_erased_only_when_the_referent_said_so() {
    let [rachida, theo, ..] = people();
    let mut walk = in_service();
    let unsaved = EventKind::Decommission { reason: "broken".into(), data_saved: DataSaved::No, owner_confirmed: true };
    walk.must(unsaved, &rachida).must(triage(1), &theo);
    let start = EventKind::WipeStart { media: vec![DISK] };
    assert_eq!(walk.refused(start.clone(), &theo), Refusal::DataLossUnconfirmed);
    walk.must(EventKind::DataLossConfirmed {}, &rachida).must(start, &theo);
    assert_eq!(walk.item.stage, Some(Stage::Sanitising));
}

#[test]
fn an_erasure_that_fails_sends_it_back_with_a_hold() {
    let [_, _, wanda, ..] = people();
    let mut walk = triaged();
    walk.must(EventKind::WipeStart { media: vec![DISK] }, &wanda)
        .must(EventKind::WipeFailed { medium: DISK, reason: "bad sectors".into(), log_sha256: None }, &wanda);
    assert_eq!((walk.item.stage, walk.item.holds.contains(&Hold::Data)), (Some(Stage::Triaged), true));
    let clear = EventKind::HoldCleared { hold: Hold::Data, reason: "trust me".into() };
    assert!(matches!(walk.refused(clear.clone(), &wanda), Refusal::NotClear(_)));
    let destroyed = EventKind::MediaDestroyed {
        medium: DISK,
        method: "drilled".into(),
        photo: "aa".repeat(32),
        witness: ActorRef("wilfried".into()),
    };
    walk.must(destroyed, &wanda).must(clear, &wanda).must(EventKind::NothingToWipe {}, &wanda);
    assert_eq!(walk.item.stage, Some(Stage::Sanitised));
}

#[test]
fn a_medium_that_nobody_had_seen_stops_a_machine_that_was_ready() {
    let [_, _, wanda, wilfried, ..] = people();
    let mut walk = sanitised();
    walk.must(EventKind::TestStart { checklist: 1 }, &wanda).must(test_pass(), &wilfried);
    walk.must(EventKind::MediumSeen(seen(STICK)), &by(Role::System, GROUP, "system"));
    assert_eq!((walk.item.stage, walk.item.holds.contains(&Hold::Data)), (Some(Stage::Testing), true));
}

#[test]
fn after_three_failed_tests_it_is_for_parts_or_for_the_recycler() {
    let [_, _, wanda, ..] = people();
    let mut walk = sanitised();
    let failed = vec![CheckResult { check: Check::Screen, found: Found::Fail, reason: "dark".into() }];
    for _ in 0..3 {
        walk.must(EventKind::TestStart { checklist: 1 }, &wanda).must(EventKind::TestFail { checks: failed.clone() }, &wanda);
    }
    assert_eq!(walk.refused(EventKind::TestStart { checklist: 1 }, &wanda), Refusal::TooManyFailures);
    walk.must(EventKind::Cannibalise {}, &wanda);
}

#[test]
fn a_lost_machine_with_data_counts_seventy_two_hours() {
    let [rachida, ..] = people();
    let mut walk = in_service();
    let loss = |on| EventKind::ReportLoss { stolen: true, on, circumstances: "in the train".into() };
    assert_eq!(walk.refused(loss(today() + TimeDelta::days(2)), &rachida), Refusal::InFuture);
    assert_eq!(walk.refused(loss(today()), &by(Role::Referent, NEIGHBOUR, "noel")), Refusal::NotTheCustodian);
    walk.must(loss(today()), &rachida);
    assert_eq!(walk.item.breach_told_by(), Some(morning() + TimeDelta::hours(72)));
    assert_eq!(walk.refused(EventKind::PutInService {}, &rachida), Refusal::Terminal(Stage::Stolen));
    walk.must(EventKind::Found { circumstances: "at the lost property office".into() }, &rachida);
    assert_eq!((walk.item.stage, walk.item.breach_told_by()), (Some(Stage::InService), None));
}

#[test]
fn a_recycler_that_was_to_destroy_it_says_that_it_did() {
    let [rachida, ..] = people();
    let mut walk = in_service();
    let to_recycle = |ordered: bool, commitment: Option<String>| EventKind::ToRecycle {
        barrier: Barrier::WornOut,
        destruction_ordered: ordered,
        commitment,
    };
    walk.must(decommission(), &rachida);
    assert!(matches!(walk.refused(to_recycle(false, None), &rachida), Refusal::NotClear(_)));
    assert_eq!(walk.refused(to_recycle(true, None), &rachida), Refusal::NoCommitment);
    walk.must(to_recycle(true, Some("ab".repeat(32))), &rachida);
    let end = |media_destroyed: bool| {
        EventKind::RecycleReceive(EndOfLife {
            recycler: RECYCLER,
            on: today(),
            grams: 2_000,
            category: "4".into(),
            reference: "BE-1".into(),
            bsd: String::new(),
            document: "cd".repeat(32),
            media_destroyed,
        })
    };
    let xavier = by(Role::Recycler, RECYCLER, "xavier");
    assert!(matches!(walk.refused(end(false), &xavier), Refusal::NotClear(_)));
    walk.must(end(true), &xavier);
    assert_eq!((walk.item.stage, walk.item.custodian), (Some(Stage::Recycled), Some(RECYCLER)));
    assert!(walk.item.is_data_clear());
    assert!(matches!(
        walk.refused(EventKind::HoldSet { hold: Hold::Legal, reason: "late".into() }, &rachida),
        Refusal::Terminal(_)
    ));
    walk.must(EventKind::Correction { of_seq: 1, words: "the serial ends in 8".into() }, &rachida);
}

#[test]
fn what_a_recycler_takes_under_a_mandate_waits_there_for_their_paper() {
    let [rachida, ..] = people();
    let xavier = by(Role::Recycler, RECYCLER, "xavier");
    let mut walk = in_service();
    walk.must(decommission(), &rachida);
    let (kind, intent) = (Addressee::Recycler, Intent::Disposal);
    walk.must(EventKind::Offer { transfer: TRANSFER, addressee: RECYCLER, kind, intent }, &rachida);
    walk.must(EventKind::Accept { transfer: TRANSFER, wipe_mandate: true }, &xavier);
    walk.must(dispatch(), &rachida).must(receive(LineOutcome::Received), &xavier);
    assert_eq!((walk.item.stage, walk.item.custodian), (Some(Stage::AwaitingRecycling), Some(RECYCLER)));
    assert!(walk.item.destruction_ordered && walk.item.legal_flow == Some(LegalFlow::Waste));
    let end = |media_destroyed: bool| {
        EventKind::RecycleReceive(EndOfLife {
            recycler: RECYCLER,
            on: today(),
            grams: 2_000,
            category: "4".into(),
            reference: "BE-2".into(),
            bsd: String::new(),
            document: "cd".repeat(32),
            media_destroyed,
        })
    };
    let noel = by(Role::Referent, NEIGHBOUR, "noel");
    assert_eq!(walk.refused(end(true), &noel), Refusal::NotTheCustodian, "neither theirs nor in their hands");
    assert!(matches!(walk.refused(end(false), &rachida), Refusal::NotClear(_)));
    walk.must(end(true), &rachida);
    assert_eq!(walk.item.stage, Some(Stage::Recycled));
}

#[test]
fn a_pulled_disk_is_destroyed_where_it_lies_whatever_becomes_of_its_machine() {
    let wanda = by(Role::Workshop, WORKSHOP, "wanda");
    let mut walk = triaged();
    walk.must(EventKind::MediaRemoved { medium: DISK, holder: WORKSHOP }, &wanda);
    walk.must(EventKind::NothingToWipe {}, &wanda);
    let destroyed = EventKind::MediaDestroyed {
        medium: DISK,
        method: "drilled".into(),
        photo: "ab".repeat(32),
        witness: ActorRef("wilfried".into()),
    };
    let esther = by(Role::Workshop, ELSEWHERE, "esther");
    assert_eq!(walk.refused(destroyed.clone(), &esther), Refusal::NotTheCustodian, "it lies in another workshop");
    walk.must(destroyed, &wanda);
    assert_eq!(walk.item.stage, Some(Stage::Sanitised), "the machine goes on");
    assert_eq!(walk.item.media.seen[&DISK].status, DataStatus::Destroyed);
}

#[test]
fn an_event_is_written_and_read_alike() {
    for event in [EventKind::Recommission {}, decommission(), triage(1), EventKind::WipeOk(record(DISK)), test_pass()] {
        let text = serde_json::to_string(&event).expect("text");
        assert_eq!(serde_json::from_str::<EventKind>(&text).expect("an event"), event);
        assert!(!event.word().is_empty() && text.contains(&format!("\"type\":\"{}\"", event.word())));
    }
}

/// Tested and ready, in the hands of the workshop.
fn ready() -> Walk {
    let [_, _, wanda, wilfried, ..] = people();
    let mut walk = sanitised();
    walk.must(EventKind::TestStart { checklist: 1 }, &wanda).must(test_pass(), &wilfried);
    walk
}

fn keep(beneficiary: OrgId) -> EventKind {
    EventKind::Reserve { beneficiary, expires_at: morning() + TimeDelta::days(7) }
}

#[test]
fn a_ready_machine_is_kept_by_who_holds_it_for_anybody_and_by_others_for_themselves() {
    let [rachida, theo, wanda, _, chloe, basile] = people();
    let walk = ready();
    for (who, beneficiary, refused) in [
        (&wanda, SCHOOL, None),
        (&chloe, SCHOOL, None),
        (&basile, SCHOOL, None),
        (&basile, OWNER, Some(Refusal::NotReserved)),
        (&rachida, SCHOOL, Some(Refusal::NotTheCustodian)),
        (&theo, SCHOOL, Some(Refusal::Role(Role::Technician))),
        (&wanda, WORKSHOP, Some(Refusal::NotTheAddressee)),
    ] {
        assert_eq!(walk.item.may(&keep(beneficiary), who).err(), refused, "{:?} for {beneficiary}", who.role);
    }
    let past = EventKind::Reserve { beneficiary: SCHOOL, expires_at: morning() };
    assert_eq!(walk.item.may(&past, &chloe).err(), Some(Refusal::Expired));
}

#[test]
fn what_is_being_handed_over_is_neither_let_go_nor_free_by_itself() {
    let [_, _, wanda, _, chloe, basile] = people();
    let mut walk = ready();
    walk.must(keep(SCHOOL), &chloe);
    assert_eq!(walk.refused(keep(OWNER), &chloe), Refusal::Stage(Some(Stage::Reserved)), "one live reservation");
    let to = |addressee, kind| EventKind::Propose { transfer: TRANSFER, addressee, kind, intent: Intent::Donation };
    assert_eq!(walk.refused(to(OWNER, Addressee::Structure), &wanda), Refusal::NotReserved, "it waits for somebody else");
    assert_eq!(walk.refused(to(SCHOOL, Addressee::Workshop), &wanda), Refusal::NotReserved);
    walk.must(to(SCHOOL, Addressee::Structure), &wanda);
    let late = By { at: morning() + TimeDelta::days(8), ..by(Role::System, GROUP, "system") };
    let let_go = EventKind::Release { reason: "no".into() };
    assert_eq!(walk.refused(let_go.clone(), &chloe), Refusal::TransferUnderWay);
    assert_eq!(walk.refused(EventKind::ReservationExpired {}, &late), Refusal::TransferUnderWay);
    walk.must(EventKind::Decline { reason: "no room".into() }, &basile);
    assert_eq!(walk.item.stage, Some(Stage::Reserved), "it still waits for them");
    walk.must(EventKind::ReservationExpired {}, &late);
    assert_eq!((walk.item.stage, walk.item.reservation.clone()), (Some(Stage::Ready), None));
}

#[test]
fn what_was_made_ready_at_home_may_serve_there_again() {
    let [rachida, theo, ..] = people();
    let mut walk = Walk::default();
    walk.must(EventKind::Register(registration()), &rachida)
        .must(EventKind::MediaCounted(counted(0)), &rachida)
        .must(EventKind::PutInService {}, &rachida)
        .must(decommission(), &rachida)
        .must(triage(0), &theo)
        .must(EventKind::NothingToWipe {}, &theo)
        .must(EventKind::TestStart { checklist: 1 }, &theo)
        .must(test_pass(), &theo)
        .must(EventKind::Recommission {}, &rachida);
    assert_eq!((walk.item.stage, walk.item.cycle), (Some(Stage::InService), 0), "it never left");
}
