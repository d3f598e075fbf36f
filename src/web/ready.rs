//! Machines that are ready to serve again: whoever may have one looks, reserves one until a day, and lets it go.

mod handover;

use super::chain as lives;
use super::errors::Error;
use super::forms::Form as View;
use super::layout::{Layout, Page, Submitted};
use super::params::{Day, Whole, Words};
use super::{transfers, workshop};
use crate::domain::chain::{Addressee, EventKind};
use crate::domain::ids::{EquipmentId, OrgId};
use crate::store::Db;
use crate::store::access::{LifetimesReader, ReadyReader, Technician};
use crate::store::chain::{self, ChainError, ReadyError, ReadyMachine, Taker};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    let mut all = routes![index, show, reserve, release];
    all.extend(handover::routes());
    all
}

/// The fields of both forms of the page, and of the hand-over that it begins.
const NAMES: [&str; 7] = ["beneficiary", "until", "reason", "intent", "guarantee_until", "machines", "seq"];
/// How long a machine is reserved, unless something else is said: the time that a proposal waits (`equipment.md` § 2.6).
const USUALLY: Days = Days::new(14);
/// And at most; ours, so that nothing waits on a shelf for nobody.
const AT_MOST: Days = Days::new(60);

/// The address of the list.
pub fn index_href() -> String {
    uri!(index).to_string()
}

/// The address of one that is ready.
pub fn href(id: EquipmentId) -> String {
    uri!(show(id)).to_string()
}

#[derive(Serialize)]
struct ListPage {
    machines: Vec<Line>,
    /// What was repaired, for who reads it before it is published.
    repairs_href: Option<String>,
    /// What second lives avoid.
    lifetimes_href: Option<String>,
}

#[derive(Serialize)]
struct Line {
    href: String,
    name: String,
    grades: String,
    holder: String,
    reserved_for: Option<String>,
}

#[get("/ready-machines")]
async fn index(by: ReadyReader, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let line = |one: ReadyMachine| {
        Ok::<_, Error>(Line {
            href: href(one.machine.id),
            name: workshop::name_of(&layout, &one.machine)?,
            grades: grades(&layout, &one)?,
            reserved_for: reserved(&layout, &one)?,
            holder: one.holder_name,
        })
    };
    let machines = chain::ready(db, &by).await?.into_iter().map(line).collect::<Result<_, _>>()?;
    let repairs_href = Technician::of(by.viewer()).map(|_| super::ords::href());
    let lifetimes_href = LifetimesReader::of(by.viewer()).map(|_| super::lifetimes::href());
    layout.page("ready/index", layout.text("ready-title")?, &ListPage { machines, repairs_href, lifetimes_href })
}

fn grades(layout: &Layout<'_>, of: &ReadyMachine) -> Result<String, Error> {
    let told = of.machine.state.item.grades.map(|grades| lives::grades(layout, grades)).transpose()?;
    Ok(told.unwrap_or_default())
}

/// For whom it is reserved, until when.
fn reserved(layout: &Layout<'_>, of: &ReadyMachine) -> Result<Option<String>, Error> {
    let Some(reserved) = &of.reserved else { return Ok(None) };
    let until = layout.day(reserved.last_day(layout.zone()));
    let values = [("to", FluentValue::from(reserved.name.clone())), ("until", FluentValue::from(until))];
    layout.text_with("ready-reserved", values).map(Some)
}

#[derive(Serialize)]
struct ReadyPage<'f> {
    back_href: String,
    name: String,
    holder: String,
    year: Option<i64>,
    grades: String,
    reserved_for: Option<String>,
    seq: i64,
    form: &'f View,
    /// What was not done, and why.
    refused: Option<String>,
    reserve_href: Option<String>,
    /// Somebody else than oneself may have it.
    chooses: bool,
    /// For whom, when there is no choice.
    only: String,
    release_href: Option<String>,
    handover: Option<handover::Handover>,
    /// ReservedFor for their structure: somebody else prepares the hand-over.
    waits: bool,
    /// The page on which the rest of its life is told, for who holds it.
    machine_href: Option<String>,
}

