//! Agents of one machine that report at once, and people who decide at once, by two instances.

use super::{now, two_instances, viewer};
use crate::domain::equipment::EquipmentKind;
use crate::domain::ids::{EquipmentId, StructureId};
use crate::domain::inventories::{Document, Inventory, Standing, System};
use crate::store::Db;
use crate::store::access::{InventoryAgent, RegisterOf};
use crate::store::entities::{equipment, identity_evidence, inventory};
use crate::store::fixtures::named;
use crate::store::inventories::{Adoption, DecisionError, Received, address_of, adopt, enter, make, take_in, waiting};
use crate::store::secrets::Secret;
use chrono::TimeDelta;
use rocket::futures::future::join_all;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::BTreeSet;

fn tablee() -> StructureId {
    StructureId(named("structures/tablee"))
}

async fn keeper(db: &Db) -> RegisterOf {
    let samira = viewer(db, "samira.benali@autan-partage.example").await;
    RegisterOf::of(&samira, tablee()).expect("a technician")
}

async fn agent(db: &Db, by: &RegisterOf) -> InventoryAgent {
    let secret = Secret::random();
    make(db, by, &secret, "Salle", now()).await.expect("an address");
    enter(db, address_of(&secret), now()).await.expect("the database").expect("it opens")
}

fn received(serial: &str, memory: i64) -> Received {
    let system =
        System { manufacturer: "LENOVO".into(), serial_number: serial.into(), memory_mb: Some(memory), ..System::default() };
    let document = Document { system, ..Document::default() };
    let inventory = Inventory { document, partial: false, program: "test".into(), device_id: "d".into(), warnings: Vec::new() };
    Received { inventory, agent_id: None }
}

#[rocket::async_test]
async fn one_machine_that_reports_many_times_at_once_waits_once() {
    let (_database, first, second) = two_instances().await;
    let by = keeper(&first).await;
    let agent = agent(&first, &by).await;
    let sent = (0..12).map(|number| {
        let db = if number % 2 == 0 { &first } else { &second };
        let agent = agent.clone();
        async move { take_in(db, &agent, &received("PF1ABCDE", 1000 + number), now() + TimeDelta::seconds(number)).await }
    });
    for taken in join_all(sent).await {
        taken.expect("taken in");
    }
    assert_eq!(waiting(&first, &by).await.expect("the tray").len(), 1);
}

#[rocket::async_test]
async fn many_who_adopt_at_once_enter_one_machine() {
    let (_database, first, second) = two_instances().await;
    let by = keeper(&first).await;
    let agent = agent(&first, &by).await;
    take_in(&first, &agent, &received("PF1ABCDE", 4096), now()).await.expect("taken in");
    let told = waiting(&first, &by).await.expect("the tray").remove(0);
    assert_eq!((told.standing, told.version), (Standing::Adopt, 1));
    let tries = (0..8_u128).map(|number| {
        let (db, by) = (if number % 2 == 0 { &first } else { &second }, by.clone());
        let machine = EquipmentId(uuid::Uuid::from_u128(77 + number));
        let new = Adoption { machine, kind: EquipmentKind::Laptop, name: format!("Portable {number}") };
        async move { adopt(db, &by, told.id, told.version, new, now()).await }
    });
    let done = join_all(tries).await;
    assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 1, "{done:?}");
    assert!(done.iter().all(|one| matches!(one, Ok(()) | Err(DecisionError::Overtaken))), "{done:?}");
    let entered = equipment::Entity::find().filter(equipment::Column::Serial.eq("PF1ABCDE")).all(&first.read).await.expect("rows");
    assert_eq!(entered.len(), 1);
    // It is known from now on, by number and by the agent that was adopted with it.
    let known = identity_evidence::Entity::find()
        .filter(identity_evidence::Column::EquipmentId.eq(entered[0].id))
        .all(&first.read)
        .await
        .expect("rows");
    let values: BTreeSet<String> = known.into_iter().map(|row| row.value).collect();
    assert_eq!(values, BTreeSet::from(["device d".to_owned(), "lenovo / pf1abcde".to_owned()]));
}

#[rocket::async_test]
async fn of_one_machine_the_last_twelve_are_kept_and_of_what_waits_three_hundred() {
    let (_database, db, _) = two_instances().await;
    let by = keeper(&db).await;
    let agent = agent(&db, &by).await;
    take_in(&db, &agent, &received("PF1ABCDE", 4096), now()).await.expect("taken in");
    let told = waiting(&db, &by).await.expect("the tray").remove(0);
    let machine = EquipmentId(uuid::Uuid::from_u128(77));
    let new = Adoption { machine, kind: EquipmentKind::Laptop, name: "Portable".into() };
    adopt(&db, &by, told.id, told.version, new, now()).await.expect("adopted");
    for number in 1..=20 {
        let at = now() + TimeDelta::hours(number);
        take_in(&db, &agent, &received("PF1ABCDE", 4096 + number), at).await.expect("taken in");
    }
    let kept = inventory::Entity::find().filter(inventory::Column::EquipmentId.eq(machine)).all(&db.read).await.expect("rows");
    assert_eq!(kept.len(), 12);
    assert!(kept.iter().any(|row| row.document.contains("4116")), "the latest is there");
    for number in 0..305_i64 {
        let mut other = received(&format!("PG{number:06}"), 1);
        other.inventory.device_id = format!("d{number}");
        take_in(&db, &agent, &other, now() + TimeDelta::seconds(number)).await.expect("taken in");
    }
    let tray = waiting(&db, &by).await.expect("the tray");
    assert_eq!(tray.len(), 300);
    assert!(!tray.iter().any(|told| told.document.system.serial_number == "PG000004"), "the longest unseen went");
}
