//! What a technician is engaged for, and the days on which they are away: the capacity of the post.

use crate::domain::ids::{AbsenceId, PersonId};
use crate::domain::interventions::{Absence, Contract};
use crate::domain::people::Duty;
use crate::domain::time::{Minutes, Month};
use crate::store::access::Coordinator;
use crate::store::contracts::{self, ContractError, Engaged};
use crate::store::{Db, hours, people};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Day, Hours, Line, Maybe, Percent};
use crate::web::tickets::first_name;
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{State, get, post, uri};
use serde::Serialize;

#[derive(Serialize)]
struct ContractPage {
    back_href: String,
    name: String,
    lead: String,
    /// The month's sum; none without a contract.
    sums: Vec<Sum>,
    available: Option<String>,
    versions: Vec<String>,
    absences: Vec<AbsenceLine>,
    contract: View,
    contract_href: String,
    absence: View,
    has_colleagues: bool,
    absence_href: String,
}

#[derive(Serialize)]
struct Sum {
    label: String,
    minutes: String,
}

#[derive(Serialize)]
struct AbsenceLine {
    days: String,
    label: String,
    /// Who answers meanwhile.
    cover: Option<String>,
    cover_href: String,
    /// Colleagues who could; none once it is over.
    covers: Vec<Cover>,
    /// None once its month is closed.
    withdrawal_href: Option<String>,
}

#[derive(Serialize)]
struct Cover {
    /// Nothing: nobody.
    id: String,
    label: String,
}

const CONTRACT: [&str; 3] = ["weekly", "internal", "from"];
const ABSENCE: [&str; 5] = ["first", "last", "part", "label", "cover"];

/// The address of a technician's contract.
pub fn href(person: PersonId) -> String {
    uri!(show(person)).to_string()
}

#[get("/people/<person>/contract")]
pub(super) async fn show(by: Coordinator, person: PersonId, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let engaged = contracts::of_person(db, &by, person).await?.ok_or(Error::NotFound)?;
    page(&by, &layout, db, &engaged, None, None).await
}

async fn page(
    by: &Coordinator,
    layout: &Layout<'_>,
    db: &Db,
    of: &Engaged,
    contract: Option<View>,
    absence: Option<View>,
) -> Result<Page, Error> {
    let present = Month::of(layout.today());
    let open = hours::first_open_month(db, by).await?;
    let colleagues = colleagues(by, db, of.person).await?;
    let (lead, sums, available) = in_month(layout, of, present)?;
    let page = ContractPage {
        back_href: super::on_duty_href(),
        name: of.name.clone(),
        lead,
        sums,
        available,
        versions: of.contracts.iter().map(|version| version_line(layout, *version)).collect::<Result<_, _>>()?,
        absences: of
            .absences
            .iter()
            .map(|absence| absence_line(layout, of.person, absence, open, &colleagues))
            .collect::<Result<_, _>>()?,
        contract: contract.unwrap_or_else(|| filled_in(layout, of, open.map_or(present, |open| open.max(present)))),
        contract_href: uri!(engage(of.person)).to_string(),
        absence: absence
            .unwrap_or_else(|| View::blank(&ABSENCE))
            .preset("part", "whole")
            .offering("part", parts(layout)?)
            .offering("cover", covers(layout, &colleagues)?),
        has_colleagues: !colleagues.is_empty(),
        absence_href: uri!(note(of.person)).to_string(),
    };
    let form = if page.contract.errors.is_empty() { &page.absence } else { &page.contract };
    layout.page_of_form("people/contract", layout.text("contract-title")?, form, &page)
}

/// Contract less absences less coordination, line by line, then what remains.
fn in_month(layout: &Layout<'_>, of: &Engaged, month: Month) -> Result<(String, Vec<Sum>, Option<String>), Error> {
    let named = |key: &str| layout.text_with(key, [("month", FluentValue::from(layout.month(month)))]);
    let Some(capacity) = of.capacity(month) else { return Ok((named("contract-unknown")?, Vec::new(), None)) };
    let line = |key: &str, minutes: Minutes| Ok(Sum { label: layout.text(key)?, minutes: layout.duration(minutes) });
    let sums: Result<Vec<Sum>, Error> = [
        line("contract-sum-contract", capacity.contracted),
        line("contract-sum-absent", -capacity.absent),
        line("contract-sum-internal", -capacity.internal),
    ]
    .into_iter()
    .collect();
    Ok((named("contract-lead")?, sums?, Some(layout.duration(capacity.available))))
}

