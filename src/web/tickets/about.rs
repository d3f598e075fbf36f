//! What a request is about, in the forms that make one: a machine, several for who says so, and where when no machine tells it.

use crate::domain::ids::{EquipmentId, SiteId};
use crate::domain::sites::told_by;
use crate::store::equipment::Machine;
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::layout::Layout;
use rocket::form::Context;

/// The machine; the machines, where several may be ticked; the site.
pub const MACHINE: &str = "equipment";
pub const MACHINES: &str = "machines";
pub const SITE: &str = "site";

/// The button that lets one tick several machines.
const MORE: &str = "more";

/// What stands in the form so far.
#[derive(Clone, Default)]
pub struct About {
    /// Several machines may be ticked.
    several: bool,
    chosen: Vec<String>,
}

impl About {
    /// A machine that comes with the address, or none.
    pub fn machine(id: Option<String>) -> Self {
        Self { several: false, chosen: id.into_iter().collect() }
    }

    /// As it was typed.
    pub fn typed(form: &Context<'_>) -> Self {
        let one = form.field_value(MACHINE).filter(|id| !id.is_empty());
        let chosen: Vec<String> = one.into_iter().chain(form.field_values(MACHINES)).map(str::to_owned).collect();
        Self { several: asks_for_more(form) || form.field_values(MACHINES).next().is_some(), chosen }
    }

    /// The machines that are chosen.
    pub fn machines(&self) -> Vec<EquipmentId> {
        self.chosen.iter().filter_map(|id| id.parse().ok()).collect()
    }

    /// The field beside which a wrong machine is told.
    pub fn field(&self) -> &'static str {
        if self.several { MACHINES } else { MACHINE }
    }

    /// Whether the form offers to tick several.
    pub fn may_be_more(&self, machines: &[Machine]) -> bool {
        !self.several && machines.len() > 1
    }

    /// The form with its machines, each labelled, and its sites: these are asked when there are several and no machine tells.
    pub fn offered(
        &self,
        form: View,
        layout: &Layout<'_>,
        machines: &[Machine],
        sites: Vec<(SiteId, String)>,
    ) -> Result<View, Error> {
        let choices = machines.iter().map(|machine| (machine.id.to_string(), label(machine), None));
        let form = if self.several {
            form.offering_several(MACHINES, choices, &self.chosen)
        } else {
            let other = (String::new(), layout.text("ticket-about-other")?, None);
            form.offering(MACHINE, [other].into_iter().chain(choices))
        };
        let chosen = machines.iter().filter(|machine| self.chosen.contains(&machine.id.to_string()));
        let is_told = told_by(chosen.map(|machine| machine.particulars.site)).is_some() && form.value(SITE).is_empty();
        if (sites.len() < 2 || is_told) && !form.is_wrong(SITE) {
            return Ok(form);
        }
        let unsaid = (String::new(), layout.text("ticket-site-unsaid")?, None);
        let sites = sites.into_iter().map(|(id, name)| (id.to_string(), name, None));
        Ok(form.offering(SITE, [unsaid].into_iter().chain(sites)))
    }
}

/// Whether the button was pressed that lets one tick several machines: nothing is sent yet.
pub fn asks_for_more(form: &Context<'_>) -> bool {
    form.field_value("act") == Some(MORE)
}

/// The machines of a form, the one that was chosen first, each once.
pub fn of_form(one: Option<EquipmentId>, several: &[EquipmentId]) -> Vec<EquipmentId> {
    let mut all: Vec<EquipmentId> = Vec::new();
    for machine in one.into_iter().chain(several.iter().copied()) {
        if !all.contains(&machine) {
            all.push(machine);
        }
    }
    all
}

/// « Imprimante (Brother HL-2350) ».
fn label(of: &Machine) -> String {
    let said = [of.particulars.brand.as_str(), of.particulars.model.as_str()].join(" ").trim().to_owned();
    let name = &of.particulars.name;
    if said.is_empty() { name.clone() } else { format!("{name} ({said})") }
}
