//! The register of machines.

mod commands;
mod handing_on;
mod life;
mod parts;
mod photos;
mod watching;

pub use commands::{RegisterError, describe, register};
pub(super) use commands::{create_in, create_many_in};
pub(super) use handing_on::{Arrival, Lived, hand_on_in, lived_in};
pub use life::{Event, Happening, Mark, life};
pub(super) use parts::add_in as add_part_in;
pub use parts::{
    Made, MediumSaid, NewPart, Part, PartError, PartId, add_part, correct_medium, find_part, move_part, parts_of, without_machine,
};
pub use photos::{MOST_PHOTOS, Photo, add_photo, photo, photos_of, remove_photo};
pub use watching::{observed, watched};

use super::access::{MemberOf, RegisterOf, Scope, Viewer};
use super::entities::{equipment, person, structure};
use super::{Db, DbErr, people};
use crate::domain::equipment::EquipmentKind;
use crate::domain::ids::{EquipmentId, PersonId, SiteId, StructureId};
use crate::domain::money::Cents;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect};

/// A machine as people know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Machine {
    pub id: EquipmentId,
    pub structure: StructureId,
    pub particulars: Particulars,
    /// The name of who uses it.
    pub user_name: Option<String>,
    pub retired_at: Option<DateTime<Utc>>,
    /// It serves another structure now: this is what its former register remembers.
    pub is_memory: bool,
    /// Over which a change is written.
    pub version: i64,
    pub changed_at: DateTime<Utc>,
}

/// What is typed of a machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Particulars {
    pub kind: EquipmentKind,
    pub name: String,
    pub brand: String,
    pub model: String,
    pub serial: String,
    pub user: Option<PersonId>,
    /// Where it stands, when the structure tells its sites apart.
    pub site: Option<SiteId>,
    /// The room, as people say it.
    pub place: String,
    pub note: String,
    /// When it arrived.
    pub acquired_on: Option<NaiveDate>,
    pub year_of_manufacture: Option<i64>,
    pub purchase: Purchase,
    /// The last day of the warranty.
    pub warranty_until: Option<NaiveDate>,
}

/// How a machine was bought; all of it may be unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Purchase {
    pub on: Option<NaiveDate>,
    /// Taxes included.
    pub price: Option<Cents>,
    pub supplier: String,
    pub invoice_number: String,
}

impl Particulars {
    /// What is said, field by field, as text: ids, words, days and cents as they are stored; empty for what is not said. The
    /// names are those of the form and of the history.
    pub fn values(&self) -> [(&'static str, String); 16] {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        [
            ("name", self.name.clone()),
            ("kind", self.kind.to_string()),
            ("user", self.user.map(|user| user.to_string()).unwrap_or_default()),
            ("site", self.site.map(|site| site.to_string()).unwrap_or_default()),
            ("place", self.place.clone()),
            ("brand", self.brand.clone()),
            ("model", self.model.clone()),
            ("serial", self.serial.clone()),
            ("year", self.year_of_manufacture.map(|year| year.to_string()).unwrap_or_default()),
            ("acquired_on", day(self.acquired_on)),
            ("purchased_on", day(self.purchase.on)),
            ("price", self.purchase.price.map(|price| price.0.to_string()).unwrap_or_default()),
            ("supplier", self.purchase.supplier.clone()),
            ("invoice_number", self.purchase.invoice_number.clone()),
            ("warranty_until", day(self.warranty_until)),
            ("note", self.note.clone()),
        ]
    }
}

fn machine(row: equipment::Model, user: Option<person::Model>) -> Machine {
    Machine {
        id: row.id,
        structure: row.structure_id,
        user_name: user.map(|p| p.name),
        retired_at: row.retired_at,
        is_memory: row.memory_of.is_some(),
        version: row.version,
        changed_at: row.changed_at.unwrap_or(row.created_at),
        particulars: Particulars {
            kind: row.kind,
            name: row.name,
            brand: row.brand,
            model: row.model,
            serial: row.serial,
            user: row.user_id,
            site: row.site_id,
            place: row.place,
            note: row.note,
            acquired_on: row.acquired_on,
            year_of_manufacture: row.year_of_manufacture,
            purchase: Purchase {
                on: row.purchased_on,
                price: row.price,
                supplier: row.supplier,
                invoice_number: row.invoice_number,
            },
            warranty_until: row.warranty_until,
        },
    }
}

