//! Lists of tickets: the technician's queue, one's own requests, those of a structure.

use super::filters::{self, AskedList, FilterForm, Known};
use super::labels::{Badge, Labels, first_name};
use crate::domain::ids::{EquipmentId, SiteId, StructureId};
use crate::domain::tickets::State as TicketState;
use crate::domain::tickets::filter::{InHandOf, Order, Stage, TicketFilter};
use crate::domain::tickets::{Priority, batches};
use crate::domain::time::Month;
use crate::store::access::{CategoryKeeper, MemberOf, Technician, Viewer, WordsOf};
use crate::store::hours;
use crate::store::hours::PoolMonth;
use crate::store::saved_views::{self, SavedView};
use crate::store::tickets::{self, PageKey, QueueRow};
use crate::store::{Db, categories, structures};
use crate::web::errors::Error;
use crate::web::hours::forecast;
use crate::web::layout::{Layout, Page};
use crate::web::saved_views::{self as saved_views_page, KeepForm};
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
    heading: String,
    summary: String,
    filter: FilterForm,
    caption: String,
    rows: Vec<QueueLine>,
    tabs: Vec<Tab>,
    call_href: String,
    search_href: String,
    csv_href: String,
    xlsx_href: String,
    /// Keeps what is shown as a view; nothing for the usual list.
    keep: Option<KeepForm>,
    views_href: String,
    batch_href: String,
    ticked: bool,
    /// The same page with its rows ticked, or not: who has no script asks for it.
    tick_href: String,
    /// More rows, ticked: as many as one deed takes.
    tick_more_href: Option<String>,
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
    number: i64,
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
    lines_in(by, layout, db, rows, &month).await
}

async fn lines_in(
    by: &Technician,
    layout: &Layout<'_>,
    db: &Db,
    rows: &[QueueRow],
    month: &PoolMonth,
) -> Result<Vec<QueueLine>, Error> {
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
            number: row.number,
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
    counted(layout, tickets::open_count(db, by).await?)
}

/// The same of what is counted already.
fn counted(layout: &Layout<'_>, counts: (i64, i64)) -> Result<String, Error> {
    match counts {
        (0, _) => layout.text("ticket-queue-empty"),
        (all, _) if all > tickets::COUNTED => layout.text_with("ticket-queue-many", [("n", FluentValue::from(tickets::COUNTED))]),
        (all, 0) => layout.text_with("ticket-queue-none-blocked", [("n", FluentValue::from(all))]),
        (all, blocked) => {
            layout.text_with("ticket-queue-blocked", [("n", FluentValue::from(all)), ("blocked", FluentValue::from(blocked))])
        }
    }
}

/// A technician's list: what its address asks for.
pub async fn queue(by: &Technician, layout: &Layout<'_>, db: &Db, asked: &AskedList) -> Result<Page, Error> {
    let AskedList { filter, after, .. } = asked;
    let order = filter.order(Stage::Open);
    let most = if asked.long { batches::MOST } else { QUEUE_ROWS };
    let mut rows = tickets::queue(db, by, asked.asking(layout, Stage::Open, most)).await?;
    let next = cut(&mut rows, most, order);
    let month = hours::month(db, by, Month::of(layout.today())).await?;
    let named = asked.filtering || matches!(filter.in_hand_of, Some(InHandOf::Somebody(_)));
    let beside = saved_views::beside(db, by, named).await?;
    let named = asked.filtering || filter.category.is_some();
    let categories = if named { categories::all(db, &CategoryKeeper::from(by)).await? } else { Vec::new() };
    let known = Known {
        categories: categories.into_iter().map(|one| (one.id, one.name)).collect(),
        structures: month.rows.iter().map(|row| (row.structure, row.name.clone())).collect(),
        technicians: beside.technicians,
    };
    let form = filters::whole_form(by.viewer(), layout, db, super::index_href(), asked, &known).await?;
    let heading =
        layout.text(if filter.stage.is_none_or(|stage| stage == Stage::Open) { "ticket-queue-title" } else { "nav-tickets" })?;
    let (csv_href, xlsx_href) = super::export::hrefs(filter);
    let page = QueuePage {
        heading: heading.clone(),
        // What everybody waits for is told on the usual list; another one says what it shows.
        summary: match &form.says {
            Some(says) => says.clone(),
            // One page holds them all: nothing is to be asked.
            None if next.is_none() && after.is_none() => {
                let blocked = rows.iter().filter(|row| Priority::blocks_at(row.queue_rank)).count();
                counted(layout, (rows.len() as i64, blocked as i64))?
            }
            None => queue_summary(by, layout, db).await?,
        },
        caption: filters::caption(layout, order)?,
        rows: lines_in(by, layout, db, &rows, &month).await?,
        tabs: tabs(layout, filter, &beside.views)?,
        csv_href,
        xlsx_href,
        keep: (!filter.is_usual()).then(|| saved_views_page::keep_form(layout, filter)),
        views_href: saved_views_page::href(),
        batch_href: crate::web::batches::new_href(),
        ticked: asked.ticked,
        tick_href: asked.with_rows_ticked(!asked.ticked, false),
        tick_more_href: next.filter(|_| !asked.long).map(|_| asked.with_rows_ticked(true, true)),
        filter: form,
        call_href: super::calls::new_href(None),
        search_href: crate::web::search::href(),
        next_href: next.map(|key| filters::address(&super::index_href(), filter, Some(&key))),
        first_href: after.map(|_| filters::address(&super::index_href(), filter, None)),
    };
    layout.page("tickets/queue", heading, &page)
}

