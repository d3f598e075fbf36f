//! Referents hear of their hours in time, each threshold once, in their language, unless they would rather not.

use crate::support::letters::Letter;
use crate::support::{App, Person, world};
use chrono::{DateTime, TimeDelta, Utc};
use parcommun::rounds;

/// Who answers for the structure of these tests, and the time that it has in March 2026.
const REFERENT: &str = "veronique_lacaze";
const DOUCES: &str = "structures/douces";

/// Samira notes time for a structure today; `number` makes the entry.
async fn note(samira: &mut Person<'_>, structure: &str, number: u32, minutes: &str) {
    let entry = format!("01900000-0000-7000-8000-{number:012}");
    let form = [
        ("entry", entry.as_str()),
        ("structure", &world::id(structure)),
        ("day", "2026-03-24"),
        ("minutes", minutes),
        ("kind", "remote"),
        ("note", "Sauvegardes."),
    ];
    let noted = samira.post("/interventions", &form).await;
    assert_eq!(noted.status, 303, "{}", noted.page().text());
}

/// The letters that went to somebody about hours.
async fn about_hours(app: &App, key: &str) -> Vec<Letter> {
    let email = &world::person(key).email;
    let letters = app.letters().await.into_iter();
    letters.filter(|letter| &letter.to == email && letter.text.contains("/hours")).collect()
}

fn at(moment: &str) -> DateTime<Utc> {
    moment.parse().expect("a moment")
}

#[rocket::async_test]
async fn four_fifths_and_all_of_the_hours_are_told_once_each() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let left = left(&app).await;
    // Up to just below four fifths, then over; then over all of it.
    let mut told = Vec::new();
    for (number, minutes) in [(1, left - 60), (2, 30), (3, 15), (4, 60), (5, 60)] {
        note(&mut samira, DOUCES, number, &format!("{minutes} min")).await;
        told.extend(about_hours(&app, REFERENT).await);
    }
    let subjects: Vec<bool> = told.iter().map(|letter| letter.text.contains("toutes ses heures")).collect();
    assert_eq!(subjects, [false, true], "four fifths, then all: {told:#?}");
    assert!(told[0].text.contains("Aide à domicile Les Heures Douces"));
    assert!(told[0].link().starts_with(&format!("/structures/{}/hours", world::id(DOUCES))));
}

/// What the structure has left, minutes.
async fn left(app: &App) -> i64 {
    left_of(&mut app.signed_in(REFERENT).await).await
}

async fn left_of(referent: &mut Person<'_>) -> i64 {
    let page = referent.get(&format!("/structures/{}", world::id(DOUCES))).await.page();
    let figure = page.all("p").into_iter().find(|p| p.attribute("class").is_some_and(|c| c.contains("figure"))).cloned();
    let text = figure.expect("what is left").text.replace('\u{a0}', " ");
    let hours = text.split(['r', 'l']).next().unwrap_or_default().trim().to_owned();
    hours.parse::<parcommun::domain::time::Minutes>().unwrap_or_else(|_| panic!("a duration: {text}")).0
}

#[rocket::async_test]
async fn coordinator_and_technician_see_until_when_little_will_last() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let mut claire = app.signed_in("claire_vidal").await;
    let said = "ses heures durent jusqu'au";
    assert!(!claire.get("/").await.says(said));
    let left = left(&app).await;
    note(&mut samira, DOUCES, 1, &format!("{} min", left - 15)).await;
    assert!(claire.get("/").await.says(said), "less than a fifth is left");
    assert!(samira.get("/tickets").await.says("à ce rythme, jusqu'au"));
}

#[rocket::async_test]
async fn a_letter_speaks_the_language_of_its_reader() {
    let app = App::start().await;
    let mut referent = app.signed_in(REFERENT).await;
    let english = [("name", "Véronique Lacaze"), ("phone", ""), ("language", "en")];
    assert_eq!(referent.post("/account", &english).await.status, 303);
    let left = left_of(&mut referent).await;
    let mut samira = app.signed_in("samira_benali").await;
    note(&mut samira, DOUCES, 1, &format!("{left} min")).await;
    let letters = app.letters().await;
    assert!(letters.iter().any(|letter| letter.text.contains("has used all its hours of March")), "{letters:#?}");
}

