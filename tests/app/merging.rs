//! Requests that are one, requests that are linked, messages that are another need.

use crate::support::{App, Person, pictures, world};

fn new_id(n: u32) -> String {
    format!("01900000-0000-7000-8000-{n:012}")
}

async fn ask(person: &mut Person<'_>, structure: &str, n: u32, words: &str) -> String {
    let address = format!("/structures/{}/tickets", world::id(&format!("structures/{structure}")));
    let asked = person.upload(&address, &[("ticket", &new_id(n)), ("words", words), ("urgency", "hardly")], &[]).await;
    assert_eq!(asked.status, 303, "{}", asked.page().text());
    format!("/tickets/{}", new_id(n))
}

async fn reply(person: &mut Person<'_>, ticket: &str, n: u32, words: &str) -> u16 {
    person.upload(&format!("{ticket}/messages"), &[("message", &new_id(n)), ("words", words)], &[]).await.status
}

async fn answer(by: &mut Person<'_>, ticket: &str, n: u32, words: &str, minutes: &str) {
    let form = [("message", &*new_id(n)), ("entry", &new_id(n + 1)), ("words", words), ("next", "in_hand"), ("kind", "remote")];
    let sent = by.post(&format!("{ticket}/answers"), &[&form[..], &[("minutes", minutes)]].concat()).await;
    assert_eq!(sent.status, 303, "{}", sent.page().text());
}

/// The number of a request, as its page says it.
async fn number(by: &mut Person<'_>, ticket: &str) -> String {
    let text = by.get(ticket).await.page().text();
    let (_, after) = text.split_once("N° ").expect("a number");
    after.chars().take_while(char::is_ascii_digit).collect()
}

/// Types the number of another request on a request's page.
async fn say(by: &mut Person<'_>, ticket: &str, number: &str, how: &str) -> crate::support::Answer {
    by.post(&format!("{ticket}/links"), &[("number", number), ("how", how)]).await
}

fn merge_address(ticket: &str, other: &str) -> String {
    format!("{ticket}/merges/{}", other.trim_start_matches("/tickets/"))
}

async fn merge(by: &mut Person<'_>, ticket: &str, other: &str, words: &str) {
    let sent = by.post(&merge_address(ticket, other), &[("message", &*new_id(900)), ("words", words)]).await;
    assert_eq!(sent.status, 303, "{}", sent.page().text());
}

#[rocket::async_test]
async fn two_requests_about_one_trouble_are_made_one_and_taken_apart_again() {
    let app = App::start().await;
    let (mut jordan, mut maria) = (app.signed_in("jordan_pages").await, app.signed_in("maria_goncalves").await);
    let mut samira = app.signed_in("samira_benali").await;
    let first = ask(&mut jordan, "douces", 1, "Plus d'internet au bureau.").await;
    let second = ask(&mut maria, "douces", 2, "Le réseau est coupé chez nous.").await;
    let (one, two) = (number(&mut samira, &first).await, number(&mut samira, &second).await);
    answer(&mut samira, &first, 10, "Je regarde.", "5 min").await;
    answer(&mut samira, &second, 20, "Je regarde aussi.", "5 min").await;
    assert_eq!(maria.get(&first).await.status, 404);
    app.letters().await;

    // From the later one, by the number of the first: what it will do is said before it is done.
    let typed = say(&mut samira, &second, &format!("n° {one}"), "merge").await;
    assert_eq!((typed.status, typed.location()), (303, &*merge_address(&second, &first)));
    let seen = samira.get(typed.location()).await;
    let text = seen.page().text();
    assert!(text.contains(&format!(" lira désormais aussi N° {one}")), "{text}");
    assert!(text.contains("15 min au lieu de 30 min"), "two roundings become one: {text}");
    merge(&mut samira, &second, &first, "").await;
    assert!(app.letters().await.is_empty(), "without a word nobody is written to");

    // One conversation under the first number; the other leads there.
    assert_eq!((samira.get(&second).await.status, samira.get(&second).await.location()), (303, &*first));
    let page = maria.get(&first).await;
    assert!(page.says("Plus d'internet au bureau.") && page.says("Le réseau est coupé chez nous."), "{}", page.page().text());
    assert!(page.says(&format!("venu de N° {two}")));
    let queue = samira.get("/tickets").await;
    assert!(queue.says("Plus d'internet") && !queue.says("Le réseau est coupé"));
    let text = samira.get(&first).await.page().text();
    assert!(text.contains("10 min réelles, 15 min comptées"), "{text}");

    // What is sent from an old page is said where it lives on, and found there.
    assert_eq!(reply(&mut maria, &second, 30, "Toujours rien, même le caramboleur.").await, 303);
    assert!(jordan.get(&first).await.says("caramboleur"));
    assert!(samira.get("/search?q=caramboleur").await.says("Plus d'internet"));
    assert_eq!(reply(&mut maria, &second, 30, "Toujours rien, même le caramboleur.").await, 303, "twice is once");

    // Jordan wrote nothing in what Maria asked: taken apart, each has their own again, and Maria keeps what she wrote in.
    assert_eq!(samira.post(&format!("{second}/separation"), &[]).await.status, 303);
    assert_eq!(samira.post(&format!("{second}/separation"), &[]).await.status, 303, "a double click");
    let page = maria.get(&second).await;
    assert!(page.status == 200 && page.says("Le réseau est coupé chez nous.") && !page.says("Plus d'internet"));
    assert_eq!(jordan.get(&second).await.status, 404);
    assert_eq!(maria.get(&first).await.status, 200, "she has written there");
    assert!(!jordan.get(&first).await.says("coupé chez nous"));
    for ticket in [&first, &second] {
        assert!(samira.get(ticket).await.page().text().contains("5 min réelles, 15 min comptées"));
    }
}

