//! Tickets: submitted, answered with their time in one transaction, settled, reopened. Never deleted.

mod batches;
mod commands;
mod confidentiality;
mod conversation;
mod deed;
mod delays;
mod export;
mod letters;
pub(super) mod lists;
pub(super) mod participations;
mod pictures;
pub(super) mod reads;
pub(super) mod search;
mod steps;
mod submission;
pub mod tasks;
mod waiting;
pub(super) mod words;

pub use batches::{Batch, BatchError, Deeds, batch, carry_out, chosen_rows, undo};
pub use commands::{
    Answer, Asked, NewTicket, Next, Noted, TicketError, Time, answer, assign, confirm, prioritise, rename, reopen, reply, take,
    technicians, withdraw,
};
pub use confidentiality::{Covered, cover, covered, disclose, uncover};
pub use conversation::{Line, LineKind, Shown, conversation, first_words, last_answer};
pub use delays::{Due, due_of, tell_delays};
pub use export::{Exported, export_of_structure, export_own, export_queue};
pub use lists::{Asking, PageKey, of_structure, open, queue};
pub use participations::{Participant, add, addable, hand_of, participants, take_out};
pub use pictures::{Picture, StoredPicture, picture};
pub use reads::{
    COUNTED, QueueRow, Ticket, find, mark_read, of_equipment, of_viewer, open_count, open_of_structure, requesters_of, usual_delay,
};
pub use search::found;
pub(super) use steps::write_in as write_steps_in;
pub use steps::{Step, steps, tick};
pub(super) use submission::{Submission, submit_in};
pub use submission::{note_for, submit};
pub use waiting::{Tended, tend_waiting};
pub use words::index_missing;
