//! The flow of a ticket: priority from two plain questions, four states and the moves between them (`tickets.md` §§2, 3).

pub mod batches;
pub mod delays;
pub mod files;
pub mod filter;
pub mod merging;
pub mod secrets_in_words;
pub mod triage;
pub mod usual;

use super::vocabulary;
use chrono::{DateTime, TimeDelta, Utc};

vocabulary! {
    /// « Pouvez-vous encore travailler ? »
    pub enum Urgency {
        Yes = "yes",
        Hardly = "hardly",
        No = "no",
    }
}

vocabulary! {
    /// « Combien de personnes ? »
    pub enum Impact {
        Me = "me",
        Several = "several",
        All = "all",
    }
}

vocabulary! {
    /// What the queue is sorted by.
    pub enum Priority {
        Blocks = "blocks",
        Hinders = "hinders",
        CanWait = "can_wait",
    }
}

vocabulary! {
    /// The four states; there is no fifth.
    pub enum State {
        Received = "received",
        InHand = "in_hand",
        Waiting = "waiting",
        Settled = "settled",
    }
}

vocabulary! {
    /// How a ticket was settled.
    pub enum Outcome {
        Fixed = "fixed",
        Advice = "advice",
        NotOurs = "not_ours",
        Withdrawn = "withdrawn",
        /// It is one with another, and lives on there.
        Merged = "merged",
    }
}

vocabulary! {
    /// What two tickets have to do with each other (`tickets.md` § 7), read from the one that says it.
    pub enum LinkKind {
        /// « suite de »
        Follows = "follows",
        /// « bloquée par »
        BlockedBy = "blocked_by",
        /// « voir aussi »
        SeeAlso = "see_also",
    }
}

vocabulary! {
    /// How a request came in.
    pub enum Channel {
        Web = "web",
        Phone = "phone",
        /// By nobody: preventive work whose day comes.
        Series = "series",
        /// Through the sticker on a machine, without an account.
        Sticker = "sticker",
        /// By a program, with somebody's token.
        Api = "api",
    }
}

vocabulary! {
    /// What a line of the history says.
    pub enum EventKind {
        Submitted = "submitted",
        Read = "read",
        Taken = "taken",
        PassedOn = "passed_on",
        /// Given to a colleague; the detail is who, then why.
        Given = "given",
        Asked = "asked",
        Answered = "answered",
        Settled = "settled",
        Reopened = "reopened",
        Renamed = "renamed",
        Prioritised = "prioritised",
        /// What it is about was set; the detail is the name of the category, or nothing.
        Categorised = "categorised",
        /// It is about other machines; the detail is which before and, on another line, which now. Of a time when there was
        /// one alone: its name, or nothing.
        Concerned = "concerned",
        /// It is elsewhere; the detail is where before and, on another line, where now.
        Placed = "placed",
        /// Somebody takes part; the detail is who.
        Joined = "joined",
        /// The requester is waited for since long, and was reminded.
        Reminded = "reminded",
        /// The requester was waited for too long: it is settled, by nobody.
        Lapsed = "lapsed",
        /// Somebody takes part no more; the detail is who.
        Left = "left",
        /// The message was sent to an address outside too; the detail is who.
        SentOutside = "sent_outside",
        /// Made confidential.
        Covered = "covered",
        /// No longer confidential.
        Uncovered = "uncovered",
        /// A technician who has it not in hand reads a confidential request; the detail is why.
        Disclosed = "disclosed",
        /// Another ticket lives on in this one; the detail is its number.
        Merged = "merged",
        /// It lives on in another; the detail is its number.
        MergedInto = "merged_into",
        /// They are two again; the detail is the number of the other.
        Separated = "separated",
        /// Messages went to a ticket of their own; the detail is its number.
        Split = "split",
        /// It was made of messages of another; the detail is its number.
        SplitFrom = "split_from",
        /// Tied to an outage; the detail is its title.
        Tied = "tied",
        /// No longer tied to one; the detail is its title.
        Untied = "untied",
        /// Somebody comes for it; the detail is the day and the minute after midnight, as of the next three.
        VisitPlanned = "visit_planned",
        /// They come at another time.
        VisitMoved = "visit_moved",
        /// They do not come for it after all.
        VisitCancelled = "visit_cancelled",
        /// The time of the visit has passed.
        VisitDone = "visit_done",
        /// A passage of a message was blanked: who and when, never what.
        Blanked = "blanked",
        /// Who asked without an account is who they say: by the link that was mailed, or called back by who acts.
        Confirmed = "confirmed",
    }
}

vocabulary! {
    /// What somebody has to do with a ticket.
    pub enum Part {
        /// Asks, alone or with others: equal rights, each is answered.
        Requester = "requester",
        /// Follows: reads everything that requesters read.
        Watcher = "watcher",
    }
}

/// Whose hand acts on the people of a ticket (`tickets.md` §4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hand {
    pub part: Option<Part>,
    pub referent: bool,
    pub technician: bool,
    /// The ticket is confidential: who asks alone decides who reads it.
    pub confidential: bool,
}

impl Hand {
    /// Whether they may add somebody: watchers by a requester, the referent, a technician; requesters by their equals
    /// and the technician.
    pub fn may_add(self, part: Part) -> bool {
        let asks = self.part == Some(Part::Requester);
        if self.confidential {
            return asks;
        }
        match part {
            Part::Watcher => asks || self.referent || self.technician,
            Part::Requester => asks || self.technician,
        }
    }

    /// Whether they may take somebody out: oneself always; watchers by who may add them, requesters by a technician.
    /// The first requester stays.
    pub fn may_take_out(self, part: Part, oneself: bool, first: bool) -> bool {
        let others = match part {
            Part::Watcher => self.may_add(Part::Watcher),
            Part::Requester => self.technician,
        };
        !first && (oneself || others)
    }