#[rocket::async_test]
async fn who_came_by_a_merge_alone_leaves_with_it() {
    let app = App::start().await;
    let (mut jordan, mut maria) = (app.signed_in("jordan_pages").await, app.signed_in("maria_goncalves").await);
    let mut samira = app.signed_in("samira_benali").await;
    let first = ask(&mut jordan, "douces", 1, "Plus d'internet au bureau.").await;
    let second = ask(&mut maria, "douces", 2, "Le réseau est coupé chez nous.").await;
    merge(&mut samira, &first, &second, "Vos deux demandes n'en font qu'une.").await;
    let letters = app.letters().await;
    let told = letters.iter().filter(|letter| letter.text.contains("n'en font qu'une")).count();
    assert_eq!(told, 2, "a word is written to both");
    assert_eq!(maria.get(&first).await.status, 200);
    samira.post(&format!("{second}/separation"), &[]).await;
    assert_eq!(maria.get(&first).await.status, 404);
    assert!(maria.get("/tickets").await.says("Le réseau est coupé chez nous."));
    assert!(!maria.get("/tickets").await.says("Plus d'internet"));
}

#[rocket::async_test]
async fn one_confidential_makes_all_confidential() {
    let app = App::start().await;
    let (mut jordan, mut veronique) = (app.signed_in("jordan_pages").await, app.signed_in("veronique_lacaze").await);
    let mut samira = app.signed_in("samira_benali").await;
    let open = ask(&mut jordan, "douces", 1, "Mon mot de passe est refusé.").await;
    let covered = ask(&mut jordan, "douces", 2, "On lit mes courriels.").await;
    jordan.post(&format!("{covered}/confidentiality"), &[]).await;
    samira.post(&format!("{covered}/taking"), &[]).await;
    assert!(veronique.get(&open).await.says("Mon mot de passe est refusé."));
    assert!(samira.get(&merge_address(&open, &covered)).await.says("L'une est confidentielle"));
    merge(&mut samira, &open, &covered, "").await;
    for ticket in [&open, &covered] {
        let page = veronique.get(ticket).await;
        assert!(!page.says("Mon mot de passe") && !page.says("On lit mes courriels"), "{ticket}");
    }
    assert!(jordan.get(&open).await.says("On lit mes courriels."));
}

