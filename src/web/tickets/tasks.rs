//! The tasks of a ticket: what, who among the technicians, which day. The requester's side sees none of them.

use crate::domain::ids::{PersonId, TaskId, TicketId};
use crate::store::Db;
use crate::store::access::Technician;
use crate::store::tickets::tasks::{self, NewTask, Task};
use crate::store::tickets::{self, Ticket, TicketError};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Day, Line};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index, create, complete, reopen]
}

#[derive(Serialize)]
struct TasksPage {
    back_href: String,
    back: String,
    title: String,
    lines: Vec<TaskLine>,
    form: View,
    task: String,
    href: String,
}

/// A task in words.
#[derive(Serialize)]
pub struct TaskLine {
    words: String,
    small: String,
    late: bool,
    done: bool,
    ticket_href: String,
    href: String,
}

/// What stands beside the conversation: the tasks to do, and the way to their page.
#[derive(Serialize)]
pub struct ToDo {
    lines: Vec<TaskLine>,
    href: String,
}

const NAMES: [&str; 3] = ["words", "assignee", "day"];

/// The tasks of a ticket that are still to do.
pub async fn of(by: &Technician, layout: &Layout<'_>, db: &Db, of: &Ticket) -> Result<ToDo, Error> {
    Ok(ToDo { lines: lines(layout, tasks::to_do(db, by, of).await?, false)?, href: uri!(index(of.id)).to_string() })
}

/// The technician's own whose day has come: what their home shows.
pub async fn due(by: &Technician, layout: &Layout<'_>, db: &Db) -> Result<Vec<TaskLine>, Error> {
    lines(layout, tasks::due(db, by, layout.today(), 20).await?, true)
}

fn lines(layout: &Layout<'_>, all: Vec<Task>, of_many: bool) -> Result<Vec<TaskLine>, Error> {
    let line = |task: Task| {
        let done = task.done_at.is_some();
        let place = if of_many { format!("{} · {}", task.ticket_title, task.structure_name) } else { task.assignee_name };
        let said = match task.done_at {
            Some(at) => layout.text_with("task-done-at", [("at", FluentValue::from(layout.moment(at)))])?,
            None => layout.day(task.day),
        };
        Ok(TaskLine {
            words: task.words,
            small: format!("{said} · {place}"),
            late: !done && task.day < layout.today(),
            done,
            ticket_href: super::href(task.ticket_id),
            href: if done { uri!(reopen(task.id)).to_string() } else { uri!(complete(task.id)).to_string() },
        })
    };
    all.into_iter().map(line).collect()
}

/// Every task of a ticket, and the form that adds one.
#[get("/tickets/<id>/tasks")]
async fn index(by: Technician, layout: Layout<'_>, id: TicketId, db: &State<Db>) -> Result<Page, Error> {
    let ticket = tickets::find(db, &by, id).await?.ok_or(Error::NotFound)?;
    let me = by.viewer().id().to_string();
    let form = View::blank(&NAMES).with("assignee", me).with("day", layout.today().to_string());
    page(&by, &layout, db, &ticket, form).await
}

async fn page(by: &Technician, layout: &Layout<'_>, db: &Db, of: &Ticket, form: View) -> Result<Page, Error> {
    let technicians = tickets::technicians(db, by).await?.into_iter().map(|(id, name)| (id.to_string(), name, None));
    let page = TasksPage {
        back_href: super::href(of.id),
        back: layout.text_with("ticket-number", [("number", FluentValue::from(of.number.to_string()))])?,
        title: of.title.clone(),
        lines: lines(layout, tasks::of_ticket(db, by, of).await?, false)?,
        form: form.offering("assignee", technicians),
        task: TaskId::new(layout.now).to_string(),
        href: uri!(create(of.id)).to_string(),
    };
    layout.page_of_form("tickets/tasks", layout.text("task-title")?, &page.form, &page)
}

#[derive(FromForm)]
struct Adding {
    task: TaskId,
    words: Line<200>,
    assignee: PersonId,
    day: Day,
}

/// Adds a task.
#[post("/tickets/<id>/tasks", data = "<form>")]
async fn create(
    by: Technician,
    layout: Layout<'_>,
    id: TicketId,
    form: Form<Contextual<'_, Adding>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let ticket = tickets::find(db, &by, id).await?.ok_or(Error::NotFound)?;
    let mut again = layout.again(&NAMES, &form.context)?;
    if let Some(adding) = &form.value {
        let new = NewTask { id: adding.task, words: adding.words.0.clone(), assignee: adding.assignee, day: adding.day.0 };
        match tasks::add(db, &by, id, new, now.at).await {
            Ok(()) => return Ok(Submitted::accepted(uri!(index(id)), "task-added")),
            Err(TicketError::Foreign) => again.mistake("assignee", layout.text("mistake-choice")?),
            Err(TicketError::NotFound) => again.mistake("words", layout.text("mistake-form-used")?),
            Err(refused) => return Err(super::moves::error(refused)),
        }
    }
    Ok(Submitted::Refused(page(&by, &layout, db, &ticket, again).await?))
}

/// A task is done.
#[post("/tasks/<id>/completion")]
async fn complete(by: Technician, id: TaskId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    answer(tasks::complete(db, &by, id, true, now.at).await, "task-completed")
}

/// It is not done after all.
#[post("/tasks/<id>/reopening")]
async fn reopen(by: Technician, id: TaskId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    answer(tasks::complete(db, &by, id, false, now.at).await, "task-reopened")
}

fn answer(done: Result<TicketId, TicketError>, said: &str) -> Result<Submitted, Error> {
    let of = done.map_err(super::moves::error)?;
    Ok(Submitted::accepted(uri!(index(of)), said))
}
