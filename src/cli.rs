//! The command line: serve (the default), demo, simulate.

mod demo;
mod serve;
pub mod simulate;

pub use serve::defaults;

use clap::{Parser, Subcommand};
use std::path::PathBuf;

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
    },
    /// Try rules of the pool: read a scenario (JSON), print its outcome (JSON).
    Simulate {
        /// The scenario; standard input when absent.
        file: Option<PathBuf>,
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
            Command::Demo { reset, port } => demo::run(reset, port),
            Command::Simulate { file } => simulate_file(file),
        }
    }
}

fn simulate_file(file: Option<PathBuf>) -> Result<(), Exit> {
    let scenario = match &file {
        Some(path) => std::fs::read_to_string(path).map_err(|e| Exit::wrong(format!("{}: {e}", path.display())))?,
        None => std::io::read_to_string(std::io::stdin()).map_err(|e| Exit::wrong(format!("standard input: {e}")))?,
    };
    print!("{}", simulate::run(&scenario).map_err(Exit::wrong)?);
    Ok(())
}
