//! « Ce que nous payons »: one structure's own dues, payments and balance, for its referent and the coordinator.

use crate::domain::costs::Key;
use crate::domain::ids::StructureId;
use crate::domain::money::Cents;
use crate::store::access::{Coordinator, DuesOf};
use crate::store::money::{self, Account, DueMonth, Payment, ReminderError};
use crate::store::{Db, structures};
use crate::web::costs::by_key;
use crate::web::errors::Error;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use chrono::Datelike;
use fluent_bundle::FluentValue;
use rocket::{State, get, post, uri};
use serde::Serialize;
use std::collections::BTreeSet;

#[derive(Serialize)]
struct DuesPage {
    back: Option<Link>,
    structure: String,
    heading: String,
    balance: String,
    balance_means: String,
    owes: bool,
    left: String,
    called: String,
    regularised: Vec<Sum>,
    paid: String,
    /// Set once there are several.
    years: Vec<Year>,
    months_caption: String,
    months: Vec<MonthRow>,
    /// Columns that are nothing everywhere stay out.
    overages: bool,
    refunds: bool,
    payments: Vec<PaymentRow>,
    reminders: Vec<String>,
    deeds: Option<Deeds>,
}

#[derive(Serialize)]
struct Link {
    href: String,
    label: String,
}

/// A year whose months and payments are read.
#[derive(Serialize)]
struct Year {
    href: String,
    label: String,
    current: bool,
}

#[derive(Serialize)]
struct Sum {
    label: String,
    amount: String,
}

#[derive(Serialize)]
struct MonthRow {
    month: String,
    href: String,
    net: String,
    /// Said beside each month only when it was not always the same.
    key: Option<String>,
    share: String,
    overage: String,
    minutes: Option<String>,
    refund: String,
    due: String,
}

#[derive(Serialize)]
struct PaymentRow {
    day: String,
    what: String,
    reference: String,
    reason: Option<String>,
    amount: String,
    cancelled: bool,
    cancel_href: Option<String>,
}

/// What the coordinator may do here.
#[derive(Serialize)]
struct Deeds {
    pay_href: String,
    remind_href: Option<String>,
    /// Why nobody is reminded now.
    no_reminder: Option<String>,
}

/// The balance, and one year's months and payments: the latest, unless another is asked for.
#[get("/structures/<_>/dues?<year>")]
pub(super) async fn show(of: DuesOf, layout: Layout<'_>, year: Option<i32>, db: &State<Db>) -> Result<Page, Error> {
    let (structure, _) = structures::find(db, &of, of.structure()).await?.ok_or(Error::NotFound)?;
    let account = money::account(db, &of).await?;
    let coordinator = Coordinator::of(of.viewer());
    let name = || [("structure", FluentValue::from(structure.name.clone()))];
    let heading = if coordinator.is_some() { layout.text_with("dues-title-of", name())? } else { layout.text("dues-title")? };
    let balance = account.balance();
    let known = years(&account);
    let year = year.filter(|year| known.contains(year)).or(known.last().copied());
    let months: Vec<&DueMonth> = account.months.iter().filter(|month| Some(month.month.year()) == year).collect();
    let first = months.first().map(|month| month.key);
    let one_key = first.filter(|key| months.iter().all(|month| month.key == *key));
    let tab = |known: &i32| Year {
        href: uri!(show(structure.id, Some(*known))).to_string(),
        label: known.to_string(),
        current: Some(*known) == year,
    };
    let page = DuesPage {
        back: match &coordinator {
            Some(_) => Some(Link { href: super::href(), label: layout.text("money-title")? }),
            None => None,
        },
        structure: structure.name.clone(),
        balance: layout.money(Cents(balance.0.abs())),
        balance_means: layout.text(match balance.0 {
            1.. => "dues-owed",
            0 => "dues-nothing",
            ..0 => "dues-ahead",
        })?,
        owes: balance > Cents::ZERO,
        left: layout.amount(balance),
        called: layout.amount(account.called()),
        regularised: regularised(&layout, &account)?,
        paid: layout.amount(-account.paid()),
        years: known.iter().rev().filter(|_| known.len() > 1).map(tab).collect(),
        overages: months.iter().any(|month| !month.overage.is_zero()),
        refunds: months.iter().any(|month| !month.refund.is_zero()),
        months: months.iter().map(|month| month_row(&layout, structure.id, month, one_key.is_none())).collect::<Result<_, _>>()?,
        months_caption: months_caption(&layout, one_key)?,
        payments: account
            .payments
            .iter()
            .filter(|payment| Some(payment.day.year()) == year)
            .map(|payment| payment_row(&layout, payment, coordinator.is_some()))
            .collect::<Result<_, _>>()?,
        reminders: reminders(&layout, &account)?,
        deeds: match &coordinator {
            Some(by) => Some(deeds(by, &layout, db, structure.id).await?),
            None => None,
        },
        heading,
    };
    layout.page("money/dues", page.heading.clone(), &page)
}

