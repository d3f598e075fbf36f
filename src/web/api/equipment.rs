//! Machines as programs read them: those of a structure, and one with what its page shows to the reader.

use super::door::ApiReader;
use super::pages::{After, ROWS, cut};
use super::problem::{Problem, Told};
use super::records::Named;
use crate::domain::ids::{EquipmentId, StructureId};
use crate::domain::time::Month;
use crate::store::access::RegisterOf;
use crate::store::equipment::{self, Machine};
use crate::store::interventions::{self, Intervention};
use crate::store::{Db, stickers, structures};
use crate::web::equipment::LATEST;
use chrono::{DateTime, NaiveDate, Utc};
use rocket::http::Status;
use rocket::serde::json::Json;
use rocket::{State, get};
use serde::Serialize;
use utoipa::ToSchema;

/// A machine as a list tells of it.
#[derive(Serialize, ToSchema)]
pub struct MachineLine {
    id: String,
    name: String,
    /// As `kind` of the machine itself.
    #[schema(value_type = String)]
    kind: &'static str,
    /// May be empty.
    serial: String,
    /// The name of who uses it; `null` when it is nobody or everybody.
    user: Option<String>,
    /// Where it stands; may be empty.
    place: String,
    /// Since when it is out of use.
    #[schema(value_type = Option<String>, format = DateTime)]
    retired_at: Option<DateTime<Utc>>,
}

impl MachineLine {
    fn of(machine: Machine) -> Self {
        Self {
            id: machine.id.to_string(),
            name: machine.particulars.name,
            kind: machine.particulars.kind.as_str(),
            serial: machine.particulars.serial,
            user: machine.user_name,
            place: machine.particulars.place,
            retired_at: machine.retired_at,
        }
    }
}

/// Machines, fifty at most.
#[derive(Serialize, ToSchema)]
pub struct MachineList {
    machines: Vec<MachineLine>,
    /// The address of those that follow; `null` after the last.
    next: Option<String>,
}

/// The machines of a structure, by name: all for who keeps its register, for other members those that a request of theirs can
/// name.
#[utoipa::path(
    tag = "equipment",
    params(
        ("id" = String, Path, description = "The id of a structure"),
        ("after" = Option<String>, Query, description = "As `next` holds it"),
    ),
    responses(
        (status = 200, description = "Fifty at most, and the address of those that follow", body = MachineList),
        (status = 400, description = "No such page", body = Told, content_type = "application/problem+json"),
        (status = 404, description = "Not there, or not for the reader", body = Told, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
#[get("/api/v1/structures/<id>/equipment")]
pub async fn index(
    reader: ApiReader<'_>,
    id: StructureId,
    after: After<EquipmentId>,
    db: &State<Db>,
) -> Result<Json<MachineList>, Problem> {
    // A technician reaches any structure that there is.
    structures::find(db, reader.viewer(), id).await?.ok_or_else(Problem::not_found)?;
    let refused = || if after.0.is_some() { Problem::of(Status::BadRequest) } else { Problem::not_found() };
    let found = equipment::listed(db, reader.viewer(), id, after.0, ROWS as u64 + 1).await?.ok_or_else(refused)?;
    let list = format!("{}/structures/{id}/equipment", super::BASE);
    let (machines, next) = cut(found, &list, |machine| machine.id.to_string());
    Ok(Json(MachineList { machines: machines.into_iter().map(MachineLine::of).collect(), next }))
}

/// A machine.
#[derive(Serialize, ToSchema)]
pub struct MachineRecord {
    id: String,
    name: String,
    /// `laptop`, `desktop`, `all_in_one`, `screen`, `tablet`, `smartphone`, `desk_phone`, `printer`, `multifunction`, `scanner`,
    /// `projector`, `server`, `nas`, `router`, `switch`, `access_point`, `firewall`, `ups`, `peripheral` or `other`.
    #[schema(value_type = String)]
    kind: &'static str,
    structure: Named,
    /// May be empty, as the three that follow.
    brand: String,
    model: String,
    serial: String,
    place: String,
    /// The name of who uses it; `null` when it is nobody or everybody.
    user: Option<String>,
    /// The month since when it is there: `2024-05`.
    acquired: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    retired_at: Option<DateTime<Utc>>,
    /// What those who keep the register see besides; `null` for others.
    register: Option<RegisterRecord>,
}

/// What is kept of a machine.
#[derive(Serialize, ToSchema)]
pub struct RegisterRecord {
    note: String,
    /// The code of the label that stands on it.
    sticker: Option<String>,
    /// The address of the requests about it.
    tickets: String,
    /// What was done for it, the latest ten.
    interventions: Vec<WorkLine>,
}

/// Work on a machine.
#[derive(Serialize, ToSchema)]
pub struct WorkLine {
    #[schema(value_type = String, format = Date)]
    day: NaiveDate,
    /// `remote`, `on_site`, `travel`, `maintenance`, `training`, `coordination` or `absence`.
    #[schema(value_type = String)]
    kind: &'static str,
    /// Real minutes.
    minutes: i64,
    /// Empty when it is about a confidential request that is kept from the reader.
    note: String,
}

impl From<Intervention> for WorkLine {
    fn from(of: Intervention) -> Self {
        Self { day: of.work.day, kind: of.work.kind.as_str(), minutes: of.work.minutes.0, note: of.work.note }
    }
}

/// One machine.
#[utoipa::path(
    tag = "equipment",
    params(("id" = String, Path, description = "The id of a machine")),
    responses(
        (status = 200, description = "The machine", body = MachineRecord),
        (status = 404, description = "Not there, or not for the reader", body = Told, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
#[get("/api/v1/equipment/<id>")]
pub async fn show(reader: ApiReader<'_>, id: EquipmentId, db: &State<Db>) -> Result<Json<MachineRecord>, Problem> {
    let viewer = reader.viewer();
    let (machine, structure) = equipment::find(db, viewer, id).await?.ok_or_else(Problem::not_found)?;
    let register = match RegisterOf::of(viewer, machine.structure) {
        Some(of) => Some(kept(&of, db, &machine).await?),
        None => None,
    };
    let of = machine.particulars;
    Ok(Json(MachineRecord {
        id: machine.id.to_string(),
        name: of.name,
        kind: of.kind.as_str(),
        structure: Named::new(machine.structure, structure),
        brand: of.brand,
        model: of.model,
        serial: of.serial,
        place: of.place,
        user: machine.user_name,
        acquired: of.acquired_on.map(|day| Month::of(day).to_string()),
        retired_at: machine.retired_at,
        register,
    }))
}

async fn kept(of: &RegisterOf, db: &Db, machine: &Machine) -> Result<RegisterRecord, Problem> {
    let work = interventions::of_equipment(db, of, machine.id).await?;
    let sticker = stickers::of_structure(db, of).await?.remove(&machine.id);
    Ok(RegisterRecord {
        note: machine.particulars.note.clone(),
        sticker: sticker.map(|code| code.printed()),
        tickets: format!("{}/tickets?state=all&machine={}", super::BASE, machine.id),
        interventions: work.into_iter().take(LATEST).map(WorkLine::from).collect(),
    })
}
