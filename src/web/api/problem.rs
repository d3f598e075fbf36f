//! What went wrong, as programs read it: `application/problem+json` (RFC 9457), in the language that they ask for.

use super::door;
use crate::domain::people::Language;
use crate::domain::tickets::Refusal;
use crate::domain::tickets::secrets_in_words::likely_secrets;
use crate::store::DbErr;
use crate::store::interventions::LogError;
use crate::store::tickets::TicketError;
use crate::texts::{MissingText, Texts, args, format};
use crate::web::errors::Error;
use crate::web::guards::request_id;
use crate::web::interventions::place_of_mistake;
use crate::web::layout::language_asked;
use fluent_bundle::{FluentArgs, FluentValue};
use rocket::catch;
use rocket::http::{ContentType, Header, Status};
use rocket::request::Request;
use rocket::response::{Responder, Response, Result as Answer};
use serde::Serialize;
use std::io::Cursor;
use std::sync::Arc;
use utoipa::ToSchema;

/// Why something was not given or not done.
#[derive(Debug)]
pub struct Problem {
    status: Status,
    /// The key of a sentence.
    detail: String,
    mistakes: Vec<Mistake>,
    /// Ours, for the log alone.
    fault: Option<String>,
}

/// What is wrong with a field, in sentences.
#[derive(Debug)]
pub struct Mistake {
    pub field: String,
    said: Vec<Said>,
}

/// A sentence: its key, and what stands in it.
#[derive(Debug)]
struct Said {
    key: String,
    values: Vec<(&'static str, String)>,
}

impl Mistake {
    pub fn new(field: &str, key: impl Into<String>) -> Self {
        Self { field: field.to_owned(), said: vec![Said { key: key.into(), values: Vec::new() }] }
    }

    /// What in the words looks like a secret; nothing when nothing does.
    pub fn of_secrets(words: &str) -> Option<Self> {
        let quoted = |key: String, quote: String| Said { key, values: vec![("quote", quote)] };
        let mut said: Vec<Said> =
            likely_secrets(words).into_iter().map(|one| quoted(format!("secret-{}", one.kind), one.quote)).collect();
        if said.is_empty() {
            return None;
        }
        said.push(Said { key: "api-mistake-secret-then".to_owned(), values: Vec::new() });
        Some(Self { field: "words".to_owned(), said })
    }
}

/// A mistake as it is sent. The whole is described in `docs/api.md`.
#[derive(Serialize, ToSchema)]
pub struct Told {
    /// Always `about:blank`: the status says which kind it is.
    r#type: &'static str,
    title: String,
    status: u16,
    detail: String,
    /// What is wrong with which field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ToldField>,
}

/// A field, and what is wrong with it.
#[derive(Serialize, ToSchema)]
pub struct ToldField {
    field: String,
    detail: String,
}

impl Problem {
    /// Of a status, with its usual sentence.
    pub fn of(status: Status) -> Self {
        let known = [401, 403, 404, 409, 413, 415, 422, 429];
        let code = if known.contains(&status.code) || status.code >= 500 { status.code.min(500) } else { 400 };
        Self { status, detail: format!("api-detail-{code}"), mistakes: Vec::new(), fault: None }
    }

    /// With a sentence of its own.
    pub fn saying(status: Status, key: &str) -> Self {
        Self { detail: key.to_owned(), ..Self::of(status) }
    }

    /// Fields that are to be corrected.
    pub fn mistaken(mistakes: Vec<Mistake>) -> Self {
        Self { mistakes, ..Self::of(Status::UnprocessableEntity) }
    }

    pub fn not_found() -> Self {
        Self::of(Status::NotFound)
    }

    fn fault(fault: impl std::fmt::Display) -> Self {
        Self { fault: Some(fault.to_string()), ..Self::of(Status::InternalServerError) }
    }

    pub fn status(&self) -> Status {
        self.status
    }

