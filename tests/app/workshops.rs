//! The narrow sight of a workshop: the machines that are proposed or handed to it, from that day on, and nothing of anybody.

use crate::support::{App, Person, world};
use crate::transfers::{Batch, machine_id};

fn machine(key: &str) -> String {
    format!("/workshops/{}/equipment/{}", world::id("organisations/rebond"), machine_id(key))
}

fn deed(key: &str, deed: &str) -> String {
    format!("/equipment/{}/deeds/{deed}", machine_id(key))
}

#[rocket::async_test]
async fn the_home_page_lists_machines_by_what_comes_next() {
    let app = App::start().await;
    let mut odile = app.signed_in("odile_tournier").await;
    let home = odile.get("/").await;
    assert_eq!(home.page().heading(), "Atelier Rebond");
    let text = home.page().text();
    let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} in {text}"));
    assert!(place("À accueillir") < place("Dell OptiPlex 3020") && place("Dell OptiPlex 3020") < place("À effacer"), "on its way");
    assert!(place("À effacer") < place("HP EliteBook 820 G3") && place("HP EliteBook 820 G3") < place("Rien n'est à réparer."));
    assert!(home.says("À trier") && home.says("Rien n'est à contrôler."));
    assert!(place("Prêtes") < place("Iiyama ProLite XUB2492HSU") && home.says("À remettre à qui l'attend"));
    assert!(home.page().link("Remises").contains("/transfers"));
    let mut malik = app.signed_in("malik_saadi").await;
    assert_eq!(
        malik.get("/").await.page().text().replace("Malik Saadi", ""),
        text.replace("Odile Tournier", ""),
        "the same to both"
    );
}

#[rocket::async_test]
async fn a_machine_is_not_there_until_it_is_proposed_and_not_any_more_once_it_is_not() {
    let app = App::start().await;
    let (mut stephane, mut odile) = (app.signed_in("stephane_abadie").await, app.signed_in("odile_tournier").await);
    let key = "tablee_salle_2";
    let nowhere = format!("/workshops/{}/equipment/{}", world::id("organisations/rebond"), "01900000-0000-7000-8000-000000000429");
    let batch = Batch::draft(&mut stephane, "donation", &[key]).await;
    let absent = odile.get(&nowhere).await;
    let hidden = odile.get(&machine(key)).await;
    assert_eq!(
        (hidden.status, hidden.without(&[&machine(key)])),
        (404, absent.without(&[&nowhere])),
        "a draft is nobody's business"
    );
    assert_eq!(odile.get(&batch.href).await.status, 404);
    batch.step(&mut stephane, "proposal", 1, &[]).await;
    let seen = odile.get(&machine(key)).await;
    assert!(seen.status == 200 && seen.says("Lenovo ThinkCentre M92p") && seen.says("PF9R5PCRS"));
    assert!(seen.says("Proposée à la cession") && !seen.says("Réformée") && !seen.says("Reprise du registre"), "nothing of before");
    for told in ["Stéphane", "Poste 2", "Salle informatique", "Trop lent pour les ateliers", "Bloquer"] {
        assert!(!seen.body().contains(told), "{told}");
    }
    assert_eq!(odile.get(&deed(key, "hold")).await.status, 404, "it is not in their hands");
    batch.step(&mut odile, "refusal", 2, &[("reason", "Pas de place.")]).await;
    assert_eq!(odile.get(&machine(key)).await.status, 404, "given back, it is not there any more");
    assert_eq!(odile.get(&batch.href).await.status, 200, "what they answered stays theirs to read");
}

