//! The product from outside: people doing things, answers, letters. One file per concept.

mod doors;
mod requests;
mod session;
mod support;
mod tickets;
