//! Writing time down without a ticket, and correcting what was written while its month is open.

use super::{sight, warnings};
use crate::domain::ids::{EntryId, EquipmentId, StructureId};
use crate::domain::interventions::{Kind, NotCharged};
use crate::domain::time::{Minutes, Month};
use crate::store::access::Technician;
use crate::store::interventions::{self, Change, Intervention, LogError, Logged, Work};
use crate::store::{Db, equipment, hours, structures};
use crate::texts::format;
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Day, Line, MOST_REASON, Maybe, TimeOfDay};
use crate::web::small_form::SmallForm;
use chrono::NaiveDate;
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![new, create, edit, update, withdraw]
}

const NAMES: [&str; 9] = ["structure", "day", "start", "minutes", "kind", "equipment", "note", "not_charged", "reason"];

#[derive(Serialize)]
struct EntryPage {
    form: View,
    href: String,
    entry: String,
    version: Option<i64>,
    over: Option<String>,
    correction: bool,
    foresight: sight::Foresight,
    has_machines: bool,
    today: String,
    withdrawal_href: Option<String>,
    index_href: String,
    /// The month is closed: what changes is posted in the present one, with a reason.
    closed: bool,
    earlier: Vec<EarlierLine>,
}

/// A version that was corrected since.
#[derive(Serialize)]
struct EarlierLine {
    what: String,
    note: String,
    replaced: String,
}

async fn earlier_lines(by: &Technician, layout: &Layout<'_>, db: &Db, of: &Intervention) -> Result<Vec<EarlierLine>, Error> {
    let mut lines = Vec::new();
    for version in interventions::earlier(db, by, of).await? {
        let kind = layout.text(&format!("hours-kind-{}", version.kind))?;
        let values =
            [("name", FluentValue::from(version.replaced_by)), ("at", FluentValue::from(layout.moment(version.replaced_at)))];
        lines.push(EarlierLine {
            what: format!("{} · {} · {kind}", layout.day(version.day), layout.duration(version.minutes)),
            note: version.note,
            replaced: layout.text_with("time-replaced", values)?,
        });
    }
    Ok(lines)
}

/// What an intervention's form stands for: a new one, or the correction of one.
enum Purpose<'a> {
    New(EntryId),
    Correction(&'a Intervention),
}

pub fn new_href() -> String {
    uri!(new(None::<String>)).to_string()
}

pub fn edit_href(entry: EntryId) -> String {
    uri!(edit(entry)).to_string()
}

#[get("/interventions/new?<structure>")]
async fn new(technician: Technician, layout: Layout<'_>, structure: Option<String>, db: &State<Db>) -> Result<Page, Error> {
    let form = View::blank(&NAMES)
        .with("structure", structure.unwrap_or_default())
        .with("day", layout.today().to_string())
        .with("minutes", "30 min")
        .with("kind", Kind::Remote.as_str());
    page(&technician, &layout, db, form, Purpose::New(EntryId::new(layout.now)), false).await
}

#[get("/interventions/<entry>/edit")]
async fn edit(technician: Technician, layout: Layout<'_>, entry: EntryId, db: &State<Db>) -> Result<Page, Error> {
    let found = interventions::find(db, &technician, entry).await?.ok_or(Error::NotFound)?;
    let work = &found.work;
    let form = View::blank(&NAMES)
        .with("structure", work.structure.to_string())
        .with("day", work.day.to_string())
        .with("start", work.start.map(format::time_value).unwrap_or_default())
        .with("minutes", layout.duration(work.minutes))
        .with("kind", work.kind.as_str())
        .with("equipment", work.equipment.map(|id| id.to_string()).unwrap_or_default())
        .with("note", work.note.clone())
        .with("not_charged", work.not_charged.map(|why| why.to_string()).unwrap_or_default());
    page(&technician, &layout, db, form, Purpose::Correction(&found), false).await
}

