//! Two tickets made one: what it will do is shown before it is done. « Séparer » undoes it.

use super::labels::first_name;
use crate::domain::ids::{MessageId, TicketId};
use crate::store::Db;
use crate::store::access::Technician;
use crate::store::tickets::{self, Foreseen, MergeError, Ticket};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Maybe, Words};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![new, create, separate]
}

/// The address that shows what a merge will do.
pub fn new_href(id: TicketId, other: TicketId) -> String {
    uri!(new(id, other)).to_string()
}

/// The address that undoes one.
pub fn separation_href(merged: TicketId) -> String {
    uri!(separate(merged)).to_string()
}

#[derive(Serialize)]
struct MergePage {
    back_href: String,
    lives_on: Side,
    merged: Side,
    newcomers: Option<String>,
    newly_reading: Option<String>,
    covered: bool,
    /// Who asked without an account, and follows it no more.
    guest: Option<String>,
    charged: Option<String>,
    form: View,
    message: String,
    href: String,
}

#[derive(Serialize)]
struct Side {
    number: String,
    title: String,
}

const NAMES: [&str; 1] = ["words"];

#[get("/tickets/<id>/merges/<other>")]
async fn new(by: Technician, layout: Layout<'_>, id: TicketId, other: TicketId, db: &State<Db>) -> Result<Page, Error> {
    page(&by, &layout, db, (id, other), View::blank(&NAMES)).await
}

async fn page(by: &Technician, layout: &Layout<'_>, db: &Db, (id, other): (TicketId, TicketId), form: View) -> Result<Page, Error> {
    let foreseen = tickets::foresee_merge(db, by, id, other).await.map_err(error)?;
    let number = |of: &Ticket| layout.text_with("ticket-number", [("number", FluentValue::from(of.number.to_string()))]);
    let side = |of: &Ticket| Ok::<_, Error>(Side { number: number(of)?, title: of.title.clone() });
    let reads = |names: &[String], of: &Ticket| {
        let number = FluentValue::from(of.number.to_string());
        let said = [("names", FluentValue::from(names.join(", "))), ("n", FluentValue::from(names.len())), ("number", number)];
        (!names.is_empty()).then(|| layout.text_with("ticket-merge-newly", said)).transpose()
    };
    let page = MergePage {
        back_href: super::links::href(id),
        newcomers: reads(&foreseen.newcomers, &foreseen.lives_on)?,
        newly_reading: reads(&foreseen.newly_reading, &foreseen.merged)?,
        covered: foreseen.covered,
        guest: foreseen.merged.beside.guest.then(|| first_name(&foreseen.merged.requester_name).to_owned()),
        charged: charged(layout, &foreseen)?,
        lives_on: side(&foreseen.lives_on)?,
        merged: side(&foreseen.merged)?,
        form,
        message: MessageId::new(layout.now).to_string(),
        href: uri!(create(id, other)).to_string(),
    };
    layout.page_of_form("tickets/merge", layout.text("ticket-merge-title")?, &page.form, &page)
}

/// « Comptées en mars : 45 min au lieu de 60 min »; nothing when it stays the same.
fn charged(layout: &Layout<'_>, foreseen: &Foreseen) -> Result<Option<String>, Error> {
    let (apart, together) = foreseen.charged;
    if apart == together {
        return Ok(None);
    }
    let values = [("apart", FluentValue::from(layout.duration(apart))), ("together", FluentValue::from(layout.duration(together)))];
    Ok(Some(layout.text_with("ticket-merge-charged", values)?))
}

/// Why two tickets cannot be made one: the key of a sentence; `None` when they can.
pub async fn possible(by: &Technician, db: &Db, id: TicketId, other: TicketId) -> Result<Option<&'static str>, Error> {
    match tickets::foresee_merge(db, by, id, other).await {
        Ok(_) => Ok(None),
        Err(MergeError::NotFound) => Ok(Some("mistake-ticket-number")),
        Err(MergeError::Itself) => Ok(Some("mistake-ticket-itself")),
        Err(MergeError::OtherStructure) => Ok(Some("mistake-merge-structure")),
        Err(MergeError::Series) => Ok(Some("mistake-merge-series")),
        Err(MergeError::KeyTaken) => Ok(Some("mistake-form-used")),
        Err(MergeError::Database(error)) => Err(error.into()),
    }
}

fn error(refused: MergeError) -> Error {
    match refused {
        MergeError::Database(error) => error.into(),
        _ => Error::NotFound,
    }
}

#[derive(FromForm)]
struct Merging {
    message: MessageId,
    words: Maybe<Words>,
}

/// Makes them one.
#[post("/tickets/<id>/merges/<other>", data = "<form>")]
async fn create(
    by: Technician,
    layout: Layout<'_>,
    id: TicketId,
    other: TicketId,
    form: Form<Contextual<'_, Merging>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&NAMES, &form.context)?;
    if let Some(merging) = &form.value {
        let words = merging.words.0.clone().map(|words| (merging.message, words.0));
        match tickets::merge(db, &by, (id, other), words, now.at).await {
            Ok(lives_on) => return Ok(Submitted::accepted(super::href(lives_on), "ticket-merged")),
            Err(MergeError::KeyTaken) => again.mistake("words", layout.text("mistake-form-used")?),
            Err(refused) => return Err(error(refused)),
        }
    }
    Ok(Submitted::Refused(page(&by, &layout, db, (id, other), again).await?))
}

/// Makes them two again.
#[post("/tickets/<id>/separation")]
async fn separate(by: Technician, id: TicketId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    let lived_on = tickets::separate(db, &by, id, now.at).await.map_err(super::moves::error)?;
    Ok(Submitted::accepted(super::links::href(lived_on), "ticket-separated"))
}