/// The machines of a structure by name, those in use before those that are not.
pub async fn of_structure(db: &Db, by: &RegisterOf) -> Result<Vec<Machine>, DbErr> {
    let rows = Scope::from(by)
        .equipment()
        .filter(equipment::Column::StructureId.eq(by.structure()))
        .find_also_related(person::Entity)
        .order_by_asc(equipment::Column::Name)
        .all(&db.read)
        .await?;
    let mut machines: Vec<Machine> = rows.into_iter().map(|(row, user)| machine(row, user)).collect();
    machines.sort_by_key(|m| m.retired_at.is_some());
    Ok(machines)
}

/// The machines of a structure by name, from the one after `after` on: of who keeps the register all of them, of another member
/// those that their form offers. `None` when the viewer is neither, or when there is no such machine to come after.
pub async fn listed(
    db: &Db,
    viewer: &Viewer,
    structure: StructureId,
    after: Option<EquipmentId>,
    most: u64,
) -> Result<Option<Vec<Machine>>, DbErr> {
    let within = Scope::from(viewer);
    let of_structure = within.equipment().filter(equipment::Column::StructureId.eq(structure));
    let mut select = match (RegisterOf::of(viewer, structure), MemberOf::of(viewer, structure)) {
        (Some(_), _) => of_structure,
        (None, Some(_)) => of_structure.filter(is_offered(&within)),
        (None, None) => return Ok(None),
    };
    if let Some(after) = after {
        let Some(last) = select.clone().filter(equipment::Column::Id.eq(after)).one(&db.read).await? else { return Ok(None) };
        let same = Condition::all().add(equipment::Column::Name.eq(&last.name)).add(equipment::Column::Id.gt(last.id));
        select = select.filter(Condition::any().add(equipment::Column::Name.gt(&last.name)).add(same));
    }
    let rows = select
        .find_also_related(person::Entity)
        .order_by_asc(equipment::Column::Name)
        .order_by_asc(equipment::Column::Id)
        .limit(most)
        .all(&db.read)
        .await?;
    Ok(Some(rows.into_iter().map(|(row, user)| machine(row, user)).collect()))
}

/// That who has this scope may say a request of theirs is about the row's machine: in use, and their own, nobody's, or everybody's.
fn is_offered(within: &Scope) -> Condition {
    Condition::all().add(within.askable()).add(equipment::Column::RetiredAt.is_null())
}

/// What somebody may say their request is about: own machines first, then what serves the whole structure.
pub async fn offered_to(db: &Db, member: &MemberOf) -> Result<Vec<Machine>, DbErr> {
    let person = member.viewer().id();
    let within = Scope::from(member);
    let rows = within
        .equipment()
        .filter(equipment::Column::StructureId.eq(member.structure()))
        .filter(is_offered(&within))
        .order_by_asc(equipment::Column::Name)
        .all(&db.read)
        .await?;
    let mut offered: Vec<Machine> = rows.into_iter().map(|row| machine(row, None)).collect();
    offered.sort_by_key(|m| m.particulars.user != Some(person));
    Ok(offered)
}

/// The machines of a structure still in use, for a technician's form.
pub async fn in_use(db: &Db, by: &super::access::Technician, structure: StructureId) -> Result<Vec<Machine>, DbErr> {
    let rows = Scope::from(by)
        .equipment()
        .filter(equipment::Column::StructureId.eq(structure))
        .filter(equipment::Column::RetiredAt.is_null())
        .order_by_asc(equipment::Column::Name)
        .all(&db.read)
        .await?;
    Ok(rows.into_iter().map(|row| machine(row, None)).collect())
}

/// One machine within reach, with the name of its structure.
pub async fn find(db: &Db, within: impl Into<Scope>, id: EquipmentId) -> Result<Option<(Machine, String)>, DbErr> {
    let found =
        within.into().equipment().filter(equipment::Column::Id.eq(id)).find_also_related(structure::Entity).one(&db.read).await?;
    let Some((row, Some(home))) = found else { return Ok(None) };
    let user_name = match row.user_id {
        Some(user) => people::names(&db.read, [user]).await?.remove(&user),
        None => None,
    };
    Ok(Some((Machine { user_name, ..machine(row, None) }, home.name)))
}
