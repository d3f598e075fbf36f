//! Each date of a series becomes one ticket, whatever instances, stops and replays do; counted minutes are in one place.

use super::{now, samira, two_instances, viewer};
use crate::domain::ids::{PersonId, SeriesId, StructureId};
use crate::domain::series::Skipped;
use crate::domain::time::{Minutes, Month};
use crate::store::access::{Coordinator, ReportReader, Technician};
use crate::store::entities::{series_occurrence, ticket};
use crate::store::fixtures::named;
use crate::store::series::{Made, Plan, make, make_due};
use crate::store::{Db, agreements, hours};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use rocket::futures::future::join_all;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

const SERIES: SeriesId = SeriesId(uuid::Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0021));

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day of a test")
}

async fn weekly(db: &Db, by: &Technician, structure: &str, requester: &str) {
    let plan = Plan {
        title: "Vérifier la sauvegarde".into(),
        words: String::new(),
        steps: vec!["Ouvrir le journal".into(), "Restaurer un fichier".into()],
        rule: "FREQ=WEEKLY;BYDAY=WE".parse().expect("a rule"),
        starts_on: day("2026-03-25"),
        days_ahead: 0,
        requester: PersonId(named(&format!("people/{requester}"))),
        technician: PersonId(named("people/samira_benali")),
        machines: Vec::new(),
    };
    let structure = StructureId(named(&format!("structures/{structure}")));
    make(db, by, SERIES, structure, plan, now().date_naive(), now()).await.expect("a series");
}

/// Everything that the named world has due is made first.
async fn settled_world(db: &Db, until: DateTime<Utc>) {
    make_due(db, until).await.expect("a round");
}

async fn recorded(db: &Db) -> Vec<(NaiveDate, Option<Skipped>)> {
    let rows = series_occurrence::Entity::find()
        .filter(series_occurrence::Column::SeriesId.eq(SERIES))
        .order_by_asc(series_occurrence::Column::OnDay)
        .all(&db.read)
        .await
        .expect("rows");
    rows.into_iter().map(|row| (row.on_day, row.skipped)).collect()
}

#[rocket::async_test]
async fn many_rounds_at_once_on_two_instances_make_one_ticket() {
    let (_database, first, second) = two_instances().await;
    let due_at = now() + TimeDelta::days(1);
    settled_world(&first, due_at).await;
    weekly(&first, &samira(&first).await, "douces", "veronique_lacaze").await;
    let before = ticket::Entity::find().count(&first.read).await.expect("a count");
    let rounds = (0..12).map(|n| {
        let db = if n % 2 == 0 { first.clone() } else { second.clone() };
        tokio::spawn(async move { make_due(&db, due_at).await })
    });
    let mut made = 0;
    for round in join_all(rounds).await {
        made += round.expect("a task").expect("a round").tickets;
    }
    let after = ticket::Entity::find().count(&second.read).await.expect("a count");
    assert_eq!((made, after - before), (1, 1));
    assert_eq!(recorded(&second).await, [(day("2026-03-25"), None)]);
}

#[rocket::async_test]
async fn after_weeks_of_stoppage_the_latest_date_is_made_and_the_others_are_written_down() {
    let (_database, db, other) = two_instances().await;
    let back = now() + TimeDelta::days(24);
    settled_world(&db, back).await;
    weekly(&db, &samira(&db).await, "douces", "veronique_lacaze").await;
    assert_eq!(make_due(&db, back).await.expect("a round"), Made { tickets: 1, skipped: 3 });
    let missed = ["2026-03-25", "2026-04-01", "2026-04-08"].map(|missed| (day(missed), Some(Skipped::Missed)));
    let all: Vec<_> = missed.into_iter().chain([(day("2026-04-15"), None)]).collect();
    assert_eq!(recorded(&db).await, all);
    for instance in [&db, &other] {
        assert_eq!(make_due(instance, back).await.expect("a replay"), Made::default());
    }
    assert_eq!(recorded(&other).await, all);
}

#[rocket::async_test]
async fn a_structure_whose_agreement_has_ended_is_made_nothing_of() {
    let (_database, db, _) = two_instances().await;
    let claire = Coordinator::of(&viewer(&db, "claire.vidal@autan-partage.example").await).expect("a coordinator");
    weekly(&db, &samira(&db).await, "douces", "veronique_lacaze").await;
    let douces = StructureId(named("structures/douces"));
    agreements::set_end(&db, &claire, douces, Some(Month::new(2026, 3).expect("a month")), now()).await.expect("notice");
    for week in 0..3 {
        make_due(&db, now() + TimeDelta::days(1 + 7 * week)).await.expect("a round");
    }
    let gone = |text| (day(text), Some(Skipped::NoAgreement));
    assert_eq!(recorded(&db).await, [(day("2026-03-25"), None), gone("2026-04-01"), gone("2026-04-08")]);
}

#[rocket::async_test]
async fn each_counted_minute_of_a_month_is_prevention_repair_or_training() {
    let (_database, db, _) = two_instances().await;
    let claire = Coordinator::of(&viewer(&db, "claire.vidal@autan-partage.example").await).expect("a coordinator");
    let reader = ReportReader::from(&claire);
    let present = Month::of(now().date_naive());
    let mut months = Vec::new();
    let mut whole = Minutes(0);
    for month in (0..6).map(|back| present.plus(-back)) {
        let pool = hours::month(&db, &claire, month).await.expect("a month");
        let split = hours::prevention(&db, &reader, std::slice::from_ref(&pool)).await.expect("a split");
        assert_eq!(split.counted(), hours::reconcile(&db, &reader, month).await.expect("a count").charged, "{month}");
        assert!(split.preventive > Minutes(0) && split.repair > split.preventive, "{month}: {split:?}");
        whole += split.counted();
        months.push(pool);
    }
    assert_eq!(hours::prevention(&db, &reader, &months).await.expect("all at once").counted(), whole);
}

#[test]
fn the_series_of_these_tests_begins_after_their_present() {
    assert!(now().date_naive().checked_add_days(Days::new(1)) == Some(day("2026-03-25")));
}
