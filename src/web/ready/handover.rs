//! Handing over what was reserved: who holds the machines puts a batch together for who waits for them.

use super::{NAMES, found, page, transfer_href};
use crate::domain::chain::Intent;
use crate::domain::ids::{EquipmentId, TransferId};
use crate::store::Db;
use crate::store::access::ReadyReader;
use crate::store::chain::ReadyMachine;
use crate::store::transfers::{self, HandOver, TransferError};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::layout::{Layout, Submitted};
use crate::web::params::{Day, Maybe};
use crate::web::{transfers as transfer_pages, workshop};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![create]
}

/// For good.
const INTENTS: [Intent; 2] = [Intent::Donation, Intent::Sale];

/// The form of who hands a machine over, or where it is under way.
#[derive(Serialize)]
pub struct Handover {
    /// Set when a transfer is under way: nothing is begun then.
    under_way_href: Option<String>,
    href: String,
    /// Made with the form.
    transfer: String,
    to: String,
    /// All that is reserved for the same one here, by id and name.
    #[serde(skip)]
    machines: Vec<(String, String)>,
    /// There is a choice.
    several: bool,
    only: String,
}

/// What who looks may begin with a machine that is reserved; nothing for who does not answer for its holder.
pub async fn of(by: &ReadyReader, layout: &Layout<'_>, db: &Db, of: &ReadyMachine) -> Result<Option<Handover>, Error> {
    let Some(reserved) = of.reserved.as_ref().filter(|_| by.holds(of.holder)) else { return Ok(None) };
    let mut machines = Vec::new();
    for one in transfers::together(db, by, of).await? {
        let name = workshop::name_of(layout, &one.machine)?;
        let serial = if one.machine.serial.is_empty() { String::new() } else { format!(" ({})", one.machine.serial) };
        machines.push((one.machine.id.to_string(), format!("{name}{serial}")));
    }
    Ok(Some(Handover {
        under_way_href: transfer_href(of),
        href: uri!(create(of.machine.id)).to_string(),
        transfer: TransferId::new(layout.now).to_string(),
        to: reserved.name.clone(),
        several: machines.len() > 1,
        only: of.machine.id.to_string(),
        machines,
    }))
}

/// The choices of the form; as long as nothing was sent, the machine itself is ticked.
pub fn offering(layout: &Layout<'_>, of: Option<&Handover>, form: View, ticked: Option<&[String]>) -> Result<View, Error> {
    let Some(of) = of else { return Ok(form) };
    let mut intents = Vec::new();
    for intent in INTENTS {
        let hint = layout.text(&format!("ready-intent-{intent}-hint"))?;
        intents.push((intent.to_string(), transfer_pages::intent(layout, intent)?, Some(hint)));
    }
    let machines = of.machines.iter().map(|(id, name)| (id.clone(), name.clone(), None));
    let itself = [of.only.clone()];
    Ok(form.preset("intent", Intent::Donation.as_str()).offering("intent", intents).offering_several(
        "machines",
        machines,
        ticked.unwrap_or(&itself),
    ))
}

#[derive(FromForm)]
struct Written {
    /// Made with the form.
    transfer: TransferId,
    intent: Intent,
    guarantee_until: Maybe<Day>,
    machines: Vec<EquipmentId>,
}

#[post("/ready-machines/<id>/handover", data = "<form>")]
async fn create(
    by: ReadyReader,
    layout: Layout<'_>,
    id: EquipmentId,
    form: Form<Contextual<'_, Written>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let of = found(&by, db, id).await?;
    if !by.holds(of.holder) {
        return Err(Error::NotFound);
    }
    let ticked: Vec<String> = form.context.field_values("machines").map(str::to_owned).collect();
    let mut again = layout.again(&NAMES, &form.context)?;
    if let Some(written) = &form.value {
        let guarantee_until = written.guarantee_until.0.as_ref().map(|day| day.0);
        if guarantee_until.is_some_and(|day| day < layout.today()) {
            again.mistake("guarantee_until", layout.text("ready-mistake-guarantee")?);
        } else {
            let machines = written.machines.clone();
            let new = HandOver { id: written.transfer, intent: written.intent, guarantee_until, machines };
            match transfers::hand_over(db, &by, &of, new, layout.now).await {
                Ok(()) => return Ok(Submitted::accepted(transfer_pages::href(written.transfer), "transfer-added")),
                Err(error) => refused(&layout, &mut again, error)?,
            }
        }
    }
    Ok(Submitted::Refused(page(&by, &layout, db, &of, (again, Some(&ticked)), None).await?))
}

/// Why it was not begun, beside its field.
fn refused(layout: &Layout<'_>, again: &mut View, error: TransferError) -> Result<(), Error> {
    match error {
        TransferError::NotThese => again.mistake("machines", layout.text("ready-mistake-machines")?),
        TransferError::NotForThat => again.mistake("intent", layout.text("mistake-choice")?),
        TransferError::NotTheirs(owner) => {
            again.mistake("intent", layout.text_with("ready-mistake-owner", [("owner", FluentValue::from(owner))])?);
        }
        TransferError::KeyTaken => again.mistake("intent", layout.text("mistake-form-used")?),
        TransferError::Database(error) => return Err(error.into()),
        _ => return Err(Error::NotFound),
    }
    Ok(())
}
