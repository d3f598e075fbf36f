//! The forecast in one sentence: until when the hours last at the pace of the last three months.

use crate::domain::hours::forecast::{Holding, Pace, exhaustion};
use crate::domain::ids::StructureId;
use crate::domain::time::{Minutes, Month};
use crate::store::Db;
use crate::store::access::Scope;
use crate::store::hours::{self, Row};
use crate::store::structures::{self, Agreement};
use crate::web::errors::Error;
use crate::web::layout::Layout;
use chrono::NaiveDate;
use fluent_bundle::FluentValue;
use std::collections::{BTreeMap, HashMap};

/// More structures than this are forecast on their own pages.
const MOST: usize = 50;

/// « À ce rythme, plus d'heures vers le 24 novembre », for whoever may read the structure's hours.
pub async fn sentence(
    within: impl Into<Scope>,
    layout: &Layout<'_>,
    db: &Db,
    row: &Row,
    agreement: Option<&Agreement>,
) -> Result<String, Error> {
    let within = within.into();
    let today = layout.today();
    let month = Month::of(today);
    let next = layout.day(month.next().first_day());
    if row.left.is_zero() {
        return layout.text_with("home-referent-forecast-used-up", [("next", FluentValue::from(next))]);
    }
    let Some((pace, months)) = pace(within, layout, db, row).await? else { return layout.text("home-referent-forecast-unknown") };
    let by_month = FluentValue::from(layout.duration(Minutes((pace.minutes.0 + months / 2) / months)));
    match last_day(layout, db, row, agreement, pace).await? {
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
    let agreements = structures::all(db, within.clone()).await?;
    let agreements: HashMap<StructureId, Option<Agreement>> = agreements.into_iter().map(|(s, a)| (s.id, a)).collect();
    for row in rows {
        let Some((pace, _)) = pace(within.clone(), layout, db, row).await? else { continue };
        let agreement = agreements.get(&row.structure).and_then(Option::as_ref);
        days.extend(last_day(layout, db, row, agreement, pace).await?.map(|day| (row.structure, day)));
    }
    Ok(days)
}

/// The pace of the last three months, and how many of them there were.
async fn pace(within: Scope, layout: &Layout<'_>, db: &Db, row: &Row) -> Result<Option<(Pace, i64)>, Error> {
    let month = Month::of(layout.today());
    let mut charged: BTreeMap<Month, Minutes> = BTreeMap::new();
    for back in 1..=3 {
        let past = hours::month(db, within.clone(), month.plus(-back)).await?;
        let of_structure = past.rows.iter().find(|known| known.structure == row.structure);
        charged.extend(of_structure.map(|row| (past.month, row.charged)));
    }
    let months = i64::try_from(charged.len()).unwrap_or(1).max(1);
    Ok(Pace::of_last_three_months(&charged, layout.today()).map(|pace| (pace, months)))
}

async fn last_day(
    layout: &Layout<'_>,
    db: &Db,
    row: &Row,
    agreement: Option<&Agreement>,
    pace: Pace,
) -> Result<Option<NaiveDate>, Error> {
    let today = layout.today();
    let month = Month::of(today);
    let holding = Holding {
        lots: row.lots.clone(),
        debt: row.debt,
        allotted: agreement.map_or(Minutes::ZERO, |agreement| agreement.monthly(month.next())),
        rules: hours::rules(db, month).await?.pool,
        last_month: agreement.and_then(|agreement| agreement.last_month),
    };
    // The day on which a minute will be missing: the one before is the last that the hours cover.
    Ok(exhaustion(&holding, pace, today).map(|day| day.pred_opt().unwrap_or(day).max(today)))
}
