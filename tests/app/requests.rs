//! What every request passes: the cross-site door, headers, languages, refusals.

use crate::support::person::Sent;
use crate::support::{App, world};
use rocket::http::{ContentType, Method};

const WRITES: [Method; 4] = [Method::Post, Method::Put, Method::Patch, Method::Delete];

#[rocket::async_test]
async fn cve_2021_39209_no_other_site_writes_through_any_unsafe_route() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let unsafe_routes: Vec<String> = app
        .client
        .rocket()
        .routes()
        // What is for programs no cookie opens: `api.rs` tries it.
        .filter(|route| WRITES.contains(&route.method) && !route.uri.path().starts_with("/api/"))
        .map(|route| route.uri.path().replace("<_>", &world::id("structures/douces")))
        .map(|path| path.split('/').map(|p| if p.starts_with('<') { "none" } else { p }.to_owned()).collect::<Vec<_>>().join("/"))
        .collect();
    assert!(unsafe_routes.len() > 10, "there is something to protect");
    for address in &unsafe_routes {
        for sent in [
            Sent::Site("cross-site"),
            Sent::Site("same-site"),
            Sent::Site("bogus"),
            Sent::Origin("https://evil.example"),
            Sent::Origin("http://parc.example"),
            Sent::Origin("https://parc.example.evil.example"),
            Sent::Origin("null"),
            Sent::Unsaid,
        ] {
            let refused = samira.post_from(sent, address, &[]).await;
            assert_eq!(refused.status, 403, "{address} {sent:?}");
        }
    }
    assert_eq!(samira.get("/account").await.status, 200, "nobody was signed out");
    assert_eq!(samira.post_from(Sent::Origin("https://parc.example"), "/account", &[]).await.status, 422, "ours pass");
}

#[rocket::async_test]
async fn a_program_without_a_session_may_write() {
    let app = App::start().await;
    let asked = app.nobody().post_from(Sent::Unsaid, "/sign-in", &[("email", "a@b.example")]).await;
    assert_eq!(asked.status, 303);
}

#[rocket::async_test]
async fn cve_2012_4732_methods_are_not_overridden_and_types_not_guessed() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    for address in ["/sign-out?_method=post", "/sign-out"] {
        assert_eq!(samira.get_with(address, &[("x-http-method-override", "POST")]).await.status, 404, "{address}");
    }
    let plain = samira.post_raw("/account", ContentType::Plain, b"name=Mallory&language=fr".to_vec()).await;
    assert!(matches!(plain.status, 400 | 404 | 415 | 422), "{}", plain.status);
    assert!(!samira.get("/account").await.says("Mallory"));
}

#[rocket::async_test]
async fn no_other_site_may_read() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let answer = samira.get_with("/", &[("origin", "https://evil.example")]).await;
    assert!(!answer.headers().iter().any(|(name, _)| name.starts_with("access-control-")));
}

#[rocket::async_test]
async fn every_answer_has_the_headers_of_the_house() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let css = samira.get("/sign-in").await.body().split('"').find(|part| part.ends_with(".css")).expect("a sheet").to_owned();
    let answers = [
        samira.get("/").await,
        samira.get("/nowhere").await,
        samira.get("/health").await,
        samira.get("/favicon.ico").await,
        samira.get(&css).await,
        samira.post_from(Sent::Site("cross-site"), "/sign-out", &[]).await,
        samira.post("/account", &[]).await,
        app.nobody().get("/").await,
        app.nobody().get("/sign-in").await,
    ];
    for (number, answer) in answers.iter().enumerate() {
        let policy = answer.header("content-security-policy");
        for part in
            ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "require-trusted-types-for"]
        {
            assert!(policy.contains(part), "answer {number}: {part} in {policy:?}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("strict-transport-security", "max-age=31536000"),
        ] {
            assert_eq!(answer.header(name), value, "answer {number}: {name}");
        }
        assert!(answer.header("permissions-policy").contains("camera=()"), "answer {number}");
        assert_eq!(answer.header("x-request-id").len(), 12, "answer {number}");
        let kept = if number == 4 { "public, max-age=31536000, immutable" } else { "no-store" };
        assert_eq!(answer.header("cache-control"), kept, "answer {number}");
        assert_eq!(answer.header("server"), "", "answer {number}: who serves is nobody's business");
    }
    assert_eq!(answers[4].header("content-type"), "text/css; charset=utf-8");
}

#[rocket::async_test]
async fn pages_hold_no_inline_style_nor_script() {
    let app = App::start().await;
    for key in ["jordan_pages", "veronique_lacaze", "samira_benali", "claire_vidal"] {
        let mut person = app.signed_in(key).await;
        for address in ["/", "/account", "/nowhere", "/help", "/tickets"] {
            let body = person.get(address).await.body();
            assert!(!body.contains(" style=") && !body.contains("<style") && !body.contains(" onclick"), "{key} {address}");
            assert!(!body.contains("<script>"), "{key} {address}");
        }
    }
}

