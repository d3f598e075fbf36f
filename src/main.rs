//! The program: logger, command line, exit code.

#![forbid(unsafe_code)]

use clap::Parser;
use parcommun::cli::{Cli, Exit};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, fmt};

/// Twenty to thirty per cent more requests than the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    // Before Rocket is built: it keeps a logger that it finds. Its own lines print whole addresses, hence the filter.
    let quiet = "info,rocket=error,rocket::server::_=off,sqlx=warn,hyper=warn,sea_orm_migration=warn";
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(quiet));
    tracing_subscriber::registry().with(filter).with(fmt::layer().json().with_writer(std::io::stderr)).init();
    match Cli::parse().run() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(Exit { code, message }) => {
            eprintln!("parcommun: {message}");
            std::process::ExitCode::from(code)
        }
    }
}
