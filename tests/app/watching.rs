//! Repair or replace: what is known of a machine, told in sentences to who keeps its register.

use crate::support::{App, Person, world};

fn new_id(n: u32) -> String {
    format!("01900000-0000-7000-8000-{n:012}")
}

fn list() -> String {
    format!("/structures/{}/equipment/watched", world::id("structures/escargolins"))
}

fn register() -> String {
    format!("/structures/{}/equipment", world::id("structures/escargolins"))
}

/// A machine that nobody has asked about yet; its address and its id.
async fn machine(person: &mut Person<'_>, fields: &[(&str, &str)]) -> (String, String) {
    let form = [&[("name", "Portable du fond"), ("kind", "laptop")], fields].concat();
    let added = person.post(&register(), &form).await;
    assert_eq!(added.status, 303, "{}", added.page().text());
    let address = added.location().to_owned();
    let id = address.rsplit('/').next().expect("an id").to_owned();
    (address, id)
}

async fn calls(technician: &mut Person<'_>, machine: &str, numbers: std::ops::Range<u32>, category: Option<&str>) {
    let (structure, asker) = (world::id("structures/escargolins"), world::id("people/lucie_bastide"));
    for n in numbers {
        let ticket = new_id(n);
        let form = [("ticket", &*ticket), ("structure", &structure), ("requester", &asker), ("words", "Il s'éteint.")];
        let form = [&form[..], &[("urgency", "no"), ("impact", "me"), ("equipment", machine)]].concat();
        let called = technician.post("/calls", &form).await;
        assert_eq!(called.status, 303, "{}", called.page().text());
        if let Some(category) = category {
            let change = [("category", category)];
            assert_eq!(technician.triage(&format!("/tickets/{ticket}"), &change).await.status, 303);
        }
    }
}

#[rocket::async_test]
async fn a_machine_that_is_asked_about_again_and_again_is_watched() {
    let app = App::start().await;
    let mut technician = app.signed_in("samira_benali").await;
    let (address, id) = machine(&mut technician, &[("acquired_on", "2024-03-24")]).await;
    calls(&mut technician, &id, 1..4, None).await;
    assert!(!technician.get(&list()).await.says("Portable du fond"), "three are not many");
    assert!(technician.get(&address).await.says("Rien ne demande de la remplacer."));
    calls(&mut technician, &id, 4..5, None).await;
    let told = "Elle vaut une réparation : cherchez la cause une bonne fois.";
    let page = technician.get(&list()).await;
    assert!(page.says("Portable du fond") && page.says("4 demandes en douze mois"));
    let page = technician.get(&address).await;
    assert!(page.says(told) && page.says("2 ans"), "{}", page.page().text());
    assert!(app.signed_in("nadege_coulon").await.get(&list()).await.says("Portable du fond"), "its referent too");
    let mut colleague = app.signed_in("lucie_bastide").await;
    assert!(!colleague.get(&address).await.says("Réparer ou remplacer"), "who does not keep the register reads none of it");
}

#[rocket::async_test]
async fn the_same_failure_again_and_an_age_beyond_the_usual_propose_another_machine() {
    let app = App::start().await;
    let mut technician = app.signed_in("samira_benali").await;
    let (address, id) = machine(&mut technician, &[("acquired_on", "2020-12-24")]).await;
    let page = technician.get(&list()).await;
    assert!(page.says("Elles durent") && page.says("5 ans et 3 mois de service, 5 ans d'habitude"), "{}", page.page().text());
    calls(&mut technician, &id, 1..3, Some(&world::id("categories/printing"))).await;
    let page = technician.get(&address).await;
    assert!(page.says("Pensez à la remplacer."), "{}", page.page().text());
    assert!(page.says("1 panne revenue dans les 90 jours"));
}

#[rocket::async_test]
async fn hours_and_what_they_cost_are_told() {
    let app = App::start().await;
    let mut technician = app.signed_in("samira_benali").await;
    let (address, id) = machine(&mut technician, &[("price", "150,00"), ("warranty_until", "2027-01-01")]).await;
    let structure = world::id("structures/escargolins");
    let (entry, day) = (new_id(1), "2026-03-23");
    let form = [("entry", &*entry), ("structure", &structure), ("day", day), ("minutes", "5 h"), ("kind", "on_site")];
    let form = [&form[..], &[("equipment", &*id), ("note", "Démontage"), ("act", "save")]].concat();
    let noted = technician.post("/interventions", &form).await;
    assert_eq!(noted.status, 303, "{}", noted.page().text());
    let page = technician.get(&address).await;
    for told in ["5 h passées en douze mois", "Sa garantie court", "garantie jusqu'au", "Coût d'une heure", "5 h, soit"] {
        assert!(page.says(told), "{told}: {}", page.page().text());
    }
}
