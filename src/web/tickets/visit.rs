//! The visit that is planned for a ticket: « Samira passe jeudi 3 décembre à 14 h ».

use crate::domain::ids::StructureId;
use crate::domain::tickets::Priority;
use crate::domain::visits::Wall;
use crate::store::Db;
use crate::store::access::{Technician, Viewer, VisitsOf};
use crate::store::tickets::Ticket;
use crate::store::visits;
use crate::web::errors::Error;
use crate::web::layout::Layout;
use crate::web::visits as pages;
use serde::Serialize;

/// The next one.
#[derive(Serialize)]
pub struct TicketVisit {
    comes: String,
    /// For technicians.
    edit_href: String,
}

/// The next visit for a ticket that was found within reach.
pub async fn of(layout: &Layout<'_>, db: &Db, of: &Ticket) -> Result<Option<TicketVisit>, Error> {
    let Some(next) = visits::of_ticket(db, of, Wall::at(layout.now, layout.zone())).await? else { return Ok(None) };
    Ok(Some(TicketVisit { comes: pages::comes(layout, &next)?, edit_href: pages::edit_href(next.id) }))
}

/// Who comes to a structure next, and when, as it stands in a text; « aucun passage n'est encore prévu ».
pub async fn next_said(by: &Technician, layout: &Layout<'_>, db: &Db, structure: StructureId) -> Result<String, Error> {
    let place = VisitsOf::of(by.viewer(), structure).ok_or(Error::NotFound)?;
    match visits::next(db, &place, Wall::at(layout.now, layout.zone())).await? {
        Some(next) => pages::comes(layout, &next),
        None => layout.text("canned-no-visit"),
    }
}

/// What is said after sending a request that can wait: who comes to the structure next, else when somebody could.
pub async fn expected(viewer: &Viewer, layout: &Layout<'_>, db: &Db, of: &Ticket) -> Result<Option<String>, Error> {
    let Some(place) = VisitsOf::of(viewer, of.structure).filter(|_| of.priority == Priority::CanWait) else { return Ok(None) };
    match visits::next(db, &place, Wall::at(layout.now, layout.zone())).await? {
        Some(next) => pages::comes_anyway(layout, &next).map(Some),
        None => pages::possible(&place, layout, db).await,
    }
}
