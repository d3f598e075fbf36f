//! A coordinator tries other rules out on what really happened; nothing is stored.

use crate::support::{Answer, App, Person};

const PAGE: &str = "/rules/simulation";
/// The rules of the named world in March 2026.
const STANDING: &str = "validity=3&carry_cap=250&solidarity=25&borrow=50";

async fn try_out(claire: &mut Person<'_>, query: &str) -> Answer {
    claire.get(&format!("{PAGE}?{query}")).await
}

/// The value that stands in a field.
fn value(answer: &Answer, name: &str) -> String {
    let page = answer.page();
    let field = page.all("input").into_iter().find(|input| input.attribute("name") == Some(name)).cloned();
    field.unwrap_or_else(|| panic!("a field {name}")).attribute("value").unwrap_or_default().to_owned()
}

/// Where a link of the page leads.
fn link(answer: &Answer, words: &str) -> String {
    let page = answer.page();
    let link = page.all("a").into_iter().find(|link| link.text.contains(words)).cloned();
    link.unwrap_or_else(|| panic!("a link {words}")).attribute("href").expect("an address").to_owned()
}

#[rocket::async_test]
async fn the_form_begins_with_the_rules_that_hold_and_three_things_to_try() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let rules = claire.get("/rules").await;
    let begin = claire.get(&link(&rules, "Simuler d'autres règles")).await;
    assert_eq!(begin.status, 200);
    for (name, standing) in [("validity", "3"), ("carry_cap", "250"), ("solidarity", "25"), ("borrow", "50")] {
        assert_eq!(value(&begin, name), standing);
    }
    assert!(!begin.says("Ce qui se serait passé"), "nothing was asked yet");
    let tried = claire.get(&link(&begin, "Aucune avance")).await;
    assert!(tried.says("Ce qui se serait passé") && tried.says("au lieu de"), "{}", tried.page().text());
}

#[rocket::async_test]
async fn closed_months_closed_again_are_what_was_frozen() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let tried = try_out(&mut claire, "validity=12&carry_cap=&solidarity=0&borrow=100").await;
    assert_eq!(tried.status, 200);
    assert!(!tried.says("ne se refont pas"), "the history comes out to the minute");
    assert!(tried.says("Pot commun à la fin") && tried.says("Mois par mois") && tried.says("Structure par structure"));
}

#[rocket::async_test]
async fn without_help_and_advance_everything_beyond_is_overage() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let tried = try_out(&mut claire, "validity=3&carry_cap=200&solidarity=0&borrow=0").await;
    let page = tried.page();
    let figures: Vec<&str> = page.all("dd").iter().map(|figure| figure.text.as_str()).collect();
    assert!(figures[1..3].iter().all(|figure| figure.starts_with("0\u{a0}min")), "neither help nor advance: {figures:?}");
    assert!(tried.says("Le dépassement aurait été de"));
}

#[rocket::async_test]
async fn one_member_is_looked_at_month_by_month() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let tried = try_out(&mut claire, "validity=3&carry_cap=200&solidarity=0&borrow=0").await;
    let member = claire.get(&link(&tried, "Escargolins")).await;
    assert_eq!(member.status, 200);
    assert!(member.says("Toutes les structures") && !member.says("Structure par structure"));
    assert_eq!(try_out(&mut claire, &format!("{STANDING}&of=NOBODY")).await.status, 404);
}

#[rocket::async_test]
async fn another_agreement_is_tried_in_the_same_way() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let larger = try_out(&mut claire, &format!("{STANDING}&structure=ESCARG&monthly=20+h")).await;
    assert_eq!(larger.status, 200);
    assert!(larger.says("La convention se change sur la page de la structure."));
    let of = claire.get(&link(&larger, "Escargolins")).await;
    assert!(of.says("Le dépassement aurait été de 0 min"), "twenty hours a month are enough: {}", of.page().text());
}

#[rocket::async_test]
async fn what_is_mistyped_is_said_beside_its_field_and_kept() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let wrong = try_out(&mut claire, "validity=0&carry_cap=beaucoup&solidarity=25&borrow=&monthly=4").await;
    assert_eq!(wrong.status, 422);
    assert_eq!((value(&wrong, "carry_cap"), value(&wrong, "monthly")), ("beaucoup".to_owned(), "4".to_owned()));
    assert!(!wrong.says("Ce qui se serait passé"));
    for (query, sentence) in [
        ("structure=ESCARG", "Écrivez ses heures par mois."),
        ("monthly=4", "Choisissez la structure qui aurait ces heures."),
        ("structure=NOBODY&monthly=4", "Aucune structure n'a ce code."),
    ] {
        let wrong = try_out(&mut claire, &format!("{STANDING}&{query}")).await;
        assert_eq!(wrong.status, 422, "{query}");
        assert!(wrong.says(sentence), "{query}");
    }
}

#[rocket::async_test]
async fn what_was_tried_is_applied_from_the_rules_form_and_not_before() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let before = claire.get("/rules").await;
    let tried = try_out(&mut claire, "validity=7&carry_cap=&solidarity=40&borrow=10").await;
    let after = claire.get("/rules").await;
    assert_eq!(before.page().text(), after.page().text(), "trying out stores nothing");
    let form = claire.get(&link(&tried, "Appliquer ces règles à partir de")).await;
    let expected = [("validity", "7"), ("carry_cap", ""), ("solidarity", "40"), ("borrow", "10"), ("from", "2026-04")];
    for (name, kept) in expected {
        assert_eq!(value(&form, name), kept, "{name}");
    }
    // What is not about the pool stays as it holds.
    assert_eq!(value(&form, "travel"), "50\u{a0}%");
}

#[rocket::async_test]
async fn only_a_coordinator_sees_the_hours_of_all() {
    let app = App::start().await;
    for key in ["samira_benali", "veronique_lacaze", "jordan_pages"] {
        let mut person = app.signed_in(key).await;
        assert_eq!(try_out(&mut person, STANDING).await.status, 403, "{key}");
    }
    assert_eq!(app.nobody().get(PAGE).await.location().split('?').next(), Some("/sign-in"));
}
