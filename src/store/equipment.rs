//! The register of machines.

use super::access::{MemberOf, RegisterOf, Scope, Viewer};
use super::entities::{equipment, person, structure};
use super::{Db, DbErr, people, sites};
use crate::domain::equipment::EquipmentKind;
use crate::domain::ids::{EquipmentId, PersonId, SiteId, StructureId};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set, SqlErr,
};

/// A machine as people know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Machine {
    pub id: EquipmentId,
    pub structure: StructureId,
    pub particulars: Particulars,
    /// The name of who uses it.
    pub user_name: Option<String>,
    pub retired_at: Option<DateTime<Utc>>,
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
    pub acquired_on: Option<NaiveDate>,
}

fn machine(row: equipment::Model, user: Option<person::Model>) -> Machine {
    Machine {
        id: row.id,
        structure: row.structure_id,
        user_name: user.map(|p| p.name),
        retired_at: row.retired_at,
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

/// Why a machine cannot be written so.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// Who uses it must be at home in the structure.
    #[error("the user is not of this structure")]
    UserElsewhere,
    /// It stands at a site of the structure that is in use.
    #[error("no such site in the structure")]
    NoSite,
    /// The form's key is that of a machine elsewhere.
    #[error("the key is taken")]
    KeyTaken,
    #[error(transparent)]
    Database(#[from] DbErr),
}

async fn refuse_user_elsewhere(db: &Db, by: &RegisterOf, user: Option<PersonId>) -> Result<(), RegisterError> {
    let Some(user) = user else { return Ok(()) };
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
    refuse_user_elsewhere(db, by, new.user).await?;
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

pub(super) async fn create_in(
    tx: &impl ConnectionTrait,
    id: EquipmentId,
    structure_id: StructureId,
    new: Particulars,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = equipment::Model {
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
    };
    equipment::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}

/// Changes what is said of a machine of the structure.
pub async fn describe(db: &Db, by: &RegisterOf, id: EquipmentId, new: Particulars) -> Result<(), RegisterError> {
    refuse_user_elsewhere(db, by, new.user).await?;
    let tx = db.begin_write().await?;
    let known = equipment::Entity::find_by_id(id).one(&tx).await?;
    refuse_site_elsewhere(&tx, by, new.site, known.and_then(|row| row.site_id)).await?;
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
        ..Default::default()
    };
    update_in(&tx, by, id, change).await?;
    Ok(tx.commit().await?)
}

async fn update_in(
    tx: &impl ConnectionTrait,
    by: &RegisterOf,
    id: EquipmentId,
    change: equipment::ActiveModel,
) -> Result<(), DbErr> {
    equipment::Entity::update_many()
        .set(change)
        .filter(equipment::Column::Id.eq(id))
        .filter(equipment::Column::StructureId.eq(by.structure()))
        .exec(tx)
        .await
        .map(drop)
}
