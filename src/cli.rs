//! The command line: serve (the default), demo, check, verify, simulate; load for `bin/bench`.

mod check;
mod demo;
mod load;
mod serve;
pub mod simulate;
mod verify;

pub use serve::defaults;

use crate::clock::Clock;
use crate::store::load::Scale;
use chrono::{DateTime, Utc};
use clap::{Parser, Subcommand};
use std::path::{Path, PathBuf};

/// The shared IT department of people who cannot each afford one.
#[derive(Parser)]
#[command(version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the group of this installation (the default).
    Serve,
    /// Serve a made-up group, to try everything without fear; what is done is kept until `--reset`.
    Demo {
        /// Start over from the beginning.
        #[arg(long)]
        reset: bool,
        /// The port on 127.0.0.1.
        #[arg(long, default_value_t = 8000)]
        port: u16,
        /// As if it were then (2026-11-26T10:30:00Z), and time went on: to show a month's end, whatever the day.
        #[arg(long)]
        at: Option<DateTime<Utc>>,
    },
    /// Compute everything anew from the journal and the interventions: says the first thing that is wrong, and ends with 1.
    Check,
    /// Check the life-book of a machine (NDJSON, as its page gives it) without a database: says the first event that is wrong, and
    /// ends with 1.
    Verify {
        /// The life-book; standard input when absent.
        file: Option<PathBuf>,
    },
    /// Try rules of the pool: read a scenario (JSON), print its outcome (JSON).
    Simulate {
        /// The scenario; standard input when absent.
        file: Option<PathBuf>,
    },
    /// Fill an empty database with a large made-up group, to measure with (`bin/bench`).
    #[command(hide = true)]
    Load {
        #[arg(long, default_value_t = 100)]
        structures: usize,
        #[arg(long, default_value_t = 24)]
        months: i32,
        #[arg(long, default_value_t = 100_000)]
        tickets: usize,
        #[arg(long, default_value_t = 300_000)]
        interventions: usize,
        /// Two a ticket when nothing is said.
        #[arg(long, default_value_t = 0)]
        messages: usize,
        #[arg(long, default_value_t = 0)]
        pictures: usize,
        #[arg(long, default_value_t = 5)]
        people: usize,
        #[arg(long, default_value_t = 4)]
        open: usize,
        /// As many as the work asks for when nothing is said.
        #[arg(long)]
        technicians: Option<usize>,
        /// Of each structure.
        #[arg(long, default_value_t = 10)]
        machines: usize,
        /// In the life of each machine.
        #[arg(long, default_value_t = 0)]
        events: usize,
    },
}

/// Why the program ends, and with which code: 2 for what the person who started it can mend.
#[derive(Debug)]
pub struct Exit {
    pub code: u8,
    pub message: String,
}

impl Exit {
    /// A wrong setting or input.
    fn wrong(message: impl ToString) -> Self {
        Self { code: 2, message: message.to_string() }
    }

    /// A fault of ours or of the machine.
    fn fault(message: impl ToString) -> Self {
        Self { code: 1, message: message.to_string() }
    }
}

impl Cli {
    /// Does what was asked.
    pub fn run(self) -> Result<(), Exit> {
        match self.command.unwrap_or(Command::Serve) {
            Command::Serve => serve::run(),
            Command::Demo { reset, port, at } => demo::run(reset, port, at.map_or_else(Clock::default, Clock::starting_at)),
            Command::Check => check::run(),
            Command::Verify { file } => verify::run(&read(file.as_deref())?).map(|good| println!("{good}")),
            Command::Simulate { file } => simulated(file.as_deref()).map(|outcome| print!("{outcome}")),
            Command::Load {
                structures,
                months,
                tickets,
                interventions,
                messages,
                pictures,
                people,
                open,
                technicians,
                machines,
                events,
            } => {
                let messages = messages.max(2 * tickets);
                load::run(Scale {
                    structures,
                    months,
                    tickets,
                    interventions,
                    messages,
                    pictures,
                    people,
                    open,
                    technicians,
                    machines,
                    events,
                })
            }
        }
    }
}

/// The outcome of a scenario, from a file or from standard input.
fn simulated(file: Option<&Path>) -> Result<String, Exit> {
    simulate::run(&read(file)?).map_err(Exit::wrong)
}

/// The text of a file, or of standard input.
fn read(file: Option<&Path>) -> Result<String, Exit> {
    match file {
        Some(path) => std::fs::read_to_string(path).map_err(|e| Exit::wrong(format!("{}: {e}", path.display()))),
        None => std::io::read_to_string(std::io::stdin()).map_err(|e| Exit::wrong(format!("standard input: {e}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/");

    #[test]
    fn simulate_gives_the_worked_example_and_two_for_bad_input() {
        let asked = Cli::try_parse_from(["parcommun", "simulate", "scenario.json"]).expect("a command");
        assert!(matches!(asked.command, Some(Command::Simulate { file: Some(_) })));
        let expected = std::fs::read_to_string(format!("{GOLDEN}five-months.expected.json")).expect("a golden file");
        assert_eq!(simulated(Some(Path::new(&format!("{GOLDEN}five-months.json")))).expect("an outcome"), expected);
        // An outcome is no scenario; neither is what is not there.
        for wrong in ["five-months.expected.json", "nothing.json"] {
            let exit = simulated(Some(Path::new(&format!("{GOLDEN}{wrong}")))).expect_err("refused");
            assert_eq!(exit.code, 2, "{}", exit.message);
            assert!(!exit.message.is_empty() && !exit.message.contains('\n'), "one line: {:?}", exit.message);
        }
    }
}
