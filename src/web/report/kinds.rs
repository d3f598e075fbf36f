//! The month's charged hours by kind of work, a row a structure. What corrections of closed months add stands beside, since it
//! is of no kind: each row sums to what its structure was charged.

use super::{Asked, Layout, Link, asked, none_yet, read, sum};
use crate::domain::interventions::Kind;
use crate::domain::time::{Minutes, Month};
use crate::store::Db;
use crate::store::access::ReportReader;
use crate::store::hours::{Counted, PoolMonth, Row};
use crate::web::errors::Error;
use crate::web::grid::{Cell, Grid, Line};
use crate::web::layout::Page;
use fluent_bundle::FluentValue;
use rocket::{State, get, uri};
use serde::Serialize;

#[derive(Serialize)]
struct KindsPage {
    back: Link,
    heading: String,
    previous: Option<Link>,
    next: Option<Link>,
    kinds: Option<Grid>,
}

/// The month by kind and structure.
#[get("/report/kinds?<month>")]
pub async fn show(by: ReportReader, layout: Layout<'_>, month: Option<String>, db: &State<Db>) -> Result<Page, Error> {
    let Some(Asked { first, month, last, .. }) = asked(&by, &layout, db, month.as_deref()).await? else {
        return none_yet(&layout);
    };
    let (pool, counted) = read(db, &by, month).await?;
    let to = |month: Month| Link { href: href(month), label: layout.month(month) };
    let named = [("month", FluentValue::from(layout.month(month)))];
    let page = KindsPage {
        back: Link { href: super::href(month), label: layout.text_with("hours-back-report", named.clone())? },
        heading: layout.text_with("report-kinds-title", named)?,
        previous: (month > first).then(|| to(month.previous())),
        next: (month < last).then(|| to(month.next())),
        kinds: grid(&layout, &pool, &counted)?,
    };
    layout.page("report/kinds", page.heading.clone(), &page)
}

/// The address of a month by kind.
pub fn href(month: Month) -> String {
    uri!(show(Some(month.to_string()))).to_string()
}

/// What the whole group's hours were for, in words, and the way to each structure's.
#[derive(Serialize)]
pub struct Whole {
    sentence: String,
    href: String,
}

/// `None` when nothing was charged.
pub fn whole(layout: &Layout<'_>, pool: &PoolMonth, counted: &Counted) -> Result<Option<Whole>, Error> {
    let mut said = Vec::new();
    for column in all() {
        let minutes: Minutes = pool.rows.iter().map(|row| column.of(counted, row)).sum();
        if !minutes.is_zero() {
            said.push(format!("{}\u{a0}{}", column.label(layout)?, layout.duration(minutes)));
        }
    }
    if said.is_empty() {
        return Ok(None);
    }
    let sentence = layout.text_with("report-kinds-whole", [("kinds", FluentValue::from(said.join(" · ")))])?;
    Ok(Some(Whole { sentence, href: href(pool.month) }))
}

/// A column: one kind, or what is of none.
#[derive(Clone, Copy)]
pub struct Column(Option<Kind>);

/// Every kind that members are charged, then what is of none.
pub fn all() -> impl Iterator<Item = Column> {
    Kind::ALL.iter().copied().filter(|kind| kind.is_charged()).map(|kind| Column(Some(kind))).chain([Column(None)])
}

impl Column {
    pub fn label(self, layout: &Layout<'_>) -> Result<String, Error> {
        match self.0 {
            Some(kind) => layout.text(&format!("hours-kind-{kind}")),
            None => layout.text("report-kinds-corrections"),
        }
    }

    pub fn of(self, counted: &Counted, row: &Row) -> Minutes {
        let kinds = counted.kinds.get(&row.structure);
        match self.0 {
            Some(kind) => kinds.and_then(|kinds| kinds.get(&kind)).copied().unwrap_or_default(),
            None => row.charged - kinds.map_or(Minutes(0), |kinds| kinds.values().copied().sum()),
        }
    }
}

/// The columns that say something this month; `None` when nothing was charged.
pub fn grid(layout: &Layout<'_>, pool: &PoolMonth, counted: &Counted) -> Result<Option<Grid>, Error> {
    let says = |column: &Column| pool.rows.iter().any(|row| !column.of(counted, row).is_zero());
    let columns: Vec<(Column, String)> =
        all().filter(says).map(|column| Ok((column, column.label(layout)?))).collect::<Result<_, Error>>()?;
    if columns.is_empty() {
        return Ok(None);
    }
    let whole = layout.text("report-charged")?;
    let line = |name: String, of: &dyn Fn(Column) -> Minutes, charged: Minutes| {
        let figure = |(label, minutes): (&String, Minutes)| Cell::figure(label, layout.duration(minutes), minutes.is_zero());
        let figures = columns.iter().map(|(column, label)| (label, of(*column))).chain([(&whole, charged)]);
        Line { name, href: None, cells: figures.map(figure).collect() }
    };
    let all = |column: Column| pool.rows.iter().map(|row| column.of(counted, row)).sum();
    Ok(Some(Grid {
        caption: layout.text_with("report-kinds-caption", [("month", FluentValue::from(layout.month(pool.month)))])?,
        rows: pool.rows.iter().map(|row| line(row.name.clone(), &|column| column.of(counted, row), row.charged)).collect(),
        total: line(layout.text("report-year-total")?, &all, sum(pool, |row| row.charged)),
        heads: [layout.text("report-structure")?]
            .into_iter()
            .chain(columns.iter().map(|(_, label)| label.clone()))
            .chain([whole.clone()])
            .collect(),
    }))
}
