//! What somebody shows of an erasure, as a record, and what a second person has to answer for before it counts
//! (`equipment.md` §§ 2.2, 5).

use super::nwipe::{NwipeRefusal, WipedDrive};
use super::policy::same_serial;
use super::{ActorRef, HiddenArea, Medium, MediumKind, Method, POLICY, RecordRefusal, SanitisationRecord, Verification, judge};
use crate::domain::ids::MediumId;
use crate::domain::vocabulary;
use chrono::{DateTime, NaiveDateTime, Utc};

vocabulary! {
    /// What a second person answers for.
    pub enum Need {
        /// The tool hid the serial number: this is the disk.
        Match = "match",
        /// Nobody looked whether sectors are hidden.
        HiddenArea = "hidden_area",
        /// There is no log: it happened as it is told.
        Declaration = "declaration",
        /// The donor accepts that an overwritten SSD keeps its spare area: its referent alone says so.
        Waiver = "waiver",
        /// They saw it destroyed.
        Witness = "witness",
    }
}

vocabulary! {
    /// How it is shown that a medium holds no data any more.
    pub enum Way {
        /// The log of the tool.
        Log = "log",
        /// What somebody says of it.
        Declaration = "declaration",
        /// It is destroyed.
        Destruction = "destruction",
    }
}

vocabulary! {
    /// What has become of what was shown.
    pub enum SanitisationStanding {
        /// A second person has to answer for it.
        Awaiting = "awaiting",
        Accepted = "accepted",
        /// Taken back, or not answered for.
        Dismissed = "dismissed",
    }
}

/// Why a log proves nothing for a medium.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogRefusal {
    /// Nothing in it is a run of nwipe.
    NoLog,
    /// It tells of several drives, none of which has the medium's serial number.
    NoSuchDrive,
    Drive(NwipeRefusal),
    Record(RecordRefusal),
}

/// What a person declares without a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    pub method: Method,
    pub passes: i64,
    pub verification: Verification,
    pub hidden_area: HiddenArea,
    pub errors: i64,
    pub tool: String,
    pub tool_version: String,
    /// As read on the disk.
    pub serial_read: String,
    pub started_at: DateTime<Utc>,
    pub ended_at: DateTime<Utc>,
    /// The account of a telephone or tablet is gone from it.
    pub account_lock_gone: bool,
}

/// The record that a log gives of a medium, and what is still to be answered for.
///
/// `local` reads the clock of the machine that ran nwipe; `sha256` is the log's.
///
/// # Errors
/// The first thing for which it proves nothing, whoever would answer for it.
pub fn from_log(
    drives: &[WipedDrive],
    of: (MediumId, &Medium),
    operator: &ActorRef,
    sha256: String,
    local: impl Fn(NaiveDateTime) -> DateTime<Utc>,
) -> Result<(SanitisationRecord, Vec<Need>), LogRefusal> {
    let (id, medium) = of;
    let drive = drive_of(drives, &medium.serial_number)?;
    let hidden = drive.hides_serial();
    // Whether a donor accepts it is asked after everything else.
    let spares =
        POLICY.rules.iter().any(|rule| rule.method == Method::Overwrite && rule.needs_waiver && rule.kinds.contains(&medium.kind));
    drive.accepted_for(medium.kind, &medium.serial_number, hidden, spares).map_err(LogRefusal::Drive)?;
    let (Some(started), Some(ended)) = (drive.started_at, drive.ended_at) else {
        return Err(LogRefusal::Drive(NwipeRefusal::NoDuration));
    };
    let (tool, version) = drive.banner.split_once(' ').unwrap_or((drive.banner.as_str(), ""));
    let record = SanitisationRecord {
        medium: id,
        serial_read: if hidden { String::new() } else { drive.serial_text() },
        matched_by: None,
        success: true,
        errors: drive.errors.map_or(0, |errors| errors.iter().sum()),
        started_at: local(started),
        ended_at: local(ended),
        method: Method::Overwrite,
        passes: drive.passes_finished,
        verification: drive.verified(),
        hidden_area: drive.hidden_area.unwrap_or(HiddenArea::Unknown),
        tool: tool.to_owned(),
        tool_version: version.to_owned(),
        operator: operator.clone(),
        validator: None,
        log_sha256: Some(sha256),
        clear_accepted_by_donor: false,
        account_lock_gone: false,
    };
    let needs = needs(&record, medium).map_err(LogRefusal::Record)?;
    Ok((record, needs))
}

