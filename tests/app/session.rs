//! Signing in and out.

use crate::support::person::Sent;
use crate::support::{Answer, App, Person, world};
use chrono::TimeDelta;

/// Asks for a letter; where the code is typed.
async fn ask(person: &mut Person<'_>, email: &str) -> String {
    let answer = person.post("/sign-in", &[("email", email), ("next", "/account")]).await;
    assert_eq!(answer.status, 303);
    assert!(answer.location().starts_with("/sign-in/code/"), "{}", answer.location());
    answer.location().to_owned()
}

fn email(key: &str) -> &'static str {
    &world::person(key).email
}

async fn is_signed_in(person: &mut Person<'_>) -> bool {
    person.get("/account").await.status == 200
}

async fn enter_code(person: &mut Person<'_>, page: &str, code: &str) -> Answer {
    let address = page.split('?').next().unwrap_or_default();
    person.post(address, &[("code", code), ("next", "/account")]).await
}

#[rocket::async_test]
async fn a_letter_signs_in_by_its_link_and_leads_on() {
    let app = App::start().await;
    let mut jordan = app.nobody();
    let code_page = ask(&mut jordan, email("jordan_pages")).await;
    assert_eq!(jordan.get(&code_page).await.status, 200);
    let letters = app.letters().await;
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].to, email("jordan_pages"));
    assert!(!letters[0].raw.to_lowercase().contains("jordan pag"), "a forwarded letter names nobody");

    // Mail scanners follow links: looking signs nobody in.
    let mut phone = app.nobody();
    let page = phone.get(&letters[0].link()).await;
    assert_eq!((page.status, phone.session()), (200, None));
    let button = page.page().all("button").iter().map(|b| b.text.clone()).next().expect("a button");
    let (action, hidden) = page.page().form_of(&button);
    let hidden: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let entered = phone.post(&action, &hidden).await;
    assert_eq!((entered.status, entered.location()), (303, "/"));
    assert!(is_signed_in(&mut phone).await);
    assert!(!is_signed_in(&mut jordan).await, "the link signs in the browser that used it");
}

#[rocket::async_test]
async fn the_code_of_the_letter_signs_in_the_browser_that_asked() {
    let app = App::start().await;
    let mut jordan = app.nobody();
    let page = ask(&mut jordan, email("jordan_pages")).await;
    let code = app.letters().await[0].code();
    let spaced = format!(" {} {} ", &code[..3], &code[3..]);
    let entered = enter_code(&mut jordan, &page, &spaced).await;
    assert_eq!((entered.status, entered.location()), (303, "/account"));
    assert!(is_signed_in(&mut jordan).await);
}

#[rocket::async_test]
async fn a_code_is_worth_nothing_elsewhere() {
    let app = App::start().await;
    let (mut jordan, mut lucie) = (app.nobody(), app.nobody());
    ask(&mut jordan, email("jordan_pages")).await;
    let code = app.letters().await[0].code();
    let page_of_lucie = ask(&mut lucie, email("lucie_bastide")).await;
    assert_eq!(enter_code(&mut lucie, &page_of_lucie, &code).await.status, 422);
    assert!(!is_signed_in(&mut lucie).await);
}

#[rocket::async_test]
async fn five_wrong_codes_close_the_page_even_to_the_right_one() {
    let app = App::start().await;
    let mut jordan = app.nobody();
    let page = ask(&mut jordan, email("jordan_pages")).await;
    let letter = &app.letters().await[0];
    let wrong = if letter.code() == "000000" { "000001" } else { "000000" };
    for _ in 0..5 {
        assert_eq!(enter_code(&mut jordan, &page, wrong).await.status, 422);
    }
    assert_eq!(enter_code(&mut jordan, &page, &letter.code()).await.status, 422);
    assert!(!is_signed_in(&mut jordan).await);
    // Nobody is locked out: the letter's link still works.
    assert_eq!(jordan.post(&letter.link(), &[]).await.status, 303);
}

#[rocket::async_test]
async fn cve_2026_3590_a_link_works_once_under_parallel_tries() {
    let app = App::start().await;
    ask(&mut app.nobody(), email("jordan_pages")).await;
    let link = app.letters().await[0].link();
    let tries = (0..20).map(|_| {
        let mut person = app.nobody();
        let link = link.clone();
        async move { person.post(&link, &[]).await.status }
    });
    let statuses = rocket::futures::future::join_all(tries).await;
    assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 422).count(), 19, "{statuses:?}");
}

#[rocket::async_test]
async fn a_link_ends_after_a_quarter_of_an_hour() {
    let app = App::start().await;
    ask(&mut app.nobody(), email("jordan_pages")).await;
    let link = app.letters().await[0].link();
    app.wait(TimeDelta::minutes(15));
    let late = app.nobody().post(&link, &[]).await;
    assert_eq!(late.status, 422);
    assert!(late.page().title().starts_with("Erreur"), "{}", late.page().title());
}

