//! What the coordinator alone decides of machines: some holds nobody else clears, and where nobody but who repaired one is there to
//! test it, they let them.

use super::deed;
use super::deeds::Deed;
use super::words;
use crate::domain::chain::Stage;
use crate::store::access::Coordinator;
use crate::store::{Db, chain};
use crate::web::errors::Error;
use crate::web::layout::{Layout, Page};
use rocket::{State, get, uri};
use serde::Serialize;

#[derive(Serialize)]
struct HoldsPage {
    lines: Vec<HeldLine>,
    /// Machines that are tested, by somebody else than who repaired them.
    tested: Vec<HeldLine>,
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
    let (mut lines, mut tested) = (Vec::new(), Vec::new());
    for held in chain::held(db, &by).await? {
        if held.state.stage() == Stage::Testing && !held.state.item.tester_waived {
            tested.push(HeldLine {
                name: held.name.clone(),
                structure: held.structure.clone(),
                holds: words::stage(&layout, held.state.stage())?,
                href: deed::href(held.machine, Deed::WaiveTester),
            });
        }
        if held.state.item.holds.is_empty() {
            continue;
        }
        let holds = held.state.item.holds.iter().map(|hold| words::hold(&layout, *hold)).collect::<Result<Vec<_>, _>>()?;
        lines.push(HeldLine {
            name: held.name,
            structure: held.structure,
            holds: holds.join(", "),
            href: deed::href(held.machine, Deed::Clear),
        });
    }
    layout.page("chain/holds", layout.text("chain-holds-title")?, &HoldsPage { lines, tested })
}
