//! Asking for help: one page, one required field.

use super::about::{self, About};
use super::affected::{self, SimilarLine};
use super::sending::{self, WithFiles};
use crate::domain::ids::{EquipmentId, SiteId, StructureId, TicketId};
use crate::domain::tickets::{Impact, Priority, State as TicketState, Urgency};
use crate::store::access::{Home, MemberOf, Scope, Technician, Viewer};
use crate::store::tickets::{self, NewTicket, TicketError};
use crate::store::{Db, equipment, sites};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::help_sheets;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::outages::{self, OutageLine};
use crate::web::params::{Maybe, Words};
use fluent_bundle::FluentValue;
use rocket::form::{Form, FromForm};
use rocket::response::Redirect;
use rocket::{Responder, Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![choose, new, create, sent]
}

#[derive(Serialize)]
struct NewTicketPage {
    form: View,
    /// Several machines may be ticked, once one says so.
    more: bool,
    href: String,
    ticket: String,
    structure: Option<String>,
    usual: Option<String>,
    phone: Option<String>,
    phone_href: Option<String>,
    privacy_href: &'static str,
    sheets_href: String,
    suggestions_href: String,
    structure_id: String,
    /// What lasts and concerns who asks, and what others asked about the machine: below the button.
    outages: Vec<OutageLine>,
    similar: Vec<SimilarLine>,
}

const NAMES: [&str; 9] =
    ["words", "urgency", "impact", about::MACHINE, about::MACHINES, about::SITE, "confidential", sending::FILES, sending::KEPT];

/// Goes to the form of the person's structure; with two of them, a choice. A technician notes a call.
#[derive(Responder)]
enum Way {
    Straight(Box<Redirect>),
    Choice(Box<Page>),
}

#[derive(Serialize)]
struct ChoicePage {
    homes: Vec<HomeLink>,
}

#[derive(Serialize)]
struct HomeLink {
    href: String,
    name: String,
}

#[get("/tickets/new")]
fn choose(viewer: &Viewer, layout: Layout<'_>) -> Result<Way, Error> {
    if Technician::of(viewer).is_some() {
        return Ok(Way::Straight(Box::new(Redirect::to(super::calls::new_href(None)))));
    }
    match viewer.homes() {
        [] => Err(Error::Forbidden),
        [only] => Ok(Way::Straight(Box::new(Redirect::to(href_of_new(only.structure, None))))),
        several => {
            let link = |home: &Home| HomeLink { href: href_of_new(home.structure, None), name: home.name.clone() };
            let page = ChoicePage { homes: several.iter().map(link).collect() };
            Ok(Way::Choice(Box::new(layout.page("tickets/choose", layout.text("ticket-choose-title")?, &page)?)))
        }
    }
}

/// The address that finds the right form.
pub fn any_href() -> String {
    uri!(choose).to_string()
}

/// The address of a structure's form, with a machine chosen when one is named.
pub fn href_of_new(structure: StructureId, equipment: Option<EquipmentId>) -> String {
    let machine = equipment.map(|id| id.to_string());
    uri!(new(structure, machine)).to_string()
}

#[get("/structures/<_>/tickets/new?<equipment>")]
async fn new(member: MemberOf, layout: Layout<'_>, equipment: Option<String>, db: &State<Db>) -> Result<Page, Error> {
    let form = View::blank(&NAMES).with(about::MACHINE, equipment.clone().unwrap_or_default());
    page(&member, &layout, db, (form, About::machine(equipment)), TicketId::new(layout.now)).await
}

/// The choices of the two plain questions: words of `ticket-urgency-…` and `ticket-impact-…`.
pub fn with_questions(form: View, layout: &Layout<'_>) -> Result<View, Error> {
    let mut urgencies = Vec::new();
    for urgency in Urgency::ALL {
        urgencies.push((urgency.to_string(), layout.text(&format!("ticket-urgency-{urgency}"))?, None));
    }
    let mut impacts = Vec::new();
    for impact in Impact::ALL {
        impacts.push((impact.to_string(), layout.text(&format!("ticket-impact-{impact}"))?, None));
    }
    Ok(form.preset("impact", Impact::Me.as_str()).offering("urgency", urgencies).offering("impact", impacts))
}

