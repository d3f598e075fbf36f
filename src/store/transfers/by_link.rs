//! A receiver where nobody has an account: each letter brings a way in to the one transfer, by which it is signed for once.

use super::reads::{record_of, within};
use super::step::Step;
use super::steps::{Hand, Trace, step_in};
use super::{Reached, Record, TransferError, letters, log, to_of};
use crate::domain::chain::{Addressee, SignedAct, SigningWay, TransferDeed, TransferRefusal, TransferStep};
use crate::domain::ids::TransferId;
use crate::domain::people::{Email, Language};
use crate::store::access::{Scope, Signatory, TransferActor};
use crate::store::entities::{organisation, transfer, transfer_line, transfer_link};
use crate::store::outbox::{self, Letter};
use crate::store::secrets::Secret;
use crate::store::{Db, DbErr, chain};
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set,
};

/// How the receiver of a transfer is reached.
pub(super) async fn reached_in(db: &impl ConnectionTrait, row: &transfer::Model) -> Result<Reached, DbErr> {
    if !letters::people_in(db, to_of(row)).await?.is_empty() {
        return Ok(Reached::Accounts);
    }
    Ok(address_in(db, row).await?.map_or(Reached::Nowhere, Reached::Link))
}

async fn address_in(db: &impl ConnectionTrait, row: &transfer::Model) -> Result<Option<Email>, DbErr> {
    if row.to_kind == Addressee::Structure {
        return Ok(None);
    }
    Ok(organisation::Entity::find_by_id(row.to_id).one(db).await?.and_then(|organisation| organisation.email))
}

/// What a letter of this deed lets its reader sign.
const fn signs(deed: TransferDeed) -> Option<SignedAct> {
    match deed {
        TransferDeed::Proposed => Some(SignedAct::Acceptance),
        TransferDeed::Dispatched => Some(SignedAct::Reception),
        _ => None,
    }
}

/// Tells the organisation what happened, when it has an address: what both sides are told, with a link.
pub(super) async fn write_in(
    tx: &DatabaseTransaction,
    row: &transfer::Model,
    told: &Letter,
    deed: TransferDeed,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let Some(email) = address_in(tx, row).await? else { return Ok(()) };
    let Letter::TransferTold { transfer, number, from, to, count, words, .. } = told.clone() else { return Ok(()) };
    let secret = Secret::random();
    let link = transfer_link::Model {
        token_hash: secret.hash(),
        transfer_id: row.id,
        act: signs(deed),
        email: email.clone(),
        sent_at: now,
        spent_at: None,
    };
    transfer_link::Entity::insert(link.into_active_model()).exec_without_returning(tx).await?;
    let token = secret.as_str().to_owned();
    let letter = Letter::TransferToSign { transfer, number, deed, from, to, count, words, token };
    // An organisation has no language of its own: it is one of here.
    outbox::write_in(tx, &outbox::to(&email, Language::French), &letter, now).await
}

/// A letter that was sent a moment ago is on its way.
const ON_ITS_WAY: TimeDelta = TimeDelta::minutes(1);

/// Sends the link once more, where the organisation is written to now; no earlier one opens from then on. Pressed twice, one letter
/// leaves.
///
/// # Errors
/// Nothing waits for the receiver's name, or nobody can be written to.
pub async fn send_again(db: &Db, by: &TransferActor, id: TransferId, now: DateTime<Utc>) -> Result<(), TransferError> {
    let at = now.trunc_subsecs(6);
    let tx = db.begin_write().await?;
    let reached = Scope::from(by.viewer()).transfers().filter(transfer::Column::Id.eq(id));
    let row = reached.lock_exclusive().one(&tx).await?.ok_or(TransferError::NotFound)?;
    if !by.proposes() && !by.dispatches() {
        return Err(TransferError::NotFound);
    }
    let deed = match row.step {
        TransferStep::Proposed => TransferDeed::Proposed,
        TransferStep::Dispatched => TransferDeed::Dispatched,
        step => return Err(TransferRefusal::Step(step).into()),
    };
    if !matches!(reached_in(&tx, &row).await?, Reached::Link(_)) {
        return Err(TransferError::NoAddressee);
    }
    let of_it = || transfer_link::Entity::find().filter(transfer_link::Column::TransferId.eq(id));
    let last = of_it().order_by_desc(transfer_link::Column::SentAt).one(&tx).await?;
    if last.is_some_and(|last| last.act == signs(deed) && last.sent_at > at - ON_ITS_WAY) {
        return Ok(());
    }
    transfer_link::Entity::delete_many().filter(transfer_link::Column::TransferId.eq(id)).exec(&tx).await?;
    let lines = transfer_line::Entity::find().filter(transfer_line::Column::TransferId.eq(id)).all(&tx).await?;
    let told = letters::letter_in(&tx, &row, &lines, deed).await?;
    write_in(&tx, &row, &told, deed, at).await?;
    Ok(tx.commit().await?)
}

/// The transfer of a link.
pub async fn read(db: &Db, by: &Signatory, now: DateTime<Utc>) -> Result<Option<Record>, DbErr> {
    let Some(row) = within(db, by, by.transfer()).await? else { return Ok(None) };
    record_of(db, row, now).await.map(Some)
}

/// Takes a step of the receiver by a link: once, over what its form saw. The same again by the same link is done already.
///
/// # Errors
/// The link was for another step, or has signed; what [`take`](super::take) says besides. Nothing is written then.
pub async fn sign(db: &Db, by: &Signatory, seen: i64, step: Step, now: DateTime<Utc>) -> Result<(), TransferError> {
    let at = now.trunc_subsecs(6);
    let tx = db.begin_write().await?;
    let row = Scope::from(by).transfers().lock_exclusive().one(&tx).await?.ok_or(TransferError::NotFound)?;
    let hash = by.link().hash();
    // Whoever sends the link anew meanwhile has taken this one away.
    let link = transfer_link::Entity::find_by_id(&hash).one(&tx).await?.ok_or(TransferError::NotFound)?;
    let author = chain::link_ref(&hash);
    if row.version != seen {
        let last = log::last_by_in(&tx, &row, &author).await?;
        return if last.is_some_and(|last| step.is_told_by(&last)) { Ok(()) } else { Err(TransferError::Overtaken(row.step)) };
    }
    let act = match &step {
        Step::Accept { signing: Some(_), .. } | Step::Decline { .. } => SignedAct::Acceptance,
        Step::Acknowledge { .. } | Step::Receive { .. } => SignedAct::Reception,
        _ => return Err(TransferError::NotFound),
    };
    if link.act != Some(act) || link.spent_at.is_some() {
        return Err(TransferRefusal::Step(row.step).into());
    }
    if !matches!(step, Step::Acknowledge { .. }) {
        let spent = transfer_link::ActiveModel { spent_at: Set(Some(at)), ..Default::default() };
        transfer_link::Entity::update_many().set(spent).filter(transfer_link::Column::TokenHash.eq(&hash)).exec(&tx).await?;
    }
    let trace = Trace { address: link.email.to_string(), ..Trace::default() };
    let hand = Hand { author, person: None, roles: vec![by.receiver()], way: SigningWay::Link, trace, at };
    step_in(&tx, row, step, &hand, true).await?;
    Ok(tx.commit().await?)
}
