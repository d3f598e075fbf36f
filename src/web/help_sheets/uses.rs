//! « Oui, merci »: the sheet settled it, and a request less is counted.

use crate::domain::ids::{HelpSheetId, TicketId};
use crate::domain::tickets::Move;
use crate::store::access::Viewer;
use crate::store::{Db, help_sheets, tickets};
use crate::web::errors::Error;
use crate::web::guards::Now;
use crate::web::layout::Submitted;
use crate::web::tickets as requests;
use rocket::{Route, State, post, routes, uri};

pub fn routes() -> Vec<Route> {
    routes![create]
}

/// Where « oui » is said; with the request that was sent, when there is one.
pub fn href(id: HelpSheetId, ticket: Option<TicketId>) -> String {
    uri!(create(id, ticket)).to_string()
}

/// Counts it, once a day and person. A request that was just sent can then be taken back in a tap.
#[post("/help-sheets/<id>/uses?<ticket>")]
async fn create(viewer: &Viewer, id: HelpSheetId, ticket: Option<TicketId>, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    help_sheets::helped(db, viewer, id, now.today, now.at).await.map_err(super::error)?;
    let sent = match ticket {
        Some(ticket) => tickets::find(db, viewer, ticket).await?,
        None => None,
    };
    match sent.filter(|ticket| ticket.standing().after(Move::Withdraw, now.at).is_ok()) {
        Some(ticket) => Ok(Submitted::accepted(requests::sent_href(ticket.id), "help-sheet-helped-withdraw")),
        None => Ok(Submitted::accepted(super::href(id), "help-sheet-helped")),
    }
}
