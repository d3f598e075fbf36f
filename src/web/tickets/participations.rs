//! Who takes part in a ticket: their names beside the conversation, and the page where they are added and taken out.

use crate::domain::ids::{PersonId, TicketId};
use crate::domain::tickets::Part;
use crate::store::Db;
use crate::store::access::Viewer;
use crate::store::tickets::{self, Participant, Ticket, TicketError};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index, create, destroy]
}

/// Beside the conversation: who takes part, and the way to their page for who may change something there.
#[derive(Serialize)]
pub struct People {
    names: String,
    href: Option<String>,
    /// Addresses outside, as boxes, for who may send them what they write.
    #[serde(skip)]
    pub outside: Vec<(String, String, Option<String>)>,
}

/// The people of a ticket in a line.
pub async fn of(viewer: &Viewer, layout: &Layout<'_>, db: &Db, of: &Ticket) -> Result<People, Error> {
    let all = tickets::participants(db, of).await?;
    let hand = tickets::hand_of(viewer, of);
    let may = hand.may_add(Part::Watcher) || of.part.is_some();
    let sent_to = all.iter().filter(|one| one.outside && hand.may_send_outside());
    let outside = sent_to.map(|one| (one.person.to_string(), one.name.clone(), None)).collect();
    let names = all.iter().map(|one| name_of(layout, of, one)).collect::<Result<Vec<_>, Error>>()?;
    Ok(People { names: names.join(", "), href: may.then(|| href(of.id)), outside })
}

/// The address of their page.
pub fn href(id: TicketId) -> String {
    uri!(index(id)).to_string()
}

/// Who has no account is told apart.
fn name_of(layout: &Layout<'_>, of: &Ticket, one: &Participant) -> Result<String, Error> {
    if one.outside {
        return layout.text_with("outside-name", [("name", FluentValue::from(one.name.clone()))]);
    }
    let guest = of.beside.guest && one.person == of.requester;
    if guest { super::guest::name(layout, of, &one.name) } else { Ok(one.name.clone()) }
}

#[derive(Serialize)]
struct PeoplePage {
    back_href: String,
    back: String,
    title: String,
    lines: Vec<PersonLine>,
    /// Nobody is left to add, or the reader may not: no form.
    adding: bool,
    form: View,
    href: String,
    /// Where an address outside is added, for who may.
    outside_href: Option<String>,
    /// What somebody outside of a confidential request receives is said twice.
    confidential: bool,
}

#[derive(Serialize)]
struct PersonLine {
    name: String,
    part: String,
    leaving_href: Option<String>,
    leaving: String,
}

pub const NAMES: [&str; 3] = ["person", "part", "email"];

/// Who takes part, each with the way out; a colleague can be added.
#[get("/tickets/<id>/participations")]
async fn index(viewer: &Viewer, layout: Layout<'_>, id: TicketId, db: &State<Db>) -> Result<Page, Error> {
    let ticket = tickets::find(db, viewer, id).await?.ok_or(Error::NotFound)?;
    page(viewer, &layout, db, &ticket, View::blank(&NAMES)).await
}

/// The page; `form` holds what was typed.
pub async fn page(viewer: &Viewer, layout: &Layout<'_>, db: &Db, of: &Ticket, form: View) -> Result<Page, Error> {
    let hand = tickets::hand_of(viewer, of);
    let participants = tickets::participants(db, of).await?;
    let addable = tickets::addable(db, viewer, of, &participants).await?;
    let mut lines = Vec::new();
    for one in participants {
        let name = name_of(layout, of, &one)?;
        let Participant { person, part, outside, .. } = one;
        let oneself = person == viewer.id();
        let may = hand.may_take_out(part, oneself, person == of.requester);
        lines.push(PersonLine {
            name,
            part: if outside { layout.text("outside-part")? } else { layout.text(&format!("ticket-part-{part}"))? },
            leaving_href: may.then(|| uri!(destroy(of.id, person)).to_string()),
            leaving: layout.text(if oneself { "ticket-part-leave" } else { "ticket-part-take-out" })?,
        });
    }
    let mut parts = Vec::new();
    for part in [Part::Watcher, Part::Requester].into_iter().filter(|part| hand.may_add(*part)) {
        let hint = layout.text(&format!("ticket-part-{part}-hint"))?;
        parts.push((part.to_string(), layout.text(&format!("ticket-part-as-{part}"))?, Some(hint)));
    }
    let mistaken = |name: &str| form.field(name).is_some_and(|field| field.error.is_some());
    let adding = !addable.is_empty() || mistaken("person") || mistaken("part");
    let choose = [(String::new(), layout.text("ticket-part-choose")?, None)];
    let people = choose.into_iter().chain(addable.into_iter().map(|(id, name)| (id.to_string(), name, None)));
    let page = PeoplePage {
        back_href: super::href(of.id),
        back: layout.text_with("ticket-number", [("number", FluentValue::from(of.number.to_string()))])?,
        title: of.title.clone(),
        lines,
        adding,
        form: form.preset("part", Part::Watcher.as_str()).offering("person", people.collect::<Vec<_>>()).offering("part", parts),
        href: uri!(create(of.id)).to_string(),
        outside_href: hand.may_add(Part::Watcher).then(|| super::outside::href(of.id)),
        confidential: of.confidential,
    };
    layout.page_of_form("tickets/participations", layout.text("ticket-people")?, &page.form, &page)
}

#[derive(FromForm)]
struct Adding {
    person: PersonId,
    part: Part,
}

/// Adds a colleague, who follows or asks too.
#[post("/tickets/<id>/participations", data = "<form>")]
async fn create(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: TicketId,
    form: Form<Contextual<'_, Adding>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let ticket = tickets::find(db, viewer, id).await?.ok_or(Error::NotFound)?;
    let mut again = layout.again(&NAMES, &form.context)?;
    if let Some(adding) = &form.value {
        match tickets::add(db, viewer, id, adding.person, adding.part, now.at).await {
            Ok(()) => return Ok(Submitted::accepted(uri!(index(id)), "ticket-part-added")),
            Err(TicketError::Foreign) => again.mistake("person", layout.text("mistake-choice")?),
            Err(refused) => return Err(super::moves::error(refused)),
        }
    }
    Ok(Submitted::Refused(page(viewer, &layout, db, &ticket, again).await?))
}

/// Takes somebody out, or leaves.
#[post("/tickets/<id>/participations/<person>/ending")]
async fn destroy(viewer: &Viewer, id: TicketId, person: PersonId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    match tickets::take_out(db, viewer, id, person, now.at).await {
        // Who leaves may read it no more.
        Ok(()) if tickets::find(db, viewer, id).await?.is_none() => {
            Ok(Submitted::accepted(super::index_href(), "ticket-part-left"))
        }
        Ok(()) => Ok(Submitted::accepted(uri!(index(id)), "ticket-part-taken-out")),
        Err(refused) => Err(super::moves::error(refused)),
    }
}
