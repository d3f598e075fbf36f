//! Tokens: made, shown once, revoked, over.

use super::{Program, Token, problem, ticket};
use crate::support::{App, Person, world};
use chrono::TimeDelta;

#[rocket::async_test]
async fn a_token_is_shown_once_listed_and_revoked() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    let there = jordan.get("/account").await.page().link("Laisser un programme agir pour moi");
    assert!(jordan.get(&there).await.says("Aucun jeton pour l'instant."));
    let token = Token::by(&mut jordan, "read").await;
    assert!(token.text.starts_with("pcm_") && token.text.len() == 68, "{}", token.text);
    let list = jordan.get("/account/tokens").await;
    assert!(list.says("Tableau de bord") && list.says("Lire les demandes") && list.says("Jamais servi."));
    assert!(list.says("jusqu'au mercredi 24 mars 2027"), "{}", list.page().text());
    assert!(!list.body().contains(&token.text), "shown once");
    let secret = token.text.trim_start_matches("pcm_");
    assert!(app.rows().await.iter().all(|row| !row.contains(secret)), "its hash alone is kept");
    let program = Program::with(&app, &token.text);
    let read = program.get("/api/v1/tickets").await;
    assert_eq!((read.status, read.header("content-type")), (200, "application/json"));
    assert!(!read.body().contains(secret), "a read shows no token");
    assert!(jordan.get("/account/tokens").await.says("Servi la dernière fois mardi 24 mars."));

    let ending = format!("/account/tokens/{}/ending", token.id);
    assert_eq!(app.signed_in("veronique_lacaze").await.post(&ending, &[]).await.status, 404, "another's");
    assert_eq!(program.get("/api/v1/tickets").await.status, 200);
    assert_eq!(jordan.post(&ending, &[]).await.status, 303);
    problem(&program.get("/api/v1/tickets").await, 401);
    assert_eq!(jordan.post(&ending, &[]).await.status, 404);
}

#[rocket::async_test]
async fn a_form_makes_one_token_within_its_bounds() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    let (_, hidden) = jordan.get("/account/tokens").await.page().form_of("Créer le jeton");
    let secret = hidden[0].1.clone();
    let send = async |jordan: &mut Person<'_>, most: &str, until: &str| {
        jordan.post("/account/tokens", &[("secret", &secret), ("name", "Accueil"), ("most", most), ("until", until)]).await
    };
    for (most, until, field) in [
        ("read", "2026-03-23", "until"),
        ("read", "2028-03-25", "until"),
        ("read", "demain", "until"),
        ("time", "2027-03-24", "most"),
        ("all", "2027-03-24", "most"),
    ] {
        let refused = send(&mut jordan, most, until).await;
        assert!(refused.status == 422 && refused.page().mistake(field).is_some(), "{most} {until}: {}", refused.page().text());
        assert!(refused.body().contains("value=\"Accueil\"") && refused.body().contains(&secret), "what was typed is kept");
    }
    assert_eq!(send(&mut jordan, "write", "2028-03-24").await.status, 303);
    assert_eq!(send(&mut jordan, "write", "2028-03-24").await.status, 303, "the same again");
    assert_eq!(send(&mut jordan, "read", "2028-03-24").await.status, 422, "another with its key");
    let page = jordan.get("/account/tokens").await.body();
    assert_eq!(page.matches("/ending").count(), 1);
    let thief = [("secret", &*secret), ("name", "Accueil"), ("most", "write"), ("until", "2028-03-24")];
    assert_eq!(app.signed_in("lucie_bastide").await.post("/account/tokens", &thief).await.status, 422, "the key of another");
    for _ in 0..9 {
        Token::by(&mut jordan, "read").await;
    }
    let (_, hidden) = jordan.get("/account/tokens").await.page().form_of("Créer le jeton");
    let many = [("secret", hidden[0].1.as_str()), ("name", "Onze"), ("most", "read"), ("until", "2027-03-24")];
    assert!(jordan.post("/account/tokens", &many).await.says("Dix jetons fonctionnent déjà."));
    assert_eq!(app.signed_in("claire_vidal").await.get("/account/tokens").await.status, 403, "who reads no request has none");
}

