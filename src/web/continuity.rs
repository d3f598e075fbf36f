//! « Dossier de continuité »: what the next technician needs on the first day, on paper and as an archive; what is missing, and
//! when each page was last read (`equipment.md` § 1). And what there is to take back when somebody leaves.

mod archive;
mod departure;
mod dossier;

use super::errors::Error;
use super::layout::{Layout, Page};
use super::markdown::Html;
use crate::domain::facts::{FactKind, Gap, Known, gaps};
use crate::domain::ids::{MembershipId, StructureId};
use crate::store::Db;
use crate::store::access::{Referent, RegisterOf, Viewer};
use crate::store::facts::{self, Fact};
use dossier::Dossier;
use fluent_bundle::FluentValue;
use rocket::{Route, State, get, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show, archive::show, departure::show]
}

#[derive(Serialize)]
struct DossierPage<'d> {
    back_href: String,
    archive_href: String,
    dossier: &'d Dossier,
    procedures: Vec<Procedure>,
}

#[derive(Serialize)]
struct Procedure {
    name: String,
    reviewed: String,
    words: Html,
}

#[get("/structures/<_>/continuity")]
async fn show(of: RegisterOf, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let dossier = dossier::of(&of, &layout, db).await?;
    let procedure =
        |of: &dossier::Procedure| Procedure { name: of.name.clone(), reviewed: of.reviewed.clone(), words: Html::of(&of.words) };
    let page = DossierPage {
        back_href: super::equipment::of_structure_href(of.structure()),
        archive_href: archive::href(of.structure()),
        procedures: dossier.procedures.iter().map(procedure).collect(),
        dossier: &dossier,
    };
    layout.page("continuity/show", layout.text("continuity-title")?, &page)
}

/// What is missing, in words.
fn told(layout: &Layout<'_>, gap: &Gap) -> Result<String, Error> {
    layout.text_with(gap.key, [("name", FluentValue::from(gap.name.clone()))])
}

/// What is missing in the facts of a structure that are in use.
fn missing(layout: &Layout<'_>, facts: &[Fact]) -> Vec<Gap> {
    let known: Vec<Known<'_>> = facts
        .iter()
        .filter(|fact| fact.archived_at.is_none())
        .map(|fact| Known { kind: fact.kind, name: &fact.words.name, details: &fact.words.details })
        .collect();
    gaps(&known, layout.today())
}

/// What the referent's home says of the dossier: pages nobody has read for long, backups nobody has tested.
#[derive(Serialize)]
pub struct Upkeep {
    pub href: String,
    pub stale: Vec<UpkeepLine>,
    pub untested: Vec<UpkeepLine>,
}

/// A fact to look at.
#[derive(Serialize)]
pub struct UpkeepLine {
    pub href: String,
    pub name: String,
    pub why: String,
}

/// What there is to look after in a structure's dossier; `None` when there is nothing.
pub async fn upkeep(of: &Referent, layout: &Layout<'_>, db: &Db) -> Result<Option<Upkeep>, Error> {
    let of = RegisterOf::of(of.viewer(), of.structure()).ok_or(Error::NotFound)?;
    let mut all = facts::of_structure(db, &of).await?;
    all.retain(|fact| fact.archived_at.is_none());
    let (mut stale, mut untested) = (Vec::new(), Vec::new());
    for fact in &all {
        let line = |why| UpkeepLine { href: super::facts::href(fact.id), name: fact.words.name.clone(), why };
        if let Some(why) = super::facts::stale(layout, fact)? {
            stale.push(line(why));
        }
        if fact.kind == FactKind::Backup {
            let own = missing(layout, std::slice::from_ref(fact));
            if let Some(gap) = own.iter().find(|gap| matches!(gap.key, "gap-no-restore-test" | "gap-old-restore-test")) {
                untested.push(line(told(layout, gap)?));
            }
        }
    }
    if stale.is_empty() && untested.is_empty() {
        return Ok(None);
    }
    Ok(Some(Upkeep { href: href(of.structure()), stale, untested }))
}

/// The address of the dossier of a structure.
pub fn href(id: StructureId) -> String {
    uri!(show(id)).to_string()
}

/// The address of what there is to take back when somebody leaves, for who keeps the register.
pub fn departure_href(viewer: &Viewer, structure: StructureId, membership: MembershipId) -> Option<String> {
    RegisterOf::of(viewer, structure).map(|_| departure::href(structure, membership))
}
