//! Lists of machines that somebody kept elsewhere: a draft of who sent one, until all of it that can be read stands in the
//! register, or a day is over.

use super::access::{RegisterOf, Scope};
use super::entities::{equipment, import_headings, import_word, machine_import};
use super::equipment::{Particulars, Purchase, create_many_in};
use super::journal::{self, Line, LineKind};
use super::{Db, DbErr, group, people, sites};
use crate::domain::equipment::EquipmentKind;
use crate::domain::ids::{ImportId, PersonId, StructureId};
use crate::domain::imports::{Around, Entry, Known, Plan, Table, Target, Unreadable, key, plan, proposed, table_of, word};
use crate::domain::time::Month;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set, SqlErr};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashSet};

/// How long a list waits to be imported.
const KEPT_HOURS: i64 = 24;
/// How many lists of one person wait; the oldest make room.
const MOST_DRAFTS: usize = 5;

/// A list as its page shows it.
#[derive(Clone, Debug)]
pub struct Draft {
    pub id: ImportId,
    /// The name of its file.
    pub name: String,
    pub table: Table,
    /// What each column is.
    pub targets: Vec<Option<Target>>,
    /// What its words for kinds mean, where somebody said so.
    pub kinds: BTreeMap<String, EquipmentKind>,
    /// How many machines came of it, once it is imported; it holds no row any more.
    pub imported: Option<i64>,
}

/// Why a list cannot be imported so.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("no such list of theirs")]
    NotFound,
    /// The form's key is that of somebody else's list.
    #[error("the key is taken")]
    KeyTaken,
    #[error("no list: {0}")]
    Unreadable(Unreadable),
    /// The choices are not those of its columns, or two columns say what one alone may say.
    #[error("the columns are not told apart")]
    Columns,
    /// What would be written is not what was seen.
    #[error("something has changed meanwhile")]
    Changed,
    #[error("none of its rows can be written")]
    NothingToWrite,
    #[error(transparent)]
    Database(#[from] DbErr),
}

fn written(value: &impl Serialize) -> Result<String, DbErr> {
    serde_json::to_string(value).map_err(|error| DbErr::Custom(error.to_string()))
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, DbErr> {
    serde_json::from_str(text).map_err(|error| DbErr::Custom(error.to_string()))
}

/// Keeps a list as a draft. Its columns are what they were the last time that a list had its headings, else what they seem to
/// be. Its id is made with the form: sent twice, it is kept once.
pub async fn keep(
    db: &Db,
    by: &RegisterOf,
    (id, name): (ImportId, String),
    text: String,
    now: DateTime<Utc>,
) -> Result<(), ImportError> {
    let row = row_in(&db.read, (id, name), (by.structure(), by.viewer().id()), text, now).await?;
    let tx = db.begin_write().await?;
    match machine_import::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await {
        Ok(_) => {
            make_room_in(&tx, by).await?;
            Ok(tx.commit().await?)
        }
        Err(refused) if matches!(refused.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            tx.rollback().await?;
            row_of(db, by, id).await?.map(drop).ok_or(ImportError::KeyTaken)
        }
        Err(fault) => Err(fault.into()),
    }
}

async fn row_in(
    tx: &impl ConnectionTrait,
    (id, name): (ImportId, String),
    (structure_id, person_id): (StructureId, PersonId),
    text: String,
    now: DateTime<Utc>,
) -> Result<machine_import::Model, ImportError> {
    let table = table_of(&text).map_err(ImportError::Unreadable)?;
    let remembered = import_headings::Entity::find_by_id((structure_id, key(&table.headings))).one(tx).await?;
    let targets = match remembered {
        Some(row) => row.targets,
        None => written(&proposed(&table.headings))?,
    };
    let words = import_word::Entity::find().filter(import_word::Column::StructureId.eq(structure_id)).all(tx).await?;
    let kinds: BTreeMap<String, EquipmentKind> = words.into_iter().map(|row| (row.word, row.kind)).collect();
    Ok(machine_import::Model {
        id,
        structure_id,
        person_id,
        name,
        content: text,
        targets,
        kinds: written(&kinds)?,
        created_at: now,
        imported: None,
    })
}

/// Keeps a list of the named world.
pub(in crate::store) async fn keep_named_in(
    tx: &impl ConnectionTrait,
    named: (ImportId, String),
    of: (StructureId, PersonId),
    text: String,
    now: DateTime<Utc>,
) -> Result<(), ImportError> {
    let row = row_in(tx, named, of, text, now).await?;
    Ok(machine_import::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)?)
}

