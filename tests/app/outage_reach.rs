//! Whom an outage concerns when it is somewhere: at sites, on machines. What one reads of it, and who is told of its end.

use crate::support::{Answer, App, Person, world};

const NEW: &str = "01900000-0000-7000-8000-000000000381";

fn told() -> String {
    format!("/outages/{NEW}")
}

fn id(name: &str) -> String {
    world::id(name)
}

/// What is told of it, over what is told now.
async fn send(by: &mut Person<'_>, address: &str, reach: &[(&str, &str)]) -> Answer {
    let shown = by.get(&format!("{}/edit", told())).await;
    let version = (1..9).map(|n| n.to_string()).find(|n| shown.page().holds("version", n)).unwrap_or_default();
    let form = [
        ("outage", NEW),
        ("version", &*version),
        ("title", "La caisse ne s'ouvre plus"),
        ("words", "Nous cherchons."),
        ("reach", "structures"),
        ("started_day", "2026-03-24"),
        ("started_at", "09:10"),
    ];
    by.post(address, &[&form[..], reach].concat()).await
}

/// Who reads it, of these people.
async fn readers<'p>(app: &App, people: &[&'p str]) -> Vec<&'p str> {
    let mut readers = Vec::new();
    for key in people {
        let mut person = app.signed_in(key).await;
        let page = person.get(&told()).await.status;
        let on_home = person.get("/").await.says("La caisse ne s'ouvre plus");
        let joins = person.post(&format!("{}/affected", told()), &[]).await.status;
        person.post(&format!("{}/affected/ending", told()), &[]).await;
        assert_eq!((page == 200, joins == 303), (on_home, on_home), "{key}: one rule for the page, the notice and « moi aussi »");
        if on_home {
            readers.push(*key);
        }
    }
    readers
}

const PEOPLE: [&str; 6] =
    ["yann_kerbrat", "sofia_marques", "thierry_delpech", "jordan_pages", "veronique_lacaze", "mohamed_zeroual"];

#[rocket::async_test]
async fn the_places_of_a_structure_are_a_tap_away_and_nothing_typed_is_lost() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let blank = samira.get("/outages/new").await;
    assert!(!blank.page().shows_field("sites") && !blank.page().shows_field("machines"));
    let none = send(&mut samira, "/outages", &[("act", "narrow")]).await;
    assert!(none.status == 422 && none.page().mistake("structures").is_some_and(|said| said.contains("Cochez d'abord")));
    let rebrique = id("structures/rebrique");
    let more = send(&mut samira, "/outages", &[("structures", &rebrique), ("act", "narrow")]).await;
    assert_eq!(more.status, 200, "nothing is sent yet: {}", more.page().text());
    let page = more.page();
    assert!(page.holds("title", "La caisse ne s'ouvre plus") && page.holds("structures", &rebrique) && page.holds("outage", NEW));
    assert!(page.text().contains("Boutique du centre") && page.text().contains("Ordinateur de la caisse boutique"));
    assert!(!page.text().contains("Ordinateur du planning"), "of what is ticked alone");
    let douces = id("structures/douces");
    let both = send(&mut samira, "/outages", &[("structures", &rebrique), ("structures", &douces), ("act", "narrow")]).await;
    assert!(both.says("Boutique du centre (Ressourcerie La Rebrique)"), "{}", both.page().text());
    assert!(!both.says("Bureau des plannings ("), "one site is the structure");
    assert_eq!(samira.get(&told()).await.status, 404, "nothing was told");
}

#[rocket::async_test]
async fn at_a_site_it_concerns_the_people_of_its_structure_and_nobody_else() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let (rebrique, shop) = (id("structures/rebrique"), id("sites/rebrique_boutique"));
    let reach = [("structures", rebrique.as_str()), ("sites", &shop)];
    for _ in 0..2 {
        assert_eq!(send(&mut samira, "/outages", &reach).await.status, 303, "pressed twice");
    }
    assert_eq!(readers(&app, &PEOPLE).await, ["yann_kerbrat", "sofia_marques", "thierry_delpech"]);
    let mut thierry = app.signed_in("thierry_delpech").await;
    assert!(
        thierry.get(&told()).await.says("Boutique du centre") && thierry.get("/").await.says("Boutique du centre"),
        "where it is"
    );
    let page = samira.get(&told()).await;
    assert!(page.says("Boutique du centre (Ressourcerie La Rebrique)"), "{}", page.page().text());
    let edit = samira.get(&format!("{}/edit", told())).await;
    assert!(edit.page().holds("sites", &shop) && edit.page().holds("structures", &rebrique));
    // Nothing ticked any more below the structure: all of it.
    assert_eq!(send(&mut samira, &told(), &[("structures", &rebrique)]).await.status, 303);
    assert!(samira.get(&told()).await.says("Ressourcerie La Rebrique") && !samira.get(&told()).await.says("Boutique du centre ("));
}

