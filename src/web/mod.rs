//! Pages and forms. A request's way: route, guard, form, command of the store, answer.

pub mod accessibility;
pub mod account;
pub mod api;
pub mod assets;
pub mod attachments;
pub mod batches;
pub mod board;
pub mod calendar;
pub mod calendars;
pub mod canned_answers;
mod categories;
pub mod chain;
pub mod closing;
pub mod continuity;
pub mod costs;
pub mod csv;
pub mod download;
pub mod eco;
pub mod equipment;
pub mod errors;
pub mod facts;
pub mod fairness;
pub mod follow;
pub mod forms;
pub mod genuine;
pub mod gifts;
pub mod grid;
pub mod group;
pub mod guards;
pub mod help_sheets;
pub mod home;
pub mod hours;
mod imports;
pub mod info;
pub mod interventions;
pub mod inventories;
pub mod layout;
pub mod letters;
pub mod lifetimes;
pub mod looking;
pub mod markdown;
pub mod money;
mod ords;
pub mod organisations;
pub mod outages;
mod pace;
pub mod params;
pub mod people;
mod pictures;
pub mod pool;
pub mod qr;
mod ready;
mod report;
pub mod rules;
pub mod saved_views;
pub mod search;
pub mod security;
pub mod series;
pub mod session;
pub mod signing;
pub mod simulation;
pub mod sites;
mod small_form;
pub mod statements;
pub mod stickers;
pub mod structures;
pub mod subsidies;
pub mod tickets;
pub mod transfers;
pub mod visits;
pub mod workshop;
pub mod xlsx;

use crate::config::Config;
use rocket::fairing::AdHoc;

/// Every address of the product, concept by concept.
pub fn stage() -> AdHoc {
    AdHoc::on_ignite("web", |rocket| async {
        let config = rocket.state::<Config>().expect("the settings are managed before the web is set up");
        let (headers, pace) = (guards::Headers::new(config), search::SearchPace(pace::Pace::new(config.searches)));
        let seal = inventories::seal(&rocket);
        rocket
            .manage(assets::Assets::load())
            .manage(pace)
            .manage(api::ApiPace::default())
            .manage(inventories::AgentPace::default())
            .manage(seal)
            .attach(guards::SameSiteDoor)
            .attach(session::kept::KeepTyped)
            .attach(headers)
            .mount("/", rocket::routes![assets::asset, guards::cross_site])
            .mount("/", home::routes())
            .mount("/", session::routes())
            .mount("/", account::routes())
            .mount("/", api::routes())
            .mount("/", group::routes())
            .mount("/", imports::routes())
            .mount("/", tickets::routes())
            .mount("/", search::routes())
            .mount("/", saved_views::routes())
            .mount("/", batches::routes())
            .mount("/", canned_answers::routes())
            .mount("/", categories::routes())
            .mount("/", attachments::routes())
            .mount("/", interventions::routes())
            .mount("/", structures::routes())
            .mount("/", people::routes())
            .mount("/", board::routes())
            .mount("/", equipment::routes())
            .mount("/", chain::routes())
            .mount("/", organisations::routes())
            .mount("/", workshop::routes())
            .mount("/", transfers::routes())
            .mount("/", ready::routes())
            .mount("/", ords::routes())
            .mount("/", sites::routes())
            .mount("/", inventories::routes())
            .mount("/", facts::routes())
            .mount("/", continuity::routes())
            .mount("/", stickers::routes())
            .mount("/", follow::routes())
            .mount("/", signing::routes())
            .mount("/", genuine::routes())
            .mount("/", lifetimes::routes())
            .mount("/", hours::routes())
            .mount("/", looking::routes())
            .mount("/", statements::routes())
            .mount("/", report::routes())
            .mount("/", fairness::routes())
            .mount("/", costs::routes())
            .mount("/", subsidies::routes())
            .mount("/", money::routes())
            .mount("/", rules::routes())
            .mount("/", closing::routes())
            .mount("/", gifts::routes())
            .mount("/", pool::routes())
            .mount("/", simulation::routes())
            .mount("/", calendar::routes())
            .mount("/", help_sheets::routes())
            .mount("/", outages::routes())
            .mount("/", series::routes())
            .mount("/", visits::routes())
            .mount("/", calendars::routes())
            .mount("/", letters::routes())
            .mount("/", info::routes())
            .mount("/", accessibility::routes())
            .mount("/", eco::routes())
            .mount("/", security::routes())
            .register("/", info::catchers())
            .register(api::CATCHING, api::catchers())
            .register(inventories::CATCHING, inventories::catchers())
    })
}
