//! What a technician says a request is: title, category, priority with its reason, machines, site. One form; what two people changed
//! at once stands side by side, and the second chooses.

use super::labels::first_name;
use crate::domain::ids::{CategoryId, EquipmentId, SiteId, TicketId};
use crate::domain::tickets::{EventKind, Priority};
use crate::store::access::{CategoryKeeper, Technician};
use crate::store::tickets::{self, Ticket, Triage, TriageError};
use crate::store::{Db, categories, equipment, sites};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Line, Maybe};
use fluent_bundle::FluentValue;
use rocket::form::{Context, Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;
use std::collections::BTreeSet;

pub fn routes() -> Vec<Route> {
    routes![edit, update]
}

/// The address of the page.
pub fn href(id: TicketId) -> String {
    uri!(edit(id)).to_string()
}

/// The longest reason and the longest title, in characters.
const MOST_REASON: usize = 200;
const MOST_TITLE: usize = 120;

const NAMES: [&str; 6] = ["title", "category", "priority", "reason", "equipment", "site"];

#[derive(Serialize)]
struct TriagePage {
    back_href: String,
    back: String,
    heading: String,
    form: View,
    href: String,
    /// What was seen, sent along: name and value.
    seen: Vec<(&'static str, String)>,
    categories_href: String,
    other: Option<Other>,
}

/// What somebody else has put meanwhile: each field's name and value.
#[derive(Serialize)]
struct Other {
    by: String,
    fields: Vec<(String, String)>,
}

/// What may be chosen.
struct Offered {
    categories: Vec<Choice>,
    priorities: Vec<Choice>,
    machines: Vec<Choice>,
    /// Nothing when there is nothing to tell apart.
    sites: Vec<Choice>,
}

type Choice = (String, String, Option<String>);

#[get("/tickets/<id>/triage")]
async fn edit(technician: Technician, layout: Layout<'_>, id: TicketId, db: &State<Db>) -> Result<Page, Error> {
    let ticket = tickets::find(db, &technician, id).await?.ok_or(Error::NotFound)?;
    let stands = standing(&ticket);
    let filled = filled(View::blank(&NAMES), &stands);
    page(&technician, &layout, db, &ticket, (filled, &stands), None).await
}

/// What a form that cannot be read was made of, as far as it says.
fn as_seen(typed: &Context<'_>, stands: &Triage) -> Triage {
    let value = |name| typed.field_value(name);
    match (value("seen_title"), value("seen_priority").and_then(|priority| priority.parse().ok())) {
        (Some(title), Some(priority)) => Triage {
            title: title.to_owned(),
            category: value("seen_category").and_then(|id| id.parse().ok()),
            priority,
            machines: typed.field_values("seen_equipment").filter_map(|id| id.parse().ok()).collect(),
            site: value("seen_site").and_then(|id| id.parse().ok()),
        },
        _ => stands.clone(),
    }
}

fn standing(of: &Ticket) -> Triage {
    Triage {
        title: of.title.clone(),
        category: of.category,
        priority: of.priority,
        machines: of.machines.iter().map(|(id, _)| *id).collect(),
        site: of.site.as_ref().map(|(id, _)| *id),
    }
}

/// A form with the machines that are ticked in it.
struct Filled {
    form: View,
    ticked: Vec<String>,
}

fn filled(form: View, with: &Triage) -> Filled {
    let form = form
        .with("title", with.title.clone())
        .with("category", said(with.category))
        .with("priority", with.priority.as_str())
        .with("site", said(with.site));
    Filled { form, ticked: with.machines.iter().map(|id| id.to_string()).collect() }
}

fn said(id: Option<impl ToString>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

/// Somebody was faster: how it stands now, and who they are.
struct Overtaken {
    now: Triage,
    by: String,
}

/// The page; `form` as it was typed over what was `seen`.
async fn page(
    by: &Technician,
    layout: &Layout<'_>,
    db: &Db,
    of: &Ticket,
    (Filled { form, ticked }, seen): (Filled, &Triage),
    overtaken: Option<Overtaken>,
) -> Result<Page, Error> {
    let offered = offered(by, layout, db, of, form.is_wrong("site")).await?;
    let other = overtaken.as_ref().map(|overtaken| other(layout, &offered, seen, overtaken)).transpose()?;
    // What is shown beside one's own is seen from here on: sent again, one's own is kept.
    let seen = overtaken.as_ref().map_or(seen, |overtaken| &overtaken.now);
    let page = TriagePage {
        back_href: super::href(of.id),
        back: layout.text_with("ticket-number", [("number", FluentValue::from(of.number.to_string()))])?,
        heading: layout.text("triage-title")?,
        form: form
            .offering("category", offered.categories)
            .offering("priority", offered.priorities)
            .offering_several("equipment", offered.machines, &ticked)
            .offering("site", offered.sites),
        href: uri!(update(of.id)).to_string(),
        seen: sent_along(seen),
        categories_href: crate::web::categories::href(),
        other,
    };
    layout.page_of_form("tickets/triage", page.heading.clone(), &page.form, &page)
}

fn sent_along(seen: &Triage) -> Vec<(&'static str, String)> {
    let mut all = vec![
        ("seen_title", seen.title.clone()),
        ("seen_category", said(seen.category)),
        ("seen_priority", seen.priority.to_string()),
        ("seen_site", said(seen.site)),
    ];
    all.extend(seen.machines.iter().map(|id| ("seen_equipment", id.to_string())));
    all
}

async fn offered(by: &Technician, layout: &Layout<'_>, db: &Db, of: &Ticket, wrong_site: bool) -> Result<Offered, Error> {
    let keeper = CategoryKeeper::from(by);
    let mut categories = vec![(String::new(), layout.text("triage-no-category")?, None)];
    let all = categories::all(db, &keeper).await?;
    categories.extend(
        all.into_iter().filter(|one| !one.retired || of.category == Some(one.id)).map(|one| (one.id.to_string(), one.name, None)),
    );
    let mut priorities = Vec::new();
    for priority in Priority::ALL {
        priorities.push((priority.to_string(), layout.text(&format!("ticket-priority-{priority}"))?, None));
    }
    let in_use = equipment::in_use(db, by, of.structure).await?;
    // What it is about already stays a choice, whatever became of it.
    let known = of.machines.iter().filter(|(id, _)| in_use.iter().all(|machine| machine.id != *id));
    let mut machines: Vec<Choice> = known.map(|(id, name)| (id.to_string(), name.clone(), None)).collect();
    machines.extend(in_use.iter().map(|machine| (machine.id.to_string(), machine.particulars.name.clone(), None)));
    Ok(Offered { categories, priorities, machines, sites: offered_sites(by, layout, db, of, wrong_site).await? })
}

/// The sites of the structure when there are several, when it has one already, or when what was sent is none.
async fn offered_sites(by: &Technician, layout: &Layout<'_>, db: &Db, of: &Ticket, wrong: bool) -> Result<Vec<Choice>, Error> {
    let mut sites = sites::in_use(db, by, of.structure).await?;
    sites.extend(of.site.clone().filter(|(known, _)| sites.iter().all(|(id, _)| id != known)));
    if sites.len() < 2 && of.site.is_none() && !wrong {
        return Ok(Vec::new());
    }
    let none = (String::new(), layout.text("triage-no-site")?, None);
    Ok([none].into_iter().chain(sites.into_iter().map(|(id, name)| (id.to_string(), name, None))).collect())
}

/// What was changed since it was seen, in words.
fn other(layout: &Layout<'_>, offered: &Offered, seen: &Triage, Overtaken { now, by }: &Overtaken) -> Result<Other, Error> {
    let label = |choices: &[Choice], value: String| {
        choices.iter().find(|(known, ..)| *known == value).map(|(_, label, _)| label.clone()).unwrap_or_default()
    };
    let mut fields = Vec::new();
    if seen.title != now.title {
        fields.push((layout.text("ticket-title")?, now.title.clone()));
    }
    if seen.category != now.category {
        fields.push((layout.text("triage-category")?, label(&offered.categories, said(now.category))));
    }
    if seen.priority != now.priority {
        fields.push((layout.text("ticket-column-priority")?, label(&offered.priorities, now.priority.to_string())));
    }
    if seen.machines != now.machines {
        let names: Vec<String> = now.machines.iter().map(|id| label(&offered.machines, id.to_string())).collect();
        let none = || layout.text(&format!("ticket-event-{}-none", EventKind::Concerned));
        fields.push((layout.text("ticket-about")?, if names.is_empty() { none()? } else { names.join(", ") }));
    }
    if seen.site != now.site {
        fields.push((layout.text("ticket-site")?, label(&offered.sites, said(now.site))));
    }
    Ok(Other { by: first_name(by).to_owned(), fields })
}

#[derive(FromForm)]
struct Sorting {
    title: Line<MOST_TITLE>,
    category: Maybe<CategoryId>,
    priority: Priority,
    reason: Maybe<Line<MOST_REASON>>,
    equipment: Vec<Maybe<EquipmentId>>,
    site: Maybe<SiteId>,
    seen_title: Option<String>,
    seen_category: Maybe<CategoryId>,
    seen_priority: Option<Priority>,
    seen_equipment: Vec<Maybe<EquipmentId>>,
    seen_site: Maybe<SiteId>,
}

fn each(typed: &[Maybe<EquipmentId>]) -> BTreeSet<EquipmentId> {
    typed.iter().filter_map(|machine| machine.0).collect()
}

impl Sorting {
    /// A site that was not asked stays as it was seen.
    fn wanted(&self, seen: &Triage, asks_site: bool) -> Triage {
        Triage {
            title: self.title.0.clone(),
            category: self.category.0,
            priority: self.priority,
            machines: each(&self.equipment),
            site: if asks_site { self.site.0 } else { seen.site },
        }
    }

    /// What the form was made of. A program that says nothing of it changes what it sends.
    fn seen(&self, stands: &Triage) -> Triage {
        match (&self.seen_title, self.seen_priority) {
            (Some(title), Some(priority)) => Triage {
                title: title.clone(),
                category: self.seen_category.0,
                priority,
                machines: each(&self.seen_equipment),
                site: self.seen_site.0,
            },
            _ => stands.clone(),
        }
    }
}

/// Says what the request is.
#[post("/tickets/<id>/triage", data = "<form>")]
async fn update(
    technician: Technician,
    layout: Layout<'_>,
    id: TicketId,
    form: Form<Contextual<'_, Sorting>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let ticket = tickets::find(db, &technician, id).await?.ok_or(Error::NotFound)?;
    let stands = standing(&ticket);
    let ticked = form.context.field_values("equipment").map(str::to_owned).collect();
    let mut again = Filled { form: layout.again(&NAMES, &form.context)?, ticked };
    let Some(sorting) = &form.value else {
        let seen = as_seen(&form.context, &stands);
        return Ok(Submitted::Refused(page(&technician, &layout, db, &ticket, (again, &seen), None).await?));
    };
    let seen = sorting.seen(&stands);
    let wanted = sorting.wanted(&seen, form.context.field_value("site").is_some());
    let reason = sorting.reason.clone().or_empty();
    let mut overtaken = None;
    if wanted.priority != seen.priority && reason.is_empty() {
        again.form.mistake("reason", layout.text("triage-mistake-reason")?);
    } else {
        match tickets::sort_out(db, &technician, id, (&seen, wanted), &reason, now.at).await {
            Ok(()) => return Ok(Submitted::accepted(super::href(id), "triage-done")),
            Err(TriageError::Overtaken { disputed, now, by }) => {
                for what in disputed {
                    again.form.mistake(what.as_str(), layout.text("triage-mistake-overtaken")?);
                }
                overtaken = Some(Overtaken { now, by });
            }
            Err(TriageError::NoCategory) => again.form.mistake("category", layout.text("mistake-choice")?),
            Err(TriageError::NoSite) => again.form.mistake("site", layout.text("mistake-choice")?),
            Err(TriageError::NoMachine) => again.form.mistake("equipment", layout.text("mistake-choice")?),
            Err(TriageError::Ticket(refused)) => return Err(super::moves::error(refused)),
        }
    }
    Ok(Submitted::Refused(page(&technician, &layout, db, &ticket, (again, &seen), overtaken).await?))
}
