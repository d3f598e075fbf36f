//! Putting a batch together: to whom, why, which machines.

use super::{href, of_structure_href};
use crate::domain::chain::Intent;
use crate::domain::ids::{EquipmentId, OrgId, StructureId, TransferId};
use crate::store::access::{RegisterOf, SenderOf};
use crate::store::transfers::{self, NewTransfer, TransferError};
use crate::store::{Db, structures};
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

const NAMES: [&str; 3] = ["to", "intent", "machines"];

/// Why a structure hands machines over.
const INTENTS: [Intent; 5] = [Intent::Donation, Intent::Sale, Intent::Loan, Intent::Disposal, Intent::Repair];

/// The address of an empty form.
pub fn new_href(id: StructureId) -> String {
    uri!(new(id)).to_string()
}

#[derive(Serialize)]
struct DraftPage<'f> {
    back_href: String,
    back: String,
    transfer: String,
    form: &'f View,
    href: String,
    /// None is out of use, or in maintenance.
    no_machines: bool,
    no_addressees: bool,
}

#[get("/structures/<_>/transfers/new")]
async fn new(by: SenderOf, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let id = TransferId::new(layout.now);
    page(&by, &layout, db, id, View::blank(&NAMES).with("intent", Intent::Donation.as_str()), &[]).await
}

async fn page(by: &SenderOf, layout: &Layout<'_>, db: &Db, id: TransferId, form: View, ticked: &[String]) -> Result<Page, Error> {
    let (structure, _) = structures::find(db, by, by.structure()).await?.ok_or(Error::NotFound)?;
    let keeps = RegisterOf::of(by.viewer(), by.structure()).is_some();
    let mut machines = Vec::new();
    for (machine, name, lent) in transfers::candidates(db, by, layout.now).await? {
        let what = workshop::name_of(layout, &machine)?;
        let name = if keeps { format!("{name} ({what})") } else { what };
        let label = if lent { format!("{name}, {}", layout.text("transfer-in-maintenance")?) } else { name };
        machines.push((machine.id.to_string(), label, None));
    }
    let mut addressees = Vec::new();
    for to in transfers::addressees(db, by).await? {
        let kind = layout.text(&format!("organisation-kind-{}", to.kind))?;
        addressees.push((to.id.to_string(), to.name, Some(kind)));
    }
    let mut intents = Vec::new();
    for intent in INTENTS {
        let hint = layout.text(&format!("transfer-intent-{intent}-hint"))?;
        intents.push((intent.to_string(), super::words::intent(layout, intent)?, Some(hint)));
    }
    let (no_machines, no_addressees) = (machines.is_empty(), addressees.is_empty());
    let only = addressees.first().filter(|_| addressees.len() == 1).map(|(id, ..)| id.clone()).unwrap_or_default();
    let form = form
        .preset("to", only)
        .offering("to", addressees)
        .offering("intent", intents)
        .offering_several("machines", machines, ticked);
    let page = DraftPage {
        back_href: of_structure_href(by.structure()),
        back: structure.name,
        transfer: id.to_string(),
        form: &form,
        href: uri!(create(by.structure())).to_string(),
        no_machines,
        no_addressees,
    };
    layout.page_of_form("transfers/new", layout.text("transfer-new-title")?, &form, &page)
}

#[derive(FromForm)]
struct Written {
    /// Made with the form.
    transfer: TransferId,
    to: OrgId,
    intent: Intent,
    machines: Vec<EquipmentId>,
}

#[post("/structures/<_>/transfers", data = "<form>")]
async fn create(
    by: SenderOf,
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
        let new = NewTransfer { id, to: written.to, intent: written.intent, machines: written.machines.clone() };
        match transfers::add(db, &by, new, now.at).await {
            Ok(()) => return Ok(Submitted::accepted(href(id), "transfer-added")),
            Err(TransferError::NoAddressee) => again.mistake("to", layout.text("mistake-choice")?),
            Err(TransferError::NotForThat) => again.mistake("intent", layout.text("transfer-mistake-recycling")?),
            Err(TransferError::NotThese) => again.mistake("machines", layout.text("transfer-mistake-machines")?),
            Err(TransferError::KeyTaken) => {
                again.mistake("to", layout.text("mistake-form-used")?);
                id = TransferId::new(now.at);
            }
            Err(TransferError::Database(error)) => return Err(error.into()),
            Err(_) => return Err(Error::NotFound),
        }
    }
    let ticked: Vec<String> = form.context.field_values("machines").map(str::to_owned).collect();
    Ok(Submitted::Refused(page(&by, &layout, db, id, again, &ticked).await?))
}
