//! What the form of a visit offers: structures, technicians, free times, open requests.

use super::{Typed, USUAL};
use crate::domain::ids::{PersonId, StructureId};
use crate::domain::time::{Minutes, Month};
use crate::domain::visits::VisitTime;
use crate::store::access::Technician;
use crate::store::visits::{self, Visit};
use crate::store::{Db, structures, tickets};
use crate::texts::format;
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::layout::Layout;
use crate::web::params::{TimeOfDay, mistake};
use crate::web::visits::{wall, words};
use chrono::{Datelike, NaiveDate};
use fluent_bundle::FluentValue;
use rocket::form::{self, FromFormField, ValueField};

/// As many free times as are read at a glance.
const SLOTS: usize = 4;

/// A free time that was offered: `2026-12-03T14:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    pub day: NaiveDate,
    /// Minutes after local midnight.
    pub from: u32,
}

impl Slot {
    fn read(text: &str) -> Option<Self> {
        let (day, start) = text.trim().split_once('T')?;
        let day: NaiveDate = day.parse().ok().filter(|day: &NaiveDate| (2000..2200).contains(&day.year()))?;
        Some(Self { day, from: TimeOfDay::read(start)?.0 })
    }
}

impl<'v> FromFormField<'v> for Slot {
    fn from_value(field: ValueField<'v>) -> form::Result<'v, Self> {
        Self::read(field.value).ok_or_else(|| mistake("mistake-choice"))
    }
}

type Offer = (String, String, Option<String>);

/// The form with its choices. A structure is chosen before its requests are offered.
pub(super) async fn offered(
    by: &Technician,
    layout: &Layout<'_>,
    db: &Db,
    Typed { form, ticked }: Typed,
    known: Option<&Visit>,
    preset: bool,
) -> Result<View, Error> {
    let structure = known.map(|visit| visit.structure).or_else(|| form.value("structure").parse().ok());
    let requests = match structure {
        Some(structure) => requests(by, layout, db, structure, known).await?,
        None => Vec::new(),
    };
    let mut free = free(by, layout, db, &form, known).await?;
    let mut form = form.preset("technician", by.viewer().id().to_string());
    let chosen = free.iter().any(|(value, ..)| value == form.value("slot"));
    let typed = Slot::read(form.value("slot"));
    match (preset, typed) {
        // A time that is not free any more, or another technician's: the first that is.
        (true, _) if form.value("day").is_empty() && (!chosen || form.value("slot").is_empty()) => {
            form = form.with("slot", free.first().map(|(value, ..)| value.clone()).unwrap_or_default());
        }
        // In a form with a mistake what was chosen stays.
        (false, Some(slot)) if !chosen => {
            let time = VisitTime::lasting(slot.day, slot.from, Minutes(1));
            let label = time.map_or(Ok(String::new()), |time| words::at(layout, &time))?;
            free.insert(0, (form.value("slot").to_owned(), label, None));
        }
        _ => {}
    }
    Ok(form
        .offering("structure", places(by, layout, db).await?)
        .offering("technician", technicians(by, db).await?)
        .offering("slot", free)
        .offering_several("tickets", requests, &ticked))
}

/// The members of this month and those that have still to come.
async fn places(by: &Technician, layout: &Layout<'_>, db: &Db) -> Result<Vec<Offer>, Error> {
    let month = Month::of(layout.today());
    let mut all = structures::all(db, by).await?;
    all.retain(|(_, agreements)| agreements.as_ref().is_some_and(|all| all.latest().last_month.is_none_or(|last| month <= last)));
    all.sort_by_cached_key(|(structure, _)| format::alphabetical(&structure.name));
    let choose = (String::new(), layout.text("time-structure-choose")?, None);
    let places = all.into_iter().map(|(structure, _)| (structure.id.to_string(), structure.name, None));
    Ok(std::iter::once(choose).chain(places).collect())
}

async fn technicians(by: &Technician, db: &Db) -> Result<Vec<Offer>, Error> {
    let all = tickets::technicians(db, by).await?;
    Ok(all.into_iter().map(|(id, name)| (id.to_string(), name, None)).collect())
}

/// The next free times, and the way to type another.
async fn free(by: &Technician, layout: &Layout<'_>, db: &Db, form: &View, known: Option<&Visit>) -> Result<Vec<Offer>, Error> {
    let technician: PersonId = form.value("technician").parse().unwrap_or_else(|_| by.viewer().id());
    let length: Minutes = form.value("minutes").parse().unwrap_or(USUAL);
    let found = visits::free_slots(db, by, technician, length, known.map(|visit| visit.id), (wall(layout), SLOTS)).await?;
    let mut free = Vec::new();
    for slot in found {
        let value = format!("{}T{}", slot.day(), format::time_value(slot.from()));
        free.push((value, words::at(layout, &slot)?, None));
    }
    free.push((String::new(), layout.text("visits-other-time")?, None));
    Ok(free)
}

/// « N° 1042 · L'écran clignote »; of a confidential one its number, and that it is.
async fn requests(
    by: &Technician,
    layout: &Layout<'_>,
    db: &Db,
    structure: StructureId,
    known: Option<&Visit>,
) -> Result<Vec<Offer>, Error> {
    let offered = visits::offered(db, by, structure, known.map(|visit| visit.id)).await?;
    let said = |of: visits::Offered| {
        let number = layout.text_with("ticket-number", [("number", FluentValue::from(of.number.to_string()))])?;
        let title = if of.title.is_empty() { layout.text("ticket-covered-title")? } else { of.title };
        Ok((of.id.to_string(), format!("{number} · {title}"), None))
    };
    offered.into_iter().map(said).collect()
}
