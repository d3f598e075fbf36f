//! Outages: told, followed, said « moi aussi » to, tied to requests, over; and « moi aussi » to somebody else's request.

use crate::support::{Answer, App, Person, world};
use chrono::TimeDelta;
use rocket::futures::future::join_all;

const NEW: &str = "01900000-0000-7000-8000-000000000071";
const TICKET: &str = "01900000-0000-7000-8000-000000000072";
const OTHER_TICKET: &str = "01900000-0000-7000-8000-000000000073";

fn outage(key: &str) -> String {
    format!("/outages/{}", world::id(&format!("outages/{key}")))
}

fn lasting() -> String {
    outage("partage_fichiers")
}

fn told() -> String {
    format!("/outages/{NEW}")
}

fn of(structure: &str, page: &str) -> String {
    format!("/structures/{}{page}", world::id(&format!("structures/{structure}")))
}

/// Asks for help in `douces`, about a machine when one is named.
async fn ask(person: &mut Person<'_>, ticket: &str, words: &str, machine: Option<&str>, confidential: bool) {
    let machine = machine.map(|key| world::id(&format!("equipment/{key}"))).unwrap_or_default();
    let mut form = vec![("ticket", ticket), ("words", words), ("equipment", machine.as_str())];
    if confidential {
        form.push(("confidential", "true"));
    }
    assert_eq!(person.upload(&of("douces", "/tickets"), &form, &[]).await.status, 303);
}

/// What is typed of an outage of `douces`; `with` replaces fields.
fn form<'f>(with: &[(&'f str, &'f str)], structure: &'f str) -> Vec<(&'f str, &'f str)> {
    let usual = [
        ("outage", NEW),
        ("title", "Le téléphone ne sonne plus"),
        ("words", "L'opérateur cherche."),
        ("reach", "structures"),
        ("structures", structure),
        ("started_day", "2026-03-24"),
        ("started_at", "09:10"),
    ];
    let kept = usual.into_iter().filter(|(name, _)| with.iter().all(|(other, _)| other != name));
    kept.chain(with.iter().copied()).collect()
}

async fn tell(by: &mut Person<'_>, with: &[(&str, &str)]) -> Answer {
    by.post("/outages", &form(with, &world::id("structures/douces"))).await
}

async fn tie(by: &mut Person<'_>, ticket: &str, outage: &str) -> Answer {
    by.post(&format!("/tickets/{ticket}/outage"), &[("outage", outage)]).await
}

async fn close(by: &mut Person<'_>, address: &str, words: &str) -> Answer {
    by.post(&format!("{address}/closing"), &[("words", words)]).await
}

/// Presses the first button of that name.
async fn press(person: &mut Person<'_>, page: &Answer, button: &str) -> Answer {
    let (action, fields) = page.page().form_of(button);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    person.post(&action, &fields).await
}

#[rocket::async_test]
async fn an_employee_sees_what_lasts_and_counts_in_a_tap() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    let home = jordan.get("/").await;
    assert!(home.says("Les fichiers partagés ne s'ouvrent plus") && home.says("3 personnes touchées"), "{}", home.page().text());
    assert!(jordan.get(&of("douces", "/tickets/new")).await.says("Les fichiers partagés ne s'ouvrent plus"), "before one asks");
    let page = jordan.get(&home.page().link("Les fichiers partagés ne s'ouvrent plus")).await;
    assert!(page.says("Un disque du serveur") && page.says("Prochaine nouvelle") && page.says("Les nouvelles d'avant"));
    assert!(page.says("Nous cherchons pourquoi"), "what was told before stays");
    for hidden in ["Tablée", "Maria", "Samira", "Karim", "Annoncer", "C'est terminé"] {
        assert!(!page.says(hidden), "{hidden}: neither a person nor another structure, nor what technicians do");
    }
    let pressed = press(&mut jordan, &page, "Moi aussi").await;
    assert_eq!(jordan.post(&format!("{}/affected", lasting()), &[]).await.status, 303, "pressed twice");
    let page = jordan.get(pressed.location()).await;
    assert!(page.says("4 personnes touchées") && page.says("C'est noté pour vous"), "{}", page.page().text());
    assert_eq!(press(&mut jordan, &page, "Finalement, pas moi").await.status, 303);
    assert!(jordan.get(&lasting()).await.says("3 personnes touchées"));
}

