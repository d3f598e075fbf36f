//! Signing for machines by the link that came to an organisation without an account: that one transfer, and nothing else.

use super::download::Download;
use super::errors::Error;
use super::forms::Form as View;
use super::layout::{Layout, Page, Submitted, Unlisted};
use super::params::{Line, Maybe, Whole, Words};
use super::transfers::desk::Desk;
use super::transfers::{document, line, reception, words};
use super::workshop;
use crate::domain::chain::{Addressee, SignedAct, TransferStep};
use crate::domain::ids::EquipmentId;
use crate::store::Db;
use crate::store::access::Signatory;
use crate::store::transfers::{self, Record, Signing, Step};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show, accept, decline, receive, received, line_of, lined, bordereau, text]
}

/// The address of a link.
pub fn href(by: &Signatory) -> String {
    uri!(show(by.link().as_str())).to_string()
}

/// The address at which what arrived is signed for.
pub fn reception_href(by: &Signatory) -> String {
    uri!(receive(by.link().as_str())).to_string()
}

/// The address of what is said of one machine.
pub fn line_href(by: &Signatory, machine: EquipmentId) -> String {
    uri!(line_of(by.link().as_str(), machine)).to_string()
}

/// The address of a text that was signed.
pub fn text_href(by: &Signatory, sha256: &str) -> String {
    uri!(text(by.link().as_str(), sha256)).to_string()
}

const NAMES: [&str; 5] = ["mandate", "name", "capacity", "reason", "version"];

#[derive(Serialize)]
struct SigningPage<'f> {
    title: String,
    badge: &'static str,
    step: String,
    since: String,
    lead: String,
    /// Where the machines are fetched; may be empty.
    sender_address: String,
    intent: String,
    guarantee: Option<String>,
    mandate_given: bool,
    carrier: String,
    boxes: i64,
    weight: String,
    seals: String,
    reason: String,
    lines: Vec<MachineLine>,
    document_href: String,
    /// What may be signed by this very link.
    accept_href: Option<String>,
    decline_href: Option<String>,
    mandate: bool,
    reception_href: Option<String>,
    /// Why nothing is to be signed here, while the transfer waits for a name.
    closed: Option<String>,
    form: &'f View,
    version: i64,
    refused: Option<String>,
    signatures: Vec<document::Signed>,
}

#[derive(Serialize)]
struct MachineLine {
    name: String,
    small: Vec<String>,
    outcome: Option<String>,
    reason: String,
}

async fn read(by: &Signatory, layout: &Layout<'_>, db: &Db) -> Result<Record, Error> {
    transfers::read(db, by, layout.now).await?.ok_or(Error::NotFound)
}

#[get("/signing/<_>")]
async fn show(by: Signatory, layout: Layout<'_>, db: &State<Db>) -> Result<Unlisted, Error> {
    let record = read(&by, &layout, db).await?;
    Ok(Unlisted::of(page(&by, &layout, &record, View::blank(&NAMES), None)?))
}

/// Whether this link signs this act now.
fn may(by: &Signatory, of: &Record, act: SignedAct) -> bool {
    let step = if act == SignedAct::Acceptance { TransferStep::Proposed } else { TransferStep::Dispatched };
    of.step == step && by.signs() == Some(act)
}

fn page(by: &Signatory, layout: &Layout<'_>, of: &Record, form: View, refused: Option<String>) -> Result<Page, Error> {
    let accepts = may(by, of, SignedAct::Acceptance);
    let receives = may(by, of, SignedAct::Reception);
    let waits = matches!(of.step, TransferStep::Proposed | TransferStep::Dispatched);
    let lines = of.lines.iter().map(|line| machine_line(layout, line)).collect::<Result<Vec<_>, _>>()?;
    let form = form.offering("mandate", [("true".to_owned(), layout.text("transfer-mandate")?, None)]);
    let parties = [
        ("from", FluentValue::from(of.sender.name.clone())),
        ("to", FluentValue::from(of.receiver.name.clone())),
        ("n", FluentValue::from(lines.len())),
    ];
    let link = by.link().as_str();
    let page = SigningPage {
        title: words::title(layout, of.number)?,
        badge: words::badge(of.step),
        step: words::step(layout, of.step)?,
        since: layout.moment(of.since),
        lead: layout.text_with("signing-lead", parties)?,
        sender_address: of.sender.address.clone(),
        intent: words::intent(layout, of.intent)?,
        guarantee: of.guarantee_until.map(|day| layout.whole_day(day)),
        mandate_given: of.wipe_mandate,
        carrier: of.manifest.carrier.clone(),
        boxes: of.manifest.boxes,
        weight: document::weight(of.manifest.grams),
        seals: of.manifest.seals.clone(),
        reason: of.reason.clone(),
        lines,
        document_href: uri!(bordereau(link)).to_string(),
        accept_href: accepts.then(|| uri!(accept(link)).to_string()),
        decline_href: accepts.then(|| uri!(decline(link)).to_string()),
        mandate: matches!(of.to.1, Addressee::Workshop | Addressee::Recycler),
        reception_href: receives.then(|| reception_href(by)),
        closed: if waits && !accepts && !receives { Some(layout.text("signing-other-letter")?) } else { None },
        form: &form,
        version: of.version,
        refused: refused.clone(),
        signatures: document::signatures(layout, of, &document::Texts::Link(by))?,
    };
    let wrong = refused.is_some() || !form.errors.is_empty();
    let title = page.title.clone();
    if wrong { layout.refuse("signing/show", title, &page) } else { layout.page("signing/show", title, &page) }
}

