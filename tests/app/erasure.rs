//! Somebody has their data erased: they are gone wherever people look, and what accounts are proved by stays.

use crate::api::Program;
use crate::support::{Answer, App, Person, pictures, world};
use parcommun::rounds;

const NAME: &str = "Nina Tournefeuille";
const EMAIL: &str = "nina.tournefeuille@heures-douces.example";

fn new_id(n: u32) -> String {
    format!("01900000-0000-7000-8000-{n:012}")
}

fn douces() -> String {
    world::id("structures/douces")
}

/// Somebody new in a structure, who comes in by the letter of the invitation.
async fn invited<'a>(app: &'a App, name: &str, email: &str) -> Person<'a> {
    let mut referent = app.signed_in("veronique_lacaze").await;
    let form = [("name", name), ("email", email), ("phone", "05 36 49 00 00"), ("role", "employee"), ("language", "fr")];
    assert_eq!(referent.post(&format!("/structures/{}/people", douces()), &form).await.status, 303);
    let letters = app.letters().await;
    let letter = letters.iter().find(|letter| letter.to == email).expect("the invitation");
    let mut person = app.nobody();
    assert_eq!(person.post(&letter.link(), &[]).await.status, 303);
    person
}

/// Invited to a structure, and gone from it again: the id of the person.
pub async fn somebody_who_left(app: &App) -> String {
    let mut referent = app.signed_in("veronique_lacaze").await;
    let people = format!("/structures/{}/people", douces());
    let form = [("name", "Paul Parti"), ("email", "paul.parti@exemple.example"), ("role", "employee"), ("language", "fr")];
    assert_eq!(referent.post(&people, &form).await.status, 303);
    let page = referent.get(&people).await.page();
    let there = page.all("link").into_iter().find(|link| link.text.contains("Paul Parti")).expect("their page");
    let there = there.attribute("href").expect("an address").to_owned();
    assert_eq!(referent.post(&format!("{there}/ending"), &[]).await.status, 303);
    let page = app.signed_in("claire_vidal").await.get("/people/departed").await.page();
    let erasing = page.all("link").into_iter().find(|link| link.text.contains("Paul Parti")).expect("in the list");
    let address = erasing.attribute("href").expect("an address");
    address.trim_start_matches("/people/").trim_end_matches("/erasure").to_owned()
}

async fn ask(person: &mut Person<'_>, n: u32, words: &str, files: &[(&str, &str, &str, &[u8])]) -> String {
    let form = [("ticket", &*new_id(n)), ("words", words), ("urgency", "hardly")];
    let asked = person.upload(&format!("/structures/{}/tickets", douces()), &form, files).await;
    assert_eq!(asked.status, 303, "{}", asked.page().text());
    format!("/tickets/{}", new_id(n))
}

async fn answer(by: &mut Person<'_>, ticket: &str, n: u32, words: &str, next: &str, (minutes, act): (&str, &str)) -> Answer {
    let (message, entry) = (new_id(n), new_id(n + 1));
    let form = [
        ("message", &*message),
        ("entry", &entry),
        ("words", words),
        ("next", next),
        ("minutes", minutes),
        ("kind", "remote"),
        ("act", act),
    ];
    let answered = by.upload(&format!("{ticket}/answers"), &form, &[]).await;
    assert_eq!(answered.status, 303, "{}", answered.page().text());
    answered
}

/// What somebody wrote who asks and follows: a request of her own with a photograph, answered with its time, noted among
/// technicians, given, settled; and what she said in a request of somebody else that she followed.
async fn story(app: &App, nina: &mut Person<'_>) -> (String, String) {
    let (mut samira, mut jordan) = (app.signed_in("samira_benali").await, app.signed_in("jordan_pages").await);
    let photo = ("files", "tournesol.png", "image/png", &*pictures::png());
    let own = ask(nina, 1, "Le tournesol de l'écran ne tourne plus.", &[photo]).await;
    answer(&mut samira, &own, 10, "Un pissenlit de conseil, chère Nina.", "in_hand", ("25", "send")).await;
    answer(&mut samira, &own, 20, "Elle appelle coquelicot.", "in_hand", ("0", "note")).await;
    let given = [("to", &*world::id("people/karim_ferrand")), ("reason", "Il connaît le bleuet.")];
    assert_eq!(samira.post(&format!("{own}/assignment"), &given).await.status, 303);
    assert_eq!(samira.triage(&own, &[("title", "Marguerite en panne")]).await.status, 303);

    let other = ask(&mut jordan, 2, "La sauvegarde est rouge.", &[]).await;
    let page = jordan.get(&format!("{other}/participations")).await.page();
    let option = page.all("option").into_iter().find(|one| one.text.trim() == NAME).expect("she can be chosen");
    let person = option.attribute("value").expect("her id").to_owned();
    let adding = [("person", &*person), ("part", "watcher")];
    assert_eq!(jordan.post(&format!("{other}/participations"), &adding).await.status, 303);
    let (message, words) = (new_id(30), "Chez moi le géranium aussi.");
    let reply = nina.upload(&format!("{other}/messages"), &[("message", &message), ("words", words)], &[]).await;
    assert_eq!(reply.status, 303);
    (own, other)
}

