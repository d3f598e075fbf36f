//! The life-book of a machine: every event in a sentence, and the file with which anybody checks it.

use super::words;
use crate::domain::chain::{BatteryMeasure, Event, EventKind, Grades};
use crate::domain::ids::{EquipmentId, OrgId};
use crate::domain::weights::Grams;
use crate::store::Db;
use crate::store::access::Viewer;
use crate::store::chain::{self, Entry, LifeBook, SYSTEM};
use crate::web::download::Download;
use crate::web::errors::Error;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page};
use fluent_bundle::FluentValue;
use rocket::http::ContentType;
use rocket::{State, get, uri};
use serde::Serialize;

#[derive(Serialize)]
struct LifePage {
    back_href: String,
    name: String,
    events: Vec<EventLine>,
    /// None when a part of it was lived elsewhere.
    export_href: Option<String>,
    /// Every event is what its hash says; else which one is not.
    good: bool,
    verdict: String,
    anchored: Option<String>,
}

/// An event in a sentence.
#[derive(Serialize)]
pub struct EventLine {
    seq: i64,
    at: String,
    sentence: String,
    /// What somebody wrote, or what it was about.
    detail: String,
    who: String,
    hash: String,
    evidence: Vec<String>,
}

/// The address of a machine's life-book.
pub fn href(id: EquipmentId) -> String {
    uri!(show(id)).to_string()
}

#[get("/equipment/<id>/events")]
pub async fn show(viewer: &Viewer, layout: Layout<'_>, id: EquipmentId, db: &State<Db>) -> Result<Page, Error> {
    let (of, machine) = super::kept(viewer, db, id).await?;
    let book = chain::life(db, &of, id).await?.ok_or(Error::NotFound)?;
    let mut events = book.entries.iter().map(|entry| line(&layout, id, &book, entry)).collect::<Result<Vec<_>, _>>()?;
    events.reverse();
    let verdict = match &book.fault {
        None => layout.text("chain-life-good")?,
        Some((seq, _)) => layout.text_with("chain-life-bad", [("seq", FluentValue::from(*seq))])?,
    };
    let anchored = match book.anchored.filter(|_| !book.entries.is_empty()) {
        Some(day) => Some(layout.text_with("chain-life-anchored", [("day", FluentValue::from(layout.whole_day(day)))])?),
        None => None,
    };
    let page = LifePage {
        back_href: crate::web::equipment::href(id),
        name: machine.particulars.name,
        events,
        export_href: book.is_whole.then(|| uri!(export(id)).to_string()),
        good: book.fault.is_none(),
        verdict,
        anchored,
    };
    layout.page("chain/life", layout.text("chain-life-title")?, &page)
}

/// A sealed event in words: what happened, what was said of it, who did it.
pub struct Told {
    pub sentence: String,
    pub detail: String,
    pub who: String,
}

/// An event in words, with the name of who stands behind it, as far as anybody does.
pub fn told(layout: &Layout<'_>, entry: &Entry, name: Option<&str>) -> Result<Told, Error> {
    let event = entry.event().map_err(|fault| Error::Other(fault.to_string()))?;
    let role = layout.text(&format!("chain-role-{}", entry.actor_role))?;
    let who = match name {
        Some(name) => format!("{name} ({role})"),
        None if entry.actor_ref.0 == SYSTEM => role,
        None => format!("{} ({role})", layout.text("chain-who-nobody")?),
    };
    Ok(Told { sentence: layout.text(&format!("chain-event-{}", entry.kind))?, detail: detail(layout, &event)?, who })
}

fn line(layout: &Layout<'_>, id: EquipmentId, book: &LifeBook, entry: &Entry) -> Result<EventLine, Error> {
    let Told { sentence, detail, who } = told(layout, entry, book.names.get(&entry.actor_ref.0).map(String::as_str))?;
    let hash = entry.hash.chars().take(12).collect();
    let evidence = entry.evidence.iter().map(|file| super::evidence::href(id, &file.sha256)).collect();
    Ok(EventLine { seq: entry.seq, at: layout.moment(entry.occurred_at), sentence, detail, who, hash, evidence })
}

