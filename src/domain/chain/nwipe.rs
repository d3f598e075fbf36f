//! Logs of nwipe, read as bytes, and what they prove (`equipment.md` § 5). `Erased` alone proves nothing: it is printed without
//! verification, and an aborted run counts no errors.

mod read;
#[cfg(test)]
mod tests;

pub use read::read;

use super::{HiddenArea, MediumKind, Verification, policy::same_serial};
use chrono::NaiveDateTime;

/// What one run did with one drive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WipedDrive {
    /// `/dev/sda`.
    pub device: String,
    /// The bus, as nwipe names it: `ATA`, `NVME`, `USB`, `VIRT`.
    pub bus: String,
    pub model: String,
    /// As the drive gave it, byte for byte.
    pub serial: Vec<u8>,
    /// In bytes.
    pub size: Option<i64>,
    /// `nwipe 0.34`.
    pub banner: String,
    pub method: String,
    pub rounds: i64,
    /// What was asked to be read back; none said: none.
    pub verification: Option<Verification>,
    /// Bytes of each write and of each reading, in their order.
    pub written: Vec<i64>,
    pub bytes_read: Vec<i64>,
    /// Passes that were begun and that were finished, in all rounds.
    pub passes_started: i64,
    pub passes_finished: i64,
    /// Of passes, of verifications, of writing out; none: the summary lacks the drive.
    pub errors: Option<[i64; 3]>,
    /// Lines of level error or fatal that name the drive.
    pub faults: i64,
    /// `Erased`, `UABORTED`, `-FAILED-`.
    pub status: String,
    /// The end of the summary: `1R+NB+VL`.
    pub tail: String,
    pub hidden_area: Option<HiddenArea>,
    /// By the clock of the machine that ran nwipe, whose zone is not said.
    pub started_at: Option<NaiveDateTime>,
    pub ended_at: Option<NaiveDateTime>,
    /// Whether the last line of the run is there.
    pub complete: bool,
    /// Whether the summary names it once.
    pub rows: i64,
}

/// Why a drive of a log is not erased, as far as can be proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NwipeRefusal {
    /// The log ends before the run does.
    Incomplete,
    /// The summary says nothing of it, or says it twice.
    NoSummary,
    Status(String),
    Errors(i64),
    NotVerified,
    SizeUnknown,
    NothingWritten,
    PartialWrite {
        written: i64,
        size: i64,
    },
    PassesUnfinished,
    /// It was checked, not written.
    ChecksOnly(String),
    UnknownMethod(String),
    NoDuration,
    HiddenSectors,
    /// `--quiet`, or a drive that says none: a second person matches it.
    SerialHidden,
    SerialDiffers(String),
    /// Another way is needed for such a medium.
    NotEnough(MediumKind),
}

impl NwipeRefusal {
    /// The word of its sentence: `nwipe-refusal-<word>`.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Incomplete => "incomplete",
            Self::NoSummary => "summary",
            Self::Status(_) => "status",
            Self::Errors(_) => "errors",
            Self::NotVerified => "verified",
            Self::SizeUnknown => "size",
            Self::NothingWritten => "written",
            Self::PartialWrite { .. } => "partial",
            Self::PassesUnfinished => "passes",
            Self::ChecksOnly(_) => "checks",
            Self::UnknownMethod(_) => "method",
            Self::NoDuration => "duration",
            Self::HiddenSectors => "hidden",
            Self::SerialHidden => "serial-hidden",
            Self::SerialDiffers(_) => "serial-differs",
            Self::NotEnough(_) => "not-enough",
        }
    }
}

/// The methods of nwipe that write, as its log names them.
const WRITES: &[&str] = &[
    "Fill With Zeros",
    "Fill With Ones",
    "RCMP TSSIT OPS-II",
    "DoD Short",
    "DoD 5220.22M",
    "Gutmann Wipe",
    "PRNG Stream",
    "HMG IS5 Enhanced",
    "Bruce Schneier 7-Pass",
    "BMB21-2019",
];

