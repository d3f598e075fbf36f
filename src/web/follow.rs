//! Following a request by its link, without an account: that one request, what was said there, an answer.

use super::errors::Error;
use super::forms::Form as View;
use super::guards::Now;
use super::layout::{Layout, Page, Submitted, Unlisted};
use super::params::{Maybe, Words};
use super::tickets::{self as pages, Badge, first_name};
use super::{attachments, help_sheets, outages};
use crate::domain::ids::{AttachmentId, MessageId};
use crate::domain::tickets::files::FileKind;
use crate::domain::tickets::{Move, Priority, REOPENING_DAYS, Refusal};
use crate::store::Db;
use crate::store::access::Guest;
use crate::store::secrets::Secret;
use crate::store::tickets::{self, Asked, Line, LineKind, Ticket, TicketError};
use chrono::TimeDelta;
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::fs::TempFile;
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show, sent, confirm, reply, close, reopen, attachment]
}

async fn followed(by: &Guest, db: &Db) -> Result<Ticket, Error> {
    tickets::find(db, by, by.ticket()).await?.ok_or(Error::NotFound)
}

#[derive(Serialize)]
struct SentPage {
    heading: String,
    usual: Option<String>,
    /// The address that is kept, and the same as a link.
    address: String,
    show_href: String,
    /// A letter went to the address that was given.
    mailed: bool,
    blocked: bool,
    phone: Option<String>,
    phone_href: Option<String>,
    sheets: Vec<help_sheets::Suggested>,
    outages: Vec<outages::OutageLine>,
}

/// « C'est envoyé. N° 1042. »
#[get("/follow/<_>/sent")]
async fn sent(by: Guest, layout: Layout<'_>, db: &State<Db>) -> Result<Unlisted, Error> {
    let ticket = followed(&by, db).await?;
    let phone = pages::phone_of(&layout);
    let show_href = href(by.link());
    let page = SentPage {
        heading: layout.text_with("ticket-sent-title", [("number", FluentValue::from(ticket.number.to_string()))])?,
        usual: pages::usual(&by, &layout, db).await?,
        address: layout.whole_address(&show_href),
        show_href,
        mailed: by.has_email(),
        blocked: ticket.priority == Priority::Blocks,
        phone_href: phone.as_deref().map(pages::tel),
        phone,
        sheets: help_sheets::public_lines(db, &tickets::first_words(db, &ticket).await?).await?,
        outages: outages::public_lines(&layout, db).await?,
    };
    Ok(Unlisted::of(layout.page("follow/sent", page.heading.clone(), &page)?))
}

#[derive(Serialize)]
struct FollowPage {
    number: i64,
    title: String,
    state: Badge,
    /// Not confirmed yet: how it is.
    unconfirmed: Option<Unconfirmed>,
    lines: Vec<FollowLine>,
    form: View,
    message: String,
    reply_href: Option<String>,
    closure_href: Option<String>,
    reopening: Option<Reopening>,
    over_for_good: bool,
    phone: Option<String>,
    phone_href: Option<String>,
}

#[derive(Serialize)]
struct Unconfirmed {
    /// This link came by mail: a button is enough.
    href: Option<String>,
    sentence: String,
}

#[derive(Serialize)]
struct Reopening {
    href: String,
    until: String,
}

/// A line as `tickets/lines` shows it.
#[derive(Serialize)]
struct FollowLine {
    event: Option<String>,
    class: &'static str,
    who: String,
    note: bool,
    at: String,
    body: String,
    pictures: Vec<FollowPicture>,
    files: Vec<FollowFile>,
    /// Its author has corrected it.
    corrected: bool,
    origin: Option<String>,
    whole_href: Option<String>,
}

#[derive(Serialize)]
struct FollowPicture {
    href: String,
    alt: String,
    width: i64,
    height: i64,
}

#[derive(Serialize)]
struct FollowFile {
    href: String,
    name: String,
    what: String,
}

const NAMES: [&str; 2] = ["words", "pictures"];

#[get("/follow/<_>")]
async fn show(by: Guest, layout: Layout<'_>, db: &State<Db>) -> Result<Unlisted, Error> {
    Ok(Unlisted::of(page(&by, &layout, db, View::blank(&NAMES)).await?))
}

