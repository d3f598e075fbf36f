//! Addresses outside that follow a request: they open nothing, and receive only what is sent to them.

use crate::support::letters::Letter;
use crate::support::{Answer, App, Person, world};
use chrono::TimeDelta;

const PRINTER: &str = "contact@imprimeur.example";

fn new_id(n: u32) -> String {
    format!("01900000-0000-7000-8000-{n:012}")
}

async fn ask(person: &mut Person<'_>, n: u32, words: &str) -> String {
    let address = format!("/structures/{}/tickets", world::id("structures/douces"));
    let asked = person.upload(&address, &[("ticket", &new_id(n)), ("words", words), ("urgency", "hardly")], &[]).await;
    assert_eq!(asked.status, 303, "{}", asked.page().text());
    format!("/tickets/{}", new_id(n))
}

async fn add(by: &mut Person<'_>, ticket: &str, email: &str) -> Answer {
    by.post(&format!("{ticket}/outside-watchers"), &[("email", email)]).await
}

/// The boxes of addresses outside on a request's page.
async fn boxes(by: &mut Person<'_>, ticket: &str) -> Vec<String> {
    let page = by.get(ticket).await.page();
    let boxes = page.all("input").into_iter().filter(|one| one.attribute("name") == Some("outside"));
    assert!(boxes.clone().all(|one| one.attribute("checked").is_none()), "nothing is sent unless it is ticked");
    boxes.filter_map(|one| one.attribute("value").map(str::to_owned)).collect()
}

async fn write(by: &mut Person<'_>, ticket: &str, n: u32, words: &str, outside: &str) -> Answer {
    let form = [("message", &*new_id(n)), ("words", words), ("outside", outside)];
    let given = if outside.is_empty() { &form[..2] } else { &form[..] };
    by.upload(&format!("{ticket}/messages"), given, &[]).await
}

async fn answer(by: &mut Person<'_>, ticket: &str, n: u32, words: &str, act: &str, outside: &str) -> Answer {
    let (message, entry) = (new_id(n), new_id(n + 1));
    let form = [
        ("message", &*message),
        ("entry", &entry),
        ("words", words),
        ("next", "in_hand"),
        ("minutes", "0"),
        ("kind", "remote"),
        ("act", act),
        ("outside", outside),
    ];
    let given = if outside.is_empty() { &form[..7] } else { &form[..] };
    by.upload(&format!("{ticket}/answers"), given, &[]).await
}

/// What left for the address outside since the last look.
async fn left(app: &App) -> Vec<Letter> {
    app.letters().await.into_iter().filter(|letter| letter.to == PRINTER).collect()
}

