//! Asking for help in front of a machine, without an account: one page, nothing about the machine. Or saying that one has
//! found it.

use super::unknown;
use crate::domain::ids::TicketId;
use crate::domain::people::Email;
use crate::domain::stickers::StickerCode;
use crate::domain::tickets::{Impact, Urgency};
use crate::store::access::AtMachine;
use crate::store::secrets::Secret;
use crate::store::tickets::{self as requests, GuestRequest, NewTicket};
use crate::store::{Db, attempts};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::{Network, Now};
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::outages::{self, OutageLine};
use crate::web::params::{Line, Maybe, Phone, Words};
use crate::web::{attachments, follow, help_sheets, tickets};
use rocket::form::{Contextual, Form, FromForm};
use rocket::fs::TempFile;
use rocket::http::Status;
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![create, found, create_found]
}

/// What somebody in front of a machine comes for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Errand {
    /// Something does not work.
    Asks,
    /// They found the machine, and ask nothing.
    Found,
}

impl Errand {
    const fn other(self) -> Self {
        match self {
            Self::Asks => Self::Found,
            Self::Found => Self::Asks,
        }
    }

    /// Where its form is, and where that is sent.
    fn href(self, code: &StickerCode) -> String {
        match self {
            Self::Asks => super::scan_href(code),
            Self::Found => uri!(found(code.as_str())).to_string(),
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Asks => "ticket-new-title",
            Self::Found => "sticker-found-title",
        }
    }

    /// How urgent it is when nothing is said.
    const fn usual_urgency(self) -> Urgency {
        match self {
            Self::Asks => Urgency::Hardly,
            Self::Found => Urgency::Yes,
        }
    }
}

#[derive(Serialize)]
struct RequestPage<'p> {
    form: &'p View,
    href: String,
    secret: &'p str,
    /// Somebody found the machine, and asks nothing.
    found: bool,
    /// The form of the one who asks, or of the one who found it.
    other_href: String,
    phone: Option<String>,
    phone_href: Option<String>,
    privacy_href: &'static str,
    sheets_href: String,
    suggestions_href: String,
    outages: Vec<OutageLine>,
}

const NAMES: [&str; 7] = ["words", "urgency", "impact", "pictures", "first_name", "email", "phone"];

/// The form before anything is typed.
pub async fn blank(at: &AtMachine, errand: Errand, layout: &Layout<'_>, db: &Db) -> Result<Page, Error> {
    page((at, errand), layout, db, View::blank(&NAMES), &Secret::random(), None).await
}

/// The form; with mistakes it is refused, or with `status` when it cannot be taken now.
async fn page(
    (at, errand): (&AtMachine, Errand),
    layout: &Layout<'_>,
    db: &Db,
    form: View,
    secret: &Secret,
    status: Option<Status>,
) -> Result<Page, Error> {
    let form = tickets::with_questions(form, layout)?;
    let phone = tickets::phone_of(layout);
    let found = errand == Errand::Found;
    let page = RequestPage {
        form: &form,
        href: errand.href(at.code()),
        secret: secret.as_str(),
        found,
        other_href: errand.other().href(at.code()),
        phone_href: phone.as_deref().map(tickets::tel),
        phone,
        privacy_href: "/privacy",
        sheets_href: help_sheets::index_href(),
        suggestions_href: help_sheets::suggestions_href(),
        outages: if found { Vec::new() } else { outages::public_lines(layout, db).await? },
    };
    let title = layout.text(errand.title())?;
    match status {
        Some(status) => layout.render(status, "stickers/request", title, &page),
        None => layout.page_of_form("stickers/request", title, &form, &page),
    }
}

async fn at(code: &str, db: &Db, now: Now) -> Result<Option<AtMachine>, Error> {
    match code.parse::<StickerCode>() {
        Ok(code) => Ok(AtMachine::by_code(db, &code, now.today).await?),
        Err(_) => Ok(None),
    }
}

/// « J'ai trouvé cette machine ».
#[get("/e/<code>/found")]
async fn found(layout: Layout<'_>, code: &str, db: &State<Db>, now: Now) -> Result<Page, Error> {
    match at(code, db, now).await? {
        Some(at) => blank(&at, Errand::Found, &layout, db).await,
        None => unknown(&layout),
    }
}

