//! One deed on many tickets at once (`tickets.md` §10): each is done or refused by itself, and each refusal is named.

use crate::domain::vocabulary;

/// How many tickets one deed takes at most.
pub const MOST: usize = 200;

/// How many are made one at a time: what comes of it is shown first, and has to be read.
pub const MOST_MERGED: usize = 20;

vocabulary! {
    /// What is done with all of them.
    pub enum Act {
        /// Given to a technician.
        Give = "give",
        /// The requesters are asked one and the same thing.
        Ask = "ask",
        /// Settled with one and the same text.
        Settle = "settle",
        /// Said to be about one thing.
        Categorise = "categorise",
        /// Tied to an outage.
        Tie = "tie",
        /// Made one with the first of them.
        Merge = "merge",
    }
}

impl Act {
    /// Whether it can be taken back: what was asked has been read.
    pub const fn can_be_undone(self) -> bool {
        !matches!(self, Self::Ask)
    }
}

vocabulary! {
    /// What became of one of them.
    pub enum Fate {
        /// Not yet: the program stopped in the middle, or is at it.
        Pending = "pending",
        Done = "done",
        /// It was so before.
        Already = "already",
        /// Not there, or its words are kept from who acts: the same answer.
        Absent = "absent",
        /// Its state knows no such move.
        Refused = "refused",
        /// Taken back.
        Undone = "undone",
        /// Not taken back: somebody has changed it since.
        Kept = "kept",
        /// The others are one with it.
        LivesOn = "lives_on",
    }
}
