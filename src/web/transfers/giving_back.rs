//! A workshop prepares a return: machines of one owner go home.

use super::{href, of_workshop_href};
use crate::domain::ids::{EquipmentId, OrgId, TransferId};
use crate::store::Db;
use crate::store::access::Workshop;
use crate::store::transfers::{self, TransferError};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::workshop;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![new, create]
}

const NAMES: [&str; 1] = ["machines"];

/// The address of an empty form.
pub fn new_href(id: OrgId) -> String {
    uri!(new(id)).to_string()
}

#[derive(Serialize)]
struct ReturnPage<'f> {
    back_href: String,
    transfer: String,
    form: &'f View,
    href: String,
    no_machines: bool,
}

#[get("/workshops/<_>/transfers/new")]
async fn new(by: Workshop, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    page(&by, &layout, db, TransferId::new(layout.now), View::blank(&NAMES), &[]).await
}

async fn page(by: &Workshop, layout: &Layout<'_>, db: &Db, id: TransferId, form: View, ticked: &[String]) -> Result<Page, Error> {
    let mut machines = Vec::new();
    for one in transfers::returnable(db, by, layout.now).await? {
        let name = workshop::name_of(layout, &one.machine)?;
        let serial = if one.machine.serial.is_empty() { String::new() } else { format!(" ({})", one.machine.serial) };
        machines.push((one.machine.id.to_string(), format!("{}, {name}{serial}", one.owner_name), None));
    }
    let no_machines = machines.is_empty();
    let form = form.offering_several("machines", machines, ticked);
    let page = ReturnPage {
        back_href: of_workshop_href(by.organisation()),
        transfer: id.to_string(),
        form: &form,
        href: uri!(create(by.organisation())).to_string(),
        no_machines,
    };
    layout.page_of_form("transfers/return", layout.text("transfer-return-title")?, &form, &page)
}

#[derive(FromForm)]
struct Written {
    /// Made with the form.
    transfer: TransferId,
    machines: Vec<EquipmentId>,
}

#[post("/workshops/<_>/transfers", data = "<form>")]
async fn create(
    by: Workshop,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Written>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&NAMES, &form.context)?;
    let typed = form.context.field_value("transfer").and_then(|id| id.parse().ok());
    let mut id = typed.unwrap_or_else(|| TransferId::new(now.at));
    if let Some(written) = &form.value {
        id = written.transfer;
        match transfers::give_back(db, &by, id, written.machines.clone(), now.at).await {
            Ok(()) => return Ok(Submitted::accepted(href(id), "transfer-added")),
            Err(TransferError::Database(error)) => return Err(error.into()),
            Err(TransferError::KeyTaken) => {
                again.mistake("machines", layout.text("mistake-form-used")?);
                id = TransferId::new(now.at);
            }
            Err(_) => again.mistake("machines", layout.text("transfer-mistake-return")?),
        }
    }
    let ticked: Vec<String> = form.context.field_values("machines").map(str::to_owned).collect();
    Ok(Submitted::Refused(page(&by, &layout, db, id, again, &ticked).await?))
}
