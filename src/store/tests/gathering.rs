//! Letters of one deed on many: what a program that was killed in the middle had gathered leaves all the same.

use super::{now, two_instances};
use crate::domain::ids::{TicketBatchId, TicketId};
use crate::domain::people::Language;
use crate::store::outbox::{self, Gathered, Gathering, Letter, claim, delivered, gather_in};
use crate::store::{Db, entities::letter};
use chrono::TimeDelta;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

/// What one more request of the deed tells, in the transaction of its own.
async fn tell(db: &Db, gathering: &Gathering, number: i64) {
    let email = "awa@cabas.example".parse().expect("an address");
    let ticket = TicketId(Uuid::from_u128(u128::from(number.unsigned_abs())));
    let tx = db.begin_write().await.expect("a transaction");
    let letter = Letter::TicketOver { ticket, number };
    gather_in(&tx, &outbox::to(&email, Language::French), (gathering, &letter), now()).await.expect("gathered");
    tx.commit().await.expect("told");
}

#[rocket::async_test]
async fn what_a_killed_program_had_gathered_leaves_after_two_minutes() {
    let (_database, killed, other) = two_instances().await;
    while let Some(known) = claim(&other, now()).await.expect("a read") {
        delivered(&other, &known, false, now()).await.expect("sent");
    }
    let gathering = Gathering::of(TicketBatchId(Uuid::from_u128(1)), "Samira", Gathered::Settled);
    tell(&killed, &gathering, 1).await;
    tell(&killed, &gathering, 2).await;
    // It never comes to the third, nor to letting the letter go.
    killed.close().await.expect("killed");
    let almost = now() + TimeDelta::seconds(119);
    assert!(claim(&other, almost).await.expect("a read").is_none(), "it may still go on");
    let waiting = letter::Entity::find().filter(letter::Column::Event.starts_with("batch:")).count(&other.read).await;
    assert_eq!(waiting.expect("a count"), 1, "one letter a person");
    let then = now() + TimeDelta::minutes(2);
    let left = claim(&other, then).await.expect("a read").expect("it leaves by itself");
    let Letter::Together { about, .. } = &left.letter else { panic!("{:?}", left.letter) };
    assert_eq!(about.len(), 2, "with what was done until then");
    delivered(&other, &left, false, then).await.expect("sent");
    assert!(claim(&other, then).await.expect("a read").is_none(), "once");
    // Should it go on after all, what follows is told in another.
    tell(&other, &gathering, 3).await;
    let rest = claim(&other, now() + TimeDelta::minutes(5)).await.expect("a read").expect("another letter");
    assert!(matches!(rest.letter, Letter::TicketOver { number: 3, .. }), "{:?}", rest.letter);
}
