//! One inventory that waits: what it says, and what a person decides about it.

use super::structure_name;
use super::words::{self, Fact};
use crate::domain::equipment::EquipmentKind;
use crate::domain::ids::{EquipmentId, InventoryId, StructureId};
use crate::domain::inventories::{Standing, guess};
use crate::store::access::RegisterOf;
use crate::store::inventories::{self, Adoption, DecisionError, Told};
use crate::store::{Db, equipment};
use crate::web::equipment as machines;
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Line, Maybe, Whole};
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![show, adopt, attach, tell_apart]
}

/// The address of one inventory.
pub fn href(structure: StructureId, id: InventoryId) -> String {
    uri!(show(structure, id)).to_string()
}

const NAMES: [&str; 3] = ["name", "kind", "machine"];

#[derive(Serialize)]
struct WaitingPage<'f> {
    back_href: String,
    structure: String,
    name: String,
    seen: String,
    program: String,
    reconcile: bool,
    candidates: Vec<Candidate>,
    facts: Vec<Fact>,
    warnings: Vec<String>,
    form: &'f View,
    version: i64,
    /// The id that a new machine will have.
    new_machine: String,
    has_machines: bool,
    adopt_href: String,
    attach_href: String,
    apart_href: String,
}

#[derive(Serialize)]
struct Candidate {
    href: String,
    id: String,
    name: String,
}

#[get("/structures/<_>/inventories/<inventory>")]
async fn show(of: RegisterOf, layout: Layout<'_>, inventory: InventoryId, db: &State<Db>) -> Result<Answer, Error> {
    structure_name(db, &of).await?;
    let told = inventories::find(db, &of, inventory).await?.ok_or(Error::NotFound)?;
    // Somebody decided meanwhile: here is what became of it.
    if let Some(machine) = told.machine {
        return Ok(Answer::Gone(Submitted::moved(machines::address(machine))));
    }
    let form = View::blank(&NAMES)
        .with("name", words::name(&layout, &told.document)?)
        .with("kind", guess(&told.document).as_str())
        .with("machine", told.candidates.first().map(|(id, _)| id.to_string()).unwrap_or_default());
    Ok(Answer::Page(page(&of, &layout, db, &told, form, EquipmentId::new(layout.now)).await?))
}

/// The page, or the machine that it became.
#[derive(rocket::Responder)]
enum Answer {
    Page(Page),
    Gone(Submitted),
}

async fn page(
    of: &RegisterOf,
    layout: &Layout<'_>,
    db: &Db,
    told: &Told,
    form: View,
    new_machine: EquipmentId,
) -> Result<Page, Error> {
    let kind = |kind: &EquipmentKind| Ok((kind.to_string(), layout.text(&format!("equipment-kind-{kind}"))?, None));
    let kinds: Result<Vec<_>, Error> = EquipmentKind::ALL.iter().map(kind).collect();
    let registered = equipment::of_structure(db, of).await?;
    let mut offered: Vec<(String, String, Option<String>)> =
        registered.into_iter().map(|machine| (machine.id.to_string(), machine.particulars.name, None)).collect();
    // Those that it is taken for come first.
    offered.sort_by_key(|(id, ..)| !told.candidates.iter().any(|(candidate, _)| candidate.to_string() == *id));
    let has_machines = !offered.is_empty();
    let form = form.offering("kind", kinds?).offering("machine", offered);
    let (structure, inventory) = (of.structure(), told.id);
    let candidate =
        |(id, name): &(EquipmentId, String)| Candidate { href: machines::href(*id), id: id.to_string(), name: name.clone() };
    let page = WaitingPage {
        back_href: super::of_structure_href(structure),
        structure: structure_name(db, of).await?,
        name: words::name(layout, &told.document)?,
        seen: words::seen(layout, told)?,
        program: told.program.clone(),
        reconcile: told.standing == Standing::Reconcile,
        candidates: told.candidates.iter().map(candidate).collect(),
        facts: words::facts(layout, &told.document)?,
        warnings: words::warnings(layout, told)?,
        form: &form,
        version: told.version,
        new_machine: new_machine.to_string(),
        has_machines,
        adopt_href: uri!(adopt(structure, inventory)).to_string(),
        attach_href: uri!(attach(structure, inventory)).to_string(),
        apart_href: uri!(tell_apart(structure, inventory)).to_string(),
    };
    layout.page_of_form("inventories/show", page.name.clone(), &form, &page)
}

