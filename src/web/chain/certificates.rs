//! Certificates of erased media: to read, to print, to take along.

use super::sanitising;
use super::words;
use crate::documents::Modules;
use crate::domain::ids::{CertificateId, OrgId};
use crate::store::Db;
use crate::store::access::{Viewer, Workshop};
use crate::store::chain::{self, Certificate};
use crate::web::download::Download;
use crate::web::equipment::size_told;
use crate::web::errors::Error;
use crate::web::genuine;
use crate::web::layout::{Layout, Page};
use crate::web::qr;
use fluent_bundle::FluentValue;
use rocket::http::ContentType;
use rocket::{Route, State, get, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show, export]
}

/// The address of a certificate.
pub fn href(id: CertificateId) -> String {
    uri!(show(id)).to_string()
}

#[derive(Serialize)]
struct CertificatePage {
    back_href: String,
    back: String,
    title: String,
    number: String,
    lead: String,
    group: String,
    structure: String,
    machine: Vec<String>,
    now_in: Option<String>,
    medium: Vec<(String, String)>,
    said: Vec<(String, String)>,
    result: String,
    answered: Vec<String>,
    operator: String,
    validator: Option<String>,
    proof: Vec<(String, String)>,
    export_href: Option<String>,
    address: String,
    qr: String,
    side: usize,
}

#[get("/certificates/<id>", rank = 2)]
async fn show(viewer: &Viewer, layout: Layout<'_>, id: CertificateId, db: &State<Db>) -> Result<Page, Error> {
    let (of, workshop) = match chain::certificate(db, viewer, id).await? {
        Some(of) => (of, None),
        None => made_by_one_of(viewer, db, id).await?.map(|(of, workshop)| (of, Some(workshop))).ok_or(Error::NotFound)?,
    };
    let title = layout.text(if of.body.destruction.is_some() { "certificate-title-destroyed" } else { "certificate-title" })?;
    let page = page(&layout, &of, title.clone(), workshop)?;
    layout.page("chain/certificate", title, &page)
}

/// The certificate, when a workshop in which the viewer works made it.
async fn made_by_one_of(viewer: &Viewer, db: &Db, id: CertificateId) -> Result<Option<(Certificate, OrgId)>, Error> {
    for place in viewer.workplaces() {
        let Some(workshop) = Workshop::of(viewer, place.organisation) else { continue };
        if let Some(of) = chain::certificate_by(db, &workshop, id).await? {
            return Ok(Some((of, place.organisation)));
        }
    }
    Ok(None)
}

/// Its page; for a workshop without what its structure calls the machine, and where the medium went.
fn page(layout: &Layout<'_>, of: &Certificate, title: String, workshop: Option<OrgId>) -> Result<CertificatePage, Error> {
    let body = &of.body;
    let address = layout.whole_address(&genuine::href(&of.code));
    let Modules { side, runs } = qr::modules(address.clone())?;
    let made = [("at", FluentValue::from(layout.whole_moment(body.made_at)))];
    let machine = [
        layout.text(&format!("equipment-kind-{}", body.machine.kind))?,
        if workshop.is_some() { String::new() } else { body.machine.name.clone() },
        format!("{} {}", body.machine.manufacturer, body.machine.model).trim().to_owned(),
        body.machine.serial_number.clone(),
    ];
    let need = |need: &crate::domain::chain::Need| layout.text(&format!("sanitising-need-{}", need.as_str().replace('_', "-")));
    Ok(CertificatePage {
        back_href: workshop.map_or_else(|| sanitising::href(of.machine), crate::web::workshop::href),
        back: layout.text(if workshop.is_some() { "nav-home" } else { "sanitising-title" })?,
        title,
        number: number(layout, body.year, body.number)?,
        lead: layout.text_with("certificate-made", made)?,
        group: body.group.clone(),
        structure: body.structure.clone(),
        machine: machine.into_iter().filter(|part| !part.is_empty()).collect(),
        now_in: match workshop {
            Some(_) => None,
            None => Some(of.now_in.clone().map_or_else(|| layout.text("part-no-machine"), Ok)?),
        },
        medium: medium(layout, of)?,
        said: said(layout, of)?,
        result: layout.text(&format!("medium-data-{}", body.result))?,
        answered: body.answered.iter().map(need).collect::<Result<_, _>>()?,
        operator: named(layout, of.operator.clone())?,
        validator: body.validator.as_ref().map(|_| named(layout, of.validator.clone())).transpose()?,
        proof: proof(layout, of)?,
        // The file names the machine as its structure does.
        export_href: workshop.is_none().then(|| uri!(export(of.id)).to_string()),
        address,
        qr: qr::path(&runs),
        side,
    })
}

