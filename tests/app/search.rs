//! Finding a request again by its words, and never one that is not for the reader.

use crate::support::{App, Person, world};
use chrono::TimeDelta;

async fn search(person: &mut Person<'_>, words: &str) -> crate::support::Answer {
    let asked = rocket::http::RawStr::new(words).percent_encode().to_string();
    person.get(&format!("/search?q={asked}")).await
}

/// The titles that are found, the newest first.
async fn found(person: &mut Person<'_>, words: &str) -> Vec<String> {
    let answer = search(person, words).await;
    assert_eq!(answer.status, 200, "{words}");
    between(&answer.body(), "<b>", "</b>")
}

/// What stands between two marks in the lines of a list.
fn between(body: &str, from: &str, to: &str) -> Vec<String> {
    let lines = body.split("<li><a href").skip(1);
    lines.filter_map(|line| Some(line.split_once(from)?.1.split_once(to)?.0.to_owned())).collect()
}

async fn ask(person: &mut Person<'_>, structure: &str, n: u32, words: &str, confidential: bool) -> String {
    let id = format!("01900000-0000-7000-8000-{n:012}");
    let mut form = vec![("ticket", &*id), ("words", words)];
    if confidential {
        form.push(("confidential", "true"));
    }
    let address = format!("/structures/{}/tickets", world::id(structure));
    assert_eq!(person.upload(&address, &form, &[]).await.status, 303);
    format!("/tickets/{id}")
}

async fn write(by: &mut Person<'_>, ticket: &str, n: u32, words: &str, act: &str) {
    let (message, entry) = (format!("01900000-0000-7000-8001-{n:012}"), format!("01900000-0000-7000-8002-{n:012}"));
    let form = [
        ("message", &*message),
        ("entry", &*entry),
        ("words", words),
        ("next", "in_hand"),
        ("minutes", "0"),
        ("kind", "remote"),
        ("act", act),
    ];
    assert_eq!(by.post(&format!("{ticket}/answers"), &form).await.status, 303);
}

#[rocket::async_test]
async fn words_are_found_whatever_their_form_in_title_and_conversation() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let title = "Les poignées du zèbre sont cassées";
    let ticket = ask(&mut jordan, "structures/douces", 11, title, false).await;
    for words in ["poignee", "ZÈBRES", "l'zebre cassé", "poig", "\"poignées du zèbre\"", "zèbre -girafe", "zèbre depuis:1j"] {
        assert_eq!(found(&mut jordan, words).await, [title], "{words}");
    }
    for words in ["zèbre -cassée", "\"zèbre poignées\"", "girafe", "zèbre état:réglée", "zèbre structure:escargolins"] {
        assert!(found(&mut samira, words).await.is_empty(), "{words}");
    }
    write(&mut samira, &ticket, 1, "J'ai commandé une quincaillerie neuve.", "send").await;
    for words in ["quincailleries", "zèbre quincaillerie", "quincaill structure:douces de:jordan état:cours"] {
        assert_eq!(found(&mut samira, words).await, [title], "{words}");
    }
    assert_eq!(samira.triage(&ticket, &[("title", "Serrure du local")]).await.status, 303);
    assert_eq!(found(&mut jordan, "serrures").await, ["Serrure du local"]);
}

#[rocket::async_test]
async fn nobody_finds_a_word_that_they_may_not_read() {
    let app = App::start().await;
    let (mut jordan, mut veronique) = (app.signed_in("jordan_pages").await, app.signed_in("veronique_lacaze").await);
    let (mut samira, mut karim) = (app.signed_in("samira_benali").await, app.signed_in("karim_ferrand").await);
    let ticket = ask(&mut jordan, "structures/douces", 12, "Un ornithorynque dans la salle", false).await;
    write(&mut samira, &ticket, 2, "Voir le fournisseur Bidulotron.", "note").await;
    for finder in [&mut jordan, &mut veronique, &mut samira, &mut karim] {
        assert_eq!(found(finder, "ornithorynque").await.len(), 1);
    }
    for (person, why) in
        [("lucie_bastide", "another structure"), ("nathalie_sicard", "a colleague"), ("claire_vidal", "coordination")]
    {
        let mut person = app.signed_in(person).await;
        assert!(found(&mut person, "ornithorynque").await.is_empty(), "{why}");
    }
    assert_eq!(found(&mut karim, "bidulotron").await.len(), 1, "technicians find their notes");
    for finder in [&mut jordan, &mut veronique] {
        assert!(found(finder, "bidulotron").await.is_empty() && found(finder, "ornithorynque -bidulotron").await.len() == 1);
    }
    assert_eq!(samira.post(&format!("{ticket}/taking"), &[]).await.status, 303);
    assert_eq!(jordan.post(&format!("{ticket}/confidentiality"), &[]).await.status, 303);
    assert!(found(&mut veronique, "ornithorynque").await.is_empty() && found(&mut karim, "ornithorynque").await.is_empty());
    assert_eq!(found(&mut samira, "ornithorynque").await.len(), 1, "she has it in hand");
}

#[rocket::async_test]
async fn pages_follow_one_another_and_what_is_not_understood_is_said() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let (mut seen, mut address) = (Vec::new(), "/search?q=imprimante".to_owned());
    loop {
        let answer = samira.get(&address).await;
        seen.extend(between(&answer.body(), "<small>", "</small>"));
        match answer.page().find("link", "Demandes plus anciennes") {
            Some(_) => address = answer.page().link("Demandes plus anciennes"),
            None => break,
        }
    }
    assert!(seen.len() > 20, "more than a page: {}", seen.len());
    let mut once = seen.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), seen.len(), "each once");
    let page = search(&mut samira, "imprimante état:bof").await;
    assert!(page.says("« état:bof » n'est pas compris") && !between(&page.body(), "<b>", "</b>").is_empty());
    assert!(search(&mut samira, "zzzzz").await.says("Aucune demande ne contient"));
    for words in ["", "\"", "AND", "NEAR(a b)", "title:x", "a* OR b", "'; DROP TABLE ticket; --", "{title} : x", "^a", "-", "\0"] {
        assert_eq!(search(&mut samira, words).await.status, 200, "{words:?}");
    }
    assert_eq!(samira.get("/search?q=imprimante&before=x").await.status, 200);
}

#[rocket::async_test]
async fn who_searches_very_fast_is_asked_to_wait_a_minute_and_keeps_the_words() {
    let app = App::start_with("searches", 2u32).await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    for _ in 0..2 {
        assert_eq!(search(&mut jordan, "zèbre").await.status, 200);
    }
    let hurried = search(&mut jordan, "zèbre").await;
    assert_eq!(hurried.status, 429);
    assert!(
        hurried.page().holds("q", "zèbre") && hurried.page().text().contains("Attendez une minute"),
        "{}",
        hurried.page().text()
    );
    assert_eq!(jordan.get("/search").await.status, 200, "the empty page asks nothing");
    assert_eq!(search(&mut samira, "zèbre").await.status, 200, "another person is not concerned");
    app.wait(TimeDelta::minutes(1));
    assert_eq!(search(&mut jordan, "zèbre").await.status, 200);
}
