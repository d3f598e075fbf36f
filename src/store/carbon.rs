//! What further lives of machines avoid (`equipment.md` § 7): an estimate is made once, when the life has begun, and keeps the figures
//! and hypotheses from which it was made; nothing is made anew in silence.

use super::access::{Coordinator, LifetimesReader, handed_over};
use super::entities::carbon_estimate::Model;
use super::entities::{
    carbon_estimate, carbon_hypotheses, component, equipment, equipment_event, group_settings, part_move, transfer, transfer_line,
};
use super::{Db, DbErr, chain, group};
use crate::domain::carbon::{self, Hypotheses, Life, Range, avoided_a_year, electricity, factor, refurbishing};
use crate::domain::chain::{LineOutcome, Subject};
use crate::domain::equipment::{ComponentKind, EquipmentKind, Origin};
use crate::domain::ids::{CarbonHypothesesId, ComponentId, EquipmentId, MediumId};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};
use std::collections::{BTreeMap, BTreeSet};

/// A further life, and what is estimated of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lifetime {
    pub kind: EquipmentKind,
    pub life: Life,
    /// None: the next round makes it.
    pub estimate: Option<Estimate>,
}

/// What a year of a life avoids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// Row of the table of figures; none: nobody has measured such a machine.
    pub factor: Option<String>,
    pub a_year: Option<Range>,
    /// New parts that it counts, and those of which nobody knows a figure.
    pub parts: i64,
    pub parts_unknown: i64,
    pub made_at: DateTime<Utc>,
}

/// The hypotheses of the group, and since when; the program's own as long as nobody has said any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Supposed {
    pub id: Option<CarbonHypothesesId>,
    pub hypotheses: Hypotheses,
    pub since: Option<DateTime<Utc>>,
}

/// What the group supposes now.
pub async fn supposed(db: &Db, _: &LifetimesReader) -> Result<Supposed, DbErr> {
    supposed_in(&db.read).await
}

async fn supposed_in(db: &impl ConnectionTrait) -> Result<Supposed, DbErr> {
    let last = carbon_hypotheses::Entity::find().order_by_desc(carbon_hypotheses::Column::Id).one(db).await?;
    let Some(row) = last else { return Ok(Supposed { id: None, hypotheses: Hypotheses::default(), since: None }) };
    let hypotheses = Hypotheses {
        substitution: row.substitution,
        second_life_months: row.second_life_months,
        transport_grams: row.transport_grams,
        workshop_wh: row.workshop_wh,
    };
    Ok(Supposed { id: Some(row.id), hypotheses, since: Some(row.set_at) })
}

/// Every further life, as it is `now`.
pub async fn lifetimes(db: &Db, by: &LifetimesReader, now: DateTime<Utc>) -> Result<Vec<Lifetime>, DbErr> {
    let of = received(&db.read, by.handed_over()).await?.into_keys().collect();
    let rows = carbon_estimate::Entity::find().all(&db.read).await?;
    let mut estimates: BTreeMap<(EquipmentId, i64), Estimate> = rows
        .into_iter()
        .map(|row| {
            let a_year = row.low_grams.zip(row.high_grams).map(|(low, high)| Range { low, high });
            let Model { factor, parts, parts_unknown, made_at, .. } = row;
            ((row.equipment_id, row.cycle), Estimate { factor, a_year, parts, parts_unknown, made_at })
        })
        .collect();
    let lived = lived_in(&db.read, of, now).await?;
    let told = lived.into_iter().flat_map(|(machine, lives)| lives.into_iter().map(move |life| (machine.clone(), life)));
    Ok(told
        .map(|(machine, life)| {
            let estimate = estimates.remove(&(machine.id, life.cycle));
            Lifetime { kind: machine.kind, life, estimate }
        })
        .collect())
}

