//! Amendments of an agreement: other hours, from a month on.

use super::{of_coordinator, refuse};
use crate::domain::agreements::{Agreements, Amendment};
use crate::domain::ids::StructureId;
use crate::domain::time::Month;
use crate::store::Db;
use crate::store::access::Coordinator;
use crate::store::agreements;
use crate::store::structures::Structure;
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Hours, Line, Maybe};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{State, get, post, uri};
use serde::Serialize;

#[derive(Serialize)]
struct AmendmentPage {
    form: View,
    href: String,
    back_href: String,
    structure: String,
    lead: String,
}

const NAMES: [&str; 3] = ["from_month", "monthly", "note"];

fn page(layout: &Layout<'_>, structure: &Structure, agreements: Option<&Agreements>, form: View) -> Result<Page, Error> {
    let next = Month::of(layout.today()).next();
    let first = agreements.map_or(next, |agreements| agreements.latest().first_month.max(next));
    let monthly = agreements.map(|agreements| layout.duration(agreements.monthly(first))).unwrap_or_default();
    let page = AmendmentPage {
        form: form.preset("from_month", first.to_string()),
        href: uri!(create(structure.id)).to_string(),
        back_href: uri!(super::show(structure.id)).to_string(),
        structure: structure.name.clone(),
        lead: layout.text_with("structures-amend-lead", [("monthly", FluentValue::from(monthly))])?,
    };
    layout.page_of_form("structures/amendment", layout.text("structures-amend-title")?, &page.form, &page)
}

#[get("/structures/<id>/amendments/new")]
pub(super) async fn new(coordinator: Coordinator, id: StructureId, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let (structure, agreements) = of_coordinator(db, &coordinator, id).await?;
    page(&layout, &structure, agreements.as_ref(), View::blank(&NAMES))
}

#[derive(FromForm)]
pub(super) struct NewAmendment {
    from_month: Month,
    monthly: Hours,
    note: Maybe<Line<200>>,
}

#[post("/structures/<id>/amendments", data = "<form>")]
pub(super) async fn create(
    coordinator: Coordinator,
    id: StructureId,
    layout: Layout<'_>,
    form: Form<Contextual<'_, NewAmendment>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let (structure, agreements) = of_coordinator(db, &coordinator, id).await?;
    let mut again = layout.again(&NAMES, &form.context)?;
    let Some(new) = &form.value else {
        return Ok(Submitted::Refused(page(&layout, &structure, agreements.as_ref(), again)?));
    };
    let amendment = Amendment { from_month: new.from_month, monthly: new.monthly.0, note: new.note.clone().or_empty() };
    match agreements::amend(db, &coordinator, id, amendment, now.at).await {
        Ok(()) => Ok(Submitted::accepted(uri!(super::show(id)), "structures-amended")),
        Err(refused) => {
            refuse(&mut again, &layout, "from_month", refused)?;
            Ok(Submitted::Refused(page(&layout, &structure, agreements.as_ref(), again)?))
        }
    }
}
