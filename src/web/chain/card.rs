//! What a machine's page says of its life: its stage, one next act, what stands in the way.

use super::next::in_order;
use super::{life, words};
use crate::domain::chain::Stage;
use crate::domain::ids::EquipmentId;
use crate::store::access::{ChainActor, RegisterOf, SenderOf, Technician};
use crate::store::chain::State;
use crate::store::{Db, chain};
use crate::web::errors::Error;
use crate::web::layout::Layout;
use fluent_bundle::FluentValue;
use serde::Serialize;

/// The card on the page of a machine.
#[derive(Serialize)]
pub struct ChainCard {
    stage: String,
    /// What the last test said.
    grades: Option<String>,
    blocks: Vec<String>,
    /// Lost with data on board: until when whom to tell.
    breach: Option<String>,
    next: Option<Act>,
    /// What comes next is the work of whoever looks, rather than one of several decisions.
    primary: bool,
    /// Its data come first: nothing else is next, and some may be on board.
    data_first: bool,
    /// To go to somebody else: preparing a transfer.
    offer_href: Option<String>,
    others: Vec<Act>,
    /// For who keeps the register.
    life_href: Option<String>,
    /// Once it leaves use, for who acts on its life: the data on it.
    sanitising_href: Option<String>,
}

#[derive(Serialize)]
struct Act {
    href: String,
    label: String,
    /// It asks nothing: one press does it, over what was seen.
    direct: bool,
    seq: i64,
    /// Of this stage, rather than of all.
    own: bool,
}

/// The card of a machine, for who keeps its register; nothing when the machine is not there.
pub async fn of(of: &RegisterOf, layout: &Layout<'_>, db: &Db, id: EquipmentId) -> Result<Option<ChainCard>, Error> {
    let Some(by) = ChainActor::of(of.viewer(), of.structure()) else { return Ok(None) };
    let Some(state) = chain::state(db, &by, id).await? else { return Ok(None) };
    let card = card_for(Some(&by), layout, id, &state)?;
    let goes = matches!(state.stage(), Stage::Decommissioned | Stage::Sanitised) && state.item.is_in_own_custody();
    let offers = goes && SenderOf::of(of.viewer(), of.structure()).is_some();
    let offer_href = offers.then(|| crate::web::transfers::new_href(of.structure()));
    Ok(Some(ChainCard { life_href: Some(life::href(id)), data_first: card.data_first && offer_href.is_none(), offer_href, ..card }))
}

/// The card of a machine for whoever acts on its life; for who looks at it alone, without acts.
pub fn card_for(by: Option<&ChainActor>, layout: &Layout<'_>, id: EquipmentId, state: &State) -> Result<ChainCard, Error> {
    let mut blocks = Vec::new();
    for hold in &state.item.holds {
        let name = words::hold(layout, *hold)?;
        blocks.push(layout.text_with("chain-blocked-by", [("hold", FluentValue::from(name))])?);
    }
    // In use it bears data, as it should; what leaves must not.
    if leaves(state.stage()) {
        for block in state.item.data_blocks() {
            blocks.push(words::data_block(layout, &block)?);
        }
    }
    let mut acts = Vec::new();
    let technician = by.is_some_and(|by| Technician::of(by.viewer()).is_some());
    for next in in_order(state.stage(), technician, state.item.repair_for_wiping) {
        let Some(by) = by else { break };
        if chain::blocked(state, by, &next.sample(state, layout.today()), layout.now).is_none() {
            acts.push(Act {
                href: next.href(id),
                label: layout.text(&format!("chain-do-{}", next.key()))?,
                direct: next.is_direct(),
                seq: state.seq(),
                own: next.is_own(state.stage()),
            });
        }
    }
    // What is always possible is no next step.
    let next = acts.first().is_some_and(|act| act.own).then(|| acts.remove(0));
    let has_next = next.is_some();
    let breach = state.item.breach_told_by().map(|by| layout.moment(by));
    // In service with somebody else than in whose register it stands.
    let here = by.is_none_or(|by| state.item.custodian.is_none_or(|holder| holder == by.structure().into()));
    let handed_on = state.stage() == Stage::InService && !here;
    Ok(ChainCard {
        stage: if handed_on { layout.text("chain-handed-on")? } else { words::stage(layout, state.stage())? },
        grades: state.item.grades.map(|grades| super::testing::told(layout, grades)).transpose()?,
        blocks,
        breach: breach.map(|by| layout.text_with("chain-breach", [("by", FluentValue::from(by))])).transpose()?,
        next,
        primary: works(state.stage()),
        data_first: !has_next && !state.item.is_data_clear(),
        offer_href: None,
        others: acts,
        life_href: None,
        sanitising_href: by.filter(|_| leaves(state.stage())).map(|_| super::sanitising::href(id)),
    })
}

/// Whether it is on the way through a workshop.
fn works(stage: Stage) -> bool {
    leaves(stage) && !matches!(stage, Stage::Decommissioned | Stage::Offered | Stage::InTransit)
}

/// Whether its data are the matter by now.
fn leaves(stage: Stage) -> bool {
    !matches!(stage, Stage::Registered | Stage::InService | Stage::InMaintenance | Stage::Recycled | Stage::Lost | Stage::Stolen)
}
