//! How time is shown: what is left, what a piece of work would leave, a line of work, why it is refused.

use crate::domain::ids::EntryId;
use crate::domain::interventions::{Kind, NotCharged};
use crate::domain::time::Minutes;
use crate::store::Db;
use crate::store::access::Technician;
use crate::store::hours::{self, Row};
use crate::store::interventions::{Intervention, LogError, Work};
use crate::texts::format;
use crate::web::errors::Error;
use crate::web::layout::Layout;
use fluent_bundle::FluentValue;
use serde::Serialize;

/// What a structure has left of its month, with the gauge's share in whole per cent.
#[derive(Serialize)]
pub struct Left {
    left: String,
    allotted: String,
    used_percent: i64,
    over: bool,
}

impl Left {
    /// From the structure's row of the open month: used against used plus left.
    pub fn of(layout: &Layout<'_>, row: &Row) -> Self {
        Self {
            left: layout.duration(row.left),
            allotted: layout.duration(row.allotted),
            used_percent: percent(row.charged, row.charged + row.left),
            over: row.is_over(),
        }
    }
}

/// Whole per cent, 0 to 100; nothing of nothing is 0.
fn percent(part: Minutes, whole: Minutes) -> i64 {
    if whole.0 <= 0 { 0 } else { (part.0.saturating_mul(100) / whole.0).clamp(0, 100) }
}

/// What a piece of work will leave, in sentences; all empty where nothing can be said.
#[derive(Default, Serialize)]
pub struct Foreseen {
    class: &'static str,
    counted: String,
    left: String,
    /// What warns: what is beyond the structure's hours, what the law says of the day.
    beyond: Vec<String>,
    /// The sentences above, a line each.
    says: String,
    used_percent: i64,
    next_percent: i64,
}

/// The place where a form shows what its time will leave, and where it asks anew while one types.
#[derive(Serialize)]
pub struct Foresight {
    pub seen: Foreseen,
    pub href: String,
    /// Set when the form does not hold it.
    pub structure: Option<String>,
    pub ticket: Option<String>,
    /// The intervention that is being corrected.
    pub entry: Option<String>,
}

/// Foresees a piece of work or its correction; `None` where nothing can be said (closed month, no agreement).
pub async fn foresee(
    by: &Technician,
    layout: &Layout<'_>,
    db: &Db,
    entry: Option<EntryId>,
    work: &Work,
    structure: &str,
) -> Result<Option<Foreseen>, Error> {
    let Some(seen) = hours::foresee(db, by, entry, work).await? else { return Ok(None) };
    let length = |minutes: Minutes| FluentValue::from(layout.duration(minutes));
    let mut beyond = Vec::new();
    for (key, minutes) in
        [("time-from-pot", seen.effect.from_pot), ("time-borrowed", seen.effect.borrowed), ("time-sold", seen.effect.sold)]
    {
        if minutes.0 > 0 {
            beyond.push(layout.text_with(key, [("minutes", length(minutes))])?);
        }
    }
    beyond.extend(super::warnings::foreseen(by, layout, db, entry, work).await?);
    let whole = seen.left_before.max(seen.left_after) + seen.used;
    let left = [("structure", FluentValue::from(structure.to_owned())), ("left", length(seen.left_after))];
    let counted = layout.text_with("time-counted", [("real", length(seen.real)), ("charged", length(seen.charged))])?;
    let left = layout.text_with("time-will-leave", left)?;
    let says = [&counted, &left].into_iter().chain(&beyond).map(String::as_str).collect::<Vec<_>>().join("\n");
    Ok(Some(Foreseen {
        says,
        class: if beyond.is_empty() { "" } else { "warn" },
        counted,
        left,
        beyond,
        used_percent: percent(seen.used, whole),
        next_percent: percent(seen.used + seen.charged, whole),
    }))
}

/// A line of work.
#[derive(Serialize)]
pub struct WorkLine {
    edit_href: String,
    day: String,
    start: Option<String>,
    kind: String,
    minutes: String,
    structure: String,
    worker: String,
    note: String,
    ticket_href: Option<String>,
    ticket_number: Option<i64>,
    not_charged: Option<String>,
}

/// Interventions in words, for technicians.
pub fn work_lines(layout: &Layout<'_>, work: &[Intervention]) -> Result<Vec<WorkLine>, Error> {
    let line = |i: &Intervention| {
        Ok(WorkLine {
            edit_href: super::edit_href(i.entry),
            day: layout.day(i.work.day),
            start: i.work.start.map(|minute| format::clock(layout.language, minute)),
            kind: layout.text(&kind_key(i.work.kind))?,
            minutes: layout.duration(i.work.minutes),
            structure: i.structure_name.clone(),
            worker: i.worker_name.clone(),
            note: i.work.note.clone(),
            ticket_href: i.work.ticket.map(crate::web::tickets::href),
            ticket_number: i.ticket_number,
            not_charged: i.work.not_charged.map(|why| layout.text(&format!("hours-not-charged-{why}"))).transpose()?,
        })
    };
    work.iter().map(line).collect()
}

fn kind_key(kind: Kind) -> String {
    format!("hours-kind-{kind}")
}

/// The kinds of work that a member is charged for, as choices.
pub fn kinds(layout: &Layout<'_>) -> Result<Vec<(String, String, Option<String>)>, Error> {
    let charged = Kind::ALL.iter().filter(|kind| kind.is_charged());
    charged.map(|kind| Ok((kind.to_string(), layout.text(&kind_key(*kind))?, None))).collect()
}

/// Counted, or why not, as choices.
pub fn reasons(layout: &Layout<'_>) -> Result<Vec<(String, String, Option<String>)>, Error> {
    let mut reasons = vec![(String::new(), layout.text("time-charged")?, None)];
    for why in NotCharged::ALL {
        reasons.push((why.to_string(), layout.text(&format!("hours-not-charged-{why}"))?, None));
    }
    Ok(reasons)
}

/// The field of a refusal and its sentence.
pub fn mistake(layout: &Layout<'_>, refused: &LogError) -> Result<(&'static str, String), Error> {
    match refused {
        LogError::Database(error) => Err(Error::Other(error.to_string())),
        LogError::Overlap { start, end, structure } => {
            let values = [
                ("start", FluentValue::from(format::clock(layout.language, *start))),
                ("end", FluentValue::from(format::clock(layout.language, *end))),
                ("structure", FluentValue::from(structure.clone())),
            ];
            Ok(("start", layout.text_with("mistake-overlap", values)?))
        }
        other => {
            let (field, key) = place_of_mistake(other);
            Ok((field, layout.text(key)?))
        }
    }
}

/// The field that a refusal concerns, and the key of its sentence.
pub fn place_of_mistake(refused: &LogError) -> (&'static str, &'static str) {
    match refused {
        LogError::MonthClosed => ("day", "mistake-month-closed"),
        LogError::NoReason => ("reason", "mistake-reason"),
        LogError::Elsewhere => ("day", "mistake-elsewhere"),
        LogError::Future => ("day", "mistake-future"),
        LogError::NoAgreement => ("day", "mistake-no-agreement"),
        LogError::Foreign => ("equipment", "mistake-choice"),
        LogError::Newer => ("minutes", "mistake-newer"),
        LogError::Taken => ("minutes", "mistake-form-used"),
        LogError::Overlap { .. } => ("start", "mistake-overlap"),
        // Nobody's mistake: who calls has said so.
        LogError::Database(_) => ("minutes", "mistake-unreadable"),
    }
}
