//! The figures of a year: sums of its closed months.

use super::capital;
use crate::domain::interventions::Prevention;
use crate::domain::money::{Cents, half_up};
use crate::domain::time::Minutes;
use crate::store::hours::{PoolMonth, Row};
use crate::texts::format;
use crate::web::errors::Error;
use crate::web::grid::{Cell, Grid, Line, Said};
use crate::web::layout::Layout;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Closed months of one year, in order.
pub struct Year {
    pub year: i32,
    pub months: Vec<Arc<PoolMonth>>,
    pub costs: Option<Costs>,
    pub prevention: Prevention,
}

/// What the year cost, once costs are entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Costs {
    /// Of the post, subsidies taken off.
    pub net: Cents,
    /// What the year's regularisation gave back (negative) or asked for.
    pub regularised: Option<Cents>,
}

type Figure = fn(&Row) -> Minutes;

/// Columns; those that are zero everywhere stay out, the first two excepted. What is beyond their own hours is told apart by
/// structure; by month the chart does.
const BY_STRUCTURE: [(&str, Figure); 6] = [
    ("real", |row| row.real),
    ("charged", |row| row.charged),
    ("given", |row| row.given),
    ("from-pot", |row| row.from_pot),
    ("borrowed", |row| row.borrowed),
    ("sold", |row| row.sold),
];
const BY_MONTH: [(&str, Figure); 4] = [
    ("real", |row| row.real),
    ("charged", |row| row.charged),
    ("given", |row| row.given),
    ("beyond", |row| row.charged - row.from_lots),
];

/// A full-time month of 35 hours a week, in tenths of minutes: 151.67 h.
const FULL_TIME: i128 = 91_002;

impl Year {
    fn rows(&self) -> impl Iterator<Item = &Row> {
        self.months.iter().flat_map(|pool| pool.rows.iter())
    }

    pub fn sum(&self, of: Figure) -> Minutes {
        self.rows().map(of).sum()
    }

    /// How many structures were members in some of the months.
    pub fn members(&self) -> i64 {
        let members: std::collections::BTreeSet<_> = self.rows().map(|row| &row.code).collect();
        i64::try_from(members.len()).unwrap_or(i64::MAX)
    }

    pub fn figures(&self, layout: &Layout<'_>) -> Result<Vec<Said>, Error> {
        let said = |key: &str, figure: String| Ok::<_, Error>(Said { label: layout.text(&format!("report-year-{key}"))?, figure });
        let hours = |key: &str, of: Figure| said(key, layout.duration(self.sum(of)));
        let mut all = vec![
            said("members", self.members().to_string())?,
            said("interventions", format::number(layout.language, self.rows().map(|row| row.interventions).sum()))?,
            hours("real", |row| row.real)?,
            hours("charged", |row| row.charged)?,
            said("fte", format::decimal(layout.language, &hundredths(full_time(self.sum(|row| row.real), self.months.len()))))?,
            hours("pot", |row| row.from_pot)?,
        ];
        for (key, of) in [("given", (|row| row.given) as Figure), ("sold", |row| row.sold)] {
            if !self.sum(of).is_zero() {
                all.push(hours(key, of)?);
            }
        }
        if let Some(share) = self.prevention.permille() {
            all.push(Said { label: layout.text("series-prevention")?, figure: layout.percent(share)? });
        }
        if let Some(costs) = &self.costs {
            if let Some(price) = per_hour(costs.net, self.sum(|row| row.charged)) {
                all.push(said("cost", layout.money(price))?);
            }
            if let Some(regularised) = costs.regularised {
                all.push(said("regularised", layout.money(regularised))?);
            }
        }
        Ok(all)
    }

    fn columns(&self, layout: &Layout<'_>, of: &str) -> Result<Vec<(Figure, String)>, Error> {
        let all: &[(&str, Figure)] = if of == "months" { &BY_MONTH } else { &BY_STRUCTURE };
        let shown = all.iter().enumerate().filter(|(nth, (_, of))| *nth < 2 || !self.sum(*of).is_zero());
        shown.map(|(_, (key, of))| Ok((*of, layout.text(&format!("report-{key}"))?))).collect()
    }

