//! « Si une structure part »: what the others would pay of the same month.

use crate::domain::ids::StructureId;
use crate::domain::money::Cents;
use crate::store::costs::{self, Leaving, MonthCosts};
use crate::web::errors::Error;
use crate::web::forms::Form;
use crate::web::layout::Layout;
use fluent_bundle::FluentValue;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Departure {
    form: Form,
    month: String,
    /// Once a structure is chosen.
    shown: Option<Shown>,
}

#[derive(Serialize)]
struct Shown {
    sentence: String,
    caption: String,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    now: String,
    then: String,
    more: String,
}

pub(super) fn of(layout: &Layout<'_>, costs: &MonthCosts, leaving: Option<StructureId>) -> Result<Departure, Error> {
    let members = costs.rows.iter().filter(|row| row.weight.member);
    let choices: Vec<_> = members.map(|row| (row.structure.to_string(), row.name.clone(), None)).collect();
    let chosen = leaving.map(|id| id.to_string()).unwrap_or_default();
    let form = Form::blank(&["leaving"]).with("leaving", chosen).offering("leaving", choices);
    let gone = costs.rows.iter().find(|row| Some(row.structure) == leaving);
    let shown = match (gone, leaving.map(|id| costs::leaving(costs, id)).transpose()?.flatten()) {
        (Some(gone), Some(rows)) if !rows.is_empty() => Some(shown(layout, &gone.name, gone.share, &rows)?),
        _ => None,
    };
    Ok(Departure { form, month: costs.month.to_string(), shown })
}

fn shown(layout: &Layout<'_>, name: &str, share: Cents, rows: &[Leaving]) -> Result<Shown, Error> {
    let name = || FluentValue::from(name.to_owned());
    let most = rows.iter().map(|row| row.then - row.now).max().unwrap_or_default();
    let args = [("name", name()), ("share", layout.money(share).into()), ("most", layout.money(most).into())];
    let row = |row: &Leaving| {
        let more = row.then - row.now;
        let sign = if more > Cents::ZERO { "+\u{a0}" } else { "" };
        Row {
            name: row.name.clone(),
            now: layout.amount(row.now),
            then: layout.amount(row.then),
            more: format!("{sign}{}", layout.amount(more)),
        }
    };
    Ok(Shown {
        sentence: layout.text_with("costs-leaving-says", args)?,
        caption: layout.text_with("costs-leaving-caption", [("name", name())])?,
        rows: rows.iter().map(row).collect(),
    })
}
