//! Outages (« pannes signalées »): told by technicians, news by news; « moi aussi » adds a person; the last word settles
//! the requests that are tied to one.

mod affected;
mod closing;
mod reach;
mod reads;
mod ties;
mod writes;

pub use affected::{join, leave};
pub use closing::{Ending, close, ending};
pub use reach::{Nameable, known_places_of, nameable, naming, reach_of, reaches_of};
pub(super) use reach::{naming_machines, naming_sites};
pub use reads::{News, Outage, PastKey, find, news, open, open_concerning, past};
pub use ties::{open_for, tie, tied_tickets, untie};
pub use writes::{OutageError, Written, change, write};

pub(super) use affected::join_in;
pub(super) use closing::close_row_in;
pub(super) use writes::{change_in, write_in};
