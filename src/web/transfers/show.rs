//! The page of a transfer: where it is, what keeps each machine from leaving, what may be done now.

use super::{dispatch, document, door, found, line, of_structure_href, of_workshop_href, paper, reception, words};
use crate::domain::chain::{Addressee, TransferStep};
use crate::domain::ids::{StructureId, TransferId};
use crate::store::access::{RegisterOf, TransferActor, TransfersOf, Viewer};
use crate::store::transfers::{self, LineRecord, Party, Reached, Record, Step};
use crate::store::{Db, attempts};
use crate::web::chain as lives;
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Maybe, Whole, Words};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show, propose, accept, decline, cancel, close, send_again]
}

const NAMES: [&str; 3] = ["reason", "mandate", "version"];

#[derive(Serialize)]
struct TransferPage<'f> {
    back_href: Option<String>,
    title: String,
    badge: &'static str,
    step: String,
    since: String,
    sender: String,
    receiver: String,
    intent: String,
    mandate: bool,
    guarantee: Option<String>,
    reason: String,
    carrier: String,
    boxes: i64,
    weight: String,
    seals: String,
    lines: Vec<Line>,
    /// Nothing keeps it from leaving.
    green: bool,
    red: bool,
    /// What was not done, and why.
    refused: Option<String>,
    form: &'f View,
    version: i64,
    acts: Acts,
    signatures: Vec<document::Signed>,
    document_href: Option<String>,
}

/// A machine on the list.
#[derive(Serialize)]
struct Line {
    name: String,
    small: Vec<String>,
    href: Option<String>,
    outcome: Option<String>,
    reason: String,
    photo_href: Option<String>,
    blocked: Option<String>,
    extra: bool,
}

/// What who looks may do now: addresses of forms.
#[derive(Serialize)]
struct Acts {
    propose: Option<String>,
    /// Somebody answers for the receiver here; a recycler has nobody.
    told: bool,
    /// Where a link goes, or went, when nobody does.
    address: Option<String>,
    /// Sends another one.
    send_again: Option<String>,
    /// The receiver signs on paper.
    paper: Option<String>,
    /// One waits to be compared.
    paper_waits: bool,
    cancel: Option<String>,
    accept: Option<String>,
    /// A mandate to erase makes sense for who erases.
    mandate: bool,
    decline: Option<String>,
    dispatch: Option<String>,
    receive: Option<String>,
    /// The receiver stands beside who hands over, and signs on their screen.
    door: Option<String>,
    close: Option<String>,
}

impl Acts {
    fn of(by: &TransferActor, of: &Record, leaves: bool) -> Self {
        use TransferStep::{Accepted, Dispatched, Draft, Proposed, Received, ReceivedWithDiscrepancy, RefusedAtDoor};
        let at = |steps: &[TransferStep]| steps.contains(&of.step);
        let when = |may: bool, href: String| may.then_some(href);
        let id = of.id;
        Self {
            propose: when(by.proposes() && at(&[Draft]), uri!(propose(id)).to_string()),
            told: of.reached == Reached::Accounts,
            address: match &of.reached {
                Reached::Link(address) if by.proposes() || by.dispatches() => Some(address.to_string()),
                _ => None,
            },
            send_again: when(
                matches!(of.reached, Reached::Link(_)) && (by.proposes() || by.dispatches()) && at(&[Proposed, Dispatched]),
                uri!(send_again(id)).to_string(),
            ),
            paper: when(by.handles_papers() && at(&[Proposed, Dispatched]), paper::href(id)),
            paper_waits: of.paper.is_some(),
            cancel: when(by.proposes() && at(&[Draft, Proposed, Accepted]), uri!(cancel(id)).to_string()),
            accept: when(by.receives() && at(&[Proposed]), uri!(accept(id)).to_string()),
            mandate: matches!(of.to.1, Addressee::Workshop | Addressee::Recycler),
            decline: when(by.receives() && at(&[Proposed]), uri!(decline(id)).to_string()),
            dispatch: when(by.dispatches() && leaves && at(&[Accepted]), dispatch::href(id)),
            receive: when(by.receives() && at(&[Dispatched]), reception::href(id)),
            door: match of.step {
                Proposed => when(by.hosts(), door::href(id)),
                Dispatched => when(by.hosts(), reception::href(id)),
                _ => None,
            },
            close: when(
                (by.proposes() || by.dispatches()) && at(&[Received, ReceivedWithDiscrepancy, RefusedAtDoor]),
                uri!(close(id)).to_string(),
            ),
        }
    }
}

