//! « À surveiller »: which machines give trouble, why, and what may be done; which last longer than others.

use super::structure_name;
use crate::domain::equipment::watching::{Advice, Observed, Proposal, Reason};
use crate::domain::ids::StructureId;
use crate::domain::time::Minutes;
use crate::store::Db;
use crate::store::access::RegisterOf;
use crate::store::equipment::{self, Machine};
use crate::web::errors::Error;
use crate::web::layout::{Layout, Page};
use fluent_bundle::FluentValue;
use rocket::{Route, State, get, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index]
}

/// The address of the list of a structure.
pub fn href(structure: StructureId) -> String {
    uri!(index(structure)).to_string()
}

#[derive(Serialize)]
struct WatchedPage {
    structure: String,
    back_href: String,
    watched: Vec<WatchedRow>,
    /// Beyond what is usual, without trouble.
    lasting: Vec<WatchedRow>,
}

#[derive(Serialize)]
struct WatchedRow {
    href: String,
    name: String,
    kind: String,
    advice: String,
    reasons: Vec<String>,
}

/// What is known of one machine, on its page.
#[derive(Serialize)]
pub struct WatchCard {
    pub advice: Option<String>,
    pub reasons: Vec<String>,
    /// Label and value: age, requests, time, cost.
    pub facts: Vec<(String, String)>,
    pub href: String,
}

#[get("/structures/<_>/equipment/watched")]
async fn index(of: RegisterOf, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let structure = structure_name(db, &of).await?;
    let (mut watched, mut lasting) = (Vec::new(), Vec::new());
    for (machine, observed) in equipment::watched(db, &of, (layout.today(), layout.zone())).await? {
        let Some(proposal) = observed.proposal(layout.today()) else { continue };
        let row = row(&layout, &machine, &proposal)?;
        if proposal.advice == Advice::Keep { lasting.push(row) } else { watched.push(row) }
    }
    let page = WatchedPage { structure, back_href: super::of_structure_href(of.structure()), watched, lasting };
    layout.page("equipment/watched", layout.text("watched-title")?, &page)
}

fn row(layout: &Layout<'_>, machine: &Machine, proposal: &Proposal) -> Result<WatchedRow, Error> {
    Ok(WatchedRow {
        href: super::href(machine.id),
        name: machine.particulars.name.clone(),
        kind: layout.text(&format!("equipment-kind-{}", machine.particulars.kind))?,
        advice: layout.text(&format!("watched-advice-{}", proposal.advice))?,
        reasons: reasons(layout, proposal)?,
    })
}

fn reasons(layout: &Layout<'_>, proposal: &Proposal) -> Result<Vec<String>, Error> {
    proposal.reasons.iter().map(|reason| told(layout, reason)).collect()
}

fn told(layout: &Layout<'_>, reason: &Reason) -> Result<String, Error> {
    let (key, values) = match reason {
        Reason::Old { months, usual } => {
            let values = [("age", age(layout, *months)?), ("usual", age(layout, *usual)?)];
            ("watched-old", values.map(|(name, value)| (name, FluentValue::from(value))).to_vec())
        }
        Reason::Requests(n) => ("watched-requests", vec![("n", FluentValue::from(*n))]),
        Reason::Again(n) => ("watched-again", vec![("n", FluentValue::from(*n))]),
        Reason::Time(minutes) => ("watched-time", vec![("minutes", FluentValue::from(layout.duration(*minutes)))]),
        Reason::Dear { hours, price } => {
            let values = [("hours", layout.money(*hours)), ("price", layout.money(*price))];
            ("watched-dear", values.map(|(name, value)| (name, FluentValue::from(value))).to_vec())
        }
        Reason::WarrantyRuns(until) => ("watched-warranty", vec![("day", FluentValue::from(layout.whole_day(*until)))]),
    };
    layout.text_with(key, values)
}

/// « 5 ans », « 5 ans et 3 mois », « 7 mois ».
fn age(layout: &Layout<'_>, months: i64) -> Result<String, Error> {
    let (years, rest) = (months / 12, months % 12);
    let n = |key, n| layout.text_with(key, [("n", FluentValue::from(n))]);
    match (years, rest) {
        (0, rest) => n("watched-months", rest),
        (years, 0) => n("watched-years", years),
        (years, rest) => {
            let values = [
                ("years", FluentValue::from(n("watched-years", years)?)),
                ("months", FluentValue::from(n("watched-months", rest)?)),
            ];
            layout.text_with("watched-years-and-months", values)
        }
    }
}

/// What is known of a machine in use, for who keeps its register.
pub async fn card(of: &RegisterOf, layout: &Layout<'_>, db: &Db, machine: &Machine) -> Result<Option<WatchCard>, Error> {
    if machine.retired_at.is_some() {
        return Ok(None);
    }
    let observed = equipment::observed(db, of, machine, (layout.today(), layout.zone())).await?;
    let proposal = observed.proposal(layout.today());
    Ok(Some(WatchCard {
        advice: proposal.as_ref().map(|proposal| layout.text(&format!("watched-advice-{}", proposal.advice))).transpose()?,
        reasons: proposal.map(|proposal| reasons(layout, &proposal)).transpose()?.unwrap_or_default(),
        facts: facts(layout, &observed)?,
        href: href(of.structure()),
    }))
}

fn facts(layout: &Layout<'_>, observed: &Observed) -> Result<Vec<(String, String)>, Error> {
    let mut facts = Vec::new();
    let mut say = |key: &str, value: String| -> Result<(), Error> {
        facts.push((layout.text(key)?, value));
        Ok(())
    };
    if let Some(months) = observed.months(layout.today()) {
        say("watched-age", age(layout, months)?)?;
    }
    let requests = [("n", FluentValue::from(observed.requests))];
    say("watched-requests-label", layout.text_with("watched-requests-count", requests)?)?;
    let time = |minutes: Minutes, cost| match cost {
        Some(cost) => {
            let values = [("minutes", layout.duration(minutes)), ("cost", layout.money(cost))];
            layout.text_with("watched-time-cost", values.map(|(name, value)| (name, FluentValue::from(value))))
        }
        None => Ok(layout.duration(minutes)),
    };
    say("watched-year-label", time(observed.year, observed.year_cost())?)?;
    say("watched-total-label", time(observed.total, observed.total_cost())?)?;
    if let Some(hour) = observed.hour {
        say("watched-hour-label", layout.money(hour))?;
    }
    Ok(facts)
}
