//! When the technician comes: the visits of a structure, a technician's week, the form that plans one.

mod form;
mod structure;
mod week;
mod words;

pub use form::{edit_href, new_href};
pub use structure::href as of_structure_href;
pub use week::{VisitLine, href as week_href, today};
pub use words::{NextVisit, comes, comes_anyway, next_of, possible};

use super::layout::Layout;
use crate::domain::visits::Wall;
use rocket::Route;

pub fn routes() -> Vec<Route> {
    let mut all = structure::routes();
    all.extend(week::routes());
    all.extend(form::routes());
    all
}

/// What the group's clock shows.
fn wall(layout: &Layout<'_>) -> Wall {
    Wall::at(layout.now, layout.zone())
}
