//! What a request is about: none, one or several machines of its structure, and a site where there are several.

use crate::api::{Program, json};
use crate::support::{Answer, App, Person, world};
use chrono::TimeDelta;
use serde_json::json as object;

fn new_id(n: u32) -> String {
    format!("01900000-0000-7000-8000-{n:012}")
}

fn of(structure: &str, page: &str) -> String {
    format!("/structures/{}{page}", world::id(&format!("structures/{structure}")))
}

fn machine(key: &str) -> String {
    world::id(&format!("equipment/{key}"))
}

fn site(key: &str) -> String {
    world::id(&format!("sites/{key}"))
}

async fn send(person: &mut Person<'_>, structure: &str, n: u32, about: &[(&str, &str)]) -> Answer {
    let id = new_id(n);
    let form = [&[("ticket", id.as_str()), ("words", "Plus rien ne marche.")], about].concat();
    person.upload(&of(structure, "/tickets"), &form, &[]).await
}

/// Asks for help; the address of the request.
async fn ask(person: &mut Person<'_>, structure: &str, n: u32, about: &[(&str, &str)]) -> String {
    let sent = send(person, structure, n, about).await;
    assert_eq!(sent.status, 303, "{}", sent.page().text());
    format!("/tickets/{}", new_id(n))
}

/// A technician says what it is about.
async fn say(by: &mut Person<'_>, ticket: &str, about: &[(&str, &str)]) -> Answer {
    by.triage(ticket, about).await
}

#[rocket::async_test]
async fn the_usual_form_asks_for_one_machine_and_several_are_a_tap_away() {
    let app = App::start().await;
    let (mut sofia, mut yann) = (app.signed_in("sofia_marques").await, app.signed_in("yann_kerbrat").await);
    let blank = sofia.get(&of("rebrique", "/tickets/new")).await;
    assert!(blank.page().shows_field("equipment") && !blank.page().shows_field("machines"));
    let (till, wifi) = (machine("rebrique_caisse"), machine("rebrique_wifi_boutique"));
    let more = send(&mut sofia, "rebrique", 1, &[("equipment", &till), ("urgency", "no"), ("act", "more")]).await;
    assert_eq!(more.status, 200, "nothing is sent yet, nothing is wrong");
    let page = more.page();
    assert!(page.holds("words", "Plus rien ne marche.") && page.holds("ticket", &new_id(1)), "what was typed stays");
    assert!(page.holds("machines", &till) && page.shows_field("machines") && !page.shows_field("equipment"), "{}", page.text());
    // Before a word is typed too.
    let early = sofia.upload(&of("rebrique", "/tickets"), &[("ticket", &new_id(1)), ("words", ""), ("act", "more")], &[]).await;
    assert!(early.status == 200 && early.page().mistake("words").is_none());
    let ticket = ask(&mut sofia, "rebrique", 1, &[("machines", &till), ("machines", &wifi)]).await;
    let text = sofia.get(&ticket).await.page().text();
    assert!(text.contains("Ordinateur de la caisse boutique, Borne wifi de la boutique"), "{text}");
    for key in ["rebrique_caisse", "rebrique_wifi_boutique"] {
        assert!(yann.get(&format!("/equipment/{}", machine(key))).await.says("Plus rien ne marche."), "the life of {key}");
    }
    assert!(!yann.get(&format!("/equipment/{}", machine("rebrique_atelier"))).await.says("Plus rien ne marche."));
}

