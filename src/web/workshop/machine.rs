//! One machine in the hands of a workshop: what it is, where it is in its life, what may be done, what happened since it came.

use super::{href, name_of};
use crate::domain::ids::EquipmentId;
use crate::store::access::Workshop;
use crate::store::workshops::{self, Handed};
use crate::store::{Db, chain};
use crate::web::chain::{self as lives, ChainCard, EventLine};
use crate::web::errors::Error;
use crate::web::layout::{Layout, Page};
use rocket::{State, get};
use serde::Serialize;

#[derive(Serialize)]
struct MachinePage {
    back_href: String,
    workshop: String,
    name: String,
    code: Option<String>,
    serial: String,
    year: Option<i64>,
    chain: ChainCard,
    events: Vec<EventLine>,
}

#[get("/workshops/<_>/equipment/<id>")]
pub async fn show(by: Workshop, layout: Layout<'_>, id: EquipmentId, db: &State<Db>) -> Result<Page, Error> {
    let machine = workshops::find(db, &by, id).await?.ok_or(Error::NotFound)?;
    // Proposed or on its way, it is not in their hands: nothing is to be done yet.
    let actor = chain::actor(db, by.viewer(), id).await?.filter(|actor| actor.workshop().is_some());
    let events = events(&by, &layout, db, &machine).await?;
    let page = MachinePage {
        back_href: href(by.organisation()),
        workshop: by.name().to_owned(),
        name: name_of(&layout, &machine)?,
        code: machine.code.as_ref().map(|code| code.printed()),
        chain: lives::card_for(actor.as_ref(), &layout, id, &machine.state)?,
        serial: machine.serial,
        year: machine.year,
        events,
    };
    layout.page("workshop/machine", page.name.clone(), &page)
}

/// The newest first. Who did it is told as a role: a workshop knows no name of a structure.
async fn events(by: &Workshop, layout: &Layout<'_>, db: &Db, machine: &Handed) -> Result<Vec<EventLine>, Error> {
    let own = by.organisation();
    let seen = workshops::events(db, by, machine).await?;
    seen.iter().rev().map(|entry| lives::event_without_names(layout, entry, own)).collect()
}
