//! Trying rules out on the group's own history: what was, and beside it what would have been. Nothing is stored.

mod chart;
mod compared;
mod form;
mod tables;

use super::errors::Error;
use super::forms::Form;
use super::layout::{Layout, Page};
use crate::domain::hours::Code;
use crate::domain::hours::simulation::{Cut, Deed, Replayed};
use crate::domain::time::{Minutes, Month};
use crate::store::Db;
use crate::store::access::Coordinator;
use crate::store::hours::{self, Past};
use chart::Chart;
use compared::{Figure, Lens};
use fluent_bundle::FluentValue;
use form::{Asked, Example, Tried};
use rocket::form::Contextual;
use rocket::{Route, State, get, routes};
use serde::Serialize;
use tables::{Members, Months};

pub fn routes() -> Vec<Route> {
    routes![show]
}

#[derive(Serialize)]
struct SimulationPage {
    rules_href: String,
    href: &'static str,
    form: Form,
    /// Few enough structures to choose from a list; else one types its code.
    listed: bool,
    examples: Vec<Example>,
    /// No month to try rules out on.
    nothing: bool,
    outcome: Option<Outcome>,
}

/// What would have been, of the whole group or of one member.
#[derive(Serialize)]
struct Outcome {
    heading: String,
    lead: String,
    period: String,
    /// The rules tried, for paper: the form stays on the screen.
    tried: String,
    /// From one member back to all.
    all_href: Option<String>,
    figures: Vec<Figure>,
    cuts: Vec<String>,
    more_cuts: Option<String>,
    faithful: bool,
    /// Whether anything differs: else there is nothing to look at below.
    differs: bool,
    chart: Option<Chart>,
    months: Months,
    members: Option<Members>,
    apply: Apply,
}

/// On to the rules form, filled in.
#[derive(Serialize)]
struct Apply {
    href: String,
    label: String,
    /// What an agreement would have been is no rule: it is amended elsewhere.
    amends: bool,
}

/// The address of the page, under the rules.
pub fn href() -> String {
    form::ADDRESS.to_owned()
}

#[get("/rules/simulation?<asked..>")]
async fn show(by: Coordinator, layout: Layout<'_>, asked: Contextual<'_, Asked>, db: &State<Db>) -> Result<Page, Error> {
    let present = Month::of(layout.today());
    let past = hours::past(db, &by, present).await?;
    let standing = hours::rules(db, present).await?.pool;
    let mut form = form::seen(&layout, &asked, standing)?;
    let tried = match &asked.value {
        Some(asked) => form::tried(&layout, asked, &past, &mut form)?,
        None => None,
    };
    let outcome = match &tried {
        Some(tried) => Some(outcome(&by, &layout, db, &past, tried).await?),
        None => None,
    };
    let page = SimulationPage {
        rules_href: super::rules::href(),
        href: form::ADDRESS,
        listed: past.structures.len() <= form::MOST_LISTED,
        form: form::offering_structures(&layout, form, &past)?,
        examples: form::examples(&layout, standing)?,
        nothing: past.was.months.is_empty(),
        outcome,
    };
    layout.page_of_form("simulation/show", layout.text("simulation-title")?, &page.form, &page)
}

async fn outcome(by: &Coordinator, layout: &Layout<'_>, db: &Db, past: &Past, tried: &Tried) -> Result<Outcome, Error> {
    let lens = match &tried.of {
        Some(code) if past.structures.contains_key(code) => Lens::Member(code),
        Some(_) => return Err(Error::NotFound),
        None => Lens::Group,
    };
    let replayed = past.tried(&tried.trial).ok_or_else(|| Error::Other("a history within its bounds cannot be replayed".into()))?;
    let name = |code: &Code| past.structures.get(code).map_or_else(|| code.to_string(), |(_, name)| name.clone());
    let (cuts, more_cuts) = cuts(layout, &replayed.cuts, &name)?;
    let months = tables::months(layout, &past.was, &replayed, lens, tried)?;
    let apply_from = super::rules::usual_month(layout, hours::first_open_month(db, by).await?);
    let args = [("month", FluentValue::from(layout.month(apply_from)))];
    Ok(Outcome {
        heading: match lens {
            Lens::Member(code) => name(code),
            Lens::Group => layout.text("simulation-heading")?,
        },
        lead: lead(layout, past, &replayed, lens)?,
        period: period(layout, &past.was)?,
        tried: form::told(layout, tried, &name)?,
        all_href: tried.of.as_ref().map(|_| form::href(tried, None, None)),
        figures: compared::figures(layout, &past.was, &replayed, lens)?,
        cuts,
        more_cuts,
        faithful: past.faithful,
        differs: compared::differs(&past.was, &replayed, lens),
        chart: chart::of(layout, &past.was, &replayed, lens, &months.shown)?,
        members: match lens {
            Lens::Group => tables::members(layout, past, &replayed, tried)?,
            Lens::Member(_) => None,
        },
        months,
        apply: Apply {
            href: super::rules::href_of_tried(apply_from, tried.trial.rules),
            label: layout.text_with("simulation-apply", args)?,
            amends: tried.trial.agreement.is_some(),
        },
    })
}

