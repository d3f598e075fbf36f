//! « Moi aussi » to somebody else's request about the same machine: its number and its state, not a word.

use super::labels::{Badge, Labels};
use crate::domain::ids::{EquipmentId, TicketId};
use crate::domain::tickets::{Refusal, State as TicketState};
use crate::store::Db;
use crate::store::access::{MemberOf, Viewer};
use crate::store::tickets::{self, Similar, TicketError};
use crate::web::errors::Error;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use fluent_bundle::FluentValue;
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show, create, end]
}

/// Somebody else's request in a list or a notice.
#[derive(Serialize)]
pub struct SimilarLine {
    pub href: String,
    /// « Demande n° 1042 ».
    title: String,
    state: Badge,
    machine: String,
    join_href: String,
    mine: bool,
    settled: bool,
}

/// « Une demande est déjà ouverte pour cette machine »: the lines about machines, none without one.
pub async fn similar(member: &MemberOf, layout: &Layout<'_>, db: &Db, machines: &[EquipmentId]) -> Result<Vec<SimilarLine>, Error> {
    if machines.is_empty() { Ok(Vec::new()) } else { lines(layout, tickets::similar(db, member, machines).await?) }
}

pub fn lines(layout: &Layout<'_>, all: Vec<Similar>) -> Result<Vec<SimilarLine>, Error> {
    all.into_iter().map(|similar| line(layout, similar)).collect()
}

fn line(layout: &Layout<'_>, of: Similar) -> Result<SimilarLine, Error> {
    Ok(SimilarLine {
        href: uri!(show(of.id)).to_string(),
        title: layout.text_with("similar-title", [("number", FluentValue::from(of.number.to_string()))])?,
        // Who has it in hand is a name: not told.
        state: Labels { layout }.covered_state(of.state, None)?,
        machine: of.machine_name,
        join_href: if of.mine { uri!(end(of.id)).to_string() } else { uri!(create(of.id)).to_string() },
        mine: of.mine,
        settled: of.state == TicketState::Settled,
    })
}

/// « Une demande est déjà ouverte pour cette machine : n° 1042, reçue », and its address.
pub fn told(layout: &Layout<'_>, line: &SimilarLine) -> Result<String, Error> {
    let values = [("title", FluentValue::from(line.title.as_str())), ("state", FluentValue::from(line.state.text.as_str()))];
    layout.text_with("similar-told", values)
}

#[derive(Serialize)]
struct SimilarPage {
    back_href: String,
    line: SimilarLine,
}

/// The request as whom it touches too sees it.
#[get("/tickets/<id>/affected")]
async fn show(viewer: &Viewer, layout: Layout<'_>, id: TicketId, db: &State<Db>) -> Result<Page, Error> {
    let found = tickets::find_similar(db, viewer, id).await?.ok_or(Error::NotFound)?;
    let page = SimilarPage { back_href: crate::web::outages::index_href(), line: line(&layout, found)? };
    layout.page("tickets/affected", page.line.title.clone(), &page)
}

#[post("/tickets/<id>/affected")]
async fn create(viewer: &Viewer, id: TicketId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    match tickets::join(db, viewer, id, now.at).await {
        Ok(()) => Ok(Submitted::accepted(uri!(show(id)), "similar-joined")),
        Err(TicketError::Refused(Refusal::NotFromHere)) => {
            Ok(Submitted::warned(crate::web::outages::index_href(), "mistake-ticket-moved"))
        }
        Err(refused) => Err(super::moves::error(refused)),
    }
}

/// Takes it back. What is settled meanwhile is no longer to be seen then: the list is.
#[post("/tickets/<id>/affected/ending")]
async fn end(viewer: &Viewer, id: TicketId, db: &State<Db>) -> Result<Submitted, Error> {
    match tickets::leave(db, viewer, id).await {
        Ok(()) => Ok(Submitted::accepted(crate::web::outages::index_href(), "similar-left")),
        Err(refused) => Err(super::moves::error(refused)),
    }
}
