//! The log of the life of machines: nobody edits it, nothing is written twice, and whoever changes the past is found out.

use super::{now, samira, statement, two_instances, viewer};
use crate::domain::chain::{DataSaved, DataStatus, EventKind, Hold, MediumKind, Refusal, Stage};
use crate::domain::ids::{EquipmentId, MediumId, SanitisationId, StructureId};
use crate::store::access::{ChainActor, RegisterOf};
use crate::store::chain::{self, Act, ChainError};
use crate::store::check::check;
use crate::store::entities::{equipment_anchor, equipment_event, equipment_state, letter, stored_file};
use crate::store::tickets::NewFile;
use crate::store::{Db, DbErr, fixtures};
use chrono::TimeDelta;
use rocket::futures::future::join_all;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, PaginatorTrait, QueryFilter, Set};

fn structure() -> StructureId {
    StructureId(fixtures::named("structures/tablee"))
}

/// In use, without a log.
fn machine() -> EquipmentId {
    EquipmentId(fixtures::named("equipment/tablee_accueil"))
}

/// Decommissioned in the named world.
fn decommissioned() -> EquipmentId {
    EquipmentId(fixtures::named("equipment/tablee_salle_2"))
}

async fn referent(db: &Db) -> ChainActor {
    let viewer = viewer(db, "stephane.abadie@grande-tablee.example").await;
    ChainActor::of(&viewer, structure()).expect("a referent")
}

fn decommission() -> EventKind {
    EventKind::Decommission { reason: "Trop lent.".into(), data_saved: DataSaved::Yes, owner_confirmed: true }
}

async fn events(db: &Db) -> u64 {
    equipment_event::Entity::find().count(&db.read).await.expect("a count")
}

#[rocket::async_test]
async fn the_engine_refuses_every_change_of_an_event_and_of_an_anchor() {
    let (_database, db, _) = two_instances().await;
    assert!(chain::make_due(&db, now()).await.expect("anchors") > 0);
    for table in ["equipment_event", "equipment_anchor"] {
        let rows = db.read.query_all_raw(statement(&db, &format!("SELECT 1 FROM {table} LIMIT 1"))).await.expect("rows");
        assert_eq!(rows.len(), 1, "there is something to protect in {table}");
        let hash = if table == "equipment_event" { "hash" } else { "anchor" };
        let mut changes = vec![format!("UPDATE {table} SET {hash} = 'x'"), format!("DELETE FROM {table}")];
        if db.backend() == DatabaseBackend::Postgres {
            changes.push(format!("TRUNCATE {table}"));
        }
        for change in changes {
            let refused: Result<_, DbErr> = db.write.execute_unprepared(&change).await;
            let words = refused.err().map(|error| error.to_string()).unwrap_or_default();
            assert!(words.contains("append-only"), "{change}: {words:?}");
        }
    }
}

#[rocket::async_test]
async fn a_double_click_on_two_instances_makes_one_event_and_two_people_make_one_deed() {
    let (_database, first, second) = two_instances().await;
    let before = events(&first).await;
    let by = referent(&first).await;
    let clicks = (0..6).map(|n| {
        let (db, by) = (if n % 2 == 0 { first.clone() } else { second.clone() }, by.clone());
        tokio::spawn(async move { chain::act(&db, &by, machine(), Act::new(0, decommission()), now()).await })
    });
    for clicked in join_all(clicks).await {
        assert_eq!(clicked.expect("a task").expect("done, or done already").stage(), Stage::Decommissioned);
    }
    assert_eq!(events(&first).await, before + 2, "what the register said, and the deed");
    // Two people over what both saw: one of them is told what the other did.
    let samira = ChainActor::of(samira(&first).await.viewer(), structure()).expect("a technician");
    let of = |hold: Hold| EventKind::HoldSet { hold, reason: "vu sur place".into() };
    let (a, b) = tokio::join!(
        chain::act(&first, &by, machine(), Act::new(2, of(Hold::Legal)), now()),
        chain::act(&second, &samira, machine(), Act::new(2, of(Hold::Recall)), now()),
    );
    let (done, told) = if a.is_ok() { (a, b) } else { (b, a) };
    assert_eq!(done.expect("one is done").seq(), 3);
    assert!(matches!(told, Err(ChainError::Overtaken(state)) if state.seq() == 3));
    assert_eq!(events(&first).await, before + 3);
    assert!(check(&first).await.is_ok());
}