#[rocket::async_test]
async fn where_is_asked_only_when_it_can_be_told_apart_and_no_machine_tells() {
    let app = App::start().await;
    let (mut jordan, mut sofia) = (app.signed_in("jordan_pages").await, app.signed_in("sofia_marques").await);
    let mut samira = app.signed_in("samira_benali").await;
    assert!(!jordan.get(&of("douces", "/tickets/new")).await.page().shows_field("site"), "one site: nothing more is asked");
    assert!(sofia.get(&of("rebrique", "/tickets/new")).await.page().shows_field("site"));
    let till = machine("rebrique_caisse");
    let told = sofia.get(&format!("{}?equipment={till}", of("rebrique", "/tickets/new"))).await;
    assert!(!told.page().shows_field("site"), "the machine tells");
    let (shop, depot) = (site("rebrique_boutique"), site("rebrique_depot"));
    for (n, about, place) in [
        (1, vec![("equipment", till.as_str())], Some("Boutique du centre")),
        (2, vec![("site", depot.as_str())], Some("Dépôt et atelier")),
        (3, vec![("equipment", till.as_str()), ("site", depot.as_str())], Some("Dépôt et atelier")),
        (4, vec![("site", "")], None),
    ] {
        let ticket = ask(&mut sofia, "rebrique", n, &about).await;
        for reader in [&mut sofia, &mut samira] {
            let text = reader.get(&ticket).await.page().text();
            for known in ["Boutique du centre", "Dépôt et atelier"] {
                assert_eq!(text.contains(known), place == Some(known), "{about:?}: {text}");
            }
        }
    }
    assert!(samira.get(&format!("/tickets?state=all&site={shop}")).await.says("Plus rien ne marche."));
    let at_depot = samira.get(&format!("/tickets?state=all&site={depot}")).await;
    assert!(at_depot.says("lieu Dépôt et atelier"), "{}", at_depot.page().text());
    assert_eq!(at_depot.page().text().matches("Plus rien ne marche.").count(), 2);
    let mut yann = app.signed_in("yann_kerbrat").await;
    let list = format!("{}?filters=open", of("rebrique", "/tickets"));
    assert!(yann.get(&list).await.page().shows_field("site") && yann.get(&list).await.page().shows_field("machine"));
    let both = format!("{}?state=all&machine={till}&site={shop}", of("rebrique", "/tickets"));
    let listed = yann.get(&both).await;
    assert!(listed.says("Plus rien ne marche.") && listed.says("lieu Boutique du centre"));
    // A call is noted with the same questions.
    let call = samira.get(&format!("/calls/new?structure={}", world::id("structures/rebrique"))).await;
    assert!(call.page().shows_field("site") && call.page().shows_field("equipment"));
}

#[rocket::async_test]
async fn a_machine_or_a_site_of_another_structure_is_as_one_that_does_not_exist() {
    let app = App::start().await;
    let (mut sofia, mut samira) = (app.signed_in("sofia_marques").await, app.signed_in("samira_benali").await);
    let (own, away) = (machine("rebrique_caisse"), machine("douces_planning"));
    let (home, nowhere) = (site("douces_bureau"), new_id(99));
    let ticket = ask(&mut sofia, "rebrique", 1, &[("equipment", &own)]).await;
    let program = Program::of(&app, "sofia_marques", "write").await;
    for (strange_machine, strange_site) in [(&away, &home), (&nowhere, &nowhere)] {
        let one = send(&mut sofia, "rebrique", 2, &[("equipment", strange_machine)]).await;
        assert!(one.status == 422 && one.page().mistake("equipment").is_some());
        let several = send(&mut sofia, "rebrique", 2, &[("machines", &own), ("machines", strange_machine)]).await;
        assert!(several.status == 422 && several.page().mistake("machines").is_some() && several.page().holds("machines", &own));
        let place = send(&mut sofia, "rebrique", 2, &[("site", strange_site)]).await;
        assert!(place.status == 422 && place.page().mistake("site").is_some(), "{}", place.page().text());
        for answer in [&one, &several, &place] {
            assert!(!answer.says("Ordinateur du planning") && !answer.says("Bureau des plannings"), "nothing is learnt");
        }
        let said = say(&mut samira, &ticket, &[("equipment", &own), ("equipment", strange_machine)]).await;
        assert!(said.status == 422 && said.page().mistake("equipment").is_some());
        let said = say(&mut samira, &ticket, &[("site", strange_site)]).await;
        assert!(said.status == 422 && said.page().mistake("site").is_some());
        let body = object!({ "words": "Rien.", "machines": [own, strange_machine], "site": strange_site });
        let refused = program.put(&format!("/api/v1/tickets/{}", new_id(3)), body).await;
        assert_eq!(refused.status, 422);
        for field in ["machines", "site"] {
            assert!(json(&refused)["errors"].as_array().is_some_and(|all| all.iter().any(|one| one["field"] == field)), "{field}");
        }
        let structure = world::id("structures/rebrique");
        let caller = world::id("people/sofia_marques");
        let id = new_id(4);
        let call = [("ticket", &*id), ("structure", &*structure), ("requester", &*caller), ("words", "Au téléphone.")];
        let call = samira.upload("/calls", &[&call[..], &[("site", strange_site)]].concat(), &[]).await;
        assert!(call.status == 422 && call.page().mistake("site").is_some());
    }
    // One that was put away is not chosen again, and stays where it is known.
    let shop = site("rebrique_boutique");
    assert_eq!(samira.post(&format!("/sites/{shop}/archiving"), &[]).await.status, 303);
    let refused = send(&mut sofia, "rebrique", 2, &[("site", &shop)]).await;
    assert_eq!(refused.status, 422);
    assert_eq!(say(&mut samira, &ticket, &[("title", "La caisse")]).await.status, 303);
    assert!(samira.get(&ticket).await.says("Boutique du centre"));
    // A machine that stands there tells it all the same.
    let bare = ask(&mut sofia, "rebrique", 5, &[]).await;
    assert_eq!(say(&mut samira, &bare, &[("equipment", &own)]).await.status, 303);
    assert!(samira.get(&bare).await.says("Boutique du centre"));
}

