//! The dossier as an archive: tables for spreadsheets, the same as JSON, procedures in Markdown. Readable without us.

use super::dossier::{self, Dossier, Section};
use crate::domain::ids::StructureId;
use crate::domain::tickets::files::saved_name;
use crate::store::Db;
use crate::store::access::RegisterOf;
use crate::web::csv::{self, Cell};
use crate::web::download::Download;
use crate::web::errors::Error;
use crate::web::guards::Now;
use crate::web::layout::Layout;
use rocket::http::ContentType;
use rocket::{State, get, uri};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

#[get("/structures/<_>/continuity.zip")]
pub async fn show(of: RegisterOf, layout: Layout<'_>, db: &State<Db>, now: Now) -> Result<Download, Error> {
    let dossier = dossier::of(&of, &layout, db).await?;
    csv::count(db, of.viewer(), now.at).await?;
    let bytes = written(&layout, &dossier)?;
    let name = format!("continuity-{}-{}", dossier.structure, layout.today());
    Ok(Download::new(&name, "zip", ContentType::ZIP, bytes))
}

/// The address of the archive.
pub fn href(id: StructureId) -> String {
    uri!(show(id)).to_string()
}

fn fault(error: impl std::fmt::Display) -> Error {
    Error::Other(format!("an archive: {error}"))
}

fn written(layout: &Layout<'_>, dossier: &Dossier) -> Result<Vec<u8>, Error> {
    let mut archive = Archive(ZipWriter::new(Cursor::new(Vec::new())));
    archive.add("README.md", readme(layout, dossier)?.as_bytes())?;
    archive.add("dossier.json", &serde_json::to_vec_pretty(dossier).map_err(fault)?)?;
    for section in dossier.sections.iter().filter(|section| !section.facts.is_empty()) {
        archive.add(&format!("network/{}.csv", section.kind), &table_of(layout, section)?)?;
    }
    archive.add("sites.csv", &sites(layout, dossier)?)?;
    archive.add("machines.csv", &machines(layout, dossier)?)?;
    archive.add("parts-without-machine.csv", &loose(layout, dossier)?)?;
    archive.add("open-requests.csv", &tickets(layout, dossier)?)?;
    for (number, procedure) in dossier.procedures.iter().enumerate() {
        let name = format!("procedures/{:02} {}", number + 1, saved_name(&format!("{}.md", procedure.name)));
        let words = format!("# {}\n\n{}\n\n{}\n", procedure.name, procedure.words, procedure.reviewed);
        archive.add(&name, words.as_bytes())?;
    }
    archive.0.finish().map(Cursor::into_inner).map_err(fault)
}

struct Archive(ZipWriter<Cursor<Vec<u8>>>);

impl Archive {
    fn add(&mut self, name: &str, content: &[u8]) -> Result<(), Error> {
        self.0.start_file(name, SimpleFileOptions::default()).map_err(fault)?;
        self.0.write_all(content).map_err(fault)
    }
}

fn table(layout: &Layout<'_>, header: &[&str], rows: Vec<Vec<Cell>>) -> Result<Vec<u8>, Error> {
    let header = header.iter().map(|key| layout.text(key)).collect::<Result<Vec<_>, _>>()?;
    csv::table(header, rows).map_err(fault)
}

/// The facts of a kind, a row for each thing that is said: columns of no kind are empty.
fn table_of(layout: &Layout<'_>, section: &Section) -> Result<Vec<u8>, Error> {
    let mut labels: Vec<&str> = Vec::new();
    for said in section.facts.iter().flat_map(|fact| &fact.said) {
        if !labels.contains(&said.label.as_str()) {
            labels.push(&said.label);
        }
    }
    let mut header = vec![layout.text("equipment-name")?, layout.text("site-one")?];
    header.extend(labels.iter().map(|label| (*label).to_owned()));
    header.push(layout.text("continuity-reviewed")?);
    let row = |fact: &dossier::FactPart| {
        let value = |label: &&str| fact.said.iter().find(|said| said.label == **label).map(|said| said.value.as_str());
        let mut cells = vec![Cell::text(fact.name.as_str()), Cell::text(fact.site.as_str())];
        cells.extend(labels.iter().map(|label| value(label).map_or(Cell::Empty, Cell::text)));
        cells.push(Cell::text(fact.reviewed.as_str()));
        cells
    };
    csv::table(header, section.facts.iter().map(row)).map_err(fault)
}

fn sites(layout: &Layout<'_>, of: &Dossier) -> Result<Vec<u8>, Error> {
    let header = ["site-name", "site-address", "site-access", "site-contacts", "site-opening"];
    let row = |site: &dossier::SitePart| {
        [&site.name, &site.address, &site.access, &site.contacts, &site.opening].map(|said| Cell::text(said.as_str())).to_vec()
    };
    table(layout, &header, of.sites.iter().map(row).collect())
}

fn machines(layout: &Layout<'_>, of: &Dossier) -> Result<Vec<u8>, Error> {
    let header = [
        "equipment-name",
        "equipment-kind",
        "equipment-product",
        "equipment-serial",
        "equipment-year",
        "equipment-user",
        "equipment-place",
        "equipment-warranty",
    ];
    let row = |machine: &dossier::MachineLine| {
        let text = |said: &String| Cell::text(said.as_str());
        vec![
            text(&machine.name),
            text(&machine.kind),
            text(&machine.product),
            text(&machine.serial),
            Cell::from(machine.year),
            text(&machine.user),
            text(&machine.place),
            text(&machine.warranty),
        ]
    };
    table(layout, &header, of.machines.iter().map(row).collect())
}

fn loose(layout: &Layout<'_>, of: &Dossier) -> Result<Vec<u8>, Error> {
    let row = |part: &dossier::LooseLine| vec![Cell::text(part.name.as_str()), Cell::text(part.small.as_str())];
    table(layout, &["equipment-name", "equipment-note"], of.loose.iter().map(row).collect())
}

fn tickets(layout: &Layout<'_>, of: &Dossier) -> Result<Vec<u8>, Error> {
    let row = |ticket: &dossier::TicketLine| {
        vec![Cell::Number(ticket.number), Cell::text(ticket.title.as_str()), Cell::text(ticket.received.as_str())]
    };
    let header = ["continuity-number", "continuity-title-column", "continuity-received"];
    table(layout, &header, of.tickets.iter().map(row).collect())
}

/// What is in the archive, and what is missing in the dossier.
fn readme(layout: &Layout<'_>, of: &Dossier) -> Result<String, Error> {
    let mut lines = vec![
        format!("# {} · {}", layout.text("continuity-title")?, of.structure),
        String::new(),
        format!("{} {}", layout.text("continuity-made-on")?, of.made_on),
        String::new(),
        layout.text("continuity-archive-holds")?,
        String::new(),
        format!("## {}", layout.text("continuity-missing")?),
        String::new(),
    ];
    match of.missing.is_empty() {
        true => lines.push(layout.text("continuity-nothing-missing")?),
        false => lines.extend(of.missing.iter().map(|gap| format!("- {gap}"))),
    }
    lines.push(String::new());
    Ok(lines.join("\n"))
}
