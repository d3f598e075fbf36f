//! Limits hold when everything is tried at the same moment.

use crate::support::{App, world};
use rocket::futures::future::join_all;

const PASSPHRASE: &str = "douze canards à bicyclette";

/// Zammad CVE-2022-35490: a hundred tries at once are a hundred tries.
#[rocket::async_test]
async fn cve_2022_35490_parallel_tries_of_a_password_are_counted() {
    let app = App::start().await;
    let email = world::person("jordan_pages").email.as_str();
    app.signed_in("jordan_pages").await.post("/account/password", &[("password", PASSPHRASE)]).await;
    let tries = (0..40).map(|_| {
        let mut hand = app.nobody();
        async move { hand.post("/sign-in/password", &[("email", email), ("password", "douze canards à pied")]).await }
    });
    let answers = join_all(tries).await;
    let judged =
        answers.iter().filter(|answer| answer.page().mistake("password").is_some_and(|said| said.contains("ne va pas"))).count();
    let others: Vec<u16> = answers.iter().map(|answer| answer.status).filter(|status| *status != 422).collect();
    assert!(others.is_empty(), "every try is refused: {others:?}");
    assert_eq!(judged, 10, "ten are judged, the others are told to wait");
    let right = app.nobody().post("/sign-in/password", &[("email", email), ("password", PASSPHRASE)]).await;
    assert_eq!(right.status, 422, "even the right one");
}

/// A code is tried five times, whatever comes at once: the sixth, which is right, comes too late.
#[rocket::async_test]
async fn cve_2022_35488_parallel_tries_of_a_code_are_counted() {
    let app = App::start().await;
    let mut jordan = app.nobody();
    let asked = jordan.post("/sign-in", &[("email", &world::person("jordan_pages").email)]).await;
    let page = asked.location().split('?').next().unwrap_or_default().to_owned();
    let code = app.letters().await[0].code();
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let tries = (0..40).map(|_| {
        let (mut hand, page) = (jordan.copy(), page.clone());
        async move { hand.post(&page, &[("code", wrong)]).await.status }
    });
    assert!(join_all(tries).await.iter().all(|status| *status == 422));
    let right = jordan.post(&page, &[("code", &code)]).await;
    assert_eq!((right.status, jordan.session()), (422, None));
}

/// FreeScout CVE-2026-41902: a code, like a link, opens one session and no second.
#[rocket::async_test]
async fn cve_2026_41902_a_code_opens_one_session_under_parallel_tries() {
    let app = App::start().await;
    let mut jordan = app.nobody();
    let asked = jordan.post("/sign-in", &[("email", &world::person("jordan_pages").email)]).await;
    let page = asked.location().split('?').next().unwrap_or_default().to_owned();
    let code = app.letters().await[0].code();
    let tries = (0..4).map(|_| {
        let (mut hand, page, code) = (jordan.copy(), page.clone(), code.clone());
        async move { hand.post(&page, &[("code", &code)]).await.status }
    });
    let statuses = join_all(tries).await;
    assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{statuses:?}");
}

/// Letters per address: as many as are allowed leave, whatever is asked at once.
#[rocket::async_test]
async fn cve_2022_35488_parallel_letters_are_counted() {
    let app = App::start().await;
    let email = world::person("jordan_pages").email.as_str();
    let tries = (0..30).map(|_| {
        let mut hand = app.nobody();
        async move { hand.post("/sign-in", &[("email", email)]).await.status }
    });
    let statuses = join_all(tries).await;
    assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 5, "{statuses:?}");
    assert_eq!(app.letters().await.len(), 5);
}