/// « Période : octobre 2025 – novembre 2026 ».
fn period(layout: &Layout<'_>, was: &Replayed) -> Result<String, Error> {
    let months: Vec<Month> = was.months.iter().map(|month| month.month).collect();
    let (Some(first), Some(last)) = (months.first(), months.last()) else { return Ok(String::new()) };
    let args = [("first", FluentValue::from(layout.month(*first))), ("last", layout.month(*last).into())];
    layout.text_with("simulation-period", args)
}

/// What changes, in two sentences.
fn lead(layout: &Layout<'_>, past: &Past, tried: &Replayed, lens: Lens<'_>) -> Result<String, Error> {
    let (was, would) = (compared::total(&past.was, lens), compared::total(tried, lens));
    let minutes = |minutes: Minutes| FluentValue::from(layout.duration(minutes));
    let args = [("would", minutes(would.sold)), ("was", minutes(was.sold))];
    let overage = match (would.sold.cmp(&was.sold), was.sold) {
        (std::cmp::Ordering::Less, _) => layout.text_with("simulation-lead-less", args)?,
        (std::cmp::Ordering::Greater, _) => layout.text_with("simulation-lead-more", args)?,
        (std::cmp::Ordering::Equal, Minutes(0)) => layout.text("simulation-lead-none")?,
        (std::cmp::Ordering::Equal, _) => layout.text_with("simulation-lead-same", args)?,
    };
    let changed = past.structures.keys().filter(|code| compared::differs(&past.was, tried, Lens::Member(code))).count();
    let changed = i64::try_from(changed).unwrap_or(i64::MAX);
    let all = i64::try_from(past.structures.len()).unwrap_or(i64::MAX);
    let who = match lens {
        Lens::Group if changed == 0 => layout.text("simulation-lead-nobody")?,
        Lens::Group => layout.text_with("simulation-lead-who", [("n", changed.into()), ("all", all.into())])?,
        Lens::Member(_) if compared::differs(&past.was, tried, lens) => return Ok(overage),
        Lens::Member(_) => layout.text("simulation-lead-nothing")?,
    };
    Ok(format!("{overage} {who}"))
}

/// Gifts, grants and corrections that were not possible to their extent; beyond five, how many more.
fn cuts(layout: &Layout<'_>, cuts: &[Cut], name: &impl Fn(&Code) -> String) -> Result<(Vec<String>, Option<String>), Error> {
    const MOST: usize = 5;
    let said = |cut: &Cut| {
        let key = match cut.deed {
            Deed::Gift => "simulation-cut-gift",
            Deed::Grant => "simulation-cut-grant",
            Deed::Correction => "simulation-cut-correction",
        };
        let args = [
            ("name", FluentValue::from(name(&cut.structure))),
            ("month", layout.month(cut.month).into()),
            ("asked", layout.duration(cut.asked).into()),
            ("possible", layout.duration(cut.possible).into()),
        ];
        layout.text_with(key, args)
    };
    let more = i64::try_from(cuts.len().saturating_sub(MOST)).unwrap_or(i64::MAX);
    let more = (more > 0).then(|| layout.text_with("simulation-cut-more", [("n", more.into())])).transpose()?;
    Ok((cuts.iter().take(MOST).map(said).collect::<Result<_, _>>()?, more))
}
