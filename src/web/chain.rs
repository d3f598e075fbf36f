//! The life of a machine in the hands of its structure: where it is, what may be done next, what stands in the way, its life-book.

mod asking;
mod card;
mod certificates;
mod deed;
mod deeds;
mod dismantling;
mod evidence;
mod fitting;
mod found_medium;
mod holds;
mod life;
mod next;
mod recycling;
mod sanitising;
mod testing;
mod triage;
mod words;

pub use card::{ChainCard, card_for, of as card};
pub use certificates::{href as certificate_href, number as certificate_number};
pub use fitting::called as part_name;
pub use holds::href as holds_href;
pub use life::{EventLine, event_without_names, href as life_href, told};
pub use testing::{told as grades, told_in as grades_in};
pub use words::{hold as hold_name, medium_kind, refusal, stage as stage_name};

use super::errors::Error;
use crate::domain::ids::EquipmentId;
use crate::store::access::{ChainActor, RegisterOf, Viewer};
use crate::store::equipment::{self, Machine};
use crate::store::{Db, chain};
use rocket::{Route, routes};

pub fn routes() -> Vec<Route> {
    let mut all = routes![deed::show, deed::create, life::show, life::export, holds::index, evidence::show];
    all.extend(sanitising::routes());
    all.extend(certificates::routes());
    all.extend(triage::routes());
    all.extend(fitting::routes());
    all.extend(found_medium::routes());
    all.extend(testing::routes());
    all.extend(dismantling::routes());
    all.extend(recycling::routes());
    all
}

/// Who acts on a machine's life, and its state; for everybody else it is not there.
async fn actor(viewer: &Viewer, db: &Db, id: EquipmentId) -> Result<(ChainActor, chain::State), Error> {
    let by = chain::actor(db, viewer, id).await?.ok_or(Error::NotFound)?;
    let state = chain::state(db, &by, id).await?.ok_or(Error::NotFound)?;
    Ok((by, state))
}

/// A machine, for those who keep the register that it stands in.
async fn kept(viewer: &Viewer, db: &Db, id: EquipmentId) -> Result<(RegisterOf, Machine), Error> {
    let (machine, _) = equipment::find(db, viewer, id).await?.ok_or(Error::NotFound)?;
    let of = RegisterOf::of(viewer, machine.structure).ok_or(Error::NotFound)?;
    Ok((of, machine))
}
