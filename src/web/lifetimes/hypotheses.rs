//! What the coordinator supposes where nobody measures; estimates that were made stay as they are, unless they are asked for anew.

use crate::domain::carbon::Hypotheses;
use crate::store::Db;
use crate::store::access::{Coordinator, LifetimesReader};
use crate::store::carbon::{suppose, supposed};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Maybe, Percent, Whole};
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show, change]
}

const NAMES: [&str; 5] = ["substitution", "second_life", "transport", "workshop", "anew"];

/// The address of the form.
pub fn href() -> String {
    uri!(show).to_string()
}

#[derive(Serialize)]
struct HypothesesPage<'f> {
    back_href: String,
    form: &'f View,
    href: String,
}

#[get("/lifetimes/hypotheses")]
async fn show(by: Coordinator, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let reader = LifetimesReader::of(by.viewer()).ok_or(Error::NotFound)?;
    let stands = supposed(db, &reader).await?.hypotheses;
    let form = View::blank(&NAMES)
        .with("substitution", (stands.substitution / 10).to_string())
        .with("second_life", stands.second_life_months.to_string())
        .with("transport", stands.transport_grams.to_string())
        .with("workshop", stands.workshop_wh.to_string());
    page(&layout, form)
}

fn page(layout: &Layout<'_>, form: View) -> Result<Page, Error> {
    let form = form.offering("anew", [("true".to_owned(), String::new(), None)]);
    let page = HypothesesPage { back_href: super::href(), form: &form, href: uri!(change).to_string() };
    layout.page_of_form("lifetimes/hypotheses", layout.text("lifetimes-hypotheses-title")?, &form, &page)
}

#[derive(FromForm)]
struct Written {
    substitution: Percent,
    second_life: Whole<1, 240>,
    /// Grams.
    transport: Whole<0, 1_000_000>,
    /// Watt-hours.
    workshop: Whole<0, 1_000_000>,
    anew: Maybe<bool>,
}

#[post("/lifetimes/hypotheses", data = "<form>")]
async fn change(
    by: Coordinator,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Written>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&NAMES, &form.context)?;
    let Some(written) = &form.value else { return Ok(Submitted::Refused(page(&layout, again)?)) };
    let what = Hypotheses {
        substitution: written.substitution.permille(),
        second_life_months: written.second_life.0,
        transport_grams: written.transport.0,
        workshop_wh: written.workshop.0,
    };
    if what.substitution > 1_000 {
        again.mistake("substitution", layout.text("lifetimes-mistake-substitution")?);
        return Ok(Submitted::Refused(page(&layout, again)?));
    }
    suppose(db, &by, what, written.anew.0 == Some(true), layout.now).await?;
    Ok(Submitted::accepted(super::href(), "lifetimes-done"))
}
