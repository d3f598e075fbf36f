//! What an installation declares to the public: accessibility, eco-design, whom to tell about a flaw.

use crate::support::App;

const AUDITED: &str = r#"
body = "Association A"
article_47 = false
written_on = "2026-02-20"
[audit]
on = "2026-02-12"
by = "Cabinet B"
method = "RGAA 4.1.2"
criteria_met = 62
pages = ["Accueil"]
tools = ["axe"]
readers = ["NVDA"]
[[not_accessible]]
what = "Les photos jointes"
why = "breach"
"#;

#[rocket::async_test]
async fn nothing_is_claimed_without_an_audit_and_every_page_says_so() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    for address in ["/", "/tickets", "/nowhere", "/account"] {
        assert_eq!(jordan.get(address).await.page().link("Accessibilité : non conforme"), "/accessibility", "{address}");
    }
    assert!(jordan.get("/accessibility").await.says("Non conforme : aucun audit en cours de validité."));
    let english = jordan.get_with("/language/en?next=/accessibility", &[]).await;
    assert!(jordan.get(english.location()).await.says("Non-compliant: no valid audit exists."));
}

#[rocket::async_test]
async fn an_audit_is_declared_by_a_file_and_ends_after_three_years() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("accessibility.toml"), AUDITED).expect("the file is written");
    let app = App::start_with("data", folder.path().display().to_string()).await;
    let mut nobody = app.nobody();
    let page = nobody.get("/accessibility").await;
    assert!(page.says("Accessibilité : partiellement conforme") && page.says("62 % des critères respectés"));
    assert!(page.says("Association A") && page.says("Cabinet B") && page.says("Les photos jointes"));
    app.wait(chrono::TimeDelta::days(3 * 366));
    let page = nobody.get("/accessibility").await;
    assert!(page.says("Accessibilité : non conforme") && page.says("il ne vaut plus"));
}

#[rocket::async_test]
async fn security_txt_gives_the_contact_that_is_set() {
    assert_eq!(App::start().await.nobody().get("/.well-known/security.txt").await.status, 404);
    let app = App::start_with("security_contact", "flaws@parc.example").await;
    let given = app.nobody().get("/.well-known/security.txt").await;
    assert_eq!((given.status, given.header("content-type")), (200, "text/plain; charset=utf-8"));
    let lines = ["Contact: mailto:flaws@parc.example", "Expires: 2026-09-20T00:00:00Z", "Preferred-Languages: fr, en"];
    assert_eq!(given.body(), format!("{}\nCanonical: https://parc.example/.well-known/security.txt\n", lines.join("\n")));
}

#[rocket::async_test]
async fn what_pages_weigh_is_public() {
    let app = App::start().await;
    let page = app.nobody().get("/eco").await;
    assert_eq!(page.page().heading(), "Déclaration d'écoconception");
    assert_eq!(page.page().all("tr").len(), 11, "ten pages and their heads");
}
