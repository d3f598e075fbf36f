//! Parts in the life of machines: fitted while one is repaired, harvested from one that is taken apart (`equipment.md` § 2.8). The
//! part stands in the register in the same transaction as the event that tells of it.

use super::{Act, ChainError, act_in};
use crate::domain::chain::{EventKind, HarvestedPart};
use crate::domain::equipment::{ComponentKind, Origin};
use crate::domain::ids::{ComponentId, EquipmentId, PartId, PartMoveId, PersonId, StructureId};
use crate::store::access::{ChainActor, Workshop};
use crate::store::entities::{component, equipment_event, part_move};
use crate::store::equipment::{Made, NewPart, PartId as Part, add_part_in};
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, Set,
};

/// What is put into a machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Harvested or spare, and in no machine.
    Loose(ComponentId),
    /// Bought or given: it was in no register. Its id is made with the form.
    New { id: ComponentId, kind: ComponentKind, model: String, serial: String },
}

/// A part that is fitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fitting {
    pub source: Source,
    /// Where it comes from, as the life-book says it: what it is, then from where.
    pub origin: String,
    pub performed_by: Option<PersonId>,
}

/// Why a part is not fitted, or a machine not taken apart.
#[derive(Debug, thiserror::Error)]
pub enum FitError {
    /// Fitted elsewhere meanwhile, or never within reach.
    #[error("no such part is loose")]
    NoPart,
    #[error(transparent)]
    Chain(#[from] ChainError),
}

impl From<DbErr> for FitError {
    fn from(fault: DbErr) -> Self {
        Self::Chain(fault.into())
    }
}

/// A part that is in no machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoosePart {
    pub id: ComponentId,
    pub kind: ComponentKind,
    pub model: String,
    pub serial: String,
}

impl From<component::Model> for LoosePart {
    fn from(row: component::Model) -> Self {
        Self { id: row.id, kind: row.kind, model: row.model, serial: row.serial }
    }
}

/// Of a workshop: what it harvested. Of a structure: what its register holds in no machine.
fn loose(by: &ChainActor) -> Select<component::Entity> {
    match by.workshop() {
        Some(workshop) => harvested_by(&workshop),
        None => component::Entity::find()
            .filter(component::Column::EquipmentId.is_null())
            .filter(component::Column::StructureId.eq(by.structure())),
    }
}

/// The parts in no machine of what a workshop took apart, wherever the carcass is by now.
fn harvested_by(workshop: &Workshop) -> Select<component::Entity> {
    component::Entity::find()
        .filter(component::Column::EquipmentId.is_null())
        .filter(component::Column::HarvestedFrom.in_subquery(opened_by(workshop, "'harvest_close'")))
}

/// The machines to which a workshop did such a thing, wherever they are by now. The word stands in the query as it does in the index.
pub(in crate::store) fn opened_by(workshop: &Workshop, word: &'static str) -> SelectStatement {
    equipment_event::Entity::find()
        .select_only()
        .column(equipment_event::Column::SubjectId)
        .filter(equipment_event::Column::ActorOrg.eq(workshop.organisation()))
        .filter(Expr::col((equipment_event::Entity, equipment_event::Column::Kind)).eq(Expr::cust(word)))
        .into_query()
}

/// The parts that a workshop harvested and that are in no machine, the last that came first.
pub async fn harvested(db: &Db, by: &Workshop) -> Result<Vec<LoosePart>, DbErr> {
    let rows = harvested_by(by).order_by_desc(component::Column::Id).all(&db.read).await?;
    Ok(rows.into_iter().map(LoosePart::from).collect())
}

/// The parts that may be fitted, the last that came first.
pub async fn loose_parts(db: &Db, by: &ChainActor) -> Result<Vec<LoosePart>, DbErr> {
    let rows = loose(by).order_by_desc(component::Column::Id).all(&db.read).await?;
    Ok(rows.into_iter().map(LoosePart::from).collect())
}

