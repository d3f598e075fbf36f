//! When a machine is clear of data, and which record counts.

use super::*;

fn medium(kind: MediumKind) -> Medium {
    Medium { kind, serial_number: seen(DISK).serial_number, status: DataStatus::DataBearing, whereabouts: Whereabouts::Attached }
}

#[test]
fn a_machine_is_clear_when_its_media_are_known_sanitised_and_accounted_for() {
    let mut media = Media::default();
    assert_eq!(media.blocks(), [DataBlock::SetUnknown], "nobody looked: it is not clear, not even empty");
    media.census = counted(0);
    assert!(media.is_clear());
    media.seen.insert(DISK, medium(MediumKind::Hdd));
    assert_eq!(media.blocks().len(), 2, "something else than was counted was seen, and it bears data");
    media.census = counted(1);
    assert_eq!(media.blocks(), [DataBlock::Bears { medium: DISK, serial_number: "S-21".into() }]);
    let stands = |whereabouts, status| {
        let mut media = media.clone();
        let count = i64::from(whereabouts == Whereabouts::Attached);
        media.seen.insert(DISK, Medium { status, whereabouts, ..medium(MediumKind::Hdd) });
        media.census = counted(count);
        media.is_clear()
    };
    assert!(stands(Whereabouts::Attached, DataStatus::SanitisedClear));
    assert!(stands(Whereabouts::Attached, DataStatus::SanitisedPurge));
    assert!(!stands(Whereabouts::Attached, DataStatus::Unknown), "unknown counts as bearing data");
    assert!(stands(Whereabouts::HeldBy(OWNER), DataStatus::DataBearing), "pulled, its obligation went with it");
    assert!(!stands(Whereabouts::Missing, DataStatus::SanitisedPurge), "nobody knows where it is");
    assert!(stands(Whereabouts::Destroyed, DataStatus::Destroyed));
}

#[test]
fn that_it_can_hold_none_is_attested_with_a_reason_and_a_photograph() {
    let attested = |reason: &str, photo: Option<&str>| Media {
        census: CensusTaken { how: Census::NoStorageAttested, count: 0, reason: reason.into(), photo: photo.map(str::to_owned) },
        ..Media::default()
    };
    assert!(attested("an analogue screen", Some("ab")).is_clear());
    assert!(!attested("", Some("ab")).is_clear());
    assert!(!attested("an analogue screen", None).is_clear());
}

#[test]
fn the_table_says_what_is_enough_for_which_medium() {
    use {MediumKind as K, Method as M, Verification as V};
    let judged = |kind, method, verification| judge(&SanitisationRecord { method, verification, ..record(DISK) }, &medium(kind));
    let clear = Ok(DataStatus::SanitisedClear);
    let purge = Ok(DataStatus::SanitisedPurge);
    assert_eq!(judged(K::Hdd, M::Overwrite, V::LastPass), clear);
    assert_eq!(judged(K::Hdd, M::Overwrite, V::None), Err(RecordRefusal::NotVerified));
    assert_eq!(judged(K::Hdd, M::AtaSanitizeOverwrite, V::None), purge);
    for (kind, method) in [(K::Hdd, M::QuickFormat), (K::Hdd, M::DeletedPartition), (K::Nvme, M::NvmeFormatPlain)] {
        assert_eq!(judged(kind, method, V::AllPasses), Err(RecordRefusal::NotEnough { method, medium: kind }));
    }
    assert_eq!(judged(K::SsdSata, M::Overwrite, V::AllPasses), Err(RecordRefusal::NeedsWaiver(K::SsdSata)));
    assert_eq!(judged(K::SsdSata, M::SanitizeBlock, V::None), purge);
    assert_eq!(judged(K::SsdSata, M::EnhancedSecurityErase, V::None), Err(RecordRefusal::NotVerified));
    assert_eq!(judged(K::SsdSata, M::EnhancedSecurityErase, V::Sampling), purge);
    assert_eq!(judged(K::Nvme, M::NvmeFormatUserData, V::Sampling), purge);
    assert_eq!(judged(K::Nvme, M::NvmeFormatCrypto, V::None), Err(RecordRefusal::NotVerified));
    assert_eq!(judged(K::PhoneFlash, M::EncryptedReset, V::None), Err(RecordRefusal::AccountStillThere));
    let gone = SanitisationRecord { method: M::EncryptedReset, account_lock_gone: true, ..record(DISK) };
    assert_eq!(judge(&gone, &medium(K::PhoneFlash)), clear);
    let waived = SanitisationRecord { clear_accepted_by_donor: true, ..record(DISK) };
    assert_eq!(judge(&waived, &medium(K::SsdSata)), clear);
}

#[test]
fn a_record_counts_only_when_all_of_it_holds() {
    type Change = fn(&mut SanitisationRecord);
    let hdd = medium(MediumKind::Hdd);
    let changes: [(Change, RecordRefusal); 10] = [
        (|r| r.success = false, RecordRefusal::NotASuccess),
        (|r| r.errors = 1, RecordRefusal::Errors(1)),
        (|r| r.ended_at = r.started_at, RecordRefusal::NoDuration),
        (|r| r.tool_version.clear(), RecordRefusal::NoTool),
        (|r| r.serial_read = "another".into(), RecordRefusal::SerialUnmatched),
        (
            |r| {
                r.serial_read.clear();
                r.matched_by = Some(r.operator.clone());
            },
            RecordRefusal::SerialUnmatched,
        ),
        (|r| r.log_sha256 = None, RecordRefusal::NoProof),
        (
            |r| {
                r.log_sha256 = None;
                r.validator = Some(r.operator.clone());
            },
            RecordRefusal::NoProof,
        ),
        (|r| r.hidden_area = HiddenArea::Found, RecordRefusal::HiddenArea),
        (|r| r.hidden_area = HiddenArea::Unknown, RecordRefusal::HiddenAreaUnknown),
    ];
    assert_eq!(judge(&record(DISK), &hdd), Ok(DataStatus::SanitisedClear));
    for (change, refusal) in changes {
        let mut changed = record(DISK);
        change(&mut changed);
        assert_eq!(judge(&changed, &hdd), Err(refusal));
    }
    let wilfried = Some(ActorRef("wilfried".into()));
    let by_eye = SanitisationRecord { serial_read: String::new(), matched_by: wilfried.clone(), ..record(DISK) };
    let by_hand = SanitisationRecord { log_sha256: None, validator: wilfried.clone(), ..record(DISK) };
    let decided = SanitisationRecord { hidden_area: HiddenArea::Unknown, validator: wilfried, ..record(DISK) };
    for counts in [by_eye, by_hand, decided] {
        assert_eq!(judge(&counts, &hdd), Ok(DataStatus::SanitisedClear));
    }
}

#[test]
fn a_battery_is_graded_by_what_it_still_holds() {
    let health = |full| BatteryMeasure { design_capacity_mwh: 50_000, full_capacity_mwh: full }.health();
    let expected =
        [(45_000, Letter::A), (44_999, Letter::B), (40_000, Letter::B), (32_500, Letter::C), (25_000, Letter::D), (0, Letter::E)];
    for (full, letter) in expected {
        assert_eq!(health(full), Some(letter), "{full}");
    }
    assert_eq!(BatteryMeasure { design_capacity_mwh: 0, full_capacity_mwh: 1 }.health(), None);
}
