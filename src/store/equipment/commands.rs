//! What may be done with a machine of the register: entered, described anew, taken out of use. Each change of what is said is a
//! line of its history.

use super::{Machine, Particulars, find, machine};
use crate::domain::ids::{EquipmentChangeId, EquipmentId, PersonId, SiteId, StructureId};
use crate::store::access::{RegisterOf, Scope};
use crate::store::entities::{equipment, equipment_change};
use crate::store::{Db, DbErr, people, sites};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set, SqlErr,
};

/// Why a machine cannot be written so.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    #[error("no such machine within reach")]
    NotFound,
    /// Who uses it must be at home in the structure.
    #[error("the user is not of this structure")]
    UserElsewhere,
    /// It stands at a site of the structure that is in use.
    #[error("no such site in the structure")]
    NoSite,
    /// The form's key is that of a machine elsewhere.
    #[error("the key is taken")]
    KeyTaken,
    /// Somebody else has written since the form was opened: here is what.
    #[error("somebody else has written meanwhile")]
    Overtaken(Box<Machine>),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// A user comes from a form: they are at home in the structure; who has left it meanwhile stays where they were.
async fn refuse_user_elsewhere(
    db: &Db,
    by: &RegisterOf,
    user: Option<PersonId>,
    was: Option<PersonId>,
) -> Result<(), RegisterError> {
    let Some(user) = user.filter(|_| user != was) else { return Ok(()) };
    let members = people::of_structure(db, by, by.structure()).await?;
    if members.iter().any(|member| member.person == user) { Ok(()) } else { Err(RegisterError::UserElsewhere) }
}

/// A site comes from a form: it is looked up in the structure; one that was put away stays where it `was`.
async fn refuse_site_elsewhere(
    tx: &impl ConnectionTrait,
    by: &RegisterOf,
    site: Option<SiteId>,
    was: Option<SiteId>,
) -> Result<(), RegisterError> {
    let Some(site) = site else { return Ok(()) };
    sites::given_in(tx, by.structure(), site, was).await?.map(drop).ok_or(RegisterError::NoSite)
}

/// Enters a machine into the register. Its id is made with the form: sent twice, the machine is entered once.
pub async fn register(
    db: &Db,
    by: &RegisterOf,
    id: EquipmentId,
    new: Particulars,
    now: DateTime<Utc>,
) -> Result<(), RegisterError> {
    refuse_user_elsewhere(db, by, new.user, None).await?;
    let tx = db.begin_write().await?;
    refuse_site_elsewhere(&tx, by, new.site, None).await?;
    match create_in(&tx, id, by.structure(), new, now).await {
        Ok(()) => Ok(tx.commit().await?),
        Err(refused) if matches!(refused.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            tx.rollback().await?;
            find(db, by, id).await?.filter(|(known, _)| known.structure == by.structure()).map(drop).ok_or(RegisterError::KeyTaken)
        }
        Err(fault) => Err(fault.into()),
    }
}

pub(in crate::store) async fn create_in(
    tx: &impl ConnectionTrait,
    id: EquipmentId,
    structure: StructureId,
    new: Particulars,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = entered(id, structure, new, now);
    equipment::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}

/// SQLite takes 32 766 values a statement; a row has 22.
const ROWS_AT_ONCE: usize = 500;