#[rocket::async_test]
async fn whom_it_does_not_concern_sees_nothing_of_it() {
    let app = App::start().await;
    let mut lucie = app.signed_in("lucie_bastide").await;
    for page in ["/", "/outages"] {
        assert!(!lucie.get(page).await.says("Les fichiers partagés"), "{page}");
    }
    let absent = lucie.get(&told()).await;
    let theirs = lucie.get(&lasting()).await;
    assert_eq!((theirs.status, theirs.without(&[&lasting()])), (404, absent.without(&[&told()])));
    for end in ["/affected", "/affected/ending"] {
        let absent = lucie.post(&format!("{}{end}", told()), &[]).await;
        let theirs = lucie.post(&format!("{}{end}", lasting()), &[]).await;
        assert_eq!((theirs.status, theirs.without(&[&lasting()])), (404, absent.without(&[&told()])), "{end}");
    }
    assert!(lucie.get("/outages").await.says("La messagerie est très lente"), "it was the whole group's");
    let mut claire = app.signed_in("claire_vidal").await;
    let page = claire.get(&lasting()).await;
    assert!(page.says("Un disque du serveur") && !page.says("Tablée"), "the coordinator reads the notice, not for whom it is");
    assert_eq!(claire.get(&format!("{}/edit", lasting())).await.status, 403);
}

#[rocket::async_test]
async fn without_an_account_public_outages_alone_are_read() {
    let app = App::start().await;
    let mut nobody = app.nobody();
    let list = nobody.get("/outages").await;
    assert!(list.says("La messagerie est très lente") && !list.says("Les fichiers partagés"));
    assert!(list.says("L'hébergeur a réparé sa machine"), "what was learnt");
    assert_eq!(nobody.get(&outage("messagerie_lente")).await.status, 200);
    let away = nobody.get(&lasting()).await;
    let absent = nobody.get(&told()).await;
    assert!(away.status == 303 && away.location().starts_with("/sign-in?next=") && absent.status == 303);
    assert_eq!(nobody.post(&format!("{}/affected", outage("messagerie_lente")), &[]).await.status, 401);
    let mut samira = app.signed_in("samira_benali").await;
    assert_eq!(tell(&mut samira, &[("public", "true")]).await.status, 303);
    assert!(nobody.get(&told()).await.says("Le téléphone ne sonne plus"));
    app.wait(TimeDelta::days(40));
    assert!(!nobody.get("/outages").await.says("La messagerie est très lente"), "after a month it is forgotten here");
}

#[rocket::async_test]
async fn a_technician_tells_of_an_outage_and_gives_news() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let home = samira.get("/").await;
    assert!(
        home.says("Les fichiers partagés") && home.says("Les Tournées Douces") || home.says("Douces"),
        "{}",
        home.page().text()
    );
    let blank = samira.get(&home.page().link("Annoncer une panne")).await;
    assert!(blank.page().holds("started_day", "2026-03-24") && blank.page().holds("started_at", "10:00"), "now");
    let news = [("news_day", ""), ("news_at", "14:00")];
    let made = tell(&mut samira, &news).await;
    assert_eq!((made.status, tell(&mut samira, &news).await.location()), (303, made.location()), "pressed twice, told once");
    let mut jordan = app.signed_in("jordan_pages").await;
    let page = jordan.get(&told()).await;
    assert!(page.says("L'opérateur cherche.") && page.says("14 h") && page.says("Personne ne s'est encore signalé"));

    let edit = samira.get(&format!("{}/edit", told())).await;
    assert!(edit.page().holds("started_at", "09:10") && edit.page().holds("news_at", "14:00") && edit.page().holds("version", "1"));
    let whole = [("version", "1"), ("words", "Une pelle a coupé un câble."), ("reach", "group")];
    let douces = world::id("structures/douces");
    assert_eq!(samira.post(&told(), &form(&whole, &douces)).await.status, 303);
    assert_eq!(samira.post(&told(), &form(&whole, &douces)).await.status, 303, "the same again is done already");
    let page = app.signed_in("lucie_bastide").await.get(&told()).await;
    assert!(page.says("Une pelle a coupé un câble.") && page.says("L'opérateur cherche."), "the whole group, all news");
    let rows = app.rows().await;
    assert_eq!(rows.iter().filter(|row| row.starts_with("outage_news: ") && row.contains("téléphone")).count(), 2);
}