/// Fits a part into a machine that is being repaired, once.
///
/// # Errors
/// What blocks, what happened meanwhile, or that the part is not there any more; nothing is written then.
pub async fn fit(
    db: &Db,
    by: &ChainActor,
    id: EquipmentId,
    seen: i64,
    fitting: Fitting,
    now: DateTime<Utc>,
) -> Result<(), FitError> {
    let Fitting { source, origin, performed_by } = fitting;
    let part = match &source {
        Source::Loose(id) | Source::New { id, .. } => *id,
    };
    let deed = EventKind::PartFitted { part: PartId(part.0), origin };
    let tx = db.begin_write().await?;
    let done = act_in(&tx, by, id, Act { performed_by, ..Act::new(seen, deed) }, now).await?;
    if !done.now {
        return Ok(());
    }
    let structure = done.machine.structure_id;
    match source {
        Source::Loose(_) => {
            let row = loose(by).filter(component::Column::Id.eq(part)).lock_exclusive().one(&tx).await?.ok_or(FitError::NoPart)?;
            // From now on it is of the register of the machine; its parentage stays.
            let change = component::ActiveModel { structure_id: Set(structure), equipment_id: Set(Some(id)), ..Default::default() };
            component::Entity::update_many().set(change).filter(component::Column::Id.eq(row.id)).exec(&tx).await?;
            moved_in(&tx, by.viewer().id(), part, id, now).await?;
        }
        Source::New { kind, model, serial, .. } => {
            if component::Entity::find_by_id(part).one(&tx).await?.is_some() {
                return Err(FitError::NoPart);
            }
            let made = Made::Component { kind, origin: Origin::New, harvested_from: None };
            let new = NewPart { id: Part::Component(part), machine: Some(id), made, model, serial, note: String::new() };
            add_part_in(&tx, structure, by.viewer().id(), new, now).await?;
        }
    }
    Ok(tx.commit().await?)
}

async fn moved_in(
    tx: &impl ConnectionTrait,
    person_id: PersonId,
    component_id: ComponentId,
    to: EquipmentId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = part_move::Model {
        id: PartMoveId::new(now),
        component_id: Some(component_id),
        medium_id: None,
        from_equipment_id: None,
        to_equipment_id: Some(to),
        person_id,
        moved_at: now,
    };
    part_move::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}

/// What comes out of a machine that is taken apart. Its id is made with the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Harvested {
    pub id: ComponentId,
    pub kind: ComponentKind,
    pub model: String,
    pub serial: String,
    pub grams: i64,
    /// What it is called in the life-book.
    pub name: String,
}

/// Closes the taking apart of a machine: each part stands in the register as its child, the carcass is weighed.
///
/// # Errors
/// What blocks, or what happened meanwhile; nothing is written then.
pub async fn dismantle(
    db: &Db,
    by: &ChainActor,
    id: EquipmentId,
    seen: i64,
    (parts, carcass_grams): (Vec<Harvested>, i64),
    now: DateTime<Utc>,
) -> Result<(), FitError> {
    let named = parts.iter().map(|part| HarvestedPart { part: PartId(part.id.0), name: part.name.clone(), grams: part.grams });
    let deed = EventKind::HarvestClose { parts: named.collect(), carcass_grams };
    let tx = db.begin_write().await?;
    let done = act_in(&tx, by, id, Act::new(seen, deed), now).await?;
    if !done.now {
        return Ok(());
    }
    for part in parts {
        if component::Entity::find_by_id(part.id).one(&tx).await?.is_some() {
            return Err(FitError::NoPart);
        }
        harvest_in(&tx, done.machine.structure_id, by.viewer().id(), id, part, now).await?;
    }
    Ok(tx.commit().await?)
}

async fn harvest_in(
    tx: &impl ConnectionTrait,
    structure: StructureId,
    by: PersonId,
    from: EquipmentId,
    part: Harvested,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let made = Made::Component { kind: part.kind, origin: Origin::Harvested, harvested_from: Some(from) };
    let (model, serial) = (part.model, part.serial);
    let new = NewPart { id: Part::Component(part.id), machine: None, made, model, serial, note: String::new() };
    add_part_in(tx, structure, by, new, now).await
}
