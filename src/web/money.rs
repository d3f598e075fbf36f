//! Money in: who owes what, payments, reminders, the year's regularisation, each member's part of use.

mod balances;
mod dues;
mod journal;
mod payments;
mod settings;
mod used;
mod years;

use crate::domain::ids::StructureId;
use rocket::{Route, routes, uri};

pub fn routes() -> Vec<Route> {
    routes![
        balances::index,
        dues::show,
        dues::remind,
        payments::new,
        payments::create,
        payments::cancellation,
        payments::cancel,
        settings::edit,
        settings::update,
        used::show,
        journal::show,
        journal::export,
        years::show,
        years::record,
    ]
}

/// The address of what is still to come in.
pub fn href() -> String {
    uri!(balances::index).to_string()
}

/// The address of what a structure pays.
pub fn dues_href(structure: StructureId) -> String {
    uri!(dues::show(structure, None::<i32>)).to_string()
}
