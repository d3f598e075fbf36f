//! Access that ended holds from the next request, on every route that it opened.

use super::forms::{FORMS, borrowed};
use super::of;
use crate::doors::{DOORS, Street, WHO, filled};
use crate::support::{Person, world};
use rocket::http::Method;

/// What anybody who is signed in may open, whatever they do: their own pages.
const ANYBODYS: [&str; 22] = [
    "GET /search",
    "GET /language/<language>",
    "GET /",
    "GET /account",
    "GET /tickets",
    "GET /tickets.csv",
    "GET /tickets.xlsx",
    "GET /tickets/new",
    "GET /structures",
    "POST /account",
    "POST /calendars/<calendar>/ending",
    "POST /account/tokens/<token>/ending",
    "POST /account/letters",
    "POST /account/password",
    "GET /account/data",
    "GET /account/data.html",
    "GET /account/data.json",
    "GET /account/erasure",
    "POST /account/erasure",
    "POST /sign-out",
    "POST /sessions/<id>/ending",
    "GET /letters",
];

/// The routes that the row of somebody opens, and that of nobody does not.
fn opened(number: usize) -> Vec<&'static str> {
    let open = |status: u16| matches!(status, 200 | 303 | 422);
    let rows = DOORS.iter().filter(|(route, _, answers)| {
        let asks_who = matches!((route.starts_with("GET"), answers[0]), (true, 303) | (false, 401));
        open(answers[number]) && asks_who && !ANYBODYS.contains(route)
    });
    rows.map(|(route, ..)| *route).collect()
}

/// Knocks at every door with what would be accepted; each must be closed.
async fn all_closed(street: &Street, person: &mut Person<'_>, routes: &[&'static str], closed: &[u16]) {
    let before = street.app.row_count().await;
    for route in routes {
        let (_, names, _) = DOORS.iter().find(|(known, ..)| known == route).expect("a door");
        let (method, to) = filled(route, &street.values(names));
        let answer = match method {
            Method::Get => person.get(&to).await,
            _ => {
                let fields = FORMS.iter().find(|form| form.route == *route).map(super::forms::Filled::values).unwrap_or_default();
                person.post(&to, &borrowed(&fields)).await
            }
        };
        assert!(closed.contains(&answer.status), "{route}: {} {}", answer.status, answer.location());
        assert!(answer.status != 303 || answer.location().starts_with("/sign-in"), "{route} leads to {}", answer.location());
    }
    assert_eq!(street.app.row_count().await, before, "something was written");
}

async fn first_is_open(person: &mut Person<'_>, street: &Street, routes: &[&'static str]) {
    assert!(routes.len() > 4, "there is something to lose: {routes:?}");
    for route in routes.iter().filter(|route| route.starts_with("GET")) {
        let (_, names, _) = DOORS.iter().find(|(known, ..)| known == route).expect("a door");
        let (_, to) = filled(route, &street.values(names));
        let answer = person.get(&to).await;
        assert!(matches!(answer.status, 200 | 303), "{route} was open: {}", answer.status);
    }
}

fn number_of(who: &str) -> usize {
    WHO.iter().position(|(known, _)| *known == who).expect("somebody who knocks")
}

/// Mattermost CVE-2026-9162, FreeScout CVE-2026-48811: an employee who left.
#[rocket::async_test]
async fn cve_2026_9162_who_left_a_structure_reaches_nothing_of_it() {
    let street = Street::start().await;
    let routes = opened(number_of("employee of A"));
    let mut jordan = street.app.signed_in("jordan_pages").await;
    first_is_open(&mut jordan, &street, &routes).await;
    let mut referent = street.app.signed_in("veronique_lacaze").await;
    let ending = format!("/people/{}/ending", world::id("memberships/jordan_pages/douces"));
    assert_eq!(referent.post(&of("douces", &ending), &[]).await.status, 303);
    all_closed(&street, &mut jordan, &routes, &[303, 401, 403, 404]).await;
    for page in ["/", "/tickets", "/structures", "/account"] {
        let answer = jordan.get(page).await;
        assert!(!answer.body().contains("Voyez la photo.") && !answer.body().contains("Les Heures Douces"), "{page}");
    }
    let mut back = street.app.nobody();
    back.post("/sign-in", &[("email", &world::person("jordan_pages").email)]).await;
    all_closed(&street, &mut back, &routes, &[303, 401]).await;
}