    fn told(&self, texts: &Texts, language: Language) -> Result<Told, MissingText> {
        let plain = |key: &str| texts.get(language, key, &FluentArgs::new());
        let sentence = |said: &Said| {
            let values = said.values.iter().map(|(name, value)| (*name, FluentValue::from(value.as_str())));
            texts.get(language, &said.key, &args(values))
        };
        let mut errors = Vec::new();
        for mistake in &self.mistakes {
            let said = mistake.said.iter().map(sentence).collect::<Result<Vec<_>, _>>()?;
            errors.push(ToldField { field: mistake.field.clone(), detail: said.join(" ") });
        }
        let title = Self::of(self.status).detail.replace("detail", "problem");
        let (title, detail) = (plain(&title)?, plain(&self.detail)?);
        Ok(Told { r#type: "about:blank", title, status: self.status.code, detail, errors })
    }
}

impl From<DbErr> for Problem {
    fn from(error: DbErr) -> Self {
        Self::fault(error)
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::not_found(),
            Error::SignedOut => Self::of(Status::Unauthorized),
            Error::Forbidden => Self::of(Status::Forbidden),
            Error::Misunderstood => Self::of(Status::BadRequest),
            Error::TooHeavy => Self::of(Status::PayloadTooLarge),
            Error::TooOften => Self::of(Status::TooManyRequests),
            fault => Self::fault(fault),
        }
    }
}

impl From<TicketError> for Problem {
    fn from(refused: TicketError) -> Self {
        let conflict = |key| Self::saying(Status::Conflict, key);
        match refused {
            TicketError::NotFound => Self::not_found(),
            TicketError::NotRequester => Self::of(Status::Forbidden),
            TicketError::Foreign | TicketError::NoSite => conflict("api-detail-taken"),
            TicketError::Refused(Refusal::AlreadyRead) => conflict("api-detail-read"),
            TicketError::Refused(Refusal::TooLate) => conflict("api-detail-late"),
            TicketError::Refused(Refusal::NotFromHere) | TicketError::Changed => Self::of(Status::Conflict),
            TicketError::Log(refused) => refused.into(),
            TicketError::FileGone => Self::mistaken(vec![Mistake::new("files", "mistake-file-gone")]),
            fault @ (TicketError::OutsideGone | TicketError::Database(_)) => Self::fault(fault),
        }
    }
}

/// The time that came with an answer.
impl From<LogError> for Problem {
    fn from(refused: LogError) -> Self {
        Self::of_time(&refused, "time.")
    }
}

impl Problem {
    /// Why time is not written down: beside its field, whose name begins as it was sent.
    pub fn of_time(refused: &LogError, within: &str) -> Self {
        let (field, key) = match refused {
            LogError::Database(error) => return Self::fault(error),
            LogError::Taken => return Self::saying(Status::Conflict, "api-detail-taken"),
            other => place_of_mistake(other),
        };
        let values = match refused {
            LogError::Overlap { start, end, structure } => {
                let clock = |minute: &u32| format::clock(Language::French, *minute);
                vec![("start", clock(start)), ("end", clock(end)), ("structure", structure.clone())]
            }
            _ => Vec::new(),
        };
        let said = vec![Said { key: key.to_owned(), values }];
        Self::mistaken(vec![Mistake { field: format!("{within}{field}"), said }])
    }
}

impl<'r> Responder<'r, 'static> for Problem {
    fn respond_to(self, request: &'r Request<'_>) -> Answer<'static> {
        if let Some(fault) = &self.fault {
            let route = request.route().map(|route| route.uri.to_string());
            tracing::error!(request = %request_id(request), route, error = fault, "a program was not answered");
        }
        let texts = request.rocket().state::<Arc<Texts>>().ok_or(Status::InternalServerError)?;
        let told = self.told(texts, language_asked(request)).map_err(|error| {
            tracing::error!(%error, "a problem cannot be told");
            Status::InternalServerError
        })?;
        let body = serde_json::to_string(&told).map_err(|_| Status::InternalServerError)?;
        let mut answer = Response::build();
        answer.status(self.status).header(ContentType::new("application", "problem+json"));
        if self.status == Status::Unauthorized {
            answer.header(Header::new("www-authenticate", "Bearer"));
        }
        if self.status == Status::TooManyRequests {
            answer.header(Header::new("retry-after", door::seconds_to_wait(request).to_string()));
        }
        answer.sized_body(body.len(), Cursor::new(body)).ok()
    }
}

/// Whatever is refused under `/api`, before a handler or by none.
#[catch(default)]
pub fn told(status: Status, _request: &Request<'_>) -> Problem {
    Problem::of(status)
}
