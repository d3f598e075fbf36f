//! One subsidy, and what each of its months has of it.

use super::{amount, ends_soon, of, period};
use crate::domain::costs::subsidies::Basis;
use crate::domain::ids::SubsidyId;
use crate::domain::money::Cents;
use crate::domain::time::Month;
use crate::store::Db;
use crate::store::access::Coordinator;
use crate::store::costs::{self, CostsError, InMonth, Subsidy, SubsidyError};
use crate::web::errors::Error;
use crate::web::forms::{Form as View, Mistake};
use crate::web::layout::{Layout, Page, Submitted};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{State, get, post, uri};
use serde::Serialize;
use std::collections::HashMap;

#[derive(Serialize)]
struct SubsidyPage {
    back_href: String,
    edit_href: String,
    report_href: String,
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
        back_href: uri!(super::index).to_string(),
        edit_href: uri!(super::form::edit(subsidy.id)).to_string(),
        report_href: uri!(super::report::show(subsidy.id)).to_string(),
        period: period(layout, &terms)?,
        amount: amount(layout, &terms)?,
        ends_on: layout.day(terms.ends_on),
        soon: ends_soon(&terms, layout.today()),
        over: terms.ends_on < layout.today(),
        months_href: uri!(update(subsidy.id)).to_string(),
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
pub(super) async fn show(by: Coordinator, id: SubsidyId, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    page(&layout, of(&by, db, id).await?, &View::default(), &TypedMonths::new())
}

#[derive(FromForm)]
pub(super) struct Months {
    months: HashMap<String, String>,
}

/// What open months have of it. An empty field goes back to the proposed amount; what stays as proposed is not said.
#[post("/subsidies/<id>/months", data = "<form>")]
pub(super) async fn update(
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
            Err(CostsError::NotThere | CostsError::KeyTaken) => return Err(Error::NotFound),
            Err(CostsError::Database(fault)) => return Err(fault.into()),
        }
    }
    Ok(Submitted::Refused(page(&layout, subsidy, &again, &typed)?))
}

#[post("/subsidies/<id>/removal")]
pub(super) async fn remove(by: Coordinator, id: SubsidyId, layout: Layout<'_>, db: &State<Db>) -> Result<Submitted, Error> {
    let subsidy = of(&by, db, id).await?;
    match costs::remove_subsidy(db, &by, id).await {
        Ok(()) => Ok(Submitted::accepted(uri!(super::index), "subsidies-removed")),
        Err(SubsidyError::Database(fault)) => Err(fault.into()),
        Err(SubsidyError::NotThere) => Err(Error::NotFound),
        Err(_) => {
            let mut again = View::default();
            again.mistake("months", layout.text("subsidies-mistake-closed")?);
            Ok(Submitted::Refused(page(&layout, subsidy, &again, &TypedMonths::new())?))
        }
    }
}
