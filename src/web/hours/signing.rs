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
use crate::web::params::{MOST_WORDS, Words};
use crate::web::small_form::SmallForm;
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
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
        Err(refused) => Ok(Submitted::warned(to, why(refused)?)),
    }
}

#[derive(FromForm)]
struct Asking {
    month: Month,
    words: Words,
}

/// « J'ai une question ».
#[post("/structures/<_>/hours/questions", data = "<form>")]
async fn ask(
    referent: Referent,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Asking>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let structure = referent.structure();
    let month = form.context.field_value("month").and_then(|month| month.parse().ok());
    let small = SmallForm {
        href: uri!(ask(structure)).to_string(),
        back_href: super::href(structure, month),
        name: "words",
        label: "sheet-ask-label",
        button: "sheet-ask-send",
        most: MOST_WORDS,
        lines: true,
        hidden: &["month"],
    };
    let Some(asking) = &form.value else { return small.again(&layout, &form.context) };
    match hours::ask(db, &referent, asking.month, &asking.words.0, now.today, now.at).await {
        Ok(()) => Ok(Submitted::accepted(back(structure, asking.month), "sheet-question-sent")),
        Err(refused) => small.refused(&layout, &form.context, why(refused)?),
    }
}

/// Why a sheet cannot be signed or asked about: a Fluent key.
fn why(refused: SignError) -> Result<&'static str, Error> {
    match refused {
        SignError::NotEnded => Ok("sheet-mistake-running"),
        SignError::Closed => Ok("sheet-mistake-closed"),
        SignError::Changed => Ok("sheet-mistake-changed"),
        SignError::Foreign | SignError::Answered => Err(Error::NotFound),
        SignError::Database(error) => Err(error.into()),
    }
}
