//! What a program sends: one JSON object, of a bounded size.

use super::problem::Problem;
use rocket::data::{Data, FromData, Outcome, ToByteUnit};
use rocket::http::{ContentType, Status};
use rocket::request::Request;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

/// The most that a body may hold, KiB: the longest message, every letter of it escaped.
const MOST: u64 = 256;

/// A body that was read. Its fields are still to be looked at (`super::fields`).
pub struct Body<T>(pub T);

#[rocket::async_trait]
impl<'r, T: DeserializeOwned> FromData<'r> for Body<T> {
    type Error = Problem;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        match read(request, data).await {
            Ok(body) => Outcome::Success(Self(body)),
            Err(problem) => Outcome::Error((problem.status(), problem)),
        }
    }
}

async fn read<T: DeserializeOwned>(request: &Request<'_>, data: Data<'_>) -> Result<T, Problem> {
    if request.content_type() != Some(&ContentType::JSON) && !request.content_type().is_some_and(|kind| kind.is_json()) {
        return Err(Problem::of(Status::UnsupportedMediaType));
    }
    let bytes = data.open(MOST.kibibytes()).into_bytes().await.map_err(|_| Problem::of(Status::BadRequest))?;
    if !bytes.is_complete() {
        return Err(Problem::of(Status::PayloadTooLarge));
    }
    serde_json::from_slice(&bytes).map_err(|error| match error.classify() {
        Category::Data => Problem::saying(Status::UnprocessableEntity, "api-detail-object"),
        Category::Io | Category::Syntax | Category::Eof => Problem::saying(Status::BadRequest, "api-detail-json"),
    })
}
