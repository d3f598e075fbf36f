//! What needs a look before a month is closed (`hours.md` § 7): data, which pages put into words. Of technicians a
//! coordinator sees days and hours, never a note or the words of a ticket.

use super::facts::Facts;
use super::months::{self, PoolMonth};
use super::signing::{self, Question, SheetState};
use super::working_time::{Earlier, Timed, spells, timed_in};
use crate::domain::ids::{PersonId, StructureId};
use crate::domain::interventions::{self, Interval, working_time};
use crate::domain::people::{Duty, Email};
use crate::domain::time::{Minutes, Month, elapsed, minute_of_day, start_of};
use crate::store::access::{Coordinator, Scope};
use crate::store::entities::{duty, month_use, person};
use crate::store::interventions::{Late, late};
use crate::store::{Db, DbErr, contracts};
use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::HashMap;

/// A technician whose time is spoken of, and where to write to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worker {
    pub person: PersonId,
    pub name: String,
    pub email: Email,
}

/// Something that needs a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A referent's question about a sheet waits for its answer.
    Asked(Question),
    /// A sheet that its referent has not signed, or not as it stands now.
    Unsigned { structure: StructureId, name: String, state: SheetState },
    /// Work that arrived once its month was closed.
    Late(Box<Late>),
    /// Work counted in a month in which its structure has no agreement.
    OutsideAgreement { structure: StructureId, name: String, last_month: Option<Month>, interventions: i64, real: Minutes },
    /// One technician in two places at once: local minutes of the day, each from and to.
    Overlap { worker: Worker, day: NaiveDate, first: (u32, u32), second: (u32, u32) },
    /// What the law says of a technician's day or week.
    WorkingTime { worker: Worker, finding: working_time::Finding },
    /// A structure beyond its own hours, and where the rest comes from.
    Beyond { structure: StructureId, name: String, from_pot: Minutes, borrowed: Minutes, sold: Minutes },
    /// More is subscribed than the post can give.
    OverCapacity { subscribed: Minutes, available: Minutes },
    /// Without this contract nobody knows what the post can give.
    NoContract { person: PersonId, name: String },
}

/// All that needs a look in a month, what blocks its closing first.
pub async fn findings(db: &Db, by: &Coordinator, month: Month, today: NaiveDate) -> Result<Vec<Finding>, DbErr> {
    let pool = months::month(db, by, month).await?;
    let mut all: Vec<Finding> = signing::open_questions(db, by, month).await?.into_iter().map(Finding::Asked).collect();
    all.extend(unsigned(db, by, month, today).await?);
    all.extend(late(db, by).await?.into_iter().map(|late| Finding::Late(Box::new(late))));
    all.extend(outside_agreement_in(&db.read, month).await?);
    all.extend(of_workers(db, by, month).await?);
    all.extend(beyond(&pool));
    all.extend(capacity(db, &pool).await?);
    Ok(all)
}

async fn unsigned(db: &Db, by: &Coordinator, month: Month, today: NaiveDate) -> Result<Vec<Finding>, DbErr> {
    let facts = Facts::load(&db.read).await?;
    let mut states = signing::sheet_states(db, by, month, today, &facts.members(month)).await?;
    let waits =
        |state: &SheetState| matches!(state, SheetState::Waiting { .. } | SheetState::Changed { .. } | SheetState::Silent { .. });
    let of = facts.structures.values().filter_map(|known| {
        let state = states.remove(&known.id).filter(waits)?;
        Some(Finding::Unsigned { structure: known.id, name: known.name.clone(), state })
    });
    Ok(of.collect())
}

async fn outside_agreement_in(db: &impl ConnectionTrait, month: Month) -> Result<Vec<Finding>, DbErr> {
    let uses = month_use::Entity::find()
        .filter(month_use::Column::Period.eq(month))
        .filter(month_use::Column::Interventions.gt(0))
        .all(db)
        .await?;
    let used: HashMap<StructureId, month_use::Model> = uses.into_iter().map(|row| (row.structure_id, row)).collect();
    let facts = Facts::load(db).await?;
    let outside = facts.structures.values().filter_map(|known| {
        let used = used.get(&known.id)?;
        let agreements = known.agreements.as_ref();
        (!agreements.is_some_and(|agreements| agreements.covers(month))).then(|| Finding::OutsideAgreement {
            structure: known.id,
            name: known.name.clone(),
            last_month: agreements.and_then(|agreements| agreements.ended_before(month)),
            interventions: used.interventions,
            real: used.real_minutes,
        })
    });
    Ok(outside.collect())
}