#[rocket::async_test]
async fn the_language_is_the_browsers_then_ones_own_then_the_one_chosen() {
    let app = App::start().await;
    let lang = |answer: &crate::support::Answer| answer.page().all("html")[0].attribute("lang").unwrap_or_default().to_owned();
    let mut nobody = app.nobody();
    assert_eq!(lang(&nobody.get("/sign-in").await), "fr");
    assert_eq!(lang(&nobody.get_with("/sign-in", &[("accept-language", "de, en-GB;q=0.8, fr;q=0.5")]).await), "en");
    let mut emily = app.signed_in("emily_hargreaves").await;
    assert_eq!(lang(&emily.get("/").await), "en");
    let chosen = emily.get("/language/fr?next=/account").await;
    assert_eq!((chosen.status, chosen.location()), (303, "/account"));
    assert_eq!(lang(&emily.get("/").await), "fr");
    emily.get("/language/tlh?next=/").await;
    assert_eq!(lang(&emily.get("/").await), "fr", "a language that we do not speak changes nothing");
    let cookie = chosen.headers_of("set-cookie").next().expect("a cookie").to_owned();
    assert!(cookie.starts_with("language=fr") && cookie.contains("SameSite=Lax"), "{cookie}");
}

#[rocket::async_test]
async fn a_refusal_says_what_happened_in_both_languages_and_gives_a_number_to_quote() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    for (address, status) in
        [("/nowhere", 404), ("/group", 403), ("/tickets/%F0%9F%92%A9", 404), ("/structures/x/tickets/new", 404)]
    {
        let answer = jordan.get(address).await;
        assert_eq!(answer.status, status, "{address}");
        assert!(answer.body().contains(answer.header("x-request-id")), "{address}");
        let english = jordan.get_with(address, &[("accept-language", "en")]).await;
        assert!(!answer.page().heading().is_empty() && english.status == status, "{address}");
        assert!(!answer.body().contains("rocket") && !answer.body().contains("src/"), "{address}");
    }
}

#[rocket::async_test]
async fn what_is_too_large_or_broken_is_refused_without_detail() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    let huge = vec![b'a'; 2 * 1024 * 1024];
    let mut bodies = vec![(ContentType::Form, [b"name=".to_vec(), huge].concat())];
    bodies.push((ContentType::Form, b"name=%FF%FE&language=%00fr&phone=\xff".to_vec()));
    bodies.push((ContentType::FormData, b"--x\r\nbroken".to_vec()));
    bodies.push((ContentType::new("multipart", "form-data").with_params(("boundary", "x")), b"--x\r\nbroken".to_vec()));
    bodies.push((ContentType::JSON, "[".repeat(10_000).into_bytes()));
    for (number, (kind, body)) in bodies.into_iter().enumerate() {
        let answer = jordan.post_raw("/account", kind, body).await;
        assert!((400..500).contains(&answer.status), "body {number}: {}", answer.status);
        assert!(answer.bytes.len() < 40_000 && !answer.body().contains("panicked"), "body {number}");
    }
    assert_eq!(jordan.get("/account").await.status, 200);
}

#[rocket::async_test]
async fn cve_2012_4730_line_breaks_reach_no_header() {
    let app = App::start().await;
    let mut jordan = app.nobody();
    for address in
        ["/sign-in?next=/%0d%0aset-cookie:a=b", "/language/en?next=/%0d%0aset-cookie:a=b", "/language/en%0d%0a?next=/%00"]
    {
        let answer = jordan.get(address).await;
        assert!(answer.headers_of("set-cookie").all(|cookie| !cookie.starts_with("a=")), "{address}");
        assert!(!answer.location().contains(['\r', '\n', '\0']), "{address}");
    }
    for bad in ["jordan.pages@heures-douces.example\r\nBcc: evil@evil.example", "a\0@b.example", "a@b.example\ncc:x@y.example"] {
        assert_eq!(jordan.post("/sign-in", &[("email", bad)]).await.status, 422, "{bad:?}");
    }
    let mut emily = app.signed_in("emily_hargreaves").await;
    let renamed = emily.post("/account", &[("name", "Emily\r\nBcc: evil@evil.example\0"), ("language", "en")]).await;
    if renamed.status == 303 {
        assert!(!emily.get("/account").await.body().contains('\0'));
    }
    assert_eq!(app.letters().await.len(), 0);
}

#[rocket::async_test]
async fn cve_2021_39213_forwarding_headers_of_strangers_change_nothing() {
    let app = App::start().await;
    let forged =
        [("x-forwarded-for", "127.0.0.1"), ("x-real-ip", "127.0.0.1"), ("x-forwarded-proto", "http"), ("x-original-url", "/group")];
    let mut jordan = app.signed_in("jordan_pages").await;
    assert_eq!(jordan.get_with("/group", &forged).await.status, 403);
    assert_eq!(jordan.get_with("/", &forged).await.status, 200);
}

#[rocket::async_test]
async fn unknown_and_privileged_fields_change_nothing() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    let form = [
        ("name", "Jordan"),
        ("language", "fr"),
        ("role", "referent"),
        ("coordinator", "true"),
        ("id", "x"),
        ("email", "x@y.example"),
    ];
    let saved = jordan.post("/account", &form).await;
    assert!(matches!(saved.status, 303 | 422), "{}", saved.status);
    assert_eq!(jordan.get("/group").await.status, 403);
    assert!(jordan.get("/account").await.body().contains("jordan.pages@heures-douces.example"));
}
