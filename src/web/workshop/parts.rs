//! What lies on a workshop's shelves: parts that it harvested, and media that it pulled, whose obligation stays with them.

use super::{href as workshop_href, machine_href, name_of};
use crate::domain::ids::OrgId;
use crate::store::access::Workshop;
use crate::store::workshops::{self, Pulled};
use crate::store::{Db, chain};
use crate::web::chain as lives;
use crate::web::errors::Error;
use crate::web::layout::{Layout, Page};
use rocket::{State, get, uri};
use serde::Serialize;

#[derive(Serialize)]
struct PartsPage {
    back_href: String,
    workshop: String,
    media: Vec<MediumLine>,
    parts: Vec<String>,
}

/// A medium that was pulled out of a machine in the workshop's hands.
#[derive(Serialize)]
struct MediumLine {
    name: String,
    status: String,
    clear: bool,
    /// The machine that it was in.
    from: String,
    href: Option<String>,
}

/// The address of a workshop's parts.
pub fn href(id: OrgId) -> String {
    uri!(show(id)).to_string()
}

#[get("/workshops/<_>/parts")]
pub async fn show(by: Workshop, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let here = by.organisation();
    let mut media = Vec::new();
    for Pulled { medium, from, in_sight } in workshops::pulled(db, &by).await? {
        media.push(MediumLine {
            name: format!("{} {}", lives::medium_kind(&layout, medium.kind)?, medium.serial_number),
            status: layout.text(&format!("medium-data-{}", medium.status))?,
            clear: medium.status.is_clear(),
            from: name_of(&layout, &from)?,
            href: in_sight.then(|| machine_href(here, from.id)),
        });
    }
    let parts = chain::harvested(db, &by).await?;
    let parts = parts.iter().map(|part| lives::part_name(&layout, part.kind, &part.model, &part.serial));
    let page = PartsPage {
        back_href: workshop_href(here),
        workshop: by.name().to_owned(),
        media,
        parts: parts.collect::<Result<_, _>>()?,
    };
    layout.page("workshop/parts", layout.text("parts-title")?, &page)
}
