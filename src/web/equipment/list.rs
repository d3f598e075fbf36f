//! The register as a list: filtered by kind, site and words, page by page.

use super::{is_nobodys, structure_name};
use crate::domain::equipment::{EquipmentKind, Warranty};
use crate::domain::ids::{EquipmentId, SiteId, StructureId};
use crate::domain::words::folded;
use crate::store::access::{RegisterOf, TransfersOf};
use crate::store::equipment::{self, Machine};
use crate::store::sites::{self, Site};
use crate::store::{Db, inventories};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::layout::{Layout, Page};
use fluent_bundle::FluentValue;
use rocket::{State, get, uri};
use serde::Serialize;
use std::collections::BTreeMap;

/// How many machines a page shows.
const PAGE: usize = 100;
/// A register with more machines than this offers to filter them.
const FEW: usize = 8;
/// The longest words that are looked for, in characters.
const MOST_SOUGHT: usize = 200;

#[derive(Serialize)]
struct RegisterPage {
    structure: String,
    action: String,
    /// What is asked for; `None` in a short register.
    filter: Option<View>,
    in_use: Vec<MachineRow>,
    retired: Vec<MachineRow>,
    /// The machines of one site, when there are several.
    sites: Vec<SiteTab>,
    sites_href: String,
    in_use_count: usize,
    unused_count: usize,
    /// Something is asked for, and nothing is found.
    nothing_found: bool,
    ending: Vec<Ending>,
    next_href: Option<String>,
    new_href: String,
    import_href: String,
    /// For who prepares transfers.
    transfers_href: Option<String>,
    watched_href: String,
    ready_href: String,
    stickers_href: String,
    network_href: String,
    parts_href: String,
    continuity_href: String,
    inventories_href: String,
    /// How many inventories wait for a person.
    inventories_waiting: u64,
}

/// A machine whose warranty ends soon.
#[derive(Serialize)]
struct Ending {
    href: String,
    text: String,
}

#[derive(Serialize)]
struct SiteTab {
    href: String,
    label: String,
    current: bool,
}

#[derive(Serialize)]
struct MachineRow {
    href: String,
    name: String,
    kind: String,
    serial: String,
    user: String,
    place: String,
}

/// What is asked for, as it stands in the address.
struct Asked {
    site: Option<SiteId>,
    kind: Option<EquipmentKind>,
    q: String,
}

impl Asked {
    fn is_all(&self) -> bool {
        self.site.is_none() && self.kind.is_none() && self.q.is_empty()
    }

    fn href(&self, structure: StructureId, after: Option<EquipmentId>) -> String {
        let q = Some(self.q.as_str()).filter(|q| !q.is_empty());
        uri!(index(structure, self.site, self.kind, q, after)).to_string()
    }

    /// Whether a machine is among those asked for: every word stands somewhere in what is said of it.
    fn holds(&self, machine: &Machine, place: &str) -> bool {
        let of = &machine.particulars;
        if self.site.is_some_and(|site| of.site != Some(site)) || self.kind.is_some_and(|kind| of.kind != kind) {
            return false;
        }
        if self.q.is_empty() {
            return true;
        }
        let said = [&of.name, &of.brand, &of.model, &of.serial, &of.note, machine.user_name.as_ref().unwrap_or(&of.name)];
        let said = folded(&format!("{place} {}", said.map(String::as_str).join(" ")));
        folded(&self.q).split_whitespace().all(|word| said.contains(word))
    }
}

/// The register; of one site or kind alone when the address names one, with the words that it asks for.
#[get("/structures/<_>/equipment?<site>&<kind>&<q>&<after>")]
pub async fn index(
    of: RegisterOf,
    layout: Layout<'_>,
    site: Option<SiteId>,
    kind: Option<EquipmentKind>,
    q: Option<&str>,
    after: Option<EquipmentId>,
    db: &State<Db>,
) -> Result<Page, Error> {
    let structure = structure_name(db, &of).await?;
    let mut machines = equipment::of_structure(db, &of).await?;
    let sites = sites::of_structure(db, &of).await?;
    let q: String = q.unwrap_or_default().trim().chars().take(MOST_SOUGHT).collect();
    let asked = Asked { site: site.filter(|wanted| sites.iter().any(|site| site.id == *wanted)), kind, q };
    let tabs = tabs(&layout, of.structure(), &sites, &machines, asked.site)?;
    let ending = ending(&layout, &machines)?;
    let kinds: Vec<EquipmentKind> =
        EquipmentKind::ALL.iter().copied().filter(|kind| machines.iter().any(|m| m.particulars.kind == *kind)).collect();
    let many = machines.len() > FEW || asked.kind.is_some() || !asked.q.is_empty();
    let names: BTreeMap<SiteId, &str> = sites.iter().map(|site| (site.id, site.particulars.name.as_str())).collect();
    machines.retain(|machine| asked.holds(machine, &where_is(machine, &names)));
    let in_use: Vec<&Machine> = machines.iter().filter(|machine| machine.retired_at.is_none()).collect();
    let start = after.and_then(|last| machines.iter().position(|machine| machine.id == last)).map_or(0, |last| last + 1);
    let shown = machines.iter().skip(start).take(PAGE);
    let next =
        shown.clone().next_back().filter(|_| machines.len() > start + PAGE).map(|last| asked.href(of.structure(), Some(last.id)));
    let (retired, shown): (Vec<&Machine>, Vec<&Machine>) = shown.partition(|machine| machine.retired_at.is_some());
    let rows =
        |machines: &[&Machine]| machines.iter().map(|machine| row(&layout, machine, &names)).collect::<Result<Vec<_>, Error>>();
    let page = RegisterPage {
        structure,
        action: uri!(index(of.structure(), None::<SiteId>, None::<EquipmentKind>, None::<&str>, None::<EquipmentId>)).to_string(),
        filter: if many { Some(filter(&layout, &asked, &kinds)?) } else { None },
        sites: tabs,
        sites_href: crate::web::sites::of_structure_href(of.structure()),
        in_use_count: in_use.len(),
        unused_count: in_use.iter().filter(|machine| is_nobodys(machine)).count(),
        nothing_found: machines.is_empty() && (asked.kind.is_some() || !asked.q.is_empty()),
        ending: if asked.is_all() && start == 0 { ending } else { Vec::new() },
        in_use: rows(&shown)?,
        retired: rows(&retired)?,
        next_href: next,
        new_href: uri!(super::new(of.structure())).to_string(),
        watched_href: super::watching::href(of.structure()),
        ready_href: crate::web::ready::index_href(),
        import_href: crate::web::imports::new_href(of.structure()),
        transfers_href: TransfersOf::of(of.viewer(), of.structure())
            .map(|_| crate::web::transfers::of_structure_href(of.structure())),
        stickers_href: crate::web::stickers::of_structure_href(of.structure()),
        network_href: crate::web::facts::of_structure_href(of.structure()),
        parts_href: super::parts::of_structure_href(of.structure()),
        continuity_href: crate::web::continuity::href(of.structure()),
        inventories_href: crate::web::inventories::of_structure_href(of.structure()),
        inventories_waiting: inventories::waiting_count(db, &of).await?,
    };
    layout.page("equipment/index", layout.text("equipment-title")?, &page)
}

