//! When the technician comes: planned, moved, cancelled, told, and read by who may know.

use crate::support::{Answer, App, Person, world};
use chrono::TimeDelta;

const TICKET: &str = "01900000-0000-7000-8000-000000000201";
const VISIT: &str = "01900000-0000-7000-8000-000000000202";

fn of(structure: &str, page: &str) -> String {
    format!("/structures/{}{page}", world::id(&format!("structures/{structure}")))
}

async fn ask(person: &mut Person<'_>, structure: &str, ticket: &str, urgency: &str) -> Answer {
    let form = [("ticket", ticket), ("words", "Le planning ne s'ouvre plus."), ("urgency", urgency)];
    let asked = person.upload(&of(structure, "/tickets"), &form, &[]).await;
    assert_eq!(asked.status, 303);
    person.get(asked.location()).await
}

/// The fields of the form, with others in their place.
fn fields<'a>(structure: &'a str, others: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all = vec![("visit", VISIT), ("structure", structure), ("minutes", "1 h"), ("slot", "2026-03-30T09:00")];
    for (name, value) in others {
        all.retain(|(known, _)| known == &"tickets" || known != name);
        all.push((name, value));
    }
    all
}

async fn plan(by: &mut Person<'_>, others: &[(&str, &str)]) -> Answer {
    let structure = world::id("structures/douces");
    by.post("/visits", &fields(&structure, others)).await
}

async fn told(app: &App) -> Vec<(String, String)> {
    let mut all: Vec<_> = app.letters().await.into_iter().map(|letter| (letter.to, letter.subject)).collect();
    all.sort();
    all
}

fn mail(person: &str) -> String {
    world::person(person).email.clone()
}

#[rocket::async_test]
async fn a_visit_is_planned_from_a_request_told_moved_and_cancelled() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    ask(&mut jordan, "douces", TICKET, "hardly").await;
    told(&app).await;
    let ticket = format!("/tickets/{TICKET}");

    let there = samira.get(&ticket).await.page().link("Prévoir un passage");
    let form = samira.get(&there).await;
    assert!(form.page().holds("tickets", TICKET) && form.page().holds("structure", &world::id("structures/douces")));
    // Tuesday at 10:00, three visits this afternoon and tomorrow: the first free hour is this very morning.
    assert!(form.says("aujourd'hui à 10 h") && form.page().holds("slot", "2026-03-24T10:00"), "{}", form.page().text());
    let planned = plan(&mut samira, &[("tickets", TICKET), ("note", "La clé du local, merci.")]).await;
    assert_eq!((planned.status, planned.location()), (303, ticket.as_str()));
    assert_eq!(plan(&mut samira, &[("tickets", TICKET), ("note", "La clé du local, merci.")]).await.status, 303, "twice");
    assert_eq!(told(&app).await, [(mail("jordan_pages"), "Samira Benali passe lundi 30 mars à 9 h".into())], "once");
    assert!(jordan.get(&ticket).await.says("Samira passe lundi 30 mars à 9 h"));
    assert!(samira.get(&ticket).await.says("Samira passe lundi 30 mars à 9 h"));
    let seen = jordan.get(&of("douces", "/visits")).await;
    assert!(seen.says("Samira passe lundi 30 mars à 9 h") && seen.says("de 9 h à 10 h · La clé du local, merci."));
    assert!(seen.page().find("link", "Samira passe lundi 30 mars à 9 h").is_none(), "only technicians change it");

    let edit = format!("/visits/{VISIT}");
    let moved = [("sequence", "0"), ("slot", ""), ("day", "2026-04-01"), ("start", "14:30"), ("tickets", TICKET)];
    assert_eq!(samira.post(&edit, &fields("", &moved)).await.status, 303);
    assert_eq!(samira.post(&edit, &fields("", &moved)).await.status, 303, "pressed twice");
    assert_eq!(told(&app).await, [(mail("jordan_pages"), "Samira Benali passe finalement mercredi 1er avril à 14 h 30".into())]);
    let stale = [("sequence", "0"), ("slot", ""), ("day", "2026-04-02"), ("start", "14:30"), ("tickets", TICKET)];
    let refused = samira.post(&edit, &fields("", &stale)).await;
    assert_eq!(refused.status, 422);
    assert!(refused.page().mistake("day").is_some_and(|said| said.contains("a changé entre-temps")));

    // A note alone concerns nobody enough for a letter.
    let noted = [("sequence", "1"), ("slot", ""), ("day", "2026-04-01"), ("start", "14:30"), ("tickets", TICKET), ("note", "Ah")];
    assert_eq!(samira.post(&edit, &fields("", &noted)).await.status, 303);
    assert!(told(&app).await.is_empty());
    assert_eq!(samira.post(&format!("{edit}/cancellation"), &[]).await.status, 303);
    assert_eq!(samira.post(&format!("{edit}/cancellation"), &[]).await.status, 303, "pressed twice");
    assert_eq!(told(&app).await, [(mail("jordan_pages"), "Samira Benali ne passe plus mercredi 1er avril à 14 h 30".into())]);
    let page = jordan.get(&ticket).await;
    assert!(!page.says("Samira passe"));
    for (said, times) in [
        ("Samira a prévu un passage", "lundi 30 mars à 9 h"),
        ("Samira a déplacé le passage", "mercredi 1er avril à 14 h 30"),
        ("Samira a annulé le passage", "mercredi 1er avril à 14 h 30"),
    ] {
        let text = page.page().text();
        let line = text.split(said).nth(1).unwrap_or_else(|| panic!("{said}: {text}"));
        assert!(line.split(':').nth(1).is_some_and(|after| after.trim_start().starts_with(times)), "{said}: {line}");
        assert_eq!(text.matches(said).count(), 1, "once, however often it was pressed");
    }
    assert_eq!(samira.get(&format!("{edit}/edit")).await.status, 404);
    assert_eq!(samira.post(&edit, &fields("", &noted)).await.status, 404, "what was cancelled stays so");
}

