//! Planning a visit, changing and cancelling it: free times are offered, another may be typed.

mod offers;

use super::words;
use crate::domain::ids::{PersonId, StructureId, TicketId, VisitId};
use crate::domain::time::Minutes;
use crate::domain::visits::{Unavailable, VisitTime, VisitTimeError};
use crate::store::Db;
use crate::store::access::Technician;
use crate::store::visits::{self, Planned, Visit, VisitError};
use crate::texts::format;
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Day, Line, Maybe, TimeOfDay, Whole};
use crate::web::tickets;
use fluent_bundle::FluentValue;
use offers::{Slot, offered};
use rocket::form::{Context, Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![new, create, edit, update, cancel]
}

const NAMES: [&str; 8] = ["minutes", "structure", "technician", "slot", "day", "start", "tickets", "note"];

/// What most visits take, and what the field starts with.
const USUAL: Minutes = Minutes(60);

#[derive(Serialize)]
struct VisitPage {
    back_href: String,
    /// Where it is, once it is planned.
    over: Option<String>,
    form: View,
    href: String,
    visit: String,
    sequence: Option<i64>,
    /// The first is 0, which templates take for nothing.
    sequence_known: bool,
    several_technicians: bool,
    has_tickets: bool,
    cancellation_href: Option<String>,
}

/// What a form stands for: a new visit, or the change of one.
enum Purpose<'a> {
    New(VisitId),
    Change(&'a Visit),
}

/// A form with the tickets that are ticked in it.
struct Typed {
    form: View,
    ticked: Vec<String>,
}

/// The address of the form, for a structure and a ticket of it.
pub fn new_href(structure: Option<StructureId>, ticket: Option<TicketId>) -> String {
    uri!(new(structure.map(|id| id.to_string()), ticket.map(|id| id.to_string()))).to_string()
}

/// The address of the form that changes a visit.
pub fn edit_href(visit: VisitId) -> String {
    uri!(edit(visit)).to_string()
}

#[get("/visits/new?<structure>&<ticket>")]
async fn new(
    technician: Technician,
    layout: Layout<'_>,
    structure: Option<String>,
    ticket: Option<String>,
    db: &State<Db>,
) -> Result<Page, Error> {
    let form = View::blank(&NAMES)
        .with("structure", structure.unwrap_or_default())
        .with("technician", technician.viewer().id().to_string())
        .with("minutes", layout.duration(USUAL));
    let typed = Typed { form, ticked: ticket.into_iter().collect() };
    page(&technician, &layout, db, typed, &Purpose::New(VisitId::new(layout.now)), true).await
}

#[get("/visits/<visit>/edit")]
async fn edit(technician: Technician, layout: Layout<'_>, visit: VisitId, db: &State<Db>) -> Result<Page, Error> {
    let visit = changeable(db, &technician, visit).await?;
    let form = View::blank(&NAMES)
        .with("technician", visit.technician.to_string())
        .with("minutes", layout.duration(visit.time.length()))
        .with("day", visit.time.day().to_string())
        .with("start", format::time_value(visit.time.from()))
        .with("note", visit.note.clone());
    let purposes = visits::purposes(db, &technician, std::slice::from_ref(&visit)).await?;
    let ticked = purposes.into_values().flatten().map(|purpose| purpose.ticket_id.to_string()).collect();
    page(&technician, &layout, db, Typed { form, ticked }, &Purpose::Change(&visit), false).await
}

/// A visit that was not cancelled.
async fn changeable(db: &Db, by: &Technician, id: VisitId) -> Result<Visit, Error> {
    let found = visits::find(db, by, id).await?.filter(|visit| visit.cancelled_at.is_none());
    found.ok_or(Error::NotFound)
}

