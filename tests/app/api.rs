//! What programs ask with somebody's token: the door that it opens, and how a refusal is told.

mod files;
mod interventions;
mod reading;
mod register;
mod tokens;
mod writing;

use crate::support::person::Sent;
use crate::support::{Answer, App, Person, world};
use chrono::TimeDelta;
use rocket::http::{ContentType, Method};
use serde_json::Value;
use std::collections::BTreeSet;

/// A token as its maker holds it.
#[derive(Clone)]
pub struct Token {
    pub id: String,
    pub text: String,
}

impl Token {
    /// Of somebody, with what it may do at most.
    pub async fn made(app: &App, who: &str, most: &str) -> Self {
        Self::by(&mut app.signed_in(who).await, most).await
    }

    pub async fn by(maker: &mut Person<'_>, most: &str) -> Self {
        let page = maker.get("/account/tokens").await.page();
        let english = page.find("button", "Make the token").map(|_| "Make the token");
        let (to, hidden) = page.form_of(english.unwrap_or("Créer le jeton"));
        let mut form: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        form.extend([("name", "Tableau de bord"), ("most", most), ("until", "2027-03-24")]);
        let made = maker.post(&to, &form).await;
        assert_eq!((made.status, made.location()), (303, "/account/tokens"), "{}", made.page().text());
        let body = maker.get("/account/tokens").await.body();
        let text = body.split("id=\"made\">").nth(1).and_then(|rest| rest.split('<').next()).expect("it is shown once");
        let id = body.split("/account/tokens/").nth(1).and_then(|rest| rest.split('/').next()).expect("a button revokes it");
        Self { id: id.to_owned(), text: text.to_owned() }
    }
}

/// A program: no browser, no cookie.
pub struct Program<'a> {
    app: &'a App,
    header: Option<String>,
}

impl<'a> Program<'a> {
    pub async fn of(app: &'a App, who: &str, most: &str) -> Self {
        Self::with(app, &Token::made(app, who, most).await.text)
    }

    pub fn with(app: &'a App, token: &str) -> Self {
        Self { app, header: Some(format!("Bearer {token}")) }
    }

    pub fn of_nobody(app: &'a App) -> Self {
        Self { app, header: None }
    }

    pub async fn get(&self, address: &str) -> Answer {
        self.ask(Method::Get, address, &[], None).await
    }

    pub async fn put(&self, address: &str, body: Value) -> Answer {
        self.ask(Method::Put, address, &[], Some((ContentType::JSON, body.to_string().into_bytes()))).await
    }

    /// Keeps a file: its name, the type claimed, its bytes.
    pub async fn keep(&self, name: &str, claimed: &str, bytes: &[u8]) -> Answer {
        self.upload(&[("file", name, claimed, bytes)]).await
    }

