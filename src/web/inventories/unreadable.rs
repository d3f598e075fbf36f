//! « Inventaires illisibles »: what agents sent and nobody could read, why, and reading it again after an update.

use super::structure_name;
use crate::domain::ids::{StructureId, UnreadableId};
use crate::inventory::{self, Message};
use crate::store::Db;
use crate::store::access::RegisterOf;
use crate::store::inventories::{self, Received, Seal, Unreadable};
use crate::web::errors::Error;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use rocket::tokio::task::spawn_blocking;
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index, replay]
}

/// The address of what could not be read in a structure.
pub fn href(structure: StructureId) -> String {
    uri!(index(structure)).to_string()
}

#[derive(Serialize)]
struct UnreadablePage {
    back_href: String,
    structure: String,
    lines: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    reason: String,
    program: String,
    at: String,
    size: String,
    /// None when nothing was kept of it.
    replay_href: Option<String>,
}

#[get("/structures/<_>/unreadable-inventories")]
async fn index(of: RegisterOf, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let line = |one: Unreadable| {
        Ok(Line {
            reason: layout.text(&format!("unreadable-{}", one.reason))?,
            at: layout.moment(one.received_at),
            size: layout.size(one.size),
            replay_href: (one.size > 0).then(|| uri!(replay(of.structure(), one.id)).to_string()),
            program: one.program,
        })
    };
    let lines: Result<Vec<Line>, Error> = inventories::unreadable(db, &of).await?.into_iter().map(line).collect();
    let page = UnreadablePage {
        back_href: super::of_structure_href(of.structure()),
        structure: structure_name(db, &of).await?,
        lines: lines?,
    };
    layout.page("inventories/unreadable", layout.text("unreadable-title")?, &page)
}

/// Reads it again: what it says is taken in as if it came now.
#[post("/structures/<_>/unreadable-inventories/<unreadable>/replay")]
async fn replay(
    of: RegisterOf,
    unreadable: UnreadableId,
    db: &State<Db>,
    seal: &State<Seal>,
    now: Now,
) -> Result<Submitted, Error> {
    structure_name(db, &of).await?;
    let (line, bytes) = inventories::find_unreadable(db, &of, seal, unreadable).await?.ok_or(Error::NotFound)?;
    let page = uri!(index(of.structure()));
    let Some(bytes) = bytes else { return Ok(Submitted::warned(page, "unreadable-sealed")) };
    let read = spawn_blocking(move || inventory::read(&bytes)).await.map_err(|error| Error::Other(error.to_string()))?;
    let Ok(report) = read else { return Ok(Submitted::warned(page, "unreadable-still")) };
    let received = match report.message {
        Message::Inventory(inventory) => Some(Received { inventory: *inventory, agent_id: line.agent_id }),
        _ => None,
    };
    inventories::done_with(db, &of, unreadable, received.as_ref(), now.at).await?;
    Ok(Submitted::accepted(page, "unreadable-read"))
}
