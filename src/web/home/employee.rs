//! The employee's first page: what does not work for now, ask for help, one's open requests, what the structure has left, three
//! help sheets. Nothing else.

use crate::domain::tickets::State;
use crate::domain::time::Month;
use crate::store::access::{MemberOf, VisitsOf};
use crate::store::{Db, hours, tickets};
use crate::web::errors::Error;
use crate::web::help_sheets::{self, SheetLine};
use crate::web::interventions::Left;
use crate::web::layout::{Layout, Page};
use crate::web::outages::{self, OutageLine};
use crate::web::tickets::{self as pages, ListLine, first_name};
use crate::web::visits::{self, NextVisit};
use fluent_bundle::FluentValue;
use serde::Serialize;

#[derive(Serialize)]
struct HomePage {
    heading: String,
    ask_href: String,
    outages: Vec<OutageLine>,
    open: Vec<ListLine>,
    all_href: String,
    visit: Option<NextVisit>,
    structure: String,
    hours: Option<Left>,
    sheets: Vec<SheetLine>,
    sheets_href: String,
}

/// As many open requests as fit without looking for them.
const MOST: u64 = 20;

pub async fn home(member: &MemberOf, layout: &Layout<'_>, db: &Db) -> Result<Page, Error> {
    let viewer = member.viewer();
    let name = FluentValue::from(first_name(viewer.name()).to_owned());
    let heading = layout.text_with("home-hello", [("name", name)])?;
    let rows = tickets::of_viewer(db, viewer, MOST).await?;
    let open = rows.iter().filter(|row| row.state != State::Settled);
    let left = hours::left_of(db, member, Month::of(layout.today())).await?;
    let home = viewer.homes().iter().find(|home| home.structure == member.structure());
    let page = HomePage {
        heading: heading.clone(),
        ask_href: pages::any_new_href(),
        outages: outages::concerning(layout, db, member).await?,
        open: open.map(|row| pages::line(layout, row, viewer)).collect::<Result<_, _>>()?,
        all_href: pages::index_href(),
        visit: visits::next_of(VisitsOf::of(viewer, member.structure()).as_ref(), layout, db).await?,
        structure: home.map(|home| home.name.clone()).unwrap_or_default(),
        hours: left.map(|row| Left::of(layout, &row)),
        sheets: help_sheets::most_useful(viewer, db).await?,
        sheets_href: help_sheets::index_href(),
    };
    layout.page("home/employee", heading, &page)
}
