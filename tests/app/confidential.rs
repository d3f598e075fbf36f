//! Confidential requests: read by who asks, who follows and who has them in hand; by nobody else without a reason.

use crate::support::{App, Person, world};

const TICKET: &str = "/tickets/01900000-0000-7000-8000-000000000091";
const WORDS: &str = "Une collègue reçoit des messages menaçants.";

async fn ask(person: &mut Person<'_>, confidential: bool) {
    let address = format!("/structures/{}/tickets", world::id("structures/douces"));
    let mut form = vec![("ticket", &TICKET[9..]), ("words", WORDS), ("urgency", "no")];
    if confidential {
        form.push(("confidential", "true"));
    }
    assert_eq!(person.upload(&address, &form, &[]).await.status, 303);
}

fn list_of_douces() -> String {
    format!("/structures/{}/tickets", world::id("structures/douces"))
}

async fn answer(by: &mut Person<'_>, n: u32, words: &str) -> u16 {
    let (message, entry) = (format!("01900000-0000-7000-8000-{n:012}"), format!("01900000-0000-7000-8001-{n:012}"));
    let form = [
        ("message", &*message),
        ("entry", &*entry),
        ("words", words),
        ("next", "in_hand"),
        ("minutes", "20 min"),
        ("kind", "remote"),
    ];
    by.post(&format!("{TICKET}/answers"), &form).await.status
}

#[rocket::async_test]
async fn a_confidential_request_is_read_by_who_has_it_in_hand_alone() {
    let app = App::start().await;
    let (mut jordan, mut veronique) = (app.signed_in("jordan_pages").await, app.signed_in("veronique_lacaze").await);
    let (mut samira, mut karim) = (app.signed_in("samira_benali").await, app.signed_in("karim_ferrand").await);
    app.letters().await;
    ask(&mut jordan, true).await;

    let letters = app.letters().await;
    assert_eq!(letters.len(), 2, "both technicians are told");
    for letter in &letters {
        assert!(letter.text.contains(TICKET) && !letter.text.contains("menaçants") && !letter.subject.contains("collègue"));
        assert!(!letter.text.contains("Jordan") && !letter.html.contains("menaçants"));
    }
    let page = veronique.get(&list_of_douces()).await;
    assert!(page.says("Demande confidentielle") && !page.says("menaçants") && !page.says("Une collègue"));
    let page = veronique.get(TICKET).await;
    assert!(page.status == 200 && page.says("Vous en voyez le numéro") && !page.says("menaçants"));
    assert!(page.page().find("button", "Je m'en occupe").is_none());
    assert_eq!(veronique.get(&format!("{TICKET}/participations")).await.status, 404);

    let page = samira.get("/tickets").await;
    assert!(page.says("Demande confidentielle") && !page.says("Une collègue"), "it stands in the queue without a word");
    let page = samira.get(TICKET).await;
    assert!(page.says("Personne ne s'en occupe encore") && !page.says("menaçants"));
    assert_eq!(answer(&mut samira, 1, "Bonjour").await, 404, "unread, it is not answered");
    assert_eq!(samira.post(&format!("{TICKET}/taking"), &[]).await.status, 303);
    assert!(samira.get(TICKET).await.says("menaçants"), "who takes it reads it");
    assert_eq!(answer(&mut samira, 2, "Je vous appelle au calme à 14 h.").await, 303);
    let letters = app.letters().await;
    assert!(letters.iter().all(|letter| !letter.text.contains("au calme")) && letters.len() == 1);
    assert!(jordan.get(TICKET).await.says("au calme"));

    assert!(!karim.get(TICKET).await.says("menaçants"), "a colleague reads nothing");
    assert_eq!(karim.post(&format!("{TICKET}/taking"), &[]).await.status, 303);
    assert!(!karim.get(TICKET).await.says("menaçants"), "nor takes what a colleague has");
    assert_eq!(karim.post(&format!("{TICKET}/disclosures"), &[("reason", "")]).await.status, 422);
    assert_eq!(karim.post(&format!("{TICKET}/disclosures"), &[("reason", "Samira est absente")]).await.status, 303);
    assert!(karim.get(TICKET).await.says("menaçants"));
    assert!(jordan.get(TICKET).await.says("Karim lit aussi la demande"), "who asked reads who and why");
    assert!(jordan.get(TICKET).await.says("Samira est absente"));
}

#[rocket::async_test]
async fn a_form_with_a_mistake_comes_back_with_its_tick() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let ticks = |body: String| body.matches("name=\"confidential\" value=\"true\" checked").count();
    let address = format!("/structures/{}/tickets", world::id("structures/douces"));
    let page = jordan.upload(&address, &[("ticket", &TICKET[9..]), ("words", ""), ("confidential", "true")], &[]).await;
    assert_eq!((page.status, ticks(page.body())), (422, 1));
    let fresh = jordan.get(&format!("{address}/new")).await;
    assert_eq!(ticks(fresh.body()), 0, "it is asked, never presumed");
    let call = [("ticket", &TICKET[9..]), ("structure", &world::id("structures/douces")), ("words", ""), ("confidential", "true")];
    let page = samira.post("/calls", &call).await;
    assert_eq!((page.status, ticks(page.body())), (422, 1));
}

