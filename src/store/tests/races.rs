//! Many at once, on two instances: nothing is lost, nothing happens twice.

use super::{now, samira, two_instances, viewer};
use crate::domain::ids::{EntryId, LetterId, StructureId, TicketId};
use crate::domain::interventions::Kind;
use crate::domain::tickets::{Impact, Urgency};
use crate::domain::time::{Minutes, Month};
use crate::store::access::MemberOf;
use crate::store::entities::{intervention, month_use, ticket};
use crate::store::fixtures::named;
use crate::store::interventions::{LogError, Work, log};
use crate::store::tickets::{NewTicket, submit, submit_by_program};
use crate::store::{Db, outbox};
use chrono::TimeDelta;
use rocket::futures::future::join_all;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use std::collections::BTreeSet;

fn douces() -> StructureId {
    StructureId(named("structures/douces"))
}

fn work(minutes: i64, start: Option<u32>) -> Work {
    let day = now().date_naive();
    Work {
        structure: douces(),
        ticket: None,
        equipment: None,
        day,
        start,
        minutes: Minutes(minutes),
        kind: Kind::Remote,
        not_charged: None,
        note: "Essai".into(),
    }
}

async fn month_of(db: &Db) -> month_use::Model {
    let key = (douces(), Month::of(now().date_naive()));
    month_use::Entity::find_by_id(key).one(&db.read).await.expect("a read").expect("the totals of the month")
}

#[rocket::async_test]
async fn time_logged_by_many_at_once_is_all_in_the_totals() {
    let (_database, first, second) = two_instances().await;
    let before = month_of(&first).await;
    let samira = samira(&first).await;
    let logging = (0..24).map(|n| {
        let (db, samira) = (if n % 2 == 0 { first.clone() } else { second.clone() }, samira.clone());
        tokio::spawn(async move { log(&db, &samira, EntryId::new(now()), work(7, None), now().date_naive(), now()).await })
    });
    for logged in join_all(logging).await {
        logged.expect("a task").expect("written down");
    }
    let after = month_of(&second).await;
    assert_eq!((after.interventions, after.real_minutes), (before.interventions + 24, before.real_minutes + Minutes(24 * 7)));
}

#[rocket::async_test]
async fn the_same_entry_sent_many_times_is_written_once() {
    let (_database, first, second) = two_instances().await;
    let (samira, entry) = (samira(&first).await, EntryId::new(now()));
    let sending = (0..12).map(|n| {
        let (db, samira) = (if n % 2 == 0 { first.clone() } else { second.clone() }, samira.clone());
        tokio::spawn(async move { log(&db, &samira, entry, work(7, None), now().date_naive(), now()).await })
    });
    for logged in join_all(sending).await {
        logged.expect("a task").expect("written down, or written already");
    }
    let rows = intervention::Entity::find().filter(intervention::Column::EntryId.eq(entry)).count(&first.read).await;
    assert_eq!(rows.expect("a count"), 1);
}

