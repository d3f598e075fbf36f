//! What people type and what reaches a header, of an answer or of a letter.

use super::{new_id, of, tells_nothing};
use crate::stickers::{self, new_secret};
use crate::support::letters::Letter;
use crate::support::{App, Person, world};

/// Odd words of one line: quotes, commas, brackets, encoded words, letters that turn the text round, nothing to see.
const ODD: [&str; 14] = [
    "Ann \"Bob\" <evil@evil.example>",
    "a, evil@evil.example",
    "a; evil@evil.example;",
    "(comment) a",
    "=?utf-8?Q?a=0D=0ABcc:_evil@evil.example?=",
    "Bcc: evil@evil.example",
    "a\\\\\" <evil@evil.example>",
    "a\u{202e}elpmaxe.live@live",
    "\u{200b}a\u{200b}",
    "a\u{2028}Bcc: evil@evil.example",
    "a\u{85}Bcc: evil@evil.example",
    "日本語 émoji 👩‍🔧",
    "%0d%0aBcc: evil@evil.example",
    ": : :",
];
const BROKEN: [&str; 5] =
    ["a\r\nBcc: evil@evil.example", "a\nBcc: evil@evil.example", "a\rBcc: evil@evil.example", "a\0b", "a\r\n\r\n<b>body</b>"];

/// The names of a letter's headers, unfolded.
fn header_names(raw: &str) -> Vec<String> {
    let (head, _) = raw.split_once("\r\n\r\n").expect("a head and a body");
    let lines = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
    lines.map(|line| line.split(':').next().unwrap_or_default().to_lowercase()).collect()
}

fn is_well_formed(letter: &Letter, about: &str) {
    let known = [
        "from",
        "to",
        "subject",
        "message-id",
        "date",
        "mime-version",
        "content-type",
        "auto-submitted",
        "x-auto-response-suppress",
        "content-transfer-encoding",
    ];
    let names = header_names(&letter.raw);
    for name in &names {
        assert!(known.contains(&name.as_str()), "{about}: a header {name:?} in\n{}", letter.raw);
        assert_eq!(names.iter().filter(|other| *other == name).count(), 1, "{about}: {name} twice");
    }
    let (head, _) = letter.raw.split_once("\r\n\r\n").expect("a head");
    let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
    assert!(head.is_ascii() && !head.replace("\r\n", "").contains(['\r', '\n', '\0']), "{about}");
    for line in unfolded.split("\r\n").filter(|line| line.starts_with("To:") || line.starts_with("From:")) {
        let read = mail_parser::MessageParser::default().parse(letter.raw.as_bytes()).expect("a letter");
        let from = read.from().expect("somebody");
        assert_eq!(from.iter().count(), 1, "{about}: {line}");
        assert_eq!(from.first().and_then(|one| one.address()), Some("parcommun@parcommun.example"), "{about}: {line}");
        assert_eq!(read.to().map(|to| to.iter().count()), Some(1), "{about}: {line}");
    }
}

async fn ask(person: &mut Person<'_>, words: &str) -> (String, u16) {
    let ticket = new_id();
    let asked = person.upload(&of("douces", "/tickets"), &[("ticket", &ticket), ("words", words), ("urgency", "no")], &[]).await;
    (format!("/tickets/{ticket}"), asked.status)
}

/// RT CVE-2012-4730, CVE-2013-3372, Zammad CVE-2018-1000154: names, titles and structures in the head of a letter.
#[rocket::async_test]
async fn cve_2013_3372_no_word_adds_a_header_to_a_letter() {
    let app = App::start().await;
    let (mut jordan, mut samira) = (app.signed_in("jordan_pages").await, app.signed_in("samira_benali").await);
    let mut claire = app.signed_in("claire_vidal").await;
    let (long, mut read) = ("x".repeat(80), 0);
    for words in ODD.into_iter().chain(BROKEN).chain([long.as_str()]) {
        // The name of who writes is that of « From », the title of the request that of « Subject ».
        let renamed = samira.post("/account", &[("name", words), ("language", "fr")]).await;
        assert!(matches!(renamed.status, 303 | 422), "{words:?}: {}", renamed.status);
        assert!(!BROKEN.contains(&words) || renamed.status == 422, "{words:?} is no name");
        let asked_by = jordan.post("/account", &[("name", words), ("language", "fr")]).await;
        tells_nothing(&asked_by, words);
        claire.post("/group", &[("name", words), ("email", "a@b.example")]).await;
        let (ticket, status) = ask(&mut jordan, words).await;
        assert_eq!(status, 303, "{words:?}");
        samira.triage(&ticket, &[("title", words)]).await;
        let (message, entry) = (new_id(), new_id());
        let form = [
            ("message", message.as_str()),
            ("entry", &entry),
            ("words", words),
            ("next", "settled"),
            ("minutes", "0"),
            ("kind", "remote"),
        ];
        assert_eq!(samira.post(&format!("{ticket}/answers"), &form).await.status, 303, "{words:?}");
        let again = new_id();
        jordan.post(&format!("{ticket}/reopening"), &[("message", &again), ("words", words)]).await;
        for letter in app.letters().await {
            is_well_formed(&letter, words);
            read += 1;
        }
    }
    assert!(read > 3 * ODD.len(), "letters were written: {read}");
}

