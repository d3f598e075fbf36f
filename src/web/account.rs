//! One's own account: name, language, password, the devices on which one is signed in.

mod data;
pub mod erasure;
pub mod passwords;
pub mod tokens;

use super::errors::Error;
use super::forms::Form as View;
use super::guards::Now;
use super::layout::{LANGUAGE_COOKIE, Layout, Page, Submitted};
use super::params::{Line, Maybe};
use crate::domain::ids::SessionId;
use crate::domain::people::{Language, Role};
use crate::store::access::{Technician, Viewer};
use crate::store::{Db, people, sessions};
use rocket::form::{Contextual, Form, FromForm};
use rocket::http::{Cookie, CookieJar, SameSite};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    let mut all = routes![show, update, choose_letters, choose_keys, choose_password, end_session];
    all.extend(tokens::routes());
    all.extend(data::routes());
    all.extend(erasure::routes());
    all
}

/// The address of « Mes données ».
pub fn data_href() -> String {
    data::href()
}

#[derive(Serialize)]
struct AccountPage {
    email: String,
    form: View,
    href: String,
    password_form: View,
    password_href: String,
    has_password: bool,
    /// For who answers for a structure: whether letters about its hours come.
    letters: Option<Letters>,
    keys: Option<Letters>,
    devices: Vec<DeviceRow>,
    /// For who has visits to follow.
    calendars_href: Option<String>,
    /// For who can let a program ask for them.
    tokens_href: Option<String>,
    data_href: String,
}

#[derive(Serialize)]
struct Letters {
    href: String,
    form: View,
    wanted: bool,
}

#[derive(Serialize)]
struct DeviceRow {
    name: String,
    seen: String,
    since: String,
    this_one: bool,
    end_href: String,
}

const NAMES: [&str; 3] = ["name", "phone", "language"];
const PASSWORD: [&str; 1] = ["password"];

#[get("/account")]
async fn show(viewer: &Viewer, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let form = View::blank(&NAMES)
        .with("name", viewer.name())
        .with("phone", people::own_phone(db, viewer).await?)
        .with("language", viewer.language().as_str());
    page(viewer, &layout, db, form, View::blank(&PASSWORD)).await
}

async fn page(viewer: &Viewer, layout: &Layout<'_>, db: &Db, form: View, password_form: View) -> Result<Page, Error> {
    let tongues = [("fr", "Français"), ("en", "English")].map(|(value, label)| (value.to_owned(), label.to_owned(), None));
    let mut devices = Vec::new();
    for device in sessions::devices(db, viewer, layout.now).await? {
        devices.push(DeviceRow {
            name: if device.device.is_empty() { layout.text("account-device-unknown")? } else { device.device },
            seen: layout.moment(device.seen_at),
            since: layout.moment(device.since),
            this_one: device.session == viewer.session(),
            end_href: uri!(end_session(device.session)).to_string(),
        });
    }
    let page = AccountPage {
        email: viewer.email().to_string(),
        form: form.offering("language", tongues),
        href: uri!(update).to_string(),
        password_href: uri!(choose_password).to_string(),
        has_password: viewer.has_password(),
        letters: letters(viewer, db).await?,
        keys: keys(viewer),
        devices,
        calendars_href: super::calendars::may_follow(viewer).then(super::calendars::href),
        tokens_href: tokens::may_have(viewer).then(tokens::href),
        data_href: data::href(),
        password_form,
    };
    let errors = if page.form.errors.is_empty() { &page.password_form } else { &page.form };
    layout.page_of_form("account/show", layout.text("account-title")?, errors, &page)
}

#[derive(FromForm)]
struct Keys {
    keys: bool,
}

/// Switches keyboard shortcuts on or off.
#[post("/account/keys", data = "<form>")]
async fn choose_keys(technician: Technician, form: Form<Keys>, db: &State<Db>) -> Result<Submitted, Error> {
    people::want_keys(db, &technician, form.keys).await?;
    Ok(Submitted::accepted(uri!(show), if form.keys { "keys-on" } else { "keys-off" }))
}

