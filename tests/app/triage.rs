//! What a request is: its title, its category, how much it hinders, its machine; two who say so at once.

use crate::support::{App, Person, world};
use chrono::TimeDelta;

fn new_id(n: u32) -> String {
    format!("01900000-0000-7000-8000-{n:012}")
}

async fn ask(person: &mut Person<'_>, n: u32, words: &str) -> String {
    let address = format!("/structures/{}/tickets", world::id("structures/douces"));
    let asked = person.upload(&address, &[("ticket", &new_id(n)), ("words", words), ("urgency", "yes")], &[]).await;
    assert_eq!(asked.status, 303, "{}", asked.page().text());
    format!("/tickets/{}", new_id(n))
}

#[rocket::async_test]
async fn a_technician_says_what_a_request_is_and_everybody_reads_it() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let ticket = ask(&mut jordan, 1, "Ça bourre encore.").await;
    let (printing, machine) = (world::id("categories/printing"), world::id("equipment/douces_planning"));
    let said = [("title", "Bourrage papier"), ("category", printing.as_str()), ("equipment", &machine), ("priority", "blocks")];
    let unsaid = samira.triage(&ticket, &said).await;
    assert_eq!(unsaid.status, 422, "why it hinders more is for who asked to read");
    assert!(unsaid.page().mistake("reason").is_some_and(|mistake| mistake.contains("La gêne change")));
    assert!(unsaid.page().holds("title", "Bourrage papier") && unsaid.page().holds("category", &printing));
    let said = [&said[..], &[("reason", "La paie part ce soir")]].concat();
    assert_eq!(samira.triage(&ticket, &said).await.status, 303);
    for page in [samira.get(&ticket).await, jordan.get(&ticket).await] {
        let text = page.page().text();
        assert!(page.page().heading().contains("Bourrage papier"), "{text}");
        assert!(text.contains("Imprimante") && text.contains("La paie part ce soir"), "{text}");
        assert!(text.contains("Avant : Ça bourre encore."), "{text}");
    }
    let rows = app.row_count().await;
    assert_eq!(samira.triage(&ticket, &[]).await.status, 303, "nothing changes");
    assert_eq!(app.row_count().await, rows, "and nothing is written");
    assert!(samira.get(&format!("/tickets?category={printing}")).await.says("Bourrage papier"));
    let mail = world::id("categories/mail");
    assert!(!samira.get(&format!("/tickets?category={mail}")).await.says("Bourrage papier"));
    assert!(samira.get("/tickets.csv").await.body().contains("Imprimante"));
}

#[rocket::async_test]
async fn a_machine_of_another_structure_and_a_category_that_is_put_away_are_refused() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let ticket = ask(&mut jordan, 1, "Ça bourre encore.").await;
    let foreign = world::id("equipment/tablee_accueil");
    let refused = samira.triage(&ticket, &[("equipment", &foreign)]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.page().mistake("equipment").is_some());
    let mail = world::id("categories/mail");
    assert_eq!(samira.post(&format!("/categories/{mail}/retirement"), &[]).await.status, 303);
    let refused = samira.triage(&ticket, &[("category", &mail)]).await;
    assert!(refused.status == 422 && refused.page().mistake("category").is_some());
    assert_eq!(samira.post(&format!("/categories/{mail}/return"), &[]).await.status, 303);
    assert_eq!(samira.triage(&ticket, &[("category", &mail)]).await.status, 303);
    assert_eq!(samira.post(&format!("/categories/{mail}/retirement"), &[]).await.status, 303);
    assert_eq!(samira.triage(&ticket, &[("title", "Un titre")]).await.status, 303, "what has it keeps it");
    assert!(samira.get(&ticket).await.says("Messagerie"));
}

