//! Pages of tickets: what a filter shows, in its order, each page after the last row of the one before (keyset, never an
//! offset), none of them counted.

use super::machines::is_about;
use super::reads::{QueueRow, is_open, told_over, with_names};
use crate::domain::ids::TicketId;
use crate::domain::tickets::State;
use crate::domain::tickets::filter::{InHandOf, Order, Stage, TicketFilter};
use crate::store::access::{Scope, Technician, Viewer, WordsOf};
use crate::store::entities::{ticket, ticket_equipment};
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Select};

/// Where a page of a list starts: after this row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageKey {
    pub queue_rank: i64,
    /// When it was received; changed, where the list is in that order.
    pub at: DateTime<Utc>,
    pub id: TicketId,
}

impl QueueRow {
    /// The key of the page that starts after this row.
    pub fn key(&self, order: Order) -> PageKey {
        let at = if order == Order::Changed { self.changed_at } else { self.received_at };
        PageKey { queue_rank: self.queue_rank, at, id: self.id }
    }
}

/// A page that is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'f> {
    pub filter: &'f TicketFilter,
    /// What the list shows when the filter says no state.
    pub usually: Stage,
    /// Received from the first instant on, before the second: the filter's days are those of a zone.
    pub received: (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
    pub after: Option<PageKey>,
    /// One row more than the page, to know of a next one.
    pub most: u64,
}

/// One page of a technician's tickets.
pub async fn queue(db: &Db, by: &Technician, asking: Asking<'_>) -> Result<Vec<QueueRow>, DbErr> {
    page(db, &by.into(), asking).await
}

/// One page of the tickets that somebody sees, as lines at least.
pub async fn in_sight(db: &Db, viewer: &Viewer, asking: Asking<'_>) -> Result<Vec<QueueRow>, DbErr> {
    page(db, &viewer.into(), asking).await
}

/// The first of all that is open, blocked people first.
pub async fn open(db: &Db, by: &Technician, most: u64) -> Result<Vec<QueueRow>, DbErr> {
    let filter = TicketFilter::default();
    queue(db, by, Asking { filter: &filter, usually: Stage::Open, received: (None, None), after: None, most }).await
}

/// One page of the tickets of a structure.
pub async fn of_structure(db: &Db, by: &WordsOf, asking: Asking<'_>) -> Result<Vec<QueueRow>, DbErr> {
    let filter = TicketFilter { structure: Some(by.structure()), ..*asking.filter };
    page(db, &by.into(), Asking { filter: &filter, ..asking }).await
}

async fn page(db: &Db, within: &Scope, asking: Asking<'_>) -> Result<Vec<QueueRow>, DbErr> {
    with_names(chosen(within, asking), within).limit(asking.most).into_model().all(&db.read).await
}

/// The tickets that are asked for, in order.
pub fn chosen(within: &Scope, asking: Asking<'_>) -> Select<ticket::Entity> {
    let Asking { filter, usually, received: (from, before), after, .. } = asking;
    let mut select = in_stage(within.tickets_in_sight(), filter.stage.unwrap_or(usually));
    if let Some(structure) = filter.structure {
        select = select.filter(ticket::Column::StructureId.eq(structure));
    }
    if let Some(in_hand_of) = filter.in_hand_of {
        select = select.filter(match in_hand_of {
            InHandOf::Me => ticket::Column::AssigneeId.eq(within.person()),
            InHandOf::Somebody(person) => ticket::Column::AssigneeId.eq(person),
            InHandOf::Nobody => ticket::Column::AssigneeId.is_null(),
        });
    }
    if let Some(priority) = filter.priority {
        select = select.filter(ticket::Column::Priority.eq(priority));
    }
    if let Some(channel) = filter.channel {
        select = select.filter(ticket::Column::Channel.eq(channel));
    }
    if let Some(category) = filter.category {
        // What it is about is a word of it.
        select = select.filter(ticket::Column::CategoryId.eq(category)).filter(within.reads_words());
    }
    if let Some(machine) = filter.machine {
        // Whose machine it is tells who asked: a line whose words are kept from the reader is none about a machine.
        select = select.filter(is_about(ticket_equipment::Column::EquipmentId.eq(machine))).filter(within.reads_words());
    }
    if let Some(site) = filter.site {
        // So does where it is.
        select = select.filter(ticket::Column::SiteId.eq(site)).filter(within.reads_words());
    }
    if let Some(from) = from {
        select = select.filter(ticket::Column::ReceivedAt.gte(from));
    }
    if let Some(before) = before {
        select = select.filter(ticket::Column::ReceivedAt.lt(before));
    }
    if filter.late {
        select = select.filter(Expr::exists(told_over()));
    }
    in_order(select, filter.order(usually), after)
}

/// The state is said in the words of the indexes as well: a value that is only bound is none of theirs.
fn in_stage(select: Select<ticket::Entity>, stage: Stage) -> Select<ticket::Entity> {
    let one_of_open = |state: State| select.clone().filter(is_open()).filter(ticket::Column::State.eq(state));
    match stage {
        Stage::Open => select.filter(is_open()),
        Stage::Received => one_of_open(State::Received),
        Stage::InHand => one_of_open(State::InHand),
        Stage::Waiting => one_of_open(State::Waiting),
        Stage::Settled => select.filter(is_settled()),
        Stage::All => select,
    }
}

/// The condition of the indexes of what is settled, to the letter.
fn is_settled() -> Expr {
    Expr::col((ticket::Entity, ticket::Column::State)).eq(Expr::Constant(State::Settled.into()))
}

/// In an order, after a row.
pub(super) fn in_order(select: Select<ticket::Entity>, order: Order, after: Option<PageKey>) -> Select<ticket::Entity> {
    let column = |column: ticket::Column| Expr::col((ticket::Entity, column));
    let keys = match order {
        Order::BlockedFirst => vec![ticket::Column::QueueRank, ticket::Column::ReceivedAt, ticket::Column::Id],
        Order::Oldest | Order::Newest => vec![ticket::Column::ReceivedAt, ticket::Column::Id],
        Order::Changed => vec![ticket::Column::ChangedAt, ticket::Column::Id],
    };
    let ascending = matches!(order, Order::BlockedFirst | Order::Oldest);
    let mut select = select;
    if let Some(key) = after {
        let row = Expr::tuple(keys.iter().map(|key| column(*key)).collect::<Vec<_>>());
        let mut last = vec![Expr::value(key.at), Expr::value(key.id)];
        if order == Order::BlockedFirst {
            last.insert(0, Expr::value(key.queue_rank));
        }
        let last = Expr::tuple(last);
        select = select.filter(if ascending { row.gt(last) } else { row.lt(last) });
    }
    keys.into_iter().fold(select, |select, key| if ascending { select.order_by_asc(key) } else { select.order_by_desc(key) })
}
