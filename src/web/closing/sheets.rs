//! Each structure's sheet at the month's end: what it says in a sentence, and where its signature stands.

use super::waits;
use crate::domain::ids::StructureId;
use crate::domain::time::Month;
use crate::store::Db;
use crate::store::access::Coordinator;
use crate::store::hours::{self, PoolMonth, Row, SheetState};
use crate::web::errors::Error;
use crate::web::layout::Layout;
use chrono::NaiveDate;
use fluent_bundle::FluentValue;
use serde::Serialize;

#[derive(Serialize)]
pub struct SheetView {
    href: String,
    name: String,
    sentence: String,
    badge: &'static str,
    state: String,
    #[serde(skip)]
    pub waits: bool,
    #[serde(skip)]
    pub silent: bool,
    #[serde(skip)]
    pub signed: bool,
}

/// A question that waits for an answer.
#[derive(Serialize)]
pub struct QuestionView {
    id: String,
    structure: String,
    who: String,
    words: String,
    href: String,
    sheet_href: String,
}

/// Class of the badge and words of a state.
pub fn state(layout: &Layout<'_>, state: &SheetState) -> Result<(&'static str, String), Error> {
    let day = |day: &NaiveDate| FluentValue::from(layout.day(*day));
    let words = match state {
        SheetState::Running => layout.text("sheet-running")?,
        SheetState::Waiting { until } => layout.text_with("sheet-waiting", [("day", day(until))])?,
        SheetState::Asked => layout.text("sheet-asked")?,
        SheetState::Changed { name, until, .. } => {
            layout.text_with("sheet-changed", [("name", FluentValue::from(name.clone())), ("day", day(until))])?
        }
        SheetState::Silent { since } => layout.text_with("sheet-silent", [("day", day(since))])?,
        SheetState::Signed { name, at } => {
            let values = [("name", FluentValue::from(name.clone())), ("at", layout.moment(*at).into())];
            layout.text_with("sheet-signed", values)?
        }
        SheetState::Tacit => layout.text("sheet-tacit")?,
    };
    let class = match state {
        SheetState::Signed { .. } | SheetState::Tacit => "settled",
        SheetState::Silent { .. } | SheetState::Running => "received",
        SheetState::Waiting { .. } => "waiting",
        SheetState::Asked | SheetState::Changed { .. } => "bothers",
    };
    Ok((class, words))
}

/// The last day on which a sheet is waited for.
pub async fn until_of(db: &Db, month: Month) -> Result<NaiveDate, Error> {
    Ok(hours::signing_until(month, hours::allowed(db).await?.signing_days))
}

/// The sheets of a month's members, by name.
pub async fn of(by: &Coordinator, layout: &Layout<'_>, db: &Db, pool: &PoolMonth) -> Result<Vec<SheetView>, Error> {
    let structures: Vec<StructureId> = pool.rows.iter().map(|row| row.structure).collect();
    let states = hours::sheet_states(db, by, pool.month, layout.today(), &structures).await?;
    let mut views = Vec::new();
    for row in &pool.rows {
        let Some(standing) = states.get(&row.structure) else { continue };
        let (badge, words) = state(layout, standing)?;
        views.push(SheetView {
            href: crate::web::hours::href(row.structure, Some(pool.month)),
            name: row.name.clone(),
            sentence: sentence(layout, row)?,
            badge,
            state: words,
            waits: waits(standing),
            silent: matches!(standing, SheetState::Silent { .. }),
            signed: matches!(standing, SheetState::Signed { .. }),
        });
    }
    Ok(views)
}

/// « 7 h 30 comptées, il reste 2 h »; with what is beyond, when there is.
fn sentence(layout: &Layout<'_>, row: &Row) -> Result<String, Error> {
    let beyond = row.from_pot + row.borrowed + row.sold;
    let key = if row.is_over() { "closing-sheet-over" } else { "closing-sheet" };
    let values = [("charged", row.charged), ("left", row.left), ("beyond", beyond)];
    layout.text_with(key, values.map(|(name, minutes)| (name, FluentValue::from(layout.duration(minutes)))))
}

pub async fn questions(by: &Coordinator, layout: &Layout<'_>, db: &Db, month: Month) -> Result<Vec<QuestionView>, Error> {
    let mut views = Vec::new();
    for question in hours::open_questions(db, by, month).await? {
        let values = [("name", FluentValue::from(question.asker_name)), ("at", layout.moment(question.asked_at).into())];
        views.push(QuestionView {
            id: question.id.to_string(),
            structure: question.structure_name,
            who: layout.text_with("closing-question-by", values)?,
            words: question.words,
            href: super::answer_href(question.id),
            sheet_href: crate::web::hours::href(question.structure, Some(month)),
        });
    }
    Ok(views)
}
