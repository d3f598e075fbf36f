//! Opening hours, promised delays, and who is told in time. The world's present is Tuesday 24 March 2026, 10 in the morning.

use crate::support::{App, Person, world};
use chrono::TimeDelta;

const TICKET: &str = "/tickets/01900000-0000-7000-8000-000000000081";

async fn ask(person: &mut Person<'_>, urgency: &str) {
    let address = format!("/structures/{}/tickets", world::id("structures/douces"));
    let form = [("ticket", &TICKET[9..]), ("words", "Le planning ne s'ouvre plus."), ("urgency", urgency)];
    assert_eq!(person.upload(&address, &form, &[]).await.status, 303);
}

async fn answer(technician: &mut Person<'_>, n: u32, next: &str) {
    let (message, entry) = (format!("01900000-0000-7000-8000-{n:012}"), format!("01900000-0000-7000-8000-{:012}", n + 1));
    let form = [
        ("message", message.as_str()),
        ("entry", &entry),
        ("words", "Je regarde."),
        ("next", next),
        ("minutes", "5 min"),
        ("kind", "remote"),
    ];
    assert_eq!(technician.post(&format!("{TICKET}/answers"), &form).await.status, 303);
}

/// The letters about delays of one round: to whom, and what of our ticket.
async fn round(app: &App) -> Vec<(String, String)> {
    parcommun::rounds::go(&app.db, app.clock.now()).await.expect("a round");
    let letters = app.letters().await;
    let delays = letters.into_iter().filter(|letter| letter.text.contains("au bout du délai promis"));
    delays.map(|letter| (letter.to, letter.text)).collect()
}

fn to<'l>(letters: &'l [(String, String)], person: &str) -> Option<&'l str> {
    letters.iter().find(|(to, _)| *to == world::person(person).email).map(|(_, text)| text.as_str())
}

#[rocket::async_test]
async fn a_delay_that_runs_out_is_told_once_a_threshold_and_without_words_to_the_coordinator() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    round(&app).await;
    ask(&mut jordan, "no").await;
    let mut samira = app.signed_in("samira_benali").await;
    let page = samira.get(TICKET).await;
    assert!(page.says("Première réponse à donner avant 12 h 00"), "two hours of opening: {}", page.page().text());
    assert!(round(&app).await.iter().all(|(_, text)| !text.contains("Le planning ne s'ouvre plus")));

    app.wait(TimeDelta::minutes(91));
    let warned = round(&app).await;
    let text = to(&warned, "samira_benali").expect("a technician is told");
    assert!(text.contains("Le planning ne s'ouvre plus") && text.contains("les trois quarts du délai"), "{text}");
    assert!(to(&warned, "claire_vidal").is_none_or(|text| !text.contains("Heures Douces")));
    assert!(round(&app).await.is_empty(), "each threshold once");

    app.wait(TimeDelta::minutes(30));
    let over = round(&app).await;
    assert!(to(&over, "samira_benali").expect("told again").contains("Première réponse\u{a0}: le délai est dépassé"));
    let told = to(&over, "claire_vidal").expect("the coordinator too");
    assert!(told.contains("Aide à domicile Les Heures Douces") && !told.contains("planning"), "{told}");
    assert!(samira.get("/tickets").await.says("délai dépassé"));
    assert!(samira.get(TICKET).await.says("Première réponse attendue depuis"));
    assert!(round(&app).await.is_empty());
}

#[rocket::async_test]
async fn the_clock_stands_still_while_the_requester_is_waited_for() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    ask(&mut jordan, "no").await;
    answer(&mut samira, 82, "in_hand").await;
    let page = samira.get(TICKET).await;
    assert!(page.says("À régler avant mercredi 25 mars à 10 h 00"), "a day of opening: {}", page.page().text());
    answer(&mut samira, 84, "waiting").await;
    assert!(!samira.get(TICKET).await.says("À régler avant"));
    app.wait(TimeDelta::days(2));
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    assert!(round(&app).await.iter().all(|(_, text)| !text.contains("Le planning ne s'ouvre plus")));
    let reply = [("message", "01900000-0000-7000-8000-000000000086"), ("words", "Voilà.")];
    assert_eq!(jordan.upload(&format!("{TICKET}/messages"), &reply, &[]).await.status, 303);
    assert!(samira.get(TICKET).await.says("À régler avant vendredi 27 mars à 10 h 00"), "two days later by two days");
}

