//! What is enough to sanitise a medium: a table, with its version, and the judgement of a record by it (`equipment.md` § 2.2).

use super::{DataStatus, HiddenArea, Medium, MediumKind, Method, RecordRefusal, SanitisationRecord, Verification};

/// What one method gives on some kinds of media.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    pub kinds: &'static [MediumKind],
    pub method: Method,
    /// What must at least have been read back.
    pub verification: Verification,
    pub gives: DataStatus,
    /// Only when the donor has accepted it in writing.
    pub needs_waiver: bool,
    /// Only when no sector is hidden, or a validator answers for it.
    pub needs_no_hidden_area: bool,
    /// Only when the account is gone from the device.
    pub needs_no_account: bool,
}

/// The table that a certificate names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    pub version: &'static str,
    pub rules: &'static [Rule],
}

const PLAIN: Rule = Rule {
    kinds: &[],
    method: Method::Overwrite,
    verification: Verification::None,
    gives: DataStatus::SanitisedPurge,
    needs_waiver: false,
    needs_no_hidden_area: false,
    needs_no_account: false,
};
const SOLID: &[MediumKind] = &[MediumKind::SsdSata, MediumKind::Nvme];
/// Flash behind a controller that keeps spare cells, without a command that reaches them.
const SPARE: &[MediumKind] = &[MediumKind::SsdSata, MediumKind::Nvme, MediumKind::Sd, MediumKind::UsbStick];
const SEALED: &[MediumKind] = &[MediumKind::Emmc, MediumKind::PhoneFlash];

/// The table in force. What it does not name is not enough: a quick format, a deleted partition, `nvme format` without `--ses`.
pub const POLICY: Policy = Policy {
    version: "2026-1",
    rules: &[
        Rule {
            kinds: &[MediumKind::Hdd],
            verification: Verification::LastPass,
            gives: DataStatus::SanitisedClear,
            needs_no_hidden_area: true,
            ..PLAIN
        },
        Rule { kinds: &[MediumKind::Hdd], method: Method::AtaSanitizeOverwrite, ..PLAIN },
        Rule { kinds: SOLID, method: Method::SanitizeBlock, ..PLAIN },
        Rule { kinds: SOLID, method: Method::SanitizeCrypto, ..PLAIN },
        Rule {
            kinds: &[MediumKind::SsdSata],
            method: Method::EnhancedSecurityErase,
            verification: Verification::Sampling,
            ..PLAIN
        },
        Rule {
            kinds: SPARE,
            verification: Verification::LastPass,
            gives: DataStatus::SanitisedClear,
            needs_waiver: true,
            needs_no_hidden_area: true,
            ..PLAIN
        },
        Rule { kinds: &[MediumKind::Nvme], method: Method::NvmeFormatUserData, verification: Verification::Sampling, ..PLAIN },
        Rule { kinds: &[MediumKind::Nvme], method: Method::NvmeFormatCrypto, verification: Verification::Sampling, ..PLAIN },
        Rule { kinds: SEALED, method: Method::EncryptedReset, gives: DataStatus::SanitisedClear, needs_no_account: true, ..PLAIN },
    ],
};

/// Whether a serial number that a tool read is that of the medium: spaces around it and case say nothing.
pub fn same_serial(read: &str, known: &str) -> bool {
    let (read, known) = (read.trim(), known.trim());
    !known.is_empty() && read.to_lowercase() == known.to_lowercase()
}

/// What a record proves of a medium.
///
/// # Errors
/// The first thing for which it does not count.
pub fn judge(record: &SanitisationRecord, medium: &Medium) -> Result<DataStatus, RecordRefusal> {
    if !record.success {
        return Err(RecordRefusal::NotASuccess);
    }
    if record.errors != 0 {
        return Err(RecordRefusal::Errors(record.errors));
    }
    if record.started_at >= record.ended_at {
        return Err(RecordRefusal::NoDuration);
    }
    if record.tool.trim().is_empty() || record.tool_version.trim().is_empty() {
        return Err(RecordRefusal::NoTool);
    }
    let matched = record.matched_by.as_ref().is_some_and(|by| *by != record.operator);
    if !same_serial(&record.serial_read, &medium.serial_number) && !matched {
        return Err(RecordRefusal::SerialUnmatched);
    }
    let validated = record.validator.as_ref().is_some_and(|by| *by != record.operator);
    if record.log_sha256.is_none() && !validated {
        return Err(RecordRefusal::NoProof);
    }
    let rule = POLICY.rules.iter().find(|rule| rule.method == record.method && rule.kinds.contains(&medium.kind));
    let Some(rule) = rule else { return Err(RecordRefusal::NotEnough { method: record.method, medium: medium.kind }) };
    if record.passes < 1 && record.method == Method::Overwrite {
        return Err(RecordRefusal::NoPass);
    }
    if record.verification < rule.verification {
        return Err(RecordRefusal::NotVerified);
    }
    if rule.needs_waiver && !record.clear_accepted_by_donor {
        return Err(RecordRefusal::NeedsWaiver(medium.kind));
    }
    if rule.needs_no_account && !record.account_lock_gone {
        return Err(RecordRefusal::AccountStillThere);
    }
    match record.hidden_area {
        HiddenArea::Found if rule.needs_no_hidden_area => Err(RecordRefusal::HiddenArea),
        HiddenArea::Unknown if rule.needs_no_hidden_area && !validated => Err(RecordRefusal::HiddenAreaUnknown),
        _ => Ok(rule.gives),
    }
}
