//! What machines say of themselves: what waits for a person, the addresses of agents, what could not be read. Agents come in by
//! [`door`].

mod deciding;
pub mod door;
mod machine;
mod tokens;
mod unreadable;
mod words;

pub use door::AgentPace;
pub use machine::{Said, of_machine};

use super::equipment as machines;
use super::errors::Error;
use super::layout::{Layout, Page};
use crate::domain::ids::StructureId;
use crate::domain::inventories::Standing;
use crate::store::access::RegisterOf;
use crate::store::inventories::{self, Seal, Told};
use crate::store::{Db, structures};
use rocket::{Build, Catcher, Rocket, Route, State, get, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    let mut all = routes![index, machine::decide];
    all.extend(deciding::routes());
    all.extend(door::routes());
    all.extend(tokens::routes());
    all.extend(unreadable::routes());
    all
}

pub fn catchers() -> Vec<Catcher> {
    door::catchers()
}

/// Where agents are told of mistakes in their own way.
pub const CATCHING: &str = "/agent";

/// The seal of what could not be read, from the secret of this installation. Without one, of this run alone.
pub fn seal(rocket: &Rocket<Build>) -> Seal {
    let secret: Option<String> = rocket.figment().extract_inner("secret_key").ok();
    Seal::new(secret.unwrap_or_else(|| crate::store::secrets::Secret::random().as_str().to_owned()).as_bytes())
}

#[derive(Serialize)]
struct TraysPage {
    back_href: String,
    structure: String,
    adopt: Vec<Line>,
    reconcile: Vec<Line>,
    /// How many could not be read.
    unreadable_count: usize,
    unreadable_href: String,
    /// No agent can report yet.
    no_address: bool,
    tokens_href: String,
}

#[derive(Serialize)]
struct Line {
    href: String,
    name: String,
    says: String,
    seen: String,
    candidates: String,
}

#[get("/structures/<_>/inventories")]
async fn index(of: RegisterOf, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let structure = structure_name(db, &of).await?;
    let waiting = inventories::waiting(db, &of).await?;
    let tray = |standing: Standing| {
        let of_it = waiting.iter().filter(move |told| told.standing == standing);
        of_it.map(|told| line(&layout, &of, told)).collect::<Result<Vec<_>, Error>>()
    };
    let page = TraysPage {
        back_href: machines::of_structure_href(of.structure()),
        structure,
        adopt: tray(Standing::Adopt)?,
        reconcile: tray(Standing::Reconcile)?,
        unreadable_count: inventories::unreadable(db, &of).await?.len(),
        unreadable_href: unreadable::href(of.structure()),
        no_address: inventories::tokens(db, &of).await?.is_empty(),
        tokens_href: tokens::href(of.structure()),
    };
    layout.page("inventories/index", layout.text("inventories-title")?, &page)
}

fn line(layout: &Layout<'_>, of: &RegisterOf, told: &Told) -> Result<Line, Error> {
    let names = told.candidates.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ");
    Ok(Line {
        href: deciding::href(of.structure(), told.id),
        name: words::name(layout, &told.document)?,
        says: words::in_short(&told.document),
        seen: words::seen(layout, told)?,
        candidates: names,
    })
}

/// The name of the structure; 404 when there is none: a technician may ask for any id.
async fn structure_name(db: &Db, of: &RegisterOf) -> Result<String, Error> {
    let (structure, _) = structures::find(db, of, of.structure()).await?.ok_or(Error::NotFound)?;
    Ok(structure.name)
}

/// The address of the inventories of a structure.
pub fn of_structure_href(id: StructureId) -> String {
    uri!(index(id)).to_string()
}