async fn make_room_in(tx: &impl ConnectionTrait, by: &RegisterOf) -> Result<(), DbErr> {
    use machine_import::Column as C;
    let ids = machine_import::Entity::find().select_only().column(C::Id).filter(C::PersonId.eq(by.viewer().id()));
    let ids: Vec<ImportId> = ids.order_by_desc(C::CreatedAt).order_by_desc(C::Id).into_tuple().all(tx).await?;
    let old = ids.into_iter().skip(MOST_DRAFTS);
    machine_import::Entity::delete_many().filter(C::Id.is_in(old)).exec(tx).await.map(drop)
}

async fn row_of(db: &Db, by: &RegisterOf, id: ImportId) -> Result<Option<machine_import::Model>, DbErr> {
    let own = Scope::from(by).imports().filter(machine_import::Column::StructureId.eq(by.structure()));
    own.filter(machine_import::Column::Id.eq(id)).one(&db.read).await
}

fn draft(row: machine_import::Model) -> Result<Draft, ImportError> {
    let nothing = || Table { headings: Vec::new(), rows: Vec::new() };
    let table = match row.imported {
        Some(_) => nothing(),
        None => table_of(&row.content).map_err(ImportError::Unreadable)?,
    };
    Ok(Draft { id: row.id, name: row.name, table, targets: read(&row.targets)?, kinds: read(&row.kinds)?, imported: row.imported })
}

/// A list that one sent oneself.
pub async fn find(db: &Db, by: &RegisterOf, id: ImportId) -> Result<Draft, ImportError> {
    draft(row_of(db, by, id).await?.ok_or(ImportError::NotFound)?)
}

/// Says what the columns of a list are, and what words for kinds mean.
pub async fn choose(
    db: &Db,
    by: &RegisterOf,
    id: ImportId,
    targets: Vec<Option<Target>>,
    meant: Vec<(String, EquipmentKind)>,
) -> Result<(), ImportError> {
    let mut draft = find(db, by, id).await?;
    if draft.imported.is_some() {
        return Ok(());
    }
    let told: Vec<Target> = targets.iter().flatten().copied().filter(|target| !target.is_for_several()).collect();
    let twice = told.iter().collect::<HashSet<_>>().len() < told.len();
    if twice || targets.len() != draft.table.headings.len() {
        return Err(ImportError::Columns);
    }
    draft.kinds.extend(meant.into_iter().map(|(text, kind)| (word(&text), kind)));
    let change =
        machine_import::ActiveModel { targets: Set(written(&targets)?), kinds: Set(written(&draft.kinds)?), ..Default::default() };
    let tx = db.begin_write().await?;
    let waiting = machine_import::Entity::update_many().set(change).filter(machine_import::Column::Imported.is_null());
    waiting.filter(machine_import::Column::Id.eq(id)).exec(&tx).await?;
    Ok(tx.commit().await?)
}

/// What a list would write now, and the mark of exactly that.
pub async fn foresee(db: &Db, by: &RegisterOf, draft: &Draft, today: NaiveDate) -> Result<(Plan, String), ImportError> {
    let names = names(db, by).await?;
    let plan = planned_in(&db.read, by, draft, names, today).await?;
    let mark = mark(&plan)?;
    Ok((plan, mark))
}

