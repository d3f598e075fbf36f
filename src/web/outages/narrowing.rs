//! Where an outage is, in its form: the sites and machines of the structures that are ticked are shown to who asks for them.

use crate::domain::ids::StructureId;
use crate::domain::outages::Places;
use crate::store::access::Technician;
use crate::store::{Db, outages};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::layout::Layout;
use fluent_bundle::FluentValue;
use rocket::form::Context;
use std::collections::BTreeMap;

/// Of how many structures at most the sites and machines are shown, to name some: more would be a long page.
const MOST_NARROWED: usize = 3;

/// A form with what is ticked in it.
#[derive(Default)]
pub struct Filled {
    pub form: View,
    pub structures: Vec<String>,
    pub sites: Vec<String>,
    pub machines: Vec<String>,
    /// The sites and machines of the structures are shown, to name some.
    pub narrows: bool,
}

impl Filled {
    pub fn typed(form: View, typed: &Context<'_>) -> Self {
        let ticked = |name| typed.field_values(name).map(str::to_owned).collect();
        Self {
            form,
            structures: ticked("structures"),
            sites: ticked("sites"),
            machines: ticked("machines"),
            narrows: asks_to_narrow(typed),
        }
    }
}

/// Whether the button was pressed that shows sites and machines: nothing is sent yet.
pub fn asks_to_narrow(typed: &Context<'_>) -> bool {
    typed.field_value("act") == Some("narrow")
}

/// The form with the sites and machines of the structures that are ticked, where some are named or to be named.
pub async fn narrowed(by: &Technician, db: &Db, all: &[(StructureId, String)], filled: &Filled) -> Result<View, Error> {
    let form = filled.form.clone();
    let names: BTreeMap<StructureId, &str> = all.iter().map(|(id, name)| (*id, name.as_str())).collect();
    let ticked = filled.structures.iter().filter_map(|id| id.parse().ok());
    let ticked: Vec<StructureId> = ticked.filter(|id| names.contains_key(id)).collect();
    // What is named stands there whatever the length: it would else be sent no more, and be lost.
    let names_some = !filled.sites.is_empty() || !filled.machines.is_empty();
    let shows = names_some || (filled.narrows && ticked.len() <= MOST_NARROWED);
    if !shows || ticked.is_empty() {
        return Ok(form);
    }
    let named = Places {
        sites: filled.sites.iter().filter_map(|id| id.parse().ok()).collect(),
        machines: filled.machines.iter().filter_map(|id| id.parse().ok()).collect(),
        ..Places::default()
    };
    let offered = outages::nameable(db, by, &ticked, &named).await?;
    let label = |name: &str, of: &StructureId| match ticked.len() {
        1 => name.to_owned(),
        _ => format!("{name} ({})", names.get(of).copied().unwrap_or_default()),
    };
    // Where there is one site, it is the structure.
    let several = |of: &StructureId| offered.sites.iter().filter(|(.., structure)| structure == of).count() > 1;
    let sites = offered.sites.iter().filter(|(id, _, of)| several(of) || named.sites.contains(id));
    let sites: Vec<_> = sites.map(|(id, name, of)| (id.to_string(), label(name, of), None)).collect();
    let machines = offered.machines.iter().map(|(id, name, of)| (id.to_string(), label(name, of), None));
    Ok(form.offering_several("machines", machines, &filled.machines).offering_several("sites", sites, &filled.sites))
}

/// The form once more with the sites and machines of what is ticked; nothing was sent.
pub fn narrowing(layout: &Layout<'_>, again: Filled) -> Result<Filled, Error> {
    let mut again = Filled { form: again.form.without_mistakes(), ..again };
    if again.structures.is_empty() || again.structures.len() > MOST_NARROWED {
        let most = [("n", FluentValue::from(MOST_NARROWED))];
        again.form.mistake("structures", layout.text_with("mistake-outage-narrow", most)?);
    }
    Ok(again)
}
