//! Structures within reach, with what is left of their hours for who may read it.

use super::door::ApiReader;
use super::pages::{After, ROWS, cut};
use super::problem::{Problem, Told};
use crate::domain::ids::StructureId;
use crate::domain::time::Month;
use crate::store::hours::{self, Readable};
use crate::store::{Db, structures};
use rocket::http::Status;
use rocket::serde::json::Json;
use rocket::{State, get};
use serde::Serialize;
use utoipa::ToSchema;

/// A structure of the group.
#[derive(Serialize, ToSchema)]
pub struct StructureRecord {
    id: String,
    name: String,
    /// Where it is; may be empty.
    city: String,
    /// This month's hours, as its page shows them to the reader; `null` when it shows none.
    hours: Option<HoursRecord>,
}

/// The hours of a month, in whole minutes.
#[derive(Serialize, ToSchema)]
pub struct HoursRecord {
    /// `2026-03`.
    month: String,
    left: i64,
    /// Of how many of its own; `null` for who reads no more than what is left.
    own: Option<i64>,
    /// What was counted so far; `null` under the same condition.
    charged: Option<i64>,
}

impl HoursRecord {
    fn of(month: Month, seen: Readable) -> Self {
        let whole = seen.whole.as_ref();
        Self {
            month: month.to_string(),
            left: seen.left.0,
            own: whole.map(|row| (row.left + row.from_lots).0),
            charged: whole.map(|row| row.charged.0),
        }
    }
}

/// Structures, fifty at most.
#[derive(Serialize, ToSchema)]
pub struct StructureList {
    structures: Vec<StructureRecord>,
    /// The address of those that follow; `null` after the last.
    next: Option<String>,
}

/// The structures that the reader reaches, by name: one's own, all of them for technicians.
#[utoipa::path(
    tag = "structures",
    params(("after" = Option<String>, Query, description = "As `next` holds it")),
    responses(
        (status = 200, description = "Fifty at most, and the address of those that follow", body = StructureList),
        (status = 400, description = "No such page", body = Told, content_type = "application/problem+json"),
        (status = 401, description = "No token that opens", body = Told, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
#[get("/api/v1/structures")]
pub async fn index(reader: ApiReader<'_>, after: After<StructureId>, db: &State<Db>) -> Result<Json<StructureList>, Problem> {
    let (viewer, month) = (reader.viewer(), Month::of(reader.today()));
    let mut known = structures::all(db, viewer).await?;
    if let Some(last) = after.0 {
        let place = known.iter().position(|(structure, _)| structure.id == last);
        known.drain(..=place.ok_or_else(|| Problem::of(Status::BadRequest))?);
    }
    known.truncate(ROWS + 1);
    let list = format!("{}/structures", super::BASE);
    let (known, next) = cut(known, &list, |(structure, _)| structure.id.to_string());
    let mut shown = Vec::new();
    for (structure, _) in known {
        let hours = hours::readable_of(db, viewer, structure.id, month).await?;
        shown.push(StructureRecord {
            id: structure.id.to_string(),
            name: structure.name,
            city: structure.city,
            hours: hours.map(|seen| HoursRecord::of(month, seen)),
        });
    }
    Ok(Json(StructureList { structures: shown, next }))
}