/// Enters many.
pub(in crate::store) async fn create_many_in(
    tx: &impl ConnectionTrait,
    structure: StructureId,
    new: Vec<Particulars>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let rows: Vec<_> = new.into_iter().map(|new| entered(EquipmentId::new(now), structure, new, now).into_active_model()).collect();
    for rows in rows.chunks(ROWS_AT_ONCE) {
        equipment::Entity::insert_many(rows.iter().cloned()).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn entered(id: EquipmentId, structure_id: StructureId, new: Particulars, now: DateTime<Utc>) -> equipment::Model {
    equipment::Model {
        id,
        structure_id,
        kind: new.kind,
        name: new.name,
        brand: new.brand,
        model: new.model,
        serial: new.serial,
        user_id: new.user,
        site_id: new.site,
        place: new.place,
        note: new.note,
        acquired_on: new.acquired_on,
        created_at: now,
        retired_at: None,
        year_of_manufacture: new.year_of_manufacture,
        purchased_on: new.purchase.on,
        price: new.purchase.price,
        supplier: new.purchase.supplier,
        invoice_number: new.purchase.invoice_number,
        warranty_until: new.warranty_until,
        version: 1,
        changed_at: None,
        memory_of: None,
    }
}

/// Changes what is said of a machine over what was `seen` of it, and writes down each field that changes. The same again is done
/// already; over something else it is refused, with what somebody else has written.
pub async fn describe(
    db: &Db,
    by: &RegisterOf,
    id: EquipmentId,
    seen: i64,
    new: Particulars,
    now: DateTime<Utc>,
) -> Result<(), RegisterError> {
    let was = find(db, by, id).await?.and_then(|(known, _)| known.particulars.user);
    refuse_user_elsewhere(db, by, new.user, was).await?;
    let tx = db.begin_write().await?;
    let row = locked_in(&tx, by, id).await?;
    let stands = machine(row.clone(), None);
    if stands.particulars == new {
        return Ok(());
    }
    if stands.version != seen {
        return Err(RegisterError::Overtaken(Box::new(stands)));
    }
    refuse_site_elsewhere(&tx, by, new.site, stands.particulars.site).await?;
    note_changes_in(&tx, by, id, (&stands.particulars, &new), now).await?;
    let change = equipment::ActiveModel {
        kind: Set(new.kind),
        name: Set(new.name),
        brand: Set(new.brand),
        model: Set(new.model),
        serial: Set(new.serial),
        user_id: Set(new.user),
        site_id: Set(new.site),
        place: Set(new.place),
        note: Set(new.note),
        acquired_on: Set(new.acquired_on),
        year_of_manufacture: Set(new.year_of_manufacture),
        purchased_on: Set(new.purchase.on),
        price: Set(new.purchase.price),
        supplier: Set(new.purchase.supplier),
        invoice_number: Set(new.purchase.invoice_number),
        warranty_until: Set(new.warranty_until),
        version: Set(row.version + 1),
        changed_at: Set(Some(now)),
        ..Default::default()
    };
    update_in(&tx, id, change).await?;
    Ok(tx.commit().await?)
}

async fn note_changes_in(
    tx: &impl ConnectionTrait,
    by: &RegisterOf,
    id: EquipmentId,
    (was, became): (&Particulars, &Particulars),
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    for ((field, was), (_, became)) in was.values().into_iter().zip(became.values()) {
        if was != became {
            note_in(tx, by, id, (field, was, became), now).await?;
        }
    }
    Ok(())
}

/// Writes one line of a machine's history.
async fn note_in(
    tx: &impl ConnectionTrait,
    by: &RegisterOf,
    equipment_id: EquipmentId,
    (field, was, became): (&str, String, String),
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = equipment_change::Model {
        id: EquipmentChangeId::new(now),
        equipment_id,
        field: field.to_owned(),
        was,
        became,
        person_id: by.viewer().id(),
        changed_at: now,
    };
    equipment_change::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}

/// The machine of the structure, held until the end of the transaction.
pub(super) async fn locked_in(
    tx: &DatabaseTransaction,
    by: &RegisterOf,
    id: EquipmentId,
) -> Result<equipment::Model, RegisterError> {
    let of_it = Scope::from(by)
        .kept_equipment()
        .filter(equipment::Column::Id.eq(id))
        // What is left of one that serves elsewhere is read, never written.
        .filter(equipment::Column::MemoryOf.is_null())
        .filter(equipment::Column::StructureId.eq(by.structure()));
    of_it.lock_exclusive().one(tx).await?.ok_or(RegisterError::NotFound)
}

async fn update_in(tx: &impl ConnectionTrait, id: EquipmentId, change: equipment::ActiveModel) -> Result<(), DbErr> {
    equipment::Entity::update_many().set(change).filter(equipment::Column::Id.eq(id)).exec(tx).await.map(drop)
}
