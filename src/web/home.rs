//! The first page of each person: what is theirs to do now.

mod board;
mod coordinator;
mod employee;
mod referent;
mod technician;

use super::errors::Error;
use super::layout::{Layout, Page};
use crate::domain::people::Role;
use crate::store::Db;
use crate::store::access::{Board, Coordinator, MemberOf, Referent, Technician, Viewer, Workshop};
use crate::web::workshop;
use rocket::{Route, State, get, routes};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show]
}

/// The home page of the first role that the person has, in this order.
#[get("/")]
async fn show(viewer: &Viewer, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    if let Some(technician) = Technician::of(viewer) {
        return technician::home(&technician, &layout, db).await;
    }
    if let Some(coordinator) = Coordinator::of(viewer) {
        return coordinator::home(&coordinator, &layout, db).await;
    }
    let answers_for = viewer.homes().iter().find(|home| home.role == Role::Referent);
    if let Some(referent) = answers_for.and_then(|home| Referent::of(viewer, home.structure)) {
        return referent::home(&referent, &layout, db).await;
    }
    if let Some(place) = viewer.workplaces().first().and_then(|place| Workshop::of(viewer, place.organisation)) {
        return workshop::home(&place, &layout, db).await;
    }
    match (viewer.homes().first().and_then(|home| MemberOf::of(viewer, home.structure)), Board::of(viewer)) {
        (Some(member), _) => employee::home(&member, &layout, db).await,
        (None, Some(board)) => board::home(&board, &layout, db).await,
        (None, None) => nowhere(&layout),
    }
}

#[derive(Serialize)]
struct NowherePage {}

/// Somebody whose memberships have all ended.
fn nowhere(layout: &Layout<'_>) -> Result<Page, Error> {
    layout.page("home/nowhere", layout.text("home-nowhere-title")?, &NowherePage {})
}