#[rocket::async_test]
async fn a_technician_changes_machines_and_site_and_the_history_says_before_and_now() {
    let app = App::start().await;
    let (mut sofia, mut samira) = (app.signed_in("sofia_marques").await, app.signed_in("samira_benali").await);
    let (till, wifi, bench) = (machine("rebrique_caisse"), machine("rebrique_wifi_boutique"), machine("rebrique_atelier"));
    let ticket = ask(&mut sofia, "rebrique", 1, &[("equipment", &till)]).await;
    assert_eq!(say(&mut samira, &ticket, &[("equipment", &till), ("equipment", &wifi)]).await.status, 303);
    let text = sofia.get(&ticket).await.page().text();
    let said =
        "Avant : Ordinateur de la caisse boutique. Maintenant : Borne wifi de la boutique, Ordinateur de la caisse boutique.";
    assert!(text.contains(said), "{text}");
    assert!(!text.contains("a changé le lieu"), "both stand in the shop");
    app.wait(TimeDelta::minutes(1));
    // The machine stands elsewhere, and nobody had said where: the place follows.
    assert_eq!(say(&mut samira, &ticket, &[("equipment", &bench)]).await.status, 303);
    let text = sofia.get(&ticket).await.page().text();
    assert!(text.contains("Avant : Boutique du centre. Maintenant : Dépôt et atelier."), "{text}");
    // Somebody says where: it stays, whatever the machines.
    let shop = site("rebrique_boutique");
    assert_eq!(say(&mut samira, &ticket, &[("site", &shop)]).await.status, 303);
    assert_eq!(say(&mut samira, &ticket, &[("equipment", "")]).await.status, 303);
    let page = samira.get(&ticket).await;
    assert!(page.says("Maintenant : aucune.") && page.says("Boutique du centre"), "{}", page.page().text());
    let rows = app.row_count().await;
    assert_eq!(say(&mut samira, &ticket, &[]).await.status, 303);
    assert_eq!(app.row_count().await, rows, "nothing changes, nothing is written");
}

#[rocket::async_test]
async fn two_who_say_so_at_once_see_both_and_a_field_left_alone_is_the_others() {
    let app = App::start().await;
    let mut sofia = app.signed_in("sofia_marques").await;
    let (mut samira, mut karim) = (app.signed_in("samira_benali").await, app.signed_in("karim_ferrand").await);
    let (till, wifi, bench) = (machine("rebrique_caisse"), machine("rebrique_wifi_boutique"), machine("rebrique_atelier"));
    let (shop, depot) = (site("rebrique_boutique"), site("rebrique_depot"));
    let ticket = ask(&mut sofia, "rebrique", 1, &[("equipment", &till), ("site", &shop)]).await;
    let (address, seen) = samira.get(&format!("{ticket}/triage")).await.page().form_of("Garder");
    assert_eq!(say(&mut karim, &ticket, &[("equipment", &bench), ("site", &depot)]).await.status, 303);
    app.wait(TimeDelta::seconds(1));
    let title = ("title".to_owned(), "Plus rien ne marche.".to_owned());
    let typed = |about: &[(&str, &str)], seen: &[(String, String)]| -> Vec<(String, String)> {
        let own = about.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let usual = [title.clone(), ("category".to_owned(), String::new()), ("priority".to_owned(), "hinders".to_owned())];
        seen.iter().cloned().chain(usual).chain(own).collect()
    };
    let borrow = |form: &[(String, String)]| form.iter().map(|(a, b)| (a.clone(), b.clone())).collect::<Vec<_>>();
    let form = borrow(&typed(&[("equipment", &till), ("equipment", &wifi), ("site", &shop)], &seen));
    let form: Vec<(&str, &str)> = form.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let both = samira.post(&address, &form).await;
    assert_eq!(both.status, 422, "the machines are disputed; the site she left alone is Karim's");
    let page = both.page();
    assert!(page.mistake("equipment").is_some() && page.mistake("site").is_none(), "{}", page.text());
    assert!(page.text().contains("Karim vient de mettre") && page.text().contains("Ordinateur de l'atelier"));
    assert!(page.holds("equipment", &wifi), "nothing typed is lost");
    assert!(!karim.get(&ticket).await.says("Borne wifi de la boutique"), "nothing is written over unseen");
    let (address, seen) = page.form_of("Garder");
    let form = typed(&[("equipment", &till), ("equipment", &wifi), ("site", &depot)], &seen);
    let form: Vec<(&str, &str)> = form.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(samira.post(&address, &form).await.status, 303);
    let page = karim.get(&ticket).await;
    assert!(page.says("Borne wifi de la boutique") && page.says("Dépôt et atelier"));
}

