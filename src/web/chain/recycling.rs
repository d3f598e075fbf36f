//! The end of a machine (`equipment.md` § 2.9): it goes to recycling with the reason why nothing better is possible, and ends by
//! the record of who took it, with their paper.

use super::asking::{Asking, asking, refused};
use super::next::Next;
use crate::domain::chain::{Barrier, EndOfLife, EventKind};
use crate::domain::ids::{EquipmentId, OrgId};
use crate::domain::weights::Grams;
use crate::store::access::Viewer;
use crate::store::chain::{self, Act, State};
use crate::store::tickets::NewFile;
use crate::store::{Db, organisations};
use crate::web::attachments;
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Day, Line, Maybe};
use chrono::NaiveDate;
use rocket::form::{Contextual, Form, FromForm};
use rocket::fs::TempFile;
use rocket::{Route, State as Managed, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show, create, end, finish]
}

/// The address where a machine is sent to recycling.
pub fn href(id: EquipmentId) -> String {
    uri!(show(id)).to_string()
}

/// The address where the record of its end is written.
pub fn end_href(id: EquipmentId) -> String {
    uri!(end(id)).to_string()
}

const TO: [&str; 2] = ["barrier", "commitment"];
const END: [&str; 8] = ["recycler", "on", "weight", "category", "reference", "bsd", "paper", "destroyed"];

/// With data on board its destruction is ordered, and the recycler has said that they do it.
pub fn ordered(barrier: Barrier, state: &State, commitment: Option<String>) -> EventKind {
    let destruction_ordered = !state.item.is_data_clear();
    EventKind::ToRecycle { barrier, destruction_ordered, commitment: commitment.filter(|_| destruction_ordered) }
}

/// An end as its form would say it, to know whether it may be said at all.
pub fn sample(recycler: OrgId, state: &State, on: NaiveDate) -> EventKind {
    EventKind::RecycleReceive(EndOfLife {
        recycler,
        on,
        grams: 1,
        category: String::new(),
        reference: "-".into(),
        bsd: String::new(),
        document: "-".into(),
        media_destroyed: state.item.destruction_ordered,
    })
}

#[derive(Serialize)]
struct RecyclingPage<'f> {
    back_href: String,
    name: String,
    heading: String,
    lead: String,
    href: String,
    seq: i64,
    /// Data may be on board: the recycler's commitment is asked for.
    bears_data: bool,
    /// The record of its end.
    end: bool,
    /// Its media were to be destroyed.
    destruction: bool,
    has_recyclers: bool,
    form: &'f View,
    refused: Option<String>,
}

async fn page(
    layout: &Layout<'_>,
    db: &Db,
    (of, end): (&Asking, bool),
    form: View,
    refused: Option<String>,
    again: bool,
) -> Result<Page, Error> {
    let barrier = |barrier: &Barrier| Ok((barrier.to_string(), layout.text(&format!("barrier-{barrier}"))?, None));
    let barriers = Barrier::ALL.iter().map(barrier).collect::<Result<Vec<_>, Error>>()?;
    let recyclers = if end { organisations::recyclers(db, &of.by).await? } else { Vec::new() };
    let has_recyclers = !recyclers.is_empty();
    let choices = recyclers.into_iter().map(|(id, name)| (id.to_string(), name, None));
    let destroyed = [("true".to_owned(), layout.text("recycled-destroyed")?, None)];
    let form = form.offering("barrier", barriers).offering("recycler", choices).offering("destroyed", destroyed);
    let form = form.preset("on", layout.today().to_string());
    let key = if end { "recycled" } else { "recycling" };
    let heading = layout.text(&format!("chain-do-{key}"))?;
    let page = RecyclingPage {
        back_href: of.back_href.clone(),
        name: of.name.clone(),
        heading: heading.clone(),
        lead: layout.text(&format!("chain-lead-{key}"))?,
        href: if end { end_href(of.id) } else { href(of.id) },
        seq: of.state.seq(),
        bears_data: !of.state.item.is_data_clear(),
        end,
        destruction: of.state.item.destruction_ordered,
        has_recyclers,
        form: &form,
        refused,
    };
    if again { layout.refuse("chain/recycling", heading, &page) } else { layout.page("chain/recycling", heading, &page) }
}

/// A paper that was sent along; what is wrong with it stands beside its field.
async fn paper(
    layout: &Layout<'_>,
    field: &'static str,
    sent: Option<&TempFile<'_>>,
    again: &mut View,
) -> Result<Option<NewFile>, Error> {
    let Some(file) = sent.filter(|file| file.len() > 0) else { return Ok(None) };
    match attachments::read(file).await {
        Ok(file) => Ok(Some(file)),
        Err((_, key)) => {
            again.mistake(field, layout.text(key)?);
            Ok(None)
        }
    }
}

#[get("/equipment/<id>/recycling")]
async fn show(viewer: &Viewer, layout: Layout<'_>, id: EquipmentId, db: &Managed<Db>) -> Result<Page, Error> {
    let of = asking(viewer, &layout, db, id).await?.by_its_page()?;
    let stands = of.stands(&layout, &Next::Recycle.sample(&of.state, layout.today()))?;
    page(&layout, db, (&of, false), View::blank(&TO), stands, false).await
}

#[derive(FromForm)]
struct Written<'f> {
    seq: i64,
    barrier: Maybe<Barrier>,
    commitment: Option<TempFile<'f>>,
}

