//! The form of a series, without a word of RFC 5545: every so many weeks, on these days, until then.

mod read;

use super::{DateLine, SHOWN, words};
use crate::domain::ids::{SeriesId, StructureId};
use crate::domain::people::Role;
use crate::domain::series::{Days, End, Frequency};
use crate::store::access::Technician;
use crate::store::series::{self, Plan, Series, SeriesError};
use crate::store::{Db, calendar, equipment, people, structures, tickets};
use crate::texts::format;
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use chrono::Weekday;
use read::{By, Typed};
use rocket::form::{Context, Contextual, Form};
use rocket::{State, get, post, uri};
use serde::Serialize;

#[derive(Serialize)]
struct FormPage {
    form: View,
    href: String,
    back_href: String,
    heading: String,
    button: String,
    is_new: bool,
    /// Which structure, while it is not known.
    structures: Vec<StructureLink>,
    structure: String,
    series: String,
    chosen: Option<String>,
    has_machines: bool,
    /// Something stands in what is rarely asked.
    more: bool,
    /// What was asked by « Voir les dates »: the rule in words, its next dates.
    rule: Option<String>,
    dates: Vec<DateLine>,
}

#[derive(Serialize)]
struct StructureLink {
    href: String,
    name: String,
    city: String,
}

const NAMES: [&str; 18] = [
    "title",
    "words",
    "steps",
    "interval",
    "frequency",
    "weekdays",
    "by",
    "day",
    "nth",
    "weekday",
    "months",
    "until",
    "times",
    "starts_on",
    "days_ahead",
    "requester",
    "technician",
    "machines",
];

/// What can be ticked several times over, as the form sends it.
#[derive(Default)]
struct Ticked {
    weekdays: Vec<String>,
    months: Vec<String>,
    machines: Vec<String>,
}

impl Ticked {
    fn sent(context: &Context<'_>) -> Self {
        let all = |name| context.field_values(name).map(str::to_owned).collect();
        Self { weekdays: all("weekdays"), months: all("months"), machines: all("machines") }
    }
}

/// A form with what stands in it, and the plan whose dates are looked at.
struct Filled {
    form: View,
    ticked: Ticked,
    looked: Option<Plan>,
}

/// For which structure the form is, and the series that it changes.
struct About<'a> {
    structure: StructureId,
    name: String,
    key: String,
    of: Option<&'a Series>,
}

/// The address of the form; without a structure it first asks for which.
pub fn new_href(structure: Option<StructureId>) -> String {
    let structure = structure.map(|id| id.to_string());
    uri!(new(structure)).to_string()
}

/// The address of the form of a series.
pub fn edit_href(id: SeriesId) -> String {
    uri!(edit(id)).to_string()
}

#[get("/series/new?<structure>")]
pub async fn new(by: Technician, layout: Layout<'_>, structure: Option<String>, db: &State<Db>) -> Result<Page, Error> {
    let id: Option<StructureId> = structure.and_then(|id| id.parse().ok());
    let key = SeriesId::new(layout.now).to_string();
    let Some(about) = about_new(&by, db, id, key).await? else { return choose(&by, &layout, db, View::blank(&NAMES)).await };
    let form = View::blank(&NAMES)
        .with("interval", "1")
        .with("frequency", Frequency::Monthly.as_str())
        .with("by", By::Nth.as_str())
        .with("nth", "1")
        .with("weekday", "2")
        .with("starts_on", layout.today().to_string())
        .with("days_ahead", "7")
        .with("technician", by.viewer().id().to_string());
    page(&by, &layout, db, &about, Filled { form, ticked: Ticked::default(), looked: None }).await
}

async fn about_new(by: &Technician, db: &Db, id: Option<StructureId>, key: String) -> Result<Option<About<'static>>, Error> {
    let Some(id) = id else { return Ok(None) };
    let found = structures::find(db, by, id).await?;
    Ok(found.map(|(structure, _)| About { structure: id, name: structure.name, key, of: None }))
}

/// The page that asks for which structure.
async fn choose(by: &Technician, layout: &Layout<'_>, db: &Db, form: View) -> Result<Page, Error> {
    let mut all = structures::all(db, by).await?;
    all.sort_by_cached_key(|(structure, _)| format::alphabetical(&structure.name));
    let link = |(s, _): (structures::Structure, _)| StructureLink { href: new_href(Some(s.id)), name: s.name, city: s.city };
    let page = FormPage {
        structures: all.into_iter().map(link).collect(),
        form,
        href: uri!(create).to_string(),
        back_href: super::href(),
        heading: layout.text("series-new")?,
        button: String::new(),
        is_new: true,
        structure: String::new(),
        series: String::new(),
        chosen: None,
        has_machines: false,
        more: false,
        rule: None,
        dates: Vec::new(),
    };
    layout.page_of_form("series/form", page.heading.clone(), &page.form, &page)
}

