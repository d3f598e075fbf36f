//! Who works in a workshop: the coordinator invites, and takes the access back.

use super::{error, found, one_href, page};
use crate::domain::ids::{MembershipId, OrgId};
use crate::domain::people::{Email, Language};
use crate::store::Db;
use crate::store::access::{Coordinator, OrganisationReader};
use crate::store::organisations::{self, OrganisationError};
use crate::store::people::NewPerson;
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Submitted};
use crate::web::params::{Line, Maybe};
use crate::web::people::tongues;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![invite, end]
}

/// Somebody of a workshop on its page.
#[derive(Serialize)]
pub struct WorkerRow {
    name: String,
    email: String,
    phone: String,
    end_href: String,
}

const NAMES: [&str; 4] = ["name", "email", "phone", "language"];

pub fn blank() -> View {
    View::blank(&NAMES)
}

/// The form with its choices.
pub fn offering(layout: &Layout<'_>, form: View) -> View {
    form.preset("language", layout.language.as_str()).offering("language", tongues())
}

pub fn invite_href(id: OrgId) -> String {
    uri!(invite(id)).to_string()
}

pub async fn rows(by: &OrganisationReader, db: &Db, id: OrgId) -> Result<Vec<WorkerRow>, Error> {
    let row = |worker: organisations::Worker| WorkerRow {
        end_href: uri!(end(id, worker.membership)).to_string(),
        name: worker.name,
        email: worker.email.to_string(),
        phone: worker.phone,
    };
    Ok(organisations::workers(db, by, id).await?.into_iter().map(row).collect())
}

#[derive(FromForm)]
struct NewWorker {
    name: Line<80>,
    email: Email,
    phone: Maybe<Line<30>>,
    language: Language,
}

#[post("/organisations/<id>/people", data = "<form>")]
async fn invite(
    by: Coordinator,
    layout: Layout<'_>,
    id: OrgId,
    form: Form<Contextual<'_, NewWorker>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let reader = OrganisationReader::from(&by);
    found(db, &reader, id).await?;
    let mut again = layout.again(&NAMES, &form.context)?;
    if let Some(new) = &form.value {
        let person = NewPerson {
            name: new.name.0.clone(),
            email: new.email.clone(),
            phone: new.phone.clone().or_empty(),
            language: new.language,
        };
        match organisations::invite(db, &by, id, person, now.at).await {
            Ok(_) => return Ok(Submitted::accepted(one_href(id), "people-invited")),
            Err(OrganisationError::AlreadyThere) => again.mistake("email", layout.text("organisation-mistake-already")?),
            Err(refused) => return Err(error(refused)),
        }
    }
    Ok(Submitted::Refused(page(&reader, &layout, db, id, again).await?))
}

/// Takes somebody's access to the workshop back.
#[post("/organisations/<id>/people/<membership>/ending")]
async fn end(by: Coordinator, id: OrgId, membership: MembershipId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    match organisations::leave(db, &by, id, membership, now.at).await.map_err(error)? {
        true => Ok(Submitted::accepted(one_href(id), "people-left")),
        false => Err(Error::NotFound),
    }
}
