//! The cost lines of an open month: amounts in one form, a line more in another, last month's in one tap.

use super::{asked, line_name, month};
use crate::domain::costs::LineKind;
use crate::domain::ids::CostLineId;
use crate::domain::money::Cents;
use crate::domain::time::Month;
use crate::store::Db;
use crate::store::access::Coordinator;
use crate::store::costs::{self, CostsError, Line, NewLine};
use crate::web::errors::Error;
use crate::web::forms::{Form as View, Mistake};
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Line as Words, Maybe};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm, FromFormField, ValueField};
use rocket::response::Redirect;
use rocket::{Either, State, get, post, uri};
use serde::Serialize;
use std::collections::HashMap;

#[derive(Serialize)]
struct LinesPage {
    heading: String,
    back_href: String,
    back: String,
    month: String,
    lines: Vec<LineRow>,
    /// Mistakes of either form, for the summary.
    errors: Vec<Said>,
    amounts_href: String,
    total: String,
    copy_label: Option<String>,
    copy_href: String,
    form: View,
    href: String,
    subsidies_href: String,
}

/// One amount among those of the month: a field whose name is the line's.
#[derive(Serialize)]
struct LineRow {
    name: String,
    label: String,
    value: String,
    error: Option<String>,
    edit_href: String,
}

#[derive(Serialize)]
struct Said {
    field: String,
    text: String,
}

const NAMES: [&str; 4] = ["month", "kind", "label", "amount"];

/// What was typed of the amounts: line, text, mistake.
type Typed = HashMap<CostLineId, (String, Option<String>)>;

fn kinds(layout: &Layout<'_>, form: View) -> Result<View, Error> {
    let mut choices = Vec::new();
    for kind in LineKind::ALL.iter().filter(|kind| **kind != LineKind::Subsidy) {
        choices.push((kind.to_string(), layout.text(&format!("costs-kind-{kind}"))?, None));
    }
    Ok(form.offering("kind", choices))
}

async fn page(by: &Coordinator, layout: &Layout<'_>, db: &Db, month: Month, form: View, typed: &Typed) -> Result<Page, Error> {
    let lines = costs::lines(db, by, month).await?;
    let mut errors: Vec<Said> =
        form.errors.iter().map(|Mistake { field, text }| Said { field: (*field).to_owned(), text: text.clone() }).collect();
    let mut rows = Vec::new();
    for line in &lines {
        let row = row(layout, line, typed.get(&line.id))?;
        errors.extend(row.error.iter().map(|text| Said { field: row.name.clone(), text: text.clone() }));
        rows.push(row);
    }
    let before = costs::lines(db, by, month.previous()).await?;
    let told = |key: &str, month: Month| layout.text_with(key, [("month", FluentValue::from(layout.month(month)))]);
    let page = LinesPage {
        heading: told("costs-lines-title", month)?,
        back_href: super::href(month),
        back: month::titled(layout, month),
        month: month.to_string(),
        total: layout.money(lines.iter().map(|line| line.cents).sum()),
        lines: rows,
        amounts_href: uri!(amounts).to_string(),
        copy_label: if before.is_empty() { None } else { Some(told("costs-copy", month.previous())?) },
        copy_href: uri!(copy).to_string(),
        form: kinds(layout, form)?.preset("line", CostLineId::new(layout.now).to_string()),
        href: uri!(create).to_string(),
        subsidies_href: crate::web::subsidies::href(),
        errors,
    };
    let title = page.heading.clone();
    if page.errors.is_empty() { layout.page("costs/lines", title, &page) } else { layout.refuse("costs/lines", title, &page) }
}

fn row(layout: &Layout<'_>, line: &Line, typed: Option<&(String, Option<String>)>) -> Result<LineRow, Error> {
    let (value, error) = typed.cloned().unwrap_or_else(|| (layout.typed_amount(line.cents), None));
    Ok(LineRow {
        name: format!("amounts[{}]", line.id),
        label: line_name(layout, line.kind, &line.label)?,
        value,
        error,
        edit_href: uri!(edit(line.id)).to_string(),
    })
}

/// A closed month has no form: its costs are read, not written.
#[get("/costs/lines?<month>")]
pub(super) async fn index(
    by: Coordinator,
    layout: Layout<'_>,
    month: Option<Month>,
    db: &State<Db>,
) -> Result<Either<Redirect, Page>, Error> {
    let (_, month, _) = asked(&by, &layout, db, month).await?;
    if costs::month(db, &by, month).await?.closed {
        return Ok(Either::Left(Redirect::to(super::href(month))));
    }
    Ok(Either::Right(page(&by, &layout, db, month, View::blank(&NAMES), &Typed::new()).await?))
}

