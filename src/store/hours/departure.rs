//! What the end of an agreement would do, before it is decided.

use super::months::{refused, whole_month};
use crate::domain::ids::StructureId;
use crate::domain::time::{Minutes, Month};
use crate::store::access::Coordinator;
use crate::store::{Db, DbErr};

/// The last month of a structure, as closing it today would leave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Departing {
    /// Hours that go to the common pot.
    pub to_pot: Minutes,
    /// Hours that are billed: debt, and what the last month uses beyond hours and pot.
    pub billed: Minutes,
}

/// Foresees the departure of a structure at the end of a month. `None` when that month is closed or outside the agreement.
pub async fn departing(db: &Db, by: &Coordinator, structure: StructureId, month: Month) -> Result<Option<Departing>, DbErr> {
    let whole = whole_month(db, &by.into(), month).await?;
    let row = whole.rows.iter().find(|row| row.structure == structure);
    let (Some(opened), Some(row)) = (&whole.open, row) else { return Ok(None) };
    let Some(last) = opened.if_leaving(&row.code).map_err(refused)? else { return Ok(None) };
    let departure = last.departure.unwrap_or_default();
    Ok(Some(Departing { to_pot: last.expired + departure.left_to_pot, billed: last.sold + departure.debt_sold }))
}