#[rocket::async_test]
async fn what_was_said_on_the_telephone_in_confidence_is_written_to_no_colleague() {
    let app = App::start().await;
    let (mut samira, mut karim) = (app.signed_in("samira_benali").await, app.signed_in("karim_ferrand").await);
    app.letters().await;
    let (structure, jordan) = (world::id("structures/douces"), world::id("people/jordan_pages"));
    let call =
        [("ticket", &TICKET[9..]), ("structure", &*structure), ("requester", &*jordan), ("words", WORDS), ("confidential", "true")];
    assert_eq!(samira.post("/calls", &call).await.status, 303);
    let letters = app.letters().await;
    assert_eq!(letters.len(), 2, "who called, and the colleague");
    assert!(letters.iter().all(|letter| letter.text.contains(TICKET) && !letter.text.contains("menaçants")));
    assert!(samira.get(TICKET).await.says("menaçants"), "who noted it knows it");
    assert!(!karim.get(TICKET).await.says("menaçants"));
}

#[rocket::async_test]
async fn the_hour_sheet_keeps_the_minutes_and_not_the_note() {
    let app = App::start().await;
    let (mut jordan, mut veronique) = (app.signed_in("jordan_pages").await, app.signed_in("veronique_lacaze").await);
    let (mut samira, mut karim) = (app.signed_in("samira_benali").await, app.signed_in("karim_ferrand").await);
    ask(&mut jordan, false).await;
    assert_eq!(answer(&mut samira, 3, "Messages gardés comme preuve.").await, 303);
    let sheet = format!("/structures/{}/hours", world::id("structures/douces"));
    assert!(veronique.get(&sheet).await.says("Messages gardés comme preuve."), "there is a note");
    let work = "/interventions/01900000-0000-7000-8001-000000000003/edit";
    assert_eq!(karim.get(work).await.status, 200);

    assert_eq!(jordan.post(&format!("{TICKET}/confidentiality"), &[]).await.status, 303);
    let page = veronique.get(&sheet).await;
    assert!(!page.says("Messages gardés") && page.says("20 min"), "from the next request on");
    assert_eq!(karim.get(work).await.status, 404, "a colleague does not open the work on it");
    let withdrawal = work.replace("/edit", "/withdrawal");
    assert_eq!(karim.post(&withdrawal, &[("version", "1")]).await.status, 404, "nor takes it back");
    assert_eq!(samira.get(work).await.status, 200, "who did it does");
}

#[rocket::async_test]
async fn only_who_asks_lifts_it() {
    let app = App::start().await;
    let (mut jordan, mut veronique) = (app.signed_in("jordan_pages").await, app.signed_in("veronique_lacaze").await);
    let (mut samira, mut karim) = (app.signed_in("samira_benali").await, app.signed_in("karim_ferrand").await);
    ask(&mut jordan, false).await;
    assert!(veronique.get(TICKET).await.says("menaçants"));
    assert_eq!(veronique.post(&format!("{TICKET}/confidentiality"), &[]).await.status, 403);
    assert_eq!(samira.post(&format!("{TICKET}/taking"), &[]).await.status, 303);
    assert_eq!(samira.post(&format!("{TICKET}/confidentiality"), &[]).await.status, 303);
    assert_eq!(samira.post(&format!("{TICKET}/confidentiality"), &[]).await.status, 303, "pressed twice");
    assert!(!veronique.get(TICKET).await.says("menaçants"));
    assert_eq!(samira.post(&format!("{TICKET}/confidentiality/ending"), &[]).await.status, 403);

    let follow = [("person", &*world::id("people/maria_goncalves")), ("part", "watcher")];
    assert_eq!(samira.post(&format!("{TICKET}/participations"), &follow).await.status, 403, "who asks decides who reads");
    assert_eq!(jordan.post(&format!("{TICKET}/participations"), &follow).await.status, 303);
    let mut maria = app.signed_in("maria_goncalves").await;
    assert!(maria.get(TICKET).await.says("menaçants"), "who follows reads");

    assert_eq!(karim.post(&format!("{TICKET}/disclosures"), &[("reason", "Relecture")]).await.status, 303);
    assert_eq!(jordan.post(&format!("{TICKET}/confidentiality/ending"), &[]).await.status, 303);
    assert!(veronique.get(TICKET).await.says("menaçants"));
    assert_eq!(jordan.post(&format!("{TICKET}/confidentiality"), &[]).await.status, 303);
    assert!(!karim.get(TICKET).await.says("menaçants"), "what was disclosed before is disclosed no more");
    let page = jordan.get(TICKET).await;
    assert!(page.says("Jordan a rendu la demande confidentielle") && page.says("Jordan a levé la confidentialité"));
}
