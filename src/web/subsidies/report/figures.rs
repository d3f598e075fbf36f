//! The figures of a funder's report: sums of closed months and of the work that the subsidy names.

use super::kind;
use crate::domain::costs::per_hour;
use crate::domain::ids::StructureId;
use crate::domain::interventions::Kind;
use crate::domain::money::{Cents, half_up};
use crate::domain::time::{Minutes, Month};
use crate::store::costs::{AssignedWork, Funded, NewSubsidy};
use crate::store::hours::SheetState;
use crate::texts::format;
use crate::web::errors::Error;
use crate::web::grid::{Cell, Grid, Line, Said};
use crate::web::layout::Layout;
use crate::web::report::capital;
use std::collections::{BTreeMap, BTreeSet};

/// Fewer people than this could be recognised: their number is not said (`territory.md`, « Funder report »).
const RECOGNISABLE: u64 = 5;

/// What was read, and the names of the structures that the subsidy is for; none: all of them.
pub struct Report {
    pub read: Funded,
    pub structures: Vec<String>,
}

/// Interventions and minutes of some of the work.
#[derive(Clone, Copy, Default)]
struct Sum {
    interventions: i64,
    minutes: Minutes,
}

impl Sum {
    fn of<'a>(work: impl IntoIterator<Item = &'a AssignedWork>) -> Self {
        let add = |sum: Self, row: &AssignedWork| Self {
            interventions: sum.interventions + row.interventions,
            minutes: sum.minutes + row.minutes,
        };
        work.into_iter().fold(Self::default(), add)
    }
}

impl Report {
    pub fn terms(&self) -> &NewSubsidy {
        &self.read.subsidy.terms
    }

    /// What the closed months had of the subsidy.
    pub fn used(&self) -> Cents {
        self.read.months.iter().map(|month| month.used).sum()
    }

    pub fn minutes(&self) -> Minutes {
        Sum::of(&self.read.work).minutes
    }

    pub fn structures_helped(&self) -> usize {
        self.read.work.iter().map(|row| row.structure).collect::<BTreeSet<_>>().len()
    }

    pub fn sheet(&self, month: Month, structure: StructureId) -> Option<&SheetState> {
        self.read.sheets.get(&(month, structure))
    }

    /// Signed sheets, and those that silence agreed to, of the months in which there was such work.
    fn sheets(&self, of: Option<StructureId>) -> (usize, usize) {
        let all = || self.read.sheets.iter().filter(|((_, structure), _)| of.is_none_or(|of| of == *structure));
        let signed = all().filter(|(_, state)| matches!(state, SheetState::Signed { .. })).count();
        (signed, all().count() - signed)
    }

    pub fn figures(&self, layout: &Layout<'_>) -> Result<Vec<Said>, Error> {
        let said =
            |key: &str, figure: String| Ok::<_, Error>(Said { label: layout.text(&format!("subsidies-report-{key}"))?, figure });
        let count = |number: u64| format::number(layout.language, i64::try_from(number).unwrap_or(i64::MAX));
        let people = match self.read.people {
            few if few < RECOGNISABLE => layout.text("subsidies-report-few")?,
            people => count(people),
        };
        let (cost, charged) = self.whole();
        let mut all = vec![
            said("granted", layout.money(self.read.subsidy.given()))?,
            said("used", layout.money(self.used()))?,
            said("structures", self.structures_helped().to_string())?,
            said("people", people)?,
            said("interventions", format::number(layout.language, Sum::of(&self.read.work).interventions))?,
            said("hours", layout.duration(self.minutes()))?,
            said("machines", count(self.read.machines))?,
        ];
        if let Some(price) = per_hour(cost, charged) {
            all.push(said("cost", layout.money(price))?);
        }
        if cost > Cents::ZERO {
            let part = half_up(i128::from(self.used().0) * 1000, i128::from(cost.0));
            all.push(said("part", layout.percent(i64::try_from(part).unwrap_or(0))?)?);
        }
        Ok(all)
    }