/// Of each technician: intervals that overlap, then what the law says.
async fn of_workers(db: &Db, by: &Coordinator, month: Month) -> Result<Vec<Finding>, DbErr> {
    let workers = workers_in(&db.read).await?;
    let ids: Vec<PersonId> = workers.iter().map(|worker| worker.person).collect();
    let (first, last) = (month.first_day(), month.last_day());
    let zone = crate::store::group::zone_in(&db.read).await?;
    let timed = timed_in(&db.read, &Scope::from(by), &ids, (first, last), Earlier::Summed, zone).await?;
    let (mut overlaps, mut working_time) = (Vec::new(), Vec::new());
    for worker in &workers {
        let Some(timed) = timed.get(&worker.person) else { continue };
        overlaps.extend(overlaps_of(worker, timed, month, zone));
        let mut found = working_time::findings(&spells(timed), zone, first, last);
        // What one rule says stays together.
        found.sort_by_key(|finding| (finding.rule, finding.day));
        working_time.extend(found.into_iter().map(|finding| Finding::WorkingTime { worker: worker.clone(), finding }));
    }
    overlaps.extend(working_time);
    Ok(overlaps)
}

/// Everybody who is or was a technician, by name: nobody else writes time down.
async fn workers_in(db: &impl ConnectionTrait) -> Result<Vec<Worker>, DbErr> {
    let rows =
        duty::Entity::find().filter(duty::Column::Kind.eq(Duty::Technician)).find_also_related(person::Entity).all(db).await?;
    let mut workers: Vec<Worker> =
        rows.into_iter().filter_map(|(_, p)| p.map(|p| Worker { person: p.id, name: p.name, email: p.email })).collect();
    workers.sort_by(|a, b| (&a.name, a.person).cmp(&(&b.name, b.person)));
    workers.dedup_by_key(|worker| worker.person);
    Ok(workers)
}

fn overlaps_of(worker: &Worker, timed: &[Timed], month: Month, zone: Tz) -> Vec<Finding> {
    let interval = |timed: &Timed| {
        let spell = timed.spell;
        let start = start_of(spell.day, spell.start?, zone)?;
        let interval = Interval::new(start, start + TimeDelta::minutes(spell.minutes.0)).ok()?;
        (Month::of(spell.day) == month).then_some((spell.day, interval))
    };
    let known: Vec<(NaiveDate, Interval)> = timed.iter().filter_map(interval).collect();
    let intervals: Vec<Interval> = known.iter().map(|(_, interval)| *interval).collect();
    let clock = |interval: Interval| {
        let from = minute_of_day(interval.start(), zone);
        (from, from + u32::try_from(elapsed(interval.start(), interval.end()).0).unwrap_or(0))
    };
    let pairs = interventions::overlaps(&intervals).into_iter();
    let found = pairs.filter_map(|(first, second)| {
        let ((day, first), (_, second)) = (known.get(first)?, known.get(second)?);
        Some(Finding::Overlap { worker: worker.clone(), day: *day, first: clock(*first), second: clock(*second) })
    });
    found.collect()
}

fn beyond(pool: &PoolMonth) -> Vec<Finding> {
    let over = pool.rows.iter().filter(|row| row.is_over());
    let finding = |row: &months::Row| Finding::Beyond {
        structure: row.structure,
        name: row.name.clone(),
        from_pot: row.from_pot,
        borrowed: row.borrowed,
        sold: row.sold,
    };
    over.map(finding).collect()
}

/// Σ subscriptions against the post; nothing is said of a sum that is not known.
async fn capacity(db: &Db, pool: &PoolMonth) -> Result<Vec<Finding>, DbErr> {
    let post = contracts::capacity_in(&db.read, pool.month).await?;
    if !post.unknown.is_empty() {
        return Ok(post.unknown.into_iter().map(|(person, name)| Finding::NoContract { person, name }).collect());
    }
    let (subscribed, available) = (pool.rows.iter().map(|row| row.allotted).sum(), post.sum.available);
    Ok(if subscribed > available { vec![Finding::OverCapacity { subscribed, available }] } else { Vec::new() })
}
