//! The technician's page of a ticket: answer, state and time in one form.

use super::guest::GuestCard;
use super::labels::{Badge, Labels, first_name};
use super::links::LinkLine;
use super::outage::{self, TicketOutage};
use super::outside::{self, OUTSIDE};
use super::participations::People;
use super::sending::{self, WithFiles};
use super::steps::Upkeep;
use super::tasks::ToDo;
use super::thread::{self, ThreadLine};
use super::visit::TicketVisit;
use crate::domain::canned_answers::{Blank, filled, has, meant};
use crate::domain::ids::{EntryId, MessageId, PersonId, TicketId};
use crate::domain::interventions::NotCharged;
use crate::domain::tickets::{Outcome, State as TicketState};
use crate::domain::time::{Minutes, Month};
use crate::store::access::{HoursOf, Technician};
use crate::store::interventions::{LogError, Work};
use crate::store::tickets::{self, Answer, Due, Next, Ticket, TicketError, Time};
use crate::store::{Db, canned_answers, hours, interventions};
use crate::web::equipment;
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::interventions as time;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Day, Maybe, TimeOfDay, Words};
use crate::web::sites;
use fluent_bundle::FluentValue;
use rocket::form::{Form, FromForm};
use rocket::{Route, State, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![create]
}

#[derive(Serialize)]
struct AnswerPage {
    back_href: String,
    number: i64,
    state: Badge,
    priority: Badge,
    impact: Option<String>,
    due: Option<String>,
    late: bool,
    title: String,
    lines: Vec<ThreadLine>,
    form: View,
    href: String,
    message: String,
    entry: String,
    heading: String,
    foresight: time::Foresight,
    structure: String,
    structure_href: String,
    hours: Option<time::Left>,
    requester: String,
    phone: Option<String>,
    phone_href: Option<String>,
    machines: Vec<Linked>,
    site: Option<Linked>,
    category: Option<String>,
    spent: Option<String>,
    work: Vec<time::WorkLine>,
    taking_href: Option<String>,
    assignment_href: Option<String>,
    triage_href: String,
    presence_href: String,
    settled: bool,
    /// What settled it, as a sheet for the next time; of a confidential request no word goes further.
    sheet_href: Option<String>,
    people: People,
    /// Where an answer to what is sent outside arrives.
    email: String,
    confidential: bool,
    covering_href: Option<String>,
    /// Titles of answers that are kept ready, when the one that is asked for was not found.
    canned: Vec<String>,
    canned_list: Option<&'static str>,
    canned_href: String,
    upkeep: Option<Upkeep>,
    to_do: ToDo,
    visit: Option<TicketVisit>,
    visit_href: Option<String>,
    links: Vec<LinkLine>,
    links_href: String,
    paper_href: String,
    outage: TicketOutage,
    /// Who asked without an account.
    guest: Option<GuestCard>,
}

/// Something of the structure, with its page.
#[derive(Serialize)]
struct Linked {
    href: String,
    name: String,
}

const NAMES: [&str; 12] = [
    "canned",
    "words",
    "next",
    "outcome",
    "minutes",
    "kind",
    "day",
    "start",
    "not_charged",
    sending::FILES,
    sending::KEPT,
    OUTSIDE,
];

/// What is offered after an answer, in the order of a conversation.
const NEXT: [(&str, &str); 3] =
    [("in_hand", "ticket-next-in-hand"), ("waiting", "ticket-next-waiting"), ("settled", "ticket-next-settled")];

/// How a ticket that a technician settles was settled.
pub const OUTCOMES: [Outcome; 3] = [Outcome::Fixed, Outcome::Advice, Outcome::NotOurs];

/// The time that most answers take, and what the field starts with.
const USUAL_MINUTES: &str = "15 min";

