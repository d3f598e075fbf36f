//! Outages in lists and notices: since when, when there are news, how many people; which structures for technicians alone.

use super::affected::{Join, join_of};
use super::href;
use crate::domain::ids::{EquipmentId, OutageId};
use crate::domain::outages::promised;
use crate::domain::tickets::title_of;
use crate::store::Db;
use crate::store::access::{Passerby, Scope, Technician};
use crate::store::outages::{self, Outage};
use crate::web::errors::Error;
use crate::web::layout::Layout;
use fluent_bundle::FluentValue;
use serde::Serialize;
use std::collections::HashMap;

/// An outage in a list or a notice.
#[derive(Serialize)]
pub struct OutageLine {
    href: String,
    title: String,
    small: Vec<String>,
    join: Option<Join>,
}

/// What lists say of outages.
pub struct Labels<'l> {
    layout: &'l Layout<'l>,
    /// Whom each concerns, for technicians.
    reaches: Option<HashMap<OutageId, Vec<String>>>,
    /// Where each is, for others, as far as they know the place.
    places: HashMap<OutageId, Vec<String>>,
}

impl<'l> Labels<'l> {
    pub async fn of(
        layout: &'l Layout<'l>,
        technician: Option<&Technician>,
        within: Scope,
        db: &Db,
        shown: impl Iterator<Item = &Outage>,
    ) -> Result<Self, Error> {
        let ids: Vec<OutageId> = shown.map(|outage| outage.id).collect();
        Ok(match technician {
            Some(technician) => {
                Self { layout, reaches: Some(outages::reaches_of(db, technician, &ids).await?), places: HashMap::new() }
            }
            None => Self { layout, reaches: None, places: outages::known_places_of(db, within, &ids).await? },
        })
    }

    pub fn line(&self, outage: &Outage) -> Result<OutageLine, Error> {
        let mut small = Vec::new();
        if let Some(reaches) = &self.reaches {
            small.push(reach(self.layout, reaches.get(&outage.id).map_or(&[], Vec::as_slice))?);
        }
        small.extend(self.places.get(&outage.id).map(|places| places.join(", ")));
        small.extend(said(self.layout, outage)?);
        Ok(OutageLine { href: href(outage.id), title: outage.title.clone(), small, join: join_of(outage) })
    }
}

/// « Depuis 9 h 12 », « Prochaine nouvelle : 14 h », « 7 personnes touchées »; of what is over, when and what was learnt.
fn said(layout: &Layout<'_>, outage: &Outage) -> Result<Vec<String>, Error> {
    let at = |key: &str, at| layout.text_with(key, [("at", FluentValue::from(layout.moment(at)))]);
    if let (Some(closed_at), Some(learnt)) = (outage.closed_at, &outage.learnt) {
        return Ok(vec![at("outage-over-since", closed_at)?, title_of(learnt)]);
    }
    let mut said = vec![at("outage-since", outage.started_at)?];
    if let Some(next) = promised(outage.next_news_at, layout.now) {
        said.push(at("outage-next-news-at", next)?);
    }
    said.push(affected(layout, outage.affected)?);
    Ok(said)
}

/// « 7 personnes touchées ».
pub fn affected(layout: &Layout<'_>, n: i64) -> Result<String, Error> {
    layout.text_with("outage-affected", [("n", FluentValue::from(n))])
}

/// For whom it is: names of structures and places, or the whole group.
pub fn reach(layout: &Layout<'_>, named: &[String]) -> Result<String, Error> {
    if named.is_empty() { layout.text("outage-reach-group") } else { Ok(named.join(", ")) }
}

/// As many as a page that is about something else tells of.
const MOST: usize = 3;

/// The open outages that concern somebody where they are at home: for first pages.
pub async fn concerning(layout: &Layout<'_>, db: &Db, within: impl Into<Scope>) -> Result<Vec<OutageLine>, Error> {
    concerning_first(layout, db, within, &[]).await
}

/// The same before somebody asks about machines: those that name one of them come first.
pub async fn concerning_first(
    layout: &Layout<'_>,
    db: &Db,
    within: impl Into<Scope>,
    machines: &[EquipmentId],
) -> Result<Vec<OutageLine>, Error> {
    let within = within.into();
    let mut open = outages::open_concerning(db, within.clone()).await?;
    let ids: Vec<OutageId> = open.iter().map(|outage| outage.id).collect();
    let first = outages::naming(db, &ids, machines).await?;
    open.sort_by_key(|outage| !first.contains(&outage.id));
    open.truncate(MOST);
    let labels = Labels::of(layout, None, within, db, open.iter()).await?;
    open.iter().map(|outage| labels.line(outage)).collect()
}

/// The open outages that concern somebody and name a machine: title and address, for who has just chosen it.
pub async fn named_by(db: &Db, within: impl Into<Scope>, machine: EquipmentId) -> Result<Vec<(String, String)>, Error> {
    let open = outages::open_concerning(db, within).await?;
    let ids: Vec<OutageId> = open.iter().map(|outage| outage.id).collect();
    let named = outages::naming(db, &ids, &[machine]).await?;
    let line = |outage: Outage| (outage.title, href(outage.id));
    Ok(open.into_iter().filter(|outage| named.contains(&outage.id)).take(MOST).map(line).collect())
}

/// The open outages that are public, for who has no account.
pub async fn public_lines(layout: &Layout<'_>, db: &Db) -> Result<Vec<OutageLine>, Error> {
    let open = outages::open(db, Passerby).await?;
    let labels = Labels { layout, reaches: None, places: HashMap::new() };
    open.iter().take(MOST).map(|outage| labels.line(outage)).collect()
}

/// The open outages of all, for a technician's first page.
pub async fn open_lines(by: &Technician, layout: &Layout<'_>, db: &Db) -> Result<Vec<OutageLine>, Error> {
    let open = outages::open(db, by).await?;
    let labels = Labels::of(layout, Some(by), Scope::from(by), db, open.iter()).await?;
    open.iter().map(|outage| labels.line(outage)).collect()
}
