//! A technician blanks a passage of a message: what remains is shown first, since nothing brings it back.

use crate::domain::ids::MessageId;
use crate::store::Db;
use crate::store::access::Technician;
use crate::store::tickets::{self, Passage, Said, TicketError};
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
struct BlankingPage {
    form: View,
    href: String,
    back_href: String,
    body: String,
    /// What will remain, once the passage was found.
    remains: Option<String>,
}

const NAMES: [&str; 1] = ["passage"];
/// Shorter ones would blank half of the message.
const LEAST: usize = 3;

/// The address of the form.
pub fn href(id: MessageId) -> String {
    uri!(new(id)).to_string()
}

async fn within_reach(by: &Technician, db: &Db, id: MessageId) -> Result<Said, Error> {
    tickets::said(db, by.viewer(), id).await?.ok_or(Error::NotFound)
}

#[get("/messages/<id>/blanking")]
async fn new(technician: Technician, layout: Layout<'_>, id: MessageId, db: &State<Db>) -> Result<Page, Error> {
    let said = within_reach(&technician, db, id).await?;
    page(&layout, &said, View::blank(&NAMES), None)
}

fn page(layout: &Layout<'_>, said: &Said, form: View, remains: Option<String>) -> Result<Page, Error> {
    let page = BlankingPage {
        href: uri!(create(said.id)).to_string(),
        back_href: super::href(said.ticket),
        body: said.body.clone(),
        remains,
        form,
    };
    layout.page_of_form("tickets/blanking", layout.text("message-blanking-title")?, &page.form, &page)
}

#[derive(FromForm)]
struct Blanking<'f> {
    passage: Words,
    act: Option<&'f str>,
}

/// Blanks (`act=blank`), or only shows what will remain.
#[post("/messages/<id>/blanking", data = "<form>")]
async fn create(
    technician: Technician,
    layout: Layout<'_>,
    id: MessageId,
    form: Form<Contextual<'_, Blanking<'_>>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let said = within_reach(&technician, db, id).await?;
    let mut again = layout.again(&NAMES, &form.context)?;
    let Some(typed) = &form.value else { return Ok(Submitted::Refused(page(&layout, &said, again, None)?)) };
    let mark = layout.text("message-blanked-passage")?;
    let passage = Passage { words: &typed.passage.0, mark: &mark };
    if typed.passage.0.chars().count() < LEAST {
        again.mistake("passage", layout.text("mistake-passage-short")?);
        return Ok(Submitted::Refused(page(&layout, &said, again, None)?));
    }
    if typed.act != Some("blank")
        && let Some(remains) = passage.blanked(&said.body)
    {
        return Ok(Submitted::Refused(page(&layout, &said, again, Some(remains))?));
    }
    let done = match typed.act {
        Some("blank") => tickets::blank(db, &technician, &said, passage, now.at).await,
        _ => Err(TicketError::Changed),
    };
    match done {
        Ok(()) => Ok(Submitted::accepted(super::href(said.ticket), "message-blanked")),
        Err(TicketError::Changed) => {
            again.mistake("passage", layout.text("mistake-passage")?);
            Ok(Submitted::Refused(page(&layout, &said, again, None)?))
        }
        Err(other) => Err(super::moves::error(other)),
    }
}
