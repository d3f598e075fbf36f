//! Labels to print: for the machines of a structure, or blank ones to be bound later.

use crate::documents::{self, Labels, Modules};
use crate::domain::ids::{EquipmentId, StructureId};
use crate::domain::stickers::StickerCode;
use crate::store::access::{RegisterOf, Technician, Viewer};
use crate::store::stickers::{self, MOST, Sticker};
use crate::store::{Db, equipment, structures};
use crate::web::download::Download;
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::Whole;
use crate::web::qr;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index, create, new, create_blank, sheet, pdf, replace]
}

#[derive(Serialize)]
struct ChoosingPage {
    structure: String,
    back_href: String,
    form: View,
    href: String,
    any: bool,
    blank_href: Option<String>,
}

const NAMES: [&str; 1] = ["machines"];

/// The machines in use, each with its code when it has one: those without are ticked.
#[get("/structures/<_>/stickers")]
async fn index(of: RegisterOf, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    choosing(&of, &layout, db, View::blank(&NAMES)).await
}

async fn choosing(of: &RegisterOf, layout: &Layout<'_>, db: &Db, form: View) -> Result<Page, Error> {
    let (structure, _) = structures::find(db, of, of.structure()).await?.ok_or(Error::NotFound)?;
    let codes = stickers::of_structure(db, of).await?;
    let machines = equipment::of_structure(db, of).await?;
    let in_use = machines.iter().filter(|machine| machine.retired_at.is_none());
    let choices: Vec<_> = in_use
        .map(|machine| {
            let name = &machine.particulars.name;
            let label = codes.get(&machine.id).map_or_else(|| name.clone(), |code| format!("{name} · {}", code.printed()));
            (machine.id.to_string(), label, None)
        })
        .collect();
    let without =
        |choice: &&(String, String, Option<String>)| choice.0.parse::<EquipmentId>().is_ok_and(|id| !codes.contains_key(&id));
    let ticked: Vec<String> = choices.iter().filter(without).map(|choice| choice.0.clone()).collect();
    let page = ChoosingPage {
        structure: structure.name,
        back_href: crate::web::equipment::of_structure_href(of.structure()),
        any: !choices.is_empty(),
        form: form.offering_several("machines", choices, &ticked),
        href: uri!(create(of.structure())).to_string(),
        blank_href: Technician::of(of.viewer()).map(|_| uri!(new).to_string()),
    };
    layout.page_of_form("stickers/index", layout.text("stickers-title")?, &page.form, &page)
}

#[derive(FromForm)]
struct Chosen {
    machines: Vec<EquipmentId>,
}

/// Makes the codes that are missing, then shows the sheet to print.
#[post("/structures/<_>/stickers", data = "<form>")]
async fn create(
    of: RegisterOf,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Chosen>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&NAMES, &form.context)?;
    if let Some(chosen) = form.value.as_ref().filter(|chosen| !chosen.machines.is_empty()) {
        let codes = stickers::make(db, &of, &chosen.machines, now.at).await?;
        if !codes.is_empty() {
            return Ok(Submitted::moved(sheet_href(&codes)));
        }
    }
    if again.errors.is_empty() {
        again.mistake("machines", layout.text("stickers-mistake-none")?);
    }
    Ok(Submitted::Refused(choosing(&of, &layout, db, again).await?))
}

#[derive(Serialize)]
struct BlankPage {
    form: View,
    href: String,
}

const BLANK_NAMES: [&str; 1] = ["count"];

#[get("/stickers/new")]
async fn new(_by: Technician, layout: Layout<'_>) -> Result<Page, Error> {
    blank(&layout, View::blank(&BLANK_NAMES).with("count", "12"))
}

fn blank(layout: &Layout<'_>, form: View) -> Result<Page, Error> {
    let page = BlankPage { form, href: uri!(create_blank).to_string() };
    layout.page_of_form("stickers/new", layout.text("stickers-blank-title")?, &page.form, &page)
}

#[derive(FromForm)]
struct Blank {
    count: Whole<1, { MOST as i64 }>,
}

#[post("/stickers", data = "<form>")]
async fn create_blank(
    by: Technician,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Blank>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let Some(asked) = &form.value else {
        return Ok(Submitted::Refused(blank(&layout, layout.again(&BLANK_NAMES, &form.context)?)?));
    };
    let codes = stickers::make_blank(db, &by, usize::try_from(asked.count.0).unwrap_or(0), now.at).await?;
    Ok(Submitted::moved(sheet_href(&codes)))
}

