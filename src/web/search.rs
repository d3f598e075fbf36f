//! The search of requests: one box, one page of what is found, the newest first.

use super::errors::Error;
use super::guards::Now;
use super::layout::{Layout, Page};
use super::pace::Pace;
use super::tickets::{ListLine, found_line};
use crate::domain::search::Query;
use crate::domain::time::start_of;
use crate::store::access::Viewer;
use crate::store::{Db, tickets};
use fluent_bundle::FluentValue;
use rocket::http::Status;
use rocket::{Route, State, get, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index]
}

/// How often each person searches.
pub struct SearchPace(pub Pace);

/// Rows of a page.
const ROWS: usize = 20;

#[derive(Serialize)]
struct SearchPage {
    q: String,
    href: String,
    /// Nothing was asked yet.
    blank: bool,
    /// Asked too often: nothing was looked for.
    hurried: bool,
    misunderstood: Vec<String>,
    rows: Vec<ListLine>,
    next_href: Option<String>,
}

impl SearchPage {
    fn blank(q: &str) -> Self {
        let q = q.to_owned();
        Self { q, href: href(), blank: false, hurried: false, misunderstood: Vec::new(), rows: Vec::new(), next_href: None }
    }
}

/// What is found in the requests that the reader may read.
#[get("/search?<q>&<before>")]
async fn index(
    viewer: &Viewer,
    layout: Layout<'_>,
    q: Option<&str>,
    before: Option<&str>,
    db: &State<Db>,
    pace: &State<SearchPace>,
    now: Now,
) -> Result<Page, Error> {
    let q = q.unwrap_or_default();
    let query = Query::read(q, now.today);
    if !query.is_empty() && !pace.0.allows(viewer.id().0, now.at) {
        let page = SearchPage { hurried: true, ..SearchPage::blank(q) };
        return layout.render(Status::TooManyRequests, "search/index", layout.text("search-title")?, &page);
    }
    let since = query.since.and_then(|day| start_of(day, 0, layout.zone()));
    let before = before.and_then(|number| number.parse().ok());
    let mut rows = tickets::found(db, viewer, &query, since, before, ROWS as u64 + 1).await?;
    let more = rows.len() > ROWS;
    rows.truncate(ROWS);
    let next = rows.last().filter(|_| more).map(|row| row.number.to_string());
    let mut misunderstood = Vec::new();
    for part in &query.misunderstood {
        misunderstood.push(layout.text_with("search-misunderstood", [("part", FluentValue::from(part.clone()))])?);
    }
    let page = SearchPage {
        blank: query.is_empty() && query.misunderstood.is_empty(),
        misunderstood,
        rows: rows.iter().map(|row| found_line(&layout, row, viewer)).collect::<Result<_, _>>()?,
        next_href: next.map(|number| uri!(index(Some(q), Some(number.as_str()))).to_string()),
        ..SearchPage::blank(q)
    };
    layout.page("search/index", layout.text("search-title")?, &page)
}

/// Where the box of the search is sent.
pub fn href() -> String {
    uri!(index(None::<&str>, None::<&str>)).to_string()
}
