//! Tickets: submitted, answered with their time in one transaction, settled, reopened. Never deleted.

mod affected;
mod attachments;
mod batches;
mod blanking;
mod commands;
mod confidentiality;
mod conversation;
mod corrections;
pub(super) mod deed;
mod delays;
mod export;
pub(super) mod guests;
mod letters;
mod links;
pub(super) mod lists;
pub(super) mod machines;
mod merging;
mod outside;
pub(super) mod participations;
mod presence;
pub(super) mod reads;
mod satisfaction;
pub(super) mod search;
mod splitting;
mod steps;
mod submission;
pub mod tasks;
mod triage;
mod views;
pub(super) mod vocabulary;
mod waiting;
pub(super) mod words;

pub use affected::{Similar, find_similar, join, joined, leave, similar};
pub use attachments::{DraftFile, NewFile, StoredFile, attachment, forget_drafts, keep, kept, waiting_files};
pub use batches::{Batch, BatchError, Deeds, ForeseenMerges, batch, carry_out, chosen_rows, foresee_merges, undo};
pub(super) use blanking::WORDED;
pub use blanking::{Passage, blank};
pub use commands::{
    Answer, Asked, NewTicket, Next, Noted, TicketError, Time, answer, answer_once, assign, confirm, reopen, reply, reply_once,
    take, technicians, withdraw,
};
pub use confidentiality::{Covered, cover, covered, disclose, uncover};
pub(super) use conversation::group_of;
pub use conversation::{Conversation, Line, LineKind, Shown, conversation, first_words, last_answer, newest};
pub use corrections::{Before, Said, correct, said, versions};
pub use delays::{Due, due_of, tell_delays};
pub use export::{Exported, export_of_structure, export_own, export_queue};
pub use guests::{
    GuestRequest, GuestSeen, attachment_for_guest, called_back, close_as_guest, confirm_as_guest, end_guest, guest_of,
    keep_for_guest, reopen_as_guest, reply_as_guest, said_to_guest, submit_as_guest,
};
pub(super) use letters::settled_with_others_in;
pub use links::{Linked, link, links, numbered, unlink};
pub use lists::{Asking, PageKey, in_sight, of_structure, open, queue};
pub use machines::{NamedMachine, machines_of};
pub use merging::{Foreseen, MergeError, MergedTicket, foresee_merge, merge, merged_into, separate};
pub use outside::{OutsideError, add_outside};
pub use participations::{Participant, add, addable, hand_of, participants, take_out};
pub use presence::{forget_presence, present};
pub(super) use reads::of_equipment_after;
pub use reads::{
    COUNTED, QueueRow, Ticket, find, of_equipment, of_viewer, open_count, open_of_structure, requesters_of, usual_delay,
};
pub(super) use satisfaction::answers_in;
pub use satisfaction::{is_asked, satisfied};
pub use search::found;
pub use splitting::{NewSplit, split, splittable};
pub(super) use steps::write_in as write_steps_in;
pub use steps::{Step, steps, tick};
pub(super) use submission::{Submission, submit_in};
pub use submission::{Written, note_for, submit, submit_by_program, write};
pub use triage::{Triage, TriageError, categorise, sort_out};
pub use views::{Seen, mark_seen, views};
pub use waiting::{Tended, tend_waiting};
pub use words::index_missing;