#[rocket::async_test]
async fn who_is_no_more_concerned_is_told_and_nobody_twice() {
    let app = App::start().await;
    let (mut jordan, mut maria) = (app.signed_in("jordan_pages").await, app.signed_in("maria_goncalves").await);
    let mut samira = app.signed_in("samira_benali").await;
    let second = "01900000-0000-7000-8000-000000000203";
    let third = "01900000-0000-7000-8000-000000000204";
    ask(&mut jordan, "douces", TICKET, "yes").await;
    ask(&mut jordan, "douces", second, "yes").await;
    ask(&mut maria, "douces", third, "yes").await;
    told(&app).await;
    assert_eq!(plan(&mut samira, &[("tickets", TICKET), ("tickets", second)]).await.status, 303);
    let letters = app.letters().await;
    assert_eq!(letters.len(), 1, "one letter for both requests");
    assert_eq!(letters[0].text.matches("N° ").count(), 2);
    let changed = [("sequence", "0"), ("tickets", third)];
    assert_eq!(samira.post(&format!("/visits/{VISIT}"), &fields("", &changed)).await.status, 303);
    let expected = [
        (mail("jordan_pages"), "Samira Benali ne passe plus lundi 30 mars à 9 h".to_owned()),
        (mail("maria_goncalves"), "Samira Benali passe lundi 30 mars à 9 h".to_owned()),
    ];
    assert_eq!(told(&app).await, expected);
}

#[rocket::async_test]
async fn a_visit_that_took_place_stands_once_in_the_history_of_what_it_was_for() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let other = "01900000-0000-7000-8000-000000000203";
    ask(&mut jordan, "douces", TICKET, "hardly").await;
    ask(&mut jordan, "douces", other, "hardly").await;
    assert_eq!(plan(&mut samira, &[("tickets", TICKET), ("tickets", other)]).await.status, 303);
    let round = async || parcommun::rounds::go(&app.db, app.clock.now()).await.expect("a round");
    round().await;
    let (ticket, other) = (format!("/tickets/{TICKET}"), format!("/tickets/{other}"));
    assert!(!jordan.get(&ticket).await.says("Samira est passé·e"), "it is ahead");
    let changed = [("sequence", "0"), ("tickets", TICKET)];
    assert_eq!(samira.post(&format!("/visits/{VISIT}"), &fields("", &changed)).await.status, 303);
    assert!(jordan.get(&other).await.says("Samira a annulé le passage"), "it does not come for this one");
    app.wait(TimeDelta::days(7));
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    tokio::join!(round(), round());
    round().await;
    let text = jordan.get(&ticket).await.page().text();
    assert_eq!(text.matches("Samira est passé·e, lundi 30 mars à 9 h").count(), 1, "{text}");
    assert!(!jordan.get(&other).await.says("est passé·e"));
    assert!(samira.get(&ticket).await.says("Samira est passé·e"));
}

