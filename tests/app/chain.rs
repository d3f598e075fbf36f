//! The life of machines in the hands of their structure: what may be done next, what stands in the way, the life-book.

use crate::support::{App, Person, world};
use chrono::TimeDelta;

fn machine(key: &str) -> String {
    format!("/equipment/{}", world::id(&format!("equipment/{key}")))
}

fn deed(key: &str, deed: &str) -> String {
    format!("{}/deeds/{deed}", machine(key))
}

const DECOMMISSION: [(&str, &str); 4] =
    [("seq", "0"), ("reason", "Trop lent pour la comptabilité."), ("data_saved", "yes"), ("owner", "true")];

async fn stage(person: &mut Person<'_>, key: &str) -> String {
    let page = person.get(&machine(key)).await;
    let stages = ["En service", "En maintenance", "Réformée", "Perdue", "Volée"];
    let text = page.page().text();
    let card = text.split("Sa vie").nth(1).expect("the card").trim_start();
    stages.into_iter().find(|stage| card.starts_with(stage)).unwrap_or("another").to_owned()
}

#[rocket::async_test]
async fn a_referent_decommissions_a_machine_and_takes_it_back() {
    let app = App::start().await;
    let mut referent = app.signed_in("nadege_coulon").await;
    let own = machine("escargolins_bureau");
    assert_eq!(stage(&mut referent, "escargolins_bureau").await, "En service");
    let form = referent.get(&own).await.page().link("Réformer");
    assert_eq!(form, deed("escargolins_bureau", "decommissioning"));
    assert!(referent.get(&form).await.says("Ses données sont-elles sauvegardées ?"));
    assert_eq!(referent.post(&form, &DECOMMISSION).await.location(), own);
    assert_eq!(stage(&mut referent, "escargolins_bureau").await, "Réformée");
    let page = referent.get(&own).await;
    assert!(page.says("On ne sait pas encore combien de disques elle contient."), "what keeps it from leaving");
    let (back, _) = page.page().form_of("Remettre en service");
    assert_eq!(referent.post(&back, &[("seq", "2")]).await.status, 303);
    assert_eq!(stage(&mut referent, "escargolins_bureau").await, "En service");
    let life = referent.get(&format!("{own}/events")).await;
    for said in ["Reprise du registre", "Réformée", "Remise en service", "Nadège Coulon", "aucun événement n'a été changé"]
    {
        assert!(life.says(said), "{said}");
    }
}

#[rocket::async_test]
async fn what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost() {
    let app = App::start().await;
    let mut referent = app.signed_in("nadege_coulon").await;
    let form = deed("escargolins_bureau", "decommissioning");
    let refused = referent.post(&form, &[("seq", "0"), ("reason", "Trop lent.")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.page().mistake("data_saved").is_some() && refused.page().mistake("owner").is_some());
    assert!(refused.page().holds("reason", "Trop lent."));
    let refused = referent.post(&form, &[("seq", "0"), ("data_saved", "yes"), ("owner", "true")]).await;
    assert!(refused.status == 422 && refused.page().mistake("reason").is_some() && refused.page().holds("data_saved", "yes"));
    assert_eq!(stage(&mut referent, "escargolins_bureau").await, "En service", "nothing was done");
}

#[rocket::async_test]
async fn pressed_twice_it_is_done_once_and_two_people_get_one_event_and_one_sentence() {
    let app = App::start().await;
    let (mut referent, mut samira) = (app.signed_in("nadege_coulon").await, app.signed_in("samira_benali").await);
    let form = deed("escargolins_bureau", "decommissioning");
    for _ in 0..2 {
        assert_eq!(referent.post(&form, &DECOMMISSION).await.status, 303, "pressed twice");
    }
    let life = format!("{}/events.ndjson", machine("escargolins_bureau"));
    let events = |text: String| text.lines().filter(|line| line.contains("\"line\":\"event\"")).count();
    assert_eq!(events(referent.get(&life).await.body()), 2, "what the register said, and the deed");
    let late = samira.post(&deed("escargolins_bureau", "maintenance"), &[("seq", "0"), ("reason", "Le ventilateur.")]).await;
    assert_eq!(late.status, 422);
    assert!(late.says("Quelqu'un vient d'agir : la machine est maintenant « Réformée »."));
    assert!(late.page().holds("reason", "Le ventilateur.") && late.page().holds("seq", "2"));
    assert_eq!(events(referent.get(&life).await.body()), 2);
}

#[rocket::async_test]
async fn a_technician_mends_and_does_not_decide() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let page = samira.get(&machine("escargolins_bureau")).await;
    assert!(!page.says("Réformer"), "that is the referent's");
    let refused = samira.post(&deed("escargolins_bureau", "decommissioning"), &DECOMMISSION).await;
    assert!(refused.status == 422 && refused.says("Ce n'est pas à vous de le faire."));
    let open = page.page().link("Mettre en maintenance");
    assert_eq!(samira.post(&open, &[("seq", "0"), ("reason", "Le ventilateur.")]).await.status, 303);
    assert_eq!(stage(&mut samira, "escargolins_bureau").await, "En maintenance");
    let (end, _) = samira.get(&machine("escargolins_bureau")).await.page().form_of("Finir la maintenance");
    assert_eq!(samira.post(&end, &[("seq", "2")]).await.status, 303);
    assert_eq!(stage(&mut samira, "escargolins_bureau").await, "En service");
}