/// `tickets.md` § 5: a field that both changed is shown side by side, the second chooses.
#[rocket::async_test]
async fn two_who_change_the_same_field_see_both_and_the_second_chooses() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    let (mut samira, mut karim) = (app.signed_in("samira_benali").await, app.signed_in("karim_ferrand").await);
    let ticket = ask(&mut jordan, 1, "Ça bourre encore.").await;
    let (address, seen) = samira.get(&format!("{ticket}/triage")).await.page().form_of("Garder");
    assert_eq!(karim.triage(&ticket, &[("title", "Bourrage à l'accueil")]).await.status, 303);
    app.wait(TimeDelta::seconds(1));

    let printing = world::id("categories/printing");
    let fields = |seen: &[(String, String)], more: &[(&str, &str)]| -> Vec<(String, String)> {
        let own = |value: &(&str, &str)| (value.0.to_owned(), value.1.to_owned());
        seen.iter().cloned().chain(more.iter().map(own)).collect()
    };
    let typed =
        fields(&seen, &[("title", "Le bac 2 bourre"), ("category", &printing), ("priority", "can_wait"), ("equipment", "")]);
    let form: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let both = samira.post(&address, &form).await;
    assert_eq!(both.status, 422);
    let page = both.page();
    assert!(page.text().contains("Karim vient de mettre") && page.text().contains("Bourrage à l'accueil"), "{}", page.text());
    assert!(page.holds("title", "Le bac 2 bourre") && page.holds("category", &printing), "nothing typed is lost");
    assert!(karim.get(&ticket).await.page().heading().contains("Bourrage à l'accueil"), "nothing is written over unseen");

    let (address, seen) = page.form_of("Garder");
    let typed =
        fields(&seen, &[("title", "Le bac 2 bourre"), ("category", &printing), ("priority", "can_wait"), ("equipment", "")]);
    let form: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(samira.post(&address, &form).await.status, 303);
    let text = karim.get(&ticket).await.page().text();
    assert!(text.contains("Le bac 2 bourre") && text.contains("Avant : Bourrage à l'accueil"), "{text}");

    // Different fields: both stay.
    let (address, seen) = samira.get(&format!("{ticket}/triage")).await.page().form_of("Garder");
    assert_eq!(karim.triage(&ticket, &[("title", "Le bac 2 de l'accueil bourre")]).await.status, 303);
    let typed = fields(&seen, &[("title", "Le bac 2 bourre"), ("category", ""), ("priority", "can_wait"), ("equipment", "")]);
    let form: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(samira.post(&address, &form).await.status, 303);
    assert!(samira.get(&ticket).await.page().heading().contains("Le bac 2 de l'accueil bourre"));
    assert!(!samira.get(&format!("/tickets?category={printing}")).await.says("Le bac 2"));
}

#[rocket::async_test]
async fn categories_are_kept_by_technician_and_coordinator() {
    let app = App::start().await;
    let (mut samira, mut claire) = (app.signed_in("samira_benali").await, app.signed_in("claire_vidal").await);
    for _ in 0..2 {
        let sent = claire.post("/categories", &[("category", &new_id(1)), ("name", "Caisse")]).await;
        assert_eq!(sent.status, 303, "sent twice");
    }
    let taken = samira.post("/categories", &[("category", &new_id(2)), ("name", "CAISSE")]).await;
    assert_eq!(taken.status, 422);
    assert!(taken.page().mistake("name").is_some_and(|mistake| mistake.contains("porte déjà ce nom")));
    assert!(taken.page().holds("name", "CAISSE"));
    assert_eq!(samira.post(&format!("/categories/{}", new_id(1)), &[("name", "Caisse et ventes")]).await.status, 303);
    assert_eq!(samira.post(&format!("/categories/{}", new_id(1)), &[("name", "imprimante")]).await.status, 422);
    assert!(claire.get("/categories").await.says("Caisse et ventes"));
    let rows = app.row_count().await;
    assert_eq!(claire.post("/categories/usual", &[]).await.status, 303);
    let more = app.row_count().await;
    assert_eq!(claire.post("/categories/usual", &[]).await.status, 303, "pressed twice");
    assert_eq!(app.row_count().await, more, "each is there once");
    assert!(more > rows, "those that were missing are there");
}

/// What people ask for is counted by structure; of a confidential request not even that.
#[rocket::async_test]
async fn a_confidential_request_counts_as_something_else() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let (mut claire, mut veronique) = (app.signed_in("claire_vidal").await, app.signed_in("veronique_lacaze").await);
    let before = claire.get("/fairness").await.page().text();
    assert!(before.contains("Ce que les gens demandent"), "{before}");
    let ticket = ask(&mut jordan, 1, "Mon dossier de santé ne s'ouvre plus.").await;
    assert_eq!(samira.post("/categories", &[("category", &new_id(9)), ("name", "Zinc")]).await.status, 303);
    assert_eq!(samira.triage(&ticket, &[("category", &new_id(9))]).await.status, 303);
    for reader in [&mut claire, &mut samira, &mut veronique] {
        assert!(reader.get("/fairness").await.page().text().contains("Zinc1"), "it is counted");
    }
    assert!(!veronique.get("/fairness").await.says("Escargolins"), "a referent reads of no other structure");
    assert_eq!(jordan.post(&format!("{ticket}/confidentiality"), &[]).await.status, 303);
    let after = claire.get("/fairness").await.page().text();
    assert!(!after.contains("Zinc") && after.contains("Autre2"), "{after}");
}
