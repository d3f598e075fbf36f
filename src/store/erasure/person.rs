//! What goes at once: who somebody is, all that lets them in, what was theirs alone.

use super::{ErasureError, Marks, hindrances_in, was_technician_in};
use crate::domain::chain::SigningWay;
use crate::domain::ids::{LetterId, PersonId};
use crate::domain::people::Email;
use crate::domain::time::Month;
use crate::store::entities::{
    access_token, calendar_feed, draft_file, equipment, erasure, guest, letter, machine_import, membership, person, saved_view,
    session, sign_in, ticket_presence, transfer_signature,
};
use crate::store::journal::{self, Line, LineKind};
use crate::store::outbox::LetterState;
use crate::store::{Db, DbErr, board, chain, group, organisations};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set};
use uuid::Uuid;

/// Takes a person away, and writes down that their words follow. Done already is done already.
pub(super) async fn go_in(
    db: &Db,
    of: PersonId,
    by: PersonId,
    marks: Marks<'_>,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), ErasureError> {
    let tx = db.begin_write().await?;
    // Whoever appends to the journal, numbers a request or asks the same meanwhile waits here.
    group::pool_moved_in(&tx).await?;
    if erasure::Entity::find_by_id(of).one(&tx).await?.is_some() {
        return Ok(());
    }
    let known = person::Entity::find_by_id(of).lock_exclusive().one(&tx).await?.ok_or(ErasureError::NotFound)?;
    // A guest is known by their request alone, and goes with its words.
    if guest::Entity::find_by_id(of).one(&tx).await?.is_some() {
        return Err(ErasureError::NotFound);
    }
    if !hindrances_in(&tx, of, today).await?.is_empty() {
        return Err(ErasureError::Hindered);
    }
    board::end_in(&tx, of, by, today, now).await?;
    leave_in(&tx, of, now).await?;
    forget_in(&tx, &known).await?;
    // The document that they signed names nobody; the name beside it does. At the door and on paper it is that of who received.
    transfer_signature::Entity::update_many()
        .set(transfer_signature::ActiveModel { name: Set(marks.name.to_owned()), ..Default::default() })
        .filter(transfer_signature::Column::PersonId.eq(of))
        .filter(transfer_signature::Column::Way.eq(SigningWay::Account))
        .exec(&tx)
        .await?;
    let gone = person::ActiveModel {
        name: Set(marks.name.to_owned()),
        email: Set(Email::of_nobody(of)),
        phone: Set(String::new()),
        password_hash: Set(None),
        hours_letters: Set(false),
        keys: Set(false),
        ..Default::default()
    };
    person::Entity::update_many().set(gone).filter(person::Column::Id.eq(of)).exec(&tx).await?;
    let row = erasure::Model {
        person_id: of,
        asked_by: by,
        asked_at: now,
        name_mark: marks.name.to_owned(),
        words_mark: marks.words.to_owned(),
        keeps_answers: was_technician_in(&tx, of).await?,
        language: known.language,
        name: Some(known.name),
        email: Some(known.email),
        after_number: 0,
        after_letter: LetterId(Uuid::nil()),
        done_at: None,
    };
    erasure::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    let line = Line::decision(LineKind::PersonErased, Month::of(today), by, format!("person:{of}"));
    journal::append_in(&tx, vec![line], now).await?;
    Ok(tx.commit().await?)
}

/// They are at home nowhere any more, and no machine is theirs.
async fn leave_in(tx: &impl ConnectionTrait, of: PersonId, now: DateTime<Utc>) -> Result<(), DbErr> {
    membership::Entity::update_many()
        .set(membership::ActiveModel { ended_at: Set(Some(now)), ..Default::default() })
        .filter(membership::Column::PersonId.eq(of))
        .filter(membership::Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    organisations::end_all_in(tx, of, now).await?;
    equipment::Entity::update_many()
        .set(equipment::ActiveModel { user_id: Set(None), ..Default::default() })
        .filter(equipment::Column::UserId.eq(of))
        .exec(tx)
        .await
        .map(drop)
}

/// Rows that were theirs alone: none of them proves anything to anybody else.
async fn forget_in(tx: &impl ConnectionTrait, known: &person::Model) -> Result<(), DbErr> {
    let of = known.id;
    session::Entity::delete_many().filter(session::Column::PersonId.eq(of)).exec(tx).await?;
    sign_in::Entity::delete_many().filter(sign_in::Column::PersonId.eq(of)).exec(tx).await?;
    access_token::Entity::delete_many().filter(access_token::Column::PersonId.eq(of)).exec(tx).await?;
    calendar_feed::Entity::delete_many().filter(calendar_feed::Column::PersonId.eq(of)).exec(tx).await?;
    saved_view::Entity::delete_many().filter(saved_view::Column::OwnerId.eq(of)).exec(tx).await?;
    draft_file::Entity::delete_many().filter(draft_file::Column::PersonId.eq(of)).exec(tx).await?;
    machine_import::Entity::delete_many().filter(machine_import::Column::PersonId.eq(of)).exec(tx).await?;
    ticket_presence::Entity::delete_many().filter(ticket_presence::Column::PersonId.eq(of)).exec(tx).await?;
    // What they did with machines stays in the log; nothing says any more that it was they.
    chain::forget_in(tx, of).await?;
    letter::Entity::delete_many()
        .filter(letter::Column::State.eq(LetterState::Waiting))
        .filter(letter::Column::Recipient.eq(known.email.clone()))
        .exec(tx)
        .await
        .map(drop)
}
