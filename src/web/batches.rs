//! One deed on the requests that were ticked in a list: what is chosen, what is done with it, what became of each, and the way
//! back.

use super::errors::Error;
use super::forms::Form as View;
use super::guards::Now;
use super::layout::{Layout, Page, Submitted};
use super::params::{Maybe, Words};
use super::tickets::{self as lists, Labels, first_name};
use crate::domain::canned_answers::{Blank, filled, has};
use crate::domain::ids::{CannedAnswerId, CategoryId, OutageId, PersonId, StructureId, TicketBatchId};
use crate::domain::tickets::Outcome;
use crate::domain::tickets::batches::{Act, Fate, MOST};
use crate::store::access::{CategoryKeeper, Technician};
use crate::store::tickets::{self, Batch, BatchError, Deeds, QueueRow};
use crate::store::{Db, canned_answers, categories, outages};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

pub fn routes() -> Vec<Route> {
    routes![new, create, show, undo]
}

#[derive(Serialize)]
struct NewPage {
    back_href: String,
    href: String,
    heading: String,
    batch: String,
    numbers: Vec<i64>,
    chosen: Vec<ChosenLine>,
    form: View,
    print_href: String,
    merge: Option<MergePart>,
}

/// What will come of making them one, when they can be.
#[derive(Serialize)]
struct MergePart {
    lives_on: i64,
    readers: Option<String>,
    covered: bool,
    charged: Option<(String, String)>,
}

#[derive(Serialize)]
struct ChosenLine {
    href: String,
    title: String,
    small: String,
}

const NAMES: [&str; 7] = ["to", "question", "words", "canned", "outcome", "category", "outage"];

/// The address of the page, where a list sends the numbers that are ticked.
pub fn new_href() -> String {
    uri!(new(Vec::<i64>::new())).to_string()
}

/// What is chosen, and what may be done with it.
#[get("/batches/new?<t>")]
async fn new(technician: Technician, layout: Layout<'_>, t: Vec<i64>, db: &State<Db>) -> Result<Page, Error> {
    page(&technician, &layout, db, &t, TicketBatchId::new(layout.now), View::blank(&NAMES)).await
}

async fn page(
    by: &Technician,
    layout: &Layout<'_>,
    db: &Db,
    numbers: &[i64],
    batch: TicketBatchId,
    form: View,
) -> Result<Page, Error> {
    let numbers: Vec<i64> = numbers.iter().copied().take(MOST).collect();
    let rows = tickets::chosen_rows(db, by, &numbers).await?;
    let chosen = rows.iter().map(|row| chosen_line(layout, row)).collect::<Result<Vec<_>, _>>()?;
    let heading = layout.text_with("batches-title", [("n", FluentValue::from(chosen.len()))])?;
    let none = |label: String| (String::new(), label, None);
    let people = tickets::technicians(db, by).await?.into_iter().map(|(id, name)| (id.to_string(), name, None));
    let answers = canned_answers::all(db, by).await?.into_iter().map(|answer| (answer.id.to_string(), answer.title, None));
    let outcomes = [Outcome::Fixed, Outcome::Advice, Outcome::NotOurs];
    let outcomes =
        outcomes.iter().map(|outcome| Ok((outcome.to_string(), layout.text(&format!("ticket-outcome-{outcome}"))?, None)));
    let form = form
        .preset("outcome", Outcome::Fixed.as_str())
        .offering("outcome", outcomes.collect::<Result<Vec<_>, Error>>()?)
        .offering("to", people)
        .offering("canned", std::iter::once(none(layout.text("batches-no-canned")?)).chain(answers));
    let keeper = CategoryKeeper::from(by);
    let all = categories::all(db, &keeper).await?.into_iter().filter(|one| !one.retired);
    let categories =
        std::iter::once(none(layout.text("triage-no-category")?)).chain(all.map(|one| (one.id.to_string(), one.name, None)));
    let lasting = outages::open(db, by).await?.into_iter().map(|outage| (outage.id.to_string(), outage.title, None));
    let form = form.offering("category", categories).offering("outage", lasting);
    let page = NewPage {
        back_href: lists::index_href(),
        href: uri!(create).to_string(),
        heading: heading.clone(),
        batch: batch.to_string(),
        print_href: lists::several_href(&numbers),
        merge: merge_part(by, layout, db, &rows).await?,
        numbers,
        chosen,
        form,
    };
    layout.page_of_form("batches/new", heading, &page.form, &page)
}

async fn merge_part(by: &Technician, layout: &Layout<'_>, db: &Db, rows: &[QueueRow]) -> Result<Option<MergePart>, Error> {
    let Some(foreseen) = tickets::foresee_merges(db, by, rows).await? else { return Ok(None) };
    let (before, after) = foreseen.charged;
    Ok(Some(MergePart {
        lives_on: foreseen.lives_on,
        readers: (!foreseen.newly_reading.is_empty()).then(|| foreseen.newly_reading.join(", ")),
        covered: foreseen.covered,
        charged: (before != after).then(|| (layout.duration(before), layout.duration(after))),
    }))
}

