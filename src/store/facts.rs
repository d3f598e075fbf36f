//! What there is to know of a structure's network and of what it depends on: written by those who keep its register, read again
//! by them from time to time (`equipment.md` § 1).

use super::access::{RegisterOf, Scope, Viewer};
use super::entities::{equipment, fact, structure};
use super::own_data::OwnFact;
use super::{Db, DbErr, people, sites};
use crate::domain::facts::{Details, FactKind, Shape};
use crate::domain::ids::{EquipmentId, FactId, PersonId, SiteId, StructureId};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Set, SqlErr,
};
use std::collections::HashMap;

/// A fact as pages show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub id: FactId,
    pub structure: StructureId,
    pub kind: FactKind,
    pub words: Words,
    /// Over which a change is written.
    pub version: i64,
    pub changed_at: DateTime<Utc>,
    /// When somebody last read it and found it true, or wrote it.
    pub reviewed_at: DateTime<Utc>,
    pub reviewed_by: PersonId,
    /// Shown no more among the others.
    pub archived_at: Option<DateTime<Utc>>,
}

/// What is said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub name: String,
    pub site: Option<SiteId>,
    pub details: Details,
}

/// Why a fact cannot be written so.
#[derive(Debug, thiserror::Error)]
pub enum FactError {
    #[error("no such fact within reach")]
    NotFound,
    #[error("no such site in the structure")]
    NoSite,
    /// A field names somebody, or a machine, that is not of the structure.
    #[error("{0} is not of the structure")]
    Elsewhere(&'static str),
    /// The form's key is that of a fact elsewhere.
    #[error("the key is taken")]
    KeyTaken,
    /// Somebody else has written since the form was opened: here is what.
    #[error("somebody else has written meanwhile")]
    Overtaken(Box<Fact>),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// What is stored is what [`crate::domain::facts::read`] made: anything else is a fault of the database.
fn read(row: fact::Model) -> Result<Fact, DbErr> {
    let details = serde_json::from_str(&row.details).map_err(|fault| DbErr::Json(fault.to_string()))?;
    Ok(Fact {
        id: row.id,
        structure: row.structure_id,
        kind: row.kind,
        words: Words { name: row.name, site: row.site_id, details },
        version: row.version,
        changed_at: row.changed_at,
        reviewed_at: row.reviewed_at,
        reviewed_by: row.reviewed_by,
        archived_at: row.archived_at,
    })
}

/// The facts of a structure in the order of their kinds, then by name; those put away come last.
pub async fn of_structure(db: &Db, by: &RegisterOf) -> Result<Vec<Fact>, DbErr> {
    let of_it = Scope::from(by).facts().filter(fact::Column::StructureId.eq(by.structure()));
    let rows = of_it.order_by_asc(fact::Column::Name).order_by_asc(fact::Column::Id).all(&db.read).await?;
    let mut facts = rows.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
    facts.sort_by_key(|fact| (fact.archived_at.is_some(), fact.kind));
    Ok(facts)
}

/// One fact within reach, with the name of its structure.
pub async fn find(db: &Db, within: impl Into<Scope>, id: FactId) -> Result<Option<(Fact, String)>, DbErr> {
    let found = within.into().facts().filter(fact::Column::Id.eq(id)).find_also_related(structure::Entity).one(&db.read).await?;
    match found {
        Some((row, Some(home))) => Ok(Some((read(row)?, home.name))),
        _ => Ok(None),
    }
}

/// The names of the people and machines that facts name, by id, and of who read them last.
pub async fn named(db: &Db, by: &RegisterOf, facts: &[Fact]) -> Result<HashMap<String, String>, DbErr> {
    let mut of_people: Vec<PersonId> = facts.iter().map(|fact| fact.reviewed_by).collect();
    for (shape, id) in facts.iter().flat_map(referred) {
        if shape == Shape::Person {
            of_people.extend(id.parse::<PersonId>().ok());
        }
    }
    let people = people::names(&db.read, of_people).await?;
    let mut names: HashMap<String, String> = people.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let machines = super::equipment::of_structure(db, by).await?;
    names.extend(machines.into_iter().map(|machine| (machine.id.to_string(), machine.particulars.name)));
    Ok(names)
}

/// The pages of all structures that name the viewer, as what is kept about them.
pub(super) async fn naming(db: &Db, by: &Viewer) -> Result<Vec<OwnFact>, DbErr> {
    let id = by.id().to_string();
    let found = fact::Entity::find().filter(fact::Column::Details.contains(&id)).find_also_related(structure::Entity);
    let mut own = Vec::new();
    for (row, home) in found.order_by_asc(fact::Column::Id).all(&db.read).await? {
        let fact = read(row)?;
        let named = |(shape, value, _): &(Shape, &str, &'static str)| *shape == Shape::Person && *value == id;
        let fields = fact.kind.fields().iter().map(|field| (field.shape, fact.words.details.get(field.name), field.name));
        let parts: Vec<&'static str> = fields.filter(named).map(|(_, _, name)| name).collect();
        if let (false, Some(home)) = (parts.is_empty(), home) {
            own.push(OwnFact { name: fact.words.name.clone(), kind: fact.kind, structure: home.name, parts });
        }
    }
    Ok(own)
}

/// What the fields of a fact refer to.
fn referred(fact: &Fact) -> Vec<(Shape, &str)> {
    let refers = |shape: Shape| matches!(shape, Shape::Person | Shape::Machine);
    let fields = fact.kind.fields().iter().filter(|field| refers(field.shape));
    fields.map(|field| (field.shape, fact.words.details.get(field.name))).filter(|(_, id)| !id.is_empty()).collect()
}

/// The people and machines that a form names are of the structure; what stood there already stays.
async fn refuse_elsewhere(db: &Db, by: &RegisterOf, kind: FactKind, new: &Details, was: Option<&Details>) -> Result<(), FactError> {
    let mut members = None;
    for field in kind.fields() {
        let id = new.get(field.name);
        if id.is_empty() || was.is_some_and(|was| was.get(field.name) == id) {
            continue;
        }
        let known = match field.shape {
            Shape::Person => {
                if members.is_none() {
                    members = Some(people::of_structure(db, by, by.structure()).await?);
                }
                members.iter().flatten().any(|member| member.person.to_string() == id)
            }
            Shape::Machine => {
                let own = Scope::from(by).equipment().filter(equipment::Column::StructureId.eq(by.structure()));
                match id.parse::<EquipmentId>() {
                    Ok(id) => own.filter(equipment::Column::Id.eq(id)).one(&db.read).await?.is_some(),
                    Err(_) => false,
                }
            }
            _ => true,
        };
        if !known {
            return Err(FactError::Elsewhere(field.name));
        }
    }
    Ok(())
}

async fn refuse_site_elsewhere(
    tx: &impl ConnectionTrait,
    by: &RegisterOf,
    site: Option<SiteId>,
    was: Option<SiteId>,
) -> Result<(), FactError> {
    let Some(site) = site else { return Ok(()) };
    sites::given_in(tx, by.structure(), site, was).await?.map(drop).ok_or(FactError::NoSite)
}

/// Adds a fact. Its id is made with the form: sent twice, it is added once.
pub async fn add(db: &Db, by: &RegisterOf, id: FactId, kind: FactKind, new: Words, now: DateTime<Utc>) -> Result<(), FactError> {
    refuse_elsewhere(db, by, kind, &new.details, None).await?;
    let tx = db.begin_write().await?;
    refuse_site_elsewhere(&tx, by, new.site, None).await?;
    match create_in(&tx, id, by.structure(), (kind, new), by.viewer().id(), now).await {
        Ok(()) => Ok(tx.commit().await?),
        Err(refused) if matches!(refused.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            tx.rollback().await?;
            find(db, by, id).await?.filter(|(known, _)| known.structure == by.structure()).map(drop).ok_or(FactError::KeyTaken)
        }
        Err(fault) => Err(fault.into()),
    }
}

fn written(details: &Details) -> Result<String, DbErr> {
    serde_json::to_string(details).map_err(|fault| DbErr::Json(fault.to_string()))
}

pub(super) async fn create_in(
    tx: &impl ConnectionTrait,
    id: FactId,
    structure_id: StructureId,
    (kind, new): (FactKind, Words),
    by: PersonId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = fact::Model {
        id,
        structure_id,
        kind,
        name: new.name,
        site_id: new.site,
        details: written(&new.details)?,
        version: 1,
        created_at: now,
        changed_at: now,
        changed_by: by,
        reviewed_at: now,
        reviewed_by: by,
        archived_at: None,
    };
    fact::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}

/// Changes a fact over what was `seen` of it: who writes has read it. The same again is done already; over something else it is
/// refused, with what somebody else has written.
pub async fn change(db: &Db, by: &RegisterOf, id: FactId, seen: i64, new: Words, now: DateTime<Utc>) -> Result<(), FactError> {
    let (known, _) = find(db, by, id).await?.ok_or(FactError::NotFound)?;
    refuse_elsewhere(db, by, known.kind, &new.details, Some(&known.words.details)).await?;
    let tx = db.begin_write().await?;
    let row = locked_in(&tx, by, id).await?;
    let stands = read(row.clone())?;
    if stands.words == new {
        return Ok(());
    }
    if stands.version != seen {
        return Err(FactError::Overtaken(Box::new(stands)));
    }
    refuse_site_elsewhere(&tx, by, new.site, stands.words.site).await?;
    let change = fact::ActiveModel {
        name: Set(new.name),
        site_id: Set(new.site),
        details: Set(written(&new.details)?),
        version: Set(row.version + 1),
        changed_at: Set(now),
        changed_by: Set(by.viewer().id()),
        reviewed_at: Set(now),
        reviewed_by: Set(by.viewer().id()),
        ..row.into_active_model()
    };
    change.update(&tx).await?;
    Ok(tx.commit().await?)
}

/// « Relu, rien n'a changé ».
pub async fn review(db: &Db, by: &RegisterOf, id: FactId, now: DateTime<Utc>) -> Result<(), FactError> {
    let tx = db.begin_write().await?;
    let row = locked_in(&tx, by, id).await?;
    let change = fact::ActiveModel { reviewed_at: Set(now), reviewed_by: Set(by.viewer().id()), ..row.into_active_model() };
    change.update(&tx).await?;
    Ok(tx.commit().await?)
}

/// Puts a fact away, or brings it back. Done again, it stays as it was.
pub async fn archive(db: &Db, by: &RegisterOf, id: FactId, archived_at: Option<DateTime<Utc>>) -> Result<(), FactError> {
    let tx = db.begin_write().await?;
    let row = locked_in(&tx, by, id).await?;
    if row.archived_at.is_some() != archived_at.is_some() {
        fact::ActiveModel { archived_at: Set(archived_at), ..row.into_active_model() }.update(&tx).await?;
    }
    Ok(tx.commit().await?)
}

/// The fact of the structure, held until the end of the transaction.
async fn locked_in(tx: &DatabaseTransaction, by: &RegisterOf, id: FactId) -> Result<fact::Model, FactError> {
    let of_it = Scope::from(by).facts().filter(fact::Column::Id.eq(id)).filter(fact::Column::StructureId.eq(by.structure()));
    of_it.lock_exclusive().one(tx).await?.ok_or(FactError::NotFound)
}