#[get("/transfers/<id>")]
pub async fn show(viewer: &Viewer, layout: Layout<'_>, id: TransferId, db: &State<Db>) -> Result<Page, Error> {
    let (by, record) = found(viewer, &layout, db, id).await?;
    page(&by, &layout, &record, View::blank(&NAMES), None)
}

fn page(by: &TransferActor, layout: &Layout<'_>, of: &Record, form: View, refused: Option<String>) -> Result<Page, Error> {
    let lines = of.lines.iter().map(|one| line_of(by, layout, of, one)).collect::<Result<Vec<_>, _>>()?;
    let going = matches!(of.step, TransferStep::Draft | TransferStep::Proposed | TransferStep::Accepted);
    let blocked = lines.iter().any(|line| line.blocked.is_some());
    let page = TransferPage {
        back_href: back_href(by, of),
        title: words::title(layout, of.number)?,
        badge: words::badge(of.step),
        step: words::step(layout, of.step)?,
        since: layout.moment(of.since),
        sender: named(&of.sender),
        receiver: named(&of.receiver),
        intent: words::intent(layout, of.intent)?,
        mandate: of.wipe_mandate,
        guarantee: of.guarantee_until.map(|day| layout.whole_day(day)),
        reason: of.reason.clone(),
        carrier: of.manifest.carrier.clone(),
        boxes: of.manifest.boxes,
        weight: document::weight(of.manifest.grams),
        seals: of.manifest.seals.clone(),
        green: going && !blocked,
        red: going && blocked,
        lines,
        refused: refused.clone(),
        form: &form,
        version: of.version,
        acts: Acts::of(by, of, !blocked),
        signatures: document::signatures(layout, of, &document::Texts::Account(of.id))?,
        document_href: of.number.map(|_| document::href(of.id)),
    };
    let wrong = refused.is_some() || !form.errors.is_empty();
    if wrong {
        layout.refuse("transfers/show", page.title.clone(), &page)
    } else {
        layout.page("transfers/show", page.title.clone(), &page)
    }
}

fn named(party: &Party) -> String {
    party.name.clone()
}

/// Back to the list from which who looks came.
fn back_href(by: &TransferActor, of: &Record) -> Option<String> {
    let sender = (of.from.1 == Addressee::Structure).then_some(StructureId(of.from.0.0));
    if let Some(sender) = sender.and_then(|structure| TransfersOf::of(by.viewer(), structure)) {
        return Some(of_structure_href(sender.structure()));
    }
    let place = by.viewer().workplaces().iter().map(|place| place.organisation).find(|org| [of.from.0, of.to.0].contains(org));
    place.map(of_workshop_href)
}

fn line_of(by: &TransferActor, layout: &Layout<'_>, of: &Record, one: &LineRecord) -> Result<Line, Error> {
    let mut small = Vec::new();
    if by.knows_names() {
        small.push(crate::web::workshop::name_of(layout, &one.machine)?);
    }
    if !one.machine.serial.is_empty() {
        small.push(layout.text_with("transfer-serial", [("serial", FluentValue::from(one.machine.serial.clone()))])?);
    }
    small.extend(one.machine.code.as_ref().map(|code| code.printed()));
    let place = by.viewer().workplaces().iter().find(|place| place.organisation == of.to.0);
    let under_way = matches!(of.step, TransferStep::Proposed | TransferStep::Accepted | TransferStep::Dispatched);
    let held = one.machine.state.item.custodian == Some(of.to.0);
    let kept = RegisterOf::of(by.viewer(), one.machine.structure).map(|_| one.machine.id);
    let href = if let Some(register) = one.register.filter(|_| by.knows_names()).or(kept) {
        Some(crate::web::equipment::href(register))
    } else {
        place.filter(|_| under_way || held).map(|place| crate::web::workshop::machine_href(place.organisation, one.machine.id))
    };
    Ok(Line {
        name: words::machine(layout, by.knows_names(), one)?,
        small,
        href,
        outcome: one.outcome.map(|outcome| words::outcome(layout, outcome)).transpose()?,
        reason: one.reason.clone(),
        photo_href: one.has_photo.then(|| line::photo_href(of.id, one.machine.id)),
        blocked: one.blocked.as_ref().map(|refusal| lives::refusal(layout, refusal)).transpose()?,
        extra: one.extra,
    })
}

