//! The pages of an import: what may be sent; what was found, what would be written, what would not.

use super::{Typed, structure_name};
use crate::domain::equipment::EquipmentKind;
use crate::domain::ids::ImportId;
use crate::domain::imports::{MOST_BYTES, MOST_ROWS, Plan, Refusal, Target, recognised};
use crate::store::access::RegisterOf;
use crate::store::equipment::Particulars;
use crate::store::imports::{self, Draft};
use crate::store::{Db, people, sites};
use crate::web::equipment;
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::layout::{Layout, Page};
use fluent_bundle::FluentValue;
use rocket::uri;
use serde::Serialize;

/// How many machines are shown as they would be written.
const SHOWN: usize = 3;
/// How many rows that would not be written are told.
const TOLD: usize = 50;
/// How many words are asked for at once.
const ASKED: usize = 20;

#[derive(Serialize)]
struct NewPage {
    structure: String,
    back_href: String,
    href: String,
    /// The id that the list will have.
    import: String,
    limits: String,
    form: View,
}

/// The page on which a list is sent.
pub async fn blank(of: &RegisterOf, layout: &Layout<'_>, db: &Db, form: View) -> Result<Page, Error> {
    let limits = [("size", FluentValue::from(layout.size(MOST_BYTES as i64))), ("rows", FluentValue::from(MOST_ROWS.to_string()))];
    let page = NewPage {
        structure: structure_name(db, of).await?,
        back_href: equipment::of_structure_href(of.structure()),
        href: uri!(super::create(of.structure())).to_string(),
        import: ImportId::new(layout.now).to_string(),
        limits: layout.text_with("import-limits", limits)?,
        form,
    };
    layout.page_of_form("imports/new", layout.text("imports-title")?, &page.form, &page)
}

#[derive(Serialize)]
struct DraftPage {
    structure: String,
    back_href: String,
    name: String,
    /// Once it is imported: how many machines came of it.
    imported: Option<i64>,
    /// « Cette liste vient de GLPI. »
    origin: Option<String>,
    href: String,
    form: View,
    columns: Vec<Column>,
    unknown: Vec<Word>,
    more_unknown: usize,
    import_href: String,
    /// The mark of what is shown.
    seen: String,
    count: usize,
    entries: Vec<Shown>,
    refused_count: usize,
    refused: Vec<String>,
    more_refused: usize,
}

/// A column, and what it may be.
#[derive(Serialize)]
struct Column {
    heading: String,
    /// The first word of it, how its days are read.
    hints: Vec<String>,
    options: Vec<Choice>,
}

/// A word that nobody knows, and what it may mean.
#[derive(Serialize)]
struct Word {
    word: String,
    label: String,
    options: Vec<Choice>,
}

#[derive(Serialize)]
struct Choice {
    value: &'static str,
    label: String,
    selected: bool,
}

/// A machine as it would be written.
#[derive(Serialize)]
struct Shown {
    name: String,
    fields: Vec<(String, String)>,
}

/// The page of a list that was sent.
pub async fn of_draft(
    of: &RegisterOf,
    layout: &Layout<'_>,
    db: &Db,
    draft: Draft,
    (form, typed): (View, Typed),
) -> Result<Page, Error> {
    let (plan, seen) = match draft.imported {
        Some(_) => (Plan::default(), String::new()),
        None => imports::foresee(db, of, &draft, layout.today()).await.map_err(super::error)?,
    };
    let page = DraftPage {
        structure: structure_name(db, of).await?,
        back_href: equipment::of_structure_href(of.structure()),
        imported: draft.imported,
        origin: recognised(&draft.table.headings).map(|origin| layout.text(&format!("import-origin-{origin}"))).transpose()?,
        href: uri!(super::choose(of.structure(), draft.id)).to_string(),
        form,
        columns: columns(layout, &draft, &plan, &typed)?,
        unknown: unknown(layout, &plan, &typed)?,
        more_unknown: plan.unknown.len().saturating_sub(ASKED),
        import_href: uri!(super::carry_out(of.structure(), draft.id)).to_string(),
        seen,
        count: plan.entries.len(),
        refused_count: plan.refusals.len(),
        refused: plan.refusals.iter().take(TOLD).map(|refusal| refused(layout, refusal)).collect::<Result<_, _>>()?,
        more_refused: plan.refusals.len().saturating_sub(TOLD),
        entries: shown(of, layout, db, plan).await?,
        name: draft.name,
    };
    layout.page_of_form("imports/show", layout.text("imports-title")?, &page.form, &page)
}

