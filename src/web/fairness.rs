//! Who waits, and who uses what they bought. For technician and coordinator all structures; a referent reads their own line
//! and the group's median.

use super::errors::Error;
use super::layout::{Layout, Page};
use crate::domain::time::{Minutes, Month, start_of};
use crate::store::Db;
use crate::store::access::{CategoryKeeper, FairnessReader, Viewer};
use crate::store::fairness::{self, Line, Subject, SubjectLine};
use fluent_bundle::FluentValue;
use rocket::{Route, State, get, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show]
}

/// The address of the page.
pub fn href() -> String {
    uri!(show).to_string()
}

#[derive(Serialize)]
struct FairnessPage {
    lead: String,
    caption: String,
    rows: Vec<Row>,
    median: Option<String>,
    all: bool,
    subjects_caption: String,
    subjects: Vec<SubjectRow>,
    /// For who keeps them.
    categories_href: Option<String>,
}

/// What people ask for.
#[derive(Serialize)]
struct SubjectRow {
    name: String,
    count: i64,
    /// For who reads the lines of all.
    structures: Option<String>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    wait: String,
    answered: String,
    bought: String,
    used: String,
    bought_width: String,
    used_width: String,
    oldest: String,
    satisfaction: String,
}

/// How many months are looked back on, the present one among them.
const MONTHS: i32 = 3;

#[get("/fairness")]
async fn show(viewer: &Viewer, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let reader = FairnessReader::of(viewer).ok_or(Error::Forbidden)?;
    let present = Month::of(layout.today());
    let first = present.plus(1 - MONTHS);
    let found = fairness::fairness(db, &reader, first..=present, layout.zone()).await?;
    let widest = found.lines.iter().flat_map(|line| [line.bought, line.used]).max().unwrap_or(0).max(1);
    let since = start_of(first.first_day(), 0, layout.zone()).unwrap_or(layout.now);
    let subjects = fairness::subjects(db, &reader, since).await?;
    let between = [("from", FluentValue::from(layout.month(first))), ("to", FluentValue::from(layout.month(present)))];
    let page = FairnessPage {
        categories_href: CategoryKeeper::of(viewer).map(|_| super::categories::href()),
        subjects_caption: layout.text_with("fairness-categories-caption", between.clone())?,
        subjects: subjects.into_iter().map(|line| subject_row(&layout, line, reader.reads_all())).collect::<Result<_, _>>()?,
        lead: layout.text(if reader.reads_all() { "fairness-lead" } else { "fairness-lead-own" })?,
        caption: layout.text_with("fairness-caption", between)?,
        rows: found.lines.iter().map(|line| row(&layout, line, widest)).collect::<Result<_, _>>()?,
        median: found.median.map(|median| wait(&layout, median)).transpose()?,
        all: reader.reads_all(),
    };
    layout.page("fairness/show", layout.text("fairness-title")?, &page)
}

fn row(layout: &Layout<'_>, line: &Line, widest: i64) -> Result<Row, Error> {
    let width = |share: i64| format!("{}%", share * 100 / widest);
    let few = || layout.text("fairness-few");
    Ok(Row {
        name: line.name.clone(),
        wait: line.wait.map_or_else(few, |minutes| wait(layout, minutes))?,
        answered: layout.text_with("fairness-answered", [("n", FluentValue::from(line.answered))])?,
        bought: layout.percent(line.bought)?,
        used: layout.percent(line.used)?,
        bought_width: width(line.bought),
        used_width: width(line.used),
        oldest: line.oldest.map_or_else(|| layout.text("fairness-none-open"), |at| layout.since(at))?,
        satisfaction: match line.satisfaction {
            None => few()?,
            Some(answers) => layout.text_with(
                "fairness-satisfied",
                [("yes", FluentValue::from(answers.yes)), ("all", FluentValue::from(answers.all))],
            )?,
        },
    })
}

fn subject_row(layout: &Layout<'_>, line: SubjectLine, all: bool) -> Result<SubjectRow, Error> {
    let structure = |(name, count): &(String, i64)| format!("{name}\u{a0}: {count}");
    Ok(SubjectRow {
        name: match line.subject {
            Subject::Category(name) => name,
            Subject::Unsaid => layout.text("fairness-no-category")?,
            Subject::Other => layout.text("fairness-other-category")?,
        },
        count: line.all,
        structures: all.then(|| line.structures.iter().map(structure).collect::<Vec<_>>().join(", ")),
    })
}

/// « 2 h 30 ouvrées ».
fn wait(layout: &Layout<'_>, minutes: Minutes) -> Result<String, Error> {
    layout.text_with("fairness-wait", [("wait", FluentValue::from(layout.duration(minutes)))])
}
