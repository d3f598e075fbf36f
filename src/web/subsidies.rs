//! Subsidies of the shared post: their list, the form of one, and what each month has of it.

mod form;
mod months;
mod report;

use super::errors::Error;
use super::layout::{Layout, Page};
use crate::domain::ids::SubsidyId;
use crate::store::Db;
use crate::store::access::Coordinator;
use crate::store::costs::{self, NewSubsidy, Subsidy};
use chrono::{NaiveDate, TimeDelta};
use fluent_bundle::FluentValue;
use rocket::{Route, State, get, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![
        index,
        form::new,
        form::create,
        months::show,
        form::edit,
        form::update,
        months::update,
        months::remove,
        report::show,
        report::export,
        report::pdf,
    ]
}

#[derive(Serialize)]
struct SubsidiesPage {
    back_href: String,
    new_href: String,
    ending: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    href: String,
    funder: String,
    action: String,
    period: String,
    amount: String,
    ends_on: String,
    /// A badge's words: ends soon, or has ended.
    soon: bool,
    over: bool,
}

/// « de janvier 2026 à mars 2026 ».
fn period(layout: &Layout<'_>, terms: &NewSubsidy) -> Result<String, Error> {
    let args = [
        ("from", FluentValue::from(super::report::capital(layout.month(terms.first_month)))),
        ("to", layout.month(terms.last_month).into()),
    ];
    layout.text_with("subsidies-period", args)
}

fn amount(layout: &Layout<'_>, terms: &NewSubsidy) -> Result<String, Error> {
    let args = [("amount", FluentValue::from(layout.money(terms.cents)))];
    layout.text_with(&format!("subsidies-amount-{}", terms.basis), args)
}

fn ends_soon(terms: &NewSubsidy, today: NaiveDate) -> bool {
    (today..=today + TimeDelta::days(90)).contains(&terms.ends_on)
}

#[get("/subsidies")]
async fn index(by: Coordinator, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let today = layout.today();
    let mut rows = Vec::new();
    for Subsidy { id, terms, .. } in costs::subsidies(db, &by).await? {
        rows.push(Row {
            href: uri!(months::show(id)).to_string(),
            period: period(&layout, &terms)?,
            amount: amount(&layout, &terms)?,
            ends_on: layout.day(terms.ends_on),
            soon: ends_soon(&terms, today),
            over: terms.ends_on < today,
            funder: terms.funder,
            action: terms.action,
        });
    }
    let page = SubsidiesPage {
        back_href: super::costs::present_href(),
        new_href: uri!(form::new).to_string(),
        ending: ending(&by, &layout, db).await?.into_iter().map(|(_, said)| said).collect(),
        rows,
    };
    layout.page("subsidies/index", layout.text("subsidies-title")?, &page)
}

/// A sentence for each subsidy that ends within 90 days, and where it is.
pub async fn ending(by: &Coordinator, layout: &Layout<'_>, db: &Db) -> Result<Vec<(String, String)>, Error> {
    let mut said = Vec::new();
    for costs::Ending { id, funder, ends_on } in costs::ending(db, by, layout.today()).await? {
        let args = [("funder", FluentValue::from(funder)), ("day", layout.day(ends_on).into())];
        said.push((uri!(months::show(id)).to_string(), layout.text_with("subsidies-ending", args)?));
    }
    Ok(said)
}

async fn of(by: &Coordinator, db: &Db, id: SubsidyId) -> Result<Subsidy, Error> {
    costs::find_subsidy(db, by, id).await?.ok_or(Error::NotFound)
}

/// The address of the list of subsidies.
pub fn href() -> String {
    uri!(index).to_string()
}