#[rocket::async_test]
async fn an_address_outside_receives_what_is_ticked_and_nothing_else() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let ticket = ask(&mut jordan, 1, "L'affiche sort en rose.").await;
    assert!(boxes(&mut jordan, &ticket).await.is_empty());
    let people = jordan.get(&ticket).await.page().link("ajouter une personne");
    let page = jordan.get(&people).await;
    assert!(page.says("Elle reçoit seulement les messages pour lesquels vous cochez son adresse"), "{}", page.page().text());
    assert_eq!(add(&mut jordan, &ticket, "  Contact@Imprimeur.example ").await.status, 303);
    assert_eq!(add(&mut jordan, &ticket, PRINTER).await.status, 303, "a double click");
    assert!(left(&app).await.is_empty(), "adding it tells it nothing");
    let page = jordan.get(&ticket).await;
    assert!(page.says(&format!("Jordan a ajouté {PRINTER}")) && page.says(&format!("{PRINTER} (à l'extérieur)")));

    let [outside] = <[String; 1]>::try_from(boxes(&mut jordan, &ticket).await).expect("one box");
    assert_eq!(write(&mut jordan, &ticket, 10, "Entre nous.", "").await.status, 303);
    assert_eq!(answer(&mut samira, &ticket, 20, "Je regarde.", "send", "").await.status, 303);
    assert!(left(&app).await.is_empty(), "what is not ticked stays inside");

    assert_eq!(write(&mut jordan, &ticket, 30, "Pouvez-vous vérifier le fichier ?", &outside).await.status, 303);
    assert_eq!(write(&mut jordan, &ticket, 30, "Pouvez-vous vérifier le fichier ?", &outside).await.status, 303, "twice is once");
    let letters = left(&app).await;
    let [letter] = &letters[..] else { panic!("one letter: {letters:?}") };
    let jordans = &world::person("jordan_pages").email;
    assert!(letter.text.contains("vérifier le fichier") && letter.subject.contains("L'affiche sort en rose"));
    assert!(letter.text.contains(&format!("écrivez à {jordans}")) && letter.raw.contains(&format!("Reply-To: {jordans}")));
    assert!(
        !letter.text.contains("Entre nous") && !letter.text.contains("http") && !letter.html.contains("href"),
        "{}",
        letter.text
    );
    assert!(jordan.get(&ticket).await.says(&format!("Jordan a envoyé ce message à {PRINTER}")));

    assert_eq!(answer(&mut samira, &ticket, 40, "Un mot pour nous.", "note", &outside).await.status, 303);
    assert!(left(&app).await.is_empty(), "a note never leaves");
    assert_eq!(answer(&mut samira, &ticket, 50, "C'est le profil de couleurs.", "send", &outside).await.status, 303);
    assert_eq!(left(&app).await.len(), 1);

    let ending = format!("{ticket}/participations/{outside}/ending");
    assert_eq!(samira.post(&ending, &[]).await.status, 303);
    assert!(boxes(&mut jordan, &ticket).await.is_empty());
    let refused = write(&mut jordan, &ticket, 60, "Et maintenant ?", &outside).await;
    assert_eq!(refused.status, 422, "what was ticked on an old page does not leave");
    assert!(refused.page().mistake("words").is_some_and(|said| said.contains("ne suit plus")));
    assert!(refused.page().holds("words", "Et maintenant ?"));
    assert!(left(&app).await.is_empty() && !jordan.get(&ticket).await.says("Et maintenant ?"));
    assert!(jordan.get(&ticket).await.says(&format!("{PRINTER} ne suit plus la demande")));
}

#[rocket::async_test]
async fn five_addresses_follow_at_most_and_none_of_the_group() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    let ticket = ask(&mut jordan, 1, "L'affiche sort en rose.").await;
    let refused = add(&mut jordan, &ticket, "imprimeur").await;
    assert!(refused.status == 422 && refused.page().holds("email", "imprimeur") && refused.page().mistake("email").is_some());
    let own = add(&mut jordan, &ticket, "bonjour@autan-partage.example").await;
    assert!(own.page().mistake("email").is_some_and(|said| said.contains("groupement")));
    for n in 0..5 {
        assert_eq!(add(&mut jordan, &ticket, &format!("n{n}@imprimeur.example")).await.status, 303);
    }
    let refused = add(&mut jordan, &ticket, PRINTER).await;
    assert!(
        refused.page().mistake("email").is_some_and(|said| said.contains("5 adresses")) && refused.page().holds("email", PRINTER)
    );
    assert_eq!(boxes(&mut jordan, &ticket).await.len(), 5);
    // Somebody with an account is not told apart from anybody else.
    let other = ask(&mut jordan, 2, "L'écran clignote.").await;
    let samiras = &world::person("samira_benali").email;
    assert_eq!(add(&mut jordan, &other, samiras).await.status, 303);
    let page = jordan.get(&other).await;
    assert!(page.says(samiras) && !page.says("Samira"));
}

