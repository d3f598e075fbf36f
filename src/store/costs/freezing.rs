//! What closing a month freezes of its costs: the lines, the key that was used, and what each structure owes.

use super::keys::key_in;
use super::{lines, subsidies};
use crate::domain::costs::{self, CostLine, Key, LineKind, Shares, Weight};
use crate::domain::hours::{Code, Statement};
use crate::domain::ids::{StructureId, SubsidyId};
use crate::domain::money::Cents;
use crate::domain::time::{Minutes, Month};
use crate::store::DbErr;
use crate::store::agreements;
use crate::store::entities::{cost_month, cost_month_line, due, refund};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};
use std::collections::BTreeMap;

/// What a structure brings to the sharing of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct Basis {
    pub structure: StructureId,
    pub code: Code,
    pub allotted: Minutes,
    pub charged: Minutes,
    /// Sold at the close, a leaving structure's debt included.
    pub billed: Minutes,
}

impl Basis {
    pub fn of(structure: StructureId, code: &Code, statement: &Statement) -> Self {
        let (allotted, charged) = (statement.allotted, statement.charged);
        Self { structure, code: code.clone(), allotted, charged, billed: statement.billed() }
    }
}

/// Minutes of a closed month that a correction un-sold: they are given back at that month's price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) struct Refunded {
    pub structure: StructureId,
    pub of: Month,
    pub minutes: Minutes,
}

/// A line as it is shared: a cost, or what a subsidy brings.
#[derive(Clone, Debug)]
pub(super) struct Shared {
    pub kind: LineKind,
    pub label: String,
    pub cents: Cents,
    pub subsidy: Option<SubsidyId>,
}

/// The lines of an open month: costs in order, then subsidies.
pub(super) async fn lines_in(db: &impl ConnectionTrait, month: Month) -> Result<Vec<Shared>, DbErr> {
    let cost = |row: crate::store::entities::cost_line::Model| Shared {
        kind: row.kind,
        label: row.label,
        cents: row.cents,
        subsidy: None,
    };
    let mut all: Vec<Shared> = lines::rows_in(db, month).await?.into_iter().map(cost).collect();
    all.extend(subsidies::lines_in(db, month).await?);
    Ok(all)
}

/// The domain's arithmetic over what is shared.
pub(super) fn share(lines: &[Shared], key: Key, weights: &BTreeMap<Code, Weight>) -> Result<(Key, Shares), DbErr> {
    let lines: Vec<CostLine> = lines.iter().map(|line| CostLine { label: String::new(), cents: line.cents }).collect();
    costs::share_month(&lines, key, weights).map_err(refused)
}

pub(super) fn refused(why: costs::CostsError) -> DbErr {
    DbErr::Custom(format!("costs: {why}"))
}

