//! The first steps of an installation: a structure, its people, a technician.

use super::Layout;
use crate::domain::ids::StructureId;
use crate::web::errors::Error;
use serde::Serialize;

/// One step.
#[derive(Serialize)]
pub struct Step {
    what: String,
    why: String,
    done: bool,
}

/// The steps, and the button of the first that is not done.
#[derive(Serialize)]
pub struct Steps {
    steps: Vec<Step>,
    act: Option<Act>,
}

#[derive(Serialize)]
struct Act {
    label: String,
    href: String,
}

pub fn of(layout: &Layout<'_>, structure: Option<StructureId>, people: bool, technician: bool) -> Result<Steps, Error> {
    let people_of = structure.map_or_else(String::new, crate::web::people::of_structure_href);
    let all = [
        ("structure", structure.is_some(), crate::web::structures::new_href()),
        ("people", people, people_of),
        ("technician", technician, crate::web::people::on_duty_href()),
    ];
    let mut steps = Vec::new();
    let mut act = None;
    for (key, done, href) in all {
        let text = |part: &str| layout.text(&format!("home-coordinator-step-{key}{part}"));
        if !done && act.is_none() {
            act = Some(Act { label: text("-act")?, href });
        }
        steps.push(Step { what: text("")?, why: text("-why")?, done });
    }
    Ok(Steps { steps, act })
}