fn chosen_line(layout: &Layout<'_>, row: &QueueRow) -> Result<ChosenLine, Error> {
    let number = layout.text_with("ticket-number", [("number", FluentValue::from(row.number.to_string()))])?;
    let title = Labels { layout }.title(row)?;
    Ok(ChosenLine { href: lists::href(row.id), title, small: format!("{number} · {}", row.structure_name) })
}

#[derive(FromForm)]
struct Chosen {
    batch: TicketBatchId,
    t: Vec<i64>,
    act: ActField,
    to: Maybe<PersonId>,
    question: Maybe<Words>,
    words: Maybe<Words>,
    canned: Maybe<CannedAnswerId>,
    outcome: Option<Outcome>,
    category: Maybe<CategoryId>,
    outage: Maybe<OutageId>,
}

/// What is pressed.
struct ActField(Act);

impl<'v> rocket::form::FromFormField<'v> for ActField {
    fn from_value(field: rocket::form::ValueField<'v>) -> rocket::form::Result<'v, Self> {
        field.value.parse().map(Self).map_err(|_| super::params::mistake("mistake-choice"))
    }
}

#[post("/batches", data = "<form>")]
async fn create(
    technician: Technician,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Chosen>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&NAMES, &form.context)?;
    let Some(chosen) = &form.value else {
        let numbers: Vec<i64> = form.context.field_values("t").filter_map(|number| number.parse().ok()).collect();
        return Ok(Submitted::Refused(page(&technician, &layout, db, &numbers, TicketBatchId::new(now.at), again).await?));
    };
    match asked(&technician, db, chosen).await? {
        Err((field, key)) => again.mistake(field, layout.text(key)?),
        Ok((deeds, text)) => {
            let me = first_name(technician.viewer().name()).to_owned();
            let visits = next_visits(&technician, &layout, db, &text, &chosen.t).await?;
            let says = |row: &QueueRow| said(&text, row, &me, &visits);
            match tickets::carry_out(db, &technician, (chosen.batch, deeds), &chosen.t, says, (now.today, now.at)).await {
                Ok(()) => return Ok(Submitted::moved(uri!(show(chosen.batch)))),
                Err(BatchError::Foreign) => again.mistake("to", layout.text("mistake-choice")?),
                Err(BatchError::NotFound) => again.mistake("to", layout.text("mistake-form-used")?),
                Err(BatchError::Database(error)) => return Err(error.into()),
            }
        }
    }
    let batch = TicketBatchId::new(now.at);
    Ok(Submitted::Refused(page(&technician, &layout, db, &chosen.t, batch, again).await?))
}

type Mistaken = (&'static str, &'static str);

/// What is to be done and what is said; else the field that lacks something.
async fn asked(by: &Technician, db: &Db, chosen: &Chosen) -> Result<Result<(Deeds, String), Mistaken>, Error> {
    if chosen.t.is_empty() {
        return Ok(Err(("to", "mistake-batches-none")));
    }
    if chosen.t.len() > MOST {
        return Ok(Err(("to", "mistake-batches-many")));
    }
    Ok(match chosen.act.0 {
        Act::Give => match chosen.to.0 {
            Some(person) => Ok((Deeds::Give(person), String::new())),
            None => Err(("to", "mistake-choice")),
        },
        Act::Ask => match chosen.question.clone().or_empty() {
            words if words.is_empty() => Err(("question", "mistake-words")),
            words => Ok((Deeds::Ask, words)),
        },
        Act::Categorise => match chosen.category.0 {
            None => Ok((Deeds::Categorise(None), String::new())),
            Some(id) => {
                let all = categories::all(db, &CategoryKeeper::from(by)).await?;
                let known = all.iter().any(|one| one.id == id && !one.retired);
                if known { Ok((Deeds::Categorise(Some(id)), String::new())) } else { Err(("category", "mistake-choice")) }
            }
        },
        Act::Tie => match chosen.outage.0 {
            Some(outage) if outages::open(db, by).await?.iter().any(|known| known.id == outage) => {
                Ok((Deeds::Tie(outage), String::new()))
            }
            _ => Err(("outage", "mistake-choice")),
        },
        // Sent twice, it was done: nothing is left to be made one.
        Act::Merge if tickets::batch(db, by, chosen.batch).await?.is_some() => Ok((Deeds::Merge, String::new())),
        Act::Merge => {
            let rows = tickets::chosen_rows(db, by, &chosen.t).await?;
            match tickets::foresee_merges(db, by, &rows).await? {
                Some(_) => Ok((Deeds::Merge, String::new())),
                None => Err(("to", "mistake-batches-merge")),
            }
        }
        Act::Settle => {
            let Some(outcome) = chosen.outcome.filter(|outcome| *outcome != Outcome::Withdrawn) else {
                return Ok(Err(("outcome", "mistake-choice")));
            };
            let kept_ready = match chosen.canned.0 {
                None => None,
                Some(id) => match canned_answers::find(db, by, id).await? {
                    Some(answer) => Some(answer.words),
                    None => return Ok(Err(("canned", "mistake-choice"))),
                },
            };
            let typed = Some(chosen.words.clone().or_empty()).filter(|words| !words.is_empty());
            let parts: Vec<String> = typed.into_iter().chain(kept_ready).collect();
            if parts.is_empty() { Err(("words", "mistake-words")) } else { Ok((Deeds::Settle(outcome), parts.join("\n\n"))) }
        }
    })
}

