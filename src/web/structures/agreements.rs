//! A new agreement, for a structure that left and comes back.

use super::{of_coordinator, refuse};
use crate::domain::ids::StructureId;
use crate::domain::time::Month;
use crate::store::Db;
use crate::store::access::Coordinator;
use crate::store::agreements::{self, NewAgreement};
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
struct AgreementPage {
    form: View,
    href: String,
    back_href: String,
    structure: String,
    lead: String,
}

const NAMES: [&str; 3] = ["first_month", "monthly", "note"];

/// A structure, and how its last agreement ends: only after that end can another start.
struct Returning {
    structure: Structure,
    last_month: Option<Month>,
}

impl Returning {
    async fn find(db: &Db, coordinator: &Coordinator, id: StructureId) -> Result<Self, Error> {
        let (structure, agreements) = of_coordinator(db, coordinator, id).await?;
        let last_month = agreements.ok_or(Error::NotFound)?.latest().last_month;
        Ok(Self { structure, last_month })
    }

    fn page(&self, layout: &Layout<'_>, form: View) -> Result<Page, Error> {
        let today = Month::of(layout.today());
        let first = self.last_month.map_or(today, |last| last.next().max(today));
        let lead = match self.last_month {
            Some(last) => layout.text_with("structures-renew-lead", [("month", FluentValue::from(layout.month(last)))])?,
            None => layout.text("structures-renew-running")?,
        };
        let page = AgreementPage {
            form: form.preset("first_month", first.to_string()),
            href: uri!(create(self.structure.id)).to_string(),
            back_href: uri!(super::show(self.structure.id)).to_string(),
            structure: self.structure.name.clone(),
            lead,
        };
        layout.page_of_form("structures/agreement", layout.text("structures-renew-title")?, &page.form, &page)
    }
}

#[get("/structures/<id>/agreements/new")]
pub(super) async fn new(coordinator: Coordinator, id: StructureId, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    Returning::find(db, &coordinator, id).await?.page(&layout, View::blank(&NAMES))
}

#[derive(FromForm)]
pub(super) struct Renewed {
    first_month: Month,
    monthly: Hours,
    note: Maybe<Line<200>>,
}

#[post("/structures/<id>/agreements", data = "<form>")]
pub(super) async fn create(
    coordinator: Coordinator,
    id: StructureId,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Renewed>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let returning = Returning::find(db, &coordinator, id).await?;
    let mut again = layout.again(&NAMES, &form.context)?;
    let Some(new) = &form.value else { return Ok(Submitted::Refused(returning.page(&layout, again)?)) };
    let agreement = NewAgreement { first_month: new.first_month, monthly: new.monthly.0, note: new.note.clone().or_empty() };
    match agreements::renew(db, &coordinator, id, agreement, now.at).await {
        Ok(()) => Ok(Submitted::accepted(uri!(super::show(id)), "structures-renewed")),
        Err(refused) => {
            refuse(&mut again, &layout, "first_month", refused)?;
            Ok(Submitted::Refused(returning.page(&layout, again)?))
        }
    }
}
