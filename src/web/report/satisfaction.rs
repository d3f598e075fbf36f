//! « C'est réglé ? » in words and in cells of a table: counts from five answers on.

use super::Layout;
use crate::domain::fairness::Answers;
use crate::web::csv::Cell;
use crate::web::errors::Error;
use fluent_bundle::FluentValue;

/// « 12 fois oui, 2 fois non »; fewer than five are no number.
pub fn words(layout: &Layout<'_>, answers: Option<Answers>) -> Result<String, Error> {
    match answers {
        None => layout.text("report-satisfied-few"),
        Some(answers) => {
            layout.text_with("report-satisfied", [("yes", FluentValue::from(answers.yes)), ("no", answers.no().into())])
        }
    }
}

/// The same as a sentence of its own.
pub fn line(layout: &Layout<'_>, answers: Option<Answers>) -> Result<String, Error> {
    layout.text_with("report-satisfied-line", [("answers", FluentValue::from(words(layout, answers)?))])
}

/// Two cells, how many said yes and how many no.
pub fn cells(layout: &Layout<'_>, answers: Option<Answers>) -> Result<[Cell; 2], Error> {
    Ok(match answers {
        Some(answers) => [answers.yes.into(), answers.no().into()],
        None => [Cell::text(layout.text("report-satisfied-few")?), Cell::text(layout.text("report-satisfied-few")?)],
    })
}
