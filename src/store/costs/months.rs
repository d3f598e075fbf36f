//! The costs of a month, line by line and structure by structure: frozen, or as closing today would share them.

use super::freezing::{self, Basis, Shared, lines_in, weights_in};
use super::keys::key_in;
use crate::domain::costs::{Key, LineKind, Shares, Weight, per_hour};
use crate::domain::hours::Code;
use crate::domain::ids::{StructureId, SubsidyId};
use crate::domain::money::Cents;
use crate::domain::time::{Minutes, Month};
use crate::store::access::{Coordinator, Scope};
use crate::store::entities::{cost_month, cost_month_line, due};
use crate::store::{Db, DbErr, hours, structures};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::BTreeMap;

/// A month's costs.
#[derive(Clone, Debug)]
pub struct MonthCosts {
    pub month: Month,
    pub closed: bool,
    /// What the net cost was shared by: not always the group's key (see `domain::costs::share_month`).
    pub key: Key,
    pub lines: Vec<MonthLine>,
    /// In no order: the page sorts them by name.
    pub rows: Vec<CostRow>,
    pub net: Cents,
    pub subscribed: Minutes,
    pub charged: Minutes,
}

/// A line, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthLine {
    pub kind: LineKind,
    pub label: String,
    pub cents: Cents,
    pub subsidy: Option<SubsidyId>,
}

/// A structure's part of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostRow {
    pub structure: StructureId,
    pub code: Code,
    pub name: String,
    pub weight: Weight,
    /// One for each line.
    pub cells: Vec<Cents>,
    pub share: Cents,
    pub overage: Cents,
    pub refund: Cents,
}

impl CostRow {
    pub fn due(&self) -> Cents {
        self.share + self.overage - self.refund
    }
}

impl MonthCosts {
    /// What the lines say, minus what the structures were given: zero, or something is wrong.
    pub fn gap(&self) -> Cents {
        self.net - self.rows.iter().map(|row| row.share).sum()
    }

    /// Whether each line sums to its amount and each structure to its share.
    pub fn cells_agree(&self) -> bool {
        let lines = (0..).zip(&self.lines).all(|(number, line)| {
            let cells: Cents = self.rows.iter().filter_map(|row| row.cells.get::<usize>(number)).copied().sum();
            cells == line.cents
        });
        lines && self.rows.iter().all(|row| row.cells.iter().copied().sum::<Cents>() == row.share)
    }

    pub fn per_subscribed_hour(&self) -> Option<Cents> {
        per_hour(self.net, self.subscribed)
    }

    pub fn per_charged_hour(&self) -> Option<Cents> {
        per_hour(self.net, self.charged)
    }

    fn weights(&self) -> BTreeMap<Code, Weight> {
        self.rows.iter().map(|row| (row.code.clone(), row.weight)).collect()
    }

    fn shared(&self) -> Vec<Shared> {
        let shared =
            |line: &MonthLine| Shared { kind: line.kind, label: line.label.clone(), cents: line.cents, subsidy: line.subsidy };
        self.lines.iter().map(shared).collect()
    }
}

impl From<Shared> for MonthLine {
    fn from(line: Shared) -> Self {
        Self { kind: line.kind, label: line.label, cents: line.cents, subsidy: line.subsidy }
    }
}

/// The costs of a month: as they were frozen, or as closing today would freeze them.
pub async fn month(db: &Db, by: &Coordinator, month: Month) -> Result<MonthCosts, DbErr> {
    match hours::basis(db, &Scope::from(by), month).await? {
        Some(basis) => live(db, month, basis).await,
        None => frozen(db, month).await,
    }
}