async fn page(by: &Technician, layout: &Layout<'_>, db: &Db, form: View, purpose: Purpose<'_>, look: bool) -> Result<Page, Error> {
    let refused = !form.errors.is_empty() && !look;
    let form = offered(by, layout, db, form).await?;
    let correcting = match &purpose {
        Purpose::New(_) => None,
        Purpose::Correction(found) => Some(*found),
    };
    let foreseen = if refused { None } else { foresee(by, layout, db, correcting, &form).await? };
    let (closed, earlier) = match correcting {
        None => (false, Vec::new()),
        Some(found) => {
            let month = hours::month(db, by, found.period).await?;
            (month.closed, earlier_lines(by, layout, db, found).await?)
        }
    };
    let over = correcting.map(|found| format!("{} · {}", layout.day(found.work.day), found.structure_name));
    let page = EntryPage {
        href: match &purpose {
            Purpose::New(_) => uri!(create).to_string(),
            Purpose::Correction(found) => uri!(update(found.entry)).to_string(),
        },
        entry: match &purpose {
            Purpose::New(entry) => entry.to_string(),
            Purpose::Correction(found) => found.entry.to_string(),
        },
        version: correcting.map(|found| found.version),
        over,
        correction: correcting.is_some(),
        foresight: sight::Foresight {
            seen: foreseen.unwrap_or_default(),
            href: super::foreseen_href(),
            structure: None,
            ticket: correcting.and_then(|found| found.work.ticket).map(|id| id.to_string()),
            entry: correcting.map(|found| found.entry.to_string()),
        },
        has_machines: form.has_choices("equipment"),
        today: layout.today().to_string(),
        withdrawal_href: correcting.map(|found| withdrawal_href(found.entry)),
        index_href: super::index_href(),
        closed,
        earlier,
        form,
    };
    let title = layout.text(if page.correction { "time-correct-title" } else { "time-new-title" })?;
    layout.page_of_form("interventions/entry", title, &page.form, &page)
}

/// Structures with what each has left, the machines of the one chosen, kinds, reasons.
async fn offered(by: &Technician, layout: &Layout<'_>, db: &Db, form: View) -> Result<View, Error> {
    let today = layout.today();
    let month = hours::month(db, by, Month::of(today)).await?;
    let mut choices = vec![(String::new(), layout.text("time-structure-choose")?, None)];
    for (structure, _) in structures::all(db, by).await? {
        let left = month.rows.iter().find(|row| row.structure == structure.id).map(|row| row.left);
        let label = match left {
            None => structure.name.clone(),
            Some(left) => {
                let values =
                    [("name", FluentValue::from(structure.name.clone())), ("left", FluentValue::from(layout.duration(left)))];
                layout.text_with("time-structure-left", values)?
            }
        };
        choices.push((structure.id.to_string(), label, None));
    }
    let mut machines = Vec::new();
    if let Ok(structure) = form.value("structure").parse::<StructureId>() {
        machines.push((String::new(), layout.text("time-machine-none")?, None));
        let in_use = equipment::in_use(db, by, structure).await?;
        machines.extend(in_use.into_iter().map(|m| (m.id.to_string(), m.particulars.name, None)));
    }
    let form = form.offering("structure", choices).offering("equipment", machines).offering("kind", sight::kinds(layout)?);
    Ok(form.offering("not_charged", sight::reasons(layout)?))
}

async fn foresee(
    by: &Technician,
    layout: &Layout<'_>,
    db: &Db,
    correcting: Option<&Intervention>,
    form: &View,
) -> Result<Option<sight::Foreseen>, Error> {
    let parsed = (form.value("structure").parse::<StructureId>(), form.value("minutes").parse::<Minutes>());
    let (Ok(structure), Ok(minutes)) = parsed else { return Ok(None) };
    if minutes.0 == 0 {
        return Ok(None);
    }
    let Some((known, _)) = structures::find(db, by, structure).await? else { return Ok(None) };
    let work = Work {
        structure,
        ticket: correcting.and_then(|found| found.work.ticket),
        equipment: None,
        day: form.value("day").parse().unwrap_or_else(|_| layout.today()),
        start: TimeOfDay::read(form.value("start")).map(|start| start.0),
        minutes,
        kind: form.value("kind").parse().unwrap_or(Kind::Remote),
        not_charged: form.value("not_charged").parse().ok(),
        note: String::new(),
    };
    sight::foresee(by, layout, db, correcting.map(|found| found.entry), &work, &known.name).await
}

#[derive(FromForm)]
struct Entry<'f> {
    entry: EntryId,
    version: Option<i64>,
    structure: StructureId,
    day: Day,
    start: Maybe<TimeOfDay>,
    minutes: Minutes,
    kind: Kind,
    equipment: Maybe<EquipmentId>,
    note: Line<500>,
    not_charged: Maybe<NotCharged>,
    reason: Maybe<Line<MOST_REASON>>,
    act: Option<&'f str>,
}

impl Entry<'_> {
    fn work(&self, ticket: Option<crate::domain::ids::TicketId>) -> Work {
        Work {
            structure: self.structure,
            ticket,
            equipment: self.equipment.0,
            day: self.day.0,
            start: self.start.0.map(|start| start.0),
            minutes: self.minutes,
            kind: self.kind,
            not_charged: self.not_charged.0,
            note: self.note.0.clone(),
        }
    }

    fn is_impossible(&self) -> bool {
        self.minutes.0 == 0 || self.minutes.0 > 1440 || !self.kind.is_charged()
    }
}

/// Where one goes on once time is written down: to the week that shows something, if any.
fn written(day: NaiveDate, warned: Option<String>, said: &str) -> Submitted {
    match warned {
        Some(warning) => Submitted::warned(super::week_href(day), &warning),
        None => Submitted::accepted(super::index_href(), said),
    }
}