#[derive(FromForm)]
pub(super) struct Added {
    line: Maybe<CostLineId>,
    month: Month,
    kind: LineKind,
    label: Maybe<Words<80>>,
    amount: Cents,
}

impl Added {
    fn line(&self) -> NewLine {
        NewLine { kind: self.kind, label: self.label.clone().or_empty(), cents: self.amount }
    }
}

/// The month of a form that could not be read: the one that was typed, or the present one.
async fn month_of(by: &Coordinator, layout: &Layout<'_>, db: &Db, typed: Option<&str>) -> Result<Month, Error> {
    let month = typed.and_then(|text| Month::from_value(ValueField::from_value(text)).ok());
    Ok(asked(by, layout, db, month).await?.1)
}

#[post("/costs/lines", data = "<form>")]
pub(super) async fn create(
    by: Coordinator,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Added>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let month = month_of(&by, &layout, db, form.context.field_value("month")).await?;
    let mut again = layout.again(&NAMES, &form.context)?;
    if let Some(new) = &form.value {
        let id = new.line.0.unwrap_or_else(|| CostLineId::new(now.at));
        match costs::add(db, &by, (new.month, id), new.line(), now.at).await {
            Ok(()) => return Ok(Submitted::accepted(uri!(index(Some(month))), "costs-line-added")),
            Err(refused) => refuse(&mut again, &layout, refused)?,
        }
    }
    Ok(Submitted::Refused(page(&by, &layout, db, month, again, &Typed::new()).await?))
}

/// Says a refusal of the store in the summary.
fn refuse(form: &mut View, layout: &Layout<'_>, refused: CostsError) -> Result<(), Error> {
    match refused {
        CostsError::MonthClosed => form.mistake("month", layout.text("costs-mistake-closed")?),
        CostsError::KeyTaken => form.mistake("kind", layout.text("mistake-form-used")?),
        CostsError::NotThere => return Err(Error::NotFound),
        CostsError::Database(fault) => return Err(fault.into()),
    }
    Ok(())
}

#[derive(FromForm)]
pub(super) struct Amounts {
    month: Month,
    amounts: HashMap<String, String>,
}

/// All amounts of the month at once; each wrong one is said beside its line, and nothing is written.
#[post("/costs/amounts", data = "<form>")]
pub(super) async fn amounts(
    by: Coordinator,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Amounts>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let month = month_of(&by, &layout, db, form.context.field_value("month")).await?;
    let mut again = View::blank(&NAMES);
    let mut typed = Typed::new();
    let mut amounts: Vec<(CostLineId, Cents)> = Vec::new();
    let Some(form) = &form.value else {
        again.mistake("month", layout.text("mistake-required")?);
        return Ok(Submitted::Refused(page(&by, &layout, db, month, again, &typed).await?));
    };
    for (id, text) in form.amounts.iter().filter_map(|(id, text)| Some((id.parse::<CostLineId>().ok()?, text))) {
        match text.parse::<Cents>() {
            Ok(cents) => amounts.push((id, cents)),
            Err(_) => drop(typed.insert(id, (text.clone(), Some(layout.text("mistake-amount")?)))),
        }
    }
    if typed.is_empty() {
        match costs::set_amounts(db, &by, form.month, &amounts).await {
            Ok(()) => return Ok(Submitted::accepted(super::uri_of(month), "costs-amounts-saved")),
            Err(refused) => refuse(&mut again, &layout, refused)?,
        }
    }
    for (id, text) in form.amounts.iter().filter_map(|(id, text)| Some((id.parse::<CostLineId>().ok()?, text))) {
        typed.entry(id).or_insert_with(|| (text.clone(), None));
    }
    Ok(Submitted::Refused(page(&by, &layout, db, month, again, &typed).await?))
}

#[derive(FromForm)]
pub(super) struct OfMonth {
    month: Month,
}

#[post("/costs/copies", data = "<form>")]
pub(super) async fn copy(
    by: Coordinator,
    layout: Layout<'_>,
    form: Form<Contextual<'_, OfMonth>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let month = month_of(&by, &layout, db, form.context.field_value("month")).await?;
    let mut again = layout.again(&NAMES, &form.context)?;
    if let Some(of) = &form.value {
        match costs::copy_from_before(db, &by, of.month, now.at).await {
            Ok(0) => return Ok(Submitted::warned(uri!(index(Some(month))), "costs-copied-none")),
            Ok(_) => return Ok(Submitted::accepted(uri!(index(Some(month))), "costs-copied")),
            Err(refused) => refuse(&mut again, &layout, refused)?,
        }
    }
    Ok(Submitted::Refused(page(&by, &layout, db, month, again, &Typed::new()).await?))
}

