//! Reads a log line by line. Nothing in it is trusted to be text, to be whole, or to come once: nwipe appends to its file.

use super::WipedDrive;
use crate::domain::chain::{HiddenArea, Verification};
use chrono::NaiveDateTime;

/// The most of a log that is read, in bytes, and the most drives: a log of ours is some kilobytes long.
const MOST_BYTES: usize = 8 << 20;
const MOST_DRIVES: usize = 1_000;

/// The drives of a log, run by run, in the order in which each was found.
pub fn read(log: &[u8]) -> Vec<WipedDrive> {
    let mut reader = Reader::default();
    for line in log.get(..log.len().min(MOST_BYTES)).unwrap_or_default().split(|byte| *byte == b'\n') {
        reader.line(line.strip_suffix(b"\r").unwrap_or(line));
    }
    reader.end_run();
    reader.drives
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Table {
    #[default]
    None,
    Errors,
    Status,
}

/// What a run says of all its drives.
#[derive(Default)]
struct Options {
    banner: String,
    method: String,
    rounds: i64,
    verification: Option<Verification>,
}

#[derive(Default)]
struct Reader {
    drives: Vec<WipedDrive>,
    /// Those of the run that is read.
    run: Vec<WipedDrive>,
    options: Options,
    table: Table,
    /// Whether a drive of the run was begun with.
    begun: bool,
    tail: String,
    tail_at: Option<NaiveDateTime>,
}

impl Reader {
    fn line(&mut self, line: &[u8]) {
        let Some((at, level, words)) = stamped(line) else { return self.unstamped(line) };
        let text = String::from_utf8_lossy(words).into_owned();
        if level.is_empty() {
            return self.tail(&text, at);
        }
        if level == "notice" && words.starts_with(b"Found ") {
            return self.found(words.get(6..).unwrap_or_default());
        }
        if level == "info" && text.starts_with("Nwipe ") {
            self.run.iter_mut().for_each(|drive| drive.complete = true);
            return self.end_run();
        }
        if self.option(&text) {
            return;
        }
        let fault = level == "error" || level == "fatal";
        if let Some(drive) = self.run.iter_mut().find(|drive| names(&text, &drive.device)) {
            self.begun |= of_drive(drive, &text, at);
            drive.faults += i64::from(fault);
        }
    }

    /// `Found /dev/sda, ATA, MODEL, 500 GB, S/N=…`. A drive that was begun with is found again: another run was appended.
    fn found(&mut self, words: &[u8]) {
        let Some(mark) = words.windows(4).position(|window| window == b"S/N=") else { return };
        let (before, serial) = words.split_at(mark);
        let before = String::from_utf8_lossy(before).into_owned();
        let mut parts = before.splitn(3, ',').map(str::trim);
        let (Some(device), Some(bus), Some(rest)) = (parts.next(), parts.next(), parts.next()) else { return };
        if self.begun {
            self.end_run();
        }
        if self.run.len() + self.drives.len() >= MOST_DRIVES {
            return;
        }
        // What stands before the last two commas is the model, whatever it holds.
        let rest = rest.trim_end().trim_end_matches(',');
        let model = rest.rsplit_once(',').map_or(rest, |(model, _)| model);
        self.run.push(WipedDrive {
            device: device.to_owned(),
            bus: bus.to_owned(),
            model: model.trim().to_owned(),
            serial: serial.get(4..).unwrap_or_default().to_vec(),
            ..WipedDrive::default()
        });
    }

    /// `  method   = Fill With Zeros`.
    fn option(&mut self, text: &str) -> bool {
        if text.starts_with("Program options") && self.begun {
            self.end_run();
        }
        let Some((name, value)) = text.split_once('=') else { return false };
        let value = value.trim();
        match name.trim() {
            "banner" => self.options.banner = value.to_owned(),
            "method" => self.options.method = value.to_owned(),
            "rounds" => self.options.rounds = number(value).unwrap_or(0),
            "verify" => {
                self.options.verification = match value.split(' ').next() {
                    Some("1") => Some(Verification::LastPass),
                    Some("2") => Some(Verification::AllPasses),
                    _ => Some(Verification::None),
                }
            }
            _ => return false,
        }
        true
    }

    fn unstamped(&mut self, line: &[u8]) {
        let text = String::from_utf8_lossy(line);
        if text.starts_with("***") {
            self.table = match text.trim_matches('*').trim() {
                "Error Summary" => Table::Errors,
                "Drive Status" => Table::Status,
                _ => Table::None,
            };
            return;
        }
        let mut cells = text.trim_start_matches('!').split('|').map(str::trim);
        let Some(name) = cells.next().filter(|name| !name.is_empty()) else { return };
        let table = self.table;
        // The same path may be found twice on an odd machine: neither is told from the other then.
        for drive in self.run.iter_mut().filter(|drive| drive.device.rsplit('/').next() == Some(name)) {
            match table {
                Table::Errors => {
                    let mut next = || cells.next().and_then(number);
                    drive.errors = next().zip(next()).zip(next()).map(|((passes, checks), sync)| [passes, checks, sync]);
                }
                Table::Status => {
                    drive.rows += 1;
                    if let Some(status) = cells.next() {
                        drive.status = status.to_owned();
                    }
                }
                Table::None => {}
            }
        }
    }

    /// `[…] Total Throughput   0 B/s, Fill With Zeros, 1R+NB+VL`.
    fn tail(&mut self, text: &str, at: NaiveDateTime) {
        if text.starts_with("Total Throughput") {
            self.tail = text.rsplit(',').next().unwrap_or_default().trim().to_owned();
            self.tail_at = Some(at);
        }
    }

    /// The drives of the run get what holds for all of them.
    fn end_run(&mut self) {
        let options = std::mem::take(&mut self.options);
        let tail = std::mem::take(&mut self.tail);
        let tail_at = self.tail_at.take();
        for mut drive in self.run.drain(..) {
            // Found and left alone: nothing was done with it.
            if drive.started_at.is_none() && drive.rows == 0 {
                continue;
            }
            drive.banner.clone_from(&options.banner);
            drive.method.clone_from(&options.method);
            drive.rounds = options.rounds;
            drive.verification = options.verification;
            drive.tail.clone_from(&tail);
            drive.ended_at = tail_at.or(drive.ended_at);
            self.drives.push(drive);
        }
        self.begun = false;
        self.table = Table::None;
    }
}

/// A line that names a drive; whether it tells that the drive was begun with.
fn of_drive(drive: &mut WipedDrive, text: &str, at: NaiveDateTime) -> bool {
    if drive.started_at.is_some() {
        drive.ended_at = Some(at);
    }
    if let Some((_, sizes)) = text.split_once(", sect/blk/dev ") {
        drive.size = sizes.rsplit('/').next().and_then(number);
    } else if text.starts_with("Invoking method") {
        drive.started_at = Some(at);
        return true;
    } else if text.starts_with("Starting pass ") {
        drive.passes_started += 1;
    } else if text.starts_with("Finished pass ") {
        drive.passes_finished += 1;
    } else if let Some((bytes, _)) = text.split_once(" bytes written to ") {
        // A count that does not read is no device's size.
        drive.written.push(number(bytes).unwrap_or(-1));
    } else if let Some((bytes, _)) = text.split_once(" bytes read from ") {
        drive.bytes_read.push(number(bytes).unwrap_or(-1));
    } else if text.contains("HIDDEN SECTORS DETECTED") {
        drive.hidden_area = Some(HiddenArea::Found);
    } else if text.contains("HIDDEN SECTORS INDETERMINATE") && drive.hidden_area != Some(HiddenArea::Found) {
        drive.hidden_area = Some(HiddenArea::Unknown);
    } else if text.contains("No hidden sectors") && drive.hidden_area.is_none() {
        drive.hidden_area = Some(HiddenArea::None);
    }
    false
}

/// `[2026/01/15 08:30:56]  notice: words`: when, the level (none in a summary), the words.
fn stamped(line: &[u8]) -> Option<(NaiveDateTime, String, &[u8])> {
    let rest = line.strip_prefix(b"[")?;
    let end = rest.iter().position(|byte| *byte == b']')?;
    let at = NaiveDateTime::parse_from_str(std::str::from_utf8(rest.get(..end)?).ok()?, "%Y/%m/%d %H:%M:%S").ok()?;
    let words = rest.get(end + 1..)?;
    for level in ["notice", "info", "warning", "error", "fatal", "debug"] {
        let trimmed = words.trim_ascii_start();
        if let Some(words) = trimmed.strip_prefix(level.as_bytes()).and_then(|words| words.strip_prefix(b": ")) {
            // Options are indented: what stands before their name says nothing.
            return Some((at, level.to_owned(), words.trim_ascii_start()));
        }
    }
    Some((at, String::new(), words.trim_ascii_start()))
}

/// Whether a line names this very device: `/dev/sda` is not named by `/dev/sdaa`.
fn names(text: &str, device: &str) -> bool {
    text.match_indices(device).any(|(at, _)| {
        let after = text.get(at + device.len()..).and_then(|rest| rest.chars().next());
        after.is_none_or(|letter| !letter.is_ascii_alphanumeric())
    })
}

fn number(text: &str) -> Option<i64> {
    text.trim().parse().ok()
}