/// An event as it is told outside of the structure: who did it as a role, and of what people wrote only what this organisation did.
pub fn event_without_names(layout: &Layout<'_>, entry: &Entry, own: OrgId) -> Result<EventLine, Error> {
    let event = entry.event().map_err(|fault| Error::Other(fault.to_string()))?;
    Ok(EventLine {
        seq: entry.seq,
        at: layout.moment(entry.occurred_at),
        sentence: layout.text(&format!("chain-event-{}", entry.kind))?,
        detail: if entry.actor_org == own { detail(layout, &event)? } else { String::new() },
        who: layout.text(&format!("chain-role-{}", entry.actor_role))?,
        hash: entry.hash.chars().take(12).collect(),
        evidence: Vec::new(),
    })
}

fn kilograms(grams: i64) -> String {
    Grams(grams).to_string().replace('.', ",")
}

fn detail(layout: &Layout<'_>, event: &Event) -> Result<String, Error> {
    Ok(match &event.kind {
        EventKind::HoldSet { hold, reason } | EventKind::HoldCleared { hold, reason } => {
            let name = words::hold(layout, *hold)?;
            // What the program writes is a word, not a sentence.
            if event.by.author.0 == SYSTEM || event.by.role == crate::domain::chain::Role::System {
                name
            } else {
                format!("{name} — {reason}")
            }
        }
        EventKind::Decommission { reason, data_saved, .. } => {
            format!("{reason} — {}", layout.text(&format!("chain-saved-{data_saved}"))?)
        }
        EventKind::TakenOver { stage, .. } => words::stage(layout, *stage)?,
        EventKind::MediumSeen(seen) => {
            format!("{} {}", words::medium_kind(layout, seen.kind)?, seen.serial_number)
        }
        EventKind::MediaCounted(census) => census.count.to_string(),
        EventKind::WipeOk(record) => {
            format!("{} — {} {}", words::method(layout, record.method)?, record.tool, record.tool_version)
        }
        EventKind::MediaDestroyed { method, .. } => method.clone(),
        EventKind::MaintenanceOpen { reason, .. }
        | EventKind::Withdraw { reason }
        | EventKind::Decline { reason }
        | EventKind::Release { reason }
        | EventKind::TesterWaived { reason }
        | EventKind::WipeFailed { reason, .. } => reason.clone(),
        EventKind::ReportLoss { circumstances, on, .. } => format!("{} — {circumstances}", layout.whole_day(*on)),
        EventKind::Found { circumstances } => circumstances.clone(),
        EventKind::RepairOpen { diagnosis, parts, .. } => {
            std::iter::once(diagnosis).chain(parts).map(String::as_str).collect::<Vec<_>>().join(" — ")
        }
        EventKind::PartRequested { part } => part.clone(),
        EventKind::PartFitted { origin, .. } => origin.clone(),
        EventKind::TestPass { functionality, appearance, battery, system, licence_note, .. } => {
            let battery_health = battery.and_then(BatteryMeasure::health);
            let grades = Grades { functionality: *functionality, appearance: *appearance, battery_health };
            format!("{} — {system} — {licence_note}", super::testing::told(layout, grades)?)
        }
        EventKind::TestFail { checks } => super::testing::failed(layout, checks)?,
        EventKind::HarvestClose { parts, carcass_grams } => {
            let parts = parts.iter().map(|part| format!("{} ({} kg)", part.name, kilograms(part.grams)));
            let carcass = [("weight", FluentValue::from(kilograms(*carcass_grams)))];
            parts.chain([layout.text_with("dismantling-carcass", carcass)?]).collect::<Vec<_>>().join(" — ")
        }
        EventKind::ToRecycle { barrier, .. } => layout.text(&format!("barrier-{barrier}"))?,
        EventKind::RecycleReceive(end) => {
            let told =
                [layout.whole_day(end.on), format!("{} kg", kilograms(end.grams)), end.category.clone(), end.reference.clone()];
            told.into_iter().chain((!end.bsd.is_empty()).then(|| format!("BSD {}", end.bsd))).collect::<Vec<_>>().join(" — ")
        }
        EventKind::Correction { of_seq, words } => format!("n° {of_seq} — {words}"),
        _ => String::new(),
    })
}

#[get("/equipment/<id>/events.ndjson")]
pub async fn export(viewer: &Viewer, id: EquipmentId, db: &State<Db>, now: Now) -> Result<Download, Error> {
    let (of, machine) = super::kept(viewer, db, id).await?;
    let text = chain::export(db, &of, id, now.at).await?.ok_or(Error::NotFound)?;
    let kind = ContentType::new("application", "x-ndjson");
    Ok(Download::new(&machine.particulars.name, "ndjson", kind, text.into_bytes()))
}