#[rocket::async_test]
async fn a_stolen_machine_counts_seventy_two_hours_and_comes_back() {
    let app = App::start().await;
    let mut referent = app.signed_in("nadege_coulon").await;
    let form = deed("escargolins_portable", "loss");
    let told = [("seq", "0"), ("how", "stolen"), ("on", "2026-03-23"), ("reason", "Dans la voiture, vitre cassée.")];
    let future = [("seq", "0"), ("how", "stolen"), ("on", "2026-04-23"), ("reason", "Dans la voiture.")];
    let refused = referent.post(&form, &future).await;
    assert!(refused.status == 422 && refused.says("Ce jour n'est pas encore venu."));
    assert_eq!(referent.post(&form, &told).await.status, 303);
    assert_eq!(stage(&mut referent, "escargolins_portable").await, "Volée");
    let page = referent.get(&machine("escargolins_portable")).await;
    assert!(page.says("prévenez la CNIL avant le") && page.says("27 mars"), "three days after it was told");
    let find = page.page().link("Retrouvée");
    let (_, seen) = referent.get(&find).await.page().form_of("Retrouvée");
    let seq = seen.iter().find(|(name, _)| name == "seq").map_or("", |(_, value)| value);
    assert_eq!(referent.post(&find, &[("seq", seq), ("reason", "Rapportée par la gendarmerie.")]).await.status, 303);
    assert_eq!(stage(&mut referent, "escargolins_portable").await, "En service");
    assert!(!referent.get(&machine("escargolins_portable")).await.says("CNIL"));
}

#[rocket::async_test]
async fn a_hold_is_cleared_by_who_can_see_that_its_reason_is_gone() {
    let app = App::start().await;
    let (mut referent, mut samira) = (app.signed_in("stephane_abadie").await, app.signed_in("samira_benali").await);
    let mut claire = app.signed_in("claire_vidal").await;
    let key = "tablee_portable_laurent";
    assert!(referent.get(&machine(key)).await.says("Bloquée : batterie dangereuse."));
    let clear = deed(key, "hold-clearance");
    let battery = [("seq", "2"), ("hold", "battery_safety"), ("reason", "Batterie remplacée.")];
    assert!(referent.post(&clear, &battery).await.says("Ce n'est pas à vous de le faire."));
    assert_eq!(samira.post(&clear, &battery).await.status, 303);
    assert!(!referent.get(&machine(key)).await.says("Bloquée :"));
    let legal = [("seq", "3"), ("hold", "legal"), ("reason", "Une enquête la demande.")];
    assert_eq!(claire.post(&deed(key, "hold"), &legal).await.status, 404, "nothing blocks it: the coordinator does not know it");
    assert_eq!(referent.post(&deed(key, "hold"), &legal).await.status, 303);
    let over = [("seq", "4"), ("hold", "legal"), ("reason", "L'enquête est close.")];
    assert_eq!(samira.post(&clear, &over).await.status, 422);
    let list = claire.get("/holds").await;
    assert!(list.says("raison de droit") && list.says("Grande Tablée"));
    assert_eq!(claire.get(&machine(key)).await.status, 404, "the machine itself stays the structure's");
    assert_eq!(claire.get(&clear).await.status, 200);
    assert_eq!(claire.post(&clear, &over).await.location(), "/holds");
    assert!(claire.get("/holds").await.says("Aucune machine n'est bloquée."));
    assert_eq!(claire.post(&deed(key, "hold"), &legal).await.status, 404);
}