#[rocket::async_test]
async fn a_refused_deed_writes_nothing() {
    let (_database, db, _) = two_instances().await;
    let before = events(&db).await;
    let by = referent(&db).await;
    let refused = chain::act(&db, &by, machine(), Act::new(0, EventKind::Recommission {}), now()).await;
    let Err(ChainError::Refused(refusal)) = refused else { panic!("it is in service") };
    assert_eq!(*refusal, Refusal::Stage(Some(Stage::InService)));
    // A machine of another structure is not there, whoever's register one keeps.
    let foreign = EquipmentId(fixtures::named("equipment/semis_bureau"));
    let refused = chain::act(&db, &by, foreign, Act::new(0, decommission()), now()).await;
    assert!(matches!(refused, Err(ChainError::NotFound)));
    assert_eq!(events(&db).await, before);
}

/// On how many days something happened to a machine or a transfer of the named world.
const DAYS: usize = 22;

#[rocket::async_test]
async fn instances_that_go_round_at_once_anchor_each_day_once() {
    let (_database, first, second) = two_instances().await;
    let by = referent(&first).await;
    chain::act(&first, &by, machine(), Act::new(0, decommission()), now()).await.expect("done");
    let rounds = (0..4).map(|n| {
        let db = if n % 2 == 0 { first.clone() } else { second.clone() };
        tokio::spawn(async move { chain::make_due(&db, now()).await })
    });
    let mut made = 0;
    for round in join_all(rounds).await {
        made += round.expect("a task").expect("a round");
    }
    let anchors = equipment_anchor::Entity::find().all(&first.read).await.expect("anchors");
    assert_eq!((made, anchors.len()), (DAYS, DAYS), "the days of the named world; today is not over");
    let mut told: Vec<(String, String)> = Vec::new();
    for row in letter::Entity::find().all(&first.read).await.expect("letters") {
        if row.event.starts_with("chain-anchor:") {
            told.push((row.event, row.recipient.to_string()));
        }
    }
    let all = told.len();
    told.sort();
    told.dedup();
    assert!(all == told.len() && all > DAYS * 5 && all.is_multiple_of(DAYS), "{all} letters: everybody once a day");
    let midnight = "2026-03-25T00:00:00Z".parse().expect("an instant");
    assert_eq!(chain::make_due(&first, midnight).await.expect("a round"), 0, "what is being written then is waited for");
    assert_eq!(chain::make_due(&first, midnight + TimeDelta::hours(1)).await.expect("a round"), 1);
    assert_eq!(chain::make_due(&second, midnight + TimeDelta::hours(1)).await.expect("a round"), 0);
    let checked = check(&first).await.expect("all of it holds");
    assert_eq!(checked.anchors, DAYS + 1);
    let states = equipment_state::Entity::find().count(&first.read).await.expect("a count");
    assert!(checked.events >= 10 && checked.states as u64 == states);
}

/// Does what the triggers forbid, as who holds the file of the database can.
pub(super) async fn rewrite(db: &Db, table: &str, change: &str) {
    let drops = if db.backend() == DatabaseBackend::Postgres {
        vec![format!("DROP TRIGGER IF EXISTS {table}_is_append_only ON {table}")]
    } else {
        vec![format!("DROP TRIGGER IF EXISTS {table}_is_never_updated"), format!("DROP TRIGGER IF EXISTS {table}_is_never_deleted")]
    };
    for statement in drops.iter().map(String::as_str).chain([change]) {
        db.write.execute_unprepared(statement).await.expect(statement);
    }
}

