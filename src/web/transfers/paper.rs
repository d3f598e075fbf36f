//! The receiver signs on paper: a sheet to print, its scan, and a second person who compares it.

use super::{document, found, reception, words};
use crate::domain::chain::{Addressee, SignedAct, TransferStep};
use crate::domain::ids::TransferId;
use crate::domain::tickets::files::FileKind;
use crate::store::Db;
use crate::store::access::{TransferActor, Viewer};
use crate::store::tickets::NewFile;
use crate::store::transfers::{self, NewPaper, Paper, Record};
use crate::web::attachments::{self, Shown};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Line, Maybe, Whole};
use rocket::form::{Contextual, Form, FromForm};
use rocket::fs::TempFile;
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show, sheet, enter, compare, withdraw, scan]
}

const NAMES: [&str; 6] = ["mandate", "rest", "name", "capacity", "scan", "version"];

/// The address of the page.
pub fn href(id: TransferId) -> String {
    uri!(show(id)).to_string()
}

/// The address of a scan.
pub fn scan_href(id: TransferId, sha256: &str) -> String {
    uri!(scan(id, sha256)).to_string()
}

#[derive(Serialize)]
struct PaperPage<'f> {
    back_href: String,
    title: String,
    receiver: String,
    act: String,
    /// A mandate to erase makes sense for who erases or destroys.
    mandate: bool,
    /// Printed without a mandate to erase, and with one.
    sheet_href: String,
    mandate_sheet_href: Option<String>,
    /// As many machines of which nothing is said yet; of an acceptance none.
    open: usize,
    lines_href: Option<String>,
    waiting: Option<Waiting>,
    form: &'f View,
    href: String,
    version: i64,
    refused: Option<String>,
}

/// A paper that waits to be compared.
#[derive(Serialize)]
struct Waiting {
    name: String,
    capacity: String,
    mandate: bool,
    rest: bool,
    scan_href: String,
    /// What the form that compares it was shown.
    digest: String,
    by: String,
    at: String,
    /// None for who put it in.
    compare_href: Option<String>,
    withdraw_href: String,
}

/// Who handles papers of a transfer for which the receiver signs now; for everybody else there is no such page.
async fn handler(viewer: &Viewer, layout: &Layout<'_>, db: &Db, id: TransferId) -> Result<(TransferActor, Record), Error> {
    let (by, record) = found(viewer, layout, db, id).await?;
    if by.handles_papers() && record.step != TransferStep::Draft { Ok((by, record)) } else { Err(Error::NotFound) }
}

/// What is signed now; later, what was signed last.
const fn act_of(of: &Record) -> SignedAct {
    if matches!(of.step, TransferStep::Proposed) { SignedAct::Acceptance } else { SignedAct::Reception }
}

#[get("/transfers/<id>/paper")]
async fn show(viewer: &Viewer, layout: Layout<'_>, id: TransferId, db: &State<Db>) -> Result<Page, Error> {
    let (by, record) = handler(viewer, &layout, db, id).await?;
    page(&by, &layout, &record, View::blank(&NAMES), None)
}

fn page(by: &TransferActor, layout: &Layout<'_>, of: &Record, form: View, refused: Option<String>) -> Result<Page, Error> {
    let act = act_of(of);
    let accepts = act == SignedAct::Acceptance;
    let mandate = accepts && matches!(of.to.1, Addressee::Workshop | Addressee::Recycler);
    let form = form.offering("mandate", [("true".to_owned(), layout.text("transfer-mandate")?, None)]);
    let form = form.offering("rest", [("true".to_owned(), String::new(), None)]);
    let open = if of.step == TransferStep::Dispatched { of.lines.iter().filter(|line| line.outcome.is_none()).count() } else { 0 };
    let page = PaperPage {
        back_href: super::href(of.id),
        title: words::title(layout, of.number)?,
        receiver: of.receiver.name.clone(),
        act: layout.text(&format!("transfer-document-act-{act}"))?,
        mandate,
        sheet_href: uri!(sheet(of.id, Some(false))).to_string(),
        mandate_sheet_href: mandate.then(|| uri!(sheet(of.id, Some(true))).to_string()),
        open,
        lines_href: (!accepts && by.hosts()).then(|| reception::href(of.id)),
        waiting: of.paper.as_ref().map(|paper| waiting(by, layout, of, paper)),
        form: &form,
        href: uri!(enter(of.id)).to_string(),
        version: of.version,
        refused: refused.clone(),
    };
    let heading = layout.text("transfer-paper-title")?;
    let wrong = refused.is_some() || !form.errors.is_empty();
    if wrong { layout.refuse("transfers/paper", heading, &page) } else { layout.page("transfers/paper", heading, &page) }
}

fn waiting(by: &TransferActor, layout: &Layout<'_>, of: &Record, paper: &Paper) -> Waiting {
    let own = paper.entered_by == by.viewer().id();
    Waiting {
        name: paper.name.clone(),
        capacity: paper.capacity.clone(),
        mandate: paper.wipe_mandate,
        rest: paper.rest,
        scan_href: scan_href(of.id, &paper.scan),
        digest: paper.digest.clone(),
        by: paper.entered_by_name.clone(),
        at: layout.moment(paper.entered_at),
        compare_href: (!own).then(|| uri!(compare(of.id)).to_string()),
        withdraw_href: uri!(withdraw(of.id)).to_string(),
    }
}

