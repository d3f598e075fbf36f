//! The dossier itself, as page and archive both tell it: sites, network, machines, parts that lie somewhere, procedures, open
//! requests, what is missing.

use super::{missing, told};
use crate::domain::facts::FactKind;
use crate::domain::ids::SiteId;
use crate::domain::tickets::filter::{Stage, TicketFilter};
use crate::store::access::{RegisterOf, WordsOf};
use crate::store::equipment::{self, Machine};
use crate::store::facts::{self, Fact};
use crate::store::tickets::{self, Asking};
use crate::store::{Db, sites, structures};
use crate::web::equipment::{part_line, user};
use crate::web::errors::Error;
use crate::web::facts::{Labels, Said, stale};
use crate::web::layout::Layout;
use fluent_bundle::FluentValue;
use serde::Serialize;
use std::collections::BTreeMap;

/// How many open requests are told; of more it says so.
const MOST_TICKETS: u64 = 200;

#[derive(Serialize)]
pub struct Dossier {
    pub structure: String,
    pub address: String,
    pub phone: String,
    pub made_on: String,
    /// What is missing, a sentence each.
    pub missing: Vec<String>,
    /// How many pages nobody has read for long.
    pub stale: usize,
    pub sites: Vec<SitePart>,
    pub sections: Vec<Section>,
    pub machines: Vec<MachineLine>,
    /// Media and components that are in no machine.
    pub loose: Vec<LooseLine>,
    pub procedures: Vec<Procedure>,
    pub tickets: Vec<TicketLine>,
    /// There are more open requests than are told.
    pub more_tickets: bool,
}

#[derive(Serialize)]
pub struct SitePart {
    pub name: String,
    pub address: String,
    pub access: String,
    pub contacts: String,
    pub opening: String,
}

/// The facts of one kind.
#[derive(Serialize)]
pub struct Section {
    /// The word of the kind: a file of the archive is named by it.
    pub kind: &'static str,
    pub title: String,
    pub facts: Vec<FactPart>,
}

#[derive(Serialize)]
pub struct FactPart {
    pub name: String,
    pub site: String,
    pub said: Vec<Said>,
    pub reviewed: String,
    pub stale: Option<String>,
}

#[derive(Serialize)]
pub struct MachineLine {
    pub name: String,
    pub kind: String,
    pub product: String,
    pub serial: String,
    pub year: Option<i64>,
    pub user: String,
    pub place: String,
    pub warranty: String,
}

#[derive(Serialize)]
pub struct LooseLine {
    pub name: String,
    pub small: String,
}

/// In Markdown.
#[derive(Serialize)]
pub struct Procedure {
    pub name: String,
    pub words: String,
    pub reviewed: String,
}

/// An open request: its title as far as the reader may read it.
#[derive(Serialize)]
pub struct TicketLine {
    pub number: i64,
    pub title: String,
    pub received: String,
}

/// Puts the dossier of a structure together.
pub async fn of(of: &RegisterOf, layout: &Layout<'_>, db: &Db) -> Result<Dossier, Error> {
    let (structure, _) = structures::find(db, of, of.structure()).await?.ok_or(Error::NotFound)?;
    let mut facts = facts::of_structure(db, of).await?;
    facts.retain(|fact| fact.archived_at.is_none());
    let labels = Labels::of(of, layout, db, &facts).await?;
    let mut all_sites = sites::of_structure(db, of).await?;
    let names: BTreeMap<SiteId, String> = all_sites.iter().map(|site| (site.id, site.particulars.name.clone())).collect();
    all_sites.retain(|site| site.archived_at.is_none());
    let site = |site: sites::Site| SitePart {
        name: site.particulars.name,
        address: site.particulars.address,
        access: site.particulars.access,
        contacts: site.particulars.contacts,
        opening: site.particulars.opening,
    };
    let (tickets, more_tickets) = tickets(of, layout, db).await?;
    let stale: Vec<&Fact> = facts.iter().filter(|fact| matches!(stale(layout, fact), Ok(Some(_)))).collect();
    Ok(Dossier {
        address: [structure.address, structure.city].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
        structure: structure.name,
        phone: structure.phone,
        made_on: layout.whole_day(layout.today()),
        missing: missing(layout, &facts).iter().map(|gap| told(layout, gap)).collect::<Result<_, _>>()?,
        stale: stale.len(),
        sites: all_sites.into_iter().map(site).collect(),
        sections: sections(layout, &labels, &facts, &names)?,
        machines: machines(of, layout, db, &names).await?,
        loose: loose(of, layout, db).await?,
        procedures: procedures(&labels, &facts)?,
        tickets,
        more_tickets,
    })
}

