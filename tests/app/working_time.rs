//! What the law says of a technician's time, where it is entered; what the post can give.

use crate::support::{Answer, App, Person, world};

fn new_id(n: u32) -> String {
    format!("01900000-0000-7000-8000-{n:012}")
}

/// The text of a page with plain spaces.
fn words(answer: &Answer) -> String {
    answer.page().text().replace(['\u{a0}', '\u{202f}'], " ")
}

async fn notes(technician: &mut Person<'_>, n: u32, day: &str, start: &str, minutes: &str, act: &str) -> Answer {
    let (entry, structure) = (new_id(n), world::id("structures/escargolins"));
    let form = [
        ("entry", entry.as_str()),
        ("structure", structure.as_str()),
        ("day", day),
        ("start", start),
        ("minutes", minutes),
        ("kind", "on_site"),
        ("note", "Câblage de la salle"),
        ("act", act),
    ];
    technician.post("/interventions", &form).await
}

#[rocket::async_test]
async fn a_long_day_is_said_while_typing_after_saving_and_on_the_week_and_never_refused() {
    let app = App::start().await;
    let mut technician = app.signed_in("samira_benali").await;
    let look = notes(&mut technician, 1, "2026-03-21", "", "10 h 30", "look").await;
    let said = "Avec cette intervention, votre journée fait 10 h 30. La loi en permet 10 h.";
    assert!(words(&look).contains(said), "{}", words(&look));

    let structure = world::id("structures/escargolins");
    let asked = format!("/interventions/foreseen?structure={structure}&day=2026-03-21&minutes=630&kind=on_site");
    let json = technician.get(&asked).await.body().replace('\u{a0}', " ");
    assert!(json.contains(said), "{json}");

    let saved = notes(&mut technician, 1, "2026-03-21", "", "10 h 30", "save").await;
    assert_eq!((saved.status, saved.location()), (303, "/interventions?week=2026-03-16"));
    let week = technician.get(saved.location()).await;
    assert!(words(&week).contains("C'est noté. Votre journée dépasse 10 h, le maximum légal."));
    assert!(words(&week).contains("Cette journée fait 10 h 30. La loi en permet 10 h."));
    let again = words(&technician.get("/interventions?week=2026-03-16").await);
    assert!(again.contains("Cette journée fait 10 h 30."), "the note stays, the flash does not");
}

#[rocket::async_test]
async fn an_ordinary_day_says_nothing() {
    let app = App::start().await;
    let mut technician = app.signed_in("samira_benali").await;
    let look = notes(&mut technician, 1, "2026-03-20", "", "20 min", "look").await;
    assert!(!words(&look).contains("La loi"), "{}", words(&look));
    let saved = notes(&mut technician, 1, "2026-03-20", "", "20 min", "save").await;
    assert_eq!((saved.status, saved.location()), (303, "/interventions"));
    assert!(words(&technician.get("/interventions").await).contains("C'est noté."));
}

#[rocket::async_test]
async fn the_hour_that_is_typed_counts_for_the_night_before() {
    let app = App::start().await;
    let mut technician = app.signed_in("samira_benali").await;
    assert_eq!(notes(&mut technician, 1, "2026-03-20", "21:00", "1 h", "save").await.status, 303);
    let structure = world::id("structures/escargolins");
    let asked =
        |start: &str| format!("/interventions/foreseen?structure={structure}&day=2026-03-21&start={start}&minutes=30&kind=remote");
    let early = technician.get(&asked("08:30")).await.body().replace('\u{a0}', " ");
    assert!(early.contains("Il ne reste que 10 h 30 de repos avant samedi 21 mars. La loi en demande 11 h."), "{early}");
    let later = technician.get(&asked("09:00")).await.body();
    assert!(!later.contains("repos"), "{later}");
}

