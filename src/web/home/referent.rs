//! The referent's first page, « Ce mois-ci »: what is left, what lies ahead, what waits for the structure.

mod spent;

use crate::domain::time::{Minutes, Month};
use crate::store::access::{Board, HoursOf, PeopleOf, Referent, RegisterOf, VisitsOf};
use crate::store::hours::{self, Row, SheetState};
use crate::store::{Db, equipment, interventions, people, structures, tickets};
use crate::web::continuity::{self, Upkeep};
use crate::web::equipment::is_nobodys;
use crate::web::errors::Error;
use crate::web::hours::{Account, account, forecast, words};
use crate::web::layout::{Layout, Page};
use crate::web::outages::{self, OutageLine};
use crate::web::tickets::{self as pages, ListLine};
use crate::web::visits::{self, NextVisit};
use fluent_bundle::FluentValue;
use rocket::uri;
use serde::Serialize;
use spent::Spent;

/// How many requests the page shows; the others are behind a link.
const MOST_TICKETS: usize = 5;

#[derive(Serialize)]
struct HomePage {
    structure: String,
    month: String,
    ask_href: String,
    outages: Vec<OutageLine>,
    hours: Option<Hours>,
    sheet: Option<SheetToSign>,
    tickets: Vec<ListLine>,
    /// How many requests wait for an answer of the structure.
    waiting: usize,
    tickets_href: String,
    visit: Option<NextVisit>,
    spent: Vec<Spent>,
    hours_href: String,
    looking_href: String,
    fairness_href: String,
    /// For who is of the board too; the navigation has no room for it.
    report_href: Option<String>,
    dues_href: String,
    sheets_href: String,
    machines: Things,
    people: Things,
    /// What there is to look after in the dossier.
    upkeep: Option<Upkeep>,
}

/// The sheet of the month that ended waits to be signed.
#[derive(Serialize)]
struct SheetToSign {
    href: String,
    title: String,
    state: String,
}

async fn sheet_to_sign(of: &HoursOf, layout: &Layout<'_>, db: &Db, month: Month) -> Result<Option<SheetToSign>, Error> {
    let (state, _) = hours::sheet_state(db, of, month, layout.today()).await?;
    if matches!(state, SheetState::Running | SheetState::Signed { .. } | SheetState::Tacit) {
        return Ok(None);
    }
    let named = [("month", FluentValue::from(layout.month(month)))];
    Ok(Some(SheetToSign {
        href: crate::web::hours::href(of.structure(), Some(month)),
        title: layout.text_with("home-referent-sign", named)?,
        state: crate::web::closing::sheet_state(layout, &state)?.1,
    }))
}

/// What is left, and what it means.
#[derive(Serialize)]
struct Hours {
    left: String,
    of: String,
    over: bool,
    used_width: String,
    over_width: Option<String>,
    forecast: String,
    expiring: Option<String>,
    beyond: Vec<String>,
    account: Account,
}

/// A link to the structure's machines or people, with a sentence.
#[derive(Serialize)]
struct Things {
    href: String,
    count: usize,
    /// Machines that nobody uses, people who never came.
    idle: usize,
}

pub async fn home(of: &Referent, layout: &Layout<'_>, db: &Db) -> Result<Page, Error> {
    let id = of.structure();
    let hours_of = HoursOf::of(of.viewer(), id).ok_or(Error::NotFound)?;
    let month = Month::of(layout.today());
    let (structure, agreements) = structures::find(db, of, id).await?.ok_or(Error::NotFound)?;
    let open = tickets::open_of_structure(db, of).await?;
    let row = hours::row_of(db, &hours_of, month).await?;
    let hours = match &row {
        Some(row) => {
            let forecast = forecast::sentence(&hours_of, layout, db, row, agreements.as_ref()).await?;
            Some(hours(layout, row, month, forecast)?)
        }
        None => None,
    };
    let shown = open.iter().take(MOST_TICKETS).map(|ticket| pages::line(layout, ticket, of.viewer()));
    let page = HomePage {
        structure: structure.name,
        month: layout.month(month),
        ask_href: pages::href_of_new(id, None),
        outages: outages::concerning(layout, db, of).await?,
        hours,
        sheet: match agreements.as_ref().is_some_and(|agreements| agreements.covers(month.previous())) {
            true => sheet_to_sign(&hours_of, layout, db, month.previous()).await?,
            false => None,
        },
        tickets: shown.collect::<Result<_, _>>()?,
        waiting: open.iter().filter(|ticket| ticket.state == crate::domain::tickets::State::Waiting).count(),
        tickets_href: pages::of_structure_href(id),
        visit: visits::next_of(VisitsOf::of(of.viewer(), id).as_ref(), layout, db).await?,
        spent: spent::by_kind(layout, &interventions::sheet(db, &hours_of, month).await?.charge)?,
        hours_href: uri!(crate::web::hours::show(id, None::<Month>)).to_string(),
        looking_href: crate::web::looking::href(id),
        fairness_href: crate::web::fairness::href(),
        report_href: Board::of(of.viewer()).map(|_| crate::web::report::present_href()),
        dues_href: crate::web::money::dues_href(id),
        sheets_href: crate::web::help_sheets::index_href(),
        machines: machines(of, db).await?,
        people: people_of(of, db).await?,
        upkeep: continuity::upkeep(of, layout, db).await?,
    };
    layout.page("home/referent", layout.text("home-referent-title")?, &page)
}

fn hours(layout: &Layout<'_>, row: &Row, month: Month, forecast: String) -> Result<Hours, Error> {
    let own = row.from_lots + row.left;
    let whole = own + row.from_pot + row.borrowed + row.sold;
    let over = row.is_over();
    Ok(Hours {
        left: layout.duration(row.left),
        of: layout.text_with("home-referent-of", [("own", FluentValue::from(layout.duration(own)))])?,
        over,
        used_width: percent(row.from_lots, whole),
        over_width: over.then(|| percent(whole, whole)),
        forecast,
        expiring: words::expiring(layout, row, month, false)?,
        beyond: words::beyond(layout, row, false)?,
        account: account(layout, row, month, false)?,
    })
}

/// The width of a gauge: whole per cent, nothing of nothing.
fn percent(part: Minutes, whole: Minutes) -> String {
    format!("{}%", if whole.0 > 0 { part.0 * 100 / whole.0 } else { 0 })
}

async fn machines(of: &Referent, db: &Db) -> Result<Things, Error> {
    let register = RegisterOf::of(of.viewer(), of.structure()).ok_or(Error::NotFound)?;
    let machines = equipment::of_structure(db, &register).await?;
    let in_use = || machines.iter().filter(|machine| machine.retired_at.is_none());
    let idle = in_use().filter(|machine| is_nobodys(machine)).count();
    Ok(Things { href: crate::web::equipment::of_structure_href(of.structure()), count: in_use().count(), idle })
}

async fn people_of(of: &Referent, db: &Db) -> Result<Things, Error> {
    let keeper = PeopleOf::of(of.viewer(), of.structure()).ok_or(Error::NotFound)?;
    let members = people::of_structure(db, &keeper, of.structure()).await?;
    let idle = members.iter().filter(|member| member.seen_at.is_none()).count();
    Ok(Things { href: crate::web::people::of_structure_href(of.structure()), count: members.len(), idle })
}