async fn page(
    member: &MemberOf,
    layout: &Layout<'_>,
    db: &Db,
    (form, about): (View, About),
    ticket: TicketId,
) -> Result<Page, Error> {
    // Own machines first, then what serves everybody.
    let machines = equipment::offered_to(db, member).await?;
    let sites = sites::in_use(db, member, member.structure()).await?;
    let form = about.offered(with_questions(form, layout)?, layout, &machines, sites)?;
    let several = member.viewer().homes().len() > 1;
    let home = member.viewer().homes().iter().find(|home| home.structure == member.structure());
    let phone = phone_of(layout);
    let page = NewTicketPage {
        outages: outages::concerning_first(layout, db, member, &about.machines()).await?,
        similar: affected::similar(member, layout, db, &about.machines()).await?,
        more: about.may_be_more(&machines),
        form,
        href: uri!(create(member.structure())).to_string(),
        ticket: ticket.to_string(),
        structure: home.filter(|_| several).map(|home| home.name.clone()),
        usual: usual(member.viewer(), layout, db).await?,
        phone_href: phone.as_deref().map(tel),
        phone,
        privacy_href: "/privacy",
        sheets_href: help_sheets::index_href(),
        suggestions_href: help_sheets::suggestions_href(),
        structure_id: member.structure().to_string(),
    };
    layout.page_of_form("tickets/new", layout.text("ticket-new-title")?, &page.form, &page)
}

/// The group's telephone for « ça bloque tout », if it has one.
pub fn phone_of(layout: &Layout<'_>) -> Option<String> {
    layout.group().map(|group| group.phone.clone()).filter(|phone| !phone.is_empty())
}

/// « D'habitude, on répond en moins de 4 h ouvrées », when enough requests say so.
pub async fn usual(reader: impl Into<Scope>, layout: &Layout<'_>, db: &Db) -> Result<Option<String>, Error> {
    let Some(minutes) = tickets::usual_delay(db, reader, layout.now).await? else { return Ok(None) };
    let hours = minutes.div_euclid(60) + 1;
    Ok(Some(layout.text_with("ticket-usual", [("n", FluentValue::from(hours))])?))
}

#[derive(FromForm)]
struct Asking<'f> {
    ticket: TicketId,
    words: Words,
    urgency: Maybe<Urgency>,
    impact: Maybe<Impact>,
    equipment: Maybe<EquipmentId>,
    machines: Vec<EquipmentId>,
    site: Maybe<SiteId>,
    confidential: bool,
    anyway: Option<&'f str>,
}

