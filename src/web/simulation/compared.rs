//! Two histories side by side: sums of the whole group or of one member.

use crate::domain::hours::Code;
use crate::domain::hours::lots;
use crate::domain::hours::simulation::{MonthOutcome, Replayed, StructureOutcome};
use crate::domain::time::Minutes;
use crate::web::errors::Error;
use crate::web::layout::Layout;
use fluent_bundle::FluentValue;
use serde::Serialize;

/// What is looked at.
#[derive(Clone, Copy)]
pub enum Lens<'a> {
    Group,
    Member(&'a Code),
}

/// What a month, or a whole history, came to.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    pub from_pot: Minutes,
    pub borrowed: Minutes,
    /// Billed: beyond everything, and what a departure still owed.
    pub sold: Minutes,
    /// Gone to the common pot: expired, above the cap, left behind.
    pub lost: Minutes,
    /// At the end.
    pub left: Minutes,
    pub debt: Minutes,
}

impl Sums {
    /// What was charged beyond the structures' own hours.
    pub fn beyond(&self) -> Minutes {
        self.from_pot + self.borrowed + self.sold
    }

    fn add(&mut self, structure: &StructureOutcome) {
        self.from_pot += structure.from_pot;
        self.borrowed += structure.borrowed;
        self.sold += structure.sold + structure.debt_sold.unwrap_or_default();
        self.lost += structure.expired + structure.trimmed + structure.left_to_pot.unwrap_or_default();
        self.left += lots::total(&structure.carried);
        self.debt += structure.debt;
    }
}

/// A month through the lens.
pub fn month(month: &MonthOutcome, lens: Lens<'_>) -> Sums {
    let mut sums = Sums::default();
    match lens {
        Lens::Group => month.structures.values().for_each(|structure| sums.add(structure)),
        Lens::Member(code) => month.structures.get(code).into_iter().for_each(|structure| sums.add(structure)),
    }
    sums
}

/// All months together; what is left and owed is that of the last.
pub fn total(replayed: &Replayed, lens: Lens<'_>) -> Sums {
    let mut sums = Sums::default();
    for outcome in &replayed.months {
        let of_month = month(outcome, lens);
        sums = Sums {
            from_pot: sums.from_pot + of_month.from_pot,
            borrowed: sums.borrowed + of_month.borrowed,
            sold: sums.sold + of_month.sold,
            lost: sums.lost + of_month.lost,
            left: of_month.left,
            debt: of_month.debt,
        };
    }
    sums
}

/// Whether any month differs.
pub fn differs(was: &Replayed, tried: &Replayed, lens: Lens<'_>) -> bool {
    was.months.iter().zip(&tried.months).any(|(was, tried)| month(was, lens) != month(tried, lens))
}

/// « 2 h au lieu de 4 h 30 »: the second half only when it differs.
#[derive(Clone, Serialize)]
pub struct Pair {
    pub text: String,
    pub instead: Option<String>,
}

pub fn pair(layout: &Layout<'_>, was: Minutes, would: Minutes) -> Result<Pair, Error> {
    let args = || [("was", FluentValue::from(layout.duration(was)))];
    let instead = (was != would).then(|| layout.text_with("simulation-instead", args())).transpose()?;
    Ok(Pair { text: layout.duration(would), instead })
}

/// One of the large figures.
#[derive(Serialize)]
pub struct Figure {
    label: String,
    #[serde(flatten)]
    pair: Pair,
}

pub fn figures(layout: &Layout<'_>, was: &Replayed, tried: &Replayed, lens: Lens<'_>) -> Result<Vec<Figure>, Error> {
    let (before, after) = (total(was, lens), total(tried, lens));
    let pot = |replayed: &Replayed| replayed.months.last().map(|month| month.pot).unwrap_or_default();
    let last = match lens {
        Lens::Group => ("simulation-figure-pot", pot(was), pot(tried)),
        Lens::Member(_) => ("simulation-figure-left", before.left, after.left),
    };
    let all = [
        ("simulation-figure-sold", before.sold, after.sold),
        ("simulation-figure-from-pot", before.from_pot, after.from_pot),
        ("simulation-figure-borrowed", before.borrowed, after.borrowed),
        last,
    ];
    let figure = |(key, was, would): (&str, Minutes, Minutes)| -> Result<Figure, Error> {
        Ok(Figure { label: layout.text(key)?, pair: pair(layout, was, would)? })
    };
    all.into_iter().map(figure).collect()
}
