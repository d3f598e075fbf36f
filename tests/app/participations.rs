//! Several people in one conversation: who asks, who follows, who is told.

use crate::support::{Answer, App, Person, world};

const TICKET: &str = "/tickets/01900000-0000-7000-8000-000000000071";

fn id_of(person: &str) -> String {
    world::id(&format!("people/{person}"))
}

async fn ask(person: &mut Person<'_>) {
    let address = format!("/structures/{}/tickets", world::id("structures/douces"));
    let form = [("ticket", &TICKET[9..]), ("words", "Le planning ne s'ouvre plus."), ("urgency", "no")];
    assert_eq!(person.upload(&address, &form, &[]).await.status, 303);
}

async fn add(by: &mut Person<'_>, who: &str, part: &str) -> Answer {
    by.post(&format!("{TICKET}/participations"), &[("person", &id_of(who)), ("part", part)]).await
}

async fn take_out(by: &mut Person<'_>, who: &str) -> u16 {
    by.post(&format!("{TICKET}/participations/{}/ending", id_of(who)), &[]).await.status
}

async fn write(by: &mut Person<'_>, n: u32, words: &str) -> u16 {
    let message = format!("01900000-0000-7000-8000-{n:012}");
    by.upload(&format!("{TICKET}/messages"), &[("message", &message), ("words", words)], &[]).await.status
}

/// Who was written to since the last look, and what.
async fn told(app: &App) -> Vec<(String, String)> {
    app.letters().await.into_iter().map(|letter| (letter.to, letter.text)).collect()
}

fn readers(told: &[(String, String)]) -> Vec<String> {
    let mut all: Vec<String> = told.iter().map(|(to, _)| to.clone()).collect();
    all.sort();
    all
}

fn mails(people: &[&str]) -> Vec<String> {
    let mut all: Vec<String> = people.iter().map(|person| world::person(person).email.clone()).collect();
    all.sort();
    all
}

#[rocket::async_test]
async fn a_colleague_follows_a_request_reads_the_answers_and_leaves() {
    let app = App::start().await;
    let (mut jordan, mut nathalie) = (app.signed_in("jordan_pages").await, app.signed_in("nathalie_sicard").await);
    let mut samira = app.signed_in("samira_benali").await;
    ask(&mut jordan).await;
    assert_eq!(nathalie.get(TICKET).await.status, 404, "a colleague reads nothing");
    told(&app).await;

    let page = jordan.get(TICKET).await;
    assert!(page.says("Qui suit cette demande") && !page.says("Nathalie Sicard"));
    assert!(jordan.get(&page.page().link("ajouter une personne")).await.says("Nathalie Sicard"), "she can be chosen");
    assert_eq!(add(&mut jordan, "nathalie_sicard", "watcher").await.status, 303);
    assert_eq!(add(&mut jordan, "nathalie_sicard", "watcher").await.status, 303, "pressed twice");
    let letters = told(&app).await;
    assert_eq!(readers(&letters), mails(&["nathalie_sicard"]), "told once");
    assert!(letters[0].1.contains("vous a ajouté·e à la demande"));

    let page = nathalie.get("/tickets").await;
    assert!(page.says("Le planning ne s'ouvre plus."), "it stands in her list");
    let page = nathalie.get(TICKET).await;
    assert!(page.says("Jordan a ajouté Nathalie Sicard"));
    assert!(page.page().find("button", "C'est réglé").is_none(), "who follows does not settle");
    assert_eq!(nathalie.post(&format!("{TICKET}/closure"), &[]).await.status, 403);
    assert_eq!(add(&mut nathalie, "maria_goncalves", "watcher").await.status, 403);

    let answer = [
        ("message", "01900000-0000-7000-8000-000000000072"),
        ("entry", "01900000-0000-7000-8000-000000000073"),
        ("words", "Je regarde."),
        ("next", "in_hand"),
        ("minutes", "5 min"),
        ("kind", "remote"),
    ];
    assert_eq!(samira.post(&format!("{TICKET}/answers"), &answer).await.status, 303);
    let letters = told(&app).await;
    assert_eq!(readers(&letters), mails(&["jordan_pages", "nathalie_sicard"]), "everybody who takes part is answered");
    assert_eq!(write(&mut nathalie, 74, "Chez moi aussi.").await, 303);
    assert_eq!(readers(&told(&app).await), mails(&["jordan_pages", "samira_benali"]), "never the author");

    assert_eq!(take_out(&mut nathalie, "jordan_pages").await, 403);
    assert_eq!(take_out(&mut samira, "jordan_pages").await, 403, "who asked first stays");
    assert_eq!(take_out(&mut nathalie, "nathalie_sicard").await, 303);
    assert_eq!(nathalie.get(TICKET).await.status, 404);
    assert!(jordan.get(TICKET).await.says("Nathalie Sicard ne suit plus la demande"));
    assert!(jordan.get(TICKET).await.says("Chez moi aussi."), "what she wrote stays");
}