/// How often each machine was handed over and arrived.
async fn received(db: &impl ConnectionTrait, of: Select<transfer::Entity>) -> Result<BTreeMap<EquipmentId, usize>, DbErr> {
    let batches = of.select_only().column(transfer::Column::Id).into_query();
    let lines: Vec<EquipmentId> = transfer_line::Entity::find()
        .select_only()
        .column(transfer_line::Column::EquipmentId)
        .filter(transfer_line::Column::TransferId.in_subquery(batches))
        .filter(transfer_line::Column::Outcome.is_in([LineOutcome::Received, LineOutcome::Damaged]))
        .into_tuple()
        .all(db)
        .await?;
    let mut times = BTreeMap::new();
    for machine in lines {
        *times.entry(machine).or_default() += 1;
    }
    Ok(times)
}

/// Rows of one question: below what either engine takes as parameters.
const AT_ONCE: usize = 500;

/// The further lives of machines, read from their logs.
async fn lived_in(
    db: &impl ConnectionTrait,
    of: Vec<EquipmentId>,
    now: DateTime<Utc>,
) -> Result<Vec<(equipment::Model, Vec<Life>)>, DbErr> {
    let mut all = Vec::new();
    for part in of.chunks(AT_ONCE) {
        let machines = equipment::Entity::find()
            .filter(equipment::Column::Id.is_in(part.iter().copied()))
            .order_by_asc(equipment::Column::Id)
            .all(db)
            .await?;
        let rows = equipment_event::Entity::find()
            .filter(equipment_event::Column::SubjectKind.eq(Subject::Equipment))
            .filter(equipment_event::Column::SubjectId.is_in(part.iter().map(|id| id.0)))
            .order_by_asc(equipment_event::Column::SubjectId)
            .order_by_asc(equipment_event::Column::Seq)
            .all(db)
            .await?;
        let mut logs: BTreeMap<EquipmentId, Vec<_>> = BTreeMap::new();
        for entry in rows.into_iter().filter_map(|row| chain::Entry::read(row).ok()) {
            logs.entry(EquipmentId(entry.subject_id)).or_default().extend(entry.event());
        }
        all.extend(machines.into_iter().map(|machine| {
            let log = logs.remove(&machine.id).unwrap_or_default();
            let lives = carbon::lives(&log, now);
            (machine, lives)
        }));
    }
    Ok(all)
}

/// Makes the estimate of each life that began before there were any. Several instances may do so at once: a life has one.
pub async fn estimate_due(db: &Db, now: DateTime<Utc>) -> Result<usize, DbErr> {
    let known: Vec<EquipmentId> = carbon_estimate::Entity::find()
        .select_only()
        .column(carbon_estimate::Column::EquipmentId)
        .into_tuple()
        .all(&db.read)
        .await?;
    let mut waiting = received(&db.read, handed_over()).await?;
    for machine in known {
        if let Some(times) = waiting.get_mut(&machine) {
            *times = times.saturating_sub(1);
        }
    }
    let of: Vec<EquipmentId> = waiting.into_iter().filter(|(_, times)| *times > 0).map(|(machine, _)| machine).collect();
    if of.is_empty() {
        return Ok(0);
    }
    let tx = db.begin_write().await?;
    let made = estimate_in(&tx, of, now).await?;
    tx.commit().await?;
    Ok(made)
}

/// Estimates what has no estimate yet, of these machines: a life is estimated when it begins.
pub(super) async fn estimate_in(tx: &impl ConnectionTrait, of: Vec<EquipmentId>, now: DateTime<Utc>) -> Result<usize, DbErr> {
    let supposed = supposed_in(tx).await?;
    let day = now.with_timezone(&group::zone_in(tx).await?).date_naive();
    let mut made = 0;
    for (machine, lives) in lived_in(tx, of, now).await? {
        for life in lives {
            let row = estimated(tx, &machine, &life, &supposed, (day, now)).await?;
            let once = OnConflict::columns([carbon_estimate::Column::EquipmentId, carbon_estimate::Column::Cycle]);
            made += usize::from(
                carbon_estimate::Entity::insert(row.into_active_model())
                    .on_conflict(once.clone().do_nothing().to_owned())
                    .exec_without_returning(tx)
                    .await?
                    > 0,
            );
        }
    }
    Ok(made)
}

