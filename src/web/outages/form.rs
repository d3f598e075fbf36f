//! Telling of an outage, from a request or not, and telling its news.

use super::narrowing::{Filled, asks_to_narrow, narrowed, narrowing};
use crate::domain::ids::{EquipmentId, OutageId, SiteId, StructureId, TicketId};
use crate::domain::outages::{Places, Reach, TimesRefused, promised};
use crate::domain::time::{day_of, minute_of_day, start_of};
use crate::store::access::Technician;
use crate::store::outages::{self, Outage, OutageError, Written};
use crate::store::tickets::{self, TicketError};
use crate::store::{Db, structures};
use crate::texts::format::time_value;
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Day, Line, Maybe, TimeOfDay, Whole, Words};
use chrono::{DateTime, Utc};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![new, create, edit, update]
}

#[derive(Serialize)]
struct FormPage<'f> {
    back_href: String,
    heading: String,
    form: &'f View,
    href: String,
    hidden: Vec<(&'static str, String)>,
    other: Option<Other>,
    from_ticket: bool,
    known: bool,
}

/// What somebody else has told meanwhile.
#[derive(Serialize)]
struct Other {
    title: String,
    words: String,
    href: String,
}

const NAMES: [&str; 11] =
    ["title", "words", "reach", "structures", "sites", "machines", "started_day", "started_at", "news_day", "news_at", "public"];

/// The address of an empty form.
pub fn new_href() -> String {
    uri!(new(None::<TicketId>)).to_string()
}

/// The address of a form that makes an outage of a request.
pub fn of_ticket_href(ticket: TicketId) -> String {
    uri!(new(Some(ticket))).to_string()
}

pub fn edit_href(id: OutageId) -> String {
    uri!(edit(id)).to_string()
}

/// Which outage a form tells of.
enum Target {
    New { id: OutageId, ticket: Option<TicketId> },
    Next { id: OutageId, version: i64 },
}

impl Target {
    fn back_href(&self) -> String {
        match self {
            Self::New { ticket: Some(ticket), .. } => crate::web::tickets::href(*ticket),
            Self::New { .. } => super::index_href(),
            Self::Next { id, .. } => super::href(*id),
        }
    }

    fn href(&self) -> String {
        match self {
            Self::New { .. } => uri!(create).to_string(),
            Self::Next { id, .. } => uri!(update(*id)).to_string(),
        }
    }

    /// What is sent along unseen.
    fn hidden(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::New { id, ticket } => {
                let key = ("outage", id.to_string());
                [key].into_iter().chain(ticket.map(|ticket| ("ticket", ticket.to_string()))).collect()
            }
            Self::Next { version, .. } => vec![("version", version.to_string())],
        }
    }

    fn heading(&self) -> &'static str {
        match self {
            Self::New { .. } => "outage-new-title",
            Self::Next { .. } => "outage-edit-title",
        }
    }
}

/// An empty form; from a request with its title, its structure, and when it came in.
#[get("/outages/new?<ticket>")]
async fn new(technician: Technician, layout: Layout<'_>, ticket: Option<TicketId>, db: &State<Db>) -> Result<Page, Error> {
    let id = OutageId::new(layout.now);
    let blank = View::blank(&NAMES).with("reach", "structures");
    let Some(ticket) = ticket else {
        let filled = Filled { form: with_time(blank, &layout, STARTED, layout.now), ..Filled::default() };
        return page(&technician, &layout, db, &Target::New { id, ticket: None }, filled, None).await;
    };
    // No word of a confidential one goes into a notice.
    let found = tickets::find(db, &technician, ticket).await?.filter(|found| !found.confidential).ok_or(Error::NotFound)?;
    let form = with_time(blank, &layout, STARTED, found.received_at).with("title", found.title);
    let filled = Filled { form, structures: vec![found.structure.to_string()], narrows: true, ..Filled::default() };
    page(&technician, &layout, db, &Target::New { id, ticket: Some(ticket) }, filled, None).await
}

/// The fields of a day and of its hour.
type TimeFields = (&'static str, &'static str);
const STARTED: TimeFields = ("started_day", "started_at");
const NEWS: TimeFields = ("news_day", "news_at");

/// Fills an instant in, as the wall clock shows it.
fn with_time(form: View, layout: &Layout<'_>, (day, hour): TimeFields, at: DateTime<Utc>) -> View {
    let zone = layout.zone();
    form.with(day, day_of(at, zone).to_string()).with(hour, time_value(minute_of_day(at, zone)))
}

