//! The conversation of a ticket, and the requester's side of it.

use super::guest::GuestCard;
use super::labels::{Badge, Labels, first_name};
use super::links::LinkLine;
use super::outage::{self, TicketOutage};
use super::outside::{self, OUTSIDE};
use super::participations::People;
use super::sending::{self, WithFiles};
use super::visit::TicketVisit;
use super::{blanking, corrections, messages, versions};
use crate::domain::ids::{MessageId, PersonId, TicketId};
use crate::domain::tickets::files::FileKind;
use crate::domain::tickets::{Channel, Move, Part, REOPENING_DAYS, Refusal};
use crate::domain::time::Minutes;
use crate::store::access::{MemberOf, Technician, Viewer};
use crate::store::tickets::{self, Asked, Conversation, Line, LineKind, Ticket, TicketError, Written};
use crate::store::{Db, interventions};
use crate::web::attachments;
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::Words;
use chrono::TimeDelta;
use fluent_bundle::FluentValue;
use rocket::form::{Form, FromForm};
use rocket::{Route, State, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![reply]
}

/// A line of the conversation as it is shown.
#[derive(Serialize)]
pub struct ThreadLine {
    event: Option<String>,
    class: &'static str,
    who: String,
    note: bool,
    at: String,
    body: String,
    pictures: Vec<ShownPicture>,
    files: Vec<ShownFile>,
    /// « modifié », with the way to what was said before for who may read it.
    corrected: bool,
    versions_href: Option<String>,
    correction_href: Option<String>,
    blanking_href: Option<String>,
    /// « venu de N° 1042 »: of a ticket that was merged.
    origin: Option<String>,
    /// Older messages are left out before it: where all of them are.
    whole_href: Option<String>,
}

#[derive(Serialize)]
struct ShownPicture {
    href: String,
    alt: String,
    width: i64,
    height: i64,
}

/// A file that is saved, not shown.
#[derive(Serialize)]
struct ShownFile {
    href: String,
    name: String,
    what: String,
}

/// The conversation as the ticket's page shows it, each line in words.
pub async fn lines(viewer: &Viewer, layout: &Layout<'_>, db: &Db, of: &Ticket) -> Result<Vec<ThreadLine>, Error> {
    let Conversation { mut lines, cut_after } = tickets::newest(db, viewer, of).await?;
    let since = lines.split_off(cut_after.unwrap_or(0));
    let mut shown = in_words(viewer, layout, of, lines)?;
    let began = shown.len();
    shown.extend(in_words(viewer, layout, of, since)?);
    if cut_after.is_some()
        && let Some(next) = shown.get_mut(began)
    {
        next.whole_href = Some(messages::href(of.id));
    }
    Ok(shown)
}

/// Lines of a conversation in words.
pub fn in_words(viewer: &Viewer, layout: &Layout<'_>, of: &Ticket, lines: Vec<Line>) -> Result<Vec<ThreadLine>, Error> {
    said_once(lines, of).into_iter().map(|line| thread_line(viewer, layout, of, line)).collect()
}

/// Without what another line says already: what the requester wrote first says the rest of « submitted ».
pub fn said_once(all: Vec<Line>, of: &Ticket) -> Vec<Line> {
    use crate::domain::tickets::EventKind;
    let told_already = |line: &Line| match &line.kind {
        LineKind::Event { kind, .. } if line.origin.is_some() => {
            matches!(kind, EventKind::Submitted | EventKind::MergedInto | EventKind::Read)
        }
        LineKind::Event { kind, .. } => *kind == EventKind::Submitted && of.author == of.requester,
        LineKind::Message { .. } => false,
    };
    all.into_iter().filter(|line| !told_already(line)).collect()
}

fn thread_line(viewer: &Viewer, layout: &Layout<'_>, of: &Ticket, line: Line) -> Result<ThreadLine, Error> {
    let at = layout.moment(line.at);
    let number = line.origin.map(|number| [("number", FluentValue::from(number.to_string()))]);
    let origin = number.map(|number| layout.text_with("ticket-origin", number)).transpose()?;
    let blank = ThreadLine {
        event: None,
        class: "",
        who: String::new(),
        note: false,
        at: at.clone(),
        body: String::new(),
        pictures: Vec::new(),
        files: Vec::new(),
        corrected: false,
        versions_href: None,
        correction_href: None,
        blanking_href: None,
        origin,
        whole_href: None,
    };
    match line.kind {
        LineKind::Event { kind, detail } => {
            let event = Labels { layout }.event(kind, &line.author_name, &detail, at, of)?;
            Ok(ThreadLine { event: Some(event), class: "event", ..blank })
        }
        LineKind::Message { id, body, internal, corrected, files } => {
            let mine = line.author == viewer.id();
            let technician = Technician::of(viewer).is_some();
            let (pictures, files) = joined(layout, files, &line.author_name)?;
            Ok(ThreadLine {
                class: if internal {
                    "note"
                } else if mine {
                    "mine"
                } else {
                    ""
                },
                who: if mine { layout.text("ticket-you")? } else { line.author_name },
                note: internal,
                body,
                pictures,
                files,
                corrected,
                versions_href: (corrected && technician).then(|| versions::href(id)),
                correction_href: mine.then(|| corrections::href(id)),
                blanking_href: technician.then(|| blanking::href(id)),
                ..blank
            })
        }
    }
}

