//! Long lists: fifty rows at once, each page after the last row of the one before.

use rocket::http::Status;
use rocket::request::{FromRequest, Outcome, Request};
use std::str::FromStr;

/// Rows of a page.
pub const ROWS: usize = 50;

/// After which row a page begins: the query `after`, and no other.
pub struct After<T>(pub Option<T>);

#[rocket::async_trait]
impl<'r, T: FromStr> FromRequest<'r> for After<T> {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let pairs: Vec<(&str, &str)> = request.uri().query().map(|query| query.segments().collect()).unwrap_or_default();
        let after = match pairs.as_slice() {
            [] => Ok(None),
            [("after", text)] => text.parse().map(Some).map_err(drop),
            _ => Err(()),
        };
        match after {
            Ok(after) => Outcome::Success(Self(after)),
            Err(()) => Outcome::Error((Status::BadRequest, ())),
        }
    }
}

/// The rows of a page out of those and one more, and the address of those that follow.
pub fn cut<T>(mut rows: Vec<T>, list: &str, id: impl Fn(&T) -> String) -> (Vec<T>, Option<String>) {
    let more = rows.len() > ROWS;
    rows.truncate(ROWS);
    let next = rows.last().filter(|_| more).map(|last| format!("{list}?after={}", id(last)));
    (rows, next)
}