async fn page(
    by: &Technician,
    layout: &Layout<'_>,
    db: &Db,
    target: &Target,
    filled: Filled,
    other: Option<Outage>,
) -> Result<Page, Error> {
    let mut reaches = Vec::new();
    for reach in ["structures", "group"] {
        reaches.push((reach.to_owned(), layout.text(&format!("outage-reach-{reach}"))?, None));
    }
    let all: Vec<_> = structures::all(db, by).await?.into_iter().map(|(structure, _)| (structure.id, structure.name)).collect();
    let form = narrowed(by, db, &all, &filled).await?.offering("reach", reaches);
    let all = all.into_iter().map(|(id, name)| (id.to_string(), name, None));
    let form = form.offering_several("structures", all, &filled.structures);
    let heading = layout.text(target.heading())?;
    let page = FormPage {
        back_href: target.back_href(),
        heading: heading.clone(),
        form: &form,
        href: target.href(),
        hidden: target.hidden(),
        other: other.map(|other| Other { title: other.title, words: other.words, href: super::href(other.id) }),
        from_ticket: matches!(target, Target::New { ticket: Some(_), .. }),
        known: matches!(target, Target::Next { .. }),
    };
    layout.page_of_form("outages/form", heading, &form, &page)
}

/// What both forms hold.
#[derive(FromForm)]
struct Told<'f> {
    /// Made with the form of a new one: sent twice, it is told once.
    outage: Maybe<OutageId>,
    /// What a new one is made from.
    ticket: Maybe<TicketId>,
    /// Of a known one, as it was shown.
    version: Maybe<Whole<1, 1_000_000>>,
    title: Line<120>,
    words: Words,
    reach: &'f str,
    structures: Vec<StructureId>,
    sites: Vec<SiteId>,
    machines: Vec<EquipmentId>,
    started_day: Day,
    started_at: TimeOfDay,
    news_day: Maybe<Day>,
    news_at: Maybe<TimeOfDay>,
    public: bool,
}

/// The field and the key of what is wrong.
type Mistake = (&'static str, &'static str);

impl Told<'_> {
    fn written(&self, layout: &Layout<'_>) -> Result<Written, Mistake> {
        let whole_group = match self.reach {
            "group" => true,
            "structures" => false,
            _ => return Err(("reach", "mistake-choice")),
        };
        let instant = |day: Day, at: TimeOfDay| start_of(day.0, at.0, layout.zone());
        let next_news_at = match (self.news_day.0, self.news_at.0) {
            (None, None) => None,
            // Without a day: today.
            (day, Some(at)) => Some(instant(day.unwrap_or(Day(layout.today())), at).ok_or(("news_at", "mistake-time"))?),
            (Some(_), None) => return Err(("news_at", "mistake-time")),
        };
        Ok(Written {
            title: self.title.0.clone(),
            words: self.words.0.clone(),
            reach: self.reach(whole_group).ok_or(("structures", "mistake-outage-nobody"))?,
            public: self.public,
            started_at: instant(self.started_day, self.started_at).ok_or(("started_at", "mistake-time"))?,
            next_news_at,
        })
    }

    /// Sites and machines are of structures that are ticked.
    fn reach(&self, whole_group: bool) -> Option<Reach> {
        let places = Places {
            structures: self.structures.iter().copied().collect(),
            sites: self.sites.iter().copied().collect(),
            machines: self.machines.iter().copied().collect(),
        };
        if !whole_group && places.structures.is_empty() {
            return None;
        }
        Reach::of(whole_group, places)
    }
}

#[post("/outages", data = "<form>")]
async fn create(
    technician: Technician,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Told<'_>>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = Filled::typed(layout.again(&NAMES, &form.context)?, &form.context);
    let target = Target::New {
        id: form.context.field_value("outage").and_then(|id| id.parse().ok()).unwrap_or_else(|| OutageId::new(now.at)),
        ticket: form.context.field_value("ticket").and_then(|id| id.parse().ok()),
    };
    if asks_to_narrow(&form.context) {
        return Ok(Submitted::Refused(page(&technician, &layout, db, &target, narrowing(&layout, again)?, None).await?));
    }
    let Some(new) = &form.value else {
        return Ok(Submitted::Refused(page(&technician, &layout, db, &target, again, None).await?));
    };
    let refused = match (new.written(&layout), new.outage.0) {
        (Err(mistake), _) => mistake,
        (_, None) => ("title", "mistake-form-used"),
        (Ok(written), Some(id)) => {
            let done = outages::write(db, &technician, id, written, new.ticket.0, now.at).await;
            return answer(&technician, &layout, db, target, again, (id, "outage-told"), done).await;
        }
    };
    again.form.mistake(refused.0, layout.text(refused.1)?);
    Ok(Submitted::Refused(page(&technician, &layout, db, &target, again, None).await?))
}