/// The files of a message: pictures to see, the others to save.
fn joined(layout: &Layout<'_>, files: Vec<tickets::Shown>, author: &str) -> Result<(Vec<ShownPicture>, Vec<ShownFile>), Error> {
    let alt = layout.text_with("ticket-picture-of", [("name", FluentValue::from(first_name(author).to_owned()))])?;
    let (mut pictures, mut others) = (Vec::new(), Vec::new());
    for file in files {
        let href = attachments::href(file.id);
        if file.kind == FileKind::Picture {
            let alt = if file.name.is_empty() { alt.clone() } else { format!("{alt}\u{a0}: {}", file.name) };
            pictures.push(ShownPicture { href, alt, width: file.width, height: file.height });
        } else {
            let what = attachments::described(layout, file.kind, file.bytes)?;
            others.push(ShownFile { href, name: attachments::named(layout, file.name)?, what });
        }
    }
    Ok((pictures, others))
}

#[derive(Serialize)]
struct ThreadPage {
    back_href: String,
    number: i64,
    state: Badge,
    title: String,
    requester: Option<String>,
    lines: Vec<ThreadLine>,
    form: View,
    people: People,
    /// Where an answer to what is sent outside arrives.
    email: String,
    visit: Option<TicketVisit>,
    outage: TicketOutage,
    /// Who asked without an account.
    guest: Option<GuestCard>,
    message: String,
    reply: Option<ReplyForm>,
    reopening: Option<Reopening>,
    withdrawal_href: Option<String>,
    priority: Badge,
    equipment: Option<String>,
    site: Option<String>,
    category: Option<String>,
    spent: Option<String>,
    over_for_good: bool,
    /// What is written asks anew, about the same.
    follows: bool,
    ask_href: String,
    confidential: bool,
    /// Who asks makes it confidential, or not.
    covering_href: Option<String>,
    uncovering_href: Option<String>,
    /// The day of the visit of preventive work.
    upkeep: Option<String>,
    links: Vec<LinkLine>,
    paper_href: String,
    views_href: String,
    /// « C'est réglé ? », once.
    satisfaction_href: Option<String>,
}

#[derive(Serialize)]
struct ReplyForm {
    href: String,
    closure_href: Option<String>,
}

#[derive(Serialize)]
struct Reopening {
    href: String,
    until: String,
}

/// The fields of what is written here.
pub const NAMES: [&str; 4] = ["words", sending::FILES, sending::KEPT, OUTSIDE];

