//! Tickets: submitted, answered with their time in one transaction, settled, reopened. Never deleted.

mod commands;
mod letters;
mod pictures;
mod reads;

pub use commands::{
    Answer, Asked, NewTicket, Next, Noted, TicketError, Time, answer, confirm, note_for, pass_on, prioritise, rename, reopen,
    reply, submit, take, withdraw,
};
pub use pictures::{Picture, StoredPicture, picture};
pub use reads::{
    Filter, Line, LineKind, PageKey, QueueRow, Shown, Ticket, conversation, find, mark_read, of_equipment, of_structure, of_viewer,
    open_count, open_of_structure, queue, requesters_of, usual_delay,
};