    pub fn by_month(&self, layout: &Layout<'_>) -> Result<Grid, Error> {
        let groups = self.months.iter().map(|pool| Group {
            name: capital(layout.month(pool.month)),
            href: Some(super::super::href(pool.month)),
            count: pool.rows.len(),
            rows: pool.rows.iter().collect(),
        });
        self.grid(layout, "months", "structures", groups.collect(), usize::try_from(self.members()).unwrap_or(0))
    }

    pub fn by_structure(&self, layout: &Layout<'_>) -> Result<Grid, Error> {
        let mut structures: BTreeMap<String, Group<'_>> = BTreeMap::new();
        for row in self.rows() {
            let key = format!("{} {}", format::alphabetical(&row.name), row.code);
            let group =
                structures.entry(key).or_insert_with(|| Group { name: row.name.clone(), href: None, count: 0, rows: Vec::new() });
            group.count += 1;
            group.rows.push(row);
        }
        self.grid(layout, "structures", "months", structures.into_values().collect(), self.months.len())
    }

    fn grid(&self, layout: &Layout<'_>, of: &str, counted: &str, groups: Vec<Group<'_>>, whole: usize) -> Result<Grid, Error> {
        let columns = self.columns(layout, of)?;
        let count = layout.text(&format!("report-year-{counted}"))?;
        let line = |group: Group<'_>| {
            let figure = |(of, label): &(Figure, String)| {
                let minutes: Minutes = group.rows.iter().map(|row| of(row)).sum();
                Cell::figure(label, layout.duration(minutes), minutes.is_zero())
            };
            let first = Cell::figure(&count, group.count.to_string(), false);
            let cells = [first].into_iter().chain(columns.iter().map(figure)).collect();
            Line { name: group.name, href: group.href, cells }
        };
        let all = Group { name: layout.text("report-year-total")?, href: None, count: whole, rows: self.rows().collect() };
        let first = layout.text(if of == "months" { "report-year-month" } else { "report-structure" })?;
        let args = [("year", fluent_bundle::FluentValue::from(self.year.to_string()))];
        Ok(Grid {
            caption: layout.text_with(&format!("report-year-caption-{of}"), args)?,
            total: line(all),
            rows: groups.into_iter().map(line).collect(),
            heads: [first, count.clone()].into_iter().chain(columns.iter().map(|(_, label)| label.clone())).collect(),
        })
    }
}

/// Rows that are summed in one line.
struct Group<'a> {
    name: String,
    href: Option<String>,
    count: usize,
    rows: Vec<&'a Row>,
}

/// Full-time equivalents in hundredths, half up.
fn full_time(real: Minutes, months: usize) -> i128 {
    let months = i128::try_from(months).unwrap_or(12).max(1);
    half_up(i128::from(real.0) * 1000, FULL_TIME * months)
}

/// « 0.43 ».
fn hundredths(value: i128) -> String {
    format!("{}.{:02}", value / 100, value % 100)
}

/// What a charged hour cost, half up; nothing was charged: no price.
fn per_hour(net: Cents, charged: Minutes) -> Option<Cents> {
    (charged > Minutes(0)).then(|| i64::try_from(half_up(i128::from(net.0) * 60, i128::from(charged.0))).ok().map(Cents)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_of_35_hours_a_week_is_one() {
        // 151 h 40 a month is 151.67 h, to the minute that a clock shows.
        assert_eq!(hundredths(full_time(Minutes(9100), 1)), "1.00");
        assert_eq!(hundredths(full_time(Minutes(9100 * 12), 12)), "1.00");
        assert_eq!(hundredths(full_time(Minutes(3915), 1)), "0.43");
        assert_eq!(hundredths(full_time(Minutes(0), 0)), "0.00");
    }

    #[test]
    fn an_hour_costs_what_the_year_cost_by_what_was_charged() {
        assert_eq!(per_hour(Cents(73_785), Minutes(1320)), Some(Cents(3354)));
        assert_eq!(per_hour(Cents(73_785), Minutes(0)), None);
    }
}
