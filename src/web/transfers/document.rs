//! The hand-over document (« bordereau de remise », `equipment.md` § 9): made of words alone, so that it can be frozen. What is
//! signed is its canonical writing, kept under its SHA-256; names stand beside it, under their signatures.

use super::{found, paper, words};
use crate::documents::Modules;
use crate::domain::chain::{LineOutcome, SignedAct, SigningWay};
use crate::domain::ids::TransferId;
use crate::domain::people::Language;
use crate::domain::weights::Grams;
use crate::store::Db;
use crate::store::access::{Scope, Signatory, Viewer};
use crate::store::tickets::NewFile;
use crate::store::transfers::{self, LineRecord, Party, Record, numbered};
use crate::texts::{self, format};
use crate::web::download::Download;
use crate::web::errors::Error;
use crate::web::genuine;
use crate::web::layout::{Layout, Page};
use crate::web::qr;
use crate::web::signing;
use fluent_bundle::FluentValue;
use rocket::http::ContentType;
use rocket::{Route, State, get, routes, uri};
use serde::{Deserialize, Serialize};

pub fn routes() -> Vec<Route> {
    routes![show, text]
}

/// The address of the document.
pub fn href(id: TransferId) -> String {
    uri!(show(id)).to_string()
}

/// What the document says, in French: it is a paper of here. Nobody is named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    title: String,
    number: String,
    act: String,
    from: Vec<String>,
    to: Vec<String>,
    intent: String,
    /// Who answers for data on board.
    data: String,
    /// What passes with the machines.
    title_passes: String,
    /// « Reconditionné » is said of what a complete test has passed, and of nothing else (C. conso. R122-4).
    #[serde(default)]
    reconditioned: String,
    #[serde(default)]
    guarantee: String,
    travel: Vec<String>,
    lines: Vec<ContentLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentLine {
    machine: String,
    code: String,
    serial: String,
    year: String,
    /// What is known of the data on board.
    data: String,
    #[serde(default)]
    grades: String,
    outcome: String,
}

struct French<'l>(&'l Layout<'l>);

impl French<'_> {
    fn say(&self, key: &str) -> Result<String, Error> {
        self.0.french(key)
    }

    fn with<'a>(&self, key: &str, args: impl IntoIterator<Item = (&'a str, FluentValue<'a>)>) -> Result<String, Error> {
        Ok(self.0.texts.get(Language::French, key, &texts::args(args))?)
    }
}

impl Content {
    pub fn of(layout: &Layout<'_>, of: &Record, act: SignedAct) -> Result<Self, Error> {
        let say = French(layout);
        let intent = of.intent;
        let travel = if of.manifest.carrier.is_empty() {
            Vec::new()
        } else {
            let manifest = &of.manifest;
            let mut travel = vec![
                say.with("transfer-document-carrier", [("carrier", FluentValue::from(manifest.carrier.clone()))])?,
                say.with("transfer-document-boxes", [("n", FluentValue::from(manifest.boxes))])?,
                say.with("transfer-document-weight", [("weight", FluentValue::from(kilograms(manifest.grams)))])?,
            ];
            if !manifest.seals.is_empty() {
                travel.push(say.with("transfer-document-seals", [("seals", FluentValue::from(manifest.seals.clone()))])?);
            }
            travel
        };
        let title = if of.hands_over { "transfer-document-title-handover" } else { "transfer-document-title" };
        Ok(Self {
            title: say.say("transfer-document-title")?,
            number: numbered(of.number),
            act: say.say(&format!("transfer-document-act-{act}"))?,
            from: party(&of.sender),
            to: party(&of.receiver),
            intent: say.say(&format!("transfer-intent-{intent}"))?,
            data: say.say(if of.wipe_mandate { "transfer-document-mandate" } else { "transfer-document-no-mandate" })?,
            title_passes: say.say(&format!("{title}-{intent}"))?,
            reconditioned: if is_reconditioned(of) { say.say("transfer-document-reconditioned")? } else { String::new() },
            guarantee: match of.guarantee_until {
                Some(day) => {
                    let day = format::whole_day(Language::French, day);
                    say.with("transfer-document-guarantee", [("day", FluentValue::from(day))])?
                }
                None => String::new(),
            },
            travel,
            lines: of.lines.iter().map(|line| content_line(&say, line, of.hands_over)).collect::<Result<_, _>>()?,
        })
    }
}

/// Whether all that is handed over has passed its test.
fn is_reconditioned(of: &Record) -> bool {
    of.hands_over && !of.lines.is_empty() && of.lines.iter().all(|line| line.machine.state.item.tested)
}

fn party(of: &Party) -> Vec<String> {
    [&of.name, &of.legal_form, &of.registration, &of.address].into_iter().filter(|said| !said.is_empty()).cloned().collect()
}

fn content_line(say: &French<'_>, line: &LineRecord, handed_over: bool) -> Result<ContentLine, Error> {
    let kind = say.say(&format!("equipment-kind-{}", line.machine.kind))?;
    let clear = line.machine.state.item.is_data_clear();
    let outcome = |outcome: LineOutcome| {
        let said = say.say(&format!("transfer-outcome-{outcome}"))?;
        Ok::<_, Error>(if line.reason.is_empty() { said } else { format!("{said} ({})", line.reason) })
    };
    Ok(ContentLine {
        machine: [kind.as_str(), line.machine.product.as_str()].join(" ").trim().to_owned(),
        code: line.machine.code.as_ref().map(|code| code.printed()).unwrap_or_default(),
        serial: line.machine.serial.clone(),
        year: line.machine.year.map(|year| year.to_string()).unwrap_or_default(),
        data: say.say(if clear { "transfer-document-clear" } else { "transfer-document-on-board" })?,
        grades: match line.machine.state.item.grades.filter(|_| handed_over) {
            Some(grades) => {
                let told = crate::web::chain::grades_in(|key, args| say.with(key, args), grades)?;
                say.with("transfer-document-grades", [("grades", FluentValue::from(told))])?
            }
            None => String::new(),
        },
        outcome: line.outcome.map(outcome).transpose()?.unwrap_or_default(),
    })
}