fn version_line(layout: &Layout<'_>, (from, contract): (Month, Contract)) -> Result<String, Error> {
    let values = [
        ("month", FluentValue::from(layout.month(from))),
        ("weekly", layout.duration(contract.weekly).into()),
        ("percent", (contract.internal_permille / 10).into()),
    ];
    layout.text_with("contract-version", values)
}

/// The other technicians on duty.
async fn colleagues(by: &Coordinator, db: &Db, of: PersonId) -> Result<Vec<(PersonId, String)>, Error> {
    let on_duty = people::on_duty(db, by).await?.into_iter();
    let technicians = on_duty.filter(|one| one.person != of && one.duties.contains(&Duty::Technician));
    Ok(technicians.map(|one| (one.person, one.name)).collect())
}

fn covers(layout: &Layout<'_>, colleagues: &[(PersonId, String)]) -> Result<Vec<(String, String, Option<String>)>, Error> {
    let nobody = (String::new(), layout.text("contract-cover-nobody")?, None);
    let named = colleagues.iter().map(|(id, name)| (id.to_string(), name.clone(), None));
    Ok(std::iter::once(nobody).chain(named).collect())
}

/// Who could answer during an absence that is not over: another colleague, or nobody any more.
fn other_covers(layout: &Layout<'_>, of: &contracts::Absence, colleagues: &[(PersonId, String)]) -> Result<Vec<Cover>, Error> {
    if of.days.last < layout.today() {
        return Ok(Vec::new());
    }
    let mut covers = Vec::new();
    for (id, name) in colleagues.iter().filter(|(id, _)| Some(*id) != of.cover) {
        let name = FluentValue::from(first_name(name).to_owned());
        covers.push(Cover { id: id.to_string(), label: layout.text_with("contract-cover-by", [("name", name)])? });
    }
    if of.cover.is_some() {
        covers.push(Cover { id: String::new(), label: layout.text("contract-cover-none")? });
    }
    Ok(covers)
}

fn absence_line(
    layout: &Layout<'_>,
    person: PersonId,
    of: &contracts::Absence,
    open: Option<Month>,
    colleagues: &[(PersonId, String)],
) -> Result<AbsenceLine, Error> {
    let Absence { first, last, half } = of.days;
    let key = match (first == last, half) {
        (true, false) => "contract-absence-day",
        (true, true) => "contract-absence-half",
        (false, false) => "contract-absence-days",
        (false, true) => "contract-absence-halves",
    };
    let values = [("first", FluentValue::from(layout.day(first))), ("last", layout.day(last).into())];
    Ok(AbsenceLine {
        days: layout.text_with(key, values)?,
        label: of.label.clone(),
        cover: colleagues
            .iter()
            .find(|(id, _)| Some(*id) == of.cover)
            .map(|(_, name)| layout.text_with("contract-cover-is", [("name", FluentValue::from(first_name(name).to_owned()))]))
            .transpose()?,
        cover_href: uri!(cover(person, of.id)).to_string(),
        covers: other_covers(layout, of, colleagues)?,
        withdrawal_href: open.is_none_or(|open| Month::of(first) >= open).then(|| uri!(withdraw(person, of.id)).to_string()),
    })
}

fn filled_in(layout: &Layout<'_>, of: &Engaged, from: Month) -> View {
    let form = View::blank(&CONTRACT).with("from", from.to_string());
    match of.contract(from) {
        None => form.with("internal", "10\u{a0}%"),
        Some(contract) => form
            .with("weekly", layout.duration(contract.weekly))
            .with("internal", format!("{}\u{a0}%", contract.internal_permille / 10)),
    }
}

fn parts(layout: &Layout<'_>) -> Result<Vec<(String, String, Option<String>)>, Error> {
    let part = |part: &str| Ok((part.to_owned(), layout.text(&format!("contract-part-{part}"))?, None));
    ["whole", "half"].into_iter().map(part).collect()
}

#[derive(FromForm)]
pub(super) struct NewContract {
    weekly: Hours,
    internal: Percent,
    from: Month,
}

/// More than a week has nobody to give.
const LONGEST_WEEK: Minutes = Minutes(7 * 24 * 60);

impl NewContract {
    fn mistake(&self) -> Option<(&'static str, &'static str)> {
        let (weekly, permille) = (self.weekly.0, self.internal.permille());
        if weekly > LONGEST_WEEK {
            return Some(("weekly", "contract-mistake-weekly"));
        }
        (permille > 1000).then_some(("internal", "contract-mistake-internal"))
    }
}

