//! The month's end when many are at it, and what `check` finds when somebody has been at the database.

use super::{now, samira, two_instances, viewer};
use crate::domain::ids::{EntryId, StructureId};
use crate::domain::interventions::Kind;
use crate::domain::time::{Minutes, Month};
use crate::store::access::{Coordinator, Technician};
use crate::store::check::{CheckError, check};
use crate::store::entities::{closing, intervention, journal, late_arrival, month_use, signature, statement};
use crate::store::fixtures::named;
use crate::store::hours::{self, ClosedNow};
use crate::store::interventions::{self, Change, Logged, Work, log};
use crate::store::{Db, journal as book};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rocket::futures::future::join_all;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

fn february() -> Month {
    Month::new(2026, 2).expect("a month")
}

fn douces() -> StructureId {
    StructureId(named("structures/douces"))
}

fn today() -> NaiveDate {
    now().date_naive()
}

/// Seven minutes of February, at no hour.
fn work() -> Work {
    Work {
        structure: douces(),
        ticket: None,
        equipment: None,
        day: february().last_day(),
        start: None,
        minutes: Minutes(7),
        kind: Kind::Remote,
        not_charged: None,
        note: "Essai".into(),
    }
}

async fn claire(db: &Db) -> Coordinator {
    Coordinator::of(&viewer(db, "claire.vidal@autan-partage.example").await).expect("a coordinator")
}

async fn close(db: &Db, by: &Coordinator) -> ClosedNow {
    hours::close(db, by, february(), today(), now()).await.expect("a month that can be closed")
}

async fn note(db: &Db, by: &Technician, at: DateTime<Utc>) -> Logged {
    log(db, by, EntryId::new(at), work(), today(), at).await.expect("time that is kept")
}

#[rocket::async_test]
async fn two_coordinators_at_once_close_a_month_once() {
    let (_database, first, second) = two_instances().await;
    let claire = claire(&first).await;
    let closing = (0..8).map(|n| {
        let (db, claire) = (if n % 2 == 0 { first.clone() } else { second.clone() }, claire.clone());
        tokio::spawn(async move { close(&db, &claire).await })
    });
    let mut closed = 0;
    for outcome in join_all(closing).await {
        closed += i32::from(outcome.expect("a task") == ClosedNow::Closed);
    }
    assert_eq!(closed, 1);
    let rows = journal::Entity::find().filter(journal::Column::Kind.eq(book::LineKind::Closing));
    let rows = rows.filter(journal::Column::Period.eq(february())).count(&first.read).await.expect("a count");
    assert_eq!(rows, 1, "one closing in the journal");
    check(&second).await.expect("nothing is wrong");
}

#[rocket::async_test]
async fn what_is_noted_while_a_month_is_closed_counts_in_it_or_waits_for_review() {
    let (_database, first, second) = two_instances().await;
    let (samira, claire) = (samira(&first).await, claire(&first).await);
    let before = month_use::Entity::find_by_id((douces(), february())).one(&first.read).await.expect("a read").expect("totals");
    let noting: Vec<_> = (0..24)
        .map(|_| {
            let (db, samira) = (second.clone(), samira.clone());
            tokio::spawn(async move { note(&db, &samira, now()).await })
        })
        .collect();
    assert_eq!(close(&first, &claire).await, ClosedNow::Closed);
    let mut counted = 0;
    for logged in join_all(noting).await {
        counted += i64::from(logged.expect("a task") == Logged::Counted);
    }
    let sheet = statement::Entity::find_by_id((february(), douces())).one(&first.read).await.expect("a read").expect("a statement");
    assert_eq!(sheet.interventions, before.interventions + counted);
    assert_eq!(sheet.real_minutes, before.real_minutes + Minutes(7 * counted));
    let waiting = late_arrival::Entity::find().count(&first.read).await.expect("a count");
    assert_eq!(i64::try_from(waiting).expect("few"), 24 - counted, "nothing is lost");
    check(&second).await.expect("nothing is wrong");
}

#[rocket::async_test]
async fn closing_records_silence_as_agreement_and_changes_no_hash_before_it() {
    let (_database, db, _) = two_instances().await;
    let hashes = async || -> Vec<String> {
        let rows = journal::Entity::find().order_by_asc(journal::Column::Seq).all(&db.read).await.expect("rows");
        rows.into_iter().map(|row| row.hash).collect()
    };
    let before = hashes().await;
    close(&db, &claire(&db).await).await;
    let after = hashes().await;
    assert!(before.len() > 100, "there is a history to protect");
    assert_eq!(after[..before.len()], before);
    let tacit = signature::Entity::find().filter(signature::Column::PersonId.is_null()).all(&db.read).await.expect("rows");
    let silent: Vec<StructureId> =
        ["rebrique", "regie", "semis"].map(|key| StructureId(named(&format!("structures/{key}")))).into();
    assert_eq!(tacit.len(), silent.len());
    assert!(tacit.iter().all(|row| row.period == february() && silent.contains(&row.structure_id)));
}