/// The page; `preset` chooses the first free time.
async fn page(
    by: &Technician,
    layout: &Layout<'_>,
    db: &Db,
    typed: Typed,
    purpose: &Purpose<'_>,
    preset: bool,
) -> Result<Page, Error> {
    let known = match purpose {
        Purpose::New(_) => None,
        Purpose::Change(visit) => Some(*visit),
    };
    let form = offered(by, layout, db, typed, known, preset).await?;
    let over = known.map(|visit| words::at(layout, &visit.time).map(|at| format!("{} · {at}", visit.structure_name)));
    let page = VisitPage {
        back_href: super::week_href(known.map(|visit| visit.time.day())),
        over: over.transpose()?,
        href: match purpose {
            Purpose::New(_) => uri!(create).to_string(),
            Purpose::Change(visit) => uri!(update(visit.id)).to_string(),
        },
        visit: match purpose {
            Purpose::New(id) => id.to_string(),
            Purpose::Change(visit) => visit.id.to_string(),
        },
        sequence: known.map(|visit| visit.sequence),
        sequence_known: known.is_some(),
        several_technicians: form.field("technician").is_some_and(|field| field.options.len() > 1),
        has_tickets: form.has_choices("tickets"),
        cancellation_href: known
            .filter(|visit| !visit.time.is_over(super::wall(layout)))
            .map(|visit| uri!(cancel(visit.id)).to_string()),
        form,
    };
    let title = layout.text(if known.is_some() { "visits-change-title" } else { "visits-new-title" })?;
    layout.page_of_form("visits/form", title, &page.form, &page)
}

#[derive(FromForm)]
struct Visiting {
    /// Made with the form of a new visit: sent twice, it is planned once.
    visit: Maybe<VisitId>,
    structure: Maybe<StructureId>,
    /// Of the visit as it was shown.
    sequence: Maybe<Whole<0, 1_000_000>>,
    technician: Maybe<PersonId>,
    minutes: Minutes,
    /// A time that was offered; else the day and the hour beside it count.
    slot: Maybe<Slot>,
    day: Maybe<Day>,
    start: Maybe<TimeOfDay>,
    tickets: Vec<TicketId>,
    note: Maybe<Line<300>>,
}

/// The field and the key of what is wrong.
type Mistake = (&'static str, &'static str);

impl Visiting {
    fn planned(&self, by: &Technician) -> Result<Planned, Mistake> {
        let (day, from) = match (self.slot.0, self.day.0, self.start.0) {
            (Some(slot), ..) => (slot.day, slot.from),
            (None, None, _) => return Err(("day", "mistake-day")),
            (None, _, None) => return Err(("start", "mistake-time")),
            (None, Some(day), Some(start)) => (day.0, start.0),
        };
        let time = VisitTime::lasting(day, from, self.minutes).map_err(|why| match why {
            VisitTimeError::Empty => ("minutes", "visits-mistake-empty"),
            VisitTimeError::BeyondMidnight => ("minutes", "visits-mistake-midnight"),
        })?;
        Ok(Planned {
            technician: self.technician.0.unwrap_or_else(|| by.viewer().id()),
            time,
            note: self.note.clone().or_empty(),
            tickets: self.tickets.clone(),
        })
    }

    /// Where a mistake about the time stands.
    fn time_field(&self) -> &'static str {
        if self.slot.0.is_some() { "slot" } else { "day" }
    }
}

/// Whether the page is only asked to look again.
fn looks(typed: &Context<'_>) -> bool {
    typed.field_value("act") == Some("look")
}

fn ticked(typed: &Context<'_>) -> Vec<String> {
    typed.field_values("tickets").map(str::to_owned).collect()
}

/// What was typed, without its mistakes.
fn kept(typed: &Context<'_>) -> Typed {
    let fill = |form: View, name: &&'static str| form.with(name, typed.field_value(*name).unwrap_or_default());
    Typed { form: NAMES.iter().fold(View::blank(&NAMES), fill), ticked: ticked(typed) }
}

/// Plans a visit, or looks what is free and what it may be for.
#[post("/visits", data = "<form>")]
async fn create(
    technician: Technician,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Visiting>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let id = form.context.field_value("visit").and_then(|id| id.parse().ok()).unwrap_or_else(|| VisitId::new(now.at));
    if looks(&form.context) {
        let page = page(&technician, &layout, db, kept(&form.context), &Purpose::New(id), true).await?;
        return Ok(Submitted::Refused(page));
    }
    let mut again = layout.again(&NAMES, &form.context)?;
    if let Some(visiting) = &form.value {
        match (visiting.planned(&technician), visiting.structure.0, visiting.visit.0) {
            (Err((field, key)), ..) => again.mistake(field, layout.text(key)?),
            (_, None, _) => again.mistake("structure", layout.text("mistake-choice")?),
            (_, _, None) => again.mistake("structure", layout.text("mistake-form-used")?),
            (Ok(planned), Some(structure), Some(visit)) => {
                let to = destination(&technician, structure, &planned);
                match visits::plan(db, &technician, visit, structure, planned, now.at).await {
                    Ok(()) => return Ok(Submitted::accepted(to, "visits-planned")),
                    Err(refused) => refuse(&mut again, &layout, visiting, refused)?,
                }
            }
        }
    }
    let typed = Typed { form: again, ticked: ticked(&form.context) };
    Ok(Submitted::Refused(page(&technician, &layout, db, typed, &Purpose::New(id), false).await?))
}