/// Writes time down; `act=look` only shows what it will leave.
#[post("/interventions", data = "<form>")]
async fn create(
    technician: Technician,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Entry<'_>>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&NAMES, &form.context)?;
    let look = form.context.field_value("act") == Some("look");
    let entry = form.context.field_value("entry").and_then(|id| id.parse().ok()).unwrap_or_else(|| EntryId::new(now.at));
    if let Some(typed) = form.value.as_ref().filter(|typed| !look && !typed.is_impossible() && typed.act != Some("look")) {
        let work = typed.work(None);
        let warned = warnings::said_after(&technician, db, typed.entry, &work, now.today).await?;
        match interventions::log(db, &technician, typed.entry, work, now.today, now.at).await {
            Ok(Logged::Counted) => return Ok(written(typed.day.0, warned, "time-saved")),
            Ok(Logged::Late) => return Ok(Submitted::warned(super::index_href(), "time-kept-late")),
            Err(LogError::Database(error)) => return Err(error.into()),
            Err(refused) => {
                let (field, text) = sight::mistake(&layout, &refused)?;
                again.mistake(field, text);
            }
        }
    } else if form.value.as_ref().is_some_and(Entry::is_impossible) && !look {
        again.mistake("minutes", layout.text("mistake-minutes-none")?);
    }
    Ok(Submitted::Refused(page(&technician, &layout, db, again, Purpose::New(entry), look).await?))
}

/// Corrects an intervention: a new version; the old one stays readable.
#[post("/interventions/<entry>", data = "<form>")]
async fn update(
    technician: Technician,
    layout: Layout<'_>,
    entry: EntryId,
    form: Form<Contextual<'_, Entry<'_>>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let found = interventions::find(db, &technician, entry).await?.ok_or(Error::NotFound)?;
    let mut again = layout.again(&NAMES, &form.context)?;
    let look = form.context.field_value("act") == Some("look");
    if let Some(typed) = form.value.as_ref().filter(|typed| !look && !typed.is_impossible()) {
        // A ticket belongs to one structure: work that moves to another leaves it.
        let ticket = found.work.ticket.filter(|_| typed.structure == found.work.structure);
        let reason = typed.reason.0.as_ref().map(|line| line.0.clone()).unwrap_or_default();
        let change = Change { entry, seen: typed.version.unwrap_or(found.version), reason };
        let work = typed.work(ticket);
        let warned = warnings::said_after(&technician, db, entry, &work, now.today).await?;
        match interventions::correct(db, &technician, change, work, now.today, now.at).await {
            Ok(()) => return Ok(written(typed.day.0, warned, "time-corrected")),
            Err(LogError::Database(error)) => return Err(error.into()),
            Err(refused) => {
                let (field, text) = sight::mistake(&layout, &refused)?;
                again.mistake(field, text);
            }
        }
    } else if form.value.as_ref().is_some_and(Entry::is_impossible) && !look {
        again.mistake("minutes", layout.text("mistake-minutes-none")?);
    }
    Ok(Submitted::Refused(page(&technician, &layout, db, again, Purpose::Correction(&found), look).await?))
}

fn withdrawal_href(entry: EntryId) -> String {
    uri!(withdraw(entry)).to_string()
}

#[derive(FromForm)]
struct Withdrawal {
    version: i64,
    /// Asked once the month is closed.
    reason: Maybe<Line<MOST_REASON>>,
}

/// Takes an intervention out of the count; it stays in the history.
#[post("/interventions/<entry>/withdrawal", data = "<form>")]
async fn withdraw(
    technician: Technician,
    entry: EntryId,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Withdrawal>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    // Work on a confidential request is there for who may read it.
    interventions::find(db, &technician, entry).await?.ok_or(Error::NotFound)?;
    let to = super::index_href();
    let small = SmallForm {
        href: withdrawal_href(entry),
        back_href: edit_href(entry),
        name: "reason",
        label: "time-reason-out",
        button: "time-withdraw",
        most: MOST_REASON,
        lines: false,
        hidden: &["version"],
    };
    let Some(withdrawal) = &form.value else {
        return small.again(&layout, &form.context);
    };
    let change = Change { entry, seen: withdrawal.version, reason: withdrawal.reason.clone().or_empty() };
    match interventions::withdraw(db, &technician, change, now.today, now.at).await {
        Ok(()) => Ok(Submitted::accepted(to, "time-withdrawn")),
        Err(LogError::NoReason) => small.refused(&layout, &form.context, "mistake-reason"),
        Err(LogError::Newer) => Ok(Submitted::warned(to, "mistake-newer")),
        Err(LogError::Database(error)) => Err(error.into()),
        Err(_) => Err(Error::NotFound),
    }
}
