//! On the page of a machine: « Ce que la machine dit d'elle-même », and where it differs from what people wrote.

use super::words::{self, Fact};
use crate::domain::ids::EquipmentId;
use crate::domain::inventories::Field;
use crate::store::access::{RegisterOf, Viewer};
use crate::store::equipment::Machine;
use crate::store::inventories::{self, FieldDecision};
use crate::store::{Db, equipment};
use crate::web::equipment as machines;
use crate::web::errors::Error;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Submitted};
use crate::web::params::Line;
use rocket::form::{Form, FromForm};
use rocket::{State, post, uri};
use serde::Serialize;

/// What a machine says, for who keeps its register.
#[derive(Serialize)]
pub struct Said {
    facts: Vec<Fact>,
    warnings: Vec<String>,
    seen: String,
    program: String,
    differences: Vec<Differs>,
    href: String,
}

#[derive(Serialize)]
struct Differs {
    field: &'static str,
    label: String,
    heard: String,
    written: String,
}

/// `None` when no agent speaks for the machine.
pub async fn of_machine(of: &RegisterOf, layout: &Layout<'_>, db: &Db, machine: &Machine) -> Result<Option<Said>, Error> {
    let Some(told) = inventories::of_machine(db, of, machine.id).await? else { return Ok(None) };
    let mut differences = Vec::new();
    for one in inventories::differences(db, machine, &told).await? {
        let label = layout.text(&format!("inventory-field-{}", one.field))?;
        differences.push(Differs { field: one.field.as_str(), label, heard: one.heard, written: one.written });
    }
    Ok(Some(Said {
        facts: words::facts(layout, &told.document)?,
        warnings: words::warnings(layout, &told)?,
        seen: words::seen(layout, &told)?,
        program: told.program.clone(),
        differences,
        href: uri!(decide(machine.id)).to_string(),
    }))
}

#[derive(FromForm)]
pub struct Decision {
    field: Field,
    /// What the agent said, as the page showed it.
    heard: Line<60>,
    /// `take` or `keep`.
    act: Act,
}

/// What is done with what the agent says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, rocket::FromFormField)]
pub enum Act {
    Take,
    Keep,
}

/// Takes what the agent says of a field, or keeps what people wrote.
#[post("/equipment/<id>/inventory", data = "<form>")]
pub async fn decide(
    viewer: &Viewer,
    id: EquipmentId,
    form: Option<Form<Decision>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let (machine, _) = equipment::find(db, viewer, id).await?.ok_or(Error::NotFound)?;
    let of = RegisterOf::of(viewer, machine.structure).ok_or(Error::NotFound)?;
    // Its fields are ours, not typed: a form without them is none of ours.
    let Some(form) = form else { return Ok(Submitted::warned(machines::address(id), "inventory-overtaken")) };
    let decision = FieldDecision { field: form.field, heard: form.heard.0.clone(), take: form.act == Act::Take };
    let said = match inventories::decide(db, &of, id, decision, now.at).await? {
        true if form.act == Act::Take => "inventory-taken",
        true => "inventory-kept",
        false => return Ok(Submitted::warned(machines::address(id), "inventory-overtaken")),
    };
    Ok(Submitted::accepted(machines::address(id), said))
}
