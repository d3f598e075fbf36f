//! What is worth a look, the most pressing first: each with its sentence and its link.

use super::Layout;
use crate::domain::ids::StructureId;
use crate::domain::time::{Minutes, Month};
use crate::store::Db;
use crate::store::access::Coordinator;
use crate::store::contracts::PostCapacity;
use crate::store::hours::{self, PoolMonth, Row};
use crate::web::errors::Error;
use crate::web::report;
use chrono::NaiveDate;
use fluent_bundle::FluentValue;
use serde::Serialize;
use std::collections::HashMap;

/// More than these are in the report.
pub const MOST: usize = 10;

#[derive(Serialize)]
pub struct Exception {
    href: String,
    what: String,
    detail: String,
}

/// The last day that the hours of a structure cover, for those of which little is left.
pub type Until = HashMap<StructureId, NaiveDate>;

pub fn of(
    layout: &Layout<'_>,
    pool: &PoolMonth,
    ended: &[Month],
    until: &Until,
    post: &PostCapacity,
) -> Result<Vec<Exception>, Error> {
    let mut all = Vec::new();
    for month in ended {
        all.push(Exception {
            href: crate::web::closing::href(Some(*month)),
            what: report::capital(
                layout.text_with("home-coordinator-ended", [("month", FluentValue::from(layout.month(*month)))])?,
            ),
            detail: layout.text("home-coordinator-ended-detail")?,
        });
    }
    all.extend(beyond_post(layout, pool, post)?);
    let kinds: [(Applies, Says); 4] = [(Row::is_over, over), (owes, debt), (loses, losing), (is_low, low)];
    for (applies, says) in kinds {
        for row in pool.rows.iter().filter(|row| applies(row)) {
            let (key, args) = says(layout, pool, row)?;
            let name = || [("name", FluentValue::from(row.name.clone()))].into_iter().chain(args.clone());
            let mut detail = layout.text_with(&format!("home-coordinator-{key}-detail"), name())?;
            if let Some(day) = until.get(&row.structure).filter(|_| key == "low") {
                let day = layout.text_with("home-coordinator-low-until", [("day", FluentValue::from(layout.day(*day)))])?;
                detail = format!("{detail} {day}");
            }
            all.push(Exception {
                href: crate::web::hours::href(row.structure, Some(pool.month)),
                what: layout.text_with(&format!("home-coordinator-{key}"), name())?,
                detail,
            });
        }
    }
    Ok(all)
}

/// Subsidies that end within 90 days.
pub async fn subsidies(by: &Coordinator, layout: &Layout<'_>, db: &Db) -> Result<Vec<Exception>, Error> {
    let ending = crate::web::subsidies::ending(by, layout, db).await?;
    let said = |(href, what)| Ok(Exception { href, what, detail: layout.text("subsidies-ending-what")? });
    ending.into_iter().map(said).collect()
}

/// More is subscribed than the post can give; nothing is said while a contract is not written down.
fn beyond_post(layout: &Layout<'_>, pool: &PoolMonth, post: &PostCapacity) -> Result<Option<Exception>, Error> {
    let subscribed: Minutes = pool.rows.iter().map(|row| row.allotted).sum();
    let available = post.sum.available;
    if !post.unknown.is_empty() || subscribed <= available {
        return Ok(None);
    }
    let values = [("subscribed", subscribed), ("available", available), ("more", subscribed - available)];
    let values = values.map(|(key, minutes)| (key, FluentValue::from(layout.duration(minutes))));
    Ok(Some(Exception {
        href: crate::web::people::on_duty_href(),
        what: layout.text("findings-capacity")?,
        detail: layout.text_with("findings-capacity-detail", values)?,
    }))
}

type Applies = fn(&Row) -> bool;
type Args = Vec<(&'static str, FluentValue<'static>)>;
type Said = Result<(&'static str, Args), Error>;
type Says = fn(&Layout<'_>, &PoolMonth, &Row) -> Said;

/// Those beyond their hours say so already.
fn owes(row: &Row) -> bool {
    row.debt > Minutes(0) && !row.is_over()
}

fn loses(row: &Row) -> bool {
    row.expiring > Minutes(0)
}

/// Less than a fifth of its hours is left.
pub fn is_low(row: &Row) -> bool {
    hours::is_low(row.left, row.allotted) && !row.is_over()
}

/// Where the minutes beyond come from: only what there is.
fn over(layout: &Layout<'_>, _: &PoolMonth, row: &Row) -> Said {
    let mut parts = Vec::new();
    for (key, minutes) in [("pot", row.from_pot), ("advance", row.borrowed), ("sold", row.sold)] {
        if minutes > Minutes(0) {
            let args = [("minutes", FluentValue::from(layout.duration(minutes)))];
            parts.push(layout.text_with(&format!("home-coordinator-over-{key}"), args)?);
        }
    }
    let beyond = layout.duration(row.from_pot + row.borrowed + row.sold);
    Ok(("over", vec![("beyond", beyond.into()), ("parts", report::capital(parts.join(", ")).into())]))
}

fn debt(layout: &Layout<'_>, _: &PoolMonth, row: &Row) -> Said {
    let minutes = |minutes: Minutes| FluentValue::from(layout.duration(minutes));
    Ok(("debt", vec![("debt", minutes(row.debt)), ("allotted", minutes(row.allotted))]))
}

fn losing(layout: &Layout<'_>, pool: &PoolMonth, row: &Row) -> Said {
    let day = layout.day(pool.month.last_day());
    Ok(("losing", vec![("minutes", layout.duration(row.expiring).into()), ("day", day.into())]))
}

fn low(layout: &Layout<'_>, _: &PoolMonth, row: &Row) -> Said {
    let per_cent = row.left.0.saturating_mul(100) / row.allotted.0.max(1);
    let key = if row.left == Minutes(0) { "none-left" } else { "low" };
    Ok((key, vec![("left", layout.duration(row.left).into()), ("percent", per_cent.into())]))
}
