//! Interventions: logged, corrected in the open month, never edited in place: a correction is a new version.

mod commands;
mod corrections;
mod late;
mod merging;
mod reads;

pub use commands::{Change, correct, log, log_once, withdraw};
pub(super) use commands::{Version, insert_in, log_in, recount_in};
pub use corrections::{Corrected, corrected};
pub use late::{Late, LateError, count_late, drop_late, late, late_of_worker, waits_for};
pub(super) use merging::{charged_apart_and_together, move_back_in, move_in};
pub use reads::{Earlier, Sheet, earlier, find, of_equipment, of_ticket, of_worker, pieces_on, sheet, spent, spent_on, worked};
pub(super) use reads::{of_equipment_before, of_machine};

use super::DbErr;
use super::entities::{intervention, structure};
use crate::domain::ids::{EntryId, EquipmentId, PersonId, StructureId, TicketId};
use crate::domain::interventions::{Kind, NotCharged, Piece};
use crate::domain::time::{Minutes, Month};
use chrono::NaiveDate;
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Expr, Query};

/// Whether its month counts an intervention. The column itself is the condition: to SQLite `counted = ?` is another one than
/// the `counted` of its index, and every row would be read.
pub(super) fn is_counted() -> Expr {
    Expr::col((intervention::Entity, intervention::Column::Counted))
}

/// Every structure, as a condition: their months are found by the index on structure and month; a month alone has none.
pub(super) fn everywhere() -> Expr {
    let structures = Query::select().column(structure::Column::Id).from(structure::Entity).to_owned();
    intervention::Column::StructureId.in_subquery(structures)
}

/// A piece of work, as it is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    pub structure: StructureId,
    pub ticket: Option<TicketId>,
    pub equipment: Option<EquipmentId>,
    /// Local day on which it was done.
    pub day: NaiveDate,
    /// Minutes after local midnight; `None` when nobody remembers.
    pub start: Option<u32>,
    /// Real minutes, at least one.
    pub minutes: Minutes,
    pub kind: Kind,
    pub not_charged: Option<NotCharged>,
    pub note: String,
}

/// An intervention as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intervention {
    pub entry: EntryId,
    pub version: i64,
    /// The month that counts it.
    pub period: Month,
    pub worker: PersonId,
    pub worker_name: String,
    pub structure_name: String,
    pub ticket_number: Option<i64>,
    pub equipment_name: Option<String>,
    /// On a confidential ticket that the reader may not read: no note, no machine.
    pub covered: bool,
    pub work: Work,
}

/// What became of a piece of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Logged {
    /// It counts in the month of its day.
    Counted,
    /// That month is closed: it is kept whole, and waits until somebody decides.
    Late,
}

/// Why time cannot be written down so.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The month is closed: its figures never move again.
    #[error("that month is closed")]
    MonthClosed,
    /// A change of a closed month is explained to the member concerned.
    #[error("no reason")]
    NoReason,
    /// Work of a closed month stays with its structure and its month; else it is taken out there and noted anew.
    #[error("another structure or month")]
    Elsewhere,
    /// The day has not come yet.
    #[error("in the future")]
    Future,
    /// The structure has no agreement in that month.
    #[error("no agreement in that month")]
    NoAgreement,
    /// The same technician was at work elsewhere at that time.
    #[error("overlaps another intervention")]
    Overlap { start: u32, end: u32, structure: String },
    /// The ticket or the machine is not of that structure, or the intervention not within reach.
    #[error("not of this structure")]
    Foreign,
    /// Somebody has corrected it in between.
    #[error("a newer version exists")]
    Newer,
    /// The key is that of somebody else's work, or of work that was taken out.
    #[error("the key is taken")]
    Taken,
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl Work {
    /// What the charging rules look at.
    pub fn piece(&self) -> Piece {
        Piece {
            ticket: self.ticket.map(|id| id.0),
            day: self.day,
            kind: self.kind,
            start: self.start,
            real: self.minutes,
            not_charged: self.not_charged,
        }
    }
}

pub(super) fn piece_of(row: &intervention::Model) -> Piece {
    work_of(row).piece()
}

fn work_of(row: &intervention::Model) -> Work {
    Work {
        structure: row.structure_id,
        ticket: row.ticket_id,
        equipment: row.equipment_id,
        day: row.day,
        start: row.start_minute.and_then(|m| u32::try_from(m).ok()),
        minutes: row.minutes,
        kind: row.kind,
        not_charged: row.not_charged,
        note: row.note.clone(),
    }
}
