//! What cannot be read is kept sealed, shown, read again, forgotten.

use super::{Address, body, trays};
use crate::support::{App, world};
use chrono::TimeDelta;
use parcommun::rounds;
use parcommun::store::inventories::{self, Seal, Unread};

fn page(structure: &str) -> String {
    format!("/structures/{}/unreadable-inventories", world::id(&format!("structures/{structure}")))
}

#[rocket::async_test]
async fn what_cannot_be_read_is_kept_with_its_reason() {
    let app = App::start().await;
    let address = Address::made(&app, "nadege_coulon", "escargolins").await;
    let whole = body("glpi/inventory.zlib");
    let headers = [("glpi-agent-id", "3f0c6a2e-9d0b-4c55-8a1e-6d2f7b9c0a11"), ("user-agent", "GLPI-Agent_v1.12-dev")];
    let refused = address.send_with(&app, whole[..whole.len() / 2].to_vec(), &headers).await;
    assert_eq!(
        (refused.status, refused.body().as_str()),
        (400, r#"{"status":"error","message":"Ce message ne peut pas être lu.","expiration":24}"#)
    );
    assert_eq!(
        address.send(&app, b"<!DOCTYPE a><REQUEST/>".to_vec()).await.body(),
        "<REPLY><ERROR>Ce message ne peut pas être lu.</ERROR></REPLY>"
    );
    assert_eq!(address.send(&app, Vec::new()).await.status, 400);
    let mut referent = app.signed_in("nadege_coulon").await;
    let list = referent.get(&trays("escargolins")).await.page().link("2 inventaires illisibles");
    let shown = referent.get(&list).await;
    for said in ["La compression est abîmée.", "GLPI-Agent_v1.12-dev", "Il contient des déclarations interdites."] {
        assert!(shown.says(said), "{said}: {}", shown.page().text());
    }
    let (replay, _) = shown.page().form_of("Relire 10 h 00");
    let again = referent.post(&replay, &[]).await;
    assert!(referent.get(again.location()).await.says("Ce message reste illisible."));
    // Elsewhere it is not there.
    let foreign = replay.replace(&world::id("structures/escargolins"), &world::id("structures/douces"));
    assert_eq!(app.signed_in("veronique_lacaze").await.post(&foreign, &[]).await.status, 404);
    assert_eq!(app.signed_in("samira_benali").await.post(&foreign, &[]).await.status, 404);
}

/// As if an older version had not been able to read them.
async fn unread(app: &App, address: &Address, name: &str) {
    let agent = inventories::enter(&app.db, &address.secret, app.clock.now()).await.expect("the database").expect("an address");
    let bytes = body(name);
    let unread = Unread { bytes: &bytes, reason: "syntax", program: "GLPI-Agent_v1.12-dev", agent_id: None };
    let seal = Seal::new("7061".repeat(16).as_bytes());
    inventories::set_aside(&app.db, &agent, &seal, unread, app.clock.now()).await.expect("kept");
}

#[rocket::async_test]
async fn after_an_update_it_is_read_again_once() {
    let app = App::start().await;
    let address = Address::made(&app, "nadege_coulon", "escargolins").await;
    unread(&app, &address, "glpi/inventory.zlib").await;
    let mut referent = app.signed_in("nadege_coulon").await;
    let shown = referent.get(&page("escargolins")).await;
    let (replay, _) = shown.page().form_of("Relire 10 h 00");
    assert_eq!(referent.post(&replay, &[]).await.status, 303);
    let after = referent.get(&page("escargolins")).await;
    assert!(after.says("Tout a pu être lu."), "{}", after.page().text());
    assert!(referent.get(&trays("escargolins")).await.says("poste-accueil"));
    assert_eq!(referent.post(&replay, &[]).await.status, 404, "it is gone");
}

#[rocket::async_test]
async fn it_is_kept_for_thirty_days_and_the_last_fifty() {
    let app = App::start().await;
    let address = Address::made(&app, "nadege_coulon", "escargolins").await;
    let kept = async || app.rows().await.iter().filter(|row| row.starts_with("unreadable_inventory:")).count();
    for _ in 0..52 {
        unread(&app, &address, "ocs/prolog.zlib").await;
    }
    assert_eq!(kept().await, 50);
    app.wait(TimeDelta::days(29));
    rounds::go(&app.db, app.clock.now()).await.expect("a round");
    assert_eq!(kept().await, 50);
    app.wait(TimeDelta::days(2));
    rounds::go(&app.db, app.clock.now()).await.expect("a round");
    assert_eq!(kept().await, 0);
}