impl WipedDrive {
    /// The serial number as people read it: trimmed, what is no text shown as such.
    pub fn serial_text(&self) -> String {
        String::from_utf8_lossy(&self.serial).trim().to_owned()
    }

    /// Whether the log hides the serial number, or the drive gave none.
    pub fn hides_serial(&self) -> bool {
        let text = self.serial_text();
        text.is_empty() || text.chars().all(|letter| letter == 'X')
    }

    /// What was read back, as the options and the summary both say: the lesser of the two.
    pub fn verified(&self) -> Verification {
        let told = match self.tail.rsplit('+').next() {
            Some("VA") => Verification::AllPasses,
            Some("VL") => Verification::LastPass,
            _ => Verification::None,
        };
        self.verification.unwrap_or(Verification::None).min(told)
    }

    /// Whether the run erased the drive, whichever it is.
    ///
    /// # Errors
    /// The first thing that is not proved.
    pub fn accepted(&self) -> Result<(), NwipeRefusal> {
        if !self.complete {
            return Err(NwipeRefusal::Incomplete);
        }
        if self.method.starts_with("Verify") {
            return Err(NwipeRefusal::ChecksOnly(self.method.clone()));
        }
        if !WRITES.contains(&self.method.as_str()) {
            return Err(NwipeRefusal::UnknownMethod(self.method.clone()));
        }
        if self.rows != 1 {
            return Err(NwipeRefusal::NoSummary);
        }
        if self.status != "Erased" {
            return Err(NwipeRefusal::Status(self.status.clone()));
        }
        let Some(errors) = self.errors else { return Err(NwipeRefusal::NoSummary) };
        let errors = errors.iter().fold(self.faults, |sum, count| sum.saturating_add(*count));
        if errors != 0 {
            return Err(NwipeRefusal::Errors(errors));
        }
        let Some(size) = self.size.filter(|size| *size > 0) else { return Err(NwipeRefusal::SizeUnknown) };
        if self.written.is_empty() {
            return Err(NwipeRefusal::NothingWritten);
        }
        if let Some(written) = self.written.iter().find(|written| **written != size) {
            return Err(NwipeRefusal::PartialWrite { written: *written, size });
        }
        if self.passes_started != self.passes_finished || self.passes_finished < 1 {
            return Err(NwipeRefusal::PassesUnfinished);
        }
        // Read back to its end, the last time at least.
        if self.verified() == Verification::None || self.bytes_read.last() != Some(&size) {
            return Err(NwipeRefusal::NotVerified);
        }
        if self.hidden_area == Some(HiddenArea::Found) {
            return Err(NwipeRefusal::HiddenSectors);
        }
        let lasted = self.started_at.zip(self.ended_at).is_some_and(|(from, to)| from < to);
        if lasted { Ok(()) } else { Err(NwipeRefusal::NoDuration) }
    }

    /// The same for one medium: it is the one that the log names, and overwriting is enough for such a one.
    ///
    /// `matched` says that a second person matched the two by eye; `waiver`, that the donor accepts that an overwritten SSD keeps
    /// its spare area.
    ///
    /// # Errors
    /// The first thing that is not proved.
    pub fn accepted_for(&self, kind: MediumKind, serial: &str, matched: bool, waiver: bool) -> Result<(), NwipeRefusal> {
        self.accepted()?;
        if !matched {
            if self.hides_serial() {
                return Err(NwipeRefusal::SerialHidden);
            }
            let text = std::str::from_utf8(&self.serial).ok();
            if !text.is_some_and(|text| same_serial(text, serial)) {
                return Err(NwipeRefusal::SerialDiffers(self.serial_text()));
            }
        }
        match kind {
            MediumKind::Hdd => Ok(()),
            MediumKind::SsdSata | MediumKind::Nvme | MediumKind::Sd | MediumKind::UsbStick if waiver => Ok(()),
            kind => Err(NwipeRefusal::NotEnough(kind)),
        }
    }
}
