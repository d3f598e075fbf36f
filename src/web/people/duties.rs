//! Those on duty for the whole group: technicians, coordinators.

use super::tongues;
use crate::domain::ids::PersonId;
use crate::domain::people::{Duty, Email, Language};
use crate::store::Db;
use crate::store::access::Coordinator;
use crate::store::people::{self, NewPerson, OnDuty, PeopleError};
use crate::texts::format;
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::Line;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{State, get, post, uri};
use serde::Serialize;

#[derive(Serialize)]
struct DutiesPage {
    people: Vec<PersonRow>,
    no_technician: bool,
    structures_href: String,
    board_href: String,
    organisations_href: String,
    departed_href: String,
    form: View,
    href: String,
}

#[derive(Serialize)]
struct PersonRow {
    name: String,
    email: String,
    is_you: bool,
    duties: Vec<DutyView>,
}

#[derive(Serialize)]
struct DutyView {
    label: String,
    /// None for the last coordinator, who cannot go.
    end_href: Option<String>,
    /// A technician's, from which the capacity of the post is known.
    contract_href: Option<String>,
}

const APPOINTMENT: [&str; 4] = ["name", "email", "duty", "language"];

#[get("/people")]
pub(super) async fn index(coordinator: Coordinator, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    page(&coordinator, &layout, db, View::blank(&APPOINTMENT)).await
}

async fn page(by: &Coordinator, layout: &Layout<'_>, db: &Db, form: View) -> Result<Page, Error> {
    let mut on_duty = people::on_duty(db, by).await?;
    on_duty.sort_by_cached_key(|person| format::alphabetical(&person.name));
    let holders = |duty| on_duty.iter().filter(|person| person.duties.contains(&duty)).count();
    let (technicians, coordinators) = (holders(Duty::Technician), holders(Duty::Coordinator));
    let page = DutiesPage {
        people: on_duty.into_iter().map(|person| row(by, layout, person, coordinators)).collect::<Result<_, _>>()?,
        no_technician: technicians == 0,
        structures_href: uri!(crate::web::structures::index).to_string(),
        board_href: crate::web::board::href(),
        organisations_href: crate::web::organisations::href(),
        departed_href: super::departed::href(),
        form: form
            .preset("duty", Duty::Technician.as_str())
            .preset("language", layout.language.as_str())
            .offering("duty", duties(layout)?)
            .offering("language", tongues()),
        href: uri!(appoint).to_string(),
    };
    layout.page_of_form("people/duties", layout.text("people-title")?, &page.form, &page)
}

fn row(by: &Coordinator, layout: &Layout<'_>, person: OnDuty, coordinators: usize) -> Result<PersonRow, Error> {
    let view = |duty: &Duty| {
        let is_last = *duty == Duty::Coordinator && coordinators == 1;
        Ok(DutyView {
            label: layout.text(&format!("people-duty-{}", duty.as_str()))?,
            contract_href: (*duty == Duty::Technician).then(|| super::contract::href(person.person)),
            end_href: (!is_last).then(|| uri!(relieve(person.person, duty.as_str())).to_string()),
        })
    };
    let duties = person.duties.iter().map(view).collect::<Result<_, Error>>()?;
    Ok(PersonRow { duties, is_you: person.person == by.viewer().id(), name: person.name, email: person.email.to_string() })
}

fn duties(layout: &Layout<'_>) -> Result<Vec<(String, String, Option<String>)>, Error> {
    let choice = |duty: Duty| {
        let label = layout.text(&format!("people-duty-{}", duty.as_str()))?;
        let hint = layout.text(&format!("people-duty-{}-hint", duty.as_str()))?;
        Ok((duty.as_str().to_owned(), label, Some(hint)))
    };
    [Duty::Technician, Duty::Coordinator].into_iter().map(choice).collect()
}

#[derive(FromForm)]
pub(super) struct Appointment {
    name: Line<80>,
    email: Email,
    duty: Duty,
    language: Language,
}

/// Appoints somebody; the letter leaves with the row.
#[post("/people", data = "<form>")]
pub(super) async fn appoint(
    coordinator: Coordinator,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Appointment>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&APPOINTMENT, &form.context)?;
    let Some(new) = &form.value else { return Ok(Submitted::Refused(page(&coordinator, &layout, db, again).await?)) };
    let person = NewPerson { name: new.name.0.clone(), email: new.email.clone(), phone: String::new(), language: new.language };
    match people::appoint(db, &coordinator, person, new.duty, now.at).await {
        Ok(_) => Ok(Submitted::accepted(uri!(index), "people-appointed")),
        Err(PeopleError::Database(fault)) => Err(fault.into()),
        Err(PeopleError::AlreadyThere | PeopleError::LastOne) => {
            again.mistake("email", layout.text("people-mistake-on-duty")?);
            Ok(Submitted::Refused(page(&coordinator, &layout, db, again).await?))
        }
    }
}

/// Ends a duty. The last coordinator stays.
#[post("/people/<person>/duties/<duty>/ending")]
pub(super) async fn relieve(
    coordinator: Coordinator,
    person: PersonId,
    duty: &str,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let duty: Duty = duty.parse().map_err(|_| Error::NotFound)?;
    match people::relieve(db, &coordinator, person, duty, now.at).await {
        Ok(true) => Ok(Submitted::accepted(uri!(index), "people-relieved")),
        Ok(false) => Err(Error::NotFound),
        Err(PeopleError::Database(fault)) => Err(fault.into()),
        Err(PeopleError::LastOne | PeopleError::AlreadyThere) => Ok(Submitted::warned(uri!(index), "people-last-coordinator")),
    }
}