#[rocket::async_test]
async fn a_machine_in_their_hands_shows_what_they_may_do_and_no_name_of_a_structure() {
    let app = App::start().await;
    let mut odile = app.signed_in("odile_tournier").await;
    let key = "tablee_ancien_portable";
    let page = odile.get(&machine(key)).await;
    assert!(page.says("Reçue") && page.says("On ne sait pas encore combien de disques elle contient."));
    for told in ["Laurent", "Stéphane", "Placard", "batterie ne tient plus", "tickets/", "/structures/"] {
        assert!(!page.body().contains(told), "{told}");
    }
    assert!(page.says("référent·e") && page.says("atelier"), "who did it is a role");
    let form = page.page().link("Bloquer");
    assert_eq!(form, deed(key, "hold"));
    assert!(odile.get(&form).await.says("HP EliteBook 820 G3") && !odile.get(&form).await.body().contains("Laurent"));
    let seq = odile.get(&form).await.page().form_of("Bloquer").1.iter().find(|(name, _)| name == "seq").expect("seq").1.clone();
    let hold = [("seq", seq.as_str()), ("hold", "locked"), ("reason", "Mot de passe du micrologiciel.")];
    for _ in 0..2 {
        assert_eq!(odile.post(&form, &hold).await.location(), machine(key), "pressed twice");
    }
    let page = odile.get(&machine(key)).await;
    assert!(page.says("Bloquée : verrou") && page.page().text().matches("Mot de passe du micrologiciel.").count() == 1);
    let late = app.signed_in("malik_saadi").await.post(&form, &[("seq", &*seq), ("hold", "recall"), ("reason", "Rappel.")]).await;
    assert!(late.status == 422 && late.says("Quelqu'un vient d'agir"));
    // Its structure and the group go on reading its whole life; the deed is one of an organisation, not of a stranger.
    let own = app.signed_in("stephane_abadie").await.get(&format!("/equipment/{}/events", machine_id(key))).await;
    assert!(own.says("Réformée") && own.says("aucun événement n'a été changé"));
}

#[rocket::async_test]
async fn who_works_there_reaches_nothing_of_structures() {
    let app = App::start().await;
    let mut odile = app.signed_in("odile_tournier").await;
    let id = world::id("structures/tablee");
    let machine = machine_id("tablee_ancien_portable");
    for page in ["", "/tickets", "/hours", "/equipment", "/network", "/people", "/sites", "/continuity", "/transfers", "/parts"] {
        assert_eq!(odile.get(&format!("/structures/{id}{page}")).await.status, 404, "{page}");
    }
    for page in ["", "/edit", "/life", "/events", "/events.ndjson"] {
        assert_eq!(odile.get(&format!("/equipment/{machine}{page}")).await.status, 404, "{page}");
    }
    for page in ["/tickets", "/structures", "/search?q=imprimante", "/outages"] {
        let page = odile.get(page).await;
        assert!(page.status != 200 || !page.says("Grande Tablée"));
    }
    let ticket = format!("/tickets/{}", world::id("tickets/planning_navigateur"));
    assert_eq!(odile.get(&ticket).await.status, 404);
}

#[rocket::async_test]
async fn another_workshop_sees_none_of_it() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let other = "01900000-0000-7000-8000-000000000422";
    let form = [("organisation", other), ("name", "Atelier du Canal"), ("kind", "workshop")];
    assert_eq!(claire.post("/organisations", &form).await.status, 303);
    let form = [("name", "Lucie"), ("email", &*world::person("lucie_bastide").email), ("language", "fr")];
    assert_eq!(claire.post(&format!("/organisations/{other}/people"), &form).await.status, 303);
    let mut lucie: Person<'_> = app.signed_in("lucie_bastide").await;
    let key = "tablee_ancien_portable";
    assert_eq!(lucie.get(&format!("/workshops/{other}")).await.status, 200);
    assert_eq!(lucie.get(&machine(key)).await.status, 404);
    assert_eq!(lucie.get(&format!("/workshops/{other}/equipment/{}", machine_id(key))).await.status, 404);
    let transfer = format!("/transfers/{}", world::id("transfers/tablee_rebond_recue"));
    assert_eq!(app.signed_in("odile_tournier").await.get(&transfer).await.status, 200, "there is something to deny");
    for page in ["", "/reception", "/document", "/dispatch"] {
        assert_eq!(lucie.get(&format!("{transfer}{page}")).await.status, 404, "{page}");
    }
    for step in ["acceptance", "refusal", "cancellation", "closure", "proposal"] {
        assert_eq!(
            lucie.post(&format!("{transfer}/{step}"), &[("version", "5"), ("reason", "À moi.")]).await.status,
            404,
            "{step}"
        );
    }
    let hold = [("seq", "6"), ("hold", "legal"), ("reason", "À moi.")];
    assert_eq!(lucie.post(&deed(key, "hold"), &hold).await.status, 404);
}
