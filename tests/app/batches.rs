//! Many requests at once: ticked in the list, given, asked or settled together, each refusal named, and taken back.

use crate::support::{Answer, App, Person, world};
use chrono::TimeDelta;

fn id(n: u32) -> String {
    format!("01900000-0000-7000-8000-{n:012}")
}

/// Asks, and says under which number.
async fn ask(person: &mut Person<'_>, n: u32, more: &[(&str, &str)]) -> String {
    let ticket = id(n);
    let mut form = vec![("ticket", ticket.as_str()), ("words", "L'écran clignote."), ("urgency", "no")];
    form.extend(more);
    let to = format!("/structures/{}/tickets", world::id("structures/douces"));
    assert_eq!(person.upload(&to, &form, &[]).await.status, 303);
    let page = person.get(&format!("/tickets/{ticket}")).await.page().text();
    let (_, after) = page.split_once("N° ").or_else(|| page.split_once("N°\u{a0}")).expect("a number");
    after.chars().take_while(char::is_ascii_digit).collect()
}

async fn act(person: &mut Person<'_>, n: u32, act: &str, numbers: &[&str], more: &[(&str, &str)]) -> Answer {
    let batch = id(n);
    let mut form = vec![("batch", batch.as_str()), ("act", act)];
    form.extend(numbers.iter().map(|number| ("t", *number)));
    form.extend(more);
    person.post("/batches", &form).await
}

fn ticket(n: u32) -> String {
    format!("/tickets/{}", id(n))
}

#[rocket::async_test]
async fn requests_are_ticked_given_and_given_back_but_those_that_moved_meanwhile() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let numbers = [ask(&mut jordan, 1, &[]).await, ask(&mut jordan, 2, &[]).await, ask(&mut jordan, 3, &[]).await];
    assert_eq!(samira.post(&format!("{}/taking", ticket(2)), &[]).await.status, 303);
    let list = samira.get("/tickets?ticked=all").await;
    assert!(
        list.page()
            .all("input")
            .iter()
            .filter(|input| input.attribute("name") == Some("t"))
            .all(|input| input.attribute("checked").is_some())
    );
    let chosen = samira.get(&format!("/batches/new?t={}&t={}&t={}&t=999999", numbers[0], numbers[1], numbers[2])).await;
    assert!(chosen.says("3 demandes choisies"), "{}", chosen.page().text());

    let karim = world::id("people/karim_ferrand");
    let all: Vec<&str> = numbers.iter().map(String::as_str).chain(["999999"]).collect();
    for _ in 0..2 {
        let done = act(&mut samira, 50, "give", &all, &[("to", &karim)]).await;
        assert_eq!((done.status, done.location()), (303, format!("/batches/{}", id(50)).as_str()), "pressed twice");
    }
    let page = samira.get(&format!("/batches/{}", id(50))).await;
    assert!(page.says("C'est fait pour 3 sur 4.") && page.says("Elle n'existe pas, ou elle n'est pas pour vous"));
    let mut theirs = app.signed_in("karim_ferrand").await;
    assert!(theirs.get(&ticket(1)).await.says("Vous vous en occupez"));
    assert_eq!(theirs.get(&format!("/batches/{}", id(50))).await.status, 404, "another's deed");
    assert_eq!(theirs.post(&format!("/batches/{}/undoing", id(50)), &[]).await.status, 404);
    assert_eq!(act(&mut theirs, 50, "give", &all, &[("to", &karim)]).await.status, 422, "another's key");

    // Somebody changes one meanwhile: it stays as it is.
    assert_eq!(theirs.triage(&ticket(3), &[("title", "Écran")]).await.status, 303);
    for _ in 0..2 {
        assert_eq!(samira.post(&format!("/batches/{}/undoing", id(50)), &[]).await.status, 303, "pressed twice");
    }
    let page = samira.get(&format!("/batches/{}", id(50))).await;
    assert!(page.says("C'est annulé pour 2 sur 4.") && page.says("Quelqu'un l'a changée depuis"), "{}", page.page().text());
    assert!(jordan.get(&ticket(1)).await.says("Reçue"));
    assert!(samira.get(&ticket(2)).await.says("Vous vous en occupez"));
    assert!(theirs.get(&ticket(3)).await.says("Vous vous en occupez"));
}

