//! Our faults and absences: one boundary, logged once.

use crate::store::DbErr;
use rocket::http::Status;
use rocket::request::Request;
use rocket::response::{Responder, Result as Response};

/// Why a page cannot be given.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not there, or not theirs: the same page, the same time.
    #[error("not found")]
    NotFound,
    /// Nobody is signed in, and what is asked is not public.
    #[error("signed out")]
    SignedOut,
    /// Known, but not this person's role.
    #[error("forbidden")]
    Forbidden,
    /// The address asks for what there is not.
    #[error("misunderstood")]
    Misunderstood,
    /// Asked too often: the sentence is that of the 429 page.
    #[error("too often")]
    TooOften,
    /// More was sent than is taken: the sentence is that of the 413 page.
    #[error("too heavy")]
    TooHeavy,
    #[error("database: {0}")]
    Database(#[from] DbErr),
    #[error("template: {0}")]
    Render(#[from] handlebars::RenderError),
    #[error("{0}")]
    Text(#[from] crate::texts::MissingText),
    #[error("{0}")]
    Other(String),
}

impl Error {
    fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::SignedOut => Status::Unauthorized,
            Self::Forbidden => Status::Forbidden,
            Self::Misunderstood => Status::BadRequest,
            Self::TooHeavy => Status::PayloadTooLarge,
            Self::TooOften => Status::TooManyRequests,
            Self::Database(_) | Self::Render(_) | Self::Text(_) | Self::Other(_) => Status::InternalServerError,
        }
    }
}

impl<'r> Responder<'r, 'static> for Error {
    fn respond_to(self, request: &'r Request<'_>) -> Response<'static> {
        let status = self.status();
        if status == Status::InternalServerError {
            let id = super::guards::request_id(request);
            tracing::error!(request = %id, route = request.route().map(|r| r.uri.to_string()), error = %self, "a page failed");
        }
        Err(status)
    }
}
