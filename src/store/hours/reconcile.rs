//! Whether a month's figures are true: counted anew from the interventions, and the identity of the pool (`hours.md` §3).

use super::facts::Facts;
use super::months::{stored_parts, whole_month};
use super::rules_in;
use crate::domain::hours::{Identity, PoolParts};
use crate::domain::ids::{StructureId, TicketId};
use crate::domain::interventions::{self, Kind, NotCharged, Piece};
use crate::domain::time::{Minutes, Month};
use crate::store::access::{ReportReader, Scope};
use crate::store::entities::intervention;
use crate::store::interventions::everywhere;
use crate::store::{Db, DbErr};
use chrono::NaiveDate;
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A month counted from its interventions alone, whatever its totals say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    pub interventions: i64,
    pub real: Minutes,
    /// By the charging rule of the month, structure by structure.
    pub charged: Minutes,
    /// What each structure's work was charged, by its kind; what corrections of closed months add is of none.
    pub kinds: HashMap<StructureId, BTreeMap<Kind, Minutes>>,
    /// The pool after the month; open: as closing today would leave it.
    pub identity: Identity,
}

/// Counts a month anew. It reads neither the running totals nor the frozen rows, so a gap between them and this is one.
///
/// Of a month that is out of the reader's reach there is nothing to count.
///
/// What was counted is kept until the pool's version moves: every command that touches an intervention moves it.
pub async fn reconcile(db: &Db, by: &ReportReader, month: Month) -> Result<Arc<Counted>, DbErr> {
    let within = Scope::from(by);
    if within.sees_closed_months() && !whole_month(db, &within, month).await?.closed {
        return Ok(Arc::default());
    }
    let version = within.pool_version();
    if let Some(known) = db.computed.counted_months.get(&month, version) {
        return Ok(known);
    }
    Ok(db.computed.counted_months.keep(month, version, count(db, &within, month).await?))
}

async fn count(db: &Db, within: &Scope, month: Month) -> Result<Counted, DbErr> {
    let mut pieces: HashMap<StructureId, Vec<Piece>> = HashMap::new();
    for (structure, piece) in standing(db, within, month).await? {
        pieces.entry(structure).or_default().push(piece);
    }
    let rules = rules_in(&db.read, month).await?.charge;
    let mut counted = Counted { identity: identity(db, within, month).await?, ..Counted::default() };
    for (structure, pieces) in &pieces {
        let charge = interventions::charge(pieces, &rules);
        counted.interventions += i64::try_from(pieces.len()).unwrap_or(i64::MAX);
        counted.real += pieces.iter().map(|piece| piece.real).sum();
        counted.charged += charge.charged;
        let kinds = counted.kinds.entry(*structure).or_default();
        for line in &charge.lines {
            *kinds.entry(line.kind).or_default() += line.charged;
        }
    }
    // What corrections of closed months add is charged here, by no intervention of the month.
    let corrections = Facts::load(&db.read).await?.month(&db.read, month).await?.corrections;
    counted.charged += corrections.iter().map(|posted| posted.net.minutes).filter(|minutes| minutes.0 > 0).sum();
    Ok(counted)
}

type Standing = (StructureId, Option<TicketId>, NaiveDate, Kind, Option<i64>, Minutes, Option<NotCharged>);

/// The month's interventions that stand, without their words.
async fn standing(db: &Db, within: &Scope, month: Month) -> Result<Vec<(StructureId, Piece)>, DbErr> {
    let rows: Vec<Standing> = within
        .counted_interventions()
        .filter(everywhere())
        .filter(intervention::Column::Period.eq(month))
        .select_only()
        .columns([
            intervention::Column::StructureId,
            intervention::Column::TicketId,
            intervention::Column::Day,
            intervention::Column::Kind,
            intervention::Column::StartMinute,
            intervention::Column::Minutes,
            intervention::Column::NotCharged,
        ])
        .into_tuple()
        .all(&db.read)
        .await?;
    let piece = |(structure, ticket, day, kind, start, real, not_charged): Standing| {
        let start = start.and_then(|minute| u32::try_from(minute).ok());
        (structure, Piece { ticket: ticket.map(|id| id.0), day, kind, start, real, not_charged })
    };
    Ok(rows.into_iter().map(piece).collect())
}