/// A name, or that nobody stands behind the commitment any more.
fn named(layout: &Layout<'_>, name: Option<String>) -> Result<String, Error> {
    name.map_or_else(|| layout.text("chain-who-nobody"), Ok)
}

/// « 2026-0007 ».
pub fn number(layout: &Layout<'_>, year: i64, number: i64) -> Result<String, Error> {
    layout.text_with("certificate-number", [("number", FluentValue::from(format!("{year}-{number:04}")))])
}

fn medium(layout: &Layout<'_>, of: &Certificate) -> Result<Vec<(String, String)>, Error> {
    let medium = &of.body.medium;
    let mut said = vec![(layout.text("equipment-kind")?, words::medium_kind(layout, medium.kind)?)];
    if !medium.model.is_empty() {
        said.push((layout.text("part-model-ask")?, medium.model.clone()));
    }
    said.push((layout.text("equipment-serial")?, medium.serial_number.clone()));
    if let Some(size) = medium.size_mb {
        said.push((layout.text("medium-size")?, size_told(layout, size)?));
    }
    Ok(said)
}

fn said(layout: &Layout<'_>, of: &Certificate) -> Result<Vec<(String, String)>, Error> {
    let mut said = Vec::new();
    let mut say = |key: &str, value: String| -> Result<(), Error> {
        said.push((layout.text(key)?, value));
        Ok(())
    };
    if let Some(method) = &of.body.destruction {
        say("sanitising-said-destruction", method.clone())?;
    }
    if let Some(erasure) = &of.body.erasure {
        say("sanitising-said-method", words::method(layout, erasure.method)?)?;
        say("sanitising-said-tool", format!("{} {}", erasure.tool, erasure.tool_version).trim().to_owned())?;
        say("sanitising-said-passes", erasure.passes.to_string())?;
        say("sanitising-said-verification", layout.text(&format!("sanitising-verification-{}", erasure.verification))?)?;
        say("sanitising-said-hidden", layout.text(&format!("sanitising-hidden-{}", erasure.hidden_area))?)?;
        say("sanitising-said-errors", erasure.errors.to_string())?;
        say("sanitising-said-started", layout.whole_moment(erasure.started_at))?;
        say("sanitising-said-ended", layout.whole_moment(erasure.ended_at))?;
    }
    Ok(said)
}

/// By what it is checked without believing us.
fn proof(layout: &Layout<'_>, of: &Certificate) -> Result<Vec<(String, String)>, Error> {
    let mut proof = vec![(layout.text("certificate-policy")?, of.body.policy.clone())];
    if let Some(sha256) = &of.body.file_sha256 {
        let key = if of.body.destruction.is_some() { "certificate-photo-sha" } else { "certificate-log-sha" };
        proof.push((layout.text(key)?, sha256.clone()));
    }
    proof.push((layout.text("certificate-event")?, format!("{} · {}", of.body.event, of.body.event_hash)));
    proof.push((layout.text("certificate-sha")?, of.sha256.clone()));
    Ok(proof)
}

/// The certificate as the file whose digest is printed on it.
#[get("/certificates/<id>/file")]
async fn export(viewer: &Viewer, id: CertificateId, db: &State<Db>) -> Result<Download, Error> {
    let of = chain::certificate(db, viewer, id).await?.ok_or(Error::NotFound)?;
    let name = format!("certificate-{}-{:04}", of.body.year, of.body.number);
    Ok(Download::new(&name, "json", ContentType::JSON, of.text.into_bytes()))
}