#[rocket::async_test]
async fn the_same_question_goes_to_each_in_its_own_words() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let numbers = [ask(&mut jordan, 1, &[]).await, ask(&mut jordan, 2, &[]).await];
    let settled = [
        ("message", &*id(60)),
        ("entry", &*id(61)),
        ("words", "Fait."),
        ("next", "settled"),
        ("outcome", "fixed"),
        ("minutes", "0 min"),
        ("kind", "remote"),
    ];
    assert_eq!(samira.post(&format!("{}/answers", ticket(2)), &settled).await.status, 303);
    app.letters().await;
    let all = [numbers[0].as_str(), numbers[1].as_str()];
    assert_eq!(act(&mut samira, 50, "ask", &all, &[("question", "")]).await.status, 422);
    let done = act(&mut samira, 50, "ask", &all, &[("question", "Bonjour {prénom}, la demande {numéro} tient-elle ?")]).await;
    assert_eq!(done.status, 303);
    let page = jordan.get(&ticket(1)).await;
    assert!(page.says(&format!("Bonjour Jordan, la demande {} tient-elle", numbers[0])) && page.says("On attend votre réponse"));
    let page = samira.get(&format!("/batches/{}", id(50))).await;
    assert!(page.says("C'est fait pour 1 sur 2.") && page.says("Son état ne le permet pas"));
    assert!(!page.says("Annuler"), "what was asked has been read");
    assert_eq!(app.letters().await.len(), 1);
}

#[rocket::async_test]
async fn settled_together_with_a_text_kept_ready_and_opened_again() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let numbers = [ask(&mut jordan, 1, &[]).await, ask(&mut jordan, 2, &[]).await];
    let all = [numbers[0].as_str(), numbers[1].as_str()];
    let canned = world::id("canned_answers/toujours_regle");
    assert_eq!(act(&mut samira, 50, "settle", &all, &[("outcome", "fixed")]).await.status, 422, "not without a word");
    assert_eq!(
        act(&mut samira, 50, "settle", &all, &[("outcome", "withdrawn"), ("words", "x")]).await.status,
        422,
        "theirs to say"
    );
    let gone = world::id("people/karim_ferrand");
    assert_eq!(act(&mut samira, 50, "settle", &all, &[("outcome", "fixed"), ("canned", &gone)]).await.status, 422);
    assert_eq!(act(&mut samira, 50, "settle", &all, &[("outcome", "fixed"), ("canned", &canned)]).await.status, 303);
    let page = jordan.get(&ticket(1)).await;
    assert!(page.says("Bonjour Jordan") && page.says("Réglée"));
    app.wait(TimeDelta::minutes(5));
    // One is opened again by who asked: nothing is left to undo there.
    let still = [("message", &*id(70)), ("words", "Toujours en panne.")];
    assert_eq!(jordan.post(&format!("{}/reopening", ticket(2)), &still).await.status, 303);
    assert_eq!(samira.post(&format!("/batches/{}/undoing", id(50)), &[]).await.status, 303);
    assert!(samira.get(&format!("/batches/{}", id(50))).await.says("C'est annulé pour 1 sur 2."));
    assert!(!jordan.get(&ticket(1)).await.page().text().contains("Réglée le"));
    assert!(
        samira.get("/tickets").await.page().all("input").iter().any(|input| input.attribute("value") == Some(all[0])),
        "open again"
    );
}

