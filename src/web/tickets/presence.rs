//! « Karim écrit… »: asked by the page of a ticket while a technician types, and told nowhere else.

use super::labels::first_name;
use crate::domain::ids::TicketId;
use crate::store::Db;
use crate::store::access::Technician;
use crate::store::tickets;
use crate::web::errors::Error;
use crate::web::guards::Now;
use crate::web::layout::Layout;
use fluent_bundle::FluentValue;
use rocket::form::{Form, FromForm};
use rocket::serde::json::Json;
use rocket::{Route, State, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![create]
}

/// The address that is asked.
pub fn href(id: TicketId) -> String {
    uri!(create(id)).to_string()
}

#[derive(FromForm)]
struct Present<'f> {
    /// `true`, and nothing else, says that something is written.
    writing: Option<&'f str>,
}

/// Who else writes, in a sentence; empty when nobody does.
#[derive(Serialize)]
struct Others {
    says: String,
}

#[post("/tickets/<id>/presence", data = "<form>")]
async fn create(
    technician: Technician,
    layout: Layout<'_>,
    id: TicketId,
    form: Form<Present<'_>>,
    db: &State<Db>,
    now: Now,
) -> Result<Json<Others>, Error> {
    let names = tickets::present(db, &technician, id, form.writing == Some("true"), now.at).await?.ok_or(Error::NotFound)?;
    if names.is_empty() {
        return Ok(Json(Others { says: String::new() }));
    }
    let said: Vec<&str> = names.iter().map(|name| first_name(name)).collect();
    let values = [("names", FluentValue::from(said.join(", "))), ("n", FluentValue::from(said.len()))];
    Ok(Json(Others { says: layout.text_with("ticket-presence", values)? }))
}