    /// Whether they may send what they write to an address outside: who asks and technicians, a referent as far as they read.
    pub fn may_send_outside(self) -> bool {
        self.part == Some(Part::Requester) || self.technician || (self.referent && !self.confidential)
    }

    /// Whether they may make it confidential: any requester, a technician who reads it.
    pub fn may_cover(self) -> bool {
        self.part == Some(Part::Requester) || self.technician
    }

    /// Whether they may make it as any other: only who asks.
    pub fn may_uncover(self) -> bool {
        self.part == Some(Part::Requester)
    }
}

/// How many addresses outside may follow a ticket (`tickets.md` §4).
pub const MOST_OUTSIDE: usize = 5;

/// How many characters of the sentence make the title until a technician gives a better one.
pub const TITLE_CHARACTERS: usize = 80;

/// How many days the requester is waited for before the one reminder (`tickets.md` §3).
pub const WAITED_DAYS_TOLD: i64 = 14;

/// How many days the requester is waited for before the request is settled (`tickets.md` §3).
pub const WAITED_DAYS_SETTLED: i64 = 30;

/// How long the requester can say « Ce n'est pas réglé » (`tickets.md` §3).
pub const REOPENING_DAYS: i64 = 14;

impl Priority {
    /// The matrix of `tickets.md` §2.
    pub const fn of(urgency: Urgency, impact: Impact) -> Self {
        match (urgency, impact) {
            (Urgency::No, _) | (Urgency::Hardly, Impact::All) => Self::Blocks,
            (Urgency::Hardly, _) | (Urgency::Yes, Impact::All) => Self::Hinders,
            (Urgency::Yes, _) => Self::CanWait,
        }
    }

    /// The place in the queue: blocked people first; within a level more people first. Smaller comes first.
    pub const fn queue_rank(self, impact: Impact) -> i64 {
        let level = match self {
            Self::Blocks => 0,
            Self::Hinders => 10,
            Self::CanWait => 20,
        };
        let crowd = match impact {
            Impact::All => 0,
            Impact::Several => 1,
            Impact::Me => 2,
        };
        level + crowd
    }

    /// Whether tickets of this rank block somebody.
    pub const fn blocks_at(queue_rank: i64) -> bool {
        queue_rank < 10
    }
}

/// The first sentence of what was typed, cut at a word within [`TITLE_CHARACTERS`], with « … » when something is left out.
pub fn title_of(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= TITLE_CHARACTERS {
        return line;
    }
    let cut: String = line.chars().take(TITLE_CHARACTERS - 1).collect();
    let at_word = match cut.rfind(' ') {
        Some(space) if space > TITLE_CHARACTERS / 2 => &cut[..space],
        _ => &cut,
    };
    format!("{}…", at_word.trim_end_matches([',', ';', ':', ' ']))
}

/// Where a ticket stands, as far as its moves are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub state: State,
    pub has_assignee: bool,
    pub was_read: bool,
    pub settled_at: Option<DateTime<Utc>>,
}

/// What somebody wants to do with a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// A technician takes it in hand.
    Take,
    /// A technician gives it back to the queue: « passer la main ».
    PassOn,
    /// A technician asks the requester a question.
    Ask,
    /// A technician declares it settled.
    Settle(Outcome),
    /// The requester writes.
    Reply,
    /// The requester says « C'est réglé ».
    Confirm,
    /// The requester takes the request back, while nobody has read it.
    Withdraw,
    /// The requester or the referent says « Ce n'est pas réglé ».
    Reopen,
    /// A technician opens it again, at any time.
    ReopenAsTechnician,
}

/// Why a move is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The ticket is not in a state from which this move exists.
    #[error("no such move from this state")]
    NotFromHere,
    /// Somebody has read the request: it can be settled, no longer taken back.
    #[error("already read")]
    AlreadyRead,
    /// Settled more than [`REOPENING_DAYS`] ago: a new request is asked instead.
    #[error("settled too long ago")]
    TooLate,
}

impl Standing {
    /// The state after the move, or why there is no such move. Pure: the store records what it answers.
    pub fn after(&self, wanted: Move, now: DateTime<Utc>) -> Result<State, Refusal> {
        use State::{InHand, Received, Settled, Waiting};
        let open_again = if self.has_assignee { InHand } else { Received };
        match (self.state, wanted) {
            (Received | Waiting | InHand, Move::Take) => Ok(InHand),
            (InHand | Waiting, Move::PassOn) => Ok(Received),
            (Received | InHand | Waiting, Move::Ask) => Ok(Waiting),
            (Received | InHand | Waiting, Move::Settle(_) | Move::Confirm) => Ok(Settled),
            (Waiting, Move::Reply) => Ok(open_again),
            (Received | InHand, Move::Reply) => Ok(self.state),
            (Received, Move::Withdraw) if !self.was_read => Ok(Settled),
            (Received | InHand | Waiting, Move::Withdraw) => Err(Refusal::AlreadyRead),
            (Settled, Move::ReopenAsTechnician) => Ok(open_again),
            (Settled, Move::Reopen | Move::Reply) if self.can_be_reopened(now) => Ok(open_again),
            (Settled, Move::Reopen | Move::Reply) => Err(Refusal::TooLate),
            _ => Err(Refusal::NotFromHere),
        }
    }

    /// Whether the requester may still say « Ce n'est pas réglé ».
    pub fn can_be_reopened(&self, now: DateTime<Utc>) -> bool {
        self.settled_at.is_some_and(|at| now - at <= TimeDelta::days(REOPENING_DAYS))
    }
}

#[cfg(test)]
mod tests;