/// Changes a visit, or looks what is free.
#[post("/visits/<visit>", data = "<form>")]
async fn update(
    technician: Technician,
    layout: Layout<'_>,
    visit: VisitId,
    form: Form<Contextual<'_, Visiting>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let known = changeable(db, &technician, visit).await?;
    let purpose = Purpose::Change(&known);
    if looks(&form.context) {
        return Ok(Submitted::Refused(page(&technician, &layout, db, kept(&form.context), &purpose, true).await?));
    }
    let mut again = layout.again(&NAMES, &form.context)?;
    if let Some(visiting) = &form.value {
        match (visiting.planned(&technician), visiting.sequence.0) {
            (Err((field, key)), _) => again.mistake(field, layout.text(key)?),
            (_, None) => again.mistake(visiting.time_field(), layout.text("mistake-form-used")?),
            (Ok(planned), Some(Whole(seen))) => {
                let to = destination(&technician, known.structure, &planned);
                match visits::change(db, &technician, visit, seen, planned, now.at).await {
                    Ok(()) => return Ok(Submitted::accepted(to, "visits-changed")),
                    Err(refused) => refuse(&mut again, &layout, visiting, refused)?,
                }
            }
        }
    }
    let typed = Typed { form: again, ticked: ticked(&form.context) };
    Ok(Submitted::Refused(page(&technician, &layout, db, typed, &purpose, false).await?))
}

/// Cancels a visit.
#[post("/visits/<visit>/cancellation")]
async fn cancel(technician: Technician, visit: VisitId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    let known = visits::find(db, &technician, visit).await?.ok_or(Error::NotFound)?;
    let to = super::of_structure_href(known.structure);
    match visits::cancel(db, &technician, visit, now.at).await {
        Ok(()) => Ok(Submitted::accepted(to, "visits-cancelled")),
        Err(VisitError::Unavailable(_)) => Ok(Submitted::warned(to, "visits-mistake-past")),
        Err(VisitError::Database(fault)) => Err(fault.into()),
        Err(_) => Err(Error::NotFound),
    }
}

/// The one request that a visit is for; else one's own week; a colleague's visit is read at the structure's.
fn destination(by: &Technician, structure: StructureId, planned: &Planned) -> String {
    match planned.tickets.as_slice() {
        [only] => tickets::href(*only),
        _ if planned.technician == by.viewer().id() => super::week_href(Some(planned.time.day())),
        _ => super::of_structure_href(structure),
    }
}

/// Says what is wrong beside its field; what is no mistake of a person is an error.
fn refuse(form: &mut View, layout: &Layout<'_>, typed: &Visiting, refused: VisitError) -> Result<(), Error> {
    let (field, said) = match refused {
        VisitError::NotFound | VisitError::Cancelled => return Err(Error::NotFound),
        VisitError::Database(fault) => return Err(fault.into()),
        VisitError::NoStructure => ("structure", layout.text("mistake-choice")?),
        VisitError::NoTechnician => ("technician", layout.text("mistake-choice")?),
        VisitError::NoTicket => ("tickets", layout.text("mistake-choice")?),
        VisitError::Used => (typed.time_field(), layout.text("mistake-form-used")?),
        VisitError::Changed => (typed.time_field(), layout.text("visits-mistake-changed")?),
        VisitError::Unavailable(Unavailable::Past) => (typed.time_field(), layout.text("visits-mistake-past")?),
        VisitError::Unavailable(Unavailable::Away) => (typed.time_field(), layout.text("visits-mistake-away")?),
        VisitError::Overlaps(other) => {
            let values = [
                ("structure", FluentValue::from(other.structure_name.clone())),
                ("day", words::day(layout, other.time.day())?.into()),
                ("span", words::span(layout, &other.time)?.into()),
            ];
            (typed.time_field(), layout.text_with("visits-mistake-overlap", values)?)
        }
    };
    form.mistake(field, said);
    Ok(())
}
