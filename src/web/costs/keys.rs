//! The sharing key: what the net cost is shared by, from which month on.

use crate::domain::costs::Key;
use crate::domain::time::Month;
use crate::store::access::Coordinator;
use crate::store::costs::{self, CostsError};
use crate::store::{Db, hours};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{State, get, post, uri};
use serde::Serialize;

#[derive(Serialize)]
struct KeyPage {
    back_href: String,
    lead: String,
    versions: Vec<Version>,
    form: View,
    href: String,
}

#[derive(Serialize)]
struct Version {
    from: String,
    key: String,
}

const NAMES: [&str; 2] = ["from", "key"];

async fn page(by: &Coordinator, layout: &Layout<'_>, db: &Db, form: View) -> Result<Page, Error> {
    let present = Month::of(layout.today());
    let now = costs::key(db, by, present).await?;
    let open = hours::first_open_month(db, by).await?.unwrap_or(present);
    let mut choices = Vec::new();
    for key in Key::ALL {
        let text = |part: &str| layout.text(&format!("costs-key-{key}{part}"));
        choices.push((key.to_string(), text("")?, Some(text("-means")?)));
    }
    let mut versions = Vec::new();
    for (from, key) in costs::keys(db, by).await? {
        let from = layout.text_with("costs-key-from", [("month", FluentValue::from(layout.month(from)))])?;
        versions.push(Version { from, key: layout.text(&format!("costs-key-{key}"))? });
    }
    let page = KeyPage {
        back_href: super::present_href(),
        lead: layout.text_with("costs-key-lead", [("key", FluentValue::from(super::by_key(layout, now)?))])?,
        versions,
        form: form.preset("from", open.to_string()).preset("key", now.as_str()).offering("key", choices),
        href: uri!(create).to_string(),
    };
    layout.page_of_form("costs/key", layout.text("costs-key-title")?, &page.form, &page)
}

#[get("/costs/key")]
pub(super) async fn index(by: Coordinator, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    page(&by, &layout, db, View::blank(&NAMES)).await
}

#[derive(FromForm)]
pub(super) struct NewKey {
    from: Month,
    key: Key,
}

#[post("/costs/key", data = "<form>")]
pub(super) async fn create(
    by: Coordinator,
    layout: Layout<'_>,
    form: Form<Contextual<'_, NewKey>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&NAMES, &form.context)?;
    let Some(new) = &form.value else { return Ok(Submitted::Refused(page(&by, &layout, db, again).await?)) };
    match costs::set_key(db, &by, new.from, new.key, now.at).await {
        Ok(()) => Ok(Submitted::accepted(uri!(index), "costs-key-set")),
        Err(CostsError::Database(fault)) => Err(fault.into()),
        Err(CostsError::MonthClosed | CostsError::NotThere | CostsError::KeyTaken) => {
            again.mistake("from", layout.text("costs-mistake-closed")?);
            Ok(Submitted::Refused(page(&by, &layout, db, again).await?))
        }
    }
}
