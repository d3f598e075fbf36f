//! People who have left, and the erasure of their data when they ask for it: the coordinator does it for them, under the same rules
//! as one's own.

use crate::domain::ids::PersonId;
use crate::store::Db;
use crate::store::access::Coordinator;
use crate::store::erasure::{self, Departed, ErasureError, Hindrance};
use crate::web::account::erasure::{goes, marks, stays};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{State, get, post, uri};
use serde::Serialize;

#[derive(Serialize)]
struct DepartedPage {
    back_href: String,
    people: Vec<PersonRow>,
}

#[derive(Serialize)]
struct PersonRow {
    name: String,
    small: String,
    href: String,
}

/// The address of the list.
pub fn href() -> String {
    uri!(index).to_string()
}

#[get("/people/departed")]
pub(super) async fn index(coordinator: Coordinator, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let mut people = Vec::new();
    for one in erasure::departed(db, &coordinator).await? {
        let left = match one.left_at {
            None => layout.text("departed-never")?,
            Some(at) => layout.text_with("departed-left", [("day", FluentValue::from(layout.whole_day_of(at)))])?,
        };
        let small = format!("{} · {left}", one.email);
        people.push(PersonRow { small, href: uri!(new(one.person)).to_string(), name: one.name });
    }
    let page = DepartedPage { back_href: super::on_duty_href(), people };
    layout.page("people/departed", layout.text("departed-title")?, &page)
}

#[derive(Serialize)]
struct ErasurePage {
    back_href: String,
    name: String,
    email: String,
    href: String,
    form: View,
    hindrances: Vec<String>,
    large: bool,
    goes: Vec<String>,
    stays: Vec<String>,
}

const NAMES: [&str; 1] = ["asked"];

async fn found(db: &Db, by: &Coordinator, person: PersonId) -> Result<Departed, Error> {
    erasure::find_departed(db, by, person).await?.ok_or(Error::NotFound)
}

#[get("/people/<person>/erasure")]
pub(super) async fn new(coordinator: Coordinator, person: PersonId, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let of = found(db, &coordinator, person).await?;
    page(&coordinator, &layout, db, of, View::blank(&NAMES)).await
}

async fn page(by: &Coordinator, layout: &Layout<'_>, db: &Db, of: Departed, form: View) -> Result<Page, Error> {
    let reach = erasure::reach_of_departed(db, by, &of).await?;
    let hindrances = erasure::hindrances_of_departed(db, by, &of, layout.today()).await?;
    let page = ErasurePage {
        back_href: href(),
        href: uri!(create(of.person)).to_string(),
        form: form.offering_several("asked", [("yes".to_owned(), layout.text("departed-asked")?, None)], &[]),
        hindrances: hindrances.into_iter().map(|one| hindrance(layout, one)).collect::<Result<_, _>>()?,
        large: reach.is_large(),
        goes: goes(layout, reach, "departed")?,
        stays: stays(layout, reach, "departed")?,
        email: of.email.to_string(),
        name: of.name,
    };
    layout.page_of_form("people/erasure", layout.text("departed-erase-title")?, &page.form, &page)
}

/// Why it cannot be done now. Numbers alone are named: the coordinator opens no request and reads no word of one.
fn hindrance(layout: &Layout<'_>, of: Hindrance) -> Result<String, Error> {
    match of {
        Hindrance::OpenRequests(requests) => {
            let numbers: Vec<String> = requests.iter().map(|(_, number)| number.to_string()).collect();
            layout.text_with("departed-hindrance-open", [("numbers", FluentValue::from(numbers.join(", ")))])
        }
        Hindrance::Series { structure, .. } => {
            layout.text_with("departed-hindrance-series", [("structure", FluentValue::from(structure))])
        }
        // Somebody who has left has neither.
        Hindrance::OnDuty(_) | Hindrance::LastReferent { .. } => layout.text("erasure-mistake-first"),
    }
}

#[derive(FromForm)]
pub(super) struct Erasing<'f> {
    asked: Option<&'f str>,
}

/// Erases the data of somebody who has left. Done already, they are no more in the list: 404.
#[post("/people/<person>/erasure", data = "<form>")]
pub(super) async fn create(
    coordinator: Coordinator,
    person: PersonId,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Erasing<'_>>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let of = found(db, &coordinator, person).await?;
    let asked = form.value.as_ref().and_then(|erasing| erasing.asked) == Some("yes");
    let why = match asked {
        false => "departed-mistake-asked",
        true => {
            let (name, words) = marks(&layout)?;
            let marks = erasure::Marks { name: &name, words: &words };
            match erasure::erase_departed(db, &coordinator, person, marks, now.today, now.at).await {
                Ok(()) => return Ok(Submitted::accepted(uri!(index), "departed-erased")),
                Err(ErasureError::Hindered) => "erasure-mistake-first",
                Err(ErasureError::NotFound) => return Err(Error::NotFound),
                Err(ErasureError::Database(fault)) => return Err(fault.into()),
            }
        }
    };
    let mut again = layout.again(&NAMES, &form.context)?;
    again.mistake("asked", layout.text(why)?);
    Ok(Submitted::Refused(page(&coordinator, &layout, db, of, again).await?))
}
