//! Work that comes again: a rule in calendar days, which of its dates are due, and on which day somebody comes
//! (`tickets.md` § 9). No hours and no time zone: a date is the same for everybody.

mod due;
mod rfc5545;
mod rule;
#[cfg(test)]
mod tests;

pub use due::{Due, due, visit_day};
pub use rfc5545::Unreadable;
pub use rule::{Days, End, Frequency, Refusal, Rule};

use super::vocabulary;

vocabulary! {
    /// Why an occurrence was made no ticket of.
    pub enum Skipped {
        /// Nothing ran when its day came, and a later one took its place.
        Missed = "missed",
        /// The structure had no agreement in its month.
        NoAgreement = "no_agreement",
    }
}

/// How many days before its day an occurrence may become a ticket.
pub const MOST_DAYS_AHEAD: i64 = 60;

/// How many steps a checklist may have.
pub const MOST_STEPS: usize = 20;

/// The steps of a checklist, one a line: trimmed, without empty lines nor the marks that people put before them.
pub fn steps(text: &str) -> Vec<String> {
    let step = |line: &str| line.trim().trim_start_matches(['-', '•', '*', '–']).trim().to_owned();
    text.lines().map(step).filter(|step| !step.is_empty()).collect()
}