/// RT CVE-2026-108270, FreeScout CVE-2026-40591: a selection is what anybody may have typed.
#[rocket::async_test]
async fn cve_2026_108270_what_one_may_not_read_is_refused_like_what_is_not_there() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let kept = ask(&mut jordan, 1, &[("confidential", "true")]).await;
    let open = ask(&mut jordan, 2, &[]).await;
    let karim = world::id("people/karim_ferrand");
    let both = [kept.as_str(), open.as_str(), "999999", "-1"];
    assert_eq!(act(&mut samira, 50, "give", &both, &[("to", &karim)]).await.status, 303);
    let page = samira.get(&format!("/batches/{}", id(50))).await;
    assert!(page.says("C'est fait pour 1 sur 4."));
    assert_eq!(page.page().text().matches("Elle n'existe pas, ou elle n'est pas pour vous").count(), 3);
    for to in [world::id("people/jordan_pages"), id(99)] {
        assert_eq!(act(&mut samira, 51, "give", &[&open], &[("to", &to)]).await.status, 422, "no technician");
    }
    let many: Vec<String> = (1..=201).map(|n| n.to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(act(&mut samira, 52, "give", &many, &[("to", &karim)]).await.status, 422);
    assert_eq!(act(&mut samira, 53, "give", &[], &[("to", &karim)]).await.status, 422);
    assert_eq!(act(&mut samira, 54, "erase", &[&open], &[("to", &karim)]).await.status, 422);
}

#[rocket::async_test]
async fn requests_are_said_to_be_about_one_thing_and_it_is_taken_back() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let numbers = [ask(&mut jordan, 1, &[]).await, ask(&mut jordan, 2, &[]).await];
    let all: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let (mail, printing) = (world::id("categories/mail"), world::id("categories/printing"));
    assert_eq!(samira.triage(&ticket(1), &[("category", &mail)]).await.status, 303);
    assert_eq!(act(&mut samira, 50, "categorise", &all, &[("category", &world::id("people/karim_ferrand"))]).await.status, 422);
    assert_eq!(act(&mut samira, 50, "categorise", &all, &[("category", &printing)]).await.status, 303);
    let list = format!("/tickets?category={printing}");
    let found = async |person: &mut Person<'_>| person.get(&list).await.page().text().matches("L'écran clignote.").count();
    assert_eq!(found(&mut samira).await, 2);
    assert_eq!(samira.post(&format!("/batches/{}/undoing", id(50)), &[]).await.status, 303);
    assert_eq!(found(&mut samira).await, 0);
    assert!(samira.get(&ticket(1)).await.says("Messagerie"), "what it was before");
}

#[rocket::async_test]
async fn requests_are_tied_to_an_outage_that_concerns_them() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let mut lucie = app.signed_in("lucie_bastide").await;
    let here = ask(&mut jordan, 1, &[]).await;
    let elsewhere = [("ticket", &id(2)[..]), ("words", "Rien ne s'ouvre.")];
    let to = format!("/structures/{}/tickets", world::id("structures/escargolins"));
    assert_eq!(lucie.upload(&to, &elsewhere, &[]).await.status, 303);
    let page = lucie.get(&ticket(2)).await.page().text();
    let there: String = page.split_once("N°").expect("a number").1.trim_start().chars().take_while(char::is_ascii_digit).collect();
    let outage = world::id("outages/partage_fichiers");
    assert_eq!(act(&mut samira, 50, "tie", &[&here, &there], &[("outage", &id(77))]).await.status, 422, "no outage");
    assert_eq!(act(&mut samira, 50, "tie", &[&here, &there], &[("outage", &outage)]).await.status, 303);
    let done = samira.get(&format!("/batches/{}", id(50))).await;
    assert!(done.says("C'est fait pour 1 sur 2.") && done.says("Son état ne le permet pas"), "{}", done.page().text());
    assert!(samira.get(&format!("/outages/{outage}")).await.says("L'écran clignote."));
    assert_eq!(samira.post(&format!("/batches/{}/undoing", id(50)), &[]).await.status, 303);
    assert!(!samira.get(&format!("/outages/{outage}")).await.says("L'écran clignote."));
}