    /// The whole post in the closed months: its cost before subsidies, the hours charged to all.
    fn whole(&self) -> (Cents, Minutes) {
        let months = &self.read.months;
        (months.iter().map(|month| month.cost).sum(), months.iter().map(|month| month.charged).sum())
    }

    pub fn by_month(&self, layout: &Layout<'_>) -> Result<Grid, Error> {
        let heads = heads(layout, &["month", "used", "interventions", "hours"])?;
        let line = |name: String, used: Cents, sum: Sum| {
            let mut cells = vec![Cell::figure(&heads[1], layout.money(used), used.is_zero())];
            cells.extend(work_cells(layout, &heads[2..], sum));
            Line { name, href: None, cells }
        };
        let rows = self.read.months.iter().map(|month| {
            let sum = Sum::of(self.read.work.iter().filter(|row| row.month == month.month));
            line(capital(layout.month(month.month)), month.used, sum)
        });
        let rows = rows.collect();
        let total = line(layout.text("subsidies-report-total")?, self.used(), Sum::of(&self.read.work));
        Ok(Grid { caption: layout.text("subsidies-report-caption-months")?, rows, total, heads })
    }

    pub fn by_kind(&self, layout: &Layout<'_>) -> Result<Grid, Error> {
        let heads = heads(layout, &["kind", "interventions", "hours"])?;
        let mut rows = Vec::new();
        for of in Kind::ALL {
            let sum = Sum::of(self.read.work.iter().filter(|row| row.kind == *of));
            if sum.interventions > 0 {
                rows.push(Line { name: kind(layout, *of)?, href: None, cells: work_cells(layout, &heads[1..], sum).into() });
            }
        }
        let total = Line {
            name: layout.text("subsidies-report-total")?,
            href: None,
            cells: work_cells(layout, &heads[1..], Sum::of(&self.read.work)).into(),
        };
        Ok(Grid { caption: layout.text("subsidies-report-caption-kinds")?, rows, total, heads })
    }

    pub fn by_structure(&self, layout: &Layout<'_>) -> Result<Grid, Error> {
        let heads = heads(layout, &["structure", "interventions", "hours", "sheets", "agreed"])?;
        let line = |name: String, sum: Sum, (signed, agreed): (usize, usize)| {
            let mut cells: Vec<Cell> = work_cells(layout, &heads[1..], sum).into();
            cells.push(Cell::figure(&heads[3], signed.to_string(), signed == 0));
            cells.push(Cell::figure(&heads[4], agreed.to_string(), agreed == 0));
            Line { name, href: None, cells }
        };
        let mut structures: BTreeMap<String, (StructureId, &str, Vec<&AssignedWork>)> = BTreeMap::new();
        for row in &self.read.work {
            let key = format!("{} {}", format::alphabetical(&row.structure_name), row.code);
            structures.entry(key).or_insert((row.structure, &row.structure_name, Vec::new())).2.push(row);
        }
        let rows = structures.into_values().map(|(id, name, work)| line(name.to_owned(), Sum::of(work), self.sheets(Some(id))));
        let rows = rows.collect();
        let total = line(layout.text("subsidies-report-total")?, Sum::of(&self.read.work), self.sheets(None));
        Ok(Grid { caption: layout.text("subsidies-report-caption-structures")?, rows, total, heads })
    }
}

fn heads(layout: &Layout<'_>, keys: &[&str]) -> Result<Vec<String>, Error> {
    keys.iter().map(|key| layout.text(&format!("subsidies-report-{key}"))).collect()
}

fn work_cells(layout: &Layout<'_>, heads: &[String], sum: Sum) -> [Cell; 2] {
    let nought = sum.interventions == 0;
    let head = |nth: usize| heads.get(nth).map_or("", String::as_str);
    [
        Cell::figure(head(0), format::number(layout.language, sum.interventions), nought),
        Cell::figure(head(1), layout.duration(sum.minutes), nought),
    ]
}
