//! Erasing one's own data: first, exactly, what goes, what stays and why, and what is to be done before; then the deed, once.

use super::data;
use crate::config::Config;
use crate::domain::people::Duty;
use crate::store::Db;
use crate::store::access::Viewer;
use crate::store::erasure::{self, ErasureError, Hindrance, Marks, Reach};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::{self, Now};
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::{people, tickets};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::http::{CookieJar, Header};
use rocket::{Responder, Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![new, create]
}

#[derive(Serialize)]
struct ErasurePage {
    data_href: String,
    document_href: String,
    href: String,
    form: View,
    hindrances: Vec<HindranceView>,
    /// Not all of it is done while the page is waited for.
    large: bool,
    goes: Vec<String>,
    stays: Vec<String>,
}

#[derive(Serialize)]
struct HindranceView {
    text: String,
    links: Vec<LinkView>,
}

#[derive(Serialize)]
struct LinkView {
    href: String,
    label: String,
}

const NAMES: [&str; 1] = ["sure"];

/// The address of the page that says what would go.
pub fn href() -> String {
    uri!(new).to_string()
}

#[get("/account/erasure")]
async fn new(viewer: &Viewer, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    page(viewer, &layout, db, View::blank(&NAMES)).await
}

async fn page(viewer: &Viewer, layout: &Layout<'_>, db: &Db, form: View) -> Result<Page, Error> {
    let reach = erasure::reach(db, viewer).await?;
    let hindrances = erasure::hindrances(db, viewer, layout.today()).await?;
    let page = ErasurePage {
        data_href: data::href(),
        document_href: data::document_href(),
        href: uri!(create).to_string(),
        form: form.offering_several("sure", [("yes".to_owned(), layout.text("erasure-sure")?, None)], &[]),
        hindrances: hindrances.into_iter().map(|one| hindrance(layout, one)).collect::<Result<_, _>>()?,
        large: reach.is_large(),
        goes: goes(layout, reach, "erasure")?,
        stays: stays(layout, reach, "erasure")?,
    };
    layout.page_of_form("account/erasure", layout.text("erasure-title")?, &page.form, &page)
}

/// What goes, in sentences to whose data it is (`erasure`), or about somebody else (`departed`).
pub fn goes(layout: &Layout<'_>, reach: Reach, to: &str) -> Result<Vec<String>, Error> {
    let mut lines = vec![layout.text(&format!("{to}-goes-you"))?, layout.text(&format!("{to}-goes-doors"))?];
    if reach.requests > 0 {
        lines.push(layout.text_with(&format!("{to}-goes-requests"), [("n", FluentValue::from(reach.requests))])?);
        lines.push(layout.text(&format!("{to}-goes-shared"))?);
    }
    if !reach.keeps_answers {
        lines.push(layout.text(&format!("{to}-goes-elsewhere"))?);
    }
    lines.push(layout.text(&format!("{to}-goes-letters"))?);
    Ok(lines)
}

/// What stays, and why.
pub fn stays(layout: &Layout<'_>, reach: Reach, to: &str) -> Result<Vec<String>, Error> {
    let parts = [
        ("numbers", reach.requests > 0),
        ("minutes", true),
        ("contracts", reach.contracts),
        ("answers", reach.keeps_answers),
        ("name", true),
        ("backups", true),
    ];
    let holding = parts.into_iter().filter(|(_, holds)| *holds);
    holding.map(|(part, _)| layout.text(&format!("{to}-stays-{part}"))).collect()
}

/// What is stored where the name and the words were: in the group's first language, whatever the reader's; pages say it in theirs.
pub fn marks(layout: &Layout<'_>) -> Result<(String, String), Error> {
    Ok((layout.french("erased-person")?, layout.french("erased-words")?))
}

/// Why it cannot be done now, and where what is to be done first is done.
fn hindrance(layout: &Layout<'_>, of: Hindrance) -> Result<HindranceView, Error> {
    let link = |href: String, label: Result<String, Error>| Ok::<_, Error>(LinkView { href, label: label? });
    Ok(match of {
        Hindrance::OnDuty(duty) => HindranceView {
            text: layout.text(&format!("erasure-hindrance-{duty}"))?,
            links: match duty {
                Duty::Coordinator => vec![link(people::on_duty_href(), layout.text("erasure-hindrance-coordinator-link"))?],
                Duty::Technician => Vec::new(),
            },
        },
        Hindrance::LastReferent { structure, name } => {
            let of = || [("structure", FluentValue::from(name.clone()))];
            HindranceView {
                text: layout.text_with("erasure-hindrance-referent", of())?,
                links: vec![link(people::of_structure_href(structure), layout.text_with("erasure-hindrance-referent-link", of()))?],
            }
        }
        Hindrance::OpenRequests(requests) => {
            let mut links = Vec::new();
            for (id, number) in requests {
                let label = layout.text_with("erasure-hindrance-open-link", [("number", FluentValue::from(number.to_string()))]);
                links.push(link(tickets::href(id), label)?);
            }
            HindranceView { text: layout.text("erasure-hindrance-open")?, links }
        }
        Hindrance::Series { structure, title } => {
            let of = [("structure", FluentValue::from(structure)), ("title", FluentValue::from(title))];
            HindranceView { text: layout.text_with("erasure-hindrance-series", of)?, links: Vec::new() }
        }
    })
}

#[derive(FromForm)]
struct Erasing<'f> {
    sure: Option<&'f str>,
}

/// Gone, with what the browser kept; or the same page again.
#[derive(Responder)]
enum Erased {
    Gone(Box<Gone>),
    Again(Box<Submitted>),
}

#[derive(Responder)]
struct Gone {
    inner: Submitted,
    clear: Header<'static>,
}

/// Erases one's own data. The second of two clicks comes with a session that is gone: it is told so, and that it is done.
#[post("/account/erasure", data = "<form>")]
async fn create(
    viewer: Option<&Viewer>,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Erasing<'_>>>,
    db: &State<Db>,
    jar: &CookieJar<'_>,
    config: &State<Config>,
    now: Now,
) -> Result<Erased, Error> {
    let sign_in = crate::web::session::sign_in_href();
    let Some(viewer) = viewer else {
        if jar.get(guards::session_cookie(config)).is_none() {
            return Err(Error::SignedOut);
        }
        return Ok(Erased::Again(Box::new(Submitted::warned(sign_in, "erasure-signed-out"))));
    };
    let sure = form.value.as_ref().and_then(|erasing| erasing.sure) == Some("yes");
    let why = match sure {
        false => "erasure-mistake-sure",
        true => {
            let (name, words) = marks(&layout)?;
            match erasure::erase(db, viewer, Marks { name: &name, words: &words }, now.today, now.at).await {
                Ok(()) => {
                    guards::forget(jar, config);
                    return Ok(Erased::Gone(Box::new(Gone {
                        inner: Submitted::accepted(sign_in, "erasure-done"),
                        clear: Header::new("clear-site-data", "\"cache\", \"storage\""),
                    })));
                }
                Err(ErasureError::Hindered) => "erasure-mistake-first",
                Err(ErasureError::NotFound) => return Err(Error::NotFound),
                Err(ErasureError::Database(fault)) => return Err(fault.into()),
            }
        }
    };
    let mut again = layout.again(&NAMES, &form.context)?;
    again.mistake("sure", layout.text(why)?);
    Ok(Erased::Again(Box::new(Submitted::Refused(page(viewer, &layout, db, again).await?))))
}