async fn estimated(
    db: &impl ConnectionTrait,
    machine: &equipment::Model,
    life: &Life,
    supposed: &Supposed,
    (day, made_at): (NaiveDate, DateTime<Utc>),
) -> Result<Model, DbErr> {
    let found = factor(machine.kind, day);
    let parts = new_parts(db, life, day).await?;
    let weighed: Vec<Range> = parts.iter().flatten().copied().collect();
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let cost = refurbishing(weighed.iter().copied(), &supposed.hypotheses, electricity().milligrams_a_kwh());
    let a_year = found.and_then(|found| avoided_a_year(found.new_grams()?, found.life_months(), cost, &supposed.hypotheses));
    Ok(Model {
        equipment_id: machine.id,
        cycle: life.cycle,
        factor: found.filter(|_| a_year.is_some()).map(|found| found.id().to_owned()),
        hypotheses_id: supposed.id,
        parts: count(weighed.len()),
        parts_unknown: count(parts.len() - weighed.len()),
        low_grams: a_year.map(|range| range.low),
        high_grams: a_year.map(|range| range.high),
        made_at,
    })
}

/// What was new of the parts that a machine got before a life; `None` of which nobody knows a figure.
async fn new_parts(db: &impl ConnectionTrait, life: &Life, day: NaiveDate) -> Result<Vec<Option<Range>>, DbErr> {
    let fitted: Vec<(ComponentId, ComponentKind)> = component::Entity::find()
        .select_only()
        .columns([component::Column::Id, component::Column::Kind])
        .filter(component::Column::Id.is_in(life.parts.iter().map(|part| ComponentId(part.0))))
        .filter(component::Column::Origin.eq(Origin::New))
        .order_by_asc(component::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    // A disk that was in another machine before is no new one.
    let moved: Vec<Option<MediumId>> = part_move::Entity::find()
        .select_only()
        .column(part_move::Column::MediumId)
        .filter(part_move::Column::MediumId.is_in(life.media.iter().map(|(medium, _)| *medium)))
        .filter(part_move::Column::FromEquipmentId.is_not_null())
        .into_tuple()
        .all(db)
        .await?;
    let moved: BTreeSet<MediumId> = moved.into_iter().flatten().collect();
    let disks = life.media.iter().filter(|(medium, _)| !moved.contains(medium));
    let weight = |found: Option<&'static carbon::Factor>| found.and_then(carbon::Factor::new_grams);
    Ok(fitted
        .into_iter()
        .map(|(_, kind)| weight(carbon::part_factor(kind, day)))
        .chain(disks.map(|(_, kind)| weight(carbon::medium_factor(*kind, day))))
        .collect())
}

/// Supposes something else from now on; `anew`: what was estimated before is estimated again. The same again is nothing new.
pub async fn suppose(db: &Db, by: &Coordinator, what: Hypotheses, anew: bool, now: DateTime<Utc>) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    // Whoever supposes something else meanwhile waits here, on PostgreSQL.
    group_settings::Entity::find().lock_exclusive().one(&tx).await?;
    if supposed_in(&tx).await?.hypotheses != what {
        let row = carbon_hypotheses::Model {
            id: CarbonHypothesesId::new(now),
            substitution: what.substitution,
            second_life_months: what.second_life_months,
            transport_grams: what.transport_grams,
            workshop_wh: what.workshop_wh,
            set_by: by.viewer().id(),
            set_at: now,
        };
        carbon_hypotheses::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    }
    if anew {
        let of = received(&tx, handed_over()).await?.into_keys().collect();
        carbon_estimate::Entity::delete_many().exec(&tx).await?;
        estimate_in(&tx, of, now).await?;
    }
    tx.commit().await
}
