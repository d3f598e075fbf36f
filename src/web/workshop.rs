//! A workshop at work: its machines by what comes next, and the page of each. Nothing here names a person of a structure.

mod machine;
mod parts;

use super::errors::Error;
use super::layout::{Layout, Page};
use crate::domain::chain::{Hold, TransferStep};
use crate::domain::ids::{EquipmentId, OrgId};
use crate::domain::workshops::Bench;
use crate::store::access::Workshop;
use crate::store::workshops::{self, Handed};
use crate::store::{Db, transfers};
use crate::web::chain as lives;
use crate::web::transfers as transfer_pages;
use fluent_bundle::FluentValue;
use rocket::{Route, State, get, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show, machine::show, parts::show]
}

#[derive(Serialize)]
struct WorkshopPage {
    name: String,
    /// Nothing was ever handed over.
    is_new: bool,
    benches: Vec<BenchList>,
    /// What was proposed, and is not answered yet.
    proposed: Vec<Other>,
    transfers_href: String,
    parts_href: String,
    /// Of who works in several.
    others: Vec<Other>,
}

#[derive(Serialize)]
struct BenchList {
    heading: String,
    none: String,
    machines: Vec<MachineLine>,
}

/// A machine in a list.
#[derive(Serialize)]
struct MachineLine {
    href: String,
    name: String,
    stage: String,
    /// What comes next.
    next: String,
    holds: Vec<String>,
}

#[derive(Serialize)]
struct Other {
    href: String,
    name: String,
}

/// A workshop's page, of one of those in which the viewer works.
#[get("/workshops/<_>")]
async fn show(by: Workshop, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    home(&by, &layout, db).await
}

/// The same as the first page of who works there.
pub async fn home(by: &Workshop, layout: &Layout<'_>, db: &Db) -> Result<Page, Error> {
    let machines = workshops::machines(db, by).await?;
    let mut benches = Vec::new();
    for bench in Bench::ALL {
        let there: Vec<&Handed> = machines.iter().filter(|machine| Bench::of(machine.state.stage()) == Some(*bench)).collect();
        // What is asked of every workshop stands there, empty or not.
        if there.is_empty() && *bench == Bench::Ending {
            continue;
        }
        benches.push(BenchList {
            heading: layout.text(&format!("workshop-bench-{bench}"))?,
            none: layout.text(&format!("workshop-bench-{bench}-none"))?,
            machines: there.iter().map(|machine| line(by, layout, machine)).collect::<Result<_, _>>()?,
        });
    }
    let waiting = transfers::of_workshop(db, by).await?;
    let waiting = waiting.into_iter().filter(|one| !one.goes_out && one.step == TransferStep::Proposed);
    let proposed = waiting.map(|one| {
        let values = [("from", FluentValue::from(one.other.clone())), ("n", FluentValue::from(one.machines))];
        Ok(Other { href: transfer_pages::href(one.id), name: layout.text_with("workshop-proposed", values)? })
    });
    let proposed = proposed.collect::<Result<Vec<_>, Error>>()?;
    let here = by.organisation();
    let others = by.viewer().workplaces().iter().filter(|place| place.organisation != here);
    let page = WorkshopPage {
        name: by.name().to_owned(),
        is_new: machines.is_empty() && proposed.is_empty(),
        proposed,
        transfers_href: transfer_pages::of_workshop_href(here),
        parts_href: parts::href(here),
        benches,
        others: others.map(|place| Other { href: href(place.organisation), name: place.name.clone() }).collect(),
    };
    layout.page("workshop/show", page.name.clone(), &page)
}

fn line(by: &Workshop, layout: &Layout<'_>, machine: &Handed) -> Result<MachineLine, Error> {
    let hold = |hold: &Hold| lives::hold_name(layout, *hold);
    let stage = machine.state.stage();
    Ok(MachineLine {
        href: machine_href(by.organisation(), machine.id),
        name: name_of(layout, machine)?,
        stage: lives::stage_name(layout, stage)?,
        next: layout.text(&format!("workshop-next-{stage}"))?,
        holds: machine.state.item.holds.iter().map(hold).collect::<Result<_, _>>()?,
    })
}

/// What a workshop calls a machine: never the name that its structure gave it.
pub fn name_of(layout: &Layout<'_>, machine: &Handed) -> Result<String, Error> {
    let kind = layout.text(&format!("equipment-kind-{}", machine.kind))?;
    Ok(if machine.product.is_empty() { kind } else { format!("{kind} {}", machine.product) })
}

/// A machine on whose life somebody acts for a workshop: its name there, and its page.
pub async fn subject(by: &Workshop, layout: &Layout<'_>, db: &Db, id: EquipmentId) -> Result<(String, String), Error> {
    let machine = workshops::find(db, by, id).await?.ok_or(Error::NotFound)?;
    Ok((name_of(layout, &machine)?, machine_href(by.organisation(), id)))
}

/// The address of a workshop's page.
pub fn href(id: OrgId) -> String {
    uri!(show(id)).to_string()
}

/// The address of a machine as a workshop reads it.
pub fn machine_href(workshop: OrgId, id: EquipmentId) -> String {
    uri!(machine::show(workshop, id)).to_string()
}
