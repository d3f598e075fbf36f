//! Views: a filter under a name, one's own or shared, read anew each time it is used.

use crate::support::{App, Person, world};
use chrono::TimeDelta;
use rocket::futures::future::join_all;

fn view(n: u32) -> String {
    format!("01900000-0000-7000-8000-{n:012}")
}

async fn keep(person: &mut Person<'_>, n: u32, name: &str, shared: &str, filter: &str) -> (u16, String) {
    let form = [("view", &*view(n)), ("name", name), ("shared", shared), ("filter", filter)];
    let kept = person.post("/saved-views", &form).await;
    (kept.status, kept.location().to_owned())
}

#[rocket::async_test]
async fn a_filter_is_kept_under_a_name_shared_renamed_and_removed() {
    let app = App::start().await;
    let (mut samira, mut karim) = (app.signed_in("samira_benali").await, app.signed_in("karim_ferrand").await);
    let list = samira.get("/tickets?since=7d&state=waiting").await;
    let (_, hidden) = list.page().form_of("Garder");
    assert!(hidden.contains(&("filter".into(), "state=waiting&since=7d".into())), "in its one way: {hidden:?}");
    assert!(!samira.get("/tickets").await.says("Garder cette vue"), "the usual list is there already");

    for _ in 0..2 {
        let kept = keep(&mut samira, 1, "À rappeler", "true", "state=waiting&since=7d").await;
        assert_eq!(kept, (303, "/tickets?state=waiting&since=7d".into()), "pressed twice");
    }
    keep(&mut samira, 2, "Mes vieilles", "false", "assignee=me&sort=oldest").await;
    let page = karim.get("/tickets").await;
    assert!(
        page.page().link("À rappeler").ends_with("state=waiting&amp;since=7d")
            || page.page().link("À rappeler").ends_with("state=waiting&since=7d")
    );
    assert!(!page.says("Mes vieilles"), "kept to herself");
    assert!(karim.get("/saved-views").await.says("partagée par Samira Benali"));

    let change = [("name", "À rappeler vite"), ("shared", "false")];
    assert_eq!(karim.post(&format!("/saved-views/{}", view(1)), &change).await.status, 404, "not his");
    assert_eq!(karim.post(&format!("/saved-views/{}/removal", view(1)), &[]).await.status, 404);
    assert_eq!(keep(&mut karim, 1, "La mienne", "false", "state=open").await.0, 422, "her key");
    assert_eq!(samira.post(&format!("/saved-views/{}", view(1)), &change).await.status, 303);
    assert!(!karim.get("/tickets").await.says("À rappeler"), "shared no more");
    let nameless = samira.post(&format!("/saved-views/{}", view(1)), &[("name", ""), ("shared", "true")]).await;
    assert_eq!(nameless.status, 422);
    assert!(nameless.page().mistake("name").is_some());
    assert_eq!(samira.post(&format!("/saved-views/{}/removal", view(1)), &[]).await.status, 303);
    assert!(!samira.get("/tickets").await.says("À rappeler vite"));
}

/// GLPI CVE-2024-29889, Znuny CVE-2026-50591: what was saved is what anybody may have typed.
#[rocket::async_test]
async fn cve_2024_29889_a_view_is_no_way_around_what_a_filter_may_be() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    assert_eq!(keep(&mut samira, 1, "Bonne", "true", "state=settled").await.0, 303);
    for filter in ["state=' OR 1=1--", "sort=id", "fields=title", "javascript:alert(1)", "//evil.example", "state"] {
        assert_eq!(keep(&mut samira, 2, "Mauvaise", "true", filter).await.0, 400, "{filter}");
    }
    assert!(!samira.get("/saved-views").await.says("Mauvaise"));
    for n in 0..30 {
        keep(&mut samira, 100 + n, &format!("Vue {n}"), "false", "state=settled").await;
    }
    assert_eq!(keep(&mut samira, 99, "Une de trop", "false", "state=open").await.0, 422, "twenty are enough");
}

#[rocket::async_test]
async fn a_view_moves_with_the_days_and_says_when_a_person_is_gone() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    keep(&mut samira, 1, "Aujourd'hui", "false", "since=0d&state=all").await;
    let address = samira.get("/tickets").await.page().link("Aujourd'hui");
    let mut jordan = app.signed_in("jordan_pages").await;
    let to = format!("/structures/{}/tickets", world::id("structures/douces"));
    let form = [("ticket", &*view(9)), ("words", "L'écran clignote ce matin."), ("urgency", "no")];
    assert_eq!(jordan.upload(&to, &form, &[]).await.status, 303);
    assert!(samira.get(&address).await.says("L'écran clignote ce matin."));
    app.wait(TimeDelta::days(1));
    let mut samira = app.signed_in("samira_benali").await;
    assert!(!samira.get(&address).await.says("L'écran clignote ce matin."), "the day after it is yesterday's");

    let nobody = view(77);
    let page = samira.get(&format!("/tickets?assignee={nobody}")).await;
    assert!(page.says("inconnu s'en occupe") && page.says("Rien ici pour l'instant."), "said, and nothing found");
}

#[rocket::async_test]
async fn twenty_at_once_keep_no_more_than_there_may_be() {
    let app = App::start().await;
    let samira = app.signed_in("samira_benali").await;
    let mut hands: Vec<Person<'_>> = (0..25).map(|_| samira.copy()).collect();
    let kept = join_all(hands.iter_mut().zip(200..).map(|(hand, n)| keep(hand, n, "Encore", "false", "state=open"))).await;
    assert_eq!(kept.iter().filter(|(status, _)| *status == 303).count(), 19, "she has one already");
}
