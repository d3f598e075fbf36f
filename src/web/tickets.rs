//! Tickets: asking for help, the queue, the conversation. Here: the lists and the page of one.

mod about;
mod affected;
mod answer;
mod assignment;
mod blanking;
mod calls;
mod confidentiality;
mod corrections;
mod export;
mod filters;
mod guest;
mod labels;
mod links;
mod lists;
mod merging;
mod messages;
mod moves;
mod outage;
mod outside;
mod paper;
mod participations;
mod presence;
mod request;
mod sending;
mod splitting;
mod steps;
mod tasks;
mod thread;
mod triage;
mod versions;
mod views;
mod visit;

pub use about::of_form as machines_of_form;
pub use affected::{SimilarLine, lines as similar_lines, similar, told as similar_told};
pub use answer::OUTCOMES as SETTLED_BY_TECHNICIANS;
pub use filters::{AskedList, address as list_address};
pub use labels::{Badge, Labels, first_name};
pub use lists::{
    ListLine, QueueLine, cut, found_line, href_of as href_of_list, line, of_machine_href, of_site_href, of_structure_href,
    queue_lines, queue_summary,
};
pub use moves::error as refused;
pub use paper::several_href;
pub use request::{any_href as any_new_href, href_of_new, phone_of, sent_href, tel, usual, with_questions};
pub use sending::points_out;
pub use tasks::{TaskLine, due as tasks_due};
pub use visit::next_said as next_visit_said;

use super::errors::Error;
use super::guards::Now;
use super::layout::{Layout, Page};
use crate::domain::ids::{StructureId, TicketId};
use crate::domain::tickets::filter::{InHandOf, TicketFilter};
use crate::store::Db;
use crate::store::access::{Referent, Technician, Viewer};
use crate::store::tickets;
use rocket::response::Redirect;
use rocket::{Responder, Route, State, get, routes, uri};

pub fn routes() -> Vec<Route> {
    let mut all = routes![index, show];
    all.extend(lists::routes());
    all.extend(export::routes());
    all.extend(request::routes());
    all.extend(calls::routes());
    all.extend(thread::routes());
    all.extend(answer::routes());
    all.extend(moves::routes());
    all.extend(assignment::routes());
    all.extend(triage::routes());
    all.extend(presence::routes());
    all.extend(participations::routes());
    all.extend(outside::routes());
    all.extend(confidentiality::routes());
    all.extend(steps::routes());
    all.extend(tasks::routes());
    all.extend(links::routes());
    all.extend(merging::routes());
    all.extend(splitting::routes());
    all.extend(paper::routes());
    all.extend(views::routes());
    all.extend(affected::routes());
    all.extend(outage::routes());
    all.extend(corrections::routes());
    all.extend(versions::routes());
    all.extend(messages::routes());
    all.extend(blanking::routes());
    all.extend(guest::routes());
    all
}

/// A technician's queue; anybody else's own requests.
#[get("/tickets")]
async fn index(viewer: &Viewer, layout: Layout<'_>, asked: AskedList, db: &State<Db>) -> Result<Page, Error> {
    match Technician::of(viewer) {
        Some(technician) => lists::queue(&technician, &layout, db, &asked).await,
        None => lists::own(viewer, &layout, db).await,
    }
}

/// The page of a ticket, or the way to the one in which it lives on.
#[derive(Responder)]
enum Shown {
    Page(Box<Page>),
    Elsewhere(Box<Redirect>),
}

/// One ticket: for technicians with the form that answers, for the others with the one that writes back.
#[get("/tickets/<id>")]
async fn show(viewer: &Viewer, layout: Layout<'_>, id: TicketId, db: &State<Db>, now: Now) -> Result<Shown, Error> {
    let Some(ticket) = tickets::find(db, viewer, id).await? else {
        let covered = tickets::covered(db, viewer, id).await?.ok_or(Error::NotFound)?;
        if covered.id != id {
            return Ok(Shown::Elsewhere(Box::new(Redirect::to(uri!(show(covered.id))))));
        }
        return Ok(Shown::Page(Box::new(confidentiality::page(viewer, &layout, covered, None).await?)));
    };
    if ticket.id != id {
        return Ok(Shown::Elsewhere(Box::new(Redirect::to(uri!(show(ticket.id))))));
    }
    let ticket = match tickets::mark_seen(db, viewer, &ticket, layout.today(), now.at).await? {
        true => tickets::find(db, viewer, id).await?.ok_or(Error::NotFound)?,
        false => ticket,
    };
    let page = match Technician::of(viewer) {
        Some(technician) => answer::page(&technician, &layout, db, &ticket, None).await?,
        None => thread::page(viewer, &layout, db, &ticket, None).await?,
    };
    Ok(Shown::Page(Box::new(page)))
}

/// The address of a ticket's page.
pub fn href(id: TicketId) -> String {
    uri!(show(id)).to_string()
}

/// The address of a technician's queue, or of one's own requests.
pub fn index_href() -> String {
    uri!(index).to_string()
}

/// The address of a technician's own open tickets.
pub fn mine_href() -> String {
    lists::href_of(&TicketFilter { in_hand_of: Some(InHandOf::Me), ..TicketFilter::default() })
}

/// The address of the page that notes a call.
pub fn call_href() -> String {
    calls::new_href(None)
}

/// Where a viewer's list of requests is: the structure's for its referent, else their own or the queue.
fn list_href(viewer: &Viewer, structure: StructureId) -> String {
    let answers_for = Technician::of(viewer).is_none() && Referent::of(viewer, structure).is_some();
    if answers_for { lists::of_structure_href(structure) } else { index_href() }
}