/// The page; `again` holds the form as it was typed.
pub async fn page(by: &Technician, layout: &Layout<'_>, db: &Db, of: &Ticket, again: Option<(View, bool)>) -> Result<Page, Error> {
    let refused = again.as_ref().is_some_and(|(form, _)| !form.errors.is_empty());
    let look = again.as_ref().is_some_and(|(_, look)| *look);
    let form = offered(again.map(|(form, _)| form), layout)?;
    let labels = Labels { layout };
    let assignee = of.assignee.zip(of.assignee_name.as_deref());
    let me = by.viewer().id();
    let foreseen = if refused && !look { None } else { foresee(by, layout, db, of, &form).await? };
    let phone = Some(of.requester_phone.clone()).filter(|phone| !phone.is_empty());
    let hours = match HoursOf::of(by.viewer(), of.structure) {
        Some(of) => hours::row_of(db, &of, Month::of(layout.today())).await?,
        None => None,
    };
    let canned = match form.field("canned").is_some_and(|field| field.error.is_some()) {
        true => canned_answers::all(db, by).await?.into_iter().map(|answer| answer.title).collect(),
        false => Vec::new(),
    };
    let due = tickets::due_of(db, by, of, layout.now).await?;
    let work = interventions::of_ticket(db, by, of).await?;
    let pieces: Vec<_> = work.iter().map(|line| (line.period, line.work.piece())).collect();
    let people = super::participations::of(by.viewer(), layout, db, of).await?;
    let page = AnswerPage {
        back_href: super::index_href(),
        number: of.number,
        state: labels.state_for(me, of.state, assignee, &of.requester_name)?,
        priority: labels.priority(of.priority)?,
        impact: labels.impact(of.impact)?,
        late: due.is_some_and(|due| due.at < layout.now),
        due: due.map(|due| said_due(layout, due)).transpose()?,
        title: of.title.clone(),
        lines: thread::lines(by.viewer(), layout, db, of).await?,
        href: uri!(create(of.id)).to_string(),
        message: MessageId::new(layout.now).to_string(),
        entry: EntryId::new(layout.now).to_string(),
        heading: layout.text_with("ticket-answer-to", [("name", FluentValue::from(first_name(&of.requester_name).to_owned()))])?,
        foresight: time::Foresight {
            seen: foreseen.unwrap_or_default(),
            href: time::foreseen_href(),
            structure: Some(of.structure.to_string()),
            ticket: Some(of.id.to_string()),
            entry: None,
        },
        structure: of.structure_name.clone(),
        structure_href: crate::web::structures::href(of.structure),
        hours: hours.map(|row| time::Left::of(layout, &row)),
        requester: of.requester_name.clone(),
        phone_href: phone.as_deref().map(super::request::tel),
        phone,
        machines: of.machines.iter().map(|(id, name)| Linked { href: equipment::href(*id), name: name.clone() }).collect(),
        site: of.site.as_ref().map(|(id, name)| Linked { href: sites::href(*id), name: name.clone() }),
        category: of.category_name.clone(),
        spent: thread::spent(layout, interventions::spent(db, by, &pieces).await?)?,
        work: time::work_lines(layout, &work)?,
        taking_href: (of.state != TicketState::Settled && of.assignee != Some(me)).then(|| super::moves::taking_href(of.id)),
        assignment_href: (of.state != TicketState::Settled).then(|| super::assignment::href(of.id)),
        triage_href: super::triage::href(of.id),
        presence_href: super::presence::href(of.id),
        settled: of.state == TicketState::Settled,
        sheet_href: (of.state == TicketState::Settled && !of.confidential).then(|| crate::web::help_sheets::of_ticket_href(of.id)),
        confidential: of.confidential,
        covering_href: (!of.confidential && !of.beside.guest).then(|| super::confidentiality::href(of.id)),
        canned_list: (!canned.is_empty()).then_some("canned-answers"),
        canned,
        canned_href: crate::web::canned_answers::href(),
        to_do: super::tasks::of(by, layout, db, of).await?,
        upkeep: super::steps::of(by, layout, db, of).await?,
        visit_href: (of.state != TicketState::Settled).then(|| crate::web::visits::new_href(Some(of.structure), Some(of.id))),
        visit: super::visit::of(layout, db, of).await?,
        links: super::links::lines(by.viewer(), layout, db, of, None).await?,
        links_href: super::links::href(of.id),
        paper_href: super::paper::href(of.id),
        guest: super::guest::of(by.viewer(), layout, db, of).await?,
        outage: outage::of(by.viewer(), layout, db, of).await?,
        form: outside::offered(form, &people),
        people,
        email: by.viewer().email().to_string(),
    };
    layout.page_of_form("tickets/answer", of.title.clone(), &page.form, &page)
}

/// « Première réponse à donner avant 14 h 30 ».
fn said_due(layout: &Layout<'_>, due: Due) -> Result<String, Error> {
    let over = if due.at < layout.now { "-over" } else { "" };
    layout.text_with(&format!("ticket-due-{}{over}", due.timer), [("at", FluentValue::from(layout.moment(due.at)))])
}

