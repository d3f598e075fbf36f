//! The end of an agreement: what it would do, exactly; then the deed, which can be taken back until that month is closed.

use super::{of_coordinator, refuse};
use crate::domain::agreements::Agreement;
use crate::domain::ids::StructureId;
use crate::domain::time::Month;
use crate::store::access::Coordinator;
use crate::store::agreements;
use crate::store::structures::Structure;
use crate::store::{Db, hours};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::Maybe;
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{State, get, post, uri};
use serde::Serialize;

#[derive(Serialize)]
struct EndingPage {
    form: View,
    structure: String,
    back_href: String,
    /// Where another month is looked at, and where the deed is done: the same address.
    href: String,
    /// The agreement ends already: with which month.
    ends: Option<String>,
    /// That month is closed: nothing can be changed any more, the structure can come back.
    over: bool,
    renew_href: Option<String>,
    effect: Option<EffectView>,
}

#[derive(Serialize)]
struct EffectView {
    title: String,
    to_pot: String,
    billed: String,
    month: String,
    button: String,
    is_today: bool,
}

const NAMES: [&str; 1] = ["month"];

struct Ending {
    structure: Structure,
    agreement: Agreement,
    first_open: Option<Month>,
}

impl Ending {
    async fn find(db: &Db, coordinator: &Coordinator, id: StructureId) -> Result<Self, Error> {
        let (structure, agreements) = of_coordinator(db, coordinator, id).await?;
        let agreement = agreements.ok_or(Error::NotFound)?.latest().clone();
        Ok(Self { structure, agreement, first_open: hours::first_open_month(db, coordinator).await? })
    }

    fn is_over(&self) -> bool {
        self.agreement.last_month.is_some_and(|last| self.first_open.is_some_and(|open| last < open))
    }

    /// The month that the page looks at when none was asked: the present one, or the first that can be the last.
    fn first(&self, today: Month) -> Month {
        let earliest = self.first_open.map_or(self.agreement.first_month, |open| open.max(self.agreement.first_month));
        self.agreement.last_month.unwrap_or(today.max(earliest))
    }

    async fn page(&self, layout: &Layout<'_>, db: &Db, by: &Coordinator, form: View, month: Option<Month>) -> Result<Page, Error> {
        let effect = match month.filter(|_| !self.is_over()) {
            Some(month) => self.effect(layout, db, by, month).await?,
            None => None,
        };
        let page = EndingPage {
            form,
            structure: self.structure.name.clone(),
            back_href: uri!(super::show(self.structure.id)).to_string(),
            href: uri!(create(self.structure.id)).to_string(),
            ends: self.agreement.last_month.map(|last| layout.month(last)),
            over: self.is_over(),
            renew_href: self.is_over().then(|| uri!(super::agreements::new(self.structure.id)).to_string()),
            effect,
        };
        layout.page_of_form("structures/ending", layout.text("structures-ending-title")?, &page.form, &page)
    }

    async fn effect(&self, layout: &Layout<'_>, db: &Db, by: &Coordinator, month: Month) -> Result<Option<EffectView>, Error> {
        let Some(departing) = hours::departing(db, by, self.structure.id, month).await? else { return Ok(None) };
        let named = [("month", FluentValue::from(layout.month(month)))];
        Ok(Some(EffectView {
            title: layout.text_with("structures-ending-effect", named.clone())?,
            to_pot: layout.duration(departing.to_pot),
            billed: layout.duration(departing.billed),
            month: month.to_string(),
            button: layout.text_with("structures-ending-end", named)?,
            is_today: month == Month::of(layout.today()),
        }))
    }
}

/// Shows what would happen if the month asked was the last.
#[get("/structures/<id>/ending?<month>")]
pub(super) async fn show(
    coordinator: Coordinator,
    id: StructureId,
    month: Option<Month>,
    layout: Layout<'_>,
    db: &State<Db>,
) -> Result<Page, Error> {
    let ending = Ending::find(db, &coordinator, id).await?;
    let first = ending.first(Month::of(layout.today()));
    let month = month.filter(|_| ending.agreement.last_month.is_none()).unwrap_or(first);
    let mut form = View::blank(&NAMES).with("month", month.to_string());
    if ending.first_open.is_some_and(|open| month < open) && !ending.is_over() {
        form.mistake("month", layout.text("structures-mistake-month-closed")?);
    } else if month < ending.agreement.first_month {
        form.mistake("month", layout.text("structures-mistake-outside")?);
    }
    ending.page(&layout, db, &coordinator, form, Some(month)).await
}

#[derive(FromForm)]
pub(super) struct LastMonth {
    month: Maybe<Month>,
    /// Takes the end back.
    goes_on: bool,
}

/// Sets the last month, or takes the end back.
#[post("/structures/<id>/ending", data = "<form>")]
pub(super) async fn create(
    coordinator: Coordinator,
    id: StructureId,
    layout: Layout<'_>,
    form: Form<Contextual<'_, LastMonth>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let ending = Ending::find(db, &coordinator, id).await?;
    let mut again = layout.again(&NAMES, &form.context)?;
    let last_month = match &form.value {
        Some(LastMonth { goes_on: true, .. }) => None,
        Some(LastMonth { month: Maybe(Some(month)), .. }) => Some(*month),
        Some(_) => {
            again.mistake("month", layout.text("mistake-month")?);
            return Ok(Submitted::Refused(ending.page(&layout, db, &coordinator, again, None).await?));
        }
        None => return Ok(Submitted::Refused(ending.page(&layout, db, &coordinator, again, None).await?)),
    };
    match agreements::set_end(db, &coordinator, id, last_month, now.at).await {
        Ok(()) => {
            let said = if last_month.is_some() { "structures-ending-set" } else { "structures-ending-taken-back" };
            Ok(Submitted::accepted(uri!(super::show(id)), said))
        }
        Err(refused) => {
            refuse(&mut again, &layout, "month", refused)?;
            Ok(Submitted::Refused(ending.page(&layout, db, &coordinator, again, None).await?))
        }
    }
}
