//! Who is behind a request, and what every request passes: the cross-site door, headers, one log line.

mod secret_address;

use crate::clock::Clock;
use crate::config::Config;
use crate::domain::ids::{OrgId, StructureId};
use crate::store::access::{
    CategoryKeeper, Coordinator, DuesOf, HelpSheetAuthor, HoursOf, LifetimesReader, MemberOf, OrganisationReader, PeopleOf,
    ReadyReader, Referent, RegisterOf, ReportReader, SenderOf, Technician, TransfersOf, Viewer, VisitsOf, WordsOf, Workshop,
};
use crate::store::group::{self, Group};
use crate::store::secrets::Secret;
use crate::store::{Db, sessions};
use chrono::{DateTime, NaiveDate, Utc};
use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::{Cookie, CookieJar, Header, Method, SameSite, Status};
use rocket::outcome::try_outcome;
use rocket::request::{FlashMessage, FromRequest, Outcome, Request};
use rocket::{Data, Response};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;
use std::time::Instant;

/// The name of the session's cookie: the prefix makes browsers refuse one set by another host or without TLS.
pub fn session_cookie(config: &Config) -> &'static str {
    if config.public_url.is_https() { "__Host-session" } else { "session" }
}

/// Takes it out again.
pub fn forget(jar: &CookieJar<'_>, config: &Config) {
    jar.remove(Cookie::build(session_cookie(config)).path("/").secure(config.public_url.is_https()));
}

/// Now and today in the group's time zone.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    pub at: DateTime<Utc>,
    pub today: NaiveDate,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Now {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let Some(clock) = request.rocket().state::<Clock>() else { return Outcome::Error((Status::InternalServerError, ())) };
        let at = clock.now();
        let zone = this_group(request).await.as_ref().map_or(chrono_tz::Europe::Paris, |group| group.time_zone);
        Outcome::Success(Self { at, today: at.with_timezone(&zone).date_naive() })
    }
}

/// The group, read once a request; `None` before the first set-up, or when the database cannot say.
pub async fn this_group<'r>(request: &'r Request<'_>) -> &'r Option<Group> {
    request
        .local_cache_async(async {
            if let Some((_, group)) = session_of(request).await {
                return Some(group.clone());
            }
            let db = request.rocket().state::<Db>()?;
            group::find(db).await.map_err(|error| tracing::error!(%error, "the group cannot be read")).ok().flatten()
        })
        .await
}

/// Who is signed in, read once a request.
pub async fn who<'r>(request: &'r Request<'_>) -> Option<&'r Viewer> {
    session_of(request).await.as_ref().map(|(viewer, _)| viewer)
}

async fn session_of<'r>(request: &'r Request<'_>) -> &'r Option<(Viewer, Group)> {
    request
        .local_cache_async(async {
            let (config, db, clock) =
                (request.rocket().state::<Config>()?, request.rocket().state::<Db>()?, request.rocket().state::<Clock>()?);
            let secret = Secret::brought_back(request.cookies().get(session_cookie(config))?.value())?;
            let found = sessions::viewer(db, &secret, clock.now()).await;
            found.map_err(|error| tracing::error!(%error, "a session cannot be read")).ok().flatten()
        })
        .await
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for &'r Viewer {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        match who(request).await {
            Some(viewer) => Outcome::Success(viewer),
            None => Outcome::Error((Status::Unauthorized, ())),
        }
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Group {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        match this_group(request).await {
            Some(group) => Outcome::Success(group.clone()),
            None => Outcome::Error((Status::NotFound, ())),
        }
    }
}

/// What somebody may do in the whole group: without it, 403 (the page is known to exist).
macro_rules! duty_guards {
    ($($capability:ident),+) => { $(
        #[rocket::async_trait]
        impl<'r> FromRequest<'r> for $capability {
            type Error = ();

            async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
                let viewer = try_outcome!(<&Viewer>::from_request(request).await);
                match $capability::of(viewer) {
                    Some(capability) => Outcome::Success(capability),
                    None => Outcome::Error((Status::Forbidden, ())),
                }
            }
        }
    )+ };
}
duty_guards!(
    Technician,
    Coordinator,
    ReportReader,
    HelpSheetAuthor,
    CategoryKeeper,
    OrganisationReader,
    ReadyReader,
    LifetimesReader
);

