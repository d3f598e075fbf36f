//! The costs of a month: who pays what of them, and how each figure is counted.

use super::departure::{self, Departure};
use super::table::{self, Table};
use super::{asked, by_key, line_name};
use crate::domain::ids::StructureId;
use crate::domain::money::Cents;
use crate::domain::time::Month;
use crate::store::Db;
use crate::store::access::Coordinator;
use crate::store::costs::{self, MonthCosts};
use crate::texts::format;
use crate::web::csv::{self, Cell, Csv};
use crate::web::errors::Error;
use crate::web::forms::Form;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page};
use crate::web::report;
use fluent_bundle::FluentValue;
use rocket::{State, get, uri};
use serde::Serialize;

#[derive(Serialize)]
struct CostsPage {
    over: String,
    heading: String,
    lead: String,
    previous: Option<Link>,
    next: Option<Link>,
    months: Form,
    href: String,
    /// Where an open month's costs are entered.
    lines_href: Option<String>,
    copy: Option<Copy>,
    subsidies_href: String,
    key_href: String,
    csv_href: String,
    nothing: bool,
    closed: bool,
    figures: Vec<Figure>,
    table: Table,
    line_by_line: Vec<Table>,
    agrees: bool,
    verdict: String,
    departure: Departure,
}

#[derive(Serialize)]
struct Link {
    href: String,
    label: String,
}

/// Copies the costs of the month before in one tap.
#[derive(Serialize)]
struct Copy {
    href: String,
    month: String,
    label: String,
}

/// A figure, with how it is counted.
#[derive(Serialize)]
struct Figure {
    label: String,
    value: String,
    counted: String,
}

#[get("/costs?<month>&<leaving>")]
pub(super) async fn show(
    by: Coordinator,
    layout: Layout<'_>,
    month: Option<Month>,
    leaving: Option<StructureId>,
    db: &State<Db>,
) -> Result<Page, Error> {
    let (first, month, present) = asked(&by, &layout, db, month).await?;
    let costs = by_name(costs::month(db, &by, month).await?);
    let to = |month: Month| Link { href: super::href(month), label: layout.month(month) };
    let open = !costs.closed;
    let page = CostsPage {
        over: layout.text(if costs.closed { "costs-closed" } else { "costs-open" })?,
        heading: layout.text_with("costs-title", [("month", FluentValue::from(layout.month(month)))])?,
        lead: lead(&layout, &costs)?,
        previous: (month > first).then(|| to(month.previous())),
        next: (month < present).then(|| to(month.next())),
        months: months(&layout, first, month, present),
        href: uri!(show(None::<Month>, None::<StructureId>)).to_string(),
        lines_href: open.then(|| uri!(super::lines::index(Some(month))).to_string()),
        copy: if open { copy(&by, &layout, db, &costs).await? } else { None },
        subsidies_href: crate::web::subsidies::href(),
        key_href: uri!(super::keys::index).to_string(),
        csv_href: uri!(export(Some(month))).to_string(),
        nothing: costs.lines.is_empty(),
        closed: costs.closed,
        figures: figures(&layout, &costs)?,
        agrees: costs.gap().is_zero() && costs.cells_agree(),
        verdict: verdict(&layout, &costs)?,
        departure: departure::of(&layout, &costs, leaving)?,
        table: table::of(&layout, &costs)?,
        line_by_line: table::line_by_line(&layout, &costs)?,
    };
    layout.page("costs/show", page.heading.clone(), &page)
}

/// The same table for a spreadsheet, in cents.
#[get("/costs.csv?<month>")]
pub(super) async fn export(
    by: Coordinator,
    layout: Layout<'_>,
    month: Option<Month>,
    db: &State<Db>,
    now: Now,
) -> Result<Csv, Error> {
    let (_, month, _) = asked(&by, &layout, db, month).await?;
    csv::count(db, by.viewer(), now.at).await?;
    let costs = by_name(costs::month(db, &by, month).await?);
    let cents = |label: String| layout.text_with("costs-csv-cents", [("column", FluentValue::from(label))]);
    let mut header = vec![layout.text("costs-csv-code")?, layout.text("costs-structure")?];
    for line in &costs.lines {
        header.push(cents(line_name(&layout, line.kind, &line.label)?)?);
    }
    for key in ["costs-share", "costs-overage", "costs-refund", "costs-due"] {
        header.push(cents(layout.text(key)?)?);
    }
    let rows = costs.rows.iter().map(|row| {
        let mut cells = vec![Cell::text(row.code.to_string()), Cell::text(row.name.clone())];
        cells
            .extend(row.cells.iter().chain([&row.share, &row.overage, &row.refund, &row.due()]).map(|cents| Cell::Number(cents.0)));
        cells
    });
    csv::file(&format!("{}-{month}", layout.text("costs-csv-file")?), header, rows)
}