#[rocket::async_test]
async fn cve_2026_53595_an_empty_token_opens_nothing() {
    let app = App::start().await;
    let link = app.link_of("jordan_pages").await;
    let token = link.rsplit('/').next().expect("a token");
    let zeros = "0".repeat(64);
    let strange = [" ", "%00", "null", &zeros, &token[..63], &token.to_uppercase(), &format!("{token}%20"), &format!("{token}0")];
    for bad in strange.into_iter().filter(|bad| *bad != token) {
        let mut thief = app.nobody();
        let answer = thief.post(&format!("/sign-in/link/{}", bad.replace(' ', "%20")), &[]).await;
        assert!(matches!(answer.status, 404 | 422), "{bad:?}: {}", answer.status);
        assert_eq!(thief.session(), None, "{bad:?}");
    }
    for empty in ["/sign-in/link/", "/sign-in/link", "/sign-in/code/", "/set-up/"] {
        assert!(matches!(app.nobody().post(empty, &[]).await.status, 404), "{empty}");
    }
    assert_eq!(app.nobody().post(&link, &[]).await.status, 303, "there was something to steal");
}

#[rocket::async_test]
async fn cve_2021_38562_an_unknown_address_gets_the_same_answer() {
    let app = App::start().await;
    let mut answers = Vec::new();
    for address in [email("jordan_pages"), "nobody@nowhere.example"] {
        let mut person = app.nobody();
        let asked = person.post("/sign-in", &[("email", address)]).await;
        let page = person.get(asked.location()).await;
        let browser = asked.location().rsplit('/').next().unwrap_or_default().split('?').next().unwrap_or_default().to_owned();
        answers.push((asked.status, asked.bytes.len(), page.status, page.without(&[&browser])));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(app.letters().await.len(), 1, "and only one letter leaves");
}

#[rocket::async_test]
async fn cve_2022_35488_letters_are_limited_for_an_address_and_others_go_on() {
    let app = App::start().await;
    for _ in 0..5 {
        ask(&mut app.nobody(), email("jordan_pages")).await;
    }
    let sixth = app.nobody().post("/sign-in", &[("email", email("jordan_pages"))]).await;
    assert_eq!(sixth.status, 422);
    assert!(sixth.page().mistake("email").is_some());
    ask(&mut app.nobody(), email("lucie_bastide")).await;
    assert_eq!(app.letters().await.len(), 6);
    app.wait(TimeDelta::hours(1));
    ask(&mut app.nobody(), email("jordan_pages")).await;
}

#[rocket::async_test]
async fn a_forged_host_never_enters_a_letter() {
    let app = App::start().await;
    let forged = [("host", "evil.example"), ("x-forwarded-host", "evil.example"), ("forwarded", "host=evil.example")];
    app.nobody().post_with("/sign-in", &[("email", email("jordan_pages"))], &forged).await;
    let letter = &app.letters().await[0];
    assert!(!letter.raw.contains("evil") && !letter.text.contains("evil") && !letter.html.contains("evil"));
    assert!(letter.link().starts_with("/sign-in/link/"));
}

#[rocket::async_test]
async fn the_session_cookie_is_for_this_host_over_tls_and_no_script() {
    let app = App::start().await;
    let link = app.link_of("jordan_pages").await;
    let answer = app.nobody().post(&link, &[]).await;
    let cookies: Vec<&str> = answer.headers_of("set-cookie").collect();
    assert_eq!(cookies.len(), 1, "{cookies:?}");
    for part in ["__Host-session=", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookies[0].contains(part), "{part} in {}", cookies[0]);
    }
    assert!(!cookies[0].contains("Domain"), "{}", cookies[0]);
}

#[rocket::async_test]
async fn on_loopback_without_tls_the_cookie_has_no_prefix() {
    let app = App::start_on_loopback().await;
    let answer = set_up(&mut app.nobody(), &app.set_up_link().await).await;
    let cookie = answer.headers_of("set-cookie").find(|c| c.starts_with("session=")).expect("a session").to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("Secure"), "{cookie}");
}