/// Says what somebody is engaged for, from a month on.
#[post("/people/<person>/contract", data = "<form>")]
pub(super) async fn engage(
    by: Coordinator,
    person: PersonId,
    layout: Layout<'_>,
    form: Form<Contextual<'_, NewContract>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let engaged = contracts::of_person(db, &by, person).await?.ok_or(Error::NotFound)?;
    let mut again = layout.again(&CONTRACT, &form.context)?;
    let mistake = match &form.value {
        None => None,
        Some(new) => match new.mistake() {
            Some(mistake) => Some(mistake),
            None => {
                let contract = Contract { weekly: new.weekly.0, internal_permille: new.internal.permille() };
                match contracts::engage(db, &by, person, new.from, contract, now.at).await {
                    Ok(()) => return Ok(Submitted::accepted(href(person), "contract-written")),
                    Err(ContractError::MonthClosed) => Some(("from", "mistake-month-closed")),
                    Err(refused) => return Err(error(refused)),
                }
            }
        },
    };
    if let Some((field, key)) = mistake {
        again.mistake(field, layout.text(key)?);
    }
    Ok(Submitted::Refused(page(&by, &layout, db, &engaged, Some(again), None).await?))
}

#[derive(FromForm)]
pub(super) struct NewAbsence<'f> {
    first: Day,
    last: Maybe<Day>,
    part: &'f str,
    label: Maybe<Line<80>>,
    cover: Maybe<PersonId>,
}

impl NewAbsence<'_> {
    /// The days, or the field and the key of what is wrong.
    fn days(&self) -> Result<Absence, (&'static str, &'static str)> {
        let (first, last) = (self.first.0, self.last.0.unwrap_or(self.first).0);
        match self.part {
            _ if last < first => Err(("last", "contract-mistake-last")),
            "whole" | "half" => Ok(Absence { first, last, half: self.part == "half" }),
            _ => Err(("part", "mistake-choice")),
        }
    }
}

/// Notes days away.
#[post("/people/<person>/absences", data = "<form>")]
pub(super) async fn note(
    by: Coordinator,
    person: PersonId,
    layout: Layout<'_>,
    form: Form<Contextual<'_, NewAbsence<'_>>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let engaged = contracts::of_person(db, &by, person).await?.ok_or(Error::NotFound)?;
    let mut again = layout.again(&ABSENCE, &form.context)?;
    let cover = form.value.as_ref().and_then(|new| new.cover.0);
    let mistake = match form.value.as_ref().map(|new| (new.days(), new.label.clone().or_empty())) {
        None => None,
        Some((Err(mistake), _)) => Some(mistake),
        Some((Ok(days), label)) => match contracts::note_absence(db, &by, person, days, label, cover, now.at).await {
            Ok(()) => return Ok(Submitted::accepted(href(person), "contract-absence-noted")),
            Err(ContractError::MonthClosed) => Some(("first", "mistake-month-closed")),
            Err(ContractError::NoColleague) => Some(("cover", "mistake-choice")),
            Err(refused) => return Err(error(refused)),
        },
    };
    if let Some((field, key)) = mistake {
        again.mistake(field, layout.text(key)?);
    }
    Ok(Submitted::Refused(page(&by, &layout, db, &engaged, None, Some(again)).await?))
}

#[derive(FromForm)]
pub(super) struct Covering {
    /// Nobody: nothing.
    cover: Maybe<PersonId>,
}

/// Says who answers during an absence.
#[post("/people/<person>/absences/<absence>/cover", data = "<form>")]
pub(super) async fn cover(
    by: Coordinator,
    person: PersonId,
    absence: AbsenceId,
    form: Form<Covering>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let colleague = form.cover.0;
    let said = if colleague.is_some() { "contract-covered" } else { "contract-uncovered" };
    contracts::cover_absence(db, &by, person, absence, colleague).await.map_err(error)?;
    Ok(Submitted::accepted(href(person), said))
}

/// Takes an absence back.
#[post("/people/<person>/absences/<absence>/withdrawal")]
pub(super) async fn withdraw(
    by: Coordinator,
    person: PersonId,
    absence: AbsenceId,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    match contracts::withdraw_absence(db, &by, person, absence, now.at).await {
        Ok(()) => Ok(Submitted::accepted(href(person), "contract-absence-withdrawn")),
        Err(ContractError::MonthClosed) => Ok(Submitted::warned(href(person), "mistake-month-closed")),
        Err(refused) => Err(error(refused)),
    }
}

fn error(refused: ContractError) -> Error {
    match refused {
        ContractError::Database(fault) => fault.into(),
        ContractError::Foreign | ContractError::NoColleague | ContractError::MonthClosed => Error::NotFound,
    }
}
