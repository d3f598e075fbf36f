//! One letter a person for one deed on many things (`tickets.md` §10): each thing is done in its own transaction, which adds what
//! is told of it to the letter that waits. It leaves once all is done, or by itself when the program stopped in the middle: it
//! tells what was done until then.

use super::{Gathered, Letter, LetterState, Recipient, row};
use crate::domain::ids::{TicketBatchId, TicketId};
use crate::store::entities::letter;
use crate::store::{Db, DbErr};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Set};

/// How long what is told of one waits for the next: longer than the slowest deed on one.
const WAITS: TimeDelta = TimeDelta::minutes(2);

/// One deed on many, whose letters are gathered.
#[derive(Clone, Debug)]
pub struct Gathering {
    event: String,
    author: String,
    deed: Gathered,
}

/// How the events of gathered letters begin.
pub(in crate::store) const GATHERED: [&str; 2] = ["batch:", "undone:"];

impl Gathering {
    /// Of a deed on many tickets.
    pub(in crate::store) fn of(batch: TicketBatchId, author: &str, deed: Gathered) -> Self {
        Self { event: format!("{}{batch}", GATHERED[0]), author: author.to_owned(), deed }
    }

    /// Of the same deed taken back.
    pub(in crate::store) fn undoing(batch: TicketBatchId, author: &str, deed: Gathered) -> Self {
        Self { event: format!("{}{batch}", GATHERED[1]), author: author.to_owned(), deed }
    }

    /// The key of the letter, or of the one after it when that has left already.
    fn event(&self, part: usize) -> String {
        if part == 0 { self.event.clone() } else { format!("{}:{part}", self.event) }
    }

    /// What waits for somebody and this: one and the same ticket is told once.
    fn with(&self, before: Letter, letter: &Letter) -> Letter {
        let mut about = match before {
            Letter::Together { about, .. } => about,
            alone => vec![alone],
        };
        if about.iter().all(|known| ticket_of(known) != ticket_of(letter)) {
            about.push(letter.clone());
        }
        match <[Letter; 1]>::try_from(about) {
            Ok([alone]) => alone,
            Err(about) => Letter::Together { deed: self.deed, author: self.author.clone(), about, event: self.event.clone() },
        }
    }
}

fn ticket_of(letter: &Letter) -> Option<TicketId> {
    match letter {
        Letter::TicketCovered { ticket, .. }
        | Letter::TicketGiven { ticket, .. }
        | Letter::TicketAnswered { ticket, .. }
        | Letter::TicketSettled { ticket, .. }
        | Letter::TicketReopened { ticket, .. }
        | Letter::TicketOver { ticket, .. } => Some(*ticket),
        _ => None,
    }
}

/// Adds a letter to what somebody is told of a deed on many, in the transaction of what it announces. Alone it stays as it is.
pub(in crate::store) async fn gather_in(
    tx: &impl ConnectionTrait,
    to: &Recipient,
    (gathering, letter): (&Gathering, &Letter),
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    if to.email.is_nobodys() {
        return Ok(());
    }
    let mut part = 0;
    loop {
        let event = gathering.event(part);
        let this = letter::Entity::find().filter(letter::Column::Event.eq(&event));
        let Some(known) = this.filter(letter::Column::Recipient.eq(to.email.clone())).lock_exclusive().one(tx).await? else {
            let row = letter::ActiveModel { event: Set(event), send_after: Set(now + WAITS), ..row(to, letter, now)? };
            return letter::Entity::insert(row).exec_without_returning(tx).await.map(drop);
        };
        if known.state == LetterState::Waiting && known.tries == 0 {
            let before = serde_json::from_str(&known.body).map_err(|e| DbErr::Json(e.to_string()))?;
            let body = serde_json::to_string(&gathering.with(before, letter)).map_err(|e| DbErr::Json(e.to_string()))?;
            let change = letter::ActiveModel { body: Set(body), ..Default::default() };
            return letter::Entity::update_many().set(change).filter(letter::Column::Id.eq(known.id)).exec(tx).await.map(drop);
        }
        // It has left: the rest is told in another.
        part += 1;
    }
}

/// All is done: what was gathered leaves.
pub(in crate::store) async fn release(db: &Db, gathering: &Gathering, now: DateTime<Utc>) -> Result<(), DbErr> {
    let more = letter::Column::Event.starts_with(format!("{}:", gathering.event));
    let tx = db.begin_write().await?;
    letter::Entity::update_many()
        .set(letter::ActiveModel { send_after: Set(now), ..Default::default() })
        .filter(Condition::any().add(letter::Column::Event.eq(&gathering.event)).add(more))
        .filter(letter::Column::State.eq(LetterState::Waiting))
        .filter(letter::Column::Tries.eq(0))
        .exec(&tx)
        .await?;
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn over(n: u128) -> Letter {
        let ticket = TicketId(uuid::Uuid::from_u128(n));
        Letter::TicketOver { ticket, number: 1 }
    }

    #[test]
    fn one_letter_stays_as_it_is_and_a_ticket_is_told_once() {
        let gathering = Gathering::of(TicketBatchId(uuid::Uuid::nil()), "Samira", Gathered::Settled);
        assert_eq!(gathering.with(over(1), &over(1)), over(1));
        let two = gathering.with(over(1), &over(2));
        let Letter::Together { about, .. } = &two else { panic!("{two:?}") };
        assert_eq!(about, &[over(1), over(2)]);
        let Letter::Together { about, .. } = gathering.with(two.clone(), &over(2)) else { panic!("still several") };
        assert_eq!(about.len(), 2);
        assert_ne!(gathering.event(0), gathering.event(1), "what comes after the letter has left is another");
    }
}