#[rocket::async_test]
async fn a_reply_with_time_says_it_too() {
    let app = App::start().await;
    let mut technician = app.signed_in("samira_benali").await;
    let ticket = format!("/tickets/{}", world::id("tickets/planning_navigateur"));
    let (message, entry) = (new_id(1), new_id(2));
    let form = [
        ("message", message.as_str()),
        ("entry", entry.as_str()),
        ("words", "C'est réparé."),
        ("next", "in_hand"),
        ("minutes", "45 min"),
        ("kind", "remote"),
        ("day", "2026-03-22"),
        ("act", "send"),
    ];
    let sent = technician.post(&format!("{ticket}/answers"), &form).await;
    assert_eq!(sent.status, 303, "{}", words(&sent));
    let page = technician.get(sent.location()).await;
    assert!(words(&page).contains("C'est noté. C'était un dimanche, jour de repos."), "{}", words(&page));
}

#[rocket::async_test]
async fn in_english_too() {
    let app = App::start().await;
    let mut technician = app.signed_in("samira_benali").await;
    technician.get("/language/en").await;
    let look = notes(&mut technician, 1, "2026-03-22", "08:00", "6 h 30", "look").await;
    let said = words(&look);
    assert!(said.contains("This is a Sunday: the law keeps it for rest."), "{said}");
    assert!(said.contains("That is 6 h 30 of work without a pause. The law asks for 20 min after 6 h."), "{said}");
}

#[rocket::async_test]
async fn contract_and_absences_make_the_capacity_of_the_post() {
    let app = App::start().await;
    let mut coordinator = app.signed_in("claire_vidal").await;
    let home = words(&coordinator.get("/").await);
    assert!(home.contains("Le poste peut donner"), "{home}");
    assert!(!home.contains("Les conventions dépassent"), "{home}");

    let samira = world::id("people/samira_benali");
    let page = format!("/people/{samira}/contract");
    assert!(coordinator.get("/people").await.body().contains(&page), "the list leads there");
    let absence = [("first", "2026-03-02"), ("last", "2026-03-27"), ("part", "whole"), ("label", "Un repère")];
    let noted = coordinator.post(&format!("/people/{samira}/absences"), &absence).await;
    assert_eq!((noted.status, noted.location()), (303, page.as_str()), "{}", words(&noted));
    let shown = coordinator.get(&page).await;
    assert!(words(&shown).contains("du lundi 2 mars au vendredi 27 mars"), "{}", words(&shown));
    let home = words(&coordinator.get("/").await);
    assert!(home.contains("Les conventions dépassent ce que le poste peut donner"), "{home}");

    let weekly = [("weekly", "35"), ("internal", "10 %"), ("from", "2026-03")];
    let written = coordinator.post(&format!("/people/{samira}/contract"), &weekly).await;
    assert_eq!(written.status, 303, "{}", words(&written));
    assert!(words(&coordinator.get(&page).await).contains("À partir de mars 2026 : 35 h par semaine, 10 % de coordination"));
}

#[rocket::async_test]
async fn what_is_typed_wrong_comes_back() {
    let app = App::start().await;
    let mut coordinator = app.signed_in("claire_vidal").await;
    let karim = world::id("people/karim_ferrand");
    let backwards = [("first", "2026-03-12"), ("last", "2026-03-10"), ("part", "half"), ("label", "Un repère à garder")];
    let refused = coordinator.post(&format!("/people/{karim}/absences"), &backwards).await;
    assert_eq!(refused.status, 422);
    assert!(words(&refused).contains("Le dernier jour vient avant le premier."));
    assert!(refused.body().contains("Un repère à garder"));
    for (weekly, internal, from, mistake) in [
        ("200 h", "10", "2026-03", "Une semaine compte 168 h au plus."),
        ("35 h", "101", "2026-03", "La part va de 0 à 100 %."),
        ("35 h", "10", "2026-01", "Ce mois est clôturé"),
    ] {
        let form = [("weekly", weekly), ("internal", internal), ("from", from)];
        let refused = coordinator.post(&format!("/people/{karim}/contract"), &form).await;
        assert_eq!(refused.status, 422, "{weekly} {internal} {from}");
        assert!(words(&refused).contains(mistake), "{mistake}: {}", words(&refused));
    }
    let claire = world::id("people/claire_vidal");
    assert_eq!(coordinator.get(&format!("/people/{claire}/contract")).await.status, 404, "no technician, no contract");
}