#[rocket::async_test]
async fn requests_become_one_once_it_is_said_who_will_read_what() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let mut maria = app.signed_in("maria_goncalves").await;
    let mut lucie = app.signed_in("lucie_bastide").await;
    let numbers = [ask(&mut jordan, 1, &[]).await, ask(&mut maria, 2, &[]).await, ask(&mut jordan, 3, &[]).await];
    let all: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let chosen = samira.get(&format!("/batches/new?t={}&t={}&t={}", numbers[0], numbers[1], numbers[2])).await.page().text();
    assert!(chosen.contains("Liront désormais toutes ces demandes : Jordan Pagès, Maria Gonçalves"), "{chosen}");
    assert_eq!(maria.get(&ticket(1)).await.status, 404);
    for _ in 0..2 {
        assert_eq!(act(&mut samira, 50, "merge", &all, &[]).await.status, 303, "pressed twice");
    }
    let done = samira.get(&format!("/batches/{}", id(50))).await;
    assert!(done.says("C'est fait pour 2 sur 3.") && done.says("Les autres sont réunies ici"), "{}", done.page().text());
    assert_eq!(maria.get(&ticket(1)).await.status, 200);
    assert_eq!(samira.get(&ticket(3)).await.location(), ticket(1));
    assert_eq!(samira.post(&format!("/batches/{}/undoing", id(50)), &[]).await.status, 303);
    assert_eq!(maria.get(&ticket(1)).await.status, 404, "they are three again");
    assert_eq!(maria.get(&ticket(2)).await.status, 200);

    let elsewhere = [("ticket", &id(4)[..]), ("words", "Rien ne s'ouvre.")];
    let to = format!("/structures/{}/tickets", world::id("structures/escargolins"));
    assert_eq!(lucie.upload(&to, &elsewhere, &[]).await.status, 303);
    let page = lucie.get(&ticket(4)).await.page().text();
    let there: String = page.split_once("N°").expect("a number").1.trim_start().chars().take_while(char::is_ascii_digit).collect();
    let refused = act(&mut samira, 51, "merge", &[&numbers[0], &there], &[]).await;
    assert_eq!(refused.status, 422, "a request stays in its structure");
    assert!(refused.says("d'une même structure"));
    let paper = samira.get(&format!("/batches/requests.pdf?t={}&t={there}", numbers[0])).await;
    assert_eq!((paper.status, paper.header("content-type")), (200, "application/pdf"));
}

/// Who was written to since the last look: to, subject, text.
async fn told(app: &App) -> Vec<(String, String, String)> {
    let mut all: Vec<_> = app.letters().await.into_iter().map(|letter| (letter.to, letter.subject, letter.text)).collect();
    all.sort();
    all
}

fn mail(person: &str) -> String {
    world::person(person).email.clone()
}

