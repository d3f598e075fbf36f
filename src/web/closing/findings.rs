//! « À vérifier »: what needs a look before a month is closed, each line with its way out in one step.

use crate::domain::interventions::working_time::{self, Rule};
use crate::domain::time::{Minutes, Month};
use crate::store::Db;
use crate::store::access::Coordinator;
use crate::store::hours::{self, Finding, Question, SheetState, Worker};
use crate::store::interventions::Late;
use crate::texts::format;
use crate::web::errors::Error;
use crate::web::interventions::amount;
use crate::web::layout::Layout;
use crate::web::{people, report, structures};
use chrono::NaiveDate;
use fluent_bundle::FluentValue;
use serde::Serialize;

/// A line of « À vérifier ».
#[derive(Debug, Serialize)]
pub struct FindingLine {
    pub sentence: String,
    pub detail: String,
    pub fix: Fix,
    /// A reminder of the law: it blocks nothing.
    #[serde(skip)]
    pub of_law: bool,
}

/// The way out: a link, or a button that sends the month.
#[derive(Debug, Serialize)]
pub struct Fix {
    pub href: String,
    pub label: String,
    /// Set for a button: the month that it sends.
    pub month: Option<String>,
}

type Values = Vec<(&'static str, FluentValue<'static>)>;

/// What needs a look in a month, what blocks its closing first. What is alike is one line.
pub async fn lines(by: &Coordinator, layout: &Layout<'_>, db: &Db, month: Month) -> Result<Vec<FindingLine>, Error> {
    let all = hours::findings(db, by, month, layout.today()).await?;
    let mut lines = Vec::new();
    for alike in all.chunk_by(are_alike) {
        lines.extend(line(layout, month, alike)?);
    }
    Ok(lines)
}

/// Unsigned sheets together; of one technician, what one rule says.
fn are_alike(one: &Finding, other: &Finding) -> bool {
    match (one, other) {
        (Finding::Unsigned { .. }, Finding::Unsigned { .. }) => true,
        (Finding::WorkingTime { worker: a, finding: x }, Finding::WorkingTime { worker: b, finding: y }) => {
            (a.person, x.rule) == (b.person, y.rule)
        }
        _ => false,
    }
}

fn line(layout: &Layout<'_>, month: Month, alike: &[Finding]) -> Result<Option<FindingLine>, Error> {
    let Some(first) = alike.first() else { return Ok(None) };
    let line = match first {
        Finding::Asked(question) => asked(layout, question)?,
        Finding::Unsigned { .. } => unsigned(layout, month, alike)?,
        Finding::Late(late) => arrived_late(layout, late)?,
        Finding::OutsideAgreement { structure, name, last_month, interventions, real } => FindingLine {
            sentence: layout.text_with("findings-outside", [named(name)])?,
            detail: outside(layout, *last_month, *interventions, *real)?,
            fix: link(layout, structures::ending_href(*structure), "findings-outside-fix")?,
            of_law: false,
        },
        Finding::Overlap { worker, day, first, second } => FindingLine {
            sentence: layout.text_with("findings-overlap", [named(&worker.name)])?,
            detail: overlap(layout, *day, *first, *second)?,
            fix: write_to(layout, worker)?,
            of_law: false,
        },
        Finding::WorkingTime { worker, finding } => working_time(layout, worker, finding.rule, alike)?,
        Finding::Beyond { structure, name, from_pot, borrowed, sold } => FindingLine {
            sentence: layout.text_with("findings-beyond", [named(name), more(layout, *from_pot + *borrowed + *sold)])?,
            detail: beyond(layout, [*from_pot, *borrowed, *sold])?,
            fix: link(layout, crate::web::hours::href(*structure, Some(month)), "findings-beyond-fix")?,
            of_law: false,
        },
        Finding::OverCapacity { subscribed, available } => FindingLine {
            sentence: layout.text("findings-capacity")?,
            detail: over_capacity(layout, *subscribed, *available)?,
            fix: link(layout, people::on_duty_href(), "findings-capacity-fix")?,
            of_law: false,
        },
        Finding::NoContract { person, name } => FindingLine {
            sentence: layout.text_with("findings-contract", [named(name)])?,
            detail: layout.text("findings-contract-detail")?,
            fix: link(layout, people::contract::href(*person), "findings-contract-fix")?,
            of_law: false,
        },
    };
    Ok(Some(line))
}

fn outside(layout: &Layout<'_>, last: Option<Month>, interventions: i64, real: Minutes) -> Result<String, Error> {
    let mut values: Values = vec![("n", interventions.into()), ("real", minutes(layout, real))];
    values.extend(last.map(|last| ("month", layout.month(last).into())));
    layout.text_with(if last.is_some() { "findings-outside-ended" } else { "findings-outside-detail" }, values)
}

/// Each from and to, in minutes of the day; past midnight the clock begins anew.
fn overlap(layout: &Layout<'_>, day: NaiveDate, first: (u32, u32), second: (u32, u32)) -> Result<String, Error> {
    let clock = |minute: u32| FluentValue::from(format::clock(layout.language, minute % 1440));
    let values: Values = vec![
        ("day", layout.day(day).into()),
        ("from", clock(first.0)),
        ("to", clock(first.1)),
        ("again", clock(second.0)),
        ("until", clock(second.1)),
    ];
    Ok(report::capital(layout.text_with("findings-overlap-detail", values)?))
}