async fn identity(db: &Db, within: &Scope, month: Month) -> Result<Identity, DbErr> {
    if let Some(opened) = &whole_month(db, within, month).await?.open {
        return Ok(opened.closed_today().pool.identity());
    }
    let parts = stored_parts(&db.read, &Facts::load(&db.read).await?, month).await?;
    Ok(identity_of(&parts))
}

/// From the rows as they are stored: a pool that does not balance must be seen, not refused.
pub(super) fn identity_of(parts: &PoolParts) -> Identity {
    Identity {
        sold: parts.sold,
        used: parts.used.values().sum(),
        lots: parts.lots.iter().map(|(_, lot)| lot.minutes).sum(),
        pot: parts.pot,
        debts: parts.debts.values().sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{close_in, month};
    use super::*;
    use crate::domain::ids::PersonId;
    use crate::store::access::Coordinator;
    use crate::store::agreements;
    use crate::store::fixtures::{load, named};
    use crate::store::sessions::{self, Way};
    use chrono::{DateTime, Utc};

    /// The named world in a file of its own, and its coordinator.
    async fn world(name: &str, now: DateTime<Utc>) -> anyhow::Result<(Db, Coordinator, std::path::PathBuf)> {
        let folder = std::env::temp_dir().join(format!("parcommun-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let db = Db::open(&format!("sqlite:{}", folder.join("test.db").display())).await?;
        load(&db, now).await?;
        let claire = crate::store::people::by_email_in(&db.read, &"claire.vidal@autan-partage.example".parse()?).await?;
        let claire: PersonId = claire.map(|person| person.id).ok_or_else(|| anyhow::anyhow!("no coordinator"))?;
        let secret = sessions::open(&db, claire, Way::Link, "test", now).await?;
        let viewer = sessions::viewer(&db, &secret, now).await?;
        let coordinator =
            viewer.as_ref().and_then(|(viewer, _)| Coordinator::of(viewer)).ok_or_else(|| anyhow::anyhow!("no session"))?;
        Ok((db, coordinator, folder))
    }

    #[tokio::test]
    async fn every_month_of_the_world_answers_to_its_interventions() -> anyhow::Result<()> {
        let now: DateTime<Utc> = "2026-11-24T10:00:00Z".parse()?;
        let (db, by, folder) = world("reconcile", now).await?;
        let present = Month::of(now.date_naive());
        for at in (0..14).map(|back| present.plus(-back)) {
            let (pool, counted) = (month(&db, &by, at).await?, reconcile(&db, &ReportReader::from(&by), at).await?);
            assert!(counted.interventions > 0, "{at}");
            assert_eq!(pool.rows.iter().map(|row| row.interventions).sum::<i64>(), counted.interventions, "{at}");
            assert_eq!(pool.rows.iter().map(|row| row.real).sum::<Minutes>(), counted.real, "{at}");
            assert_eq!(pool.rows.iter().map(|row| row.charged).sum::<Minutes>(), counted.charged, "{at}");
            assert!(counted.identity.holds(), "{at}: {:?}", counted.identity);
        }
        db.close().await?;
        Ok(std::fs::remove_dir_all(folder)?)
    }

    #[tokio::test]
    async fn what_a_structure_used_stays_used_after_it_has_left() -> anyhow::Result<()> {
        let now: DateTime<Utc> = "2026-11-24T10:00:00Z".parse()?;
        let (db, by, folder) = world("departure", now).await?;
        let present = Month::of(now.date_naive());
        let leaving = StructureId(named("structures/douces"));
        agreements::set_end(&db, &by, leaving, Some(present), now).await?;
        let tx = db.begin_write().await?;
        for at in [present, present.next(), present.plus(2)] {
            close_in(&tx, at, None, now).await?;
        }
        tx.commit().await?;
        let pool = month(&db, &by, present.plus(3)).await?;
        assert!(!pool.rows.iter().any(|row| row.structure == leaving));
        assert!(reconcile(&db, &ReportReader::from(&by), present.plus(2)).await?.identity.holds());
        db.close().await?;
        Ok(std::fs::remove_dir_all(folder)?)
    }
}
