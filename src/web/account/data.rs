//! « Mes données » (`security.md` § 3): all that is kept about oneself, to take away; who corrects what; who has seen one's
//! requests; and the way to have it erased.

mod document;
mod json;

use super::erasure;
use crate::store::access::Viewer;
use crate::store::own_data::{self, Own, OwnIntervention, OwnLook, OwnRequest, OwnVisit};
use crate::store::{Db, attempts};
use crate::web::errors::Error;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page};
use crate::web::tickets;
use rocket::futures::stream::{Stream, StreamExt};
use rocket::http::{ContentType, Header};
use rocket::request::Request;
use rocket::response::stream::{TextStream, stream};
use rocket::response::{Responder, Result as Response};
use rocket::{Route, State, get, routes, uri};
use serde::Serialize;
use std::pin::Pin;

pub fn routes() -> Vec<Route> {
    routes![show, read, program]
}

#[derive(Serialize)]
struct DataPage {
    account_href: &'static str,
    document_href: String,
    json_href: String,
    /// For who asks for help: where their requests are listed.
    requests_href: Option<String>,
    erasure_href: String,
}

/// The address of the page.
pub fn href() -> String {
    uri!(show).to_string()
}

/// The address of all of it, to read.
pub fn document_href() -> String {
    uri!(read).to_string()
}

#[get("/account/data")]
async fn show(viewer: &Viewer, layout: Layout<'_>) -> Result<Page, Error> {
    let page = DataPage {
        account_href: "/account",
        document_href: document_href(),
        json_href: uri!(program).to_string(),
        requests_href: (!viewer.homes().is_empty()).then(tickets::index_href),
        erasure_href: erasure::href(),
    };
    layout.page("account/data", layout.text("data-title")?, &page)
}

/// All of it as a document that a browser shows and prints.
#[get("/account/data.html")]
async fn read<'r>(viewer: &'r Viewer, layout: Layout<'r>, db: &'r State<Db>, now: Now) -> Result<Handed<'r>, Error> {
    count(db, viewer, now).await?;
    let name = format!("{}-{}.html", layout.text("data-file")?, now.today);
    Ok(Handed::new(ContentType::HTML, &name, parts(viewer, db, document::Document { layout })))
}

/// All of it for programs: `docs/data.md`.
#[get("/account/data.json")]
async fn program<'r>(viewer: &'r Viewer, layout: Layout<'r>, db: &'r State<Db>, now: Now) -> Result<Handed<'r>, Error> {
    count(db, viewer, now).await?;
    let name = format!("{}-{}.json", layout.text("data-file")?, now.today);
    Ok(Handed::new(ContentType::JSON, &name, parts(viewer, db, json::Json { layout })))
}

/// Counts one, whichever it is; too many in an hour are refused, 429.
async fn count(db: &Db, by: &Viewer, now: Now) -> Result<(), Error> {
    let within = attempts::allow(db, attempts::OWN_DATA, &by.id().to_string(), now.at).await?;
    if within { Ok(()) } else { Err(Error::TooOften) }
}

/// What is written next.
enum Piece {
    Own(Box<Own>),
    Requests(Vec<OwnRequest>),
    Interventions(Vec<OwnIntervention>),
    Visits(Vec<OwnVisit>),
    Looks(Vec<OwnLook>),
    Decisions(Vec<own_data::Decision>),
    End,
}

/// Where a piece stands in its part: a part may come in several.
#[derive(Clone, Copy)]
struct Edge {
    first: bool,
}

/// Writes pieces down, one after the other.
trait Writer: Send + Sync {
    fn write(&self, piece: Piece, edge: Edge) -> Result<String, Error>;
}

/// What is read next.
#[derive(Clone, Copy)]
enum Place {
    Own,
    Requests(Option<own_data::AfterRequest>),
    Interventions(Option<crate::domain::ids::InterventionId>),
    Visits(Option<crate::domain::ids::VisitId>),
    Looks(Option<own_data::AfterLook>),
    Decisions(Option<i64>),
    End,
}

/// The piece of a place, and the next place; `None` at the end.
async fn next(db: &Db, viewer: &Viewer, at: Place) -> Result<(Piece, Edge, Option<Place>), Error> {
    let onward = |more: Option<Place>, next: Place| Some(more.unwrap_or(next));
    Ok(match at {
        Place::Own => {
            let own = own_data::own(db, viewer).await?;
            (Piece::Own(Box::new(own)), Edge { first: true }, Some(Place::Requests(None)))
        }
        Place::Requests(after) => {
            let (rows, more) = own_data::requests(db, viewer, after).await?;
            let next = onward(more.map(|more| Place::Requests(Some(more))), Place::Interventions(None));
            (Piece::Requests(rows), Edge { first: after.is_none() }, next)
        }
        Place::Interventions(after) => {
            let (rows, more) = own_data::interventions(db, viewer, after).await?;
            let next = onward(more.map(|more| Place::Interventions(Some(more))), Place::Visits(None));
            (Piece::Interventions(rows), Edge { first: after.is_none() }, next)
        }
        Place::Visits(after) => {
            let (rows, more) = own_data::visits(db, viewer, after).await?;
            let next = onward(more.map(|more| Place::Visits(Some(more))), Place::Looks(None));
            (Piece::Visits(rows), Edge { first: after.is_none() }, next)
        }
        Place::Looks(after) => {
            let (rows, more) = own_data::looks(db, viewer, after).await?;
            let next = onward(more.map(|more| Place::Looks(Some(more))), Place::Decisions(None));
            (Piece::Looks(rows), Edge { first: after.is_none() }, next)
        }
        Place::Decisions(after) => {
            let (rows, more) = own_data::decisions(db, viewer, after).await?;
            let next = onward(more.map(|more| Place::Decisions(Some(more))), Place::End);
            (Piece::Decisions(rows), Edge { first: after.is_none() }, next)
        }
        Place::End => (Piece::End, Edge { first: true }, None),
    })
}

/// Reads and writes piece by piece, as the reader takes them. What fails in the middle ends the file: it is cut off, not wrong.
fn parts<'r>(viewer: &'r Viewer, db: &'r Db, writer: impl Writer + 'r) -> impl Stream<Item = String> + Send + 'r {
    stream! {
        let mut at = Some(Place::Own);
        while let Some(place) = at {
            let written = match next(db, viewer, place).await {
                Ok((piece, edge, next)) => writer.write(piece, edge).map(|text| (text, next)),
                Err(error) => Err(error),
            };
            match written {
                Ok((text, next)) => {
                    yield text;
                    at = next;
                }
                Err(error) => {
                    tracing::error!(%error, "the data of a person was handed over in part");
                    return;
                }
            }
        }
    }
}

/// A file that is written while it leaves.
struct Handed<'r> {
    parts: Pin<Box<dyn Stream<Item = String> + Send + 'r>>,
    kind: ContentType,
    disposition: String,
}

impl<'r> Handed<'r> {
    fn new(kind: ContentType, name: &str, parts: impl Stream<Item = String> + Send + 'r) -> Self {
        Self { parts: parts.boxed(), kind, disposition: format!("attachment; filename=\"{name}\"") }
    }
}

impl<'r> Responder<'r, 'r> for Handed<'r> {
    fn respond_to(self, request: &'r Request<'_>) -> Response<'r> {
        let mut response = TextStream(self.parts).respond_to(request)?;
        response.set_header(self.kind);
        response.set_header(Header::new("content-disposition", self.disposition));
        Ok(response)
    }
}