#[rocket::async_test]
async fn what_is_typed_wrong_stands_beside_its_field() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let strange = world::id("structures/nowhere");
    for (wrong, field) in [
        (("title", " "), "title"),
        (("words", ""), "words"),
        (("reach", "everybody"), "reach"),
        (("structures", ""), "structures"),
        (("structures", strange.as_str()), "structures"),
        (("started_day", "2026-03-25"), "started_day"),
        (("started_at", "25:00"), "started_at"),
        (("news_at", "09:30"), "news_at"),
        (("news_day", "2026-03-25"), "news_at"),
        (("outage", "none"), "title"),
    ] {
        let refused = tell(&mut samira, &[wrong]).await;
        assert_eq!(refused.status, 422, "{wrong:?}");
        assert!(refused.page().mistake(field).is_some(), "{wrong:?}: {}", refused.page().text());
    }
    assert!(tell(&mut samira, &[("news_at", "09:30")]).await.page().holds("news_at", "09:30"), "what was typed is still there");
    let mut without = form(&[], "");
    without.retain(|(name, _)| *name != "structures");
    assert!(samira.post("/outages", &without).await.page().mistake("structures").is_some(), "it would concern nobody");
    assert_eq!(samira.get(&told()).await.status, 404, "nothing was told");
    assert_eq!(tell(&mut samira, &[]).await.status, 303);
    let taken = app.signed_in("karim_ferrand").await.post("/outages", &form(&[], &world::id("structures/douces"))).await;
    assert_eq!(taken.status, 422, "somebody else's key");
    let refused = close(&mut samira, &told(), " ").await;
    assert!(refused.status == 422 && refused.page().mistake("words").is_some());
}

#[rocket::async_test]
async fn two_technicians_at_once_both_keep_their_text() {
    let app = App::start().await;
    let (mut samira, mut karim) = (app.signed_in("samira_benali").await, app.signed_in("karim_ferrand").await);
    let douces = world::id("structures/douces");
    tell(&mut samira, &[]).await;
    let first = form(&[("version", "1"), ("words", "C'est le câble.")], &douces);
    assert_eq!(samira.post(&told(), &first).await.status, 303);
    let second = karim.post(&told(), &form(&[("version", "1"), ("words", "C'est le boîtier.")], &douces)).await;
    assert_eq!(second.status, 422);
    let page = second.page();
    assert!(page.holds("words", "C'est le boîtier.") && second.says("C'est le câble.") && page.holds("version", "2"));
    assert_eq!(press_with(&mut karim, &second, "Garder mon texte", &douces).await.status, 303);
    let shown = karim.get(&told()).await;
    assert!(shown.says("C'est le boîtier.") && shown.says("C'est le câble.") && shown.says("Samira"), "technicians read who told");
}