#[rocket::async_test]
async fn cve_2026_9507_signing_in_gives_a_new_session_and_signing_out_ends_it() {
    let app = App::start().await;
    let mut jordan = app.nobody();
    jordan.cookies.insert("__Host-session".into(), "ab".repeat(32));
    jordan.post(&app.link_of("jordan_pages").await, &[]).await;
    let first = jordan.session().expect("a session").to_owned();
    assert_ne!(first, "ab".repeat(32), "a planted id never becomes a session");
    let mut thief = jordan.copy();
    assert!(is_signed_in(&mut thief).await, "there was something to steal");

    let out = jordan.post("/sign-out", &[]).await;
    assert_eq!((out.status, out.location(), jordan.session()), (303, "/sign-in", None));
    assert!(out.header("clear-site-data").contains("storage"));
    assert!(!is_signed_in(&mut thief).await, "the old id is dead");
    jordan.post(&app.link_of("jordan_pages").await, &[]).await;
    assert_ne!(jordan.session(), Some(first.as_str()));
}

#[rocket::async_test]
async fn a_lost_device_is_ended_from_another() {
    let app = App::start().await;
    let (mut desk, mut phone) = (app.signed_in("jordan_pages").await, app.signed_in("jordan_pages").await);
    let mut lucie = app.signed_in("lucie_bastide").await;
    let page = desk.get("/account").await;
    let ending = page.body().split('"').find(|part| part.ends_with("/ending")).expect("a device to end").to_owned();
    assert_eq!(lucie.post(&ending, &[]).await.status, 404, "nobody ends another's");
    assert!(is_signed_in(&mut phone).await);
    assert_eq!(desk.post(&ending, &[]).await.status, 303);
    assert!(!is_signed_in(&mut phone).await && is_signed_in(&mut desk).await);
}

#[rocket::async_test]
async fn sessions_end_by_idleness_and_by_age_sooner_for_staff() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    app.wait(TimeDelta::hours(13));
    assert!(is_signed_in(&mut jordan).await && !is_signed_in(&mut samira).await);
    for _ in 0..13 {
        app.wait(TimeDelta::days(13));
        assert!(is_signed_in(&mut jordan).await);
    }
    app.wait(TimeDelta::days(12));
    assert!(!is_signed_in(&mut jordan).await, "180 days are the end");
}

const PASSPHRASE: &str = "douze canards à bicyclette";

async fn enter_password(person: &mut Person<'_>, email: &str, password: &str) -> Answer {
    person.post("/sign-in/password", &[("email", email), ("password", password), ("next", "/account")]).await
}

#[rocket::async_test]
async fn a_password_is_optional_and_judged() {
    let app = App::start().await;
    let mut jordan = app.signed_in("jordan_pages").await;
    let long = "x".repeat(129);
    for weak in ["court", "motdepasse", "azertyuiop12", "jordan.pages@heures-douces.example", "Jordan Pagès", &long] {
        let refused = jordan.post("/account/password", &[("password", weak)]).await;
        assert_eq!(refused.status, 422, "{weak:?}");
        assert!(refused.page().mistake("password").is_some(), "{weak:?}");
        assert!(!refused.body().contains("value=\"motdepasse"), "a password is never given back");
    }
    assert_eq!(jordan.post("/account/password", &[("password", PASSPHRASE)]).await.status, 303);
    let mut phone = app.nobody();
    assert_eq!(enter_password(&mut phone, email("jordan_pages"), "douze canards à trottinette").await.status, 422);
    let entered = enter_password(&mut phone, email("jordan_pages"), PASSPHRASE).await;
    assert_eq!((entered.status, entered.location()), (303, "/account"));
    // Without it, the letter is the only way in.
    assert_eq!(phone.post("/account/password", &[("password", "")]).await.status, 303);
    assert_eq!(enter_password(&mut app.nobody(), email("jordan_pages"), PASSPHRASE).await.status, 422);
}

#[rocket::async_test]
async fn choosing_a_password_ends_the_other_sessions() {
    let app = App::start().await;
    let (mut desk, mut lost) = (app.signed_in("jordan_pages").await, app.signed_in("jordan_pages").await);
    desk.post("/account/password", &[("password", PASSPHRASE)]).await;
    assert!(is_signed_in(&mut desk).await && !is_signed_in(&mut lost).await);
}

#[rocket::async_test]
async fn cve_2022_35490_ten_wrong_passwords_close_the_password_door_alone() {
    let app = App::start().await;
    app.signed_in("jordan_pages").await.post("/account/password", &[("password", PASSPHRASE)]).await;
    for _ in 0..10 {
        assert_eq!(enter_password(&mut app.nobody(), email("jordan_pages"), "douze canards à pied").await.status, 422);
    }
    let closed = enter_password(&mut app.nobody(), email("jordan_pages"), PASSPHRASE).await;
    assert_eq!(closed.status, 422, "even the right one");
    let mut jordan = app.nobody();
    ask(&mut jordan, email("jordan_pages")).await;
    let link = app.letters().await[0].link();
    assert_eq!(jordan.post(&link, &[]).await.status, 303, "the letter stays: nobody can lock anybody out");
    app.wait(TimeDelta::minutes(15));
    assert_eq!(enter_password(&mut app.nobody(), email("jordan_pages"), PASSPHRASE).await.status, 303);
}