#[rocket::async_test]
async fn merged_it_is_about_all_apart_each_about_its_own_and_what_is_split_off_about_the_same() {
    let app = App::start().await;
    let (mut sofia, mut samira) = (app.signed_in("sofia_marques").await, app.signed_in("samira_benali").await);
    let (till, wifi) = (machine("rebrique_caisse"), machine("rebrique_wifi_boutique"));
    let one = ask(&mut sofia, "rebrique", 1, &[("site", "")]).await;
    let other = ask(&mut sofia, "rebrique", 2, &[("machines", &till), ("machines", &wifi)]).await;
    let merging = format!("{one}/merges/{}", new_id(2));
    assert_eq!(samira.post(&merging, &[("message", &new_id(8)), ("words", "")]).await.status, 303);
    let text = samira.get(&one).await.page().text();
    assert!(
        text.contains("Ordinateur de la caisse boutique") && text.contains("Borne wifi") && text.contains("Boutique du centre")
    );
    // What is split off is about the same.
    app.wait(TimeDelta::minutes(1));
    let said = samira.upload(&format!("{one}/messages"), &[("message", &new_id(9)), ("words", "Et le téléphone ?")], &[]).await;
    assert_eq!(said.status, 303, "{}", said.page().text());
    let split = [("ticket", &*new_id(3)), ("messages", &new_id(9)), ("title", "Le téléphone")].map(|(a, b)| (a, b.to_owned()));
    let split: Vec<(&str, &str)> = split.iter().map(|(a, b)| (*a, b.as_str())).collect();
    assert_eq!(samira.post(&format!("{one}/splits"), &split).await.status, 303);
    let copied = samira.get(&format!("/tickets/{}", new_id(3))).await;
    assert!(copied.says("Borne wifi de la boutique") && copied.says("Boutique du centre"));
    assert_eq!(samira.post(&format!("{other}/separation"), &[]).await.status, 303);
    let text = samira.get(&one).await.page().text();
    assert!(!text.contains("Borne wifi") && !text.contains("Boutique du centre"), "what came with the merge went with it: {text}");
    assert!(samira.get(&other).await.says("Borne wifi de la boutique"));
}

#[rocket::async_test]
async fn what_is_asked_anew_is_about_the_same() {
    let app = App::start().await;
    let mut sofia = app.signed_in("sofia_marques").await;
    let (till, wifi) = (machine("rebrique_caisse"), machine("rebrique_wifi_boutique"));
    let ticket = ask(&mut sofia, "rebrique", 1, &[("machines", &till), ("machines", &wifi)]).await;
    assert_eq!(sofia.post(&format!("{ticket}/closure"), &[]).await.status, 303);
    app.wait(TimeDelta::days(40));
    let mut sofia = app.signed_in("sofia_marques").await;
    let said = sofia.upload(&format!("{ticket}/messages"), &[("message", &new_id(7)), ("words", "Encore.")], &[]).await;
    assert_eq!(said.status, 303, "{}", said.page().text());
    let text = sofia.get(&format!("/tickets/{}", new_id(7))).await.page().text();
    assert!(
        text.contains("Ordinateur de la caisse boutique, Borne wifi de la boutique") && text.contains("Boutique du centre"),
        "{text}"
    );
}

