//! Member structures: their list, the page of each, and what the coordinator writes down of them.

mod agreements;
mod amendments;
mod ending;
mod listing;
mod page;

use super::errors::Error;
use super::forms::Form as View;
use super::guards::Now;
use super::layout::{Layout, Page, Submitted};
use super::params::{Hours, Line, Maybe};
use crate::domain::agreements::Agreements;
use crate::domain::hours::Code;
use crate::domain::ids::StructureId;
use crate::domain::time::Month;
use crate::store::access::{Coordinator, Referent, Viewer};
use crate::store::group;
use crate::store::structures::{self, Particulars, Structure, StructureError};
use crate::store::{Db, hours};
use rocket::form::{Contextual, Form, FromForm, FromFormField};
use rocket::response::Redirect;
use rocket::{Either, Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    let agreed = routes![agreements::new, agreements::create, amendments::new, amendments::create, ending::show, ending::create];
    [routes![index, show, share_left, share_time, new, create, edit, update], agreed].concat()
}

/// All of them for those who serve the group; one's own for others, who go straight to it when it is the only one.
#[get("/structures")]
pub(super) async fn index(viewer: &Viewer, layout: Layout<'_>, db: &State<Db>) -> Result<Either<Redirect, Page>, Error> {
    if let ([home], false) = (viewer.homes(), group::serves_group(viewer)) {
        return Ok(Either::Left(Redirect::to(uri!(show(home.structure)))));
    }
    let page = listing::StructuresPage::of(viewer, &layout, db).await?;
    Ok(Either::Right(layout.page("structures/index", layout.text("structures-title")?, &page)?))
}

#[get("/structures/<id>")]
pub(super) async fn show(viewer: &Viewer, id: StructureId, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let (structure, agreements) = structures::find(db, viewer, id).await?.ok_or(Error::NotFound)?;
    let title = structure.name.clone();
    let page = page::StructurePage::of(viewer, &layout, db, structure, agreements).await?;
    layout.page("structures/show", title, &page)
}

/// What a switch says: a form that says neither changes nothing.
#[derive(Clone, Copy, PartialEq, Eq, FromFormField)]
enum Switch {
    #[field(value = "true")]
    Shown,
    #[field(value = "false")]
    Hidden,
}

#[derive(FromForm)]
pub(super) struct Sharing {
    shown: Switch,
}

impl Sharing {
    fn is_shown(&self) -> bool {
        self.shown == Switch::Shown
    }
}

/// Shows employees what their structure has left, or hides it.
#[post("/structures/<_>/left", data = "<form>")]
pub(super) async fn share_left(by: Referent, form: Form<Sharing>, db: &State<Db>) -> Result<Submitted, Error> {
    hours::show_left(db, &by, form.is_shown()).await?;
    let said = if form.is_shown() { "structures-left-shown" } else { "structures-left-hidden" };
    Ok(Submitted::accepted(uri!(show(by.structure())), said))
}

/// Shows employees how much time their requests took, or hides it.
#[post("/structures/<_>/time", data = "<form>")]
pub(super) async fn share_time(by: Referent, form: Form<Sharing>, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    hours::show_time(db, &by, form.is_shown(), now.today, now.at).await?;
    let said = if form.is_shown() { "structures-time-shown" } else { "structures-time-hidden" };
    Ok(Submitted::accepted(uri!(show(by.structure())), said))
}

/// One structure, for the coordinator's pages under its address.
async fn of_coordinator(db: &Db, coordinator: &Coordinator, id: StructureId) -> Result<(Structure, Option<Agreements>), Error> {
    structures::find(db, coordinator, id).await?.ok_or(Error::NotFound)
}

#[derive(Serialize)]
struct FormPage {
    form: View,
    href: String,
    back_href: String,
    back: String,
    /// Whether the agreement is asked for too.
    is_new: bool,
}

const NEW: [&str; 7] = ["name", "code", "city", "address", "phone", "first_month", "monthly"];
const EDIT: [&str; 5] = ["name", "code", "city", "address", "phone"];

fn new_page(layout: &Layout<'_>, form: View) -> Result<Page, Error> {
    let page = FormPage {
        form: form.preset("first_month", Month::of(layout.today()).to_string()),
        href: uri!(create).to_string(),
        back_href: uri!(index).to_string(),
        back: layout.text("structures-title")?,
        is_new: true,
    };
    layout.page_of_form("structures/form", layout.text("structures-new-title")?, &page.form, &page)
}

#[get("/structures/new")]
pub(super) fn new(_coordinator: Coordinator, layout: Layout<'_>) -> Result<Page, Error> {
    new_page(&layout, View::blank(&NEW))
}