/// The machine, for those whose business it is; for everybody else it is not there.
async fn found(by: &ReadyReader, db: &Db, id: EquipmentId) -> Result<ReadyMachine, Error> {
    chain::find_ready(db, by, id).await?.ok_or(Error::NotFound)
}

#[get("/ready-machines/<id>")]
async fn show(by: ReadyReader, layout: Layout<'_>, id: EquipmentId, db: &State<Db>) -> Result<Page, Error> {
    let of = found(&by, db, id).await?;
    let blank = View::blank(&NAMES).with("until", (layout.today() + USUALLY).to_string());
    page(&by, &layout, db, &of, (blank, None), None).await
}

async fn page(
    by: &ReadyReader,
    layout: &Layout<'_>,
    db: &Db,
    of: &ReadyMachine,
    (form, ticked): (View, Option<&[String]>),
    refused: Option<String>,
) -> Result<Page, Error> {
    let takers = chain::takers(db, by, of, layout.now).await?;
    let only = takers.first().filter(|_| takers.len() == 1);
    let may = |deed: &EventKind| chain::may_on_ready(by, of, deed, layout.now);
    let free = takers.first().map(|taker| sample(taker.org, layout)).is_some_and(|deed| may(&deed));
    let released = may(&EventKind::Release { reason: "-".to_owned() });
    let handover = handover::of(by, layout, db, of).await?;
    let form = form.offering("beneficiary", choices(layout, &takers)?);
    let form = handover::offering(layout, handover.as_ref(), form, ticked)?;
    let page = ReadyPage {
        back_href: index_href(),
        name: workshop::name_of(layout, &of.machine)?,
        holder: of.holder_name.clone(),
        year: of.machine.year,
        grades: grades(layout, of)?,
        reserved_for: reserved(layout, of)?,
        seq: of.machine.state.seq(),
        refused: refused.clone(),
        reserve_href: free.then(|| uri!(reserve(of.machine.id)).to_string()),
        chooses: takers.len() > 1,
        only: only.map(|taker| taker.org.to_string()).unwrap_or_default(),
        release_href: released.then(|| uri!(release(of.machine.id)).to_string()),
        waits: handover.is_none() && by.awaits(of.reserved.as_ref().map(|reserved| reserved.org)) && transfer_href(of).is_none(),
        handover,
        machine_href: machine_href(by, of),
        form: &form,
    };
    let wrong = refused.is_some() || !form.errors.is_empty();
    if wrong { layout.refuse("ready/show", page.name.clone(), &page) } else { layout.page("ready/show", page.name.clone(), &page) }
}

fn machine_href(by: &ReadyReader, of: &ReadyMachine) -> Option<String> {
    use crate::store::access::{RegisterOf, Workshop};
    let (id, holder) = (of.machine.id, of.holder);
    let in_workshop = Workshop::of(by.viewer(), holder).map(|_| workshop::machine_href(holder, id));
    in_workshop.or_else(|| RegisterOf::of(by.viewer(), of.machine.structure).map(|_| super::equipment::href(id)))
}

fn choices(layout: &Layout<'_>, takers: &[Taker]) -> Result<Vec<(String, String, Option<String>)>, Error> {
    let choice = |taker: &Taker| {
        let outside = (taker.kind == Addressee::Beneficiary).then(|| layout.text("organisation-kind-beneficiary")).transpose()?;
        let label = outside.map_or_else(|| taker.name.clone(), |kind| format!("{} ({kind})", taker.name));
        Ok((taker.org.to_string(), label, None))
    };
    takers.iter().map(choice).collect()
}

/// The deed as the form would ask for it, to know whether it may be done at all.
fn sample(beneficiary: OrgId, layout: &Layout<'_>) -> EventKind {
    EventKind::Reserve { beneficiary, expires_at: end_of(layout, layout.today()) }
}