#[rocket::async_test]
async fn the_coordinator_sets_hours_days_of_their_own_and_promises() {
    let app = App::start().await;
    let (mut claire, mut jordan) = (app.signed_in("claire_vidal").await, app.signed_in("jordan_pages").await);
    let page = claire.get("/rules").await;
    let page = claire.get(&page.page().link("Heures d'ouverture et délais")).await;
    assert!(page.page().holds("monday", "9:00–12:30, 13:30–17:30") && page.page().holds("blocks_answer", "2 h"));
    assert!(page.page().holds("hinders_settled", "5 jours"));
    let week = |tuesday: &'static str| {
        let days = ["monday", "wednesday", "thursday", "friday"].map(|day| (day, "9-12"));
        let mut form: Vec<(&str, &str)> = days.into();
        form.extend([("tuesday", tuesday), ("saturday", ""), ("sunday", ""), ("holidays", "none")]);
        form
    };
    let refused = claire.post("/calendar", &week("12-9")).await;
    assert!(refused.status == 422 && refused.page().holds("tuesday", "12-9"));
    assert!(refused.page().mistake("tuesday").is_some_and(|said| said.contains("dans l'ordre")));
    let never: Vec<(&str, &str)> =
        week("").into_iter().map(|(day, _)| (day, if day == "holidays" { "none" } else { "" })).collect();
    assert!(claire.post("/calendar", &never).await.page().mistake("monday").is_some());

    assert_eq!(claire.post("/calendar", &week("9-11")).await.status, 303);
    let day = [("day", "2026-03-25"), ("hours", ""), ("note", "Assemblée générale")];
    assert_eq!(claire.post("/calendar/days", &day).await.status, 303);
    assert!(claire.get("/calendar").await.says("Assemblée générale"));
    ask(&mut jordan, "no").await;
    let mut samira = app.signed_in("samira_benali").await;
    let page = samira.get(TICKET).await;
    assert!(page.says("avant jeudi 26 mars à 10 h 00"), "an hour today, closed tomorrow: {}", page.page().text());
    assert_eq!(claire.post("/calendar/days/2026-03-25/removal", &[]).await.status, 303);
    assert!(samira.get(TICKET).await.says("avant mercredi 25 mars à 10 h 00"));
    let targets = [
        ("blocks_answer", "30 min"),
        ("blocks_settled", "1 jour"),
        ("hinders_answer", "4 h"),
        ("hinders_settled", "5 jours"),
        ("can_wait_answer", "2 jours"),
        ("can_wait_settled", "20 jours"),
    ];
    assert_eq!(claire.post("/calendar/targets", &targets).await.status, 303);
    assert!(samira.get(TICKET).await.says("avant 10 h 30"));
}

#[rocket::async_test]
async fn who_is_waited_for_is_reminded_once_then_the_request_is_settled_and_opens_again_in_a_tap() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    ask(&mut jordan, "hardly").await;
    answer(&mut samira, 82, "waiting").await;
    let tend = async |days: i64, said: &str| {
        app.wait(TimeDelta::days(days));
        parcommun::rounds::go(&app.db, app.clock.now()).await.expect("a round");
        let mine = world::person("jordan_pages").email.clone();
        app.letters().await.iter().filter(|letter| letter.to == mine && letter.text.contains(said)).count()
    };
    assert_eq!(tend(13, "attend votre réponse depuis deux semaines").await, 0);
    assert_eq!(tend(2, "attend votre réponse depuis deux semaines").await, 1);
    assert_eq!(tend(2, "attend votre réponse").await, 0, "one reminder");
    assert_eq!(tend(14, "est réglée").await, 1);
    assert_eq!(tend(1, "est réglée").await, 0);
    let mut jordan = app.signed_in("jordan_pages").await;
    let page = jordan.get(TICKET).await;
    assert!(page.says("Un rappel est parti") && page.says("Sans réponse depuis un mois, la demande est réglée"));
    let (action, hidden) = page.page().form_of("Ce n'est pas réglé");
    let form: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(jordan.post(&action, &form).await.status, 303);
    assert!(jordan.get(TICKET).await.says("Samira s'en occupe"));
}