#[derive(FromForm)]
struct NewStructure {
    code: Code,
    name: Line<80>,
    city: Maybe<Line<80>>,
    address: Maybe<Line<200>>,
    phone: Maybe<Line<30>>,
    first_month: Month,
    monthly: Hours,
}

#[post("/structures", data = "<form>")]
async fn create(
    coordinator: Coordinator,
    layout: Layout<'_>,
    form: Form<Contextual<'_, NewStructure>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&NEW, &form.context)?;
    let Some(new) = &form.value else { return Ok(Submitted::Refused(new_page(&layout, again)?)) };
    let particulars = particulars(&new.code, &new.name, &new.city, &new.address, &new.phone);
    match structures::join(db, &coordinator, particulars, new.first_month, new.monthly.0, now.at).await {
        Ok(id) => Ok(Submitted::accepted(uri!(show(id)), "structures-joined")),
        Err(refused) => {
            refuse(&mut again, &layout, "first_month", refused)?;
            Ok(Submitted::Refused(new_page(&layout, again)?))
        }
    }
}

fn particulars(
    code: &Code,
    name: &Line<80>,
    city: &Maybe<Line<80>>,
    address: &Maybe<Line<200>>,
    phone: &Maybe<Line<30>>,
) -> Particulars {
    Particulars {
        code: code.clone(),
        name: name.0.clone(),
        city: city.clone().or_empty(),
        address: address.clone().or_empty(),
        phone: phone.clone().or_empty(),
    }
}

/// Says a refusal of the store beside the field that it concerns.
fn refuse(form: &mut View, layout: &Layout<'_>, month_field: &'static str, refused: StructureError) -> Result<(), Error> {
    let (field, key) = match refused {
        StructureError::CodeTaken => ("code", "structures-mistake-code-taken"),
        StructureError::CodeStated => ("code", "structures-mistake-code-stated"),
        StructureError::MonthClosed => (month_field, "structures-mistake-month-closed"),
        StructureError::OutsideAgreement => (month_field, "structures-mistake-outside"),
        StructureError::StillMember => (month_field, "structures-mistake-still-member"),
        StructureError::Database(fault) => return Err(fault.into()),
    };
    form.mistake(field, layout.text(key)?);
    Ok(())
}

fn edit_page(layout: &Layout<'_>, structure: &Structure, form: View) -> Result<Page, Error> {
    let page = FormPage {
        form,
        href: uri!(update(structure.id)).to_string(),
        back_href: uri!(show(structure.id)).to_string(),
        back: structure.name.clone(),
        is_new: false,
    };
    layout.page_of_form("structures/form", layout.text("structures-edit-title")?, &page.form, &page)
}

#[get("/structures/<id>/edit")]
async fn edit(coordinator: Coordinator, id: StructureId, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let (structure, _) = of_coordinator(db, &coordinator, id).await?;
    let form = View::blank(&EDIT)
        .with("code", structure.code.as_str())
        .with("name", &*structure.name)
        .with("city", &*structure.city)
        .with("address", &*structure.address)
        .with("phone", &*structure.phone);
    edit_page(&layout, &structure, form)
}

#[derive(FromForm)]
struct Described {
    code: Code,
    name: Line<80>,
    city: Maybe<Line<80>>,
    address: Maybe<Line<200>>,
    phone: Maybe<Line<30>>,
}

#[post("/structures/<id>", data = "<form>")]
async fn update(
    coordinator: Coordinator,
    id: StructureId,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Described>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let (structure, _) = of_coordinator(db, &coordinator, id).await?;
    let mut again = layout.again(&EDIT, &form.context)?;
    let Some(new) = &form.value else { return Ok(Submitted::Refused(edit_page(&layout, &structure, again)?)) };
    let particulars = particulars(&new.code, &new.name, &new.city, &new.address, &new.phone);
    match structures::describe(db, &coordinator, id, particulars).await {
        Ok(()) => Ok(Submitted::accepted(uri!(show(id)), "structures-saved")),
        Err(refused) => {
            refuse(&mut again, &layout, "code", refused)?;
            Ok(Submitted::Refused(edit_page(&layout, &structure, again)?))
        }
    }
}

/// What a month of hours shows of a structure, where the pool knows it.
fn row_of(pool: &hours::PoolMonth, id: StructureId) -> Option<&hours::Row> {
    pool.rows.iter().find(|row| row.structure == id)
}

/// The address of the page that ends a structure's agreement.
pub fn ending_href(id: StructureId) -> String {
    uri!(ending::show(id, None::<Month>)).to_string()
}

/// The address of a structure's page.
pub fn href(id: StructureId) -> String {
    uri!(show(id)).to_string()
}

/// The address of the list of structures.
pub fn index_href() -> String {
    uri!(index).to_string()
}

/// The address of the page that welcomes a structure.
pub fn new_href() -> String {
    uri!(new).to_string()
}
