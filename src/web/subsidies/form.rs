//! The form of a subsidy: who gives what, for which months and which work.

use crate::domain::costs::subsidies::{Assigned, Basis};
use crate::domain::ids::{StructureId, SubsidyId};
use crate::domain::interventions::Kind;
use crate::domain::money::Cents;
use crate::domain::time::Month;
use crate::store::access::Coordinator;
use crate::store::costs::{self, NewSubsidy, Subsidy, SubsidyError};
use crate::store::{Db, structures};
use crate::texts::format;
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Day, Line, Maybe, Words};
use rocket::form::{Context, Contextual, Form, FromForm};
use rocket::{State, get, post, uri};
use serde::Serialize;
use std::collections::BTreeSet;

#[derive(Serialize)]
struct FormPage {
    form: View,
    href: String,
    back_href: String,
    title: String,
    button: String,
    is_new: bool,
}

const NAMES: [&str; 10] = ["funder", "action", "basis", "amount", "first", "last", "ends_on", "conditions", "kinds", "structures"];

/// What is ticked of the work that the subsidy is for, as the form sends it.
#[derive(Default)]
struct Ticked {
    kinds: Vec<String>,
    structures: Vec<String>,
}

impl Ticked {
    fn of(assigned: &Assigned) -> Self {
        Self {
            kinds: assigned.kinds.iter().map(ToString::to_string).collect(),
            structures: assigned.structures.iter().map(ToString::to_string).collect(),
        }
    }

    fn sent(context: &Context<'_>) -> Self {
        let all = |name| context.field_values(name).map(str::to_owned).collect();
        Self { kinds: all("kinds"), structures: all("structures") }
    }
}

/// The structures that can be ticked, by name; those that left stay to be told of.
async fn offered(by: &Coordinator, db: &Db) -> Result<Vec<(StructureId, String)>, Error> {
    let mut all: Vec<_> = structures::all(db, by).await?.into_iter().map(|(structure, _)| (structure.id, structure.name)).collect();
    all.sort_by_cached_key(|(_, name)| format::alphabetical(name));
    Ok(all)
}

async fn form_page(
    by: &Coordinator,
    layout: &Layout<'_>,
    db: &Db,
    of: Option<&Subsidy>,
    form: View,
    ticked: Ticked,
) -> Result<Page, Error> {
    let mut kinds = Vec::new();
    for kind in Assigned::offered() {
        kinds.push((kind.to_string(), layout.text(&format!("hours-kind-{kind}"))?, None));
    }
    let structures = offered(by, db).await?.into_iter().map(|(id, name)| (id.to_string(), name, None));
    let mut choices = Vec::new();
    for basis in Basis::ALL {
        choices.push((basis.to_string(), layout.text(&format!("subsidies-basis-{basis}"))?, None));
    }
    let (href, back_href, key) = match of {
        Some(of) => (uri!(update(of.id)).to_string(), uri!(super::months::show(of.id)).to_string(), "subsidies-edit"),
        None => (uri!(create).to_string(), uri!(super::index).to_string(), "subsidies-new"),
    };
    let page = FormPage {
        form: form
            .preset("basis", Basis::Total.as_str())
            .preset("subsidy", SubsidyId::new(layout.now).to_string())
            .offering("basis", choices)
            .offering_several("kinds", kinds, &ticked.kinds)
            .offering_several("structures", structures, &ticked.structures),
        href,
        back_href,
        title: layout.text(key)?,
        button: layout.text(&format!("{key}-act"))?,
        is_new: of.is_none(),
    };
    layout.page_of_form("subsidies/form", page.title.clone(), &page.form, &page)
}

#[get("/subsidies/new")]
pub(super) async fn new(by: Coordinator, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    form_page(&by, &layout, db, None, View::blank(&NAMES), Ticked::default()).await
}

#[derive(FromForm)]
pub(super) struct Typed {
    /// Made with the form of a new one.
    subsidy: Maybe<SubsidyId>,
    funder: Line<80>,
    action: Line<120>,
    basis: Basis,
    amount: Cents,
    first: Month,
    last: Month,
    ends_on: Maybe<Day>,
    conditions: Maybe<Words>,
    kinds: Vec<Kind>,
    structures: Vec<StructureId>,
}