/// Sends the form again as it stands, with the words of the second.
async fn press_with(person: &mut Person<'_>, page: &Answer, button: &str, structure: &str) -> Answer {
    let (action, hidden) = page.page().form_of(button);
    let version = hidden.iter().find(|(name, _)| name == "version").map(|(_, value)| value.clone()).expect("a version");
    person.post(&action, &form(&[("version", &version), ("words", "C'est le boîtier.")], structure)).await
}

#[rocket::async_test]
async fn its_end_settles_the_requests_and_tells_everybody_once() {
    let app = App::start().await;
    let (mut jordan, mut maria) = (app.signed_in("jordan_pages").await, app.signed_in("maria_goncalves").await);
    let (mut samira, mut veronique) = (app.signed_in("samira_benali").await, app.signed_in("veronique_lacaze").await);
    ask(&mut jordan, TICKET, "Mon dossier rouge a disparu.", None, false).await;
    ask(&mut maria, OTHER_TICKET, "Mes plannings sont introuvables.", None, true).await;
    let page = samira.get(&format!("/tickets/{TICKET}")).await;
    let tying = samira.get(&page.page().link("Relier à une panne")).await;
    assert!(
        tying.says("Les fichiers partagés ne s'ouvrent plus")
            && tying.page().find("link", "Faire une panne de cette demande").is_some()
    );
    let id = world::id("outages/partage_fichiers");
    assert_eq!(tie(&mut samira, TICKET, &id).await.status, 303);
    assert_eq!(tie(&mut samira, TICKET, &id).await.status, 303, "tied already");
    // A confidential one is tied by who may read it.
    samira.post(&format!("/tickets/{OTHER_TICKET}/taking"), &[]).await;
    assert_eq!(tie(&mut samira, OTHER_TICKET, &id).await.status, 303);
    for person in [&mut jordan, &mut samira] {
        let page = person.get(&format!("/tickets/{TICKET}")).await;
        assert!(page.says("Les fichiers partagés ne s'ouvrent plus") && page.says("a relié la demande à une panne"));
    }
    // Jordan asks and is touched; Véronique is touched; Maria, Nathalie and Aïcha were before.
    for person in [&mut jordan, &mut veronique] {
        assert_eq!(person.post(&format!("{}/affected", lasting()), &[]).await.status, 303);
    }
    assert!(samira.get(&lasting()).await.says("5 personnes touchées"), "a person counts once");
    app.letters().await;

    let shown = samira.get(&lasting()).await;
    let closing = samira.get(&shown.page().link("C'est terminé")).await;
    assert!(closing.says("2 demandes reliées seront réglées") && closing.says("5 personnes touchées seront prévenues"));
    let ended = close(&mut samira, &lasting(), "Le disque est changé.\nTout est revenu.").await;
    assert_eq!(ended.status, 303, "{}", ended.page().text());
    assert_eq!(close(&mut samira, &lasting(), "Le disque est changé.\nTout est revenu.").await.status, 303, "pressed twice");
    let letters = app.letters().await;
    let mut told: Vec<&str> = letters.iter().map(|letter| letter.to.as_str()).collect();
    told.sort_unstable();
    let mut everybody: Vec<&str> = ["jordan_pages", "maria_goncalves", "nathalie_sicard", "aicha_mokrani", "veronique_lacaze"]
        .map(|key| world::person(key).email.as_str())
        .to_vec();
    everybody.sort_unstable();
    assert_eq!(told, everybody, "one letter a person");
    let to = |key: &str| letters.iter().find(|letter| letter.to == world::person(key).email).expect("a letter");
    assert!(to("jordan_pages").text.contains("Le disque est changé.") && to("jordan_pages").link() == format!("/tickets/{TICKET}"));
    assert!(!to("jordan_pages").raw.contains("dossier rouge") && !to("maria_goncalves").raw.contains("plannings"));
    assert_eq!(to("veronique_lacaze").link(), lasting());
    assert!(letters.iter().all(|letter| letter.from == "Parcommun" && !letter.text.contains("Samira")), "it names nobody");

    let page = jordan.get(&format!("/tickets/{TICKET}")).await;
    assert!(
        page.says("Réglée") && page.says("Le disque est changé.") && page.page().find("button", "Ce n'est pas réglé").is_some()
    );
    assert_eq!(press(&mut jordan, &page, "Ce n'est pas réglé").await.status, 303, "each opens again on its own");
    let page = jordan.get(&lasting()).await;
    assert!(page.says("Tout est revenu.") && page.page().find("button", "Moi aussi").is_none());
    let late = jordan.post(&format!("{}/affected", lasting()), &[]).await;
    assert!(jordan.get(late.location()).await.says("Cette panne est déjà terminée."));
    assert!(!jordan.get("/").await.says("Les fichiers partagés"), "it lasts no more");
    assert!(jordan.get("/outages").await.says("Le disque est changé."), "what was learnt");
    let again = close(&mut app.signed_in("karim_ferrand").await, &lasting(), "Autre chose").await;
    assert!(again.status == 303 && !samira.get(&lasting()).await.says("Autre chose"), "its last word is said");
    let edit = samira.post(&lasting(), &form(&[("version", "2")], &world::id("structures/douces"))).await;
    assert!(edit.status == 303 && !samira.get(&lasting()).await.says("Le téléphone ne sonne plus"));
}