#[rocket::async_test]
async fn an_unknown_account_and_a_wrong_password_read_the_same() {
    let app = App::start().await;
    let unknown = enter_password(&mut app.nobody(), "nobody@nowhere.example", PASSPHRASE).await;
    let wrong = enter_password(&mut app.nobody(), email("jordan_pages"), PASSPHRASE).await;
    assert_eq!(unknown.without(&["nobody@nowhere.example"]), wrong.without(&[email("jordan_pages")]));
}

pub async fn set_up(person: &mut Person<'_>, link: &str) -> Answer {
    let form = [("group_name", "Les Voisins"), ("name", "Awa Sy"), ("email", "awa@voisins.example"), ("language", "fr")];
    person.post(link, &form).await
}

#[rocket::async_test]
async fn an_installation_is_set_up_once_by_the_link_of_its_console() {
    let app = App::start_empty().await;
    let (old, link) = (app.set_up_link().await, app.set_up_link().await);
    assert_eq!(app.nobody().get(&old).await.status, 404, "a newer link ends the older");
    assert_eq!(app.nobody().post(&link, &[]).await.status, 422, "mistakes do not use it up");
    let mut tries = Vec::new();
    for _ in 0..6 {
        let (mut person, link) = (app.nobody(), link.clone());
        tries.push(async move { (set_up(&mut person, &link).await.status, person) });
    }
    let done = rocket::futures::future::join_all(tries).await;
    let mut won: Vec<Person<'_>> = Vec::new();
    for (status, person) in done {
        assert!(matches!(status, 303 | 404), "{status}");
        won.extend((status == 303).then_some(person));
    }
    assert_eq!(won.len(), 1, "one set-up");
    assert_eq!(won[0].get("/group").await.status, 200, "whoever set up coordinates");
    assert_eq!(set_up(&mut app.nobody(), &link).await.status, 404);
    assert_eq!(app.nobody().get(&link).await.status, 404);
}

#[rocket::async_test]
async fn cve_2022_25803_signing_in_never_leads_to_another_site() {
    let app = App::start().await;
    for evil in
        ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/\t/evil.example", "\u{a0}//e"]
    {
        let mut jordan = app.nobody();
        let link = app.link_of("jordan_pages").await;
        let entered = jordan.post(&link, &[("next", evil)]).await;
        assert_eq!((entered.status, entered.location()), (303, "/"), "{evil:?}");
        let address = format!("/language/en?next={}", rocket::http::RawStr::new(evil).percent_encode());
        assert_eq!(jordan.get(&address).await.location(), "/", "{evil:?}");
    }
    let link = app.link_of("jordan_pages").await;
    assert_eq!(app.nobody().post(&link, &[("next", "/tickets?filter=open")]).await.location(), "/tickets?filter=open");
}

#[rocket::async_test]
async fn a_page_leads_to_signing_in_and_back() {
    let app = App::start().await;
    let sent = app.nobody().get("/tickets?filter=x%26y").await;
    assert_eq!(sent.status, 303);
    let page = app.nobody().get(sent.location()).await;
    assert_eq!(page.status, 200);
    assert!(page.body().contains("name=\"next\" value=\"/tickets?filter"), "the way back is in the form");
}

#[rocket::async_test]
async fn access_that_ended_holds_from_the_next_request() {
    let app = App::start().await;
    let (mut desk, mut thief) = (app.signed_in("jordan_pages").await, app.signed_in("jordan_pages").await);
    let mut forged = desk.copy();
    assert!(is_signed_in(&mut thief).await);
    desk.post_from(Sent::Ours, "/sign-out", &[]).await;
    assert!(!is_signed_in(&mut forged).await);
    assert_eq!(
        forged.post("/account", &[("name", "Mallory"), ("language", "fr")]).await.status,
        401,
        "a form that was sent is told"
    );
    assert_eq!(thief.get("/account").await.body().matches("Mallory").count(), 0);
}

/// In a small group one person may do both: neither half of the work may be out of reach.
#[rocket::async_test]
async fn who_is_technician_and_coordinator_finds_the_pages_of_both() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let email = email("claire_vidal");
    let both = [("name", "Claire Vidal"), ("email", email), ("duty", "technician"), ("language", "fr")];
    assert_eq!(claire.post("/people", &both).await.status, 303);
    let home = app.signed_in("claire_vidal").await.get("/").await.page();
    for name in ["Demandes", "Mon temps", "Mois", "Personnes", "Règles"] {
        assert!(home.find("link", name).is_some(), "{name} in {}", home.text());
    }
}