impl Typed {
    fn terms(&self) -> NewSubsidy {
        NewSubsidy {
            funder: self.funder.0.clone(),
            action: self.action.0.clone(),
            conditions: self.conditions.clone().or_empty(),
            first_month: self.first,
            last_month: self.last,
            basis: self.basis,
            cents: self.amount,
            // Unless another day is said, it ends with its last month.
            ends_on: self.ends_on.0.map_or(self.last.last_day(), |day| day.0),
            assigned: Assigned {
                kinds: self.kinds.iter().copied().collect(),
                structures: self.structures.iter().copied().collect(),
            },
        }
    }
}

/// Says what is wrong beside its field; the amount is positive.
fn refuse(form: &mut View, layout: &Layout<'_>, refused: SubsidyError) -> Result<(), Error> {
    let (field, key) = match refused {
        SubsidyError::Backwards => ("last", "subsidies-mistake-backwards"),
        SubsidyError::TooLong => ("last", "subsidies-mistake-long"),
        SubsidyError::InClosedMonths => ("first", "subsidies-mistake-closed"),
        SubsidyError::KeyTaken => ("funder", "mistake-form-used"),
        SubsidyError::NotThere => return Err(Error::NotFound),
        SubsidyError::Database(fault) => return Err(fault.into()),
    };
    form.mistake(field, layout.text(key)?);
    Ok(())
}

/// The terms, unless the amount is no subsidy or something is ticked that was not offered.
async fn terms(
    by: &Coordinator,
    form: &mut View,
    layout: &Layout<'_>,
    db: &Db,
    typed: Option<&Typed>,
) -> Result<Option<NewSubsidy>, Error> {
    let Some(typed) = typed else { return Ok(None) };
    let terms = typed.terms();
    if typed.amount <= Cents::ZERO {
        form.mistake("amount", layout.text("subsidies-mistake-amount")?);
    }
    let known: BTreeSet<StructureId> = offered(by, db).await?.into_iter().map(|(id, _)| id).collect();
    if !terms.assigned.structures.is_subset(&known) {
        form.mistake("structures", layout.text("mistake-choice")?);
    }
    if terms.assigned.kinds.iter().any(|kind| Assigned::offered().all(|offered| offered != *kind)) {
        form.mistake("kinds", layout.text("mistake-choice")?);
    }
    Ok(form.errors.is_empty().then_some(terms))
}

#[post("/subsidies", data = "<form>")]
pub(super) async fn create(
    by: Coordinator,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Typed>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&NAMES, &form.context)?;
    if let Some(new) = terms(&by, &mut again, &layout, db, form.value.as_ref()).await? {
        let made = form.value.as_ref().and_then(|typed| typed.subsidy.0);
        let id = made.unwrap_or_else(|| SubsidyId::new(now.at));
        match costs::create_subsidy(db, &by, id, new, now.at).await {
            Ok(()) => return Ok(Submitted::accepted(uri!(super::months::show(id)), "subsidies-created")),
            Err(refused) => refuse(&mut again, &layout, refused)?,
        }
    }
    Ok(Submitted::Refused(form_page(&by, &layout, db, None, again, Ticked::sent(&form.context)).await?))
}

#[get("/subsidies/<id>/edit")]
pub(super) async fn edit(by: Coordinator, id: SubsidyId, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let subsidy = super::of(&by, db, id).await?;
    let terms = &subsidy.terms;
    let form = View::blank(&NAMES)
        .with("funder", &*terms.funder)
        .with("action", &*terms.action)
        .with("basis", terms.basis.as_str())
        .with("amount", layout.typed_amount(terms.cents))
        .with("first", terms.first_month.to_string())
        .with("last", terms.last_month.to_string())
        .with("ends_on", terms.ends_on.to_string())
        .with("conditions", &*terms.conditions);
    form_page(&by, &layout, db, Some(&subsidy), form, Ticked::of(&terms.assigned)).await
}

#[post("/subsidies/<id>", data = "<form>")]
pub(super) async fn update(
    by: Coordinator,
    id: SubsidyId,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Typed>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let subsidy = super::of(&by, db, id).await?;
    let mut again = layout.again(&NAMES, &form.context)?;
    if let Some(new) = terms(&by, &mut again, &layout, db, form.value.as_ref()).await? {
        match costs::update_subsidy(db, &by, id, new).await {
            Ok(()) => return Ok(Submitted::accepted(uri!(super::months::show(id)), "subsidies-saved")),
            Err(refused) => refuse(&mut again, &layout, refused)?,
        }
    }
    Ok(Submitted::Refused(form_page(&by, &layout, db, Some(&subsidy), again, Ticked::sent(&form.context)).await?))
}
