//! What the page of a machine shows of what it says, and what a person makes of it.

use super::{Address, body, press};
use crate::support::{App, Person, world};
use chrono::TimeDelta;

fn bureau() -> String {
    format!("/equipment/{}", world::id("equipment/escargolins_bureau"))
}

/// An inventory of the desktop of the office, which the register knows as Lenovo, PFYP6M14V.
fn of_bureau(model: &str) -> Vec<u8> {
    format!(
        r#"{{"action":"inventory","deviceid":"bureau","content":{{"bios":{{"smanufacturer":"LENOVO","smodel":"{model}","ssn":"pfyp6m14v"}},"hardware":{{"name":"bureau","memory":8000}},
        "storages":[{{"name":"sda","model":"One","serial":"AAA1"}},{{"name":"sdb","model":"Two","serial":"BBB2"}}]}}}}"#
    )
    .into_bytes()
}

async fn speaks(app: &App, model: &str) -> Address {
    let address = Address::made(app, "nadege_coulon", "escargolins").await;
    assert_eq!(address.send(app, of_bureau(model)).await.status, 200);
    address
}

async fn shown(person: &mut Person<'_>) -> String {
    person.get(&bureau()).await.page().text()
}

#[rocket::async_test]
async fn a_machine_that_a_person_wrote_down_is_found_by_maker_and_number() {
    let app = App::start().await;
    speaks(&app, "ThinkCentre M710q").await;
    let mut referent = app.signed_in("nadege_coulon").await;
    let page = shown(&mut referent).await;
    assert!(page.contains("Ce que la machine dit d'elle-même") && page.contains("BBB2"), "{page}");
    assert!(!page.contains("vous avez dit"), "LENOVO and Lenovo are one word");
}

#[rocket::async_test]
async fn the_agent_says_one_thing_the_register_another_and_a_person_chooses() {
    let app = App::start().await;
    let address = speaks(&app, "10MR0047FR").await;
    let mut referent = app.signed_in("nadege_coulon").await;
    assert!(shown(&mut referent).await.contains("10MR0047FR"));
    let page = referent.get(&bureau()).await;
    assert_eq!(press(&mut referent, &page, "Garder mon texte Modèle", &[("act", "keep")]).await.status, 303);
    assert!(shown(&mut referent).await.contains("ThinkCentre M710q") && !shown(&mut referent).await.contains("vous avez dit"));
    // Said again it is kept; something else is asked anew.
    address.send(&app, of_bureau("10MR0047FR")).await;
    assert!(!shown(&mut referent).await.contains("vous avez dit"));
    address.send(&app, of_bureau("10MR0099FR")).await;
    let page = referent.get(&bureau()).await;
    for _ in 0..2 {
        assert_eq!(press(&mut referent, &page, "Prendre ce que dit l'agent Modèle", &[("act", "take")]).await.status, 303);
    }
    assert!(!shown(&mut referent).await.contains("ThinkCentre M710q"));
    // Taken from the agent, it follows the agent.
    address.send(&app, of_bureau("10MR0100FR")).await;
    assert!(!shown(&mut referent).await.contains("10MR0099FR"));
    // An old page decides about what it showed, or about nothing.
    assert_eq!(press(&mut referent, &page, "Prendre ce que dit l'agent Modèle", &[("act", "take")]).await.status, 303);
    assert!(!shown(&mut referent).await.contains("10MR0099FR"));
    let stranger = [("field", "model"), ("heard", "10MR0100FR"), ("act", "take")];
    assert_eq!(app.signed_in("veronique_lacaze").await.post(&format!("{}/inventory", bureau()), &stranger).await.status, 404);
}

#[rocket::async_test]
async fn a_partial_inventory_removes_nothing_and_a_full_one_only_says_so() {
    let app = App::start().await;
    let address = Address::made(&app, "nadege_coulon", "escargolins").await;
    address.send(&app, body("glpi/inventory_first.zlib")).await;
    let mut referent = app.signed_in("nadege_coulon").await;
    let page = super::waiting(&mut referent, "escargolins", "poste-accueil").await;
    let machine =
        press(&mut referent, &page, "Ajouter la machine", &[("name", "Accueil"), ("kind", "laptop")]).await.location().to_owned();
    assert!(referent.get(&machine).await.says("Red Hat, Inc."), "the disk vda");
    app.wait(TimeDelta::hours(1));
    address.send(&app, body("glpi/inventory_partial.zlib")).await;
    address.send(&app, body("glpi/inventory_partial_minimal.zlib")).await;
    let after = referent.get(&machine).await;
    assert!(after.says("Red Hat, Inc.") && after.says("S3Z1NB0K000001A") && !after.says("absent du dernier inventaire"));
    let one_disk = r#"{"action":"inventory","deviceid":"poste-accueil-2026-01-15-09-26-42","content":{"bios":{"smanufacturer":"LENOVO","ssn":"PF1ABCDE"},"storages":[{"name":"sdz","serial":"S3Z1NB0K000001A"}]}}"#;
    address.send(&app, one_disk.into()).await;
    let after = referent.get(&machine).await;
    assert!(after.says("Red Hat, Inc.") && after.says("absent du dernier inventaire"), "{}", after.page().text());
}

#[rocket::async_test]
async fn the_same_inventory_again_only_moves_when_it_was_seen() {
    let app = App::start().await;
    let address = speaks(&app, "ThinkCentre M710q").await;
    let rows = app.row_count().await;
    app.wait(TimeDelta::days(1));
    address.send(&app, of_bureau("ThinkCentre M710q")).await;
    assert_eq!(app.row_count().await, rows);
    assert!(shown(&mut app.signed_in("nadege_coulon").await).await.contains("vue 10 h 00"), "a day later");
    let rows = app.row_count().await;
    address.send(&app, of_bureau("Another")).await;
    assert_eq!(app.row_count().await, rows + 1);
}

#[rocket::async_test]
async fn what_machines_say_is_for_who_keeps_their_register() {
    let app = App::start().await;
    let machine = format!("/equipment/{}", world::id("equipment/douces_planning"));
    assert!(app.signed_in("veronique_lacaze").await.get(&machine).await.says("S3Z1NB0K0000D2P"));
    let employee = app.signed_in("jordan_pages").await.get(&machine).await;
    assert!(employee.status == 200 && !employee.says("S3Z1NB0K0000D2P"), "an employee sees the machine, and no more");
}