/// The drive of the medium: the last run that names it, else the only one, when its serial number is hidden.
fn drive_of<'d>(drives: &'d [WipedDrive], serial: &str) -> Result<&'d WipedDrive, LogRefusal> {
    let named = drives.iter().rev().find(|drive| same_serial(&drive.serial_text(), serial));
    match (named, drives) {
        (Some(drive), _) | (None, [drive]) => Ok(drive),
        (None, []) => Err(LogRefusal::NoLog),
        _ => Err(LogRefusal::NoSuchDrive),
    }
}

/// The record of what is declared without a log: somebody else always answers for it.
///
/// # Errors
/// The first thing for which it does not count, whoever would answer for it.
pub fn declared(
    what: Declared,
    of: (MediumId, &Medium),
    operator: &ActorRef,
) -> Result<(SanitisationRecord, Vec<Need>), RecordRefusal> {
    let (id, medium) = of;
    let record = SanitisationRecord {
        medium: id,
        serial_read: what.serial_read,
        matched_by: None,
        success: true,
        errors: what.errors,
        started_at: what.started_at,
        ended_at: what.ended_at,
        method: what.method,
        passes: what.passes,
        verification: what.verification,
        hidden_area: what.hidden_area,
        tool: what.tool,
        tool_version: what.tool_version,
        operator: operator.clone(),
        validator: None,
        log_sha256: None,
        clear_accepted_by_donor: false,
        account_lock_gone: what.account_lock_gone,
    };
    let needs = needs(&record, medium)?;
    Ok((record, needs))
}

/// What a second person has to answer for; nothing: the record counts as it is.
fn needs(record: &SanitisationRecord, medium: &Medium) -> Result<Vec<Need>, RecordRefusal> {
    let second = ActorRef(format!("{}, somebody else", record.operator));
    let mut needs = Vec::new();
    if record.log_sha256.is_none() {
        needs.push(Need::Declaration);
    }
    let mut all = record.answered(&[Need::Declaration], &second);
    // Each is asked for only when the record does not count without it.
    for need in [Need::Match, Need::HiddenArea, Need::Waiver] {
        let asks = match judge(&all, medium) {
            Err(RecordRefusal::SerialUnmatched) => need == Need::Match && is_unread(record),
            Err(RecordRefusal::NeedsWaiver(_)) => need == Need::Waiver,
            _ => false,
        };
        let hidden =
            need == Need::HiddenArea && record.hidden_area == HiddenArea::Unknown && asks_hidden(record.method, medium.kind);
        if asks || hidden {
            needs.push(need);
            all = all.answered(&[need], &second);
        }
    }
    judge(&all, medium).map(|_| needs)
}

fn is_unread(record: &SanitisationRecord) -> bool {
    record.serial_read.trim().is_empty()
}

fn asks_hidden(method: Method, kind: MediumKind) -> bool {
    let its = POLICY.rules.iter().find(|rule| rule.method == method && rule.kinds.contains(&kind));
    its.is_some_and(|rule| rule.needs_no_hidden_area)
}

