//! What strangers try: doors that other products left open, forwarding headers, redirects, forms without a session.

use super::forms::{BUTTONS, FORMS, address, borrowed};
use super::tells_nothing;
use crate::doors::Street;
use crate::support::person::Sent;
use crate::support::{App, world};
use rocket::http::{Method, RawStr};

/// FreeScout CVE-2026-40498: pages for those who run a program, open to those who use it.
#[rocket::async_test]
async fn cve_2026_40498_no_page_of_the_engine_room_is_open() {
    let app = App::start().await;
    let mut people = vec![app.nobody(), app.signed_in("jordan_pages").await, app.signed_in("claire_vidal").await];
    for person in &mut people {
        for address in [
            "/metrics",
            "/health/details",
            "/healthz",
            "/status",
            "/server-status",
            "/debug",
            "/debug/pprof",
            "/jobs",
            "/queue",
            "/style",
            "/styleguide",
            "/logs",
            "/letters",
            "/letters/1",
            "/admin",
            "/install",
            "/setup",
            "/set-up",
            "/api",
            "/api/v1",
            "/swagger",
            "/graphql",
            "/.env",
            "/.git/config",
            "/.git/HEAD",
            "/Cargo.toml",
            "/Rocket.toml",
            "/var/parcommun.db",
            "/static",
            "/static/",
            "/static/..%2f..%2fCargo.toml",
            "/static/%2e%2e/Cargo.toml",
            "/static/app.css",
            "/phpinfo.php",
            "/.well-known/../.env",
            "/backup",
            "/demo",
            "/attachments",
            "/attachments/",
        ] {
            let answer = person.get(address).await;
            assert!(matches!(answer.status, 400 | 404), "{address}: {}", answer.status);
            tells_nothing(&answer, address);
        }
        let health = person.get("/health").await;
        assert_eq!((health.status, health.body().as_str()), (200, "ok\n"), "nothing but that");
        assert_eq!(person.ask(Method::Trace, "/", &[], Sent::Ours, None).await.status, 404);
    }
}