#[derive(Serialize)]
struct LinePage {
    form: View,
    back_href: String,
    back: String,
    href: String,
    raise_href: Option<String>,
    remove_href: String,
}

const LINE: [&str; 3] = ["kind", "label", "amount"];

/// A line of an open month, with its month.
async fn line_of(by: &Coordinator, db: &Db, id: CostLineId) -> Result<(Month, Line), Error> {
    costs::find(db, by, id).await?.ok_or(Error::NotFound)
}

async fn line_page(by: &Coordinator, layout: &Layout<'_>, db: &Db, month: Month, line: &Line, form: View) -> Result<Page, Error> {
    let first = costs::lines(db, by, month).await?.first().is_some_and(|first| first.id == line.id);
    let page = LinePage {
        form: kinds(layout, form)?,
        back_href: uri!(index(Some(month))).to_string(),
        back: layout.text_with("costs-lines-title", [("month", FluentValue::from(layout.month(month)))])?,
        href: uri!(update(line.id)).to_string(),
        raise_href: (!first).then(|| uri!(raise(line.id)).to_string()),
        remove_href: uri!(remove(line.id)).to_string(),
    };
    layout.page_of_form("costs/line", layout.text("costs-line-title")?, &page.form, &page)
}

#[get("/costs/lines/<id>/edit")]
pub(super) async fn edit(by: Coordinator, id: CostLineId, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let (month, line) = line_of(&by, db, id).await?;
    let form = View::blank(&LINE)
        .with("kind", line.kind.as_str())
        .with("label", &*line.label)
        .with("amount", layout.typed_amount(line.cents));
    line_page(&by, &layout, db, month, &line, form).await
}

#[derive(FromForm)]
pub(super) struct Changed {
    kind: LineKind,
    label: Maybe<Words<80>>,
    amount: Cents,
}

#[post("/costs/lines/<id>", data = "<form>")]
pub(super) async fn update(
    by: Coordinator,
    id: CostLineId,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Changed>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let (month, line) = line_of(&by, db, id).await?;
    let mut again = layout.again(&LINE, &form.context)?;
    if let Some(new) = &form.value {
        let new = NewLine { kind: new.kind, label: new.label.clone().or_empty(), cents: new.amount };
        match costs::change(db, &by, id, new).await {
            Ok(()) => return Ok(Submitted::accepted(uri!(index(Some(month))), "costs-line-saved")),
            Err(refused) => refuse(&mut again, &layout, refused)?,
        }
    }
    Ok(Submitted::Refused(line_page(&by, &layout, db, month, &line, again).await?))
}

/// A deed without a form of its own: a closed month is said on the line's page.
async fn done(
    by: &Coordinator,
    layout: &Layout<'_>,
    db: &Db,
    month: Month,
    line: &Line,
    done: (Result<(), CostsError>, &str),
) -> Result<Submitted, Error> {
    let (done, said) = done;
    let Err(refused) = done else { return Ok(Submitted::accepted(uri!(index(Some(month))), said)) };
    let mut form = View::blank(&LINE).with("kind", line.kind.as_str()).with("label", &*line.label);
    form = form.with("amount", layout.typed_amount(line.cents));
    refuse(&mut form, layout, refused)?;
    Ok(Submitted::Refused(line_page(by, layout, db, month, line, form).await?))
}

#[post("/costs/lines/<id>/raising")]
pub(super) async fn raise(by: Coordinator, id: CostLineId, layout: Layout<'_>, db: &State<Db>) -> Result<Submitted, Error> {
    let (month, line) = line_of(&by, db, id).await?;
    let raised = costs::raise(db, &by, id).await;
    done(&by, &layout, db, month, &line, (raised, "costs-line-raised")).await
}

#[post("/costs/lines/<id>/removal")]
pub(super) async fn remove(by: Coordinator, id: CostLineId, layout: Layout<'_>, db: &State<Db>) -> Result<Submitted, Error> {
    let (month, line) = line_of(&by, db, id).await?;
    let removed = costs::remove(db, &by, id).await;
    done(&by, &layout, db, month, &line, (removed, "costs-line-removed")).await
}
