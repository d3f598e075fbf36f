//! The statement of a structure's closed month: what it had, what was done, what is left, by which rules. As a page, which
//! prints, and as PDF. Never a word of a request or of a note.

mod content;
mod moves;
mod paper;

use super::download::Download;
use super::errors::Error;
use super::layout::{Layout, Page};
use super::report::capital;
use crate::domain::ids::StructureId;
use crate::domain::time::Month;
use crate::store::access::HoursOf;
use crate::store::hours::{self, Listed};
use crate::store::structures::{self, Structure};
use crate::store::{Db, interventions};
use content::{Content, Link};
use fluent_bundle::FluentValue;
use rocket::{Route, State, get, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index, show, pdf]
}

#[derive(Serialize)]
struct ListPage {
    back: Link,
    heading: String,
    years: Vec<Year>,
    hours_href: String,
}

#[derive(Serialize)]
struct Year {
    year: String,
    caption: String,
    rows: Vec<ListRow>,
}

#[derive(Serialize)]
struct ListRow {
    month: String,
    href: String,
    pdf_href: String,
    pdf_name: String,
    interventions: String,
    real: String,
    charged: String,
    carried: String,
}

#[get("/structures/<_>/statements")]
async fn index(of: HoursOf, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let structure = structure_of(&of, db).await?;
    let mut years: Vec<Year> = Vec::new();
    for listed in hours::statements(db, &of).await? {
        let year = listed.month.year().to_string();
        if years.last().is_none_or(|last| last.year != year) {
            let caption = layout.text_with("statements-caption-year", [("year", FluentValue::from(year.clone()))])?;
            years.push(Year { year, caption, rows: Vec::new() });
        }
        if let Some(last) = years.last_mut() {
            last.rows.push(row(&layout, structure.id, &listed)?);
        }
    }
    let hours_href = super::hours::href(structure.id, None);
    let page = ListPage {
        back: Link { href: hours_href.clone(), label: layout.text("statements-back-hours")? },
        heading: layout.text_with("statements-title-list", [("structure", FluentValue::from(structure.name))])?,
        years,
        hours_href,
    };
    layout.page("statements/index", page.heading.clone(), &page)
}

fn row(layout: &Layout<'_>, structure: StructureId, listed: &Listed) -> Result<ListRow, Error> {
    let month = layout.month(listed.month);
    Ok(ListRow {
        href: href(structure, listed.month),
        pdf_href: uri!(pdf(structure, listed.month)).to_string(),
        pdf_name: layout.text_with("statements-pdf-of", [("month", FluentValue::from(month.clone()))])?,
        month: capital(month),
        interventions: listed.interventions.to_string(),
        real: layout.duration(listed.real),
        charged: layout.duration(listed.charged),
        carried: layout.duration(listed.carried),
    })
}

#[get("/structures/<_>/statements/<month>")]
async fn show(of: HoursOf, layout: Layout<'_>, month: Option<Month>, db: &State<Db>) -> Result<Page, Error> {
    let content = content_of(&of, &layout, month, db).await?;
    layout.page("statements/show", content.title.clone(), &content)
}

/// The same, for paper and for the file.
#[get("/structures/<_>/statements/<month>/pdf")]
async fn pdf(of: HoursOf, layout: Layout<'_>, month: Option<Month>, db: &State<Db>) -> Result<Download, Error> {
    let content = content_of(&of, &layout, month, db).await?;
    let name = format!("{}-{}", layout.text("statements-file")?, content.number);
    Download::pdf(&name, &paper::document(&layout, &content)?)
}

/// Everything that a statement says; an open month has none.
async fn content_of(of: &HoursOf, layout: &Layout<'_>, month: Option<Month>, db: &Db) -> Result<Content, Error> {
    let month = month.ok_or(Error::NotFound)?;
    let structure = structure_of(of, db).await?;
    let statement = hours::statement(db, of, month).await?.ok_or(Error::NotFound)?;
    let sheet = interventions::sheet(db, of, month).await?;
    let corrected = interventions::corrected(db, of, month).await?;
    let (signed, _) = hours::sheet_state(db, of, month, layout.today()).await?;
    let beside: Vec<Month> = hours::statements(db, of).await?.into_iter().map(|listed| listed.month).collect();
    let mut content = Content::of(layout, &structure, &statement, &sheet, &corrected, &signed)?;
    let to = |month: Option<&Month>| month.map(|month| Link { href: href(structure.id, *month), label: layout.month(*month) });
    content.previous = to(beside.iter().find(|listed| **listed < month));
    content.next = to(beside.iter().rev().find(|listed| **listed > month));
    content.back = Link { href: index_href(structure.id), label: layout.text("statements-back")? };
    content.pdf_href = uri!(pdf(structure.id, month)).to_string();
    content.hours_href = super::hours::href(structure.id, Some(month));
    Ok(content)
}

async fn structure_of(of: &HoursOf, db: &Db) -> Result<Structure, Error> {
    Ok(structures::find(db, of, of.structure()).await?.ok_or(Error::NotFound)?.0)
}

/// The address of a structure's statements.
pub fn index_href(structure: StructureId) -> String {
    uri!(index(structure)).to_string()
}

/// The address of the statement of a closed month.
pub fn href(structure: StructureId, month: Month) -> String {
    uri!(show(structure, month)).to_string()
}
