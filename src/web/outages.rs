//! Outages (« pannes signalées »): what lasts, what is over, one of them with its news.

mod affected;
mod closing;
mod form;
mod lines;
mod narrowing;

pub use affected::Join;
pub use form::of_ticket_href;
pub use lines::{OutageLine, concerning, concerning_first, named_by, open_lines, public_lines};

use super::errors::Error;
use super::layout::{Layout, Page};
use super::tickets as requests;
use crate::domain::ids::OutageId;
use crate::domain::outages::{SHOWN_DAYS, promised};
use crate::store::access::{Coordinator, Passerby, Scope, Technician, Viewer};
use crate::store::outages::{self, Outage, OutageError, PastKey};
use crate::store::{Db, tickets};
use chrono::{DateTime, TimeDelta};
use fluent_bundle::FluentValue;
use lines::Labels;
use rocket::{Route, State, get, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    let mut all = routes![index, show];
    all.extend(form::routes());
    all.extend(affected::routes());
    all.extend(closing::routes());
    all
}

/// The address of the list.
pub fn index_href() -> String {
    uri!(index(None::<&str>)).to_string()
}

/// The address of an outage.
pub fn href(id: OutageId) -> String {
    uri!(show(id)).to_string()
}

/// The address of an empty form.
pub fn new_href() -> String {
    form::new_href()
}

/// What somebody reads, signed in or not.
fn within(viewer: Option<&Viewer>) -> Scope {
    viewer.map_or_else(|| Scope::from(Passerby), Scope::from)
}

/// A refusal that no form of a page can cause is an absence or a fault.
fn error(refused: OutageError) -> Error {
    match refused {
        OutageError::NotFound | OutageError::KeyTaken | OutageError::NoStructure | OutageError::NoSite | OutageError::NoMachine => {
            Error::NotFound
        }
        OutageError::Ticket(refused) => requests::refused(refused),
        OutageError::Database(error) => error.into(),
        OutageError::Times(_) | OutageError::Over | OutageError::Overtaken(_) => Error::Other(refused.to_string()),
    }
}

/// An outage within reach; without an account what is not public leads to signing in.
async fn found(viewer: Option<&Viewer>, db: &Db, id: OutageId) -> Result<Outage, Error> {
    let absent = if viewer.is_some() { Error::NotFound } else { Error::SignedOut };
    outages::find(db, within(viewer), id).await?.ok_or(absent)
}

#[derive(Serialize)]
struct OutagesPage {
    lead: &'static str,
    open: Vec<OutageLine>,
    past: Vec<OutageLine>,
    /// Requests of others to which the reader said « moi aussi ».
    joined: Vec<requests::SimilarLine>,
    next_href: Option<String>,
    new_href: Option<String>,
    ask_href: Option<String>,
    sign_in_href: Option<&'static str>,
}

/// How many outages that are over stand on a page.
const PAGE: usize = 20;

/// What lasts, then what is over: all of it for technician and coordinator, else what concerns one, of the last days.
#[get("/outages?<after>")]
async fn index(viewer: Option<&Viewer>, layout: Layout<'_>, after: Option<&str>, db: &State<Db>) -> Result<Page, Error> {
    let technician = viewer.and_then(Technician::of);
    let all = technician.is_some() || viewer.is_some_and(|viewer| Coordinator::of(viewer).is_some());
    let since = (!all).then(|| layout.now - TimeDelta::days(SHOWN_DAYS));
    let after = after.and_then(read_key);
    let open = if after.is_none() { outages::open(db, within(viewer)).await? } else { Vec::new() };
    let mut past = outages::past(db, within(viewer), since, after, PAGE as u64 + 1).await?;
    let more = past.len() > PAGE;
    past.truncate(PAGE);
    let next = past.last().filter(|_| more).and_then(write_key);
    let labels = Labels::of(&layout, technician.as_ref(), within(viewer), db, open.iter().chain(&past)).await?;
    let page = OutagesPage {
        lead: lead(viewer, all),
        open: open.iter().map(|outage| labels.line(outage)).collect::<Result<_, _>>()?,
        past: past.iter().map(|outage| labels.line(outage)).collect::<Result<_, _>>()?,
        joined: match viewer {
            Some(viewer) => requests::similar_lines(&layout, tickets::joined(db, viewer).await?)?,
            None => Vec::new(),
        },
        next_href: next.map(|key| uri!(index(Some(key.as_str()))).to_string()),
        new_href: technician.as_ref().map(|_| form::new_href()),
        ask_href: viewer.filter(|viewer| !viewer.homes().is_empty()).map(|_| requests::any_new_href()),
        sign_in_href: viewer.is_none().then_some("/sign-in?next=/outages"),
    };
    layout.page("outages/index", layout.text("outages-title")?, &page)
}

