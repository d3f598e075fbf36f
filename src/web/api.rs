//! What programs ask: JSON under `/api/v1`, with somebody's token, by the same functions and the same rights as pages
//! (`docs/api.md`). Nothing here names a rule of its own.

mod body;
mod description;
mod door;
mod equipment;
mod fields;
mod files;
mod interventions;
mod messages;
mod moves;
mod pages;
mod problem;
mod records;
mod requests;
mod structures;
mod tickets;

pub use door::ApiPace;

use rocket::{Catcher, Route, catchers, routes};

/// What every address of the interface begins with.
pub const BASE: &str = "/api/v1";

/// Where its mistakes are told in its own way.
pub const CATCHING: &str = "/api";

pub fn routes() -> Vec<Route> {
    routes![
        description::show,
        tickets::index,
        tickets::show,
        requests::create,
        messages::index,
        messages::create,
        files::index,
        files::show,
        files::create,
        moves::close,
        moves::reopen,
        moves::withdraw,
        moves::assign,
        structures::index,
        equipment::index,
        equipment::show,
        interventions::index,
        interventions::create,
    ]
}

pub fn catchers() -> Vec<Catcher> {
    catchers![problem::told]
}

/// The address of the interface's description.
pub fn description_href() -> String {
    rocket::uri!(description::show).to_string()
}