#[rocket::async_test]
async fn each_person_gets_one_letter_that_names_their_own_requests() {
    let app = App::start().await;
    let (mut jordan, mut maria) = (app.signed_in("jordan_pages").await, app.signed_in("maria_goncalves").await);
    let mut samira = app.signed_in("samira_benali").await;
    let [one, two] = [ask(&mut jordan, 1, &[]).await, ask(&mut jordan, 2, &[]).await];
    let hers = ask(&mut maria, 3, &[]).await;
    let covered = ask(&mut jordan, 4, &[("words", "On lit mes courriels."), ("confidential", "true")]).await;
    assert_eq!(samira.post(&format!("{}/taking", ticket(4)), &[]).await.status, 303);
    let maria_id = world::id("people/maria_goncalves");
    let follow = [("person", &*maria_id), ("part", "watcher")];
    assert_eq!(jordan.post(&format!("{}/participations", ticket(1)), &follow).await.status, 303);
    app.letters().await;
    let all = [one.as_str(), &two, &hers, &covered];
    for _ in 0..2 {
        let question = [("question", "Bonjour {prénom}, la demande {numéro} tient-elle ?")];
        assert_eq!(act(&mut samira, 50, "ask", &all, &question).await.status, 303, "pressed twice");
    }
    let letters = told(&app).await;
    assert_eq!(letters.iter().map(|(to, ..)| to.clone()).collect::<Vec<_>>(), [mail("jordan_pages"), mail("maria_goncalves")]);
    let (_, subject, text) = &letters[0];
    assert!(subject.contains("Une question sur 3 demandes") && text.contains("attend votre réponse"), "{subject}: {text}");
    for n in [1, 2, 4] {
        assert!(text.contains(&ticket(n)), "{n}: {text}");
    }
    assert!(text.contains(&format!("la demande {one} tient-elle")) && text.contains(&format!("la demande {two} tient-elle")));
    assert!(text.contains(&format!("N° {covered}, confidentielle")) && !text.contains(&format!("demande {covered} tient")));
    assert!(!text.contains("courriels") && !text.contains(&ticket(3)), "another's is not told: {text}");
    let (_, _, text) = &letters[1];
    assert!(text.contains(&ticket(1)) && text.contains(&ticket(3)) && !text.contains(&ticket(2)) && !text.contains(&ticket(4)));

    // Settled with the same words: they stand once. Who did it is not told, and what is alone is a letter as any.
    let settled = [("outcome", "fixed"), ("words", "Le serveur est relancé.")];
    assert_eq!(act(&mut samira, 51, "settle", &[&one, &two], &settled).await.status, 303);
    let letters = told(&app).await;
    assert_eq!(letters.len(), 2);
    assert!(letters[0].1.contains("2 demandes réglées") && letters[0].2.matches("Le serveur est relancé.").count() == 1);
    assert!(!letters[1].1.contains("2 demandes") && letters[1].2.contains("Le serveur est relancé."), "{:?}", letters[1]);
    // Taken back: one letter too.
    assert_eq!(samira.post(&format!("/batches/{}/undoing", id(51)), &[]).await.status, 303);
    let letters = told(&app).await;
    assert!(letters.iter().filter(|(to, ..)| *to == mail("jordan_pages")).count() == 1, "{letters:?}");
    assert!(letters.iter().any(|(to, subject, _)| *to == mail("jordan_pages") && subject.contains("2 demandes rouvertes")));

    let karim = world::id("people/karim_ferrand");
    assert_eq!(act(&mut samira, 52, "give", &[&one, &two, &hers], &[("to", &karim)]).await.status, 303);
    let letters = told(&app).await;
    assert!(letters.len() == 1 && letters[0].0 == mail("karim_ferrand") && letters[0].1.contains("3 demandes"), "{letters:?}");
}

#[rocket::async_test]
async fn a_passage_that_is_blanked_leaves_the_letter_about_many_too() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let [one, two] = [ask(&mut jordan, 1, &[]).await, ask(&mut jordan, 2, &[]).await];
    app.wait(TimeDelta::minutes(1));
    app.letters().await;
    let question = [("question", "Le code du coffre est bien tournesol ?")];
    assert_eq!(act(&mut samira, 50, "ask", &[&one, &two], &question).await.status, 303);
    app.letters().await;
    let kept = async || app.rows().await.into_iter().filter(|row| row.starts_with("letter: ") && row.contains("tournesol")).count();
    assert_eq!(kept().await, 1);
    for n in [1, 2] {
        let blanking = samira
            .get(&ticket(n))
            .await
            .page()
            .all("link")
            .into_iter()
            .filter_map(|link| link.attribute("href"))
            .rfind(|href| href.ends_with("/blanking"))
            .expect("a way")
            .to_owned();
        assert_eq!(samira.post(&blanking, &[("passage", "tournesol"), ("act", "blank")]).await.status, 303);
    }
    assert_eq!(kept().await, 0);
}