#[rocket::async_test]
async fn the_check_names_the_event_that_somebody_changed() {
    let place = format!("equipment {}", decommissioned());
    let of_it =
        "subject_id = (SELECT subject_id FROM equipment_event WHERE type = 'decommission' AND payload LIKE '%pour les ateliers%')";
    let tampered = [
        (format!("UPDATE equipment_event SET payload = '{{}}' WHERE seq = 2 AND {of_it}"), format!("event 2 of {place}")),
        (format!("UPDATE equipment_event SET actor_ref = 'x' WHERE seq = 1 AND {of_it}"), format!("event 1 of {place}")),
        (
            format!("UPDATE equipment_event SET hash = '{}' WHERE seq = 2 AND {of_it}", "ab".repeat(32)),
            format!("event 2 of {place}"),
        ),
        (format!("DELETE FROM equipment_event WHERE seq = 1 AND {of_it}"), format!("event 1 of {place}")),
    ];
    for (change, told) in tampered {
        let (_database, db, _) = two_instances().await;
        check(&db).await.expect("it holds before");
        rewrite(&db, "equipment_event", &change).await;
        let wrong = check(&db).await.expect_err("found out").to_string();
        assert!(wrong.starts_with(&told), "{change}: {wrong}");
    }
}

#[rocket::async_test]
async fn the_check_sees_a_last_event_cut_off_a_state_and_an_anchor_that_are_not_what_the_log_tells() {
    let changes = [
        ("equipment_event", "DELETE FROM equipment_event WHERE type = 'report_loss'", "the state of equipment"),
        ("equipment_state", "UPDATE equipment_state SET stage = 'ready' WHERE stage = 'decommissioned'", "the state of equipment"),
        ("equipment_state", "DELETE FROM equipment_state WHERE stage = 'lost'", "the state of equipment"),
        ("equipment_anchor", "UPDATE equipment_anchor SET root = previous", "the anchor of"),
        ("equipment_anchor", "UPDATE equipment_anchor SET events = events + 1", "the anchor of"),
    ];
    for (table, change, told) in changes {
        let (_database, db, _) = two_instances().await;
        chain::make_due(&db, now()).await.expect("anchors");
        check(&db).await.expect("it holds before");
        rewrite(&db, table, change).await;
        let wrong = check(&db).await.expect_err("found out").to_string();
        assert!(wrong.starts_with(told), "{change}: {wrong}");
    }
}

#[rocket::async_test]
async fn a_life_book_proves_itself_and_nobody_stands_behind_it_once_they_are_gone() {
    let (_database, db, _) = two_instances().await;
    chain::make_due(&db, now()).await.expect("anchors");
    let stephane = viewer(&db, "stephane.abadie@grande-tablee.example").await;
    let register = RegisterOf::of(&stephane, structure()).expect("a referent");
    let text = chain::export(&db, &register, decommissioned(), now()).await.expect("read").expect("there");
    let good = chain::verify(&text).expect("it holds");
    assert_eq!((good.events, good.anchored), (2, 2));
    for (was, is, told) in [
        ("Trop lent", "Trop laid", "event 2"),
        ("\"seq\":2,\"type\"", "\"seq\":3,\"type\"", "event 2"),
        ("\"events\":2}", "\"events\":3}", "event 3"),
        ("\"index\":0", "\"index\":7", "event"),
    ] {
        let changed = text.replace(was, is);
        assert_ne!(changed, text, "{was} is there");
        let wrong = chain::verify(&changed).expect_err("found out");
        assert!(wrong.starts_with(told), "{was}: {wrong}");
    }
    let life = chain::life(&db, &register, decommissioned()).await.expect("read").expect("there");
    assert!(life.fault.is_none() && life.names.values().any(|name| name.starts_with("Stéphane")));
    assert!(!text.contains("Stéphane") && !text.contains(&stephane.id().to_string()), "nobody is named in the log");
    let tx = db.begin_write().await.expect("a transaction");
    chain::forget_in(&tx, stephane.id()).await.expect("forgotten");
    tx.commit().await.expect("written");
    let life = chain::life(&db, &register, decommissioned()).await.expect("read").expect("there");
    assert!(life.names.is_empty() && life.fault.is_none(), "the chain holds");
    check(&db).await.expect("all of it holds");
}

