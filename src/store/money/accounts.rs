//! What each structure owes: what was called for month by month, regularised by the year, less what it paid.

use super::payments::Payment;
use crate::domain::costs::Key;
use crate::domain::ids::{PaymentId, StructureId};
use crate::domain::money::Cents;
use crate::domain::time::{Minutes, Month};
use crate::store::access::{Coordinator, DuesOf};
use crate::store::entities::{cost_month, due, payment, regularisation_line, reminder, structure};
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{HashMap, HashSet};

/// What one structure pays, the latest first.
#[derive(Clone, Debug)]
pub struct Account {
    pub months: Vec<DueMonth>,
    pub years: Vec<RegularisedYear>,
    pub payments: Vec<Payment>,
    /// When it was reminded.
    pub reminders: Vec<(DateTime<Utc>, Cents)>,
}

/// A closed month, as its structure may read it: its own part, the whole, and the key between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueMonth {
    pub month: Month,
    pub key: Key,
    pub net: Cents,
    pub share: Cents,
    pub billed: Minutes,
    pub overage: Cents,
    pub refunded: Minutes,
    pub refund: Cents,
}

impl DueMonth {
    pub fn due(&self) -> Cents {
        self.share + self.overage - self.refund
    }
}

/// A recorded regularisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegularisedYear {
    pub year: i64,
    pub cents: Cents,
}

impl Account {
    pub fn called(&self) -> Cents {
        self.months.iter().map(DueMonth::due).sum()
    }

    pub fn regularised(&self) -> Cents {
        self.years.iter().map(|year| year.cents).sum()
    }

    pub fn paid(&self) -> Cents {
        self.payments.iter().map(|payment| payment.cents).sum()
    }

    /// Still due when positive; paid ahead when negative.
    pub fn balance(&self) -> Cents {
        self.called() + self.regularised() - self.paid()
    }
}

/// One structure's account.
pub async fn account(db: &Db, of: &DuesOf) -> Result<Account, DbErr> {
    account_in(&db.read, of.structure()).await
}

async fn account_in(db: &impl ConnectionTrait, id: StructureId) -> Result<Account, DbErr> {
    let dues = due::Entity::find().filter(due::Column::StructureId.eq(id)).order_by_desc(due::Column::Period).all(db).await?;
    let costs = cost_month::Entity::find().all(db).await?;
    let costs: HashMap<Month, cost_month::Model> = costs.into_iter().map(|row| (row.period, row)).collect();
    let month = |row: due::Model| {
        let cost = costs.get(&row.period)?;
        Some(DueMonth {
            month: row.period,
            key: cost.shared_by,
            net: cost.net_cents,
            share: row.share_cents,
            billed: row.billed_minutes,
            overage: row.overage_cents,
            refunded: row.refunded_minutes,
            refund: row.refund_cents,
        })
    };
    let years = regularisation_line::Entity::find()
        .filter(regularisation_line::Column::StructureId.eq(id))
        .order_by_desc(regularisation_line::Column::Year)
        .all(db)
        .await?;
    let payments = payment::Entity::find()
        .filter(payment::Column::StructureId.eq(id))
        .order_by_desc(payment::Column::Day)
        .order_by_desc(payment::Column::Id)
        .all(db)
        .await?;
    let reminders = reminder::Entity::find()
        .filter(reminder::Column::StructureId.eq(id))
        .order_by_desc(reminder::Column::SentAt)
        .all(db)
        .await?;
    Ok(Account {
        months: dues.into_iter().filter_map(month).collect(),
        years: years.into_iter().map(|row| RegularisedYear { year: row.year, cents: row.cents }).collect(),
        payments: with_cancelled(payments),
        reminders: reminders.into_iter().map(|row| (row.sent_at, row.cents)).collect(),
    })
}

fn with_cancelled(rows: Vec<payment::Model>) -> Vec<Payment> {
    let cancelled: HashSet<PaymentId> = rows.iter().filter_map(|row| row.cancels).collect();
    let payment = |row: payment::Model| Payment { cancelled: cancelled.contains(&row.id), ..row.into() };
    rows.into_iter().map(payment).collect()
}

/// What a structure owes, within a transaction.
pub(super) async fn balance_in(db: &impl ConnectionTrait, id: StructureId) -> Result<Cents, DbErr> {
    Ok(account_in(db, id).await?.balance())
}

