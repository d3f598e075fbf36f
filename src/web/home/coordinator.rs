//! The coordinator's first page: the month in words, what is worth a look, the first steps of an empty installation.

mod exceptions;
mod steps;

use crate::domain::people::Duty;
use crate::domain::time::{Minutes, Month};
use crate::store::access::Coordinator;
use crate::store::contracts::{self, PostCapacity};
use crate::store::hours::{self, PoolMonth, Row};
use crate::store::{Db, people, structures};
use crate::texts::format;
use crate::web::errors::Error;
use crate::web::hours::forecast;
use crate::web::layout::{Layout, Page};
use crate::web::report;
use exceptions::Exception;
use fluent_bundle::FluentValue;
use serde::Serialize;
use steps::Steps;

#[derive(Serialize)]
struct HomePage {
    heading: String,
    lead: String,
    figures: Vec<Figure>,
    exceptions: Vec<Exception>,
    count: usize,
    /// How many more there are than are listed.
    more: Option<String>,
    report_href: String,
    closing_href: String,
    pool_href: String,
    costs_href: String,
    money_href: String,
}

#[derive(Serialize)]
struct Figure {
    label: String,
    value: String,
    note: String,
}

pub async fn home(by: &Coordinator, layout: &Layout<'_>, db: &Db) -> Result<Page, Error> {
    if let Some(steps) = first_steps(by, layout, db).await? {
        return layout.page("home/coordinator_first", layout.text("home-coordinator-title")?, &steps);
    }
    let present = Month::of(layout.today());
    let pool = hours::month(db, by, present).await?;
    let before = hours::month(db, by, present.previous()).await?;
    let ended = hours::ended_months(db, by, present).await?;
    let until = forecast::of_low(by, layout, db, pool.rows.iter().filter(|row| exceptions::is_low(row))).await?;
    let post = contracts::capacity(db, by, present).await?;
    let mut all = exceptions::of(layout, &pool, &ended, &until, &post)?;
    all.extend(exceptions::subsidies(by, layout, db).await?);
    let count = all.len();
    let more = i64::try_from(count.saturating_sub(exceptions::MOST)).unwrap_or(i64::MAX);
    all.truncate(exceptions::MOST);
    let name = report::capital(format::month_name(layout.language, present).to_owned());
    let page = HomePage {
        heading: layout.text_with("home-coordinator-heading", [("month", FluentValue::from(name))])?,
        lead: lead(layout, &pool, count)?,
        figures: figures(layout, &pool, &before, &post)?,
        exceptions: all,
        count,
        more: (more > 0).then(|| layout.text_with("home-coordinator-more", [("n", more.into())])).transpose()?,
        report_href: report::href(present),
        closing_href: crate::web::closing::href(None),
        pool_href: crate::web::pool::href(),
        costs_href: crate::web::costs::present_href(),
        money_href: crate::web::money::href(),
    };
    layout.page("home/coordinator", layout.text("home-coordinator-title")?, &page)
}

/// The first steps, while one of them is still to be done.
async fn first_steps(by: &Coordinator, layout: &Layout<'_>, db: &Db) -> Result<Option<Steps>, Error> {
    let structures = structures::all(db, by).await?;
    let technician = people::on_duty(db, by).await?.iter().any(|person| person.duties.contains(&Duty::Technician));
    let people = match structures.as_slice() {
        [] => false,
        [(only, _)] => !people::of_structure(db, by, only.id).await?.is_empty(),
        _ => true,
    };
    if people && technician {
        return Ok(None);
    }
    steps::of(layout, structures.first().map(|(first, _)| first.id), people, technician).map(Some)
}

fn n(count: usize) -> FluentValue<'static> {
    FluentValue::from(i64::try_from(count).unwrap_or(i64::MAX))
}

fn sum(pool: &PoolMonth, of: fn(&Row) -> Minutes) -> Minutes {
    pool.rows.iter().map(of).sum()
}

fn lead(layout: &Layout<'_>, pool: &PoolMonth, exceptions: usize) -> Result<String, Error> {
    let interventions: i64 = pool.rows.iter().map(|row| row.interventions).sum();
    let members = [("n", n(pool.rows.len())), ("interventions", interventions.into())];
    let look = match exceptions {
        0 => layout.text("home-coordinator-nothing")?,
        count => layout.text_with("home-coordinator-looks", [("n", n(count))])?,
    };
    Ok(format!("{} {look}", layout.text_with("home-coordinator-lead", members)?))
}

fn figures(layout: &Layout<'_>, pool: &PoolMonth, before: &PoolMonth, post: &PostCapacity) -> Result<Vec<Figure>, Error> {
    let figure = |key: &str, minutes: Minutes, note: String| -> Result<Figure, Error> {
        Ok(Figure { label: layout.text(&format!("home-coordinator-{key}"))?, value: layout.duration(minutes), note })
    };
    let of_how_many = |of: fn(&Row) -> Minutes| -> Result<String, Error> {
        let count = pool.rows.iter().filter(|row| of(row) > Minutes(0)).count();
        match count {
            0 => layout.text("home-coordinator-nobody"),
            count => layout.text_with("home-coordinator-by", [("n", n(count))]),
        }
    };
    let bought = [("minutes", FluentValue::from(layout.duration(sum(pool, |row| row.allotted))))];
    let moved = pool.pot - before.pot;
    let key = match moved {
        Minutes(0) => "home-coordinator-pot-same",
        Minutes(..0) => "home-coordinator-pot-less",
        Minutes(_) => "home-coordinator-pot-more",
    };
    let change = [("minutes", FluentValue::from(layout.duration(Minutes(moved.0.abs()))))];
    let mut all = vec![figure("charged", sum(pool, |row| row.charged), layout.text_with("home-coordinator-of", bought)?)?];
    // Of a post whose contracts are not all written down nobody knows what it can give.
    if post.unknown.is_empty() && post.sum.contracted > Minutes(0) {
        all.push(figure("capacity", post.sum.available, layout.text("home-coordinator-capacity-of")?)?);
    }
    all.extend([
        figure("pot", pool.pot, layout.text_with(key, change)?)?,
        figure("debts", sum(pool, |row| row.debt), of_how_many(|row| row.debt)?)?,
        figure("sold", sum(pool, |row| row.sold), of_how_many(|row| row.sold)?)?,
    ]);
    Ok(all)
}
