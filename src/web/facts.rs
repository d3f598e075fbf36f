//! « Réseau »: what there is to know of a structure's network and of what it depends on. The list by kind, one fact, reading it
//! again, putting it away. One form serves all kinds.

mod form;
mod words;

use super::errors::Error;
use super::guards::Now;
use super::layout::{Layout, Page, Submitted};
use super::markdown::Html;
use crate::domain::facts::{FactKind, is_stale};
use crate::domain::ids::{EquipmentId, FactId, StructureId};
use crate::store::access::{RegisterOf, Viewer};
use crate::store::facts::{self, Fact, FactError};
use crate::store::{Db, sites, structures};
use chrono::NaiveDate;
use fluent_bundle::FluentValue;
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub use words::{Labels, Said, label};

pub fn routes() -> Vec<Route> {
    let mut all = routes![index, show, review, archive, bring_back];
    all.extend(form::routes());
    all
}

/// A fact in a list.
#[derive(Serialize)]
pub struct FactLine {
    pub href: String,
    pub name: String,
    /// What tells most of it.
    pub small: String,
    /// When it was last read, when that is long ago.
    pub stale: Option<String>,
}

#[derive(Serialize)]
struct NetworkPage {
    back_href: String,
    structure: String,
    sections: Vec<Section>,
    archived: Vec<FactLine>,
    continuity_href: String,
}

/// The facts of one kind.
#[derive(Serialize)]
struct Section {
    title: String,
    none: String,
    facts: Vec<FactLine>,
    new_href: String,
}

#[get("/structures/<_>/network")]
async fn index(of: RegisterOf, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let structure = structure_name(db, &of).await?;
    let all = facts::of_structure(db, &of).await?;
    let labels = Labels::of(&of, &layout, db, &all).await?;
    let section = |kind: &FactKind| {
        let own = all.iter().filter(|fact| fact.kind == *kind && fact.archived_at.is_none());
        Ok(Section {
            title: layout.text(&format!("facts-{kind}"))?,
            none: layout.text(&format!("facts-{kind}-none"))?,
            facts: own.map(|fact| line(&labels, fact)).collect::<Result<_, _>>()?,
            new_href: form::new_href(of.structure(), *kind),
        })
    };
    let page = NetworkPage {
        back_href: super::equipment::of_structure_href(of.structure()),
        structure,
        sections: FactKind::ALL.iter().map(section).collect::<Result<_, Error>>()?,
        archived: all.iter().filter(|fact| fact.archived_at.is_some()).map(|fact| line(&labels, fact)).collect::<Result<_, _>>()?,
        continuity_href: super::continuity::href(of.structure()),
    };
    layout.page("facts/index", layout.text("network-title")?, &page)
}

fn line(labels: &Labels<'_>, fact: &Fact) -> Result<FactLine, Error> {
    Ok(FactLine {
        href: href(fact.id),
        name: fact.words.name.clone(),
        small: labels.summary(fact)?,
        stale: stale(labels.layout, fact)?,
    })
}

/// The local day on which a fact was last read.
pub fn reviewed_on(layout: &Layout<'_>, fact: &Fact) -> NaiveDate {
    fact.reviewed_at.with_timezone(&layout.zone()).date_naive()
}

/// That nobody has read it for long, and since when.
pub fn stale(layout: &Layout<'_>, fact: &Fact) -> Result<Option<String>, Error> {
    let day = reviewed_on(layout, fact);
    let told = || layout.text_with("fact-stale", [("day", FluentValue::from(layout.whole_day(day)))]);
    is_stale(day, layout.today()).then(told).transpose()
}

/// What a machine does in the network, for who keeps the register.
pub async fn of_machine(of: &RegisterOf, layout: &Layout<'_>, db: &Db, machine: EquipmentId) -> Result<Vec<FactLine>, Error> {
    let mut all = facts::of_structure(db, of).await?;
    let machine = machine.to_string();
    all.retain(|fact| fact.kind == FactKind::Device && fact.archived_at.is_none() && fact.words.details.get("machine") == machine);
    let lines = all.iter().map(|fact| {
        Ok(FactLine {
            href: href(fact.id),
            name: fact.words.name.clone(),
            small: fact.words.details.get("addresses").to_owned(),
            stale: stale(layout, fact)?,
        })
    });
    lines.collect()
}