#[rocket::async_test]
async fn the_life_of_a_foreign_machine_is_not_there() {
    let app = App::start().await;
    let (own, nowhere) = (machine("escargolins_bureau"), "/equipment/00000000-0000-4000-8000-000000000000".to_owned());
    assert_eq!(app.signed_in("nadege_coulon").await.get(&format!("{own}/events")).await.status, 200, "there is something to deny");
    for stranger in ["patrick_lormand", "claire_vidal", "lucie_bastide"] {
        let mut stranger = app.signed_in(stranger).await;
        for part in ["/events", "/events.ndjson", "/deeds/decommissioning", "/deeds/hold", "/deeds/hold-clearance", "/deeds/loss"] {
            let (foreign, none) = (stranger.get(&format!("{own}{part}")).await, stranger.get(&format!("{nowhere}{part}")).await);
            assert_eq!((foreign.status, none.status), (404, 404), "{part}");
        }
        for part in ["decommissioning", "maintenance", "hold", "loss"] {
            let told = [("how", "lost"), ("on", "2026-03-23"), ("hold", "legal")];
            let form = [DECOMMISSION.as_slice(), &told].concat();
            assert_eq!(stranger.post(&format!("{own}/deeds/{part}"), &form).await.status, 404, "{part}");
        }
    }
    let mut referent = app.signed_in("nadege_coulon").await;
    assert_eq!(stage(&mut referent, "escargolins_bureau").await, "En service", "nothing was done");
    assert_eq!(referent.get(&format!("{own}/deeds/nothing")).await.status, 404);
}

#[rocket::async_test]
async fn the_named_world_has_machines_in_several_stages() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    for (key, told) in [
        ("semis_tablette", "Perdue"),
        ("tablee_salle_1", "En maintenance"),
        ("tablee_salle_2", "Réformée"),
        ("tablee_portable_laurent", "En service"),
    ] {
        assert_eq!(stage(&mut samira, key).await, told, "{key}");
    }
}

#[rocket::async_test]
async fn a_life_book_is_checked_without_us_and_a_changed_one_is_found_out() {
    let app = App::start().await;
    let mut referent = app.signed_in("nadege_coulon").await;
    assert_eq!(referent.post(&deed("escargolins_bureau", "decommissioning"), &DECOMMISSION).await.status, 303);
    app.wait(TimeDelta::days(1));
    parcommun::rounds::go(&app.db, app.clock.now()).await.expect("a round");
    let book = referent.get(&format!("{}/events.ndjson", machine("escargolins_bureau"))).await.body();
    let good = parcommun::store::chain::verify(&book).expect("it holds");
    assert_eq!((good.events, good.anchored), (2, 2), "all of it is held by the anchor of its day");
    let last = good.last.expect("an anchor").anchor;
    let kept = app.letters().await.into_iter().filter(|letter| letter.text.contains(&last)).count();
    assert!(kept > 5, "every structure got it by letter");
    assert!(app.signed_in("claire_vidal").await.get("/report?month=2026-03").await.says(&last), "and the report prints it");
    let changed = book.replace("Trop lent", "Trop vieux");
    assert_ne!(changed, book);
    assert!(parcommun::store::chain::verify(&changed).expect_err("found out").starts_with("event 2:"));
    let cut: String = book.lines().filter(|line| !line.contains("\"seq\":1,")).map(|line| format!("{line}\n")).collect();
    assert!(parcommun::store::chain::verify(&cut).expect_err("found out").starts_with("event 1:"));
}