/// What stands when nothing was decided: the page again with its mistakes, or a sentence.
async fn refuse(
    of: &RegisterOf,
    layout: &Layout<'_>,
    db: &Db,
    inventory: InventoryId,
    mut again: View,
    refused: Option<DecisionError>,
    new_machine: EquipmentId,
) -> Result<Submitted, Error> {
    match refused {
        Some(DecisionError::NotFound) => return Err(Error::NotFound),
        Some(DecisionError::Database(error)) => return Err(error.into()),
        Some(DecisionError::Overtaken) => {
            return Ok(Submitted::warned(uri!(show(of.structure(), inventory)), "inventory-overtaken"));
        }
        Some(DecisionError::NoMachine) => again.mistake("machine", layout.text("mistake-choice")?),
        Some(DecisionError::KeyTaken) => again.mistake("name", layout.text("mistake-form-used")?),
        None => {}
    }
    let told = inventories::find(db, of, inventory).await?.ok_or(Error::NotFound)?;
    Ok(Submitted::Refused(page(of, layout, db, &told, again, new_machine).await?))
}

#[derive(FromForm)]
struct NewMachine {
    version: Whole<1, 1_000_000>,
    /// Made with the form.
    new_machine: Maybe<EquipmentId>,
    name: Line<80>,
    kind: EquipmentKind,
}

/// It is a machine that the register does not have.
#[post("/structures/<_>/inventories/<inventory>/adoption", data = "<form>")]
async fn adopt(
    of: RegisterOf,
    layout: Layout<'_>,
    inventory: InventoryId,
    form: Form<Contextual<'_, NewMachine>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    structure_name(db, &of).await?;
    inventories::find(db, &of, inventory).await?.ok_or(Error::NotFound)?;
    let again = layout.again(&NAMES, &form.context)?;
    let typed = form.context.field_value("new_machine").and_then(|id| id.parse().ok());
    let machine = typed.unwrap_or_else(|| EquipmentId::new(now.at));
    let Some(new) = &form.value else {
        return refuse(&of, &layout, db, inventory, again, None, machine).await;
    };
    let machine = new.new_machine.0.unwrap_or(machine);
    let adoption = Adoption { machine, kind: new.kind, name: new.name.0.clone() };
    match inventories::adopt(db, &of, inventory, new.version.0, adoption, now.at).await {
        Ok(()) => Ok(Submitted::accepted(machines::address(machine), "inventory-adopted")),
        // The next try makes another.
        Err(refused) => refuse(&of, &layout, db, inventory, again, Some(refused), EquipmentId::new(now.at)).await,
    }
}

#[derive(FromForm)]
struct KnownMachine {
    version: Whole<1, 1_000_000>,
    machine: EquipmentId,
}

/// It is a machine of the register.
#[post("/structures/<_>/inventories/<inventory>/attachment", data = "<form>")]
async fn attach(
    of: RegisterOf,
    layout: Layout<'_>,
    inventory: InventoryId,
    form: Form<Contextual<'_, KnownMachine>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    structure_name(db, &of).await?;
    let told = inventories::find(db, &of, inventory).await?.ok_or(Error::NotFound)?;
    let mut again = layout.again(&NAMES, &form.context)?;
    // The other form of the page is as it was.
    again = again.with("name", words::name(&layout, &told.document)?).with("kind", guess(&told.document).as_str());
    let Some(known) = &form.value else {
        return refuse(&of, &layout, db, inventory, again, None, EquipmentId::new(now.at)).await;
    };
    match inventories::attach(db, &of, inventory, known.version.0, known.machine, now.at).await {
        Ok(()) => Ok(Submitted::accepted(machines::address(known.machine), "inventory-attached")),
        Err(refused) => refuse(&of, &layout, db, inventory, again, Some(refused), EquipmentId::new(now.at)).await,
    }
}

#[derive(FromForm)]
struct Seen {
    version: Whole<1, 1_000_000>,
}

/// It is none of the machines that it was taken for.
#[post("/structures/<_>/inventories/<inventory>/separation", data = "<form>")]
async fn tell_apart(
    of: RegisterOf,
    inventory: InventoryId,
    form: Option<Form<Seen>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    structure_name(db, &of).await?;
    inventories::find(db, &of, inventory).await?.ok_or(Error::NotFound)?;
    let page = uri!(show(of.structure(), inventory));
    let Some(seen) = form else { return Ok(Submitted::warned(page, "inventory-overtaken")) };
    match inventories::tell_apart(db, &of, inventory, seen.version.0, now.at).await {
        Ok(()) => Ok(Submitted::accepted(page, "inventory-told-apart")),
        Err(DecisionError::Overtaken) => Ok(Submitted::warned(page, "inventory-overtaken")),
        Err(DecisionError::Database(error)) => Err(error.into()),
        Err(_) => Err(Error::NotFound),
    }
}
