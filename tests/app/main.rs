//! The product from outside: people doing things, answers, letters. One file per concept.

mod doors;
mod looking;
mod notices;
mod requests;
mod session;
mod simulation;
mod support;
mod tickets;