#[rocket::async_test]
async fn of_a_confidential_request_who_asks_alone_adds_and_the_title_stays_inside() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let mut maria = app.signed_in("maria_goncalves").await;
    let ticket = ask(&mut jordan, 1, "On lit mes courriels.").await;
    let maria_id = world::id("people/maria_goncalves");
    let follow = [("person", &*maria_id), ("part", "watcher")];
    assert_eq!(jordan.post(&format!("{ticket}/participations"), &follow).await.status, 303);
    jordan.post(&format!("{ticket}/confidentiality"), &[]).await;
    assert_eq!(samira.post(&format!("{ticket}/taking"), &[]).await.status, 303);
    assert_eq!(add(&mut samira, &ticket, PRINTER).await.status, 403);
    assert_eq!(add(&mut maria, &ticket, PRINTER).await.status, 403, "who follows adds nobody");
    let page = jordan.get(&format!("{ticket}/participations")).await;
    assert!(page.says("part en entier, sans le titre"));
    assert_eq!(add(&mut jordan, &ticket, PRINTER).await.status, 303);
    let [outside] = <[String; 1]>::try_from(boxes(&mut jordan, &ticket).await).expect("one box");
    assert!(boxes(&mut maria, &ticket).await.is_empty());
    assert_eq!(write(&mut maria, &ticket, 10, "Je préviens.", &outside).await.status, 403, "who follows sends nothing outside");
    app.letters().await;
    assert_eq!(write(&mut jordan, &ticket, 20, "Pouvez-vous changer la serrure ?", &outside).await.status, 303);
    let all = app.letters().await;
    let letters: Vec<&Letter> = all.iter().filter(|letter| letter.to == PRINTER).collect();
    assert!(letters.len() == 1 && letters[0].text.contains("changer la serrure"));
    assert!(!letters[0].subject.contains("courriels") && !letters[0].html.contains("courriels"));
    assert!(all.iter().all(|letter| letter.to == PRINTER || !letter.text.contains("serrure")), "inside nothing changes");
}

#[rocket::async_test]
async fn an_address_of_another_request_is_sent_nothing() {
    let app = App::start().await;
    let (mut jordan, mut lucie) = (app.signed_in("jordan_pages").await, app.signed_in("lucie_bastide").await);
    let (one, other) = (ask(&mut jordan, 1, "L'affiche sort en rose.").await, ask(&mut jordan, 2, "L'écran clignote.").await);
    assert_eq!(add(&mut lucie, &one, PRINTER).await.status, 404);
    assert_eq!(add(&mut jordan, &one, PRINTER).await.status, 303);
    let [outside] = <[String; 1]>::try_from(boxes(&mut jordan, &one).await).expect("one box");
    for foreign in [&outside, &world::id("people/lucie_bastide"), &world::id("people/maria_goncalves")] {
        let refused = write(&mut jordan, &other, 10, "Bonjour", foreign).await;
        assert!(refused.status == 422 && refused.page().mistake("words").is_some(), "{foreign}");
    }
    assert!(left(&app).await.is_empty());
    assert_eq!(lucie.post(&format!("{one}/participations/{outside}/ending"), &[]).await.status, 404);
}

#[rocket::async_test]
async fn a_merge_and_a_split_keep_who_follows_from_outside() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let (first, second) = (ask(&mut jordan, 1, "L'affiche sort en rose.").await, ask(&mut jordan, 2, "Le dépliant aussi.").await);
    for (ticket, email) in [(&first, "pao@imprimeur.example"), (&second, PRINTER), (&first, PRINTER)] {
        assert_eq!(add(&mut jordan, ticket, email).await.status, 303);
    }
    let merge = format!("{first}/merges/{}", second.trim_start_matches("/tickets/"));
    assert!(!samira.get(&merge).await.says("imprimeur"), "they read nothing by it");
    assert_eq!(samira.post(&merge, &[("message", &*new_id(5)), ("words", "Une seule demande.")]).await.status, 303);
    assert_eq!(boxes(&mut jordan, &first).await.len(), 2, "an address that follows both stays once");
    assert!(left(&app).await.is_empty(), "the word of a merge stays inside");
    assert_eq!(samira.post(&format!("{second}/separation"), &[]).await.status, 303);
    assert_eq!((boxes(&mut jordan, &first).await.len(), boxes(&mut jordan, &second).await.len()), (2, 1));

    app.wait(TimeDelta::minutes(1));
    assert_eq!(write(&mut jordan, &second, 10, "Et les cartes de visite ?", "").await.status, 303);
    let split = [("ticket", new_id(20)), ("messages", new_id(10)), ("title", "Les cartes".into())];
    let split: Vec<(&str, &str)> = split.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(samira.post(&format!("{second}/splits"), &split).await.status, 303);
    let of_split = boxes(&mut jordan, &format!("/tickets/{}", new_id(20))).await;
    let of_second = boxes(&mut jordan, &second).await;
    assert!(of_split.len() == 1 && of_second.len() == 1 && of_split != of_second, "each request has its own");
    let ending = format!("{second}/participations/{}/ending", of_second[0]);
    assert_eq!(jordan.post(&ending, &[]).await.status, 303);
    assert_eq!(boxes(&mut jordan, &format!("/tickets/{}", new_id(20))).await, of_split);
}
