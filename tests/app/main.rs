//! The product from outside: people doing things, answers, letters. One file per concept.

mod agreements;
mod commitments;
mod confidential;
mod costs;
mod delays;
mod doors;
mod equipment;
mod hours;
mod kept;
mod looking;
mod money;
mod month_end;
mod notices;
mod participations;
mod requests;
mod search;
mod security;
mod series;
mod session;
mod simulation;
mod snapshots;
mod statements;
mod subsidies;
mod support;
mod tickets;
mod working_time;