/// An intervention of February that douces was charged for, and corrected so once the month was closed.
async fn correct(db: &Db, by: &Technician, minutes: Option<i64>, at: DateTime<Utc>) -> EntryId {
    let row = intervention::Entity::find()
        .filter(intervention::Column::StructureId.eq(douces()))
        .filter(intervention::Column::Period.eq(february()))
        .filter(intervention::Column::SupersededAt.is_null())
        .filter(intervention::Column::NotCharged.is_null())
        .filter(intervention::Column::Withdrawn.eq(false))
        .order_by_desc(intervention::Column::Minutes)
        .one(&db.read)
        .await
        .expect("a read")
        .expect("work of February");
    let change = Change { entry: row.entry_id, seen: row.version, reason: "Une erreur de saisie".into() };
    let found = interventions::find(db, by, row.entry_id).await.expect("a read").expect("an intervention");
    match minutes {
        None => interventions::withdraw(db, by, change, today(), at).await.expect("taken out"),
        Some(minutes) => {
            let work = Work { minutes: Minutes(minutes), ..found.work };
            interventions::correct(db, by, change, work, today(), at).await.expect("corrected");
        }
    }
    row.entry_id
}

#[rocket::async_test]
async fn corrections_of_a_closed_month_leave_it_alone_and_balance_in_the_open_one() {
    let (_database, db, _) = two_instances().await;
    let (samira, claire) = (samira(&db).await, claire(&db).await);
    close(&db, &claire).await;
    let frozen = statement::Entity::find_by_id((february(), douces())).one(&db.read).await.expect("a read").expect("a statement");
    // Less, more again, then out altogether, and back beyond what it was: each posted in March, netted there.
    let entry = correct(&db, &samira, Some(1), now()).await;
    check(&db).await.expect("after less");
    correct(&db, &samira, Some(300), now() + TimeDelta::minutes(1)).await;
    check(&db).await.expect("after more");
    correct(&db, &samira, None, now() + TimeDelta::minutes(2)).await;
    check(&db).await.expect("after a withdrawal");
    let still = statement::Entity::find_by_id((february(), douces())).one(&db.read).await.expect("a read").expect("a statement");
    assert_eq!(frozen, still);
    let versions = intervention::Entity::find().filter(intervention::Column::EntryId.eq(entry)).all(&db.read).await.expect("rows");
    assert_eq!(versions.iter().filter(|row| row.counted).count(), 1, "the version that February was closed with");
    // March can be closed with them, a month later, and everything still holds.
    let (april, at) = (NaiveDate::from_ymd_opt(2026, 4, 20).expect("a day"), now() + TimeDelta::days(27));
    let march = february().next();
    assert_eq!(hours::close(&db, &claire, march, april, at).await.expect("March closes"), ClosedNow::Closed);
    check(&db).await.expect("after March");
    let rows = journal::Entity::find().filter(journal::Column::Period.eq(march));
    let posted = rows.filter(journal::Column::Kind.eq(book::LineKind::Correction)).count(&db.read).await.expect("a count");
    assert_eq!(posted, 1, "one posting for the net of them");
}

/// Takes the engine's guard away, as somebody with the file in hand could.
async fn tamper(db: &Db, table: &str, change: &str) {
    let unguarded = match db.backend() {
        DatabaseBackend::Postgres => format!("ALTER TABLE {table} DISABLE TRIGGER USER"),
        _ => format!("DROP TRIGGER IF EXISTS {table}_is_never_updated; DROP TRIGGER IF EXISTS {table}_is_never_deleted"),
    };
    db.write.execute_unprepared(&unguarded).await.expect("no guard");
    let done = db.write.execute_unprepared(change).await.expect("a change");
    assert!(done.rows_affected() > 0, "{change}");
}

#[rocket::async_test]
async fn check_names_the_first_row_that_somebody_has_changed() {
    const CHANGES: [(&str, &str, &str); 9] = [
        ("journal", "UPDATE journal SET reason = 'autre' WHERE seq = 40", "journal row 40"),
        ("journal", "UPDATE journal SET postings = '[]' WHERE seq = 12", "journal row 12"),
        ("journal", "DELETE FROM journal WHERE seq = 33", "journal row 33"),
        ("journal", "DELETE FROM journal WHERE seq > 20", "closing"),
        ("closing", "UPDATE closing SET pot_minutes = pot_minutes + 60 WHERE period = '2025-12'", "closing 2025-12"),
        ("statement", "UPDATE statement SET charged = charged + 5 WHERE period = '2026-01' AND charged > 0", "statement 2026-01"),
        (
            "statement_lot",
            "UPDATE statement_lot SET carried = carried + 1 WHERE period = '2026-01' AND carried > 0",
            "statements of 2026-01",
        ),
        ("month_use", "UPDATE month_use SET charged_minutes = charged_minutes + 1 WHERE period = '2026-03'", "total 2026-03"),
        ("intervention", "UPDATE intervention SET minutes = minutes + 1 WHERE period = '2025-11' AND counted", "total 2025-11"),
    ];
    for (table, change, place) in CHANGES {
        let (_database, db, _) = two_instances().await;
        check(&db).await.unwrap_or_else(|error| panic!("before {change}: {error}"));
        tamper(&db, table, change).await;
        match check(&db).await {
            Err(CheckError::Wrong { place: found, .. }) => assert!(found.starts_with(place), "{change}: {found}"),
            other => panic!("{change}: {other:?}"),
        }
    }
}

#[rocket::async_test]
async fn a_new_row_joined_on_with_a_hash_of_its_own_does_not_pass() {
    let (_database, db, _) = two_instances().await;
    let last =
        closing::Entity::find().order_by_desc(closing::Column::Period).one(&db.read).await.expect("a read").expect("a closing");
    // Somebody rewrites the last month from its first row on, hashes included, as the program itself would.
    let forged = format!("UPDATE closing SET journal_hash = '{}' WHERE period = '{}'", "0".repeat(64), last.period);
    tamper(&db, "closing", &forged).await;
    assert!(matches!(check(&db).await, Err(CheckError::Wrong { .. })));
}
