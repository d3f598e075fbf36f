//! The forecast in one sentence: until when the hours last at the pace of the last three months.

use crate::domain::hours::forecast::{Holding, Pace, exhaustion};
use crate::domain::time::{Minutes, Month};
use crate::store::Db;
use crate::store::access::HoursOf;
use crate::store::hours::{self, Row};
use crate::store::structures::Agreement;
use crate::web::errors::Error;
use crate::web::layout::Layout;
use fluent_bundle::FluentValue;
use std::collections::BTreeMap;

pub async fn sentence(
    of: &HoursOf,
    layout: &Layout<'_>,
    db: &Db,
    row: &Row,
    agreement: Option<&Agreement>,
) -> Result<String, Error> {
    let today = layout.today();
    let month = Month::of(today);
    let next = layout.day(month.next().first_day());
    if row.left.is_zero() {
        return layout.text_with("home-referent-forecast-used-up", [("next", FluentValue::from(next))]);
    }
    let past = hours::history(db, of, month.previous(), 3).await?;
    let charged: BTreeMap<Month, Minutes> = past.into_iter().map(|(month, row)| (month, row.charged)).collect();
    let Some(pace) = Pace::of_last_three_months(&charged, today) else { return layout.text("home-referent-forecast-unknown") };
    let months = i64::try_from(charged.len()).unwrap_or(1).max(1);
    let by_month = FluentValue::from(layout.duration(Minutes((pace.minutes.0 + months / 2) / months)));
    let holding = Holding {
        lots: row.lots.clone(),
        debt: row.debt,
        allotted: agreement.map_or(Minutes::ZERO, |agreement| agreement.monthly(month.next())),
        rules: hours::rules(db, month).await?.pool,
        last_month: agreement.and_then(|agreement| agreement.last_month),
    };
    match exhaustion(&holding, pace, today) {
        Some(day) => {
            // The day on which a minute will be missing: the one before is the last that the hours cover.
            let day = day.pred_opt().unwrap_or(day).max(today);
            let args = [("pace", by_month), ("day", FluentValue::from(layout.day(day)))];
            layout.text_with("home-referent-forecast-until", args)
        }
        None => layout.text_with("home-referent-forecast-enough", [("pace", by_month)]),
    }
}