fn offered(again: Option<View>, layout: &Layout<'_>) -> Result<View, Error> {
    let fresh = again.is_none();
    let mut form = again.unwrap_or_else(|| View::blank(&NAMES));
    if fresh {
        form = form.with("minutes", USUAL_MINUTES).with("next", "in_hand").with("kind", "remote");
        form = form.with("day", layout.today().to_string());
    }
    let mut next = Vec::new();
    for (value, key) in NEXT {
        next.push((value.to_owned(), layout.text(key)?, None));
    }
    let mut outcomes = Vec::new();
    for outcome in OUTCOMES {
        outcomes.push((outcome.to_string(), layout.text(&format!("ticket-outcome-{outcome}"))?, None));
    }
    let form = form.offering("next", next).offering("outcome", outcomes).offering("kind", time::kinds(layout)?);
    Ok(form.offering("not_charged", time::reasons(layout)?))
}

/// What the time in the form would do, as it stands there.
async fn foresee(by: &Technician, layout: &Layout<'_>, db: &Db, of: &Ticket, form: &View) -> Result<Option<time::Foreseen>, Error> {
    let Ok(minutes) = form.value("minutes").parse::<Minutes>() else { return Ok(None) };
    if minutes.0 == 0 {
        return Ok(None);
    }
    let work = Work {
        structure: of.structure,
        ticket: Some(of.id),
        equipment: None,
        day: form.value("day").parse().unwrap_or_else(|_| layout.today()),
        start: TimeOfDay::read(form.value("start")).map(|start| start.0),
        minutes,
        kind: form.value("kind").parse().unwrap_or(crate::domain::interventions::Kind::Remote),
        not_charged: form.value("not_charged").parse().ok(),
        note: String::new(),
    };
    time::foresee(by, layout, db, None, &work, &of.structure_name).await
}

#[derive(FromForm)]
struct Answering<'f> {
    message: MessageId,
    entry: EntryId,
    words: Maybe<Words>,
    next: &'f str,
    outcome: Maybe<Outcome>,
    minutes: Minutes,
    kind: crate::domain::interventions::Kind,
    day: Maybe<Day>,
    start: Maybe<TimeOfDay>,
    not_charged: Maybe<NotCharged>,
    act: Option<&'f str>,
    /// What the form did when something in it looked like a secret: it does it all the same.
    anyway: Option<&'f str>,
    outside: Vec<PersonId>,
}

/// Answers, keeps a note, or only looks at what the time will leave (`act=look`).
#[post("/tickets/<id>/answers", data = "<form>")]
async fn create(
    technician: Technician,
    layout: Layout<'_>,
    id: TicketId,
    form: Form<WithFiles<'_, Answering<'_>>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let ticket = tickets::find(db, &technician, id).await?.ok_or(Error::NotFound)?;
    let files = form.files.keep(technician.viewer(), &layout, db).await?;
    let mut again = files.given_back(&layout, outside::typed(layout.again(&NAMES, &form.typed.context)?, &form.typed.context))?;
    let act = form.typed.context.field_value("act");
    let look = act == Some("look");
    if act == Some("insert") {
        let mut again = inserted(&technician, &layout, db, &ticket, again).await?;
        files.say_mistakes(&mut again);
        return Ok(Submitted::Refused(page(&technician, &layout, db, &ticket, Some((again, false))).await?));
    }
    let Some(typed) = form.typed.value.as_ref().filter(|_| !look && files.are_well()) else {
        return Ok(Submitted::Refused(page(&technician, &layout, db, &ticket, Some((again, look))).await?));
    };
    let refused = match read(typed, now) {
        Err(mistake) => mistake,
        Ok(answer) => {
            let again_as = if answer.internal { "note" } else { "send" };
            if typed.anyway.is_none() && sending::points_out(&layout, &mut again, &answer.words, again_as)? {
                return Ok(Submitted::Refused(page(&technician, &layout, db, &ticket, Some((again, false))).await?));
            }
            let answer = Answer { files: files.ids, ..answer };
            let warned = warned(&technician, db, &ticket, &answer, now).await?;
            match tickets::answer(db, &technician, id, answer, now.today, now.at).await {
                Ok(()) => return Ok(sent(id, typed.act.or(typed.anyway), warned)),
                Err(TicketError::Log(LogError::Database(error)) | TicketError::Database(error)) => return Err(error.into()),
                Err(TicketError::Log(refused)) => {
                    let (field, text) = time::mistake(&layout, &refused)?;
                    again.mistake(field, text);
                    return Ok(Submitted::Refused(page(&technician, &layout, db, &ticket, Some((again, false))).await?));
                }
                Err(TicketError::Foreign) => ("words", "mistake-form-used"),
                Err(TicketError::OutsideGone) => ("words", "mistake-outside-gone"),
                Err(TicketError::FileGone) => (sending::FILES, "mistake-file-gone"),
                Err(TicketError::Refused(_)) => ("next", "mistake-ticket-moved"),
                Err(other) => return Err(super::moves::error(other)),
            }
        }
    };
    again.mistake(refused.0, layout.text(refused.1)?);
    Ok(Submitted::Refused(page(&technician, &layout, db, &ticket, Some((again, false))).await?))
}