#[rocket::async_test]
async fn a_technician_is_at_one_place_at_a_time() {
    let app = App::start().await;
    let (mut samira, mut karim) = (app.signed_in("samira_benali").await, app.signed_in("karim_ferrand").await);
    assert_eq!(plan(&mut samira, &[]).await.status, 303);
    let other = ("visit", "01900000-0000-7000-8000-000000000205");
    let over = plan(&mut samira, &[other, ("slot", "2026-03-30T09:30")]).await;
    assert_eq!(over.status, 422);
    let said = over.page().mistake("slot").expect("beside the times");
    assert!(said.contains("Aide à domicile Les Heures Douces, lundi 30 mars, de 9 h à 10 h"), "{said}");
    assert!(over.page().holds("slot", "2026-03-30T09:30"), "what was chosen stays");
    assert_eq!(plan(&mut karim, &[other, ("slot", "2026-03-30T09:30")]).await.status, 303, "a colleague may");
    let free = samira.get("/visits/new").await;
    assert!(!free.page().holds("slot", "2026-03-30T09:00"));
    // Moved onto itself it is no clash.
    let later = [("sequence", "0"), ("slot", "2026-03-30T09:15")];
    assert_eq!(samira.post(&format!("/visits/{VISIT}"), &fields("", &later)).await.status, 303);
}

#[rocket::async_test]
async fn mistakes_stand_beside_their_field() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    for (field, others) in [
        ("structure", &[("structure", "")][..]),
        ("structure", &[("structure", "01900000-0000-7000-8000-000000000999")]),
        ("minutes", &[("minutes", "longtemps")]),
        ("minutes", &[("minutes", "0 min")]),
        ("minutes", &[("minutes", "16 h")]),
        ("slot", &[("slot", "jeudi")]),
        ("slot", &[("slot", "2026-03-24T08:00")]),
        ("day", &[("slot", "")]),
        ("start", &[("slot", ""), ("day", "2026-03-30")]),
        ("day", &[("slot", ""), ("day", "2026-03-20"), ("start", "9:00")]),
    ] {
        let refused = plan(&mut samira, others).await;
        assert_eq!(refused.status, 422, "{others:?}");
        assert!(refused.page().mistake(field).is_some(), "{field} {others:?}: {}", refused.page().text());
    }
    let (foreign, nobody) = (world::id("tickets/box_grange_operateur"), world::id("people/jordan_pages"));
    assert!(plan(&mut samira, &[("tickets", &foreign)]).await.status == 422, "a request of another structure");
    assert!(plan(&mut samira, &[("technician", &nobody)]).await.page().mistake("technician").is_some());
    let away = world::id("people/karim_ferrand");
    let refused = plan(&mut samira, &[("technician", &away), ("slot", "2026-04-07T09:00")]).await;
    assert!(refused.page().mistake("slot").is_some_and(|said| said.contains("absence")), "{}", refused.page().text());
    let looked = plan(&mut samira, &[("minutes", "3 h 30"), ("act", "look")]).await;
    assert_eq!(looked.status, 200);
    assert!(looked.says("Téléphone d'astreinte") && looked.page().mistake("minutes").is_none());
}

#[rocket::async_test]
async fn the_people_of_a_structure_read_who_comes_and_who_is_away_and_never_why() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    assert!(jordan.get("/").await.says("Samira passe vendredi 27 mars à 14 h"), "on their first page");
    assert!(app.signed_in("veronique_lacaze").await.get("/").await.says("Samira passe vendredi 27 mars à 14 h"));
    let there = jordan.get("/").await.page().link("Samira passe vendredi 27 mars à 14 h");
    let page = jordan.get(&there).await;
    assert!(
        page.says("Karim n'est pas là du mardi 7 avril au mercredi 8 avril. Samira répond à sa place."),
        "{}",
        page.page().text()
    );
    assert!(page.says("mars 2026") || page.says("Mars 2026"), "what was");
    app.wait(TimeDelta::days(4));
    let mut jordan = app.signed_in("jordan_pages").await;
    assert!(!jordan.get("/").await.says("Samira passe"), "it is over");
    let page = jordan.get(&of("douces", "/visits")).await;
    assert!(page.says("Aucun passage n'est prévu") && page.says("Un passage serait possible à partir de"));

    let mut claire = app.signed_in("claire_vidal").await;
    let contract = format!("/people/{}/contract", world::id("people/karim_ferrand"));
    let away = [("first", "2026-04-14"), ("last", ""), ("part", "whole"), ("label", "Raison privée"), ("cover", "")];
    assert_eq!(claire.post(&contract.replace("/contract", "/absences"), &away).await.status, 303);
    let page = jordan.get(&of("douces", "/visits")).await;
    assert!(page.says("Karim n'est pas là le mardi 14 avril.") && !page.says("Raison privée"));
    let oneself = world::id("people/karim_ferrand");
    let covered = [("first", "2026-04-15"), ("last", ""), ("part", "whole"), ("label", ""), ("cover", oneself.as_str())];
    let refused = claire.post(&contract.replace("/contract", "/absences"), &covered).await;
    assert!(refused.page().mistake("cover").is_some(), "nobody covers their own absence");
    let (address, _) = claire.get(&contract).await.page().form_of("Samira répond mardi 14 avril");
    let samira = world::id("people/samira_benali");
    assert_eq!(claire.post(&address, &[("cover", &samira)]).await.status, 303);
    assert!(jordan.get(&of("douces", "/visits")).await.says("le mardi 14 avril. Samira répond à sa place."));
    assert_eq!(claire.post(&address, &[("cover", &world::id("people/jordan_pages"))]).await.status, 404);
}

