//! What went beyond the structures' own hours, month by month: a bar for what was, one below for what would have been.

use super::compared::{self, Lens, Pair, Sums, pair};
use crate::domain::hours::simulation::Replayed;
use crate::domain::time::{Minutes, Month};
use crate::texts::format;
use crate::web::errors::Error;
use crate::web::layout::Layout;
use crate::web::report::{capital, per_cent};
use fluent_bundle::FluentValue;
use serde::Serialize;

/// A pattern, and the minutes that it draws.
type Source = (&'static str, fn(&Sums) -> Minutes);

/// Where the minutes beyond came from, each with its pattern.
const SOURCES: [Source; 3] = [("pot", |sums| sums.from_pot), ("advance", |sums| sums.borrowed), ("overage", |sums| sums.sold)];

#[derive(Serialize)]
pub struct Chart {
    sentence: String,
    bars: Vec<Bar>,
    pot: bool,
    advance: bool,
    overage: bool,
}

#[derive(Serialize)]
struct Bar {
    name: String,
    /// « 2 h au lieu de 4 h ».
    #[serde(flatten)]
    pair: Pair,
    parts: Vec<Part>,
}

/// A piece of one of the two bars.
#[derive(Serialize)]
struct Part {
    pattern: &'static str,
    x: String,
    y: &'static str,
    width: String,
}

/// `None` when nothing went beyond, neither before nor after.
pub fn of(layout: &Layout<'_>, was: &Replayed, would: &Replayed, lens: Lens<'_>, shown: &[Month]) -> Result<Option<Chart>, Error> {
    let both = was.months.iter().zip(&would.months).filter(|(was, _)| shown.contains(&was.month));
    let pairs: Vec<(Month, Sums, Sums)> = both
        .map(|(was, would)| (was.month, compared::month(was, lens), compared::month(would, lens)))
        .filter(|(_, was, would)| was.beyond().0 > 0 || would.beyond().0 > 0)
        .collect();
    let longest = pairs.iter().flat_map(|(_, was, would)| [was.beyond(), would.beyond()]).max().unwrap_or_default();
    if longest.is_zero() {
        return Ok(None);
    }
    let has = |of: fn(&Sums) -> Minutes| pairs.iter().any(|(_, was, would)| of(was).0 > 0 || of(would).0 > 0);
    let sum = |of: fn(&(Month, Sums, Sums)) -> Minutes| pairs.iter().map(of).sum::<Minutes>();
    let args = [
        ("was", FluentValue::from(layout.duration(sum(|(_, was, _)| was.beyond())))),
        ("would", layout.duration(sum(|(_, _, would)| would.beyond())).into()),
    ];
    let bars = pairs.iter().map(|pair| bar(layout, pair, longest)).collect::<Result<_, _>>()?;
    Ok(Some(Chart {
        sentence: layout.text_with("simulation-chart", args)?,
        bars,
        pot: has(SOURCES[0].1),
        advance: has(SOURCES[1].1),
        overage: has(SOURCES[2].1),
    }))
}

fn bar(layout: &Layout<'_>, (month, was, would): &(Month, Sums, Sums), longest: Minutes) -> Result<Bar, Error> {
    let mut parts = stacked(was, "0", longest);
    parts.extend(stacked(would, "17", longest));
    Ok(Bar {
        name: capital(format::month_name(layout.language, *month).to_owned()),
        pair: pair(layout, was.beyond(), would.beyond())?,
        parts,
    })
}

fn stacked(sums: &Sums, y: &'static str, longest: Minutes) -> Vec<Part> {
    let mut x = Minutes::ZERO;
    let mut parts = Vec::new();
    for (pattern, of) in SOURCES {
        let minutes = of(sums);
        if minutes > Minutes::ZERO {
            parts.push(Part { pattern, x: per_cent(x, longest), y, width: per_cent(minutes, longest) });
            x += minutes;
        }
    }
    parts
}
