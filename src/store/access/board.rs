//! Who reads what months came to for the whole group: the coordinator, and the board those that are closed.

use super::{Coordinator, Reach, Scope, Viewer};
use crate::store::entities::closing;
use chrono::NaiveDate;
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Expr, Query};

/// A reading right on the group's closed months, until a day: the hours of structures, no person, no word, no ticket.
#[derive(Clone, Debug)]
pub struct Board {
    viewer: Viewer,
    until: NaiveDate,
}

impl Board {
    /// The proof, or `None` when the viewer has no such right, or had it until a day that is over.
    pub fn of(viewer: &Viewer) -> Option<Self> {
        viewer.board_until.map(|until| Self { viewer: viewer.clone(), until })
    }

    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    /// The last day of the right.
    pub fn until(&self) -> NaiveDate {
        self.until
    }
}

/// At home nowhere: what closed months came to alone, whatever else the person does in the group.
impl From<&Board> for Scope {
    fn from(board: &Board) -> Self {
        Self(Reach { closed_months: true, pool_version: board.viewer.pool_version, ..Reach::nowhere(board.viewer.person) })
    }
}

/// Reads the reports of the whole group: the coordinator of every month, the board of those that are closed.
#[derive(Clone, Debug)]
pub enum ReportReader {
    Coordinator(Coordinator),
    Board(Board),
}

impl ReportReader {
    /// The proof, or `None` when the viewer is neither; who is both reads as the coordinator.
    pub fn of(viewer: &Viewer) -> Option<Self> {
        Coordinator::of(viewer).map(Self::Coordinator).or_else(|| Board::of(viewer).map(Self::Board))
    }

    pub fn viewer(&self) -> &Viewer {
        match self {
            Self::Coordinator(coordinator) => coordinator.viewer(),
            Self::Board(board) => board.viewer(),
        }
    }

    /// What the coordinator alone may read and do beside a report.
    pub fn coordinator(&self) -> Option<&Coordinator> {
        match self {
            Self::Coordinator(coordinator) => Some(coordinator),
            Self::Board(_) => None,
        }
    }
}

impl From<&Coordinator> for ReportReader {
    fn from(coordinator: &Coordinator) -> Self {
        Self::Coordinator(coordinator.clone())
    }
}

impl From<&ReportReader> for Scope {
    fn from(reader: &ReportReader) -> Self {
        match reader {
            ReportReader::Coordinator(coordinator) => coordinator.into(),
            ReportReader::Board(board) => board.into(),
        }
    }
}

/// That the month of the row's column is closed.
pub(super) fn is_closed(period: impl ColumnTrait) -> Expr {
    let closed = Query::select().column(closing::Column::Period).from(closing::Entity).to_owned();
    period.in_subquery(closed)
}
