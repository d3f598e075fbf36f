//! The door of programs: a token in the header `Authorization`, and nothing else. A cookie does not open it, and what it gives
//! opens no page.

use super::problem::Problem;
use crate::clock::Clock;
use crate::domain::people::TokenRight;
use crate::store::access::{Bearer, Technician, Viewer};
use crate::store::{Db, DbErr, access_tokens, attempts};
use crate::web::guards::Network;
use crate::web::pace::{self, Pace};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use rocket::http::Status;
use rocket::outcome::try_outcome;
use rocket::request::{FromRequest, Outcome, Request};

/// How often each token is used: 600 times a minute at most (`security.md` §1).
pub struct ApiPace(Pace);

impl Default for ApiPace {
    fn default() -> Self {
        Self(Pace::new(600))
    }
}

/// A program that reads for somebody.
pub struct ApiReader<'r> {
    bearer: &'r Bearer,
    pub now: DateTime<Utc>,
}

impl<'r> ApiReader<'r> {
    /// For whom it asks: the same as behind their pages.
    pub fn viewer(&self) -> &'r Viewer {
        self.bearer.viewer()
    }

    pub fn technician(&self) -> Option<Technician> {
        Technician::of(self.viewer())
    }

    /// The group's time zone.
    pub fn zone(&self) -> Tz {
        self.bearer.group().time_zone
    }

    /// Today, there.
    pub fn today(&self) -> NaiveDate {
        self.now.with_timezone(&self.zone()).date_naive()
    }
}

/// A program that may also make and answer requests.
pub struct ApiWriter<'r>(pub ApiReader<'r>);

impl ApiWriter<'_> {
    /// Whether it may note time.
    pub fn may_note_time(&self) -> Result<(), Problem> {
        let may = self.0.bearer.may(TokenRight::Time) && self.0.technician().is_some();
        if may { Ok(()) } else { Err(Problem::saying(Status::Forbidden, "api-detail-right")) }
    }
}

/// Why nobody is let in.
enum Closed {
    /// No token, or none that opens.
    Stranger,
    TooOften,
    Fault,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for ApiReader<'r> {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let Some(clock) = request.rocket().state::<Clock>() else { return Outcome::Error((Status::InternalServerError, ())) };
        match request.local_cache_async(enter(request)).await {
            Ok(bearer) if bearer.may(TokenRight::Read) => Outcome::Success(Self { bearer, now: clock.now() }),
            Ok(_) => Outcome::Error((Status::Forbidden, ())),
            Err(Closed::Stranger) => Outcome::Error((Status::Unauthorized, ())),
            Err(Closed::TooOften) => Outcome::Error((Status::TooManyRequests, ())),
            Err(Closed::Fault) => Outcome::Error((Status::InternalServerError, ())),
        }
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for ApiWriter<'r> {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let reader = try_outcome!(ApiReader::from_request(request).await);
        if reader.bearer.may(TokenRight::Write) { Outcome::Success(Self(reader)) } else { Outcome::Error((Status::Forbidden, ())) }
    }
}

async fn enter(request: &Request<'_>) -> Result<Bearer, Closed> {
    let rocket = request.rocket();
    let (Some(db), Some(clock), Some(pace)) = (rocket.state::<Db>(), rocket.state::<Clock>(), rocket.state::<ApiPace>()) else {
        return Err(Closed::Fault);
    };
    let now = clock.now();
    let token = brought(request).ok_or(Closed::Stranger)?;
    match access_tokens::enter(db, token, now).await.map_err(fault)? {
        Some(bearer) => {
            if pace.0.allows(bearer.token().0, now) {
                Ok(bearer)
            } else {
                Err(Closed::TooOften)
            }
        }
        None => {
            let network = Network(request.client_ip().map(|ip| ip.to_string()).unwrap_or_default());
            let within = attempts::allow(db, attempts::API_STRANGERS, &network.0, now).await.map_err(fault)?;
            Err(if within { Closed::Stranger } else { Closed::TooOften })
        }
    }
}

fn fault(error: DbErr) -> Closed {
    tracing::error!(%error, "a token cannot be read");
    Closed::Fault
}

/// The token of the one header that there may be.
fn brought<'r>(request: &'r Request<'_>) -> Option<&'r str> {
    let mut all = request.headers().get("authorization");
    let (only, None) = (all.next()?, all.next()) else { return None };
    let (scheme, token) = only.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// How long who asked too often waits until the window is over.
pub fn seconds_to_wait(request: &Request<'_>) -> i64 {
    let now = request.rocket().state::<Clock>().map_or(0, |clock| clock.now().timestamp());
    pace::WINDOW - now.rem_euclid(pace::WINDOW)
}
