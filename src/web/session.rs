//! Signing in and out: a letter with a link and a code; a password for who chose one.

pub mod kept;

use super::errors::Error;
use super::forms::Form as View;
use super::guards::{self, Arrival, Network, Now};
use super::layout::{LANGUAGE_COOKIE, Layout, Page, Submitted};
use super::params::Line;
use crate::config::Config;
use crate::domain::people::{Email, Language};
use crate::store::access::Viewer;
use crate::store::secrets::Secret;
use crate::store::sessions::{self, Way};
use crate::store::sign_in::{self, Attempt};
use crate::store::{Db, attempts};
use crate::web::account::passwords;
use rocket::form::{Contextual, Form, FromForm};
use rocket::http::uri::Origin;
use rocket::http::{Cookie, CookieJar, Header, SameSite};
use rocket::response::Redirect;
use rocket::{Responder, Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![new, ask, code, enter_code, link, enter_link, password, sign_out, language, kept::kept]
}

/// The longest address that a form goes on to, in bytes: ours are far shorter, and headers have an end.
const MOST_NEXT: usize = 2_000;

/// An address of this installation that a form goes on to: never another site (`security.md` §2, test 41), and never
/// what is no address, which Rocket would answer with a fault.
pub fn local(next: &str) -> &str {
    let inside = next.starts_with('/') && !next.starts_with("//") && !next.contains('\\') && !next.chars().any(char::is_control);
    if inside && next.len() <= MOST_NEXT && Origin::parse(next).is_ok() { next } else { "/" }
}

#[derive(Serialize)]
struct SignInPage {
    form: View,
    ask_href: String,
    password_href: String,
    with_password: bool,
    other_way_href: String,
    next: String,
}

const SIGN_IN: [&str; 2] = ["email", "password"];

impl SignInPage {
    fn new(form: View, with_password: bool, next: &str) -> Self {
        let other: Option<&str> = if with_password { None } else { Some("password") };
        Self {
            form,
            ask_href: uri!(ask).to_string(),
            password_href: uri!(password).to_string(),
            with_password,
            other_way_href: uri!(new(Some(next), other)).to_string(),
            next: next.to_owned(),
        }
    }
}

/// The page of an address; with `way=password` it asks for the password too.
#[get("/sign-in?<next>&<way>")]
fn new(layout: Layout<'_>, next: Option<&str>, way: Option<&str>) -> Result<Page, Error> {
    let next = local(next.unwrap_or("/"));
    sign_in_page(&layout, View::blank(&SIGN_IN), way == Some("password"), next)
}

/// The same page, for the catcher of those who must sign in first.
pub fn sign_in_page(layout: &Layout<'_>, form: View, with_password: bool, next: &str) -> Result<Page, Error> {
    let title = layout.text("sign-in-title")?;
    layout.page_of_form("session/new", title, &form, &SignInPage::new(form.clone(), with_password, next))
}

#[derive(FromForm)]
struct Asking {
    email: Email,
    next: Option<String>,
}

#[post("/sign-in", data = "<form>")]
async fn ask(
    layout: Layout<'_>,
    form: Form<Contextual<'_, Asking>>,
    db: &State<Db>,
    network: Network,
    now: Now,
) -> Result<Submitted, Error> {
    let next = form.context.field_value("next").unwrap_or("/");
    let Some(asking) = &form.value else {
        let form = layout.again(&SIGN_IN, &form.context)?;
        return Ok(Submitted::Refused(sign_in_page(&layout, form, false, local(next))?));
    };
    let per_network = attempts::allow(db, attempts::LETTERS_PER_NETWORK, &network.0, now.at).await?;
    let per_address = attempts::allow(db, attempts::LETTERS_PER_ADDRESS, asking.email.as_str(), now.at).await?;
    if !(per_network && per_address) {
        let mut form = layout.again(&SIGN_IN, &form.context)?;
        form.mistake("email", layout.text("mistake-too-many-letters")?);
        return Ok(Submitted::Refused(sign_in_page(&layout, form, false, local(next))?));
    }
    let browser = sign_in::ask(db, &asking.email, now.at).await?;
    let next = local(asking.next.as_deref().unwrap_or("/")).to_owned();
    Ok(Submitted::moved(uri!(code(browser.as_str(), Some(next)))))
}