/// Capabilities in one organisation, a structure or a workshop, whose id is the second part of the address: `/structures/<_>/…`. Without
/// it, 404: nobody learns which there are.
macro_rules! place_guards {
    ($id:ident: $($capability:ident),+) => { $(
        #[rocket::async_trait]
        impl<'r> FromRequest<'r> for $capability {
            type Error = ();

            async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
                let viewer = try_outcome!(<&Viewer>::from_request(request).await);
                let place = request.param::<$id>(1).and_then(Result::ok);
                match place.and_then(|id| $capability::of(viewer, id)) {
                    Some(capability) => Outcome::Success(capability),
                    None => Outcome::Error((Status::NotFound, ())),
                }
            }
        }
    )+ };
}
place_guards!(StructureId: MemberOf, Referent, HoursOf, RegisterOf, WordsOf, DuesOf, PeopleOf, SenderOf, TransfersOf, VisitsOf);
place_guards!(OrgId: Workshop);

/// A browser whose person has just proved, or is about to prove, who they are.
pub struct Arrival<'r> {
    jar: &'r CookieJar<'r>,
    config: &'r Config,
    /// Browser and system, as far as the request says: what « mes appareils » shows.
    pub device: String,
}

impl Arrival<'_> {
    /// Puts the session's secret into the browser.
    pub fn remember(&self, secret: &Secret) {
        let cookie = Cookie::build((session_cookie(self.config), secret.as_str().to_owned()))
            .http_only(true)
            .secure(self.config.public_url.is_https())
            .same_site(SameSite::Lax)
            .path("/")
            .max_age(rocket::time::Duration::days(180));
        self.jar.add(cookie);
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Arrival<'r> {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let Some(config) = request.rocket().state::<Config>() else { return Outcome::Error((Status::InternalServerError, ())) };
        let device = device_name(request.headers().get_one("user-agent").unwrap_or_default());
        Outcome::Success(Self { jar: request.cookies(), config, device })
    }
}