#[rocket::async_test]
async fn cve_2013_3372_an_invitation_goes_to_one_address() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    let mut sent = 0;
    for (n, words) in ODD.into_iter().chain(BROKEN).enumerate() {
        for email in [format!("guest{n}@b.example"), format!("guest{n}@b.example\r\nBcc: evil@evil.example"), words.to_owned()] {
            let form = [("name", words), ("email", email.as_str()), ("role", "employee"), ("language", "fr")];
            let invited = claire.post(&of("douces", "/people"), &form).await;
            tells_nothing(&invited, words);
        }
        for letter in app.letters().await {
            is_well_formed(&letter, words);
            assert_eq!(letter.to, format!("guest{n}@b.example"), "{words:?}");
            sent += 1;
        }
    }
    assert!(sent >= ODD.len() - 1, "guests were invited: {sent}");
}

/// The words, the name and the address of somebody without an account.
#[rocket::async_test]
async fn cve_2013_3372_a_stranger_writes_to_one_address_and_adds_no_header() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    let mut sent = 0;
    for (n, words) in ODD.into_iter().chain(BROKEN).enumerate() {
        let own = format!("guest{n}@b.example");
        for email in [words.to_owned(), format!("{own}\r\nBcc: evil@evil.example"), own.clone()] {
            let secret = new_secret();
            let form = [("secret", &*secret), ("words", words), ("first_name", words), ("email", &email)];
            let asked = app.nobody().post(&format!("/e/{}", stickers::ON_A), &form).await;
            tells_nothing(&asked, words);
            assert!(!BROKEN.contains(&words) || asked.status == 422, "{words:?} is no name");
            if asked.status != 303 {
                continue;
            }
            let queue = samira.get("/tickets?sort=newest").await.page();
            let mut links = queue.all("link").into_iter().filter_map(|link| link.attribute("href"));
            let link = links.find(|to| to.starts_with("/tickets/") && to.len() == 45).expect("the newest").to_owned();
            let (message, entry) = (new_id(), new_id());
            let form = [
                ("message", message.as_str()),
                ("entry", &entry),
                ("words", words),
                ("next", "settled"),
                ("minutes", "0"),
                ("kind", "remote"),
            ];
            assert_eq!(samira.post(&format!("{link}/answers"), &form).await.status, 303, "{words:?}");
        }
        app.wait(chrono::TimeDelta::minutes(30));
        for letter in app.letters().await {
            is_well_formed(&letter, words);
            assert!(!letter.to.contains("evil"), "{}", letter.to);
            sent += usize::from(letter.to == own);
        }
    }
    assert!(sent >= 2 * (ODD.len() - 2), "strangers were written to: {sent}");
}

/// What a stranger puts into cookies and headers is no word of ours, and no fault.
#[rocket::async_test]
async fn cve_2012_4730_odd_cookies_and_headers_are_no_fault() {
    let app = App::start().await;
    let mut samira = app.signed_in("samira_benali").await;
    assert_eq!(samira.get("/").await.status, 200);
    let long = "a".repeat(8_000);
    let odd = [
        "",
        " ",
        "\"",
        "%0d%0aset-cookie:%20a=b",
        "%00",
        "%FF",
        "fr%0d%0a",
        "../../etc/passwd",
        "{{x}}",
        &long,
        "9:nav-home",
        "\u{202e}",
    ];
    for name in ["_flash", "language", "__Host-session", "session", "other"] {
        for value in odd.into_iter().chain(["7:successno-such-key", "7:successmistake-overlap", "99999999999:x", "1:é"]) {
            let mut hand = samira.copy();
            hand.cookies.insert(name.to_owned(), value.to_owned());
            for address in ["/account", "/sign-in", "/nowhere"] {
                let answer = hand.copy().get(address).await;
                let shown: String = value.chars().take(30).collect();
                tells_nothing(&answer, &format!("{name}={shown:?} at {address}"));
                assert!(answer.headers().iter().all(|(_, value)| !value.contains(['\r', '\n', '\0'])), "{name}={shown:?}");
                assert!(answer.headers_of("set-cookie").all(|cookie| !cookie.starts_with("a=")), "{name}={shown:?}");
            }
        }
    }
    for name in ["accept-language", "user-agent", "referer", "origin", "accept", "accept-encoding", "x-request-id", "host", "range"]
    {
        for value in odd {
            tells_nothing(&samira.copy().get_with("/account", &[(name, value)]).await, name);
        }
    }
    // A device that calls itself oddly is listed harmlessly.
    let link = app.link_of("jordan_pages").await;
    let mut jordan = app.nobody();
    jordan.post_with(&link, &[], &[("user-agent", "<script>alert(1)</script> Firefox/1 \u{202e}")]).await;
    let devices = jordan.get("/account").await.body();
    assert!(!devices.contains("alert(1)") && devices.contains("Firefox"));
}

/// The name of a file that is saved holds nothing that was typed raw.
#[rocket::async_test]
async fn cve_2012_4730_the_name_of_a_table_is_harmless() {
    let app = App::start().await;
    let mut claire = app.signed_in("claire_vidal").await;
    for words in ODD.into_iter().chain(BROKEN) {
        let form = [("code", "DOUCES"), ("name", words), ("city", words), ("address", words), ("phone", "")];
        tells_nothing(&claire.post(&of("douces", ""), &form).await, words);
        let with_code = [("code", words), ("name", "Les Heures Douces")];
        assert_eq!(claire.post(&of("douces", ""), &with_code).await.status, 422, "{words:?} is no code");
        app.wait(chrono::TimeDelta::hours(1));
        for table in [of("douces", "/hours.csv?month=2026-02"), "/report.csv?month=2026-02".to_owned()] {
            let answer = claire.get(&table).await;
            assert_eq!(answer.status, 200, "{table}");
            let name = answer.header("content-disposition");
            let plain = name.strip_prefix("attachment; filename=\"").and_then(|rest| rest.strip_suffix(".csv\""));
            assert!(plain.is_some_and(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')), "{name}");
        }
    }
    assert_eq!(world::id("structures/douces").len(), 36);
}