async fn page(by: &Technician, layout: &Layout<'_>, db: &Db, about: &About<'_>, filled: Filled) -> Result<Page, Error> {
    let Filled { form, ticked, looked } = filled;
    let form = whom(by, layout, db, about, form, &ticked).await?;
    let form = when(layout, form, &ticked)?;
    let (href, back_href, key) = match about.of {
        Some(of) => (uri!(update(of.id)).to_string(), super::href_of(of.id), "series-edit"),
        None => (uri!(create).to_string(), super::href(), "series-new"),
    };
    let calendar = calendar::promised(db, by).await?;
    let from = looked.as_ref().map_or(layout.today(), |plan| plan.starts_on.max(layout.today()));
    let dates = looked.iter().flat_map(|plan| plan.next(&calendar.calendar, from, SHOWN));
    let page = FormPage {
        href,
        back_href,
        heading: layout.text(key)?,
        button: layout.text(&format!("{key}-act"))?,
        is_new: about.of.is_none(),
        structures: Vec::new(),
        structure: about.structure.to_string(),
        series: about.key.clone(),
        chosen: Some(about.name.clone()),
        has_machines: form.has_choices("machines"),
        more: !ticked.months.is_empty() || ["until", "times"].iter().any(|name| !form.value(name).is_empty()),
        rule: looked.as_ref().map(|plan| words::said(layout, &plan.rule, plan.starts_on)).transpose()?,
        dates: dates.map(|date| DateLine::of(layout, date)).collect::<Result<_, _>>()?,
        form,
    };
    layout.page_of_form("series/form", page.heading.clone(), &page.form, &page)
}

/// For whom, by whom, which machines: all of the structure, its referent preset.
async fn whom(
    by: &Technician,
    layout: &Layout<'_>,
    db: &Db,
    about: &About<'_>,
    form: View,
    ticked: &Ticked,
) -> Result<View, Error> {
    let members = people::of_structure(db, by, about.structure).await?;
    let referent = members.iter().find(|member| member.role == Role::Referent).map(|member| member.person.to_string());
    let mut requesters = vec![(String::new(), layout.text("series-requester-choose")?, None)];
    requesters.extend(members.into_iter().map(|member| (member.person.to_string(), member.name, None)));
    let technicians = tickets::technicians(db, by).await?.into_iter().map(|(id, name)| (id.to_string(), name, None));
    let machines = equipment::in_use(db, by, about.structure).await?.into_iter();
    let machines = machines.map(|machine| (machine.id.to_string(), machine.particulars.name, None));
    Ok(form
        .preset("requester", referent.unwrap_or_default())
        .offering("requester", requesters)
        .offering("technician", technicians)
        .offering_several("machines", machines, &ticked.machines))
}

/// What there is to choose from of a rule.
fn when(layout: &Layout<'_>, form: View, ticked: &Ticked) -> Result<View, Error> {
    let texts = |keys: Vec<(String, String)>| {
        keys.into_iter().map(|(value, key)| Ok((value, layout.text(&key)?, None))).collect::<Result<Vec<_>, Error>>()
    };
    let frequencies = Frequency::ALL.iter().map(|one| (one.to_string(), format!("series-frequency-{one}"))).collect();
    let ways = By::ALL.iter().map(|one| (one.to_string(), format!("series-by-{one}"))).collect();
    let nths = [1, 2, 3, 4, 5, -1].map(|nth: i8| (nth.to_string(), format!("series-which-{}", words::number(nth)))).to_vec();
    let week = (1u8..=7).filter_map(|day| Some((day.to_string(), Weekday::try_from(day - 1).ok()?)));
    let week: Vec<_> = week.map(|(value, day)| (value, format!("series-day-{}", words::name(day)))).collect();
    let months = (1..=12).map(|month: u8| (month.to_string(), format!("series-month-{month}"))).collect();
    Ok(form
        .preset("by", By::Start.as_str())
        .offering("frequency", texts(frequencies)?)
        .offering("by", texts(ways)?)
        .offering("nth", texts(nths)?)
        .offering("weekday", texts(week.clone())?)
        .offering_several("weekdays", texts(week)?, &ticked.weekdays)
        .offering_several("months", texts(months)?, &ticked.months))
}

/// Makes a series, or only shows the dates of what is typed (`act=look`).
#[post("/series", data = "<form>")]
pub async fn create(
    by: Technician,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Typed>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let (id, structure) = keys(&form.context, now);
    let about = about_new(&by, db, structure, id.to_string()).await?;
    let mut again = layout.again(&NAMES, &form.context)?;
    let Some(about) = about else {
        again.mistake("structure", layout.text("mistake-choice")?);
        return Ok(Submitted::Refused(choose(&by, &layout, db, again).await?));
    };
    let looked = match accepted(&form, &mut again, &layout)? {
        None => None,
        Some((plan, true)) => Some(plan),
        Some((plan, false)) => match series::make(db, &by, id, about.structure, plan, now.today, now.at).await {
            Ok(()) => return Ok(Submitted::accepted(uri!(super::page::show(id)), "series-made")),
            Err(refused) => refuse(refused, &mut again, &layout).map(|()| None)?,
        },
    };
    let filled = Filled { form: again, ticked: Ticked::sent(&form.context), looked };
    Ok(Submitted::Refused(page(&by, &layout, db, &about, filled).await?))
}