#[derive(Serialize)]
struct SheetPage {
    back_href: String,
    back: String,
    content: document::Content,
    /// Boxes to tick for each machine, at its arrival.
    arrival: bool,
}

/// The document to print and to sign by hand.
#[get("/transfers/<id>/paper/sheet?<mandate>")]
async fn sheet(viewer: &Viewer, layout: Layout<'_>, id: TransferId, mandate: Option<bool>, db: &State<Db>) -> Result<Page, Error> {
    let (_, record) = handler(viewer, &layout, db, id).await?;
    let act = act_of(&record);
    let wipe_mandate = if act == SignedAct::Acceptance { mandate == Some(true) } else { record.wipe_mandate };
    let content = document::Content::of(&layout, &Record { wipe_mandate, ..record }, act)?;
    let page = SheetPage {
        back_href: href(id),
        back: layout.text("transfer-paper-title")?,
        arrival: act == SignedAct::Reception,
        content,
    };
    layout.page("transfers/sheet", layout.text("transfer-document-title")?, &page)
}

#[derive(FromForm)]
struct Written<'f> {
    version: Whole<1, 1_000_000>,
    mandate: Maybe<bool>,
    rest: Maybe<bool>,
    name: Line<80>,
    capacity: Line<80>,
    scan: Vec<TempFile<'f>>,
}

#[post("/transfers/<id>/paper", data = "<form>")]
async fn enter(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: TransferId,
    form: Form<Contextual<'_, Written<'_>>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let (by, record) = handler(viewer, &layout, db, id).await?;
    let mut again = layout.again(&NAMES, &form.context)?;
    let Some(written) = &form.value else { return Ok(Submitted::Refused(page(&by, &layout, &record, again, None)?)) };
    let scan = match scanned(&written.scan).await {
        Ok(scan) => scan,
        Err(key) => {
            again.mistake("scan", layout.text(key)?);
            return Ok(Submitted::Refused(page(&by, &layout, &record, again, None)?));
        }
    };
    let new = NewPaper {
        name: written.name.0.clone(),
        capacity: written.capacity.0.clone(),
        wipe_mandate: written.mandate.0 == Some(true),
        rest: written.rest.0 == Some(true),
        scan,
    };
    match transfers::enter(db, &by, id, written.version.0, new, layout.now).await {
        Ok(()) => Ok(Submitted::accepted(super::href(id), "transfer-done-paper")),
        Err(error) => {
            let why = words::refused(&layout, by.knows_names(), &record, error)?;
            let (by, record) = handler(viewer, &layout, db, id).await?;
            Ok(Submitted::Refused(page(&by, &layout, &record, again, Some(why))?))
        }
    }
}

/// One photograph or one PDF; the error is the key of what is wrong.
async fn scanned(files: &[TempFile<'_>]) -> Result<NewFile, &'static str> {
    let Some(file) = files.iter().find(|file| file.len() > 0) else { return Err("transfer-mistake-scan") };
    let file = attachments::read(file).await.map_err(|(_, key)| key)?;
    if file.is_picture() || FileKind::of(file.bytes()) == FileKind::Pdf { Ok(file) } else { Err("transfer-mistake-scan") }
}

#[derive(FromForm)]
struct Seen {
    version: Whole<1, 1_000_000>,
    /// Of the paper that was shown.
    digest: Line<64>,
}

#[post("/transfers/<id>/paper/comparison", data = "<form>")]
async fn compare(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: TransferId,
    form: Form<Contextual<'_, Seen>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let (by, record) = handler(viewer, &layout, db, id).await?;
    let again = layout.again(&NAMES, &form.context)?;
    let Some(seen) = &form.value else { return Ok(Submitted::Refused(page(&by, &layout, &record, again, None)?)) };
    let act = act_of(&record);
    let as_signed = match &record.paper {
        Some(paper) if act == SignedAct::Acceptance => Record { wipe_mandate: paper.wipe_mandate, ..record.clone() },
        Some(paper) => reception::arrived(&record, paper.rest),
        None => record.clone(),
    };
    let text = document::signed_text(&layout, &as_signed, act)?;
    match transfers::compare(db, &by, id, (seen.version.0, &seen.digest.0), text, layout.now).await {
        Ok(()) => Ok(Submitted::accepted(super::href(id), "transfer-done-compared")),
        Err(error) => {
            let why = words::refused(&layout, by.knows_names(), &record, error)?;
            let (by, record) = handler(viewer, &layout, db, id).await?;
            Ok(Submitted::Refused(page(&by, &layout, &record, again, Some(why))?))
        }
    }
}

#[post("/transfers/<id>/paper/withdrawal")]
async fn withdraw(viewer: &Viewer, layout: Layout<'_>, id: TransferId, db: &State<Db>) -> Result<Submitted, Error> {
    let (by, record) = handler(viewer, &layout, db, id).await?;
    match transfers::withdraw(db, &by, id).await {
        Ok(()) => Ok(Submitted::accepted(super::href(id), "transfer-done-paper-withdrawn")),
        Err(error) => {
            let why = words::refused(&layout, by.knows_names(), &record, error)?;
            Ok(Submitted::Refused(page(&by, &layout, &record, View::blank(&NAMES), Some(why))?))
        }
    }
}

#[get("/transfers/<id>/papers/<sha256>")]
async fn scan(viewer: &Viewer, id: TransferId, sha256: &str, db: &State<Db>) -> Result<Shown, Error> {
    Ok(Shown::of(transfers::scan(db, viewer, id, sha256).await?.ok_or(Error::NotFound)?))
}
