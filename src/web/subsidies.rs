//! Subsidies of the shared post: their list, the form of one, and what each month has of it.

use super::errors::Error;
use super::forms::{Form as View, Mistake};
use super::guards::Now;
use super::layout::{Layout, Page, Submitted};
use super::params::{Day, Line, Maybe, Words};
use crate::domain::costs::subsidies::Basis;
use crate::domain::ids::SubsidyId;
use crate::domain::money::Cents;
use crate::domain::time::Month;
use crate::store::Db;
use crate::store::access::Coordinator;
use crate::store::costs::{self, CostsError, InMonth, NewSubsidy, Subsidy, SubsidyError};
use chrono::{NaiveDate, TimeDelta};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;
use std::collections::HashMap;

pub fn routes() -> Vec<Route> {
    routes![index, new, create, show, edit, update, months, remove]
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
            href: uri!(show(id)).to_string(),
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
        said.push((uri!(show(id)).to_string(), layout.text_with("subsidies-ending", args)?));
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
        Some(of) => (uri!(update(of.id)).to_string(), uri!(show(of.id)).to_string(), "subsidies-edit"),
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
            Ok(id) => return Ok(Submitted::accepted(uri!(show(id)), "subsidies-created")),
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
            Ok(()) => return Ok(Submitted::accepted(uri!(show(id)), "subsidies-saved")),
            Err(refused) => refuse(&mut again, &layout, refused)?,
        }
    }
    Ok(Submitted::Refused(form_page(&layout, Some(&subsidy), again)?))
}

#[derive(Serialize)]
struct SubsidyPage {
    back_href: String,
    edit_href: String,
    funder: String,
    action: String,
    period: String,
    amount: String,
    ends_on: String,
    conditions: String,
    soon: bool,
    over: bool,
    months: Vec<MonthRow>,
    months_href: String,
    /// Whether a month is still open.
    open: bool,
    sum: String,
    /// What the months have is not what was promised.
    gap: Option<String>,
    errors: Vec<Said>,
    remove_href: Option<String>,
}

#[derive(Serialize)]
struct MonthRow {
    name: String,
    month: String,
    closed: bool,
    /// As it is read, and as it is typed.
    amount: String,
    value: String,
    said: bool,
    error: Option<String>,
}

#[derive(Serialize)]
struct Said {
    field: String,
    text: String,
}

/// What was typed of the months, with its mistake.
type TypedMonths = HashMap<Month, (String, Option<String>)>;

fn page(layout: &Layout<'_>, subsidy: Subsidy, form: &View, typed: &TypedMonths) -> Result<Page, Error> {
    let row = |InMonth { month, cents, closed, said }: &InMonth| {
        let (value, error) = typed.get(month).cloned().unwrap_or_else(|| (layout.typed_amount(*cents), None));
        let name = format!("months[{month}]");
        MonthRow { name, month: layout.month(*month), closed: *closed, amount: layout.amount(*cents), value, said: *said, error }
    };
    let given = subsidy.given();
    let months: Vec<MonthRow> = subsidy.months.iter().map(row).collect();
    let mut errors: Vec<Said> =
        form.errors.iter().map(|Mistake { field, text }| Said { field: (*field).to_owned(), text: text.clone() }).collect();
    errors.extend(months.iter().filter_map(|row| Some(Said { field: row.name.clone(), text: row.error.clone()? })));
    let terms = subsidy.terms;
    let gap = terms.cents - given;
    let gap = (terms.basis == Basis::Total && !gap.is_zero())
        .then(|| layout.text_with("subsidies-gap", [("gap", FluentValue::from(layout.money(gap)))]));
    let page = SubsidyPage {
        back_href: uri!(index).to_string(),
        edit_href: uri!(edit(subsidy.id)).to_string(),
        period: period(layout, &terms)?,
        amount: amount(layout, &terms)?,
        ends_on: layout.day(terms.ends_on),
        soon: ends_soon(&terms, layout.today()),
        over: terms.ends_on < layout.today(),
        months_href: uri!(self::months(subsidy.id)).to_string(),
        open: months.iter().any(|row| !row.closed),
        sum: layout.money(given),
        gap: gap.transpose()?,
        remove_href: subsidy.months.iter().all(|m| !m.closed || m.cents.is_zero()).then(|| uri!(remove(subsidy.id)).to_string()),
        funder: terms.funder,
        action: terms.action,
        conditions: terms.conditions,
        months,
        errors,
    };
    let title = page.funder.clone();
    if page.errors.is_empty() { layout.page("subsidies/show", title, &page) } else { layout.refuse("subsidies/show", title, &page) }
}

#[get("/subsidies/<id>")]
async fn show(by: Coordinator, id: SubsidyId, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    page(&layout, of(&by, db, id).await?, &View::default(), &TypedMonths::new())
}

#[derive(FromForm)]
struct Months {
    months: HashMap<String, String>,
}

/// What open months have of it. An empty field goes back to the proposed amount; what stays as proposed is not said.
#[post("/subsidies/<id>/months", data = "<form>")]
async fn months(
    by: Coordinator,
    id: SubsidyId,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Months>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let subsidy = of(&by, db, id).await?;
    let mut again = View::default();
    let mut typed = TypedMonths::new();
    let mut said: Vec<(Month, Option<Cents>)> = Vec::new();
    let sent = form.value.as_ref().map(|form| &form.months).filter(|months| !months.is_empty());
    for (month, text) in sent.into_iter().flatten().filter_map(|(month, text)| Some((month.parse::<Month>().ok()?, text))) {
        let Some(standing) = subsidy.months.iter().find(|row| row.month == month) else { continue };
        match text.parse::<Cents>() {
            _ if text.trim().is_empty() => said.push((month, None)),
            Ok(cents) if cents == standing.cents && !standing.said => {}
            Ok(cents) if cents >= Cents::ZERO => said.push((month, Some(cents))),
            Ok(_) | Err(_) => drop(typed.insert(month, (text.clone(), Some(layout.text("mistake-amount")?)))),
        }
    }
    if sent.is_none() {
        again.mistake("months", layout.text("mistake-required")?);
    } else if typed.is_empty() {
        match costs::set_months(db, &by, id, &said).await {
            Ok(()) => return Ok(Submitted::accepted(uri!(show(id)), "subsidies-months-saved")),
            Err(CostsError::MonthClosed) => again.mistake("months", layout.text("costs-mistake-closed")?),
            Err(CostsError::NotThere) => return Err(Error::NotFound),
            Err(CostsError::Database(fault)) => return Err(fault.into()),
        }
    }
    Ok(Submitted::Refused(page(&layout, subsidy, &again, &typed)?))
}

#[post("/subsidies/<id>/removal")]
async fn remove(by: Coordinator, id: SubsidyId, layout: Layout<'_>, db: &State<Db>) -> Result<Submitted, Error> {
    let subsidy = of(&by, db, id).await?;
    match costs::remove_subsidy(db, &by, id).await {
        Ok(()) => Ok(Submitted::accepted(uri!(index), "subsidies-removed")),
        Err(SubsidyError::Database(fault)) => Err(fault.into()),
        Err(SubsidyError::NotThere) => Err(Error::NotFound),
        Err(_) => {
            let mut again = View::default();
            again.mistake("months", layout.text("subsidies-mistake-closed")?);
            Ok(Submitted::Refused(page(&layout, subsidy, &again, &TypedMonths::new())?))
        }
    }
}

/// The address of the list of subsidies.
pub fn href() -> String {
    uri!(index).to_string()
}
