//! A transfer goes one step further: one transaction with its own sealed events, those of every machine on it, the name under the
//! document, and the letters to both sides. A form carries the version that it saw.

use super::draft::proposing;
use super::log::{Writer, last_by_in, project_in, seal_in, transfer_of};
use super::machines::{act_in, held_in};
use super::step::Step;
use super::{Manifest, Signing, TransferError, letters, next_life, to_of};
use crate::domain::chain::{
    ActorRef, EventKind, Item, Line, LineOutcome, LineSent, Proposal, Role, SignedAct, SigningWay, Stage, Transfer, TransferDeed,
    TransferEvent, TransferRefusal, TransferStep,
};
use crate::domain::ids::{EquipmentId, OrgId, PersonId, TransferId, TransferSignatureId};
use crate::store::access::{Scope, TransferActor};
use crate::store::chain::Evidence;
use crate::store::entities::{group_settings, transfer, transfer_line, transfer_paper, transfer_signature};
use crate::store::tickets::NewFile;
use crate::store::{Db, DbErr, carbon, chain};
use chrono::{DateTime, SubsecRound, Utc};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set};

/// Who takes a step, as whom, the nearest role first.
#[derive(Clone, Debug)]
pub(in crate::store) struct Hand {
    pub author: ActorRef,
    /// None: the program.
    pub person: Option<PersonId>,
    pub roles: Vec<(Role, OrgId)>,
    pub way: SigningWay,
    pub trace: Trace,
    pub at: DateTime<Utc>,
}

/// What a signature keeps besides, by the way in which it was made.
#[derive(Clone, Debug, Default)]
pub(in crate::store) struct Trace {
    /// Where a link was sent.
    pub address: String,
    /// A paper, scanned.
    pub scan: Option<Evidence>,
    /// Who put the paper in.
    pub entered_by: Option<PersonId>,
}

impl Hand {
    /// The program, when time has passed.
    pub(super) fn system(at: DateTime<Utc>) -> Self {
        let roles = vec![(Role::System, crate::store::access::GROUP)];
        Self { author: chain::system(), person: None, roles, way: SigningWay::Account, trace: Trace::default(), at }
    }
}

/// Takes a step over what a form saw, once: the same again by the same person is done already.
///
/// # Errors
/// What blocks, on which machine, or what happened meanwhile; nothing is written then.
pub async fn take(
    db: &Db,
    by: &TransferActor,
    id: TransferId,
    seen: i64,
    step: Step,
    now: DateTime<Utc>,
) -> Result<(), TransferError> {
    let at = now.trunc_subsecs(6);
    let tx = db.begin_write().await?;
    let reached = Scope::from(by.viewer()).transfers().filter(transfer::Column::Id.eq(id));
    // Whoever takes a step of the same transfer meanwhile waits here, on PostgreSQL.
    let row = reached.lock_exclusive().one(&tx).await?.ok_or(TransferError::NotFound)?;
    let (roles, way) = if step.is_receivers() { by.receiving() } else { (by.sending().to_vec(), SigningWay::Account) };
    if roles.is_empty() || (way == SigningWay::Door && !step.is_for_the_door()) {
        return Err(TransferError::NotFound);
    }
    let author = chain::actor_ref_in(&tx, by.viewer().id()).await?;
    if row.version != seen {
        let last = last_by_in(&tx, &row, &author).await?;
        return if last.is_some_and(|last| step.is_told_by(&last)) { Ok(()) } else { Err(TransferError::Overtaken(row.step)) };
    }
    let hand = Hand { author, person: Some(by.viewer().id()), roles, way, trace: Trace::default(), at };
    step_in(&tx, row, step, &hand, true).await?;
    Ok(tx.commit().await?)
}

/// A step on a row that is held; letters leave when `tells`.
pub(in crate::store) async fn step_in(
    tx: &DatabaseTransaction,
    row: transfer::Model,
    step: Step,
    hand: &Hand,
    tells: bool,
) -> Result<(), TransferError> {
    let lines = transfer_line::Entity::find()
        .filter(transfer_line::Column::TransferId.eq(row.id))
        .order_by_asc(transfer_line::Column::EquipmentId)
        .all(tx)
        .await?;
    let transfer = transfer_of(&row, &lines);
    let told = step.told().filter(|_| tells && (row.seq > 0 || matches!(step, Step::Propose { .. })));
    let mut going = Going { tx, row, lines, transfer, hand };
    going.go(step).await?;
    going.end(told).await
}

