//! The list of structures within reach.

use super::row_of;
use crate::domain::agreements::{Agreement, Agreements};
use crate::domain::ids::StructureId;
use crate::domain::time::{Minutes, Month};
use crate::store::access::{Coordinator, FairnessReader, Viewer};
use crate::store::structures::{self, Structure};
use crate::store::{Db, hours, people};
use crate::texts::format;
use crate::web::errors::Error;
use crate::web::layout::Layout;
use fluent_bundle::FluentValue;
use rocket::uri;
use serde::Serialize;

#[derive(Serialize)]
pub struct StructuresPage {
    lead: String,
    caption: String,
    new_href: Option<String>,
    fairness_href: Option<String>,
    structures: Vec<StructureRow>,
    with_referents: bool,
}

#[derive(Serialize)]
struct StructureRow {
    href: String,
    name: String,
    city: String,
    referents: String,
    monthly: String,
    /// Not a member this month: since when, or until when.
    note: Option<String>,
    left: String,
    over: Option<String>,
}

impl StructuresPage {
    pub async fn of(viewer: &Viewer, layout: &Layout<'_>, db: &Db) -> Result<Self, Error> {
        let month = Month::of(layout.today());
        let mut known = structures::all(db, viewer).await?;
        known.sort_by_cached_key(|(structure, _)| format::alphabetical(&structure.name));
        let referents = people::referents(db, viewer).await?;
        let pool = hours::month(db, viewer, month).await?;
        let terms = known.iter().filter_map(|(_, agreements)| agreements.as_ref());
        let members: Vec<Minutes> = terms.filter(|terms| terms.covers(month)).map(|terms| terms.monthly(month)).collect();
        let lead = layout.text_with(
            "structures-lead",
            [("n", FluentValue::from(members.len())), ("monthly", FluentValue::from(layout.duration(members.iter().sum())))],
        )?;
        let mut rows = Vec::new();
        for (structure, agreements) in &known {
            let who = referents.get(&structure.id).map(|names| names.join(", ")).unwrap_or_default();
            rows.push(row(layout, structure, agreements.as_ref(), row_of(&pool, structure.id), who, month)?);
        }
        Ok(Self {
            lead,
            caption: layout.text_with("structures-caption", [("month", FluentValue::from(layout.month(month)))])?,
            fairness_href: FairnessReader::of(viewer).map(|_| crate::web::fairness::href()),
            new_href: Coordinator::of(viewer).map(|_| uri!(super::new).to_string()),
            structures: rows,
            with_referents: !referents.is_empty(),
        })
    }
}

fn row(
    layout: &Layout<'_>,
    structure: &Structure,
    agreements: Option<&Agreements>,
    hours: Option<&hours::Row>,
    referents: String,
    month: Month,
) -> Result<StructureRow, Error> {
    let over = hours.map_or(Minutes::ZERO, |row| row.from_pot + row.borrowed + row.sold);
    let over = (!over.is_zero())
        .then(|| layout.text_with("structures-over", [("over", FluentValue::from(layout.duration(over)))]))
        .transpose()?;
    let covered = agreements.filter(|agreements| agreements.covers(month));
    Ok(StructureRow {
        href: uri!(super::show(structure.id)).to_string(),
        name: structure.name.clone(),
        city: structure.city.clone(),
        referents,
        monthly: covered.map(|agreements| layout.duration(agreements.monthly(month))).unwrap_or_default(),
        note: agreements.map(|agreements| absence(layout, agreements, month)).transpose()?.flatten(),
        left: covered.and(hours).map(|row| layout.duration(row.left)).unwrap_or_default(),
        over,
    })
}

/// Why a structure is no member this month, or when it stops to be: words, or nothing to say.
pub fn absence(layout: &Layout<'_>, agreements: &Agreements, month: Month) -> Result<Option<String>, Error> {
    let (key, at) = match (agreements.standing(month), agreements.start_after(month), agreements.ended_before(month)) {
        (Some(Agreement { last_month: Some(last), .. }), ..) => ("structures-ends", *last),
        (None, Some(first), _) => ("structures-starts", first),
        (None, None, Some(last)) => ("structures-ended", last),
        (Some(_), ..) | (None, None, None) => return Ok(None),
    };
    Ok(Some(layout.text_with(key, [("month", FluentValue::from(layout.month(at)))])?))
}
