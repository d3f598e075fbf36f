//! A ticket and others: linked with them, one with them, or split in two. For technicians; who takes part sees the links
//! that they could open beside the conversation.

use super::labels::{Badge, Labels};
use super::{merging, splitting};
use crate::domain::ids::TicketId;
use crate::domain::tickets::{Channel, LinkKind};
use crate::store::Db;
use crate::store::access::{Technician, Viewer};
use crate::store::tickets::{self, Linked, MergedTicket, Ticket, TicketError};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::Line;
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index, create, destroy]
}

/// The address of the page.
pub fn href(id: TicketId) -> String {
    uri!(index(id)).to_string()
}

/// A link in words: « suite de N° 12 · L'imprimante ».
#[derive(Serialize)]
pub struct LinkLine {
    href: String,
    said: String,
    title: String,
    state: Badge,
    ending_href: Option<String>,
}

/// The links of a ticket that its reader could open; with `by`, each with the way to take it away.
pub async fn lines(
    viewer: &Viewer,
    layout: &Layout<'_>,
    db: &Db,
    of: &Ticket,
    by: Option<&Technician>,
) -> Result<Vec<LinkLine>, Error> {
    let line = |link: Linked| {
        let side = if link.said_there { "-there" } else { "" };
        let number = FluentValue::from(link.number.to_string());
        Ok(LinkLine {
            href: super::href(link.id),
            said: layout.text_with(&format!("ticket-link-{}{side}", link.kind), [("number", number)])?,
            title: link.title,
            state: Labels { layout }.state(link.state, None)?,
            ending_href: by.map(|_| uri!(destroy(of.id, link.id)).to_string()),
        })
    };
    tickets::links(db, viewer, of).await?.into_iter().map(line).collect()
}

#[derive(Serialize)]
struct LinksPage {
    back_href: String,
    back: String,
    title: String,
    links: Vec<LinkLine>,
    merged: Vec<MergedLine>,
    form: View,
    href: String,
    split_href: Option<String>,
}

#[derive(Serialize)]
struct MergedLine {
    title: String,
    said: String,
    number: i64,
    separation_href: String,
}

const NAMES: [&str; 2] = ["number", "how"];

/// That they are one, among the kinds of links.
const MERGE: &str = "merge";

#[get("/tickets/<id>/links")]
async fn index(technician: Technician, layout: Layout<'_>, id: TicketId, db: &State<Db>) -> Result<Page, Error> {
    let ticket = tickets::find(db, &technician, id).await?.ok_or(Error::NotFound)?;
    page(&technician, &layout, db, &ticket, View::blank(&NAMES)).await
}

/// The page; `form` as it was typed.
async fn page(by: &Technician, layout: &Layout<'_>, db: &Db, of: &Ticket, form: View) -> Result<Page, Error> {
    let mut ways = Vec::new();
    for kind in LinkKind::ALL.iter().map(|kind| kind.as_str()).chain((of.channel != Channel::Series).then_some(MERGE)) {
        let hint = layout.text(&format!("ticket-link-as-{kind}-hint"))?;
        ways.push((kind.to_owned(), layout.text(&format!("ticket-link-as-{kind}"))?, Some(hint)));
    }
    let merged = |one: MergedTicket| {
        let values = [("name", FluentValue::from(one.by)), ("at", FluentValue::from(layout.moment(one.at)))];
        Ok::<_, Error>(MergedLine {
            said: layout.text_with("ticket-merged-by", values)?,
            title: one.title,
            number: one.number,
            separation_href: merging::separation_href(one.id),
        })
    };
    let page = LinksPage {
        back_href: super::href(of.id),
        back: layout.text_with("ticket-number", [("number", FluentValue::from(of.number.to_string()))])?,
        title: of.title.clone(),
        links: lines(by.viewer(), layout, db, of, Some(by)).await?,
        merged: tickets::merged_into(db, by, of).await?.into_iter().map(merged).collect::<Result<_, _>>()?,
        form: form.preset("how", LinkKind::SeeAlso.as_str()).offering("how", ways),
        href: uri!(create(of.id)).to_string(),
        split_href: (of.channel != Channel::Series).then(|| splitting::href(of.id)),
    };
    layout.page_of_form("tickets/links", layout.text("ticket-links-title")?, &page.form, &page)
}

#[derive(FromForm)]
struct Linking<'f> {
    number: Line<20>,
    how: &'f str,
}

/// « N° 1042 », « 1042 ».
fn number(typed: &str) -> Option<i64> {
    typed.trim_start_matches(|c: char| !c.is_ascii_digit()).trim().parse().ok()
}

/// Links two tickets; of two that are one, what it would do is shown first.
#[post("/tickets/<id>/links", data = "<form>")]
async fn create(
    by: Technician,
    layout: Layout<'_>,
    id: TicketId,
    form: Form<Contextual<'_, Linking<'_>>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let ticket = tickets::find(db, &by, id).await?.ok_or(Error::NotFound)?;
    let mut again = layout.again(&NAMES, &form.context)?;
    if let Some(linking) = &form.value {
        let other = match number(&linking.number.0) {
            Some(number) => tickets::numbered(db, &by, number).await?,
            None => None,
        };
        match (other, linking.how, linking.how.parse()) {
            (None, ..) => again.mistake("number", layout.text("mistake-ticket-number")?),
            (Some(other), MERGE, _) => match merging::possible(&by, db, ticket.id, other).await? {
                None => return Ok(Submitted::moved(merging::new_href(ticket.id, other))),
                Some(refused) => again.mistake("number", layout.text(refused)?),
            },
            (Some(other), _, Ok(kind)) => match tickets::link(db, &by, (ticket.id, other), kind, now.at).await {
                Ok(()) => return Ok(Submitted::accepted(uri!(index(ticket.id)), "ticket-linked")),
                Err(TicketError::Foreign) => again.mistake("number", layout.text("mistake-ticket-itself")?),
                Err(refused) => return Err(super::moves::error(refused)),
            },
            (Some(_), _, Err(_)) => again.mistake("how", layout.text("mistake-choice")?),
        }
    }
    Ok(Submitted::Refused(page(&by, &layout, db, &ticket, again).await?))
}

/// Takes a link away.
#[post("/tickets/<id>/links/<other>/ending")]
async fn destroy(by: Technician, id: TicketId, other: TicketId, db: &State<Db>) -> Result<Submitted, Error> {
    tickets::unlink(db, &by, (id, other)).await.map_err(super::moves::error)?;
    Ok(Submitted::accepted(uri!(index(id)), "ticket-unlinked"))
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn a_number_is_read_as_people_write_it() {
        for typed in ["1042", "N° 1042", "n°1042", "# 1042 "] {
            assert_eq!(number(typed), Some(1042), "{typed:?}");
        }
        for typed in ["", "N°", "10 42", "99999999999999999999"] {
            assert_eq!(number(typed), None, "{typed:?}");
        }
    }
}