#[rocket::async_test]
async fn pressed_by_many_at_once_it_is_over_once_and_nobody_is_forgotten() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let (karim, veronique) = (app.signed_in("karim_ferrand").await, app.signed_in("veronique_lacaze").await);
    ask(&mut jordan, TICKET, "Plus de dossier.", None, false).await;
    assert_eq!(tie(&mut samira, TICKET, &world::id("outages/partage_fichiers")).await.status, 303);
    app.letters().await;
    let ends = (0..10).map(|n| {
        let mut hand = if n % 2 == 0 { samira.copy() } else { karim.copy() };
        async move { close(&mut hand, &lasting(), "Un câble.").await.status }
    });
    let joins = (0..10).map(|_| {
        let mut hand = veronique.copy();
        async move { hand.post(&format!("{}/affected", lasting()), &[]).await.status }
    });
    let (ends, joins) = rocket::futures::future::join(join_all(ends), join_all(joins)).await;
    assert!(ends.iter().chain(&joins).all(|status| *status == 303), "{ends:?} {joins:?}");
    let said = app.rows().await.into_iter().filter(|row| row.starts_with("message: ") && row.contains("Un câble.")).count();
    assert_eq!(said, 1, "one message");
    let letters = app.letters().await;
    let counted = samira.get(&lasting()).await;
    let touched = if counted.says("5 personnes touchées") { 5 } else { 4 };
    assert_eq!(letters.len(), touched, "who was in time is told, once");
}

#[rocket::async_test]
async fn a_request_is_made_an_outage_and_no_word_of_a_confidential_one_is() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    ask(&mut jordan, TICKET, "Le logiciel de paie ne démarre plus.", None, false).await;
    ask(&mut jordan, OTHER_TICKET, "Un mot secret.", None, true).await;
    let form = samira.get(&format!("/outages/new?ticket={TICKET}")).await;
    assert!(form.says("retirez les noms") && form.page().holds("title", "Le logiciel de paie ne démarre plus."));
    assert!(form.page().holds("ticket", TICKET));
    samira.post(&format!("/tickets/{OTHER_TICKET}/taking"), &[]).await;
    assert_eq!(samira.get(&format!("/outages/new?ticket={OTHER_TICKET}")).await.status, 404);
    let elsewhere = world::id("structures/escargolins");
    let refused = samira.post("/outages", &self::form(&[("ticket", TICKET)], &elsewhere)).await;
    assert!(refused.status == 422 && refused.page().mistake("structures").is_some(), "its structure has to be concerned");
    assert_eq!(samira.get(&told()).await.status, 404, "nothing was told");
    assert_eq!(tell(&mut samira, &[("ticket", TICKET)]).await.status, 303);
    let page = samira.get(&told()).await;
    assert!(page.says("Demandes reliées") && page.says("Une personne touchée"), "who asked counts");
    assert!(!jordan.get(&told()).await.says("Demandes reliées"));
    let untied = samira.post(&format!("/tickets/{TICKET}/outage/ending"), &[]).await;
    assert!(samira.get(untied.location()).await.says("a délié la demande"));
    assert!(!samira.get(&told()).await.says("Demandes reliées"));
}

