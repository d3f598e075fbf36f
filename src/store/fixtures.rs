//! The named world of `fixtures/`: the same for the tests and the demonstration. Ids are UUID v5 of the names, so a test
//! says `tickets/printer_jam` and finds it. Dates move with the month in which the world is loaded.

mod canned_answers;
mod categories;
mod chain;
mod costs;
mod files;
mod help_sheets;
mod imports;
mod inventories;
mod organisations;
mod outages;
mod register;
mod saved_views;
mod series;
mod sites;
mod stickers;
mod story;
mod tasks;
mod transfers;
mod visits;
mod world;

pub use world::{load, named};
