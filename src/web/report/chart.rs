//! Where the hours went: a bar a structure, or a month, drawn here; its numbers are in the table and beside the bar.

use super::{Layout, sum};
use crate::documents;
use crate::domain::time::{Minutes, Month};
use crate::store::hours::{PoolMonth, Row};
use crate::web::errors::Error;
use fluent_bundle::FluentValue;
use serde::Serialize;

/// More bars than this are no picture: those that used most are drawn, and the sentence says so.
const MOST_BARS: usize = 20;

/// Where charged minutes came from, each with its pattern; the first is plain.
const SOURCES: [&str; 4] = ["own", "pot", "advance", "overage"];

/// What was charged, by where it came from.
#[derive(Clone, Debug)]
pub struct Charged {
    pub name: String,
    pub parts: [Minutes; 4],
}

impl Charged {
    fn total(&self) -> Minutes {
        self.parts.iter().copied().sum()
    }
}

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
    total: String,
    parts: Vec<Part>,
}

/// A piece of a bar: per cents of the width, written by hand since nothing here is a float.
#[derive(Serialize)]
struct Part {
    plain: bool,
    pattern: &'static str,
    x: String,
    width: String,
}

/// A month's structures.
pub fn of_structures(pool: &PoolMonth) -> Vec<Charged> {
    let charged = pool.rows.iter().filter(|row| row.charged > Minutes(0));
    let of = |row: &crate::store::hours::Row| Charged {
        name: row.name.clone(),
        parts: [row.from_lots, row.from_pot, row.borrowed, row.sold],
    };
    charged.map(of).collect()
}

/// A month of a year, whole.
pub fn of_month(name: String, pool: &PoolMonth) -> Charged {
    let parts =
        [sum(pool, |row| row.from_lots), sum(pool, |row| row.from_pot), sum(pool, |row| row.borrowed), sum(pool, |row| row.sold)];
    Charged { name, parts }
}

/// The bars with the sentence `report-chart<of>…`; `None` when nothing was used.
pub fn of(layout: &Layout<'_>, charged: Vec<Charged>, of: &str) -> Result<Option<Chart>, Error> {
    let Some((sentence, charged, longest)) = drawn(layout, charged, of)? else { return Ok(None) };
    let has = |source: usize| charged.iter().any(|bar| bar.parts[source] > Minutes(0));
    Ok(Some(Chart {
        sentence,
        pot: has(1),
        advance: has(2),
        overage: has(3),
        bars: charged.iter().map(|one| bar(layout, one, longest)).collect(),
    }))
}

/// One structure's months in order, each a bar; `None` when nothing was used.
pub fn of_months(layout: &Layout<'_>, past: &[(Month, Row)], sentence: String) -> Option<Chart> {
    let named = |(month, row): &(Month, Row)| Charged {
        name: super::capital(layout.month(*month)),
        parts: [row.from_lots, row.from_pot, row.borrowed, row.sold],
    };
    let charged: Vec<Charged> = past.iter().map(named).collect();
    let longest = charged.iter().map(Charged::total).max().filter(|longest| !longest.is_zero())?;
    let has = |source: usize| charged.iter().any(|bar| bar.parts[source] > Minutes(0));
    let (pot, advance, overage) = (has(1), has(2), has(3));
    Some(Chart { sentence, pot, advance, overage, bars: charged.iter().map(|one| bar(layout, one, longest)).collect() })
}

/// The same on paper.
pub fn paper(layout: &Layout<'_>, charged: Vec<Charged>, of: &str) -> Result<Option<documents::Chart>, Error> {
    let Some((sentence, charged, longest)) = drawn(layout, charged, of)? else { return Ok(None) };
    let part = |minutes: &Minutes| u16::try_from(minutes.0.max(0).saturating_mul(1000) / longest.0.max(1)).unwrap_or(1000);
    let bar = |one: &Charged| documents::Bar {
        label: one.name.clone(),
        figure: layout.duration(one.total()),
        parts: one.parts.iter().map(part).collect(),
    };
    let used =
        SOURCES.iter().enumerate().filter(|(nth, _)| charged.iter().any(|one| one.parts[*nth] > Minutes(0))).map(|(nth, _)| nth);
    let last = used.max().unwrap_or(0);
    let key = SOURCES[..=last].iter().map(|source| layout.text(&format!("report-key-{source}"))).collect::<Result<_, _>>()?;
    Ok(Some(documents::Chart { sentence, bars: charged.iter().map(bar).collect(), key }))
}

type Drawn = (String, Vec<Charged>, Minutes);

/// What is drawn: at most [`MOST_BARS`], and the longest.
fn drawn(layout: &Layout<'_>, mut charged: Vec<Charged>, of: &str) -> Result<Option<Drawn>, Error> {
    let Some(most) = charged.iter().max_by_key(|one| one.total()).cloned().filter(|most| most.total() > Minutes(0)) else {
        return Ok(None);
    };
    let used_by = charged.len();
    if used_by > MOST_BARS {
        charged.sort_by(|a, b| b.total().cmp(&a.total()).then_with(|| a.name.cmp(&b.name)));
        charged.truncate(MOST_BARS);
    }
    Ok(Some((sentence(layout, &most, used_by, of)?, charged, most.total())))
}

fn sentence(layout: &Layout<'_>, most: &Charged, used_by: usize, of: &str) -> Result<String, Error> {
    let beyond = most.total() - most.parts[0];
    let key = format!("report-chart{of}{}", if beyond > Minutes(0) { "-over" } else { "" });
    let args = [
        ("name", FluentValue::from(most.name.clone())),
        ("charged", layout.duration(most.total()).into()),
        ("beyond", layout.duration(beyond).into()),
    ];
    let mut said = layout.text_with(&key, args)?;
    if used_by > MOST_BARS {
        let shown = i64::try_from(MOST_BARS).unwrap_or(i64::MAX);
        said = format!("{said} {}", layout.text_with("report-chart-some", [("n", FluentValue::from(shown))])?);
    }
    Ok(said)
}

fn bar(layout: &Layout<'_>, one: &Charged, longest: Minutes) -> Bar {
    let mut parts = Vec::new();
    let mut x = Minutes(0);
    for (pattern, minutes) in SOURCES.into_iter().zip(one.parts).filter(|(_, minutes)| *minutes > Minutes(0)) {
        let plain = pattern == "own";
        parts.push(Part { plain, pattern, x: per_cent(x, longest), width: per_cent(minutes, longest) });
        x += minutes;
    }
    Bar { name: one.name.clone(), total: layout.duration(one.total()), parts }
}

/// « 33.8% », rounded down.
pub fn per_cent(part: Minutes, whole: Minutes) -> String {
    let permille = part.0.saturating_mul(1000) / whole.0.max(1);
    format!("{}.{}%", permille / 10, permille % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_written_as_svg_reads_them() {
        assert_eq!(per_cent(Minutes(0), Minutes(800)), "0.0%");
        assert_eq!(per_cent(Minutes(270), Minutes(800)), "33.7%");
        assert_eq!(per_cent(Minutes(800), Minutes(800)), "100.0%");
        assert_eq!(per_cent(Minutes(1), Minutes(0)), "100.0%");
    }
}
