//! The page of one machine: what it is, who uses it, where; for those who keep the register, what was done for it.

use super::photos::{PhotoCard, PhotoForm};
use super::watching::{self, WatchCard};
use super::words::{PartLine, part_line};
use crate::domain::equipment::Warranty;
use crate::domain::ids::{CertificateId, EquipmentId};
use crate::domain::time::Month;
use crate::store::Db;
use crate::store::access::{MemberOf, RegisterOf, Viewer};
use crate::store::equipment::{self, MOST_PHOTOS, Machine};
use crate::store::interventions::{self, Intervention};
use crate::store::tickets::{self, QueueRow};
use crate::store::{sites, stickers};
use crate::web::chain::{self, ChainCard};
use crate::web::errors::Error;
use crate::web::facts::{self, FactLine};
use crate::web::inventories;
use crate::web::layout::{Layout, Page};
use crate::web::stickers as stickers_pages;
use crate::web::tickets::{self as pages, ListLine};
use chrono::NaiveDate;
use fluent_bundle::FluentValue;
use rocket::uri;
use serde::Serialize;

/// How many requests and interventions are shown of a machine.
pub const LATEST: usize = 10;

#[derive(Serialize)]
struct MachinePage {
    back_href: String,
    kind: String,
    structure: String,
    name: String,
    product: String,
    serial: String,
    user: String,
    /// Where it stands, with its page for who keeps the register.
    site: Option<String>,
    site_href: Option<String>,
    place: String,
    acquired: Option<String>,
    year: Option<i64>,
    note: String,
    retired: Option<String>,
    memory: bool,
    shows_photos: bool,
    ask_href: Option<String>,
    kept: Option<Kept>,
}

/// What those who keep the register see and may do.
#[derive(Serialize)]
struct Kept {
    edit_href: String,
    /// It serves elsewhere now: the register only remembers it.
    memory: Option<Memory>,
    chain: Option<ChainCard>,
    /// The code of the label that stands on it, its sheet, and the way to another one.
    sticker: Option<StickerCard>,
    stickers_href: String,
    tickets: Vec<ListLine>,
    /// All of them, when there are more.
    tickets_href: Option<String>,
    interventions: Vec<WorkRow>,
    /// What the machine says of itself, when an agent speaks for it.
    said: Option<inventories::Said>,
    life_href: String,
    /// Whether it is worth a repair, when it is in use.
    watch: Option<WatchCard>,
    /// « Achetée le 12 mars 2024, 489,00 €, chez … ».
    purchase: Vec<String>,
    warranty: Option<WarrantyCard>,
    parts: Vec<PartLine>,
    add_component_href: String,
    add_medium_href: String,
    photos: Vec<PhotoCard>,
    /// None when it has as many as it may.
    photo_form: Option<PhotoForm>,
    /// What it does in the network.
    facts: Vec<FactLine>,
}

/// What is left of a machine that serves elsewhere.
#[derive(Serialize)]
struct Memory {
    day: String,
    certificates: Vec<CertificateLine>,
    /// The sealed log of its life here.
    life_href: String,
}

#[derive(Serialize)]
struct CertificateLine {
    href: String,
    number: String,
}

#[derive(Serialize)]
struct WarrantyCard {
    text: String,
    soon: bool,
}

#[derive(Serialize)]
struct StickerCard {
    code: String,
    sheet_href: String,
    replacing_href: String,
}

#[derive(Serialize)]
struct WorkRow {
    day: String,
    kind: String,
    note: String,
    minutes: String,
}

pub async fn of(viewer: &Viewer, layout: &Layout<'_>, db: &Db, machine: Machine, structure: String) -> Result<Page, Error> {
    let keeper = RegisterOf::of(viewer, machine.structure);
    let kept = match &keeper {
        Some(of) => Some(kept(of, layout, db, &machine).await?),
        None => None,
    };
    let may_ask = machine.retired_at.is_none() && MemberOf::of(viewer, machine.structure).is_some();
    let particulars = &machine.particulars;
    let site = match particulars.site {
        Some(site) => sites::find(db, viewer, site).await?.map(|(site, _)| site),
        None => None,
    };
    let product = [particulars.brand.as_str(), particulars.model.as_str()];
    let page = MachinePage {
        back_href: if kept.is_some() { super::of_structure_href(machine.structure) } else { "/".to_owned() },
        kind: layout.text(&format!("equipment-kind-{}", particulars.kind))?,
        structure,
        name: particulars.name.clone(),
        product: product.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "),
        serial: particulars.serial.clone(),
        user: super::user(layout, &machine)?,
        site_href: site.as_ref().filter(|_| keeper.is_some()).map(|site| crate::web::sites::href(site.id)),
        site: site.map(|site| site.particulars.name),
        place: particulars.place.clone(),
        acquired: particulars.acquired_on.map(|day| layout.month(Month::of(day))),
        year: particulars.year_of_manufacture,
        note: keeper.map(|_| particulars.note.clone()).unwrap_or_default(),
        memory: machine.is_memory,
        shows_photos: kept.as_ref().is_some_and(|kept| !machine.is_memory || !kept.photos.is_empty()),
        retired: machine.retired_at.map(|at| layout.day(at.with_timezone(&layout.zone()).date_naive())),
        ask_href: may_ask.then(|| pages::href_of_new(machine.structure, Some(machine.id))),
        kept,
    };
    layout.page("equipment/show", page.name.clone(), &page)
}

