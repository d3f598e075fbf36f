//! How somebody acknowledges that machines left or arrived (`equipment.md` § 2.6).

use crate::domain::vocabulary;

vocabulary! {
    /// What is signed of a transfer.
    pub enum SignedAct {
        /// By the receiver, when they have no account to accept by: the mandate to erase stands in it.
        Acceptance = "acceptance",
        /// By the sender.
        Dispatch = "dispatch",
        /// By the receiver.
        Reception = "reception",
    }
}

vocabulary! {
    /// In which way somebody signs.
    pub enum SigningWay {
        /// Signed in.
        Account = "account",
        /// By a one-time link that came by mail.
        Link = "link",
        /// At the door, on the screen of the sender.
        Door = "door",
        /// On paper, scanned.
        Paper = "paper",
    }
}

vocabulary! {
    /// What happened to a machine that is ready, as letters tell it.
    pub enum ReservationDeed {
        Reserved = "reserved",
        Released = "released",
        /// Its day has come.
        Expired = "expired",
    }
}

vocabulary! {
    /// What happened to a transfer, as letters tell it.
    pub enum TransferDeed {
        Proposed = "proposed",
        Accepted = "accepted",
        Declined = "declined",
        Cancelled = "cancelled",
        Expired = "expired",
        Dispatched = "dispatched",
        Received = "received",
        /// The sender acknowledged it, or seven days have passed.
        Closed = "closed",
    }
}
