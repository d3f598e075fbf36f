//! Wrong types on every endpoint, privileged fields in every form.

use super::forms::{BUTTONS, FORMS, Filled, address, borrowed};
use super::tells_nothing;
use crate::doors::{DOORS, Street, WHO, filled, someone};
use crate::support::App;
use rocket::http::{ContentType, Method, RawStr};
use std::collections::BTreeSet;

/// What stands where something else is awaited.
const JUNK: [&str; 8] = [
    "",
    "-1",
    "1000000000000000000000000000000",
    "[{\"a\":1}]",
    "a\0b",
    "\u{202e}\u{200b}\u{feff}",
    "9999-12",
    "00000000-0000-0000-0000-000000000000",
];

/// The same, as it stands in an address; some are no text at all.
const ENCODED_JUNK: [&str; 8] =
    ["-1", "1000000000", "%5B%5D", "a%00b", "%FF%FE", "%zz", "%27%20OR%201%3D1%20UNION%20SELECT%201--", "..%2F..%2Fetc"];

async fn count(street: &Street) -> i64 {
    street.app.row_count().await
}

/// One field after the other is filled with each junk, the others as they should be.
async fn twisted(form: &Filled) {
    let street = Street::start().await;
    let to = address(&street, form.route);
    let mut person = someone(&street.app, form.who).await;
    let mut before = count(&street).await;
    for number in 0..form.fields.len() {
        for junk in JUNK.iter().map(|junk| (*junk).to_owned()).chain([String::from("é").repeat(20_000)]) {
            let mut fields = form.values();
            fields[number].1.clone_from(&junk);
            let shown: String = junk.chars().take(40).collect();
            let about = format!("{} with {}={shown:?}", form.route, fields[number].0);
            let answer = person.post(&to, &borrowed(&fields)).await;
            tells_nothing(&answer, &about);
            // What was accepted may have written; what was refused has not.
            let after = count(&street).await;
            assert!(
                answer.status == 303 || after == before,
                "{about}: refused with {}, and {before} rows became {after}",
                answer.status
            );
            before = after;
        }
    }
    misshapen(&street, form, &to).await;
}

/// Names that are arrays, nested, doubled; fields that are missing.
async fn misshapen(street: &Street, form: &Filled, to: &str) {
    let mut person = someone(&street.app, form.who).await;
    let before = count(street).await;
    for shape in ["NAME[]=1&NAME[]=2", "NAME.x.y=1", "NAME[0][a][b]=1", "NAME=1&NAME=2", "NAME", "NAME[=", "&=&NAME%=%"] {
        let body: Vec<String> = form.fields.iter().map(|(name, _)| shape.replace("NAME", name)).collect();
        let answer = person.post_raw(to, ContentType::Form, body.join("&").into_bytes()).await;
        tells_nothing(&answer, &format!("{} with {shape}", form.route));
    }
    let after = count(street).await;
    let accepts_anything = form.fields.len() <= 2;
    assert!(accepts_anything || after == before, "{}: {before} rows became {after}", form.route);
}

async fn twist(part: usize) {
    for form in FORMS.iter().skip(part).step_by(3) {
        let street = Street::start().await;
        let mut person = someone(&street.app, form.who).await;
        let accepted = person.post(&address(&street, form.route), &borrowed(&form.values())).await;
        assert_eq!(accepted.status, form.status, "{}, filled in as it should be: {}", form.route, accepted.page().text());
        twisted(form).await;
    }
}

#[rocket::async_test]
async fn cve_2026_102489_wrong_types_in_forms_are_refused_without_detail_1() {
    twist(0).await;
}

#[rocket::async_test]
async fn cve_2026_102489_wrong_types_in_forms_are_refused_without_detail_2() {
    twist(1).await;
}

#[rocket::async_test]
async fn cve_2026_102489_wrong_types_in_forms_are_refused_without_detail_3() {
    twist(2).await;
}

/// Somebody for whom the door opens.
fn who_may(answers: &[u16; 8]) -> Option<&'static str> {
    let open = |number: &usize| matches!(answers[*number], 200 | 303 | 422);
    let number = [4, 5, 3, 1, 7].into_iter().find(open).unwrap_or(0);
    WHO[number].1
}

