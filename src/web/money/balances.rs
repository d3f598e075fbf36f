//! What is still to come in, a row a structure.

use crate::domain::money::Cents;
use crate::store::Db;
use crate::store::access::Coordinator;
use crate::store::money::{self, Balance};
use crate::texts::format;
use crate::web::errors::Error;
use crate::web::layout::{Layout, Page};
use chrono::Datelike;
use fluent_bundle::FluentValue;
use rocket::{State, get, uri};
use serde::Serialize;

#[derive(Serialize)]
struct MoneyPage {
    lead: String,
    rows: Vec<Row>,
    total: Sums,
    /// Whether any year was regularised.
    regularised: bool,
    pay_href: String,
    costs_href: String,
    used_href: String,
    journal_href: String,
    settings_href: String,
    years: Vec<Link>,
}

#[derive(Serialize)]
struct Link {
    href: String,
    label: String,
}

#[derive(Serialize)]
struct Sums {
    called: String,
    regularised: String,
    paid: String,
    due: String,
}

#[derive(Serialize)]
struct Row {
    name: String,
    href: String,
    sums: Sums,
    late: bool,
    /// Since when, and when it was reminded.
    notes: Vec<String>,
}

#[get("/money")]
pub(super) async fn index(by: Coordinator, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let mut balances = money::balances(db, &by).await?;
    balances.sort_by_cached_key(|balance| format::alphabetical(&balance.name));
    let sum = |of: fn(&Balance) -> Cents| balances.iter().map(of).sum::<Cents>();
    let year = layout.today().year();
    let years = [year, year - 1].map(|year| {
        let label = layout.text_with("money-year", [("year", FluentValue::from(year.to_string()))])?;
        Ok::<_, Error>(Link { href: super::years::href(year), label })
    });
    let page = MoneyPage {
        lead: lead(&layout, &balances)?,
        total: sums(&layout, sum(|b| b.called), sum(|b| b.regularised), sum(|b| b.paid), sum(Balance::due)),
        regularised: balances.iter().any(|balance| !balance.regularised.is_zero()),
        rows: balances.iter().map(|balance| row(&layout, balance)).collect::<Result<_, _>>()?,
        pay_href: super::payments::new_href(None),
        costs_href: crate::web::costs::present_href(),
        journal_href: uri!(super::journal::show).to_string(),
        used_href: super::used::href(),
        settings_href: uri!(super::settings::edit).to_string(),
        years: years.into_iter().collect::<Result<_, _>>()?,
    };
    layout.page("money/index", layout.text("money-title")?, &page)
}

fn lead(layout: &Layout<'_>, balances: &[Balance]) -> Result<String, Error> {
    let owing: Vec<Cents> = balances.iter().map(Balance::due).filter(|due| *due > Cents::ZERO).collect();
    if owing.is_empty() {
        return layout.text("money-lead-none");
    }
    let n = i64::try_from(owing.len()).unwrap_or(i64::MAX);
    let args = [("due", FluentValue::from(layout.money(owing.into_iter().sum()))), ("n", n.into())];
    layout.text_with("money-lead", args)
}

fn sums(layout: &Layout<'_>, called: Cents, regularised: Cents, paid: Cents, due: Cents) -> Sums {
    let [called, regularised, paid, due] = [called, regularised, paid, due].map(|cents| layout.amount(cents));
    Sums { called, regularised, paid, due }
}

fn row(layout: &Layout<'_>, balance: &Balance) -> Result<Row, Error> {
    let late = balance.due() > Cents::ZERO;
    let mut notes = Vec::new();
    if let Some(month) = balance.unpaid_since.filter(|_| late) {
        notes.push(layout.text_with("money-since", [("month", FluentValue::from(layout.month(month)))])?);
    }
    if let Some(at) = balance.reminded_at.filter(|_| late) {
        let day = layout.day(at.with_timezone(&layout.zone()).date_naive());
        notes.push(layout.text_with("money-reminded", [("day", FluentValue::from(day))])?);
    }
    Ok(Row {
        name: balance.name.clone(),
        href: super::dues_href(balance.structure),
        sums: sums(layout, balance.called, balance.regularised, balance.paid, balance.due()),
        late,
        notes,
    })
}