    pub async fn upload(&self, files: &[(&str, &str, &str, &[u8])]) -> Answer {
        let mut body = Vec::new();
        for (field, name, claimed, bytes) in files {
            let head = format!("name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: {claimed}");
            body.extend(format!("--frontier\r\nContent-Disposition: form-data; {head}\r\n\r\n").bytes());
            body.extend(*bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--frontier--\r\n");
        let kind = ContentType::new("multipart", "form-data").with_params(("boundary", "frontier"));
        self.ask(Method::Post, "/api/v1/files", &[], Some((kind, body))).await
    }

    pub async fn ask(
        &self,
        method: Method,
        address: &str,
        more: &[(&'static str, &str)],
        body: Option<(ContentType, Vec<u8>)>,
    ) -> Answer {
        let mut headers: Vec<(&'static str, &str)> = more.to_vec();
        headers.extend(self.header.as_deref().map(|header| ("authorization", header)));
        self.app.nobody().ask(method, address, &headers, Sent::Unsaid, body).await
    }
}

pub fn json(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.bytes).unwrap_or_else(|error| panic!("{error}: {} {}", answer.status, answer.body()))
}

/// What was told of something that was refused, as it is promised.
pub fn problem(answer: &Answer, status: u16) -> Value {
    assert_eq!((answer.status, answer.header("content-type")), (status, "application/problem+json"), "{}", answer.body());
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    let told = json(answer);
    assert_eq!((told["status"].as_u64(), told["type"].as_str()), (Some(u64::from(status)), Some("about:blank")));
    assert!(told["title"].is_string() && told["detail"].is_string(), "{told}");
    told
}

/// The fields that are to be corrected.
pub fn wrong_fields(answer: &Answer) -> Vec<String> {
    let told = problem(answer, 422);
    let fields = told["errors"].as_array().cloned().unwrap_or_default();
    fields.iter().map(|one| one["field"].as_str().expect("a name").to_owned()).collect()
}

pub fn new_id(n: u32) -> String {
    format!("01900000-0000-7000-8000-{n:012}")
}

/// The address of a request of the named world.
pub async fn ticket(reader: &Program<'_>, key: &str) -> String {
    let id = world::id(&format!("tickets/{key}"));
    let list = json(&reader.get("/api/v1/tickets?state=all").await);
    let rows = list["tickets"].as_array().expect("rows");
    let row = rows.iter().find(|row| row["id"] == id.as_str()).unwrap_or_else(|| panic!("{key} in {list:#}"));
    format!("/api/v1/tickets/{}", row["number"])
}

/// Each route × what a token may × who made it. The request is of A, asked by its employee.
#[rocket::async_test]
async fn every_token_opens_its_doors_and_no_other() {
    let app = App::start().await;
    let technician = Program::of(&app, "samira_benali", "time").await;
    let of_a = ticket(&technician, "planning_navigateur").await;
    let file = files::joined(&technician, &of_a).await;
    // May write where the employee of A may: `assign` is the technician's alone.
    let doors: [(Method, String, [u16; 5]); 17] = [
        (Method::Get, "/api/v1/tickets".to_owned(), [200, 200, 200, 200, 200]),
        (Method::Get, of_a.clone(), [200, 200, 404, 200, 200]),
        (Method::Get, format!("{of_a}/messages"), [200, 200, 404, 200, 200]),
        (Method::Get, format!("{of_a}/files"), [200, 200, 404, 200, 200]),
        (Method::Get, format!("/api/v1/files/{file}"), [200, 200, 404, 200, 200]),
        (Method::Get, "/api/v1/structures".to_owned(), [200, 200, 200, 200, 200]),
        (Method::Get, format!("/api/v1/structures/{}/equipment", world::id("structures/douces")), [200, 200, 404, 200, 200]),
        (Method::Get, format!("/api/v1/equipment/{}", world::id("equipment/douces_planning")), [200, 200, 404, 200, 200]),
        (Method::Get, "/api/v1/interventions".to_owned(), [403, 403, 403, 403, 200]),
        // Technicians whose token may note time: `interventions.rs`.
        (Method::Put, format!("/api/v1/interventions/{}", new_id(3)), [403, 403, 403, 403, 403]),
        (Method::Post, "/api/v1/files".to_owned(), [403, 415, 415, 415, 415]),
        (Method::Put, format!("/api/v1/tickets/{}", new_id(1)), [403, 422, 422, 422, 403]),
        (Method::Put, format!("{of_a}/messages/{}", new_id(2)), [403, 422, 404, 422, 422]),
        (Method::Put, format!("{of_a}/assignment"), [403, 403, 404, 403, 422]),
        (Method::Put, format!("{of_a}/withdrawal"), [403, 409, 404, 403, 403]),
        (Method::Put, format!("{of_a}/closure"), [403, 200, 404, 403, 403]),
        (Method::Put, format!("{of_a}/reopening"), [403, 200, 404, 200, 200]),
    ];
    let who = [
        ("jordan_pages", "read"),
        ("jordan_pages", "write"),
        ("lucie_bastide", "write"),
        ("veronique_lacaze", "write"),
        ("samira_benali", "write"),
    ];
    let mut wrong = Vec::new();
    for (number, (key, most)) in who.into_iter().enumerate() {
        let program = Program::of(&app, key, most).await;
        for (method, address, answers) in &doors {
            let body = (*method != Method::Get).then(|| (ContentType::JSON, br#"{"unknown":1}"#.to_vec()));
            let got = program.ask(*method, address, &[], body).await;
            if got.status != answers[number] {
                wrong.push(format!("{method} {address} ({key}, {most}): {}, not {}", got.status, answers[number]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[rocket::async_test]
async fn a_cookie_opens_no_interface_and_a_token_no_page() {
    let app = App::start().await;
    let token = Token::made(&app, "samira_benali", "time").await;
    let of_a = ticket(&Program::with(&app, &token.text), "planning_navigateur").await;
    let before = app.rows().await;
    let mut samira = app.signed_in("samira_benali").await;
    for sent in [Sent::Ours, Sent::Site("cross-site"), Sent::Origin("https://evil.example"), Sent::Unsaid] {
        let body = br#"{"words":"Panne."}"#.to_vec();
        let address = format!("/api/v1/tickets/{}", new_id(1));
        let refused = samira.ask(Method::Put, &address, &[], sent, Some((ContentType::JSON, body))).await;
        problem(&refused, 401);
        assert_eq!(refused.header("www-authenticate"), "Bearer");
        problem(&samira.ask(Method::Get, &of_a, &[], sent, None).await, 401);
    }
    let program = Program::with(&app, &token.text);
    for page in ["/tickets", "/account", "/account/tokens", "/tickets.csv"] {
        let answer = program.get(page).await;
        assert!(answer.status == 303 && answer.location().starts_with("/sign-in"), "{page}: {}", answer.status);
    }
    let secret = token.text.trim_start_matches("pcm_");
    let headers = [
        format!("Basic {}", token.text),
        token.text.clone(),
        format!("Bearer {secret}"),
        "Bearer".to_owned(),
        "Bearer ".to_owned(),
        format!("Bearer {} {}", token.text, token.text),
        format!("Bearer pcm_{}", "0".repeat(64)),
        format!("Bearer {}", token.text.to_uppercase()),
    ];
    for header in headers {
        let odd = Program { app: &app, header: Some(header.clone()) };
        assert_eq!(odd.get(&of_a).await.status, 401, "{header}");
    }
    let twice = program.ask(Method::Get, &of_a, &[("authorization", "Bearer x")], None).await;
    assert_eq!(twice.status, 401, "one header alone");
    for address in [format!("{of_a}?token={}", token.text), format!("{of_a}?access_token={}", token.text)] {
        problem(&Program::of_nobody(&app).get(&address).await, 401);
    }
    let small = Program { app: &app, header: Some(format!("bearer {}", token.text)) };
    assert_eq!(small.get(&of_a).await.status, 200, "there was something to open");
    let changed: Vec<String> = app.rows().await.into_iter().filter(|row| !before.contains(row)).collect();
    let looked =
        |row: &String| ["ticket_view: ", "ticket: ", "ticket_event: ", "sign_in: "].iter().any(|table| row.starts_with(table));
    assert!(changed.iter().all(looked), "{changed:#?}");
}

#[rocket::async_test]
async fn a_token_that_asks_too_often_waits_and_no_other() {
    let app = App::start().await;
    let (jordan, lucie) = (Program::of(&app, "jordan_pages", "read").await, Program::of(&app, "lucie_bastide", "read").await);
    for n in 0..600 {
        assert_eq!(jordan.get("/api/v1/tickets/0").await.status, 404, "{n}");
    }
    let waits = jordan.get("/api/v1/tickets/0").await;
    problem(&waits, 429);
    assert_eq!(waits.header("retry-after"), "60");
    assert_eq!(lucie.get("/api/v1/tickets").await.status, 200);
    app.wait(TimeDelta::seconds(60));
    assert_eq!(jordan.get("/api/v1/tickets").await.status, 200);
    let unknown = Program::with(&app, &format!("pcm_{}", "0".repeat(64)));
    for n in 0..600 {
        assert_eq!(unknown.get("/api/v1/tickets").await.status, 401, "{n}");
    }
    assert_eq!(unknown.get("/api/v1/tickets").await.status, 429);
    assert_eq!(jordan.get("/api/v1/tickets").await.status, 200, "who has one is not held up by who has none");
}

#[rocket::async_test]
async fn what_is_refused_is_told_in_one_shape_and_two_languages() {
    let app = App::start().await;
    let program = Program::of(&app, "jordan_pages", "write").await;
    let french = problem(&program.get("/api/v1/tickets/0").await, 404);
    assert_eq!(french["detail"], "Cela n'existe pas, ou n'est pas pour vous.");
    let asked = program.ask(Method::Get, "/api/v1/tickets/0", &[("accept-language", "en-GB,fr;q=0.5")], None).await;
    assert_eq!(problem(&asked, 404)["detail"], "This does not exist, or is not for you.");
    for (method, address) in [
        (Method::Get, "/api"),
        (Method::Get, "/api/v1"),
        (Method::Get, "/api/v2/tickets"),
        (Method::Get, "/api/v1/people"),
        (Method::Post, "/api/v1/tickets"),
        (Method::Delete, "/api/v1/tickets/1"),
        (Method::Patch, "/api/v1/tickets/1"),
        (Method::Options, "/api/v1/tickets"),
    ] {
        let answer = program.ask(method, address, &[("origin", "https://evil.example")], None).await;
        problem(&answer, 404);
        let cors = answer.headers().iter().any(|(name, _)| name.starts_with("access-control"));
        assert!(!cors, "{method} {address}: no other site reads it");
    }
    problem(&program.get("/api/v1/tickets?state=odd").await, 400);
    assert!(app.nobody().get("/nowhere").await.header("content-type").starts_with("text/html"), "pages tell it as pages");
}

#[rocket::async_test]
async fn the_description_holds_every_route_and_no_other() {
    let app = App::start().await;
    let told = Program::of_nobody(&app).get("/api/v1/openapi.json").await;
    assert_eq!((told.status, told.header("content-type")), (200, "application/json"));
    let told = json(&told);
    assert!(told["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")), "{}", told["openapi"]);
    let mut described = BTreeSet::new();
    for (path, methods) in told["paths"].as_object().expect("paths") {
        for (method, of) in methods.as_object().expect("methods") {
            described.insert(format!("{} {path}", method.to_uppercase()));
            assert_eq!(of["security"][0]["token"], serde_json::json!([]), "{method} {path}");
        }
    }
    let routes = app.client.rocket().routes().filter(|route| route.uri.path().starts_with("/api/"));
    let written = |route: &rocket::Route| format!("{} {}", route.method, route.uri.path()).replace('<', "{").replace('>', "}");
    let routes: BTreeSet<String> = routes.map(written).filter(|route| !route.ends_with("/openapi.json")).collect();
    assert_eq!(described, routes);
    let schemas = told["components"]["schemas"].as_object().expect("schemas");
    let fields = |name: &str| schemas[name]["properties"].as_object().expect("fields").keys().cloned().collect::<BTreeSet<_>>();
    let program = Program::of(&app, "jordan_pages", "read").await;
    let one = json(&program.get(&ticket(&program, "planning_navigateur").await).await);
    let sent: BTreeSet<String> = one.as_object().expect("an object").keys().cloned().collect();
    assert_eq!(fields("TicketRecord"), sent, "it describes what is sent");
    assert!(fields("NewRequest").contains("words") && !fields("NewRequest").contains("unknown"));
}
