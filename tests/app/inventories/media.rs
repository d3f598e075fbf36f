//! The disks that agents tell of are media of the register and of the machine's life.

use super::{Address, body, press, waiting};
use crate::support::{App, world};

fn bureau() -> String {
    format!("/equipment/{}", world::id("equipment/escargolins_bureau"))
}

/// What the agent of the office's desktop sends, with these disks.
fn told(disks: &[&str], partial: bool) -> Vec<u8> {
    let disk =
        |serial: &&str| format!(r#"{{"name":"sd{serial}","model":"Disque {serial}","serial":"{serial}","interface":"SATA"}}"#);
    let disks = disks.iter().map(disk).collect::<Vec<_>>().join(",");
    format!(
        r#"{{"action":"inventory","partial":{partial},"deviceid":"bureau","content":{{"bios":{{"smanufacturer":"LENOVO","ssn":"pfyp6m14v"}},
        "hardware":{{"name":"bureau"}},"storages":[{disks}]}}}}"#
    )
    .into_bytes()
}

#[rocket::async_test]
async fn disks_that_an_agent_tells_of_are_known_when_the_machine_leaves_use() {
    let app = App::start().await;
    let address = Address::made(&app, "nadege_coulon", "escargolins").await;
    for _ in 0..2 {
        assert_eq!(address.send(&app, told(&["AAA1", "BBB2"], false)).await.status, 200);
    }
    let mut referent = app.signed_in("nadege_coulon").await;
    let page = referent.get(&bureau()).await;
    assert_eq!(page.body().matches("/media/").count(), 2 + 1, "each once, and the link to add one");
    let said = [("seq", "0"), ("reason", "Trop lent."), ("data_saved", "yes"), ("owner", "true")];
    assert_eq!(referent.post(&format!("{}/deeds/decommissioning", bureau()), &said).await.status, 303);
    let sanitising = format!("{}/sanitising", bureau());
    let page = referent.get(&sanitising).await;
    assert!(
        page.says("Selon son inventaire, 2 supports dans la machine.") && page.says("Le support BBB2 peut contenir des données.")
    );
    // Another one is seen, then one is missed: nothing is removed, and both are said.
    address.send(&app, told(&["AAA1", "BBB2", "CCC3"], false)).await;
    address.send(&app, told(&["AAA1"], true)).await;
    let events = format!("{}/events", bureau());
    assert!(!referent.get(&events).await.says("Support absent d'un inventaire"), "a partial one misses nothing");
    for _ in 0..2 {
        address.send(&app, told(&["AAA1", "CCC3"], false)).await;
    }
    let page = referent.get(&events).await;
    assert!(page.says("SSD SATA CCC3"));
    assert_eq!(page.page().text().matches("Support absent d'un inventaire").count(), 1, "said once");
    let page = referent.get(&sanitising).await;
    assert!(page.says("Le support BBB2 peut contenir des données.") && page.says("Le support CCC3 peut contenir des données."));
    assert!(parcommun::store::check::check(&app.db).await.is_ok());
}

#[rocket::async_test]
async fn the_life_of_an_adopted_machine_begins_with_its_inventory() {
    let app = App::start().await;
    let address = Address::made(&app, "nadege_coulon", "escargolins").await;
    address.send(&app, body("fusioninventory/inventory_identity.zlib")).await;
    let mut referent = app.signed_in("nadege_coulon").await;
    let page = waiting(&mut referent, "escargolins", "poste-accueil").await;
    let form = [("name", "Portable de l'accueil"), ("kind", "laptop")];
    let machine = press(&mut referent, &page, "Ajouter la machine", &form).await.location().to_owned();
    let events = referent.get(&format!("{machine}/events")).await;
    for said in ["Vue par un inventaire", "Mise en service", "Support vu", "Nadège Coulon"] {
        assert!(events.says(said), "{said}: {}", events.page().text());
    }
    assert!(!events.says("Reprise du registre"));
}
