//! Addresses outside that follow a ticket: how one is added, and the boxes that send them what is written.

use super::participations::{self, People};
use crate::config::Config;
use crate::domain::ids::TicketId;
use crate::domain::people::Email;
use crate::domain::tickets::MOST_OUTSIDE;
use crate::store::Db;
use crate::store::access::Viewer;
use crate::store::tickets::{self, OutsideError};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Submitted};
use fluent_bundle::FluentValue;
use rocket::form::{Context, Contextual, Form, FromForm};
use rocket::{Route, State, post, routes, uri};

pub fn routes() -> Vec<Route> {
    routes![create]
}

/// The field of the boxes.
pub const OUTSIDE: &str = "outside";

/// Where an address is added.
pub fn href(id: TicketId) -> String {
    uri!(create(id)).to_string()
}

/// The form as it was typed, with the boxes that were ticked.
pub fn typed(form: View, context: &Context<'_>) -> View {
    let ticked: Vec<&str> = context.field_values(OUTSIDE).collect();
    form.with(OUTSIDE, ticked.join(" "))
}

/// A box for each address outside, none of them ticked unless it was.
pub fn offered(form: View, people: &People) -> View {
    let ticked: Vec<String> = form.value(OUTSIDE).split(' ').map(str::to_owned).collect();
    form.offering_several(OUTSIDE, people.outside.iter().cloned(), &ticked)
}

#[derive(FromForm)]
struct Adding {
    email: Email,
}

/// Adds an address, to which nothing is sent yet.
#[post("/tickets/<id>/outside-watchers", data = "<form>")]
async fn create(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: TicketId,
    form: Form<Contextual<'_, Adding>>,
    db: &State<Db>,
    config: &State<Config>,
    now: Now,
) -> Result<Submitted, Error> {
    let ticket = tickets::find(db, viewer, id).await?.ok_or(Error::NotFound)?;
    let mut again = layout.again(&participations::NAMES, &form.context)?;
    if let Some(adding) = &form.value {
        match tickets::add_outside(db, viewer, id, adding.email.clone(), &config.mail_from, now.at).await {
            Ok(()) => return Ok(Submitted::accepted(participations::href(id), "outside-added")),
            Err(OutsideError::TooMany) => {
                let most = [("most", FluentValue::from(MOST_OUTSIDE))];
                again.mistake("email", layout.text_with("mistake-outside-many", most)?);
            }
            Err(OutsideError::OfGroup) => again.mistake("email", layout.text("mistake-outside-group")?),
            Err(OutsideError::TooOften) => again.mistake("email", layout.text("mistake-outside-often")?),
            Err(OutsideError::Ticket(refused)) => return Err(super::moves::error(refused)),
            Err(OutsideError::Database(error)) => return Err(error.into()),
        }
    }
    Ok(Submitted::Refused(participations::page(viewer, &layout, db, &ticket, again).await?))
}
