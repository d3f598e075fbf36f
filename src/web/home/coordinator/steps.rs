//! The first steps of an installation: a structure, its people, a technician.

use super::Layout;
use crate::domain::ids::StructureId;
use crate::web::errors::Error;
use serde::Serialize;

/// One step; the first that is not done has the button.
#[derive(Serialize)]
pub struct Step {
    what: String,
    why: String,
    act: String,
    href: Option<String>,
    done: bool,
}

pub fn of(layout: &Layout<'_>, structure: Option<StructureId>, people: bool, technician: bool) -> Result<Vec<Step>, Error> {
    let new_structure = crate::web::structures::new_href();
    let people_of = structure.map(crate::web::people::of_structure_href);
    let steps = [
        ("structure", structure.is_some(), Some(new_structure)),
        ("people", people, people_of),
        ("technician", technician, Some(crate::web::people::on_duty_href())),
    ];
    let next = steps.iter().position(|(_, done, _)| !done);
    let mut shown = Vec::new();
    for (index, (key, done, href)) in steps.into_iter().enumerate() {
        let text = |part: &str| layout.text(&format!("home-coordinator-step-{key}{part}"));
        let href = href.filter(|_| Some(index) == next);
        shown.push(Step { what: text("")?, why: text("-why")?, act: text("-act")?, href, done });
    }
    Ok(shown)
}