/// The lists that are one tap away.
fn tabs(layout: &Layout<'_>, shown: &TicketFilter, views: &[SavedView]) -> Result<Vec<Tab>, Error> {
    let open = TicketFilter::default();
    let mine = TicketFilter { in_hand_of: Some(InHandOf::Me), ..open };
    let settled = TicketFilter { stage: Some(Stage::Settled), ..open };
    let all = [("ticket-queue-open", open), ("ticket-queue-mine", mine), ("ticket-queue-settled", settled)];
    let tab = |(key, filter): (&str, TicketFilter)| {
        Ok(Tab { href: href_of(&filter), label: layout.text(key)?, current: filter == *shown })
    };
    let mut tabs = all.into_iter().map(tab).collect::<Result<Vec<_>, Error>>()?;
    tabs.extend(views.iter().map(|view| Tab {
        href: saved_views_page::href_of(view),
        label: view.name.clone(),
        current: view.filter.is_ok_and(|filter| filter == *shown),
    }));
    Ok(tabs)
}

/// The address of a technician's list with a filter.
pub fn href_of(filter: &TicketFilter) -> String {
    filters::address(&super::index_href(), filter, None)
}

/// Cuts the extra row off and gives the key of the page that starts after the last one kept.
pub fn cut(rows: &mut Vec<QueueRow>, most: usize, order: Order) -> Option<PageKey> {
    if rows.len() <= most {
        return None;
    }
    rows.truncate(most);
    rows.last().map(|row| row.key(order))
}

#[derive(Serialize)]
struct ListPage {
    heading: String,
    over: Option<String>,
    ask_href: Option<String>,
    search_href: String,
    filter: Option<FilterForm>,
    csv_href: String,
    xlsx_href: String,
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
            TicketState::Waiting if !own => labels.marked(row, labels.waiting_for(&row.requester_name)?)?,
            state => labels.marked(row, labels.state(state, row.assignee_name.as_deref())?)?,
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
    let (csv_href, xlsx_href) = super::export::hrefs(&TicketFilter::default());
    let page = ListPage {
        heading: layout.text("ticket-own-title")?,
        over: None,
        ask_href,
        search_href,
        filter: None,
        csv_href,
        xlsx_href,
        open,
        settled,
        next_href: None,
    };
    layout.page("tickets/index", page.heading.clone(), &page)
}

/// The requests of a structure, for its referent and the technician.
#[get("/structures/<_>/tickets")]
async fn of_structure(of: WordsOf, layout: Layout<'_>, asked: AskedList, db: &State<Db>) -> Result<Page, Error> {
    let structure = of.structure();
    asked.plain()?;
    let (known, _) = structures::find(db, of.viewer(), structure).await?.ok_or(Error::NotFound)?;
    let list = of_structure_href(structure);
    let mut rows = tickets::of_structure(db, &of, asked.asking(&layout, Stage::All, LIST_ROWS)).await?;
    let next = cut(&mut rows, LIST_ROWS, asked.filter.order(Stage::All));
    let (open, settled) = lines(&layout, &rows, of.viewer())?;
    let (csv_href, xlsx_href) = super::export::hrefs_of_structure(structure, &asked.filter);
    let page = ListPage {
        heading: layout.text("ticket-structure-title")?,
        over: Some(known.name),
        ask_href: MemberOf::of(of.viewer(), structure).map(|_| super::request::href_of_new(structure, None)),
        search_href: crate::web::search::href(),
        filter: Some(filters::small_form(of.viewer(), &layout, db, list.clone(), &asked, structure).await?),
        csv_href,
        xlsx_href,
        open,
        settled,
        next_href: next.map(|key| filters::address(&list, &asked.filter, Some(&key))),
    };
    layout.page("tickets/index", page.heading.clone(), &page)
}

/// The address of a structure's requests.
pub fn of_structure_href(structure: StructureId) -> String {
    uri!(of_structure(structure)).to_string()
}

/// Where all the requests about a machine are listed for a reader who keeps its register.
pub fn of_machine_href(reader: &Viewer, structure: StructureId, machine: EquipmentId) -> String {
    of_filter_href(reader, structure, &TicketFilter { machine: Some(machine), ..TicketFilter::default() })
}

/// Where all the requests at a site are listed for a reader who keeps its register.
pub fn of_site_href(reader: &Viewer, structure: StructureId, site: SiteId) -> String {
    of_filter_href(reader, structure, &TicketFilter { site: Some(site), ..TicketFilter::default() })
}

fn of_filter_href(reader: &Viewer, structure: StructureId, filter: &TicketFilter) -> String {
    let filter = TicketFilter { stage: Some(Stage::All), ..*filter };
    match Technician::of(reader) {
        Some(_) => href_of(&filter),
        None => filters::address(&of_structure_href(structure), &filter, None),
    }
}
