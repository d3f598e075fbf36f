//! What the journal for accounting software is made of: what was called for closed months, what regularised a year, what
//! came in. Facts alone; `crate::accounting` makes entries of them.

use super::payments::Payment;
use crate::domain::hours::Code;
use crate::domain::ids::StructureId;
use crate::domain::money::Cents;
use crate::domain::time::Month;
use crate::store::access::Coordinator;
use crate::store::entities::{due, payment, regularisation, regularisation_line};
use crate::store::{Db, DbErr, structures};
use chrono::NaiveDate;
use chrono_tz::Tz;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// A member, as accounting software tells it apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    pub code: Code,
    pub name: String,
}

/// Something that moved an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moved {
    /// A closed month was called.
    Called { month: Month, share: Cents, overage: Cents, refund: Cents },
    /// A year was regularised on a day of the group; negative when it gives back.
    Regularised { year: i64, day: NaiveDate, cents: Cents },
    /// A payment, or the line that cancels one.
    Paid(Payment),
}

/// What moved in these months, both included, in order of time: months called, years recorded, payments by their day.
pub async fn moved(db: &Db, _by: &Coordinator, from: Month, to: Month, zone: Tz) -> Result<Vec<(Party, Moved)>, DbErr> {
    let names = structures::codes_in(&db.read).await?;
    let party = |id: StructureId| {
        let (code, name) = names.get(&id).cloned().unwrap_or_else(|| (id.to_string().into(), String::new()));
        Party { code, name }
    };
    let mut moved = Vec::new();
    let called = due::Entity::find().filter(due::Column::Period.between(from, to)).order_by_asc(due::Column::Period);
    for row in called.all(&db.read).await? {
        let of = Moved::Called { month: row.period, share: row.share_cents, overage: row.overage_cents, refund: row.refund_cents };
        moved.push((party(row.structure_id), of));
    }
    for year in regularisation::Entity::find().order_by_asc(regularisation::Column::Year).all(&db.read).await? {
        let day = year.recorded_at.with_timezone(&zone).date_naive();
        if !(from..=to).contains(&Month::of(day)) {
            continue;
        }
        let lines = regularisation_line::Entity::find().filter(regularisation_line::Column::Year.eq(year.year));
        for line in lines.all(&db.read).await? {
            let of = Moved::Regularised { year: year.year, day, cents: line.cents };
            moved.push((party(line.structure_id), of));
        }
    }
    let paid = payment::Entity::find()
        .filter(payment::Column::Day.between(from.first_day(), to.last_day()))
        .order_by_asc(payment::Column::Day)
        .order_by_asc(payment::Column::Id);
    for row in paid.all(&db.read).await? {
        moved.push((party(row.structure_id), Moved::Paid(row.into())));
    }
    Ok(moved)
}