fn by_name(mut costs: MonthCosts) -> MonthCosts {
    costs.rows.sort_by_cached_key(|row| format::alphabetical(&row.name));
    costs
}

/// Every month of the group, the latest first.
fn months(layout: &Layout<'_>, first: Month, month: Month, present: Month) -> Form {
    let all = (0..=present.months_since(first)).map(|back| present.plus(-back));
    let choices = all.map(|month| (month.to_string(), layout.month(month), None));
    Form::blank(&["month"]).with("month", month.to_string()).offering("month", choices)
}

fn lead(layout: &Layout<'_>, costs: &MonthCosts) -> Result<String, Error> {
    let members = costs.rows.iter().filter(|row| row.weight.member).count();
    let args = [
        ("net", FluentValue::from(layout.money(costs.net))),
        ("n", FluentValue::from(i64::try_from(members).unwrap_or(i64::MAX))),
        ("key", by_key(layout, costs.key)?.into()),
    ];
    match (costs.lines.is_empty(), costs.closed) {
        (true, true) => layout.text("costs-nothing-closed"),
        (true, false) => layout.text("costs-nothing"),
        (false, _) => layout.text_with("costs-lead", args),
    }
}

/// Offered while the month has no line of its own and the one before has some.
async fn copy(by: &Coordinator, layout: &Layout<'_>, db: &Db, costs: &MonthCosts) -> Result<Option<Copy>, Error> {
    let before = costs.month.previous();
    let has_lines = costs.lines.iter().any(|line| line.subsidy.is_none());
    if has_lines || costs::lines(db, by, before).await?.is_empty() {
        return Ok(None);
    }
    let label = layout.text_with("costs-copy", [("month", FluentValue::from(layout.month(before)))])?;
    Ok(Some(Copy { href: uri!(super::lines::copy).to_string(), month: costs.month.to_string(), label }))
}

fn figures(layout: &Layout<'_>, costs: &MonthCosts) -> Result<Vec<Figure>, Error> {
    let money = |cents: Cents| FluentValue::from(layout.money(cents));
    let figure = |key: &str, value: String, args: Vec<(&str, FluentValue<'static>)>| -> Result<Figure, Error> {
        let counted = layout.text_with(&format!("costs-{key}-counted"), args)?;
        Ok(Figure { label: layout.text(&format!("costs-{key}"))?, value, counted })
    };
    let helped: Cents = costs.lines.iter().filter(|line| line.subsidy.is_some()).map(|line| line.cents).sum();
    let mut all =
        vec![figure("net", layout.money(costs.net), vec![("gross", money(costs.net - helped)), ("helped", money(-helped))])?];
    let hours =
        [("subscribed", costs.per_subscribed_hour(), costs.subscribed), ("charged", costs.per_charged_hour(), costs.charged)];
    for (key, price, minutes) in hours {
        let Some(price) = price else { continue };
        let args = vec![("net", money(costs.net)), ("minutes", FluentValue::from(layout.duration(minutes)))];
        all.push(figure(&format!("hour-{key}"), layout.money(price), args)?);
    }
    let sold = costs.rows.iter().map(|row| row.weight.sold).sum();
    let overage: Cents = costs.rows.iter().map(|row| row.overage).sum();
    let minutes = FluentValue::from(layout.duration(sold));
    all.push(figure("overages", layout.money(overage), vec![("minutes", minutes)])?);
    Ok(all)
}

/// « 737,85 € répartis, écart 0,00 € ».
fn verdict(layout: &Layout<'_>, costs: &MonthCosts) -> Result<String, Error> {
    let shared = costs.rows.iter().map(|row| row.share).sum();
    let args = [("shared", FluentValue::from(layout.money(shared))), ("gap", layout.money(costs.gap()).into())];
    layout.text_with("costs-verdict", args)
}

/// A month at the beginning of a line.
pub(super) fn titled(layout: &Layout<'_>, month: Month) -> String {
    report::capital(layout.month(month))
}
