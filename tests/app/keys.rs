//! Keyboard shortcuts: for technicians, listed, and switched off by who wants none (WCAG 2.1.4).

use crate::support::{Answer, App};

#[rocket::async_test]
async fn keys_are_listed_and_can_be_switched_off() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let has_keys = |page: &Answer| page.body().contains("/static/keys.") && page.body().contains("id=\"keys\"");
    assert!(has_keys(&samira.get("/tickets").await));
    assert_eq!(samira.post("/account/keys", &[("keys", "false")]).await.status, 303);
    assert!(!has_keys(&samira.get("/tickets").await), "no script listens");
    assert!(samira.get("/help").await.says("Raccourcis clavier"), "the list stands in the help all the same");
    assert_eq!(samira.post("/account/keys", &[("keys", "true")]).await.status, 303);
    assert!(has_keys(&samira.get("/account").await));
    assert!(!app.signed_in("jordan_pages").await.get("/help").await.says("Raccourcis clavier"), "not theirs to learn");
    for (who, status) in [("jordan_pages", 403), ("claire_vidal", 403)] {
        let mut person = app.signed_in(who).await;
        assert!(!has_keys(&person.get("/").await));
        assert_eq!(person.post("/account/keys", &[("keys", "true")]).await.status, status);
    }
}