/// The kinds that the register holds, the words; the site goes along unseen.
fn filter(layout: &Layout<'_>, asked: &Asked, kinds: &[EquipmentKind]) -> Result<View, Error> {
    let mut offered = vec![(String::new(), layout.text("equipment-all-kinds")?, None)];
    for kind in kinds {
        offered.push((kind.to_string(), layout.text(&format!("equipment-kind-{kind}"))?, None));
    }
    Ok(View::blank(&["q", "kind", "site"])
        .with("q", asked.q.as_str())
        .with("kind", asked.kind.map(EquipmentKind::as_str).unwrap_or_default())
        .with("site", asked.site.map(|site| site.to_string()).unwrap_or_default())
        .offering("kind", offered))
}

/// What ends soon, the first to end first.
fn ending(layout: &Layout<'_>, machines: &[Machine]) -> Result<Vec<Ending>, Error> {
    let soon = |machine: &&Machine| machine.retired_at.is_none();
    let mut found: Vec<(chrono::NaiveDate, &Machine)> = machines
        .iter()
        .filter(soon)
        .filter_map(|machine| machine.particulars.warranty_until.map(|until| (until, machine)))
        .filter(|(until, _)| Warranty::on(*until, layout.today()) == Warranty::EndsSoon)
        .collect();
    found.sort_by_key(|(until, machine)| (*until, machine.id));
    found
        .into_iter()
        .map(|(until, machine)| {
            let values = [
                ("name", FluentValue::from(machine.particulars.name.clone())),
                ("day", FluentValue::from(layout.whole_day(until))),
            ];
            Ok(Ending { href: super::href(machine.id), text: layout.text_with("equipment-warranty-soon", values)? })
        })
        .collect()
}

/// The machines of all sites, then of each that is in use or that machines stand at; nothing when there is nothing to tell apart.
fn tabs(
    layout: &Layout<'_>,
    structure: StructureId,
    sites: &[Site],
    machines: &[Machine],
    shown: Option<SiteId>,
) -> Result<Vec<SiteTab>, Error> {
    let stands = |site: &Site| machines.iter().any(|machine| machine.particulars.site == Some(site.id));
    let told: Vec<&Site> = sites.iter().filter(|site| site.archived_at.is_none() || stands(site)).collect();
    if told.len() < 2 {
        return Ok(Vec::new());
    }
    let tab = |site: Option<SiteId>, label| SiteTab {
        href: Asked { site, kind: None, q: String::new() }.href(structure, None),
        label,
        current: site == shown,
    };
    let mut tabs = vec![tab(None, layout.text("sites-all")?)];
    tabs.extend(told.into_iter().map(|site| tab(Some(site.id), site.particulars.name.clone())));
    Ok(tabs)
}

fn row(layout: &Layout<'_>, machine: &Machine, sites: &BTreeMap<SiteId, &str>) -> Result<MachineRow, Error> {
    Ok(MachineRow {
        href: super::href(machine.id),
        name: machine.particulars.name.clone(),
        kind: layout.text(&format!("equipment-kind-{}", machine.particulars.kind))?,
        serial: machine.particulars.serial.clone(),
        user: super::user(layout, machine)?,
        place: where_is(machine, sites),
    })
}

/// « Boutique · Réserve »: the site, then the room.
fn where_is(machine: &Machine, sites: &BTreeMap<SiteId, &str>) -> String {
    let site = machine.particulars.site.and_then(|site| sites.get(&site).copied());
    let room = Some(machine.particulars.place.as_str()).filter(|room| !room.is_empty());
    site.into_iter().chain(room).collect::<Vec<_>>().join(" · ")
}

/// The address of the register of a structure, or of the machines of one of its sites.
pub fn href(structure: StructureId, site: Option<SiteId>) -> String {
    Asked { site, kind: None, q: String::new() }.href(structure, None)
}
