//! The door of addresses that are secrets: to look at hours, to follow a request, to read a calendar, to
//! sign for machines. The secret is the second part
//! of the address. Tries are counted before the check, and what is not, or no longer, good is not there.

use super::{Network, Now};
use crate::store::access::{Guest, Onlooker, Signatory, Subscriber};
use crate::store::attempts::{self, Limit};
use crate::store::secrets::Secret;
use crate::store::{Db, DbErr, calendar_feeds, looking};
use crate::web::calendars;
use rocket::http::Status;
use rocket::request::{FromRequest, Outcome, Request};
use std::future::Future;

/// Who is let in by a secret.
trait BySecret: Sized {
    /// How often a network may try.
    const LIMIT: Option<Limit>;
    /// What the secret may end with: programs want it, and without it the address is the same.
    const ENDING: &'static str = "";

    /// The proof, or `None` when the secret is unknown, revoked or over: nobody learns which.
    fn enter(db: &Db, secret: &Secret, now: Now) -> impl Future<Output = Result<Option<Self>, DbErr>> + Send;
}

impl BySecret for Onlooker {
    const LIMIT: Option<Limit> = Some(attempts::LOOKS_PER_NETWORK);

    async fn enter(db: &Db, secret: &Secret, now: Now) -> Result<Option<Self>, DbErr> {
        looking::enter(db, secret, now.today, now.at).await
    }
}

impl BySecret for Guest {
    /// One request alone, whose pages an office may open all day.
    const LIMIT: Option<Limit> = None;

    async fn enter(db: &Db, secret: &Secret, now: Now) -> Result<Option<Self>, DbErr> {
        Self::by_link(db, secret, now.at).await
    }
}

impl BySecret for Subscriber {
    const LIMIT: Option<Limit> = Some(attempts::CALENDARS_PER_NETWORK);
    const ENDING: &'static str = calendars::ENDING;

    async fn enter(db: &Db, secret: &Secret, now: Now) -> Result<Option<Self>, DbErr> {
        calendar_feeds::enter(db, secret, now.today).await
    }
}

impl BySecret for Signatory {
    /// One transfer alone, of whose pages each machine has one.
    const LIMIT: Option<Limit> = None;

    async fn enter(db: &Db, secret: &Secret, now: Now) -> Result<Option<Self>, DbErr> {
        Self::by_link(db, secret, now.at).await
    }
}

/// Why nobody is let in.
enum Closed {
    TooOften,
    NotThere,
    Fault,
}

async fn enter<T: BySecret>(request: &Request<'_>) -> Result<T, Closed> {
    let (Some(db), Outcome::Success(now), Outcome::Success(network)) =
        (request.rocket().state::<Db>(), Now::from_request(request).await, Network::from_request(request).await)
    else {
        return Err(Closed::Fault);
    };
    let fault = |error: DbErr| {
        tracing::error!(%error, "a secret address cannot be read");
        Closed::Fault
    };
    if let Some(limit) = T::LIMIT
        && !attempts::allow(db, limit, &network.0, now.at).await.map_err(fault)?
    {
        return Err(Closed::TooOften);
    }
    let part = request.param::<&str>(1).and_then(Result::ok);
    let secret = part.map(|text| text.strip_suffix(T::ENDING).unwrap_or(text)).and_then(Secret::brought_back);
    T::enter(db, &secret.ok_or(Closed::NotThere)?, now).await.map_err(fault)?.ok_or(Closed::NotThere)
}

macro_rules! secret_guards {
    ($($capability:ident),+) => { $(
        #[rocket::async_trait]
        impl<'r> FromRequest<'r> for $capability {
            type Error = ();

            async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
                match enter(request).await {
                    Ok(capability) => Outcome::Success(capability),
                    Err(Closed::TooOften) => Outcome::Error((Status::TooManyRequests, ())),
                    Err(Closed::NotThere) => Outcome::Error((Status::NotFound, ())),
                    Err(Closed::Fault) => Outcome::Error((Status::InternalServerError, ())),
                }
            }
        }
    )+ };
}
secret_guards!(Onlooker, Guest, Subscriber, Signatory);
