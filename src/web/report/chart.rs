//! Where the hours went: a bar a structure, drawn here; its numbers are in the table and beside the bar.

use super::Layout;
use crate::domain::time::{Minutes, Month};
use crate::store::hours::{PoolMonth, Row};
use crate::web::errors::Error;
use fluent_bundle::FluentValue;
use serde::Serialize;

/// More bars than this are no picture: those of the structures that used most are drawn, and the sentence says so.
const MOST_BARS: usize = 20;

/// Where charged minutes came from, each with its pattern; the first is plain.
const SOURCES: [Source; 4] = [
    Source { key: "own", of: |row| row.from_lots },
    Source { key: "pot", of: |row| row.from_pot },
    Source { key: "advance", of: |row| row.borrowed },
    Source { key: "overage", of: |row| row.sold },
];

struct Source {
    key: &'static str,
    of: fn(&Row) -> Minutes,
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

/// `None` when nothing was used.
pub fn of(layout: &Layout<'_>, pool: &PoolMonth) -> Result<Option<Chart>, Error> {
    let mut rows: Vec<&Row> = pool.rows.iter().filter(|row| row.charged > Minutes(0)).collect();
    let Some(most) = rows.iter().copied().max_by_key(|row| row.charged) else { return Ok(None) };
    let used_by = rows.len();
    if used_by > MOST_BARS {
        rows.sort_by(|a, b| b.charged.cmp(&a.charged).then_with(|| a.name.cmp(&b.name)));
        rows.truncate(MOST_BARS);
    }
    let has = |of: fn(&Row) -> Minutes| rows.iter().any(|row| of(row) > Minutes(0));
    Ok(Some(Chart {
        sentence: sentence(layout, most, used_by)?,
        pot: has(SOURCES[1].of),
        advance: has(SOURCES[2].of),
        overage: has(SOURCES[3].of),
        bars: rows.iter().map(|row| bar(layout, row.name.clone(), row, most.charged)).collect(),
    }))
}

/// One structure's months in order, each a bar; `None` when nothing was used.
pub fn of_months(layout: &Layout<'_>, past: &[(Month, Row)], sentence: String) -> Option<Chart> {
    let longest = past.iter().map(|(_, row)| row.charged).max().filter(|longest| !longest.is_zero())?;
    let has = |of: fn(&Row) -> Minutes| past.iter().any(|(_, row)| of(row) > Minutes(0));
    let named = |(month, row): &(Month, Row)| bar(layout, super::capital(layout.month(*month)), row, longest);
    Some(Chart {
        sentence,
        pot: has(SOURCES[1].of),
        advance: has(SOURCES[2].of),
        overage: has(SOURCES[3].of),
        bars: past.iter().map(named).collect(),
    })
}

fn sentence(layout: &Layout<'_>, most: &Row, used_by: usize) -> Result<String, Error> {
    let beyond = most.charged - most.from_lots;
    let key = if beyond > Minutes(0) { "report-chart-over" } else { "report-chart" };
    let args = [
        ("name", FluentValue::from(most.name.clone())),
        ("charged", layout.duration(most.charged).into()),
        ("beyond", layout.duration(beyond).into()),
    ];
    let mut said = layout.text_with(key, args)?;
    if used_by > MOST_BARS {
        let shown = i64::try_from(MOST_BARS).unwrap_or(i64::MAX);
        said = format!("{said} {}", layout.text_with("report-chart-some", [("n", FluentValue::from(shown))])?);
    }
    Ok(said)
}

fn bar(layout: &Layout<'_>, name: String, row: &Row, longest: Minutes) -> Bar {
    let mut parts = Vec::new();
    let mut x = Minutes(0);
    for source in &SOURCES {
        let minutes = (source.of)(row);
        if minutes > Minutes(0) {
            let plain = source.key == "own";
            parts.push(Part { plain, pattern: source.key, x: per_cent(x, longest), width: per_cent(minutes, longest) });
            x += minutes;
        }
    }
    Bar { name, total: layout.duration(row.charged), parts }
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