fn kilograms(grams: i64) -> String {
    Grams(grams).to_string().replace('.', ",")
}

/// A weight as people read it; empty when nothing was weighed.
pub fn weight(grams: i64) -> String {
    if grams == 0 { String::new() } else { format!("{}\u{a0}kg", kilograms(grams)) }
}

/// The text that is signed: the same for the same content, whatever wrote it (RFC 8785).
pub fn signed_text(layout: &Layout<'_>, of: &Record, act: SignedAct) -> Result<NewFile, Error> {
    let content = Content::of(layout, of, act)?;
    let text = serde_json_canonicalizer::to_vec(&content).map_err(|error| Error::Other(error.to_string()))?;
    Ok(NewFile::other(String::new(), text))
}

/// A name under the document.
#[derive(Serialize)]
pub struct Signed {
    act: String,
    name: String,
    capacity: String,
    organisation: String,
    way: String,
    at: String,
    hash: String,
    text_href: String,
    scan_href: Option<String>,
}

/// The names under the documents; `texts` gives the address of what was signed, of papers too.
pub fn signatures(layout: &Layout<'_>, of: &Record, texts: &Texts<'_>) -> Result<Vec<Signed>, Error> {
    let signed = |one: &transfers::Signature| {
        let way: SigningWay = one.way;
        let address = [("address", FluentValue::from(one.address.clone()))];
        Ok(Signed {
            act: layout.text(&format!("transfer-signed-{}", one.act))?,
            name: one.name.clone(),
            capacity: one.capacity.clone(),
            organisation: one.organisation.clone(),
            way: layout.text_with(&format!("transfer-way-{way}"), address)?,
            at: one.signed_at.format("%Y-%m-%d %H:%M:%S UTC").to_string(),
            hash: one.document.clone(),
            text_href: match texts {
                Texts::Account(id) => uri!(text(*id, one.document.as_str())).to_string(),
                Texts::Link(by) => signing::text_href(by, &one.document),
            },
            scan_href: match (texts, &one.scan) {
                (Texts::Account(id), Some(scan)) => Some(paper::scan_href(*id, scan)),
                _ => None,
            },
        })
    };
    of.signatures.iter().map(signed).collect()
}

/// Where the very texts are read.
pub enum Texts<'t> {
    Account(TransferId),
    Link(&'t Signatory),
}

#[derive(Serialize)]
struct DocumentPage {
    back_href: String,
    back: String,
    content: Content,
    /// Nothing is ticked by hand.
    arrival: bool,
    signatures: Vec<Signed>,
    signed: bool,
    /// Where whoever doubts asks whether it is genuine, also as the dark modules of a code.
    check: Option<Check>,
}

#[derive(Serialize)]
struct Check {
    address: String,
    qr: String,
    side: usize,
}

impl Check {
    fn of(layout: &Layout<'_>, sha256: &str) -> Result<Self, Error> {
        let address = layout.whole_address(&genuine::href(sha256));
        let Modules { side, runs } = qr::modules(address.clone())?;
        Ok(Self { address, qr: qr::path(&runs), side })
    }
}

/// The document as it was signed last; before, as it would be.
#[get("/transfers/<id>/document")]
async fn show(viewer: &Viewer, layout: Layout<'_>, id: TransferId, db: &State<Db>) -> Result<Page, Error> {
    let (_, record) = found(viewer, &layout, db, id).await?;
    page(viewer, &layout, db, (&record, super::href(id)), &Texts::Account(id)).await
}

/// The page of the document, for whom the scope lets read it.
pub async fn page(
    scope: impl Into<Scope>,
    layout: &Layout<'_>,
    db: &Db,
    (of, back_href): (&Record, String),
    texts: &Texts<'_>,
) -> Result<Page, Error> {
    if of.number.is_none() {
        return Err(Error::NotFound);
    }
    let content = match of.signatures.last() {
        Some(last) => {
            let text = bytes(scope, db, of.id, &last.document).await?;
            serde_json::from_slice(&text).map_err(|error| Error::Other(error.to_string()))?
        }
        None => Content::of(layout, of, SignedAct::Dispatch)?,
    };
    let signatures = signatures(layout, of, texts)?;
    let page = DocumentPage {
        back_href,
        back: words::title(layout, of.number)?,
        arrival: false,
        check: of.signatures.last().map(|last| Check::of(layout, &last.document)).transpose()?,
        signed: !signatures.is_empty(),
        content,
        signatures,
    };
    layout.page("transfers/document", page.content.title.clone(), &page)
}

async fn bytes(scope: impl Into<Scope>, db: &Db, id: TransferId, sha256: &str) -> Result<Vec<u8>, Error> {
    transfers::document(db, scope, id, sha256).await?.ok_or(Error::NotFound)
}

/// The very bytes that were signed: whoever doubts computes their SHA-256.
pub async fn download(scope: impl Into<Scope>, db: &Db, id: TransferId, sha256: &str) -> Result<Download, Error> {
    let bytes = bytes(scope, db, id, sha256).await?;
    Ok(Download::new("bordereau", "json", ContentType::JSON, bytes))
}

#[get("/transfers/<id>/documents/<sha256>")]
async fn text(viewer: &Viewer, id: TransferId, sha256: &str, db: &State<Db>) -> Result<Download, Error> {
    download(viewer, db, id, sha256).await
}
