//! The data on a machine's media: which there are, what was shown of each, what is still to be done before the machine may leave.

mod forms;
mod second;

use super::deed;
use super::deeds::Deed;
use super::{certificates, words};
use crate::domain::chain::{Census, DataStatus, Medium, Role, Stage, Whereabouts};
use crate::domain::ids::{EquipmentId, MediumId};
use crate::store::access::{ChainActor, RegisterOf, Viewer};
use crate::store::chain::{self, Sanitisation, State};
use crate::store::{Db, equipment};
use crate::web::equipment::parts as equipment_pages;
use crate::web::errors::Error;
use crate::web::layout::{Layout, Page};
use fluent_bundle::FluentValue;
use rocket::{Route, State as Managed, get, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    let mut all = routes![index];
    all.extend(forms::routes());
    all.extend(second::routes());
    all
}

/// The address of the data of a machine.
pub fn href(id: EquipmentId) -> String {
    uri!(index(id)).to_string()
}

#[derive(Serialize)]
struct SanitisingPage {
    back_href: String,
    name: String,
    stage: String,
    /// Nothing is left on board.
    clear: bool,
    blocks: Vec<String>,
    census: String,
    count_href: Option<String>,
    triage_href: Option<String>,
    add_href: Option<String>,
    acts: Vec<Act>,
    awaiting: Vec<Awaiting>,
    media: Vec<MediumCard>,
}

/// One press, over what was seen.
#[derive(Serialize)]
struct Act {
    href: String,
    label: String,
    seq: i64,
}

#[derive(Serialize)]
struct Awaiting {
    href: String,
    text: String,
}

#[derive(Serialize)]
struct MediumCard {
    name: String,
    serial: String,
    status: String,
    clear: bool,
    /// Where it is, when it is not in the machine.
    away: Option<String>,
    certificate_href: Option<String>,
    /// What is most likely shown of it, then the rest.
    first: Option<Link>,
    ways: Vec<Link>,
}

#[derive(Serialize)]
struct Link {
    href: String,
    label: String,
}

#[get("/equipment/<id>/sanitising")]
async fn index(viewer: &Viewer, layout: Layout<'_>, id: EquipmentId, db: &Managed<Db>) -> Result<Page, Error> {
    let (by, state) = super::actor(viewer, db, id).await?;
    let subject = Subject::of(viewer, &layout, db, &by, id).await?;
    let works = by.is_any(&[Role::Technician, Role::Workshop]);
    let mut acts = Vec::new();
    for deed in [Deed::ConfirmLoss, Deed::SanitiseStart, Deed::NothingToSanitise] {
        if asks(deed, &state) && chain::blocked(&state, &by, &deed.sample(&state, layout.today()), layout.now).is_none() {
            let label = layout.text(&format!("chain-do-{}", deed.key()))?;
            acts.push(Act { href: deed::href(id, deed), label, seq: state.seq() });
        }
    }
    let mut media = Vec::new();
    for (medium, known) in &state.item.media.seen {
        media.push(card(&layout, db, &by, (id, *medium), (&state, known), works).await?);
    }
    let awaiting = chain::awaiting(db, &by, id).await?;
    let blocks = state.item.data_blocks().iter().map(|block| words::data_block(&layout, block)).collect::<Result<Vec<_>, _>>()?;
    let triable = matches!(state.stage(), Stage::Decommissioned | Stage::Received) && works;
    let page = SanitisingPage {
        back_href: subject.back_href,
        name: subject.name,
        stage: words::stage(&layout, state.stage())?,
        clear: blocks.is_empty(),
        blocks,
        census: census(&layout, &state)?,
        count_href: (!state.stage().is_terminal()).then(|| super::triage::count_href(id)),
        triage_href: triable.then(|| super::triage::href(id)),
        add_href: add_href(&by, id),
        acts,
        awaiting: awaiting.iter().map(|one| waits(&layout, &by, &state, one)).collect::<Result<_, _>>()?,
        media,
    };
    layout.page("chain/sanitising", layout.text("sanitising-title")?, &page)
}

/// Whether it is the hour of a deed: what was not saved is asked about only when it was not, and nothing is erased of a
/// machine that is clear.
fn asks(deed: Deed, state: &State) -> bool {
    use crate::domain::chain::DataSaved;
    match deed {
        Deed::ConfirmLoss => state.item.data_saved == Some(DataSaved::No) && !state.item.loss_confirmed,
        _ => true,
    }
}