#[rocket::async_test]
async fn one_technician_is_never_in_two_places_whoever_asks_first() {
    let (_database, first, second) = two_instances().await;
    let samira = samira(&first).await;
    let logging = (0..8).map(|n| {
        let (db, samira) = (if n % 2 == 0 { first.clone() } else { second.clone() }, samira.clone());
        // At four in the morning, when nothing of the named world is in the way.
        tokio::spawn(async move { log(&db, &samira, EntryId::new(now()), work(30, Some(240)), now().date_naive(), now()).await })
    });
    let mut written = 0;
    for logged in join_all(logging).await {
        match logged.expect("a task") {
            Ok(_) => written += 1,
            Err(LogError::Overlap { .. }) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(written, 1);
}

#[rocket::async_test]
async fn requests_sent_at_once_get_numbers_without_gap_or_double() {
    let (_database, first, second) = two_instances().await;
    let jordan = viewer(&first, "jordan.pages@heures-douces.example").await;
    let member = MemberOf::of(&jordan, douces()).expect("at home");
    let known = ticket::Entity::find().count(&first.read).await.expect("a count");
    let asking = (0..20).map(|n| {
        let (db, member) = (if n % 2 == 0 { first.clone() } else { second.clone() }, member.clone());
        let new = NewTicket {
            confidential: false,
            id: TicketId::new(now()),
            words: "Plus rien.".into(),
            urgency: Urgency::No,
            impact: Impact::Me,
            machines: Vec::new(),
            site: None,
            files: Vec::new(),
        };
        tokio::spawn(async move { submit(&db, &member, new, now()).await })
    });
    for asked in join_all(asking).await {
        asked.expect("a task").expect("a ticket");
    }
    let tickets = ticket::Entity::find().all(&first.read).await.expect("tickets");
    let numbers: BTreeSet<i64> = tickets.iter().map(|ticket| ticket.number).collect();
    let last = i64::try_from(known + 20).expect("a small number");
    assert_eq!(numbers, (1..=last).collect());
}

/// A program that got no answer sends again, to whichever instance answers: one of them made it.
#[rocket::async_test]
async fn the_same_request_of_a_program_is_made_by_one() {
    let (_database, first, second) = two_instances().await;
    let jordan = viewer(&first, "jordan.pages@heures-douces.example").await;
    let member = MemberOf::of(&jordan, douces()).expect("at home");
    let known = ticket::Entity::find().count(&first.read).await.expect("a count");
    let new = NewTicket {
        confidential: false,
        id: TicketId::new(now()),
        words: "Plus rien.".into(),
        urgency: Urgency::No,
        impact: Impact::Me,
        machines: Vec::new(),
        site: None,
        files: Vec::new(),
    };
    let asking = (0..12).map(|n| {
        let (db, member, new) = (if n % 2 == 0 { first.clone() } else { second.clone() }, member.clone(), new.clone());
        tokio::spawn(async move { submit_by_program(&db, &member, new, now()).await })
    });
    let mut made = 0;
    for asked in join_all(asking).await {
        let (id, now_made) = asked.expect("a task").expect("made, or made already");
        assert_eq!(id, new.id);
        made += i32::from(now_made);
    }
    let after = ticket::Entity::find().all(&first.read).await.expect("tickets");
    assert_eq!((made, after.len() as u64), (1, known + 1));
    let last = after.iter().map(|ticket| ticket.number).max();
    assert_eq!(last, i64::try_from(known + 1).ok(), "no number is lost");
}

#[rocket::async_test]
async fn two_workers_share_the_outbox_and_each_letter_leaves_once() {
    let (_database, first, second) = two_instances().await;
    let tx = first.begin_write().await.expect("a transaction");
    for n in 0..30 {
        let to =
            outbox::to(&format!("p{n}@parcommun.example").parse().expect("an address"), crate::domain::people::Language::French);
        let letter = outbox::Letter::SignIn { token: format!("{n}"), code: "000000".into() };
        outbox::write_in(&tx, &to, &letter, now()).await.expect("a letter");
    }
    tx.commit().await.expect("written");
    let workers = [first.clone(), second.clone(), first.clone(), second].map(|db| {
        tokio::spawn(async move {
            let mut sent: Vec<LetterId> = Vec::new();
            while let Some(claimed) = outbox::claim(&db, now()).await.expect("a claim") {
                sent.push(claimed.id);
                outbox::delivered(&db, &claimed, false, now()).await.expect("settled");
            }
            sent
        })
    });
    let mut sent: Vec<LetterId> = Vec::new();
    for worker in join_all(workers).await {
        sent.extend(worker.expect("a worker"));
    }
    let distinct: BTreeSet<LetterId> = sent.iter().copied().collect();
    assert_eq!((sent.len(), distinct.len()), (30, 30));
    assert!(outbox::claim(&first, now() + TimeDelta::hours(1)).await.expect("a claim").is_none());
}
