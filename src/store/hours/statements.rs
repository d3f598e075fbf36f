//! Statements: closed months as their structures read them. Frozen with the closing; only what was corrected since is new.

use super::months::{Row, stored_parts, whole_month};
use super::reconcile::identity_of;
use super::{RulesOf, facts::Facts};
use crate::domain::hours::Identity;
use crate::domain::money::Cents;
use crate::domain::time::{Minutes, Month};
use crate::store::access::{DuesOf, HoursOf};
use crate::store::entities::{closing, due, statement, statement_lot};
use crate::store::{Db, DbErr, people};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// A closed month of one structure.
#[derive(Clone, Debug)]
pub struct Statement {
    pub month: Month,
    pub closed_at: DateTime<Utc>,
    /// `None` for a month that the installation began with.
    pub closed_by: Option<String>,
    pub row: Row,
    pub rules: RulesOf,
    /// Oldest first.
    pub lots: Vec<LotOfMonth>,
    /// The whole pool after the closing.
    pub identity: Identity,
    /// What the month costs this structure; `None` where no costs were entered.
    pub money: Option<Money>,
}

/// Hours of one month, with what this month used of them and what it carried over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LotOfMonth {
    pub origin: Month,
    pub expiry: Month,
    pub used: Minutes,
    pub carried: Minutes,
}

/// A structure's part of a month's costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    pub share: Cents,
    pub overage: Cents,
    /// Given back by corrections, at the price of their month.
    pub refund: Cents,
    pub due: Cents,
}

/// A statement in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub month: Month,
    pub interventions: i64,
    pub real: Minutes,
    pub charged: Minutes,
    pub carried: Minutes,
}

/// A structure's statement of a month; `None` while the month is open, or when the structure was no member then.
pub async fn statement(db: &Db, by: &HoursOf, month: Month) -> Result<Option<Statement>, DbErr> {
    let Some(closing) = closing::Entity::find_by_id(month).one(&db.read).await? else { return Ok(None) };
    let whole = whole_month(db, &by.into(), month).await?;
    let row = whole.rows.iter().find(|row| row.structure == by.structure()).cloned();
    let Some(row) = row.filter(|_| whole.closed) else { return Ok(None) };
    let lots = statement_lot::Entity::find()
        .filter(statement_lot::Column::Period.eq(month))
        .filter(statement_lot::Column::StructureId.eq(by.structure()))
        .order_by_asc(statement_lot::Column::Expiry)
        .order_by_asc(statement_lot::Column::Origin)
        .all(&db.read)
        .await?;
    let lot =
        |row: statement_lot::Model| LotOfMonth { origin: row.origin, expiry: row.expiry, used: row.used, carried: row.carried };
    let mut names = people::names(&db.read, closing.closed_by).await?;
    let parts = stored_parts(&db.read, &Facts::load(&db.read).await?, month).await?;
    Ok(Some(Statement {
        month,
        closed_at: closing.closed_at,
        closed_by: closing.closed_by.and_then(|by| names.remove(&by)),
        row,
        rules: whole.rules.clone(),
        lots: lots.into_iter().map(lot).collect(),
        identity: identity_of(&parts),
        money: money(db, by, month).await?,
    }))
}

/// What the structure owes for the month, for those who may know it: a technician may not.
async fn money(db: &Db, by: &HoursOf, month: Month) -> Result<Option<Money>, DbErr> {
    if DuesOf::of(by.viewer(), by.structure()).is_none() {
        return Ok(None);
    }
    let frozen = due::Entity::find_by_id((month, by.structure())).one(&db.read).await?;
    Ok(frozen.map(|row| Money {
        share: row.share_cents,
        overage: row.overage_cents,
        refund: row.refund_cents,
        due: row.share_cents + row.overage_cents - row.refund_cents,
    }))
}

/// The statements of one structure, the latest first.
pub async fn statements(db: &Db, by: &HoursOf) -> Result<Vec<Listed>, DbErr> {
    let rows = statement::Entity::find()
        .filter(statement::Column::StructureId.eq(by.structure()))
        .order_by_desc(statement::Column::Period)
        .all(&db.read)
        .await?;
    let listed = |row: statement::Model| Listed {
        month: row.period,
        interventions: row.interventions,
        real: row.real_minutes,
        charged: row.charged,
        carried: row.carried,
    };
    Ok(rows.into_iter().map(listed).collect())
}
