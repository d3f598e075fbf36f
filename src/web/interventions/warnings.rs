//! What the law says of one's own day or week, in sentences that block nothing (`hours.md` § 7).

use crate::domain::ids::EntryId;
use crate::domain::interventions::working_time::{Finding, Rule};
use crate::domain::time::Minutes;
use crate::store::access::Technician;
use crate::store::hours;
use crate::store::interventions::Work;
use crate::store::{Db, DbErr};
use crate::web::errors::Error;
use crate::web::layout::Layout;
use chrono::NaiveDate;
use fluent_bundle::FluentValue;

/// What a piece of work, or its correction, would add to what the day and the week show.
pub async fn foreseen(
    by: &Technician,
    layout: &Layout<'_>,
    db: &Db,
    entry: Option<EntryId>,
    work: &Work,
) -> Result<Vec<String>, Error> {
    let found = hours::foreseen_findings(db, by, entry, work, layout.today()).await?;
    found.iter().map(|finding| sentence(layout, "foreseen", finding)).collect()
}

/// What is said once the work is written down: the key of its sentence, of the first of several. Asked before it is written.
pub async fn said_after(by: &Technician, db: &Db, entry: EntryId, work: &Work, today: NaiveDate) -> Result<Option<String>, DbErr> {
    let found = hours::foreseen_findings(db, by, Some(entry), work, today).await?;
    Ok(found.first().map(|finding| format!("findings-saved-{}", finding.rule)))
}

/// The quiet note of one's own day or week.
pub fn note<'a>(layout: &Layout<'_>, found: impl Iterator<Item = &'a Finding>) -> Result<String, Error> {
    Ok(found.map(|finding| sentence(layout, "own", finding)).collect::<Result<Vec<_>, _>>()?.join(" "))
}

/// How much was found, in words: days for what is written late, else a duration.
pub fn amount(layout: &Layout<'_>, rule: Rule, amount: i64) -> FluentValue<'static> {
    if rule == Rule::WrittenLate { amount.into() } else { layout.duration(Minutes(amount)).into() }
}

fn sentence(layout: &Layout<'_>, how: &str, finding: &Finding) -> Result<String, Error> {
    let rule = finding.rule;
    let mut values = vec![
        ("found", amount(layout, rule, finding.found)),
        ("limit", amount(layout, rule, rule.limit())),
        ("day", layout.day(finding.day).into()),
    ];
    if let Some(holiday) = finding.holiday {
        values.push(("holiday", layout.text(&format!("findings-holiday-{holiday}"))?.into()));
    }
    layout.text_with(&format!("findings-{how}-{rule}"), values)
}