#[derive(Serialize)]
struct CodePage {
    form: View,
    open: bool,
    href: String,
    again_href: String,
    next: String,
}

/// Where the code is typed: the address is known to the browser that asked alone.
#[get("/sign-in/code/<browser>?<next>")]
async fn code(layout: Layout<'_>, browser: &str, next: Option<String>, db: &State<Db>, now: Now) -> Result<Page, Error> {
    code_page(&layout, browser, View::blank(&["code"]), local(next.as_deref().unwrap_or("/")), db, now).await
}

async fn code_page(layout: &Layout<'_>, browser: &str, form: View, next: &str, db: &Db, now: Now) -> Result<Page, Error> {
    let secret = Secret::brought_back(browser).ok_or(Error::NotFound)?;
    let page = CodePage {
        open: sign_in::attempt(db, &secret, now.at).await? == Attempt::Open,
        href: uri!(enter_code(browser)).to_string(),
        again_href: uri!(new(Some(next), None::<&str>)).to_string(),
        next: next.to_owned(),
        form,
    };
    let title = layout.text(if page.open { "sign-in-code-title" } else { "sign-in-over-title" })?;
    layout.page_of_form("session/code", title, &page.form, &page)
}

#[derive(FromForm)]
struct Coded {
    code: Line<20>,
    next: Option<String>,
}

#[post("/sign-in/code/<browser>", data = "<form>")]
async fn enter_code(
    layout: Layout<'_>,
    browser: &str,
    form: Form<Contextual<'_, Coded>>,
    db: &State<Db>,
    arrival: Arrival<'_>,
    now: Now,
) -> Result<Submitted, Error> {
    let secret = Secret::brought_back(browser).ok_or(Error::NotFound)?;
    let next = local(form.context.field_value("next").unwrap_or("/")).to_owned();
    if let Some(coded) = &form.value {
        let digits: String = coded.code.0.chars().filter(char::is_ascii_digit).collect();
        if let Some(session) = sign_in::by_code(db, &secret, &digits, &arrival.device, now.at).await? {
            arrival.remember(&session);
            return Ok(Submitted::moved(onward(local(coded.next.as_deref().unwrap_or(&next)))));
        }
    }
    let mut again = layout.again(&["code"], &form.context)?;
    if again.errors.is_empty() {
        again.mistake("code", layout.text("mistake-code")?);
    }
    Ok(Submitted::Refused(code_page(&layout, browser, again, &next, db, now).await?))
}

#[derive(Serialize)]
struct LinkPage {
    href: String,
    next: String,
}

/// The page that a letter's link opens has a button: mail scanners follow links, they press nothing.
#[get("/sign-in/link/<token>?<next>")]
fn link(layout: Layout<'_>, token: &str, next: Option<String>) -> Result<Page, Error> {
    let page = LinkPage { href: uri!(enter_link(token)).to_string(), next: local(next.as_deref().unwrap_or("/")).to_owned() };
    layout.page("session/link", layout.text("sign-in-link-title")?, &page)
}

#[derive(FromForm)]
struct Onward {
    next: Option<String>,
}

#[post("/sign-in/link/<token>", data = "<form>")]
async fn enter_link(
    layout: Layout<'_>,
    token: &str,
    form: Form<Onward>,
    db: &State<Db>,
    arrival: Arrival<'_>,
    now: Now,
) -> Result<Submitted, Error> {
    let session = match Secret::brought_back(token) {
        Some(secret) => sign_in::by_link(db, &secret, &arrival.device, now.at).await?,
        None => None,
    };
    let Some(session) = session else {
        let mut form = View::blank(&SIGN_IN);
        form.mistake("email", layout.text("mistake-link-over")?);
        return Ok(Submitted::Refused(sign_in_page(&layout, form, false, "/")?));
    };
    arrival.remember(&session);
    Ok(Submitted::moved(onward(local(form.next.as_deref().unwrap_or("/")))))
}