async fn kept(of: &RegisterOf, layout: &Layout<'_>, db: &Db, machine: &Machine) -> Result<Kept, Error> {
    let tickets = tickets::of_equipment(db, of, machine.id).await?;
    let work = interventions::of_equipment(db, of, machine.id).await?;
    let sticker = stickers::of_structure(db, of).await?.remove(&machine.id);
    let parts = equipment::parts_of(db, of, machine.id).await?;
    let photos = super::photos::cards(of, layout, db, machine.id).await?;
    let ticket = |ticket: &QueueRow| pages::line(layout, ticket, of.viewer());
    Ok(Kept {
        memory: memory(of, layout, db, machine).await?,
        edit_href: uri!(super::edit(machine.id)).to_string(),
        chain: chain::card(of, layout, db, machine.id).await?,
        sticker: sticker.map(|code| StickerCard {
            code: code.printed(),
            sheet_href: stickers_pages::sheet_of_href(&code),
            replacing_href: stickers_pages::replacing_href(machine.id),
        }),
        stickers_href: stickers_pages::of_structure_href(machine.structure),
        tickets_href: (tickets.len() > LATEST).then(|| pages::of_machine_href(of.viewer(), of.structure(), machine.id)),
        tickets: tickets.iter().take(LATEST).map(ticket).collect::<Result<_, _>>()?,
        said: inventories::of_machine(of, layout, db, machine).await?,
        interventions: work.iter().take(LATEST).map(|work| work_row(layout, work)).collect::<Result<_, _>>()?,
        life_href: super::life::href(machine.id),
        watch: watching::card(of, layout, db, machine).await?,
        purchase: purchase(layout, machine)?,
        warranty: machine.particulars.warranty_until.map(|until| warranty(layout, until)).transpose()?,
        parts: parts.iter().map(|part| part_line(layout, part)).collect::<Result<_, _>>()?,
        add_component_href: super::parts::new_component_href(of.structure(), machine.id),
        add_medium_href: super::parts::new_medium_href(of.structure(), machine.id),
        photo_form: (photos.len() < MOST_PHOTOS as usize).then(|| PhotoForm::new(layout, machine.id)),
        photos,
        facts: facts::of_machine(of, layout, db, machine.id).await?,
    })
}

async fn memory(of: &RegisterOf, layout: &Layout<'_>, db: &Db, machine: &Machine) -> Result<Option<Memory>, Error> {
    if !machine.is_memory {
        return Ok(None);
    }
    let certificates = crate::store::chain::certificates_of(db, of, machine.id).await?;
    let line = |(id, year, number): (CertificateId, i64, i64)| CertificateLine {
        href: chain::certificate_href(id),
        number: format!("{year}-{number}"),
    };
    Ok(Some(Memory {
        day: layout.whole_day_of(machine.changed_at),
        certificates: certificates.into_iter().map(line).collect(),
        life_href: chain::life_href(machine.id),
    }))
}

/// How it was bought, piece by piece.
fn purchase(layout: &Layout<'_>, machine: &Machine) -> Result<Vec<String>, Error> {
    let of = &machine.particulars.purchase;
    let mut said = Vec::new();
    let mut say = |key: &str, value: String| -> Result<(), Error> {
        said.push(layout.text_with(key, [("value", FluentValue::from(value))])?);
        Ok(())
    };
    if let Some(on) = of.on {
        say("equipment-bought-on", layout.whole_day(on))?;
    }
    if let Some(price) = of.price {
        say("equipment-bought-for", layout.money(price))?;
    }
    if !of.supplier.is_empty() {
        say("equipment-bought-from", of.supplier.clone())?;
    }
    if !of.invoice_number.is_empty() {
        say("equipment-bought-invoice", of.invoice_number.clone())?;
    }
    Ok(said)
}

fn warranty(layout: &Layout<'_>, until: NaiveDate) -> Result<WarrantyCard, Error> {
    let stands = Warranty::on(until, layout.today());
    let key = match stands {
        Warranty::Over => "equipment-warranty-over",
        Warranty::EndsSoon => "equipment-warranty-ends",
        Warranty::Runs => "equipment-warranty-runs",
    };
    let day = [("day", FluentValue::from(layout.whole_day(until)))];
    Ok(WarrantyCard { text: layout.text_with(key, day)?, soon: stands == Warranty::EndsSoon })
}

fn work_row(layout: &Layout<'_>, of: &Intervention) -> Result<WorkRow, Error> {
    let real = [("minutes", FluentValue::from(layout.duration(of.work.minutes)))];
    Ok(WorkRow {
        day: layout.day(of.work.day),
        kind: layout.text(&format!("hours-kind-{}", of.work.kind))?,
        note: of.work.note.clone(),
        minutes: layout.text_with("equipment-real", real)?,
    })
}