fn mark(plan: &Plan) -> Result<String, DbErr> {
    let entries = written(&plan.entries)?;
    Ok(Sha256::digest(entries.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The people and the sites of the structure by the names that a list may give them.
async fn names(db: &Db, by: &RegisterOf) -> Result<Around, DbErr> {
    let members = people::of_structure(db, by, by.structure()).await?;
    let person = |member: people::Member| {
        let turned = member.name.split_once(' ').map(|(first, last)| word(&format!("{last} {first}")));
        let names = [word(&member.name), word(member.email.as_str())].into_iter().chain(turned).collect();
        Known { id: member.person, names }
    };
    let sites = sites::in_use(db, by, by.structure()).await?;
    Ok(Around {
        people: members.into_iter().map(person).collect(),
        sites: sites.into_iter().map(|(id, name)| Known { id, names: vec![word(&name)] }).collect(),
        ..Around::default()
    })
}

async fn planned_in(
    tx: &impl ConnectionTrait,
    by: &RegisterOf,
    draft: &Draft,
    names: Around,
    today: NaiveDate,
) -> Result<Plan, DbErr> {
    let of_it = equipment::Entity::find()
        .filter(equipment::Column::StructureId.eq(by.structure()))
        .filter(equipment::Column::MemoryOf.is_null());
    let serials: Vec<String> =
        of_it.select_only().column(equipment::Column::Serial).filter(equipment::Column::Serial.ne("")).into_tuple().all(tx).await?;
    let around = Around { serials: serials.iter().map(|serial| word(serial)).collect(), kinds: draft.kinds.clone(), ..names };
    Ok(plan(&draft.table, &draft.targets, &around, today))
}

/// Writes every row that can be read, or none: `seen` is the mark of what was shown. What the columns and the words of the list
/// are is remembered, the journal says how many machines came. Done already is done once.
pub async fn carry_out(
    db: &Db,
    by: &RegisterOf,
    id: ImportId,
    seen: &str,
    (today, now): (NaiveDate, DateTime<Utc>),
) -> Result<i64, ImportError> {
    let names = names(db, by).await?;
    let tx = db.begin_write().await?;
    // Two lists with the same machine wait for each other.
    group::pool_moved_in(&tx).await?;
    let own = Scope::from(by).imports().filter(machine_import::Column::StructureId.eq(by.structure()));
    let row = own.filter(machine_import::Column::Id.eq(id)).lock_exclusive().one(&tx).await?.ok_or(ImportError::NotFound)?;
    let draft = draft(row)?;
    if let Some(count) = draft.imported {
        return Ok(count);
    }
    let plan = planned_in(&tx, by, &draft, names, today).await?;
    if mark(&plan)? != seen {
        return Err(ImportError::Changed);
    }
    if plan.entries.is_empty() {
        return Err(ImportError::NothingToWrite);
    }
    let count = i64::try_from(plan.entries.len()).unwrap_or(i64::MAX);
    create_many_in(&tx, by.structure(), plan.entries.into_iter().map(Particulars::from).collect(), now).await?;
    remember_in(&tx, by, &draft).await?;
    let done = machine_import::ActiveModel { imported: Set(Some(count)), content: Set(String::new()), ..Default::default() };
    machine_import::Entity::update_many().set(done).filter(machine_import::Column::Id.eq(id)).exec(&tx).await?;
    let reference = format!("structure:{} machines:{count}", by.structure());
    let line = Line::decision(LineKind::MachinesImported, Month::of(today), by.viewer().id(), reference);
    journal::append_in(&tx, vec![line], now).await?;
    tx.commit().await?;
    Ok(count)
}

async fn remember_in(tx: &impl ConnectionTrait, by: &RegisterOf, draft: &Draft) -> Result<(), DbErr> {
    use import_headings::Column as H;
    use import_word::Column as W;
    let structure_id = by.structure();
    let headings = import_headings::Model { structure_id, headings: key(&draft.table.headings), targets: written(&draft.targets)? };
    let again = OnConflict::columns([H::StructureId, H::Headings]).update_column(H::Targets).to_owned();
    import_headings::Entity::insert(headings.into_active_model()).on_conflict(again).exec_without_returning(tx).await?;
    for (word, kind) in draft.kinds.clone() {
        let again = OnConflict::columns([W::StructureId, W::Word]).update_column(W::Kind).to_owned();
        let row = import_word::Model { structure_id, word, kind };
        import_word::Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(tx).await?;
    }
    Ok(())
}

impl From<Entry> for Particulars {
    fn from(entry: Entry) -> Self {
        Self {
            kind: entry.kind,
            name: entry.name,
            brand: entry.brand,
            model: entry.model,
            serial: entry.serial,
            user: entry.user,
            site: entry.site,
            place: entry.place,
            note: entry.note,
            acquired_on: entry.acquired_on,
            year_of_manufacture: entry.year,
            purchase: Purchase {
                on: entry.purchased_on,
                price: entry.price,
                supplier: entry.supplier,
                invoice_number: entry.invoice_number,
            },
            warranty_until: entry.warranty_until,
        }
    }
}

/// Forgets lists that nobody imported within a day, and what is left of those that were.
pub async fn forget_old(db: &Db, now: DateTime<Utc>) -> Result<u64, DbErr> {
    let tx = db.begin_write().await?;
    let before = now - TimeDelta::hours(KEPT_HOURS);
    let old = machine_import::Entity::delete_many().filter(machine_import::Column::CreatedAt.lt(before));
    let gone = old.exec(&tx).await?.rows_affected;
    tx.commit().await?;
    Ok(gone)
}