/// What the small forms of the page hold.
#[derive(FromForm)]
struct Written {
    /// As it was shown.
    version: Whole<1, 1_000_000>,
    reason: Maybe<Words>,
    mandate: Maybe<bool>,
}

/// Takes a step that the page asks for; in vain, the page comes back and says why.
async fn take(
    viewer: &Viewer,
    layout: &Layout<'_>,
    db: &Db,
    id: TransferId,
    form: Form<Contextual<'_, Written>>,
    (step, said): (impl FnOnce(&Written) -> Step, &str),
) -> Result<Submitted, Error> {
    let (by, record) = found(viewer, layout, db, id).await?;
    let mut again = layout.again(&NAMES, &form.context)?;
    let Some(written) = &form.value else { return Ok(Submitted::Refused(page(&by, layout, &record, again, None)?)) };
    let step = step(written);
    let needs_reason = matches!(step, Step::Decline { .. }) || (matches!(step, Step::Cancel { .. }) && record.number.is_some());
    if needs_reason && written.reason.0.is_none() {
        again.mistake("reason", layout.text("mistake-words")?);
        return Ok(Submitted::Refused(page(&by, layout, &record, again, None)?));
    }
    match transfers::take(db, &by, id, written.version.0, step, layout.now).await {
        Ok(()) => Ok(Submitted::accepted(super::href(id), said)),
        Err(error) => {
            let why = words::refused(layout, by.knows_names(), &record, error)?;
            // What stands now, under what was typed.
            let (by, record) = found(viewer, layout, db, id).await?;
            Ok(Submitted::Refused(page(&by, layout, &record, again, Some(why))?))
        }
    }
}

#[post("/transfers/<id>/proposal", data = "<form>")]
async fn propose(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: TransferId,
    form: Form<Contextual<'_, Written>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let year = i64::from(chrono::Datelike::year(&now.today));
    take(viewer, &layout, db, id, form, (|_: &Written| Step::Propose { year }, "transfer-done-proposed")).await
}

#[post("/transfers/<id>/acceptance", data = "<form>")]
async fn accept(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: TransferId,
    form: Form<Contextual<'_, Written>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let step = |written: &Written| Step::Accept { wipe_mandate: written.mandate.0 == Some(true), signing: None };
    take(viewer, &layout, db, id, form, (step, "transfer-done-accepted")).await
}

#[post("/transfers/<id>/refusal", data = "<form>")]
async fn decline(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: TransferId,
    form: Form<Contextual<'_, Written>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let step = |written: &Written| Step::Decline { reason: written.reason.clone().or_empty() };
    take(viewer, &layout, db, id, form, (step, "transfer-done-declined")).await
}

#[post("/transfers/<id>/cancellation", data = "<form>")]
async fn cancel(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: TransferId,
    form: Form<Contextual<'_, Written>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let step = |written: &Written| Step::Cancel { reason: written.reason.clone().or_empty() };
    take(viewer, &layout, db, id, form, (step, "transfer-done-cancelled")).await
}

/// The sender acknowledges what the receiver said.
#[post("/transfers/<id>/closure", data = "<form>")]
async fn close(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: TransferId,
    form: Form<Contextual<'_, Written>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    take(viewer, &layout, db, id, form, (|_: &Written| Step::Close, "transfer-done-closed")).await
}

/// The organisation has lost the letter, or has another address by now.
#[post("/transfers/<id>/link")]
async fn send_again(viewer: &Viewer, layout: Layout<'_>, id: TransferId, db: &State<Db>) -> Result<Submitted, Error> {
    let (by, record) = found(viewer, &layout, db, id).await?;
    if !attempts::allow(db, attempts::TRANSFER_LINKS, &id.to_string(), layout.now).await? {
        let often = layout.text("transfer-link-often")?;
        return Ok(Submitted::Refused(page(&by, &layout, &record, View::blank(&NAMES), Some(often))?));
    }
    match transfers::send_again(db, &by, id, layout.now).await {
        Ok(()) => Ok(Submitted::accepted(super::href(id), "transfer-done-link")),
        Err(error) => {
            let why = words::refused(&layout, by.knows_names(), &record, error)?;
            let (by, record) = found(viewer, &layout, db, id).await?;
            Ok(Submitted::Refused(page(&by, &layout, &record, View::blank(&NAMES), Some(why))?))
        }
    }
}
