//! Lists of tickets: the technician's queue, one's own requests, those of a structure.

use super::labels::{Badge, Labels, first_name};
use crate::domain::ids::{StructureId, TicketId};
use crate::domain::tickets::State as TicketState;
use crate::domain::time::Month;
use crate::store::access::{MemberOf, Technician, Viewer, WordsOf};
use crate::store::hours;
use crate::store::tickets::{self, Filter, PageKey, QueueRow};
use crate::store::{Db, structures};
use crate::web::errors::Error;
use crate::web::hours::forecast;
use crate::web::layout::{Layout, Page};
use chrono::DateTime;
use fluent_bundle::FluentValue;
use rocket::{Route, State, get, routes, uri};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

pub fn routes() -> Vec<Route> {
    routes![of_structure]
}

/// Rows of a page: a technician reads the whole day at once.
const QUEUE_ROWS: usize = 50;
const LIST_ROWS: usize = 20;

#[derive(Serialize)]
struct QueuePage {
    summary: String,
    caption: String,
    rows: Vec<QueueLine>,
    tabs: Vec<Tab>,
    call_href: String,
    search_href: String,
    next_href: Option<String>,
    first_href: Option<String>,
}

#[derive(Serialize)]
struct Tab {
    href: String,
    label: String,
    current: bool,
}

/// A row of the queue.
#[derive(Serialize)]
pub struct QueueLine {
    href: String,
    title: String,
    requester: String,
    priority: Badge,
    impact: Option<String>,
    state: Badge,
    structure: String,
    left: String,
    short: bool,
    /// Until when little is left: « plus d'heures vers le 24 novembre ».
    until: Option<String>,
    since: String,
    over: bool,
}

/// Makes the rows of a technician's list, each with what its structure has left.
pub async fn queue_lines(by: &Technician, layout: &Layout<'_>, db: &Db, rows: &[QueueRow]) -> Result<Vec<QueueLine>, Error> {
    let month = hours::month(db, by, Month::of(layout.today())).await?;
    let left: HashMap<StructureId, &hours::Row> = month.rows.iter().map(|row| (row.structure, row)).collect();
    let asking: HashSet<StructureId> = rows.iter().map(|row| row.structure_id).collect();
    let low = month.rows.iter().filter(|row| asking.contains(&row.structure) && hours::is_low(row.left, row.allotted));
    let until = forecast::of_low(by, layout, db, low).await?;
    let labels = Labels { layout };
    let mut lines = Vec::new();
    for row in rows {
        let day = until.get(&row.structure_id).map(|day| [("day", FluentValue::from(layout.day(*day)))]);
        let hours = left.get(&row.structure_id);
        lines.push(QueueLine {
            href: super::href(row.id),
            title: labels.title(row)?,
            requester: row.requester_name.clone(),
            priority: labels.priority(row.priority)?,
            impact: labels.impact(row.impact)?,
            state: labels.row_state(by.viewer().id(), row)?,
            structure: row.structure_name.clone(),
            left: hours.map_or_else(|| "–".to_owned(), |row| layout.duration(row.left)),
            short: hours.is_some_and(|row| row.left.0 == 0),
            until: day.map(|day| layout.text_with("ticket-left-until", day)).transpose()?,
            since: layout.since(row.received_at)?,
            over: row.over && row.state != TicketState::Settled,
        });
    }
    Ok(lines)
}

/// How many wait, how many are blocked, in a sentence.
pub async fn queue_summary(by: &Technician, layout: &Layout<'_>, db: &Db) -> Result<String, Error> {
    match tickets::open_count(db, by).await? {
        (0, _) => layout.text("ticket-queue-empty"),
        (all, _) if all > tickets::COUNTED => layout.text_with("ticket-queue-many", [("n", FluentValue::from(tickets::COUNTED))]),
        (all, 0) => layout.text_with("ticket-queue-none-blocked", [("n", FluentValue::from(all))]),
        (all, blocked) => {
            layout.text_with("ticket-queue-blocked", [("n", FluentValue::from(all)), ("blocked", FluentValue::from(blocked))])
        }
    }
}