impl SanitisationRecord {
    /// The same once a second person has answered for what it needs.
    #[must_use]
    pub fn answered(&self, needs: &[Need], by: &ActorRef) -> Self {
        let mut record = self.clone();
        for need in needs {
            match need {
                Need::Match => record.matched_by = Some(by.clone()),
                Need::Waiver => record.clear_accepted_by_donor = true,
                Need::HiddenArea | Need::Declaration | Need::Witness => {}
            }
            record.validator = Some(by.clone());
        }
        record
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::chain::{DataStatus, Whereabouts, nwipe};
    use uuid::Uuid;

    const OK: &[u8] = include_bytes!("../../../tests/nwipe/zero_verify_last_ok.log");
    const QUIET: &[u8] = include_bytes!("../../../tests/nwipe/zero_quiet.log");
    const CHECK: &[u8] = include_bytes!("../../../tests/nwipe/verify_zeros_failed.log");

    fn disk(kind: MediumKind, serial: &str) -> Medium {
        Medium { kind, serial_number: serial.into(), status: DataStatus::DataBearing, whereabouts: Whereabouts::Attached }
    }

    fn shown(log: &[u8], medium: &Medium) -> Result<(SanitisationRecord, Vec<Need>), LogRefusal> {
        let drives = nwipe::read(log);
        let operator = ActorRef("theo".into());
        from_log(&drives, (MediumId(Uuid::nil()), medium), &operator, "ab".repeat(32), |local| local.and_utc())
    }

    #[test]
    fn a_log_that_says_nothing_of_hidden_sectors_waits_for_somebody_who_answers_for_it() {
        let medium = disk(MediumKind::Hdd, "WD-WCC4N123");
        let log = replaced(OK, nwipe::read(OK)[0].serial.as_slice(), b"WD-WCC4N123");
        let (record, needs) = shown(&log, &medium).expect("it was erased");
        assert_eq!(needs, [Need::HiddenArea]);
        assert!(judge(&record, &medium).is_err(), "not yet");
        let second = record.answered(&needs, &ActorRef("wanda".into()));
        assert_eq!(judge(&second, &medium), Ok(DataStatus::SanitisedClear));
        let alone = record.answered(&needs, &ActorRef("theo".into()));
        assert!(judge(&alone, &medium).is_err(), "nobody answers for oneself");
    }

    #[test]
    fn a_hidden_serial_number_is_matched_by_a_second_person_and_another_one_by_nobody() {
        let (_, needs) = shown(QUIET, &disk(MediumKind::Hdd, "WD-WCC4N123")).expect("it may be the one");
        assert_eq!(needs, [Need::Match, Need::HiddenArea]);
        let log: Vec<u8> = replaced(OK, nwipe::read(OK)[0].serial.as_slice(), b"WD-WCC4N123");
        let other = shown(&log, &disk(MediumKind::Hdd, "Z3TK8QVM"));
        assert_eq!(other, Err(LogRefusal::Drive(NwipeRefusal::SerialDiffers("WD-WCC4N123".into()))));
    }

    #[test]
    fn an_overwritten_ssd_waits_for_its_donor_and_what_failed_for_nobody() {
        let log: Vec<u8> = replaced(OK, nwipe::read(OK)[0].serial.as_slice(), b"2037E4AB91C2");
        let medium = disk(MediumKind::SsdSata, "2037E4AB91C2");
        let (record, needs) = shown(&log, &medium).expect("with a waiver");
        assert_eq!(needs, [Need::HiddenArea, Need::Waiver]);
        assert_eq!(judge(&record.answered(&needs, &ActorRef("nadege".into())), &medium), Ok(DataStatus::SanitisedClear));
        assert!(matches!(shown(CHECK, &medium), Err(LogRefusal::Drive(_))));
        assert_eq!(shown(b"hello", &medium), Err(LogRefusal::NoLog));
    }

    #[test]
    fn a_declaration_always_waits_and_what_erases_nothing_is_refused_at_once() {
        let medium = disk(MediumKind::Nvme, "S5GXNF0R");
        let at = DateTime::from_timestamp(1_770_000_000, 0).expect("an instant");
        let what = Declared {
            method: Method::NvmeFormatUserData,
            passes: 1,
            verification: Verification::Sampling,
            hidden_area: HiddenArea::Unknown,
            errors: 0,
            tool: "nvme-cli".into(),
            tool_version: "2.4".into(),
            serial_read: "S5GXNF0R".into(),
            started_at: at,
            ended_at: at + chrono::TimeDelta::minutes(3),
            account_lock_gone: false,
        };
        let of = |what: Declared| declared(what, (MediumId(Uuid::nil()), &medium), &ActorRef("theo".into()));
        let (_, needs) = of(what.clone()).expect("it counts once somebody answers");
        assert_eq!(needs, [Need::Declaration]);
        let plain = of(Declared { method: Method::NvmeFormatPlain, ..what.clone() });
        assert_eq!(plain, Err(RecordRefusal::NotEnough { method: Method::NvmeFormatPlain, medium: MediumKind::Nvme }));
        assert_eq!(of(Declared { errors: 2, ..what }), Err(RecordRefusal::Errors(2)));
    }

    fn replaced(log: &[u8], was: &[u8], now: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        let mut rest = log;
        while let Some(at) = rest.windows(was.len()).position(|window| window == was) {
            out.extend_from_slice(&rest[..at]);
            out.extend_from_slice(now);
            rest = &rest[at + was.len()..];
        }
        out.extend_from_slice(rest);
        out
    }
}