#[post("/equipment/<id>/recycling", data = "<form>")]
async fn create(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: EquipmentId,
    form: Form<Contextual<'_, Written<'_>>>,
    db: &Managed<Db>,
) -> Result<Submitted, Error> {
    let (value, mut again) = {
        let Contextual { value, context } = form.into_inner();
        (value, layout.again(&TO, &context)?)
    };
    let of = asking(viewer, &layout, db, id).await?.by_its_page()?;
    let act = match &value {
        Some(written) => to_recycle(&layout, &of, written, &mut again).await?,
        None => None,
    };
    settle(&layout, db, (of, false), act, again).await
}

async fn to_recycle(layout: &Layout<'_>, of: &Asking, written: &Written<'_>, again: &mut View) -> Result<Option<Act>, Error> {
    if written.barrier.0.is_none() && !again.is_wrong("barrier") {
        again.mistake("barrier", layout.text("recycling-missing-barrier")?);
    }
    let mut commitment = None;
    if !of.state.item.is_data_clear() {
        commitment = paper(layout, "commitment", written.commitment.as_ref(), again).await?;
        if commitment.is_none() && !again.is_wrong("commitment") {
            again.mistake("commitment", layout.text("recycling-missing-commitment")?);
        }
    }
    let (Some(barrier), true) = (written.barrier.0, again.errors.is_empty()) else { return Ok(None) };
    let deed = ordered(barrier, &of.state, commitment.as_ref().map(|file| file.sha256().to_owned()));
    Ok(Some(Act { files: commitment.into_iter().collect(), ..Act::new(written.seq, deed) }))
}

#[get("/equipment/<id>/recycled")]
async fn end(viewer: &Viewer, layout: Layout<'_>, id: EquipmentId, db: &Managed<Db>) -> Result<Page, Error> {
    let of = asking(viewer, &layout, db, id).await?.by_its_page()?;
    let stands = of.stands(&layout, &Next::Recycled.sample(&of.state, layout.today()))?;
    page(&layout, db, (&of, true), View::blank(&END), stands, false).await
}

#[derive(FromForm)]
struct Ended<'f> {
    seq: i64,
    recycler: Maybe<OrgId>,
    on: Maybe<Day>,
    weight: Maybe<Grams>,
    category: Maybe<Line<80>>,
    reference: Maybe<Line<80>>,
    bsd: Maybe<Line<80>>,
    paper: Option<TempFile<'f>>,
    destroyed: Maybe<bool>,
}

#[post("/equipment/<id>/recycled", data = "<form>")]
async fn finish(
    viewer: &Viewer,
    layout: Layout<'_>,
    id: EquipmentId,
    form: Form<Contextual<'_, Ended<'_>>>,
    db: &Managed<Db>,
) -> Result<Submitted, Error> {
    let (value, mut again) = {
        let Contextual { value, context } = form.into_inner();
        (value, layout.again(&END, &context)?)
    };
    let of = asking(viewer, &layout, db, id).await?.by_its_page()?;
    let act = match &value {
        Some(written) => ended(&layout, db, &of, written, &mut again).await?,
        None => None,
    };
    settle(&layout, db, (of, true), act, again).await
}

async fn ended(layout: &Layout<'_>, db: &Db, of: &Asking, written: &Ended<'_>, again: &mut View) -> Result<Option<Act>, Error> {
    // The recycler comes from a form: it is looked up among those that the group knows.
    let recyclers = organisations::recyclers(db, &of.by).await?;
    let recycler = written.recycler.0.filter(|asked| recyclers.iter().any(|(id, _)| id == asked));
    let given = [
        ("recycler", recycler.is_some()),
        ("on", written.on.0.is_some()),
        ("weight", written.weight.0.is_some()),
        ("category", written.category.0.is_some()),
        ("reference", written.reference.0.is_some()),
        ("destroyed", !of.state.item.destruction_ordered || written.destroyed.0 == Some(true)),
    ];
    for (name, given) in given {
        if !given && !again.is_wrong(name) {
            again.mistake(name, layout.text(&format!("recycled-missing-{name}"))?);
        }
    }
    if written.on.0.is_some_and(|on| on.0 > layout.today()) {
        again.mistake("on", layout.text("chain-refusal-future")?);
    }
    let file = paper(layout, "paper", written.paper.as_ref(), again).await?;
    if file.is_none() && !again.is_wrong("paper") {
        again.mistake("paper", layout.text("recycled-missing-paper")?);
    }
    let (Some(recycler), Some(file), true) = (recycler, file, again.errors.is_empty()) else { return Ok(None) };
    let deed = EventKind::RecycleReceive(EndOfLife {
        recycler,
        on: written.on.0.map_or(layout.today(), |on| on.0),
        grams: written.weight.0.map_or(0, |weight| weight.0),
        category: written.category.clone().or_empty(),
        reference: written.reference.clone().or_empty(),
        bsd: written.bsd.clone().or_empty(),
        document: file.sha256().to_owned(),
        media_destroyed: of.state.item.destruction_ordered,
    });
    Ok(Some(Act { files: vec![file], ..Act::new(written.seq, deed) }))
}

/// Does what the form asks for; without a deed the form is shown with its mistakes.
async fn settle(
    layout: &Layout<'_>,
    db: &Db,
    (of, end): (Asking, bool),
    act: Option<Act>,
    again: View,
) -> Result<Submitted, Error> {
    let Some(act) = act else { return Ok(Submitted::Refused(page(layout, db, (&of, end), again, None, true).await?)) };
    match chain::act(db, &of.by, of.id, act, layout.now).await {
        Ok(_) => Ok(Submitted::accepted(of.back_href, if end { "chain-done-recycled" } else { "chain-done-recycling" })),
        Err(error) => {
            let (why, of) = refused(layout, error, of)?;
            Ok(Submitted::Refused(page(layout, db, (&of, end), again, Some(why), true).await?))
        }
    }
}