/// The first instant after a day of the group's calendar.
fn end_of(layout: &Layout<'_>, day: NaiveDate) -> DateTime<Utc> {
    let next = (day + Days::new(1)).and_time(NaiveTime::MIN);
    let at = layout.zone().from_local_datetime(&next).earliest();
    at.map_or_else(|| next.and_utc(), |at| at.with_timezone(&Utc))
}

#[derive(FromForm)]
struct Reserving {
    seq: Whole<0, 1_000_000_000>,
    beneficiary: OrgId,
    until: Day,
}

#[post("/ready-machines/<id>/reservation", data = "<form>")]
async fn reserve(
    by: ReadyReader,
    layout: Layout<'_>,
    id: EquipmentId,
    form: Form<Contextual<'_, Reserving>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let of = found(&by, db, id).await?;
    let mut again = layout.again(&NAMES, &form.context)?;
    let Some(typed) = &form.value else { return Ok(Submitted::Refused(page(&by, &layout, db, &of, (again, None), None).await?)) };
    let day = typed.until.0;
    if day < layout.today() || day > layout.today() + AT_MOST {
        again.mistake("until", layout.text("ready-mistake-until")?);
        return Ok(Submitted::Refused(page(&by, &layout, db, &of, (again, None), None).await?));
    }
    let reserved = (typed.beneficiary, end_of(&layout, day));
    match chain::reserve(db, &by, (&of, typed.seq.0), reserved, layout.now).await {
        Ok(()) => Ok(Submitted::accepted(href(id), "ready-done-reserved")),
        Err(ReadyError::NoTaker) => {
            again.mistake("beneficiary", layout.text("mistake-choice")?);
            Ok(Submitted::Refused(page(&by, &layout, db, &of, (again, None), None).await?))
        }
        Err(ReadyError::Chain(error)) => refused(&by, &layout, db, id, again, error).await,
    }
}

#[derive(FromForm)]
struct Releasing {
    seq: Whole<0, 1_000_000_000>,
    reason: Words,
}

#[post("/ready-machines/<id>/release", data = "<form>")]
async fn release(
    by: ReadyReader,
    layout: Layout<'_>,
    id: EquipmentId,
    form: Form<Contextual<'_, Releasing>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let of = found(&by, db, id).await?;
    let again = layout.again(&NAMES, &form.context)?;
    let Some(typed) = &form.value else { return Ok(Submitted::Refused(page(&by, &layout, db, &of, (again, None), None).await?)) };
    match chain::release(db, &by, (&of, typed.seq.0), typed.reason.0.clone(), layout.now).await {
        Ok(()) => Ok(Submitted::accepted(href(id), "ready-done-released")),
        Err(ReadyError::Chain(error)) => refused(&by, &layout, db, id, again, error).await,
        Err(ReadyError::NoTaker) => Err(Error::NotFound),
    }
}

/// Why it was not done, over where the machine is by now; gone meanwhile, it is not there any more.
async fn refused(
    by: &ReadyReader,
    layout: &Layout<'_>,
    db: &Db,
    id: EquipmentId,
    again: View,
    error: ChainError,
) -> Result<Submitted, Error> {
    let why = match error {
        ChainError::NotFound => return Err(Error::NotFound),
        ChainError::Database(fault) => return Err(fault.into()),
        ChainError::Refused(refusal) => lives::refusal(layout, &refusal)?,
        ChainError::Overtaken(state) => {
            let stage = lives::stage_name(layout, state.stage())?;
            layout.text_with("chain-overtaken", [("stage", FluentValue::from(stage))])?
        }
    };
    match chain::find_ready(db, by, id).await? {
        Some(of) => Ok(Submitted::Refused(page(by, layout, db, &of, (again, None), Some(why)).await?)),
        // Somebody else has it now.
        None => Ok(Submitted::warned(index_href(), "ready-gone")),
    }
}

/// The transfer in which a machine is handed over, for who reads it.
fn transfer_href(of: &ReadyMachine) -> Option<String> {
    of.machine.state.item.transit.as_ref().map(|transit| transfers::href(transit.transfer))
}
