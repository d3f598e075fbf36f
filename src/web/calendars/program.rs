//! What a program that follows a calendar says: the ending that it wants of an address, and which version it has.

use rocket::request::{FromRequest, Outcome, Request};
use std::convert::Infallible;

/// What many programs want an address to end with; without it, it is the same.
pub const ENDING: &str = ".ics";

/// The version that a program has already, as it was told.
pub struct Had<'r>(Option<&'r str>);

impl Had<'_> {
    /// Whether it is this one, among others or not.
    pub fn is(&self, version: &str) -> bool {
        self.0.is_some_and(|had| had.split(',').any(|tag| tag.trim().trim_start_matches("W/") == version))
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Had<'r> {
    type Error = Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Infallible> {
        Outcome::Success(Self(request.headers().get_one("if-none-match")))
    }
}