#[rocket::async_test]
async fn taking_time_out_and_noting_it_again_tells_nobody_twice() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let left = left(&app).await;
    note(&mut samira, DOUCES, 1, &format!("{left} min")).await;
    assert_eq!(about_hours(&app, REFERENT).await.len(), 1);
    let edit = samira.get("/interventions/01900000-0000-7000-8000-000000000001/edit").await.page();
    let (address, hidden) = edit.form_of("Retirer cette intervention");
    let form: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(samira.post(&address, &form).await.status, 303);
    note(&mut samira, DOUCES, 2, &format!("{left} min")).await;
    assert!(about_hours(&app, REFERENT).await.is_empty(), "it was told before");
}

#[rocket::async_test]
async fn hours_that_expire_are_told_thirty_and_seven_days_before_whoever_goes_round() {
    let app = App::start().await;
    let mut told = Vec::new();
    for moment in
        ["2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z", "2026-03-20T08:00:00Z", "2026-03-24T08:00:00Z", "2026-03-30T08:00:00Z"]
    {
        app.clock.set(at(moment));
        // Two instances at the same time.
        let (one, other) = tokio::join!(rounds::go(&app.db, app.clock.now()), rounds::go(&app.db, app.clock.now()));
        one.and(other).expect("a round");
        let letters = app.letters().await;
        told.push(letters.iter().filter(|letter| letter.text.contains("rejoignent le pot commun")).count());
    }
    assert!(told[0] > 0, "some have hours of December: {told:?}");
    assert_eq!((told[1], told[2]), (0, 0), "once: {told:?}");
    assert_eq!(told[3], told[0], "seven days before, again: {told:?}");
    assert_eq!(told[4], 0, "{told:?}");
}

#[rocket::async_test]
async fn a_round_begun_late_tells_of_seven_days_alone() {
    let app = App::start().await;
    app.clock.set(at("2026-03-28T08:00:00Z"));
    rounds::go(&app.db, app.clock.now()).await.expect("a round");
    let first = app.letters().await.len();
    app.wait(TimeDelta::hours(3));
    rounds::go(&app.db, app.clock.now()).await.expect("a round");
    assert!(first > 0);
    assert_eq!(app.letters().await.len(), 0, "thirty days are past");
}

#[rocket::async_test]
async fn a_referent_who_wants_no_such_letters_gets_none() {
    let app = App::start().await;
    let mut referent = app.signed_in(REFERENT).await;
    assert!(referent.get("/account").await.says("M'écrire quand les heures s'épuisent ou expirent"));
    assert_eq!(referent.post("/account/letters", &[]).await.status, 303);
    let mut samira = app.signed_in("samira_benali").await;
    let left = left(&app).await;
    note(&mut samira, DOUCES, 1, &format!("{left} min")).await;
    assert!(about_hours(&app, REFERENT).await.is_empty());
    assert_eq!(referent.post("/account/letters", &[("hours_letters", "true")]).await.status, 303);
    let mut employee = app.signed_in("jordan_pages").await;
    assert!(!employee.get("/account").await.says("Lettres sur les heures"), "they never come to who answers for nothing");
}

#[rocket::async_test]
async fn a_referent_hides_what_is_left_from_employees_and_shows_it_again() {
    let app = App::start().await;
    let mut referent = app.signed_in(REFERENT).await;
    let mut jordan = app.signed_in("jordan_pages").await;
    let page = format!("/structures/{}", world::id(DOUCES));
    let says = "restent ce mois-ci";
    assert!(jordan.get("/").await.says(says));
    assert!(referent.get(&page).await.says("Ne plus le montrer"));
    assert_eq!(referent.post(&format!("{page}/left"), &[("shown", "false")]).await.location(), page);
    assert!(!jordan.get("/").await.says(says));
    assert!(!jordan.get(&page).await.says("restent"), "nor on the structure's page");
    assert!(referent.get("/").await.says("restent"), "the referent still sees it");
    assert_eq!(referent.post(&format!("{page}/left"), &[("shown", "true")]).await.status, 303);
    assert!(jordan.get("/").await.says(says));
}
