//! What a sheet said before: each version, by whom, when. For who may change it.

use super::{HelpSheetAuthor, Html};
use crate::domain::ids::HelpSheetId;
use crate::store::Db;
use crate::store::help_sheets::{self, Version};
use crate::web::errors::Error;
use crate::web::layout::{Layout, Page};
use fluent_bundle::FluentValue;
use rocket::{Route, State, get, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index, show]
}

pub fn href(id: HelpSheetId) -> String {
    uri!(index(id)).to_string()
}

#[derive(Serialize)]
struct VersionsPage {
    back_href: String,
    title: String,
    lines: Vec<VersionLine>,
}

#[derive(Serialize)]
struct VersionLine {
    href: String,
    label: String,
    small: String,
}

#[get("/help-sheets/<id>/versions")]
async fn index(by: HelpSheetAuthor, layout: Layout<'_>, id: HelpSheetId, db: &State<Db>) -> Result<Page, Error> {
    let sheet = help_sheets::find_kept(db, &by, id).await?.ok_or(Error::NotFound)?;
    let line = |version: Version| {
        Ok::<_, Error>(VersionLine {
            href: uri!(show(id, version.number.to_string())).to_string(),
            label: label(&layout, version.number)?,
            small: said(&layout, &version)?,
        })
    };
    let versions = help_sheets::versions(db, &by, id).await?;
    let page = VersionsPage {
        back_href: super::href(id),
        title: sheet.title,
        lines: versions.into_iter().map(line).collect::<Result<_, _>>()?,
    };
    layout.page("help_sheets/versions", layout.text("help-sheet-versions")?, &page)
}

fn label(layout: &Layout<'_>, number: i64) -> Result<String, Error> {
    layout.text_with("help-sheet-version", [("n", FluentValue::from(number))])
}

/// « Samira Benali, jeudi 12 mars à 10 h 12 ».
fn said(layout: &Layout<'_>, version: &Version) -> Result<String, Error> {
    let name = FluentValue::from(version.author_name.clone());
    layout.text_with("help-sheet-written", [("name", name), ("at", FluentValue::from(layout.moment(version.written_at)))])
}

#[derive(Serialize)]
struct VersionPage {
    back_href: String,
    label: String,
    said: String,
    title: String,
    words: Html,
}

#[get("/help-sheets/<id>/versions/<number>")]
async fn show(by: HelpSheetAuthor, layout: Layout<'_>, id: HelpSheetId, number: &str, db: &State<Db>) -> Result<Page, Error> {
    let number = number.parse().map_err(|_| Error::NotFound)?;
    let version = help_sheets::version(db, &by, id, number).await?.ok_or(Error::NotFound)?;
    let page = VersionPage {
        back_href: href(id),
        label: label(&layout, version.number)?,
        said: said(&layout, &version)?,
        words: Html::of(&version.words),
        title: version.title,
    };
    layout.page("help_sheets/version", page.label.clone(), &page)
}
