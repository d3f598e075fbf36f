//! The sites of a structure (« lieux »): where one goes, how one gets in, whom one finds there (`equipment.md` § 1).

use super::access::{RegisterOf, Scope};
use super::entities::{site, structure};
use super::{Db, DbErr};
use crate::domain::ids::{SiteId, StructureId};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Set, SqlErr,
};

/// A site as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    pub id: SiteId,
    pub structure: StructureId,
    pub particulars: Particulars,
    /// Over which a change is written.
    pub version: i64,
    pub changed_at: DateTime<Utc>,
    /// Offered no more; what stands there, or was asked there, keeps it.
    pub archived_at: Option<DateTime<Utc>>,
}

/// What is typed of a site; all but the name may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Particulars {
    pub name: String,
    pub address: String,
    /// How one gets in.
    pub access: String,
    pub contacts: String,
    /// When it is open.
    pub opening: String,
}

/// Why a site cannot be written so.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    #[error("no such site within reach")]
    NotFound,
    /// Another site of the structure has this name.
    #[error("the name is taken")]
    NameTaken,
    /// The form's key is that of a site elsewhere.
    #[error("the key is taken")]
    KeyTaken,
    /// Somebody else has written since the form was opened: here is what.
    #[error("somebody else has written meanwhile")]
    Overtaken(Box<Site>),
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl From<site::Model> for Site {
    fn from(row: site::Model) -> Self {
        Self {
            id: row.id,
            structure: row.structure_id,
            version: row.version,
            changed_at: row.changed_at,
            archived_at: row.archived_at,
            particulars: Particulars {
                name: row.name,
                address: row.address,
                access: row.access,
                contacts: row.contacts,
                opening: row.opening,
            },
        }
    }
}

/// The sites of a structure by name, those in use before those that are not.
pub async fn of_structure(db: &Db, by: &RegisterOf) -> Result<Vec<Site>, DbErr> {
    let of_it = Scope::from(by).sites().filter(site::Column::StructureId.eq(by.structure()));
    let rows = of_it.order_by_asc(site::Column::Name).order_by_asc(site::Column::Id).all(&db.read).await?;
    let mut sites: Vec<Site> = rows.into_iter().map(Site::from).collect();
    sites.sort_by_key(|site| site.archived_at.is_some());
    Ok(sites)
}

/// The sites of a structure that may be chosen, by name.
pub async fn in_use(db: &Db, within: impl Into<Scope>, structure: StructureId) -> Result<Vec<(SiteId, String)>, DbErr> {
    within
        .into()
        .sites()
        .select_only()
        .columns([site::Column::Id, site::Column::Name])
        .filter(site::Column::StructureId.eq(structure))
        .filter(site::Column::ArchivedAt.is_null())
        .order_by_asc(site::Column::Name)
        .into_tuple()
        .all(&db.read)
        .await
}

/// One site within reach, with the name of its structure.
pub async fn find(db: &Db, within: impl Into<Scope>, id: SiteId) -> Result<Option<(Site, String)>, DbErr> {
    let found = within.into().sites().filter(site::Column::Id.eq(id)).find_also_related(structure::Entity).one(&db.read).await?;
    Ok(found.and_then(|(row, home)| Some((row.into(), home?.name))))
}

/// A site that may be given to what is of a structure: in use there, or its own already.
pub(super) async fn given_in(
    tx: &impl ConnectionTrait,
    structure: StructureId,
    id: SiteId,
    has_it: Option<SiteId>,
) -> Result<Option<site::Model>, DbErr> {
    let found = site::Entity::find_by_id(id).filter(site::Column::StructureId.eq(structure)).one(tx).await?;
    Ok(found.filter(|row| row.archived_at.is_none() || has_it == Some(id)))
}

/// Adds a site. Its id is made with the form: sent twice, it is added once.
pub async fn add(db: &Db, by: &RegisterOf, id: SiteId, new: Particulars, now: DateTime<Utc>) -> Result<(), SiteError> {
    let tx = db.begin_write().await?;
    match create_in(&tx, id, by.structure(), new, now).await {
        Ok(()) => Ok(tx.commit().await?),
        Err(refused) if is_taken(&refused) => {
            tx.rollback().await?;
            match site::Entity::find_by_id(id).one(&db.read).await? {
                Some(known) if known.structure_id == by.structure() => Ok(()),
                Some(_) => Err(SiteError::KeyTaken),
                None => Err(SiteError::NameTaken),
            }
        }
        Err(fault) => Err(fault.into()),
    }
}

fn is_taken(refused: &DbErr) -> bool {
    matches!(refused.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

/// By the database's own word: two people may give one name at once.
fn taken(refused: DbErr) -> SiteError {
    if is_taken(&refused) { SiteError::NameTaken } else { SiteError::Database(refused) }
}

pub(super) async fn create_in(
    tx: &impl ConnectionTrait,
    id: SiteId,
    structure_id: StructureId,
    new: Particulars,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = site::Model {
        id,
        structure_id,
        name: new.name,
        address: new.address,
        access: new.access,
        contacts: new.contacts,
        opening: new.opening,
        version: 1,
        created_at: now,
        changed_at: now,
        archived_at: None,
    };
    site::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}

/// Changes what is said of a site over what was seen of it. The same again is done already; over something else it is
/// refused, with what somebody else has written.
pub async fn change(
    db: &Db,
    by: &RegisterOf,
    id: SiteId,
    seen: i64,
    new: Particulars,
    now: DateTime<Utc>,
) -> Result<(), SiteError> {
    let tx = db.begin_write().await?;
    let row = locked_in(&tx, by, id).await?;
    let stands = Site::from(row.clone());
    if stands.particulars == new {
        return Ok(());
    }
    if stands.version != seen {
        return Err(SiteError::Overtaken(Box::new(stands)));
    }
    let change = site::ActiveModel {
        name: Set(new.name),
        address: Set(new.address),
        access: Set(new.access),
        contacts: Set(new.contacts),
        opening: Set(new.opening),
        version: Set(row.version + 1),
        changed_at: Set(now),
        ..row.into_active_model()
    };
    change.update(&tx).await.map_err(taken)?;
    Ok(tx.commit().await?)
}

/// Puts a site away, or brings it back. Done again, it stays as it was.
pub async fn archive(db: &Db, by: &RegisterOf, id: SiteId, archived_at: Option<DateTime<Utc>>) -> Result<(), SiteError> {
    let tx = db.begin_write().await?;
    let row = locked_in(&tx, by, id).await?;
    if row.archived_at.is_some() != archived_at.is_some() {
        let change = site::ActiveModel { archived_at: Set(archived_at), ..row.into_active_model() };
        change.update(&tx).await.map_err(taken)?;
    }
    Ok(tx.commit().await?)
}

/// The site of the structure, held until the end of the transaction.
async fn locked_in(tx: &DatabaseTransaction, by: &RegisterOf, id: SiteId) -> Result<site::Model, SiteError> {
    let of_it = Scope::from(by).sites().filter(site::Column::Id.eq(id)).filter(site::Column::StructureId.eq(by.structure()));
    of_it.lock_exclusive().one(tx).await?.ok_or(SiteError::NotFound)
}
