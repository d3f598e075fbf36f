//! Who asked without an account: how to reach them, whether they are who they say, their way in.

use crate::domain::ids::TicketId;
use crate::store::Db;
use crate::store::access::{Technician, Viewer};
use crate::store::tickets::{self, Ticket};
use crate::web::errors::Error;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Submitted};
use fluent_bundle::FluentValue;
use rocket::{Route, State, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![confirm, end]
}

/// Beside the conversation, for the technician and the referent.
#[derive(Serialize)]
pub struct GuestCard {
    name: String,
    email: Option<String>,
    phone: Option<String>,
    phone_href: Option<String>,
    unconfirmed: bool,
    /// « J'ai rappelé », for the technician.
    called_href: Option<String>,
    /// Closes the link, for the technician.
    ending_href: Option<String>,
}

pub async fn of(reader: &Viewer, layout: &Layout<'_>, db: &Db, of: &Ticket) -> Result<Option<GuestCard>, Error> {
    let Some(guest) = tickets::guest_of(db, reader, of).await? else { return Ok(None) };
    let technician = Technician::of(reader).is_some();
    let phone = Some(guest.phone).filter(|phone| !phone.is_empty());
    Ok(Some(GuestCard {
        name: name(layout, of, &of.requester_name)?,
        email: guest.email.map(|email| email.to_string()),
        phone_href: phone.as_deref().map(super::request::tel),
        phone,
        unconfirmed: !guest.confirmed,
        called_href: (technician && !guest.confirmed).then(|| uri!(confirm(of.id)).to_string()),
        ending_href: (technician && guest.follows).then(|| uri!(end(of.id)).to_string()),
    }))
}

/// « Paul (sans compte, à confirmer) ».
pub fn name(layout: &Layout<'_>, of: &Ticket, name: &str) -> Result<String, Error> {
    let key = if of.beside.unconfirmed { "guest-name-unconfirmed" } else { "guest-name" };
    layout.text_with(key, [("name", FluentValue::from(name.to_owned()))])
}

/// « J'ai rappelé ».
#[post("/tickets/<id>/guest/confirmation")]
async fn confirm(technician: Technician, id: TicketId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    super::moves::answer(id, tickets::called_back(db, &technician, id, now.at).await, "guest-called-back")
}

#[post("/tickets/<id>/guest/ending")]
async fn end(technician: Technician, id: TicketId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    super::moves::answer(id, tickets::end_guest(db, &technician, id, now.at).await, "guest-ended")
}