/// A technician's tickets, blocked people first.
pub async fn queue(
    by: &Technician,
    layout: &Layout<'_>,
    db: &Db,
    filter: Option<&str>,
    after: Option<&str>,
) -> Result<Page, Error> {
    let chosen = match filter {
        Some("mine") => Filter::Mine,
        Some("settled") => Filter::Settled,
        _ => Filter::Open,
    };
    let mut rows = tickets::queue(db, by, chosen, after.and_then(read_key), QUEUE_ROWS as u64 + 1).await?;
    let next_href = cut(&mut rows, QUEUE_ROWS).map(|key| index_href(filter, Some(&key)));
    let tab = |key: &str, name: Option<&str>, is: Filter| {
        Ok::<_, Error>(Tab { href: index_href(name, None), label: layout.text(key)?, current: chosen == is })
    };
    let page = QueuePage {
        summary: queue_summary(by, layout, db).await?,
        caption: layout.text(if chosen == Filter::Settled { "ticket-queue-caption-settled" } else { "ticket-queue-caption" })?,
        rows: queue_lines(by, layout, db, &rows).await?,
        tabs: vec![
            tab("ticket-queue-open", None, Filter::Open)?,
            tab("ticket-queue-mine", Some("mine"), Filter::Mine)?,
            tab("ticket-queue-settled", Some("settled"), Filter::Settled)?,
        ],
        call_href: super::calls::new_href(None),
        search_href: crate::web::search::href(),
        next_href,
        first_href: after.map(|_| index_href(filter, None)),
    };
    layout.page("tickets/queue", layout.text("ticket-queue-title")?, &page)
}

fn index_href(filter: Option<&str>, after: Option<&str>) -> String {
    uri!(super::index(filter, after)).to_string()
}

/// Cuts the extra row off and gives the key of the page that starts after the last one kept.
fn cut(rows: &mut Vec<QueueRow>, most: usize) -> Option<String> {
    if rows.len() <= most {
        return None;
    }
    rows.truncate(most);
    rows.last().map(|row| write_key(&row.key()))
}

fn write_key(key: &PageKey) -> String {
    format!("{}_{}_{}", key.queue_rank, key.received_at.timestamp_micros(), key.id)
}

/// What is no key starts at the first page.
fn read_key(text: &str) -> Option<PageKey> {
    let mut parts = text.splitn(3, '_');
    let queue_rank = parts.next()?.parse().ok()?;
    let received_at = DateTime::from_timestamp_micros(parts.next()?.parse().ok()?)?;
    let id: TicketId = parts.next()?.parse().ok()?;
    Some(PageKey { queue_rank, received_at, id })
}

#[derive(Serialize)]
struct ListPage {
    heading: String,
    over: Option<String>,
    ask_href: Option<String>,
    search_href: String,
    open: Vec<ListLine>,
    settled: Vec<ListLine>,
    next_href: Option<String>,
}

/// A row of a list for the people of a structure.
#[derive(Serialize)]
pub struct ListLine {
    pub href: String,
    pub badge: Badge,
    pub title: String,
    pub small: String,
}

/// Makes the row as the reader sees it: who asked when it is somebody else, and « votre réponse » only when it is theirs.
pub fn line(layout: &Layout<'_>, row: &QueueRow, reader: &Viewer) -> Result<ListLine, Error> {
    let own = row.requester_id == reader.id();
    let labels = Labels { layout };
    let values = [
        ("number", FluentValue::from(row.number.to_string())),
        ("name", FluentValue::from(first_name(&row.requester_name).to_owned())),
        ("at", FluentValue::from(layout.moment(row.received_at))),
    ];
    let key = if own || row.covered { "ticket-line" } else { "ticket-line-of" };
    Ok(ListLine {
        href: super::href(row.id),
        badge: match row.state {
            state if row.covered => labels.covered_state(state, row.assignee_name.as_deref())?,
            TicketState::Waiting if !own => labels.waiting_for(&row.requester_name)?,
            state => labels.state(state, row.assignee_name.as_deref())?,
        },
        title: labels.title(row)?,
        small: layout.text_with(key, values)?,
    })
}

