//! Corrections in words: those that a month posts, and those made to it since it was closed. Their reasons are on the hour
//! sheet of who may read them; a statement is the same for every reader.

use crate::domain::time::{Minutes, Month};
use crate::store::interventions::Corrected;
use crate::web::errors::Error;
use crate::web::layout::Layout;
use fluent_bundle::FluentValue;
use serde::Serialize;

#[derive(Serialize)]
pub struct Moved {
    pub words: String,
    pub real: String,
    pub charged: String,
}

/// Corrections of earlier months, counted in this one.
pub fn posted(layout: &Layout<'_>, corrected: &[&Corrected]) -> Result<Vec<Moved>, Error> {
    corrected.iter().map(|one| moved(layout, "statements-posted-line", one, one.of)).collect()
}

/// Corrections of this month, counted in a later one: this statement does not move.
pub fn since(layout: &Layout<'_>, corrected: &[&Corrected]) -> Result<Vec<Moved>, Error> {
    corrected.iter().map(|one| moved(layout, "statements-since-line", one, one.period)).collect()
}

fn moved(layout: &Layout<'_>, key: &str, one: &Corrected, other: Month) -> Result<Moved, Error> {
    let args = [
        ("month", FluentValue::from(layout.month(other))),
        ("day", layout.whole_day_of(one.at).into()),
        ("name", one.by_name.clone().into()),
    ];
    Ok(Moved { words: layout.text_with(key, args)?, real: signed(layout, one.real), charged: signed(layout, one.charged) })
}

/// « +30 min », « −30 min », « 0 min ».
fn signed(layout: &Layout<'_>, minutes: Minutes) -> String {
    let plus = if minutes > Minutes(0) { "+" } else { "" };
    format!("{plus}{}", layout.duration(minutes))
}
