//! What the funder of a subsidy is told: on the page, on paper, and line by line for a spreadsheet. Closed months only.

mod figures;
mod paper;

use crate::domain::costs::subsidies::Assigned;
use crate::domain::ids::SubsidyId;
use crate::domain::interventions::Kind;
use crate::domain::time::Month;
use crate::store::access::Coordinator;
use crate::store::costs::{self, NewSubsidy};
use crate::store::hours::SheetState;
use crate::store::{Db, structures};
use crate::texts::format;
use crate::web::csv::{self, Cell, Csv};
use crate::web::download::Download;
use crate::web::errors::Error;
use crate::web::grid::{Grid, Said};
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page};
use figures::Report;
use fluent_bundle::FluentValue;
use rocket::{State, get, uri};
use serde::Serialize;

#[derive(Serialize)]
struct ReportPage {
    back_href: String,
    edit_href: String,
    pdf_href: String,
    csv_href: String,
    funder: String,
    action: String,
    over: String,
    /// No month of the period is closed.
    nothing: bool,
    lead: String,
    facts: Vec<Said>,
    figures: Vec<Said>,
    months: Option<Grid>,
    kinds: Option<Grid>,
    structures: Option<Grid>,
    methods: Vec<Said>,
}

#[get("/subsidies/<id>/report")]
pub async fn show(by: Coordinator, id: SubsidyId, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let report = read(&by, db, id).await?;
    let some = !report.read.months.is_empty();
    let page = ReportPage {
        back_href: uri!(super::months::show(id)).to_string(),
        edit_href: uri!(super::form::edit(id)).to_string(),
        pdf_href: uri!(pdf(id)).to_string(),
        csv_href: uri!(export(id)).to_string(),
        funder: report.terms().funder.clone(),
        action: report.terms().action.clone(),
        over: over(&layout, &report)?,
        nothing: !some,
        lead: lead(&layout, &report)?,
        facts: facts(&layout, &report)?,
        figures: report.figures(&layout)?,
        months: some.then(|| report.by_month(&layout)).transpose()?,
        kinds: (!report.read.work.is_empty()).then(|| report.by_kind(&layout)).transpose()?,
        structures: (!report.read.work.is_empty()).then(|| report.by_structure(&layout)).transpose()?,
        methods: methods(&layout)?,
    };
    layout.page("subsidies/report", layout.text("subsidies-report-title")?, &page)
}

/// The report on paper; a subsidy without a closed month has none.
#[get("/subsidies/<id>/report.pdf")]
pub async fn pdf(by: Coordinator, id: SubsidyId, layout: Layout<'_>, db: &State<Db>) -> Result<Download, Error> {
    let report = read(&by, db, id).await?;
    if report.read.months.is_empty() {
        return Err(Error::NotFound);
    }
    Download::pdf(&file_name(&layout, report.terms())?, &paper::document(&layout, &report)?)
}

/// The assigned hours by month, structure, technician and kind, each with how its sheet was signed.
#[get("/subsidies/<id>/report.csv")]
pub async fn export(by: Coordinator, id: SubsidyId, layout: Layout<'_>, db: &State<Db>, now: Now) -> Result<Csv, Error> {
    let report = read(&by, db, id).await?;
    csv::count(db, by.viewer(), now.at).await?;
    let heads = [
        "subsidies-report-month",
        "report-csv-code",
        "report-structure",
        "subsidies-report-worker",
        "subsidies-report-kind",
        "subsidies-report-interventions",
        "subsidies-report-minutes",
        "subsidies-report-hours",
        "subsidies-report-sheet",
        "subsidies-report-signer",
        "subsidies-report-signed-on",
    ];
    let header = heads.iter().map(|key| layout.text(key)).collect::<Result<_, _>>()?;
    let mut rows = Vec::new();
    for work in &report.read.work {
        let (sheet, signer, on) = match report.sheet(work.month, work.structure) {
            Some(SheetState::Signed { name, at }) => {
                let (day, _) = format::local(*at, layout.zone());
                ("subsidies-report-signed", name.clone(), day.to_string())
            }
            _ => ("subsidies-report-tacit", String::new(), String::new()),
        };
        rows.push(vec![
            Cell::text(work.month.to_string()),
            Cell::text(work.code.to_string()),
            Cell::text(work.structure_name.clone()),
            Cell::text(work.worker_name.clone()),
            Cell::text(kind(&layout, work.kind)?),
            work.interventions.into(),
            Cell::Number(work.minutes.0),
            Cell::Time(work.minutes),
            Cell::text(layout.text(sheet)?),
            Cell::text(signer),
            Cell::text(on),
        ]);
    }
    csv::file(&file_name(&layout, report.terms())?, header, rows)
}