#[rocket::async_test]
async fn a_file_that_an_event_names_is_kept_and_a_changed_one_is_found_out() {
    let (_database, db, _) = two_instances().await;
    let by = referent(&db).await;
    let hold = EventKind::HoldSet { hold: Hold::Recall, reason: "rappel du fabricant".into() };
    let file = NewFile::other("rappel.txt".into(), b"Batterie rappelee.".to_vec());
    let digest = file.sha256().to_owned();
    chain::act(&db, &by, machine(), Act { files: vec![file], ..Act::new(0, hold) }, now()).await.expect("done");
    crate::store::tickets::forget_drafts(&db, now() + TimeDelta::days(30)).await.expect("a round");
    assert!(check(&db).await.is_ok(), "the round leaves it");
    let read = chain::evidence_file(&db, &by, machine(), &digest).await.expect("a read").expect("its file");
    assert_eq!(read.bytes, b"Batterie rappelee.");
    stored_file::Entity::update_many()
        .set(stored_file::ActiveModel { content: Set(b"Rien.".to_vec()), ..Default::default() })
        .filter(stored_file::Column::Sha256.eq(&digest))
        .exec(&db.write)
        .await
        .expect("changed behind our back");
    let fault = check(&db).await.expect_err("found out").to_string();
    assert!(fault.contains(&digest), "{fault}");
}

#[rocket::async_test]
async fn a_disk_that_nobody_knew_blocks_a_machine_that_was_said_to_be_clear() {
    let (_database, db, _) = two_instances().await;
    let erased = EquipmentId(fixtures::named("equipment/douces_ancien_portable"));
    let home = StructureId(fixtures::named("structures/douces"));
    let technician = ChainActor::of(samira(&db).await.viewer(), home).expect("a technician");
    let mut state = chain::state(&db, &technician, erased).await.expect("a read").expect("a machine");
    let media: Vec<_> = state.item.media.attached().map(|(id, _)| id).collect();
    let referent = viewer(&db, "veronique.lacaze@heures-douces.example").await;
    let second = ChainActor::of(&referent, home).expect("a referent");
    for medium in media {
        let photo = NewFile::picture("p.jpg".into(), (1, 1), vec![1]);
        let shown = chain::Shown::Destroyed { method: "perce".into(), photo };
        let id = SanitisationId::new(now());
        chain::tell(&db, &technician, (erased, medium), id, shown, now()).await.expect("told");
        chain::answer(&db, &second, id, now()).await.expect("answered");
    }
    state = chain::state(&db, &technician, erased).await.expect("a read").expect("a machine");
    assert_eq!(state.stage(), Stage::Sanitised);
    let keeper = RegisterOf::of(&referent, home).expect("she keeps the register");
    let part = crate::store::equipment::NewPart {
        id: crate::store::equipment::PartId::Medium(MediumId::new(now())),
        machine: Some(erased),
        made: crate::store::equipment::Made::Medium {
            kind: MediumKind::Hdd,
            size_mb: None,
            interface: String::new(),
            data_status: DataStatus::Unknown,
        },
        model: String::new(),
        serial: "OUBLIE1".into(),
        note: String::new(),
    };
    crate::store::equipment::add_part(&db, &keeper, part, now()).await.expect("added");
    state = chain::state(&db, &technician, erased).await.expect("a read").expect("a machine");
    assert!(state.item.holds.contains(&Hold::Data), "at once");
    assert!(check(&db).await.is_ok());
}
