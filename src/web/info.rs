//! Pages about the product itself, the health check, and the pages of what went wrong.

use super::errors::Error;
use super::forms::Form as View;
use super::layout::{Layout, Page};
use super::session;
use crate::config::Config;
use crate::store::{Db, group};
use rocket::http::{Method, Status};
use rocket::request::Request;
use rocket::response::Redirect;
use rocket::{Catcher, Responder, Route, State, catch, catchers, get, routes};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![help, privacy, health, favicon]
}

pub fn catchers() -> Vec<Catcher> {
    catchers![unauthorised, other]
}

#[derive(Serialize)]
struct InfoPage<'a> {
    group_name: &'a str,
    phone: &'a str,
    email: &'a str,
    privacy_href: &'static str,
    help_href: &'static str,
    sheets_href: String,
    outages_href: String,
    data_href: String,
    /// What technicians alone do is told to them alone.
    technician: bool,
    keys: bool,
}

fn info(layout: &Layout<'_>, template: &str, title: &str) -> Result<Page, Error> {
    let group = layout.group();
    let page = InfoPage {
        group_name: group.map_or("Parcommun", |group| &group.name),
        phone: group.map_or("", |group| &group.phone),
        email: group.map_or("", |group| &group.email),
        privacy_href: "/privacy",
        help_href: "/help",
        sheets_href: super::help_sheets::index_href(),
        outages_href: super::outages::index_href(),
        data_href: super::account::data_href(),
        technician: layout.is_for_technician(),
        keys: layout.has_keys(),
    };
    layout.page(template, layout.text(title)?, &page)
}

#[get("/help")]
fn help(layout: Layout<'_>) -> Result<Page, Error> {
    info(&layout, "info/help", "help-title")
}

#[get("/privacy")]
fn privacy(layout: Layout<'_>) -> Result<Page, Error> {
    info(&layout, "info/privacy", "privacy-title")
}

/// Whether the program and its database answer; says nothing else.
#[get("/health")]
async fn health(db: &State<Db>) -> Result<&'static str, Error> {
    group::find(db).await?;
    Ok("ok\n")
}

/// Browsers ask for it unbidden; there is none.
#[get("/favicon.ico")]
fn favicon() -> Status {
    Status::NoContent
}

#[derive(Serialize)]
struct WrongPage {
    code: u16,
    heading: String,
    sentence: String,
    request: String,
    home_href: &'static str,
}

#[derive(Responder)]
enum SignInFirst {
    Go(Box<Redirect>),
    Page(Box<(Status, Page)>),
}

/// Not signed in: a page leads to signing in and back. A form that was sent is not lost without a word: the page says
/// where its text still is, and leads back to the page that it was typed on.
#[catch(401)]
async fn unauthorised(request: &Request<'_>) -> Result<SignInFirst, Status> {
    if request.method() == Method::Get {
        let next = rocket::http::RawStr::new(request.uri().to_string().as_str()).percent_encode().to_string();
        return Ok(SignInFirst::Go(Box::new(Redirect::to(format!("/sign-in?next={next}")))));
    }
    let layout = request.guard::<Layout<'_>>().await.succeeded().ok_or(Status::InternalServerError)?;
    let mut form = View::blank(&["email", "password"]);
    let said = layout.text("sign-in-again").map_err(|_| Status::InternalServerError)?;
    form.mistake("email", said);
    let page = session::sign_in_page(&layout, form, false, typed_on(request)).map_err(|_| Status::InternalServerError)?;
    Ok(SignInFirst::Page(Box::new((Status::Unauthorized, page))))
}

/// The page of ours that a form was typed on, as the browser says it; else home.
fn typed_on<'r>(request: &'r Request<'_>) -> &'r str {
    let from = request.headers().get_one("referer").unwrap_or_default();
    let own = request.rocket().state::<Config>().and_then(|config| from.strip_prefix(config.public_url.as_str()));
    session::local(own.unwrap_or("/"))
}

/// Every other refusal: what happened in one sentence, the way on, the id to quote.
#[catch(default)]
async fn other(status: Status, request: &Request<'_>) -> Result<Page, Status> {
    let layout = request.guard::<Layout<'_>>().await.succeeded().ok_or(status)?;
    let known = [403, 404, 413, 422, 429];
    let code = if known.contains(&status.code) || status.code >= 500 { status.code.min(500) } else { 400 };
    let text = |part: &str| layout.text(&format!("wrong-{code}-{part}")).map_err(|_| status);
    let page = WrongPage {
        code: status.code,
        heading: text("heading")?,
        sentence: text("sentence")?,
        request: super::guards::request_id(request).to_string(),
        home_href: "/",
    };
    layout.render(status, "errors/wrong", page.heading.clone(), &page).map_err(|error| {
        tracing::error!(%error, "an error page failed");
        status
    })
}
