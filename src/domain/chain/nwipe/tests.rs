//! The six logs that a real nwipe wrote, and what it is easy to believe of them.

use super::*;

const OK: &[u8] = include_bytes!("../../../../tests/nwipe/zero_verify_last_ok.log");
const DOD: &[u8] = include_bytes!("../../../../tests/nwipe/dodshort_verify_all_ok.log");
const UNVERIFIED: &[u8] = include_bytes!("../../../../tests/nwipe/zero_no_verify.log");
const QUIET: &[u8] = include_bytes!("../../../../tests/nwipe/zero_quiet.log");
const CHECK: &[u8] = include_bytes!("../../../../tests/nwipe/verify_zeros_failed.log");
const ABORTED: &[u8] = include_bytes!("../../../../tests/nwipe/gutmann_aborted.log");
const ALL: [&[u8]; 6] = [OK, DOD, UNVERIFIED, QUIET, CHECK, ABORTED];

fn only(log: &[u8]) -> WipedDrive {
    let mut drives = read(log);
    assert_eq!(drives.len(), 1);
    drives.remove(0)
}

/// The same log with other bytes in the place of some.
fn with(log: &[u8], was: &[u8], now: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = log;
    let mut found = false;
    while let Some(at) = rest.windows(was.len()).position(|window| window == was) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(now);
        rest = &rest[at + was.len()..];
        found = true;
    }
    assert!(found, "the log holds what is to be changed");
    out.extend_from_slice(rest);
    out
}

/// A good log of a disk with a serial number.
fn of_disk() -> Vec<u8> {
    let serial = only(OK).serial;
    with(OK, &serial, b"WD-WCC4N123")
}

#[test]
fn two_runs_erased_their_drive_and_four_did_not() {
    assert_eq!(only(OK).accepted(), Ok(()));
    assert_eq!(only(DOD).accepted(), Ok(()));
    assert_eq!(only(UNVERIFIED).accepted(), Err(NwipeRefusal::NotVerified));
    assert_eq!(only(CHECK).accepted(), Err(NwipeRefusal::ChecksOnly("Verify Zeros (0x00)".to_owned())));
    assert_eq!(only(ABORTED).accepted(), Err(NwipeRefusal::Status("UABORTED".to_owned())));
    // Erased, but which drive? Nobody can say.
    assert_eq!(only(QUIET).accepted(), Ok(()));
    assert_eq!(only(QUIET).accepted_for(MediumKind::Hdd, "WD-WCC4N123", false, false), Err(NwipeRefusal::SerialHidden));
    assert_eq!(only(QUIET).accepted_for(MediumKind::Hdd, "XXXXXXXXXXXXXXX", false, false), Err(NwipeRefusal::SerialHidden));
    assert_eq!(only(QUIET).accepted_for(MediumKind::Hdd, "WD-WCC4N123", true, false), Ok(()), "a second person matched it");
}

#[test]
fn what_the_log_says_is_read() {
    let drive = only(DOD);
    assert_eq!((drive.device.as_str(), drive.bus.as_str(), drive.model.as_str()), ("/dev/loop0", "VIRT", "Loopback device"));
    assert_eq!((drive.size, drive.rounds, drive.banner.as_str()), (Some(67_108_864), 1, "nwipe 0.33"));
    assert_eq!((drive.method.as_str(), drive.tail.as_str()), ("DoD Short", "1R+B+VA"));
    assert_eq!(drive.written.len(), 4, "three passes and the final blank");
    assert_eq!((drive.passes_started, drive.passes_finished), (3, 3));
    assert_eq!(drive.verified(), Verification::AllPasses);
    assert_eq!(drive.hidden_area, None, "this version says nothing of it");
    assert!(std::str::from_utf8(&drive.serial).is_err(), "it is bytes");
    assert_eq!(only(CHECK).errors, Some([1, 131_072, 0]));
    assert_eq!(only(ABORTED).errors, Some([0, 0, 0]), "an aborted run counts no errors");
}

#[test]
fn a_drive_is_matched_by_the_serial_number_of_the_line_that_found_it() {
    let drive = only(&of_disk());
    assert_eq!(drive.accepted_for(MediumKind::Hdd, " wd-wcc4n123 ", false, false), Ok(()), "spaces and case say nothing");
    let other = NwipeRefusal::SerialDiffers("WD-WCC4N123".to_owned());
    assert_eq!(drive.accepted_for(MediumKind::Hdd, "WD-WCC4N124", false, false), Err(other.clone()));
    assert_eq!(drive.accepted_for(MediumKind::Hdd, "", false, false), Err(other), "a medium without one matches nothing");
    // The summary cuts it at twenty characters: it is not read there.
    let long = only(&with(&of_disk(), b"WD-WCC4N123", b"S3Z8NB0K123456789012345"));
    assert_eq!(long.accepted_for(MediumKind::Hdd, "S3Z8NB0K123456789012345", false, false), Ok(()));
    // Bytes that are no text match no text, not even by the sign that stands for them.
    let garbage = only(OK);
    assert!(garbage.accepted_for(MediumKind::Hdd, &garbage.serial_text(), false, false).is_err());
}

