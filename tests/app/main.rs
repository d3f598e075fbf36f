//! The product from outside: people doing things, answers, letters. One file per concept.

mod costs;
mod doors;
mod requests;
mod session;
mod support;
mod tickets;