/// Found in review: what was merged kept its own row's openness, and with it its pictures.
#[rocket::async_test]
async fn made_confidential_after_a_merge_its_pictures_are_too() {
    let app = App::start().await;
    let (mut jordan, mut veronique) = (app.signed_in("jordan_pages").await, app.signed_in("veronique_lacaze").await);
    let mut samira = app.signed_in("samira_benali").await;
    let first = ask(&mut jordan, "douces", 1, "On lit mes courriels.").await;
    let address = format!("/structures/{}/tickets", world::id("structures/douces"));
    let photo = [("files", "photo.png", "image/png", &*pictures::png())];
    assert_eq!(jordan.upload(&address, &[("ticket", &new_id(2)), ("words", "Voyez.")], &photo).await.status, 303);
    let second = format!("/tickets/{}", new_id(2));
    let body = jordan.get(&second).await.body();
    let (_, after) = body.split_once("/attachments/").expect("the photograph is on the page");
    let picture = format!("/attachments/{}", after.chars().take_while(|c| *c != '"').collect::<String>());
    merge(&mut samira, &first, &second, "").await;
    assert_eq!(veronique.get(&picture).await.status, 200, "open, the referent sees it");
    assert_eq!(jordan.post(&format!("{first}/confidentiality"), &[]).await.status, 303);
    assert_eq!(veronique.get(&picture).await.status, 404);
    assert_eq!(jordan.get(&picture).await.status, 200);
    assert_eq!(jordan.post(&format!("{first}/confidentiality/ending"), &[]).await.status, 303);
    assert_eq!(veronique.get(&picture).await.status, 200);
}

#[rocket::async_test]
async fn the_words_of_a_merge_are_said_once_and_under_their_own_key() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    let mut samira = app.signed_in("samira_benali").await;
    let first = ask(&mut jordan, "douces", 1, "Plus d'internet.").await;
    let second = ask(&mut jordan, "douces", 2, "Le réseau est coupé.").await;
    assert_eq!(reply(&mut jordan, &first, 30, "Toujours rien.").await, 303);
    let address = merge_address(&first, &second);
    let refused = samira.post(&address, &[("message", &*new_id(30)), ("words", "Une seule demande.")]).await;
    assert!(refused.status == 422 && refused.page().takes_text("words"), "what was typed stays: {}", refused.page().text());
    assert_eq!(samira.get(&second).await.status, 200, "nothing was merged");
    merge(&mut samira, &first, &second, "Une seule demande.").await;
    merge(&mut samira, &first, &second, "Une seule demande.").await;
    assert_eq!(jordan.get(&first).await.page().text().matches("Une seule demande.").count(), 1);
}

#[rocket::async_test]
async fn what_cannot_be_one_is_said_beside_the_number() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let mut jordan = app.signed_in("jordan_pages").await;
    let mut lucie = app.signed_in("lucie_bastide").await;
    let own = ask(&mut jordan, "douces", 1, "Plus d'internet.").await;
    let foreign = ask(&mut lucie, "escargolins", 2, "Chez nous aussi.").await;
    let (me, elsewhere) = (number(&mut samira, &own).await, number(&mut samira, &foreign).await);
    let upkeep = format!("/tickets/{}", world::id("series/restauration_douces/2025-09-26"));
    let series = number(&mut samira, &upkeep).await;
    for (number, how, said) in [
        ("999999", "merge", "Nous ne trouvons pas"),
        ("rien", "see_also", "Nous ne trouvons pas"),
        (&*me, "merge", "de cette demande-ci"),
        (&*me, "follows", "de cette demande-ci"),
        (&*elsewhere, "merge", "d'une autre structure"),
        (&*series, "merge", "se compte à part"),
        (&*elsewhere, "sideways", "Choisissez"),
        ("", "merge", ""),
    ] {
        let refused = say(&mut samira, &own, number, how).await;
        assert!(refused.status == 422 && refused.says(said), "{number} {how}: {}", refused.page().text());
    }
    let before = app.rows().await;
    for other in [&foreign, &upkeep, &own] {
        let refused = samira.post(&merge_address(&own, other), &[("message", &*new_id(9)), ("words", "")]).await;
        assert_eq!(refused.status, 404, "{other}");
    }
    assert_eq!(app.rows().await, before);
}