/// RT CVE-2026-44231: a token ends when it is said to, with its day, and with who made it. It does not come back with them.
#[rocket::async_test]
async fn cve_2026_44231_a_token_ends_with_its_day_and_with_its_person() {
    let app = App::start().await;
    let (jordan, samira) = (Program::of(&app, "jordan_pages", "read").await, Program::of(&app, "samira_benali", "read").await);
    let veronique = Program::of(&app, "veronique_lacaze", "read").await;
    for program in [&jordan, &samira, &veronique] {
        assert_eq!(program.get("/api/v1/tickets").await.status, 200);
    }
    let douces = world::id("structures/douces");
    let left = format!("/structures/{douces}/people/{}/ending", world::id("memberships/jordan_pages/douces"));
    let mut referent = app.signed_in("veronique_lacaze").await;
    assert_eq!(referent.post(&left, &[]).await.status, 303);
    let relieved = format!("/people/{}/duties/technician/ending", world::id("people/samira_benali"));
    assert_eq!(app.signed_in("claire_vidal").await.post(&relieved, &[]).await.status, 303);
    let (gone, over) = (jordan.get("/api/v1/tickets").await, samira.get("/api/v1/tickets").await);
    let never = Program::with(&app, "pcm_none").get("/api/v1/tickets").await;
    for answer in [&gone, &over] {
        assert_eq!((answer.status, answer.body()), (401, never.body()), "as if it had never been");
    }
    let email = &world::person("jordan_pages").email;
    let again = [("name", "Jordan"), ("email", email.as_str()), ("role", "employee"), ("language", "fr")];
    assert_eq!(referent.post(&format!("/structures/{douces}/people"), &again).await.status, 303);
    assert_eq!(jordan.get("/api/v1/tickets").await.status, 401, "who comes back makes another");
    // What a person may do shrinks: so does what their token opens, at the next request.
    let of_nathalie = ticket(&veronique, "ordinateur_bruit").await;
    let mut claire = app.signed_in("claire_vidal").await;
    let role = |who: &str| format!("/structures/{douces}/people/{}/role", world::id(&format!("memberships/{who}/douces")));
    assert_eq!(claire.post(&role("maria_goncalves"), &[("role", "referent")]).await.status, 303);
    assert_eq!(claire.post(&role("veronique_lacaze"), &[("role", "employee")]).await.status, 303);
    problem(&veronique.get(&of_nathalie).await, 404);
    app.wait(TimeDelta::days(365));
    assert_eq!(veronique.get("/api/v1/tickets").await.status, 200, "its last day");
    app.wait(TimeDelta::days(1));
    assert_eq!(veronique.get("/api/v1/tickets").await.status, 401);
}

/// Somebody else may have made it: who it acts for is told, and nobody else, by a letter that opens nothing.
#[rocket::async_test]
async fn a_letter_tells_its_person_that_a_token_was_made() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    app.letters().await;
    let token = Token::by(&mut samira, "time").await;
    let letters = app.letters().await;
    assert_eq!((letters.len(), &letters[0].to), (1, &world::person("samira_benali").email));
    let text = letters[0].text.replace('\u{a0}', " ");
    assert!(
        text.contains("Tableau de bord") && text.contains("noter du temps") && text.contains("mercredi 24 mars 2027"),
        "{text}"
    );
    assert!(text.contains("https://parc.example/account/tokens") && !text.contains(&token.text), "{text}");
    let (to, hidden) = samira.get("/account/tokens").await.page().form_of("Créer le jeton");
    let form = [("secret", hidden[0].1.as_str()), ("name", "Accueil"), ("most", "read"), ("until", "2027-03-24")];
    for _ in 0..2 {
        assert_eq!(samira.post(&to, &form).await.status, 303);
    }
    assert_eq!(app.letters().await.len(), 1, "a double click makes one");
    let refused = [("secret", hidden[0].1.as_str()), ("name", "Accueil"), ("most", "read"), ("until", "2026-03-23")];
    assert_eq!(samira.post(&to, &refused).await.status, 422);
    assert!(app.letters().await.is_empty(), "nothing was made");
}
