//! The product from outside: people doing things, answers, letters. One file per concept.

mod commitments;
mod doors;
mod equipment;
mod hours;
mod kept;
mod requests;
mod security;
mod session;
mod snapshots;
mod statements;
mod support;
mod tickets;
