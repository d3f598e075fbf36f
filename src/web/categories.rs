//! What requests are about, in the group's own words: listed, added, renamed, put away.

use super::errors::Error;
use super::forms::Form as View;
use super::guards::Now;
use super::layout::{Layout, Page, Submitted};
use super::params::Line;
use crate::domain::ids::CategoryId;
use crate::store::Db;
use crate::store::access::CategoryKeeper;
use crate::store::categories::{self, Category, CategoryError};
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index, create, begin, edit, update, retire, bring_back]
}

/// The longest name, in characters.
const MOST_NAME: usize = 60;

const NAMES: [&str; 1] = ["name"];

/// What most requests are about everywhere: keys of sentences.
const USUAL: [&str; 9] = ["computer", "printing", "network", "mail", "accounts", "software", "telephone", "backup", "security"];

#[derive(Serialize)]
struct IndexPage {
    lines: Vec<CategoryLine>,
    form: View,
    href: String,
    /// Made with the form.
    category: String,
    begin_href: String,
}

#[derive(Serialize)]
struct CategoryLine {
    href: String,
    name: String,
    retired: bool,
}

/// The address of the list.
pub fn href() -> String {
    uri!(index).to_string()
}

#[get("/categories")]
async fn index(keeper: CategoryKeeper, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    page(&keeper, &layout, db, View::blank(&NAMES), CategoryId::new(layout.now)).await
}

async fn page(by: &CategoryKeeper, layout: &Layout<'_>, db: &Db, form: View, new: CategoryId) -> Result<Page, Error> {
    let line = |one: Category| CategoryLine { href: uri!(edit(one.id)).to_string(), name: one.name, retired: one.retired };
    let page = IndexPage {
        lines: categories::all(db, by).await?.into_iter().map(line).collect(),
        form,
        href: uri!(create).to_string(),
        category: new.to_string(),
        begin_href: uri!(begin).to_string(),
    };
    layout.page_of_form("categories/index", layout.text("categories-title")?, &page.form, &page)
}

#[derive(FromForm)]
struct NewCategory {
    category: CategoryId,
    name: Line<MOST_NAME>,
}

#[post("/categories", data = "<form>")]
async fn create(
    keeper: CategoryKeeper,
    layout: Layout<'_>,
    form: Form<Contextual<'_, NewCategory>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&NAMES, &form.context)?;
    let typed = form.context.field_value("category").and_then(|id| id.parse().ok());
    if let Some(new) = &form.value {
        match categories::keep(db, &keeper, &[(new.category, new.name.0.clone())], now.at).await {
            Ok(()) => return Ok(Submitted::accepted(uri!(index), "categories-kept")),
            Err(CategoryError::NameTaken) => again.mistake("name", layout.text("categories-mistake-name")?),
            Err(CategoryError::NotFound) => again.mistake("name", layout.text("mistake-form-used")?),
            Err(CategoryError::Database(error)) => return Err(error.into()),
        }
    }
    let id = typed.unwrap_or_else(|| CategoryId::new(now.at));
    Ok(Submitted::Refused(page(&keeper, &layout, db, again, id).await?))
}

/// Keeps those that most groups need, in the language of who presses.
#[post("/categories/usual")]
async fn begin(keeper: CategoryKeeper, layout: Layout<'_>, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    let mut usual = Vec::new();
    for key in USUAL {
        usual.push((CategoryId::new(now.at), layout.text(&format!("categories-usual-{key}"))?));
    }
    match categories::keep(db, &keeper, &usual, now.at).await {
        // Pressed twice at once, they are there once.
        Ok(()) | Err(CategoryError::NameTaken | CategoryError::NotFound) => Ok(Submitted::accepted(uri!(index), "categories-kept")),
        Err(CategoryError::Database(error)) => Err(error.into()),
    }
}

#[derive(Serialize)]
struct CategoryPage {
    back_href: String,
    heading: String,
    form: View,
    href: String,
    retirement_href: Option<String>,
    return_href: Option<String>,
}

#[get("/categories/<id>/edit")]
async fn edit(keeper: CategoryKeeper, layout: Layout<'_>, id: CategoryId, db: &State<Db>) -> Result<Page, Error> {
    let known = known(&keeper, db, id).await?;
    let form = View::blank(&NAMES).with("name", known.name.clone());
    one(&layout, &known, form)
}

async fn known(by: &CategoryKeeper, db: &Db, id: CategoryId) -> Result<Category, Error> {
    categories::all(db, by).await?.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)
}

fn one(layout: &Layout<'_>, of: &Category, form: View) -> Result<Page, Error> {
    let page = CategoryPage {
        back_href: href(),
        heading: of.name.clone(),
        form,
        href: uri!(update(of.id)).to_string(),
        retirement_href: (!of.retired).then(|| uri!(retire(of.id)).to_string()),
        return_href: of.retired.then(|| uri!(bring_back(of.id)).to_string()),
    };
    layout.page_of_form("categories/edit", page.heading.clone(), &page.form, &page)
}

#[derive(FromForm)]
struct Renaming {
    name: Line<MOST_NAME>,
}

#[post("/categories/<id>", data = "<form>")]
async fn update(
    keeper: CategoryKeeper,
    layout: Layout<'_>,
    id: CategoryId,
    form: Form<Contextual<'_, Renaming>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let known = known(&keeper, db, id).await?;
    let mut again = layout.again(&NAMES, &form.context)?;
    if let Some(new) = &form.value {
        match categories::rename(db, &keeper, id, new.name.0.clone()).await {
            Ok(()) => return Ok(Submitted::accepted(uri!(index), "categories-kept")),
            Err(CategoryError::NameTaken) => again.mistake("name", layout.text("categories-mistake-name")?),
            Err(refused) => return Err(error(refused)),
        }
    }
    Ok(Submitted::Refused(one(&layout, &known, again)?))
}

#[post("/categories/<id>/retirement")]
async fn retire(keeper: CategoryKeeper, id: CategoryId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    categories::retire(db, &keeper, id, true, now.at).await.map_err(error)?;
    Ok(Submitted::accepted(uri!(index), "categories-retired"))
}

#[post("/categories/<id>/return")]
async fn bring_back(keeper: CategoryKeeper, id: CategoryId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    match categories::retire(db, &keeper, id, false, now.at).await {
        Ok(()) => Ok(Submitted::accepted(uri!(index), "categories-kept")),
        Err(CategoryError::NameTaken) => Ok(Submitted::warned(uri!(index), "categories-mistake-name")),
        Err(refused) => Err(error(refused)),
    }
}

fn error(refused: CategoryError) -> Error {
    match refused {
        CategoryError::Database(error) => error.into(),
        _ => Error::NotFound,
    }
}
