//! What a piece of work would do to its structure's hours, before it is written down.

use super::months::{Row, refused, whole_month};
use crate::domain::hours::open::{Effect, OpenMonth};
use crate::domain::ids::EntryId;
use crate::domain::interventions::{self, Piece};
use crate::domain::time::{Minutes, Month};
use crate::store::access::{Scope, Technician};
use crate::store::entities::intervention;
use crate::store::interventions::{Work, piece_of};
use crate::store::{Db, DbErr};
use sea_orm::{ColumnTrait, QueryFilter};

/// Real and charged minutes of a piece of work, and where they would come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Foreseen {
    pub real: Minutes,
    /// What the month's charge grows by: rounding is by ticket, day and kind, so it may be less than the unit.
    pub charged: Minutes,
    /// Charged in the month so far, without this piece.
    pub used: Minutes,
    pub left_before: Minutes,
    pub left_after: Minutes,
    pub effect: Effect,
}

/// Foresees a piece of work, or its correction (`entry` is then left out of what stands). `None` in a closed month, or
/// without an agreement.
pub async fn foresee(db: &Db, by: &Technician, entry: Option<EntryId>, work: &Work) -> Result<Option<Foreseen>, DbErr> {
    let month = Month::of(work.day);
    let whole = whole_month(db, &by.into(), month).await?;
    let Some(opened) = &whole.open else { return Ok(None) };
    let Some(row) = whole.rows.iter().find(|row| row.structure == work.structure) else { return Ok(None) };
    let mut standing = Scope::from(by)
        .counted_interventions()
        .filter(intervention::Column::StructureId.eq(work.structure))
        .filter(intervention::Column::Period.eq(month));
    if entry.is_none() {
        // Minutes are summed by ticket, day and kind: nothing else of the month can change with a new piece.
        standing = standing.filter(intervention::Column::Day.eq(work.day)).filter(intervention::Column::Kind.eq(work.kind));
    }
    let standing = standing.all(&db.read).await?;
    let charge = |pieces: &[Piece]| interventions::charge(pieces, &whole.rules.charge).charged;
    let now: Vec<Piece> = standing.iter().map(piece_of).collect();
    let mut pieces: Vec<Piece> = standing.iter().filter(|i| Some(i.entry_id) != entry).map(piece_of).collect();
    let without = charge(&pieces);
    pieces.push(work.piece());
    let with = charge(&pieces);
    // A correction takes back what it charged so far.
    let more = with - charge(&now);
    let charged = with - without;
    let used = row.charged + more - charged;
    // Within its own lots a structure draws on nobody: the whole pool need not be closed to say so.
    let within = more >= Minutes(0) && more <= row.left;
    let effect = match within {
        true => Effect { from_lots: more, ..Effect::default() },
        false => beyond(db, by, opened, row, (month, more))?,
    };
    let left_after = row.left - effect.from_lots;
    Ok(Some(Foreseen { real: work.minutes, charged, used, left_before: row.left, left_after, effect }))
}

/// What minutes beyond the structure's lots would take: the whole pool is closed once to say so, for a version of it.
fn beyond(db: &Db, by: &Technician, opened: &OpenMonth, row: &Row, (month, more): (Month, Minutes)) -> Result<Effect, DbErr> {
    let (key, version) = ((month, row.structure, more), Scope::from(by).pool_version());
    if let Some(known) = db.computed.effects.get(&key, version) {
        return Ok(*known);
    }
    let effect = opened.effect_of(&row.code, more).map_err(refused)?;
    Ok(*db.computed.effects.keep(key, version, effect))
}