/// GLPI CVE-2021-39213, FreeScout CVE-2026-107393: a limit that a header of the stranger escapes is none.
#[rocket::async_test]
async fn cve_2026_107393_no_forwarding_header_escapes_a_limit() {
    let app = App::start().await;
    let names = ["x-forwarded-for", "x-real-ip", "cf-connecting-ip", "true-client-ip", "forwarded", "x-client-ip"];
    let mut refused = 0;
    for n in 0..70 {
        let (email, ip) = (format!("nobody{n}@nowhere.example"), format!("10.0.{n}.7"));
        let forged: Vec<(&'static str, &str)> = names.iter().map(|name| (*name, ip.as_str())).collect();
        let asked = app.nobody().post_with("/sign-in", &[("email", &email)], &forged).await;
        refused += i32::from(asked.status == 422);
        assert!(n >= 60 || asked.status == 303, "try {n} is within the limit");
    }
    assert_eq!(refused, 10, "sixty an hour from one network, whatever it calls itself");
}

/// The same for the limit of an account, and a password that is right all the same.
#[rocket::async_test]
async fn cve_2022_35490_no_forwarding_header_reopens_the_password_door() {
    let app = App::start().await;
    let (email, password) = (world::person("jordan_pages").email.as_str(), "douze canards à bicyclette");
    app.signed_in("jordan_pages").await.post("/account/password", &[("password", password)]).await;
    for n in 0..11 {
        let ip = format!("10.1.{n}.7");
        let forged = [("x-forwarded-for", ip.as_str()), ("x-real-ip", &ip), ("forwarded", &ip)];
        let typed = if n == 10 { password } else { "douze canards à pied" };
        // The eleventh is right, and too late.
        let tried = app.nobody().post_with("/sign-in/password", &[("email", email), ("password", typed)], &forged).await;
        assert_eq!(tried.status, 422, "try {n}");
    }
}

/// RT CVE-2022-25803, GLPI CVE-2023-41888: where a sentence « go on » may lead. Never elsewhere, never a fault.
#[rocket::async_test]
async fn cve_2023_41888_a_redirect_stays_here_and_never_fails() {
    let app = App::start().await;
    let odd = [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil.example",
        "https:/evil.example",
        "http://evil.example",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "/\t/evil.example",
        "/\n/evil.example",
        "\u{0}//evil.example",
        " //evil.example",
        "/%09/evil.example",
        "/%5cevil.example",
        "/%2f%2fevil.example",
        "//evil%E3%80%82example",
        "/。evil",
        "//user@evil.example",
        "@evil.example",
        "evil.example",
        ".evil.example",
        "?//evil",
        "#//evil",
        "/é",
        "/ ",
        "/a b",
        "/<script>",
        "/\"x",
        "/%",
        "/%zz",
        "/%00",
        "/\u{202e}",
        "/\u{200b}/x",
        "/a|b",
        "/a^b",
        "/{x}",
        "/a`b",
        "/a\\b",
        "/;//evil.example",
        "/..//evil.example",
        "/.//evil.example",
        "mailto:a@b.example",
        "",
    ];
    let long = format!("/{}", "a".repeat(20_000));
    for next in odd.into_iter().chain([long.as_str()]) {
        let encoded = RawStr::new(next).percent_encode().to_string();
        let link = app.link_of("jordan_pages").await;
        let mut answers = vec![
            app.nobody().get(&format!("/language/en?next={encoded}")).await,
            app.nobody().post(&link, &[("next", next)]).await,
            app.nobody().post("/sign-in", &[("email", "a@b.example"), ("next", next)]).await,
        ];
        for answer in answers.drain(..) {
            let shown: String = next.chars().take(40).collect();
            assert!(matches!(answer.status, 303 | 422), "{shown:?}: {}", answer.status);
            let to = answer.location();
            let here = to.starts_with('/') && !to.starts_with("//") && !to.contains('\\') && to.is_ascii();
            assert!(here || answer.status == 422, "{shown:?} leads to {to:?}");
        }
        app.wait(chrono::TimeDelta::hours(1));
        for page in [format!("/sign-in?next={encoded}"), format!("/sign-in?next={encoded}&way=password")] {
            let page = app.nobody().get(&page).await;
            assert!(matches!(page.status, 200 | 400), "{}", page.status);
            for element in page.page().all("link").into_iter().chain(page.page().all("form")) {
                let to = element.attribute("href").or(element.attribute("action")).unwrap_or_default();
                assert!(!to.starts_with("//") && !to.contains("evil.example") || to.starts_with("/sign-in?"), "{to}");
            }
        }
    }
    let kept = app.nobody().get("/language/en?next=/tickets?filter%3Dmine%26after%3D1").await;
    assert_eq!(kept.location(), "/tickets?filter=mine&after=1", "there was something to lead to");
}

/// Every form and button, sent by nobody: refused before anything is written, on a page that says where the text is.
#[rocket::async_test]
async fn a_form_sent_signed_out_is_refused_and_its_text_not_lost_silently() {
    let street = Street::start().await;
    let open = ["/sign-in", "/set-up", "/e/<", "/follow/<", "/genuine/<", "/signing/<"];
    let inside = |route: &&str| !open.iter().any(|open| route.contains(open));
    let mut tried = 0;
    for route in FORMS.iter().map(|form| form.route).chain(BUTTONS.iter().copied()).filter(inside) {
        let values = FORMS.iter().find(|form| form.route == route).map(super::forms::Filled::values).unwrap_or_default();
        let before = street.app.rows().await;
        let mut nobody = street.app.nobody();
        let page = "https://parc.example/tickets?filter=mine";
        let answer = nobody.post_with(&address(&street, route), &borrowed(&values), &[("referer", page)]).await;
        assert_eq!(answer.status, 401, "{route}");
        assert!(answer.says("votre texte y est encore"), "{route}");
        assert!(answer.body().contains("name=\"next\" value=\"/tickets?filter"), "{route}: the way back");
        assert_eq!(before, street.app.rows().await, "{route}");
        tried += 1;
    }
    assert!(tried > 20);
    let foreign = [("referer", "https://evil.example/tickets")];
    let answer = street.app.nobody().post_with("/account", &[], &foreign).await;
    assert!(answer.body().contains("name=\"next\" value=\"/\""), "no way back to another site");
}

/// Znuny CVE-2025-26846: a wrong form tells whether a ticket is there as little as a right one.
#[rocket::async_test]
async fn cve_2025_26846_a_wrong_form_about_nothing_is_nothing() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let (there, nowhere) = (world::id("tickets/planning_navigateur"), "11111111-2222-4333-8444-555555555555");
    for part in ["triage", "assignment", "disclosures", "answers", "messages", "reopening", "taking", "closure", "withdrawal"] {
        for form in [
            &[][..],
            &[("title", ""), ("priority", "x"), ("reason", "")],
            &[("title", "x"), ("priority", "blocks"), ("reason", "x")],
        ] {
            assert_eq!(samira.post(&format!("/tickets/{nowhere}/{part}"), form).await.status, 404, "{part} {form:?}");
        }
        assert_ne!(samira.post(&format!("/tickets/{there}/{part}"), &[]).await.status, 404, "{part}: there is something");
    }
}