/// Who comes next to each structure of these requests, when the text says it.
async fn next_visits(
    by: &Technician,
    layout: &Layout<'_>,
    db: &Db,
    text: &str,
    numbers: &[i64],
) -> Result<HashMap<StructureId, String>, Error> {
    let mut visits = HashMap::new();
    if !has(text, Blank::NextVisit) {
        return Ok(visits);
    }
    for row in tickets::chosen_rows(db, by, numbers).await? {
        if let Entry::Vacant(unknown) = visits.entry(row.structure_id) {
            unknown.insert(lists::next_visit_said(by, layout, db, row.structure_id).await?);
        }
    }
    Ok(visits)
}

/// The text of one ticket: its blanks filled.
fn said(text: &str, row: &QueueRow, me: &str, visits: &HashMap<StructureId, String>) -> String {
    filled(text, |blank| match blank {
        Blank::FirstName => first_name(&row.requester_name).to_owned(),
        Blank::Number => row.number.to_string(),
        Blank::Structure => row.structure_name.clone(),
        Blank::Me => me.to_owned(),
        Blank::NextVisit => visits.get(&row.structure_id).cloned().unwrap_or_default(),
    })
}

#[derive(Serialize)]
struct ShownPage {
    back_href: String,
    heading: String,
    lead: String,
    done: Vec<FateLine>,
    others: Vec<FateLine>,
    undo_href: Option<String>,
}

#[derive(Serialize)]
struct FateLine {
    number: i64,
    /// Where it is, of those that were reached.
    href: Option<String>,
    text: String,
}

/// What became of each.
#[get("/batches/<id>")]
async fn show(technician: Technician, layout: Layout<'_>, id: TicketBatchId, db: &State<Db>) -> Result<Page, Error> {
    let batch = tickets::batch(db, &technician, id).await?.ok_or(Error::NotFound)?;
    let numbers: Vec<i64> = batch.lines.iter().map(|(number, _)| *number).collect();
    let rows = tickets::chosen_rows(db, &technician, &numbers).await?;
    let (mut done, mut others) = (Vec::new(), Vec::new());
    for (number, fate) in &batch.lines {
        let row = rows.iter().find(|row| row.number == *number);
        let text = match (fate, row) {
            (Fate::Done, Some(row)) => row.title.clone(),
            _ => layout.text(&format!("batches-fate-{fate}"))?,
        };
        let to = if *fate == Fate::Done { &mut done } else { &mut others };
        to.push(FateLine { number: *number, href: row.map(|row| lists::href(row.id)), text });
    }
    let can_be_undone = batch.act.can_be_undone() && !batch.undone && !done.is_empty();
    let page = ShownPage {
        back_href: lists::index_href(),
        heading: layout.text(&format!("batches-shown-{}", batch.act))?,
        lead: lead(&layout, &batch)?,
        done,
        others,
        undo_href: can_be_undone.then(|| uri!(undo(id)).to_string()),
    };
    layout.page("batches/show", page.heading.clone(), &page)
}

fn lead(layout: &Layout<'_>, batch: &Batch) -> Result<String, Error> {
    let (key, of): (_, &[Fate]) =
        if batch.undone { ("batches-lead-undone", &[Fate::Undone]) } else { ("batches-lead-done", &[Fate::Done]) };
    let values = [("n", FluentValue::from(batch.count(of))), ("all", FluentValue::from(batch.lines.len()))];
    layout.text_with(key, values)
}

#[post("/batches/<id>/undoing")]
async fn undo(technician: Technician, id: TicketBatchId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    match tickets::undo(db, &technician, id, now.at).await {
        Ok(()) => Ok(Submitted::moved(uri!(show(id)))),
        Err(BatchError::Database(error)) => Err(error.into()),
        Err(_) => Err(Error::NotFound),
    }
}