#[get("/outages/<id>/edit")]
async fn edit(technician: Technician, layout: Layout<'_>, id: OutageId, db: &State<Db>) -> Result<Page, Error> {
    let outage = outages::find(db, &technician, id).await?.filter(|outage| outage.closed_at.is_none()).ok_or(Error::NotFound)?;
    let (reach, touched) = outages::reach_of(db, &technician, id).await?.ok_or(Error::NotFound)?;
    let mut form = with_time(View::blank(&NAMES), &layout, STARTED, outage.started_at)
        .with("title", outage.title)
        .with("words", outage.words)
        .with("reach", if reach == Reach::Group { "group" } else { "structures" })
        .with("public", if outage.public { "true" } else { "" });
    if let Some(at) = promised(outage.next_news_at, layout.now) {
        form = with_time(form, &layout, NEWS, at);
    }
    let places = match reach {
        Reach::Group => Places::default(),
        Reach::Places(places) => places,
    };
    let filled = Filled {
        form,
        structures: touched.iter().map(ToString::to_string).collect(),
        sites: places.sites.iter().map(ToString::to_string).collect(),
        machines: places.machines.iter().map(ToString::to_string).collect(),
        narrows: false,
    };
    page(&technician, &layout, db, &Target::Next { id, version: outage.version }, filled, None).await
}

#[post("/outages/<id>", data = "<form>")]
async fn update(
    technician: Technician,
    layout: Layout<'_>,
    id: OutageId,
    form: Form<Contextual<'_, Told<'_>>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let outage = outages::find(db, &technician, id).await?.ok_or(Error::NotFound)?;
    let mut again = Filled::typed(layout.again(&NAMES, &form.context)?, &form.context);
    let version = form.context.field_value("version").and_then(|number| number.parse().ok()).unwrap_or(outage.version);
    let target = Target::Next { id, version };
    if asks_to_narrow(&form.context) {
        return Ok(Submitted::Refused(page(&technician, &layout, db, &target, narrowing(&layout, again)?, None).await?));
    }
    let Some(news) = &form.value else {
        return Ok(Submitted::Refused(page(&technician, &layout, db, &target, again, None).await?));
    };
    let refused = match (news.written(&layout), news.version.0) {
        (Err(mistake), _) => mistake,
        (_, None) => ("title", "mistake-form-used"),
        (Ok(written), Some(seen)) => {
            let done = outages::change(db, &technician, id, seen.0, written, now.at).await;
            return answer(&technician, &layout, db, target, again, (id, "outage-changed"), done).await;
        }
    };
    again.form.mistake(refused.0, layout.text(refused.1)?);
    Ok(Submitted::Refused(page(&technician, &layout, db, &target, again, None).await?))
}

/// On to the outage, or the same page with why not; overtaken, with what the other has told beside.
async fn answer(
    by: &Technician,
    layout: &Layout<'_>,
    db: &Db,
    mut target: Target,
    mut again: Filled,
    (id, said): (OutageId, &str),
    done: Result<(), OutageError>,
) -> Result<Submitted, Error> {
    let (field, key) = match done {
        Ok(()) => return Ok(Submitted::accepted(super::href(id), said)),
        Err(OutageError::Over) => return Ok(Submitted::warned(super::href(id), "mistake-outage-over")),
        Err(OutageError::Overtaken(other)) => {
            let at = FluentValue::from(layout.moment(other.changed_at));
            again.form.mistake("words", layout.text_with("mistake-outage-overtaken", [("at", at)])?);
            // Sent once more, it is their choice.
            target = Target::Next { id, version: other.version };
            return Ok(Submitted::Refused(page(by, layout, db, &target, again, Some(*other)).await?));
        }
        Err(OutageError::NoStructure) => ("structures", "mistake-choice"),
        Err(OutageError::NoSite) => ("sites", "mistake-choice"),
        Err(OutageError::NoMachine) => ("machines", "mistake-choice"),
        Err(OutageError::Times(TimesRefused::StartsLater)) => ("started_day", "mistake-outage-later"),
        Err(OutageError::Times(TimesRefused::NewsAreDue)) => ("news_at", "mistake-outage-news"),
        Err(OutageError::Ticket(TicketError::Foreign)) => ("structures", "mistake-outage-ticket"),
        Err(OutageError::Ticket(TicketError::Refused(_))) => ("title", "mistake-ticket-moved"),
        Err(OutageError::KeyTaken) => {
            target = Target::New { id: OutageId::new(layout.now), ticket: None };
            ("title", "mistake-form-used")
        }
        Err(refused) => return Err(super::error(refused)),
    };
    again.form.mistake(field, layout.text(key)?);
    Ok(Submitted::Refused(page(by, layout, db, &target, again, None).await?))
}
