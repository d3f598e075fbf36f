//! The technician's first page: who is blocked, what is theirs, the week's hours.

use crate::domain::time::{Minutes, Month};
use crate::store::access::{Coordinator, Technician};
use crate::store::tickets;
use crate::store::{Db, contracts, interventions};
use crate::web::errors::Error;
use crate::web::interventions as time;
use crate::web::layout::{Layout, Page};
use crate::web::outages::{self, OutageLine};
use crate::web::tickets::{self as pages, QueueLine, TaskLine, first_name};
use crate::web::visits::{self, VisitLine};
use crate::web::{help_sheets, people, report, rules};
use fluent_bundle::FluentValue;
use serde::Serialize;

#[derive(Serialize)]
struct HomePage {
    heading: String,
    summary: String,
    call_href: String,
    time_href: String,
    queue_href: String,
    mine_href: String,
    sheets_href: String,
    series_href: String,
    organisations_href: String,
    outages: Vec<OutageLine>,
    outages_href: String,
    outage_href: String,
    tasks: Vec<TaskLine>,
    today: Vec<VisitLine>,
    visits_href: String,
    first: Vec<QueueLine>,
    mine: Vec<QueueLine>,
    week: String,
    /// For who runs the pool as well.
    coordination: Option<Coordination>,
}

/// The coordinator's pages that the navigation of a technician has no room for.
#[derive(Serialize)]
struct Coordination {
    report_href: String,
    people_href: String,
    rules_href: String,
    costs_href: String,
    money_href: String,
}

/// What fits on a screen: the whole queue is one tap away.
const MOST: u64 = 4;

pub async fn home(by: &Technician, layout: &Layout<'_>, db: &Db) -> Result<Page, Error> {
    let name = FluentValue::from(first_name(by.viewer().name()).to_owned());
    let heading = layout.text_with("home-hello", [("name", name)])?;
    let open = tickets::open(db, by, 50).await?;
    let me = by.viewer().id();
    let (mine, others): (Vec<_>, Vec<_>) = open.into_iter().partition(|row| row.assignee_id == Some(me));
    let first: Vec<_> = others.into_iter().filter(|row| row.assignee_id.is_none()).take(MOST as usize).collect();
    let mine: Vec<_> = mine.into_iter().take(MOST as usize).collect();
    let worked = interventions::worked(db, by, time::monday_of(layout.today()), layout.today()).await?;
    let page = HomePage {
        heading: heading.clone(),
        summary: pages::queue_summary(by, layout, db).await?,
        call_href: pages::call_href(),
        time_href: time::new_href(),
        queue_href: pages::index_href(),
        mine_href: pages::mine_href(),
        sheets_href: help_sheets::index_href(),
        series_href: crate::web::series::href(),
        organisations_href: crate::web::organisations::href(),
        outages: outages::open_lines(by, layout, db).await?,
        outages_href: outages::index_href(),
        outage_href: outages::new_href(),
        tasks: pages::tasks_due(by, layout, db).await?,
        today: visits::today(by, layout, db).await?,
        visits_href: visits::week_href(None),
        first: pages::queue_lines(by, layout, db, &first).await?,
        mine: pages::queue_lines(by, layout, db, &mine).await?,
        coordination: Coordinator::of(by.viewer()).map(|_| Coordination {
            report_href: report::present_href(),
            people_href: people::on_duty_href(),
            rules_href: rules::href(),
            costs_href: crate::web::costs::present_href(),
            money_href: crate::web::money::href(),
        }),
        week: week(by, layout, db, worked).await?,
    };
    layout.page("home/technician", heading, &page)
}

/// Hours of the week, against the contract when there is one.
async fn week(by: &Technician, layout: &Layout<'_>, db: &Db, worked: Minutes) -> Result<String, Error> {
    let values = [("worked", FluentValue::from(layout.duration(worked)))];
    let contract = contracts::own(db, by).await?.and_then(|own| own.contract(Month::of(layout.today())));
    match contract {
        None => layout.text_with("home-week", values),
        Some(contract) => {
            let weekly = ("weekly", FluentValue::from(layout.duration(contract.weekly)));
            layout.text_with("home-week-of", values.into_iter().chain([weekly]))
        }
    }
}