async fn erase(person: &mut Person<'_>) -> Answer {
    person.post("/account/erasure", &[("sure", "yes")]).await
}

/// The months of the pool as they are counted.
fn counted(rows: &[String]) -> Vec<&String> {
    let kept = ["month_use: ", "statement: ", "closing: ", "signature: ", "due: ", "cost_month: "];
    rows.iter().filter(|row| kept.iter().any(|table| row.starts_with(table))).collect()
}

const FLOWERS: [&str; 7] = ["ournesol", "issenlit", "oquelicot", "leuet", "arguerite", "éranium", "tournefeuille"];

#[rocket::async_test]
async fn who_erases_their_data_is_gone_wherever_people_look_and_the_hours_stay() {
    let app = App::start().await;
    let mut nina = invited(&app, NAME, EMAIL).await;
    let (own, other) = story(&app, &mut nina).await;
    let page = nina.get("/account/erasure").await;
    assert!(page.says("Des demandes à votre nom ne sont pas réglées"), "{}", page.page().text());
    assert!(page.page().find("button", "Effacer mes données").is_none());
    let refused = erase(&mut nina).await;
    assert!(refused.status == 422 && refused.says("Il reste quelque chose à faire d'abord"), "{}", refused.page().text());

    assert_eq!(nina.post(&format!("{own}/closure"), &[]).await.status, 303);
    app.letters().await;
    let page = nina.get("/account/erasure").await;
    for line in ["Les mots de votre demande", "Vos messages dans les demandes des autres", "ils prouvent les comptes"] {
        assert!(page.says(line), "{line}: {}", page.page().text());
    }
    let unticked = nina.post("/account/erasure", &[]).await;
    assert!(unticked.status == 422 && unticked.page().mistake("sure").is_some(), "{}", unticked.page().text());
    let before = app.rows().await;
    for word in FLOWERS {
        assert!(before.iter().any(|row| row.contains(word)), "there is something to erase: {word}");
    }

    let mut elsewhere = nina.copy();
    let gone = erase(&mut nina).await;
    assert_eq!((gone.status, gone.location()), (303, "/sign-in"));
    assert!(gone.header("clear-site-data").contains("storage"));
    assert!(nina.get("/sign-in").await.says("Votre compte est effacé."));
    let again = erase(&mut elsewhere).await;
    assert_eq!((again.status, again.location()), (303, "/sign-in"), "the second of two clicks");
    assert!(elsewhere.get("/sign-in").await.says("Si vous effaciez vos données, c'est fait."));

    let letters = app.letters().await;
    let last: Vec<_> = letters.iter().filter(|letter| letter.to == EMAIL).collect();
    assert!(last.len() == 1 && last[0].text.contains("Vos données sont effacées"), "{letters:?}");
    rounds::go(&app.db, app.clock.now()).await.expect("a round");
    assert!(app.letters().await.iter().all(|letter| letter.to != EMAIL), "one last letter");

    let after = app.rows().await;
    for word in FLOWERS {
        let left: Vec<_> = after.iter().filter(|row| row.contains(word)).collect();
        assert!(left.is_empty(), "{word}: {left:#?}");
    }
    assert_eq!(counted(&before), counted(&after), "no minute moved");
    let minutes = |rows: &[String]| rows.iter().filter(|row| row.starts_with("intervention: ")).count();
    assert_eq!(minutes(&before), minutes(&after));
    let erased = |rows: &[String]| rows.iter().filter(|row| row.contains("person_erased")).count();
    assert_eq!((erased(&before), erased(&after)), (0, 1), "one row of the journal");
    parcommun::store::check::check(&app.db).await.expect("the journal replays");
    gone_from_pages(&app, &own, &other).await;

    let mut stranger = app.nobody();
    assert_eq!(stranger.post("/sign-in", &[("email", EMAIL), ("next", "/")]).await.status, 303);
    assert!(app.letters().await.iter().all(|letter| letter.to != EMAIL), "nobody is known there");
    let mut back = invited(&app, "Nina Revenue", EMAIL).await;
    assert!(!back.get("/tickets").await.says("N° "), "who comes back is somebody new");
}

