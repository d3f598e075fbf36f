//! The page that a printed code opens, for whoever holds the paper: that it is ours, its number, its day, and nothing else
//! (`equipment.md` § 9).

use super::attachments;
use super::chain::certificate_number;
use super::errors::Error;
use super::layout::{Layout, Page, Submitted};
use crate::store::chain::{self, Genuine};
use crate::store::secrets::digest_bytes;
use crate::store::{Db, transfers};
use fluent_bundle::FluentValue;
use rocket::form::{Form, FromForm};
use rocket::fs::TempFile;
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show, compare]
}

/// The address that a code stands for.
pub fn href(code: &str) -> String {
    uri!(show(code)).to_string()
}

/// What was printed.
enum Paper {
    /// Of an erased medium; its code is its own.
    Certificate(Genuine),
    /// Under which a transfer was signed; its code is its digest.
    Signed(Genuine),
}

impl Paper {
    async fn of(db: &Db, code: &str) -> Result<Self, Error> {
        if let Some(certificate) = chain::genuine(db, code).await? {
            return Ok(Self::Certificate(certificate));
        }
        Ok(Self::Signed(transfers::genuine(db, code).await?.ok_or(Error::NotFound)?))
    }

    fn known(&self) -> &Genuine {
        match self {
            Self::Certificate(known) | Self::Signed(known) => known,
        }
    }
}

#[derive(Serialize)]
struct GenuinePage {
    heading: String,
    lead: String,
    number: String,
    made: String,
    sha256: String,
    hint: String,
    href: String,
}

#[get("/genuine/<code>")]
async fn show(layout: Layout<'_>, code: &str, db: &State<Db>) -> Result<Page, Error> {
    let paper = Paper::of(db, code).await?;
    let of = paper.known();
    let at = [("at", FluentValue::from(layout.whole_moment(of.made_at)))];
    let (heading, lead, hint, made, number) = match &paper {
        Paper::Certificate(_) => (
            "genuine-title",
            "genuine-lead",
            "genuine-compare-hint",
            "certificate-made",
            certificate_number(&layout, of.year, of.number)?,
        ),
        Paper::Signed(_) => (
            "genuine-title-signed",
            "genuine-lead-signed",
            "genuine-compare-hint-signed",
            "genuine-signed",
            super::transfers::words::title(&layout, Some((of.year, of.number)))?,
        ),
    };
    let page = GenuinePage {
        heading: layout.text(heading)?,
        lead: layout.text(lead)?,
        number,
        made: layout.text_with(made, at)?,
        sha256: of.sha256.clone(),
        hint: layout.text(hint)?,
        href: uri!(compare(code)).to_string(),
    };
    layout.page("genuine/show", page.heading.clone(), &page)
}

#[derive(FromForm)]
struct Brought<'f> {
    file: Option<TempFile<'f>>,
}

/// More bytes than any of these documents has.
const MOST_BROUGHT: u64 = 1 << 18;

/// Whether a file that somebody was given is the very one.
#[post("/genuine/<code>", data = "<form>")]
async fn compare(code: &str, form: Form<Brought<'_>>, db: &State<Db>) -> Result<Submitted, Error> {
    let paper = Paper::of(db, code).await?;
    let read = match form.file.as_ref().filter(|file| file.len() > 0) {
        // Nothing that large was ever signed: it is not read.
        Some(file) if file.len() > MOST_BROUGHT => Some(Vec::new()),
        Some(file) => attachments::bytes(file).await,
        None => None,
    };
    let back = uri!(show(code));
    Ok(match read.map(|bytes| digest_bytes(&bytes) == paper.known().sha256) {
        Some(true) => Submitted::accepted(back, "genuine-same"),
        Some(false) => Submitted::warned(back, "genuine-other"),
        None => Submitted::warned(back, "genuine-none"),
    })
}