fn columns(layout: &Layout<'_>, draft: &Draft, plan: &Plan, typed: &Typed) -> Result<Vec<Column>, Error> {
    let of_target = |target: Target| Ok((target.as_str(), layout.text(&format!("import-target-{target}"))?));
    let labels: Vec<(&'static str, String)> = Target::ALL.iter().map(|target| of_target(*target)).collect::<Result<_, Error>>()?;
    let ignored = layout.text("import-target-none")?;
    let mut columns = Vec::new();
    for (at, heading) in draft.table.headings.iter().enumerate() {
        let known = draft.targets.get(at).copied().flatten().map_or("", Target::as_str);
        let chosen = typed.targets.get(at).map_or(known, String::as_str);
        let mut options = vec![Choice { value: "", label: ignored.clone(), selected: chosen.is_empty() }];
        options.extend(labels.iter().map(|(value, label)| Choice { value, label: label.clone(), selected: chosen == *value }));
        let mut hints = Vec::new();
        if let Some(example) = draft.table.rows.iter().map(|row| row.cell(at)).find(|cell| !cell.is_empty()) {
            let example: String = example.chars().take(40).collect();
            hints.push(layout.text_with("import-example", [("example", FluentValue::from(example))])?);
        }
        if let Some((_, order)) = plan.orders.iter().find(|(column, _)| *column == at) {
            hints.push(layout.text(&format!("import-order-{order}"))?);
        }
        let number = [("n", FluentValue::from(at + 1))];
        let heading = if heading.is_empty() { layout.text_with("import-column-without", number)? } else { heading.clone() };
        columns.push(Column { heading, hints, options });
    }
    Ok(columns)
}

fn unknown(layout: &Layout<'_>, plan: &Plan, typed: &Typed) -> Result<Vec<Word>, Error> {
    let word = |(word, rows): &(String, usize)| {
        let chosen = typed.kinds.get(word).map_or("", String::as_str);
        let mut options = vec![Choice { value: "", label: layout.text("import-word-later")?, selected: chosen.is_empty() }];
        for kind in EquipmentKind::ALL {
            let label = layout.text(&format!("equipment-kind-{kind}"))?;
            options.push(Choice { value: kind.as_str(), label, selected: chosen == kind.as_str() });
        }
        let key = if word.is_empty() { "import-word-none" } else { "import-word" };
        let values = [("word", FluentValue::from(word.as_str())), ("n", FluentValue::from(*rows))];
        Ok(Word { label: layout.text_with(key, values)?, word: word.clone(), options })
    };
    plan.unknown.iter().take(ASKED).map(word).collect()
}

fn refused(layout: &Layout<'_>, refusal: &Refusal) -> Result<String, Error> {
    let values = [
        ("line", FluentValue::from(refusal.line.to_string())),
        ("said", FluentValue::from(refusal.said.as_str())),
        ("other", FluentValue::from(refusal.other.map(|line| line.to_string()).unwrap_or_default())),
    ];
    layout.text_with(&format!("import-fault-{}", refusal.fault), values)
}

async fn shown(of: &RegisterOf, layout: &Layout<'_>, db: &Db, plan: Plan) -> Result<Vec<Shown>, Error> {
    let members = people::of_structure(db, of, of.structure()).await?;
    let sites = sites::of_structure(db, of).await?;
    let machine = |machine: Particulars| {
        let mut fields = Vec::new();
        for (field, value) in machine.values().into_iter().filter(|(field, value)| *field != "name" && !value.is_empty()) {
            let told = match field {
                "user" => members.iter().find(|member| member.person.to_string() == value).map(|member| member.name.clone()),
                "site" => sites.iter().find(|site| site.id.to_string() == value).map(|site| site.particulars.name.clone()),
                _ => Some(equipment::told_field(layout, field, &value)?),
            };
            fields.push((layout.text(&format!("equipment-field-{field}"))?, told.unwrap_or_default()));
        }
        Ok(Shown { name: machine.name, fields })
    };
    plan.entries.into_iter().take(SHOWN).map(Particulars::from).map(machine).collect()
}