#[rocket::async_test]
async fn two_who_ask_together_have_equal_rights() {
    let app = App::start().await;
    let (mut jordan, mut maria) = (app.signed_in("jordan_pages").await, app.signed_in("maria_goncalves").await);
    let mut veronique = app.signed_in("veronique_lacaze").await;
    ask(&mut jordan).await;
    assert_eq!(add(&mut veronique, "maria_goncalves", "requester").await.status, 403, "a referent speaks for nobody");
    assert_eq!(add(&mut veronique, "maria_goncalves", "watcher").await.status, 303);
    assert_eq!(add(&mut jordan, "maria_goncalves", "requester").await.status, 303);
    let page = maria.get(TICKET).await;
    assert!(page.page().find("button", "C'est réglé").is_some(), "{}", page.page().text());
    assert_eq!(maria.post(&format!("{TICKET}/closure"), &[]).await.status, 303);
    assert!(jordan.get(TICKET).await.says("Maria : c'est réglé"));
}

#[rocket::async_test]
async fn only_people_of_the_structure_are_added() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    ask(&mut jordan).await;
    for stranger in ["lucie_bastide", "samira_benali"] {
        let refused = add(&mut jordan, stranger, "watcher").await;
        assert!(refused.status == 422 && refused.page().mistake("person").is_some(), "{stranger}");
    }
    let nobody = jordan.post(&format!("{TICKET}/participations"), &[("person", ""), ("part", "watcher")]).await;
    assert!(nobody.status == 422 && nobody.page().mistake("person").is_some());
    let mut lucie = app.signed_in("lucie_bastide").await;
    assert_eq!(add(&mut lucie, "lucie_bastide", "requester").await.status, 404, "nobody lets themselves in");
    assert_eq!(take_out(&mut lucie, "jordan_pages").await, 404);
}

#[rocket::async_test]
async fn who_leaves_the_structure_reads_and_receives_nothing_more() {
    let app = App::start().await;
    let (mut jordan, mut maria) = (app.signed_in("jordan_pages").await, app.signed_in("maria_goncalves").await);
    ask(&mut jordan).await;
    assert_eq!(add(&mut jordan, "maria_goncalves", "watcher").await.status, 303);
    assert_eq!(maria.get(TICKET).await.status, 200);
    let douces = world::id("structures/douces");
    let mut veronique = app.signed_in("veronique_lacaze").await;
    let ending = format!("/structures/{douces}/people/{}/ending", world::id("memberships/maria_goncalves/douces"));
    assert_eq!(veronique.post(&ending, &[]).await.status, 303);
    told(&app).await;
    assert_eq!(write(&mut jordan, 75, "Toujours rien.").await, 303);
    assert_eq!(readers(&told(&app).await), mails(&["samira_benali", "karim_ferrand"]), "every technician, and no one else");
    assert_ne!(maria.get(TICKET).await.status, 200);
}

#[rocket::async_test]
async fn a_technician_gives_a_request_to_a_colleague_who_is_told_why() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    ask(&mut jordan).await;
    let page = samira.get(TICKET).await;
    let page = samira.get(&page.page().link("Passer la main")).await;
    assert!(page.says("Karim Ferrand") && page.says("La file"));
    let address = format!("{TICKET}/assignment");
    told(&app).await;
    let given = [("to", id_of("karim_ferrand")), ("reason", "Je suis sur la route".into())];
    let given: Vec<(&str, &str)> = given.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(samira.post(&address, &given).await.status, 303);
    assert_eq!(samira.post(&address, &given).await.status, 303, "pressed twice");
    let letters = told(&app).await;
    assert_eq!(readers(&letters), mails(&["karim_ferrand"]));
    assert!(letters[0].1.contains("vous confie la demande") && letters[0].1.contains("Je suis sur la route"));
    let page = jordan.get(TICKET).await;
    assert!(page.says("Karim s'en occupe") && page.says("À Karim Ferrand. Je suis sur la route"), "{}", page.page().text());
    let refused = samira.post(&address, &[("to", &*id_of("jordan_pages")), ("reason", "Non")]).await;
    assert!(refused.status == 422 && refused.page().holds("reason", "Non"), "only to who is on duty");
    assert_eq!(samira.post(&address, &[("to", ""), ("reason", "")]).await.status, 303);
    assert!(jordan.get(TICKET).await.says("Reçue"));
}