/// The address of the page that lets people in.
pub fn sign_in_href() -> String {
    uri!(new(None::<&str>, None::<&str>)).to_string()
}

fn onward(next: &str) -> String {
    next.to_owned()
}

#[derive(FromForm)]
struct Passing {
    email: Email,
    password: String,
    next: Option<String>,
}

/// Signs in by password. Known or unknown, the same work and the same sentence; past ten tries this door alone closes.
#[post("/sign-in/password", data = "<form>")]
async fn password(
    layout: Layout<'_>,
    form: Form<Contextual<'_, Passing>>,
    db: &State<Db>,
    arrival: Arrival<'_>,
    now: Now,
) -> Result<Submitted, Error> {
    let next = local(form.context.field_value("next").unwrap_or("/")).to_owned();
    let mut again = layout.again(&SIGN_IN, &form.context)?.with("password", "");
    let Some(passing) = &form.value else { return Ok(Submitted::Refused(sign_in_page(&layout, again, true, &next)?)) };
    if !attempts::allow(db, attempts::PASSWORDS_PER_ACCOUNT, passing.email.as_str(), now.at).await? {
        again.mistake("password", layout.text("mistake-too-many-passwords")?);
        return Ok(Submitted::Refused(sign_in_page(&layout, again, true, &next)?));
    }
    let known = sign_in::password_of(db, &passing.email).await?;
    let (person, hash) = known.map_or((None, None), |(person, hash)| (Some(person), Some(hash)));
    let right = passwords::verify(&passing.password, hash).await?;
    let (Some(person), true) = (person, right) else {
        again.mistake("password", layout.text("mistake-password")?);
        return Ok(Submitted::Refused(sign_in_page(&layout, again, true, &next)?));
    };
    let session = sessions::open(db, person, Way::Password, &arrival.device, now.at).await?;
    arrival.remember(&session);
    Ok(Submitted::moved(onward(local(passing.next.as_deref().unwrap_or(&next)))))
}

/// Gone, with what the browser kept.
#[derive(Responder)]
struct SignedOut {
    inner: Redirect,
    clear: Header<'static>,
}

#[post("/sign-out")]
async fn sign_out(
    viewer: &Viewer,
    db: &State<Db>,
    jar: &CookieJar<'_>,
    config: &State<Config>,
    now: Now,
) -> Result<SignedOut, Error> {
    sessions::end(db, viewer, viewer.session(), now.at).await?;
    guards::forget(jar, config);
    Ok(SignedOut {
        inner: Redirect::to(uri!(new(None::<&str>, None::<&str>))),
        clear: Header::new("clear-site-data", "\"cache\", \"storage\""),
    })
}

/// Chooses the language of the pages in this browser. Only a cookie changes.
#[get("/language/<language>?<next>")]
fn language(language: &str, next: Option<&str>, jar: &CookieJar<'_>) -> Redirect {
    if let Ok(chosen) = language.parse::<Language>() {
        let cookie = Cookie::build((LANGUAGE_COOKIE, chosen.as_str()))
            .path("/")
            .same_site(SameSite::Lax)
            .http_only(true)
            .max_age(rocket::time::Duration::days(365));
        jar.add(cookie);
    }
    Redirect::to(local(next.unwrap_or("/")).to_owned())
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn a_form_never_goes_on_to_another_site() {
        assert_eq!(local("/tickets?a=b"), "/tickets?a=b");
        for evil in
            ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "", "/a\r\nb", "/é", "/a b", "/<"]
        {
            assert_eq!(local(evil), "/", "{evil:?}");
        }
    }
}