#[rocket::async_test]
async fn on_a_machine_it_concerns_who_may_ask_about_it_and_who_answers_for_the_structure() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let (rebrique, till, wifi) =
        (id("structures/rebrique"), id("equipment/rebrique_caisse"), id("equipment/rebrique_wifi_boutique"));
    assert_eq!(send(&mut samira, "/outages", &[("structures", &rebrique), ("machines", &till)]).await.status, 303);
    assert_eq!(readers(&app, &PEOPLE).await, ["yann_kerbrat", "sofia_marques"], "its user, and the referent");
    let mut thierry = app.signed_in("thierry_delpech").await;
    let (foreign, absent) = (thierry.get(&told()).await, thierry.get("/outages/01900000-0000-7000-8000-000000000999").await);
    assert_eq!((foreign.status, foreign.without(&[NEW])), (404, absent.without(&["01900000-0000-7000-8000-000000000999"])));
    assert_eq!(send(&mut samira, &told(), &[("structures", &rebrique), ("machines", &wifi)]).await.status, 303);
    assert_eq!(readers(&app, &PEOPLE).await, ["yann_kerbrat", "sofia_marques", "thierry_delpech"], "it serves everybody there");
    let mut jordan = app.signed_in("jordan_pages").await;
    assert_eq!(jordan.get(&told()).await.status, 404);
}

#[rocket::async_test]
async fn a_reader_learns_neither_another_structure_nor_the_machine_of_a_colleague() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let (rebrique, douces) = (id("structures/rebrique"), id("structures/douces"));
    let machines = ["equipment/rebrique_caisse", "equipment/rebrique_wifi_boutique", "equipment/douces_imprimante"].map(id);
    let mut reach = vec![("structures", rebrique.as_str()), ("structures", douces.as_str())];
    reach.extend(machines.iter().map(|machine| ("machines", machine.as_str())));
    assert_eq!(send(&mut samira, "/outages", &reach).await.status, 303);
    for (reader, known, hidden) in [
        ("jordan_pages", "Imprimante du planning", ["Borne wifi", "caisse boutique", "Rebrique"]),
        ("thierry_delpech", "Borne wifi de la boutique", ["Imprimante du planning", "caisse boutique", "Heures Douces"]),
    ] {
        let mut person = app.signed_in(reader).await;
        for page in [told(), "/outages".to_owned(), "/".to_owned()] {
            let page = person.get(&page).await;
            assert!(page.says("La caisse ne s'ouvre plus") && page.says(known), "{reader}: {}", page.page().text());
            for word in hidden {
                assert!(!page.says(word), "{reader} reads {word}: {}", page.page().text());
            }
        }
    }
    let mut claire = app.signed_in("claire_vidal").await;
    let page = claire.get(&told()).await;
    assert!(page.status == 200 && !page.says("Borne wifi") && !page.says("Rebrique"), "the coordinator reads the notice alone");
}

#[rocket::async_test]
async fn places_that_are_not_there_are_refused_and_those_of_what_is_not_ticked_are_not_meant() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let (rebrique, nowhere) = (id("structures/rebrique"), "01900000-0000-7000-8000-000000000999");
    for (field, value) in [("sites", nowhere), ("machines", nowhere), ("sites", "x"), ("machines", "x")] {
        let refused = send(&mut samira, "/outages", &[("structures", &rebrique), (field, value)]).await;
        assert_eq!(refused.status, 422, "{field} {value}");
        assert!(refused.page().mistake(field).is_some(), "{field}: {}", refused.page().text());
    }
    let elsewhere = id("sites/regie_atelier");
    let nobody = send(&mut samira, "/outages", &[("sites", &elsewhere)]).await;
    assert!(nobody.status == 422 && nobody.page().mistake("structures").is_some());
    assert_eq!(send(&mut samira, "/outages", &[("structures", &rebrique), ("sites", &elsewhere)]).await.status, 303);
    assert_eq!(readers(&app, &PEOPLE).await, ["yann_kerbrat", "sofia_marques", "thierry_delpech"], "all of what is ticked");
}