/// What was made with the form: the key of the series, and its structure.
fn keys(context: &Context<'_>, now: Now) -> (SeriesId, Option<StructureId>) {
    let sent = |name| context.field_value(name).unwrap_or_default();
    let id = sent("series").parse().ok().filter(|id: &SeriesId| !id.0.is_nil());
    (id.unwrap_or_else(|| SeriesId::new(now.at)), sent("structure").parse().ok())
}

#[get("/series/<id>/edit")]
pub async fn edit(by: Technician, layout: Layout<'_>, id: SeriesId, db: &State<Db>) -> Result<Page, Error> {
    let one = series::find(db, &by, id).await?.ok_or(Error::NotFound)?;
    let (form, ticked) = written(&one.plan);
    let about = About { structure: one.structure, name: one.structure_name.clone(), key: String::new(), of: Some(&one) };
    page(&by, &layout, db, &about, Filled { form, ticked, looked: Some(one.plan.clone()) }).await
}

/// Changes a series, or only shows the dates of what is typed.
#[post("/series/<id>", data = "<form>")]
pub async fn update(
    by: Technician,
    layout: Layout<'_>,
    id: SeriesId,
    form: Form<Contextual<'_, Typed>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let one = series::find(db, &by, id).await?.ok_or(Error::NotFound)?;
    let about = About { structure: one.structure, name: one.structure_name.clone(), key: String::new(), of: Some(&one) };
    let mut again = layout.again(&NAMES, &form.context)?;
    let looked = match accepted(&form, &mut again, &layout)? {
        None => None,
        Some((plan, true)) => Some(plan),
        Some((plan, false)) => match series::change(db, &by, id, plan, now.today).await {
            Ok(()) => return Ok(Submitted::accepted(uri!(super::page::show(id)), "series-changed")),
            Err(refused) => refuse(refused, &mut again, &layout).map(|()| None)?,
        },
    };
    let filled = Filled { form: again, ticked: Ticked::sent(&form.context), looked };
    Ok(Submitted::Refused(page(&by, &layout, db, &about, filled).await?))
}

/// The plan that was typed, and whether only its dates are asked; with a mistake, it stands beside its field.
fn accepted(form: &Form<Contextual<'_, Typed>>, again: &mut View, layout: &Layout<'_>) -> Result<Option<(Plan, bool)>, Error> {
    let Some(typed) = &form.value else { return Ok(None) };
    match typed.plan() {
        Ok(plan) => Ok(Some((plan, form.context.field_value("act") == Some("look")))),
        Err((field, key)) => {
            again.mistake(field, layout.text(key)?);
            Ok(None)
        }
    }
}

/// Says what the store refuses beside its field.
fn refuse(refused: SeriesError, again: &mut View, layout: &Layout<'_>) -> Result<(), Error> {
    let (field, key) = match refused {
        SeriesError::NotFound => return Err(Error::NotFound),
        SeriesError::Database(error) => return Err(error.into()),
        SeriesError::KeyTaken => ("title", "mistake-form-used"),
        SeriesError::Requester => ("requester", "mistake-choice"),
        SeriesError::Technician => ("technician", "mistake-choice"),
        SeriesError::Machines => ("machines", "mistake-choice"),
        SeriesError::Rule(why) => read::place(why),
    };
    again.mistake(field, layout.text(key)?);
    Ok(())
}

/// A plan as the form holds it.
fn written(plan: &Plan) -> (View, Ticked) {
    let rule = &plan.rule;
    let (mut by, mut day, mut nth, mut weekday, mut weekdays) =
        (By::Start, String::new(), String::new(), String::new(), Vec::new());
    let number = |day: &Weekday| day.number_from_monday().to_string();
    match rule.days() {
        Days::AsStarted => {}
        Days::Weekdays(days) => weekdays = days.iter().map(number).collect(),
        Days::OfMonth(-1) => by = By::Last,
        Days::OfMonth(of_month) => (by, day) = (By::Day, of_month.to_string()),
        Days::Nth(of_month, of_week) => (by, nth, weekday) = (By::Nth, of_month.to_string(), number(of_week)),
    }
    let (until, times) = match rule.end() {
        End::Never => (String::new(), String::new()),
        End::Until(day) => (day.to_string(), String::new()),
        End::Times(times) => (String::new(), times.to_string()),
    };
    let form = View::blank(&NAMES)
        .with("title", plan.title.clone())
        .with("words", plan.words.clone())
        .with("steps", plan.steps.join("\n"))
        .with("interval", rule.interval().to_string())
        .with("frequency", rule.frequency().as_str())
        .with("by", by.as_str())
        .with("day", day)
        .with("nth", nth)
        .with("weekday", weekday)
        .with("until", until)
        .with("times", times)
        .with("starts_on", plan.starts_on.to_string())
        .with("days_ahead", plan.days_ahead.to_string())
        .with("requester", plan.requester.to_string())
        .with("technician", plan.technician.to_string());
    let months = rule.months().iter().map(ToString::to_string).collect();
    (form, Ticked { weekdays, months, machines: plan.machines.iter().map(ToString::to_string).collect() })
}