#[rocket::async_test]
async fn any_of_its_machines_finds_it_and_every_table_shows_them_all() {
    let app = App::start().await;
    let (mut sofia, mut samira) = (app.signed_in("sofia_marques").await, app.signed_in("samira_benali").await);
    let (till, wifi) = (machine("rebrique_caisse"), machine("rebrique_wifi_boutique"));
    let ticket = ask(&mut sofia, "rebrique", 1, &[("machines", &till), ("machines", &wifi)]).await;
    for name in ["caisse", "borne"] {
        let found = samira.get(&format!("/search?q=machine%3A{name}")).await;
        assert!(found.says("Plus rien ne marche."), "{name}");
    }
    assert!(!samira.get("/search?q=machine%3Aatelier").await.says("Plus rien ne marche."));
    for id in [&till, &wifi] {
        let listed = samira.get(&format!("/tickets?state=all&machine={id}")).await;
        assert!(listed.says("Plus rien ne marche."));
    }
    let table = samira.get("/tickets.csv").await.body();
    assert!(table.contains("Borne wifi de la boutique, Ordinateur de la caisse boutique"), "{table}");
    assert!(table.contains("Boutique du centre") && table.contains("Lieu"));
    assert!(samira.get("/tickets.xlsx").await.status == 200 && samira.get(&format!("{ticket}/ticket.pdf")).await.status == 200);
    let program = Program::of(&app, "sofia_marques", "write").await;
    let body = object!({ "words": "Deux machines.", "machine": till, "machines": [wifi, till], "site": site("rebrique_depot") });
    let made = program.put(&format!("/api/v1/tickets/{}", new_id(2)), body).await;
    assert_eq!(made.status, 201, "{}", made.body());
    let record = json(&made);
    let names: Vec<&str> = record["machines"].as_array().expect("a list").iter().filter_map(|one| one["name"].as_str()).collect();
    assert_eq!(names, ["Ordinateur de la caisse boutique", "Borne wifi de la boutique"], "the first named first, each once");
    assert_eq!((&record["machine"]["id"], &record["site"]["name"]), (&object!(till), &object!("Dépôt et atelier")));
}

/// A request of somebody else names a machine that the reader may ask about themselves, whatever else it is about.
#[rocket::async_test]
async fn me_too_never_tells_the_machine_of_a_colleague() {
    let app = App::start().await;
    let (mut sofia, mut jules) = (app.signed_in("sofia_marques").await, app.signed_in("jules_amiel").await);
    let (till, wifi) = (machine("rebrique_caisse"), machine("rebrique_wifi_boutique"));
    let ticket = ask(&mut sofia, "rebrique", 1, &[("machines", &till), ("machines", &wifi)]).await;
    let form = jules.get(&format!("{}?equipment={wifi}", of("rebrique", "/tickets/new"))).await;
    assert!(form.says("Une demande est déjà ouverte pour cette machine") && form.says("Borne wifi de la boutique"));
    assert!(!form.says("caisse boutique"), "{}", form.page().text());
    assert!(!jules.get(&format!("{}?equipment={till}", of("rebrique", "/tickets/new"))).await.says("déjà ouverte"));
    assert_eq!(jules.post(&format!("{ticket}/affected"), &[]).await.status, 303);
    for page in ["/outages".to_owned(), format!("{ticket}/affected")] {
        let page = jules.get(&page).await;
        assert!(page.says("Borne wifi de la boutique") && !page.says("caisse boutique"), "{}", page.page().text());
    }
}

#[rocket::async_test]
async fn several_machines_cost_a_ticket_one_question_more_and_no_more_than_eight() {
    let app = App::start().await;
    let (mut sofia, mut samira) = (app.signed_in("sofia_marques").await, app.signed_in("samira_benali").await);
    let (till, wifi, box_) = (machine("rebrique_caisse"), machine("rebrique_wifi_boutique"), machine("rebrique_imprimante"));
    let one = ask(&mut sofia, "rebrique", 1, &[("equipment", &till)]).await;
    let three = ask(&mut sofia, "rebrique", 2, &[("machines", &till), ("machines", &wifi), ("machines", &box_)]).await;
    let mut asked = Vec::new();
    for ticket in [&one, &three] {
        assert_eq!(samira.get(ticket).await.status, 200);
        app.queries();
        assert_eq!(samira.get(ticket).await.status, 200);
        asked.push(app.queries());
    }
    assert!(asked[1] == asked[0] + 1 && asked[1] <= 8, "{asked:?}");
    app.queries();
    assert_eq!(samira.get("/tickets").await.status, 200);
    assert!(app.queries() <= 4);
}