/// The years of its months and payments, in order.
fn years(account: &Account) -> BTreeSet<i32> {
    let months = account.months.iter().map(|month| month.month.year());
    months.chain(account.payments.iter().map(|payment| payment.day.year())).collect()
}

fn regularised(layout: &Layout<'_>, account: &Account) -> Result<Vec<Sum>, Error> {
    let sum = |year: &money::RegularisedYear| {
        let label = layout.text_with("dues-regularised", [("year", FluentValue::from(year.year.to_string()))])?;
        Ok(Sum { label, amount: layout.amount(year.cents) })
    };
    account.years.iter().map(sum).collect()
}

fn months_caption(layout: &Layout<'_>, one_key: Option<Key>) -> Result<String, Error> {
    let Some(key) = one_key else { return layout.text("dues-months-caption") };
    layout.text_with("dues-months-caption-key", [("key", FluentValue::from(by_key(layout, key)?))])
}

fn month_row(layout: &Layout<'_>, structure: StructureId, month: &DueMonth, with_key: bool) -> Result<MonthRow, Error> {
    Ok(MonthRow {
        month: layout.month(month.month),
        href: crate::web::hours::href(structure, Some(month.month)),
        net: layout.amount(month.net),
        key: if with_key { Some(by_key(layout, month.key)?) } else { None },
        share: layout.amount(month.share),
        overage: layout.amount(month.overage),
        minutes: (!month.billed.is_zero()).then(|| layout.duration(month.billed)),
        refund: layout.amount(-month.refund),
        due: layout.amount(month.due()),
    })
}

fn payment_row(layout: &Layout<'_>, payment: &Payment, may_cancel: bool) -> Result<PaymentRow, Error> {
    let means = layout.text(&format!("payments-means-{}", payment.means))?;
    let cancels = payment.cancels.is_some();
    Ok(PaymentRow {
        day: layout.whole_day(payment.day),
        what: if cancels { layout.text_with("payments-cancels", [("means", FluentValue::from(means))])? } else { means },
        reference: payment.reference.clone(),
        reason: cancels.then(|| payment.reason.clone()),
        amount: layout.amount(payment.cents),
        cancelled: payment.cancelled,
        cancel_href: (may_cancel && !cancels && !payment.cancelled).then(|| super::payments::cancel_href(payment.id)),
    })
}

fn reminders(layout: &Layout<'_>, account: &Account) -> Result<Vec<String>, Error> {
    let said = |(at, cents): &(chrono::DateTime<chrono::Utc>, Cents)| {
        let day = layout.day(at.with_timezone(&layout.zone()).date_naive());
        layout.text_with("dues-reminded", [("day", FluentValue::from(day)), ("due", layout.money(*cents).into())])
    };
    account.reminders.iter().map(said).collect()
}

async fn deeds(by: &Coordinator, layout: &Layout<'_>, db: &Db, structure: StructureId) -> Result<Deeds, Error> {
    let no_reminder = match money::reminding(db, by, structure, layout.now).await {
        Ok(_) => None,
        Err(ReminderError::NothingDue) => Some(String::new()),
        Err(ReminderError::TooSoon(again)) => {
            let day = layout.day(again.with_timezone(&layout.zone()).date_naive());
            Some(layout.text_with("dues-remind-soon", [("day", FluentValue::from(day))])?)
        }
        Err(ReminderError::Enough) => Some(layout.text("dues-remind-enough")?),
        Err(ReminderError::NoReferent) => Some(layout.text("dues-remind-nobody")?),
        Err(ReminderError::NotThere) => return Err(Error::NotFound),
        Err(ReminderError::Database(fault)) => return Err(fault.into()),
    };
    Ok(Deeds {
        pay_href: super::payments::new_href(Some(structure)),
        remind_href: no_reminder.is_none().then(|| uri!(remind(structure)).to_string()),
        no_reminder: no_reminder.filter(|why| !why.is_empty()),
    })
}

/// Writes to the structure's referents, within the group's limit.
#[post("/structures/<id>/reminders")]
pub(super) async fn remind(by: Coordinator, id: StructureId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    let said = match money::remind(db, &by, id, now.at).await {
        Ok(()) => return Ok(Submitted::accepted(uri!(show(id, None::<i32>)), "dues-remind-done")),
        Err(ReminderError::NothingDue) => "dues-remind-nothing",
        Err(ReminderError::TooSoon(_)) => "dues-remind-too-soon",
        Err(ReminderError::Enough) => "dues-remind-enough",
        Err(ReminderError::NoReferent) => "dues-remind-nobody",
        Err(ReminderError::NotThere) => return Err(Error::NotFound),
        Err(ReminderError::Database(fault)) => return Err(fault.into()),
    };
    Ok(Submitted::warned(uri!(show(id, None::<i32>)), said))
}