fn lead(viewer: Option<&Viewer>, all: bool) -> &'static str {
    match (viewer, all) {
        (None, _) => "outages-lead-public",
        (_, true) => "outages-lead-all",
        (_, false) => "outages-lead",
    }
}

fn write_key(last: &Outage) -> Option<String> {
    last.closed_at.map(|at| format!("{}.{}", at.timestamp_micros(), last.id))
}

fn read_key(text: &str) -> Option<PastKey> {
    let (at, id) = text.split_once('.')?;
    Some(PastKey { closed_at: DateTime::from_timestamp_micros(at.parse().ok()?)?, id: id.parse().ok()? })
}

#[derive(Serialize)]
struct OutagePage {
    back_href: String,
    title: String,
    words: String,
    since: String,
    over: Option<String>,
    learnt: Option<String>,
    latest_news: Option<String>,
    next_news: Option<String>,
    affected: String,
    /// Where, as far as the reader knows the place.
    places: Option<String>,
    join: Option<Join>,
    news: Vec<NewsLine>,
    ask_href: Option<String>,
    sign_in_href: Option<String>,
    kept: Option<Kept>,
}

/// What was told before.
#[derive(Serialize)]
struct NewsLine {
    small: String,
    /// When it was another one.
    title: Option<String>,
    words: String,
}

/// What technicians see beside.
#[derive(Serialize)]
struct Kept {
    reach: String,
    public: bool,
    edit_href: Option<String>,
    closing_href: Option<String>,
    tickets: Vec<requests::QueueLine>,
}

/// One outage: its latest news, what was told before, how many it touches.
#[get("/outages/<id>")]
async fn show(viewer: Option<&Viewer>, layout: Layout<'_>, id: OutageId, db: &State<Db>) -> Result<Page, Error> {
    let outage = found(viewer, db, id).await?;
    let technician = viewer.and_then(Technician::of);
    let at = |at| FluentValue::from(layout.moment(at));
    let open = outage.closed_at.is_none();
    let page = OutagePage {
        back_href: index_href(),
        since: layout.text_with("outage-since", [("at", at(outage.started_at))])?,
        over: outage.closed_at.map(|closed| layout.text_with("outage-over-since", [("at", at(closed))])).transpose()?,
        latest_news: (open && outage.version > 1).then(|| layout.moment(outage.changed_at)),
        next_news: promised(outage.next_news_at, layout.now).filter(|_| open).map(|at| layout.moment(at)),
        affected: lines::affected(&layout, outage.affected)?,
        places: match &technician {
            // They read for whom it is.
            Some(_) => None,
            None => outages::known_places_of(db, within(viewer), &[id]).await?.remove(&id).map(|places| places.join(", ")),
        },
        join: affected::join_of(&outage),
        news: news(viewer, &layout, db, &outage).await?,
        ask_href: viewer.filter(|viewer| open && !viewer.homes().is_empty()).map(|_| requests::any_new_href()),
        sign_in_href: (viewer.is_none() && open).then(|| format!("/sign-in?next={}", href(id))),
        kept: match &technician {
            Some(technician) => Some(kept(technician, &layout, db, &outage).await?),
            None => None,
        },
        title: outage.title,
        words: outage.words,
        learnt: outage.learnt,
    };
    layout.page("outages/show", page.title.clone(), &page)
}

async fn news(viewer: Option<&Viewer>, layout: &Layout<'_>, db: &Db, of: &Outage) -> Result<Vec<NewsLine>, Error> {
    if of.version < 2 {
        return Ok(Vec::new());
    }
    let line = |told: outages::News| NewsLine {
        small: [Some(layout.moment(told.written_at)), told.author_name].into_iter().flatten().collect::<Vec<_>>().join(" · "),
        title: Some(told.title).filter(|title| *title != of.title),
        words: told.words,
    };
    // The latest stands above.
    Ok(outages::news(db, within(viewer), of).await?.into_iter().skip(1).map(line).collect())
}

async fn kept(by: &Technician, layout: &Layout<'_>, db: &Db, of: &Outage) -> Result<Kept, Error> {
    let open = of.closed_at.is_none();
    let named = outages::reaches_of(db, by, &[of.id]).await?.remove(&of.id).unwrap_or_default();
    let tied = outages::tied_tickets(db, by, of.id).await?;
    Ok(Kept {
        reach: lines::reach(layout, &named)?,
        public: of.public,
        edit_href: open.then(|| form::edit_href(of.id)),
        closing_href: open.then(|| closing::href(of.id)),
        tickets: requests::queue_lines(by, layout, db, &tied).await?,
    })
}
