//! The forecast in one sentence: until when the hours last at the pace of the last three months.

use crate::domain::agreements::Agreements;
use crate::domain::hours::Rules;
use crate::domain::hours::forecast::{Holding, Pace, exhaustion};
use crate::domain::ids::StructureId;
use crate::domain::time::{Minutes, Month};
use crate::store::Db;
use crate::store::access::Scope;
use crate::store::agreements;
use crate::store::hours::{self, PoolMonth, Row};
use crate::web::errors::Error;
use crate::web::layout::Layout;
use chrono::NaiveDate;
use fluent_bundle::FluentValue;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// More structures than this are forecast on their own pages.
const MOST: usize = 50;

/// « À ce rythme, plus d'heures vers le 24 novembre », for whoever may read the structure's hours.
pub async fn sentence(
    within: impl Into<Scope>,
    layout: &Layout<'_>,
    db: &Db,
    row: &Row,
    agreements: Option<&Agreements>,
) -> Result<String, Error> {
    let within = within.into();
    let today = layout.today();
    let month = Month::of(today);
    let next = layout.day(month.next().first_day());
    if row.left.is_zero() {
        return layout.text_with("home-referent-forecast-used-up", [("next", FluentValue::from(next))]);
    }
    let Some((pace, months)) = pace(today, &past(&within, layout, db).await?, row.structure) else {
        return layout.text("home-referent-forecast-unknown");
    };
    let by_month = FluentValue::from(layout.duration(Minutes((pace.minutes.0 + months / 2) / months)));
    let rules = hours::month(db, within, month).await?.rules.pool;
    match last_day(today, rules, row, agreements, pace) {
        Some(day) => {
            let args = [("pace", by_month), ("day", FluentValue::from(layout.day(day)))];
            layout.text_with("home-referent-forecast-until", args)
        }
        None => layout.text_with("home-referent-forecast-enough", [("pace", by_month)]),
    }
}

/// The last day that the hours cover, for each of these rows of which that can be said.
pub async fn of_low<'a>(
    within: impl Into<Scope>,
    layout: &Layout<'_>,
    db: &Db,
    rows: impl Iterator<Item = &'a Row>,
) -> Result<HashMap<StructureId, NaiveDate>, Error> {
    let within = within.into();
    let rows: Vec<&Row> = rows.filter(|row| !row.left.is_zero()).take(MOST).collect();
    let mut days = HashMap::new();
    if rows.is_empty() {
        return Ok(days);
    }
    let agreements = agreements::all(db, within.clone()).await?;
    let today = layout.today();
    let past = past(&within, layout, db).await?;
    let rules = hours::month(db, within, Month::of(today)).await?.rules.pool;
    for row in rows {
        let Some((pace, _)) = pace(today, &past, row.structure) else { continue };
        let agreements = agreements.get(&row.structure);
        days.extend(last_day(today, rules, row, agreements, pace).map(|day| (row.structure, day)));
    }
    Ok(days)
}

/// The last three months.
async fn past(within: &Scope, layout: &Layout<'_>, db: &Db) -> Result<Vec<Arc<PoolMonth>>, Error> {
    let month = Month::of(layout.today());
    let mut past = Vec::new();
    for back in 1..=3 {
        past.push(hours::month(db, within.clone(), month.plus(-back)).await?);
    }
    Ok(past)
}

/// The pace of the last three months, and how many of them there were.
fn pace(today: NaiveDate, past: &[Arc<PoolMonth>], of: StructureId) -> Option<(Pace, i64)> {
    let charged = |month: &Arc<PoolMonth>| Some((month.month, month.rows.iter().find(|row| row.structure == of)?.charged));
    let charged: BTreeMap<Month, Minutes> = past.iter().filter_map(charged).collect();
    let months = i64::try_from(charged.len()).unwrap_or(1).max(1);
    Pace::of_last_three_months(&charged, today).map(|pace| (pace, months))
}

fn last_day(today: NaiveDate, rules: Rules, row: &Row, agreements: Option<&Agreements>, pace: Pace) -> Option<NaiveDate> {
    let month = Month::of(today);
    let holding = Holding {
        lots: row.lots.clone(),
        debt: row.debt,
        allotted: agreements.map_or(Minutes::ZERO, |agreements| agreements.monthly(month.next())),
        rules,
        last_month: agreements.and_then(|agreements| agreements.standing(month)?.last_month),
    };
    // The day on which a minute will be missing: the one before is the last that the hours cover.
    exhaustion(&holding, pace, today).map(|day| day.pred_opt().unwrap_or(day).max(today))
}
