//! The rules of the pool, versioned by the month from which they hold.

use super::closed;
use crate::domain::hours::Rules;
use crate::domain::interventions::{ChargeRules, Kind};
use crate::domain::time::{Minutes, Month};
use crate::store::access::Coordinator;
use crate::store::entities::{month_use, pool_rules};
use crate::store::journal::{self, Line, LineKind};
use crate::store::{Db, DbErr, group, interventions};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeMap;

/// The rules of a month: of the pool, and of what an intervention is charged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesOf {
    pub pool: Rules,
    pub charge: ChargeRules,
}

impl Default for RulesOf {
    /// What a group starts from: real minutes, three months of validity, half an allotment of solidarity and advance.
    fn default() -> Self {
        let pool = Rules { validity_months: 3, carry_cap_permille: Some(2000), solidarity_permille: 500, borrow_permille: 500 };
        Self { pool, charge: ChargeRules::default() }
    }
}

/// Why rules cannot be set so.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    #[error("that month is closed")]
    MonthClosed,
    #[error(transparent)]
    Database(#[from] DbErr),
}

fn read(row: pool_rules::Model) -> (Month, RulesOf) {
    let pool = Rules {
        validity_months: u32::try_from(row.validity_months).unwrap_or(Rules::LONGEST_VALIDITY),
        carry_cap_permille: row.carry_cap_permille,
        solidarity_permille: row.solidarity_permille,
        borrow_permille: row.borrow_permille,
    };
    let minute = |value: i64| u32::try_from(value).unwrap_or(0);
    let charge = ChargeRules {
        unit: Minutes(row.charge_unit_minutes),
        minimum: Minutes(row.minimum_charge_minutes),
        permille: BTreeMap::from([
            (Kind::Remote, row.remote_permille),
            (Kind::OnSite, row.on_site_permille),
            (Kind::Travel, row.travel_permille),
            (Kind::Maintenance, row.maintenance_permille),
            (Kind::Training, row.training_permille),
        ]),
        after_hours_permille: row.after_hours_permille,
        opens: minute(row.opens_minute),
        closes: minute(row.closes_minute),
    };
    (row.from_month, RulesOf { pool, charge })
}

fn write(from_month: Month, rules: &RulesOf, created_at: DateTime<Utc>) -> pool_rules::Model {
    pool_rules::Model {
        from_month,
        validity_months: i64::from(rules.pool.validity_months),
        carry_cap_permille: rules.pool.carry_cap_permille,
        solidarity_permille: rules.pool.solidarity_permille,
        borrow_permille: rules.pool.borrow_permille,
        charge_unit_minutes: rules.charge.unit.0,
        minimum_charge_minutes: rules.charge.minimum.0,
        remote_permille: rules.charge.permille_of(Kind::Remote),
        on_site_permille: rules.charge.permille_of(Kind::OnSite),
        travel_permille: rules.charge.permille_of(Kind::Travel),
        maintenance_permille: rules.charge.permille_of(Kind::Maintenance),
        training_permille: rules.charge.permille_of(Kind::Training),
        after_hours_permille: rules.charge.after_hours_permille,
        opens_minute: i64::from(rules.charge.opens),
        closes_minute: i64::from(rules.charge.closes),
        created_at,
    }
}

/// The rules that hold in a month.
pub(in crate::store) async fn rules_in(db: &impl ConnectionTrait, month: Month) -> Result<RulesOf, DbErr> {
    let standing = pool_rules::Entity::find()
        .filter(pool_rules::Column::FromMonth.lte(month))
        .order_by_desc(pool_rules::Column::FromMonth)
        .limit(1)
        .one(db)
        .await?;
    Ok(standing.map(|row| read(row).1).unwrap_or_default())
}

/// The rules that hold in a month: the group's own, no secret to any member.
pub async fn rules(db: &Db, month: Month) -> Result<RulesOf, DbErr> {
    rules_in(&db.read, month).await
}

/// Every version with the month from which it holds, the latest first.
pub async fn versions(db: &Db, _by: &Coordinator) -> Result<Vec<(Month, RulesOf)>, DbErr> {
    let rows = pool_rules::Entity::find().order_by_desc(pool_rules::Column::FromMonth).all(&db.read).await?;
    Ok(rows.into_iter().map(read).collect())
}

pub(in crate::store) async fn create_in(
    tx: &impl ConnectionTrait,
    from: Month,
    rules: &RulesOf,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    pool_rules::Entity::insert(write(from, rules, now).into_active_model()).exec_without_returning(tx).await.map(drop)
}

/// Sets the rules from an open month on; the same month again replaces what was said. What open months charge follows.
pub async fn set_rules(db: &Db, by: &Coordinator, from: Month, rules: &RulesOf, now: DateTime<Utc>) -> Result<(), RulesError> {
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    if closed::last_closed_in(&tx).await?.is_some_and(|closed| from <= closed) {
        return Err(RulesError::MonthClosed);
    }
    pool_rules::Entity::delete_by_id(from).exec(&tx).await?;
    create_in(&tx, from, rules, now).await?;
    let touched = month_use::Entity::find().filter(month_use::Column::Period.gte(from)).all(&tx).await?;
    for row in touched {
        interventions::recount_in(&tx, row.structure_id, row.period).await?;
    }
    let pool = serde_json::to_string(&rules.pool).map_err(|e| DbErr::Custom(e.to_string()))?;
    let said = format!("rules:{from} {pool} unit:{} minimum:{}", rules.charge.unit.0, rules.charge.minimum.0);
    journal::append_in(&tx, vec![Line::decision(LineKind::RulesSet, from, by.viewer().id(), said)], now).await?;
    Ok(tx.commit().await?)
}
