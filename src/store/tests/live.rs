//! Links and notices: what a link reaches, and that nobody is told twice, whichever instance comes first.

use super::{now, samira, two_instances, viewer};
use crate::domain::hours::notices::Threshold;
use crate::domain::ids::{EntryId, StructureId};
use crate::domain::interventions::Kind;
use crate::domain::time::{Minutes, Month};
use crate::store::access::{Onlooker, Referent, Scope};
use crate::store::entities::{hours_notice, letter};
use crate::store::fixtures::named;
use crate::store::interventions::{Work, log};
use crate::store::{Db, hours, looking};
use rocket::futures::future::join_all;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

fn douces() -> StructureId {
    StructureId(named("structures/douces"))
}

async fn referent(db: &Db) -> Referent {
    Referent::of(&viewer(db, "veronique.lacaze@heures-douces.example").await, douces()).expect("a referent")
}

async fn letters_about_hours(db: &Db) -> u64 {
    letter::Entity::find().filter(letter::Column::Event.starts_with("hours-")).count(&db.read).await.expect("a count")
}

#[rocket::async_test]
async fn a_link_reaches_the_hours_of_one_structure_and_no_row_of_anything_else() {
    let (_database, db, _) = two_instances().await;
    let secret = looking::make(&db, &referent(&db).await, "Bureau".into(), 7, now()).await.expect("made").expect("few");
    let onlooker = Onlooker::by_link(&db, &secret, now()).await.expect("a read").expect("a good link");
    let scope = Scope::from(&onlooker);
    let count = [
        scope.tickets().count(&db.read).await,
        scope.interventions().count(&db.read).await,
        scope.equipment().count(&db.read).await,
        scope.people().count(&db.read).await,
        scope.memberships().count(&db.read).await,
    ];
    assert_eq!(count.map(|count| count.expect("a count")), [0; 5]);
    let month = hours::month(&db, &onlooker, Month::of(now().date_naive())).await.expect("a month");
    assert_eq!(month.rows.iter().map(|row| row.structure).collect::<Vec<_>>(), [douces()]);
}

#[rocket::async_test]
async fn links_made_at_once_stay_within_their_number() {
    let (_database, first, second) = two_instances().await;
    let referent = referent(&first).await;
    let making = (0..30).map(|n| {
        let (db, referent) = (if n % 2 == 0 { first.clone() } else { second.clone() }, referent.clone());
        tokio::spawn(async move { looking::make(&db, &referent, format!("{n}"), 7, now()).await })
    });
    let made = join_all(making).await.into_iter().filter_map(|made| made.expect("a task").expect("an answer")).count();
    assert_eq!(made as u64, looking::MOST);
    assert_eq!(looking::links(&second, &referent, now()).await.expect("a list").len() as u64, looking::MOST);
}

#[rocket::async_test]
async fn hours_used_up_by_many_at_once_are_told_once_a_threshold() {
    let (_database, first, second) = two_instances().await;
    let samira = samira(&first).await;
    let logging = (0..24).map(|n| {
        let (db, samira) = (if n % 2 == 0 { first.clone() } else { second.clone() }, samira.clone());
        let work = Work {
            structure: douces(),
            ticket: None,
            equipment: None,
            day: now().date_naive(),
            start: None,
            minutes: Minutes(60),
            kind: Kind::Remote,
            not_charged: None,
            note: "Essai".into(),
        };
        tokio::spawn(async move { log(&db, &samira, EntryId::new(now()), work, now().date_naive(), now()).await.map(drop) })
    });
    for logged in join_all(logging).await {
        logged.expect("a task").expect("written down");
    }
    let told = hours_notice::Entity::find().filter(hours_notice::Column::StructureId.eq(douces())).all(&first.read).await;
    let mut told: Vec<Threshold> = told.expect("notices").into_iter().map(|row| row.threshold).collect();
    told.sort();
    assert_eq!(told, [Threshold::Used80, Threshold::Used100]);
    // It has two referents or one: each gets a letter a threshold.
    assert_eq!(letters_about_hours(&second).await % 2, 0);
}

#[rocket::async_test]
async fn instances_that_go_round_at_once_tell_of_each_lot_once() {
    let (_database, first, second) = two_instances().await;
    let going = (0..8).map(|n| {
        let db = if n % 2 == 0 { first.clone() } else { second.clone() };
        tokio::spawn(async move { hours::tell_expiring(&db, now()).await })
    });
    let told: usize = join_all(going).await.into_iter().map(|told| told.expect("a task").expect("a round")).sum();
    assert!(told > 0, "there was something to tell");
    assert!(letters_about_hours(&first).await >= told as u64);
    assert_eq!(hours::tell_expiring(&second, now()).await.expect("a round"), 0);
}
