//! The annual regularisation: foreseen while a month is open, then recorded once.

use crate::domain::money::Cents;
use crate::store::Db;
use crate::store::access::Coordinator;
use crate::store::costs::{self, Year, YearError, YearLine};
use crate::texts::format;
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{State, get, post, uri};
use serde::Serialize;

#[derive(Serialize)]
struct YearPage {
    back_href: String,
    heading: String,
    lead: String,
    provisional: bool,
    recorded: Option<String>,
    nothing: bool,
    form: View,
    href: String,
    rows: Vec<Row>,
    minutes: String,
    called: String,
    actual: String,
    difference: String,
    verdict: String,
    /// The amount that the button records.
    net: String,
    button: Option<String>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    href: String,
    minutes: String,
    called: String,
    actual: String,
    difference: String,
}

/// A year of an address; others are not there.
fn year_of(text: &str) -> Result<i32, Error> {
    text.parse().ok().filter(|year| (2000..2200).contains(year)).ok_or(Error::NotFound)
}

fn page(layout: &Layout<'_>, mut year: Year, form: View) -> Result<Page, Error> {
    year.lines.sort_by_cached_key(|line| format::alphabetical(&line.name));
    let named = || [("year", FluentValue::from(year.year.to_string()))];
    let sum = |of: fn(&YearLine) -> Cents| year.lines.iter().map(of).sum::<Cents>();
    let row = |line: &YearLine| Row {
        name: line.name.clone(),
        href: super::dues_href(line.structure),
        minutes: layout.duration(line.minutes),
        called: layout.amount(line.called),
        actual: layout.amount(line.called + line.cents),
        difference: layout.amount(line.cents),
    };
    let recorded = year.recorded.as_ref().map(|recorded| {
        let day = layout.day(recorded.at.with_timezone(&layout.zone()).date_naive());
        layout.text_with("money-year-recorded", [("day", FluentValue::from(day)), ("by", recorded.by.clone().into())])
    });
    let open = recorded.is_none() && form.errors.is_empty() && !year.lines.is_empty();
    let gap = year.net - sum(|line| line.called + line.cents);
    let args = [("net", FluentValue::from(layout.money(year.net))), ("gap", layout.money(gap).into())];
    let page = YearPage {
        back_href: super::href(),
        heading: layout.text_with("money-year", named())?,
        lead: lead(layout, &year)?,
        provisional: !year.complete,
        recorded: recorded.transpose()?,
        nothing: year.lines.is_empty(),
        form: form.preset("net", layout.typed_amount(year.net)),
        href: href(year.year),
        minutes: layout.duration(year.lines.iter().map(|line| line.minutes).sum()),
        called: layout.amount(sum(|line| line.called)),
        actual: layout.amount(sum(|line| line.called + line.cents)),
        difference: layout.amount(sum(|line| line.cents)),
        verdict: layout.text_with("money-year-verdict", args)?,
        net: layout.typed_amount(year.net),
        button: if open && year.complete { Some(layout.text_with("money-year-record", named())?) } else { None },
        rows: year.lines.iter().map(row).collect(),
    };
    layout.page_of_form("money/year", page.heading.clone(), &page.form, &page)
}

fn lead(layout: &Layout<'_>, year: &Year) -> Result<String, Error> {
    let (Some(first), Some(last)) = (year.months.first(), year.months.last()) else { return layout.text("money-year-nothing") };
    let args = [
        ("from", FluentValue::from(crate::web::report::capital(layout.month(*first)))),
        ("to", layout.month(*last).into()),
        ("called", layout.money(year.called_for).into()),
    ];
    layout.text_with("money-year-lead", args)
}

/// The year, with what it really cost when another amount is tried.
#[get("/regularisations/<year>?<net>")]
pub(super) async fn show(
    by: Coordinator,
    year: &str,
    net: Option<&str>,
    layout: Layout<'_>,
    db: &State<Db>,
) -> Result<Page, Error> {
    let year = year_of(year)?;
    let mut form = View::blank(&["net"]);
    let typed = net.filter(|text| !text.trim().is_empty());
    let net = typed.and_then(|text| text.parse().ok());
    if let Some(text) = typed {
        form = form.with("net", text);
        if net.is_none() {
            form.mistake("net", layout.text("mistake-amount")?);
        }
    }
    page(&layout, costs::year(db, &by, year, net).await?, form)
}

#[derive(FromForm)]
pub(super) struct Recording {
    net: Cents,
}

#[post("/regularisations/<year>", data = "<form>")]
pub(super) async fn record(
    by: Coordinator,
    year: &str,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Recording>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let year = year_of(year)?;
    let mut again = layout.again(&["net"], &form.context)?;
    let net = form.value.as_ref().map(|recording| recording.net);
    if let Some(net) = net {
        let key = match costs::record_year(db, &by, year, net, now.at).await {
            Ok(()) => return Ok(Submitted::accepted(uri!(show(year.to_string(), None::<String>)), "money-year-done")),
            Err(YearError::Open) => "money-year-mistake-open",
            Err(YearError::Recorded) => "money-year-mistake-recorded",
            Err(YearError::NoWeight) => "money-year-nothing",
            Err(YearError::Database(fault)) => return Err(fault.into()),
        };
        again.mistake("net", layout.text(key)?);
    }
    Ok(Submitted::Refused(page(&layout, costs::year(db, &by, year, net).await?, again)?))
}

/// The address of a year's regularisation.
pub(super) fn href(year: i32) -> String {
    uri!(show(year.to_string(), None::<String>)).to_string()
}
