//! « Moi aussi »: in a tap one counts, in another one does not.

use crate::domain::ids::OutageId;
use crate::store::Db;
use crate::store::access::Viewer;
use crate::store::outages::{self, Outage, OutageError};
use crate::web::errors::Error;
use crate::web::guards::Now;
use crate::web::layout::Submitted;
use rocket::{Route, State, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![create, end]
}

/// The button, or that it was pressed.
#[derive(Serialize)]
pub struct Join {
    href: String,
    mine: bool,
}

/// For whom it concerns, while it lasts.
pub fn join_of(outage: &Outage) -> Option<Join> {
    let may = outage.concerns && outage.closed_at.is_none();
    may.then(|| Join {
        href: if outage.mine { uri!(end(outage.id)).to_string() } else { uri!(create(outage.id)).to_string() },
        mine: outage.mine,
    })
}

#[post("/outages/<id>/affected")]
async fn create(viewer: &Viewer, id: OutageId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    answer(id, outages::join(db, viewer, id, now.at).await, "outage-joined")
}

#[post("/outages/<id>/affected/ending")]
async fn end(viewer: &Viewer, id: OutageId, db: &State<Db>) -> Result<Submitted, Error> {
    answer(id, outages::leave(db, viewer, id).await, "outage-left")
}

/// Back to the outage. A page that was open for long must not end in a fault.
fn answer(id: OutageId, done: Result<(), OutageError>, said: &str) -> Result<Submitted, Error> {
    match done {
        Ok(()) => Ok(Submitted::accepted(super::href(id), said)),
        Err(OutageError::Over) => Ok(Submitted::warned(super::href(id), "mistake-outage-over")),
        Err(refused) => Err(super::error(refused)),
    }
}
