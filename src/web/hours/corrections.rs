//! Corrections of closed months as the member concerned reads them: posted here, or made to this month since.

use crate::domain::time::{Minutes, Month};
use crate::store::Db;
use crate::store::access::HoursOf;
use crate::store::interventions;
use crate::web::errors::Error;
use crate::web::layout::Layout;
use fluent_bundle::FluentValue;
use serde::Serialize;

#[derive(Serialize)]
pub struct CorrectionLine {
    what: String,
    reason: String,
    minutes: String,
}

pub async fn of(of: &HoursOf, layout: &Layout<'_>, db: &Db, month: Month) -> Result<Vec<CorrectionLine>, Error> {
    let mut lines = Vec::new();
    for correction in interventions::corrected(db, of, month).await? {
        let here = correction.period == month;
        let key = if here { "hours-correction-of" } else { "hours-correction-in" };
        let other = if here { correction.of } else { correction.period };
        let values = [
            ("month", FluentValue::from(layout.month(other))),
            ("name", correction.by_name.into()),
            ("at", layout.moment(correction.at).into()),
        ];
        lines.push(CorrectionLine {
            what: layout.text_with(key, values)?,
            reason: correction.reason,
            minutes: signed(layout, correction.charged),
        });
    }
    Ok(lines)
}

/// « + 15 min », « − 15 min ».
fn signed(layout: &Layout<'_>, minutes: Minutes) -> String {
    let sign = if minutes.0 < 0 { "−" } else { "+" };
    format!("{sign}\u{a0}{}", layout.duration(Minutes(minutes.0.abs())))
}
