//! Views that technicians keep: a filter of their list under a name, renamed, shared, removed.

use super::errors::Error;
use super::forms::Form as View;
use super::guards::Now;
use super::layout::{Layout, Page, Submitted};
use super::params::Line;
use super::tickets;
use crate::domain::ids::SavedViewId;
use crate::domain::tickets::filter::TicketFilter;
use crate::store::Db;
use crate::store::access::Technician;
use crate::store::saved_views::{self, SavedView, SavedViewError};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index, create, update, remove]
}

/// The longest name, in characters.
const MOST_NAME: usize = 40;

#[derive(Serialize)]
struct IndexPage {
    back_href: String,
    form: View,
    own: Vec<OwnView>,
    others: Vec<OtherView>,
}

#[derive(Serialize)]
struct OwnView {
    /// The id of its field: that of a refused name is the one that the summary of mistakes leads to.
    field: String,
    typed: String,
    error: Option<String>,
    name: String,
    shared: bool,
    /// Where it leads; none when what it asked for is understood no more.
    href: Option<String>,
    update_href: String,
    removal_href: String,
}

#[derive(Serialize)]
struct OtherView {
    name: String,
    by: String,
    href: Option<String>,
}

/// The address of the page of views.
pub fn href() -> String {
    uri!(index).to_string()
}

/// Where a view leads: the list with its filter; the page of views, which says why, when it is no filter any more.
pub fn href_of(view: &SavedView) -> String {
    view.filter.as_ref().map_or_else(|_| href(), tickets::href_of_list)
}

#[get("/saved-views")]
async fn index(technician: Technician, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    page(&technician, &layout, db, None).await
}

/// The page, with the name that was refused for one of the views.
async fn page(by: &Technician, layout: &Layout<'_>, db: &Db, refused: Option<(SavedViewId, View)>) -> Result<Page, Error> {
    let views = saved_views::beside(db, by, false).await?.views;
    let (own, others): (Vec<SavedView>, Vec<SavedView>) = views.into_iter().partition(|view| view.owner == by.viewer().id());
    let leads = |view: &SavedView| view.filter.as_ref().ok().map(tickets::href_of_list);
    let own = own.into_iter().map(|view| {
        let again = refused.as_ref().filter(|(id, _)| *id == view.id).map(|(_, form)| form);
        let field = again.and_then(|form| form.field("name"));
        OwnView {
            href: leads(&view),
            field: field.map_or_else(|| format!("name-{}", view.id), |_| "name".to_owned()),
            typed: field.map_or_else(|| view.name.clone(), |field| field.value.clone()),
            error: field.and_then(|field| field.error.clone()),
            update_href: uri!(update(view.id)).to_string(),
            removal_href: uri!(remove(view.id)).to_string(),
            name: view.name,
            shared: again.map_or(view.shared, |form| form.value("shared") == "true"),
        }
    });
    let own = own.collect();
    let form = refused.map_or_else(|| View::blank(&NAMES), |(_, form)| form);
    let mut shared = Vec::new();
    for view in others {
        let by = layout.text_with("views-shared-by", [("name", FluentValue::from(view.owner_name.clone()))])?;
        shared.push(OtherView { href: leads(&view), by, name: view.name });
    }
    let page = IndexPage { back_href: tickets::index_href(), own, others: shared, form };
    layout.page_of_form("saved_views/index", layout.text("views-title")?, &page.form, &page)
}

const NAMES: [&str; 2] = ["name", "shared"];

#[derive(FromForm)]
struct NewView {
    view: SavedViewId,
    name: Line<MOST_NAME>,
    shared: bool,
    filter: String,
}

/// Keeps the filter that the list shows.
#[post("/saved-views", data = "<form>")]
async fn create(
    technician: Technician,
    layout: Layout<'_>,
    form: Form<Contextual<'_, NewView>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&NAMES, &form.context)?;
    if let Some(new) = &form.value {
        let filter = TicketFilter::of_text(&new.filter).map_err(|_| Error::Misunderstood)?;
        match saved_views::keep(db, &technician, new.view, (new.name.0.clone(), new.shared), &filter, now.at).await {
            Ok(()) => return Ok(Submitted::accepted(tickets::href_of_list(&filter), "views-kept")),
            Err(SavedViewError::TooMany) => again.mistake("name", layout.text("mistake-views-many")?),
            Err(SavedViewError::NotFound) => again.mistake("name", layout.text("mistake-form-used")?),
            Err(SavedViewError::Database(error)) => return Err(error.into()),
        }
    }
    let typed = |name: &str| form.context.field_value(name).unwrap_or_default().to_owned();
    Ok(Submitted::Refused(refused(&layout, again, &typed)?))
}

#[derive(Serialize)]
struct AgainPage {
    back_href: String,
    href: String,
    form: View,
    view: String,
    filter: String,
    shared: bool,
}

/// The small form again, with what is wrong.
fn refused(layout: &Layout<'_>, form: View, typed: &impl Fn(&str) -> String) -> Result<Page, Error> {
    let filter = TicketFilter::of_text(&typed("filter")).map_err(|_| Error::Misunderstood)?;
    let page = AgainPage {
        back_href: tickets::href_of_list(&filter),
        href: uri!(create).to_string(),
        form,
        // What is no key is another's or none: a new one.
        view: SavedViewId::new(layout.now).to_string(),
        filter: filter.written(),
        shared: typed("shared") == "true",
    };
    layout.page_of_form("saved_views/form", layout.text("views-keep")?, &page.form, &page)
}

/// What the list's own form of keeping a view sends.
#[derive(Serialize)]
pub struct KeepForm {
    href: String,
    view: String,
    filter: String,
    form: View,
}

/// The form that keeps the filter which a list shows.
pub fn keep_form(layout: &Layout<'_>, filter: &TicketFilter) -> KeepForm {
    let view = SavedViewId::new(layout.now).to_string();
    KeepForm { href: uri!(create).to_string(), view, filter: filter.written(), form: View::blank(&NAMES) }
}

#[derive(FromForm)]
struct Renamed {
    name: Line<MOST_NAME>,
    shared: bool,
}

#[post("/saved-views/<id>", data = "<form>")]
async fn update(
    technician: Technician,
    layout: Layout<'_>,
    id: SavedViewId,
    form: Form<Contextual<'_, Renamed>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let Some(new) = &form.value else {
        let again = layout.again(&NAMES, &form.context)?;
        let views = saved_views::beside(db, &technician, false).await?.views;
        let own = views.iter().any(|view| view.id == id && view.owner == technician.viewer().id());
        return if own {
            Ok(Submitted::Refused(page(&technician, &layout, db, Some((id, again))).await?))
        } else {
            Err(Error::NotFound)
        };
    };
    done(saved_views::rename(db, &technician, id, new.name.0.clone(), new.shared).await, "views-renamed")
}

#[post("/saved-views/<id>/removal")]
async fn remove(technician: Technician, id: SavedViewId, db: &State<Db>) -> Result<Submitted, Error> {
    done(saved_views::remove(db, &technician, id).await, "views-removed")
}

fn done(result: Result<(), SavedViewError>, said: &str) -> Result<Submitted, Error> {
    match result {
        Ok(()) => Ok(Submitted::accepted(uri!(index), said)),
        Err(SavedViewError::Database(error)) => Err(error.into()),
        Err(_) => Err(Error::NotFound),
    }
}
