//! Organisations to which machines go: workshops, recyclers, beneficiaries (`equipment.md` § 2.3), and who works in a workshop.

mod people;

use super::access::{ChainActor, Coordinator, OrganisationReader};
use super::entities::organisation;
use super::{Db, DbErr};
use crate::domain::ids::OrgId;
use crate::domain::organisations::OrganisationKind;
use crate::domain::people::Email;
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Set, SqlErr,
};

pub use people::{Worker, colleagues, invite, leave, workers};
pub(super) use people::{end_all_in, join_in, works_in};

/// An organisation as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    pub id: OrgId,
    /// Said once: people and transfers hang on it.
    pub kind: OrganisationKind,
    pub particulars: Particulars,
    /// Over which a change is written.
    pub version: i64,
    pub changed_at: DateTime<Utc>,
    /// Proposed no more; what it has, it keeps.
    pub archived_at: Option<DateTime<Utc>>,
}

/// What is typed of an organisation; all but the name may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Particulars {
    pub name: String,
    /// « association loi 1901 ».
    pub legal_form: String,
    /// SIREN or RNA.
    pub registration: String,
    pub address: String,
    pub email: Option<Email>,
    pub phone: String,
}

/// Why an organisation cannot be written so.
#[derive(Debug, thiserror::Error)]
pub enum OrganisationError {
    #[error("no such organisation")]
    NotFound,
    /// Another organisation has this name.
    #[error("the name is taken")]
    NameTaken,
    /// The form's key is that of an organisation with other words.
    #[error("the key is taken")]
    KeyTaken,
    /// They work there already.
    #[error("already there")]
    AlreadyThere,
    /// Somebody else has written since the form was opened: here is what.
    #[error("somebody else has written meanwhile")]
    Overtaken(Box<Organisation>),
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl From<organisation::Model> for Organisation {
    fn from(row: organisation::Model) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            version: row.version,
            changed_at: row.changed_at,
            archived_at: row.archived_at,
            particulars: Particulars {
                name: row.name,
                legal_form: row.legal_form,
                registration: row.registration,
                address: row.address,
                email: row.email,
                phone: row.phone,
            },
        }
    }
}

/// Every organisation by name, those that are proposed before those that are not.
pub async fn all(db: &Db, _by: &OrganisationReader) -> Result<Vec<Organisation>, DbErr> {
    let rows = organisation::Entity::find()
        .order_by_asc(organisation::Column::Name)
        .order_by_asc(organisation::Column::Id)
        .all(&db.read)
        .await?;
    let mut all: Vec<Organisation> = rows.into_iter().map(Organisation::from).collect();
    all.sort_by_key(|one| one.archived_at.is_some());
    Ok(all)
}

/// One of them.
pub async fn find(db: &Db, _by: &OrganisationReader, id: OrgId) -> Result<Option<Organisation>, DbErr> {
    Ok(organisation::Entity::find_by_id(id).one(&db.read).await?.map(Organisation::from))
}

/// Those that end machines, by name: what everybody who acts on a machine's life may choose from.
pub async fn recyclers(db: &Db, _by: &ChainActor) -> Result<Vec<(OrgId, String)>, DbErr> {
    organisation::Entity::find()
        .select_only()
        .columns([organisation::Column::Id, organisation::Column::Name])
        .filter(organisation::Column::Kind.eq(OrganisationKind::Recycler))
        .filter(organisation::Column::ArchivedAt.is_null())
        .order_by_asc(organisation::Column::Name)
        .into_tuple()
        .all(&db.read)
        .await
}

/// Adds an organisation. Its id is made with the form: sent twice, it is added once.
pub async fn add(
    db: &Db,
    _by: &Coordinator,
    id: OrgId,
    kind: OrganisationKind,
    new: Particulars,
    now: DateTime<Utc>,
) -> Result<(), OrganisationError> {
    let tx = db.begin_write().await?;
    match create_in(&tx, id, kind, new.clone(), now).await {
        Ok(()) => Ok(tx.commit().await?),
        Err(refused) if is_taken(&refused) => {
            tx.rollback().await?;
            match organisation::Entity::find_by_id(id).one(&db.read).await?.map(Organisation::from) {
                Some(known) if (known.kind, &known.particulars) == (kind, &new) => Ok(()),
                Some(_) => Err(OrganisationError::KeyTaken),
                None => Err(OrganisationError::NameTaken),
            }
        }
        Err(fault) => Err(fault.into()),
    }
}

fn is_taken(refused: &DbErr) -> bool {
    matches!(refused.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

/// By the database's own word: two people may give one name at once.
fn taken(refused: DbErr) -> OrganisationError {
    if is_taken(&refused) { OrganisationError::NameTaken } else { OrganisationError::Database(refused) }
}

pub(super) async fn create_in(
    tx: &impl ConnectionTrait,
    id: OrgId,
    kind: OrganisationKind,
    new: Particulars,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = organisation::Model {
        id,
        kind,
        name: new.name,
        legal_form: new.legal_form,
        registration: new.registration,
        address: new.address,
        email: new.email,
        phone: new.phone,
        version: 1,
        created_at: now,
        changed_at: now,
        archived_at: None,
    };
    organisation::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}

/// Changes what is said of an organisation over what was seen of it. The same again is done already; over something else it is
/// refused, with what somebody else has written.
pub async fn change(
    db: &Db,
    _by: &Coordinator,
    id: OrgId,
    seen: i64,
    new: Particulars,
    now: DateTime<Utc>,
) -> Result<(), OrganisationError> {
    let tx = db.begin_write().await?;
    let row = locked_in(&tx, id).await?;
    let stands = Organisation::from(row.clone());
    if stands.particulars == new {
        return Ok(());
    }
    if stands.version != seen {
        return Err(OrganisationError::Overtaken(Box::new(stands)));
    }
    let change = organisation::ActiveModel {
        name: Set(new.name),
        legal_form: Set(new.legal_form),
        registration: Set(new.registration),
        address: Set(new.address),
        email: Set(new.email),
        phone: Set(new.phone),
        version: Set(row.version + 1),
        changed_at: Set(now),
        ..row.into_active_model()
    };
    change.update(&tx).await.map_err(taken)?;
    Ok(tx.commit().await?)
}

/// Puts an organisation away, or brings it back. Done again, it stays as it was.
pub async fn archive(db: &Db, _by: &Coordinator, id: OrgId, archived_at: Option<DateTime<Utc>>) -> Result<(), OrganisationError> {
    let tx = db.begin_write().await?;
    let row = locked_in(&tx, id).await?;
    if row.archived_at.is_some() != archived_at.is_some() {
        let change = organisation::ActiveModel { archived_at: Set(archived_at), ..row.into_active_model() };
        change.update(&tx).await.map_err(taken)?;
    }
    Ok(tx.commit().await?)
}

/// An organisation, held until the end of the transaction.
async fn locked_in(tx: &DatabaseTransaction, id: OrgId) -> Result<organisation::Model, OrganisationError> {
    organisation::Entity::find_by_id(id).lock_exclusive().one(tx).await?.ok_or(OrganisationError::NotFound)
}