#[rocket::async_test]
async fn foreign_ids_tie_nothing() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    ask(&mut jordan, TICKET, "Plus d'accès.", None, false).await;
    let elsewhere = world::id("structures/escargolins");
    assert_eq!(samira.post("/outages", &form(&[], &elsewhere)).await.status, 303);
    for outage in [NEW, TICKET, "", "none", &world::id("outages/messagerie_lente")] {
        assert_eq!(tie(&mut samira, TICKET, outage).await.status, 422, "{outage:?}");
    }
    assert_eq!(tie(&mut samira, NEW, &world::id("outages/partage_fichiers")).await.status, 404);
    assert_eq!(tie(&mut jordan, TICKET, &world::id("outages/partage_fichiers")).await.status, 403);
    assert!(!samira.get(&format!("/tickets/{TICKET}")).await.says("a relié"));
}

#[rocket::async_test]
async fn a_colleague_says_me_too_to_a_request_and_reads_no_word_of_it() {
    let app = App::start().await;
    let (mut maria, mut jordan) = (app.signed_in("maria_goncalves").await, app.signed_in("jordan_pages").await);
    let mut samira = app.signed_in("samira_benali").await;
    ask(&mut maria, TICKET, "Chouette effraie sur l'imprimante.", Some("douces_imprimante"), false).await;
    let preset = of("douces", &format!("/tickets/new?equipment={}", world::id("equipment/douces_imprimante")));
    let request = jordan.get(&preset).await;
    assert!(request.says("Une demande est déjà ouverte pour cette machine") && request.says("Reçue"), "{}", request.page().text());
    assert!(!jordan.get(&of("douces", "/tickets/new")).await.says("déjà ouverte"), "a machine is chosen first");
    assert!(!maria.get(&preset).await.says("déjà ouverte"), "not to who asked");
    let asked = format!("/help-sheets/suggestions?words=&equipment={}", world::id("equipment/douces_imprimante"));
    let suggested = jordan.get(&format!("{asked}&structure={}", world::id("structures/douces"))).await.body();
    assert!(suggested.contains(&format!("/tickets/{TICKET}/affected")) && !suggested.contains("Chouette"), "{suggested}");

    ask(&mut jordan, OTHER_TICKET, "Elle n'imprime pas.", Some("douces_imprimante"), false).await;
    let sent = jordan.get(&format!("/tickets/{OTHER_TICKET}/sent")).await;
    assert!(sent.says("déjà ouverte pour cette machine") && sent.says("Les fichiers partagés"), "without JavaScript, once sent");

    let pressed = jordan.post(&format!("/tickets/{TICKET}/affected"), &[]).await;
    assert_eq!((pressed.status, jordan.post(&format!("/tickets/{TICKET}/affected"), &[]).await.status), (303, 303), "twice");
    let page = jordan.get(pressed.location()).await;
    for page in [&page, &request, &jordan.get("/outages").await, &jordan.get("/").await, &jordan.get("/tickets").await] {
        assert!(!page.body().contains("Chouette") && !page.says("Maria"), "neither a word nor a name");
    }
    assert!(jordan.get("/outages").await.says("Demandes qui vous touchent aussi"));
    assert_eq!(jordan.get(&format!("/tickets/{TICKET}")).await.status, 404, "it reads nothing");
    assert!(samira.get(&format!("/tickets/{TICKET}")).await.says("Une autre personne est touchée"));
    assert!(!maria.get(&format!("/tickets/{TICKET}")).await.says("Une autre personne est touchée"));
    app.letters().await;

    for _ in 0..2 {
        assert_eq!(maria.post(&format!("/tickets/{TICKET}/closure"), &[]).await.status, 303);
        maria.post(&format!("/tickets/{TICKET}/reopening"), &[("words", "")]).await;
    }
    let letters = app.letters().await;
    let own: Vec<_> = letters.iter().filter(|letter| letter.to == world::person("jordan_pages").email).collect();
    assert_eq!(own.len(), 1, "told once, however often it is settled");
    assert!(!own[0].raw.contains("Chouette") && !own[0].raw.contains("Maria") && own[0].text.contains("moi aussi"));
    assert_eq!(own[0].link(), format!("/tickets/{TICKET}/affected"));
    assert_eq!(jordan.get(&own[0].link()).await.status, 200);
    assert_eq!(jordan.post(&format!("/tickets/{TICKET}/affected/ending"), &[]).await.status, 303);
    assert!(!jordan.get("/outages").await.says("Demandes qui vous touchent aussi"));
}

