//! Parcommun: the shared IT department of people who cannot each afford one.
//!
//! [`rocket`] is the map of the product: what is set up, in which order, and what is mounted where.

#![forbid(unsafe_code)]

pub mod accessibility;
pub mod accounting;
pub mod cli;
pub mod clock;
pub mod config;
pub mod documents;
pub mod domain;
pub mod ical;
pub mod inventory;
pub mod mail;
pub mod rounds;
pub mod store;
pub mod templates;
pub mod texts;
pub mod web;

use clock::Clock;
use config::Config;
use rocket::figment::Figment;
use rocket::{Build, Rocket};
use store::Db;
use templates::Wording;

/// The product over an open database: texts, templates, doors, pages. Nothing is served yet.
pub fn rocket(figment: Figment, config: Config, db: Db, clock: Clock, wording: Wording) -> Rocket<Build> {
    let rocket = rocket::custom(figment).manage(db).manage(clock).manage(wording.texts).manage(wording.templates).manage(config);
    rocket.attach(web::stage())
}