#[rocket::async_test]
async fn what_can_wait_is_told_when_somebody_comes_or_could() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    assert!(!ask(&mut jordan, "douces", TICKET, "no").await.says("Samira passe"), "what blocks does not wait for a visit");
    let sent = ask(&mut jordan, "douces", "01900000-0000-7000-8000-000000000206", "yes").await;
    assert!(sent.says("Samira passe vendredi 27 mars à 14 h : ce sera peut-être l'occasion."), "{}", sent.page().text());
    let mut samira = app.signed_in("samira_benali").await;
    let visit = format!("/visits/{}/cancellation", world::id("visits/douces_astreinte"));
    assert_eq!(samira.post(&visit, &[]).await.status, 303);
    let sent = jordan.get("/tickets/01900000-0000-7000-8000-000000000206/sent").await;
    assert!(sent.says("Un passage serait possible à partir de demain à 9 h."), "{}", sent.page().text());
}

#[rocket::async_test]
async fn a_technician_sees_the_day_and_the_week() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let home = samira.get("/").await;
    let text = home.page().text();
    let (first, second) = (text.find("de 14 h à 15 h 30"), text.find("de 16 h à 17 h"));
    assert!(first.is_some() && first < second, "by hour: {text}");
    let week = samira.get(&home.page().link("Toute la semaine")).await;
    assert!(week.says("22 avenue des Mimosas") && week.says("Vendredi 27 mars"), "{}", week.page().text());
    assert!(!week.says("Radio Pastel Libre"), "a colleague's visit");
    let next = samira.get(&week.page().link("Semaine suivante")).await;
    assert!(next.says("Semaine du lundi 30 mars") && next.says("Les Escargolins"));
    let absent = samira.get("/visits?week=2026-04-08").await;
    assert!(absent.says("Karim n'est pas là du mardi 7 avril au mercredi 8 avril. Samira répond à sa place."));
    for odd in ["x", "0000-00-00", "9999-12-31", "2026-13-01"] {
        assert_eq!(samira.get(&format!("/visits?week={odd}")).await.status, 200, "{odd}");
    }
}

#[rocket::async_test]
async fn of_a_confidential_request_a_visit_tells_the_number_alone() {
    let app = App::start().await;
    let (mut jordan, mut karim) = (app.signed_in("jordan_pages").await, app.signed_in("karim_ferrand").await);
    let form = [("ticket", TICKET), ("words", "Des messages menaçants."), ("urgency", "no"), ("confidential", "true")];
    assert_eq!(jordan.upload(&of("douces", "/tickets"), &form, &[]).await.status, 303);
    app.letters().await;
    let form = karim.get(&format!("/visits/new?structure={}&ticket={TICKET}", world::id("structures/douces"))).await;
    assert!(form.says("Demande confidentielle") && !form.says("menaçants") && form.page().holds("tickets", TICKET));
    let karims = world::id("people/karim_ferrand");
    assert_eq!(plan(&mut karim, &[("tickets", TICKET), ("technician", &karims)]).await.status, 303);
    let letters = app.letters().await;
    assert!(letters.len() == 1 && letters[0].text.contains("N° ") && !letters[0].text.contains("menaçants"));
    assert!(!karim.get("/visits?week=2026-03-30").await.says("menaçants"));
}
