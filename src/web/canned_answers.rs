//! The answers that technicians keep ready: listed, written, put away.

use super::errors::Error;
use super::forms::Form as View;
use super::guards::Now;
use super::layout::{Layout, Page, Submitted};
use super::params::{Line, Words};
use crate::domain::canned_answers::Blank;
use crate::domain::ids::CannedAnswerId;
use crate::domain::tickets::title_of;
use crate::store::Db;
use crate::store::access::Technician;
use crate::store::canned_answers::{self, CannedAnswer, CannedAnswerError};
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index, new, create, edit, update, retire]
}

/// The longest title, in characters.
const MOST_TITLE: usize = 80;

#[derive(Serialize)]
struct IndexPage {
    back_href: String,
    new_href: String,
    lines: Vec<AnswerLine>,
}

#[derive(Serialize)]
struct AnswerLine {
    href: String,
    title: String,
    words: String,
}

/// The address of the list.
pub fn href() -> String {
    uri!(index).to_string()
}

#[get("/canned-answers")]
async fn index(technician: Technician, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let all = canned_answers::all(db, &technician).await?;
    let line = |answer: CannedAnswer| AnswerLine {
        href: uri!(edit(answer.id)).to_string(),
        title: answer.title,
        words: title_of(&answer.words),
    };
    let page = IndexPage {
        back_href: super::tickets::index_href(),
        new_href: uri!(new).to_string(),
        lines: all.into_iter().map(line).collect(),
    };
    layout.page("canned_answers/index", layout.text("canned-title")?, &page)
}

#[derive(Serialize)]
struct FormPage {
    back_href: String,
    heading: String,
    form: View,
    href: String,
    /// Made with the form of a new one.
    answer: Option<String>,
    retirement_href: Option<String>,
    /// What somebody else wrote meanwhile.
    other: Option<AnswerLine>,
    blanks: Vec<BlankLine>,
}

#[derive(Serialize)]
struct BlankLine {
    name: String,
    means: String,
}

const NAMES: [&str; 3] = ["title", "words", "version"];

#[get("/canned-answers/new")]
fn new(_technician: Technician, layout: Layout<'_>) -> Result<Page, Error> {
    page(&layout, View::blank(&NAMES), Of::New(CannedAnswerId::new(layout.now)), None)
}

#[derive(Clone, Copy)]
enum Of {
    New(CannedAnswerId),
    Known(CannedAnswerId),
}

fn page(layout: &Layout<'_>, form: View, of: Of, other: Option<CannedAnswer>) -> Result<Page, Error> {
    let mut blanks = Vec::new();
    for blank in Blank::ALL {
        let key = match blank {
            Blank::FirstName => "first-name",
            Blank::Number => "number",
            Blank::Structure => "structure",
            Blank::Me => "me",
            Blank::NextVisit => "next-visit",
        };
        let name = layout.text(&format!("canned-blank-{key}"))?;
        blanks.push(BlankLine { name: format!("{{{name}}}"), means: layout.text(&format!("canned-blank-{key}-means"))? });
    }
    let known = match of {
        Of::New(_) => None,
        Of::Known(id) => Some(id),
    };
    let heading = layout.text(if known.is_some() { "canned-edit" } else { "canned-new" })?;
    let page = FormPage {
        back_href: href(),
        href: known.map_or_else(|| uri!(create).to_string(), |id| uri!(update(id)).to_string()),
        answer: match of {
            Of::New(id) => Some(id.to_string()),
            Of::Known(_) => None,
        },
        retirement_href: known.map(|id| uri!(retire(id)).to_string()),
        other: other.map(|other| AnswerLine { href: uri!(edit(other.id)).to_string(), title: other.title, words: other.words }),
        blanks,
        heading: heading.clone(),
        form,
    };
    layout.page_of_form("canned_answers/form", heading, &page.form, &page)
}

#[derive(FromForm)]
struct NewAnswer {
    answer: CannedAnswerId,
    title: Line<MOST_TITLE>,
    words: Words,
}

#[post("/canned-answers", data = "<form>")]
async fn create(
    technician: Technician,
    layout: Layout<'_>,
    form: Form<Contextual<'_, NewAnswer>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&NAMES, &form.context)?;
    let typed = form.context.field_value("answer").and_then(|id| id.parse().ok());
    let id = typed.unwrap_or_else(|| CannedAnswerId::new(now.at));
    if let Some(new) = &form.value {
        match canned_answers::keep(db, &technician, new.answer, new.title.0.clone(), new.words.0.clone(), now.at).await {
            Ok(()) => return Ok(Submitted::accepted(uri!(index), "canned-kept")),
            Err(CannedAnswerError::Database(error)) => return Err(error.into()),
            Err(_) => again.mistake("words", layout.text("mistake-form-used")?),
        }
    }
    Ok(Submitted::Refused(page(&layout, again, Of::New(id), None)?))
}

#[get("/canned-answers/<id>/edit")]
async fn edit(technician: Technician, layout: Layout<'_>, id: CannedAnswerId, db: &State<Db>) -> Result<Page, Error> {
    let known = canned_answers::find(db, &technician, id).await?.ok_or(Error::NotFound)?;
    let form = View::blank(&NAMES).with("title", known.title).with("words", known.words).with("version", known.version.to_string());
    page(&layout, form, Of::Known(id), None)
}

#[derive(FromForm)]
struct Changed {
    title: Line<MOST_TITLE>,
    words: Words,
    version: i64,
}

#[post("/canned-answers/<id>", data = "<form>")]
async fn update(
    technician: Technician,
    layout: Layout<'_>,
    id: CannedAnswerId,
    form: Form<Contextual<'_, Changed>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    canned_answers::find(db, &technician, id).await?.ok_or(Error::NotFound)?;
    let mut again = layout.again(&NAMES, &form.context)?;
    let Some(new) = &form.value else { return Ok(Submitted::Refused(page(&layout, again, Of::Known(id), None)?)) };
    let changed = CannedAnswer { id, title: new.title.0.clone(), words: new.words.0.clone(), version: new.version };
    match canned_answers::change(db, &technician, &changed, now.at).await {
        Ok(()) => Ok(Submitted::accepted(uri!(index), "canned-kept")),
        Err(CannedAnswerError::NotFound) => Err(Error::NotFound),
        Err(CannedAnswerError::Database(error)) => Err(error.into()),
        // Both texts stand there; sent again, one's own is kept.
        Err(CannedAnswerError::Overtaken(other)) => {
            again.mistake("words", layout.text("mistake-overtaken")?);
            let again = again.with("version", other.version.to_string());
            Ok(Submitted::Refused(page(&layout, again, Of::Known(id), Some(other))?))
        }
    }
}

#[post("/canned-answers/<id>/retirement")]
async fn retire(technician: Technician, id: CannedAnswerId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    match canned_answers::retire(db, &technician, id, now.at).await {
        Ok(()) => Ok(Submitted::accepted(uri!(index), "canned-retired")),
        Err(CannedAnswerError::Database(error)) => Err(error.into()),
        Err(_) => Err(Error::NotFound),
    }
}