#[post("/structures/<_>/tickets", data = "<form>")]
async fn create(
    member: MemberOf,
    layout: Layout<'_>,
    form: Form<WithFiles<'_, Asking<'_>>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let files = form.files.keep(member.viewer(), &layout, db).await?;
    let mut again = files.given_back(&layout, layout.again(&NAMES, &form.typed.context)?)?;
    let about = About::typed(&form.typed.context);
    if about::asks_for_more(&form.typed.context) {
        let ticket = form.typed.context.field_value("ticket").and_then(|id| id.parse().ok());
        let ticket = ticket.unwrap_or_else(|| TicketId::new(now.at));
        return Ok(Submitted::Refused(page(&member, &layout, db, (again.without_mistakes(), about.clone()), ticket).await?));
    }
    let Some(asking) = form.typed.value.as_ref().filter(|_| files.are_well()) else {
        let ticket = form.typed.context.field_value("ticket").and_then(|id| id.parse().ok());
        let ticket = ticket.unwrap_or_else(|| TicketId::new(now.at));
        return Ok(Submitted::Refused(page(&member, &layout, db, (again, about.clone()), ticket).await?));
    };
    if asking.anyway.is_none() && sending::points_out(&layout, &mut again, &asking.words.0, "send")? {
        return Ok(Submitted::Refused(page(&member, &layout, db, (again, about.clone()), asking.ticket).await?));
    }
    let new = NewTicket {
        id: asking.ticket,
        words: asking.words.0.clone(),
        // Unanswered counts as « oui, mais c'est difficile », for oneself.
        urgency: asking.urgency.0.unwrap_or(Urgency::Hardly),
        impact: asking.impact.0.unwrap_or(Impact::Me),
        machines: about::of_form(asking.equipment.0, &asking.machines),
        site: asking.site.0,
        confidential: asking.confidential,
        files: files.ids,
    };
    let refused = match tickets::submit(db, &member, new, now.at).await {
        Ok(id) => return Ok(Submitted::moved(uri!(sent(id)))),
        Err(TicketError::Foreign) => (about.field(), "mistake-choice"),
        Err(TicketError::NoSite) => (about::SITE, "mistake-choice"),
        Err(TicketError::FileGone) => (sending::FILES, "mistake-file-gone"),
        Err(TicketError::Database(error)) => return Err(error.into()),
        Err(other) => return Err(Error::Other(other.to_string())),
    };
    again.mistake(refused.0, layout.text(refused.1)?);
    Ok(Submitted::Refused(page(&member, &layout, db, (again, about.clone()), asking.ticket).await?))
}

#[derive(Serialize)]
struct SentPage {
    heading: String,
    state: super::labels::Badge,
    usual: Option<String>,
    /// When somebody comes, or could, for what can wait.
    expected: Option<String>,
    show_href: String,
    phone: Option<String>,
    phone_href: Option<String>,
    blocked: bool,
    withdraw_href: Option<String>,
    sheets: Vec<help_sheets::Suggested>,
    outages: Vec<OutageLine>,
    similar: Vec<SimilarLine>,
}

/// « C'est envoyé. N° 1042. »
#[get("/tickets/<id>/sent")]
async fn sent(viewer: &Viewer, layout: Layout<'_>, id: TicketId, db: &State<Db>) -> Result<Page, Error> {
    let ticket = tickets::find(db, viewer, id).await?.ok_or(Error::NotFound)?;
    let phone = phone_of(&layout);
    let may_withdraw = ticket.state == TicketState::Received && ticket.read_at.is_none() && ticket.requester == viewer.id();
    let heading = layout.text_with("ticket-sent-title", [("number", FluentValue::from(ticket.number.to_string()))])?;
    let open = ticket.state != TicketState::Settled;
    let member = MemberOf::of(viewer, ticket.structure).filter(|_| open);
    let machines: Vec<EquipmentId> = ticket.machines.iter().map(|(id, _)| *id).collect();
    let page = SentPage {
        outages: match &member {
            Some(member) => outages::concerning_first(&layout, db, member, &machines).await?,
            None => Vec::new(),
        },
        similar: match &member {
            Some(member) => affected::similar(member, &layout, db, &machines).await?,
            None => Vec::new(),
        },
        state: super::Labels { layout: &layout }.state(ticket.state, ticket.assignee_name.as_deref())?,
        usual: usual(viewer, &layout, db).await?,
        expected: super::visit::expected(viewer, &layout, db, &ticket).await?,
        show_href: super::href(id),
        phone_href: phone.as_deref().map(tel),
        phone,
        blocked: ticket.priority == Priority::Blocks,
        withdraw_href: may_withdraw.then(|| super::moves::withdrawal_href(id)),
        sheets: if open { help_sheets::lines_for(viewer, db, &ticket).await? } else { Vec::new() },
        heading: heading.clone(),
    };
    layout.page("tickets/sent", heading, &page)
}

/// The address of « C'est envoyé ».
pub fn sent_href(id: TicketId) -> String {
    uri!(sent(id)).to_string()
}

/// `tel:` with the digits alone.
pub fn tel(phone: &str) -> String {
    let digits: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    format!("tel:{digits}")
}