async fn read(by: &Coordinator, db: &Db, id: SubsidyId) -> Result<Report, Error> {
    let read = costs::funded(db, by, id).await?.ok_or(Error::NotFound)?;
    let named = &read.subsidy.terms.assigned.structures;
    let mut structures: Vec<String> = structures::all(db, by)
        .await?
        .into_iter()
        .filter_map(|(structure, _)| named.contains(&structure.id).then_some(structure.name))
        .collect();
    structures.sort_by_cached_key(|name| format::alphabetical(name));
    Ok(Report { read, structures })
}

fn kind(layout: &Layout<'_>, kind: Kind) -> Result<String, Error> {
    layout.text(&format!("hours-kind-{kind}"))
}

fn file_name(layout: &Layout<'_>, terms: &NewSubsidy) -> Result<String, Error> {
    Ok(format!("{}-{}-{}", layout.text("subsidies-report-file")?, terms.first_month, terms.last_month))
}

/// How many months are closed, and which are still to come.
fn over(layout: &Layout<'_>, report: &Report) -> Result<String, Error> {
    let count = i64::try_from(report.read.months.len()).unwrap_or(i64::MAX);
    let closed = layout.text_with("subsidies-report-over", [("n", FluentValue::from(count))])?;
    let open: Vec<Month> = report.read.subsidy.months.iter().filter(|month| !month.closed).map(|month| month.month).collect();
    let (Some(first), Some(last)) = (open.first(), open.last()) else { return Ok(closed) };
    let args = [("closed", FluentValue::from(closed)), ("from", layout.month(*first).into()), ("to", layout.month(*last).into())];
    layout.text_with(if first == last { "subsidies-report-over-one" } else { "subsidies-report-over-open" }, args)
}

fn lead(layout: &Layout<'_>, report: &Report) -> Result<String, Error> {
    let args = [
        ("hours", FluentValue::from(layout.duration(report.minutes()))),
        ("n", i64::try_from(report.structures_helped()).unwrap_or(i64::MAX).into()),
        ("used", layout.money(report.used()).into()),
    ];
    layout.text_with("subsidies-report-lead", args)
}

/// What the agreement says: period, end, conditions, the work that it names.
fn facts(layout: &Layout<'_>, report: &Report) -> Result<Vec<Said>, Error> {
    let terms = report.terms();
    let said = |key: &str, figure: String| Ok::<_, Error>(Said { label: layout.text(key)?, figure });
    let mut facts = vec![
        said("subsidies-period-column", super::period(layout, terms)?)?,
        said("subsidies-amount", super::amount(layout, terms)?)?,
        said("subsidies-ends", layout.whole_day(terms.ends_on))?,
        said("subsidies-kinds", kinds(layout, &terms.assigned)?)?,
        said(
            "subsidies-structures",
            match report.structures.as_slice() {
                [] => layout.text("subsidies-structures-all")?,
                named => named.join(", "),
            },
        )?,
    ];
    if !terms.conditions.is_empty() {
        facts.push(said("subsidies-conditions", terms.conditions.clone())?);
    }
    Ok(facts)
}

fn kinds(layout: &Layout<'_>, assigned: &Assigned) -> Result<String, Error> {
    if assigned.kinds.is_empty() {
        return layout.text("subsidies-kinds-all");
    }
    let names: Vec<String> = assigned.kinds().map(|of| kind(layout, of)).collect::<Result<_, _>>()?;
    Ok(names.join(", "))
}

/// How each figure is counted.
fn methods(layout: &Layout<'_>) -> Result<Vec<Said>, Error> {
    let of = |(label, key): &(&str, &str)| Ok(Said { label: layout.text(label)?, figure: layout.text(key)? });
    [
        ("subsidies-report-used", "subsidies-report-how-used"),
        ("subsidies-report-hours", "subsidies-report-how-hours"),
        ("subsidies-report-people", "subsidies-report-how-people"),
        ("subsidies-report-machines", "subsidies-report-how-machines"),
        ("subsidies-report-cost", "subsidies-report-how-cost"),
        ("subsidies-report-sheets", "subsidies-report-how-sheets"),
        ("subsidies-report-month", "subsidies-report-how-month"),
    ]
    .iter()
    .map(of)
    .collect()
}