/// Puts a text that is kept ready after what was typed, its blanks filled: to be edited, never sent by itself.
async fn inserted(by: &Technician, layout: &Layout<'_>, db: &Db, of: &Ticket, typed: View) -> Result<View, Error> {
    let all = canned_answers::all(db, by).await?;
    let Some(answer) = meant(typed.value("canned"), &all, |answer| &answer.title) else {
        let mut again = typed.without_mistakes();
        again.mistake("canned", layout.text("mistake-canned")?);
        return Ok(again);
    };
    let next_visit = match has(&answer.words, Blank::NextVisit) {
        true => super::visit::next_said(by, layout, db, of.structure).await?,
        false => String::new(),
    };
    let words = filled(&answer.words, |blank| match blank {
        Blank::FirstName => first_name(&of.requester_name).to_owned(),
        Blank::Number => of.number.to_string(),
        Blank::Structure => of.structure_name.clone(),
        Blank::Me => first_name(by.viewer().name()).to_owned(),
        Blank::NextVisit => next_visit.clone(),
    });
    let before = typed.value("words").trim_end().to_owned();
    let words = if before.is_empty() { words } else { format!("{before}\n\n{words}") };
    Ok(typed.without_mistakes().with("words", words).with("canned", ""))
}

/// What the law says of the day with the answer's time: the key of a sentence.
async fn warned(by: &Technician, db: &Db, of: &Ticket, answer: &Answer, now: Now) -> Result<Option<String>, Error> {
    let Some(time) = &answer.time else { return Ok(None) };
    let work = Work {
        structure: of.structure,
        ticket: Some(of.id),
        equipment: None,
        day: time.day,
        start: time.start,
        minutes: time.minutes,
        kind: time.kind,
        not_charged: time.not_charged,
        note: String::new(),
    };
    Ok(crate::web::interventions::said_after(by, db, time.entry, &work, now.today).await?)
}

fn sent(id: TicketId, act: Option<&str>, warned: Option<String>) -> Submitted {
    match (warned, act) {
        (Some(warning), _) => Submitted::warned(super::href(id), &warning),
        (None, Some("note")) => Submitted::accepted(super::href(id), "ticket-note-kept"),
        (None, _) => Submitted::accepted(super::href(id), "ticket-answer-sent"),
    }
}

/// The answer that was typed, or the field and the key of what is missing.
fn read(typed: &Answering<'_>, now: Now) -> Result<Answer, (&'static str, &'static str)> {
    let next = match typed.next {
        "in_hand" => Next::InHand,
        "waiting" => Next::Waiting,
        "settled" => Next::Settled(typed.outcome.0.filter(|how| OUTCOMES.contains(how)).unwrap_or(Outcome::Fixed)),
        _ => return Err(("next", "mistake-choice")),
    };
    let words = typed.words.clone().or_empty();
    if words.is_empty() {
        return Err(("words", "mistake-words"));
    }
    let time = (typed.minutes.0 > 0).then(|| Time {
        entry: typed.entry,
        day: typed.day.0.map_or(now.today, |day| day.0),
        start: typed.start.0.map(|start| start.0),
        minutes: typed.minutes,
        kind: typed.kind,
        not_charged: typed.not_charged.0,
    });
    Ok(Answer {
        message: typed.message,
        words,
        internal: typed.act.or(typed.anyway) == Some("note"),
        next,
        time,
        files: Vec::new(),
        outside: typed.outside.clone(),
    })
}
