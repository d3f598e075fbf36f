//! The door of a calendar's address: tries are counted before the check, and what is not, or no longer, good is not there.

use crate::store::access::Subscriber;
use crate::store::secrets::Secret;
use crate::store::{Db, attempts, calendar_feeds};
use crate::web::guards::{Network, Now};
use rocket::http::Status;
use rocket::request::{FromRequest, Outcome, Request};
use std::convert::Infallible;

/// What many programs want an address to end with; without it, it is the same.
pub const ENDING: &str = ".ics";

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Subscriber {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let (Some(db), Outcome::Success(now), Outcome::Success(network)) =
            (request.rocket().state::<Db>(), Now::from_request(request).await, Network::from_request(request).await)
        else {
            return Outcome::Error((Status::InternalServerError, ()));
        };
        let counted = attempts::allow(db, attempts::CALENDARS_PER_NETWORK, &network.0, now.at).await;
        let address = request.param::<&str>(1).and_then(Result::ok);
        let secret = address.map(|text| text.strip_suffix(ENDING).unwrap_or(text)).and_then(Secret::brought_back);
        let entered = match (counted, secret) {
            (Ok(false), _) => return Outcome::Error((Status::TooManyRequests, ())),
            (Ok(true), None) => Ok(None),
            (Ok(true), Some(secret)) => calendar_feeds::enter(db, &secret, now.today).await,
            (Err(fault), _) => Err(fault),
        };
        match entered {
            Ok(Some(subscriber)) => Outcome::Success(subscriber),
            Ok(None) => Outcome::Error((Status::NotFound, ())),
            Err(error) => {
                tracing::error!(%error, "a calendar cannot be read");
                Outcome::Error((Status::InternalServerError, ()))
            }
        }
    }
}

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
