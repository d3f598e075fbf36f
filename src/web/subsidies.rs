//! Subsidies of the shared post: their list, the form of one, and what each month has of it.

mod months;

use super::errors::Error;
use super::forms::Form as View;
use super::guards::Now;
use super::layout::{Layout, Page, Submitted};
use super::params::{Day, Line, Maybe, Words};
use crate::domain::costs::subsidies::Basis;
use crate::domain::ids::SubsidyId;
use crate::domain::money::Cents;
use crate::domain::time::Month;
use crate::store::Db;
use crate::store::access::Coordinator;
use crate::store::costs::{self, NewSubsidy, Subsidy, SubsidyError};
use chrono::{NaiveDate, TimeDelta};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index, new, create, months::show, edit, update, months::update, months::remove]
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
        new_href: uri!(new).to_string(),
        ending: ending(&by, &layout, db).await?.into_iter().map(|(_, said)| said).collect(),
        rows,
    };
    layout.page("subsidies/index", layout.text("subsidies-title")?, &page)
}

/// A sentence for each subsidy that ends within 90 days, and where it is.
pub async fn ending(by: &Coordinator, layout: &Layout<'_>, db: &Db) -> Result<Vec<(String, String)>, Error> {
    let mut said = Vec::new();
    for (id, terms) in costs::ending(db, by, layout.today()).await? {
        let args = [("funder", FluentValue::from(terms.funder)), ("day", layout.day(terms.ends_on).into())];
        said.push((uri!(months::show(id)).to_string(), layout.text_with("subsidies-ending", args)?));
    }
    Ok(said)
}

#[derive(Serialize)]
struct FormPage {
    form: View,
    href: String,
    back_href: String,
    title: String,
    button: String,
}

const NAMES: [&str; 8] = ["funder", "action", "basis", "amount", "first", "last", "ends_on", "conditions"];

fn form_page(layout: &Layout<'_>, of: Option<&Subsidy>, form: View) -> Result<Page, Error> {
    let mut choices = Vec::new();
    for basis in Basis::ALL {
        choices.push((basis.to_string(), layout.text(&format!("subsidies-basis-{basis}"))?, None));
    }
    let (href, back_href, key) = match of {
        Some(of) => (uri!(update(of.id)).to_string(), uri!(months::show(of.id)).to_string(), "subsidies-edit"),
        None => (uri!(create).to_string(), uri!(index).to_string(), "subsidies-new"),
    };
    let page = FormPage {
        form: form.preset("basis", Basis::Total.as_str()).offering("basis", choices),
        href,
        back_href,
        title: layout.text(key)?,
        button: layout.text(&format!("{key}-act"))?,
    };
    layout.page_of_form("subsidies/form", page.title.clone(), &page.form, &page)
}

#[get("/subsidies/new")]
fn new(_by: Coordinator, layout: Layout<'_>) -> Result<Page, Error> {
    form_page(&layout, None, View::blank(&NAMES))
}

#[derive(FromForm)]
struct Typed {
    funder: Line<80>,
    action: Line<120>,
    basis: Basis,
    amount: Cents,
    first: Month,
    last: Month,
    ends_on: Maybe<Day>,
    conditions: Maybe<Words>,
}

impl Typed {
    fn terms(&self) -> NewSubsidy {
        NewSubsidy {
            funder: self.funder.0.clone(),
            action: self.action.0.clone(),
            conditions: self.conditions.clone().or_empty(),
            first_month: self.first,
            last_month: self.last,
            basis: self.basis,
            cents: self.amount,
            // Unless another day is said, it ends with its last month.
            ends_on: self.ends_on.0.map_or(self.last.last_day(), |day| day.0),
        }
    }
}

/// Says what is wrong beside its field; the amount is positive.
fn refuse(form: &mut View, layout: &Layout<'_>, refused: SubsidyError) -> Result<(), Error> {
    let (field, key) = match refused {
        SubsidyError::Backwards => ("last", "subsidies-mistake-backwards"),
        SubsidyError::TooLong => ("last", "subsidies-mistake-long"),
        SubsidyError::InClosedMonths => ("first", "subsidies-mistake-closed"),
        SubsidyError::NotThere => return Err(Error::NotFound),
        SubsidyError::Database(fault) => return Err(fault.into()),
    };
    form.mistake(field, layout.text(key)?);
    Ok(())
}

/// The terms, unless the amount is no subsidy.
fn terms(form: &mut View, layout: &Layout<'_>, typed: Option<&Typed>) -> Result<Option<NewSubsidy>, Error> {
    let Some(typed) = typed else { return Ok(None) };
    if typed.amount <= Cents::ZERO {
        form.mistake("amount", layout.text("subsidies-mistake-amount")?);
        return Ok(None);
    }
    Ok(Some(typed.terms()))
}

#[post("/subsidies", data = "<form>")]
async fn create(
    by: Coordinator,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Typed>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&NAMES, &form.context)?;
    if let Some(new) = terms(&mut again, &layout, form.value.as_ref())? {
        match costs::create_subsidy(db, &by, new, now.at).await {
            Ok(id) => return Ok(Submitted::accepted(uri!(months::show(id)), "subsidies-created")),
            Err(refused) => refuse(&mut again, &layout, refused)?,
        }
    }
    Ok(Submitted::Refused(form_page(&layout, None, again)?))
}

async fn of(by: &Coordinator, db: &Db, id: SubsidyId) -> Result<Subsidy, Error> {
    costs::find_subsidy(db, by, id).await?.ok_or(Error::NotFound)
}

#[get("/subsidies/<id>/edit")]
async fn edit(by: Coordinator, id: SubsidyId, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let subsidy = of(&by, db, id).await?;
    let terms = &subsidy.terms;
    let form = View::blank(&NAMES)
        .with("funder", &*terms.funder)
        .with("action", &*terms.action)
        .with("basis", terms.basis.as_str())
        .with("amount", layout.typed_amount(terms.cents))
        .with("first", terms.first_month.to_string())
        .with("last", terms.last_month.to_string())
        .with("ends_on", terms.ends_on.to_string())
        .with("conditions", &*terms.conditions);
    form_page(&layout, Some(&subsidy), form)
}

#[post("/subsidies/<id>", data = "<form>")]
async fn update(
    by: Coordinator,
    id: SubsidyId,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Typed>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let subsidy = of(&by, db, id).await?;
    let mut again = layout.again(&NAMES, &form.context)?;
    if let Some(new) = terms(&mut again, &layout, form.value.as_ref())? {
        match costs::update_subsidy(db, &by, id, new).await {
            Ok(()) => return Ok(Submitted::accepted(uri!(months::show(id)), "subsidies-saved")),
            Err(refused) => refuse(&mut again, &layout, refused)?,
        }
    }
    Ok(Submitted::Refused(form_page(&layout, Some(&subsidy), again)?))
}

/// The address of the list of subsidies.
pub fn href() -> String {
    uri!(index).to_string()
}