#[rocket::async_test]
async fn cve_2026_102489_bodies_of_other_kinds_are_refused_without_detail() {
    let street = Street::start().await;
    let multipart = |boundary: &'static str| ContentType::new("multipart", "form-data").with_params(("boundary", boundary));
    for route in FORMS.iter().map(|form| form.route).chain(BUTTONS.iter().copied().filter(|route| *route != "POST /sign-out")) {
        let (_, _, answers) = DOORS.iter().find(|(known, ..)| *known == route).expect("a door");
        let mut person = someone(&street.app, who_may(answers)).await;
        let to = address(&street, route);
        let has_fields = !BUTTONS.contains(&route);
        let before = count(&street).await;
        for (kind, body) in [
            (ContentType::JSON, &b"{\"name\":[1e400]}"[..]),
            (ContentType::Plain, b"name=x&role=coordinator"),
            (ContentType::XML, b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
            (ContentType::Form, b"\xff\xfe=\xff&name=\xc3\x28&%zz=%"),
            (ContentType::Form, b"a[b][c][d][e][f][g][h]=1&a.b.c.d=2&=&&&"),
            (multipart("x"), b"--x\r\nContent-Disposition: form-data; name=\"words\"\r\n\r\nno end"),
            (multipart("x"), b"--x\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--x--\r\n"),
            (ContentType::FormData, b"no boundary"),
        ] {
            let answer = person.post_raw(&to, kind.clone(), body.to_vec()).await;
            tells_nothing(&answer, &format!("{route} as {kind}"));
        }
        let answer = person.ask(Method::Post, &to, &[], crate::support::person::Sent::Ours, None).await;
        tells_nothing(&answer, &format!("{route} without a body"));
        assert!(
            !has_fields
                || route.ends_with("/assignment")
                || route.ends_with("/reopening")
                || route.ends_with("/password")
                || before == count(&street).await,
            "{route}: something was written"
        );
    }
}

#[rocket::async_test]
async fn cve_2026_53629_wrong_types_in_addresses_are_refused_without_detail() {
    let street = Street::start().await;
    let before = street.app.rows().await;
    for (route, names, answers) in DOORS.iter().filter(|(route, ..)| route.starts_with("GET")) {
        let mut person = someone(&street.app, who_may(answers)).await;
        let good = street.values(names);
        for place in 0..good.len() {
            for junk in ENCODED_JUNK {
                let mut values = good.clone();
                junk.clone_into(&mut values[place]);
                let to = filled(route, &values).1;
                let answer = person.get(&to).await;
                tells_nothing(&answer, &to);
                assert!(answer.status != 200 || !names[place].contains('/'), "{to} is a page");
            }
        }
        let to = filled(route, &good).1;
        for name in query_fields(&street, route) {
            let plain = ENCODED_JUNK.iter().map(|junk| format!("{name}={junk}"));
            let shaped = [format!("{name}[]=1&{name}[]=2"), format!("{name}.a[b]=1&{name}=%FF&{name}=2")];
            for query in plain.chain(shaped) {
                let asked = format!("{to}?{query}");
                tells_nothing(&person.get(&asked).await, &asked);
            }
        }
        tells_nothing(&person.get(&format!("{to}?unknown[a]=1&sort=drop%20table&page=1000000000&%FF=%FF")).await, &to);
    }
    let changed: Vec<String> = street.app.rows().await.into_iter().filter(|row| !before.contains(row)).collect();
    let written: Vec<&String> = changed.iter().filter(|row| !MAY_CHANGE.iter().any(|table| row.starts_with(table))).collect();
    assert!(written.is_empty(), "reading wrote {written:#?}");
}

/// What reading may write: that a technician has read a ticket, who looked at one, the last day a link to look was opened or a calendar read; and
/// the test's own signing in.
const MAY_CHANGE: [&str; 6] = ["ticket: ", "ticket_event: ", "ticket_view: ", "look_link: ", "calendar_feed: ", "sign_in: "];

/// The names that a route reads from its query.
fn query_fields(street: &Street, route: &str) -> Vec<String> {
    let mut routes = street.app.client.rocket().routes();
    let known = routes.find(|known| format!("{} {}", known.method, known.uri.path()) == route).expect("a route");
    let query = known.uri.query().map(|query| query.to_string()).unwrap_or_default();
    let named = query.split('&').filter(|part| !part.is_empty()).map(|part| part.trim_matches(['<', '>']).to_owned());
    named
        .flat_map(|name| match name.strip_suffix("..") {
            None => vec![name],
            Some(_) => ["structure", "ticket", "entry", "day", "minutes", "kind", "not_charged"].map(str::to_owned).to_vec(),
        })
        .collect()
}

/// What no form may set: whatever it says of itself, the rows are those of the form without it.
const PRIVILEGED: [(&str, &str); 22] = [
    ("id", "01900000-0000-7000-9999-000000000001"),
    ("number", "9999"),
    ("state", "settled"),
    ("outcome", "fixed"),
    ("author", "people/lucie_bastide"),
    ("author_id", "people/lucie_bastide"),
    ("requester_id", "people/lucie_bastide"),
    ("worker", "people/karim_ferrand"),
    ("worker_id", "people/karim_ferrand"),
    ("person_id", "people/lucie_bastide"),
    ("structure_id", "structures/escargolins"),
    ("duties[]", "coordinator"),
    ("coordinator", "true"),
    ("technician", "true"),
    ("is_admin", "1"),
    ("internal", "true"),
    ("closed", "true"),
    ("withdrawn", "true"),
    ("created_at", "2020-01-01T00:00:00Z"),
    ("received_at", "2020-01-01"),
    ("retired_at", "2020-01-01"),
    ("password_hash", "x"),
];

/// Rows without what differs from one run to the next: ids that the world did not have, secrets, hashes.
fn blanked(rows: &[String], known: &BTreeSet<String>) -> Vec<String> {
    let mut rows: Vec<String> = rows.iter().map(|row| blank(row, known)).collect();
    rows.sort();
    rows
}

fn blank(row: &str, known: &BTreeSet<String>) -> String {
    let row = row.split("$argon2").next().unwrap_or_default();
    if row.starts_with("sticker: ") {
        return without_codes(row, known);
    }
    without_numbers(row, known)
}

/// The codes of labels are drawn.
fn without_codes(row: &str, known: &BTreeSet<String>) -> String {
    let words = row.split_inclusive(|c: char| !c.is_ascii_alphanumeric());
    let is_code =
        |word: &str| word.chars().take_while(char::is_ascii_alphanumeric).filter(|c| !c.is_ascii_lowercase()).count() == 8;
    let row: String = words.map(|word| if is_code(word) { "·" } else { word }).collect();
    without_numbers(&row, known)
}

fn without_numbers(row: &str, known: &BTreeSet<String>) -> String {
    let (mut out, mut run) = (String::new(), String::new());
    for c in row.chars().chain([' ']) {
        if c.is_ascii_hexdigit() || (c == '-' && !run.is_empty()) {
            run.push(c);
            continue;
        }
        let by_chance = run.len() >= 32 && !known.contains(&run);
        let is_code = run.len() == 6 && row.contains("\"code\"");
        out.push_str(if by_chance || is_code { "·" } else { &run });
        run.clear();
        out.push(c);
    }
    out
}

/// The long numbers in base 16 that stand in rows.
fn long_numbers(rows: &[String]) -> BTreeSet<String> {
    let words = rows.iter().flat_map(|row| row.split(|c: char| !c.is_ascii_hexdigit() && c != '-'));
    words.filter(|word| word.len() >= 32).map(str::to_owned).collect()
}

/// Forms that find nothing to change in the named world, or are answered with a sentence.
const WRITE_NOTHING: [&str; 8] = [
    // Without its file.
    "POST /equipment/<id>/photos",
    "POST /tickets/<id>/disclosures",
    "POST /tickets/<id>/assignment",
    "POST /closing",
    "POST /structures/<_>/imports/<id>/machines",
    "POST /costs/amounts",
    "POST /costs/copies",
    "POST /structures/<_>/hours/signature",
];

#[rocket::async_test]
async fn cve_2026_40569_privileged_fields_in_any_form_change_nothing() {
    let known = long_numbers(&App::start().await.rows().await);
    assert!(!known.is_empty());
    assert_eq!(blank("a 01900000-0000-7000-9000-000000000001 b", &known), "a · b ");
    for form in FORMS {
        let mut written = Vec::new();
        for privileged in [false, true] {
            let street = Street::start().await;
            let mut person = someone(&street.app, form.who).await;
            let before = street.app.rows().await;
            let mut fields = form.values();
            let own: Vec<&str> = form.fields.iter().map(|(name, _)| *name).collect();
            let extra = PRIVILEGED.iter().filter(|(name, _)| privileged && !own.contains(name));
            fields.extend(extra.map(|(name, value)| ((*name).to_owned(), street.value(value))));
            let answer = person.post(&address(&street, form.route), &borrowed(&fields)).await;
            assert_eq!(answer.status, form.status, "{}", form.route);
            let after = street.app.rows().await;
            assert!(
                form.status != 303 || form.route.ends_with("reopening") || WRITE_NOTHING.contains(&form.route) || after != before,
                "{}: there was something to write",
                form.route
            );
            written.push(blanked(&after, &known));
        }
        let differing: Vec<&String> = written[1].iter().filter(|row| !written[0].contains(row)).collect();
        assert!(differing.is_empty(), "{}: {differing:#?}", form.route);
    }
}

/// `RawStr` encodes what a test types; a form that is sent encoded twice is another form.
#[test]
fn junk_is_sent_as_it_is() {
    assert_eq!(RawStr::new("a\0b").percent_encode().as_str(), "a%00b");
}