#[rocket::async_test]
async fn some_requests_are_not_there_to_be_joined() {
    let app = App::start().await;
    let (mut maria, mut jordan) = (app.signed_in("maria_goncalves").await, app.signed_in("jordan_pages").await);
    let address = |ticket: &str| format!("/tickets/{ticket}/affected");
    ask(&mut maria, TICKET, "Confidentiel.", Some("douces_imprimante"), true).await;
    ask(&mut maria, OTHER_TICKET, "Mon propre téléphone.", Some("douces_tel_maria"), false).await;
    let absent = jordan.post(&address(NEW), &[]).await;
    for ticket in [TICKET, OTHER_TICKET] {
        let refused = jordan.post(&address(ticket), &[]).await;
        let (body, nothing) = (refused.without(&[ticket]), absent.without(&[NEW]));
        assert_eq!((refused.status, body), (404, nothing), "confidential; a machine of somebody");
        assert_eq!(jordan.get(&address(ticket)).await.status, 404);
    }
    for machine in ["douces_imprimante", "douces_tel_maria"] {
        let page = of("douces", &format!("/tickets/new?equipment={}", world::id(&format!("equipment/{machine}"))));
        assert!(!jordan.get(&page).await.says("déjà ouverte"), "{machine}");
    }
    // A page that was open for long: it is settled meanwhile.
    const SETTLED: &str = "01900000-0000-7000-8000-000000000075";
    ask(&mut maria, SETTLED, "L'imprimante.", Some("douces_imprimante"), false).await;
    assert_eq!(maria.post(&format!("/tickets/{SETTLED}/closure"), &[]).await.status, 303);
    let late = jordan.post(&address(SETTLED), &[]).await;
    assert_eq!(late.location(), "/outages", "told, and nothing joined");
    assert_eq!(jordan.get(&address(SETTLED)).await.status, 404);
    let mut lucie = app.signed_in("lucie_bastide").await;
    assert_eq!(lucie.post(&address(TICKET), &[]).await.status, 404);
    // Joined, then made confidential: it is told of no more.
    const SHARED: &str = "01900000-0000-7000-8000-000000000074";
    ask(&mut maria, SHARED, "L'imprimante encore.", Some("douces_imprimante"), false).await;
    assert_eq!(jordan.post(&address(SHARED), &[]).await.status, 303);
    assert_eq!(maria.post(&format!("/tickets/{SHARED}/confidentiality"), &[]).await.status, 303);
    assert_eq!(jordan.get(&address(SHARED)).await.status, 404);
    app.letters().await;
    assert_eq!(maria.post(&format!("/tickets/{SHARED}/closure"), &[]).await.status, 303);
    assert!(app.letters().await.iter().all(|letter| letter.to != world::person("jordan_pages").email));
}