/// Whether a machine is still part of the transfer: one that had to be tested again meanwhile is not.
fn on_it(transfer: TransferId, item: &Item) -> bool {
    item.transit.as_ref().is_some_and(|transit| transit.transfer == transfer)
}

/// A transfer on its way through a step.
struct Going<'t> {
    tx: &'t DatabaseTransaction,
    row: transfer::Model,
    lines: Vec<transfer_line::Model>,
    transfer: Transfer,
    hand: &'t Hand,
}

impl Going<'_> {
    async fn go(&mut self, step: Step) -> Result<(), TransferError> {
        let (id, to, intent) = (self.row.id, to_of(&self.row), self.row.intent);
        match step {
            Step::Propose { year } => {
                self.number(year).await?;
                self.seal(self.proposal()).await?;
                self.each(|_, item| Some(proposing(id, to, intent, item.stage))).await
            }
            Step::Accept { wipe_mandate, signing } => {
                self.is_at(TransferStep::Proposed)?;
                self.row.wipe_mandate = wipe_mandate;
                let document = match signing {
                    Some(signing) => Some(self.sign(SignedAct::Acceptance, signing).await?),
                    None => None,
                };
                self.seal(TransferEvent::TransferAccepted { wipe_mandate, document }).await?;
                self.each(|_, _| Some(EventKind::Accept { transfer: id, wipe_mandate })).await
            }
            Step::Decline { reason } => {
                self.row.reason.clone_from(&reason);
                self.seal(TransferEvent::TransferDeclined { reason: reason.clone() }).await?;
                self.each(|_, item| on_it(id, item).then(|| EventKind::Decline { reason: reason.clone() })).await
            }
            Step::Cancel { reason } => {
                self.row.reason.clone_from(&reason);
                // Nobody knew of a draft: nothing is sealed.
                if self.row.seq == 0 {
                    return Ok(self.transfer.cancel(self.row.from_id, self.hand.at)?);
                }
                self.seal(TransferEvent::TransferCancelled { reason: reason.clone() }).await?;
                self.each(|_, item| on_it(id, item).then(|| EventKind::Withdraw { reason: reason.clone() })).await
            }
            Step::Expire => {
                self.seal(TransferEvent::TransferExpired {}).await?;
                self.each(|_, item| on_it(id, item).then(|| EventKind::Withdraw { reason: "expired".to_owned() })).await
            }
            Step::Dispatch { manifest, signing } => self.dispatch(manifest, signing).await,
            Step::Acknowledge { machine, outcome, reason, photo } => self.acknowledge(machine, outcome, reason, photo).await,
            Step::Receive { rest, signing } => self.receive(rest, signing).await,
            Step::Close => self.close().await,
        }
    }

    /// The next number of the year.
    async fn number(&mut self, year: i64) -> Result<(), TransferError> {
        // Whoever numbers another meanwhile waits here, on PostgreSQL.
        group_settings::Entity::find().lock_exclusive().one(self.tx).await?;
        let last = transfer::Entity::find()
            .filter(transfer::Column::Year.eq(year))
            .order_by_desc(transfer::Column::Number)
            .one(self.tx)
            .await?;
        let number = last.and_then(|last| last.number).unwrap_or(0) + 1;
        (self.row.year, self.row.number) = (Some(year), Some(number));
        Ok(())
    }

    fn proposal(&self) -> TransferEvent {
        TransferEvent::TransferProposed(Proposal {
            year: self.row.year.unwrap_or(0),
            number: self.row.number.unwrap_or(0),
            from: self.row.from_id,
            to: self.row.to_id,
            kind: self.row.to_kind,
            intent: self.row.intent,
            lines: self.lines.iter().map(|line| LineSent { machine: line.equipment_id, grams: line.grams }).collect(),
        })
    }

    async fn dispatch(&mut self, manifest: Manifest, signing: Signing) -> Result<(), TransferError> {
        self.is_at(TransferStep::Accepted)?;
        let document = self.sign(SignedAct::Dispatch, signing).await?;
        let Manifest { carrier, boxes: count, grams, seals } = manifest;
        self.row.carrier.clone_from(&carrier);
        self.row.seals.clone_from(&seals);
        (self.row.boxes, self.row.grams) = (count, grams);
        let event = TransferEvent::TransferDispatched { carrier: carrier.clone(), count, grams, seals: seals.clone(), document };
        self.seal(event).await?;
        let (id, guarantee_until) = (self.row.id, self.row.guarantee_until);
        self.each(|_, item| {
            let (carrier, seals) = (carrier.clone(), seals.clone());
            Some(match item.stage {
                Some(Stage::Received | Stage::Triaged) => EventKind::Return { transfer: id, carrier },
                _ => EventKind::Dispatch { transfer: id, carrier, count, grams, seals, guarantee_until },
            })
        })
        .await
    }

    async fn acknowledge(
        &mut self,
        machine: EquipmentId,
        outcome: LineOutcome,
        reason: String,
        photo: Option<NewFile>,
    ) -> Result<(), TransferError> {
        let photo = match photo {
            Some(photo) => Some(photo.store_in(self.tx).await?),
            None => None,
        };
        self.seal(TransferEvent::LineAcknowledged { machine, outcome, reason: reason.clone(), photo: photo.clone() }).await?;
        let change = transfer_line::ActiveModel {
            outcome: Set(Some(outcome)),
            reason: Set(reason),
            photo: Set(photo),
            ..Default::default()
        };
        transfer_line::Entity::update_many()
            .set(change)
            .filter(transfer_line::Column::TransferId.eq(self.row.id))
            .filter(transfer_line::Column::EquipmentId.eq(machine))
            .exec(self.tx)
            .await?;
        Ok(())
    }

    async fn receive(&mut self, rest: bool, signing: Signing) -> Result<(), TransferError> {
        self.is_at(TransferStep::Dispatched)?;
        let open: Vec<EquipmentId> =
            self.lines.iter().filter(|line| line.outcome.is_none() && !line.extra).map(|line| line.equipment_id).collect();
        if rest {
            for machine in open {
                self.acknowledge(machine, LineOutcome::Received, String::new(), None).await?;
            }
        }
        let document = self.sign(SignedAct::Reception, signing).await?;
        self.seal(TransferEvent::TransferReceived { document: document.clone() }).await?;
        let id = self.row.id;
        let lines = self.transfer.lines.clone();
        let photos: Vec<(EquipmentId, Option<String>)> =
            self.lines.iter().map(|line| (line.equipment_id, line.photo.clone())).collect();
        self.each(|machine, _| {
            let line = lines.get(&machine)?;
            let photo = photos.iter().find(|(id, _)| *id == machine).and_then(|(_, photo)| photo.clone());
            let outcome = line.outcome?;
            Some(EventKind::Receive { transfer: id, outcome, reason: line.reason.clone(), photo })
        })
        .await?;
        let arrived = |line: &Line| matches!(line.outcome, Some(LineOutcome::Received | LineOutcome::Damaged));
        let machines: Vec<EquipmentId> = lines.iter().filter(|(_, line)| arrived(line)).map(|(id, _)| *id).collect();
        next_life::begin_in(self.tx, &self.row, machines.iter().copied(), &document, self.hand).await?;
        if next_life::hands_over(&self.row) {
            carbon::estimate_in(self.tx, machines, self.hand.at).await?;
        }
        Ok(())
    }

    /// What did not arrive goes back to where it was before it was offered.
    async fn close(&mut self) -> Result<(), TransferError> {
        self.seal(TransferEvent::TransferClosed {}).await?;
        let lines = self.transfer.lines.clone();
        self.each(|machine, item| {
            let line = lines.get(&machine)?;
            let stayed = matches!(line.outcome, Some(LineOutcome::Missing | LineOutcome::Refused));
            let offered = item.stage == Some(Stage::Offered) && item.transit.is_none();
            (stayed && offered).then(|| EventKind::Withdraw { reason: line.reason.clone() })
        })
        .await
    }

    /// Nobody signs at another step: a document has one name a side.
    fn is_at(&self, step: TransferStep) -> Result<(), TransferError> {
        if self.transfer.step == step { Ok(()) } else { Err(TransferRefusal::Step(self.transfer.step).into()) }
    }

    /// Writes the name under the document that was seen; the document's SHA-256.
    async fn sign(&mut self, act: SignedAct, signing: Signing) -> Result<String, TransferError> {
        let (org_id, kind) = if act == SignedAct::Dispatch { super::from_of(&self.row) } else { to_of(&self.row) };
        let organisation = super::reads::party_in(self.tx, org_id, kind).await?.name;
        let document = signing.document.store_in(self.tx).await?;
        let row = transfer_signature::Model {
            id: TransferSignatureId::new(self.hand.at),
            transfer_id: self.row.id,
            act,
            org_id,
            way: self.hand.way,
            name: signing.name,
            capacity: signing.capacity,
            organisation,
            signed_at: self.hand.at,
            document: document.clone(),
            person_id: self.hand.person,
            address: self.hand.trace.address.clone(),
            scan: self.hand.trace.scan.as_ref().map(|scan| scan.sha256.clone()),
            entered_by: self.hand.trace.entered_by,
        };
        transfer_signature::Entity::insert(row.into_active_model()).exec_without_returning(self.tx).await?;
        Ok(document)
    }

    /// Takes an event in by the rules, and seals it.
    async fn seal(&mut self, event: TransferEvent) -> Result<(), TransferError> {
        let Some((role, org)) = self.hand.roles.first().copied() else { return Err(TransferError::NotFound) };
        // The technician and the coordinator act for the sender.
        let side = if matches!(role, Role::Technician | Role::Coordinator) { self.row.from_id } else { org };
        match &event {
            TransferEvent::TransferProposed(_) => self.transfer.propose(side, self.hand.at)?,
            event => self.transfer.take(event, side, self.hand.at)?,
        }
        let evidence = self.hand.trace.scan.iter().cloned().collect();
        let writer = Writer { author: self.hand.author.clone(), role, org, at: self.hand.at, evidence };
        Ok(seal_in(self.tx, &mut self.row, &event, &writer).await?)
    }

    /// What the step does with each machine on the list.
    async fn each(&self, deed: impl Fn(EquipmentId, &Item) -> Option<EventKind> + Sync) -> Result<(), TransferError> {
        let on_list = self.lines.iter().filter(|line| !line.extra).map(|line| line.equipment_id);
        for machine in held_in(self.tx, on_list).await? {
            act_in(self.tx, &machine, self.hand, &deed).await?;
        }
        Ok(())
    }

    /// Writes what the step came to, and tells both sides.
    async fn end(mut self, told: Option<TransferDeed>) -> Result<(), TransferError> {
        if self.row.step != self.transfer.step {
            // A paper that still waits was for the step before.
            transfer_paper::Entity::delete_many().filter(transfer_paper::Column::TransferId.eq(self.row.id)).exec(self.tx).await?;
        }
        (self.row.step, self.row.since) = (self.transfer.step, self.transfer.since);
        if let Some(deed) = told {
            letters::tell_in(self.tx, &self.row, &self.lines, deed, self.hand).await?;
        }
        Ok(project_in(self.tx, self.row).await?)
    }
}

/// A transfer of the named world takes a step at a time of its own; nobody is told.
pub(in crate::store) async fn tell_in(
    tx: &DatabaseTransaction,
    id: TransferId,
    (person, role, org): (PersonId, Role, OrgId),
    step: Step,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = transfer::Entity::find_by_id(id).one(tx).await?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound(format!("transfer {id}")))?;
    let author = chain::actor_ref_in(tx, person).await?;
    let (roles, at) = (vec![(role, org)], at.trunc_subsecs(6));
    let hand = Hand { author, person: Some(person), roles, way: SigningWay::Account, trace: Trace::default(), at };
    let word = step.word();
    step_in(tx, row, step, &hand, false).await.map_err(|error| DbErr::Custom(format!("{word}: {error}")))
}