fn over_capacity(layout: &Layout<'_>, subscribed: Minutes, available: Minutes) -> Result<String, Error> {
    let values = [("subscribed", subscribed), ("available", available), ("more", subscribed - available)];
    layout.text_with("findings-capacity-detail", values.map(|(key, of)| (key, minutes(layout, of))))
}

fn more(layout: &Layout<'_>, of: Minutes) -> (&'static str, FluentValue<'static>) {
    ("minutes", minutes(layout, of))
}

fn named(name: &str) -> (&'static str, FluentValue<'static>) {
    ("name", name.to_owned().into())
}

fn minutes(layout: &Layout<'_>, of: Minutes) -> FluentValue<'static> {
    layout.duration(of).into()
}

fn link(layout: &Layout<'_>, href: String, key: &str) -> Result<Fix, Error> {
    Ok(Fix { href, label: layout.text(key)?, month: None })
}

fn write_to(layout: &Layout<'_>, worker: &Worker) -> Result<Fix, Error> {
    let label = layout.text_with("findings-write", [named(&worker.name)])?;
    Ok(Fix { href: format!("mailto:{}", worker.email), label, month: None })
}

fn asked(layout: &Layout<'_>, question: &Question) -> Result<FindingLine, Error> {
    let values: Values = vec![named(&question.asker_name), ("at", layout.moment(question.asked_at).into())];
    let structure = [("structure", FluentValue::from(question.structure_name.clone()))];
    Ok(FindingLine {
        sentence: layout.text_with("findings-asked", structure)?,
        detail: layout.text_with("findings-asked-detail", values)?,
        fix: link(layout, format!("#q-{}", question.id), "findings-asked-fix")?,
        of_law: false,
    })
}

/// Who is waited for, by name; one letter to all of them.
fn unsigned(layout: &Layout<'_>, month: Month, sheets: &[Finding]) -> Result<FindingLine, Error> {
    let mut names = Vec::new();
    for sheet in sheets {
        match sheet {
            Finding::Unsigned { name, state: SheetState::Changed { .. }, .. } => {
                names.push(layout.text_with("findings-changed", [named(name)])?);
            }
            Finding::Unsigned { name, .. } => names.push(name.clone()),
            _ => {}
        }
    }
    names.sort_by_cached_key(|name| format::alphabetical(name));
    Ok(FindingLine {
        sentence: layout.text_with("findings-unsigned", [("n", count(names.len()))])?,
        detail: names.join(", "),
        fix: Fix { href: super::reminders_href(), label: layout.text("findings-unsigned-fix")?, month: Some(month.to_string()) },
        of_law: false,
    })
}

fn count(of: usize) -> FluentValue<'static> {
    FluentValue::from(i64::try_from(of).unwrap_or(i64::MAX))
}

fn arrived_late(layout: &Layout<'_>, late: &Late) -> Result<FindingLine, Error> {
    let values: Values =
        vec![("day", layout.day(late.work.day).into()), ("minutes", minutes(layout, late.work.minutes)), named(&late.worker_name)];
    let structure = [("structure", FluentValue::from(late.structure_name.clone()))];
    Ok(FindingLine {
        sentence: layout.text_with("findings-late", structure)?,
        detail: layout.text_with("findings-late-detail", values)?,
        fix: link(layout, format!("#late-{}", late.entry), "findings-late-fix")?,
        of_law: false,
    })
}

/// Which days or weeks, each with how much; the technician knows why.
fn working_time(layout: &Layout<'_>, worker: &Worker, rule: Rule, alike: &[Finding]) -> Result<FindingLine, Error> {
    let found: Vec<&working_time::Finding> = alike
        .iter()
        .filter_map(|finding| if let Finding::WorkingTime { finding, .. } = finding { Some(finding) } else { None })
        .collect();
    let key = match rule {
        Rule::WrittenLate => "findings-when-late",
        _ if rule.is_of_week() => "findings-when-week",
        _ => "findings-when",
    };
    let mut when = Vec::new();
    for finding in &found {
        let values = [("day", layout.day(finding.day).into()), ("found", amount(layout, rule, finding.found))];
        when.push(layout.text_with(key, values)?);
    }
    let values = [named(&worker.name), ("n", count(found.len())), ("limit", amount(layout, rule, rule.limit()))];
    Ok(FindingLine {
        sentence: layout.text_with(&format!("findings-of-{rule}"), values)?,
        detail: report::capital(when.join(", ")),
        fix: write_to(layout, worker)?,
        of_law: rule != Rule::WrittenLate,
    })
}

/// Where the minutes beyond come from: only what there is.
fn beyond(layout: &Layout<'_>, parts: [Minutes; 3]) -> Result<String, Error> {
    let mut said = Vec::new();
    for (key, part) in ["pot", "advance", "sold"].into_iter().zip(parts).filter(|(_, part)| *part > Minutes(0)) {
        said.push(layout.text_with(&format!("findings-beyond-{key}"), [("minutes", minutes(layout, part))])?);
    }
    Ok(said.join(", "))
}
