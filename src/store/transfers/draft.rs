//! A batch is put together: to whom, why, which machines. It is a draft until it is proposed, and nobody else knows of it.

use super::TransferError;
use crate::domain::chain::{Addressee, By, EventKind, Intent, Role, Stage, TransferStep};
use crate::domain::ids::{EquipmentId, OrgId, PersonId, TransferId};
use crate::domain::organisations::OrganisationKind;
use crate::store::access::SenderOf;
use crate::store::entities::{equipment, equipment_state, organisation, transfer, transfer_line};
use crate::store::workshops::{Handed, handed_in};
use crate::store::{Db, DbErr, chain};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Condition, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, SqlErr};
use std::collections::BTreeSet;

/// Somebody to whom machines may be handed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressed {
    pub id: OrgId,
    pub name: String,
    pub kind: OrganisationKind,
}

/// A batch that is about to be.
#[derive(Clone, Debug)]
pub struct NewTransfer {
    /// Made with the form.
    pub id: TransferId,
    pub to: OrgId,
    pub intent: Intent,
    pub machines: Vec<EquipmentId>,
}

/// To whom a structure may hand machines, by name: workshops, whose people answer here, and recyclers, who sign at the door.
pub async fn addressees(db: &Db, _by: &SenderOf) -> Result<Vec<Addressed>, DbErr> {
    let rows = organisation::Entity::find()
        .filter(organisation::Column::Kind.is_in([OrganisationKind::Workshop, OrganisationKind::Recycler]))
        .filter(organisation::Column::ArchivedAt.is_null())
        .order_by_asc(organisation::Column::Name)
        .all(&db.read)
        .await?;
    Ok(rows.into_iter().map(|row| Addressed { id: row.id, name: row.name, kind: row.kind }).collect())
}

/// The machines of the structure that may be put on a list now, with what the structure calls them, and why they would go.
pub async fn candidates(db: &Db, by: &SenderOf, now: DateTime<Utc>) -> Result<Vec<(Handed, String, bool)>, DbErr> {
    // One that is in use and has no log goes nowhere: its state is not asked for.
    let logged = Query::select().column(equipment_state::Column::EquipmentId).from(equipment_state::Entity).to_owned();
    let moves = Condition::any().add(equipment::Column::RetiredAt.is_not_null()).add(equipment::Column::Id.in_subquery(logged));
    let rows = equipment::Entity::find()
        .filter(equipment::Column::StructureId.eq(by.structure()))
        .filter(equipment::Column::MemoryOf.is_null())
        .filter(moves)
        .order_by_asc(equipment::Column::Name)
        .order_by_asc(equipment::Column::Id)
        .all(&db.read)
        .await?;
    let names: Vec<String> = rows.iter().map(|row| row.name.clone()).collect();
    let all = handed_in(&db.read, rows).await?.into_iter().zip(names);
    let candidate = |(machine, name): (Handed, String)| {
        let goes = may_go(&machine, by, Intent::Donation, now);
        let lent = may_go(&machine, by, Intent::Repair, now);
        (goes || lent).then_some((machine, name, lent))
    };
    Ok(all.filter_map(candidate).collect())
}

/// Whether a machine of the structure may be proposed to somebody else, for such a reason.
fn may_go(machine: &Handed, by: &SenderOf, intent: Intent, at: DateTime<Utc>) -> bool {
    let by = By { role: Role::Referent, author: chain::nobody(), performed_by: None, org: by.structure().into(), at };
    let deed =
        proposing(TransferId(uuid::Uuid::nil()), (OrgId(uuid::Uuid::nil()), Addressee::Workshop), intent, machine.state.item.stage);
    machine.state.item.may(&deed, &by).is_ok()
}

/// How a machine is proposed: out of use it is offered; lent, given back or kept for somebody it stays where it is in its life.
pub(super) fn proposing(
    transfer: TransferId,
    (addressee, kind): (OrgId, Addressee),
    intent: Intent,
    stage: Option<Stage>,
) -> EventKind {
    match (intent, stage) {
        (Intent::Repair | Intent::Return, _) | (_, Some(Stage::Reserved)) => {
            EventKind::Propose { transfer, addressee, kind, intent }
        }
        _ => EventKind::Offer { transfer, addressee, kind, intent },
    }
}

/// Puts a batch together. Sent twice, it is one.
pub async fn add(db: &Db, by: &SenderOf, new: NewTransfer, now: DateTime<Utc>) -> Result<(), TransferError> {
    let to = addressees(db, by).await?.into_iter().find(|to| to.id == new.to).ok_or(TransferError::NoAddressee)?;
    if (to.kind == OrganisationKind::Recycler) != (new.intent == Intent::Disposal) {
        return Err(TransferError::NotForThat);
    }
    let chosen: BTreeSet<EquipmentId> = new.machines.iter().copied().collect();
    let lent = new.intent == Intent::Repair;
    let may_go = candidates(db, by, now).await?;
    let may_go = |id: &EquipmentId| may_go.iter().any(|(machine, _, for_repair)| machine.id == *id && *for_repair == lent);
    let known = transfer::Entity::find_by_id(new.id).one(&db.read).await?;
    let is_known = known.is_some_and(|row| (row.from_id, row.to_id, row.intent) == (by.structure().into(), new.to, new.intent));
    if !is_known && (chosen.is_empty() || !chosen.iter().all(may_go) || new.intent == Intent::Return) {
        return Err(TransferError::NotThese);
    }
    let tx = db.begin_write().await?;
    let from = (by.structure().into(), Addressee::Structure);
    let parties = (from, (to.id, to.kind.into()));
    match create_in(&tx, new.id, parties, (new.intent, None), chosen, (by.viewer().id(), now)).await {
        Ok(()) => Ok(tx.commit().await?),
        Err(refused) if matches!(refused.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            tx.rollback().await?;
            let known = transfer::Entity::find_by_id(new.id).one(&db.read).await?;
            let same = known.is_some_and(|row| (row.from_id, row.to_id, row.intent) == (from.0, new.to, new.intent));
            if same { Ok(()) } else { Err(TransferError::KeyTaken) }
        }
        Err(fault) => Err(fault.into()),
    }
}

pub(in crate::store) async fn create_in(
    tx: &impl ConnectionTrait,
    id: TransferId,
    (from, to): ((OrgId, Addressee), (OrgId, Addressee)),
    (intent, guarantee_until): (Intent, Option<NaiveDate>),
    machines: BTreeSet<EquipmentId>,
    (created_by, now): (PersonId, DateTime<Utc>),
) -> Result<(), DbErr> {
    let row = transfer::Model {
        id,
        year: None,
        number: None,
        from_id: from.0,
        from_kind: from.1,
        to_id: to.0,
        to_kind: to.1,
        intent,
        step: TransferStep::Draft,
        since: now,
        wipe_mandate: false,
        carrier: String::new(),
        boxes: 0,
        grams: 0,
        seals: String::new(),
        reason: String::new(),
        version: 1,
        seq: 0,
        hash: String::new(),
        guarantee_until,
        created_by,
        created_at: now,
    };
    transfer::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    let line = |equipment_id: EquipmentId| {
        let row = transfer_line::Model {
            transfer_id: id,
            equipment_id,
            grams: 0,
            outcome: None,
            reason: String::new(),
            photo: None,
            extra: false,
        };
        row.into_active_model()
    };
    transfer_line::Entity::insert_many(machines.into_iter().map(line)).exec_without_returning(tx).await.map(drop)
}
