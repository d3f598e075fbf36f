//! What waits for a second person: they answer for it, or not.

use super::super::words;
use super::{Subject, href as index_href};
use crate::domain::chain::{Need, SanitisationStanding, Way};
use crate::domain::ids::SanitisationId;
use crate::store::Db;
use crate::store::access::{ChainActor, Viewer};
use crate::store::chain::{self, Sanitisation, TellError, Told};
use crate::web::attachments::Shown;
use crate::web::errors::Error;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use fluent_bundle::FluentValue;
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show, file, answer, dismiss]
}

#[derive(Serialize)]
struct SecondPage {
    back_href: String,
    name: String,
    heading: String,
    lead: String,
    medium: String,
    said: Vec<(String, String)>,
    file_href: Option<String>,
    picture: bool,
    /// What who answers says.
    needs: Vec<String>,
    refused: Option<String>,
    /// None when it is decided, or one's own.
    answer_href: Option<String>,
    dismiss_href: Option<String>,
    own: bool,
    standing: String,
}

/// The address of one of them.
pub fn href(id: SanitisationId) -> String {
    address(id).to_string()
}

/// The same, to go to.
pub fn address(id: SanitisationId) -> rocket::http::uri::Origin<'static> {
    uri!(show(id))
}

async fn found(viewer: &Viewer, db: &Db, id: SanitisationId) -> Result<(ChainActor, chain::State, Sanitisation), Error> {
    let one = chain::find_sanitisation(db, viewer, id).await?.ok_or(Error::NotFound)?;
    let (by, state) = super::super::actor(viewer, db, one.machine).await?;
    Ok((by, state, one))
}

#[get("/sanitisations/<id>")]
async fn show(viewer: &Viewer, layout: Layout<'_>, id: SanitisationId, db: &State<Db>) -> Result<Page, Error> {
    let (by, state, one) = found(viewer, db, id).await?;
    let (title, page) = page(viewer, &layout, db, (&by, &state, &one), None).await?;
    layout.page("chain/second", title, &page)
}

async fn page(
    viewer: &Viewer,
    layout: &Layout<'_>,
    db: &Db,
    (by, state, one): (&ChainActor, &chain::State, &Sanitisation),
    refused: Option<String>,
) -> Result<(String, SecondPage), Error> {
    let waits = one.standing == SanitisationStanding::Awaiting;
    let known = state.item.media.seen.get(&one.medium).ok_or(Error::NotFound)?;
    let values = [
        ("kind", FluentValue::from(words::medium_kind(layout, known.kind)?)),
        ("serial", FluentValue::from(known.serial_number.clone())),
    ];
    let by_whom =
        [("name", FluentValue::from(super::operator(layout, by, one)?)), ("at", FluentValue::from(layout.moment(one.made_at)))];
    let need = |need: &Need| layout.text(&format!("sanitising-need-{}", need.as_str().replace('_', "-")));
    let heading = layout.text(&format!("sanitising-way-{}", one.way))?;
    let page = SecondPage {
        back_href: index_href(one.machine),
        name: Subject::of(viewer, layout, db, by, one.machine).await?.name,
        heading: heading.clone(),
        lead: layout.text_with("sanitising-told-by", by_whom)?,
        medium: layout.text_with("sanitising-medium", values)?,
        said: said(layout, &one.told)?,
        file_href: one.has_file.then(|| uri!(file(one.id)).to_string()),
        picture: one.way == Way::Destruction,
        needs: one.needs.iter().map(need).collect::<Result<_, _>>()?,
        refused,
        answer_href: (waits && !one.is_own).then(|| uri!(answer(one.id)).to_string()),
        dismiss_href: waits.then(|| uri!(dismiss(one.id)).to_string()),
        own: one.is_own,
        standing: layout.text(&format!("sanitising-standing-{}", one.standing))?,
    };
    Ok((heading, page))
}

/// What was told, label by label.
pub fn said(layout: &Layout<'_>, told: &Told) -> Result<Vec<(String, String)>, Error> {
    let mut said = Vec::new();
    let mut say = |key: &str, value: String| -> Result<(), Error> {
        said.push((layout.text(key)?, value));
        Ok(())
    };
    match told {
        Told::Destroyed { method } => say("sanitising-said-destruction", method.clone())?,
        Told::Erased(record) => {
            say("sanitising-said-method", words::method(layout, record.method)?)?;
            say("sanitising-said-tool", format!("{} {}", record.tool, record.tool_version).trim().to_owned())?;
            say("sanitising-said-passes", record.passes.to_string())?;
            say("sanitising-said-verification", layout.text(&format!("sanitising-verification-{}", record.verification))?)?;
            say("sanitising-said-hidden", layout.text(&format!("sanitising-hidden-{}", record.hidden_area))?)?;
            say("sanitising-said-errors", record.errors.to_string())?;
            let serial = record.serial_read.trim();
            let serial = if serial.is_empty() { layout.text("sanitising-said-no-serial")? } else { serial.to_owned() };
            say("sanitising-said-serial", serial)?;
            say("sanitising-said-started", layout.whole_moment(record.started_at))?;
            say("sanitising-said-ended", layout.whole_moment(record.ended_at))?;
        }
    }
    Ok(said)
}

#[get("/sanitisations/<id>/file")]
async fn file(viewer: &Viewer, id: SanitisationId, db: &State<Db>) -> Result<Shown, Error> {
    // Whoever reads it has a part in the machine's life.
    found(viewer, db, id).await?;
    Ok(Shown::of(chain::shown_file(db, viewer, id).await?.ok_or(Error::NotFound)?))
}

#[post("/sanitisations/<id>/answer")]
async fn answer(viewer: &Viewer, layout: Layout<'_>, id: SanitisationId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    let (by, state, one) = found(viewer, db, id).await?;
    match chain::answer(db, &by, id, now.at).await {
        Ok(machine) => Ok(Submitted::accepted(index_href(machine), "sanitising-done-accepted")),
        Err(TellError::NotFound) => Err(Error::NotFound),
        Err(TellError::Database(fault)) => Err(fault.into()),
        Err(refused) => {
            let refused = words::tell_refusal(&layout, &refused)?;
            let (title, page) = page(viewer, &layout, db, (&by, &state, &one), Some(refused)).await?;
            Ok(Submitted::Refused(layout.refuse("chain/second", title, &page)?))
        }
    }
}

#[post("/sanitisations/<id>/dismissal")]
async fn dismiss(viewer: &Viewer, id: SanitisationId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    let (by, _, _) = found(viewer, db, id).await?;
    match chain::dismiss(db, &by, id, now.at).await {
        Ok(machine) => Ok(Submitted::accepted(index_href(machine), "sanitising-done-dismissed")),
        Err(TellError::Decided) => Ok(Submitted::warned(address(id), "sanitising-refusal-decided")),
        Err(TellError::Database(fault)) => Err(fault.into()),
        Err(_) => Err(Error::NotFound),
    }
}