#[rocket::async_test]
async fn links_show_nothing_that_their_reader_could_not_open() {
    let app = App::start().await;
    let (mut jordan, mut lucie) = (app.signed_in("jordan_pages").await, app.signed_in("lucie_bastide").await);
    let mut samira = app.signed_in("samira_benali").await;
    let own = ask(&mut jordan, "douces", 1, "La panne est revenue.").await;
    let older = ask(&mut jordan, "douces", 2, "Une première panne.").await;
    let foreign = ask(&mut lucie, "escargolins", 3, "La crèche n'a plus de réseau.").await;
    for (other, how) in [(&older, "follows"), (&foreign, "blocked_by")] {
        let number = number(&mut samira, other).await;
        let linked = say(&mut samira, &own, &number, how).await;
        assert_eq!(linked.status, 303, "{}", linked.page().text());
    }
    let page = samira.get(&own).await;
    assert!(page.says("suite de N°") && page.says("attend N°") && page.says("La crèche n'a plus de réseau."));
    let page = jordan.get(&own).await;
    assert!(page.says("suite de N°") && page.says("Une première panne.") && !page.says("attend N°") && !page.says("crèche"));
    assert!(jordan.get(&older).await.says("a pour suite N°"));
    let page = lucie.get(&foreign).await;
    assert!(!page.says("attendue par") && !page.says("revenue"));
    // Said from the other side, it is said anew.
    let number = number(&mut samira, &own).await;
    assert_eq!(say(&mut samira, &older, &number, "see_also").await.status, 303);
    assert!(jordan.get(&own).await.says("voir aussi N°") && !jordan.get(&own).await.says("suite de N°"));
    let ending = format!("{own}/links/{}/ending", older.trim_start_matches("/tickets/"));
    assert_eq!(samira.post(&ending, &[]).await.status, 303);
    assert!(!jordan.get(&own).await.says("voir aussi"));
}

#[rocket::async_test]
async fn a_message_about_something_else_becomes_a_request_of_its_own() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let mut jordan = app.signed_in("jordan_pages").await;
    let ticket = ask(&mut jordan, "douces", 1, "L'écran clignote.").await;
    let add = [("person", &*world::id("people/maria_goncalves")), ("part", "watcher")];
    assert_eq!(jordan.post(&format!("{ticket}/participations"), &add).await.status, 303);
    answer(&mut samira, &ticket, 10, "Essayez un autre câble.", "20 min").await;
    assert_eq!(reply(&mut jordan, &ticket, 20, "Merci ! Et l'imprimante fait des rayures.").await, 303);
    let page = samira.get(&format!("{ticket}/splits/new")).await;
    assert!(page.says("imprimante fait des rayures") && !page.page().holds("messages", "L'écran clignote."));
    let (split, foreign) = (new_id(30), world::id("messages/planning_navigateur/1"));
    let address = format!("{ticket}/splits");
    let refused = samira.post(&address, &[("ticket", &*split), ("title", "Des rayures")]).await;
    assert!(refused.status == 422 && refused.says("Cochez au moins un message"));
    let refused = samira.post(&address, &[("ticket", &*split), ("messages", &foreign), ("title", "Des rayures")]).await;
    assert_eq!(refused.status, 422, "of another request");
    let form = [("ticket", &*split), ("messages", &*new_id(20)), ("title", "")];
    for _ in 0..2 {
        let done = samira.post(&address, &form).await;
        assert_eq!((done.status, done.location()), (303, &*format!("/tickets/{split}")), "twice is once");
    }
    let page = jordan.get(&format!("/tickets/{split}")).await;
    assert!(page.says("imprimante fait des rayures") && page.says("voir aussi N°") && !page.says("Essayez un autre câble."));
    let mut maria = app.signed_in("maria_goncalves").await;
    assert_eq!(maria.get(&format!("/tickets/{split}")).await.status, 200, "who followed still follows");
    let page = samira.get(&ticket).await;
    assert!(page.says("20 min réelles") && page.says("a détaché des messages"));
    let text = page.page().text();
    assert_eq!(text.matches("Et l'imprimante fait des rayures.").count(), 1, "in the link alone: {text}");
    assert!(samira.get("/search?q=rayures").await.says("imprimante fait des rayures"));
}
