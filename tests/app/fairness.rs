//! Who saw a request, whether it is settled indeed, who waits and who uses what they bought.

use crate::support::{App, Person, world};
use chrono::TimeDelta;

fn new_id(n: u32) -> String {
    format!("01900000-0000-7000-8000-{n:012}")
}

async fn ask(person: &mut Person<'_>, n: u32, words: &str) -> String {
    let address = format!("/structures/{}/tickets", world::id("structures/douces"));
    let asked = person.upload(&address, &[("ticket", &new_id(n)), ("words", words), ("urgency", "no")], &[]).await;
    assert_eq!(asked.status, 303, "{}", asked.page().text());
    format!("/tickets/{}", new_id(n))
}

async fn settle(by: &mut Person<'_>, ticket: &str, n: u32) {
    let form =
        [("message", &*new_id(n)), ("entry", &new_id(n + 1)), ("words", "C'est fait."), ("next", "settled"), ("kind", "remote")];
    let sent = by.post(&format!("{ticket}/answers"), &[&form[..], &[("minutes", "0"), ("outcome", "fixed")]].concat()).await;
    assert_eq!(sent.status, 303, "{}", sent.page().text());
}

#[rocket::async_test]
async fn who_asks_reads_who_looked_and_on_which_days() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let mut veronique = app.signed_in("veronique_lacaze").await;
    let ticket = ask(&mut jordan, 1, "L'écran clignote.").await;
    let views = format!("{ticket}/views");
    assert!(jordan.get(&views).await.says("Personne d'autre ne l'a ouverte"));
    jordan.get(&ticket).await;
    samira.get(&ticket).await;
    veronique.get(&ticket).await;
    let rows = app.row_count().await;
    samira.get(&ticket).await;
    veronique.get(&ticket).await;
    assert_eq!(app.row_count().await, rows, "once a day");
    app.wait(TimeDelta::days(1));
    let mut samira = app.signed_in("samira_benali").await;
    samira.get(&ticket).await;
    let text = jordan.get(&views).await.page().text();
    assert!(text.contains("Samira Benali") && text.contains("Véronique Lacaze"), "{text}");
    assert_eq!(text.matches("Jordan").count(), 1, "as who is signed in alone: {text}");
    assert_eq!(text.matches("mars").count(), 3, "two days, and one: {text}");
    let mut lucie = app.signed_in("lucie_bastide").await;
    assert_eq!(lucie.get(&views).await.status, 404);
}

#[rocket::async_test]
async fn who_reads_the_words_beside_the_page_has_seen_them_too() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    let ticket = ask(&mut jordan, 1, "L'écran clignote.").await;
    for (key, name, place) in [("samira_benali", "Samira Benali", "messages"), ("karim_ferrand", "Karim Ferrand", "splits/new")] {
        assert!(!jordan.get(&format!("{ticket}/views")).await.says(name));
        assert_eq!(app.signed_in(key).await.get(&format!("{ticket}/{place}")).await.status, 200);
        assert!(jordan.get(&format!("{ticket}/views")).await.says(name), "{place}");
    }
}

#[rocket::async_test]
async fn whether_it_is_settled_is_asked_once_and_no_opens_it_again() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let ticket = ask(&mut jordan, 1, "L'écran clignote.").await;
    let yes = format!("{ticket}/satisfaction");
    assert!(!jordan.get(&ticket).await.says("Oui, merci"));
    assert_eq!(jordan.post(&yes, &[]).await.status, 303, "nothing is settled yet: the page says so");
    settle(&mut samira, &ticket, 10).await;
    assert!(jordan.get(&ticket).await.says("C'est réglé ?"));
    assert_eq!(samira.post(&yes, &[]).await.status, 403, "not for others");
    for _ in 0..2 {
        assert_eq!(jordan.post(&yes, &[]).await.status, 303);
    }
    assert!(!jordan.get(&ticket).await.says("Oui, merci"));
    let reopened = jordan.post(&format!("{ticket}/reopening"), &[("message", &*new_id(20)), ("words", "Non, finalement.")]).await;
    assert_eq!(reopened.status, 303);
    app.wait(TimeDelta::hours(1));
    settle(&mut samira, &ticket, 30).await;
    assert!(jordan.get(&ticket).await.says("Oui, merci"), "settled anew, it is asked anew");
    let own = ask(&mut jordan, 2, "Une autre.").await;
    jordan.post(&format!("{own}/closure"), &[]).await;
    assert!(!jordan.get(&own).await.says("Oui, merci"), "who said so is not asked");
}

#[rocket::async_test]
async fn structures_are_told_apart_by_their_wait_and_their_share() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let page = claire.get("/fairness").await;
    let text = page.page().text();
    assert!(page.status == 200 && text.contains("ouvrées") && text.contains("Part achetée"), "{text}");
    assert!(text.contains("Passe-Écluse") && text.contains("La Rebrique"), "{text}");
    let mut veronique = app.signed_in("veronique_lacaze").await;
    let text = veronique.get("/fairness").await.page().text();
    assert!(text.contains("Dans tout le groupe") && !text.contains("La Rebrique"), "{text}");
    let mut jordan = app.signed_in("jordan_pages").await;
    assert_eq!(jordan.get("/fairness").await.status, 403);
}

#[rocket::async_test]
async fn answers_are_told_from_five_on() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let mut veronique = app.signed_in("veronique_lacaze").await;
    for n in 1..=5 {
        assert!(!veronique.get("/fairness").await.says("oui sur"), "{n}");
        let ticket = ask(&mut jordan, n * 100, "L'écran clignote.").await;
        settle(&mut samira, &ticket, n * 100 + 1).await;
        match n {
            5 => assert_eq!(jordan.post(&format!("{ticket}/reopening"), &[("words", "Non.")]).await.status, 303),
            _ => assert_eq!(jordan.post(&format!("{ticket}/satisfaction"), &[]).await.status, 303),
        }
    }
    assert!(veronique.get("/fairness").await.says("4 oui sur 5"));
}
