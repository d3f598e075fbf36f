//! Why a month of the pool is refused, as data: pages choose the words, the command line uses these.

use std::fmt;

use super::{Code, MOST_MINUTES, Rules};
use crate::domain::{
    sharing::SharingError,
    time::{Minutes, Month},
};

/// A refusal changes nothing. It names the month, and the structure when one is concerned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Refusal {
    pub month: Month,
    pub structure: Option<Code>,
    pub why: Why,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.structure {
            Some(code) => write!(f, "{}: structure {code}: {}", self.month, self.why),
            None => write!(f, "{}: {}", self.month, self.why),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    #[error("the rule {rule} is out of bounds (at most {} per mille, {} months)", Rules::HIGHEST_PERMILLE, Rules::LONGEST_VALIDITY)]
    RuleOutOfBounds { rule: &'static str },
    #[error("{what} of {minutes} minutes is out of bounds (from {least} to {})", MOST_MINUTES.0, minutes = minutes.0, least = least.0)]
    OutOfBounds { what: &'static str, minutes: Minutes, least: Minutes },
    #[error("more than {most} {what}")]
    TooMany { what: &'static str, most: usize },
    #[error("it is not a member this month")]
    NotAMember,
    #[error("it cannot give to itself")]
    GiftToItself,
    #[error("it cannot give {asked} minutes, it has {left} left", asked = asked.0, left = left.0)]
    GiftBeyondWhatIsLeft { asked: Minutes, left: Minutes },
    #[error("it cannot be granted {asked} minutes, the pot holds {pot}", asked = asked.0, pot = pot.0)]
    GrantBeyondThePot { asked: Minutes, pot: Minutes },
    #[error("a correction must be of an earlier month, not of {of}")]
    CorrectionNotOfAnEarlierMonth { of: Month },
    #[error("a correction cannot take back {asked} minutes of {of}, {covered} of them are charged there", asked = asked.0, covered = covered.0)]
    CorrectionBeyondTheCharge { of: Month, asked: Minutes, covered: Minutes },
    #[error(transparent)]
    Sharing(#[from] SharingError),
}
