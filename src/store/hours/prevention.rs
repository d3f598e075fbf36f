//! The share of prevention in what months counted, from their interventions, in one question.

use super::months::PoolMonth;
use crate::domain::ids::{StructureId, TicketId};
use crate::domain::interventions::{self, Kind, NotCharged, Piece, Prevention};
use crate::domain::time::{Minutes, Month};
use crate::store::access::{ReportReader, Scope};
use crate::store::entities::{intervention, series_occurrence};
use crate::store::interventions::everywhere;
use crate::store::{Db, DbErr};
use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{ColumnTrait, FromQueryResult, QueryFilter, QuerySelect};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

#[derive(FromQueryResult)]
struct Counted {
    period: Month,
    structure_id: StructureId,
    ticket_id: Option<TicketId>,
    day: NaiveDate,
    kind: Kind,
    start_minute: Option<i64>,
    minutes: Minutes,
    not_charged: Option<NotCharged>,
    of_series: bool,
}

/// What the interventions of these months were for, by the charging rules of each. Open months count as they stand; what
/// corrections of closed months post is of no intervention here, and stays out.
///
/// The months are those that the reader was given: the board has no open one, whose work its scope does not reach either.
pub async fn prevention(db: &Db, by: &ReportReader, months: &[Arc<PoolMonth>]) -> Result<Prevention, DbErr> {
    let within = Scope::from(by);
    let months: Vec<_> = months.iter().filter(|pool| pool.closed || within.sees_hours_of_all()).cloned().collect();
    let (version, key) = (within.pool_version(), months.iter().map(|pool| pool.month).collect::<Vec<_>>());
    if let Some(known) = db.computed.preventions.get(&key, version) {
        return Ok(*known);
    }
    Ok(*db.computed.preventions.keep(key, version, counted(db, within, &months).await?))
}

async fn counted(db: &Db, within: Scope, months: &[Arc<PoolMonth>]) -> Result<Prevention, DbErr> {
    let rows: Vec<Counted> = within
        .counted_interventions()
        .filter(everywhere())
        .filter(intervention::Column::Period.is_in(months.iter().map(|pool| pool.month)))
        .select_only()
        .columns([
            intervention::Column::Period,
            intervention::Column::StructureId,
            intervention::Column::TicketId,
            intervention::Column::Day,
            intervention::Column::Kind,
            intervention::Column::StartMinute,
            intervention::Column::Minutes,
            intervention::Column::NotCharged,
        ])
        .expr_as(Expr::exists(made_by_series()), "of_series")
        .into_model()
        .all(&db.read)
        .await?;
    let mut pieces: HashMap<(Month, StructureId), Vec<Piece>> = HashMap::new();
    let mut of_series = HashSet::new();
    for row in rows {
        let ticket = row.ticket_id.map(|id| id.0);
        of_series.extend(ticket.filter(|_| row.of_series));
        let start = row.start_minute.and_then(|minute| u32::try_from(minute).ok());
        let piece = Piece { ticket, day: row.day, kind: row.kind, start, real: row.minutes, not_charged: row.not_charged };
        pieces.entry((row.period, row.structure_id)).or_default().push(piece);
    }
    let mut all = Prevention::default();
    for pool in months {
        for (_, pieces) in pieces.iter().filter(|((month, _), _)| *month == pool.month) {
            let charge = interventions::charge(pieces, &pool.rules.charge);
            all = all.and(interventions::prevention(&charge, |ticket| of_series.contains(&ticket)));
        }
    }
    Ok(all)
}

/// That the ticket of the row was made by a series.
fn made_by_series() -> SelectStatement {
    Query::select()
        .expr(Expr::value(1))
        .from(series_occurrence::Entity)
        .and_where(
            Expr::col((series_occurrence::Entity, series_occurrence::Column::TicketId))
                .equals((intervention::Entity, intervention::Column::TicketId)),
        )
        .to_owned()
}
