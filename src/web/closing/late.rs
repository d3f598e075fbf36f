//! « À revoir »: work that arrived once its month was closed, with its two ways out.

use crate::domain::ids::EntryId;
use crate::domain::interventions::Kind;
use crate::store::Db;
use crate::store::access::{Coordinator, Viewer};
use crate::store::interventions::{self, Late, LateError};
use crate::web::errors::Error;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Submitted};
use crate::web::params::{Line, MOST_REASON};
use crate::web::small_form::SmallForm;
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![count, drop_it]
}

/// A line of « À revoir ».
#[derive(Serialize)]
pub struct LateLine {
    id: String,
    what: String,
    detail: String,
    counting_href: String,
    dropping_href: String,
}

/// Late work in words; the note is there for its technician alone.
pub fn lines(layout: &Layout<'_>, late: &[Late]) -> Result<Vec<LateLine>, Error> {
    let line = |late: &Late| {
        let kind: Kind = late.work.kind;
        let values = [
            ("structure", FluentValue::from(late.structure_name.clone())),
            ("day", layout.day(late.work.day).into()),
            ("minutes", layout.duration(late.work.minutes).into()),
            ("kind", layout.text(&format!("hours-kind-{kind}"))?.into()),
        ];
        let arrived = [("name", FluentValue::from(late.worker_name.clone())), ("at", layout.moment(late.arrived_at).into())];
        let arrived = layout.text_with("late-arrived", arrived)?;
        Ok(LateLine {
            id: late.entry.to_string(),
            what: layout.text_with("late-what", values)?,
            detail: if late.work.note.is_empty() { arrived } else { format!("{} · {arrived}", late.work.note) },
            counting_href: uri!(count(late.entry)).to_string(),
            dropping_href: uri!(drop_it(late.entry)).to_string(),
        })
    };
    late.iter().map(line).collect()
}

/// All that waits in the group, without notes.
pub async fn of_group(by: &Coordinator, layout: &Layout<'_>, db: &Db) -> Result<Vec<LateLine>, Error> {
    lines(layout, &interventions::late(db, by).await?)
}

fn back_of(viewer: &Viewer) -> String {
    if Coordinator::of(viewer).is_some() { super::href(None) } else { crate::web::interventions::index_href() }
}

/// The present month counts it; it keeps its real date.
#[post("/late/<entry>/counting")]
async fn count(viewer: &Viewer, entry: EntryId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    match interventions::count_late(db, viewer, entry, now.today, now.at).await {
        Ok(_) => Ok(Submitted::accepted(back_of(viewer), "late-counted")),
        Err(refused) => error(viewer, refused),
    }
}

#[derive(FromForm)]
struct Dropped {
    reason: Line<MOST_REASON>,
}

/// It does not count, with a reason; it stays readable.
#[post("/late/<entry>/dropping", data = "<form>")]
async fn drop_it(
    viewer: &Viewer,
    entry: EntryId,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Dropped>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let Some(dropped) = &form.value else {
        if !interventions::waits_for(db, viewer, entry).await? {
            return Err(Error::NotFound);
        }
        let small = SmallForm {
            href: uri!(drop_it(entry)).to_string(),
            back_href: back_of(viewer),
            name: "reason",
            label: "late-reason",
            button: "late-drop",
            most: MOST_REASON,
            lines: false,
            hidden: &[],
        };
        return small.again(&layout, &form.context);
    };
    match interventions::drop_late(db, viewer, entry, dropped.reason.0.clone(), now.at).await {
        Ok(()) => Ok(Submitted::accepted(back_of(viewer), "late-dropped")),
        Err(refused) => error(viewer, refused),
    }
}

fn error(viewer: &Viewer, refused: LateError) -> Result<Submitted, Error> {
    match refused {
        LateError::Foreign => Err(Error::NotFound),
        LateError::Decided => Ok(Submitted::warned(back_of(viewer), "late-decided")),
        LateError::Database(error) => Err(error.into()),
    }
}