async fn live(db: &Db, month: Month, basis: Vec<(Basis, String)>) -> Result<MonthCosts, DbErr> {
    let lines = lines_in(&db.read, month).await?;
    let (bases, names): (Vec<Basis>, Vec<String>) = basis.into_iter().unzip();
    let weights = weights_in(&db.read, month, &bases).await?;
    let (key, shares) = freezing::share(&lines, key_in(&db.read, month).await?, &weights)?;
    let row = |(basis, name): (&Basis, String)| CostRow {
        structure: basis.structure,
        code: basis.code.clone(),
        name,
        weight: weights.get(&basis.code).copied().unwrap_or_default(),
        cells: cells(&shares, &basis.code),
        share: shares.totals.get(&basis.code).copied().unwrap_or_default(),
        overage: shares.overage_cents.get(&basis.code).copied().unwrap_or_default(),
        refund: Cents::ZERO,
    };
    Ok(MonthCosts {
        month,
        closed: false,
        key,
        rows: bases.iter().zip(names).map(row).collect(),
        lines: lines.into_iter().map(MonthLine::from).collect(),
        net: shares.net_cents,
        subscribed: bases.iter().map(|basis| basis.allotted).sum(),
        charged: bases.iter().map(|basis| basis.charged).sum(),
    })
}

fn cells(shares: &Shares, code: &Code) -> Vec<Cents> {
    shares.lines.iter().map(|line| line.shares.get(code).copied().unwrap_or_default()).collect()
}

/// What was frozen; the cells between are the same arithmetic over the frozen lines and weights.
async fn frozen(db: &Db, month: Month) -> Result<MonthCosts, DbErr> {
    let cost = cost_month::Entity::find_by_id(month).one(&db.read).await?;
    let lines = cost_month_line::Entity::find()
        .filter(cost_month_line::Column::Period.eq(month))
        .order_by_asc(cost_month_line::Column::Position)
        .all(&db.read)
        .await?;
    let names = structures::codes_in(&db.read).await?;
    let row = |row: due::Model| {
        let (code, name) = names.get(&row.structure_id)?.clone();
        let weight = Weight {
            subscribed: row.subscribed_minutes,
            charged: row.charged_minutes,
            sold: row.billed_minutes,
            member: row.member,
        };
        let (share, overage, refund) = (row.share_cents, row.overage_cents, row.refund_cents);
        Some(CostRow { structure: row.structure_id, code, name, weight, cells: Vec::new(), share, overage, refund })
    };
    let dues = due::Entity::find().filter(due::Column::Period.eq(month)).all(&db.read).await?;
    let rows: Vec<CostRow> = dues.into_iter().filter_map(row).collect();
    let line =
        |row: cost_month_line::Model| MonthLine { kind: row.kind, label: row.label, cents: row.cents, subsidy: row.subsidy_id };
    let mut costs = MonthCosts {
        month,
        closed: true,
        key: cost.as_ref().map_or(Key::Subscribed, |cost| cost.shared_by),
        lines: lines.into_iter().map(line).collect(),
        net: cost.as_ref().map_or(Cents::ZERO, |cost| cost.net_cents),
        subscribed: cost.as_ref().map_or(Minutes::ZERO, |cost| cost.subscribed_minutes),
        charged: cost.as_ref().map_or(Minutes::ZERO, |cost| cost.charged_minutes),
        rows,
    };
    let (_, shares) = freezing::share(&costs.shared(), costs.key, &costs.weights())?;
    for row in &mut costs.rows {
        row.cells = cells(&shares, &row.code);
    }
    Ok(costs)
}

/// What a structure would pay of the same month's costs once another has left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaving {
    pub name: String,
    pub now: Cents,
    pub then: Cents,
}

/// « Si une structure part »: the same lines shared without it. `None` when it takes no part in them.
pub fn leaving(costs: &MonthCosts, structure: StructureId) -> Result<Option<Vec<Leaving>>, DbErr> {
    let Some(gone) = costs.rows.iter().find(|row| row.structure == structure && row.weight.member) else { return Ok(None) };
    let mut weights = costs.weights();
    weights.remove(&gone.code);
    let (_, shares) = freezing::share(&costs.shared(), costs.key, &weights)?;
    let others = costs.rows.iter().filter(|row| row.structure != structure && row.weight.member);
    let row = |row: &CostRow| Leaving {
        name: row.name.clone(),
        now: row.share,
        then: shares.totals.get(&row.code).copied().unwrap_or_default(),
    };
    Ok(Some(others.map(row).collect()))
}
