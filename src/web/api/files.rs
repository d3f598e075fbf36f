//! The files of requests: listed, saved, and kept for the request or the message that takes them.

use super::door::{ApiReader, ApiWriter};
use super::fields::{Files, Sent};
use super::problem::{Mistake, Problem, Told};
use super::records::{FileList, FileRecord, KeptFile};
use super::tickets::{Given, TicketNumber, href, looked_at};
use crate::domain::ids::AttachmentId;
use crate::domain::tickets::files::MOST_BYTES_IN_ALL;
use crate::store::Db;
use crate::store::access::Viewer;
use crate::store::tickets::{self, Line, LineKind};
use crate::web::attachments::{self, Shown};
use rocket::data::{Data, FromData, Outcome};
use rocket::form::error::ErrorKind;
use rocket::form::{Errors, Form, FromForm, Strict};
use rocket::fs::TempFile;
use rocket::http::Status;
use rocket::request::Request;
use rocket::response::{Redirect, status};
use rocket::serde::json::Json;
use rocket::{State, get, post};
use utoipa::ToSchema;

/// The files of a request. Those of notes are there for technicians alone.
#[utoipa::path(
    tag = "files",
    params(("number" = i64, Path, description = "The number of the request")),
    responses(
        (status = 200, description = "Its files", body = FileList),
        (status = 308, description = "The request was merged: `Location` is that of the one in which it lives on"),
        (status = 404, description = "Not there, or not for the reader", body = Told, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
#[get("/api/v1/tickets/<number>/files")]
pub async fn index(reader: ApiReader<'_>, number: TicketNumber, db: &State<Db>) -> Result<Given<FileList>, Problem> {
    let ticket = looked_at(&reader, number, db).await?;
    if ticket.number != number.0 {
        return Ok(Given::Elsewhere(Box::new(Redirect::permanent(format!("{}/files", href(ticket.number))))));
    }
    let lines = tickets::conversation(db, reader.viewer(), &ticket).await?;
    Ok(Given::Here(Json(FileList { files: lines.into_iter().flat_map(of_line).collect() })))
}

fn of_line(line: Line) -> Vec<FileRecord> {
    match line.kind {
        LineKind::Message { id, files, .. } => files.into_iter().map(|file| FileRecord::of(id, file)).collect(),
        LineKind::Event { .. } => Vec::new(),
    }
}

/// A file, with the headers that browsers get: pictures of ours are shown, all else is saved, whatever it claims to be.
#[utoipa::path(
    tag = "files",
    params(("id" = String, Path, description = "The id of a file of a request")),
    responses(
        (status = 200, description = "Its bytes, under its name; a picture is `image/jpeg`", content_type = "application/octet-stream"),
        (status = 404, description = "Not there, or not for the reader", body = Told, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
#[get("/api/v1/files/<id>")]
pub async fn show(reader: ApiReader<'_>, id: AttachmentId, db: &State<Db>) -> Result<Shown, Problem> {
    let file = tickets::attachment(db, reader.viewer(), id).await?.ok_or_else(Problem::not_found)?;
    Ok(Shown::of(file))
}

/// A file as a form sends it.
#[derive(FromForm, ToSchema)]
pub struct NewFile<'r> {
    /// One file with its name: 25 MB at most, a picture of 24 megapixels at most.
    #[schema(value_type = String, format = Binary)]
    file: TempFile<'r>,
}

/// The one file that was sent.
pub struct Uploaded<'r>(TempFile<'r>);

#[rocket::async_trait]
impl<'r> FromData<'r> for Uploaded<'r> {
    type Error = Problem;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        let problem = match request.content_type().is_some_and(|kind| kind.is_form_data()) {
            false => Problem::saying(Status::UnsupportedMediaType, "api-detail-form"),
            true => match Form::<Strict<NewFile<'r>>>::from_data(request, data).await {
                Outcome::Success(form) => return Outcome::Success(Self(form.into_inner().into_inner().file)),
                Outcome::Error((_, errors)) => mistakes(&errors),
                Outcome::Forward(_) => Problem::of(Status::BadRequest),
            },
        };
        Outcome::Error((problem.status(), problem))
    }
}

/// What is wrong with a form that was to hold one file.
fn mistakes(errors: &Errors<'_>) -> Problem {
    let mut mistakes = Vec::new();
    for error in errors.iter() {
        let key = match error.kind {
            ErrorKind::InvalidLength { .. } => return Problem::of(Status::PayloadTooLarge),
            ErrorKind::Multipart(_) | ErrorKind::Io(_) => return Problem::saying(Status::BadRequest, "api-detail-form"),
            ErrorKind::Missing => "mistake-required",
            ErrorKind::Unexpected => "api-mistake-unknown",
            _ => "mistake-file",
        };
        let field: String = error.name.iter().flat_map(|name| name.to_string().chars().take(60).collect::<Vec<_>>()).collect();
        mistakes.push(Mistake::new(&field, key));
    }
    Problem::mistaken(mistakes)
}

/// What programs keep for one person at a time: a program that names none of it fills no disk.
const MOST_WAITING: i64 = 100;
const MOST_BYTES_WAITING: i64 = 5 * MOST_BYTES_IN_ALL;

/// Keeps a file for a day, until a request or a message names it.
#[utoipa::path(
    tag = "files",
    request_body(content = NewFile, content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "It is kept", body = KeptFile),
        (status = 403, description = "The token may not", body = Told, content_type = "application/problem+json"),
        (status = 413, description = "Heavier than a file may be", body = Told, content_type = "application/problem+json"),
        (status = 415, description = "Not `multipart/form-data`", body = Told, content_type = "application/problem+json"),
        (status = 422, description = "What is wrong with it", body = Told, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
#[post("/api/v1/files", data = "<file>")]
pub async fn create(
    writer: ApiWriter<'_>,
    file: Result<Uploaded<'_>, Problem>,
    db: &State<Db>,
) -> Result<status::Custom<Json<KeptFile>>, Problem> {
    let Uploaded(file) = file?;
    let wrong = |key: &str| Problem::mistaken(vec![Mistake::new("file", key)]);
    if file.len() == 0 {
        return Err(wrong("mistake-required"));
    }
    let file = attachments::read(&file).await.map_err(|(_, key)| wrong(key))?;
    let (files, bytes) = tickets::waiting_files(db, writer.0.viewer()).await?;
    if files >= MOST_WAITING || bytes + file.weight() > MOST_BYTES_WAITING {
        return Err(wrong("api-mistake-waiting"));
    }
    let kept = tickets::keep(db, writer.0.viewer(), vec![file], writer.0.now).await?.pop();
    Ok(status::Custom(Status::Created, Json(kept.ok_or_else(Problem::not_found)?.into())))
}

/// Whether the files that are named are heavier than one message may be. What is not there weighs nothing: that it is gone is said
/// of who sends it for the first time.
pub async fn weigh_too_much(db: &Db, by: &Viewer, sent: &Sent<Files>) -> Result<bool, Problem> {
    let Sent::Read(Files(ids)) = sent else { return Ok(false) };
    Ok(tickets::kept(db, by, ids).await?.iter().map(|file| file.bytes).sum::<i64>() > MOST_BYTES_IN_ALL)
}