/// Freezes what each structure owes for a month that is being closed, in the closing's own transaction.
pub(in crate::store) async fn freeze_in(
    tx: &impl ConnectionTrait,
    month: Month,
    structures: &[Basis],
    refunds: &[Refunded],
) -> Result<(), DbErr> {
    let lines = lines_in(tx, month).await?;
    let weights = weights_in(tx, month, structures).await?;
    let (key, shares) = share(&lines, key_in(tx, month).await?, &weights)?;
    let row = cost_month::Model {
        period: month,
        shared_by: key,
        net_cents: shares.net_cents,
        subscribed_minutes: structures.iter().map(|basis| basis.allotted).sum(),
        charged_minutes: structures.iter().map(|basis| basis.charged).sum(),
    };
    cost_month::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    for (position, line) in (1..).zip(lines) {
        let Shared { kind, label, cents, subsidy } = line;
        let row = cost_month_line::Model { period: month, position, kind, label, cents, subsidy_id: subsidy };
        cost_month_line::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    }
    let mut dues: BTreeMap<StructureId, due::Model> = BTreeMap::new();
    for basis in structures {
        let member = weights.get(&basis.code).is_some_and(|weight| weight.member);
        let mut row = nothing_due(month, basis.structure);
        (row.member, row.subscribed_minutes, row.charged_minutes) = (member, basis.allotted, basis.charged);
        row.billed_minutes = basis.billed;
        row.share_cents = shares.totals.get(&basis.code).copied().unwrap_or_default();
        row.overage_cents = shares.overage_cents.get(&basis.code).copied().unwrap_or_default();
        dues.insert(basis.structure, row);
    }
    for given_back in refund_in(tx, month, refunds).await? {
        let row = dues.entry(given_back.structure_id).or_insert_with(|| nothing_due(month, given_back.structure_id));
        row.refunded_minutes += given_back.minutes;
        row.refund_cents += given_back.cents;
    }
    let rows: Vec<due::Model> = dues.into_values().collect();
    for part in rows.chunks(500) {
        let part = part.iter().cloned().map(IntoActiveModel::into_active_model);
        due::Entity::insert_many(part).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn nothing_due(period: Month, structure_id: StructureId) -> due::Model {
    due::Model {
        period,
        structure_id,
        member: false,
        subscribed_minutes: Minutes::ZERO,
        charged_minutes: Minutes::ZERO,
        billed_minutes: Minutes::ZERO,
        refunded_minutes: Minutes::ZERO,
        share_cents: Cents::ZERO,
        overage_cents: Cents::ZERO,
        refund_cents: Cents::ZERO,
    }
}

/// What each structure weighs: those under agreement share the net cost, others have sold minutes to pay at most.
pub(super) async fn weights_in(
    db: &impl ConnectionTrait,
    month: Month,
    structures: &[Basis],
) -> Result<BTreeMap<Code, Weight>, DbErr> {
    let agreements = agreements::all_in(db).await?;
    let weight = |basis: &Basis| {
        let member = agreements.get(&basis.structure).is_some_and(|agreements| agreements.covers(month));
        let weight = Weight { subscribed: basis.allotted, charged: basis.charged, sold: basis.billed, member };
        (basis.code.clone(), weight)
    };
    Ok(structures.iter().map(weight).collect())
}

/// Writes the refunds of a month, one row a structure and month they come from, each priced after those before it.
async fn refund_in(tx: &impl ConnectionTrait, month: Month, refunds: &[Refunded]) -> Result<Vec<refund::Model>, DbErr> {
    let mut asked: BTreeMap<(StructureId, Month), Minutes> = BTreeMap::new();
    for one in refunds.iter().filter(|one| one.minutes > Minutes::ZERO) {
        *asked.entry((one.structure, one.of)).or_default() += one.minutes;
    }
    let mut rows = Vec::new();
    for ((structure_id, of_period), minutes) in asked {
        let cents = price_of(tx, structure_id, of_period, minutes).await?;
        let row = refund::Model { period: month, structure_id, of_period, minutes, cents };
        refund::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
        rows.push(row);
    }
    Ok(rows)
}

/// What minutes of a closed month were sold for; nothing where that month had no price.
async fn price_of(tx: &impl ConnectionTrait, structure: StructureId, of: Month, minutes: Minutes) -> Result<Cents, DbErr> {
    let Some(cost) = cost_month::Entity::find_by_id(of).one(tx).await? else { return Ok(Cents::ZERO) };
    let Some(owed) = due::Entity::find_by_id((of, structure)).one(tx).await? else { return Ok(Cents::ZERO) };
    let earlier: Minutes = refund::Entity::find()
        .filter(refund::Column::StructureId.eq(structure))
        .filter(refund::Column::OfPeriod.eq(of))
        .all(tx)
        .await?
        .iter()
        .map(|row| row.minutes)
        .sum();
    if cost.subscribed_minutes.is_zero() {
        return Ok(Cents::ZERO);
    }
    costs::refund(cost.net_cents, owed.billed_minutes - earlier, minutes, cost.subscribed_minutes).map_err(refused)
}