#[rocket::async_test]
async fn its_end_tells_who_said_me_too_and_is_still_concerned() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let (rebrique, wifi, till) =
        (id("structures/rebrique"), id("equipment/rebrique_wifi_boutique"), id("equipment/rebrique_caisse"));
    assert_eq!(send(&mut samira, "/outages", &[("structures", &rebrique), ("machines", &wifi)]).await.status, 303);
    for key in ["sofia_marques", "thierry_delpech"] {
        assert_eq!(app.signed_in(key).await.post(&format!("{}/affected", told()), &[]).await.status, 303);
    }
    // A request of the structure is tied to it, one of another is not.
    let mut sofia = app.signed_in("sofia_marques").await;
    let mut jordan = app.signed_in("jordan_pages").await;
    let (ours, theirs) = ("01900000-0000-7000-8000-000000000382", "01900000-0000-7000-8000-000000000383");
    for (person, structure, ticket) in [(&mut sofia, "rebrique", ours), (&mut jordan, "douces", theirs)] {
        let address = format!("/structures/{}/tickets", id(&format!("structures/{structure}")));
        assert_eq!(person.upload(&address, &[("ticket", ticket), ("words", "Plus de caisse.")], &[]).await.status, 303);
    }
    assert!(samira.get(&format!("/tickets/{ours}/outage")).await.says("La caisse ne s'ouvre plus"));
    assert!(!samira.get(&format!("/tickets/{theirs}/outage")).await.says("La caisse ne s'ouvre plus"));
    assert_eq!(samira.post(&format!("/tickets/{theirs}/outage"), &[("outage", NEW)]).await.status, 422);
    assert_eq!(samira.post(&format!("/tickets/{ours}/outage"), &[("outage", NEW)]).await.status, 303);
    // It is that machine alone after all: Thierry is not concerned any more.
    assert_eq!(send(&mut samira, &told(), &[("structures", &rebrique), ("machines", &till)]).await.status, 303);
    app.letters().await;
    assert_eq!(samira.post(&format!("{}/closing", told()), &[("words", "Un câble.")]).await.status, 303);
    let letters = app.letters().await;
    let to: Vec<&str> = letters.iter().map(|letter| letter.to.as_str()).collect();
    assert_eq!(to, [world::person("sofia_marques").email.as_str()], "one letter, to who is concerned");
}

#[rocket::async_test]
async fn before_one_asks_the_outage_of_the_chosen_machine_comes_first() {
    let app = App::start().await;
    let (mut samira, mut sofia) = (app.signed_in("samira_benali").await, app.signed_in("sofia_marques").await);
    let (rebrique, till) = (id("structures/rebrique"), id("equipment/rebrique_caisse"));
    assert_eq!(send(&mut samira, "/outages", &[("structures", &rebrique), ("machines", &till)]).await.status, 303);
    for n in 0..3 {
        app.wait(chrono::TimeDelta::minutes(1));
        let later = format!("01900000-0000-7000-8000-00000000039{n}");
        let form = [("title", "La messagerie est lente"), ("words", "Nous cherchons."), ("reach", "group")];
        let when = [("outage", later.as_str()), ("started_day", "2026-03-24"), ("started_at", "10:00")];
        assert_eq!(samira.post("/outages", &[&form[..], &when].concat()).await.status, 303);
    }
    let form = |machine: &str| format!("/structures/{rebrique}/tickets/new?equipment={machine}");
    assert!(!sofia.get(&form("")).await.says("La caisse ne s'ouvre plus"), "the three latest stand there");
    let asked = sofia.get(&form(&till)).await.page().text();
    let place = |words: &str| asked.find(words).unwrap_or_else(|| panic!("{words}: {asked}"));
    assert!(place("La caisse ne s'ouvre plus") < place("La messagerie est lente"));
    let hints = sofia.get(&format!("/help-sheets/suggestions?words=&structure={rebrique}&equipment={till}")).await;
    assert!(hints.body().contains("La caisse ne s'ouvre plus"), "{}", hints.body());
    let mut thierry = app.signed_in("thierry_delpech").await;
    let hints = thierry.get(&format!("/help-sheets/suggestions?words=&structure={rebrique}&equipment={till}")).await;
    assert!(!hints.body().contains("La caisse"), "whom it does not concern reads nothing of it");
}