/// GLPI CVE-2022-39234: a referent who is one no more.
#[rocket::async_test]
async fn cve_2022_39234_who_is_referent_no_more_keeps_no_page_of_the_referent() {
    let street = Street::start().await;
    let (referent, employee) = (number_of("referent of A"), number_of("employee of A"));
    let kept = opened(employee);
    let routes: Vec<&str> = opened(referent).into_iter().filter(|route| !kept.contains(route)).collect();
    let mut veronique = street.app.signed_in("veronique_lacaze").await;
    first_is_open(&mut veronique, &street, &routes).await;
    let mut claire = street.app.signed_in("claire_vidal").await;
    let role = |who: &str| of("douces", &format!("/people/{}/role", world::id(&format!("memberships/{who}/douces"))));
    assert_eq!(claire.post(&role("jordan_pages"), &[("role", "referent")]).await.status, 303);
    assert_eq!(claire.post(&role("veronique_lacaze"), &[("role", "employee")]).await.status, 303);
    all_closed(&street, &mut veronique, &routes, &[303, 401]).await;
    let mut veronique = street.app.signed_in("veronique_lacaze").await;
    all_closed(&street, &mut veronique, &routes, &[403, 404]).await;
    // And another's request, which its referent read.
    let ticket = format!("/tickets/{}", world::id("tickets/planning_navigateur"));
    assert_eq!(veronique.get(&ticket).await.status, 404);
    assert_eq!(veronique.get(&format!("/attachments/{}", street.value("made/picture"))).await.status, 404);
}

#[rocket::async_test]
async fn cve_2026_48811_a_duty_that_ended_opens_nothing_more() {
    for (who, key, duty) in [("technician", "samira_benali", "technician"), ("coordinator", "claire_vidal", "coordinator")] {
        let street = Street::start().await;
        let routes = opened(number_of(who));
        let mut person = street.app.signed_in(key).await;
        first_is_open(&mut person, &street, &routes).await;
        let mut claire = street.app.signed_in("claire_vidal").await;
        if duty == "coordinator" {
            let form =
                [("name", "Karim"), ("email", &world::person("karim_ferrand").email), ("duty", "coordinator"), ("language", "fr")];
            assert_eq!(claire.post("/people", &form).await.status, 303);
        }
        let mut by = if duty == "coordinator" { street.app.signed_in("karim_ferrand").await } else { claire };
        let ending = format!("/people/{}/duties/{duty}/ending", world::id(&format!("people/{key}")));
        assert_eq!(by.post(&ending, &[]).await.status, 303);
        all_closed(&street, &mut person, &routes, &[303, 401, 403, 404]).await;
        let mut person = street.app.signed_in(key).await;
        all_closed(&street, &mut person, &routes, &[403, 404]).await;
        for page in ["/", "/tickets", "/structures"] {
            assert!(!person.get(page).await.body().contains("Les Heures Douces"), "{who}: {page}");
        }
    }
}

#[rocket::async_test]
async fn cve_2026_48811_a_right_of_the_board_that_was_taken_back_opens_nothing_more() {
    let street = Street::start().await;
    let routes = opened(number_of("board"));
    let mut helene = street.app.signed_in("helene_castaing").await;
    first_is_open(&mut helene, &street, &routes).await;
    let mut claire = street.app.signed_in("claire_vidal").await;
    let ending = format!("/board/{}/ending", world::id("board/helene_castaing"));
    assert_eq!(claire.post(&ending, &[]).await.status, 303);
    all_closed(&street, &mut helene, &routes, &[303, 401, 403, 404]).await;
    let mut helene = street.app.signed_in("helene_castaing").await;
    all_closed(&street, &mut helene, &routes, &[403, 404]).await;
    assert!(!helene.get("/").await.body().contains("Les Heures Douces"));
}

/// A session ended on another device, or by a password: the old cookie opens nothing, old links neither.
#[rocket::async_test]
async fn cve_2021_39210_a_session_that_ended_opens_nothing() {
    for who in ["employee of A", "technician", "coordinator"] {
        let street = Street::start().await;
        let number = number_of(who);
        let key = WHO[number].1.expect("a key");
        let routes = opened(number);
        let (mut thief, mut desk) = (street.app.signed_in(key).await, street.app.signed_in(key).await);
        let old = street.app.link_of(key).await;
        first_is_open(&mut thief, &street, &routes).await;
        assert_eq!(desk.post("/account/password", &[("password", "douze canards à bicyclette")]).await.status, 303);
        all_closed(&street, &mut thief, &routes, &[303, 401]).await;
        assert_eq!(desk.get("/account").await.status, 200, "the own device stays");
        let late = street.app.nobody().post(&old, &[]).await.status;
        assert!(matches!(late, 303 | 422), "{late}");
    }
}