/// « Firefox, Android »: the first names that a user agent is known by.
fn device_name(agent: &str) -> String {
    let first = |names: &[(&str, &str)]| names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| (*name).to_owned());
    let browser =
        first(&[("Firefox/", "Firefox"), ("Edg/", "Edge"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl")]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    [browser, system].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The address that a request comes from, for limits alone.
pub struct Network(pub String);

impl Network {
    /// The network around it: an office, a household.
    pub fn wide(&self) -> String {
        match self.0.parse::<IpAddr>().map(|address| address.to_canonical()) {
            Ok(IpAddr::V4(address)) => {
                let [a, b, c, _] = address.octets();
                format!("{a}.{b}.{c}.0/24")
            }
            Ok(IpAddr::V6(address)) => format!("{}/56", Ipv6Addr::from(u128::from(address) >> 72 << 72)),
            Err(_) => self.0.clone(),
        }
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Network {
    type Error = std::convert::Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        Outcome::Success(Self(request.client_ip().map(|ip| ip.to_string()).unwrap_or_default()))
    }
}

/// The sentence to say once. Ours are keys, hence ASCII: Rocket 0.5 panics where it cuts a cookie inside a letter.
pub async fn said_once<'r>(request: &'r Request<'_>) -> Option<FlashMessage<'r>> {
    let ours = request.cookies().get("_flash").is_some_and(|cookie| cookie.value().is_ascii());
    if ours { FlashMessage::from_request(request).await.succeeded() } else { None }
}

/// The id of a request: in the log and in `x-request-id`, so that a person can quote it.
pub fn request_id(request: &Request<'_>) -> Arc<str> {
    struct RequestId(Arc<str>);
    request.local_cache(|| RequestId(uuid::Uuid::new_v4().simple().to_string()[..12].into())).0.clone()
}

/// Where a refused cross-site write is sent: no handler ever sees it.
const CROSS_SITE: &str = "/cross-site";

/// The address that every cross-site write is rewritten to.
#[rocket::get("/cross-site")]
pub fn cross_site() -> Status {
    Status::Forbidden
}

/// Refuses writes that another site makes a browser send (`security.md` §1).
pub struct SameSiteDoor;

#[rocket::async_trait]
impl Fairing for SameSiteDoor {
    fn info(&self) -> Info {
        Info { name: "same-site door", kind: Kind::Request }
    }

    async fn on_request(&self, request: &mut Request<'_>, _: &mut Data<'_>) {
        if matches!(request.method(), Method::Get | Method::Head | Method::Options) {
            return;
        }
        // No cookie opens what is for programs, and no other site can make a browser send a token of ours: it has none, and is
        // refused the header (no CORS).
        if request.uri().path().starts_with("/api/") {
            return;
        }
        let Some(config) = request.rocket().state::<Config>() else { return };
        let headers = request.headers();
        let allowed = match (headers.get_one("sec-fetch-site"), headers.get_one("origin")) {
            (Some(site), _) => matches!(site, "same-origin" | "none"),
            (None, Some(origin)) => origin == config.public_url.as_str(),
            // Neither: no browser, hence no cookie that another site could abuse, or it is refused.
            (None, None) => request.cookies().get(session_cookie(config)).is_none(),
        };
        if !allowed {
            request.set_method(Method::Get);
            request.set_uri(rocket::http::uri::Origin::parse(CROSS_SITE).expect("a constant address"));
        }
    }
}

/// Security headers on every answer, and one log line a request.
pub struct Headers {
    policy: String,
}

impl Headers {
    /// Scripts and styles come from `static/` of this installation alone: an uploaded file never runs.
    pub fn new(config: &Config) -> Self {
        let statics = format!("{}/static/", config.public_url.as_str());
        let policy = format!(
            "default-src 'none'; script-src {statics}; style-src {statics}; img-src 'self' blob:; connect-src 'self'; \
             manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; \
             require-trusted-types-for 'script'; trusted-types 'none'"
        );
        Self { policy }
    }
}

struct Started(Instant);

#[rocket::async_trait]
impl Fairing for Headers {
    fn info(&self) -> Info {
        Info { name: "headers and log line", kind: Kind::Request | Kind::Response }
    }

    async fn on_request(&self, request: &mut Request<'_>, _: &mut Data<'_>) {
        request.local_cache(|| Started(Instant::now()));
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let id = request_id(request);
        response.set_header(Header::new("x-request-id", id.to_string()));
        if response.headers().get_one("content-security-policy").is_none() {
            response.set_header(Header::new("content-security-policy", self.policy.clone()));
        }
        if response.headers().get_one("referrer-policy").is_none() {
            response.set_header(Header::new("referrer-policy", "same-origin"));
        }
        response.set_header(Header::new("x-content-type-options", "nosniff"));
        response.set_header(Header::new("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"));
        response.set_header(Header::new("cross-origin-opener-policy", "same-origin"));
        response.set_header(Header::new("cross-origin-resource-policy", "same-origin"));
        if request.rocket().state::<Config>().is_some_and(|config| config.public_url.is_https()) {
            response.set_header(Header::new("strict-transport-security", "max-age=31536000"));
        }
        if response.headers().get_one("cache-control").is_none() {
            response.set_header(Header::new("cache-control", "no-store"));
        }
        let took = request.local_cache(|| Started(Instant::now())).0.elapsed();
        // The route's pattern, never the address: that may hold a token.
        let route = request.route().map_or("none".to_owned(), |route| route.uri.to_string());
        tracing::info!(request = %id, method = %request.method(), route, status = response.status().code, micros = took.as_micros() as u64, "request");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_the_street_not_the_door() {
        for (address, wide) in [
            ("203.0.113.77", "203.0.113.0/24"),
            ("::ffff:203.0.113.9", "203.0.113.0/24"),
            ("2001:db8:1:22ff::5", "2001:db8:1:2200::/56"),
            ("", ""),
        ] {
            assert_eq!(Network(address.to_owned()).wide(), wide);
        }
    }
}
