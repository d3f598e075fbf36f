//! The referent's side of a sheet whose month has ended: « Je valide » or « J'ai une question ».

use crate::domain::ids::StructureId;
use crate::domain::time::{Minutes, Month};
use crate::store::Db;
use crate::store::access::{HoursOf, Referent};
use crate::store::hours::{self, Figures, Question, SheetState, SignError};
use crate::web::closing::sheet_state;
use crate::web::errors::Error;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Submitted};
use crate::web::params::Words;
use fluent_bundle::FluentValue;
use rocket::form::{Errors, Form, FromForm};
use rocket::{Route, State, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![sign, ask]
}

/// Where the sheet stands, and what the reader may do about it.
#[derive(Serialize)]
pub struct Signing {
    badge: &'static str,
    state: String,
    month: String,
    interventions: i64,
    real: i64,
    charged: i64,
    /// Absent when there is nothing to sign, or for somebody else than the referent.
    sign_href: Option<String>,
    ask_href: Option<String>,
    questions: Vec<QuestionLine>,
}

#[derive(Serialize)]
struct QuestionLine {
    who: String,
    words: String,
    answer: Option<String>,
    answerer: String,
}

/// The sign-off of a month; nothing while it runs.
pub async fn of(of: &HoursOf, layout: &Layout<'_>, db: &Db, month: Month) -> Result<Option<Signing>, Error> {
    let (state, figures) = hours::sheet_state(db, of, month, layout.today()).await?;
    if state == SheetState::Running {
        return Ok(None);
    }
    let referent = Referent::of(of.viewer(), of.structure()).is_some();
    let open = !matches!(state, SheetState::Signed { .. } | SheetState::Tacit);
    let questions = hours::questions_of(db, of, month).await?;
    let questions = questions.into_iter().map(|question| line(layout, question)).collect::<Result<_, Error>>()?;
    let (badge, words) = sheet_state(layout, &state)?;
    Ok(Some(Signing {
        badge,
        state: words,
        month: month.to_string(),
        interventions: figures.interventions,
        real: figures.real.0,
        charged: figures.charged.0,
        sign_href: (referent && open).then(|| uri!(sign(of.structure())).to_string()),
        ask_href: (referent && open).then(|| uri!(ask(of.structure())).to_string()),
        questions,
    }))
}

fn line(layout: &Layout<'_>, question: Question) -> Result<QuestionLine, Error> {
    let said = |name: String, at| [("name", FluentValue::from(name)), ("at", FluentValue::from(layout.moment(at)))];
    Ok(QuestionLine {
        who: layout.text_with("closing-question-by", said(question.asker_name, question.asked_at))?,
        words: question.words,
        answer: question.answered_at.map(|_| question.answer),
        answerer: match question.answerer_name.zip(question.answered_at) {
            Some((name, at)) => layout.text_with("sheet-answered-by", said(name, at))?,
            None => String::new(),
        },
    })
}

fn back(structure: StructureId, month: Month) -> String {
    super::href(structure, Some(month))
}

/// What was read is what is signed.
#[derive(FromForm)]
struct Signature {
    month: Month,
    interventions: i64,
    real: i64,
    charged: i64,
}

/// « Je valide ».
#[post("/structures/<_>/hours/signature", data = "<form>")]
async fn sign(referent: Referent, form: Form<Signature>, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    let seen = Figures { interventions: form.interventions, real: Minutes(form.real), charged: Minutes(form.charged) };
    let to = back(referent.structure(), form.month);
    match hours::sign(db, &referent, form.month, seen, now.today, now.at).await {
        Ok(()) => Ok(Submitted::accepted(to, "sheet-thanks")),
        Err(refused) => warned(to, refused),
    }
}

#[derive(FromForm)]
struct Asking {
    month: Month,
    words: Words,
}

/// « J'ai une question ».
#[post("/structures/<_>/hours/questions", data = "<form>")]
async fn ask(referent: Referent, form: Result<Form<Asking>, Errors<'_>>, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    let Ok(form) = form else { return Ok(Submitted::warned(super::href(referent.structure(), None), "sheet-mistake-question")) };
    let to = back(referent.structure(), form.month);
    match hours::ask(db, &referent, form.month, &form.words.0, now.today, now.at).await {
        Ok(()) => Ok(Submitted::accepted(to, "sheet-question-sent")),
        Err(refused) => warned(to, refused),
    }
}

fn warned(to: String, refused: SignError) -> Result<Submitted, Error> {
    let key = match refused {
        SignError::NotEnded => "sheet-mistake-running",
        SignError::Closed => "sheet-mistake-closed",
        SignError::Changed => "sheet-mistake-changed",
        SignError::Foreign => return Err(Error::NotFound),
        SignError::Database(error) => return Err(error.into()),
    };
    Ok(Submitted::warned(to, key))
}