async fn gone_from_pages(app: &App, own: &str, other: &str) {
    let mut samira = app.signed_in("samira_benali").await;
    let page = samira.get(own).await;
    assert!(page.says("Personne retirée") && page.says("▇ texte effacé"), "{}", page.page().text());
    assert!(page.says("25 min"), "its time stays");
    let page = samira.get(other).await;
    assert!(page.says("La sauvegarde est rouge.") && page.says("Personne retirée"), "{}", page.page().text());
    samira.cookies.insert("language".into(), "en".into());
    let page = samira.get(own).await;
    assert!(page.says("Removed person") && page.says("▇ text erased") && !page.body().contains("retirée"));
    samira.cookies.remove("language");
    for address in ["/search?q=tournesol", "/search?q=marguerite", "/search?q=geranium"] {
        assert!(!samira.get(address).await.page().text().contains("N° 1"), "{address}");
    }
    let table = samira.get("/tickets.csv?state=all").await;
    assert!(table.status == 200 && table.body().contains("Personne\u{a0}retirée"));
    let program = Program::of(app, "samira_benali", "read").await;
    assert!(program.get("/api/v1/tickets?state=all").await.status == 200);
    let mut veronique = app.signed_in("veronique_lacaze").await;
    for address in
        [format!("/structures/{}/people", douces()), format!("{other}/participations"), format!("/structures/{}/hours", douces())]
    {
        let page = veronique.get(&address).await;
        assert!(page.status == 200 && !page.body().contains("Nina"), "{address}");
    }
    let mut claire = app.signed_in("claire_vidal").await;
    assert!(claire.get("/people/departed").await.says("Personne n'est parti"), "nothing is left to erase");
}

#[rocket::async_test]
async fn who_still_has_something_to_do_here_is_told_what() {
    let app = App::start().await;
    ask(&mut app.signed_in("jordan_pages").await, 1, "Le clavier colle.", &[]).await;
    for (key, sentence) in [
        ("samira_benali", "Vous êtes technicien·ne du groupement."),
        ("claire_vidal", "Vous coordonnez le groupement."),
        ("veronique_lacaze", "Vous répondez seul·e de"),
        ("jordan_pages", "Des demandes à votre nom ne sont pas réglées."),
    ] {
        let mut person = app.signed_in(key).await;
        let before = app.rows().await;
        assert!(person.get("/account/erasure").await.says(sentence), "{key}");
        let refused = erase(&mut person).await;
        assert!(refused.status == 422 && refused.says(sentence), "{key}: {}", refused.page().text());
        assert_eq!(app.rows().await, before, "{key}");
        assert_eq!(person.get("/account").await.status, 200, "{key} is still here");
    }
    let mut helene = app.signed_in("helene_castaing").await;
    assert_eq!(erase(&mut helene).await.status, 303, "a right to read is no duty");
    let rows = app.rows().await;
    assert!(rows.iter().any(|row| row.contains("board_taken_back")));
    assert!(
        rows.iter().all(|row| !row.contains("Castaing")),
        "{:#?}",
        rows.iter().filter(|row| row.contains("Castaing")).collect::<Vec<_>>()
    );
}

#[rocket::async_test]
async fn the_coordinator_erases_who_has_left_and_nobody_else() {
    let app = App::start().await;
    let paul = somebody_who_left(&app).await;
    let address = format!("/people/{paul}/erasure");
    let mut claire = app.signed_in("claire_vidal").await;
    assert!(claire.get("/people").await.says("Quelqu'un est parti"));
    assert!(claire.get("/people/departed").await.says("parti·e le mardi 24 mars 2026"));
    let page = claire.get(&address).await;
    assert!(page.says("Son nom, son adresse") && page.says("Paul Parti"), "{}", page.page().text());
    for key in ["veronique_lacaze", "samira_benali", "jordan_pages"] {
        let mut other = app.signed_in(key).await;
        assert_eq!((other.get(&address).await.status, other.post(&address, &[("asked", "yes")]).await.status), (403, 403), "{key}");
    }
    for key in
        ["people/jordan_pages", "people/karim_ferrand", "people/claire_vidal", "people/helene_castaing", "tickets/printer_jam"]
    {
        let foreign = format!("/people/{}/erasure", world::id(key));
        let before = app.rows().await;
        assert_eq!(
            (claire.get(&foreign).await.status, claire.post(&foreign, &[("asked", "yes")]).await.status),
            (404, 404),
            "{key}"
        );
        assert_eq!(app.rows().await, before, "{key}");
    }
    let unticked = claire.post(&address, &[]).await;
    assert!(unticked.status == 422 && unticked.page().mistake("asked").is_some());
    assert_eq!(claire.post(&address, &[("asked", "yes")]).await.status, 303);
    assert_eq!(claire.post(&address, &[("asked", "yes")]).await.status, 404, "done already");
    assert!(app.rows().await.iter().all(|row| !row.contains("Paul Parti")));
    let letters = app.letters().await;
    assert!(letters.iter().any(|letter| letter.to == "paul.parti@exemple.example" && letter.subject.contains("effacées")));
    assert!(app.rows().await.iter().all(|row| !row.contains("paul.parti")), "the address is forgotten with its last letter");
}