/// The shortcuts of a technician, and whether they are on.
fn keys(viewer: &Viewer) -> Option<Letters> {
    Technician::of(viewer)?;
    Some(Letters { href: uri!(choose_keys).to_string(), form: View::blank(&["keys"]), wanted: viewer.uses_keys() })
}

/// Nothing for who answers for no structure: such letters never come.
async fn letters(viewer: &Viewer, db: &Db) -> Result<Option<Letters>, Error> {
    if viewer.homes().iter().all(|home| home.role != Role::Referent) {
        return Ok(None);
    }
    let wanted = people::wants_hours_letters(db, viewer).await?;
    Ok(Some(Letters { href: uri!(choose_letters).to_string(), form: View::blank(&["hours_letters"]), wanted }))
}

#[derive(FromForm)]
struct Wanted {
    hours_letters: bool,
}

/// Says whether one wants the letters about hours.
#[post("/account/letters", data = "<form>")]
async fn choose_letters(viewer: &Viewer, form: Form<Wanted>, db: &State<Db>) -> Result<Submitted, Error> {
    people::want_hours_letters(db, viewer, form.hours_letters).await?;
    Ok(Submitted::accepted(uri!(show), if form.hours_letters { "account-letters-on" } else { "account-letters-off" }))
}

#[derive(FromForm)]
struct Introduction {
    name: Line<80>,
    phone: Maybe<Line<30>>,
    language: Language,
}

#[post("/account", data = "<form>")]
async fn update(
    viewer: &Viewer,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Introduction>>,
    db: &State<Db>,
    jar: &CookieJar<'_>,
) -> Result<Submitted, Error> {
    let Some(new) = &form.value else {
        let again = layout.again(&NAMES, &form.context)?;
        return Ok(Submitted::Refused(page(viewer, &layout, db, again, View::blank(&PASSWORD)).await?));
    };
    people::introduce(db, viewer, new.name.0.clone(), new.phone.clone().or_empty(), new.language).await?;
    jar.add(Cookie::build((LANGUAGE_COOKIE, new.language.as_str())).path("/").same_site(SameSite::Lax).http_only(true));
    Ok(Submitted::accepted(uri!(show), "account-saved"))
}

#[derive(FromForm)]
struct Choosing {
    password: String,
}

/// Chooses a password; empty goes back to signing in by letter alone.
#[post("/account/password", data = "<form>")]
async fn choose_password(
    viewer: &Viewer,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Choosing>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let typed = form.value.as_ref().map(|choosing| choosing.password.as_str()).unwrap_or_default();
    if typed.is_empty() {
        people::choose_password(db, viewer, None, now.at).await?;
        return Ok(Submitted::accepted(uri!(show), "account-password-removed"));
    }
    let workplaces = viewer.workplaces().iter().map(|place| place.name.as_str());
    let homes = viewer.homes().iter().map(|home| home.name.as_str()).chain(workplaces);
    let known = homes.chain([viewer.name(), viewer.email().as_str()]);
    match passwords::judge(typed, known) {
        Err(key) => {
            let mut again = View::blank(&PASSWORD);
            again.mistake("password", layout.text(key)?);
            let names = View::blank(&NAMES)
                .with("name", viewer.name())
                .with("phone", people::own_phone(db, viewer).await?)
                .with("language", viewer.language().as_str());
            Ok(Submitted::Refused(page(viewer, &layout, db, names, again).await?))
        }
        Ok(password) => {
            let hash = passwords::hash(password).await?;
            people::choose_password(db, viewer, Some(hash), now.at).await?;
            Ok(Submitted::accepted(uri!(show), "account-password-chosen"))
        }
    }
}

/// Ends one of one's own sessions, on another device or on this one.
#[post("/sessions/<id>/ending")]
async fn end_session(viewer: &Viewer, id: SessionId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    if !sessions::end(db, viewer, id, now.at).await? {
        return Err(Error::NotFound);
    }
    Ok(Submitted::accepted(uri!(show), "account-session-ended"))
}