/// The page of a ticket for the requester's side.
pub async fn page(viewer: &Viewer, layout: &Layout<'_>, db: &Db, of: &Ticket, again: Option<View>) -> Result<Page, Error> {
    let standing = of.standing();
    let requester = of.part == Some(Part::Requester);
    let may = |wanted: Move| standing.after(wanted, layout.now).is_ok();
    let settled = of.settled_at.is_some();
    let reopening = match of.settled_at.filter(|_| may(Move::Reopen)) {
        None => None,
        Some(at) => {
            let until = (at + TimeDelta::days(REOPENING_DAYS)).with_timezone(&layout.zone()).date_naive();
            Some(Reopening { href: super::moves::reopening_href(of.id), until: layout.day(until) })
        }
    };
    let follows = settled && reopening.is_none() && MemberOf::of(viewer, of.structure).is_some();
    let closure = requester && may(Move::Confirm);
    let people = super::participations::of(viewer, layout, db, of).await?;
    let page = ThreadPage {
        back_href: super::list_href(viewer, of.structure),
        number: of.number,
        state: Labels { layout }.state(of.state, of.assignee_name.as_deref())?,
        title: of.title.clone(),
        requester: (of.requester != viewer.id()).then(|| of.requester_name.clone()),
        lines: lines(viewer, layout, db, of).await?,
        visit: super::visit::of(layout, db, of).await?,
        guest: super::guest::of(viewer, layout, db, of).await?,
        outage: outage::of(viewer, layout, db, of).await?,
        form: outside::offered(again.unwrap_or_else(|| View::blank(&NAMES)), &people),
        people,
        email: viewer.email().to_string(),
        message: MessageId::new(layout.now).to_string(),
        reply: (!settled || follows).then(|| ReplyForm {
            href: uri!(reply(of.id)).to_string(),
            closure_href: closure.then(|| super::moves::closure_href(of.id)),
        }),
        over_for_good: settled && reopening.is_none(),
        follows,
        reopening,
        withdrawal_href: (requester && may(Move::Withdraw)).then(|| super::moves::withdrawal_href(of.id)),
        priority: Labels { layout }.priority(of.priority)?,
        equipment: Some(of.machine_names().join(", ")).filter(|names| !names.is_empty()),
        site: of.site.as_ref().map(|(_, name)| name.clone()),
        category: of.category_name.clone(),
        spent: spent(layout, interventions::spent(db, viewer, &interventions::pieces_on(db, of).await?).await?)?,
        ask_href: super::request::any_href(),
        confidential: of.confidential,
        covering_href: (requester && !of.confidential).then(|| super::confidentiality::href(of.id)),
        uncovering_href: (requester && of.confidential).then(|| super::confidentiality::ending_href(of.id)),
        upkeep: super::steps::visit(layout, db, of).await?,
        links: super::links::lines(viewer, layout, db, of, None).await?,
        paper_href: super::paper::href(of.id),
        views_href: super::views::href(of.id),
        satisfaction_href: (settled && tickets::is_asked(of)).then(|| super::views::satisfaction_href(of.id)),
    };
    layout.page_of_form("tickets/thread", of.title.clone(), &page.form, &page)
}

/// « 50 min réelles, 60 min comptées »; nothing when no time was spent.
pub fn spent(layout: &Layout<'_>, (real, charged): (Minutes, Minutes)) -> Result<Option<String>, Error> {
    if real.0 == 0 {
        return Ok(None);
    }
    let values = [("real", FluentValue::from(layout.duration(real))), ("charged", FluentValue::from(layout.duration(charged)))];
    Ok(Some(layout.text_with("ticket-spent", values)?))
}

#[derive(FromForm)]
struct Reply<'f> {
    message: MessageId,
    words: Words,
    anyway: Option<&'f str>,
    outside: Vec<PersonId>,
}

/// The requester, or the referent for them, writes.
#[post("/tickets/<id>/messages", data = "<form>")]
async fn reply(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: TicketId,
    form: Form<WithFiles<'_, Reply<'_>>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let ticket = tickets::find(db, viewer, id).await?.ok_or(Error::NotFound)?;
    let files = form.files.keep(viewer, &layout, db).await?;
    let mut again = files.given_back(&layout, outside::typed(layout.again(&NAMES, &form.typed.context)?, &form.typed.context))?;
    let Some(said) = form.typed.value.as_ref().filter(|_| files.are_well()) else {
        return Ok(Submitted::Refused(page(viewer, &layout, db, &ticket, Some(again)).await?));
    };
    if said.anyway.is_none() && sending::points_out(&layout, &mut again, &said.words.0, "send")? {
        return Ok(Submitted::Refused(page(viewer, &layout, db, &ticket, Some(again)).await?));
    }
    let asked = Asked { message: said.message, words: said.words.0.clone(), files: files.ids, outside: said.outside.clone() };
    match tickets::write(db, viewer, &ticket, asked, Channel::Web, now.at).await.map(|(written, _)| written) {
        Ok(Written::Anew(new)) => Ok(Submitted::moved(super::request::sent_href(new))),
        Ok(Written::Said) => Ok(Submitted::accepted(super::href(id), "ticket-reply-sent")),
        Err(TicketError::Foreign) => {
            again.mistake("words", layout.text("mistake-form-used")?);
            Ok(Submitted::Refused(page(viewer, &layout, db, &ticket, Some(again)).await?))
        }
        Err(TicketError::OutsideGone) => {
            again.mistake("words", layout.text("mistake-outside-gone")?);
            Ok(Submitted::Refused(page(viewer, &layout, db, &ticket, Some(again)).await?))
        }
        Err(TicketError::FileGone) => {
            again.mistake(sending::FILES, layout.text("mistake-file-gone")?);
            Ok(Submitted::Refused(page(viewer, &layout, db, &ticket, Some(again)).await?))
        }
        Err(TicketError::Refused(Refusal::TooLate)) => {
            again.mistake("words", layout.text("mistake-ticket-too-late")?);
            Ok(Submitted::Refused(page(viewer, &layout, db, &ticket, Some(again)).await?))
        }
        Err(refused) => Err(super::moves::error(refused)),
    }
}