/// What a structure owes.
pub async fn balance(db: &Db, _by: &Coordinator, id: StructureId) -> Result<Cents, DbErr> {
    balance_in(&db.read, id).await
}

/// A structure's line on the coordinator's page.
#[derive(Clone, Debug)]
pub struct Balance {
    pub structure: StructureId,
    pub name: String,
    pub called: Cents,
    pub regularised: Cents,
    pub paid: Cents,
    /// The oldest month that payments do not cover yet.
    pub unpaid_since: Option<Month>,
    /// The last reminder.
    pub reminded_at: Option<DateTime<Utc>>,
}

impl Balance {
    /// Still due when positive; paid ahead when negative.
    pub fn due(&self) -> Cents {
        self.called + self.regularised - self.paid
    }
}

/// Every structure that was called for anything or paid anything, in no order: the page sorts them by name.
pub async fn balances(db: &Db, _by: &Coordinator) -> Result<Vec<Balance>, DbErr> {
    let mut months: HashMap<StructureId, Vec<(Month, Cents)>> = HashMap::new();
    let dues: Vec<(StructureId, Month, Cents, Cents, Cents)> = due::Entity::find()
        .select_only()
        .columns([
            due::Column::StructureId,
            due::Column::Period,
            due::Column::ShareCents,
            due::Column::OverageCents,
            due::Column::RefundCents,
        ])
        .order_by_asc(due::Column::Period)
        .into_tuple()
        .all(&db.read)
        .await?;
    for (id, month, share, overage, refund) in dues {
        months.entry(id).or_default().push((month, share + overage - refund));
    }
    let mut paid: HashMap<StructureId, Cents> = HashMap::new();
    let payments: Vec<(StructureId, Cents)> = payment::Entity::find()
        .select_only()
        .columns([payment::Column::StructureId, payment::Column::Cents])
        .into_tuple()
        .all(&db.read)
        .await?;
    for (id, cents) in payments {
        *paid.entry(id).or_default() += cents;
    }
    let mut regularised: HashMap<StructureId, Cents> = HashMap::new();
    for row in regularisation_line::Entity::find().all(&db.read).await? {
        *regularised.entry(row.structure_id).or_default() += row.cents;
    }
    let reminders = reminder::Entity::find().order_by_asc(reminder::Column::SentAt).all(&db.read).await?;
    let reminded: HashMap<StructureId, DateTime<Utc>> = reminders.into_iter().map(|row| (row.structure_id, row.sent_at)).collect();
    let balance = |row: structure::Model| {
        let called = months.get(&row.id);
        let known = called.is_some() || paid.contains_key(&row.id);
        let (paid, regularised) = (paid.get(&row.id), regularised.get(&row.id));
        let (paid, regularised) = (paid.copied().unwrap_or_default(), regularised.copied().unwrap_or_default());
        let months = called.map(Vec::as_slice).unwrap_or_default();
        known.then(|| Balance {
            structure: row.id,
            name: row.name,
            called: months.iter().map(|(_, cents)| *cents).sum(),
            regularised,
            paid,
            unpaid_since: unpaid_since(months, paid - regularised.min(Cents::ZERO)),
            reminded_at: reminded.get(&row.id).copied(),
        })
    };
    Ok(structure::Entity::find().all(&db.read).await?.into_iter().filter_map(balance).collect())
}

/// The first month, in order, that what came in does not cover to its end.
fn unpaid_since(months: &[(Month, Cents)], came: Cents) -> Option<Month> {
    let mut called = Cents::ZERO;
    months.iter().find_map(|(month, cents)| {
        called += *cents;
        (called > came && *cents > Cents::ZERO).then_some(*month)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_month_is_paid_first() {
        let month = |text: &str| text.parse::<Month>().expect("a month");
        let months = [(month("2026-01"), Cents(100)), (month("2026-02"), Cents(100)), (month("2026-03"), Cents(100))];
        assert_eq!(unpaid_since(&months, Cents(0)), Some(month("2026-01")));
        assert_eq!(unpaid_since(&months, Cents(100)), Some(month("2026-02")));
        assert_eq!(unpaid_since(&months, Cents(250)), Some(month("2026-03")));
        assert_eq!(unpaid_since(&months, Cents(300)), None);
    }
}