fn machine_line(layout: &Layout<'_>, line: &transfers::LineRecord) -> Result<MachineLine, Error> {
    let mut small = Vec::new();
    if !line.machine.serial.is_empty() {
        small.push(layout.text_with("transfer-serial", [("serial", FluentValue::from(line.machine.serial.clone()))])?);
    }
    small.extend(line.machine.code.as_ref().map(|code| code.printed()));
    Ok(MachineLine {
        name: workshop::name_of(layout, &line.machine)?,
        small,
        outcome: line.outcome.map(|outcome| words::outcome(layout, outcome)).transpose()?,
        reason: line.reason.clone(),
    })
}

#[derive(FromForm)]
struct Accepted {
    version: Whole<1, 1_000_000>,
    mandate: Maybe<bool>,
    name: Line<80>,
    capacity: Line<80>,
}

#[post("/signing/<_>/acceptance", data = "<form>")]
async fn accept(
    by: Signatory,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Accepted>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let record = read(&by, &layout, db).await?;
    let again = layout.again(&NAMES, &form.context)?;
    let Some(written) = &form.value else { return Ok(Submitted::Refused(page(&by, &layout, &record, again, None)?)) };
    let wipe_mandate = written.mandate.0 == Some(true);
    let text = document::signed_text(&layout, &Record { wipe_mandate, ..record.clone() }, SignedAct::Acceptance)?;
    let signing = Signing { name: written.name.0.clone(), capacity: written.capacity.0.clone(), document: text };
    let step = Step::Accept { wipe_mandate, signing: Some(signing) };
    take(&by, &layout, db, (&record, again), (written.version.0, step, "signing-done-accepted")).await
}

#[derive(FromForm)]
struct Declined {
    version: Whole<1, 1_000_000>,
    reason: Words,
}

#[post("/signing/<_>/refusal", data = "<form>")]
async fn decline(
    by: Signatory,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Declined>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let record = read(&by, &layout, db).await?;
    let again = layout.again(&NAMES, &form.context)?;
    let Some(written) = &form.value else { return Ok(Submitted::Refused(page(&by, &layout, &record, again, None)?)) };
    let step = Step::Decline { reason: written.reason.0.clone() };
    take(&by, &layout, db, (&record, again), (written.version.0, step, "signing-done-declined")).await
}

async fn take(
    by: &Signatory,
    layout: &Layout<'_>,
    db: &Db,
    (of, again): (&Record, View),
    (seen, step, said): (i64, Step, &str),
) -> Result<Submitted, Error> {
    match transfers::sign(db, by, seen, step, layout.now).await {
        Ok(()) => Ok(Submitted::accepted(href(by), said)),
        Err(error) => {
            let why = words::refused(layout, false, of, error)?;
            let of = read(by, layout, db).await?;
            Ok(Submitted::Refused(page(by, layout, &of, again, Some(why))?))
        }
    }
}

/// What arrived, while this link may sign for it.
async fn arriving(by: &Signatory, layout: &Layout<'_>, db: &Db) -> Result<Record, Error> {
    let record = read(by, layout, db).await?;
    if by.signs() == Some(SignedAct::Reception) { Ok(record) } else { Err(Error::NotFound) }
}

#[get("/signing/<_>/reception")]
async fn receive(by: Signatory, layout: Layout<'_>, db: &State<Db>) -> Result<Unlisted, Error> {
    let record = arriving(&by, &layout, db).await?;
    Ok(Unlisted::of(reception::blank(&Desk::Link(&by), &layout, &record, "")?))
}

#[post("/signing/<_>/reception", data = "<form>")]
async fn received(
    by: Signatory,
    layout: Layout<'_>,
    form: Form<Contextual<'_, reception::Written>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let record = read(&by, &layout, db).await?;
    reception::submitted(&Desk::Link(&by), &layout, db, &record, form).await
}

#[get("/signing/<_>/lines/<machine>")]
async fn line_of(by: Signatory, layout: Layout<'_>, machine: EquipmentId, db: &State<Db>) -> Result<Unlisted, Error> {
    let record = arriving(&by, &layout, db).await?;
    Ok(Unlisted::of(line::blank(&Desk::Link(&by), &layout, &record, machine)?))
}

#[post("/signing/<_>/lines/<machine>", data = "<form>")]
async fn lined(
    by: Signatory,
    layout: Layout<'_>,
    machine: EquipmentId,
    form: Form<Contextual<'_, line::Written<'_>>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let record = read(&by, &layout, db).await?;
    line::submitted(&Desk::Link(&by), &layout, db, (&record, machine), form).await
}

#[get("/signing/<_>/document")]
async fn bordereau(by: Signatory, layout: Layout<'_>, db: &State<Db>) -> Result<Unlisted, Error> {
    let record = read(&by, &layout, db).await?;
    let texts = document::Texts::Link(&by);
    Ok(Unlisted::of(document::page(&by, &layout, db, (&record, href(&by)), &texts).await?))
}

#[get("/signing/<_>/documents/<sha256>")]
async fn text(by: Signatory, sha256: &str, db: &State<Db>) -> Result<Download, Error> {
    document::download(&by, db, by.transfer(), sha256).await
}
