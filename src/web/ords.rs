//! Open Repair Data: what was repaired, read by the technician before it is published as a file (`equipment.md` § 6).

use super::csv;
use super::download::Download;
use super::errors::Error;
use super::forms::Form as View;
use super::layout::{Layout, Page, Submitted};
use super::params::Maybe;
use crate::domain::ords::{barrier, category, slug};
use crate::domain::people::Language;
use crate::store::Db;
use crate::store::access::Technician;
use crate::store::ords::{self, Repair};
use chrono::Datelike;
use rocket::form::{Contextual, Form, FromForm};
use rocket::http::ContentType;
use rocket::{Responder, Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show, export]
}

/// The address of the page.
pub fn href() -> String {
    uri!(show).to_string()
}

/// The header of the standard, to the letter.
const HEADER: [&str; 14] = [
    "id",
    "data_provider",
    "country",
    "partner_product_category",
    "product_category",
    "product_category_id",
    "brand",
    "year_of_manufacture",
    "product_age",
    "repair_status",
    "repair_barrier_if_end_of_life",
    "group_identifier",
    "event_date",
    "problem",
];

#[derive(Serialize)]
struct OrdsPage<'f> {
    repairs: Vec<Line>,
    form: &'f View,
    href: String,
}

/// A repair on the page.
#[derive(Serialize)]
struct Line {
    id: String,
    what: String,
    status: String,
    day: String,
    problem: String,
}

#[get("/open-repair-data")]
async fn show(by: Technician, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    page(&by, &layout, db, View::blank(&["read"])).await
}

async fn page(by: &Technician, layout: &Layout<'_>, db: &Db, form: View) -> Result<Page, Error> {
    let line = |repair: Repair| {
        let kind = layout.text(&format!("equipment-kind-{}", repair.kind))?;
        let status = match repair.record.status {
            crate::domain::ords::RepairStatus::Fixed => "ords-fixed",
            crate::domain::ords::RepairStatus::Repairable => "ords-repairable",
            crate::domain::ords::RepairStatus::EndOfLife => "ords-end",
        };
        Ok::<_, Error>(Line {
            id: repair.id.to_string(),
            what: [kind.as_str(), repair.brand.as_str()].join(" ").trim().to_owned(),
            status: layout.text(status)?,
            day: layout.whole_day_of(repair.record.at),
            problem: repair.record.problem,
        })
    };
    let mut repairs = ords::repairs(db, by).await?.into_iter().map(line).collect::<Result<Vec<_>, _>>()?;
    repairs.reverse();
    let form = form.offering("read", [("true".to_owned(), layout.text("ords-read")?, None)]);
    let page = OrdsPage { repairs, form: &form, href: uri!(export).to_string() };
    layout.page_of_form("ords/show", layout.text("ords-title")?, &form, &page)
}

#[derive(FromForm)]
struct Written {
    /// Somebody read what was written: it names nobody.
    read: Maybe<bool>,
}

/// The file, or the page with what is missing.
#[derive(Responder)]
enum Exported {
    File(Box<Download>),
    Page(Submitted),
}

#[post("/open-repair-data", data = "<form>")]
async fn export(
    by: Technician,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Written>>,
    db: &State<Db>,
) -> Result<Exported, Error> {
    let read = form.value.as_ref().is_some_and(|written| written.read.0 == Some(true));
    if !read {
        let mut again = layout.again(&["read"], &form.context)?;
        if again.errors.is_empty() {
            again.mistake("read", layout.text("ords-mistake-read")?);
        }
        return Ok(Exported::Page(Submitted::Refused(page(&by, &layout, db, again).await?)));
    }
    csv::count(db, by.viewer(), layout.now).await?;
    let group = layout.group().map(|group| group.name.clone()).unwrap_or_default();
    let mut rows = vec![HEADER.map(str::to_owned)];
    for repair in ords::repairs(db, &by).await? {
        rows.push(row(&layout, &group, repair)?);
    }
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    let failed = |error: ::csv::Error| Error::Other(format!("open repair data: {error}"));
    for row in rows {
        writer.write_record(row).map_err(failed)?;
    }
    let body = writer.into_inner().map_err(|error| Error::Other(error.to_string()))?;
    let kind = ContentType::new("text", "csv").with_params(("charset", "utf-8"));
    Ok(Exported::File(Box::new(Download::new("open-repair-data", "csv", kind, body))))
}

/// A line of the file: days as `YYYY-MM-DD`, an age in years when the year is known and not to come.
fn row(layout: &Layout<'_>, group: &str, repair: Repair) -> Result<[String; 14], Error> {
    let on = repair.record.at.with_timezone(&layout.zone()).date_naive();
    let kind = layout.texts.get(Language::French, &format!("equipment-kind-{}", repair.kind), &crate::texts::args([]))?;
    let (number, name) = category(repair.kind);
    let age = repair.year.map(|year| i64::from(on.year()) - year).filter(|age| *age >= 0);
    let or_empty = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    let brand = repair.brand.trim();
    Ok([
        format!("{}_{}", slug(group), repair.number),
        csv::harmless(group.to_owned()),
        "FRA".to_owned(),
        format!("Informatique ~ {kind}"),
        name.to_owned(),
        number.to_string(),
        if brand.is_empty() { "Unknown".to_owned() } else { csv::harmless(brand.to_owned()) },
        or_empty(repair.year),
        or_empty(age),
        repair.record.status.to_string(),
        repair.record.barrier.map(barrier).unwrap_or_default().to_owned(),
        csv::harmless(group.to_owned()),
        on.to_string(),
        csv::harmless(repair.record.problem.split_whitespace().collect::<Vec<_>>().join(" ")),
    ])
}
