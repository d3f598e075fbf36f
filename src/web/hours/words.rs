//! What a month's figures mean, in sentences: what is lost and when, where the rest came from.

use crate::domain::time::{Minutes, Month};
use crate::store::hours::Row;
use crate::web::errors::Error;
use crate::web::layout::Layout;
use fluent_bundle::FluentValue;

/// What a structure should know of its month besides the figures; nothing when all is plain.
pub fn notes(layout: &Layout<'_>, row: &Row, month: Month, closed: bool) -> Result<Vec<String>, Error> {
    let mut notes = beyond(layout, row, closed)?;
    notes.extend(expiring(layout, row, month, closed)?);
    Ok(notes)
}

/// Where the minutes beyond its own hours came from, and what it owes.
pub fn beyond(layout: &Layout<'_>, row: &Row, closed: bool) -> Result<Vec<String>, Error> {
    let owed_before = row.debt.less(row.borrowed);
    let parts = [("pot", row.from_pot), ("advance", row.borrowed), ("overage", row.sold), ("debt", owed_before)];
    let said = |(part, minutes): &(&str, Minutes)| {
        let args = [("minutes", FluentValue::from(layout.duration(*minutes)))];
        layout.text_with(&format!("hours-note-{part}{}", if closed { "-closed" } else { "" }), args)
    };
    parts.iter().filter(|(_, minutes)| *minutes > Minutes::ZERO).map(said).collect()
}

/// What the month's end takes away, if anything.
pub fn expiring(layout: &Layout<'_>, row: &Row, month: Month, closed: bool) -> Result<Option<String>, Error> {
    if row.expiring <= Minutes::ZERO {
        return Ok(None);
    }
    let key = if closed { "hours-note-lost-closed" } else { "hours-note-lost" };
    let args = [("minutes", FluentValue::from(layout.duration(row.expiring))), ("day", layout.day(month.last_day()).into())];
    layout.text_with(key, args).map(Some)
}
