//! The group itself: its first set-up, and what pages and letters say of it.

use super::errors::Error;
use super::forms::Form as View;
use super::guards::{Arrival, Now};
use super::layout::{Layout, Page, Submitted};
use super::params::{Line, Maybe};
use crate::domain::people::{Email, Language};
use crate::store::access::Coordinator;
use crate::store::group::{self, Group, SetUp};
use crate::store::secrets::Secret;
use crate::store::sessions::{self, Way};
use crate::store::{Db, sign_in};
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![new, create, edit, update]
}

#[derive(Serialize)]
struct SetUpPage {
    form: View,
    href: String,
}

const SET_UP: [&str; 6] = ["group_name", "group_phone", "group_email", "name", "email", "language"];

fn tongues() -> [(String, String, Option<String>); 2] {
    [("fr", "Français"), ("en", "English")].map(|(value, label)| (value.to_owned(), label.to_owned(), None))
}

fn set_up_page(layout: &Layout<'_>, token: &str, form: View) -> Result<Page, Error> {
    let page = SetUpPage {
        form: form.preset("language", layout.language.as_str()).offering("language", tongues()),
        href: uri!(create(token)).to_string(),
    };
    layout.page_of_form("group/new", layout.text("set-up-title")?, &page.form, &page)
}

/// The first page of an installation, behind the link that the console printed.
#[get("/set-up/<token>")]
async fn new(layout: Layout<'_>, token: &str, db: &State<Db>, now: Now) -> Result<Page, Error> {
    let link = Secret::brought_back(token).ok_or(Error::NotFound)?;
    if !sign_in::is_set_up_link(db, &link, now.at).await? {
        return Err(Error::NotFound);
    }
    set_up_page(&layout, token, View::blank(&SET_UP))
}

#[derive(FromForm)]
struct NewGroup {
    group_name: Line<80>,
    group_phone: Maybe<Line<30>>,
    group_email: Maybe<Email>,
    name: Line<80>,
    email: Email,
    language: Language,
}

#[post("/set-up/<token>", data = "<form>")]
async fn create(
    layout: Layout<'_>,
    token: &str,
    form: Form<Contextual<'_, NewGroup>>,
    db: &State<Db>,
    arrival: Arrival<'_>,
    now: Now,
) -> Result<Submitted, Error> {
    let link = Secret::brought_back(token).ok_or(Error::NotFound)?;
    let Some(new) = &form.value else {
        return Ok(Submitted::Refused(set_up_page(&layout, token, layout.again(&SET_UP, &form.context)?)?));
    };
    let group_email = new.group_email.0.as_ref().unwrap_or(&new.email).to_string();
    let group = Group {
        name: new.group_name.0.clone(),
        phone: new.group_phone.clone().or_empty(),
        email: group_email,
        time_zone: chrono_tz::Europe::Paris,
    };
    let set_up =
        SetUp { group, coordinator_name: new.name.0.clone(), coordinator_email: new.email.clone(), language: new.language };
    let person = group::set_up(db, &link, set_up, now.at).await?.ok_or(Error::NotFound)?;
    let session = sessions::open(db, person, Way::SetUp, &arrival.device, now.at).await?;
    arrival.remember(&session);
    Ok(Submitted::accepted("/", "set-up-done"))
}

#[derive(Serialize)]
struct GroupPage {
    form: View,
    href: String,
}

const GROUP: [&str; 3] = ["name", "phone", "email"];

fn group_page(layout: &Layout<'_>, form: View) -> Result<Page, Error> {
    let page = GroupPage { form, href: uri!(update).to_string() };
    layout.page_of_form("group/edit", layout.text("group-title")?, &page.form, &page)
}

#[get("/group")]
pub(super) fn edit(_coordinator: Coordinator, layout: Layout<'_>, group: Group) -> Result<Page, Error> {
    let form = View::blank(&GROUP).with("name", group.name).with("phone", group.phone).with("email", group.email);
    group_page(&layout, form)
}

#[derive(FromForm)]
struct Renamed {
    name: Line<80>,
    phone: Maybe<Line<30>>,
    email: Email,
}

#[post("/group", data = "<form>")]
async fn update(
    coordinator: Coordinator,
    layout: Layout<'_>,
    group: Group,
    form: Form<Contextual<'_, Renamed>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let Some(new) = &form.value else {
        return Ok(Submitted::Refused(group_page(&layout, layout.again(&GROUP, &form.context)?)?));
    };
    let renamed = Group { name: new.name.0.clone(), phone: new.phone.clone().or_empty(), email: new.email.to_string(), ..group };
    group::rename(db, &coordinator, renamed).await?;
    Ok(Submitted::accepted(uri!(edit), "group-saved"))
}