/// The row of something found: with its structure, for who reads those of several.
pub fn found_line(layout: &Layout<'_>, row: &QueueRow, reader: &Viewer) -> Result<ListLine, Error> {
    let line = line(layout, row, reader)?;
    if Technician::of(reader).is_none() && reader.homes().len() < 2 {
        return Ok(line);
    }
    let values = [
        ("number", FluentValue::from(row.number.to_string())),
        ("name", FluentValue::from(first_name(&row.requester_name).to_owned())),
        ("structure", FluentValue::from(row.structure_name.clone())),
        ("at", FluentValue::from(layout.moment(row.received_at))),
    ];
    Ok(ListLine { small: layout.text_with("search-line", values)?, ..line })
}

fn lines(layout: &Layout<'_>, rows: &[QueueRow], reader: &Viewer) -> Result<(Vec<ListLine>, Vec<ListLine>), Error> {
    let (mut open, mut settled) = (Vec::new(), Vec::new());
    for row in rows {
        let to = if row.state == TicketState::Settled { &mut settled } else { &mut open };
        to.push(line(layout, row, reader)?);
    }
    Ok((open, settled))
}

/// One's own requests.
pub async fn own(viewer: &Viewer, layout: &Layout<'_>, db: &Db) -> Result<Page, Error> {
    let rows = tickets::of_viewer(db, viewer, 50).await?;
    let (open, settled) = lines(layout, &rows, viewer)?;
    let ask_href = viewer.homes().first().map(|_| super::request::any_href());
    let search_href = crate::web::search::href();
    let page =
        ListPage { heading: layout.text("ticket-own-title")?, over: None, ask_href, search_href, open, settled, next_href: None };
    layout.page("tickets/index", page.heading.clone(), &page)
}

/// The requests of a structure, for its referent and the technician.
#[get("/structures/<_>/tickets?<after>")]
async fn of_structure(of: WordsOf, layout: Layout<'_>, after: Option<&str>, db: &State<Db>) -> Result<Page, Error> {
    let structure = of.structure();
    let (known, _) = structures::find(db, of.viewer(), structure).await?.ok_or(Error::NotFound)?;
    let mut rows = tickets::of_structure(db, &of, after.and_then(read_key), LIST_ROWS as u64 + 1).await?;
    let next_href = cut(&mut rows, LIST_ROWS).map(|key| uri!(of_structure(structure, Some(key.as_str()))).to_string());
    let (open, settled) = lines(&layout, &rows, of.viewer())?;
    let over = Some(known.name);
    let ask_href = MemberOf::of(of.viewer(), structure).map(|_| super::request::href_of_new(structure, None));
    let search_href = crate::web::search::href();
    let page = ListPage { heading: layout.text("ticket-structure-title")?, over, ask_href, search_href, open, settled, next_href };
    layout.page("tickets/index", page.heading.clone(), &page)
}

/// The address of a structure's requests.
pub fn of_structure_href(structure: StructureId) -> String {
    uri!(of_structure(structure, None::<&str>)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_key_survives_the_address_and_nothing_else_is_one() {
        let key = PageKey {
            queue_rank: 12,
            received_at: DateTime::from_timestamp_micros(1_774_342_800_123_456).expect("a moment"),
            id: TicketId(uuid::Uuid::from_u128(7)),
        };
        assert_eq!(read_key(&write_key(&key)), Some(key));
        for text in ["", "12", "12_x_y", "1_2_3_4", "12_999999999999999999_7", "' OR 1=1"] {
            assert_eq!(read_key(text), None, "{text:?}");
        }
    }
}
