//! The machines that a hold blocks, for the coordinator: some holds nobody else clears.

use super::deed::{self, Deed};
use super::words;
use crate::store::access::Coordinator;
use crate::store::{Db, chain};
use crate::web::errors::Error;
use crate::web::layout::{Layout, Page};
use rocket::{State, get, uri};
use serde::Serialize;

#[derive(Serialize)]
struct HoldsPage {
    lines: Vec<HeldLine>,
}

#[derive(Serialize)]
struct HeldLine {
    name: String,
    structure: String,
    holds: String,
    href: String,
}

/// The address of the list.
pub fn href() -> String {
    uri!(index).to_string()
}

#[get("/holds")]
pub async fn index(by: Coordinator, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let mut lines = Vec::new();
    for held in chain::held(db, &by).await? {
        let holds = held.state.item.holds.iter().map(|hold| words::hold(&layout, *hold)).collect::<Result<Vec<_>, _>>()?;
        lines.push(HeldLine {
            name: held.name,
            structure: held.structure,
            holds: holds.join(", "),
            href: deed::href(held.machine, Deed::Clear),
        });
    }
    layout.page("chain/holds", layout.text("chain-holds-title")?, &HoldsPage { lines })
}