#[derive(Serialize)]
struct FactPage {
    back_href: String,
    structure: String,
    kind: String,
    name: String,
    said: Vec<Said>,
    /// Of a procedure.
    words: Option<Html>,
    reviewed: String,
    stale: Option<String>,
    archived: Option<String>,
    edit_href: String,
    review_href: String,
    archiving_href: String,
    return_href: String,
}

#[get("/facts/<id>")]
async fn show(viewer: &Viewer, layout: Layout<'_>, id: FactId, db: &State<Db>) -> Result<Page, Error> {
    let (of, fact, structure) = keeper(viewer, db, id).await?;
    let all = [fact];
    let labels = Labels::of(&of, &layout, db, &all).await?;
    let [fact] = &all;
    let site = match fact.words.site {
        Some(site) => sites::find(db, viewer, site).await?.map(|(site, _)| site.particulars.name),
        None => None,
    };
    let mut said = labels.said(fact)?;
    if let Some(site) = site {
        said.insert(0, Said { label: layout.text("site-one")?, value: site, href: None });
    }
    let page = FactPage {
        back_href: of_structure_href(of.structure()),
        structure,
        kind: layout.text(&format!("facts-{}", fact.kind))?,
        name: fact.words.name.clone(),
        said,
        words: (fact.kind == FactKind::Procedure).then(|| Html::of(fact.words.details.get("words"))),
        reviewed: labels.reviewed(fact)?,
        stale: stale(&layout, fact)?,
        archived: fact.archived_at.map(|at| layout.whole_day_of(at)),
        edit_href: form::edit_href(id),
        review_href: uri!(review(id)).to_string(),
        archiving_href: uri!(archive(id)).to_string(),
        return_href: uri!(bring_back(id)).to_string(),
    };
    layout.page("facts/show", page.name.clone(), &page)
}

/// « Relu, rien n'a changé ».
#[post("/facts/<id>/review")]
async fn review(viewer: &Viewer, id: FactId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    let (of, ..) = keeper(viewer, db, id).await?;
    facts::review(db, &of, id, now.at).await.map_err(error)?;
    Ok(Submitted::accepted(uri!(show(id)), "fact-reviewed"))
}

/// It is shown no more among the others. Its words stay, so nothing is asked twice.
#[post("/facts/<id>/archiving")]
async fn archive(viewer: &Viewer, id: FactId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    let (of, ..) = keeper(viewer, db, id).await?;
    facts::archive(db, &of, id, Some(now.at)).await.map_err(error)?;
    Ok(Submitted::accepted(uri!(show(id)), "fact-archived"))
}

/// Takes that back.
#[post("/facts/<id>/return")]
async fn bring_back(viewer: &Viewer, id: FactId, db: &State<Db>) -> Result<Submitted, Error> {
    let (of, ..) = keeper(viewer, db, id).await?;
    facts::archive(db, &of, id, None).await.map_err(error)?;
    Ok(Submitted::accepted(uri!(show(id)), "fact-returned"))
}

/// A refusal that no form of a page can cause is an absence.
fn error(refused: FactError) -> Error {
    match refused {
        FactError::Database(error) => error.into(),
        _ => Error::NotFound,
    }
}

/// A fact with the name of its structure, for those who keep the register there; for everybody else it is not there.
async fn keeper(viewer: &Viewer, db: &Db, id: FactId) -> Result<(RegisterOf, Fact, String), Error> {
    let (fact, structure) = facts::find(db, viewer, id).await?.ok_or(Error::NotFound)?;
    let of = RegisterOf::of(viewer, fact.structure).ok_or(Error::NotFound)?;
    Ok((of, fact, structure))
}

/// The name of the structure; 404 when there is none: a technician may ask for any id.
pub(super) async fn structure_name(db: &Db, of: &RegisterOf) -> Result<String, Error> {
    let (structure, _) = structures::find(db, of, of.structure()).await?.ok_or(Error::NotFound)?;
    Ok(structure.name)
}

/// The address of a fact.
pub fn href(id: FactId) -> String {
    uri!(show(id)).to_string()
}

/// The address of the network of a structure.
pub fn of_structure_href(id: StructureId) -> String {
    uri!(index(id)).to_string()
}