#[derive(FromForm)]
struct Asking<'f> {
    secret: Secret,
    words: Words,
    urgency: Maybe<Urgency>,
    impact: Maybe<Impact>,
    first_name: Line<40>,
    email: Maybe<Email>,
    phone: Maybe<Phone>,
    pictures: Vec<TempFile<'f>>,
    anyway: Option<&'f str>,
}

type Typed<'f> = Form<Contextual<'f, Asking<'f>>>;

#[post("/e/<code>", data = "<form>")]
async fn create(
    layout: Layout<'_>,
    code: &str,
    form: Typed<'_>,
    db: &State<Db>,
    network: Network,
    now: Now,
) -> Result<Submitted, Error> {
    receive(&layout, (code, Errand::Asks), form, db, (network, now)).await
}

#[post("/e/<code>/found", data = "<form>")]
async fn create_found(
    layout: Layout<'_>,
    code: &str,
    form: Typed<'_>,
    db: &State<Db>,
    network: Network,
    now: Now,
) -> Result<Submitted, Error> {
    receive(&layout, (code, Errand::Found), form, db, (network, now)).await
}

/// Takes what somebody sends in front of the machine of a code.
async fn receive(
    layout: &Layout<'_>,
    (code, errand): (&str, Errand),
    form: Typed<'_>,
    db: &Db,
    (network, now): (Network, Now),
) -> Result<Submitted, Error> {
    let Some(at) = at(code, db, now).await? else { return Ok(Submitted::Refused(unknown(layout)?)) };
    let mut again = layout.again(&NAMES, &form.context)?;
    let secret = form.context.field_value("secret").and_then(Secret::brought_back).unwrap_or_else(Secret::random);
    let refused = async |again| Ok(Submitted::Refused(page((&at, errand), layout, db, again, &secret, None).await?));
    let Some(quiet) = counted(db, &at, &network, now).await? else {
        again.mistake("words", layout.text("sticker-mistake-closed")?);
        let closed = page((&at, errand), layout, db, again, &secret, Some(Status::TooManyRequests)).await?;
        return Ok(Submitted::Refused(closed));
    };
    if again.value("email").trim().is_empty() && again.value("phone").trim().is_empty() {
        again.mistake("email", layout.text("sticker-mistake-contact")?);
    }
    let Some(asking) = form.value.as_ref().filter(|_| again.errors.is_empty()) else { return refused(again).await };
    if asking.anyway.is_none() && tickets::points_out(layout, &mut again, &asking.words.0, "send")? {
        return refused(again).await;
    }
    let pictures = match attachments::pictures(&asking.pictures).await {
        Ok(pictures) => pictures,
        Err(key) => {
            again.mistake("pictures", layout.text(key)?);
            return refused(again).await;
        }
    };
    let new = NewTicket {
        id: TicketId::new(now.at),
        words: asking.words.0.clone(),
        urgency: asking.urgency.0.unwrap_or(errand.usual_urgency()),
        impact: asking.impact.0.unwrap_or(Impact::Me),
        machines: Vec::new(),
        site: None,
        confidential: false,
        files: Vec::new(),
    };
    let guest = GuestRequest {
        first_name: asking.first_name.0.clone(),
        email: asking.email.0.clone(),
        phone: asking.phone.0.clone().map(|phone| phone.0).unwrap_or_default(),
        language: layout.language,
        title: (errand == Errand::Found).then(|| layout.text("sticker-found-ticket")).transpose()?,
        pictures,
        quiet,
    };
    requests::submit_as_guest(db, &at, &asking.secret, guest, new, now.at).await.map_err(tickets::refused)?;
    Ok(Submitted::moved(follow::sent_href(&asking.secret)))
}

/// Whether a request is kept without telling anybody, beyond the limits of its sticker or its network; `None`: too many came
/// in everywhere. Counted before anything else.
async fn counted(db: &Db, at: &AtMachine, network: &Network, now: Now) -> Result<Option<bool>, Error> {
    if !attempts::allow(db, attempts::STICKERS_IN_ALL, "", now.at).await? {
        return Ok(None);
    }
    let of_code = attempts::allow(db, attempts::STICKERS_PER_CODE, at.code().as_str(), now.at).await?;
    let of_network = attempts::allow(db, attempts::STICKERS_PER_NETWORK, &network.wide(), now.at).await?;
    Ok(Some(!(of_code && of_network)))
}