async fn page(by: &Guest, layout: &Layout<'_>, db: &Db, form: View) -> Result<Page, Error> {
    let ticket = followed(by, db).await?;
    let standing = ticket.standing();
    let may = |wanted: Move| standing.after(wanted, layout.now).is_ok();
    let reopening = ticket.settled_at.filter(|_| may(Move::Reopen)).map(|at| {
        let until = (at + TimeDelta::days(REOPENING_DAYS)).with_timezone(&layout.zone()).date_naive();
        Reopening { href: uri!(reopen(by.link().as_str())).to_string(), until: layout.day(until) }
    });
    let said = tickets::said_to_guest(db, by, &ticket).await?;
    let phone = pages::phone_of(layout);
    let settled = ticket.settled_at.is_some();
    let page = FollowPage {
        number: ticket.number,
        state: pages::Labels { layout }.state(ticket.state, ticket.assignee_name.as_deref())?,
        unconfirmed: unconfirmed(by, layout)?,
        lines: said.into_iter().map(|(line, technician)| follow_line(by, layout, line, technician)).collect::<Result<_, _>>()?,
        form,
        message: MessageId::new(layout.now).to_string(),
        reply_href: (!settled).then(|| uri!(reply(by.link().as_str())).to_string()),
        closure_href: may(Move::Confirm).then(|| uri!(close(by.link().as_str())).to_string()),
        over_for_good: settled && reopening.is_none(),
        reopening,
        phone_href: phone.as_deref().map(pages::tel),
        phone,
        title: ticket.title.clone(),
    };
    layout.page_of_form("follow/show", ticket.title, &page.form, &page)
}

fn unconfirmed(by: &Guest, layout: &Layout<'_>) -> Result<Option<Unconfirmed>, Error> {
    if by.is_confirmed() {
        return Ok(None);
    }
    let sentence = layout.text(match (by.was_mailed(), by.has_email()) {
        (true, _) => "follow-confirm",
        (false, true) => "follow-confirm-by-mail",
        (false, false) => "follow-confirm-by-phone",
    })?;
    let href = by.was_mailed().then(|| uri!(confirm(by.link().as_str())).to_string());
    Ok(Some(Unconfirmed { href, sentence }))
}

/// Of technicians the first name; of anybody else none.
fn follow_line(by: &Guest, layout: &Layout<'_>, line: Line, technician: bool) -> Result<FollowLine, Error> {
    let mine = line.author == by.person();
    let who = match (mine, technician) {
        (true, _) => layout.text("ticket-you")?,
        (false, true) => first_name(&line.author_name).to_owned(),
        (false, false) => layout.text("follow-somebody")?,
    };
    let LineKind::Message { body, files, corrected, .. } = line.kind else { return Err(Error::NotFound) };
    let alt = layout.text_with("ticket-picture-of", [("name", FluentValue::from(who.clone()))])?;
    let (mut pictures, mut others) = (Vec::new(), Vec::new());
    for file in files {
        let href = uri!(attachment(by.link().as_str(), file.id)).to_string();
        if file.kind == FileKind::Picture {
            let alt = if file.name.is_empty() { alt.clone() } else { format!("{alt}\u{a0}: {}", file.name) };
            pictures.push(FollowPicture { href, alt, width: file.width, height: file.height });
        } else {
            let what = attachments::described(layout, file.kind, file.bytes)?;
            others.push(FollowFile { href, name: attachments::named(layout, file.name)?, what });
        }
    }
    Ok(FollowLine {
        event: None,
        class: if mine { "mine" } else { "" },
        who,
        note: false,
        at: layout.moment(line.at),
        body,
        pictures,
        files: others,
        corrected,
        origin: None,
        whole_href: None,
    })
}

/// Programs that look through mail follow links: the button confirms, never the page.
#[post("/follow/<_>/confirmation")]
async fn confirm(by: Guest, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    match tickets::confirm_as_guest(db, &by, now.at).await.map_err(pages::refused)? {
        true => Ok(Submitted::accepted(href(by.link()), "follow-confirmed")),
        false => Ok(Submitted::warned(href(by.link()), "follow-mistake-link")),
    }
}

#[derive(FromForm)]
struct Reply<'f> {
    message: MessageId,
    words: Words,
    pictures: Vec<TempFile<'f>>,
    anyway: Option<&'f str>,
}

