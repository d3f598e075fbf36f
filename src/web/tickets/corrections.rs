//! Who wrote a message corrects it.

use super::sending;
use crate::domain::ids::MessageId;
use crate::store::Db;
use crate::store::access::Viewer;
use crate::store::tickets::{self, Said, TicketError};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::Words;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![new, create]
}

#[derive(Serialize)]
struct CorrectionPage {
    form: View,
    href: String,
    back_href: String,
    version: i64,
    /// What stands there now, when it changed meanwhile.
    current: Option<String>,
}

const NAMES: [&str; 1] = ["words"];

/// The address of the form.
pub fn href(id: MessageId) -> String {
    uri!(new(id)).to_string()
}

/// A message within reach that the viewer wrote.
async fn own(viewer: &Viewer, db: &Db, id: MessageId) -> Result<Said, Error> {
    let said = tickets::said(db, viewer, id).await?.ok_or(Error::NotFound)?;
    if said.author == viewer.id() { Ok(said) } else { Err(Error::Forbidden) }
}

#[get("/messages/<id>/correction")]
async fn new(viewer: &Viewer, layout: Layout<'_>, id: MessageId, db: &State<Db>) -> Result<Page, Error> {
    let said = own(viewer, db, id).await?;
    let form = View::blank(&NAMES).with("words", said.body.clone());
    page(&layout, &said, form, None)
}

fn page(layout: &Layout<'_>, said: &Said, form: View, current: Option<String>) -> Result<Page, Error> {
    let page = CorrectionPage {
        href: uri!(create(said.id)).to_string(),
        back_href: super::href(said.ticket),
        version: said.version,
        current,
        form,
    };
    layout.page_of_form("tickets/correction", layout.text("message-correction-title")?, &page.form, &page)
}

#[derive(FromForm)]
struct Correcting<'f> {
    version: i64,
    words: Words,
    anyway: Option<&'f str>,
}

#[post("/messages/<id>/correction", data = "<form>")]
async fn create(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: MessageId,
    form: Form<Contextual<'_, Correcting<'_>>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let said = own(viewer, db, id).await?;
    let mut again = layout.again(&NAMES, &form.context)?;
    let Some(typed) = &form.value else { return Ok(Submitted::Refused(page(&layout, &said, again, None)?)) };
    if typed.anyway.is_none() && sending::points_out(&layout, &mut again, &typed.words.0, "send")? {
        return Ok(Submitted::Refused(page(&layout, &said, again, None)?));
    }
    match tickets::correct(db, viewer, &said, (&typed.words.0, typed.version), now.at).await {
        Ok(()) => Ok(Submitted::accepted(super::href(said.ticket), "message-corrected")),
        Err(TicketError::Changed) => {
            // Read anew: it may have changed since this request began.
            let said = own(viewer, db, id).await?;
            again.mistake("words", layout.text("mistake-message-changed")?);
            let current = said.body.clone();
            Ok(Submitted::Refused(page(&layout, &said, again, Some(current))?))
        }
        Err(other) => Err(super::moves::error(other)),
    }
}