#[derive(Serialize)]
struct SheetPage<'p> {
    group_name: &'p str,
    pdf_href: String,
    labels: Vec<Label>,
}

#[derive(Serialize)]
struct Label {
    code: String,
    machine: Option<String>,
    /// Modules of the QR code, its quiet zone included, and the dark ones as a path.
    side: usize,
    path: String,
}

/// The labels that are asked for, as far as the reader may print them.
async fn printable(viewer: &Viewer, db: &Db, codes: Option<&str>) -> Result<Vec<Sticker>, Error> {
    let asked: Vec<StickerCode> = codes.unwrap_or_default().split('.').filter_map(|code| code.parse().ok()).take(MOST).collect();
    let stickers = stickers::printable(db, viewer, &asked).await?;
    if stickers.is_empty() { Err(Error::NotFound) } else { Ok(stickers) }
}

/// The sheet: those of the codes that the reader may print.
#[get("/stickers?<codes>")]
async fn sheet(viewer: &Viewer, layout: Layout<'_>, codes: Option<&str>, db: &State<Db>) -> Result<Page, Error> {
    let mut labels = Vec::new();
    for sticker in printable(viewer, db, codes).await? {
        let Modules { side, runs } = modules(&layout, &sticker.code)?;
        labels.push(Label { code: sticker.code.printed(), machine: sticker.machine, side, path: qr::path(&runs) });
    }
    let page = SheetPage { group_name: group_name(&layout), pdf_href: uri!(pdf(codes)).to_string(), labels };
    layout.page("stickers/sheet", layout.text("stickers-title")?, &page)
}

/// The same for label paper, with the list of which goes where.
#[get("/stickers/labels.pdf?<codes>")]
async fn pdf(viewer: &Viewer, layout: Layout<'_>, codes: Option<&str>, db: &State<Db>) -> Result<Download, Error> {
    let mut labels = Vec::new();
    for sticker in printable(viewer, db, codes).await? {
        let qr = modules(&layout, &sticker.code)?;
        labels.push(documents::Label { code: sticker.code.printed(), qr, place: sticker.machine });
    }
    let labels = Labels {
        language: layout.language.as_str(),
        title: layout.text("stickers-title")?,
        author: group_name(&layout).to_owned(),
        slogan: layout.text("sticker-slogan")?,
        labels,
        list: layout.text("stickers-list")?,
    };
    Download::labels(&layout.text("stickers-file")?, &labels)
}

fn group_name<'l>(layout: &'l Layout<'_>) -> &'l str {
    layout.group().map_or("Parcommun", |group| &group.name)
}

fn sheet_href(codes: &[StickerCode]) -> String {
    let codes = codes.iter().map(StickerCode::as_str).collect::<Vec<_>>().join(".");
    uri!(sheet(Some(codes.as_str()))).to_string()
}

/// The QR code of what a label leads to.
fn modules(layout: &Layout<'_>, of: &StickerCode) -> Result<Modules, Error> {
    qr::modules(layout.whole_address(&super::scan_href(of)))
}

#[derive(FromForm)]
struct Lost<'f> {
    code: &'f str,
}

/// The label is lost or worn: another code is made, the old one opens nothing any more.
#[post("/equipment/<id>/sticker/replacement", data = "<form>")]
async fn replace(
    viewer: &Viewer,
    id: EquipmentId,
    form: Form<Contextual<'_, Lost<'_>>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let (machine, _) = equipment::find(db, viewer, id).await?.ok_or(Error::NotFound)?;
    let of = RegisterOf::of(viewer, machine.structure).ok_or(Error::NotFound)?;
    let lost = form.value.as_ref().and_then(|lost| lost.code.parse::<StickerCode>().ok());
    let made = match lost {
        Some(lost) => stickers::replace(db, &of, id, &lost, now.at).await?,
        None => None,
    };
    match made {
        Some(code) => Ok(Submitted::moved(sheet_href(&[code]))),
        None => Ok(Submitted::warned(crate::web::equipment::href(id), "sticker-mistake-replaced")),
    }
}

/// The address of the page on which labels of a structure are chosen.
pub fn of_structure_href(structure: StructureId) -> String {
    uri!(index(structure)).to_string()
}

/// Where a lost label is replaced.
pub fn replacing_href(machine: EquipmentId) -> String {
    uri!(replace(machine)).to_string()
}

/// The sheet with one label.
pub fn sheet_of_href(code: &StickerCode) -> String {
    sheet_href(std::slice::from_ref(code))
}