#[post("/follow/<_>/messages", data = "<form>")]
async fn reply(
    by: Guest,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Reply<'_>>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&NAMES, &form.context)?;
    let Some(said) = &form.value else { return Ok(Submitted::Refused(page(&by, &layout, db, again).await?)) };
    if said.anyway.is_none() && pages::points_out(&layout, &mut again, &said.words.0, "send")? {
        return Ok(Submitted::Refused(page(&by, &layout, db, again).await?));
    }
    let (field, why) = match attachments::pictures(&said.pictures).await {
        Err(key) => ("pictures", key),
        Ok(pictures) => {
            let files = tickets::keep_for_guest(db, &by, pictures, now.at).await?;
            let asked = Asked { message: said.message, words: said.words.0.clone(), files, outside: Vec::new() };
            match tickets::reply_as_guest(db, &by, asked, now.at).await {
                Ok(Some(())) => return Ok(Submitted::accepted(href(by.link()), "ticket-reply-sent")),
                Ok(None) => ("words", "follow-mistake-often"),
                Err(TicketError::Foreign) => ("words", "mistake-form-used"),
                Err(TicketError::Refused(Refusal::TooLate)) => ("words", "mistake-ticket-too-late"),
                Err(refused) => return Err(pages::refused(refused)),
            }
        }
    };
    again.mistake(field, layout.text(why)?);
    Ok(Submitted::Refused(page(&by, &layout, db, again).await?))
}

/// « C'est réglé ».
#[post("/follow/<_>/closure")]
async fn close(by: Guest, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    match tickets::close_as_guest(db, &by, now.at).await {
        Ok(()) => Ok(Submitted::accepted(href(by.link()), "ticket-closed")),
        Err(TicketError::Refused(_)) => Ok(Submitted::warned(href(by.link()), "mistake-ticket-moved")),
        Err(refused) => Err(pages::refused(refused)),
    }
}

#[derive(FromForm)]
struct Reopened<'f> {
    message: Maybe<MessageId>,
    words: Maybe<Words>,
    pictures: Vec<TempFile<'f>>,
    anyway: Option<&'f str>,
}

/// « Ce n'est pas réglé ».
#[post("/follow/<_>/reopening", data = "<form>")]
async fn reopen(
    by: Guest,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Reopened<'_>>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&NAMES, &form.context)?;
    let Some(reopened) = &form.value else { return Ok(Submitted::Refused(page(&by, &layout, db, again).await?)) };
    let words = reopened.words.clone().or_empty();
    if reopened.anyway.is_none() && pages::points_out(&layout, &mut again, &words, "send")? {
        return Ok(Submitted::Refused(page(&by, &layout, db, again).await?));
    }
    let (field, why) = match attachments::pictures(&reopened.pictures).await {
        Err(key) => ("pictures", key),
        // A photograph goes with a message.
        Ok(pictures) if words.is_empty() && !pictures.is_empty() => ("words", "mistake-words"),
        Ok(pictures) => {
            let files = tickets::keep_for_guest(db, &by, pictures, now.at).await?;
            let message = reopened.message.0.unwrap_or_else(|| MessageId::new(now.at));
            let asked = Asked { message, words, files, outside: Vec::new() };
            match tickets::reopen_as_guest(db, &by, asked, now.at).await {
                Ok(Some(())) => return Ok(Submitted::accepted(href(by.link()), "ticket-reopened")),
                Ok(None) => ("words", "follow-mistake-often"),
                Err(TicketError::Refused(Refusal::TooLate)) => {
                    return Ok(Submitted::warned(href(by.link()), "mistake-ticket-too-late"));
                }
                Err(TicketError::Refused(_) | TicketError::Foreign) => {
                    return Ok(Submitted::warned(href(by.link()), "mistake-ticket-moved"));
                }
                Err(refused) => return Err(pages::refused(refused)),
            }
        }
    };
    again.mistake(field, layout.text(why)?);
    Ok(Submitted::Refused(page(&by, &layout, db, again).await?))
}

#[get("/follow/<_>/attachments/<id>")]
async fn attachment(by: Guest, id: AttachmentId, db: &State<Db>) -> Result<attachments::Shown, Error> {
    Ok(attachments::Shown::of(tickets::attachment_for_guest(db, &by, id).await?.ok_or(Error::NotFound)?))
}

/// The address of the page that follows a request.
fn href(link: &Secret) -> String {
    uri!(show(link.as_str())).to_string()
}

/// The address of « C'est envoyé ».
pub fn sent_href(link: &Secret) -> String {
    uri!(sent(link.as_str())).to_string()
}