/// All kinds but procedures, which are read one after the other.
fn sections(
    layout: &Layout<'_>,
    labels: &Labels<'_>,
    facts: &[Fact],
    sites: &BTreeMap<SiteId, String>,
) -> Result<Vec<Section>, Error> {
    let part = |fact: &Fact| {
        Ok(FactPart {
            name: fact.words.name.clone(),
            site: fact.words.site.and_then(|site| sites.get(&site).cloned()).unwrap_or_default(),
            said: labels.said(fact)?,
            reviewed: labels.reviewed(fact)?,
            stale: stale(layout, fact)?,
        })
    };
    let kinds = FactKind::ALL.iter().filter(|kind| **kind != FactKind::Procedure);
    kinds
        .map(|kind| {
            Ok(Section {
                kind: kind.as_str(),
                title: layout.text(&format!("facts-{kind}"))?,
                facts: facts.iter().filter(|fact| fact.kind == *kind).map(part).collect::<Result<_, Error>>()?,
            })
        })
        .collect()
}

async fn machines(
    of: &RegisterOf,
    layout: &Layout<'_>,
    db: &Db,
    sites: &BTreeMap<SiteId, String>,
) -> Result<Vec<MachineLine>, Error> {
    let mut machines = equipment::of_structure(db, of).await?;
    machines.retain(|machine| machine.retired_at.is_none());
    machines.iter().map(|machine| machine_line(layout, machine, sites)).collect()
}

fn machine_line(layout: &Layout<'_>, machine: &Machine, sites: &BTreeMap<SiteId, String>) -> Result<MachineLine, Error> {
    let of = &machine.particulars;
    let site = of.site.and_then(|site| sites.get(&site).cloned());
    let joined = |parts: Vec<String>, by: &str| parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(by);
    Ok(MachineLine {
        name: of.name.clone(),
        kind: layout.text(&format!("equipment-kind-{}", of.kind))?,
        product: joined(vec![of.brand.clone(), of.model.clone()], " "),
        serial: of.serial.clone(),
        year: of.year_of_manufacture,
        user: user(layout, machine)?,
        place: joined(vec![site.unwrap_or_default(), of.place.clone()], " · "),
        warranty: of.warranty_until.map(|until| layout.whole_day(until)).unwrap_or_default(),
    })
}

async fn loose(of: &RegisterOf, layout: &Layout<'_>, db: &Db) -> Result<Vec<LooseLine>, Error> {
    let mut lines = Vec::new();
    for part in equipment::without_machine(db, of).await? {
        let line = part_line(layout, &part)?;
        lines.push(LooseLine { name: line.name, small: line.small.join(" · ") });
    }
    Ok(lines)
}

fn procedures(labels: &Labels<'_>, facts: &[Fact]) -> Result<Vec<Procedure>, Error> {
    let own = facts.iter().filter(|fact| fact.kind == FactKind::Procedure);
    own.map(|fact| {
        Ok(Procedure {
            name: fact.words.name.clone(),
            words: fact.words.details.get("words").to_owned(),
            reviewed: labels.reviewed(fact)?,
        })
    })
    .collect()
}

async fn tickets(of: &RegisterOf, layout: &Layout<'_>, db: &Db) -> Result<(Vec<TicketLine>, bool), Error> {
    let words = WordsOf::of(of.viewer(), of.structure()).ok_or(Error::NotFound)?;
    let filter = TicketFilter::default();
    let asking = Asking { filter: &filter, usually: Stage::Open, received: (None, None), after: None, most: MOST_TICKETS + 1 };
    let mut rows = tickets::of_structure(db, &words, asking).await?;
    let more = rows.len() as u64 > MOST_TICKETS;
    rows.truncate(MOST_TICKETS as usize);
    let line = |row: tickets::QueueRow| {
        let title = match row.covered {
            true => layout.text_with("continuity-covered", [("number", FluentValue::from(row.number.to_string()))])?,
            false => row.title,
        };
        Ok(TicketLine { number: row.number, title, received: layout.whole_day_of(row.received_at) })
    };
    Ok((rows.into_iter().map(line).collect::<Result<_, Error>>()?, more))
}