/// Where a medium that nobody knew is entered: by who keeps the register there, by the workshop that holds the machine here.
pub fn add_href(by: &ChainActor, id: EquipmentId) -> Option<String> {
    match by.workshop() {
        Some(_) => Some(super::found_medium::href(id)),
        None => RegisterOf::of(by.viewer(), by.structure()).map(|of| equipment_pages::new_medium_href(of.structure(), id)),
    }
}

/// Which machine it is of; who may not read its page goes back to where they came from.
struct Subject {
    name: String,
    back_href: String,
}

impl Subject {
    async fn of(viewer: &Viewer, layout: &Layout<'_>, db: &Db, by: &ChainActor, id: EquipmentId) -> Result<Self, Error> {
        if let Some(workshop) = by.workshop() {
            let (name, back_href) = crate::web::workshop::subject(&workshop, layout, db, id).await?;
            return Ok(Self { name, back_href });
        }
        if RegisterOf::of(viewer, by.structure()).is_none() {
            return Ok(Self { name: layout.text("sanitising-machine")?, back_href: "/".to_owned() });
        }
        let (machine, _) = equipment::find(db, viewer, id).await?.ok_or(Error::NotFound)?;
        Ok(Self { name: machine.particulars.name, back_href: crate::web::equipment::href(id) })
    }
}

fn census(layout: &Layout<'_>, state: &State) -> Result<String, Error> {
    let taken = &state.item.media.census;
    let key = match taken.how {
        _ if !state.item.media.is_known() => "sanitising-census-unknown",
        Census::NoStorageAttested => "sanitising-census-none",
        Census::Inventoried => "sanitising-census-inventoried",
        _ => "sanitising-census-counted",
    };
    layout.text_with(key, [("n", FluentValue::from(state.item.media.attached().count()))])
}

/// Who showed something: a workshop is told no names of the structure's people.
fn operator(layout: &Layout<'_>, by: &ChainActor, one: &Sanitisation) -> Result<String, Error> {
    if by.workshop().is_some() && !one.is_own { layout.text("sanitising-somebody") } else { Ok(one.operator.clone()) }
}

fn waits(layout: &Layout<'_>, by: &ChainActor, state: &State, one: &Sanitisation) -> Result<Awaiting, Error> {
    let serial = state.item.media.seen.get(&one.medium).map(|medium| medium.serial_number.clone()).unwrap_or_default();
    let values = [("serial", FluentValue::from(serial)), ("name", FluentValue::from(operator(layout, by, one)?))];
    Ok(Awaiting { href: second::href(one.id), text: layout.text_with("sanitising-awaits", values)? })
}

async fn card(
    layout: &Layout<'_>,
    db: &Db,
    by: &ChainActor,
    (machine, medium): (EquipmentId, MediumId),
    (state, known): (&State, &Medium),
    works: bool,
) -> Result<MediumCard, Error> {
    let certificate = match (by.workshop(), RegisterOf::of(by.viewer(), by.structure())) {
        (Some(workshop), _) => chain::certificate_made_by(db, &workshop, medium).await?,
        (None, Some(of)) => chain::certificate_of(db, &of, medium).await?,
        (None, None) => None,
    };
    let (first, ways) = match forms::ways(state, known, works).split_first() {
        Some((first, ways)) if *first == forms::Form::Log => (Some(*first), ways.to_vec()),
        _ => (None, forms::ways(state, known, works)),
    };
    let link = |way: &forms::Form| {
        Ok(Link { href: forms::href(machine, medium, *way), label: layout.text(&format!("sanitising-way-{}", way.key()))? })
    };
    Ok(MediumCard {
        name: words::medium_kind(layout, known.kind)?,
        serial: known.serial_number.clone(),
        status: layout.text(&format!("medium-data-{}", known.status))?,
        clear: known.status.is_clear(),
        away: away(layout, known)?,
        // One that serves again holds data again: what was certified is over.
        certificate_href: certificate.filter(|_| known.status.is_clear()).map(certificates::href),
        first: first.as_ref().map(link).transpose()?,
        ways: ways.iter().map(link).collect::<Result<_, Error>>()?,
    })
}

fn away(layout: &Layout<'_>, known: &Medium) -> Result<Option<String>, Error> {
    let key = match known.whereabouts {
        Whereabouts::Attached => return Ok(None),
        Whereabouts::Destroyed if known.status == DataStatus::Destroyed => return Ok(None),
        Whereabouts::Destroyed | Whereabouts::Missing => "sanitising-away-missing",
        Whereabouts::HeldBy(_) => "sanitising-away-pulled",
    };
    layout.text(key).map(Some)
}
