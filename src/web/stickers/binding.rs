//! A free label stands on a machine from now on: who keeps its register says on which.

use crate::domain::ids::EquipmentId;
use crate::domain::stickers::StickerCode;
use crate::store::access::{RegisterOf, Viewer};
use crate::store::{Db, equipment, stickers};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![new, create]
}

#[derive(Serialize)]
struct BindingPage {
    code: String,
    form: View,
    href: String,
}

const NAMES: [&str; 1] = ["machine"];

#[get("/stickers/<code>/binding")]
async fn new(viewer: &Viewer, layout: Layout<'_>, code: &str, db: &State<Db>) -> Result<Page, Error> {
    let code = free(viewer, code, db).await?.ok_or(Error::NotFound)?;
    page(viewer, &layout, db, &code, View::blank(&NAMES)).await
}

async fn free(viewer: &Viewer, code: &str, db: &Db) -> Result<Option<StickerCode>, Error> {
    let Ok(code) = code.parse::<StickerCode>() else { return Ok(None) };
    Ok(stickers::is_free(db, viewer, &code).await?.then_some(code))
}

async fn page(viewer: &Viewer, layout: &Layout<'_>, db: &Db, code: &StickerCode, form: View) -> Result<Page, Error> {
    let mut choices = vec![(String::new(), layout.text("sticker-bind-choose")?, None)];
    for machine in stickers::bindable(db, viewer).await? {
        let has = if machine.has_code { layout.text("sticker-bind-has")? } else { String::new() };
        choices.push((machine.machine.to_string(), format!("{} · {}{has}", machine.structure, machine.name), None));
    }
    let page = BindingPage {
        code: code.printed(),
        form: form.offering("machine", choices),
        href: uri!(create(code.as_str())).to_string(),
    };
    layout.page_of_form("stickers/binding", layout.text("sticker-bind-title")?, &page.form, &page)
}

#[derive(FromForm)]
struct Binding {
    machine: EquipmentId,
}

#[post("/stickers/<code>/binding", data = "<form>")]
async fn create(
    viewer: &Viewer,
    layout: Layout<'_>,
    code: &str,
    form: Form<Contextual<'_, Binding>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let code: StickerCode = code.parse().map_err(|_| Error::NotFound)?;
    let mut again = layout.again(&NAMES, &form.context)?;
    if let Some(binding) = &form.value {
        let found = equipment::find(db, viewer, binding.machine).await?;
        if let Some(of) = found.and_then(|(machine, _)| RegisterOf::of(viewer, machine.structure))
            && stickers::bind(db, &of, &code, binding.machine, now.at).await?
        {
            return Ok(Submitted::accepted(crate::web::equipment::href(binding.machine), "sticker-bound"));
        }
        again.mistake("machine", layout.text("mistake-choice")?);
    }
    // What is not free is not there, whatever was chosen.
    let code = free(viewer, code.as_str(), db).await?.ok_or(Error::NotFound)?;
    Ok(Submitted::Refused(page(viewer, &layout, db, &code, again).await?))
}

/// Where a free code is bound.
pub fn href(code: &StickerCode) -> String {
    uri!(new(code.as_str())).to_string()
}
