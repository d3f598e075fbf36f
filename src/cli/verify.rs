//! `parcommun verify`: one line that says what a life-book proves, or the first thing in it that is wrong.

use super::Exit;
use crate::store::chain;

/// Checks the text of a life-book.
pub fn run(text: &str) -> Result<String, Exit> {
    let good = chain::verify(text).map_err(Exit::fault)?;
    let held = match &good.last {
        Some(last) => format!("{} of them are held by anchors; the last is of {}: {}", good.anchored, last.day, last.anchor),
        None => "no anchor holds them yet".to_owned(),
    };
    Ok(format!("Good: {} events of {} follow each other; {held}.", good.events, good.subject))
}