#[test]
fn overwriting_is_not_enough_for_what_keeps_spare_cells() {
    let drive = only(&of_disk());
    let serial = "WD-WCC4N123";
    for kind in [MediumKind::SsdSata, MediumKind::Nvme, MediumKind::Sd, MediumKind::UsbStick] {
        assert_eq!(drive.accepted_for(kind, serial, false, false), Err(NwipeRefusal::NotEnough(kind)));
        assert_eq!(drive.accepted_for(kind, serial, false, true), Ok(()), "the donor has accepted it");
    }
    for kind in [MediumKind::Emmc, MediumKind::PhoneFlash, MediumKind::Embedded] {
        assert_eq!(drive.accepted_for(kind, serial, false, true), Err(NwipeRefusal::NotEnough(kind)));
    }
}

#[test]
fn each_sign_of_a_bad_run_alone_is_enough_to_refuse_it() {
    let bad: [(&[u8], &[u8], NwipeRefusal); 9] = [
        (
            b"67108864 bytes written",
            b"67108352 bytes written",
            NwipeRefusal::PartialWrite { written: 67_108_352, size: 67_108_864 },
        ),
        (b"67108864 bytes written to /dev/loop0", b"nothing was written to /dev/loop0", NwipeRefusal::NothingWritten),
        (b"67108864 bytes read", b"512 bytes read", NwipeRefusal::NotVerified),
        (b"verify   = 1 (last pass)", b"verify   = 0 (off)", NwipeRefusal::NotVerified),
        (b"1R+NB+VL", b"1R+NB+NV", NwipeRefusal::NotVerified),
        (b"Fill With Zeros", b"Secure Erase", NwipeRefusal::UnknownMethod("Secure Erase".to_owned())),
        (b"512/4096/67108864", b"512/4096/0", NwipeRefusal::SizeUnknown),
        (b"Finished pass 1/1", b"Left pass 1/1", NwipeRefusal::PassesUnfinished),
        (b"info: Nwipe successfully", b"info: Something successfully", NwipeRefusal::Incomplete),
    ];
    for (was, now, refusal) in bad {
        assert_eq!(only(&with(OK, was, now)).accepted(), Err(refusal));
    }
    let row = b"     loop0 |           0 |                    0 |                    0";
    for (counts, sum) in [("3 | 0 | 0", 3), ("0 | 3 | 0", 3), ("0 | 0 | 3", 3)] {
        let log = with(OK, row, format!("     loop0 | {counts}").as_bytes());
        assert_eq!(only(&log).accepted(), Err(NwipeRefusal::Errors(sum)));
    }
    assert_eq!(only(&with(OK, row, b"")).accepted(), Err(NwipeRefusal::NoSummary));
    let faulty =
        with(OK, b" notice: Finished pass", b"  error: bad sector on /dev/loop0\n[2026/01/15 08:30:57]  notice: Finished pass");
    assert_eq!(only(&faulty).accepted(), Err(NwipeRefusal::Errors(1)), "a line of level error counts, whatever the summary says");
}

#[test]
fn hidden_sectors_are_read_where_a_version_tells_of_them() {
    let told = |words: &str| {
        let line = format!("notice: {words} on /dev/loop0\n[2026/01/15 08:30:56]  notice: Starting round");
        only(&with(OK, b"notice: Starting round", line.as_bytes()))
    };
    assert_eq!(told("No hidden sectors").hidden_area, Some(HiddenArea::None));
    assert_eq!(told("HIDDEN SECTORS INDETERMINATE!").hidden_area, Some(HiddenArea::Unknown));
    assert_eq!(told("HIDDEN SECTORS DETECTED !").accepted(), Err(NwipeRefusal::HiddenSectors));
}

#[test]
fn runs_that_were_appended_to_one_file_are_told_apart() {
    let both = [UNVERIFIED, OK].concat();
    let drives = read(&both);
    let verdicts: Vec<_> = drives.iter().map(|drive| drive.accepted().is_ok()).collect();
    assert_eq!(verdicts, [false, true], "the good one proves nothing of the other");
    // The first was cut short: it stays so, although the last line of the second follows.
    let cut = OK.windows(8).position(|window| window == b"Verified").expect("a verification");
    let drives = read(&[&OK[..cut], b"\n", OK].concat());
    assert_eq!(drives.iter().map(WipedDrive::accepted).collect::<Vec<_>>(), [Err(NwipeRefusal::Incomplete), Ok(())]);
}

#[test]
fn a_log_cut_at_any_byte_is_read_and_proves_nothing() {
    for log in ALL {
        for end in 0..log.len() {
            for drive in read(&log[..end]) {
                // The last line, whose words may be cut, is what makes a run complete.
                let told = log[..end].windows(12).any(|window| window == b"info: Nwipe ");
                assert!(told || drive.accepted().is_err(), "a log of {end} bytes is accepted");
            }
        }
        for start in 0..log.len() {
            read(&log[start..]);
        }
    }
}

#[test]
fn a_device_is_not_named_by_a_longer_name() {
    let log = with(OK, b"/dev/loop0", b"/dev/sda");
    let log = with(&log, b"     loop0", b"       sda");
    let other = with(&log, b"67108864 bytes written to /dev/sda", b"67108864 bytes written to /dev/sdaa");
    assert_eq!(only(&log).accepted(), Ok(()));
    assert_eq!(only(&other).accepted(), Err(NwipeRefusal::NothingWritten));
}
