//! Noting a call: the technician writes a request down for somebody on the telephone.

use super::about::{self, About};
use super::sending::{self, WithFiles};
use crate::domain::ids::{EquipmentId, PersonId, SiteId, StructureId, TicketId};
use crate::domain::tickets::{Impact, Urgency};
use crate::store::access::Technician;
use crate::store::tickets::{self, NewTicket, Noted, TicketError};
use crate::store::{Db, equipment, sites, structures};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Maybe, Words};
use rocket::form::{Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![new, create]
}

#[derive(Serialize)]
struct CallPage {
    form: View,
    more: bool,
    href: String,
    ticket: String,
    choose_href: String,
    structures: Vec<StructureLink>,
    chosen: Option<String>,
}

#[derive(Serialize)]
struct StructureLink {
    href: String,
    name: String,
    city: String,
}

const NAMES: [&str; 11] = [
    "structure",
    "requester",
    "words",
    "urgency",
    "impact",
    about::MACHINE,
    about::MACHINES,
    about::SITE,
    "confidential",
    sending::FILES,
    sending::KEPT,
];

/// The address of the form; without a structure it first asks for which.
pub fn new_href(structure: Option<StructureId>) -> String {
    let structure = structure.map(|id| id.to_string());
    uri!(new(structure)).to_string()
}

#[get("/calls/new?<structure>")]
async fn new(technician: Technician, layout: Layout<'_>, structure: Option<String>, db: &State<Db>) -> Result<Page, Error> {
    let form = View::blank(&NAMES).with("structure", structure.unwrap_or_default());
    page(&technician, &layout, db, (form, About::default()), TicketId::new(layout.now)).await
}

async fn page(
    by: &Technician,
    layout: &Layout<'_>,
    db: &Db,
    (form, about): (View, About),
    ticket: TicketId,
) -> Result<Page, Error> {
    let all = structures::all(db, by).await?;
    let chosen = all.iter().find(|(s, _)| s.id.to_string() == form.value("structure"));
    let mut form = super::request::with_questions(form, layout)?;
    let mut more = false;
    if let Some((structure, _)) = chosen {
        let people = tickets::requesters_of(db, by, structure.id).await?;
        let mut requesters = vec![(String::new(), layout.text("ticket-call-who-choose")?, None)];
        requesters.extend(people.into_iter().map(|(id, name)| (id.to_string(), name, None)));
        let machines = equipment::in_use(db, by, structure.id).await?;
        more = about.may_be_more(&machines);
        let sites = sites::in_use(db, by, structure.id).await?;
        form = about.offered(form.offering("requester", requesters), layout, &machines, sites)?;
    }
    let link = |s: &structures::Structure| StructureLink { href: new_href(Some(s.id)), name: s.name.clone(), city: s.city.clone() };
    let page = CallPage {
        href: uri!(create).to_string(),
        ticket: ticket.to_string(),
        choose_href: new_href(None),
        structures: all.iter().map(|(s, _)| link(s)).collect(),
        chosen: chosen.map(|(s, _)| s.name.clone()),
        more,
        form,
    };
    layout.page_of_form("tickets/call", layout.text("ticket-call-title")?, &page.form, &page)
}

#[derive(FromForm)]
struct Call<'f> {
    ticket: TicketId,
    structure: StructureId,
    requester: PersonId,
    words: Words,
    urgency: Maybe<Urgency>,
    impact: Maybe<Impact>,
    equipment: Maybe<EquipmentId>,
    machines: Vec<EquipmentId>,
    site: Maybe<SiteId>,
    confidential: bool,
    anyway: Option<&'f str>,
}

#[post("/calls", data = "<form>")]
async fn create(
    technician: Technician,
    layout: Layout<'_>,
    form: Form<WithFiles<'_, Call<'_>>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let files = form.files.keep(technician.viewer(), &layout, db).await?;
    let mut again = files.given_back(&layout, layout.again(&NAMES, &form.typed.context)?)?;
    let about = About::typed(&form.typed.context);
    if about::asks_for_more(&form.typed.context) {
        let ticket = form.typed.context.field_value("ticket").and_then(|id| id.parse().ok());
        let ticket = ticket.unwrap_or_else(|| TicketId::new(now.at));
        return Ok(Submitted::Refused(page(&technician, &layout, db, (again.without_mistakes(), about.clone()), ticket).await?));
    }
    let Some(call) = form.typed.value.as_ref().filter(|_| files.are_well()) else {
        return Ok(Submitted::Refused(page(&technician, &layout, db, (again, about.clone()), TicketId::new(now.at)).await?));
    };
    if call.anyway.is_none() && sending::points_out(&layout, &mut again, &call.words.0, "send")? {
        return Ok(Submitted::Refused(page(&technician, &layout, db, (again, about.clone()), call.ticket).await?));
    }
    let new = NewTicket {
        confidential: call.confidential,
        id: call.ticket,
        words: call.words.0.clone(),
        urgency: call.urgency.0.unwrap_or(Urgency::Hardly),
        impact: call.impact.0.unwrap_or(Impact::Me),
        machines: about::of_form(call.equipment.0, &call.machines),
        site: call.site.0,
        files: files.ids,
    };
    let noted = Noted { structure: call.structure, requester: call.requester, new };
    match tickets::note_for(db, &technician, noted, now.at).await {
        Ok(id) => Ok(Submitted::accepted(super::href(id), "ticket-call-noted")),
        Err(refused @ (TicketError::Foreign | TicketError::NoSite | TicketError::FileGone)) => {
            let (field, key) = match refused {
                TicketError::FileGone => (sending::FILES, "mistake-file-gone"),
                TicketError::NoSite => (about::SITE, "mistake-choice"),
                _ => ("requester", "mistake-choice"),
            };
            again.mistake(field, layout.text(key)?);
            Ok(Submitted::Refused(page(&technician, &layout, db, (again, about.clone()), call.ticket).await?))
        }
        Err(other) => Err(super::moves::error(other)),
    }
}
