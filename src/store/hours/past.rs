//! The group's own history as the pool's rules see it: what other rules are tried out on.

use super::closed;
use super::facts::Facts;
use super::months::refused;
use crate::domain::hours::simulation::{Replayed, StructureOutcome, Trial, replay};
use crate::domain::hours::{Code, MonthOfPool, lots};
use crate::domain::ids::StructureId;
use crate::domain::time::Month;
use crate::store::access::{Coordinator, Scope};
use crate::store::entities::{closing, statement};
use crate::store::{Db, DbErr};
use sea_orm::{ConnectionTrait, EntityTrait};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Every month since the first agreement, and what it came to.
#[derive(Clone, Debug)]
pub struct Past {
    /// By code, in the order of codes.
    pub structures: BTreeMap<Code, (StructureId, String)>,
    /// Each month under its own rules.
    pub was: Replayed,
    /// Whether the closed months, closed again, give their frozen statements to the minute.
    pub faithful: bool,
    history: Vec<MonthOfPool>,
}

impl Past {
    /// The same months under other rules: arithmetic alone. `None` when a month cannot be replayed at all.
    pub fn tried(&self, trial: &Trial) -> Option<Replayed> {
        replay(&self.history, Some(trial)).ok()
    }
}

/// The group's history until a month, that month included; loaded once for a version of the pool.
pub async fn past(db: &Db, by: &Coordinator, until: Month) -> Result<Arc<Past>, DbErr> {
    let version = Scope::from(by).pool_version();
    if let Some(known) = db.computed.pool_pasts.get(&until, version) {
        return Ok(known);
    }
    Ok(db.computed.pool_pasts.keep(until, version, load(&db.read, until).await?))
}

async fn load(db: &impl ConnectionTrait, until: Month) -> Result<Past, DbErr> {
    let facts = Facts::load(db).await?;
    let first = facts.first_month();
    let mut history = Vec::new();
    let months = first.map_or(0, |first| until.months_since(first) + 1);
    for back in (0..months).rev() {
        history.push(facts.month(db, until.plus(-back)).await?.input);
    }
    let was = replay(&history, None).map_err(refused)?;
    let structures = facts.structures.iter().map(|(code, known)| (code.clone(), (known.id, known.name.clone()))).collect();
    let faithful = was.cuts.is_empty() && is_frozen_so(db, &structures, &was).await?;
    Ok(Past { structures, was, faithful, history })
}

/// Compares what was replayed with what was frozen.
async fn is_frozen_so(
    db: &impl ConnectionTrait,
    structures: &BTreeMap<Code, (StructureId, String)>,
    was: &Replayed,
) -> Result<bool, DbErr> {
    let Some(last) = closed::last_closed_in(db).await? else { return Ok(true) };
    let mut frozen: HashMap<(Month, StructureId), statement::Model> = HashMap::new();
    for row in statement::Entity::find().all(db).await? {
        frozen.insert((row.period, row.structure_id), row);
    }
    let pots = closing::Entity::find().all(db).await?;
    let pots: HashMap<Month, closing::Model> = pots.into_iter().map(|row| (row.period, row)).collect();
    let closed = was.months.iter().filter(|month| month.month <= last);
    Ok(closed.into_iter().all(|month| {
        let pot = pots.get(&month.month).is_some_and(|row| row.pot_minutes == month.pot);
        pot && month.structures.iter().all(|(code, outcome)| {
            let id = structures.get(code).map(|(id, _)| *id);
            let row = id.and_then(|id| frozen.get(&(month.month, id)));
            row.is_some_and(|row| is_same(row, outcome))
        })
    }))
}

fn is_same(row: &statement::Model, outcome: &StructureOutcome) -> bool {
    let frozen = [row.charged, row.from_lots, row.from_pot, row.borrowed, row.sold, row.carried, row.debt];
    let carried = lots::total(&outcome.carried);
    let used = lots::total(&outcome.from_lots);
    frozen == [outcome.charged, used, outcome.from_pot, outcome.borrowed, outcome.sold, carried, outcome.debt]
}
